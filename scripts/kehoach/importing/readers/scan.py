"""Pages of a PDF that are pictures: scans, and pages whose text layer is of no use.

Nothing leaves the machine. A text layer is of no use where it is only a stamp over a picture, where letters
stand under wrong names, or words without the marks of Vietnamese. What reads pictures is loaded where one
is met: it is installed only where it was asked for.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any

import pypdfium2.raw as pdfium

from kehoach.importing.readers import UnreadableFileError, legacy, tesseract, without_controls
from kehoach.importing.readers.pages import things
from kehoach.language import _
from kehoach.language.text import unaccented

#: Dots per inch that pages are read at, as they were scanned; what is no picture is drawn at the first.
DPI, MOST_DPI = 200, 300
#: Larger pictures and longer scans are refused: A4 at 600 dots an inch has 35 million pixels.
PIXELS, MOST_PAGES = 40_000_000, 200
#: A picture over this share of a page is a scan of it, if there are no more than so many letters beside it.
_COVERS, _STAMP = 0.5, 200
#: So many letters tell whether a text layer is of use: this share of them stand in syllables, or have marks.
_TELLING, _SYLLABLES, _MARKED = 100, 0.4, 0.05
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)


@dataclass
class Scans:
    """The pages of a PDF that are pictures; what became of each is kept for the report."""

    #: The pages read so far, by number, and how many of a hundred words of each are sure.
    recognised: dict[int, int] = field(default_factory=dict)
    #: The pages that could not be read, by the reason.
    left: dict[str, list[int]] = field(default_factory=dict)

    def lines(self, page: Any, number: int) -> tuple[str, ...] | None:
        """The lines of a page of this number; None for a page that is to be read by its text."""
        if not _is_picture(page):
            return None
        if self._lacking:
            self.left.setdefault(self._lacking, []).append(number)
            return None
        if len(self.recognised) >= MOST_PAGES:
            return self._leave(number, _("Of a scan, {count} pages are read.").format(count=MOST_PAGES))
        dpi = _resolution(page)
        if page.get_width() * page.get_height() * (dpi / 72) ** 2 > PIXELS:
            return self._leave(number, too_large())
        from kehoach.importing.readers.recognition import recognise

        try:
            found = recognise(page.render(scale=dpi / 72, grayscale=True).to_pil(), dpi)
        except UnreadableFileError as error:
            return self._leave(number, str(error))
        self.recognised[number] = found.sure
        return found.lines

    @cached_property
    def _lacking(self) -> str:
        return lacking()

    def _leave(self, number: int, why: str) -> tuple[str, ...]:
        self.left.setdefault(why, []).append(number)
        return ()

    @property
    def unread(self) -> tuple[str, ...]:
        """Which pages were not read, and why."""
        words = _("Pages that are pictures and were not read: {pages}. {why}")
        told = {why: ", ".join(map(str, pages)) for why, pages in self.left.items()}
        return tuple(words.format(pages=pages, why=why) for why, pages in told.items())


def lacking() -> str:
    """What has to be installed before pictures can be read, as a sentence; empty where nothing has."""
    if not find_spec("PIL"):
        return _('Reading a scan takes a library more. Install "kehoach[scan]".')
    return tesseract.lacking()


def too_large() -> str:
    """What is said of a picture beyond the limit."""
    return _("The picture is larger than {limit} million pixels.").format(limit=PIXELS // 10**6)


def _is_picture(page: Any) -> bool:
    """Whether a page of a PDF has no text layer that is of use."""
    text = without_controls(page.get_textpage().get_text_range())
    letters = sum(1 for letter in text if letter.isalpha())
    if not letters:
        return bool(pdfium.FPDFPage_CountObjects(page))
    whole = page.get_width() * page.get_height()
    if any(_area(picture) > _COVERS * whole for picture in things(page, pdfium.FPDF_PAGEOBJ_IMAGE)):
        return letters < _STAMP or not _is_of_use(text, marks=True)
    return not _is_of_use(text, marks=False)


def _area(thing: Any) -> float:
    left, bottom, right, top = thing.get_bounds()
    return float((right - left) * (top - bottom))


def _is_of_use(text: str, *, marks: bool) -> bool:
    """Whether a text layer says something: its words are syllables, with marks where that is asked."""
    text, _code = legacy.in_unicode(text)
    words = re.findall(r"[^\W\d_]{2,}", text)
    letters = sum(map(len, words))
    if letters < _TELLING:
        return True
    syllables = sum(len(word) for word in words if _SYLLABLE.fullmatch(unaccented(word)))
    marked = sum(1 for letter in "".join(words) if not letter.isascii())
    return syllables >= _SYLLABLES * letters and not (marks and marked < _MARKED * letters)


def _resolution(page: Any) -> int:
    """The dots per inch of the picture that a page is, as far as they are of use."""
    found = DPI
    for thing in things(page, pdfium.FPDF_PAGEOBJ_IMAGE):
        left, _bottom, right, _top = thing.get_bounds()
        if right - left > page.get_width() / 2:
            found = max(found, round(thing.get_px_size()[0] * 72 / (right - left)))
    return min(found, MOST_DPI)
