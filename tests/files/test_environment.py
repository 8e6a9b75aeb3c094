"""Where things are otherwise than usual: it works all the same, or says in one sentence why it cannot."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ROOT, Run, without_downloads
from kehoach import cli
from security.test_hostile import project
from starting import Starter

COMMANDS = (["check"], ["status"], ["remind"], ["deadline", "abc"], ["export", "json"])
BUILD = ["sphinx", "-W", "-q", "-d", "build/doctrees", ".", "build/html"]
EACH = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)

Setup = Callable[[], None]
#: A run in a project, of a module, after a setup.
RunAfter = Callable[[Path, list[str], Setup], subprocess.CompletedProcess[str]]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A small project; what a test forbids is allowed again afterwards."""
    made = project(tmp_path / "project")
    without_downloads(made)
    yield made
    for path in (made, *made.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def run(
    root: Path,
    module: list[str],
    before: Setup | None = None,
    environment: dict[str, str] | None = None,
    *,
    flags: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Run a module in a project, as it stands in the environment, after ``before`` in the new process."""
    return subprocess.run(
        [sys.executable, *flags, "-m", *module],
        cwd=root,
        env={**surroundings(module), **(environment or {})},
        preexec_fn=before,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def surroundings(module: list[str]) -> dict[str, str]:
    """What Sphinx says itself is in the code page of the window; `kehoach build` sees to that."""
    return os.environ | ({"PYTHONIOENCODING": "utf-8"} if module is BUILD else {})


@pytest.fixture(scope="module")
def run_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunAfter]:
    """The same, forked from a process that was started after ``before`` and has loaded the module."""
    starters: dict[tuple[str, Setup], Starter] = {}

    def run(root: Path, module: list[str], before: Setup) -> subprocess.CompletedProcess[str]:
        name, *arguments = module
        environment = surroundings(module)
        if (name, before) not in starters:
            starters[name, before] = Starter(name, environment, tmp_path_factory.mktemp(name), before)
        options = {"cwd": root, "env": environment, "encoding": "utf-8"}
        return starters[name, before].run(arguments, options)

    yield run
    for starter in starters.values():
        starter.stop()


def refuses(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Fail unless a command says what it cannot do, and ends with exit code 2."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


# -- what cannot be written or read -------------------------------------------------------------------

_PR_CAPBSET_DROP = 24
#: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root pass by permissions.
_OVERRIDES = (1, 2)


def heed_permissions() -> None:
    """Make the permissions of files count, for root too."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in _OVERRIDES:
            if library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


@cache
def small_disk(limit: int) -> Setup:
    """Let no file become larger than so many bytes: writing fails as it does on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def read_only(root: Path) -> None:
    """Forbid writing anywhere in a project."""
    for path in (*root.rglob("*"), root):
        path.chmod(0o555 if path.is_dir() else 0o444)


@EACH
def test_a_read_only_folder(root: Path, command: list[str], run_after: RunAfter) -> None:
    """Everything that writes no file works; an export says where it cannot write."""
    read_only(root)
    done = run_after(root, ["kehoach", *command], heed_permissions)
    if command[0] == "export":
        refuses(done, "build", "không có quyền")
    else:
        assert (done.returncode, "Traceback" in done.stderr) == (int(command[0] == "deadline"), False)


def test_a_build_in_a_read_only_folder(root: Path, run_after: RunAfter) -> None:
    """The build names what it cannot write."""
    (root / "build").mkdir()
    read_only(root)
    done = run_after(root, BUILD, heed_permissions)
    assert done.returncode == 2
    assert "Không ghi được" in done.stderr


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "ics", "json", "csv", "parquet"])
def test_a_full_disk(root: Path, form: str, run_after: RunAfter) -> None:
    """An export names the file, and leaves nothing half written."""
    done = run_after(root, ["kehoach", "export", form], small_disk(500))
    refuses(done, "build/export", "File too large")
    assert list((root / "build/export").glob("*")) == []


def test_a_full_disk_keeps_the_former_export(root: Path, kehoach: Run, run_after: RunAfter) -> None:
    """What was exported before is still there."""
    assert kehoach("export", "json", cwd=root).returncode == 0
    before = {path: path.read_bytes() for path in (root / "build/export").iterdir()}
    refuses(run_after(root, ["kehoach", "export", "json"], small_disk(500)), "build/export")
    assert {path: path.read_bytes() for path in (root / "build/export").iterdir()} == before


def test_a_full_disk_in_a_build(root: Path, run_module: Run) -> None:
    """The build names the file, ends with exit code 2, and the next one is whole."""
    long = "Một trang dài. " * 20_000
    (root / "docs/views/long.md").write_text(f"# Trang\n\n{long}\n", encoding="utf-8")
    done = run(root, BUILD, small_disk(200_000))
    refuses(done, "File too large")
    assert run_module("sphinx", BUILD[1:], {"cwd": root}, PYTHONIOENCODING="utf-8").returncode == 0
    assert (root / "build/html/index.html").is_file()


@EACH
def test_output_that_nobody_takes(root: Path, command: list[str]) -> None:
    """A full disk behind the output is one sentence, and a reader that has gone none at all."""
    ours, theirs = os.pipe()
    os.close(ours)
    with Path("/dev/full").open("wb") as full, os.fdopen(theirs, "wb") as gone:
        for output in (full, gone):
            line = [sys.executable, "-m", "kehoach", *command]
            done = subprocess.run(line, cwd=root, stdout=output, stderr=subprocess.PIPE, check=False)
            assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["needs/legal.md", "needs/kh-1-2026", "needs", "ubproject.toml"])
@pytest.mark.parametrize("module", [["kehoach", "check"], BUILD], ids=["check", "build"])
def test_what_may_not_be_read(root: Path, name: str, module: list[str], run_after: RunAfter) -> None:
    """A file or folder that may not be read is named, and not passed over."""
    (root / name).chmod(0)
    done = run_after(root, module, heed_permissions)
    assert done.returncode == 2
    assert name.rpartition("/")[2] in done.stderr
    if module[0] == "kehoach":
        refuses(done, "không có quyền")


def test_no_needs_at_all(root: Path) -> None:
    """A project without the folder cannot be checked, rather than being clean."""
    shutil.rmtree(root / "needs")
    refuses(run(root, ["kehoach", "check"]), "needs")


# -- languages, names, paths --------------------------------------------------------------------------

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
#: Without ``.pth`` files: below 3.13 Python reads them in the locale's encoding, and does not start where the
#: locale has no letters for the folder of this project.
PATHS = ("-S",), {"PYTHONPATH": os.pathsep.join(map(str, filter(None, sys.path)))}
LOCALES = {"C": {"LC_ALL": "C"}, "ascii": ASCII, "cp1258": {"PYTHONIOENCODING": "cp1258"}}


@cache
def usual(root: Path, command: tuple[str, ...]) -> tuple[int, str, str]:
    """What a command comes to in the usual locale: code, output without the project's path, messages."""
    flags, paths = PATHS
    done = run(root, ["kehoach", *command], environment=paths | {"LC_ALL": "C.UTF-8"}, flags=flags)
    return done.returncode, done.stdout.replace(str(root), "ROOT"), done.stderr


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, for the usual locale."""
    return project(tmp_path_factory.mktemp("usual") / "project")


@EACH
@pytest.mark.parametrize("environment", LOCALES.values(), ids=LOCALES)
def test_locales(root: Path, command: list[str], environment: dict[str, str], unchanged: Path) -> None:
    """Messages are Vietnamese in UTF-8 whatever the locale."""
    flags, paths = PATHS
    done = run(root, ["kehoach", *command], environment=paths | environment, flags=flags)
    said = done.stdout.replace(str(root), "ROOT")
    assert (done.returncode, said, done.stderr) == usual(unchanged, tuple(command))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("environment", LOCALES.values(), ids=LOCALES)
def test_help_in_any_locale(root: Path, environment: dict[str, str]) -> None:
    """Help is in UTF-8, too."""
    flags, paths = PATHS
    done = run(root, ["kehoach", "check", "-h"], environment=paths | environment, flags=flags)
    assert "Hiện hướng dẫn này." in done.stdout


def test_a_build_in_the_c_locale(root: Path) -> None:
    """The site is built, and its text is right."""
    flags, paths = PATHS
    # Where this project itself is called otherwise, Sphinx can write down nothing of where its templates are.
    locale = ASCII if str(ROOT).isascii() else LOCALES["C"]
    done = run(root, BUILD, environment=paths | locale, flags=flags)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nhiệm vụ" in (root / "build/html/index.html").read_text("utf-8")


@pytest.mark.parametrize("environment", LOCALES.values(), ids=LOCALES)
def test_answers_in_any_locale(root: Path, environment: dict[str, str]) -> None:
    """What is typed is taken for UTF-8, as what is said is; what is none is shown as the bytes it is."""
    flags, paths = PATHS
    said = []
    for answer in ("Tổ chức hội nghị Đức".encode(), b"\xff\xfe"):
        done = subprocess.run(
            [sys.executable, *flags, "-c", ASKING],
            cwd=root,
            env={**os.environ, **paths, **environment},
            input=answer + b"\n",
            capture_output=True,
            check=False,
        )
        said.append(done.stdout.decode())
    assert said == ["Hỏi: Tổ chức hội nghị Đức\n", "Hỏi: \\xff\\xfe\n"]


#: A command that asks, as those of kehoach do; in ASCII, since the command line may know no other letters.
ASKING = """
import click
from kehoach.cli import _Commands

@click.command(cls=_Commands, invoke_without_command=True)
def ask():
    click.echo(click.prompt("H\\u1ecfi", prompt_suffix=": "))

ask.main([])
"""


def test_a_path_with_spaces_and_vietnamese_letters(tmp_path: Path, run_module: Run) -> None:
    """Check, build and exports work in such a folder, whether a system composes letters or not."""
    root = tmp_path / unicodedata.normalize("NFC", "Của tỉnh") / unicodedata.normalize("NFD", "bản số 1")
    root.parent.mkdir()
    project(root)
    assert run(root, ["kehoach", "check"]).returncode == 0
    for name, *arguments in (["kehoach", "check"], ["kehoach", "export", "all"], BUILD):
        done = run_module(name, arguments, {"cwd": root}, PYTHONIOENCODING="utf-8")
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert (root / "build/html/search.html").is_file()
    assert len(list((root / "build/export").iterdir())) > 7


def test_page_names_with_vietnamese_letters(root: Path, sphinx_build: Run) -> None:
    """A page may have a Vietnamese name, and links to it work."""
    (root / "needs/kh-1-2026/nhiem-vu.md").rename(root / "needs/kh-1-2026/Nhiệm vụ số 1.md")
    assert run(root, ["kehoach", "check"]).returncode == 0
    done = sphinx_build(root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "build/html/needs/kh-1-2026/Nhiệm vụ số 1.html").is_file()


# -- what is missing ----------------------------------------------------------------------------------


def test_no_programs(root: Path) -> None:
    """No program but Python is needed: not git, not a shell."""
    for module in (["kehoach", "check"], ["kehoach", "export", "all"], BUILD):
        done = run(root, module, environment={"PATH": "/nowhere"})
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_no_home_and_no_temporary_folder(root: Path) -> None:
    """Neither is needed."""
    nowhere = dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME"), "/nowhere")
    assert run(root, ["kehoach", "export", "all"], environment=nowhere).returncode == 0


def test_isolated(root: Path) -> None:
    """The command takes nothing from the working folder or the user's own packages."""
    (root / "kehoach.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (root / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    assert run(root, ["kehoach", "check"], flags=("-I",)).returncode == 0


def test_no_font(root: Path) -> None:
    """Without the font that the project names, one sentence."""
    model = root / "ubproject.toml"
    named = model.read_text("utf-8").replace("[kehoach]", '[kehoach]\nfont = "Không có"', 1)
    model.write_text(named, encoding="utf-8")
    done = CliRunner().invoke(cli.main, ["export", "pdf", "--root", str(root)])
    assert (done.exit_code, "Không có" in done.stderr) == (2, True)
