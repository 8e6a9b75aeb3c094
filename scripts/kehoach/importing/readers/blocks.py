"""The picture of a page cut into blocks of text, so that no line of a block goes on in a column beside it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image

Box = tuple[int, int, int, int]
Span = tuple[int, int]

#: Of an inch: paper between two columns is at least so wide, and between two blocks so high.
_BESIDE, _BELOW = 0.3, 0.5
#: Of an inch: a mark stands so far above its letter at most; lines stand further apart.
_MARK = 0.025
#: Columns within columns within columns.
_DEPTH = 3


def blocks(ink: Image.Image, dpi: int) -> list[Box]:
    """The boxes of the blocks of a picture of ink, in pixels, from top to bottom."""
    return list(_cut(ink, (0, 0, *ink.size), dpi, _DEPTH))


def _cut(ink: Image.Image, box: Box, dpi: int, depth: int) -> Iterator[Box]:
    """The columns of each region of a box, and what they are cut into in turn."""
    left, top, right, _bottom = box
    for (above, below), gap in _regions(ink.crop(box), dpi):
        if gap and depth:
            middle = left + sum(gap) // 2
            for column in ((left, middle), (middle, right)):
                yield from _cut(ink, (column[0], top + above, column[1], top + below), dpi, depth - 1)
        else:
            yield left, top + above, right, top + below


def _regions(ink: Image.Image, dpi: int) -> Iterator[tuple[Span, Span | None]]:
    """Bands of ink that belong together, and the gap that parts all of them into columns, if there is one."""
    region: Span | None = None
    gap: Span | None = None
    for top, bottom in _lines(ink.getprojection()[1], _MARK * dpi):
        across = _filled(ink.crop((0, top, ink.width, bottom)).getprojection()[0])
        if region and top - region[1] <= _BELOW * dpi:
            shared = _free(across, gap, ink.width) if gap else _widest(across)
            wide = shared is not None and shared[1] - shared[0] >= _BESIDE * dpi
            if wide == bool(gap):
                region, gap = (region[0], bottom), shared if gap else None
                continue
        if region:
            yield region, gap
        region, gap = (top, bottom), _widest(across)
        if gap and gap[1] - gap[0] < _BESIDE * dpi:
            gap = None
    if region:
        yield region, gap


def _lines(profile: Sequence[int], mark: float) -> Iterator[Span]:
    """Where rows of a picture are not empty, the marks over letters with the letters."""
    held: Span | None = None
    for start, end in _filled(profile):
        if held and start - held[1] > mark:
            yield held
            held = None
        held = held[0] if held else start, end
    if held:
        yield held


def _filled(profile: Sequence[int]) -> list[Span]:
    """Where a profile is not empty: the start and end of each stretch."""
    found = []
    data, at = bytes(profile), 0
    while (start := data.find(b"\x01", at)) >= 0:
        at = data.find(b"\x00", start)
        at = len(data) if at < 0 else at
        found.append((start, at))
    return found


def _widest(across: Sequence[Span]) -> Span | None:
    """The widest gap between stretches of ink."""
    gaps = [(before[1], after[0]) for before, after in pairwise(across)]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _free(across: Sequence[Span], gap: Span, width: int) -> Span | None:
    """The widest part of a gap that stretches of ink leave free."""
    edges = [(0, 0), *across, (width, width)]
    free = [(max(a[1], gap[0]), min(b[0], gap[1])) for a, b in pairwise(edges)]
    return max(free, key=lambda part: part[1] - part[0])
