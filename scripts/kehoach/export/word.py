"""Documents as Word files that an office can go on editing: real headings, tables and page-number fields."""

import io
import zipfile
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, time
from functools import cache
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from kehoach.documents.layout import (
    Block,
    Document,
    Heading,
    Letterhead,
    Listing,
    Paragraph,
    Run,
    Style,
    Text,
)
from kehoach.language.text import shortened
from kehoach.reports.tables import Head

#: What Decree 30/2020/NĐ-CP asks for; offices have it, and Word shows something like it where they have not.
_FONT = "Times New Roman"
_LEFT = WD_ALIGN_PARAGRAPH.LEFT
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_PAGE = (Mm(210), Mm(297))
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}
#: The style of the text, and our own for the cells of tables.
_BODY, _CELL, _CELL_CENTRED = "Body Text", "Table Cell", "Table Cell Centred"
_TABLE_STYLES = ("Normal Table", "Table Grid")
#: The archive's files carry the first day that a zip can name: the same document is the same bytes.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def word(document: Document) -> bytes:
    """A document as .docx: the same bytes for the same document."""
    made = docx.Document(io.BytesIO(_template()))
    properties = made.core_properties
    # A property has no more than 255 characters; the text below has them all.
    properties.title = shortened(document.title, 254)
    properties.author, properties.language = "kehoach", "vi-VN"
    properties.created = properties.modified = datetime.combine(document.as_of, time.min)
    _section(made.sections[0], document)
    _Writer(made, document).write()
    if document.annex:
        _section(made.add_section(WD_SECTION.NEW_PAGE), document.annex)
        _Writer(made, document.annex).write()
    written = io.BytesIO()
    made.save(written)
    return _without_times(written.getvalue())


def _without_times(archive: bytes) -> bytes:
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(again, "w") as write:
        for name in sorted(read.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return again.getvalue()


@cache
def _template() -> bytes:
    """An empty document with our styles, without the hundred table styles that it would carry along."""
    made = docx.Document()
    _styles(made)
    for style in list(made.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLE_STYLES:
            style.delete()
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _styles(made: WordDocument) -> None:
    """Times New Roman 14 for everything, and headings that look as the decree wants them."""
    normal = made.styles["Normal"]
    _face(normal, 14)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    normal.element.get_or_add_rPr().append(_element("w:lang", "vi-VN"))
    body = made.styles[_BODY]
    _face(body, 14)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Mm(12.7)
    for name, align in ((_CELL, _LEFT), (_CELL_CENTRED, _CENTRE)):
        cell = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = normal
        cell.font.size = Pt(11)
        cell.paragraph_format.alignment = align
        cell.paragraph_format.space_after = Pt(0)
        cell.paragraph_format.line_spacing = 1
    for level in (1, 2, 3):
        style = made.styles[f"Heading {level}"]
        _face(style, 14)
        style.font.bold, style.font.italic = True, level > 2
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(6)
    _face(made.styles["Title"], 14)


def _face(style: Any, size: int) -> None:
    """Set the font of a style; Word keeps one for each kind of script, and themes before all of them."""
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(name), _FONT)


def _section(section: Section, document: Document) -> None:
    """Paper, margins, the page number in the top margin from the second page on, and the foot."""
    section.page_width, section.page_height = _PAGE[::-1] if document.landscape else _PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    for margin, size in _MARGINS.items():
        setattr(section, margin, Mm(size))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    _page_number(number)
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.alignment = _CENTRE
        _run(line, document.footer, size=9, italic=True)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)


def _page_number(line: WordParagraph) -> None:
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run._r.append(mark)


def _style(line: WordParagraph, name: str) -> None:
    """Give a new paragraph a style by its ID: by name, python-docx searches all styles each time."""
    properties = OxmlElement("w:pPr")
    properties.append(_element("w:pStyle", name.replace(" ", "")))
    line._p.insert(0, properties)


def _run(
    line: WordParagraph, words: str, *, size: float = 0, bold: bool = False, italic: bool = False
) -> None:
    """Add words to a line, as elements: python-docx takes five times as long, and tables have many cells."""
    run = OxmlElement("w:r")
    if size or bold or italic:
        face = OxmlElement("w:rPr")
        face.extend(OxmlElement(tag) for tag, wanted in (("w:b", bold), ("w:i", italic)) if wanted)
        if size:
            face.append(_element("w:sz", str(int(size * 2))))
        run.append(face)
    text = OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    line._p.append(run)


def _element(tag: str, value: str) -> Any:
    """An element whose only attribute is its value."""
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    return made


class _Writer:
    """Writes one document, or its annex, to the end of the Word file."""

    def __init__(self, made: WordDocument, document: Document) -> None:
        self.made = made
        self.document = document
        self.width = (297 if document.landscape else 210) - 50
        #: Running numbers of bookmarks, which rows are by their need.
        self.marks = 0

    def write(self) -> None:
        document = self.document
        if document.letterhead:
            self.letterhead(document.letterhead)
        self.title_block()
        if document.addressees:
            self.line(f"Kính gửi: {'; '.join(document.addressees)}.", align=_CENTRE)
        for block in document.blocks:
            self.block(block)
        if document.recipients or document.signature:
            self.closing()

    def line(self, words: str, *, align: WD_ALIGN_PARAGRAPH = _LEFT, **face: Any) -> WordParagraph:
        added = self.made.add_paragraph()
        added.alignment = align
        _run(added, words, **face)
        return added

    def letterhead(self, head: Letterhead) -> None:
        left, right = self.frame((38, 62))
        rows = [(head.above, {"size": 12})] if head.above else []
        _lines(left, [*rows, *((words, {"size": 12, "bold": True}) for words in head.issuer)])
        _rule(left, 60)
        _lines(left, [(words, {"size": 13}) for words in (head.number, head.about) if words], more=True)
        sizes = (12, *(13 for _words in head.national[1:]))
        pairs = zip(head.national, sizes, strict=True)
        _lines(right, [(words, {"size": size, "bold": True}) for words, size in pairs])
        _rule(right, 40)
        _lines(right, [(head.place_and_day, {"size": 13, "italic": True})], more=True)
        self.made.add_paragraph()

    def frame(self, shares: Sequence[int]) -> tuple[_Cell, ...]:
        """A row of cells without borders, side by side."""
        table = self.made.add_table(1, len(shares))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self.columns(table, shares)
        return tuple(table.rows[0].cells)

    def columns(self, table: WordTable, shares: Sequence[int]) -> None:
        """Set the widths of columns, for Word in the first row and for others in the grid."""
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(self.width * share / sum(shares))

    def title_block(self) -> None:
        document = self.document
        if document.kind:
            title = self.line(document.kind, align=_CENTRE, bold=True)
            title.paragraph_format.space_after = Pt(0)
        for lines in document.headings:
            subject = self.line(lines[0], align=_CENTRE, bold=True)
            for words in lines[1:]:
                subject.add_run().add_break()
                _run(subject, words, bold=True)
        for words in document.remarks:
            self.line(words, align=_CENTRE, size=13, italic=True)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                heading = self.made.add_paragraph()
                _style(heading, f"Heading {min(block.level, 3)}")
                _run(heading, block.words)
                heading.paragraph_format.left_indent = Mm(12.7 if self.document.letterhead else 0)
            case Paragraph():
                self.paragraph(block)
            case Listing():
                self.table(block)

    def paragraph(self, block: Paragraph) -> None:
        added = self.made.add_paragraph()
        if block.style is Style.CENTRED:
            added.alignment = _CENTRE
        else:
            _style(added, _BODY)
        if block.keep:
            added.paragraph_format.keep_with_next = True
        self.runs(added, block.text)

    def runs(self, line: WordParagraph, text: Text) -> None:
        for run in text:
            _run(line, run.text, bold=run.bold, italic=run.italic)
            if run.url:
                self.link(line, run)

    def link(self, line: WordParagraph, run: Run) -> None:
        """Make the last run of a line a link."""
        link = OxmlElement("w:hyperlink")
        if run.url.startswith("#"):
            link.set(qn("w:anchor"), _bookmark(run.url[1:]))
        else:
            link.set(qn("r:id"), line.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        words = line._p[-1]
        words.getparent().replace(words, link)
        link.append(words)

    def table(self, block: Listing) -> None:
        columns, heads = block.columns, block.heads
        table = self.made.add_table(len(heads), len(columns), style="Table Grid")
        table.autofit = False
        self.columns(table, block.shares(self.document.room))
        for number, cells in enumerate(heads):
            for cell in cells:
                self.head(table, number, cell)
            table.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        centred = [number for number, column in enumerate(columns) if column.centred]
        before_total = len(block.rows) - 2 if block.total else -1
        for number, (need, texts) in enumerate(block.rows):
            added = table.add_row()
            cells = added.cells
            self.row(cells, texts, centred)
            if number == before_total:
                for cell in cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if need and not self.document.annex:  # else links lead to the rows of that
                self.mark(cells[0].paragraphs[0], need)
        self.made.add_paragraph().paragraph_format.space_after = Pt(0)

    def head(self, table: WordTable, row: int, head: Head) -> None:
        """One cell of a table's head, over as many columns and rows as it takes."""
        cell = table.cell(row, head.column)
        if head.columns > 1 or head.rows > 1:
            cell = cell.merge(table.cell(row + head.rows - 1, head.column + head.columns - 1))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        self.row([cell], [(Run(head.label, bold=True),)], (0,))

    def row(self, cells: Iterable[_Cell], texts: Iterable[Text], centred: Container[int]) -> None:
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            line = cell.paragraphs[0]
            _style(line, _CELL_CENTRED if column in centred else _CELL)
            self.runs(line, text)

    def mark(self, line: WordParagraph, need: str) -> None:
        """Name a place, so that links can lead to it."""
        self.marks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self.marks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), _bookmark(need))
            line._p.append(mark)

    def closing(self) -> None:
        left, right = self.frame((50, 50))
        recipients = self.document.recipients
        first = [(recipients[0], {"size": 12, "bold": True, "italic": True})] if recipients else []
        _lines(left, [*first, *((words, {"size": 11}) for words in recipients[1:])], align=_LEFT)
        *above, name = self.document.signature or ("",)
        drafts = not above
        _lines(right, [(words, {"bold": True}) for words in above] or [("", {})])
        for _empty in range(3):
            right.add_paragraph()
        _lines(right, [(name, {"bold": not drafts, "italic": drafts})], more=True)


def _bookmark(need: str) -> str:
    """The name of a bookmark: letters, digits and underscores only."""
    return need.replace("-", "_")


def _lines(
    cell: _Cell,
    lines: Sequence[tuple[str, dict[str, Any]]],
    *,
    align: WD_ALIGN_PARAGRAPH = _CENTRE,
    more: bool = False,
) -> None:
    """Fill a cell with lines; ``more`` adds them under those it has."""
    for number, (words, face) in enumerate(lines):
        line = cell.add_paragraph() if number or more else cell.paragraphs[0]
        line.alignment = align
        line.paragraph_format.space_after = Pt(0)
        _run(line, words, **face)


def _rule(cell: _Cell, indent: int) -> None:
    """A short rule in the middle: an empty line with a border above it, indented on both sides."""
    line = cell.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(indent)
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = Pt(6)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().append(borders)
