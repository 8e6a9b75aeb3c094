"""Reads a workbook that people have edited, with the base that it carries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from kehoach.export import excel
from kehoach.export.sheets import HIDDEN
from kehoach.files import workbooks
from kehoach.language import _
from kehoach.language.text import flat

#: Rows of an .xlsx sheet; beyond our columns there is room for people's own.
_MOST_ROWS, _MOST_COLUMNS = 2**20, 60
_HEAD_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and its name: "Minh chứng!D12".

    ``kind`` is openpyxl's: "f" is a formula, "e" an error of the spreadsheet.
    """

    place: str
    value: object = None
    kind: str = "n"


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the head: what is in its cells, by the key of their column."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    filled: Mapping[str, Cell]

    def __getitem__(self, key: str) -> Cell:
        """The cell of a column, also where it is empty."""
        return self.filled.get(key) or Cell(self.place(key))

    def place(self, key: str) -> str:
        """The name of a cell; of the row's first one where the column is not there."""
        return f"{self.sheet}!{get_column_letter(self.columns.get(key, 0) + 1)}{self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of objects of one type: as it was made (``base``, by ID), and the rows as they are now.

    ``heads`` are the words over the columns. ``missing`` are the columns that somebody has taken out, ``own``
    the first cells of those that somebody has put in.
    """

    type: str
    name: str
    heads: Mapping[str, str]
    open: frozenset[str]
    base: Mapping[str, Mapping[str, str]]
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook, and which plan, day and revision it was made from; ``told`` is all it says of that."""

    told: Mapping[str, str]
    plan: str
    as_of: str
    revision: str
    sheets: tuple[Sheet, ...]


class _NotOursError(workbooks.RefusedError):
    """A workbook that is none of ours, as opposed to one that openpyxl cannot read."""


def read(path: Path, kind: str = "") -> Workbook:
    """Read a workbook; ``kind`` says that it has to be one by which an office below reports.

    Raises:
        ValueError: it is no workbook of `kehoach export xlsx`, or of another version.
        OSError: it cannot be read.
    """
    with workbooks.opened(path, read_only=True) as book:
        return _workbook({sheet.title: sheet for sheet in book.worksheets}, kind)


def _workbook(found: Mapping[str, Any], kind: str) -> Workbook:
    if HIDDEN not in found:
        message = _('There is no sheet "{sheet}": this is no workbook of `kehoach export xlsx`.')
        raise _NotOursError(message.format(sheet=HIDDEN))
    made_from: dict[str, str] = {}
    base = _Base({})
    for cells in _rows(found[HIDDEN]):
        texts = ["" if cell.value is None else str(cell.value) for cell in cells]
        texts += [""] * (excel.BASE + 2 - len(texts))
        made_from.setdefault(texts[excel.MADE_FROM], texts[excel.MADE_FROM + 1])
        need_type, line, *words = texts[excel.BASE :]
        base.lines.setdefault((need_type, line), []).append(words)
    if made_from.get("version") != str(excel.VERSION):
        message = _("Another version of kehoach made the workbook. Export again and enter the changes there.")
        raise _NotOursError(message)
    if made_from.get("kind", "") != kind:
        message = _("An office below reports by this workbook: `kehoach collect` reads it, not `merge`.")
        if kind:
            message = _("This workbook goes back into its plan: `kehoach merge` reads it, not `collect`.")
        raise _NotOursError(message)
    confirmations = {made_from[word]: word for word in excel.CONFIRMATIONS if word in made_from}
    types = [need_type for need_type, line in base.lines if line == "keys"]
    sheets = tuple(_sheet(need_type, base, found, confirmations) for need_type in types)
    return Workbook(made_from, made_from["plan"], made_from["as_of"], made_from["revision"], sheets)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its size is not to be relied on
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > _MOST_ROWS:
            return
        yield row


@dataclass(frozen=True, slots=True)
class _Base:
    """The lines of the hidden sheet, by the type of objects and what the line holds."""

    lines: dict[tuple[str, str], list[list[str]]]

    def name(self, need_type: str) -> str:
        return self.lines[need_type, "name"][0][0]

    def by_key(self, need_type: str, line: str) -> list[dict[str, str]]:
        """Such lines, each by the keys of the columns; the empty words at the end are not in the file."""
        keys = [key for key in self.lines[need_type, "keys"][0] if key]
        found = self.lines.get((need_type, line), [])
        return [dict(zip(keys, [*words, *[""] * len(keys)], strict=False)) for words in found]


def _sheet(need_type: str, base: _Base, found: Mapping[str, Any], confirmations: Mapping[str, str]) -> Sheet:
    """A sheet with its base, found by its name, or by its heads where somebody has renamed it."""
    name, (heads,) = base.name(need_type), base.by_key(need_type, "heads")
    opened = frozenset(key for key, word in base.by_key(need_type, "open")[0].items() if word == "yes")
    rows_then = {row["id"]: row for row in base.by_key(need_type, "row")}
    for candidate in [name] if name in found else [other for other in found if other != HIDDEN]:
        if table := _table(found[candidate], heads, confirmations):
            missing = tuple(key for key in heads if key not in table.keys)
            return Sheet(need_type, candidate, heads, opened, rows_then, table.rows, missing, table.own)
    message = _('There is no sheet with the columns of "{sheet}". Export again and enter the changes there.')
    raise _NotOursError(message.format(sheet=name))


@dataclass(frozen=True, slots=True)
class _Table:
    keys: frozenset[str]
    rows: tuple[Row, ...]
    own: tuple[str, ...]


def _table(sheet: Any, heads: Mapping[str, str], confirmations: Mapping[str, str]) -> _Table | None:
    """The rows under the head, wherever rows and columns have been moved; None where there is no head."""
    columns: dict[int, str] = {}
    rows: list[Row] = []
    own: dict[int, str] = {}
    for number, cells in enumerate(_rows(sheet), 1):
        if not columns:
            columns = _columns(cells, heads)
            if number > _HEAD_WITHIN:
                return None
            continue
        filled = {}
        for index, cell in enumerate(cells):
            place, key = f"{sheet.title}!{get_column_letter(index + 1)}{number}", columns.get(index)
            if cell.value is None:
                continue
            if key is None:
                own.setdefault(index, place)
            else:
                value = confirmations.get(cell.value, cell.value) if key == "confirmed" else cell.value
                filled[key] = Cell(place, value, cell.data_type)
        if filled:
            rows.append(Row(sheet.title, number, {key: index for index, key in columns.items()}, filled))
    return _Table(frozenset(columns.values()), tuple(rows), tuple(own.values())) if columns else None


def _columns(cells: Iterable[Any], heads: Mapping[str, str]) -> dict[int, str]:
    """The key of each column, if this row is the head: it has the word for the ID and most of the others."""
    keys = {flat(head): key for key, head in heads.items()}
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if key := keys.get(flat(str(cell.value or ""))):
            found.setdefault(key, index)
    is_head = "id" in found and 2 * len(found) > len(heads)
    return {index: key for key, index in found.items()} if is_head else {}
