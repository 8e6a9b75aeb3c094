"""The picture of a page put upright: how far its lines of text lie from level, and the page turned back.

A page may also lie on its side; whether on its left or its right, only who reads it sees.
"""

from itertools import pairwise

from PIL import Image

from kehoach.importing.readers import rulings

#: Degrees: pages lie askew so far at most, and are turned to this exactness, step by step.
_MOST = 4.0
_STEPS = (0.5, 0.1, 0.02)
#: Pixels: level lines are looked for in a picture so wide.
_WIDTH = 900
#: Pixels: whether a page lies sideways is seen in a picture that is so long.
_LONGEST = 1000
#: Of 255: so much the ink of a row of text differs from that of the next at most; of a ruling more.
_TEXT = 40


def upright(page: Image.Image) -> Image.Image:
    """A grey page turned so that its lines are level."""
    angle = _angle(page)
    if abs(angle) < _STEPS[-1]:
        return page
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def lies_sideways(page: Image.Image) -> bool:
    """Whether the lines of text of a page run up or down it."""
    small = rulings.ink(_small(page, _LONGEST / max(page.size)))
    return _written(small.transpose(Image.Transpose.ROTATE_90)) > _written(small)


def _written(ink: Image.Image) -> float:
    """How much a picture of ink looks as if lines of text ran across it, more or less level."""
    steps = round(_MOST / _STEPS[0])
    angles = (step * _STEPS[0] for step in range(-steps // 2, steps // 2 + 1))
    return max(_level(ink, angle, _TEXT) for angle in angles) / ink.height


def _small(page: Image.Image, scale: float) -> Image.Image:
    size = max(round(page.width * scale), 1), max(round(page.height * scale), 1)
    return page.resize(size, Image.Resampling.BOX)


def _angle(page: Image.Image) -> float:
    """By how many degrees to turn a page back: there rows of ink and of paper differ most."""
    ink = rulings.ink(_small(page, _WIDTH / page.width))
    best, reach = 0.0, _MOST
    for step in _STEPS:
        count = round(reach / step)
        best = max((best + n * step for n in range(-count, count + 1)), key=lambda angle: _level(ink, angle))
        reach = step
    return best


def _level(ink: Image.Image, angle: float, most: int = 255) -> int:
    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum(min(abs(below - row), most) ** 2 for row, below in pairwise(rows))
