"""Word documents: paragraphs with the numbers that Word draws, and tables, in the order of the document."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, row, without_controls
from kehoach.language import _

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
#: What Word itself allows: levels of a list, and numbers that it writes in Roman.
_LEVELS = 9
_ROMAN = 3999


def read(path: Path, kind: str, _progress: PagesRead) -> Material:
    """Read a document.

    Raises:
        UnreadableFileError: it is damaged, protected by a password, or unpacks to more than a document holds.
    """
    _refuse_bombs(path)
    try:
        document = Document(str(path))
        lines = list(_lines(document))
    except _DAMAGE as error:
        raise UnreadableFileError(_damaged(path)) from error
    return Material(without_controls("\n".join(lines)).strip() + "\n", kind, own_lines=False)


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
    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            words = block.text.replace("\t", " ")
            yield f"{numbers.of(block)}{words}" if words.strip() else ""
        elif isinstance(block, Table):
            yield from _of_table(block)


def _of_table(table: Table) -> Iterator[str]:
    """A table of data as rows; a letterhead or signature, which stand in tables too, as its paragraphs."""
    if len(table.rows) > 1 and len(table.columns) > 2:
        yield ""
        for found in table.rows:
            yield row(_cells(found.cells))
        yield ""
        return
    for found in table.rows:
        for cell in dict.fromkeys(found.cells):
            yield from ("", *cell.text.split("\n"), "")


def _cells(cells: Any) -> list[str]:
    """The texts of a row's cells; one that spans columns stands in the first of them."""
    texts, before = [], None
    for cell in cells:
        texts.append("" if before is not None and cell._tc is before else cell.text)  # the cell's identity
        before = cell._tc
    return texts


class _Numbers:
    """The numbers of automatic lists, which are not in the text: "1.", "a)", "-"."""

    _WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def __init__(self, document: Any) -> None:
        self.counters: dict[tuple[str, int], int] = {}
        try:
            self.numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            self.numbering = None

    def of(self, paragraph: Paragraph) -> str:
        """The number that Word draws before a paragraph, with a space; empty where it draws none."""
        found = _numbering_of(paragraph)
        if found is None or found.numId is None or self.numbering is None:
            return ""
        number, level = str(found.numId.val), found.ilvl.val if found.ilvl is not None else 0
        if not 0 <= level < _LEVELS:
            raise ValueError(level)
        form, text, start = self.level(number, level)
        if form == "bullet":
            return "- "
        for key in [key for key in self.counters if key[0] == number and key[1] > level]:
            del self.counters[key]
        self.counters[number, level] = self.counters.get((number, level), start - 1) + 1
        for depth in range(level + 1):
            shape, _text, first = self.level(number, depth)
            value = self.counters.get((number, depth), first)
            text = text.replace(f"%{depth + 1}", _written(value, shape))
        return f"{text} " if text else ""

    def level(self, number: str, level: int) -> tuple[str, str, int]:
        """The form of a level's numbers, their text ("%1."), and the first of them."""
        w = f"{{{self._WORDS}}}"
        instance = next((n for n in self.numbering.iter(f"{w}num") if n.get(f"{w}numId") == number), None)
        abstract_id = instance.find(f"{w}abstractNumId") if instance is not None else None
        if abstract_id is None:
            return "none", "", 1
        for abstract in self.numbering.iter(f"{w}abstractNum"):
            if abstract.get(f"{w}abstractNumId") != abstract_id.get(f"{w}val"):
                continue
            for found in abstract.iter(f"{w}lvl"):
                if found.get(f"{w}ilvl") == str(level):
                    values = {tag: found.find(f"{w}{tag}") for tag in ("numFmt", "lvlText", "start")}
                    said = {tag: e.get(f"{w}val") if e is not None else None for tag, e in values.items()}
                    return said["numFmt"] or "none", said["lvlText"] or "", int(said["start"] or 1)
        return "none", "", 1


def _numbering_of(paragraph: Paragraph) -> Any:
    """The numbering that a paragraph has itself, or by its style or one that this is based on."""
    holders: list[Any] = [paragraph._p]  # python-docx has no other way to the numbering
    style: Any = paragraph.style
    while style is not None:
        if style.element in holders:
            raise ValueError(style.name)  # based on itself
        holders.append(style.element)
        style = style.base_style
    properties = (holder.pPr for holder in holders)
    return next((found.numPr for found in properties if found is not None and found.numPr is not None), None)


def _written(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman") and value <= _ROMAN:
        tens, ones = divmod(value, 10)
        text = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return text if form == "upperRoman" else text.lower()
    return str(value)
