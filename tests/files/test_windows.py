"""What Windows does otherwise, as far as it shows anywhere: paths, capitals, line ends, files held fast."""

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, Run
from kehoach.files import places, writing
from kehoach.files.tree import Folder, sha256
from repositories import commit, run

PATHS = {
    r"needs\kh-1-2026\a.pdf": "needs/kh-1-2026/a.pdf",
    r"C:\Người dùng\kế hoạch\needs\a.pdf": "needs/a.pdf",
    r"C:\needs\kh\needs\a.pdf": "needs/a.pdf",
    r"\\may-chu\chung\needs\a.pdf": "needs/a.pdf",
    r"C:\a.pdf": r"C:\a.pdf",
    "needs/a.pdf": "needs/a.pdf",
    "docs/needs/a.pdf": "docs/needs/a.pdf",
}


@pytest.mark.parametrize("written", PATHS)
def test_a_path_of_windows_is_read_as_one_from_the_root(written: str) -> None:
    """What leads under needs/ is named from there, with "/"; nothing else is changed."""
    assert places.portable(written) == PATHS[written]


@pytest.mark.parametrize("name", ["needs/legal.md", "needs/./legal.md", "needs/kh-1-2026/../legal.md"])
def test_a_file_is_named_from_the_root(small: Path, name: str) -> None:
    """A path with "/" names its file, written roundabout or not."""
    assert Folder(small).named(name)


@pytest.mark.parametrize(
    "name", [r"needs\legal.md", "needs/LEGAL.md", "Needs/legal.md", "C:needs/legal.md", "needs/legal.md:x"]
)
def test_a_name_is_the_same_everywhere(small: Path, name: str) -> None:
    """What only Windows takes for a name of a file names none: a backslash, other capitals, a drive."""
    (small / "needs" / "LEGAL.md").symlink_to("legal.md")  # as a system finds it that knows no capitals
    (small / "Needs").symlink_to("needs")
    assert Folder(small).named(name) is None


def test_pages_come_in_the_same_order_everywhere(small: Path) -> None:
    """Capitals before small letters, as git lists them, and folder by folder."""
    for name in ("a.md", "B.md", "b/a.md", "B-2/a.md"):
        (small / "needs" / name).parent.mkdir(exist_ok=True)
        shutil.copy(small / "needs" / "legal.md", small / "needs" / name)
    found = [path.relative_to(small / "needs").as_posix() for path in places.pages(small)]
    assert [name for name in found if name[0] in "abB"] == [
        "B-2/a.md",
        "B.md",
        "a.md",
        "agencies.md",
        "b/a.md",
    ]


def test_evidence_is_recorded_by_a_path_that_windows_wrote(demo: Path, kehoach: Run) -> None:
    """`kehoach new evidence --file` takes a path with backslashes and writes it with "/"."""
    folder = demo / "needs" / "kh-9-2026"
    (folder / "bb.txt").write_bytes(b"Bi\r\n")
    said = ["--proves", "SP-9-2026-II-20-1", "--title", "Biên bản (giả định)", "--number", "1/BB-SNV"]
    said += ["--date", "10/7/2026", "--file", r"D:\kế hoạch\needs\kh-9-2026\bb.txt"]
    done = kehoach("new", "evidence", "--root", demo, *said)
    assert done.returncode == 0, done.stdout + done.stderr
    written = "".join(path.read_text("utf-8") for path in folder.rglob("*.md"))
    assert f":file: needs/kh-9-2026/bb.txt\n:sha256: {sha256(b'Bi' + bytes((13, 10)))}\n" in written


# -- files that are open ------------------------------------------------------------------------------

MARKS = ("~$theo-doi-KH-9-2026.xlsx", "~$eo-doi-KH-9-2026.xlsx", ".~lock.theo-doi-KH-9-2026.xlsx#")


@pytest.mark.parametrize("mark", MARKS)
def test_a_workbook_that_is_open_is_left_alone(demo: Path, kehoach: Run, mark: str) -> None:
    """Neither written nor read while an office program has it open: one sentence that says what to do."""
    workbook = demo / "build" / "export" / "theo-doi-KH-9-2026.xlsx"
    assert kehoach("export", "xlsx", "--root", demo).returncode == 0
    (workbook.parent / mark).touch()
    for command in (["export", "xlsx"], ["merge", workbook]):
        done = kehoach("--lang", "en", *command, "--root", demo)
        assert done.returncode == 2
        assert "is open in Excel, Word or LibreOffice" in done.stderr
        assert mark in done.stderr
        assert len(done.stderr.splitlines()) == 1
    (workbook.parent / mark).unlink()
    assert kehoach("merge", workbook, "--root", demo).returncode == 0


def test_a_file_that_windows_holds_fast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be put in its place, the former one is whole and nothing is left beside it."""
    path = tmp_path / "theo-doi.xlsx"
    path.write_bytes(b"before")

    def refuse(_self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "being used by another process", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        writing.write_whole(path, b"after")
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {path.name: b"before"}


# -- the repository -----------------------------------------------------------------------------------


def listed(*options: str) -> list[str]:
    """What git lists of this repository."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", *options]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")[:-1]


def test_every_file_of_this_repository_can_be_held_anywhere() -> None:
    """Names are ASCII, none is kept by Windows, none differs in capitals only, and none is long."""
    names = listed("-co", "--exclude-standard")
    assert [name for name in names if not name.isascii()] == []
    assert [name for name in names if any(places.of_name(part) for part in name.split("/"))] == []
    assert list(places.of_twins(names)) == []
    assert max(map(len, names)) < 100  # Windows' 260 less a folder of a user, and what a build adds


def test_a_checkout_of_windows_holds_the_same_bytes(tmp_path: Path, kehoach: Run) -> None:
    """With git's own setting there, all text has the line ends of the repository, and evidence its own."""
    origin, clone = tmp_path / "origin", tmp_path / "kế hoạch của tôi"
    shutil.copytree(ROOT / "needs", origin / "needs")
    for name in (".gitattributes", "ubproject.toml"):
        shutil.copy(ROOT / name, origin)
    evidence = origin / "needs" / "kh-172-2023" / "bao-cao.csv"
    evidence.write_bytes(b"a;b\r\n1;2\n")
    run(origin, "init", "--quiet")
    commit(origin)
    run(
        tmp_path,
        "clone",
        "--quiet",
        "-c",
        "core.autocrlf=true",
        "-c",
        "core.eol=crlf",
        str(origin),
        str(clone),
    )
    for path in filter(Path.is_file, (origin / "needs").rglob("*")):
        assert (clone / path.relative_to(origin)).read_bytes() == path.read_bytes(), path
    assert run(clone, "status", "--porcelain") == ""
    done = kehoach("check", "--root", clone)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_office_programs_leave_is_ignored(tmp_path: Path) -> None:
    """The marks of files that are open do not come into the repository."""
    shutil.copy(ROOT / ".gitignore", tmp_path)
    run(tmp_path, "init", "--quiet")
    (tmp_path / "needs").mkdir()
    for name in MARKS:
        (tmp_path / "needs" / name).touch()
    assert run(tmp_path, "status", "--porcelain", "--untracked-files=all").split() == ["??", ".gitignore"]


def test_a_code_page_without_our_letters(demo: Path, kehoach: Run) -> None:
    """Under code page 1252 all that is said is Vietnamese, in UTF-8."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = kehoach("status", "--root", demo, env=environment)
    assert done.returncode == 0, done.stderr
    assert "Số liệu tính đến hết ngày" in done.stdout
