"""The fictional demo plan: every kind of deadline, ownership and change, counted in three ways."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Run
from kehoach import rules
from kehoach.deadline import Kind
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import CELLS, Progress, State
from kehoach.progress.states import LEFT, PUBLIC
from kehoach.reports import data as figures
from kehoach.reports.words import state_label

DAYS = [date(2026, 3, 31), date(2026, 7, 15), date(2026, 11, 22), date(2027, 1, 15)]
on_days = pytest.mark.parametrize("day", DAYS, ids=str)


def data_on(root: Path, day: date) -> Any:
    return json.loads(figures.as_json(Progress(reader.read(root), day)))


def test_the_demo_is_sound_and_says_that_it_is_fictional(demo: Path) -> None:
    """About forty tasks without a finding, on pages that each say "giả định"."""
    plan = reader.read(demo)
    assert rules.check(plan) == []
    assert len(plan.of_type("task")) == 41
    for path in filter(Path.is_file, (demo / "needs").rglob("*")):
        assert "giả định" in path.read_text("utf-8").casefold(), path
    for path in (demo / "needs").rglob("*.md"):
        heading, first = path.read_text("utf-8").split("\n\n")[:2]
        assert heading.startswith("# "), path
        assert first.startswith("Dữ liệu giả định"), path


def test_the_demo_has_every_kind_of_deadline_and_state(demo: Path) -> None:
    """What can happen to a task happens to one of the demo's."""
    plan = reader.read(demo)
    kinds = {plan.deadline_of(task).kind for task in plan.of_type("task") if task["deadline"]}
    assert kinds == set(Kind) - {Kind.VAGUE, Kind.NONE}
    states = {s.state for s in Progress(plan, date(2026, 7, 15)).tasks}
    assert states == set(State) - set(PUBLIC.values()) - set(LEFT)  # it has not been closed


PARTS = """
SELECT part.agency AS agency, part.kind AS kind, part.state AS state, count(*) AS n
FROM (SELECT unnest(parts) AS part FROM tasks) GROUP BY ALL
"""
TOTAL = """
SELECT state, count(*) FROM tasks
WHERE len(list_filter(parts, lambda p: p.kind IN ('agency', 'group'))) > 0 OR len(parts) = 0 GROUP BY state
"""


@on_days
def test_the_cells_are_those_of_an_independent_count(demo: Path, tmp_path: Path, day: date) -> None:
    """SQL over the exported tasks gives every cell of every agency, and the total."""
    data = data_on(demo, day)
    exported = tmp_path / "tasks.json"
    exported.write_text(json.dumps(data["tasks"]), encoding="utf-8")
    database = duckdb.connect()
    database.execute(f"CREATE TABLE tasks AS SELECT * FROM read_json('{exported}')")
    ours = {
        (row["agency"], row["outside"], state.value): row[state.value]
        for row in data["cells"]["rows"]
        for state in set(State) - set(PUBLIC.values())
        if row[state.value]
    }
    theirs = {
        (a, kind not in ("agency", "group"), state): n
        for a, kind, state, n in database.execute(PARTS).fetchall()
    }
    assert ours == theirs
    total = {state: n for state, n in data["cells"]["total"].items() if n}
    assert total == dict(database.execute(TOTAL).fetchall())


@on_days
def test_a_joint_task_counts_for_each_owner_and_once_in_total(demo: Path, day: date) -> None:
    """Rows add up to more than the total by exactly the further owners of tasks."""
    data = data_on(demo, day)
    further = sum(max(0, len(task["parts"]) - 1) for task in data["tasks"])
    outside_only = sum(
        1
        for t in data["tasks"]
        if t["parts"] and all(p["kind"] not in ("agency", "group") for p in t["parts"])
    )
    nobody = sum(1 for task in data["tasks"] if not task["parts"])
    rows = sum(row[state.value] for row in data["cells"]["rows"] for state in State if state.value in row)
    assert rows == len(data["tasks"]) + further - nobody
    assert sum(data["cells"]["total"].values()) == len(data["tasks"]) - outside_only


@pytest.mark.parametrize("day", DAYS[1:3], ids=str)
def test_site_and_terminal_show_the_same_cells(
    demo: Path, day: date, sphinx_build: Run, kehoach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dashboard, each agency's page and `kehoach status` agree cell by cell."""
    monkeypatch.setenv("KEHOACH_AS_OF", day.isoformat())
    built = sphinx_build(demo)
    assert (built.returncode, built.stderr) == (0, "")
    told = json.loads(kehoach("status", "--root", demo, "--format", "json").stdout)
    expected = {
        row["title"]: {s: row[s.value] for s in State if row.get(s.value)} for row in told["cells"]["rows"]
    }
    site = demo / "build" / "html"
    shown = dict(_cells(site / "docs" / "views" / "summary.html"))
    i18n.use("vi")
    total = shown.pop("Tổng số (mỗi nhiệm vụ tính một lần)")
    assert {title: _by_state(row) for title, row in shown.items()} == expected
    assert _by_state(total) == {
        s: told["cells"]["total"][s.value] for s in State if told["cells"]["total"].get(s.value)
    }
    for row in told["cells"]["rows"]:
        ((_first, page),) = _cells(site / "co-quan" / f"{row['agency'].lower()}.html")
        assert _by_state(page) == expected[row["title"]]


def _cells(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of the tables of cells on a page: the first cell, and all cells by their heads."""
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for table in page.select("table.cells"):
        heads = [head.get_text(" ", strip=True) for head in table.select("thead th")]
        for row in table.select("tbody tr"):
            words = [
                cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"]) if isinstance(cell, Tag)
            ]
            yield words[0], dict(zip(heads, words, strict=True))


def _by_state(row: dict[str, str]) -> dict[State, int]:
    found = {state: int(row.get(state_label(state), "0")) for state in State}
    return {state: n for state, n in found.items() if n}


def test_the_four_cells_come_first() -> None:
    """Officials count these four, in this order."""
    assert [cell.value for cell in CELLS] == ["done-on-time", "done-late", "open-in-time", "open-overdue"]


def test_time_never_changes_the_exit_code_of_a_build(
    demo: Path, sphinx_build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is built before the plan, in each of its years and long after it; to-dos differ."""
    weeks = set()
    for year in (2023, 2025, 2026, 2027, 2028, 2040):
        monkeypatch.setenv("KEHOACH_AS_OF", f"{year}-06-15")
        built = sphinx_build(demo)
        assert (year, built.returncode, built.stderr) == (year, 0, "")
        weeks.add((demo / "build" / "html" / "docs" / "views" / "week.html").read_text("utf-8"))
    assert len(weeks) == 6


def test_the_leaders_page_tells_changes_since_a_named_day(
    demo: Path, sphinx_build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A week unless another day is named; a day to come is refused in a sentence."""
    summary = demo / "build" / "html" / "docs" / "views" / "summary.html"
    counts = {}
    for day in ("", "2026-01-31", "2026-12-31"):
        monkeypatch.setenv("KEHOACH_SINCE", day)
        built = sphinx_build(demo)
        page = BeautifulSoup(summary.read_text("utf-8"), "html.parser")
        counts[day] = built.returncode, len(page.select("table.changes tbody tr"))
    assert counts["2026-01-31"][1] > counts[""][1]
    assert [code for code, _rows in counts.values()] == [0, 0, 2]
    assert "trước ngày 2026-11-22" in built.stderr
