"""The workbook: assignment table, status by agency, evidence register, progress reports.

What may be edited is open and validated, the rest is protected (without a password: it guards against slips,
not against people). The hidden sheet says what the workbook was made from, for the way back.
"""

import io
import math
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

from kehoach.documents.layout import Document, Heading, Listing, Paragraph
from kehoach.documents.phrases import called, footer
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.official import fingerprint
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus
from kehoach.reports import tables
from kehoach.reports.tables import Column, Head, Surface, Table, heads, plain
from kehoach.reports.words import state_label, value_label

#: The version of the layout: `kehoach merge` reads no other.
VERSION = 2
HIDDEN = "kehoach"
#: Where the hidden sheet says what the workbook was made from, and where its base begins (columns from 0).
MADE_FROM, BASE = 5, 8
#: What the column of confirmations may hold; to send something back takes a reason, and so the file.
CONFIRMATIONS = ("yes", "no", "returned")
#: Rows under the existing ones in which new evidence and reports can be entered.
_BLANK_ROWS = 50
_HEAD_ROW = 3
_LISTS = ("task", "deliverable", "agency", "confirmed", "indicator", "reported")
#: What a workbook is for that does not go back into the plan it was made from: an office below reports by it.
REPORTED = "reported"
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
_WORDS, _DAY = "words", "day"
_TASK = {"in_charge": _WORDS}
_EVIDENCE = {
    "proves": "deliverable",
    "title": _WORDS,
    "number": _WORDS,
    "date": _DAY,
    "completed": _DAY,
    "period": _WORDS,
    "of": "agency",
    "confirmed": "confirmed",
    "url": _WORDS,
}
_UPDATE = {
    "on": "task",
    "title": _WORDS,
    "date": _DAY,
    "period": _WORDS,
    "of": "agency",
    "result": _WORDS,
    "shortcomings": _WORDS,
    "difficulties": _WORDS,
    "proposal": _WORDS,
}
_MEASURE = {
    "on": "indicator",
    "title": _WORDS,
    "date": _DAY,
    "value": _WORDS,
    "number": _WORDS,
    "confirmed": "confirmed",
    "url": _WORDS,
}
#: The same of an office below: its plan, and its tasks.
_ITS_PLAN = {"number": _WORDS, "issued": _DAY, "as_of": _DAY}
_ITS_TASK = {"last": _DAY, "reported": "reported", "number": _WORDS, "date": _DAY}


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


def of_table(table: Table[Any], as_of: date, foot: str) -> bytes:
    """A workbook of one table, to be read."""
    written = io.BytesIO()
    book = _book(written, table.caption, as_of)
    _write(book.add_worksheet(), Sheet("", table.caption, table), foot, _Formats(book), {})
    book.close()
    return written.getvalue()


def _book(written: io.BytesIO, title: str, as_of: date) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    created = datetime.combine(as_of, time.min)
    book.set_properties({"title": title, "author": "kehoach", "created": created})
    return book


def excel(progress: Progress, plan: Need) -> bytes:
    """The workbook of a plan as .xlsx: the same bytes for the same plan and day."""
    written = io.BytesIO()
    book = _book(written, called(plan), progress.as_of)
    lists, shown = _choices(progress, plan), sheets(progress, plan)
    formats = _Formats(book)
    for sheet in shown:
        _write(book.add_worksheet(sheet.name), sheet, footer(progress, plan), formats, lists)
    _write_hidden(book.add_worksheet(HIDDEN), progress, _made_from(progress, plan), shown, lists)
    book.close()
    return written.getvalue()


def sheets(progress: Progress, plan: Need) -> list[Sheet]:
    """The sheets that people see."""
    evidence, updates = tables.evidence(progress, plan), tables.updates(progress, plan)
    return [
        Sheet(_("Assignment"), _("ASSIGNMENT OF TASKS"), tables.assignment(progress, plan), _TASK, "task"),
        Sheet(_("By agency"), _("STATE BY AGENCY"), tables.by_agency(progress, plan, outside=True)),
        Sheet(_("Evidence"), _("EVIDENCE REGISTER"), evidence, _EVIDENCE, "evidence", _BLANK_ROWS),
        Sheet(_("Progress"), _("PROGRESS REPORTS"), updates, _UPDATE, "update", _BLANK_ROWS),
        Sheet(_("Past their last day"), _("PAST THEIR LAST DAY"), tables.late_list(progress, plan)),
        Sheet(_("Holes"), _("HOLES OF THE ASSIGNMENT"), tables.holes(progress, plan)),
        *_of_indicators(progress, plan),
    ]


def _of_indicators(progress: Progress, plan: Need) -> Iterator[Sheet]:
    """What was reached in figures, and the register of figures, where the plan has any to reach."""
    indicators = tables.indicators(progress, plan)
    if indicators.rows:
        measures = tables.measures(progress, plan)
        yield Sheet(_("Indicators"), _("INDICATORS"), indicators)
        yield Sheet(measures.caption, _("FIGURES OF INDICATORS"), measures, _MEASURE, "measure", _BLANK_ROWS)


def reporting(progress: Progress, plan: Need, agency: Need) -> bytes:
    """The workbook by which an office without a repository reports on the tasks of a plan that fall to it.

    It fills in its own plan, and for each task its last day, how far it is, and the paper that shows it.
    """
    written = io.BytesIO()
    book = _book(written, called(plan), progress.as_of)
    formats, lists = _Formats(book), {"reported": tuple(reported_words().values())}
    shown = _of_office(progress, plan, agency)
    for sheet in shown:
        _write(book.add_worksheet(sheet.name), sheet, footer(progress, plan), formats, lists)
    told = {"kind": REPORTED, "office": agency.title, "agency": agency.id}
    told |= {**_made_from(progress, plan), "issuer": plan["issuer"], "number": plan["number"]}
    told |= reported_words()
    _write_hidden(book.add_worksheet(HIDDEN), progress, told, shown, lists)
    book.close()
    return written.getvalue()


def reported_words() -> dict[str, str]:
    """How far an office below may report to be, by keys."""
    return {"open": _("Not begun"), "begun": _("Under way"), "done": _("Done, see the paper")}


def _of_office(progress: Progress, plan: Need, agency: Need) -> list[Sheet]:
    tasks = [s for s in progress.tasks_of(plan) if any(part.agency is agency for part in s.parts)]

    def nothing(_row: Any) -> str:
        return ""

    of_plan: tuple[Column[Need], ...] = (
        Column("id", _("ID of the upper plan"), lambda p: p.id, 16),
        Column("title", _("Upper plan"), called, 40),
        Column("number", _("Number of your plan"), nothing, 20),
        Column("issued", _("Day of your plan"), nothing, 14),
        Column("as_of", _("Your figures end on"), nothing, 14),
    )
    of_tasks: tuple[Column[TaskStatus], ...] = (
        Column("id", _("ID"), lambda s: s.task.id, 18),
        Column("title", _("Task"), lambda s: s.task.title, 48),
        Column("deadline", _("Deadline"), lambda s: s.obligation.deadline.text, 20),
        Column("last", _("Your last day"), nothing, 14),
        Column("reported", _("How far you are"), nothing, 18),
        Column("number", _("Number of the paper"), nothing, 20),
        Column("date", _("Day of the paper"), nothing, 14),
    )
    plans = Table("its-plan", "", of_plan, (plan,), lambda p: p.id)
    told = Table("its-tasks", "", of_tasks, tuple(tasks), lambda s: s.task.id)
    title = _("REPORT OF {agency}").format(agency=agency.title.upper())
    return [
        Sheet(_("Your plan"), title, plans, _ITS_PLAN, "plan"),
        Sheet(_("Your tasks"), title, told, _ITS_TASK, "task"),
    ]


def _choices(progress: Progress, plan: Need) -> dict[str, tuple[str, ...]]:
    tasks = progress.tasks_of(plan)
    indicators = tuple(row.indicator.id for row in tables.indicators(progress, plan).rows)
    return {
        "task": tuple(status.task.id for status in tasks),
        "deliverable": tuple(dict.fromkeys(d.id for status in tasks for d in status.obligation.deliverables)),
        "agency": tuple(agency.id for agency in progress.plan.of_type("agency")),
        "confirmed": (value_label("yes"), value_label("no")),
        **({"indicator": indicators} if indicators else {}),
    }


# -- how they are written ----------------------------------------------------------------------------


class _Formats:
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
        return self._cells[is_open, is_day]


def _write(
    sheet: Worksheet, content: Sheet, foot: str, formats: _Formats, lists: dict[str, tuple[str, ...]]
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
        is_day = entered == _DAY or any(isinstance(row[number], date) for row in rows)
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
    sheet: Worksheet, columns: Sequence[Column[Any]], rows: tuple[int, int], formats: _Formats
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
    if entered in _LISTS:
        letter = "ABCDE"[[name for name in _LISTS if name in lists].index(entered)]
        count = max(len(lists[entered]), 1)
        rule = {"validate": "list", "source": f"={HIDDEN}!${letter}$2:${letter}${count + 1}"}
        # Several codes may stand in one cell, separated by commas: the list helps and does not forbid.
        rule["error_type"] = "stop" if entered in ("confirmed", "reported") else "warning"
        message = _("Choose from the list.")
    elif entered == _DAY:
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


def _made_from(progress: Progress, plan: Need) -> dict[str, str]:
    """What a workbook is made from, by which it is known again."""
    return {
        "version": str(VERSION),
        "plan": plan.id,
        "as_of": progress.as_of.isoformat(),
        "revision": fingerprint.of_plan(progress.plan),
        **{word: value_label(word) for word in CONFIRMATIONS},
    }


def _write_hidden(
    sheet: Worksheet,
    progress: Progress,
    made_from: Mapping[str, str],
    shown: Sequence[Sheet],
    lists: dict[str, tuple[str, ...]],
) -> None:
    """Columns A to E the lists to choose from, F and G what the workbook was made from, from I on every row
    as it was (see :func:`_base`)."""
    for number, name in enumerate(name for name in _LISTS if name in lists):
        sheet.write_column(0, number, [name, *lists[name]])
    for row, (key, value) in enumerate(made_from.items()):
        sheet.write_string(row, MADE_FROM, key)
        sheet.write_string(row, MADE_FROM + 1, value)
    for row, words in enumerate(_base(progress, shown)):
        for number, word in enumerate(words, BASE):
            sheet.write_string(row, number, word)
    sheet.protect("")
    sheet.hide()


def _base(progress: Progress, shown: Iterable[Sheet]) -> Iterator[tuple[str, ...]]:
    """What each sheet of objects was made of: type, what the line holds, and a word for each column.

    First the sheet's name, the columns' keys, heads and whether they are open; then a line a row.
    """
    for sheet in shown:
        if not sheet.type:
            continue
        columns = sheet.columns
        yield sheet.type, "name", sheet.name
        yield sheet.type, "keys", *(column.key for column in columns)
        yield sheet.type, "heads", *(column.label for column in columns)
        yield sheet.type, "open", *("yes" if column.key in sheet.open else "no" for column in columns)
        for need_id, row in sheet.rows:
            need = progress.plan.needs[need_id]
            pairs = zip(columns, row, strict=True)
            yield sheet.type, "row", *(_based(sheet, need, column.key, value) for column, value in pairs)


def _based(sheet: Sheet, need: Need, key: str, value: Entry) -> str:
    """An open cell as it is written in the files, any other as it is shown."""
    if key in sheet.open:
        return need.title if key == "title" else ", ".join(need.to(key)) or need[key]
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)


# -- documents ---------------------------------------------------------------------------------------


def of_document(document: Document) -> bytes:
    """The tables of a document and of its annex, a sheet each: the same bytes for the same document.

    Where it is one table, what stands above and below that is with it.
    """
    written = io.BytesIO()
    book = _book(written, shortened(document.title, 254), document.as_of)
    formats, taken = _Formats(book), set[str]()
    tables = list(_listings(document))
    remarks = [words.strip("()") for words in document.remarks] or [document.footer]
    for caption, table in tables:
        alone = len(tables) == 1
        title, above = (document.kind, [*document.subject, *remarks]) if alone else (caption, remarks)
        sheet = book.add_worksheet(_sheet_name(caption or title, taken))
        below = _write(sheet, Sheet("", title, table, free=True), ". ".join(above), formats, {})
        if alone:
            last = _write_closing(sheet, below, len(table.columns), document, formats)
            sheet.print_area(0, 0, last, max(len(table.columns) - 1, 1))
    book.close()
    return written.getvalue()


def _listings(document: Document) -> Iterator[tuple[str, Table[Any]]]:
    """The tables, each under its caption, or under the heading above it."""
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.words
        elif isinstance(block, Listing):
            yield block.table.caption or heading, block.table.on(Surface.PAPER)
    if document.annex:
        yield from _listings(document.annex)


def _sheet_name(words: str, taken: set[str]) -> str:
    """The name of a sheet, which takes 31 letters and not all signs, and no other has in any capitals."""
    base = re.sub(r"[\[\]:*?/\\']", " ", words).strip() or "kehoach"
    name, number = base[:31].strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[:27].strip()} {number}"
    taken.add(name.casefold())
    return name


def _write_closing(sheet: Worksheet, row: int, width: int, document: Document, formats: _Formats) -> int:
    """Write what stands below the table: words, recipients, who signs; tell the last row that it takes."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    for number, block in enumerate(paragraphs, row + 1):
        sheet.write_string(number, 0, "".join(run.text for run in block.text), formats.note)
    row += len(paragraphs) + 2
    for number, words in enumerate(document.recipients, row):
        sheet.write_string(number, 0, words, formats.note)
    for number, words in enumerate(document.signature, row):
        sheet.write_string(number, max(width - 3, 1), words, formats.signed)
    return row + max(len(document.recipients), len(document.signature))
