"""Deadlines as Vietnamese officials write them, read without guessing.

``parse`` reads one; ``describe`` and ``as_json`` say what was understood. ``last_days`` are those of a
recurring one, for calendars as ``calendar_rule``; ``periods`` reads the time that a report is about.
"""

from kehoach.deadline.grammar import is_readable, parse
from kehoach.deadline.kinds import Deadline, Kind, Offset, is_weekday
from kehoach.deadline.period import Span, periods
from kehoach.deadline.recurrence import calendar_rule, expanded, last_days, on_days
from kehoach.deadline.words import as_json, describe, weekday

__all__ = [
    "Deadline",
    "Kind",
    "Offset",
    "Span",
    "as_json",
    "calendar_rule",
    "describe",
    "expanded",
    "is_readable",
    "is_weekday",
    "last_days",
    "on_days",
    "parse",
    "periods",
    "weekday",
]
