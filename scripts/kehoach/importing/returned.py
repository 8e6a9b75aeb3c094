"""A document of ours that comes back, held against what it said when it went out, place by place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kehoach.language.text import flat
from kehoach.official import letterhead
from kehoach.official.letterhead import Line, OfficialText

#: The parts of the letterhead, each one place however many lines it has.
_HEAD = ("issuer", "national", "number", "place_and_day", "doc_type", "subject", "addressees")
#: What signing adds: number and day, and the name under the signature.
_SIGNED = ("number", "place_and_day")
#: What a draft leaves open: "ngày … tháng …".
_OPEN = "…"
#: So many words tell where the text begins.
_FIRST = 4
#: The parts with lines of their own.
_TEXT = ("body", "cut", "recipients", "signature", "annexes")
#: Paragraphs less alike than this, of 100, are not one in other words.
_ALIKE = 50
#: In a part of so many paragraphs that differ on both sides, they are held against each other one to one.
_MANY = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the two differ: the paragraphs that went out, and those that came back.

    Either is empty where something was added or taken out; ``after`` is the paragraph before what was added.
    """

    part: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """All places, in the order of the text; ``signed``: what signing puts where a draft leaves it open."""

    differences: tuple[Difference, ...]
    signed: tuple[str, ...]


def compare(ours: str, theirs: str, *, draft: bool, wrapped: bool, ignored: Sequence[str] = ()) -> Returned:
    """Hold two texts against each other, part by part; only words count, not how lines are spaced.

    ``draft``: number, day and who signs were left open in ours. ``wrapped``: lines of theirs are no
    paragraphs, as in a PDF. ``ignored`` are lines that belong to neither: "DỰ THẢO", the foot of pages.
    """
    one, other = (letterhead.read(_without(text, ignored)) for text in (ours, theirs))
    found, signed = [], []
    head = _in_one_column(one, other) if wrapped else None
    pairs = [(part, _lines(getattr(one, part)), _lines(getattr(other, part))) for part in _HEAD]
    if head:
        pairs, other = [("head", *head)], replace(other, body=other.body[_lines_above(one, other) :])
    for part, before, after in pairs:
        if flat(" ".join(before)) == flat(" ".join(after)):
            continue
        if draft and after and (part in _SIGNED or all(_OPEN in word for word in before)):
            signed.append(" ".join(after))
        else:
            found.append(Difference(part, tuple(before), tuple(after)))
    for part in _TEXT:
        before, after = (_lines(getattr(text, part)) for text in (one, other))
        for place in _by_words(part, before, after) if wrapped else _by_lines(part, before, after):
            if wrapped and not place.ours and _is_foot(place.theirs, ignored):
                continue
            if draft and part == "signature" and not place.ours:
                signed += place.theirs
            else:
                found.append(place)
    return Returned(tuple(found), tuple(signed))


def _in_one_column(one: OfficialText, other: OfficialText) -> tuple[list[str], list[str]] | None:
    """The words of either letterhead that the other has not, where a PDF gives its two columns as one.

    None where it gives them apart, or its text begins with other words than ours.
    """
    above = _lines_above(one, other)
    if other.national or not one.national or not above:
        return None
    ours, theirs = (
        " ".join(line.text for line in lines).split()
        for lines in ([line for part in _HEAD for line in getattr(one, part)], other.body[:above])
    )
    return _beside(ours, theirs), _beside(theirs, ours)


def _beside(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that others lack, as often as they lack them."""
    left = Counter(words) - Counter(others)
    return [word for word in dict.fromkeys(words) for _time in range(left[word])]


def _lines_above(one: OfficialText, other: OfficialText) -> int:
    """How many lines of the other stand above the first words of our text."""
    first = one.body[0].text.split()[:_FIRST] if one.body else []
    begins = (n for n, line in enumerate(other.body) if first and line.text.split()[:_FIRST] == first)
    return next(begins, 0)


def _is_foot(lines: Sequence[str], ignored: Sequence[str]) -> bool:
    """Whether words are the foot of a page, with the number of the next."""
    return re.sub(r"\s|\d+$", "", " ".join(lines)) in {re.sub(r"\s", "", line) for line in ignored}


def _without(text: str, ignored: Sequence[str]) -> str:
    return "\n".join(line for line in text.split("\n") if flat(line) not in ignored)


def _lines(lines: Sequence[Line]) -> list[str]:
    return [_row(line.text) for line in lines]


def _row(line: str) -> str:
    """A line, or the cells of a row, as they are compared."""
    return flat(re.sub(r"\s*\|\s*", " | ", line)).strip("| ") if line.startswith("|") else flat(line)


def _by_lines(part: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Difference]:
    last = ""
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(part, ours[a:b], theirs[c:d], last)
        last = ours[b - 1] if b else ""


def _paired(part: str, ours: Sequence[str], theirs: Sequence[str], last: str) -> Iterator[Difference]:
    """The places in a stretch that differs: paragraphs in other words, and what was added or taken out."""
    gone: list[str] = []
    new: list[str] = []
    for one, other in (*_pairs(ours, theirs), (None, None)):
        if one is not None and other is None:
            gone.append(one)
        elif other is not None and one is None:
            new.append(other)
        else:
            yield from _between(part, gone, new, last)
            gone, new = [], []
            if one is not None and other is not None:
                yield Difference(part, (one,), (other,))
                last = one


def _between(part: str, gone: list[str], new: list[str], last: str) -> Iterator[Difference]:
    """Between paragraphs that are known: one for one in other words, else all that went or came."""
    if len(gone) == len(new):
        yield from (Difference(part, (one,), (other,)) for one, other in zip(gone, new, strict=True))
        return
    if gone:
        yield Difference(part, tuple(gone), ())
    if new:
        yield Difference(part, (), tuple(new), last)


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Paragraphs that are likely the same, in order, and between them those of one side only."""
    if len(ours) * len(theirs) > _MANY**2:
        return list(zip_longest(ours, theirs))
    best: dict[tuple[int, int], float] = {}
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            alike = fuzz.ratio(ours[i], theirs[j]) - _ALIKE
            both = alike + best.get((i + 1, j + 1), 0) if alike > 0 else 0.0
            best[i, j] = max(both, best.get((i + 1, j), 0), best.get((i, j + 1), 0))
    found: list[tuple[str | None, str | None]] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        alike = fuzz.ratio(ours[i], theirs[j]) - _ALIKE
        if alike > 0 and best[i, j] == alike + best.get((i + 1, j + 1), 0):
            found.append((ours[i], theirs[j]))
            i, j = i + 1, j + 1
        elif best.get((i + 1, j), 0) >= best.get((i, j + 1), 0):
            found.append((ours[i], None))
            i += 1
        else:
            found.append((None, theirs[j]))
            j += 1
    found += [(one, None) for one in ours[i:]]
    return [*found, *((None, other) for other in theirs[j:])]


def _by_words(part: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Difference]:
    """Places where the words differ, each the paragraphs of ours that it lies in."""
    mine = [(word, n) for n, line in enumerate(ours) for word in line.split()]
    words = " ".join(theirs).split()
    changes: dict[int, list[tuple[int, int, int, int]]] = {}
    # Millions of pairs of words: difflib would take a minute for a long plan.
    for edit in Levenshtein.opcodes([word for word, _n in mine], words):
        if edit.tag != "equal":
            place = mine[min(edit.src_start, len(mine) - 1)][1] if mine else 0
            span = (edit.src_start, edit.src_end, edit.dest_start, edit.dest_end)
            changes.setdefault(place, []).append(span)
    for _place, found in groupby(sorted(changes.items()), key=lambda item: item[0]):
        for _n, spans in found:
            before = " … ".join(" ".join(word for word, _line in mine[a:b]) for a, b, _c, _d in spans)
            after = " … ".join(" ".join(words[c:d]) for _a, _b, c, d in spans)
            lead = ours[mine[min(spans[0][0], len(mine) - 1)][1]] if mine else ""
            yield Difference(part, (before,) if before else (), (after,) if after else (), lead)
