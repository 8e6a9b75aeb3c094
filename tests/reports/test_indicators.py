"""What people see of indicators: words, dashes, colours, a chart; and nothing where there are none."""

import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import jsonschema_rs
import pytest
from openpyxl import load_workbook
from rich.console import Console

from conftest import ROOT
from extension.test_templates import page_on
from kehoach import documents
from kehoach.documents.layout import words_of
from kehoach.export import Order, data, exports, fonts
from kehoach.extension import charts, views
from kehoach.extension.drawing import printed
from kehoach.extension.views import agency_pages
from kehoach.plan import Plan
from kehoach.progress import Progress
from kehoach.progress.indicators import status
from kehoach.reports import status as reports
from kehoach.reports import tables
from kehoach.reports.data import status_data
from kehoach.reports.tables import Surface, plain

DAY = date(2026, 11, 22)
SCHEMA = json.loads((ROOT / "scripts/kehoach/export/plan.schema.json").read_text("utf-8"))


def without(plan: Plan) -> Plan:
    """The plan without indicators."""
    kept = {key: need for key, need in plan.needs.items() if need.type not in ("indicator", "measure")}
    return replace(plan, needs=kept)


def test_the_table(demo_plan: Plan) -> None:
    """Each indicator has what was reached with its day, and a dash where nothing can be reckoned."""
    table = tables.indicators(Progress(demo_plan, DAY)).on(Surface.SITE)
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, map(plain, table.cells(row)), strict=True)) for row in table.rows]
    shown = [(row["reached"], row["waiting"], row["percent"], row["trend"], row["state"]) for row in rows]
    assert shown == [
        ("58 (up to 14/09/2026)", "79 (up to 15/11/2026)", "67,4", "better", "Behind its course"),
        ("880 (up to 30/09/2026)", "", "105,8", "better", "Reached"),
        ("2.315 (up to 31/10/2026)", "", "—", "—", "Not reached"),
        ("—", "", "—", "—", "No figures yet"),
    ]
    assert [row["target"] for row in rows][:3] == ["80 (year 2026)", "900 (year 2026)", "2.500 (31/10/2026)"]


@pytest.mark.parametrize("there", [True, False])
def test_every_surface_has_them_or_none(demo_plan: Plan, there: bool) -> None:
    """Terminal, Markdown, report, slip, front page, agency's page and plan data tell of those there are."""
    progress = Progress(demo_plan if there else without(demo_plan), DAY)
    plan = progress.plan.plans[0]
    console = Console(file=io.StringIO(), width=1000)
    reports.print_tables(console, progress)
    assert isinstance(console.file, io.StringIO)
    page, agency = page_on(progress.plan), progress.plan.needs["CQ-SNV"]
    slip = next(one for one in documents.slips(progress, plan) if one.name.startswith("phieu-CQ-SNV-"))
    drawn = (views.draw_view("home"), agency_pages.draw_page(agency, [], []))
    told = [
        console.file.getvalue(),
        reports.as_markdown(progress),
        *(str([*words_of(document)]) for document in (documents.report(progress, plan), slip)),
        *(printed(draw(page), page) for draw in drawn),
    ]
    title = "Tỷ lệ xã, phường đã tổ chức phổ biến Luật"
    assert [title in words for words in told] == [there] * len(told)
    assert ("indicators" in status_data(progress)) == there
    made = json.loads(data.as_json(progress, plan))
    jsonschema_rs.validator_for(SCHEMA, validate_formats=True).validate(made)
    assert ("indicators" in made) == there


def test_the_chart(demo_plan: Plan) -> None:
    """Baseline and figures joined, the way to the target, what waits as a ring of its own, all named."""
    drawn = ET.fromstring(charts.measured(status(demo_plan, demo_plan.needs["CHT-9-2026-1"], DAY)))
    names = [part.get("class") for part in drawn if part.tag == "circle"]
    assert sorted(filter(None, names)) == ["done-dot"] * 4 + ["due-dot", "waiting-dot"]
    assert "58 %" in drawn.get("aria-label", "")
    heights = {part.get("class"): float(part.get("cy", "")) for part in drawn if part.tag == "circle"}
    assert heights["due-dot"] < heights["waiting-dot"] < heights["done-dot"]
    assert charts.measured(status(demo_plan, demo_plan.needs["CHT-9-2026-3"], DAY)) == ""
    assert charts.measured(status(demo_plan, demo_plan.needs["CHT-9-2026-4"], DAY)) == ""


def test_an_agency_that_leads_an_indicator_alone(demo_plan: Plan) -> None:
    """It has a slip and a workbook, though no task is its own."""
    one = demo_plan.needs["CHT-9-2026-4"]
    moved = replace(one, links={**one.links, "owner": ("CQ-SNNMT",)})
    plan = replace(demo_plan, needs={**demo_plan.needs, one.id: moved})
    progress = Progress(plan, DAY)
    order = Order(progress, plan.plans[0], DAY, fonts.font_of(ROOT))
    made = {export.name: export for export in exports(order, ["xlsx", "docx"])}
    assert "phieu-CQ-SNNMT-KH-9-2026.docx" in made
    book = load_workbook(io.BytesIO(made["theo-doi-CQ-SNNMT-KH-9-2026.xlsx"].make()))
    assert [row[0].value for row in book["Indicators"].iter_rows(min_row=5)] == ["CHT-9-2026-4"]
