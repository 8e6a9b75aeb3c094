"""The workbook: assignment table, status by agency, evidence register, progress reports, open obstacles.

What may be edited is open and validated, the rest is protected (without a password: it guards against slips,
not against people). The hidden sheet says what the workbook was made from, for the way back.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from kehoach.documents.layout import Document, Heading, Listing, Paragraph
from kehoach.documents.phrases import called, footer
from kehoach.export.sheets import DAY, HIDDEN, LISTS, WORDS, Entry, Formats, Sheet, book_of, write
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.official import fingerprint
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus
from kehoach.reports import tables
from kehoach.reports.tables import Column, Surface, Table
from kehoach.reports.words import value_label

#: The version of the layout: `kehoach merge` reads no other.
VERSION = 2
#: Where the hidden sheet says what the workbook was made from, and where its base begins (columns from 0).
MADE_FROM, BASE = 5, 8
#: What the column of confirmations may hold; to send something back takes a reason, and so the file.
CONFIRMATIONS = ("yes", "no", "returned")
#: Rows under the existing ones in which new evidence and reports can be entered.
_BLANK_ROWS = 50
#: What a workbook is for that does not go back into the plan it was made from: an office below reports by it.
REPORTED = "reported"

#: What may be entered, by column.
_TASK = {"in_charge": WORDS}
_EVIDENCE = {
    "proves": "deliverable",
    "title": WORDS,
    "number": WORDS,
    "date": DAY,
    "completed": DAY,
    "period": WORDS,
    "of": "agency",
    "confirmed": "confirmed",
    "url": WORDS,
}
_UPDATE = {
    "on": "task",
    "title": WORDS,
    "date": DAY,
    "period": WORDS,
    "of": "agency",
    "result": WORDS,
    "shortcomings": WORDS,
    "difficulties": WORDS,
    "proposal": WORDS,
}
_OBSTACLE = {
    "on": "task",
    "title": WORDS,
    "raised": DAY,
    "by": "agency",
    "needed": WORDS,
    "needed_of": "agency",
    "resolved": DAY,
    "number": WORDS,
}
_MEASURE = {
    "on": "indicator",
    "title": WORDS,
    "date": DAY,
    "value": WORDS,
    "number": WORDS,
    "confirmed": "confirmed",
    "url": WORDS,
}
#: The same of an office below: its plan, and its tasks.
_ITS_PLAN = {"number": WORDS, "issued": DAY, "as_of": DAY}
_ITS_TASK = {"last": DAY, "reported": "reported", "number": WORDS, "date": DAY}


def of_table(table: Table[Any], as_of: date, foot: str) -> bytes:
    """A workbook of one table, to be read."""
    written = io.BytesIO()
    book = book_of(written, table.caption, as_of)
    write(book.add_worksheet(), Sheet("", table.caption, table), foot, Formats(book), {})
    book.close()
    return written.getvalue()


def excel(progress: Progress, plan: Need) -> bytes:
    """The workbook of a plan as .xlsx: the same bytes for the same plan and day."""
    written = io.BytesIO()
    book = book_of(written, called(plan), progress.as_of)
    lists, shown = _choices(progress, plan), sheets(progress, plan)
    formats = Formats(book)
    for sheet in shown:
        write(book.add_worksheet(sheet.name), sheet, footer(progress, plan), formats, lists)
    _write_hidden(book.add_worksheet(HIDDEN), progress, _made_from(progress, plan), shown, lists)
    book.close()
    return written.getvalue()


def sheets(progress: Progress, plan: Need) -> list[Sheet]:
    """The sheets that people see."""
    evidence, updates = tables.evidence(progress, plan), tables.updates(progress, plan)
    obstacles = tables.open_obstacles(progress, plan)
    return [
        Sheet(_("Assignment"), _("ASSIGNMENT OF TASKS"), tables.assignment(progress, plan), _TASK, "task"),
        Sheet(_("By agency"), _("STATE BY AGENCY"), tables.by_agency(progress, plan, outside=True)),
        Sheet(_("Evidence"), _("EVIDENCE REGISTER"), evidence, _EVIDENCE, "evidence", _BLANK_ROWS),
        Sheet(_("Progress"), _("PROGRESS REPORTS"), updates, _UPDATE, "update", _BLANK_ROWS),
        Sheet(_("Past their last day"), _("PAST THEIR LAST DAY"), tables.late_list(progress, plan)),
        Sheet(_("Holes"), _("HOLES OF THE ASSIGNMENT"), tables.holes(progress, plan)),
        Sheet(_("Obstacles"), _("OPEN OBSTACLES"), obstacles, _OBSTACLE, "obstacle", _BLANK_ROWS),
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
    book = book_of(written, called(plan), progress.as_of)
    formats, lists = Formats(book), {"reported": tuple(reported_words().values())}
    shown = _of_office(progress, plan, agency)
    for sheet in shown:
        write(book.add_worksheet(sheet.name), sheet, footer(progress, plan), formats, lists)
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
    for number, name in enumerate(name for name in LISTS if name in lists):
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


def of_document(document: Document) -> bytes:
    """The tables of a document and of its annex, a sheet each: the same bytes for the same document.

    Where it is one table, what stands above and below that is with it.
    """
    written = io.BytesIO()
    book = book_of(written, shortened(document.title, 254), document.as_of)
    formats, taken = Formats(book), set[str]()
    tables = list(_listings(document))
    remarks = [words.strip("()") for words in document.remarks] or [document.footer]
    for caption, table in tables:
        alone = len(tables) == 1
        title, above = (document.kind, [*document.subject, *remarks]) if alone else (caption, remarks)
        sheet = book.add_worksheet(_sheet_name(caption or title, taken))
        below = write(sheet, Sheet("", title, table, free=True), ". ".join(above), formats, {})
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


def _write_closing(sheet: Worksheet, row: int, width: int, document: Document, formats: Formats) -> int:
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
