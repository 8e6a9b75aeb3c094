"""Documents as PDF with Typst: PDF/A-2a for archives and PDF/UA-1 for screen readers, both at once."""

import json
import re
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from kehoach.documents.layout import (
    LONG_WORD,
    Block,
    Document,
    Heading,
    Listing,
    Paragraph,
    Run,
    Text,
    words_of,
)
from kehoach.export.fonts import Font

TEMPLATE = Path(__file__).with_name("official.typ")
#: A word longer than this would run over the edge of a cell.
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
#: A paragraph of so many characters takes about a third of a page.
_LONG_PARAGRAPH = 900
#: How many rows a table of a document that must fit on one page has at most.
_MOST_ROWS = 16


def pdf(document: Document, font: Font) -> bytes:
    """A document as PDF: the same bytes for the same document.

    A character that the font lacks is printed as its code; :func:`note` says so.
    """
    compiler = _compiler(document, font)
    day = datetime.combine(document.as_of, time.min, UTC)
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(day.timestamp()))
    return cast("bytes", made)  # a PDF is one file, whereas images are one a page


def note(document: Document, font: Font) -> str:
    """What whoever prints a document should know: a character that the font lacks, and where it is."""
    return font.lacking(words_of(document))


def on_one_page(draw: Callable[[int], Document], font: Font) -> Document:
    """The document with as many rows a table as fit on one page."""

    def too_long(rows: int) -> bool:
        pages = _compiler(draw(rows), font).query("<last-page>", field="value", one=True)
        return bool(json.loads(pages) > 1)

    fitting = bisect(range(2, _MOST_ROWS + 1), x=False, key=too_long)
    return draw(fitting + 1)


def inputs(document: Document, font: Font) -> dict[str, str]:
    """What the template prints, as it takes it."""
    data = {
        **_part(document),
        "author": document.letterhead.issuer[-1] if document.letterhead else "kehoach",
        "font": font.family,
        "targets": sorted({run.url for run in _runs(document) if run.url.startswith("#")}),
        "annex": _part(document.annex) if document.annex else None,
    }
    return {"document": font.printable(json.dumps(data, ensure_ascii=False))}


def _compiler(document: Document, font: Font) -> typst.Compiler:
    fonts = _fonts(font.folder)
    return typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=inputs(document, font))


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """Only the fonts of a folder: one that the system has would look right here and nowhere else."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _part(document: Document) -> dict[str, Any]:
    """A document, or its annex, as the template takes it."""
    own = {field.name: getattr(document, field.name) for field in fields(document)}
    for name in ("name", "as_of", "annex"):
        del own[name]
    return {
        **own,
        "subject": [line for lines in document.headings for line in lines],
        "letterhead": asdict(document.letterhead) if document.letterhead else None,
        "blocks": [_block(block, document.room) for block in document.blocks],
        "indent": document.letterhead is not None,
    }


def _block(block: Block, room: int) -> dict[str, Any]:
    match block:
        case Heading():
            return {"block": "heading", "level": block.level, "words": block.words}
        case Listing():
            columns = block.columns
            return {
                "block": "table",
                "head": [
                    [{"label": _breakable(h.label), "columns": h.columns, "rows": h.rows} for h in row]
                    for row in block.heads
                ],
                "widths": block.shares(room),
                "centred": [number for number, column in enumerate(columns) if column.centred],
                "total": block.total,
                "rows": [{"need": need, "cells": list(map(_text, cells))} for need, cells in block.rows],
            }
        case Paragraph():
            long = sum(len(run.text) for run in block.text) > _LONG_PARAGRAPH
            own = {"style": block.style, "text": _text(block.text), "keep": block.keep}
            return {"block": "paragraph", "long": long, **own}


def _text(text: Text) -> list[dict[str, Any]]:
    return [
        {"text": _breakable(run.text), "bold": run.bold, "italic": run.italic, "url": run.url} for run in text
    ]


def _breakable(words: str) -> str:
    """Let very long words break anywhere: a zero-width space after each letter, which nothing prints."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), words)


def _runs(document: Document) -> Iterator[Run]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from block.text
        elif isinstance(block, Listing):
            yield from (run for _need, cells in block.rows for cell in cells for run in cell)
