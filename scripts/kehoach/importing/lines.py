"""The lines of an official text without what the pages of a gazette add to them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehoach.language.text import flat, nfc

_HEADER = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\b.*\bNgày\s[\d/.\s-]+(?:\s\d{1,4})?", re.IGNORECASE)
_SIGNED_BY = re.compile(r"(?:Ký bởi|Cơ quan|Ngày ký|Người ký|Thời gian ký)\s*:", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?")
#: "Trang 2/5", "- 2 -": so written, it is nothing else.
_SURE_NUMBER = re.compile(
    r"trang\s*:?\s*\d{1,4}(?:\s*(?:/|trên)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]", re.IGNORECASE
)
#: A page has so many lines, and the number of one is no further on.
_FEWEST, _MOST = 10, 90
#: How a line ends that goes on in the next; one so long does without a full stop, too.
GOES_ON = re.compile(
    r"(?:^|\s)(?:và|các|của|với|cho|về|trong|tại|theo|từ|đến|trước|ngày|tháng|năm|quý|số|Bộ|Sở|UBND)$|,$",
    re.IGNORECASE,
)
_FULL_LINE = 60
#: The numbers of two or three pages, of which the first may bear none.
_OF_FEW_PAGES = ([1, 2], [2, 3])
_RULING = re.compile(r"[-_=*–—.\s]{3,}")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: its number from 1, its words with single spaces, and whether it stands on its own.

    ``apart`` says that the text left a gap before it; the gap between two pages is none.
    """

    number: int
    text: str
    apart: bool = False


def clean(text: str) -> tuple[list[Line], set[int]]:
    """The lines that carry the text, and the numbers of those that only the pages needed.

    What pages add: running heads and page numbers, and the note of the electronic signature.
    """
    raw = [flat(line) for line in nfc(text).split("\n")]
    furniture = _furniture(raw)
    kept: list[Line] = []
    apart = page_turned = False
    for number, words in enumerate(raw, 1):
        if number in furniture:
            page_turned = True
        elif not words:
            apart = True
        else:
            plain = _MARKDOWN_HEADING.sub("", _EMPHASIS.sub(r"\2", words)).strip()
            kept.append(Line(number, plain, apart and not page_turned))
            apart = page_turned = False
    return kept, furniture


def _furniture(raw: Sequence[str]) -> set[int]:
    """The numbers of the lines of running heads, of page numbers beside them, and of signature notes."""
    found = {number for number, words in enumerate(raw, 1) if _HEADER.fullmatch(words)}
    for number in sorted(found):
        found |= _numbers_beside(raw, number)
    last = next((number for number in range(len(raw), 0, -1) if raw[number - 1]), 0)
    if found and last and _PAGE_NUMBER.fullmatch(raw[last - 1]):
        found.add(last)
    found |= _page_numbers(raw)
    found |= {number for number, words in enumerate(raw, 1) if _SURE_NUMBER.fullmatch(words)}
    found |= set(_in_sentences(raw))
    found |= {n for n in _runs(raw, _SIGNED_BY) if n}
    return found


def _numbers_beside(raw: Sequence[str], header: int) -> set[int]:
    """The lines of page numbers that stand right beside a running head, and beside one another.

    Those of the page before and of this one meet there: they differ by one at most.
    """
    found: dict[int, int] = {}
    # Twice upwards: what stands below tells which numbers those above a gap may be.
    for step in (-1, 1, -1):
        number, gaps = header + step, 0
        while 1 <= number <= len(raw) and gaps < 2:
            words = raw[number - 1]
            if not words:
                gaps += 1
            elif not _PAGE_NUMBER.fullmatch(words) or (gaps and not found and not _is_lone(raw, number)):
                break
            else:
                value = int(re.sub(r"\D", "", words))
                if any(abs(value - other) > 1 for other in found.values()):
                    break
                found[number], gaps = value, 0
            number += step
    return set(found)


def _is_lone(raw: Sequence[str], number: int) -> bool:
    """Whether a line stands between gaps, or at an end of the text."""
    return not (number > 1 and raw[number - 2]) and not (number < len(raw) and raw[number])


def _page_numbers(raw: Sequence[str]) -> set[int]:
    """Lone numbers between gaps that count up by one through the whole text: pages without running heads."""
    lone = [
        (number, int(re.sub(r"\D", "", words)))
        for number, words in enumerate(raw, 1)
        if words and _PAGE_NUMBER.fullmatch(words) and _is_lone(raw, number)
    ]
    counted = [number for (number, value), (_next, following) in pairwise(lone) if following == value + 1]
    few = [value for _number, value in lone] in _OF_FEW_PAGES
    if not few and (len(counted) < 2 or len(counted) < len(lone) - 2):
        return set()
    return {number for number, _value in lone}


def _in_sentences(raw: Sequence[str]) -> Iterable[int]:
    """The lines of page numbers that stand in the middle of a sentence: where a page ends, and it goes on."""
    worded = [(number, words) for number, words in enumerate(raw, 1) if words]
    found: list[tuple[int, int]] = []
    for before, (place, (number, words)), (_number, after) in zip(
        worded, enumerate(worded[1:], 1), worded[2:], strict=False
    ):
        if not words.isdigit() or not (_FEWEST * (int(words) - 1) <= place <= _MOST * int(words)):
            continue
        ended = before[1].endswith((".", ";", ":", "!", "?"))
        goes_on = after[:1].islower() or GOES_ON.search(before[1]) or len(before[1]) >= _FULL_LINE
        if goes_on and not ended:
            found.append((number, int(words)))
    counts_on = all(value < following for (_line, value), (_next, following) in pairwise(found))
    return [number for number, _value in found] if counts_on else []


def _runs(raw: Sequence[str], form: re.Pattern[str]) -> Iterable[int]:
    """The numbers of lines of a form where at least three of it follow one another."""
    run: list[int] = []
    for number, words in enumerate([*raw, ""], 1):
        if form.match(words):
            run.append(number)
            continue
        if len(run) >= 3:
            yield from run
        run = []


def is_ruling(text: str) -> bool:
    """Whether a line is only a rule drawn with dashes."""
    return bool(_RULING.fullmatch(text))
