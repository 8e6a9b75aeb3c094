"""Forty documents as offices write them, made at random with what is right, and twenty papers without duties.

What counts is how many duties, agencies and terms the importer finds in files that it was not written for.
"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from importing import offices, quiet, sheets
from importing.judging import Score
from importing.offices import Grid, Paper, Words
from kehoach.cli import main
from kehoach.importing import analysis, readers
from kehoach.importing.analysis import OfficialPlan
from kehoach.plan import reader

pytestmark = pytest.mark.usefixtures("read_here")

#: Shares of what is right that are asked for: duties (F1), agencies (F1), deadlines.
_ITEMS, _AGENCIES, _TERMS = 0.95, 0.95, 0.93


def _read(paper: Paper, form: str, folder: Path) -> OfficialPlan:
    path = folder / f"a.{form}"
    sheets.MAKE[form](paper, path)
    material = readers.read(path)
    return analysis.read(material.text, wrapped=material.wrapped)


def _holds(papers: list[tuple[Paper, str]], folder: Path) -> None:
    score = Score()
    for paper, form in papers:
        score.add(_read(paper, form, folder).all, paper.duties)
    told = "\n".join(score.wrong)
    assert score.items >= _ITEMS, told
    assert score.agencies >= _AGENCIES, told
    assert score.terms >= _TERMS, told


def test_office_documents_are_read(tmp_path: Path) -> None:
    """One document of each layout, the form of its file by turns, keeps the limits."""
    by_layout: dict[str, list[tuple[Paper, str]]] = {}
    for paper, form in offices.papers():
        by_layout.setdefault(paper.says, []).append((paper, form))
    _holds([made[number % len(made)] for number, made in enumerate(by_layout.values())], tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(17, 22))
def test_all_office_documents_are_read(tmp_path: Path, seed: int) -> None:
    """Forty documents keep the limits, whatever agencies, works and terms they draw."""
    _holds(list(offices.papers(seed)), tmp_path)


@pytest.mark.parametrize(
    ("paper", "form"), list(quiet.quiet()), ids=lambda value: getattr(value, "says", value)
)
def test_papers_without_duties_give_none(paper: Paper, form: str, tmp_path: Path) -> None:
    """A report, invitation, letter of thanks, award or record of a meeting gives nobody a task."""
    assert _read(paper, form, tmp_path).all == []


@pytest.mark.parametrize(
    ("paper", "form"), list(quiet.quiet()), ids=lambda value: getattr(value, "says", value)
)
def test_the_command_says_that_a_paper_gives_no_task(
    paper: Paper, form: str, empty: Path, tmp_path: Path
) -> None:
    """Such a paper is drafted without a task, the report begins with that, and the command ends well."""
    path = tmp_path / f"a.{form}"
    sheets.MAKE[form](paper, path)
    done = CliRunner().invoke(
        main, ["--lang", "en", "import", str(path), "--plan", "kh-9-2028", "--root", str(empty)]
    )
    assert done.exit_code == 0, done.output
    assert "Not read: read it yourself" in done.stdout.splitlines()[2]
    assert "No task was found" in done.stdout
    assert not list(reader.read(empty).of_type("task"))
    found = CliRunner().invoke(main, ["import", str(path), "--format", "json"])
    assert json.loads(found.stdout)["items"] == []


def test_cells_of_a_pdf_are_read_as_they_look(tmp_path: Path) -> None:
    """A cell over several rows is said of all of them, and a year that its column has broken is whole."""
    rows = [
        ["TT", "Công việc", "Cơ quan thực hiện", "Thời hạn"],
        ["1", "Lập sổ giả định", "Sở Y tế", "30/6/202\n8"],
        ["2", "Khóa sổ giả định", "Công an tỉnh", ""],
        ["3", "Nộp sổ giả định", "Sở Nội vụ", ""],
    ]
    paper = Paper("merged cells", [Words("KẾ HOẠCH"), Grid(rows, [(1, 3, 2, 1)])], [])
    assert [duty.deadline for duty in _read(paper, "pdf", tmp_path).all] == ["30/6/2028", "30/6/2028", None]
