"""Third step: pieces that belong together become one: "hằng năm" … "trước ngày 10/12", a duty's life."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kehoach.deadline.lexer import UnreadableError
from kehoach.deadline.phrases import NINE_MONTHS, Piece
from kehoach.deadline.recurrence import WEEKDAY_CODES
from kehoach.deadline.years import Years


def merge(pieces: list[Piece], codes: str) -> list[Piece]:
    """Give each recurrence its day ("hằng năm" … "trước ngày 10/12") and each duty its life."""
    left = [piece for piece in pieces if not _is_label(piece, pieces, codes)]
    for every in [p for p in pieces if p.name == "every"]:
        fitting = [p for p in _neighbours(every, left, codes) if _fits(every, p)]
        if fitting:
            day = _narrowest(fitting)
            if day is not fitting[0]:
                left.remove(fitting[0])
            every.values, every.days, every.before = day.values, day.days, day.before
            every.last, every.quarter_month = day.name == "onlast", day.quarter_month
            every.begin, every.end = min(every.begin, day.begin), max(every.end, day.end)
            left.remove(day)
            left += _also_yearly(every, fitting, left)
    for duty in [p for p in left if p.name in ("every", "onlast", "ongoing")]:
        term = next((p for p in _neighbours(duty, left, codes) if _is_term(duty, p, codes)), None)
        if term and duty.start is None:
            until = term.name == "one" and "t" in codes[term.begin : term.end]
            duty.start = None if until else term.values[0]
            duty.until = None if term.name == "from" else term.values[-1]
            duty.begin, duty.end = min(duty.begin, term.begin), max(duty.end, term.end)
            left.remove(term)
    return [piece for piece in left if not _said_twice(piece, left, codes)]


def _also_yearly(every: Piece, fitting: list[Piece], left: list[Piece]) -> Iterator[Piece]:
    """Further days of a yearly duty: "hằng năm, trước ngày 10/6, báo cáo trước ngày 20/6".

    They are taken from the pieces left. Where a year is named, a day may be of that year alone.
    """
    days = [p for p in fitting if p in left and p.name == "one" and p.values[0].unit == "date"]
    yearly = every.every == (1, "YEARLY") and every.values and every.values[0].unit == "date"
    if yearly and not any(value.year for piece in left for value in piece.values):
        for day in days:
            left.remove(day)
            yield replace(day, name="every", every=every.every)


def without_weekdays(pieces: list[Piece], codes: str, years: Years) -> list[Piece]:
    """Leave out "thứ Tư" beside the date that falls on it; a date on another weekday is at fault."""
    left = []
    for piece in pieces:
        beside = [p for p in pieces if piece.name == "weekdays" and _is_date_beside(p, piece, codes)]
        days = [p.values[0].span(years.of(p.values[0], p.values))[0] for p in beside]
        if any(WEEKDAY_CODES[day.weekday()] not in piece.days for day in days):
            raise UnreadableError("words")
        if not beside:
            left.append(piece)
    return left


def _is_date_beside(date_: Piece, piece: Piece, codes: str) -> bool:
    between = codes[piece.end : date_.begin] or codes[date_.end : piece.begin]
    beside = date_.end == piece.begin or piece.end == date_.begin or between in (",", "(")
    return beside and date_.name == "one" and date_.values[0].unit == "date"


def _is_label(piece: Piece, pieces: list[Piece], codes: str) -> bool:
    """Whether a time names what a day is about: "6 tháng đầu năm: trước ngày 15/6"."""
    spans = piece.name == "one" and piece.values[0].unit in ("month", "quarter", "half", "year")
    if not spans or piece.before or not codes.startswith(":", piece.end):
        return False
    days = [p for p in pieces if p.begin == piece.end + 1 and p.name == "one"]
    return any(day.values[0].unit == "date" for day in days)


def _narrowest(fitting: list[Piece]) -> Piece:
    """The day within the month or quarter that comes first: "quý I hằng năm, trước ngày 31/3"."""
    first = fitting[0]
    for other in fitting[1:]:
        if first.values and other.values and first.values[0].day is None and other.values[0].unit == "date":
            (begin, end), month = first.values[0].months, other.values[0].months[0]
            if begin <= month <= end:
                return other
    return first


def _said_twice(piece: Piece, pieces: list[Piece], codes: str) -> bool:
    """Whether "hằng tháng" only repeats the recurrence of the sentence: "Tháng: ngày 22 hằng tháng"."""
    others = _neighbours(piece, pieces, codes)
    return is_bare(piece) and any(o.every == piece.every and not is_bare(o) for o in others if o.every)


def is_bare(piece: Piece) -> bool:
    """Whether a recurrence has no day yet."""
    return piece.name == "every" and not (piece.values or piece.days or piece.last or piece.offset)


def _neighbours(piece: Piece, pieces: list[Piece], codes: str) -> Iterator[Piece]:
    """Pieces of the same sentence: the one just before, then those after, then those before."""
    before = [p for p in pieces if p.end <= piece.begin and not re.search("[.;]", codes[p.end : piece.begin])]
    after = [p for p in pieces if p.begin >= piece.end and not re.search("[.;]", codes[piece.end : p.begin])]
    yield from (p for p in before if p.end == piece.begin)
    yield from after
    yield from reversed(before)


def _fits(every: Piece, piece: Piece) -> bool:
    """Whether a day, date or weekday without a year can be the day of a recurrence."""
    if not is_bare(every) or not every.every:
        return False
    interval, frequency = every.every
    dated = piece.name in ("one", "several") and all(
        v.year is None and v.unit != "year" for v in piece.values
    )
    if frequency in ("YEARLY", NINE_MONTHS):
        return dated and interval == 1
    if frequency == "WEEKLY":
        return piece.name == "weekdays"
    if frequency == "MONTHLY":
        several_months = interval > 1 and dated and all(v.unit == "date" for v in piece.values)
        return piece.name == "day" or (interval == 3 and piece.name == "onlast") or several_months
    return False


def _is_term(duty: Piece, piece: Piece, codes: str) -> bool:
    """Whether a period is the life of a duty: "từ …", "giai đoạn …", or a year that directly follows it."""
    if piece.name in ("from", "span") and not piece.before:
        return True
    follows = piece.begin == duty.end or codes[duty.end : piece.begin] == ","
    until = "t" in codes[piece.begin : piece.end]
    if piece.name != "one" or piece.before or not follows:
        return False
    return until or (piece.values[0].unit == "year" and piece.begin == duty.end)
