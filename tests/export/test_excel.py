"""The workbook: what stands in it, what may be edited, and how it prints."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT
from documents.test_documents import PLAN, TODAY, demo_on
from kehoach.export.excel import excel
from kehoach.export.sheets import COLOURS, HIDDEN
from kehoach.official import fingerprint
from kehoach.plan import Plan
from kehoach.progress import Progress, tally
from kehoach.reports import data as figures
from kehoach.reports.words import state_label
from reports.test_status import evidence, on, task

pytestmark = pytest.mark.usefixtures("vietnamese")

HEAD = 4


def opened(made: bytes) -> Workbook:
    """A workbook as openpyxl reads it."""
    return load_workbook(BytesIO(made))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows under the head that hold anything, by the words of the head."""
    head, *found = sheet.iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found if any(row)]


def test_the_sheets(demo_plan: Plan) -> None:
    """Seven sheets for people, two of indicators, and a hidden one for the way back."""
    book = opened(excel(*demo_on(demo_plan)))
    shown = ["Phân công", "Theo cơ quan", "Minh chứng", "Tiến độ", "Đã qua ngày đến hạn", "Chỗ còn trống"]
    assert book.sheetnames == [*shown, "Khó khăn, vướng mắc", "Chỉ tiêu", "Số liệu chỉ tiêu", HIDDEN]
    assert book[HIDDEN].sheet_state == "hidden"


def test_the_tasks_are_those_of_the_status(demo_plan: Plan) -> None:
    """Each task has its row with the same state and days as `kehoach status`; days are days."""
    progress, plan = demo_on(demo_plan)
    found = rows(opened(excel(progress, plan))["Phân công"])
    data = [figures.task_data(progress, s) for s in progress.tasks_of(plan)]
    assert [row["Mã"] for row in found] == [task["id"] for task in data]
    for row, task_data in zip(found, data, strict=True):
        due, done = row["Hạn hoàn thành"], row["Ngày hoàn thành"]
        assert (due.date().isoformat() if isinstance(due, datetime) else None) == task_data["due"]
        assert (done.date().isoformat() if isinstance(done, datetime) else None) == task_data["done"]
        assert row["Số ngày quá hạn"] == task_data["days_late"]


def test_the_cells_by_agency_are_the_tally(demo_plan: Plan) -> None:
    """The last row is the total, each task counted once."""
    progress, plan = demo_on(demo_plan)
    *_rows, total = opened(excel(progress, plan))["Theo cơ quan"].iter_rows(
        min_row=HEAD + 1, values_only=True
    )
    counted = tally(progress, plan)
    assert total[1:] == tuple(counted.total[state] for state in counted.states)


def test_evidence_and_updates_are_registered(demo_plan: Plan) -> None:
    """Every evidence and progress report has a row, with blank rows below for new ones."""
    progress, plan = demo_on(demo_plan)
    book = opened(excel(progress, plan))
    assert [row["Mã"] for row in rows(book["Minh chứng"])] == [n.id for n in demo_plan.of_type("evidence")]
    assert [row["Mã"] for row in rows(book["Tiến độ"])] == [n.id for n in demo_plan.of_type("update")]
    assert book["Minh chứng"].max_row >= HEAD + len(demo_plan.of_type("evidence")) + 50


def test_only_what_may_be_edited_is_open(demo_plan: Plan) -> None:
    """All sheets are protected; IDs, titles and deadlines are locked, evidence is open."""
    book = opened(excel(*demo_on(demo_plan)))
    assert all(sheet.protection.sheet for sheet in book)
    for name, opens in (
        ("Phân công", {"Lãnh đạo phụ trách"}),
        ("Theo cơ quan", set()),
        (
            "Minh chứng",
            {
                "Minh chứng cho (mã)",
                "Tài liệu",
                "Số, ký hiệu",
                "Ngày văn bản",
                "Ngày hoàn thành",
                "Kỳ báo cáo",
                "Cơ quan gửi (mã)",
                "Đã xác nhận",
                "Đường dẫn (URL)",
            },
        ),
    ):
        sheet = book[name]
        head = [cell.value for cell in sheet[HEAD]]
        unlocked = {h for h, c in zip(head, sheet[HEAD + 1], strict=True) if not c.protection.locked}
        assert unlocked == opens


def test_lists_to_choose_from(demo_plan: Plan) -> None:
    """Codes, agencies and yes or no are chosen from lists of the hidden sheet, days are validated."""
    book = opened(excel(*demo_on(demo_plan)))
    rules = book["Minh chứng"].data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "date"}
    lists = [rule.formula1 for rule in rules if rule.type == "list"]
    assert len(lists) == 3
    assert all(f"{HIDDEN}!$" in source for source in lists)
    hidden = book[HIDDEN]
    assert [hidden.cell(1, column).value for column in range(1, 5)] == [
        "task",
        "deliverable",
        "agency",
        "confirmed",
    ]
    assert [hidden["D2"].value, hidden["D3"].value] == ["có", "không"]


@pytest.mark.parametrize(
    ("head", "column", "last", "error"),
    [
        ("Minh chứng cho (mã)", "B", None, "warning"),
        ("Cơ quan gửi (mã)", "C", None, "warning"),
        ("Đã xác nhận", "D", 3, None),
    ],
)
def test_a_list_holds_all_that_may_be_chosen(
    demo_plan: Plan, head: str, column: str, last: int | None, error: str | None
) -> None:
    """A drop-down shows its whole list and no other; only of yes and no nothing else may be entered."""
    book = opened(excel(*demo_on(demo_plan)))
    sheet, hidden = book["Minh chứng"], book[HIDDEN]
    (place,) = (cell.column_letter for cell in sheet[HEAD] if cell.value == head)
    (rule,) = (r for r in sheet.data_validations.dataValidation if f"{place}{HEAD + 1}" in r.sqref)
    filled = 1 + sum(cell.value is not None for cell in hidden[column][1:])
    assert last in (None, filled)
    assert rule.formula1 == f"{HIDDEN}!${column}$2:${column}${filled}"
    assert rule.errorStyle == error  # what is not written is "stop"
    assert str(rule.sqref) == f"{place}{HEAD + 1}:{place}{sheet.max_row}"


def test_how_it_prints_and_scrolls(demo_plan: Plan) -> None:
    """Landscape A4, readable, head and titles repeated, no blank rows printed, frozen and with filters."""
    for sheet in opened(excel(*demo_on(demo_plan))).worksheets[:5]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[4]]
        repeated = sum(widths[: column_index_from_string(sheet.print_title_cols.split("$")[-1])])
        # One page wide is what nothing is written for, as many as it takes high is 0.
        wide = sheet.page_setup.fitToWidth or 1
        assert repeated + (sum(widths) - repeated) / wide <= 175
        assert sheet.page_setup.fitToHeight == 0
        last = max(row for row in range(5, sheet.max_row + 1) if any(cell.value for cell in sheet[row]))
        assert sheet.print_area.endswith(f"${last}")
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes == "B5"
        assert sheet.auto_filter.ref.startswith("A4:")


def test_it_says_what_it_was_made_from() -> None:
    """The hidden sheet holds plan, day, revision, and every row as it was: open cells as in the files."""
    progress = on(TODAY, evidence("2023-09-20"))
    hidden = opened(excel(progress, PLAN))[HIDDEN]
    made_from = {hidden.cell(row, 6).value: hidden.cell(row, 7).value for row in range(1, 7)}
    assert made_from == {
        "version": "2",
        "plan": PLAN.id,
        "as_of": "2026-11-22",
        "revision": fingerprint.of_plan(progress.plan),
        "yes": "có",
        "no": "không",
    }
    lines = [[cell.value or "" for cell in row[8:]] for row in hidden.iter_rows()]
    base = {(line[0], line[1]): line[2:] for line in lines}
    row = dict(zip(base["evidence", "keys"], base["evidence", "row"], strict=True))
    heads = dict(zip(base["evidence", "keys"], base["evidence", "heads"], strict=True))
    free = dict(zip(base["evidence", "keys"], base["evidence", "open"], strict=True))
    assert base["evidence", "name"][0] == "Minh chứng"
    assert (heads["date"], free["date"], free["deliverable"]) == ("Ngày văn bản", "yes", "no")
    assert (row["id"], row["date"], row["confirmed"]) == ("MC-2023-09-20-", "2023-09-20", "yes")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_is_never_a_formula(start: str) -> None:
    """What looks like a formula is text, as it was written."""
    title = f'{start}HYPERLINK("http://x")'
    sheet = opened(excel(on(TODAY, task(title)), PLAN))["Phân công"]
    (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == title]
    assert cell.data_type == "s"


def test_columns_that_nothing_stands_in_are_left_out() -> None:
    """The real plan says nothing of funding; what may be entered is there all the same."""
    head = [cell.value for cell in opened(excel(on(TODAY), PLAN))["Phân công"][HEAD]]
    assert "Kinh phí" not in head
    assert "Lãnh đạo phụ trách" in head
    assert "Kinh phí" in [
        cell.value for cell in opened(excel(on(TODAY, task(funding="Ngân sách")), PLAN))["Phân công"][HEAD]
    ]


def test_a_plan_without_tasks(demo_plan: Plan) -> None:
    """An empty plan gives an empty table, not an error."""
    needs = {need.id: need for need in demo_plan.needs.values() if need.type in ("plan", "agency")}
    plan = replace(demo_plan, needs=needs)
    assert rows(opened(excel(Progress(plan, TODAY), plan.of_type("plan")[0]))["Phân công"]) == []


def test_the_same_plan_is_the_same_bytes(demo_plan: Plan) -> None:
    """Twice the same workbook."""
    assert excel(*demo_on(demo_plan)) == excel(*demo_on(demo_plan))
    assert excel(on(date(2026, 1, 1)), PLAN) != excel(on(TODAY), PLAN)


def test_states_have_the_colours_of_the_site(demo_plan: Plan) -> None:
    """Each state's words are coloured wherever a row is sorted to, as the style sheet has it."""
    style = (ROOT / "scripts/kehoach/extension/static/kehoach.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--state-(good|open|bad): (#\w+);", style[: style.index("@media")]))
    assert set(COLOURS) == set(light.values())
    sheet = opened(excel(*demo_on(demo_plan))).worksheets[0]
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    assert {(rule.text, rule.dxf.font.color.rgb[2:].lower()) for rule in rules} == {
        (state_label(state), colour[1:]) for colour, states in COLOURS.items() for state in states
    }
