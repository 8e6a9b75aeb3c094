"""Paper as a scanner sees it: pages of a PDF as pictures, a little askew, grey and with noise."""

from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

#: Dots per inch, and how far from upright a page lies at most, in degrees.
DPI, _ASKEW = 200, 0.7
#: How far grey values stray at most, of 255: as a good scanner makes it, and a bad copy of a copy.
LIGHT, HEAVY = 24, 130


def pictures(pdf: Path, seed: str, *, noise: int = LIGHT) -> list[Image.Image]:
    """The pages of a PDF, the same for the same seed."""
    random = Random(seed)
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            sheet = page.render(scale=DPI / 72, grayscale=True).to_pil()
            sheet = sheet.rotate(random.uniform(-_ASKEW, _ASKEW), Image.Resampling.BICUBIC, fillcolor=255)
            sheet = sheet.filter(ImageFilter.GaussianBlur(0.6))
            # Ink is no black and paper no white; the grain lies around both.
            sheet = sheet.point([20 + value * 220 // 255 for value in range(256)])
            grain = Image.frombytes("L", sheet.size, random.randbytes(sheet.width * sheet.height))
            grain = grain.point([value * 2 * noise // 255 for value in range(256)])
            found.append(ImageChops.add(sheet, grain, 1, -noise))
    return found


def scan(pdf: Path, path: Path, seed: str, *, noise: int = LIGHT) -> None:
    """A PDF whose pages are pictures of those of another."""
    first, *others = pictures(pdf, seed, noise=noise)
    first.save(path, "PDF", resolution=DPI, save_all=True, append_images=others)
