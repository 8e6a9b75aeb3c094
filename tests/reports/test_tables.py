"""Each table that people see: one function says its columns, and every surface prints them."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdfium2
import pytest
from lxml.html import fragment_fromstring
from openpyxl import load_workbook
from rich.console import Console

from conftest import ROOT, add_second_plan, copy_of
from extension.test_templates import page_on
from kehoach import documents
from kehoach.export import excel, fonts, pdf, word
from kehoach.extension.drawing import printed
from kehoach.extension.views import draw_view
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.todos import todos
from kehoach.reports import status, tables
from kehoach.reports.tables import BREAK, Column, Span, Surface, Table, plain

DAY = date(2026, 11, 22)
Make = Callable[[Progress, Need | None], Table[Any]]

#: Every table of one plan or of all.
TABLES: dict[str, Make] = {
    "late": tables.late_list,
    "changes": lambda p, plan: tables.changes(Progress(p.plan, date(2026, 11, 1)), p, plan),
    "todos": lambda p, plan: tables.todo_list(p, todos(p, plan), plan),
    "suspects": lambda p, plan: tables.suspects(p, p.tasks_of(plan)),
    "cells": tables.by_agency,
    "tasks": tables.assignment,
    "glance": tables.glance,
    "decisions": tables.decisions,
    "results": tables.results,
    "timeline-table": tables.in_time,
    "evidence": tables.evidence,
    "updates": tables.updates,
    "amendments": tables.amendments,
    "open-points": tables.open_points,
}


@pytest.fixture(scope="module")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The fictional demo plan with its second one beside it."""
    root = tmp_path_factory.mktemp("two")
    copy_of("demo", root)
    add_second_plan(root)
    return reader.read(root)


@pytest.mark.parametrize("key", TABLES)
def test_rows_are_about_objects_and_links_lead_somewhere(demo_plan: Plan, key: str) -> None:
    """Every row has a cell a column, is about an object that there is, and leads to such objects only."""
    progress = Progress(demo_plan, DAY)
    table = TABLES[key](progress, None)
    assert table.key == key
    assert len({column.key for column in table.columns}) == len(table.columns)
    for row in table.rows:
        cells = table.cells(row)
        assert table.need(row) in {*demo_plan.needs, ""}
        spans = [span for cell in cells if isinstance(cell, tuple) for span in cell]
        assert {span.to for span in spans} <= {*demo_plan.needs, ""}


@pytest.mark.parametrize("key", [key for key in TABLES if key not in ("cells", "suspects")])
def test_several_plans_are_told_apart(two_plans: Plan, key: str) -> None:
    """Among several plans a table has a column that names the plan of each row; of one plan it has none."""
    progress = Progress(two_plans, DAY)
    assert "plan" not in [column.key for column in TABLES[key](progress, two_plans.plans[0]).columns]
    if key != "results":  # the annex of the report of one plan
        assert "plan" in [column.key for column in TABLES[key](progress, None).columns]


def test_a_cell_is_words_wherever_it_stands() -> None:
    """Days are written as officials write them, entries of one cell are told apart, nothing is empty."""
    assert plain(date(2026, 1, 2)) == "02/01/2026"
    assert plain((Span("Sở A"), BREAK, Span("Sở B"), Span(" (giả định)"))) == "Sở A; Sở B (giả định)"
    assert [plain(None), plain(()), plain(0)] == ["", "", "0"]


def test_a_surface_has_its_columns(demo_plan: Plan) -> None:
    """What a surface shows otherwise, as links or in another column, it leaves out."""
    table = tables.late_list(Progress(demo_plan, DAY))
    assert "id" not in [column.key for column in table.on(Surface.SITE).columns]
    assert "id" in [column.key for column in table.on(Surface.SHEET).columns]


def _site(progress: Progress, plan: Need) -> str:
    page = replace(page_on(progress.plan), docname=plan.path.removesuffix(".md"))
    drawn = fragment_fromstring(printed(draw_view("plan-standing")(page), page), create_parent=True)
    return "\n".join(drawn.itertext())


def _pdf(progress: Progress, plan: Need) -> str:
    document = documents.report(progress, plan)
    read = pypdfium2.PdfDocument(pdf.pdf(document, fonts.font_of(ROOT)))
    return "\n".join(page.get_textpage().get_text_range() for page in read)


def _word(progress: Progress, plan: Need) -> str:
    made = docx.Document(io.BytesIO(word.word(documents.report(progress, plan))))
    return "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)


def _excel(progress: Progress, plan: Need) -> str:
    sheets = load_workbook(io.BytesIO(excel.excel(progress, plan))).worksheets[:-1]  # the last is hidden
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def _markdown(progress: Progress, plan: Need) -> str:
    return status.as_markdown(progress, plan)


def _terminal(progress: Progress, plan: Need) -> str:
    written = io.StringIO()
    status.print_tables(Console(file=written, width=200), progress, plan)
    return written.getvalue()


#: Everything that prints the late list.
PRINTERS = (_site, _pdf, _word, _excel, _markdown, _terminal)


@pytest.mark.parametrize("say", PRINTERS)
def test_a_new_column_reaches_every_surface(
    demo_plan: Plan, monkeypatch: pytest.MonkeyPatch, say: Callable[[Progress, Need], str]
) -> None:
    """One column added to the late list is printed on site, paper, sheet and screen, with its cells."""
    made = tables.late_list

    def on_trial(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
        table = made(progress, plan)
        trial: Column[TaskStatus] = Column("trial", "Trial", lambda s: f"x{len(s.task.id)}", 8)
        return replace(table, columns=(*table.columns, trial))

    progress, plan = Progress(demo_plan, DAY), demo_plan.plans[0]
    assert "Trial" not in say(progress, plan)
    monkeypatch.setattr(tables, "late_list", on_trial)
    said = say(progress, plan)
    assert "Trial" in said
    assert f"x{len(made(progress, plan).rows[0].task.id)}" in said


@pytest.mark.parametrize("say", PRINTERS)
def test_surfaces_agree_on_the_words_of_columns(
    demo_plan: Plan, say: Callable[[Progress, Need], str]
) -> None:
    """The late list has the same heads wherever it is printed, if a column is printed there at all."""
    progress, plan = Progress(demo_plan, DAY), demo_plan.plans[0]
    said = " ".join(say(progress, plan).split())
    for column in tables.late_list(progress, plan).on(Surface.PAPER).columns:
        # On paper a long head is broken into lines, with those of its neighbours between them.
        assert all(word in said for word in column.label.split())
