"""What the project is made from, and what is handed on: known, allowed, and the same each time."""

import io
import os
import shutil
import subprocess
import tomllib
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import ROOT

BIN = ROOT / ".venv" / "bin"


def licences(*options: str) -> subprocess.CompletedProcess[str]:
    """Run what `make licences` runs."""
    return subprocess.run(
        [BIN / "pip-licenses", *options], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_licences_are_allowed() -> None:
    """Every installed package is under a licence that pyproject.toml allows, or is an exception there."""
    done = licences()
    assert done.returncode == 0, done.stderr
    assert "sphinx-needs" in done.stdout


def test_a_licence_that_is_not_allowed_is_found() -> None:
    """The list above can fail."""
    assert licences("--allow-only=MIT").returncode == 1


def test_no_package_that_asks_for_opened_sources() -> None:
    """The typesetter that a package of fonts names (AGPL) is not installed: the fonts are in ours."""
    names = {package.metadata["Name"].lower() for package in distributions()}
    assert names.isdisjoint({"rinohtype", "pymupdf"})


def test_every_file_that_is_installed_has_its_hash() -> None:
    """uv.lock names each package's files by hash, all from the public index."""
    locked = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    theirs = [package for package in locked if package["name"] != "kehoach"]
    assert len(theirs) > 80
    for package in theirs:
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


# -- make dist ----------------------------------------------------------------------------------------


def dist(root: Path, **environment: str) -> Path:
    """Make the archive in a project, with this environment's programs."""
    (root / ".venv").symlink_to(BIN.parent)  # the names of goals hold no spaces, where this stands may
    command = ["make", "-C", str(root), "-o", ".venv/.ready", "dist"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    (made,) = (root / "build/dist").glob("*.zip")
    return made


def committed(root: Path) -> Path:
    """A project with one commit of a known time."""
    shutil.copy(ROOT / "Makefile", root)
    (root / ".gitignore").write_text("/build/\n/.venv\n", encoding="utf-8")
    when = {"GIT_COMMITTER_DATE": "2026-11-20T10:00:00Z", "GIT_AUTHOR_DATE": "2026-11-20T10:00:00Z"}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.vn"]
        subprocess.run(["git", *who, *words], cwd=root, check=True, env={**os.environ, **when})
    return root


def test_the_archive_is_the_same_bytes_and_works(plan_copy: Path, tmp_path: Path, running: Browser) -> None:
    """Made twice in two places it is the same; unpacked anywhere it opens and finds, without a network."""
    other = tmp_path / "ở nơi khác"
    committed(plan_copy)
    shutil.copytree(plan_copy, other)
    one, two = dist(plan_copy), dist(other)
    assert one.name == two.name == "ke-hoach-2026-11-22.zip"
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(io.BytesIO(one.read_bytes())) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 20, 10, 0, 0)}
        readme = archive.read("DOC-TRUOC.txt").decode("utf-8-sig")
        assert "22/11/2026" in readme
        archive.extractall(tmp_path / "giải nén")
    opened(running, tmp_path / "giải nén")


def opened(running: Browser, folder: Path) -> None:
    """Fail unless the unpacked site opens from its folder and its search finds a task."""
    complaints: list[str] = []
    tab = running.new_context(offline=True).new_page()
    tab.on("console", lambda said: complaints.append(said.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto((folder / "index.html").as_uri())
    assert tab.inner_text("h1").removesuffix("¶") == "Demo"
    tab.locator(".search input").fill("SNV")
    tab.locator(".search input").press("Enter")
    tab.wait_for_url("**/co-quan/cq-snv.html")
    tab.goto((folder / "search.html").as_uri() + "?q=dan+chu+o+co+so")
    tab.locator("#search-results p", has_text="Tìm thấy").wait_for()
    assert "Kế hoạch 172/KH-UBND" in tab.inner_text("#search-results")
    tab.context.close()
    assert complaints == []


def test_the_day_of_the_figures_is_that_of_the_commit(
    plan_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a day is named, figures are of the day of the last commit."""
    monkeypatch.delenv("KEHOACH_AS_OF")
    assert dist(committed(plan_copy)).name == "ke-hoach-2026-11-20.zip"
