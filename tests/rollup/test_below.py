"""What the offices below have made of our tasks: as they report it, none taken for another."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import communes
from communes import DAY, PLAN, sent
from conftest import Run
from kehoach.plan import reader
from kehoach.progress import Progress, State
from kehoach.rollup import below, gathering
from kehoach.rollup.below import Below

#: The three tasks that fall to the five communes of the province.
TASKS = ("NV-7-2026-I-1", "NV-7-2026-II-2", "NV-7-2026-III-3")
_PROOF = """
:::{evidence} Báo cáo của xã (giả định)
:id: MC-7-2026-1
:number: 5/BC-UBND
:date: 2026-05-20
:confirmed: yes
:confirmed_by: CQ-XA0
:proves: SP-7-2026-1
:of: CQ-XA1
:::
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the province, which has confirmed what one commune did."""
    root = tmp_path_factory.mktemp("tinh")
    communes.make(root, 5, len(TASKS))
    page = root / "needs/kh-7-2026/minh-chung.md"
    page.write_text(f"# Minh chứng\n{_PROOF}", encoding="utf-8")
    return root


def read(project: Path, folder: Path, *told: dict[str, Any], day: date = DAY) -> Below:
    """What there is of what some offices have sent."""
    for number, one in enumerate(told):
        (folder / f"du-lieu-{number}.json").write_text(json.dumps(one), encoding="utf-8")
    gathering.gather([*gathering.files("xa", folder)], folder / "out", DAY)
    return below.read(Progress(reader.read(project), day), folder / "out")


def reported(found: Below) -> dict[tuple[str, str], State]:
    """What each commune reports of each task."""
    return {(line.task.id, key): state for line in found.lines for key, state in line.states.items()}


def test_who_has_a_plan_and_who_took_up_what(project: Path, tmp_path: Path) -> None:
    """By office and by task; who sent nothing, or a plan that names ours nowhere, is missing by name."""
    one = sent(communes.name(1), "1/KH", DAY, [(TASKS[0], "done-on-time"), (TASKS[1], "open-overdue")])
    other = {**sent(communes.name(2), "2/KH", DAY - timedelta(days=9), [(TASKS[0], "ongoing")]), "uppers": []}
    found = read(project, tmp_path, one, other)
    assert (found.issued, len(found.offices), found.others) == (1, 5, ())
    told = {o.agency.id: (o.asked, o.taken, o.done, o.confirmed, o.heard) for o in found.offices}
    assert told["CQ-XA1"] == (3, 2, 1, 1, DAY)
    assert told["CQ-XA2"] == (3, 0, 0, 0, DAY - timedelta(days=9))
    assert told["CQ-XA3"] == (3, 0, 0, 0, None)
    states = {(TASKS[0], "CQ-XA1"): State.DONE_ON_TIME, (TASKS[1], "CQ-XA1"): State.OPEN_OVERDUE}
    assert reported(found) == states
    assert [(line.taken, len(line.missing), len(line.confirmed)) for line in found.lines] == [
        (1, 4, 1),
        (1, 4, 0),
        (0, 5, 0),
    ]


def test_of_several_tasks_the_one_furthest_behind_tells(project: Path, tmp_path: Path) -> None:
    """An office that has done one of two has not done what it was given."""
    rows = [(TASKS[0], "done-on-time"), (TASKS[0], "open-overdue"), (TASKS[0], "ongoing")]
    found = read(project, tmp_path, sent(communes.name(1), "1/KH", DAY, rows))
    assert reported(found) == {(TASKS[0], "CQ-XA1"): State.OPEN_OVERDUE}


def test_none_is_taken_for_another(project: Path, tmp_path: Path) -> None:
    """No commune of that name elsewhere, no other's plan or task of the same ID; those we lack are named."""
    rows = [(TASKS[0], "ongoing")]
    elsewhere = sent(f"{communes.name(1)}, tỉnh Khác", "1/KH", DAY, rows)
    of_ministry = sent(communes.name(2), "2/KH", DAY, rows, issuer="Bộ Mẫu (giả định)")
    unknown = sent("Ủy ban nhân dân xã <b>Lạ</b> (giả định)", "3/KH", DAY, rows)
    no_task = sent(communes.name(3), "4/KH", DAY, [("NV-7-2026-IX-9", "ongoing")])
    found = read(project, tmp_path, elsewhere, of_ministry, unknown, no_task)
    assert reported(found) == {}
    assert [office.agency.id for office in found.offices if office.plans] == ["CQ-XA3"]
    strange = ("Ủy ban nhân dân xã <b>Lạ</b> (giả định)", f"{communes.name(1)}, tỉnh Khác")
    assert found.others == strange


def test_spelling_brackets_and_the_province_do_not_matter(project: Path, tmp_path: Path) -> None:
    """The same commune, as its own plan calls it."""
    rows = [(TASKS[0], "ongoing")]
    found = read(project, tmp_path, sent("UBND XÃ MẪU THỨ 1, tỉnh Mẫu", "1/KH", DAY, rows))
    assert reported(found) == {(TASKS[0], "CQ-XA1"): State.ONGOING}


def test_as_of_a_day(project: Path, tmp_path: Path) -> None:
    """A plan counts from its day; where a task stands is as of the day, and what was said last holds on."""
    rows = [(TASKS[0], "done-late")]
    read(project, tmp_path, sent(communes.name(1), "1/KH", DAY, rows))
    wanted = {
        date(2026, 2, 9): None,
        date(2026, 2, 10): State.OPEN_IN_TIME,
        communes.DUE: State.OPEN_IN_TIME,
        communes.DUE + timedelta(days=1): State.DONE_LATE,
        DAY: State.DONE_LATE,
        DAY + timedelta(days=1): State.DONE_LATE,
    }
    for day, state in wanted.items():
        found = below.read(Progress(reader.read(project), day), tmp_path / "out")
        assert (found.issued, reported(found).get((TASKS[0], "CQ-XA1"))) == (int(bool(state)), state), day


def test_the_command(project: Path, kehoach: Run, tmp_path: Path) -> None:
    """The same as text, JSON, Markdown and workbook, of the project that is named."""
    shown = ("rollup", project / communes.COLLECTED, "--root", project, "--as-of", str(DAY))
    told = json.loads(kehoach(*shown, "--by", "office", "--format", "json").stdout)
    assert [task["task"] for task in told["tasks"]] == [*TASKS]
    assert told["tasks"][0]["confirmed"] == ["CQ-XA1"]
    assert "Đơn vị chưa nhận" in kehoach(*shown, "--by", "task", "--format", "markdown").stdout
    assert "Đơn vị chưa nhận" in kehoach(*shown, "--by", "task").stdout
    assert kehoach(*shown, "--by", "office", "--out", tmp_path / "x.xlsx").returncode == 0
    assert PLAN in (project / "needs/kh-7-2026/ke-hoach.md").read_text("utf-8")
    assert kehoach("rollup", tmp_path, "--root", project, "--by", "task").returncode == 2
