"""Deadlines as Vietnamese officials write them, read without guessing.

A small grammar in three steps.  **Words**: the text becomes tokens, each with a one-letter code (``_WORDS``).
**Phrases**: regular expressions over the string of codes find the pieces: a day, a range, "hằng năm"
(``_PHRASES``).  **Combination**: pieces that belong together are merged ("hằng năm" + "trước ngày 10/12"),
one is the deadline, the others stand in ``also``.  Words that no piece explains are prose, and prose must not
look like a deadline: otherwise the text is unreadable, and says so.

Conventions (Civil Code 2015, art. 146-148; civil law, so for plans a convention and no rule): the end of a
month, quarter or year is its last day, "giữa tháng" the 15th, "giữa năm" 30/6, "cuối năm" 31/12; of a term
counted from an event the first day is not counted.  "Trước ngày D" ends on D-1.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from kehoach.deadline.joining import is_bare, merge, without_weekdays
from kehoach.deadline.kinds import Deadline, Kind, Offset, is_weekday
from kehoach.deadline.lexer import Token, UnreadableError, Value, fold, misspelt, tokenize
from kehoach.deadline.nearest import nearest_forms
from kehoach.deadline.phrases import NINE_MONTHS, Piece, find_pieces
from kehoach.deadline.recurrence import on_days
from kehoach.deadline.years import Years
from kehoach.language.text import flat, nfc

_REPORTING = re.compile(r"(?:và )?(?:tổng hợp,? )?(?:gửi|báo cáo)\b")
_HARD = ("one", "several", "span", "from", "after")


def _check_all_read(pieces: list[Piece], tokens: list[Token], codes: str) -> None:
    """Refuse the text when the words outside the pieces look like (part of) a deadline."""
    read = {index for piece in pieces for index in range(piece.begin, piece.end)}
    allowed = "wchH,;.():&|'" + ("k" if any(p.name == "every" for p in pieces) else "")
    for index, token in enumerate(tokens):
        if index in read:
            continue
        if token.name == "badquarter":
            raise UnreadableError("quarter", token.low.split()[-1].upper())
        if token.code not in allowed:
            raise UnreadableError("words", token.low)
    prose = " ".join("|" if i in read or t.name != "word" else t.low for i, t in enumerate(tokens))
    if wrong := misspelt(prose):
        raise UnreadableError("words", wrong)
    if not pieces:
        raise UnreadableError("words")
    for piece in pieces:
        if piece.name in _HARD and codes[piece.begin] in "Vv":
            bare = piece.end - piece.begin == 1 and piece.values[0].bare
            if codes[piece.begin - 1 : piece.begin] in ("w", "V", "v", "n") or (
                bare and codes[piece.end : piece.end + 1] == "w"
            ):
                raise UnreadableError("words", tokens[piece.begin].low)


def _resolve(piece: Piece, text: str, years: Years) -> list[Deadline]:
    """The deadlines a piece stands for: one, but for a list of days."""
    match piece.name:
        case "every" | "onlast":
            found = _recurring(piece, text, years)
        case "event" | "relative":
            found = [_waiting(piece, text)]
        case "counted":
            found = [_counted(piece, text, years)]
        case "ongoing":
            start, end = _life(piece, years)
            found = [Deadline(text, Kind.ONGOING, due=end, start=start)]
        case "vague":
            found = [Deadline(text, Kind.VAGUE)]
        case "day" | "weekdays":
            raise UnreadableError("words", text)  # "ngày 15", "thứ Sáu": of which month, which week?
        case _:
            found = _dated(piece, text, years)
    return found


def _waiting(piece: Piece, text: str) -> Deadline:
    kind, waits_for = Kind(piece.name), piece.waits_for
    return Deadline(
        text, kind, before=piece.before, offset=piece.offset, after=piece.after, waits_for=waits_for
    )


def _counted(piece: Piece, text: str, years: Years) -> Deadline:
    """A term from a known day; in working days it stays a term, since a plan says which days are worked."""
    day = piece.values[0].span(years.of(piece.values[0], piece.values))[1]
    offset = piece.offset or Offset(0, working=False)
    if offset.working:
        named = replace(piece, name="relative", waits_for=f"ngày {day.day}/{day.month}/{day.year}")
        return replace(_waiting(named, text), counted_from=day)
    end = offset.after(day, is_weekday)
    if end is None:
        raise UnreadableError("words", text)
    return Deadline(text, Kind.PERIOD, start=end) if piece.after else Deadline(text, Kind.DATE, due=end)


def _life(piece: Piece, years: Years) -> tuple[date | None, date | None]:
    """First day and end of a recurrence or a standing duty."""
    known = [v for v in (piece.start, piece.until) if v]
    if any(v.unit == "year" and v.year is None for v in known) and not years.known:
        return None, None  # "thường xuyên trong năm": a standing duty, whichever year it is
    start = piece.start.span(years.of(piece.start, known))[0] if piece.start else None
    end = piece.until.span(years.of(piece.until, known))[1] if piece.until else None
    if start and end and start > end:
        raise UnreadableError("order")
    return start, end


def _dated(piece: Piece, text: str, years: Years) -> list[Deadline]:
    values = piece.values
    spans = [v.span(years.of(v, values)) for v in values]
    first, last = spans[0], spans[-1]
    if piece.name in ("from", "span") and values[0].unit in ("middle", "end"):
        raise UnreadableError("words", values[0].words)  # "từ cuối năm": from which day?
    if piece.name == "from":
        return [Deadline(text, Kind.PERIOD, start=first[0])]
    if piece.name == "after":
        return [Deadline(text, Kind.PERIOD, start=first[1] + timedelta(days=1))]
    if piece.name == "span":
        due = last[0] - timedelta(days=1) if piece.before else last[1]
        if first[0] > due:
            raise UnreadableError("order")
        return [Deadline(text, Kind.PERIOD, due, first[0], before=piece.before)]
    units = {v.unit.removesuffix("bare") for v in values}
    if piece.name == "several" and not piece.before and len(units) == 1 and "date" not in units:
        return [Deadline(text, Kind.PERIOD, max(s[1] for s in spans), min(s[0] for s in spans))]
    return [
        Deadline(
            text,
            Kind.DATE if value.unit == "date" else Kind.PERIOD,
            span[0] - timedelta(days=1) if piece.before else span[1],
            before=piece.before,
        )
        for value, span in zip(values, spans, strict=True)
    ]


def _recurring(piece: Piece, text: str, years: Years) -> list[Deadline]:
    start, end = _life(piece, years)
    until = f";UNTIL={end:%Y%m%d}" if end else ""
    return [
        Deadline(text, Kind.RECURRING, start=start, rrule=r + until, before=piece.before, offset=piece.offset)
        for r in _rules(piece)
    ]


def _rules(piece: Piece) -> list[str]:
    """RFC 5545 rules of the days named; those of a quarter or half-year with a day are months of the year."""
    interval, frequency = piece.every or (3, "MONTHLY")
    if frequency == NINE_MONTHS and not piece.values:
        return [on_days([-1], [9], "YEARLY")]
    rule = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if piece.values:
        days: dict[int, set[int]] = {}
        for value in piece.values:
            month, day = _yearly_day(value, before=piece.before)
            days.setdefault(day, set()).add(month)
        return [on_days([day], sorted(months), "YEARLY") for day, months in days.items()]
    if frequency == "WEEKLY" and piece.days:
        return [f"{rule};BYDAY={','.join(piece.days)}"]
    if piece.last or piece.name == "onlast":
        quarterly = list(range(piece.quarter_month, 13, 3))
        months = {"YEARLY": [12], "MONTHLY": quarterly if interval == 3 else []}[frequency]
        return [on_days([int(day) for day in piece.days or (-1,)], months, "YEARLY" if months else "MONTHLY")]
    if piece.days:
        named = sorted(map(int, piece.days))
        groups = [[day for day in named if day <= 28], *([day] for day in named if day > 28)]
        return [on_days(group, [], rule.removeprefix("FREQ=")) for group in groups if group]
    return [rule]


def _yearly_day(value: Value, *, before: bool) -> tuple[int, int]:
    """Month and day of a yearly day; of a month its last, but its first for "trước tháng 12"."""
    if value.day is not None:
        return value.months[0], value.day
    return (value.months[0], 1) if before else (value.months[1], -1)


def _words_of(piece: Piece, read: list[Piece], tokens: list[Token], words: str) -> str:
    """A part's own words: the phrase, the prose that leads to it, the rest of its sentence."""
    begin, end = piece.begin, piece.end
    taken = {i for p in read if p is not piece for i in range(p.begin, p.end)}
    while begin and begin - 1 not in taken and tokens[begin - 1].code not in ".;()|":
        begin -= 1
    tail = end
    while tail < len(tokens) and tail not in taken and tokens[tail].code not in ".;()|":
        tail += 1
    if tail not in taken:
        end = tail
    while begin < piece.begin and tokens[begin].code in ",&|:":
        begin += 1
    codes = [t.code for t in tokens[begin:end]]
    if codes.count("(") > codes.count(")") and end < len(tokens) and tokens[end].code == ")":
        end += 1
    return words[tokens[begin].begin : tokens[end - 1].end].strip(" .,;:")


def _principal(parts: list[Deadline]) -> int:
    """Which part is the deadline: a last day (the latest: a wrong accusation is worse), or the firmest."""

    def rank(index: int) -> tuple[int, int]:
        part = parts[index]
        if part.kind in (Kind.DATE, Kind.PERIOD):
            return (0, -part.due.toordinal()) if part.due else (3, 0)
        order = {Kind.RECURRING: 1, Kind.ONGOING: 2, Kind.EVENT: 5, Kind.RELATIVE: 6}
        return (4 if part.offset else order.get(part.kind, 7)), 0

    return min(range(len(parts)), key=rank)


def _combine(text: str, parts: list[Deadline], conditions: list[str]) -> Deadline:
    """One deadline of all parts; a condition in brackets is what a dated deadline waits for."""
    report = _report(parts)
    parts = [part for part in parts if part is not report]
    chosen = _principal(parts)
    main, also = parts[chosen], tuple(p for i, p in enumerate(parts) if i != chosen)
    starts = [p.start for p in also if p.start and p.kind is Kind.PERIOD and p.due is None]
    start = main.start
    if start is None and main.due and len(starts) == 1 and starts[0] <= main.due:
        start = starts[0]  # "từ tháng 5/2026, hoàn thành trước ngày 30/6/2026"
    waits_for = main.waits_for or (conditions[0] if conditions else None)
    return replace(main, text=text, start=start, waits_for=waits_for, report=report, also=also)


def _report(parts: list[Deadline]) -> Deadline | None:
    """The part that is the report on the others, "báo cáo trước 30/9"; None where it is the work itself."""
    dated = [part for part in parts if part.due and part.kind in (Kind.DATE, Kind.PERIOD)]
    reports = [part for part in dated if _REPORTING.match(fold(part.text))]
    work = [part.due for part in dated if part.due and part not in reports]
    if len(reports) == 1 and work and reports[0].due and reports[0].due >= max(work):
        return reports[0]
    return None


def pieces_of(words: str, tokens: list[Token]) -> list[Piece]:
    """The pieces of a text; raises ``UnreadableError`` where words are left that could mean a time."""
    codes = "".join(token.code for token in tokens)
    pieces = find_pieces(words, tokens, codes)
    _check_all_read(pieces, tokens, codes)
    return pieces


def _read(text: str, year: int | None) -> Deadline:
    words = flat(text)
    low = fold(words)
    tokens = tokenize(low)
    if not any(t.name != "mark" for t in tokens):
        raise UnreadableError("words" if re.search(r"\w", low) else "empty")
    codes = "".join(t.code for t in tokens)
    pieces = pieces_of(words, tokens)
    years = Years.of_text(pieces, year)
    parts: list[Deadline] = []
    conditions: list[str] = []
    merged = without_weekdays(merge(pieces, codes), codes, years)
    next_month = any(p.needs_day for p in merged) and any(p.name in _HARD for p in merged)
    if next_month or any(p.needs_day and is_bare(p) for p in merged):
        raise UnreadableError("words")  # "tháng sau", "tháng 5; ngày 05 tháng sau": which month, how often?
    for piece in sorted(merged, key=lambda p: p.begin):
        parts.extend(_resolve(piece, _words_of(piece, merged, tokens, words), years))
        if piece.bracket and piece.waits_for and codes[piece.begin - 1] != "|":
            conditions.append(piece.waits_for)
    return _combine(text, parts, conditions)


#: The longest text that is read, in characters: the longest deadline seen in plans has a third of it.
LONGEST = 500


@lru_cache(maxsize=65536)
def parse(text: str, year: int | None = None) -> Deadline:
    """Read a deadline; ``year`` is the plan's, for texts that have none.  Never guesses, never raises."""
    if len(text) > LONGEST:
        return Deadline(text, Kind.NONE, fault="long", culprit=str(LONGEST))
    text = clean(text)
    try:
        return _read(text, year if year is None or 1 < year < 9999 else None)
    except UnreadableError as error:
        nearest = nearest_forms(text, year) if error.fault == "words" else ()
        return Deadline(text, Kind.NONE, nearest=nearest, fault=error.fault, culprit=error.culprit)


@lru_cache(maxsize=65536)
def is_readable(text: str, year: int) -> bool:
    """Whether ``parse`` reads a text; for many texts that are none, which need no nearest forms."""
    if len(text) > LONGEST:
        return False
    try:
        return _read(clean(text), year).kind is not Kind.NONE
    except UnreadableError:
        return False


def clean(text: str) -> str:
    """NFC, without outer whitespace and the full stop at the end."""
    previous = None
    text = nfc(text)
    while text != previous:
        previous = text
        text = text.strip().rstrip(".;,")
    return text
