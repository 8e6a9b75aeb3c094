"""The picture of a page put upright: how far its lines of text lie from level, and the page turned back."""

from itertools import pairwise

from PIL import Image

from kehoach.importing.readers import rulings

#: Degrees: pages lie askew so far at most, and are turned to this exactness, step by step.
_MOST = 4.0
_STEPS = (0.5, 0.1, 0.02)
#: Pixels: level lines are looked for in a picture so wide.
_WIDTH = 900


def upright(page: Image.Image) -> Image.Image:
    """A grey page turned so that its lines are level."""
    angle = _angle(page)
    if abs(angle) < _STEPS[-1]:
        return page
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _angle(page: Image.Image) -> float:
    """By how many degrees to turn a page back: there rows of ink and of paper differ most."""
    small = page.resize((_WIDTH, max(page.height * _WIDTH // page.width, 1)), Image.Resampling.BOX)
    ink = rulings.ink(small)
    best, reach = 0.0, _MOST
    for step in _STEPS:
        count = round(reach / step)
        best = max((best + n * step for n in range(-count, count + 1)), key=lambda angle: _level(ink, angle))
        reach = step
    return best


def _level(ink: Image.Image, angle: float) -> int:
    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((below - row) ** 2 for row, below in pairwise(rows))
