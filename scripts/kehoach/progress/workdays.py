"""Working days in Viet Nam, as python-holidays knows them."""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it.

    Civil Code 2015, art. 148(5), moves the end of a term that falls on a day off. Applying it to a plan
    is a convention, so the plan must ask for it (``working_days: yes``). Days off and the Saturdays worked
    in their place are those that python-holidays lists for Viet Nam, with the decisions they come from.
    """
    while not public_holidays().is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def public_holidays() -> "HolidayBase":
    """The public holidays of Viet Nam, by day."""
    from holidays import country_holidays  # heavy, and only plans that ask for it need it

    return country_holidays("VN")
