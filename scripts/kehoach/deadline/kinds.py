"""What a deadline can be: its kind, its days, and what it waits for."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from kehoach.language import _

_ISSUED = re.compile(r"ban hành|(?<!đăng )\bký\b|phê duyệt|thông qua")


def is_weekday(day: date) -> bool:
    """Whether a day is one from Monday to Friday: working days where nothing is known of holidays."""
    return day.weekday() < 5


class Kind(StrEnum):
    """What sort of deadline it is."""

    DATE = "date"
    PERIOD = "period"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    EVENT = "event"
    RELATIVE = "relative"
    VAGUE = "vague"
    NONE = "none"


class Offset(NamedTuple):
    """A term counted from an event, or back from it: days (or working days), months ("02 tháng kể từ …")."""

    days: int
    working: bool
    months: int = 0

    def after(self, day: date, works: Callable[[date], bool]) -> date | None:
        """The last day of the term; the day it counts from is not counted (Civil Code 2015, art. 147).

        A day that the last month has not is its last day (art. 148). None past the calendar's end.
        """
        try:
            if self.working:
                return _add_working_days(day, self.days, works)
            return _add_months(day, self.months) + timedelta(days=self.days)
        except (OverflowError, ValueError):
            return None

    def ahead_of(self, day: date, works: Callable[[date], bool]) -> date | None:
        """The last day that is the whole term before a day, which is not counted; None before all days."""
        try:
            if self.working:
                return _add_working_days(day, self.days, works, step=-1)
            return day - timedelta(days=self.days)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline as understood; ``text`` keeps the plan's own words."""

    text: str
    kind: Kind
    due: date | None = None
    start: date | None = None
    rrule: str | None = None
    before: bool = False
    offset: Offset | None = None
    """The term from an event (with ``before`` back from it), or (recurring) from the end of each period."""
    after: bool = False
    """Whether the term is over before the work begins ("sau 30 ngày kể từ …"): a start, no last day."""
    waits_for: str | None = None
    counted_from: date | None = None
    """The event's day where the words themselves name it: "15 ngày làm việc kể từ ngày 12/8/2026"."""
    report: "Deadline | None" = None
    """The report's deadline, where it is apart from that of the work: "trước 15/9; báo cáo trước 30/9"."""
    also: tuple["Deadline", ...] = ()
    nearest: tuple[str, ...] = ()
    fault: str = ""
    """Why the text is unreadable: a key of ``_problem``; empty when it was read."""
    culprit: str = ""
    """The words at fault."""

    @property
    def event_day(self) -> str:
        """Which day of the event counts: the option of its object that holds the day, or nothing.

        ``effective`` for "có hiệu lực", ``issued`` for "ban hành", "ký" and the like. An event that never
        becomes a day of an object ("hết hiệu lực") is ``expires``, which none has: it waits.
        """
        words = (self.waits_for or "").lower()
        if "hết hiệu lực" in words:
            return "expires"
        if "hiệu lực" in words:
            return "effective"
        return "issued" if _ISSUED.search(words) else ""

    @property
    def problem(self) -> str | None:
        """Why there is no deadline and what to write, in the reader's language."""
        if not self.fault:
            return None
        with_year = re.sub(r"(?i)( năm)?$", " năm 2023", self.culprit, count=1)
        return _problem(self.fault).format(culprit=self.culprit, text=self.text, with_year=with_year)

    def late_after(self, *, strict: bool = False) -> date | None:
        """The last day on which the task is not late: due, but D itself for "trước ngày D" unless strict.

        A standing duty is never late by its day alone: "ongoing" has no such day, even where it has an end.
        """
        if self.report:  # between the day of the work and that of its report nobody is late
            return self.report.late_after(strict=strict)
        if self.due is None or self.kind not in (Kind.DATE, Kind.PERIOD):
            return None
        grace = self.before and self.kind is Kind.DATE and not strict
        return self.due + timedelta(days=1) if grace else self.due

    def due_from(self, event: date, works: Callable[[date], bool] = is_weekday) -> date | None:
        """The last day once the event has its day: the end of the term, or the day before for "trước khi …".

        None where the words set no term ("sau khi Nghị định được ban hành", "theo lộ trình …") or the term
        is a start ("sau 30 ngày kể từ …"): then nothing is ever late. ``works`` tells working days.
        """
        if self.kind not in (Kind.EVENT, Kind.RELATIVE) or self.after:
            return None
        if self.offset:
            return self.offset.ahead_of(event, works) if self.before else self.offset.after(event, works)
        return event - timedelta(days=1) if self.before and event > date.min else None


def _add_months(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_working_days(day: date, days: int, works: Callable[[date], bool], step: int = 1) -> date:
    while days:
        day += timedelta(days=step)
        days -= works(day)
    return day


def _problem(fault: str) -> str:
    return {
        "empty": lambda: _(
            "There is no deadline. Write it in the plan's own words, for example: Quý III năm 2023."
        ),
        "day": lambda: _("There is no day {culprit}. Check the source text."),
        "month": lambda: _("There is no month {culprit}. Months run from 1 to 12; check the source text."),
        "quarter": lambda: _(
            "There is no quarter {culprit}. Quarters run from I to IV; check the source text."
        ),
        "year": lambda: _("The year is missing in “{text}”. Write the year, for example “{with_year}”."),
        "order": lambda: _(
            "“{text}” ends before it begins. Write the year of both ends and check the source text."
        ),
        "long": lambda: _(
            "This is too long for a deadline ({culprit} characters). Keep the words that say when."
        ),
        "words": lambda: _(
            "The deadline “{text}” cannot be read. Write a day, month, quarter or year, a recurrence, "
            "“Thường xuyên”, or what it waits for."
        ),
    }[fault]()
