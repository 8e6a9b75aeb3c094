"""The periods that standing and recurring duties report on: their days and names, whoever owes them."""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from kehoach.deadline import Deadline, last_days
from kehoach.deadline.period import Span, periods
from kehoach.language import _
from kehoach.language.text import cut, folded
from kehoach.plan import Need, Plan
from kehoach.progress.terms import Term, Terms, terms
from kehoach.progress.workdays import Works, next_working_day

#: The report cycles by the value of `report_period`: how many months there are from one round to the next,
#: and how long each report of a round is, all from the first month of the round. In the cycle "quý I, 6
#: tháng, 9 tháng, năm" each report takes in those before it.
CUMULATIVE = "cumulative"
_ROUNDS = {
    "month": (1, (1,)),
    "quarter": (3, (3,)),
    "half-year": (6, (6,)),
    "nine-month": (12, (9,)),
    "year": (12, (12,)),
    CUMULATIVE: (12, (3, 6, 9, 12)),
}
_ROMAN = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)
_AFTER_CUTOFF = re.compile(r"(\d{1,2}) ngày làm việc sau ngày chốt")


class Period(NamedTuple):
    """A time to report on.

    ``first`` and ``last`` (the cut-off) are the days it is about, ``span`` the same as people name it: "quý
    II" is April to June, whatever the cut-off. ``send_by`` is the last day to send, ``late_after`` the last
    day on which it is not late; ``moved`` where the last day was moved from because it was no working day.
    """

    name: str
    first: date
    last: date
    send_by: date
    late_after: date
    span: Span
    moved: date | None = None
    #: Whether it takes in those before it in its year, and is taken in by those after it.
    cumulative: bool = False

    @property
    def named_by_day(self) -> bool:
        """Whether the name is the last day itself."""
        return self.name == _until(self.send_by)


def report_periods(terms: Terms, since: date, until: date, works: Works) -> Iterator[Period]:
    """The periods of a plan's report cycle that are cut off on or after ``since`` and begin by ``until``.

    They are those of the cycle, whether anybody owes them or not; none begins after the plan ends.
    """
    for term in terms.each:
        yield from _of_term(term, max(since, term.since), until, works)


def _of_term(term: Term, since: date, until: date, works: Works) -> Iterator[Period]:
    """Those that are cut off on one of the days on which a plan says one thing, by what it then says."""
    home = term.home
    if home["report_period"] not in _ROUNDS:
        return
    every, lengths = _ROUNDS[home["report_period"]]
    end = min(day for day in (until, term.last, home.day("ends")) if day)
    # A cut-off early in the month, and a report long after it, reach into the round before.
    index = (since.year * 12 + since.month - 1) // every * every
    while (first := month_at(index)) <= end:
        for months in lengths:
            period = _report(home, first, months, works)
            if since <= period.last <= term.last:
                yield period
        index += every


def months_between(home: Need) -> int:
    """How many months there are from one report of a plan to the next; 0 where it has no cycle."""
    every, lengths = _ROUNDS.get(home["report_period"], (0, (1,)))
    return every // len(lengths)


def _report(home: Need, first: date, months: int, works: Works) -> Period:
    cutoff = _cutoff(home)
    last_month = _plus_months(first, months - 1)
    last = _day_in(last_month, cutoff)
    # Data cut off on the 14th begin on the 15th of the month before the period.
    begin = _day_in(_plus_months(first, -1), cutoff) + _DAY
    span = Span(first, _day_in(last_month, 31))
    send_by = _send_by(home, last, works)
    shifted = next_working_day(send_by, works) if home["working_days"] == "yes" else send_by
    moved = send_by if shifted != send_by else None
    cumulative = home["report_period"] == CUMULATIVE
    return Period(period_name(span), begin, last, shifted, shifted, span, moved, cumulative)


def _cutoff(home: Need) -> int:
    """The day of the month on which data are cut off: its last, where the plan names none."""
    return int(home["report_cutoff"] or 31)


def _send_by(home: Need, last: date, works: Works) -> date:
    """The day to send a report whose data are cut off on a day: a day of the month, or so many days later."""
    if later := _AFTER_CUTOFF.fullmatch(home["report_by"]):
        day = last
        for _working_day in range(int(later[1])):
            day = next_working_day(day + _DAY, works)
        return day
    cutoff = _cutoff(home)
    by = int(home["report_by"] or cutoff)
    return _day_in(last if by >= cutoff else _plus_months(last, 1), by)


def months_of(span: Span) -> int:
    """How many months a period has that plans are reported on by: 1, 3, 6, 9 or 12; 0 where it is none."""
    first, last = span.first, span.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or (last + _DAY).day != 1:
        return 0
    begins = {1: 1, 3: 3, 6: 6, 9: 12, 12: 12}.get(months, 0)
    return months if begins and first.month % begins == 1 % begins else 0


def period_name(span: Span) -> str:
    """A time as officials name it: "quý II/2026", "9 tháng đầu năm 2026"; else by its last day."""
    first, last = span.first, span.last
    match months_of(span):
        case 1:
            return f"tháng {first.month}/{first.year}"
        case 3:
            return f"quý {_ROMAN[(first.month - 1) // 3]}/{first.year}"
        case 6:
            return f"6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}"
        case 9:
            return f"9 tháng đầu năm {first.year}"
        case 12:
            return f"năm {first.year}"
    return f"tuần đến {last.day}/{last.month}/{last.year}" if last - first == 6 * _DAY else _until(last)


def period_asked(text: str, year: int) -> Span:
    """The one period that a report is asked of; ``year`` is for words that name none.

    Raises:
        ValueError: the words name none, or several, or days that plans are not reported on by.
    """
    found = periods(text, year)
    if len(found) == 1 and months_of(found[0]):
        return found[0]
    from rapidfuzz import process  # noqa: PLC0415, RUF100 - only for words that cannot be read

    said = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    names = list(map(period_name, _of_year(int(said[0]) if said else year)))
    near = [name for name, _score, _place in process.extract(text, names, processor=folded, limit=3)]
    message = _('"{text}" is no period of reports. Write one as in: {nearest}.')
    raise ValueError(message.format(text=cut(text), nearest="; ".join(near)))


def _of_year(year: int) -> Iterator[Span]:
    for months in (3, 6, 9, 12, 1):
        for index in range(0, 12 if months < 9 else 1, months):
            yield spanning(date(year, index + 1, 1), months)


def spanning(first: date, months: int) -> Span:
    """So many months from the first day of one on."""
    return Span(first, _plus_months(first, months) - _DAY)


def moved(span: Span, months: int) -> Span:
    """A period so many months later, or before."""
    return spanning(_plus_months(span.first, months), months_of(span))


def data_days(plan: Plan, home: Need, span: Span, known: date = date.max) -> Span:
    """The days that the figures of a report on a period are of, by what was ``known`` on a day.

    They end on the cut-off (`report_cutoff`, by what the plan said in that month) of its last month, and
    begin on the day after that of the month before it, so that no day is lost and none counts twice.
    """
    ends = (_cut_off(plan, home, end, min(end, known)) for end in (span.first - _DAY, span.last))
    before, last = ends
    return Span(before + _DAY, last)


def _cut_off(plan: Plan, home: Need, month_end: date, known: date) -> date:
    said = [term for term in terms(plan, home, known).each if term.since <= month_end]
    days = [(_day_in(month_end.replace(day=1), _cutoff(term.home)), term) for term in said]
    return next((day for day, term in reversed(days) if term.since <= day <= term.last), days[-1][0])


def _until(day: date) -> str:
    return f"hạn {day.day}/{day.month}/{day.year}"


def names_no_day(read: Deadline) -> bool:
    """Whether a recurrence ends with its periods ("hằng quý"), and not on days that the words name."""
    return "BY" not in (read.rrule or "")


def occurrences(terms: Terms, read: Deadline, since: date, until: date, works: Works) -> Iterator[Period]:
    """The occurrences of a recurring deadline from ``since``, the first day of the duty, to ``until``.

    One that names no day is about the week, month, quarter … that it ends with; one that names a day, about
    the time since the one before.
    """
    home = terms.home
    end = min(day for day in (until, terms.ends, read.due) if day)
    if not names_no_day(read):
        first = since
        for day in last_days(read, since, end, works):
            if terms.runs(day, day):
                yield _occurrence(home, read, first, day, works)
            first = day + _DAY
        return
    length = _length(read)
    for last in last_days(replace(read, offset=None), since, end, works):
        first = last - length if isinstance(length, timedelta) else _month_before(last, length - 1)
        due = read.offset.after(last, works) if read.offset else last
        if due and due <= end and terms.runs(due, due):
            period = _occurrence(home, read, first, due, works)
            span = Span(first, last)
            yield period._replace(name=period_name(span), span=span)


def _occurrence(home: Need, read: Deadline, first: date, day: date, works: Works) -> Period:
    shifted = next_working_day(day, works) if home["working_days"] == "yes" else day
    # The day of grace is the day that "trước ngày" names: the one after the last day.
    grace = _DAY if read.before and home["strict"] != "yes" else timedelta(0)
    return Period(
        name=_until(shifted),
        first=first,
        last=day,
        send_by=shifted,
        late_after=max(shifted, day + grace),
        span=_named_span(read.rrule or "", day),
        moved=day if shifted != day else None,
    )


def _length(read: Deadline) -> timedelta | int:
    """How long the periods of a recurrence without a day are: months, or days from the first to the last."""
    parts = dict(part.split("=") for part in (read.rrule or "").split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            return timedelta(days=interval - 1)
        case "WEEKLY":
            return timedelta(days=7 * interval - 1)
        case "MONTHLY":
            return interval
        case _:
            return 12 * interval


@lru_cache(10_000)  # many tasks have the same words
def _named_span(rrule: str, day: date) -> Span:
    """What people call the time of an occurrence: the week, month, quarter … in which it falls due.

    "Ngày 15/12 hằng năm" is the report of its year, "ngày 18 hằng tháng" of its month.
    """
    parts = dict(part.split("=") for part in rrule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    months = sorted(map(int, parts.get("BYMONTH", "").split(","))) if "BYMONTH" in parts else []
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + 6 * _DAY) if parts["FREQ"] == "WEEKLY" else Span(day, day)
    length = interval * (12 if parts["FREQ"] == "YEARLY" else 1)
    if months:
        gaps = {b - a for a, b in zip(months, [*months[1:], months[0] + 12], strict=True)}
        length = gaps.pop() if len(gaps) == 1 else 1
    if 12 % length:
        length = 1
    first = month_at((day.year * 12 + day.month - 1) // length * length)
    return Span(first, _day_in(_plus_months(first, length - 1), 31))


def nearest(periods: list[Period], day: date) -> Period | None:
    """The period whose day to send by is nearest to a day; of two, the earlier."""
    days = [period.send_by for period in periods]
    index = bisect_right(days, day)
    near = periods[max(0, index - 1) : index + 1]
    return min(near, key=lambda period: abs((period.send_by - day).days), default=None)


def covers(span: Span, period: Period, written: date) -> bool:
    """Whether a paper of a day that names a span reports on a period.

    It does if it names that period (or the day it is due), or a longer time of which the period was cut off
    by then.
    """
    if span == period.span or span.first == span.last in (period.last, period.late_after, period.send_by):
        return True
    return span.first <= period.span.first and period.span.last <= span.last and period.last <= written


def month_at(index: int) -> date:
    """The first day of a month, counted from the first of the year 0."""
    return date(index // 12, index % 12 + 1, 1)


def _plus_months(day: date, months: int) -> date:
    return month_at(day.year * 12 + day.month - 1 + months)


def _month_before(day: date, months: int) -> date:
    return _plus_months(day, -months)


def _day_in(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
