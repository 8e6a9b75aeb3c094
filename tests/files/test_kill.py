"""Commands killed at any moment: the files of the plan stay as they were; the next run makes all whole."""

import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conftest import ROOT, without_downloads
from kehoach.export import excel
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress
from merging.test_merge import ASSIGNMENT, REPORT, UPDATES, add, put
from security.test_hostile import project
from starting import Starter

KILLS = int(os.environ.get("KILLS", "100"))
FEW = pytest.mark.parametrize("seed", range(2))
MANY = pytest.mark.parametrize("seed", range(KILLS))
# As the Makefile has it: the same site from the same files.
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0"}


@dataclass
class Work:
    """A project under git, the command that is killed, and what it makes when nobody kills it."""

    root: Path
    command: list[str]
    out: Path
    before: Path
    whole: Path
    seconds: float = field(default=0.0)

    def run(self) -> None:
        """Run the command to its end."""
        start = time.monotonic()
        subprocess.run(self.command, cwd=self.root, env=ENVIRONMENT, check=True, capture_output=True)
        self.seconds = time.monotonic() - start

    def kill(self, seed: int) -> None:
        """Start the command again from what was there before, and kill it when the seed says."""
        shutil.rmtree(self.root)
        shutil.copytree(self.before, self.root)
        moment = random.Random(seed).uniform(
            self.seconds / 4, self.seconds
        )  # Python starts in the first quarter
        started = subprocess.Popen(
            self.command,
            cwd=self.root,
            env=ENVIRONMENT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            started.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()

    def damaged(self) -> list[str]:
        """The files made so far that are not as they are when nobody kills the command."""
        made = files(self.out) - files(self.whole)
        both = files(self.out) & files(self.whole)
        cut = {name for name in both if not filecmp.cmp(self.out / name, self.whole / name, shallow=False)}
        return sorted(made | cut)

    def lacking(self) -> list[str]:
        """The files that the command has not made."""
        return sorted(files(self.whole) - files(self.out))


#: Runs a command to its end where nothing depends on how long it takes.
Finish = Callable[[Work], None]


@pytest.fixture(scope="module")
def finish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finish]:
    """The run is forked from a process that has loaded the module."""
    starters: dict[str, Starter] = {}

    def run(work: Work) -> None:
        _python, _flag, module, *arguments = work.command
        if module not in starters:
            starters[module] = Starter(module, ENVIRONMENT, tmp_path_factory.mktemp(module))
        done = starters[module].run(arguments, {"cwd": work.root, "env": ENVIRONMENT, "encoding": "utf-8"})
        assert done.returncode == 0, done.stderr

    yield run
    for starter in starters.values():
        starter.stop()


def files(folder: Path) -> set[str]:
    """The files below a folder, without those under way."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix() for path in found}


def git(root: Path, *words: str) -> str:
    """Run git in a project."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.vn")
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout


def under_git(root: Path) -> Path:
    """A project that git has recorded."""
    project(root)
    without_downloads(root)
    shutil.copy(ROOT / ".gitignore", root)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return root


def rename_an_agency(root: Path) -> None:
    """A change that many pages show, which are not read again for it."""
    path = root / "needs" / "agencies.md"
    path.write_text(path.read_text("utf-8").replace("} Sở B", "} Sở Bê"), encoding="utf-8")


def prepared(folder: Path, command: list[str], out: str, first: Finish | None = None) -> Work:
    """A project, edited after a first run of the command if any; and what it makes of the edited one."""
    root = under_git(folder / "project")
    work = Work(root, command, root / out, folder / "before", folder / "whole")
    if first:
        first(work)
    rename_an_agency(root)
    shutil.copytree(root, work.before)
    shutil.rmtree(root / "build", ignore_errors=True)
    work.run()
    work.out.rename(work.whole)
    return work


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, finish: Finish) -> Work:
    """The build of the site, which was built before."""
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-d", "build/doctrees", ".", "build/html"]
    return prepared(tmp_path_factory.mktemp("site"), command, "build/html", finish)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """The export of everything, of which nothing is there: what is afterwards was made by the killed run."""
    command = [sys.executable, "-m", "kehoach", "export", "all"]
    return prepared(tmp_path_factory.mktemp("exports"), command, "build/export")


def check_site(work: Work, seed: int, finish: Finish) -> None:
    """Fail where a killed build damages a file of the plan, or the next one leaves the site as it was."""
    work.kill(seed)
    assert git(work.root, "status", "--porcelain") == " M needs/agencies.md\n"
    finish(work)
    assert (work.damaged(), work.lacking()) == ([], [])


def check_exports(work: Work, seed: int, finish: Finish) -> None:
    """Fail where a killed export damages a file of the plan, or leaves one of its own in part."""
    work.kill(seed)
    assert git(work.root, "status", "--porcelain") == " M needs/agencies.md\n"
    assert work.damaged() == []
    finish(work)
    assert (work.damaged(), work.lacking()) == ([], [])


_TASKS, _NEW = " M needs/kh-1-2026/nhiem-vu.md\n", "?? needs/kh-1-2026/theo-doi.md\n"
#: Commands that change the files of the plan, and what git may then tell of them: all of it comes last.
EDITS: dict[str, tuple[list[str], list[str]]] = {
    "import": (["import", "van-ban.txt", "--plan", "kh-5-2026"], ["?? needs/kh-5-2026/\n"]),
    "new": (
        ["new", "update", "--on=NV-1-2026-II-1", "--title=Tiến độ", "--date=2026-07-01", "--result=x"],
        [_NEW],
    ),
    "new plan": (
        ["new", "plan", "--from=KH-1-2026", "--year=2027", "--as-of=2026-11-22"],
        ["?? needs/kh-dt-1-2027/\n"],
    ),
    "merge": (["merge", "theo-doi.xlsx"], [_TASKS, _NEW, _TASKS + _NEW]),
    "review": (
        ["review", "NV-1-2026-II-1", "NV-3-2026-I-1", "--by", "Phó Giám đốc", "--date", "2026-11-22"],
        [_TASKS, _TASKS.replace("-1-", "-3-"), _TASKS + _TASKS.replace("-1-", "-3-")],
    ),
}


def filled_workbook(root: Path) -> None:
    """A workbook of the small plan with an edited task and a new report."""
    progress = Progress(reader.read(root), date(2026, 7, 15))
    path = root / "theo-doi.xlsx"
    i18n.use("vi")
    path.write_bytes(excel.excel(progress, progress.plan.needs["KH-1-2026"]))
    book = load_workbook(path)
    put(ASSIGNMENT, "NV-1-2026-II-1", "Lãnh đạo phụ trách", "Giám đốc sở")(book)
    add(UPDATES, **{**REPORT, "Nhiệm_vụ_(mã)": "NV-1-2026-II-1"})(book)
    book.save(path)


@pytest.fixture(scope="module", params=EDITS)
def edited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Work, list[str]]:
    """A command that changes the files of the plan, and what git may tell of them afterwards."""
    words, states = EDITS[request.param]
    folder = tmp_path_factory.mktemp("edited")
    root = under_git(folder / "project")
    shutil.copy(ROOT / "needs/kh-172-2023/source.txt", root / "van-ban.txt")
    filled_workbook(root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "y")
    command = [sys.executable, "-m", "kehoach", *words]
    work = Work(root, command, root / "needs", folder / "before", folder / "whole")
    shutil.copytree(root, work.before)
    work.run()
    shutil.copytree(work.out, work.whole)
    return work, states


def check_edit(edited: tuple[Work, list[str]], seed: int, finish: Finish) -> None:
    """Fail where a file of the plan is neither as it was nor as it should be."""
    work, states = edited
    work.kill(seed)
    told = git(work.root, "status", "--porcelain")
    assert told in ["", *states]
    for name in work.damaged():
        assert (work.out / name).read_bytes() == (work.before / "needs" / name).read_bytes()
    if told == "":
        finish(work)
    if told in ("", states[-1]):
        assert (work.damaged(), work.lacking()) == ([], [])


@FEW
def test_a_killed_build(site: Work, seed: int, finish: Finish) -> None:
    """The plan is as it was, and the next build makes the site that a cold one makes."""
    check_site(site, seed, finish)


@FEW
def test_a_killed_export(exports: Work, seed: int, finish: Finish) -> None:
    """The plan is as it was, each file is whole or not there, and the next export makes them all."""
    check_exports(exports, seed, finish)


# A new plan is put there as an import is.
@FEW
@pytest.mark.parametrize("edited", sorted(EDITS.keys() - {"new plan"}), indirect=True)
def test_a_killed_edit(edited: tuple[Work, list[str]], seed: int, finish: Finish) -> None:
    """Each file of the plan is as it was or as it should be."""
    check_edit(edited, seed, finish)


@pytest.mark.soak
@MANY
def test_many_killed_edits(edited: tuple[Work, list[str]], seed: int, finish: Finish) -> None:
    """As above, at a hundred moments of each command."""
    check_edit(edited, 1000 + seed, finish)


@pytest.mark.soak
@MANY
def test_many_killed_builds(site: Work, seed: int, finish: Finish) -> None:
    """As above, at a hundred moments."""
    check_site(site, 1000 + seed, finish)


@pytest.mark.soak
@MANY
def test_many_killed_exports(exports: Work, seed: int, finish: Finish) -> None:
    """As above, at a hundred moments."""
    check_exports(exports, 1000 + seed, finish)
