"""Word documents: paragraphs with the numbers that Word draws, and tables, in the order of the document."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from kehoach.importing.readers import Material, PicturesRead, UnreadableFileError, row, without_controls
from kehoach.language import _
from kehoach.official.labels import column_role

#: What zipfile, lxml and python-docx raise on files that are damaged in one way or another.
_DAMAGE = (
    PackageNotFoundError,
    XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # a password, too
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
#: What the parts of a document may hold when unpacked: real ones hold a few megabytes of text.
_UNPACKED = 200 * 2**20
_XML_PART = 40 * 2**20
#: What Word itself allows: levels of a list, letters around a number, styles that are based on one another,
#: numbers that it writes in Roman, columns of a table.
_LEVELS = 9
_LABEL = 255
_STYLES = 20
_ROMAN = 3999
_COLUMNS = 63
#: What holds paragraphs and tables besides the body: content controls, and marks around them.
_HOLDERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_CHANGES = [qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo")]
#: Signs that are elements; a break within a paragraph is a line of its own.
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
#: What is not part of the text: deleted and moved words, codes of fields, the older form of a text box.
_UNREAD = {qn(f"w:{name}") for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr")}
_UNREAD.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def read(path: Path, kind: str, _progress: PicturesRead) -> Material:
    """Read a document.

    Raises:
        UnreadableFileError: it is damaged, protected by a password, or unpacks to more than a document holds.
    """
    _refuse_bombs(path)
    try:
        document = Document(str(path))
        lines = list(_lines(document))
        changed = sum(1 for _change in document.element.body.iter(*_CHANGES))
    except _DAMAGE as error:
        raise UnreadableFileError(_damaged(path)) from error
    said = _("{count} tracked changes are read as if they were accepted. Ask who decides on them.")
    notes = (said.format(count=changed),) if changed else ()
    text = without_controls("\n".join(lines)).strip() + "\n"
    return Material(text, kind, own_lines=False, notes=notes)


def _damaged(path: Path) -> str:
    message = _(
        "{name} is no Word document (.docx), damaged, or protected by a password. "
        "Open it in Word and save it again."
    )
    return message.format(name=path.name)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(_damaged(path)) from error
    xml = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(part.file_size for part in parts) > _UNPACKED or xml > _XML_PART:
        message = _("{name} unpacks to more than any document holds. It is not imported.")
        raise UnreadableFileError(message.format(name=path.name))


def _lines(document: Any) -> Iterator[str]:  # python-docx gives the document no public type
    return _blocks(document.element.body, _Numbers(document))


def _blocks(container: Any, numbers: "_Numbers") -> Iterator[str]:
    """The lines of all that stands in a body, a cell or a text box; inside content controls, too."""
    for child in container:
        if child.tag == qn("w:p"):
            yield from _of_paragraph(child, numbers)
        elif child.tag == qn("w:tbl"):
            yield from _of_table(child, numbers)
        elif child.tag in _HOLDERS:
            yield from _blocks(child, numbers)


def _of_paragraph(paragraph: Any, numbers: "_Numbers") -> Iterator[str]:
    """A paragraph with its number, then what stands in text boxes that hang on it."""
    boxes: list[Any] = []
    words = "".join(_words(paragraph, boxes))
    counts = paragraph.getparent().tag == qn("w:tc")  # the rows of a table are numbered by empty paragraphs
    yield f"{numbers.of(paragraph)}{words}" if counts or words.strip() else ""
    for box in boxes:
        yield from _blocks(box, numbers)


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The words of an element as they read when all changes are accepted; text boxes are put aside."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == qn("w:txbxContent"):
            boxes.append(child)
        elif child.tag not in _UNREAD:
            yield from _words(child, boxes)


def _of_table(table: Any, numbers: "_Numbers") -> Iterator[str]:
    """A table of data as rows; a letterhead or signature, which stand in tables too, as its paragraphs."""
    rows = [tr for tr in table.iter(qn("w:tr")) if _nearest(tr, "w:tbl") is table and not _is_deleted(tr)]
    grid = _grid(rows)
    if _holds_data(grid, numbers):
        yield ""
        texts = {
            cell: "\n".join(_blocks(cell, numbers)).strip()
            for cells in grid
            for cell in cells
            if cell is not None
        }
        for cells in grid:
            yield row(
                [texts.get(cell, "") if cell not in cells[:index] else "" for index, cell in enumerate(cells)]
            )
        yield ""
        return
    for cell in dict.fromkeys(cell for cells in grid for cell in cells if cell is not None):
        yield ""
        yield from _blocks(cell, numbers)
        yield ""


def _nearest(element: Any, tag: str) -> Any:
    return next(element.iterancestors(qn(tag)), None)


def _is_deleted(tr: Any) -> bool:
    return tr.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _grid(rows: list[Any]) -> list[list[Any]]:
    """The cell at each place of a table: one that spans rows or columns stands in all of its places.

    Raises:
        ValueError: a row is wider than any table is.
    """
    grid: list[list[Any]] = []
    for tr in rows:
        cells: list[Any] = [None] * _number(tr, "w:trPr/w:gridBefore")
        for tc in (tc for tc in tr.iter(qn("w:tc")) if _nearest(tc, "w:tr") is tr):
            merged = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            above = grid[-1][len(cells)] if grid and len(cells) < len(grid[-1]) else None
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart" and above is not None
            cells += [above if goes_on else tc] * max(_number(tc, "w:tcPr/w:gridSpan"), 1)
            if len(cells) > _COLUMNS:
                raise ValueError(len(cells))
        grid.append(cells)
    width = max(map(len, grid), default=0)
    return [cells + [None] * (width - len(cells)) for cells in grid]


def _number(element: Any, path: str) -> int:
    found = element.find("/".join(map(qn, path.split("/"))))
    return min(int(found.get(qn("w:val"), "0")), _COLUMNS + 1) if found is not None else 0


def _holds_data(grid: list[list[Any]], numbers: "_Numbers") -> bool:
    """Whether a table holds data. One of two columns does if its first row heads columns that are known."""
    if len(grid) < 2 or len(grid[0]) < 2:
        return False
    if len(grid[0]) > 2:
        return True
    return all(cell is not None and column_role("\n".join(_blocks(cell, numbers))) for cell in grid[0])


class _Numbers:
    """The numbers of automatic lists, which are not in the text: "1.", "a)", "-"."""

    def __init__(self, document: Any) -> None:
        self.counters: dict[str, dict[int, int]] = {}
        self.styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        paragraphs = (s for s in self.styles.values() if s.get(qn("w:type"), "paragraph") == "paragraph")
        self.default = next((s for s in paragraphs if s.get(qn("w:default")) in ("1", "true", "on")), None)
        self.of_style: dict[str, Any] = {}
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        with suppress(KeyError, NotImplementedError):  # a document without lists
            self._read_levels(document.part.numbering_part.element)

    def _read_levels(self, numbering: Any) -> None:
        """Take down the levels of each list: the form of numbers, their text ("%1."), the first of them."""
        shapes = {a.get(qn("w:abstractNumId")): a for a in numbering.iter(qn("w:abstractNum"))}
        read = {key: dict(map(_level, shape.iter(qn("w:lvl")))) for key, shape in shapes.items()}
        for number in numbering.iter(qn("w:num")):
            shape = number.find(qn("w:abstractNumId"))
            levels = read.get(shape.get(qn("w:val")), {}) if shape is not None else {}
            for level, said in levels.items():
                self.levels[number.get(qn("w:numId")), level] = said

    def of(self, paragraph: Any) -> str:
        """The number that Word draws before a paragraph, with a space; empty where it draws none."""
        found = self._numbering_of(paragraph)
        if found is None or found.numId is None or not self.levels:
            return ""
        number, level = str(found.numId.val), found.ilvl.val if found.ilvl is not None else 0
        if not 0 <= level < _LEVELS:
            raise ValueError(level)
        form, text, start = self.level(number, level)
        if form == "bullet":
            return "- "
        counted = self.counters.setdefault(number, {})
        for deeper in [other for other in counted if other > level]:
            del counted[deeper]
        counted[level] = counted.get(level, start - 1) + 1
        for depth in range(level + 1):
            shape, _text, first = self.level(number, depth)
            text = text.replace(f"%{depth + 1}", _written(counted.get(depth, first), shape))
        return f"{text} " if text else ""

    def level(self, number: str, level: int) -> tuple[str, str, int]:
        """The form of a level's numbers, their text, and the first of them."""
        return self.levels.get((number, level), ("none", "", 1))

    def _numbering_of(self, paragraph: Any) -> Any:
        """The numbering that a paragraph has itself, or by its style or one that this is based on."""
        properties = paragraph.pPr
        if properties is not None and properties.numPr is not None:
            return properties.numPr
        named = properties.pStyle.val if properties is not None and properties.pStyle is not None else None
        style = self.styles.get(named, self.default)
        key = style.get(qn("w:styleId")) if style is not None else ""
        if key not in self.of_style:
            self.of_style[key] = self._numbering_of_style(style)
        return self.of_style[key]

    def _numbering_of_style(self, style: Any) -> Any:
        seen: list[Any] = []
        while style is not None:
            if style in seen or len(seen) == _STYLES:
                raise ValueError(style)  # based on itself, or on more than Word allows
            seen.append(style)
            if style.pPr is not None and style.pPr.numPr is not None:
                return style.pPr.numPr
            style = self.styles.get(style.basedOn_val)
        return None


def _level(found: Any) -> tuple[int, tuple[str, str, int]]:
    values = {tag: found.find(qn(f"w:{tag}")) for tag in ("numFmt", "lvlText", "start")}
    said = {tag: e.get(qn("w:val")) if e is not None else None for tag, e in values.items()}
    text = said["lvlText"] or ""
    if len(text) > _LABEL:
        raise ValueError(len(text))
    return int(found.get(qn("w:ilvl"), "0")), (said["numFmt"] or "none", text, int(said["start"] or 1))


def _written(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman") and value <= _ROMAN:
        tens, ones = divmod(value, 10)
        text = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return text if form == "upperRoman" else text.lower()
    return str(value)
