"""Obstacles in the workbook: an agency sees those that are open, reports others, says what is resolved."""

from pathlib import Path

import pytest

from editing.test_new import project
from kehoach.export import excel
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress
from merging.test_merge import DAY, add, changed_lines, edited, git, merge, put

__all__ = ["project"]  # a fixture: the demo plan, known to git
PAGE = "Khó khăn, vướng mắc"
ABOUT = """\
# Vướng mắc (giả định)

:::{obstacle} Chưa có kinh phí (giả định)
:id: VM-9-2026-1
:on: NV-9-2026-II-4
:raised: 2026-07-14
:by: CQ-STP
:needed: Bố trí kinh phí
:needed_of: CQ-STC
:::

:::{obstacle} Thiếu biểu mẫu (giả định)
:id: VM-9-2026-2
:on: NV-9-2026-II-4
:raised: 2026-06-01
:by: CQ-STP
:resolved: 2026-07-15
:::

:::{obstacle} Chậm có hướng dẫn (giả định)
:id: VM-9-2026-3
:on: NV-9-2026-II-4
:raised: 2026-07-15
:by: CQ-STP
:resolved: 2026-07-16
:::

:::{obstacle} Ngày sau mới nêu (giả định)
:id: VM-9-2026-4
:on: NV-9-2026-II-4
:raised: 2026-07-16
:by: CQ-STP
:::
"""
NEW = {
    "Nhiệm_vụ_(mã)": "NV-9-2026-II-4",
    "Khó_khăn,_vướng_mắc": "Thiếu máy chủ (giả định)",
    "Ngày_nêu": "14/7/2026",
    "Cơ_quan_nêu_(mã)": "Sở Tư pháp",
}


@pytest.fixture
def hindered(project: Path) -> Path:
    """The demo plan with obstacles, known to git."""
    (project / "needs/kh-9-2026/vuong-mac.md").write_text(ABOUT, encoding="utf-8")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Obstacles")
    return project


def test_those_that_stand_open(hindered: Path) -> None:
    """Raised by the day and not yet resolved on it; of an agency those on its tasks, those it resolves."""
    i18n.use("vi")
    progress = Progress(reader.read(hindered), DAY)
    parts = [progress, *(progress.of_agency(progress.plan.needs[key]) for key in ("CQ-STP", "CQ-STC"))]
    found = [excel.sheets(part, progress.plan.plans[0])[6].rows for part in parts]
    shown = [[need_id for need_id, _row in rows] for rows in found]
    assert shown == [["VM-9-2026-1", "VM-9-2026-3"]] * 2 + [["VM-9-2026-1"]]


def test_an_agency_reports_one(hindered: Path) -> None:
    """A row below the others becomes an object behind the last; once more, and it is there already."""
    path = edited(hindered, add(PAGE, **NEW, **{"Đề_nghị_giải_quyết": "Cấp máy chủ"}))
    assert merge(hindered, path).exit_code == 0
    wanted = [
        "+",
        "+:::{obstacle} Thiếu máy chủ (giả định)",
        "+:id: VM-9-2026-5",
        "+:on: NV-9-2026-II-4",
        "+:raised: 2026-07-14",
        "+:by: CQ-STP",
        "+:needed: Cấp máy chủ",
        "+:::",
    ]
    assert changed_lines(hindered) == wanted
    again = merge(hindered, path, "--confirm")
    assert (again.exit_code, changed_lines(hindered)) == (0, wanted)
    assert "It is in the files already" in again.stderr


def test_an_agency_says_what_is_resolved(hindered: Path) -> None:
    """With its day and document, in the object that is there; what was not touched stays."""
    edits = [
        put(PAGE, "VM-9-2026-1", "Ngày giải quyết xong", "15/7/2026"),
        put(PAGE, "VM-9-2026-1", "Số văn bản giải quyết", "45/STC (giả định)"),
    ]
    assert merge(hindered, edited(hindered, *edits)).exit_code == 0
    assert changed_lines(hindered) == ["+:resolved: 2026-07-15", "+:number: 45/STC (giả định)"]


#: What is entered instead, and where what is refused why.
REFUSED: list[tuple[dict[str, object], str, str]] = [
    ({"Nhiệm_vụ_(mã)": "NV-9-2026-II-44"}, "B", 'There is no "NV-9-2026-II-44".'),
    ({"Nhiệm_vụ_(mã)": "CQ-STP"}, "B", '"CQ-STP" is of the type'),
    ({"Khó_khăn,_vướng_mắc": None}, "C", "cannot be empty"),
    ({"Ngày_nêu": "tháng 7"}, "D", '"tháng 7" is no day.'),
    ({"Ngày_nêu": None}, "D", "cannot be empty"),
    ({"Cơ_quan_nêu_(mã)": "Sở Vũ trụ"}, "E", 'There is no "Sở Vũ trụ".'),
    ({"Cơ_quan_nêu_(mã)": None}, "E", "cannot be empty"),
    ({"Đề_nghị_giải_quyết": "=1+1"}, "F", "A formula"),
    ({"Ngày_giải_quyết_xong": "13/7/2026"}, "I", "KH245"),
    ({"Ý_kiến_chỉ_đạo_về_vướng_mắc": "5/VP"}, "H", "is not entered here"),
    ({"Nhiệm_vụ_(mã)": None}, "B", "cannot be empty"),
]


def test_what_is_not_understood_is_refused(hindered: Path) -> None:
    """With the cell and the reason, and nothing is written."""
    edits = [add(PAGE, **{**NEW, **row}) for row, _column, _why in REFUSED]
    done = merge(hindered, edited(hindered, *edits))
    assert (done.exit_code, changed_lines(hindered)) == (1, [])
    for number, (_row, column, why) in enumerate(REFUSED, 7):
        (said,) = [line for line in done.stdout.splitlines() if line.startswith(f"{PAGE}!{column}{number}: ")]
        assert why in said
    assert len(done.stdout.splitlines()) == len(REFUSED)


def test_the_same_twice_in_one_workbook(hindered: Path) -> None:
    """Two rows of one agency about the same of one day: which is meant is for people to say."""
    twice = [add(PAGE, **NEW), add(PAGE, **NEW, **{"Đề_nghị_giải_quyết": "Cấp máy chủ"})]
    done = merge(hindered, edited(hindered, *twice))
    assert (done.exit_code, changed_lines(hindered)) == (1, [])
    assert "as in row 7" in done.stdout
