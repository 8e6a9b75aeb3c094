"""Letters with their places put together: to words, and words to lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from operator import attrgetter
from typing import NamedTuple

from kehoach.importing.readers.pages import Letter

#: Letters further apart than this share of their size stand in two words.
_GAP = 0.22
#: So much of its size a letter may hang over the blank behind it.
_OVER = 0.1
#: What stands before figures that are raised and belong to it.
_UNITS = ("m", "km", "cm", "dm", "mm")
#: Points: letters whose tops are no further apart stand in one line.
_LEVEL = 3


class Word(NamedTuple):
    """A word, or several, and the box that it fills, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way from its left to its right."""
        return (self.x0 + self.x1) / 2


Line = Sequence[Word]


def without_marks(letters: Iterable[Letter]) -> tuple[list[Letter], int]:
    """Letters without the raised figures that lead to footnotes, and how many these are.

    "m²" keeps its own. The figure before the note itself stands behind nothing, and stays.
    """
    kept: list[Letter] = []
    marks = 0
    word, last, marked = "", None, False
    for letter in letters:
        if last and letter.text.isdigit() and _is_raised(letter, last) and word.casefold() not in _UNITS:
            marks += not marked
            marked, last = True, last._replace(x1=letter.x1)
            continue
        kept.append(letter)
        if letter.text.isspace():
            word, last = "", None
        else:
            apart = last is None or letter.x0 - last.x1 > _GAP * (letter.bottom - letter.top)
            word, last = (letter.text if apart else word + letter.text), letter
        marked = False
    return kept, marks


def _is_raised(letter: Letter, last: Letter) -> bool:
    size, full = letter.bottom - letter.top, last.bottom - last.top
    above = (last.bottom - letter.bottom) / full
    return size < 0.8 * full and 0.2 < above < 0.8 and 0 <= letter.x0 - last.x1 + 1 < 0.3 * full


def lines_of(letters: Iterable[Letter]) -> list[list[Word]]:
    """The lines that letters stand in, from top to bottom, each with its words from left to right."""
    lines: list[list[Letter]] = []
    level = -inf
    for letter in sorted(letters, key=attrgetter("top")):
        if letter.top - level > _LEVEL:
            lines.append([])
        level = letter.top
        lines[-1].append(letter)
    return [words for line in lines if (words := list(_words(sorted(line, key=attrgetter("x0")))))]


def _words(line: Sequence[Letter]) -> Iterator[Word]:
    """The words of a line: blanks part them, and so do gaps."""
    spans = [(one.x0, one.x1 - _OVER * (one.bottom - one.top)) for one in line if not one.text.isspace()]
    begun: list[Letter] = []
    for letter in line:
        if letter.text.isspace():
            # Blanks over letters, as padded lines end with, part nothing, but where PDFium has seen them.
            if begun and (letter.x0 == letter.x1 or not _lies_over(letter, spans)):
                yield _joined(begun)
                begun = []
            continue
        if begun and letter.x0 - begun[-1].x1 > _GAP * (letter.bottom - letter.top):
            yield _joined(begun)
            begun = []
        begun.append(letter)
    if begun:
        yield _joined(begun)


def _lies_over(blank: Letter, spans: Sequence[tuple[float, float]]) -> bool:
    middle = (blank.x0 + blank.x1) / 2
    index = bisect_right(spans, (middle, inf)) - 1
    return index >= 0 and spans[index][1] > middle


def _joined(letters: Sequence[Letter]) -> Word:
    return Word(
        "".join([letter.text for letter in letters]),
        letters[0].x0,
        letters[-1].x1,
        min([letter.top for letter in letters]),
        max([letter.bottom for letter in letters]),
    )
