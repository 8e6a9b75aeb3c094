"""No way to move what somebody owes is silent: each is stopped by check or gate, or is seen for a reason."""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from changes.cheats import CHEATS, UNSIGNED, Cheat, Verdict, amends
from changes.harmless import HARMLESS, Harmless
from conftest import PROJECTS, ROOT
from kehoach import changes, rules
from kehoach.changes import Changes, formats
from kehoach.changes.report import report
from kehoach.files.git import Repository
from kehoach.plan import reader
from kehoach.rules.findings import Finding
from repositories import commit, repository_of, run

DAY = date(2026, 7, 1)


@dataclass(frozen=True)
class Place:
    """A project in a repository of its own, and what has been parsed of it."""

    root: Path
    pages: reader.Pages

    def changed(self) -> Changes:
        """What the commit on top does to the one below."""
        with Repository(self.root) as repository:
            then, now = repository.revision("HEAD~1"), repository.revision("HEAD")
            before, after = (reader.read_project(tree, self.pages) for tree in (then, now))
            return changes.compare(before, after, DAY)

    def findings(self) -> list[Finding]:
        """What is wrong with the files as they are."""
        return rules.check(reader.read(self.root))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The plans that are cheated with."""
    folder = tmp_path_factory.mktemp("cheats")
    shutil.copytree(ROOT / "needs", folder / "original" / "needs")
    found = {}
    for name, project in (
        ("demo", PROJECTS / "demo"),
        ("small", PROJECTS / "small"),
        ("real", folder / "original"),
        ("unsigned", _unsigned(folder / "draft")),
    ):
        found[name] = Place(repository_of(project, folder / name), {})
    return found


def _unsigned(root: Path) -> Path:
    """The small plans, one of which nobody has signed yet."""
    shutil.copytree(PROJECTS / "small", root)
    for edit in UNSIGNED:
        edit(root)
    return root


@pytest.fixture
def place(places: dict[str, Place], request: pytest.FixtureRequest) -> Place:
    """The project of a case, with its edits committed."""
    case = request.node.callspec.params["case"]
    project, edits = (case.project, case.edits) if isinstance(case, Cheat) else case[1:]
    place = places[project]
    run(place.root, "tag", "--force", "before")
    for edit in edits:
        edit(place.root)
    commit(place.root)
    request.addfinalizer(lambda: _back(place.root))  # noqa: PT021 # also where committing fails
    return place


def _back(root: Path) -> None:
    run(root, "reset", "--quiet", "--hard", "before")
    run(root, "clean", "-qfd")


@pytest.mark.parametrize("case", CHEATS, ids=str)
def test_cheat(case: Cheat, place: Place) -> None:
    """A cheat gets the verdict of the table, which names what it is about."""
    found = place.changed()
    told = formats.as_text(report(found, "A", "B"))
    if case.verdict is Verdict.CHECK:
        assert case.at in {finding.code for finding in place.findings()}
        return
    if case.verdict is Verdict.GATE:
        assert not found.passes
        stopped = {change.need.id for change in found.unbacked} | {*found.unread, *found.outside}
        assert case.at in stopped | ({"ubproject.toml"} if found.weakened else set())
    else:
        assert found.passes, [(c.need.id, c.unbacked) for c in found.unbacked]
        assert case.reason
        assert place.findings() == []
    assert case.at in told


def test_what_a_plan_reports_is_told_before_and_after(places: dict[str, Place]) -> None:
    """Where an amendment sets another cycle, the report says what it was and from which day it is another."""
    place = places["demo"]
    run(place.root, "tag", "--force", "before")
    amends("KH-9-2026", ":report_period: year")(place.root)
    commit(place.root)
    told = formats.as_text(report(place.changed(), "A", "B"))
    _back(place.root)
    said = "Kỳ báo cáo: quarter → Kỳ báo cáo: quarter; from 01/10/2026 Kỳ báo cáo: year (by DC-9-2026-77)"
    assert f"Report duties: {said}" in told


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case[0])
@pytest.mark.usefixtures("places")
def test_harmless(case: Harmless, place: Place) -> None:
    """What people do every day passes the gate."""
    found = place.changed()
    assert found.passes, (case[0], [(c.need.id, c.unbacked) for c in found.unbacked], found.weakened)


def test_the_table_is_large_enough() -> None:
    """There are ninety cheats and a hundred harmless edits at least, each once; most cheats are stopped."""
    assert len({name for name, _project, _edits in HARMLESS}) == len(HARMLESS) >= 100
    assert len(CHEATS) >= 90
    assert len({cheat.name for cheat in CHEATS}) == len(CHEATS)
    counted = Counter(cheat.verdict for cheat in CHEATS)
    assert counted[Verdict.VISIBLE] * 5 < len(CHEATS)
