"""A document of ours that comes back, held against what it said when it went out, place by place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

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

    Either is empty where something was added or taken out. ``line`` is where it stands in ours, counted from
    1: the line of the first paragraph, or that before what was added; 0 in front of all.
    """

    part: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    line: int = 0


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
        lines = getattr(one, part)
        before, after = _lines(lines), _lines(getattr(other, part))
        for place in _by_words(part, before, after) if wrapped else _by_lines(part, before, after):
            if wrapped and not place.ours and _is_foot(place.theirs, ignored):
                continue
            if draft and part == "signature" and not place.ours:
                signed += place.theirs
            else:
                found.append(replace(place, line=lines[place.line - 1].number if place.line else 0))
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
    return "\n".join("" if flat(line) in ignored else line for line in text.split("\n"))


def _lines(lines: Sequence[Line]) -> list[str]:
    return [_row(line.text) for line in lines]


def _row(line: str) -> str:
    """A line, or the cells of a row, as they are compared."""
    return flat(re.sub(r"\s*\|\s*", " | ", line)).strip("| ") if line.startswith("|") else flat(line)


def _by_lines(part: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Difference]:
    """Places by paragraph; ``line`` counts those of the part."""
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            for i, mine, his in _places(ours[a:b], theirs[c:d]):
                at = a + i + 1 if mine else a + i
                yield Difference(part, tuple(mine), tuple(his), at)


#: Paragraphs of ours from one on, and what stands in their place.
_Place = tuple[int, Sequence[str], Sequence[str]]


def _places(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Place]:
    """The places in a stretch that differs: paragraphs in other words, and what was added or taken out."""
    i = j = 0
    for one, other in (*_pairs(ours, theirs), (len(ours), len(theirs))):
        gone, new = ours[i:one], theirs[j:other]
        if len(gone) == len(new):  # one for one in other words
            yield from ((i + n, gone[n : n + 1], new[n : n + 1]) for n in range(len(gone)))
        else:
            yield from ((at, mine, his) for at, mine, his in ((i, gone, ()), (one, (), new)) if mine or his)
        if one < len(ours):
            yield one, ours[one : one + 1], theirs[other : other + 1]
        i, j = one + 1, other + 1


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraphs are likely the same in other words, in order."""
    if len(ours) * len(theirs) > _MANY**2:
        return [(n, n) for n in range(min(len(ours), len(theirs)))]
    alike = [[max(0.0, fuzz.ratio(one, other) - _ALIKE) for other in theirs] for one in ours]
    best = [[0.0] * (len(theirs) + 1) for _one in range(len(ours) + 1)]
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(ours) and j < len(theirs):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _by_words(part: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Difference]:
    """Places by words, all of a paragraph of ours together."""
    mine = [(word, n) for n, line in enumerate(ours) for word in line.split()]
    words = " ".join(theirs).split()
    changes: dict[int, list[tuple[str, str]]] = {}
    # Millions of pairs of words: difflib would take a minute for a long plan.
    for op in Levenshtein.opcodes([word for word, _n in mine], words):
        if op.tag != "equal":
            place = mine[min(op.src_start, len(mine) - 1)][1] if mine else 0
            before = " ".join(word for word, _n in mine[op.src_start : op.src_end])
            changes.setdefault(place, []).append((before, " ".join(words[op.dest_start : op.dest_end])))
    for place, found in sorted(changes.items()):
        before, after = (" … ".join(filter(None, side)) for side in zip(*found, strict=True))
        at = place + 1 if ours else 0
        yield Difference(part, (before,) if before else (), (after,) if after else (), at)
