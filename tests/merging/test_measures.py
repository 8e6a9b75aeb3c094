"""Figures of indicators that are entered in a workbook, or by ``kehoach new``."""

from pathlib import Path

from openpyxl import load_workbook

from conftest import copy_of
from editing.test_new import added, project
from editing.test_new import kehoach as new
from kehoach.export import excel
from kehoach.export.sheets import HIDDEN
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress
from merging.test_merge import DAY, add, changed_lines, edited, merge, put

__all__ = ["project"]  # a fixture: the demo plan, known to git
PAGE = "Số liệu chỉ tiêu"
NEW = {"Chỉ_tiêu_(mã)": "CHT-9-2026-2", "Tài_liệu": "Báo cáo (giả định)", "Số,_ký_hiệu": "150/BC-STP"}
DATE, VALUE = "Số_liệu_đến_hết_ngày", "Giá_trị_đạt_được"


def test_a_new_figure_waits_for_whoever_confirms(project: Path) -> None:
    """A row below the others becomes a measure behind them, not confirmed, whatever the sender says of it."""
    row = add(PAGE, **NEW, **{DATE: "14/7/2026", VALUE: "1.000,5", "Đã_xác_nhận": "có"})
    done = merge(project, edited(project, row))
    assert "The confirmation is not taken" in done.output
    assert changed_lines(project) == [
        "+",
        "+:::{measure} Báo cáo (giả định)",
        "+:id: SL-9-2026-9",
        "+:on: CHT-9-2026-2",
        "+:date: 2026-07-14",
        "+:value: 1.000,5",
        "+:number: 150/BC-STP",
        "+:confirmed: no",
        "+:::",
    ]


def test_figures_as_offices_leave_them(project: Path) -> None:
    """A cell that an office has made a number of is that number; a document may tell figures of two days."""
    rows = [
        add(PAGE, **NEW, **{DATE: f"{day}/7/2026", VALUE: value}) for day, value in ((1, 985.5), (9, 970))
    ]
    merge(project, edited(project, *rows))
    assert [line for line in changed_lines(project) if "value" in line] == ["+:value: 985,5", "+:value: 970"]


def test_a_figure_that_is_changed_is_confirmed_anew(project: Path) -> None:
    """Like evidence: what was confirmed was another value."""
    merge(project, edited(project, put(PAGE, "SL-9-2026-5", "Giá trị đạt được", "1.011")))
    assert changed_lines(project) == [
        "-:value: 1.010",
        "+:value: 1.011",
        "-:confirmed: yes",
        "+:confirmed: no",
    ]


def test_what_is_no_figure_is_refused(project: Path) -> None:
    """With the cell, and why; the file stays as it is."""
    row = add(PAGE, **NEW, **{DATE: "14/7/2026", VALUE: "khoảng 950"})
    done = merge(project, edited(project, row))
    assert "KH232" in done.output
    assert changed_lines(project) == []


def test_the_same_figure_again(project: Path) -> None:
    """A row that is in the files already is not added again."""
    same = {**NEW, "Số,_ký_hiệu": "77/BC-STP", "Tài_liệu": "Báo cáo sáu tháng (giả định)"}
    row = add(PAGE, **same, **{DATE: "30/6/2026", VALUE: "1.010"})
    done = merge(project, edited(project, row))
    assert "It is in the files already" in done.output
    assert changed_lines(project) == []


def test_of_an_agency_and_of_a_plan_without_indicators(tmp_path: Path) -> None:
    """An agency's workbook holds its own with their figures; that of a plan without any has no such page."""
    i18n.use("en")
    for name in ("demo", "upper"):
        copy_of(name, tmp_path / name)
    progress, other = (Progress(reader.read(tmp_path / name), DAY) for name in ("demo", "upper"))
    part = progress.of_agency(progress.plan.needs["CQ-STP"])
    indicators, measures = excel.sheets(part, part.plan.plans[0])[-2:]
    assert [key for key, _row in indicators.rows] == ["CHT-9-2026-2", "CHT-9-2026-4"]
    assert [key for key, _row in measures.rows] == ["SL-9-2026-5", "SL-9-2026-6", "SL-9-2026-8"]
    assert "Indicators" not in [sheet.name for sheet in excel.sheets(other, other.plan.plans[0])]
    book = tmp_path / "upper.xlsx"
    book.write_bytes(excel.excel(other, other.plan.plans[0]))
    assert load_workbook(book)[HIDDEN]["E1"].value is None


def test_new_indicator_and_measure(project: Path) -> None:
    """Each behind the last of its kind, with the next number; a figure is not confirmed by being entered."""
    said = {"unit": "hồ sơ", "direction": "higher", "targets": "2026: 1.200", "owner": "CQ-SNV"}
    done = new(project, "indicator", title="Số hồ sơ trực tuyến (giả định)", **said)
    assert (done.exit_code, done.stdout.split()[1]) == (0, "CHT-9-2026-5")
    figure = {"on": "CHT-9-2026-5", "title": "Báo cáo", "date": "30/6/2026", "value": "700 hồ sơ"}
    assert new(project, "measure", **figure, number="9/BC-SNV").exit_code == 0
    assert added(project)[-8:] == [
        ":::{measure} Báo cáo",
        ":id: SL-9-2026-9",
        ":on: CHT-9-2026-5",
        ":date: 2026-06-30",
        ":value: 700 hồ sơ",
        ":number: 9/BC-SNV",
        ":confirmed: no",
        ":::",
    ]
    wrong = new(project, "measure", **{**figure, "value": "700.5"})
    assert (wrong.exit_code, "KH232" in wrong.stdout) == (1, True)
    missing = new(project, "indicator", title="Không có đơn vị (giả định)")
    assert (missing.exit_code, "--unit, --direction, --targets, --owner" in missing.stderr) == (2, True)
