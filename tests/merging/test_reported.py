"""Workbooks by which offices without a repository report: made above, filled in below, read as their data."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import communes
from communes import DAY
from conftest import Run
from kehoach import merging
from kehoach.export import excel
from kehoach.merging import reported, workbook
from kehoach.plan import reader
from kehoach.progress import Progress, State
from kehoach.rollup import below

Fill = Callable[[Any, Any], object]
TASKS = ("NV-7-2026-I-1", "NV-7-2026-II-2", "NV-7-2026-III-3")
DONE, BEGUN = "Done, see the paper", "Under way"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province of five communes, to which three tasks fall."""
    root = tmp_path_factory.mktemp("tinh")
    communes.make(root, 5, len(TASKS))
    return root


@pytest.fixture
def book(project: Path, tmp_path: Path) -> Path:
    """The workbook of a commune, as its province made it."""
    plan = reader.read(project)
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(excel.reporting(Progress(plan, DAY), plan.plans[0], plan.needs["CQ-XA1"]))
    return path


def fill(path: Path, change: Fill) -> None:
    """Fill in what a commune has to; then change that."""
    filled = openpyxl.load_workbook(path)
    home, tasks = filled.worksheets[:2]
    home["C5"], home["D5"], home["E5"] = "12/KH-UBND", datetime(2026, 2, 3), "25/6/2026"
    tasks["E5"], tasks["F5"], tasks["G5"] = DONE, "5/BC-UBND", "20/5/2026"
    tasks["D6"], tasks["E6"] = "15/6/2026", BEGUN
    change(home, tasks)
    filled.save(path)


def sent(number: int) -> str:
    """What the workbook of a commune is called."""
    return f"{merging.REPORT}-CQ-XA{number}-{communes.PLAN}.xlsx"


def nothing(_home: Any, _tasks: Any) -> None:
    """Leave it as it is filled in."""


def states(path: Path) -> dict[str, str]:
    """Where each task stands in the end, by what is read."""
    told = json.loads(reported.as_json(path, DAY))
    last = [held for held in told["course"] if held["until"] == told["as_of"] and held["agency"] is None]
    return {held["task"]: held["state"] for held in last}


def test_what_a_commune_fills_in_is_its_plan(book: Path) -> None:
    """Its plan with number and days; tasks it has filled in are taken up, and stand as anybody's do."""
    fill(book, nothing)
    told = json.loads(reported.as_json(book, DAY))
    (home,) = (need for need in told["needs"] if need["type"] == "plan")
    assert (told["as_of"], home["options"]["number"], home["options"]["issued"]) == (
        "2026-06-25",
        "12/KH-UBND",
        "2026-02-03",
    )
    (upper,) = told["uppers"]
    assert (upper["plan"], upper["issuer"]) == (communes.PLAN, communes.ISSUER)
    assert [one["above"] for one in upper["implemented"]] == [*TASKS[:2]]
    assert states(book) == {TASKS[0]: "done-on-time", TASKS[1]: "open-overdue"}


CASES: list[tuple[str, Fill, dict[str, str]]] = [
    ("the day after the last", lambda _h, t: t.__setitem__("G5", "1/6/2026"), {TASKS[0]: "done-late"}),
    ("its last day", lambda _h, t: t.__setitem__("G5", "31/5/2026"), {TASKS[0]: "done-on-time"}),
    ("on its own last day", lambda h, _t: h.__setitem__("E5", "15/6/2026"), {TASKS[1]: "open-in-time"}),
    ("the day after that", lambda h, _t: h.__setitem__("E5", "16/6/2026"), {TASKS[1]: "open-overdue"}),
    ("silent", lambda _h, t: t.__setitem__("E6", "Not begun"), {TASKS[1]: "no-information"}),
    ("a day alone", lambda _h, t: t.__setitem__("D7", "30/6/2026"), {TASKS[2]: "open-in-time"}),
]


@pytest.mark.parametrize(("change", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_days_around_a_step(book: Path, change: Fill, wanted: dict[str, str]) -> None:
    """States are computed from what was entered, as of the day that the office names."""
    fill(book, change)
    assert states(book).items() >= wanted.items()


def without_number(home: Any, _tasks: Any) -> None:
    home["C5"] = None


REFUSED: list[tuple[str, Fill, str]] = [
    ("no number", without_number, "C5: Nothing is entered"),
    ("no paper", lambda _h, t: t.__setitem__("F5", None), "F5: Nothing is entered"),
    ("a day to come", lambda h, _t: h.__setitem__("E5", DAY + timedelta(1)), "E5: A day before"),
    ("before its plan", lambda h, _t: h.__setitem__("E5", "2/2/2026"), "E5: A day before"),
    ("a paper to come", lambda _h, t: t.__setitem__("G5", "26/6/2026"), "G5: A paper"),
    ("no day", lambda _h, t: t.__setitem__("G5", "hôm qua"), "G5: "),
    ("a formula", lambda _h, t: t.__setitem__("F5", "=1+1"), "F5: A formula"),
    ("a word of its own", lambda _h, t: t.__setitem__("E6", "Sắp xong"), "E6: Choose"),
    ("the row gone", lambda h, _t: h.delete_rows(5), "has changed what"),
]


@pytest.mark.parametrize(("change", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_used_is_refused_with_its_cell(book: Path, change: Fill, why: str) -> None:
    """Nothing is guessed, and nothing taken of the rest."""
    fill(book, change)
    with pytest.raises(ValueError, match=why):
        reported.as_json(book, DAY)


def test_each_workbook_goes_where_it_belongs(project: Path, book: Path, tmp_path: Path) -> None:
    """That of a report is not merged, and one to be merged is no report; both in a sentence."""
    plan = reader.read(project)
    other = tmp_path / "theo-doi.xlsx"
    other.write_bytes(excel.excel(Progress(plan, DAY), plan.plans[0]))
    with pytest.raises(ValueError, match="merge"):
        reported.as_json(other, DAY)
    with pytest.raises(ValueError, match="collect"):
        workbook.read(book)


def test_from_the_province_and_back(project: Path, tmp_path: Path, kehoach: Run) -> None:
    """One for each commune is written; of those that come back a damaged one is named, the others count."""
    out, back = tmp_path / "gui", tmp_path / "nhan"
    asked = kehoach("--lang", "en", "request", "--root", project, "--as-of", str(DAY), "--out", out)
    assert (asked.returncode, len([*out.iterdir()])) == (0, 5)
    shutil.copytree(out, back)
    for number in range(4):
        fill(back / sent(number), nothing if number else without_number)
    (back / sent(4)).write_bytes(b"PK")
    done = kehoach("--lang", "en", "collect", back, "--out", tmp_path / "out")
    assert done.returncode == 1
    named = [Path(line.partition(": left out: ")[0]).name for line in done.stderr.splitlines()]
    assert named == [sent(0), sent(4)]
    found = below.read(Progress(reader.read(project), DAY), tmp_path / "out")
    assert found.issued == 3
    assert [line.taken for line in found.lines] == [3, 3, 0]
    assert found.lines[0].states["CQ-XA1"] is State.DONE_ON_TIME
