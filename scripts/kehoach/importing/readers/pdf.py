"""PDF documents with a text layer: lines by position, tables by their ruling lines, a row a line."""

import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, row, without_controls
from kehoach.importing.readers.positions import Word, pieces, table_at
from kehoach.language import _

#: Letters further apart than this share of their size stand in two words.
_SETTINGS = {"x_tolerance_ratio": 0.22, "y_tolerance": 3}
#: What the streams of a document may hold when unpacked, and how often they may be packed.
_UNPACKED = 200 * 2**20
_PACKED = 4
_STREAM = re.compile(rb"stream\r?\n")
#: The end of line in a year that a narrow column has broken: "30/6/202" and "8" below it.
_BROKEN_YEAR = re.compile(r"(?<=/2)\n(?=\d{3}(?!\d))|(?<=/2\d)\n(?=\d{2}(?!\d))|(?<=/2\d{2})\n(?=\d(?!\d))")
#: More pages are no plan.
_MAX_PAGES = 2000
#: What pdfplumber, and pdfminer below it, raise on files that are damaged in one way or another.
_DAMAGE = (
    PdfminerException,
    MalformedPDFException,
    PDFException,
    PSException,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read(path: Path, kind: str, progress: PagesRead) -> Material:
    """Read a document page by page.

    Raises:
        UnreadableFileError: it is damaged, encrypted or has no text layer.
    """
    raw = path.read_bytes()
    _refuse_bombs(raw, path.name)
    lines: list[str] = []
    pages: list[int] = []
    try:
        with pdfplumber.open(BytesIO(raw)) as document:
            count = len(document.pages)
            if count > _MAX_PAGES:
                message = _("{name} has {count} pages. That is no plan.")
                raise UnreadableFileError(message.format(name=path.name, count=count))
            for number, page in enumerate(document.pages, 1):
                pages.append(len(lines) + 1)
                lines += [*_lines(page), ""]
                page.close()  # a page keeps all its letters otherwise
                progress(number, count)
    except UnreadableFileError:
        raise
    except _DAMAGE as error:
        wrapped = isinstance(error, PdfminerException) and error.args
        locked = isinstance(error.args[0] if wrapped else error, PDFPasswordIncorrect | PDFEncryptionError)
        raise UnreadableFileError(_encrypted(path) if locked else _damaged(path)) from error
    return Material(
        without_controls("\n".join(_joined_rows(lines))), kind, own_lines=False, pages=tuple(pages)
    )


def _refuse_bombs(raw: bytes, name: str) -> None:
    """Unpack every stream that is packed, and throw it away: no reader of PDF sets a limit to that."""
    left = _UNPACKED
    for found in _STREAM.finditer(raw):
        content = raw[found.end() : raw.find(b"endstream", found.end())]
        for _time in range(_PACKED):
            try:
                content = zlib.decompressobj().decompress(content, left + 1)
            except zlib.error:
                break
            left -= len(content)
            if left < 0:
                message = _("{name} unpacks to more than any document holds. It is not imported.")
                raise UnreadableFileError(message.format(name=name))


def _encrypted(path: Path) -> str:
    return _("{name} is encrypted. Save a copy without a password and import that.").format(name=path.name)


def _damaged(path: Path) -> str:
    return _("{name} is no PDF, or damaged.").format(name=path.name)


def _lines(page: Page) -> Iterator[str]:
    """The lines of a page from top to bottom, tables as rows."""
    page = _without_stray_spaces(page)
    tables = [table for table in page.find_tables() if _is_data(table)]
    top = 0.0
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        yield from _text(page, top, table.bbox[1])
        yield from map(row, _cells(table))
        top = table.bbox[3]
    yield from _text(page, top, float(page.height))


def _cells(table: Table) -> list[list[str]]:
    """The cells of each row; one that spans rows stands in all of them."""
    found: list[list[str]] = []
    spanning: dict[int, float] = {}
    for ruled, cells in zip(table.rows, table.extract(**_SETTINGS), strict=True):
        texts = [_BROKEN_YEAR.sub("", cell or "") for cell in cells]
        for column, box in enumerate(ruled.cells):
            if box:
                spanning[column] = box[3]
            elif found and spanning.get(column, 0) > ruled.bbox[3] - 1:
                texts[column] = found[-1][column]
        found.append(texts)
    return found


def _text(page: Page, top: float, bottom: float) -> Iterator[str]:
    """The lines between two heights, with a gap where the page leaves one; tables without rulings as rows."""
    if bottom - top < 1:
        return
    area = page.within_bbox((0, max(top, 0), page.width, min(bottom, page.height)), strict=False)
    clusters = cluster_objects(area.extract_words(**_SETTINGS), itemgetter("top"), 3)
    lines = [sorted(map(_word, cluster), key=lambda word: word.x0) for cluster in clusters]
    before = None
    while lines:
        if found := table_at(lines):
            yield from map(row, found.rows)
            lines = lines[found.lines :]
            continue
        line = lines.pop(0)
        if before is not None and line[0].top - before > 1.2 * line[0].height:
            yield ""
        before = line[0].bottom
        # Letterheads stand in two columns: what a wide gap parts are lines of their own.
        yield from (piece.text for piece in pieces(line))


def _word(found: dict[str, Any]) -> Word:
    return Word(found["text"], found["x0"], found["x1"], found["top"], found["bottom"])


def _without_stray_spaces(page: Page) -> Any:
    """The page without spaces that lie over letters: ends of padded lines, which would divide words."""
    letters: dict[int, list[tuple[float, float]]] = {}
    for char in page.chars:
        if not char["text"].isspace():
            letters.setdefault(round(char["top"]), []).append((char["x0"], char["x1"]))
    for spans in letters.values():
        spans.sort()

    def stays(thing: dict[str, Any]) -> bool:
        if thing["object_type"] != "char" or not thing["text"].isspace():
            return True
        spans, middle = letters.get(round(thing["top"]), []), (thing["x0"] + thing["x1"]) / 2
        index = bisect_right(spans, (middle, inf)) - 1
        return index < 0 or spans[index][1] <= middle

    return page.filter(stays)


def _is_data(table: Table) -> bool:
    """Whether a table holds data: in a letterhead ruled like one, hardly a row fills three cells."""
    rows = table.extract()
    filled = [sum(1 for cell in cells if cell and cell.strip()) for cells in rows]
    return len(rows) > 1 and sum(1 for count in filled if count > 2) * 2 >= len(rows)


def _joined_rows(lines: list[str]) -> Iterator[str]:
    """Rows that a page has cut put together: the rest stands on the next page, without a number."""
    heading = held = ""
    between: list[str] = []
    for line in lines:
        if not line.startswith("| "):
            between.append(line)
            continue
        if not held:
            heading = line
        elif line == heading:
            continue
        elif _continues(held, line):
            held = _together(held, line)
            continue
        if held:
            yield held
        # What stood between two parts of a table, the page's own words, follows the row that it would divide.
        yield from between
        between, held = [], line
    if held:
        yield held
    yield from between


def _continues(held: str, line: str) -> bool:
    cells, parts = held.split(" | "), line.split(" | ")
    return len(cells) == len(parts) and parts[0].strip("| ") == "" and len(cells) > 2


def _together(held: str, line: str) -> str:
    cells = [cell.strip("| ") for cell in held.split(" | ")]
    parts = [part.strip("| ") for part in line.split(" | ")]
    return row([f"{cell}\n{part}" for cell, part in zip(cells, parts, strict=True)])
