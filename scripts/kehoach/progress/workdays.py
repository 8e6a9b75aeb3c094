"""Working days in Viet Nam: what python-holidays knows, and what official notices say beyond it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kehoach.plan import Need, Plan

if TYPE_CHECKING:
    from holidays import HolidayBase

#: The longest run of days that one notice is read for; a longer one is a slip of the pen.
_LONGEST = timedelta(days=60)

Works = Callable[[date], bool]


def works(plan: Plan) -> Works:
    """Whether people work on a day: the one calendar that everything asks.

    Days off and the Saturdays worked in their place are those that python-holidays lists for Viet Nam, with
    the decisions they come from; a ``workday`` object (``off`` or ``worked``, by an official notice) goes
    before them.
    """
    noticed = {day: notice["kind"] == "worked" for notice in plan.of_type("workday") for day in _days(notice)}
    return lambda day: noticed[day] if day in noticed else _public().is_working_day(day)


def rests_on_the_list(plan: Plan, first: date, last: date) -> bool:
    """Whether a day from one to another, both included, is off, or worked, by the list of holidays alone.

    Neither the week says so, nor an official notice among the plan's objects.
    """
    noticed = {day for notice in plan.of_type("workday") for day in _days(notice)}
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(day not in noticed and _public().is_working_day(day) != (day.weekday() < 5) for day in days)


def next_working_day(day: date, works: Works) -> date:
    """The day itself, or the first working day after it.

    Civil Code 2015, art. 148(5), moves the end of a term that falls on a day off. Applying it to a plan
    is a convention, so the plan must ask for it (``working_days: yes``).
    """
    while not works(day):
        day += timedelta(days=1)
    return day


def _days(notice: Need) -> list[date]:
    first = notice.day("date")
    if first is None:
        return []
    last = min(notice.day("until") or first, first + _LONGEST)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def _public() -> "HolidayBase":
    """The public holidays of Viet Nam, by day."""
    from holidays import country_holidays  # heavy, and only plans that ask for it need it

    return country_holidays("VN")
