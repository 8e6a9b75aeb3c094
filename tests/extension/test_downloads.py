"""The downloads page: everything the command exports, made by the build."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Run, copy_of
from kehoach.editions import making, tags
from kehoach.export import FORMATS
from kehoach.files.git import Repository
from kehoach.language import i18n
from repositories import NAMES, commit, repository_of

LISTED = re.compile(r'href="(?:\.\./)*tai-ve/([^"]+)"')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A plan of a few tasks with a home page and the downloads page."""
    root = copy_of("small", tmp_path / "small")
    for plan in ("kh-3-2026", "kh-4-2026"):
        shutil.rmtree(root / "needs" / plan)
    shutil.copy(ROOT / "conf.py", root)
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
    path = project / "needs/kh-1-2026/nhiem-vu.md"
    path.write_text(
        path.read_text("utf-8").replace("{deliverable} Hội nghị phổ biến", "{deliverable} Hội nghị mới về"),
        "utf-8",
    )
    (project / "build/html/tai-ve/cu.pdf").write_bytes(b"")
    assert sphinx_build(project).returncode == 0
    after = files(project)
    assert set(after) == set(before)
    assert after["phan-cong-KH-1-2026.pdf"] != before["phan-cong-KH-1-2026.pdf"]


def test_a_site_of_an_edition_names_it(tmp_path: Path, sphinx_build: Run) -> None:
    """Every page says which edition it is of, and the manifest stands beside the files that it names."""
    root = repository_of("small", tmp_path / "kho")
    shutil.copy(ROOT / "conf.py", root)
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs/views/downloads.md", root / "docs")
    (root / "index.md").write_text("# A\n\n```{toctree}\n:glob:\n\ndocs/*\nneeds/**\n```\n", encoding="utf-8")
    commit(root)
    with Repository(root) as repository, i18n.speaking("vi"):
        repository.environment |= NAMES
        source = making.read_clean(repository, repository.revision("HEAD").commit)
        day = making.day_of(source, "2026-11-22")
        made = making.make(source, source.read.needs["KH-3-2026"], "2026-Q3", day, "quý III").manifest
        tags.create(repository, made)
    built = sphinx_build(root)
    assert (built.returncode, built.stderr) == (0, "")
    for page in ("index.html", "needs/kh-3-2026/nhiem-vu.html"):
        text = (root / "build/html" / page).read_text("utf-8")
        assert f"Phiên bản 2026-Q3 của KH-3-2026, lần ghi {made.commit[:12]}." in text
    assert "manifest-KH-3-2026-2026-Q3.json" in listed(root)
    assert (root / "build/html/tai-ve/manifest-KH-3-2026-2026-Q3.json").read_bytes() == made.as_bytes()


def test_a_character_without_a_glyph_stops_no_build(project: Path, sphinx_build: Run) -> None:
    """What passes the check is built; the file says the character by its code."""
    path = project / "needs/kh-1-2026/nhiem-vu.md"
    path.write_text(
        path.read_text("utf-8").replace("{deliverable} Hội nghị", "{deliverable} Hội nghị ☑"), "utf-8"
    )
    built = sphinx_build(project)
    assert (built.returncode, built.stderr) == (0, "")
    assert "phan-cong-KH-1-2026.pdf" in listed(project)


def test_other_builders_make_no_downloads(project: Path, sphinx_build: Run) -> None:
    """Only the site has them."""
    assert sphinx_build(project, "needs").returncode == 0
    assert not list(project.glob("build/**/tai-ve"))
