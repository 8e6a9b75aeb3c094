"""A deadline said some years later, in the words that it has."""

import re
from datetime import date

from kehoach.deadline.grammar import clean, parse, pieces_of
from kehoach.deadline.kinds import Deadline, Kind
from kehoach.deadline.lexer import YEAR, fold, tokenize
from kehoach.language.text import flat

#: These wait for something, or say nothing of a day: a year in their words is that of another document.
_STAY = (Kind.EVENT, Kind.RELATIVE, Kind.VAGUE, Kind.NONE)
#: Pieces of that sort beside a day: "trước ngày 30/6/2026, sau khi Nghị định năm 2025 được ban hành".
_WAITING = ("event", "relative")
_UNTIL = re.compile(r";UNTIL=(\d{4})(\d\d)(\d\d)")


def moved(text: str, year: int | None, by: int) -> str | None:
    """The words of a deadline ``by`` years later: each year that they name, and nothing else, is another.

    ``year`` is the plan's, for texts that have none. Words without a year, and those that wait for an event
    or another plan, stay as they are. None where the words so changed are no such deadline any more:
    "29/02/2028" is a day that 2029 has not, "thứ Sáu, ngày 12/6/2026" another weekday.
    """
    text = clean(flat(text))
    kind = parse(text, year).kind
    if kind in _STAY:
        return text
    later = _with_years(text, by)
    # A day or weekday that there is not then makes the whole unreadable.
    return later if parse(later, None if year is None else year + by).kind is kind else None


def last_day(read: Deadline) -> date | None:
    """The day on which a deadline, or the duty that recurs by it, is over; None where it has no end."""
    until = _UNTIL.search(read.rrule or "")
    return date(int(until[1]), int(until[2]), int(until[3])) if until else read.due


def _with_years(text: str, by: int) -> str:
    tokens = tokenize(fold(text))
    pieces = pieces_of(text, tokens)
    waiting = {n for piece in pieces if piece.name in _WAITING for n in range(piece.begin, piece.end)}
    for token in (t for n, t in enumerate(tokens) if t.code in "Vn" and n not in waiting):
        words = text[token.begin : token.end]
        words = re.sub(YEAR, lambda found: str(int(found[0]) + by), words)
        text = text[: token.begin] + words + text[token.end :]
    return text
