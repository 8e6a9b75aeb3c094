"""Excel sheets of tasks: each sheet with its title, the rows of its table, and what stands around it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.files import workbooks
from kehoach.importing.readers import Material, PicturesRead, UnreadableFileError, row, without_controls
from kehoach.language import _

#: What is larger is no list of tasks, whatever is formatted beyond it.
_MOST_ROWS, _MOST_COLUMNS = 20_000, 60
#: Characters of a cell: Excel itself writes no more.
_MOST_LETTERS = 32_767


def read(path: Path, kind: str, _progress: PicturesRead) -> Material:
    """Read all sheets that people see.

    Raises:
        UnreadableFileError: it is no workbook, damaged, or larger than any list of tasks.
    """
    try:
        with workbooks.opened(path, read_only=False) as book:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            lines = [line for sheet in sheets for line in _lines(sheet, named=len(sheets) > 1)]
    except workbooks.RefusedError as error:
        raise UnreadableFileError(str(error)) from error
    return Material(without_controls("\n".join(lines)).strip() + "\n", kind, own_lines=False)


def _lines(sheet: Any, *, named: bool) -> Iterator[str]:
    """The rows of a sheet; one with words in a single cell is a line, as titles and signatures are."""
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        message = _(
            'The sheet "{sheet}" has {rows} rows and {columns} columns: no list of tasks is so large.'
        )
        size = {"rows": sheet.max_row, "columns": sheet.max_column}
        raise workbooks.RefusedError(message.format(sheet=sheet.title, **size))
    if named:
        yield from ("", sheet.title, "")
    merged = _merged(sheet)
    for cells in sheet.iter_rows():
        texts = [_text(merged.get((cell.row, cell.column), cell.value)) for cell in cells]
        if (most := max(map(len, texts), default=0)) > _MOST_LETTERS:
            message = _('The sheet "{sheet}" has a cell of {length} characters: Excel writes none so long.')
            raise workbooks.RefusedError(message.format(sheet=sheet.title, length=most))
        while texts and not texts[-1]:
            texts.pop()
        filled = [text for text in texts if text]
        yield row(texts) if len(filled) > 1 else "".join(filled)


def _merged(sheet: Any) -> dict[tuple[int, int], object]:
    """What stands in the cells that a merged one covers below it: the same. Beside it: nothing."""
    found: dict[tuple[int, int], object] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for number in range(area.min_row, min(area.max_row, _MOST_ROWS) + 1):
            found[number, area.min_col] = value
    return found


def _text(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
