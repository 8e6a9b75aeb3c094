"""Each table that people see: one function says its columns, and every surface prints them."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import PROJECTS, ROOT, add_second_plan
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress
from kehoach.progress.todos import todos
from kehoach.reports import tables
from kehoach.reports.tables import BREAK, Span, Surface, Table, plain

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
    shutil.copytree(PROJECTS / "demo", root, dirs_exist_ok=True)
    add_second_plan(root)
    shutil.copy(Path(ROOT, "ubproject.toml"), root)
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
