"""Ruled tables on the picture of a page: where lines are drawn, and the cells between them.

Lines are long runs of ink, found row by row in the picture and in the picture on its side.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops

#: Of an inch: how long lines across and down are at least, and how thick at most.
_LENGTH, _HEIGHT, _THICKNESS = 0.3, 0.15, 0.05
#: Of an inch: what of two lines is nearer meets, and lines nearer to each other are one.
_NEAR = 0.03
_INK = 0xFF
_RUN = re.compile(rb"\xff+\x00{0,2}")
#: Ink is darker than so much of the paper; on an empty page the grain would be parted otherwise.
_DARK = 0.75
#: A side of a cell is drawn where ink covers this share of it.
_COVERED = 0.6
#: A stroke is upright where ink covers this share of the height.
_UPRIGHT = 0.75


@dataclass(frozen=True, slots=True)
class Segment:
    """A line across the page (or, on its side, down): from ``start`` to ``end`` at ``at``, in pixels."""

    start: int
    end: int
    at: float
    thickness: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its place in the grid, over how many rows and columns, and its box in pixels."""

    row: int
    column: int
    rows: int
    columns: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn: its outline in pixels, how many rows and columns it has, and its cells."""

    box: tuple[int, int, int, int]
    rows: int
    columns: int
    cells: tuple[Cell, ...]


def ink(page: Image.Image) -> Image.Image:
    """The ink of a grey picture as 255, the paper as 0, parted where they differ most (Otsu's threshold)."""
    histogram = page.histogram()
    paper = max(range(256), key=histogram.__getitem__)
    limit = min(_threshold(histogram), int(paper * _DARK))
    return page.point([_INK if value <= limit else 0 for value in range(256)])


def _threshold(histogram: Sequence[int]) -> int:
    total, whole = sum(histogram), sum(value * count for value, count in enumerate(histogram))
    best, limit, below, weight = -1.0, 127, 0, 0
    for value, count in enumerate(histogram):
        weight += value * count
        below += count
        if 0 < below < total:
            apart = weight / below - (whole - weight) / (total - below)
            if (score := below * (total - below) * apart**2) > best:
                best, limit = score, value
    return limit


def segments(page: Image.Image, dpi: int) -> tuple[list[Segment], list[Segment]]:
    """The lines across and down of a picture of ink."""
    across = _across(page, dpi, _LENGTH)
    near = _near(dpi)
    down = _across(page.transpose(Image.Transpose.TRANSPOSE), dpi, _HEIGHT)
    # What stands between no two lines across is a letter.
    return across, [b for b in down if sum(1 for a in across if _meet(a, b, near)) > 1]


def _near(dpi: int) -> float:
    return max(_NEAR * dpi, 3)


def _across(page: Image.Image, dpi: int, length: float) -> list[Segment]:
    thick = ImageChops.lighter(page, ImageChops.lighter(_moved(page, 1), _moved(page, -1)))
    open_: list[list[int]] = []  # start, end, first row, last row
    found: list[list[int]] = []
    for y, start, end in _runs(thick, int(length * dpi)):
        joined = [start, end, y, y]
        for line in [line for line in open_ if line[3] >= y - 1 and line[0] <= end and line[1] >= start]:
            joined = [min(joined[0], line[0]), max(joined[1], line[1]), min(joined[2], line[2]), y]
            open_.remove(line)
        found += [line for line in open_ if line[3] < y - 1]
        open_ = [*(line for line in open_ if line[3] >= y - 1), joined]
    most = int(_THICKNESS * dpi) + 2
    return [
        Segment(start, end, (first + last) / 2, last - first + 1)
        for start, end, first, last in (*found, *open_)
        if last - first < most
    ]


def _moved(page: Image.Image, down: int) -> Image.Image:
    """A line that is not quite level goes from row to row: each row is seen with its neighbours."""
    return ImageChops.offset(page, 0, down)


def _runs(page: Image.Image, least: int) -> Iterator[tuple[int, int, int]]:
    """Runs of ink: row, start, end. Gaps of a pixel or two, as grain leaves them, end none."""
    width, pixels = page.width, page.tobytes()
    part = bytes([_INK]) * (least // 3)
    at = pixels.find(part)
    while at >= 0:
        y = at // width
        end = at
        while found := _RUN.match(pixels, end, (y + 1) * width):
            end = found.end()
        if end - at >= least:
            yield y, at - y * width, end - y * width
        at = pixels.find(part, max(end, at + 1))


def strokes(word: Image.Image) -> int:
    """How many upright strokes a word of ink begins with, each as high as the word: 3 for "III/2028"."""
    box = word.getbbox()
    if box is None:
        return 0
    tight = word.crop(box)
    columns = tight.resize((tight.width, 1), Image.Resampling.BOX).tobytes()
    count = 0
    for letter in filter(None, columns.split(b"\x00")):
        upright = [share > _UPRIGHT * _INK for share in (0, *letter)]
        begun = sum(1 for before, here in pairwise(upright) if here and not before)
        if not begun:
            break
        count += begun
    return count


def grids(across: Sequence[Segment], down: Sequence[Segment], dpi: int) -> list[Grid]:
    """The tables that lines make, from top to bottom."""
    near = _near(dpi)
    groups = list(_meeting(across, down, near))
    found = [grid for h, v in groups if len(h) > 1 and len(v) > 1 and (grid := _grid(h, v, near))]
    found.sort(key=lambda grid: grid.box[1])
    # A form or a cell within another's outline belongs to that.
    return [a for a in found if not any(b is not a and _within(a.box, b.box) for b in found)]


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _meeting(
    across: Sequence[Segment], down: Sequence[Segment], near: float
) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Lines that meet, directly or by way of others."""
    left_h, left_v = list(across), list(down)
    while left_h:
        h, v = [left_h.pop()], list[Segment]()
        grown = True
        while grown:
            more_v = [b for b in left_v if any(_meet(a, b, near) for a in h)]
            left_v = [b for b in left_v if b not in more_v]
            v += more_v
            more_h = [a for a in left_h if any(_meet(a, b, near) for b in more_v)]
            left_h = [a for a in left_h if a not in more_h]
            h += more_h
            grown = bool(more_h)
        yield h, v


def _meet(a: Segment, b: Segment, near: float) -> bool:
    return a.start - near <= b.at <= a.end + near and b.start - near <= a.at <= b.end + near


def _grid(across: Sequence[Segment], down: Sequence[Segment], near: float) -> Grid | None:
    ys, xs = _places(across, near), _places(down, near)
    if len(ys) < 2 or len(xs) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for r in range(rows):
        for c in range(columns):
            if c and not _drawn(down, xs[c], (ys[r], ys[r + 1]), near):
                owner[root((r, c))] = root((r, c - 1))
            if r and not _drawn(across, ys[r], (xs[c], xs[c + 1]), near):
                a, b = root((r, c)), root((r - 1, c))
                owner[max(a, b)] = min(a, b)
    whole: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        whole.setdefault(root(place), []).append(place)
    cells = tuple(_cell(places, xs, ys) for _root, places in sorted(whole.items()))
    box = int(xs[0]), int(ys[0]), round(xs[-1]), round(ys[-1])
    return Grid(box, rows, columns, cells)


def _cell(places: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> Cell:
    top, bottom = min(r for r, _c in places), max(r for r, _c in places) + 1
    left, right = min(c for _r, c in places), max(c for _r, c in places) + 1
    box = round(xs[left]), round(ys[top]), round(xs[right]), round(ys[bottom])
    return Cell(top, left, bottom - top, right - left, box)


def _places(lines: Iterable[Segment], near: float) -> list[float]:
    """Where lines stand, those that are near each other as one."""
    places = sorted(line.at for line in lines)
    groups = [[places[0]]]
    for before, place in pairwise(places):
        if place - before <= near:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _drawn(lines: Sequence[Segment], at: float, side: tuple[float, float], near: float) -> bool:
    """Whether a side of a cell is drawn."""
    there = sorted((line.start, line.end) for line in lines if abs(line.at - at) <= near)
    covered, reached = 0.0, side[0]
    for start, end in there:
        covered += max(min(end, side[1]) - max(start, reached), 0)
        reached = max(reached, end)
    return covered >= _COVERED * (side[1] - side[0])
