"""What a deadline can be: its kind, its days, and what it waits for."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kehoach.language import _


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


@dataclass(frozen=True, slots=True)
class Offset:
    """A term counted from an event: days (or working days), or months ("02 tháng kể từ …")."""

    days: int
    working: bool
    months: int = 0


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
    waits_for: str | None = None
    also: tuple["Deadline", ...] = ()
    nearest: tuple[str, ...] = ()
    fault: str = ""
    """Why the text is unreadable: a key of ``_problem``; empty when it was read."""
    culprit: str = ""
    """The words at fault."""

    @property
    def problem(self) -> str | None:
        """Why there is no deadline and what to write, in the reader's language."""
        return _problem(self.fault).format(culprit=self.culprit, text=self.text) if self.fault else None

    def late_after(self, *, strict: bool = False) -> date | None:
        """The last day on which the task is not late: due, but D itself for "trước ngày D" unless strict.

        A standing duty is never late by its day alone: "ongoing" has no such day, even where it has an end.
        """
        if self.due is None or self.kind not in (Kind.DATE, Kind.PERIOD):
            return None
        grace = self.before and self.kind is Kind.DATE and not strict
        return self.due + timedelta(days=1) if grace else self.due

    def due_from(self, event: date, holidays: Collection[date] = ()) -> date | None:
        """The due day once the event has its day, which is not counted (Civil Code 2015, art. 147)."""
        if self.kind not in (Kind.EVENT, Kind.RELATIVE):
            return None
        try:
            if self.offset is None:
                return event - timedelta(days=1) if self.before else event
            if self.offset.months:
                return _add_months(event, self.offset.months)
            if self.offset.working:
                return _add_working_days(event, self.offset.days, holidays)
            return event + timedelta(days=self.offset.days)
        except (OverflowError, ValueError):  # past the calendar's end
            return None


def _add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (Civil Code 2015, art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_working_days(day: date, days: int, holidays: Collection[date]) -> date:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in holidays
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
        "year": lambda: _(
            "The year is missing in “{text}”. Write the year, for example “{culprit} năm 2023”."
        ),
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
