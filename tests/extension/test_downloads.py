"""The downloads page: everything the command exports, made by the build."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Run
from kehoach.export import FORMATS

LISTED = re.compile(r'href="(?:\.\./)*tai-ve/([^"]+)"')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The demo plan with a home page and the downloads page."""
    root = tmp_path / "demo"
    shutil.copytree(ROOT / "tests/projects/demo", root)
    for name in ("conf.py", "ubproject.toml"):
        shutil.copy(ROOT / name, root)
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs/views/downloads.md", root / "docs")
    toctree = "# Demo\n\n```{toctree}\n:glob:\n\ndocs/*\nneeds/**\n```\n"
    (root / "index.md").write_text(toctree, encoding="utf-8")
    return root


def listed(root: Path) -> list[str]:
    """The files that the page links to."""
    return LISTED.findall((root / "build/html/docs/downloads.html").read_text("utf-8"))


def files(root: Path) -> dict[str, int]:
    """The files that are there, with the time they were written."""
    return {path.name: path.stat().st_mtime_ns for path in (root / "build/html/tai-ve").iterdir()}


def test_the_page_has_every_export(project: Path, sphinx_build: Run) -> None:
    """Each file is linked, with size and day; made once, and again when the plan changes."""
    built = sphinx_build(project)
    assert (built.returncode, built.stderr) == (0, "")  # a library's word at the exit is one too
    names = listed(project)
    assert set(names) == set(files(project))
    assert {name.rpartition(".")[2] for name in names} == set(FORMATS)
    page = (project / "build/html/docs/downloads.html").read_text("utf-8")
    assert page.count("22/11/2026") >= len(names)
    assert len(re.findall(r"\d+ KB", page)) >= len(names)
    for words in ("PDF, để đọc và in", "Excel, để theo dõi và điền", "Lịch, để đăng ký"):
        assert words in page
    before = files(project)
    assert sphinx_build(project).returncode == 0
    assert files(project) == before
    path = project / "needs/kh-9-2026/ii-nhiem-vu.md"
    path.write_text(
        path.read_text("utf-8").replace("{deliverable} Quy chế mẫu", "{deliverable} Quy chế mới"), "utf-8"
    )
    (project / "build/html/tai-ve/cu.pdf").write_bytes(b"")
    assert sphinx_build(project).returncode == 0
    after = files(project)
    assert set(after) == set(before)
    assert after["phan-cong-KH-9-2026.pdf"] != before["phan-cong-KH-9-2026.pdf"]


def test_a_character_without_a_glyph_stops_no_build(project: Path, sphinx_build: Run) -> None:
    """What passes the check is built; the file says the character by its code."""
    path = project / "needs/kh-9-2026/ii-nhiem-vu.md"
    path.write_text(
        path.read_text("utf-8").replace("{deliverable} Quy chế mẫu", "{deliverable} Quy chế ☑"), "utf-8"
    )
    built = sphinx_build(project)
    assert (built.returncode, built.stderr) == (0, "")
    assert "phan-cong-KH-9-2026.pdf" in listed(project)


def test_other_builders_make_no_downloads(project: Path, sphinx_build: Run) -> None:
    """Only the site has them."""
    assert sphinx_build(project, "needs").returncode == 0
    assert not list(project.glob("build/**/tai-ve"))
