"""The workbook: assignment table, status by agency, evidence register, progress reports.

What may be edited is open and validated, the rest is protected (without a password: it guards against slips,
not against people). The hidden sheet says what the workbook was made from, for the way back.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kehoach.documents.phrases import agencies, called, deliverables, footer
from kehoach.language import _
from kehoach.official import fingerprint
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, tally
from kehoach.reports.words import deadline_words, state_label, state_words, value_label

#: The version of the layout: `kehoach merge` reads no other.
VERSION = 2
HIDDEN = "kehoach"
#: Where the hidden sheet says what the workbook was made from, and where its base begins (columns from 0).
MADE_FROM, BASE = 5, 8
#: Rows under the existing ones in which new evidence and reports can be entered.
_BLANK_ROWS = 50
_HEAD_ROW = 3
_LISTS = ("task", "deliverable", "agency", "confirmed")

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in the model, its words, its width in characters, and what may be entered.

    ``choices`` names a list of the hidden sheet.
    """

    key: str
    label: str
    width: int
    editable: bool = False
    choices: str = ""
    day: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, columns and rows; ``blank`` rows below are open for new entries.

    ``type`` is the type of the objects in its rows, and empty where they are none.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    blank: int = 0
    type: str = ""


def excel(progress: Progress, plan: Need) -> bytes:
    """The workbook of a plan as .xlsx: the same bytes for the same plan and day."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties(
        {
            "title": called(plan),
            "author": "kehoach",
            "created": datetime.combine(progress.as_of, time.min),
        }
    )
    lists, shown = _choices(progress, plan), sheets(progress, plan)
    formats = _Formats(book)
    for sheet in shown:
        _write(book.add_worksheet(sheet.name), sheet, progress, formats, lists)
    _write_hidden(book.add_worksheet(HIDDEN), progress, plan, shown, lists)
    book.close()
    return written.getvalue()


def sheets(progress: Progress, plan: Need) -> list[Sheet]:
    """The sheets that people see."""
    return [made(progress, plan) for made in (_assignment, _by_agency, _evidence, _updates)]


# -- what the sheets hold ---------------------------------------------------------------------------


def _assignment(progress: Progress, plan: Need) -> Sheet:
    columns = (
        Column("id", _("ID"), 17),
        Column("clause", _("Clause"), 8),
        Column("title", _("Task"), 36),
        Column("owner", _("Lead agency"), 24),
        Column("ownership", _("How they share it"), 11),
        Column("partners", _("Partner agencies"), 26),
        Column("form", _("Form"), 18),
        Column("deadline", _("Deadline"), 20),
        Column("due", _("Due"), 12, day=True),
        Column("extensions", _("Extensions"), 9),
        Column("deliverables", _("Deliverable"), 26),
        Column("submit_to", _("Submitted to"), 18),
        Column("funding", _("Funding"), 16),
        Column("target", _("Target"), 16),
        Column("in_charge", _("In charge"), 16, editable=True),
        Column("state", _("State"), 15),
        Column("done", _("Day done"), 12, day=True),
        Column("days_late", _("Days late"), 9),
    )
    rows = tuple(_task(progress, status) for status in progress.tasks_of(plan))
    return _without_empty(Sheet(_("Assignment"), _("ASSIGNMENT OF TASKS"), columns, rows, type="task"))


def _without_empty(sheet: Sheet) -> Sheet:
    """The sheet without the columns that nothing stands in, so that the others have room on paper."""
    kept = [
        number
        for number, column in enumerate(sheet.columns)
        if column.editable or any(row[number] not in ("", None) for row in sheet.rows)
    ]
    columns = tuple(sheet.columns[number] for number in kept)
    return replace(
        sheet, columns=columns, rows=tuple(tuple(row[number] for number in kept) for row in sheet.rows)
    )


def _task(progress: Progress, status: TaskStatus) -> tuple[Value, ...]:
    task, bound = status.task, status.obligation
    return (
        task.id,
        task["clause"],
        task.title,
        agencies(progress, bound.owners),
        value_label(task["ownership"]),
        agencies(progress, bound.partners),
        task["form"],
        deadline_words(bound),
        bound.due,
        len(bound.extensions),
        deliverables(status),
        agencies(progress, progress.plan.targets(task, "submit_to")),
        task["funding"],
        task["target"],
        task["in_charge"],
        state_words(status),
        status.done,
        status.days_late,
    )


def _by_agency(progress: Progress, plan: Need) -> Sheet:
    counted = tally(progress, plan)
    labels = [state_label(state) for state in counted.states]
    columns = (
        Column("agency", _("Agency"), 44),
        *(Column(state.value, label, 12) for state, label in zip(counted.states, labels, strict=True)),
    )

    def row(name: str, counts: dict[Any, int]) -> tuple[Value, ...]:
        return (name, *(counts[state] for state in counted.states))

    names = progress.plan.needs
    rows = [row(names[key].title, counts) for key, counts in counted.rows.items()]
    rows += [
        row(
            _("{agency} (outside the People's Committee, not in the total)").format(agency=names[key].title),
            counts,
        )
        for key, counts in counted.outside.items()
    ]
    rows.append(row(_("Total, each task counted once"), counted.total))
    return Sheet(_("By agency"), _("STATE BY AGENCY"), columns, tuple(rows))


def _evidence(progress: Progress, plan: Need) -> Sheet:
    columns = (
        Column("id", _("ID"), 18),
        Column("proves", _("Proves (code)"), 24, editable=True, choices="deliverable"),
        Column("deliverable", _("Deliverable"), 32),
        Column("title", _("Document"), 36, editable=True),
        Column("number", _("Number"), 18, editable=True),
        Column("date", _("Date of the document"), 13, editable=True, day=True),
        Column("completed", _("Day done"), 13, editable=True, day=True),
        Column("period", _("Report period"), 15, editable=True),
        Column("of", _("Of agency (code)"), 16, editable=True, choices="agency"),
        Column("confirmed", _("Confirmed"), 11, editable=True, choices="confirmed"),
        Column("url", _("Address"), 24, editable=True),
        Column("file", _("File"), 24),
    )
    rows = tuple(_proof(progress, evidence) for evidence in _proofs(progress, plan))
    return Sheet(_("Evidence"), _("EVIDENCE REGISTER"), columns, rows, _BLANK_ROWS, "evidence")


def _proofs(progress: Progress, plan: Need) -> Iterator[Need]:
    """The evidence of a plan: what proves a deliverable of one of its tasks, each once."""
    wanted = {deliverable.id for s in progress.tasks_of(plan) for deliverable in s.obligation.deliverables}
    return (e for e in progress.plan.of_type("evidence") if not wanted.isdisjoint(e.to("proves")))


def _proof(progress: Progress, evidence: Need) -> tuple[Value, ...]:
    return (
        evidence.id,
        ", ".join(evidence.to("proves")),
        "; ".join(deliverable.title for deliverable in progress.plan.targets(evidence, "proves")),
        evidence.title,
        evidence["number"],
        evidence.day("date"),
        evidence.day("completed"),
        evidence["period"],
        ", ".join(evidence.to("of")),
        value_label(evidence["confirmed"]),
        evidence["url"],
        evidence["file"],
    )


def _updates(progress: Progress, plan: Need) -> Sheet:
    columns = (
        Column("id", _("ID"), 18),
        Column("on", _("Task (code)"), 24, editable=True, choices="task"),
        Column("title", _("Title"), 30, editable=True),
        Column("date", _("Day"), 13, editable=True, day=True),
        Column("period", _("Report period"), 15, editable=True),
        Column("of", _("Of agency (code)"), 16, editable=True, choices="agency"),
        Column("result", _("Result"), 36, editable=True),
        Column("difficulties", _("Difficulties"), 36, editable=True),
        Column("proposal", _("Proposal"), 36, editable=True),
    )
    tasks = {status.task.id for status in progress.tasks_of(plan)}
    rows = tuple(
        (
            update.id,
            ", ".join(update.to("on")),
            update.title,
            update.day("date"),
            update["period"],
            ", ".join(update.to("of")),
            update["result"],
            update["difficulties"],
            update["proposal"],
        )
        for update in progress.plan.of_type("update")
        if not tasks.isdisjoint(update.to("on"))
    )
    return Sheet(_("Progress"), _("PROGRESS REPORTS"), columns, rows, _BLANK_ROWS, "update")


def _choices(progress: Progress, plan: Need) -> dict[str, tuple[str, ...]]:
    tasks = progress.tasks_of(plan)
    return {
        "task": tuple(status.task.id for status in tasks),
        "deliverable": tuple(dict.fromkeys(d.id for status in tasks for d in status.obligation.deliverables)),
        "agency": tuple(agency.id for agency in progress.plan.of_type("agency")),
        "confirmed": (value_label("yes"), value_label("no")),
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
        self.note = book.add_format({"italic": True, "font_color": "#444444"})
        self.head = book.add_format(
            {**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EDF4"}
        )
        self._cells = {
            (False, False): book.add_format(base),
            (False, True): book.add_format({**base, **day}),
            (True, False): book.add_format(opened),
            (True, True): book.add_format({**opened, **day}),
        }

    def cell(self, column: Column) -> Format:
        return self._cells[column.editable, column.day]


def _write(
    sheet: Worksheet, content: Sheet, progress: Progress, formats: _Formats, lists: dict[str, tuple[str, ...]]
) -> None:
    last_column, first_row = len(content.columns) - 1, _HEAD_ROW + 1
    last_row = _HEAD_ROW + len(content.rows) + content.blank
    sheet.write_string(0, 0, content.title, formats.title)
    sheet.write_string(1, 0, footer(progress), formats.note)
    if any(column.editable for column in content.columns):
        sheet.write_string(2, 0, _("Yellow cells may be edited; the rest is protected."), formats.note)
    for number, column in enumerate(content.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(_HEAD_ROW, number, column.label, formats.head)
        if column.editable and last_row >= first_row:
            _validate(sheet, (first_row, number, last_row, number), column, lists)
    sheet.set_row(_HEAD_ROW, _height(content.columns, [column.label for column in content.columns]))
    empty: tuple[Value, ...] = (None,) * len(content.columns)
    for index, row in enumerate((*content.rows, *([empty] * content.blank)), first_row):
        sheet.set_row(index, _height(content.columns, row))
        for number, (column, value) in enumerate(zip(content.columns, row, strict=True)):
            _write_cell(sheet, index, number, value, formats.cell(column))
    sheet.autofilter(_HEAD_ROW, 0, max(last_row, first_row), last_column)
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    _set_up_print(sheet, progress)


def _height(columns: Sequence[Column], values: Sequence[Value]) -> float:
    """The height in points that the longest text of a row takes: other offices than Excel do not fit rows."""
    pairs = zip(columns, values, strict=True)
    lines = max(len(wrap(value, column.width)) if isinstance(value, str) else 1 for column, value in pairs)
    return 15.5 * max(lines, 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
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
    sheet: Worksheet, cells: tuple[int, int, int, int], column: Column, lists: dict[str, tuple[str, ...]]
) -> None:
    """A list to choose from, or a day; what is entered otherwise is refused with the reason."""
    if column.choices:
        letter = "ABCD"[_LISTS.index(column.choices)]
        count = max(len(lists[column.choices]), 1)
        rule = {"validate": "list", "source": f"={HIDDEN}!${letter}$2:${letter}${count + 1}"}
        # Several codes may stand in one cell, separated by commas: the list helps and does not forbid.
        rule["error_type"] = "stop" if column.choices == "confirmed" else "warning"
        message = _("Choose from the list.")
    elif column.day:
        rule = {"validate": "date", "criteria": ">=", "value": date(1945, 1, 1)}  # type: ignore[dict-item] # a date or text
        message = _("Enter a day, as in 15/09/2023.")
    else:
        return
    sheet.data_validation(*cells, {**rule, "error_title": column.label[:32], "error_message": message})


def _set_up_print(sheet: Worksheet, progress: Progress) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer(f"&L&8{footer(progress)}&R&8&P/&N")


def _write_hidden(
    sheet: Worksheet,
    progress: Progress,
    plan: Need,
    shown: Sequence[Sheet],
    lists: dict[str, tuple[str, ...]],
) -> None:
    """Columns A to D the lists to choose from, F and G what the workbook was made from, from I on every row
    as it was (see :func:`_base`)."""
    for number, name in enumerate(_LISTS):
        sheet.write_column(0, number, [name, *lists[name]])
    made_from = {
        "version": str(VERSION),
        "plan": plan.id,
        "as_of": progress.as_of.isoformat(),
        "revision": fingerprint.of_plan(progress.plan),
        "yes": value_label("yes"),
        "no": value_label("no"),
    }
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
        yield sheet.type, "name", sheet.name
        yield sheet.type, "keys", *(column.key for column in sheet.columns)
        yield sheet.type, "heads", *(column.label for column in sheet.columns)
        yield sheet.type, "open", *("yes" if column.editable else "no" for column in sheet.columns)
        for row in sheet.rows:
            need = progress.plan.needs[str(row[0])]
            pairs = zip(sheet.columns, row, strict=True)
            yield sheet.type, "row", *(_based(need, column, value) for column, value in pairs)


def _based(need: Need, column: Column, value: Value) -> str:
    """An open cell as it is written in the files, any other as it is shown."""
    if column.editable:
        return need.title if column.key == "title" else ", ".join(need.to(column.key)) or need[column.key]
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)
