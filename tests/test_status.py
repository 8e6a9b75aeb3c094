"""``kehoach status`` and ``kehoach remind``: the same figures as the site, in the terminal."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, Run
from kehoach import reader, status
from kehoach.progress import Progress, State

CELLS = ("done-on-time", "done-late", "open-in-time", "open-overdue")


def on(day: date) -> Progress:
    return Progress(reader.read(ROOT), day)


# as of, state of a, b and c
REAL_PLAN = [
    (date(2023, 8, 1), "open-in-time", "ongoing", "no-deadline"),
    (date(2023, 9, 30), "open-in-time", "ongoing", "no-deadline"),
    (date(2023, 10, 1), "no-information", "ongoing", "no-deadline"),
    (date(2023, 10, 15), "no-information", "ongoing", "no-deadline"),
    (date(2026, 11, 22), "no-information", "ongoing", "no-deadline"),
]


@pytest.mark.parametrize(("day", "a", "b", "c"), REAL_PLAN, ids=[str(row[0]) for row in REAL_PLAN])
def test_the_real_plan_as_of_a_day(day: date, a: str, b: str, c: str) -> None:
    """Nothing is called done, and nobody is accused of what has only not been reported."""
    data = json.loads(status.as_json(on(day)))
    assert [task["state"] for task in data["tasks"]] == [a, b, c]
    assert sum(data["cells"]["total"].values()) == 3


def test_owners_that_ended_are_followed_only_where_it_is_certain() -> None:
    """As of 2026 two of the four implementers of II.1.b are one Party body, one is an open point."""
    (task,) = [
        t for t in json.loads(status.as_json(on(date(2026, 11, 22))))["tasks"] if t["clause"] == "II.1.b"
    ]
    assert {o["named"]: o["effective"] for o in task["owners"]} == {
        "CQ-STTTT": None,
        "CQ-PTTH": "CQ-BPTTH",
        "CQ-BTH": "CQ-BPTTH",
        "CQ-CTTDT": "CQ-CTTDT",
    }
    assert [part["agency"] for part in task["parts"]] == ["CQ-BPTTH", "CQ-CTTDT"]


def test_formats_agree(kehoach: Run) -> None:
    """JSON, CSV, Markdown and the terminal show the same tasks of the same day."""
    shown = {
        form: kehoach("status", "--root", ROOT, "--as-of", "15/10/2023", "--format", form)
        for form in ("text", "json", "csv", "markdown")
    }
    assert [run.returncode for run in shown.values()] == [0] * 4
    tasks = json.loads(shown["json"].stdout)["tasks"]
    rows = list(csv.reader(io.StringIO(shown["csv"].stdout.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == [task["id"] for task in tasks]
    for form in ("text", "markdown"):
        assert "Số liệu tính đến hết ngày 15/10/2023" in shown[form].stdout
        assert "NV-172-2023-II-1-A" in shown[form].stdout


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    """A title that begins like a formula is text to a spreadsheet."""
    plan = reader.read(ROOT)
    (root := tmp_path / "plan").mkdir()
    (root / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
    folder = root / "needs" / "kh"
    folder.mkdir(parents=True)
    for path in (ROOT / "needs" / "kh-172-2023").glob("*.md"):
        text = path.read_text("utf-8").replace("{task} Tổ chức Hội nghị", '{task} =HYPERLINK("x") Hội nghị')
        (folder / path.name).write_text(text, encoding="utf-8")
    written = status.as_csv(Progress(reader.read(root), date(2023, 8, 1)))
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert plan.needs


@pytest.mark.parametrize("year", [2023, 2026, 2031, 2040])
def test_time_never_changes_an_exit_code(kehoach: Run, year: int) -> None:
    """Check and status exit alike on any day; only the to-dos differ."""
    for command in (["check"], ["status", "--as-of", f"{year}-06-15"]):
        assert kehoach(*command, "--root", ROOT).returncode == 0


WRONG = [
    ("status", "--as-of", "31/2/2026"),
    ("status", "--plan", "KH-0-0"),
    ("remind", "--within", "soon"),
    ("remind", "--as-of", "tomorrow"),
]


@pytest.mark.parametrize("args", WRONG, ids=" ".join)
def test_what_cannot_be_meant_is_refused_in_a_sentence(kehoach: Run, args: tuple[str, ...]) -> None:
    """A wrong day, plan or span of time ends with exit code 2 and a sentence."""
    run = kehoach(*args, "--root", ROOT)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_a_plan_with_findings_has_no_status(kehoach: Run, plan_copy: Path) -> None:
    """Figures of faulty files would mislead: the findings are printed instead."""
    path = plan_copy / "needs" / "kh-172-2023" / "ii-noi-dung-thuc-hien.md"
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-SNV\n", "", 1), encoding="utf-8")
    run = kehoach("status", "--root", plan_copy)
    assert (run.returncode, run.stdout) == (1, "")
    assert "KH101" in run.stderr


def test_a_reminder_quotes_the_clause_word_for_word(kehoach: Run) -> None:
    """Sở Nội vụ gets II.1.a verbatim; nobody is addressed in the place of an agency that ended."""
    run = kehoach("remind", "--root", ROOT, "--as-of", "2026-11-22")
    task = reader.read(ROOT).needs["NV-172-2023-II-1-A"]
    assert task.body.strip() in run.stdout
    assert run.stdout.count("Kính gửi:") == 1


def test_reminders_are_written_whole(kehoach: Run, tmp_path: Path) -> None:
    """With --out there is a file an agency, and nothing unfinished beside it."""
    run = kehoach(
        "remind", "--root", ROOT, "--as-of", "2023-09-25", "--out", tmp_path, "--format", "markdown"
    )
    assert run.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["nhac-viec-CQ-SNV.md"]


def test_states_are_all_counted() -> None:
    """Every state has a column in the data, so that nothing can be left out of a total."""
    data = json.loads(status.as_json(on(date(2023, 8, 1))))
    assert set(data["cells"]["total"]) == {state.value for state in State}
    assert set(CELLS) <= set(data["cells"]["total"])
