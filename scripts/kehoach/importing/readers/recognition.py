"""The picture of a page read: put upright, cut into tables and blocks, given to Tesseract, set right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from PIL import Image, ImageFilter, ImageOps

from kehoach.importing import mending
from kehoach.importing.readers import row, rulings, tesseract
from kehoach.importing.readers.blocks import Box, blocks
from kehoach.importing.readers.positions import parted
from kehoach.importing.readers.rulings import Grid
from kehoach.importing.readers.tesseract import Seen
from kehoach.importing.readers.upright import lies_sideways, upright
from kehoach.importing.readers.words import Word
from kehoach.language.text import unaccented

#: The number of a quarter in strokes, however they were seen, and how many there are at most.
_NUMERAL, _STROKES = re.compile(r"[IHl1|]+(?=[/,;.]|$)"), 3
#: Of an inch: what is finer is grain; more would close the letters of small print.
_GRAIN = 1 / 270
#: What is lighter than so much of the paper is paper.
_LIGHT = 0.92
#: Of 100: how sure Tesseract is of a word that is sure.
_CERTAIN = 80
#: Of a hundred: with fewer words that are sure, a page may lie upside down.
_UPSIDE_DOWN = 30
#: How a page may have to be turned, the likelier first.
_UPRIGHT = (None, Image.Transpose.ROTATE_180)
_ON_ITS_SIDE = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
#: Lines that stand so many times as far apart as most do begin a paragraph.
_PARAGRAPH = 1.3
#: Pixels of paper around what Tesseract is given.
_BORDER = 12


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was read: its lines, and of how many words of a hundred Tesseract is sure."""

    lines: tuple[str, ...]
    sure: int


def recognise(page: Image.Image, dpi: int) -> Recognised:
    """Read a grey picture of a page, whichever way it lies.

    Raises:
        UnreadableFileError: Tesseract was stopped, or failed.
    """
    first, second = _ON_ITS_SIDE if lies_sideways(page) else _UPRIGHT
    found = _recognised(_turned(page, first), dpi)
    if found.sure < _UPSIDE_DOWN:
        found = max(found, _recognised(_turned(page, second), dpi), key=_trust)
    return found


def _turned(page: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return page if turn is None else page.transpose(turn)


def _trust(found: Recognised) -> tuple[int, int]:
    """How far a reading is to be trusted; of two, that with more words."""
    return found.sure, sum(map(len, found.lines))


def _recognised(page: Image.Image, dpi: int) -> Recognised:
    # Grain that is finer than any stroke goes: Tesseract takes it for marks, or never ends.
    page = upright(page.filter(ImageFilter.GaussianBlur(_GRAIN * dpi)))
    ink = rulings.ink(page)
    across, down = rulings.segments(ink, dpi)
    grids = rulings.grids(across, down, dpi)
    page = _without(_on_white(page), [*((s, False) for s in across), *((s, True) for s in down)])
    ink = rulings.ink(page).filter(ImageFilter.MedianFilter(3))
    cells = [cell for grid in grids for cell in grid.cells if ink.crop(cell.box).getbbox()]
    outside = ink.copy()
    for grid in grids:
        outside.paste(0, grid.box)
    parts = blocks(outside, dpi)
    boxes = [*parts, *(cell.box for cell in cells)]
    seen = tesseract.words([ImageOps.expand(page.crop(box), _BORDER, 255) for box in boxes], dpi)
    seen = [_with_strokes(ink, box, found) for box, found in zip(boxes, seen, strict=True)]
    # A dash that numbers a row may be all that stands in a cell, and is no word.
    texts = {
        id(cell): _text(words) or "-" * (cell.column == 0)
        for cell, words in zip(cells, seen[len(parts) :], strict=True)
    }
    words = [word for box, found in zip(parts, seen, strict=False) for word in _placed(box, found)]
    return Recognised(tuple(_lines(words, grids, texts)), _sure([word for found in seen for word in found]))


def _on_white(page: Image.Image) -> Image.Image:
    histogram = page.histogram()
    light = max(range(256), key=histogram.__getitem__) * _LIGHT
    return page.point([min(int(value * 255 / max(light, 1)), 255) for value in range(256)])


def _without(page: Image.Image, lines: Sequence[tuple[rulings.Segment, bool]]) -> Image.Image:
    """The page with lines painted over."""
    for line, is_down in lines:
        half = line.thickness // 2 + 2
        low, high = int(line.at) - half, int(line.at) + half + 1
        start, end = line.start - half, line.end + half
        box = (low, start, high, end) if is_down else (start, low, end, high)
        page.paste(255, (max(box[0], 0), max(box[1], 0), min(box[2], page.width), min(box[3], page.height)))
    return page


def _with_strokes(ink: Image.Image, box: Box, found: Sequence[Seen]) -> list[Seen]:
    """Words with the Roman numerals of quarters as the picture has them: of "III", Tesseract sees "II"."""
    words = list(found)
    for index, word in enumerate(words):
        after = [unaccented(before.text).casefold() for before in words[max(index - 2, 0) : index]]
        if "quy" in after and (numeral := _NUMERAL.match(word.text)):
            left, top = box[0] - _BORDER, box[1] - _BORDER
            place = left + word.left, top + word.top, left + word.right, top + word.bottom
            count = rulings.strokes(ink.crop(place))
            if len(numeral[0].replace("H", "II")) < count <= _STROKES:
                words[index] = replace(word, text="I" * count + word.text[numeral.end() :])
    return words


def _text(words: Sequence[Seen]) -> str:
    lines: dict[tuple[int, ...], list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


def _placed(box: Box, found: Sequence[Seen]) -> Iterator[Word]:
    """Words with their place on the page, as high as the line that they stand in."""
    left, top = box[0] - _BORDER, box[1] - _BORDER
    for word in found:
        yield Word(word.text, left + word.left, left + word.right, top + word.top, top + word.bottom)


def _lines(words: Sequence[Word], grids: Sequence[Grid], texts: dict[int, str]) -> Iterator[str]:
    top = 0
    for grid in grids:
        yield from _written([w for w in words if top <= w.top < grid.box[1]])
        yield from map(row, mending.mended_rows(_rows(grid, texts)))
        top = grid.box[3]
    yield from _written([w for w in words if w.top >= top])


def _rows(grid: Grid, texts: dict[int, str]) -> list[list[str]]:
    rows = [[""] * grid.columns for _row in range(grid.rows)]
    for cell in grid.cells:
        for y in range(cell.row, cell.row + cell.rows):
            rows[y][cell.column] = texts.get(id(cell), "")
    return rows


def _written(words: Sequence[Word]) -> Iterator[str]:
    """The lines of an area, with a gap where lines stand further apart; tables without rulings as rows."""
    if not words:
        return
    lines = _clusters(words, median(word.height for word in words))
    apart = _apart(lines)
    for line in parted(lines, lambda before, here: here.top - before.top > apart):
        if isinstance(line, str):
            yield mending.mended(line)
        else:
            yield from map(row, mending.mended_rows(line.rows))


def _apart(lines: Sequence[Sequence[Word]]) -> float:
    """How far two lines stand apart, from top to top, that are no longer of one paragraph."""
    steps = sorted(
        b[0].top - a[0].top for a, b in pairwise(lines) if a[0].x0 < b[-1].x1 and b[0].x0 < a[-1].x1
    )
    return _PARAGRAPH * steps[len(steps) // 10] if steps else 0


def _clusters(words: Sequence[Word], height: float) -> list[list[Word]]:
    """Words by the lines that they stand in, whichever block they are of, all of one height."""
    found: list[list[Word]] = []
    middle = float("-inf")
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        here = (word.top + word.bottom) / 2
        if here - middle > height / 2:
            found.append([])
        found[-1].append(word)
        middle = here
    return [_level(line, height) for line in found]


def _level(line: Sequence[Word], height: float) -> list[Word]:
    top = median(word.top + word.bottom for word in line) / 2 - height / 2
    words = sorted(line, key=lambda word: word.x0)
    return [Word(word.text, word.x0, word.x1, top, top + height) for word in words]


def _sure(seen: Sequence[Seen]) -> int:
    """Of a hundred words, how many Tesseract is sure of: a blurred page has many that it is not."""
    words = [word for word in seen if sum(map(str.isalpha, word.text)) > 1]
    return 100 * sum(1 for word in words if word.sure >= _CERTAIN) // len(words) if words else 100
