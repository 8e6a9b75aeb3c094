"""A deadline said some years later, in the words that it has."""

import re
from dataclasses import replace
from datetime import date

from kehoach.deadline.grammar import clean, parse, pieces_of
from kehoach.deadline.kinds import Deadline, Kind
from kehoach.deadline.lexer import YEAR, UnreadableError, fold, tokenize
from kehoach.language.text import flat

#: These wait for something, or say nothing of a day: a year in their words is that of another document.
_STAY = (Kind.EVENT, Kind.RELATIVE, Kind.VAGUE, Kind.NONE)
#: Pieces of that sort beside a day: "trước ngày 30/6/2026, sau khi Nghị định năm 2025 được ban hành".
_WAITING = ("event", "relative")
_UNTIL = re.compile(r";UNTIL=(\d{4})(\d\d)(\d\d)")


def moved(text: str, year: int | None, by: int) -> str | None:
    """The words of a deadline ``by`` years later: each year that they name, and nothing else, is another.

    ``year`` is the plan's, for texts that have none. Words without a year, and those that wait for an event
    or another plan, stay as they are. None where the words so changed are not the same deadline ``by`` years
    later: "29/02/2028" is a day that 2029 has not, "thứ Sáu, ngày 12/6/2026" another weekday.
    """
    text = clean(flat(text))
    before = parse(text, year)
    if before.kind in _STAY:
        return text
    later = _with_years(text, by)
    after = parse(later, None if year is None else year + by)
    return later if _is_later(before, after, by) else None


def last_day(read: Deadline) -> date | None:
    """The day on which a deadline, or the duty that recurs by it, is over; None where it has no end."""
    if read.rrule:
        until = _UNTIL.search(read.rrule)
        return date(int(until[1]), int(until[2]), int(until[3])) if until else None
    return read.due


def _with_years(text: str, by: int) -> str:
    tokens = tokenize(fold(text))
    try:
        pieces = pieces_of(text, tokens)
    except UnreadableError:  # it has been read
        pieces = []
    waiting = {n for piece in pieces if piece.name in _WAITING for n in range(piece.begin, piece.end)}
    for token in reversed([t for n, t in enumerate(tokens) if t.code in "Vn" and n not in waiting]):
        words = text[token.begin : token.end]
        words = re.sub(rf"(?<!\d){YEAR}(?!\d)", lambda found: str(int(found[0]) + by), words)
        text = text[: token.begin] + words + text[token.end :]
    return text


def _is_later(before: Deadline, after: Deadline, by: int) -> bool:
    """Whether a deadline is another in all but its years."""
    parts = ((before.report, after.report),) if before.report and after.report else ()
    pairs = (*zip(before.also, after.also, strict=False), *parts)
    return (
        len(before.also) == len(after.also)
        and (before.report is None) is (after.report is None)
        and _shape(before) == _shape(after)
        and all(_is_day_later(getattr(before, n), getattr(after, n), by) for n in ("due", "start"))
        and _is_day_later(_end(before), _end(after), by)
        and all(_is_later(one, other, by) for one, other in pairs if one.kind not in _STAY)
    )


def _shape(read: Deadline) -> Deadline:
    """What of a deadline does not depend on its years."""
    rule = _UNTIL.sub("", read.rrule) if read.rrule else None
    nothing = replace(read, text="", due=None, start=None, rrule=rule, also=(), report=None)
    return replace(nothing, waits_for=None, counted_from=None)


def _end(read: Deadline) -> date | None:
    return last_day(read) if read.rrule else None


def _is_day_later(one: date | None, other: date | None, by: int) -> bool:
    """Whether a day is another so many years later; the last day of February is 28/2 or 29/2."""
    if one is None or other is None:
        return one is other
    same = (other.year - one.year, other.month) == (by, one.month)
    return same and (one.day == other.day or (one.month == 2 and {one.day, other.day} == {28, 29}))
