"""Tables that ruling lines draw on a page, and which letters stand in their cells.

As pdfplumber does it, after Anssi Nurminen, "Algorithmic extraction of data in tables in PDF documents"
(Tampere, 2013): lines that nearly meet are one, a cell is the smallest box between four crossings.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kehoach.importing.readers.pages import Letter, Ruling
from kehoach.importing.readers.words import lines_of

#: Points: lines no further apart are one, and what is shorter is none.
_NEAR = 3
#: Points: what is thicker is a box, or slants.
_THICK = 1

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its box (left, top, right, bottom) and the boxes of its cells, row by row.

    A cell is None where one beside or above it reaches over its place.
    """

    box: Box
    rows: list[list[Box | None]]

    def texts(self, letters: Sequence[Letter]) -> list[list[str]]:
        """The words of each cell, line by line; empty where there is no cell."""
        found = []
        for row in self.rows:
            top, bottom = min(cell[1] for cell in row if cell), max(cell[3] for cell in row if cell)
            beside = [one for one in letters if top <= (one.top + one.bottom) / 2 < bottom]
            found.append([_text(beside, cell) if cell else "" for cell in row])
        return found


def grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The tables that lines draw, from top to bottom; one of a single cell is a frame."""
    upright: list[_Bar] = []
    level: list[_Bar] = []
    for one in rulings:
        width, height = one.x1 - one.x0, one.bottom - one.top
        if min(width, height) < _THICK <= max(width, height):
            bar = _Bar(one.x0, one.top, one.bottom) if height > width else _Bar(one.top, one.x0, one.x1)
            (upright if height > width else level).append(bar)
    cells = list(_cells(_crossings(_merged(upright), _merged(level))))
    return sorted(
        (_grid(group) for group in _touching(cells) if len(group) > 1), key=lambda grid: grid.box[1]
    )


@dataclass(frozen=True, slots=True)
class _Bar:
    """A line across the page or up it: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


def _merged(bars: Iterable[_Bar]) -> list[_Bar]:
    """Bars that nearly lie on one another as one."""
    found: list[_Bar] = []
    for group in _near(bars, lambda bar: bar.at):
        at = sum(bar.at for bar in group) / len(group)
        run: _Bar | None = None
        for bar in sorted(group, key=lambda bar: bar.start):
            if run and bar.start <= run.end + _NEAR:
                run = _Bar(at, run.start, max(run.end, bar.end))
                continue
            if run:
                found.append(run)
            run = _Bar(at, bar.start, bar.end)
        found += [run] if run else []
    return [bar for bar in found if bar.end - bar.start >= _NEAR]


def _near(bars: Iterable[_Bar], key: Callable[[_Bar], float]) -> Iterator[list[_Bar]]:
    group: list[_Bar] = []
    for bar in sorted(bars, key=key):
        if group and key(bar) > key(group[-1]) + _NEAR:
            yield group
            group = []
        group.append(bar)
    if group:
        yield group


#: Each crossing of lines, with the line up the page and the line across it.
_Crossings = dict[Point, tuple[_Bar, _Bar]]


def _crossings(upright: Sequence[_Bar], level: Sequence[_Bar]) -> _Crossings:
    return {
        (down.at, across.at): (down, across)
        for down in upright
        for across in level
        if down.start - _NEAR <= across.at <= down.end + _NEAR
        and across.start - _NEAR <= down.at <= across.end + _NEAR
    }


def _cells(crossings: _Crossings) -> Iterator[Box]:
    """The smallest box that begins at each crossing."""
    along: dict[_Bar, list[Point]] = {}
    for point in sorted(crossings):
        for bar in crossings[point]:
            along.setdefault(bar, []).append(point)
    for point, (down, across) in crossings.items():
        below = [other for other in along[down] if other[1] > point[1]]
        right = [other for other in along[across] if other[0] > point[0]]
        corners = (
            (beside[0], under[1])
            for under in below
            for beside in right
            if (corner := crossings.get((beside[0], under[1])))
            and corner[0] is crossings[beside][0]
            and corner[1] is crossings[under][1]
        )
        if best := next(corners, None):
            yield (*point, *best)


def _touching(cells: Iterable[Box]) -> Iterator[list[Box]]:
    """Cells in groups that share corners."""
    groups: list[tuple[set[Point], list[Box]]] = []
    for cell in cells:
        x0, top, x1, bottom = cell
        corners, members = {(x0, top), (x1, top), (x0, bottom), (x1, bottom)}, [cell]
        apart = []
        for group in groups:
            if corners.isdisjoint(group[0]):
                apart.append(group)
            else:
                corners, members = corners | group[0], group[1] + members
        groups = [*apart, (corners, members)]
    yield from (members for _corners, members in groups)


def _grid(cells: Sequence[Box]) -> Grid:
    lefts = sorted({cell[0] for cell in cells})
    rows: list[list[Box | None]] = []
    for _top, row in groupby(sorted(cells, key=lambda cell: (cell[1], cell[0])), key=lambda cell: cell[1]):
        by_left = {cell[0]: cell for cell in row}
        rows.append([by_left.get(left) for left in lefts])
    x0, top, x1, bottom = zip(*cells, strict=True)
    return Grid((min(x0), min(top), max(x1), max(bottom)), rows)


def _text(letters: Sequence[Letter], cell: Box) -> str:
    x0, top, x1, bottom = cell
    inside = [
        letter
        for letter in letters
        if top <= (letter.top + letter.bottom) / 2 < bottom and x0 <= (letter.x0 + letter.x1) / 2 < x1
    ]
    return "\n".join(" ".join(word.text for word in line) for line in lines_of(inside))
