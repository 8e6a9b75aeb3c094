"""What stands on the pages of a PDF, as PDFium reads it: letters and ruling lines with their places."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

#: What of its size a letter may reach below the line it stands on.
_BELOW = 0.22
#: More letters stand on no page: the largest sheet (A0), set like a plan, has half as many.
_MOST_LETTERS = 100_000
#: Forms within forms deeper than this hold no rulings of a document.
_DEPTH = 8
#: PDFium's signs for a hyphen at the end of a line, and what it adds to the letters of a document.
_HYPHENS = "\x02\ufffe"
_ADDED = " \r\n"


class TooFullError(ValueError):
    """A page has more letters than any document."""


class Letter(NamedTuple):
    """A letter and its box, in points from the top left: as wide as it advances, as high as its size.

    A blank without any width stands where the letter before it begins: PDFium says that a word ends with it.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


class Ruling(NamedTuple):
    """A straight line from one end to the other, in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class _Drawn(NamedTuple):
    """A letter as PDF draws it: the string it is of, its box, the place where it begins.

    ``ends`` says that PDFium adds a blank behind it.
    """

    text: str
    string: int
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    ends: bool = False


class _Type(NamedTuple):
    """How the letters of a string are drawn: their size, and the way they run (see ``_Place``)."""

    size: float
    turned: int


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page in one direction: letters, and lines as they lie for who reads these."""

    height: float
    letters: list[Letter]
    rulings: list[Ruling]


class _Place(NamedTuple):
    """Turns places as PDF counts them, from the bottom left, into places from the top left of upright text.

    They are ``(across * x + over * y + left, down * x + under * y + top)``.
    """

    across: float
    over: float
    left: float
    down: float
    under: float
    top: float

    def behind(self, matrix: Any) -> "_Place":
        """The same, of places that a matrix turns into places of the page."""
        a, b, c, d, e, f = matrix.get()
        return _Place(
            self.across * a + self.over * b,
            self.across * c + self.over * d,
            self.across * e + self.over * f + self.left,
            self.down * a + self.under * b,
            self.down * c + self.under * d,
            self.down * e + self.under * f + self.top,
        )


def _place(box: tuple[float, float, float, float], turned: int) -> tuple[_Place, float]:
    """Where places are on a page whose text runs turned to the left by so many degrees, and its height."""
    left, bottom, right, top = box
    if turned == 0:
        return _Place(1, 0, -left, 0, -1, top), top - bottom
    if turned == 90:  # it runs up the page
        return _Place(0, 1, -bottom, 1, 0, -left), right - left
    if turned == 180:
        return _Place(-1, 0, right, 0, 1, -bottom), top - bottom
    return _Place(0, -1, top, -1, 0, right), right - left


def open_document(raw: bytes) -> Any:
    """A document, to be closed.

    Raises:
        pypdfium2.PdfiumError: it is none, damaged, or asks for a password (``is_locked``).
    """
    return pypdfium2.PdfDocument(raw)


def is_locked(error: pypdfium2.PdfiumError) -> bool:
    """Whether a document could not be opened for want of its password."""
    return error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


def parts_of(page: Any) -> list[Page]:
    """What stands on a page: a part for each way that its letters run, the most of them last.

    Tables that lie sideways between upright running heads are read as they are meant; the lines of the page
    are in the last part.

    Raises:
        pypdfium2.PdfiumError: it is damaged.
        TooFullError: it has more letters than any page.
        ValueError: it has no size.
    """
    box = page.get_bbox()
    if not (box[2] > box[0] and box[3] > box[1]):
        raise ValueError("no size")
    drawn, types = _drawn(page)
    ways = Counter(types[letter.string].turned for letter in drawn)
    parts = []
    for turned, _count in reversed(ways.most_common() or [(0, 0)]):
        place, height = _place(box, turned)
        letters = [letter for letter in drawn if types[letter.string].turned == turned]
        parts.append(Page(height, list(_letters(letters, types, place)), []))
    parts[-1].rulings.extend(_rulings(page, place))
    return parts


def things(page: Any, kind: int, form: Any = None, level: int = 0) -> Iterator[Any]:
    """What of a kind is drawn on a page, within forms too: the library makes an object of every string."""
    holder = form or page
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    if form:
        count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
    for index in range(count(holder)):
        raw = get(holder, index)
        found = pdfium.FPDFPageObj_GetType(raw)
        if found not in (kind, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        thing = pypdfium2.PdfObject(raw, page=page, pdf=page.pdf, container=form, level=level)
        if found == kind:
            yield thing
        elif level < _DEPTH:
            yield from things(page, kind, thing, level + 1)


def _drawn(page: Any) -> tuple[list[_Drawn], dict[int, _Type]]:
    """The letters and blanks of a page, none that PDFium adds; and how each string of them is drawn."""
    found: list[_Drawn] = []
    types: dict[int, _Type] = {}
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    helper = page.get_textpage()
    text = helper.raw
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > _MOST_LETTERS:
            raise TooFullError
        for index in range(count):
            letter = chr(pdfium.FPDFText_GetUnicode(text, index))
            if letter in _ADDED and pdfium.FPDFText_IsGenerated(text, index):
                if letter == " " and found:
                    found[-1] = found[-1]._replace(ends=True)
                continue
            string = ctypes.addressof(pdfium.FPDFText_GetTextObject(text, index).contents)
            if string not in types:
                types[string] = _type(text, index)
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            letter = "-" if letter in _HYPHENS else letter
            found.append(_Drawn(letter, string, box.left, box.bottom, box.right, box.top, x.value, y.value))
    finally:
        helper.close()
    return found, types


def _type(text: Any, index: int) -> _Type:
    """How a letter is drawn, however its font is scaled and turned."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = float(pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d))
    if abs(matrix.a) >= abs(matrix.b):
        return _Type(size, 0 if matrix.a >= 0 else 180)
    return _Type(size, 90 if matrix.b > 0 else 270)


def _letters(drawn: list[_Drawn], types: dict[int, _Type], place: _Place) -> Iterator[Letter]:
    across, over, left, down, under, top = place
    begins = [across * one.x + over * one.y + left for one in drawn]
    for index, one in enumerate(drawn):
        x0 = begins[index]
        x1 = left + max(across * one.left + over * one.bottom, across * one.right + over * one.top)
        # Its box holds what hangs over, too: it is no wider than the next of its string lets it be.
        if index + 1 < len(drawn) and drawn[index + 1].string == one.string and begins[index + 1] > x0:
            x1 = min(x1, begins[index + 1])
        size = types[one.string].size
        line = down * one.x + under * one.y + top
        upper, lower = line - (1 - _BELOW) * size, line + _BELOW * size
        yield Letter(one.text, x0, x1, upper, lower)
        if one.ends:
            yield Letter(" ", x0, x0, upper, lower)


def _rulings(page: Any, place: _Place) -> Iterator[Ruling]:
    """The straight lines that a page draws, and the sides of its boxes."""
    for path in things(page, pdfium.FPDF_PAGEOBJ_PATH):
        if not _is_drawn(path):
            continue
        matrix, holder = path.get_matrix(), path.container
        while holder:
            matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
        across, over, left, down, under, top = place.behind(matrix)
        for (a, b), (c, d) in _sides(path):
            x0, x1 = across * a + over * b + left, across * c + over * d + left
            y0, y1 = down * a + under * b + top, down * c + under * d + top
            yield Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_drawn(path: Any) -> bool:
    """Whether a path is filled or stroked; others only cut what is drawn."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _sides(path: Any) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path, from one end to the other."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        at = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = at
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, at
        last = at
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, start
            last = start
