"""Web pages: the text of their blocks, a row of a table a line. Scripts and links are not followed."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.builder import ParserRejectedMarkup
from bs4.element import NavigableString, Tag

from kehoach.importing.readers import Material, PicturesRead, UnreadableFileError, row, without_controls
from kehoach.language import _
from kehoach.language.text import flat

_SILENT = ("script", "style", "head", "nav", "footer", "noscript", "template", "svg", "iframe", "object")
_BLOCKS = frozenset(
    ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote",
     "br", "ul", "ol",
     "main", "body", "center", "dd", "dt", "pre", "hr", "table", "tr", "td", "th", "tbody", "thead")
)  # fmt: skip
#: Deeper pages are no documents but attacks on whoever walks through them; so are tables in so many others.
_DEPTH = 200
_TABLES = 20
#: Columns that a table of a document can have, as in Word. In the bytes of a page, words that only look like
#: cells may stand between two rows.
_COLUMNS, _CELLS = 63, 500
_ROW_OR_CELL = re.compile(rb"<(?:(tr)|t[dh])\b", re.IGNORECASE)


def read(path: Path, kind: str, _progress: PicturesRead) -> Material:
    """Read the text of a page.

    Raises:
        UnreadableFileError: the page cannot be parsed.
    """
    raw = path.read_bytes()
    try:
        _refuse_wide(raw)
        # The declared encoding is honoured. libxml2 fetches nothing, and reads once over what html.parser
        # begins again at each "<".
        page = BeautifulSoup(raw, "lxml")
        _refuse_depth(page)
        for tag in page(_SILENT):
            tag.decompose()
        lines = [flat(line) for line in "".join(_text(page.body or page)).split("\n")]
    except (ParserRejectedMarkup, RecursionError, AssertionError) as error:
        raise UnreadableFileError(_("{name} is no readable web page.").format(name=path.name)) from error
    return Material(without_controls("\n".join(_single_gaps(lines))).strip() + "\n", kind, own_lines=False)


def _refuse_wide(raw: bytes) -> None:
    """Refuse rows of thousands of cells before anything makes objects of them."""
    cells = 0
    for found in _ROW_OR_CELL.finditer(raw):
        cells = 0 if found[1] else cells + 1
        if cells > _CELLS:
            raise RecursionError


def _refuse_depth(page: BeautifulSoup) -> None:
    """Refuse what nothing may walk through, before anything does."""
    depths = {id(page): (0, 0)}
    for tag in page.descendants:
        if isinstance(tag, Tag):
            depth, tables = depths[id(tag.parent)]
            depths[id(tag)] = depth, tables = depth + 1, tables + (tag.name == "table")
            if depth > _DEPTH or tables > _TABLES:
                raise RecursionError


def _text(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "table" and _is_data(child):
                yield "\n\n" + "\n".join(_rows(child)) + "\n\n"
                continue
            block = child.name in _BLOCKS
            yield "\n" if child.name == "br" else "\n\n" if block else ""
            yield from _text(child)
            yield "\n\n" if block and child.name != "br" else ""
        elif type(child) is NavigableString:
            yield flat(child) if child.strip() else " "


def _is_data(table: Tag) -> bool:
    """Whether a table holds data: letterheads and signatures stand in tables too, of a row or two columns."""
    rows = table.find_all("tr")
    return len(rows) > 1 and max(len(r.find_all(["td", "th"], recursive=False)) for r in rows) > 2


def _rows(table: Tag) -> Iterator[str]:
    """The rows, a cell that spans rows repeated in each: it is said of them all."""
    above: dict[int, tuple[int, str]] = {}
    for tag in table.find_all("tr"):
        cells: list[str] = []
        for cell in tag.find_all(["td", "th"], recursive=False):
            _fill(cells, above)
            words = _words(cell)
            span, depth = _number(cell.get("colspan")), _number(cell.get("rowspan"))
            if depth > 1:
                above[len(cells)] = (depth - 1, words)
            cells += [words, *[""] * (span - 1)]
            if len(cells) > _COLUMNS:
                raise RecursionError
        _fill(cells, above)
        if any(cell.strip() for cell in cells):
            yield row(cells)


def _words(cell: Tag) -> str:
    """The words of a cell, a line for each that a browser would show."""
    parts = []
    for child in cell.descendants:
        if isinstance(child, Tag):
            parts.append("\n" if child.name in _BLOCKS else "")
        elif type(child) is NavigableString:
            parts.append(flat(child))
    return " ".join(parts)


def _fill(cells: list[str], above: dict[int, tuple[int, str]]) -> None:
    while len(cells) in above:
        left, words = above.pop(len(cells))
        if left > 1:
            above[len(cells)] = (left - 1, words)
        cells.append(words)


def _number(value: object) -> int:
    return min(int(value), 50) if isinstance(value, str) and value.isdigit() and int(value) else 1


def _single_gaps(lines: list[str]) -> Iterator[str]:
    gap = False
    for line in lines:
        if line:
            if gap:
                yield ""
            yield line
            gap = False
        else:
            gap = True
