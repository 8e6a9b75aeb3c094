"""Files of the fictional documents in ``offices.py``: Word, PDF, Excel, web page, Markdown, text."""

import html
import json
from collections.abc import Callable
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from openpyxl import Workbook

from importing.offices import Block, Grid, NewPage, Paper, Sides, Words
from kehoach.export import fonts

_TYPST = """\
#set page(paper: "a4", margin: (left: 3cm, rest: 2cm), numbering: "1")
#set text(font: sys.inputs.font, size: 13pt, lang: "vi")
#set par(justify: true)
#for block in json(bytes(sys.inputs.blocks)) {
  if block.kind == "page" { pagebreak() }
  if block.kind == "words" { par(if block.bold { strong(block.text) } else { block.text }) }
  if block.kind == "sides" {
    let side(lines) = align(center, lines.map(line => text(line)).join(linebreak()))
    grid(columns: (1fr, 1fr), side(block.left), side(block.right))
  }
  if block.kind == "grid" {
    let words(c) = text(size: 11pt, par(justify: false, c.text))
    let cell(c) = table.cell(colspan: c.columns, rowspan: c.rows, words(c))
    table(columns: block.widths.map(width => width * 1fr),
      table.header(..block.head.map(cell)), ..block.body.map(cell))
  }
}
"""


def word(paper: Paper, path: Path) -> None:
    """As offices write: letterhead and signature as tables, annexes on pages across."""
    document = Document()
    for block in paper.blocks:
        match block:
            case Words():
                run = document.add_paragraph().add_run(block.text)
                run.bold = block.bold
            case NewPage():
                section = document.add_section(WD_SECTION.NEW_PAGE)
                section.orientation = WD_ORIENT.LANDSCAPE
                section.page_width, section.page_height = section.page_height, section.page_width
            case Sides():
                table = document.add_table(1, 2)
                for cell, lines in zip(table.rows[0].cells, (block.left, block.right), strict=True):
                    cell.text = lines[0]
                    for line in lines[1:]:
                        cell.add_paragraph(line)
            case Grid():
                _word_grid(document, block)
    document.save(str(path))


def _word_grid(document: WordDocument, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.rows[0]))
    table.style = "Table Grid"
    for y, row in enumerate(grid.rows):
        for cell, text in zip(table.rows[y].cells, row, strict=True):
            cell.text = text
    for y, x, rows, columns in grid.merged:
        text = table.cell(y, x).text
        table.cell(y, x).merge(table.cell(y + rows - 1, x + columns - 1)).text = text


def printed(paper: Paper, path: Path) -> None:
    """As PDF."""
    font = fonts.font_of(Path())
    blocks = [_as_data(block) for block in paper.blocks]
    compiler = typst.Compiler(
        _TYPST.encode(),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font.folder)]
        ),
        sys_inputs={"blocks": json.dumps(blocks, ensure_ascii=False), "font": font.family},
    )
    pages = compiler.compile(format="pdf")
    assert isinstance(pages, bytes)
    path.write_bytes(pages)


def _as_data(block: Block) -> dict[str, object]:
    match block:
        case Words():
            return {"kind": "words", "text": block.text, "bold": block.bold}
        case Sides():
            return {"kind": "sides", "left": block.left, "right": block.right}
        case NewPage():
            return {"kind": "page"}
        case Grid():
            cells = _cells(block)
            head = max([1, *(rows for y, _x, rows, _columns in block.merged if y == 0)])
            longest = [max(len(row[x]) for row in block.rows) for x in range(len(block.rows[0]))]
            return {
                "kind": "grid",
                "widths": [min(max(length, 12 if x == 0 else 15), 40) for x, length in enumerate(longest)],
                "head": [cell for row in cells[:head] for cell in row],
                "body": [cell for row in cells[head:] for cell in row],
            }


def _cells(grid: Grid) -> list[list[dict[str, object]]]:
    """Each row's cells as they are drawn: those under a merged range are left out."""
    spans = {(y, x): (rows, columns) for y, x, rows, columns in grid.merged}
    hidden = {
        (y + down, x + across)
        for (y, x), (rows, columns) in spans.items()
        for down in range(rows)
        for across in range(columns)
    } - set(spans)
    drawn = []
    for y, row in enumerate(grid.rows):
        sizes = [(x, text, *spans.get((y, x), (1, 1))) for x, text in enumerate(row) if (y, x) not in hidden]
        drawn.append([{"text": text, "rows": rows, "columns": columns} for _x, text, rows, columns in sizes])
    return drawn


def web(paper: Paper, path: Path) -> None:
    """As a law site shows it."""
    parts = []
    for block in paper.blocks:
        match block:
            case Words():
                text = html.escape(block.text)
                parts.append(f"<p>{f'<b>{text}</b>' if block.bold else text}</p>")
            case Sides():
                cells = ("<br>".join(map(html.escape, lines)) for lines in (block.left, block.right))
                parts.append("<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>")
            case Grid():
                parts.append(f"<table border=1>{''.join(map(_web_row, _cells(block)))}</table>")
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}", encoding="utf-8")


def _web_row(cells: list[dict[str, object]]) -> str:
    drawn = (
        f"<td rowspan={cell['rows']} colspan={cell['columns']}>"
        f"{html.escape(str(cell['text'])).replace(chr(10), '<br>')}</td>"
        for cell in cells
    )
    return f"<tr>{''.join(drawn)}</tr>"


def text(paper: Paper, path: Path) -> None:
    """As text copied from a page: one line a paragraph."""
    path.write_text("\n".join(_lines(paper, bold="{}")), encoding="utf-8")


def markdown(paper: Paper, path: Path) -> None:
    """As a converter writes it: bold headings, tables between bars."""
    path.write_text("\n\n".join(_lines(paper, bold="**{}**")), encoding="utf-8")


def _lines(paper: Paper, bold: str) -> list[str]:
    lines: list[str] = []
    for block in paper.blocks:
        match block:
            case Words():
                lines.append(bold.format(block.text) if block.bold else block.text)
            case Sides():
                lines += [*block.left, *block.right]
            case Grid():
                rows = [[cell.replace("\n", "<br>") for cell in row] for row in block.rows]
                rows.insert(1, ["---"] * len(rows[0]))
                lines.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return lines


def sheet(paper: Paper, path: Path) -> None:
    """As a list exported from software."""
    book = Workbook()
    page = book.worksheets[0]
    for block in paper.blocks:
        match block:
            case Words():
                page.append([block.text])
            case Grid():
                page.append([])
                for row in block.rows:
                    page.append(row)
    book.save(path)


MAKE: dict[str, Callable[[Paper, Path], None]] = {
    "docx": word,
    "pdf": printed,
    "html": web,
    "txt": text,
    "md": markdown,
    "xlsx": sheet,
}
