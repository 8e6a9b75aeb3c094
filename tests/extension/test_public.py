"""The public site: what the public may see, and not a byte of anything else."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from conftest import Run, add_second_plan
from kehoach import rules
from kehoach.editing import publishing
from kehoach.plan import Need, reader

#: What the demo is given, each where only the office may see it.
SECRETS = {
    "needs/kh-9-2026/theo-doi.md": {
        ":difficulties: Nhiều văn bản do cấp huyện cũ ban hành": ":difficulties: Riengkhokhan",
        ":proposal: Gia hạn đến hết quý III": ":proposal: Riengdexuat",
        ":result: Có 12 tin, bài": ":result: Riengketqua",
        ":::{directive} Yêu cầu khẩn trương": ":::{directive} Riengchidao",
        ":::{evidence} Báo cáo khảo sát": ":::{evidence} Riengminhchung",
        ":::{evidence} Tài liệu hỏi đáp đã phát hành": ":::{evidence} Công khai minh chứng",
        ":number: 45/STP-VB (giả định)": ":number: 45/Riengdenghi (giả định)",
        "## Báo cáo tiến độ": "Riengloivan.\n\n## Riengtieude",
    },
    "needs/kh-9-2026/tam-bo-qua.md": {":reason: ": ":reason: Riengbolqua "},
    "needs/kh-9-2026/ii-nhiem-vu.md": {":in_charge: Giám đốc sở": ":in_charge: Giám đốc Riengphutrach"},
    "needs/kh-9-2026/ke-hoach.md": {":number: 9/KH-UBND": ":number: 9/KH-UBND\n:publish: yes"},
    "needs/kh-12-2026/ke-hoach.md": {":::{plan} ": ":::{plan} Riengkehoach "},
}
PRIVATE = b"rieng"


@pytest.fixture
def project(demo: Path, views: Path) -> Path:
    """The demo with two plans, of which one is public, and secrets in both."""
    add_second_plan(demo)
    for name, changed in SECRETS.items():
        text = (demo / name).read_text("utf-8")
        for old, new in changed.items():
            assert old in text, (name, old)
            text = text.replace(old, new)
        (demo / name).write_text(text, encoding="utf-8")
    (demo / "docs" / "noi-bo.md").write_text("---\norphan: true\n---\n\n# Riengnoibo\n", encoding="utf-8")
    (demo / "docs" / "views" / "downloads.md").write_text(views.read_text("utf-8"), encoding="utf-8")
    return demo


@pytest.fixture
def views() -> Path:
    """The page of downloads, which other tests leave out."""
    return Path(__file__).parents[2] / "docs" / "views" / "downloads.md"


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in a folder by its name, also what is packed, as small letters."""
    for path in filter(Path.is_file, folder.rglob("*")):
        raw = path.read_bytes()
        yield path.name, path.name.encode() + raw.lower()
        if zipfile.is_zipfile(io.BytesIO(raw)):
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                yield from ((f"{path.name}/{name}", packed.read(name).lower()) for name in packed.namelist())
        elif path.suffix == ".pdf":
            text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(raw))
            yield f"{path.name} as text", "".join(text.split()).lower().encode()
        elif path.suffix == ".parquet":
            yield f"{path.name} as rows", str(duckdb.read_parquet(str(path)).fetchall()).lower().encode()


def test_nothing_private_is_anywhere_on_a_public_site(project: Path, kehoach: Run) -> None:
    """Pages, index, data, documents, calendars: the secrets of the demo are in none of them, all else is."""
    assert kehoach("build", "--root", project).returncode == 0
    assert any(PRIVATE in content for _name, content in contents(project / "build" / "html"))
    built = kehoach("build", "--root", project, "--public")
    assert (built.returncode, built.stderr) == (0, "")
    site = project / "build" / "public"
    found = dict(contents(site))
    assert [name for name, content in found.items() if PRIVATE in content] == []
    late = ("quá hạn".encode(), "đôn đốc".encode())
    pages = [name for name in found if name.endswith((".html", ".ics"))]
    # What a document of the plan is called is its own.
    words = {name: found[name].replace("sau khi đã quá hạn".encode(), b"") for name in pages}
    assert [name for name in pages if any(word in words[name] for word in late)] == []
    assert (site / "minh-chung" / "mc-9-2026-1.txt").read_bytes() == next(
        (project / "needs" / "kh-9-2026" / "minh-chung").iterdir()
    ).read_bytes()
    tracked = BeautifulSoup(
        (site / "needs" / "kh-9-2026" / "theo-doi.html").read_text("utf-8"), "html.parser"
    )
    assert "Công khai minh chứng" in tracked.get_text()
    assert "102/BC (giả định)" in tracked.get_text()
    for name in (name for name in found if name.endswith(".html")):
        assert b'<meta name="robots" content="noindex' in found[name], name


def test_a_project_without_a_public_plan_has_no_public_site(demo: Path, kehoach: Run) -> None:
    """It is said in a sentence, and nothing is written."""
    built = kehoach("build", "--root", demo, "--public")
    assert built.returncode == 1
    assert not (demo / "build" / "public" / "index.html").exists()


def test_the_public_part_reads_as_it_is_written(project: Path, tmp_path: Path) -> None:
    """What is written for the public is read back as the objects that were chosen, without faults."""
    plan = reader.read(project)
    assert rules.check(plan) == []
    publishing.write(plan, project, tmp_path / "public")
    (tmp_path / "public" / "ubproject.toml").write_bytes((project / "ubproject.toml").read_bytes())
    again = reader.read(tmp_path / "public")
    chosen = publishing.public(plan)
    assert again.faults == ()
    assert {k: _said(n) for k, n in again.needs.items()} == {k: _said(n) for k, n in chosen.items()}


def _said(need: Need) -> tuple[object, ...]:
    options = {key: value for key, value in need.options.items() if value and key != "id"}
    links = {key: ids for key, ids in need.links.items() if ids}
    return need.type, need.title, options, links, need.body.strip()
