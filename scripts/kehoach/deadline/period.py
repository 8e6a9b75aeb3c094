"""The time that a report is about, in people's words: "quý II/2026", "6 tháng đầu năm", "9 tháng"."""

import re
from datetime import date
from typing import NamedTuple

from kehoach.deadline.grammar import clean, pieces_of
from kehoach.deadline.lexer import Token, UnreadableError, fold, tokenize
from kehoach.deadline.years import Years


class Span(NamedTuple):
    """A time with its first and last day, both included."""

    first: date
    last: date


def periods(text: str, year: int | None = None) -> tuple[Span, ...]:
    """The spans that the value of ``period`` names, in the order of the text; empty where it names none.

    Read by the words and the grammar of deadlines: months, quarters, half-years, nine months, years, days,
    and lists and ranges of them. "Quý I, II/2026" are two spans, "tháng 1 - tháng 6/2026" is one; "6 tháng"
    and "9 tháng" run from the year's first day; "hạn 18/3/2026" is that day. ``year`` (the paper's) is for
    texts that name none. What is no period ("lần 2", "trước quý II", "hằng quý") is never guessed. Raises
    nothing.
    """
    words = _KIND.sub("", clean(text))
    tokens = [_counted(token) for token in tokenize(fold(words))]
    if len(text) > _LONGEST or not _ONLY_VALUES.fullmatch("".join(token.code for token in tokens)):
        return ()
    try:
        pieces = pieces_of(words, tokens)
        years = Years.of_text(pieces, year)
        spans = [[value.span(years.of(value, piece.values)) for value in piece.values] for piece in pieces]
    except UnreadableError:
        return ()
    found: list[Span] = []
    for piece, days in zip(pieces, spans, strict=True):
        ends = [(days[0][0], days[-1][1])] if piece.name == "span" else days
        found.extend(Span(first, last) for first, last in ends)
    return tuple(found) if all(span.first <= span.last for span in found) else ()


_LONGEST = 200
_KIND = re.compile(r"(?i)^(?:báo cáo )?(?:kỳ )?(?:báo cáo )?(?!$)")
#: Values, ranges and lists of them; no "trước", no "sau", no open end, no prose.
_ONE = "c?p?(?:f?[Vvd](?:t|-)[Vvn]|[Vv])(?:[,;&]+[Vvn])*"
_ONLY_VALUES = re.compile(f"{_ONE}(?:[,;&]+{_ONE})*")


def _counted(token: Token) -> Token:
    """ "6 tháng", "9 tháng": recurrences or terms as deadlines, but as periods the year's beginning."""
    counted = re.match(r"0?[369]\b|ba |sáu |chín ", token.low)
    months = token.code == "u" and token.low.endswith("tháng") and counted
    return token._replace(name="half_", code="v") if months else token
