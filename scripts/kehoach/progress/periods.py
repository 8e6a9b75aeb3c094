"""The periods that ongoing and recurring tasks report on."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kehoach.deadline import Deadline
from kehoach.plan import Need

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """A time to report on: its name, its first and last (cut-off) day, and the day to send by."""

    name: str
    first: date
    last: date
    send_by: date


def report_periods(plan: Need, deadline: Deadline, as_of: date) -> list[Period]:
    """The periods of a plan's report cycle whose day to send by is over on ``as_of``.

    They begin with the one in which the plan was issued or the duty starts, and end with the plan.
    """
    months = _MONTHS.get(plan["report_period"])
    start = deadline.start or plan.day("issued")
    if not months or not start:
        return []
    end = min(filter(None, (as_of, deadline.due, plan.day("ends"))))
    cutoff, by = int(plan["report_cutoff"] or 31), int(plan["report_by"] or plan["report_cutoff"] or 31)
    found = []
    for first_month in _months_from(start, months):
        if first_month > end:  # what a cut-off carries over from the plan's last days is no period of it
            break
        period = _period(first_month, months, cutoff, by)
        if period.last >= start and period.send_by < as_of:
            found.append(period)
    return found


def _months_from(start: date, months: int) -> Iterator[date]:
    """The first days of the calendar periods from the one that holds ``start``."""
    index = (start.year * 12 + start.month - 1) // months * months
    while True:
        yield date(index // 12, index % 12 + 1, 1)
        index += months


def _period(first: date, months: int, cutoff: int, by: int) -> Period:
    last_month = _plus_months(first, months - 1)
    last = _day_in(last_month, cutoff)
    # Data cut off on the 14th begin on the 15th of the month before the period.
    begin = first if cutoff >= 28 else _day_in(_plus_months(first, -1), cutoff) + timedelta(days=1)
    send_by = _day_in(last_month if by >= cutoff else _plus_months(last_month, 1), by)
    return Period(_name(first, months), begin, last, send_by)


def _name(first: date, months: int) -> str:
    match months:
        case 1:
            return f"tháng {first.month}/{first.year}"
        case 3:
            return f"quý {_ROMAN[(first.month - 1) // 3]}/{first.year}"
        case 6:
            return f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}"
        case _:
            return f"năm {first.year}"


def _plus_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _day_in(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def occurrences(plan: Need, deadline: Deadline, as_of: date) -> list[Period]:
    """The occurrences of a recurring deadline that are over on ``as_of``, each with the time before it.

    A recurrence that names no day ("hằng năm") is reported on at the end of each of its periods.
    """
    from dateutil.rrule import rrulestr  # only recurring tasks need it

    start = deadline.start or plan.day("issued")
    if not deadline.rrule or not start:
        return []
    end = min(filter(None, (as_of, deadline.due, plan.day("ends"))))
    if "BY" not in deadline.rrule:
        months = {"YEARLY": 12, "MONTHLY": 1}.get(deadline.rrule.partition("FREQ=")[2].split(";")[0])
        interval = int(deadline.rrule.partition("INTERVAL=")[2].split(";")[0] or 1)
        if months:
            return _calendar_periods(start, end, as_of, months * interval)
    begin = datetime.combine(start, time.min)
    days = [d.date() for d in rrulestr(deadline.rrule, dtstart=begin).between(begin, _end_of(end), inc=True)]
    before = timedelta(days=1 if deadline.before else 0)
    found, first = [], start
    for day in days:
        found.append(Period(f"hạn {day.day}/{day.month}/{day.year}", first, day - before, day))
        first = day
    return [p for p in found if p.send_by < as_of]


def _calendar_periods(start: date, end: date, as_of: date, months: int) -> list[Period]:
    found: list[Period] = []
    for first in _months_from(start, months):
        if first > end:
            return found
        period = _period(first, months, 31, 31)
        if period.send_by < as_of:
            found.append(period)
    return found


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max)
