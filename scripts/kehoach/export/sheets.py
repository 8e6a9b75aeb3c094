"""A table as a sheet of a workbook: what may be entered, how cells look, how it is printed."""

import io
import math
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from itertools import accumulate
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kehoach.language import _
from kehoach.progress import State
from kehoach.reports.tables import Column, Head, Surface, Table, heads, plain
from kehoach.reports.words import state_label

#: The name of the hidden sheet, and the lists to choose from that its first columns may hold.
HIDDEN = "kehoach"
LISTS = ("task", "deliverable", "agency", "confirmed", "indicator", "reported")
_HEAD_ROW = 3
#: A sheet is printed on so many pages beside each other as keep its letters readable: so many of them wide,
#: with what a row is about in the first.
_PRINTED, _TITLES = 160, 70
#: The colours of states, as the site has them in the light.
COLOURS = {
    "#17693a": (State.DONE_ON_TIME,),
    "#b3261e": (State.DONE_LATE, State.OPEN_OVERDUE),
    "#1d5fa8": (State.OPEN_IN_TIME, State.AWAITING, State.ONGOING),
}

#: What stands in a cell of the workbook.
Entry = str | int | date | None

#: What may be entered into the columns of a table that are open: any words, a day, or one of a list of the
#: hidden sheet.
WORDS, DAY = "words", "day"


@dataclass(frozen=True)
class Sheet:
    """A table of the workbook: the name of its sheet, its title, and what may be entered, by column.

    ``type`` is the type of the objects in its rows, and empty where nothing is entered; ``blank`` rows
    below are open for new ones. One that is ``free`` is an office's own to go on with: nothing is protected,
    and it has all columns as they are.
    """

    name: str
    title: str
    table: Table[Any]
    open: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    blank: int = 0
    free: bool = False

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns of the sheet; those that nothing stands in or may be entered into are left out."""
        if self.free:
            return self.table.columns
        table = self.table.on(Surface.SHEET)
        return (table if self.blank else table.without_empty(self.open)).columns

    @cached_property
    def rows(self) -> list[tuple[str, list[Entry]]]:
        """The need that each row is about, and what stands in the row."""
        return [(self.table.need(row), list(self._entries(row))) for row in self.table.rows]

    def _entries(self, row: Any) -> Iterator[Entry]:
        values = (column.value(row) for column in self.columns)
        return (plain(value) if isinstance(value, tuple) else value for value in values)


def book_of(written: io.BytesIO, title: str, as_of: date) -> xlsxwriter.Workbook:
    """A workbook without sheets, which is the same for the same day whenever it is written."""
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    created = datetime.combine(as_of, time.min)
    book.set_properties({"title": title, "author": "kehoach", "created": created})
    return book


class Formats:
    """The formats of cells: locked and open, text and days."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#999999"}
        # As text: else an office makes a day of "12/9", and nobody can tell any more what was typed.
        opened = {**base, "locked": False, "bg_color": "#FFFBE6", "num_format": "@"}
        day = {"num_format": "dd/mm/yyyy", "align": "center"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.signed = book.add_format({"bold": True})
        self.note = book.add_format({"italic": True, "font_color": "#444444"})
        self.head = book.add_format(
            {**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EDF4"}
        )
        self.states = {
            state: book.add_format({"font_color": colour, "bold": True})
            for colour, states in COLOURS.items()
            for state in states
        }
        self._cells = {
            (False, False): book.add_format(base),
            (False, True): book.add_format({**base, **day}),
            (True, False): book.add_format(opened),
            (True, True): book.add_format({**opened, **day}),
        }

    def cell(self, *, is_open: bool, is_day: bool) -> Format:
        """The format of a cell, by what may be done with it."""
        return self._cells[is_open, is_day]


def write(
    sheet: Worksheet, content: Sheet, foot: str, formats: Formats, lists: dict[str, tuple[str, ...]]
) -> int:
    """Write a table with its title and the words of its foot; tell the last row that it takes."""
    columns, rows = content.columns, [row for _need, row in content.rows]
    head = heads(columns)
    head_row = _HEAD_ROW + len(head) - 1
    first_row, last_row = head_row + 1, head_row + len(rows) + content.blank
    sheet.write_string(0, 0, content.title, formats.title)
    sheet.write_string(1, 0, foot, formats.note)
    if content.open:
        sheet.write_string(2, 0, _("Yellow cells may be edited; the rest is protected."), formats.note)
    forms = []
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        entered = content.open.get(column.key, "")
        if entered and last_row >= first_row:
            _validate(sheet, (first_row, number, last_row, number), column.label, entered, lists)
        is_day = entered == DAY or any(isinstance(row[number], date) for row in rows)
        forms.append(formats.cell(is_open=bool(entered), is_day=is_day))
    _write_head(sheet, head, columns, formats.head)
    empty: list[Entry] = [None] * len(columns)
    for index, row in enumerate((*rows, *([empty] * content.blank)), first_row):
        sheet.set_row(index, _height(columns, row))
        for number, (value, form) in enumerate(zip(row, forms, strict=True)):
            _write_cell(sheet, index, number, value, form)
    sheet.autofilter(head_row, 0, max(last_row, first_row), len(columns) - 1)
    sheet.freeze_panes(head_row + 1, 1)
    if not content.free:
        sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _colour(sheet, columns, (first_row, max(last_row, first_row)), formats)
    _set_up_print(sheet, columns, (head_row, head_row + max(len(rows), 1)), foot)
    return max(last_row, first_row)


def _write_head(
    sheet: Worksheet, head: Sequence[Sequence[Head]], columns: Sequence[Column[Any]], form: Format
) -> None:
    """The rows of the head; a cell that goes over several columns or rows is merged of theirs."""
    for row, cells in enumerate(head, _HEAD_ROW):
        of_one = [cell for cell in cells if cell.rows == 1 or len(head) == 1]
        room = [sum(c.width for c in columns[cell.column :][: cell.columns]) for cell in of_one]
        lines = (len(wrap(cell.label, width)) for cell, width in zip(of_one, room, strict=True))
        sheet.set_row(row, 15.5 * max(lines, default=1))
        for cell in cells:
            if cell.columns > 1 or cell.rows > 1:
                last = row + cell.rows - 1, cell.column + cell.columns - 1
                sheet.merge_range(row, cell.column, *last, "", form)
            sheet.write_string(row, cell.column, cell.label, form)


def _colour(
    sheet: Worksheet, columns: Sequence[Column[Any]], rows: tuple[int, int], formats: Formats
) -> None:
    """Colour states by their words, so that colours stay where rows are sorted."""
    for number, column in enumerate(columns):
        if column.key == "state":
            for state, form in formats.states.items():
                rule = {
                    "type": "text",
                    "criteria": "begins with",
                    "value": state_label(state),
                    "format": form,
                }
                sheet.conditional_format(rows[0], number, rows[1], number, rule)


def _height(columns: Sequence[Column[Any]], values: Sequence[Entry]) -> float:
    """The height in points that the longest text of a row takes: other offices than Excel do not fit rows."""
    pairs = zip(columns, values, strict=True)
    lines = max(len(wrap(value, column.width)) if isinstance(value, str) else 1 for column, value in pairs)
    return 15.5 * max(lines, 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Entry, form: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time.min), form)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, form)
    else:
        # Never `write`, which takes "=…" for a formula and addresses for links.
        sheet.write_string(row, column, value, form)


def _validate(
    sheet: Worksheet,
    cells: tuple[int, int, int, int],
    label: str,
    entered: str,
    lists: dict[str, tuple[str, ...]],
) -> None:
    """A list to choose from, or a day; what is entered otherwise is refused with the reason."""
    if entered in LISTS:
        letter = "ABCDE"[[name for name in LISTS if name in lists].index(entered)]
        count = max(len(lists[entered]), 1)
        rule = {"validate": "list", "source": f"={HIDDEN}!${letter}$2:${letter}${count + 1}"}
        # Several codes may stand in one cell, separated by commas: the list helps and does not forbid.
        rule["error_type"] = "stop" if entered in ("confirmed", "reported") else "warning"
        message = _("Choose from the list.")
    elif entered == DAY:
        rule = {"validate": "date", "criteria": ">=", "value": date(1945, 1, 1)}  # type: ignore[dict-item] # a date or text
        message = _("Enter a day, as in 15/09/2023.")
    else:
        return
    sheet.data_validation(*cells, {**rule, "error_title": label[:32], "error_message": message})


def _set_up_print(sheet: Worksheet, columns: Sequence[Column[Any]], rows: tuple[int, int], foot: str) -> None:
    """What is filled in, from the last row of the head on; on each page that, and the first columns."""
    upto = list(accumulate(column.width for column in columns))
    first = max(bisect(upto, _TITLES), 1)
    sheet.print_area(0, 0, rows[1], len(columns) - 1)
    sheet.repeat_columns(0, first - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(math.ceil((upto[-1] - upto[first - 1]) / (_PRINTED - _TITLES)) or 1, 0)
    sheet.repeat_rows(_HEAD_ROW, rows[0])
    sheet.set_footer(f"&L&8{foot}&R&8&P/&N")
