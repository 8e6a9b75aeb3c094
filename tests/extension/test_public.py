"""The public site: what the public may see, and not a byte of anything else."""

import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from conftest import DEMO_HOME, PROJECTS, ROOT, Run, add_second_plan, without_downloads
from kehoach import rules
from kehoach.editing import publishing
from kehoach.files import links
from kehoach.plan import Need, reader
from kehoach.progress import Progress
from kehoach.progress.states import PUBLIC

#: What the demo is given, each where only the office may see it: in the public plan, in the other, beside.
SECRETS = {
    "needs/kh-9-2026/theo-doi.md": {
        "# Theo dõi thực hiện (giả định)": "# Riengtrang",
        ":difficulties: Nhiều văn bản do cấp huyện cũ ban hành": ":difficulties: Riengkhokhan",
        ":proposal: Gia hạn đến hết quý III": ":proposal: Riengdexuat\n:shortcomings: Riengtontai",
        ":result: Có 12 tin, bài": ":result: Riengketqua",
        ":::{directive} Yêu cầu khẩn trương": ":::{directive} Riengchidao",
        ":::{reminder} Đôn đốc rà soát văn bản lần hai": ":::{reminder} Riengdondoc",
        ":number: 61/SNV": ":number: 61/Riengdondoc",
        ":::{evidence} Báo cáo khảo sát": ":::{evidence} Riengminhchung",
        ":confirmed: no\n:proves: SP-9-2026-III-7-1": (
            ":confirmed: returned\n:reason: Riengtralai\n:proves: SP-9-2026-III-7-1"
        ),
        ":::{evidence} Tài liệu hỏi đáp đã phát hành": ":::{evidence} Công khai minh chứng",
        ":proves: SP-9-2026-II-3-1": ":proves: SP-9-2026-II-3-1\n:url: https://example.org/riengduongdan",
        ":::{amendment} Tạm dừng hội thảo": ":::{amendment} Riengdieuchinh",
        ":number: 45/STP-VB (giả định)": ":number: 45/Riengdenghi (giả định)",
        "## Báo cáo tiến độ": "Riengloivan.\n\n:::{frame}\nRiengkhung\n:::\n\n## Riengtieude",
    },
    "needs/kh-9-2026/tam-bo-qua.md": {":reason: ": ":reason: Riengboqua "},
    "needs/kh-9-2026/ii-nhiem-vu.md": {
        ":in_charge: Giám đốc sở": ":in_charge: Giám đốc Riengphutrach",
        ":leader: Phó Chủ tịch phụ trách nội chính": ":leader: Phó Chủ tịch Riengtheodoi",
    },
    "needs/kh-9-2026/ke-hoach.md": {":number: 9/KH-UBND": ":number: 9/KH-UBND\n:publish: yes"},
    "needs/agencies.md": {
        ":scope: Chia theo lĩnh vực": ":scope: Riengphamvi",
        ":::{agency} Sở Dân tộc": ":::{agency} Riengkethua",  # which stands in for another, as it is said
        ":source: Tin chưa kiểm chứng": ":source: Riengnguontin",
        ":::{agency} Sở Nội vụ": (
            ":::{agency} Riengkhongaitoi\n:id: CQ-X1\n:kind: agency\n:::\n\n:::{agency} Sở Nội vụ"
        ),
        ":abbr: STC": ":abbr: STC\n:also_called: Riengtengoi",
    },
    "needs/legal.md": {
        ":::{workday} Nghỉ": ":::{workday} Rienglich",
        ":kind: off": ":kind: off\n:source: Riengnguon",
        "# ": "# Riengcancu ",
    },
    "needs/kh-12-2026/ke-hoach.md": {":::{plan} ": ":::{plan} Riengkehoach ", "12/KH-UBND": "12/Riengso"},
    "needs/kh-12-2026/v-nhiem-vu.md": {
        ":::{task} ": ":::{task} Riengnhiemvu ",
        ":owner: CQ-XA-1": ":owner: CQ-XA-1\n:partners: CQ-X1, CQ-X2\n:basis: CC-X3",
    },
    "needs/kh-12-2026/theo-doi.md": {
        "# Theo dõi": (
            "# Riengdau\n\n:::{agency} Riengcoquan\n:id: CQ-X2\n:kind: agency\n:::\n\n"
            ":::{basis} Rienghienphap\n:id: CC-X3\n:number: X3\n:::\n\n"
            ":::{workday} Riengngaynghi\n:id: NL-12-2026\n:kind: off\n:date: 2026-05-04\n:number: Riengtb\n"
            ":issuer: Riengthongbao\n:::\n\n:::{frame}\nRiengkhunghai\n:::\n\n## "
        ),
        "Biên bản niêm yết": "Riengbienban",
    },
    "index.md": {"# Demo": "% Riengghichu\n\n# Riengtrangchu\n\nRiengloichu"},
    "docs/views/matrix.md": {"# Bảng": "# Riengbang"},
}
PRIVATE = b"rieng"


@pytest.fixture
def project(demo: Path) -> Path:
    """The demo with two plans, of which one is public, and secrets in both."""
    add_second_plan(demo)
    for name, changed in SECRETS.items():
        text = (demo / name).read_text("utf-8")
        for old, new in changed.items():
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        (demo / name).write_text(text, encoding="utf-8")
    with (demo / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('kehoach_repository, kehoach_edit = "https://git.example.org/riengkho", "gitlab"\n')
    (demo / "docs" / "noi-bo.md").write_text("---\norphan: true\n---\n\n# Riengnoibo\n", encoding="utf-8")
    return demo


@pytest.fixture
def little(small: Path) -> Path:
    """A smaller project with several plans, of which one is public."""
    shutil.copy(ROOT / "conf.py", small)
    shutil.copytree(ROOT / "docs" / "views", small / "docs" / "views")
    (small / "index.md").write_text(f"# Thử\n{DEMO_HOME}", encoding="utf-8")
    without_downloads(small)
    _publish(small, "needs/kh-1-2026/ke-hoach.md")
    return small


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
            with pikepdf.open(path) as document:
                parts = (part for part in document.objects if isinstance(part, pikepdf.Stream))
                yield f"{path.name} in streams", b"".join(part.read_bytes() for part in parts).lower()
        elif path.name == "objects.inv":
            yield f"{path.name} as lines", zlib.decompress(raw.split(b"zlib.\n", 1)[1]).lower()
        elif path.suffix == ".parquet":
            yield f"{path.name} as rows", str(duckdb.read_parquet(str(path)).fetchall()).lower().encode()


def test_nothing_private_is_anywhere_on_a_public_site(project: Path, build: Run, kehoach: Run) -> None:
    """Pages, index, data, documents, calendars: the secrets of the demo are in none of them, all else is."""
    assert build(project).returncode == 0
    assert any(PRIVATE in content for _name, content in contents(project / "build" / "html"))
    built = kehoach("build", "--root", project, "--public")
    assert (built.returncode, built.stderr) == (0, "")
    site = project / "build" / "public"
    found = dict(contents(site))
    assert [name for name, content in found.items() if PRIVATE in content] == []
    late = [word.encode() for word in ("quá hạn", "đôn đốc", "ý kiến chỉ đạo", ">rõ trách nhiệm")]
    pages = [name for name in found if name.endswith((".html", ".ics"))]
    assert [name for name in pages if any(word in found[name] for word in late)] == []
    assert (site / "minh-chung" / "mc-9-2026-1.txt").read_bytes() == next(
        (project / "needs" / "kh-9-2026" / "minh-chung").iterdir()
    ).read_bytes()
    tracked = BeautifulSoup(
        (site / "needs" / "kh-9-2026" / "evidence.html").read_text("utf-8"), "html.parser"
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


#: Days before, between and after what happens in the demo.
DAYS = [date(2026, 1, 1) + timedelta(days=11 * n) for n in range(36)]


def test_the_public_plan_stands_where_the_plan_stands(project: Path) -> None:
    """Whatever is left out, each task has its state, last day and day of completion on any day.

    But what is not confirmed, and who answers, are those of the internal site.
    """
    plan = reader.read(project)
    seen = replace(plan, needs=publishing.public(plan))
    for day in DAYS:
        internal, public = Progress(plan, day), Progress(seen, day, public=True)
        assert len(public.tasks) > 40
        for status in public.tasks:
            own = internal.of(plan.needs[status.task.id])
            assert status.state is PUBLIC.get(own.state, own.state), (day, status.task.id)
            assert (status.done, status.obligation.due) == (own.done, own.obligation.due), (
                day,
                status.task.id,
            )
            parts = [(p.agency.id, PUBLIC.get(p.state, p.state), p.done) for p in own.parts]
            assert [(p.agency.id, p.state, p.done) for p in status.parts] == parts, (day, status.task.id)


def test_what_a_public_plan_needs_is_seen_wherever_it_stands(project: Path) -> None:
    """An agency, a deliverable, evidence and a day off in the folder of a plan that is not public."""
    path = project / "needs" / "kh-12-2026" / "theo-doi.md"
    path.write_text(
        path.read_text("utf-8") + "\n:::{agency} Chủ trì mới\n:id: CQ-MOI\n:kind: agency\n:::\n\n"
        ":::{deliverable} Sản phẩm chung\n:id: SP-CHUNG\n:origin: derived\n:::\n\n"
        ":::{evidence} Giấy chung\n:id: MC-CHUNG\n:number: 9/BC\n:date: 2026-03-03\n:confirmed: yes\n"
        ":proves: SP-CHUNG\n:::\n",
        encoding="utf-8",
    )
    text = project / "needs" / "kh-9-2026" / "ii-nhiem-vu.md"
    changed = text.read_text("utf-8").replace(":owner: CQ-SNV\n", ":owner: CQ-MOI\n", 1)
    changed = changed.replace(":deliverables: SP-9-2026-II-1-1", ":deliverables: SP-9-2026-II-1-1, SP-CHUNG")
    text.write_text(changed, encoding="utf-8")
    plan = reader.read(project)
    seen = publishing.public(plan)
    assert {"CQ-MOI", "SP-CHUNG", "MC-CHUNG", "NL-3", "CQ-BDT", "CQ-SKHCN"} < seen.keys()
    assert "CQ-SDTTG" not in seen  # which may follow "CQ-BDT"
    assert {"CQ-X1", "CQ-X2", "CC-X3", "NL-12-2026", "MC-12-2026-1"}.isdisjoint(seen)
    publishing.write(plan, project, project / "build" / "x")
    pages = sorted(
        p.relative_to(project / "build" / "x").as_posix() for p in (project / "build" / "x").rglob("*.md")
    )
    assert pages == [
        *("needs/agency.md", "needs/basis.md", "needs/kh-9-2026/amendment.md"),
        *("needs/kh-9-2026/deliverable.md", "needs/kh-9-2026/evidence.md", "needs/kh-9-2026/i-muc-dich.md"),
        *("needs/kh-9-2026/ii-nhiem-vu.md", "needs/kh-9-2026/iii-nhiem-vu.md", "needs/kh-9-2026/ke-hoach.md"),
        "needs/workday.md",
    ]


def test_pages_say_themselves_that_they_are_public(little: Path, build: Run, kehoach: Run) -> None:
    """One with ``publish: yes`` is on the site with its words; one that shows what is not is refused."""
    page = little / "docs" / "gioi-thieu.md"
    page.write_text("---\npublish: yes\n---\n\n# Giới thiệu\n\nLời ngỏ.\n", encoding="utf-8")
    index = little / "index.md"
    text = index.read_text("utf-8")
    index.write_text(text.replace("docs/views/*", "docs/views/*\ndocs/*"), encoding="utf-8")
    built = build(little, public=True)
    assert (built.returncode, built.stderr) == (0, "")
    site = little / "build" / "public"
    assert "Lời ngỏ." in (site / "docs" / "gioi-thieu.html").read_text("utf-8")
    assert "docs/gioi-thieu.html" in (site / "index.html").read_text("utf-8")
    page.write_text(page.read_text("utf-8") + "\n:::{view} week\n:::\n", encoding="utf-8")
    built = kehoach("--lang", "en", "build", "--root", little, "--public")
    assert (built.returncode, built.stderr.count("\n")) == (1, 1)
    assert "docs/gioi-thieu.md" in built.stderr
    assert ": week." in built.stderr


def test_a_home_page_of_the_office_leads_to_what_is_public(project: Path, build: Run) -> None:
    """With ``publish: yes`` it is shown with its words, without entries of pages that are not public."""
    (project / "docs" / "lời ngỏ.md").write_text("# Riengtrang\n", encoding="utf-8")
    own = "```{toctree}\n:hidden:\n\nLời ngỏ <docs/lời ngỏ>\ndocs/noi-bo.md\n```\n"
    stock = (ROOT / "index.md").read_text("utf-8")
    (project / "index.md").write_text(f"---\npublish: yes\n---\n\nLời chào.\n\n{own}\n{stock}", "utf-8")
    site = _is_built(project, build)
    home = (site / "index.html").read_text("utf-8")
    assert "Lời chào." in home
    assert "docs/views/timeline.html" in home
    assert "noi-bo" not in home
    assert [name for name, content in contents(site) if PRIVATE in content] == []


def test_the_stock_layout_has_a_public_site(tmp_path: Path, build: Run, kehoach: Run) -> None:
    """What ``kehoach init`` lays down, with a plan marked as public, builds; no link leads nowhere."""
    office = ("--office", "Sở Giả định", "--province", "tỉnh Giả Định", "--host", "none")
    root = tmp_path / "office"
    assert kehoach("init", root, *office).returncode == 0
    shutil.copytree(PROJECTS / "demo" / "needs", root / "needs", dirs_exist_ok=True)
    _publish(root, "needs/kh-9-2026/ke-hoach.md")
    _is_built(root, build)


def test_this_repository_has_a_public_site(whole_site: Path, tmp_path: Path, build: Run) -> None:
    """Its own pages and its own plan; headings that the text does not have are not there."""
    root = shutil.copytree(whole_site, tmp_path / "public", ignore=shutil.ignore_patterns("build"))
    _publish(root, "needs/kh-172-2023/ke-hoach.md")
    site = _is_built(root, build)
    page = (site / "needs" / "kh-172-2023" / "ke-hoach.html").read_text("utf-8")
    assert "Phần đầu của văn bản nguồn" not in page
    assert "Người ký Đỗ Minh Tuấn" in page
    parts = (site / "needs" / "kh-172-2023" / "ii-noi-dung-thuc-hien.html").read_text("utf-8")
    assert ">II. " in parts


def _publish(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    (root / name).write_text(text.replace(":doc_type:", ":publish: yes\n:doc_type:", 1), encoding="utf-8")


def _is_built(root: Path, build: Run) -> Path:
    built = build(root, public=True)
    assert (built.returncode, built.stderr) == (0, "")
    assert links.dead(root / "build" / "public") == []
    return root / "build" / "public"


def test_objects_of_other_projects_stay_out(project: Path, build: Run) -> None:
    """What ``ubproject.toml`` declares of other projects is neither read nor named."""
    theirs = {"id": "NV-TINH", "type": "task", "title": "Riengtinh", "external_css": "", "docname": "x"}
    held = {"current_version": "", "versions": {"": {"needs": {"NV-TINH": theirs}}}}
    (project / "tinh.json").write_text(json.dumps(held), encoding="utf-8")
    with (project / "ubproject.toml").open("a", encoding="utf-8") as model:
        model.write(
            '[[needs.external_needs]]\nbase_url = "https://rieng.example.org"\njson_path = "tinh.json"\n'
        )
    text = (project / "needs" / "kh-9-2026" / "ii-nhiem-vu.md").read_text("utf-8")
    text = text.replace(":serves: MD-9-2026-I-1", ":serves: MD-9-2026-I-1\n:implements: NV-TINH", 1)
    (project / "needs" / "kh-9-2026" / "ii-nhiem-vu.md").write_text(text, encoding="utf-8")
    site = _is_built(project, build)
    assert [name for name, content in contents(site) if PRIVATE in content] == []


def test_a_public_site_is_built_over_no_other(little: Path, kehoach: Run, sphinx_build: Run) -> None:
    """Neither by conf.py nor by hand: nothing of an internal build stays beside public pages."""
    assert sphinx_build(little, "html").returncode == 0
    before = {path: path.read_bytes() for path in (little / "build" / "html").rglob("*") if path.is_file()}
    by_hand = sphinx_build(little, "html", "-D", "kehoach_public=1")
    assert (by_hand.returncode, by_hand.stderr.count("\n")) == (2, 1), by_hand.stderr
    assert before.keys() == {path for path in (little / "build" / "html").rglob("*") if path.is_file()}
    with (little / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("kehoach_public = True\n")
    for out in (("--public",), ("--out", little / "build" / "new"), ()):
        done = kehoach("--lang", "en", "build", "--root", little, *out)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "kehoach build --public" in done.stderr
    assert all(path.read_bytes() == content for path, content in before.items())


def test_only_a_site_is_replaced(little: Path, build: Run, kehoach: Run) -> None:
    """A folder with anything but a site of ours is refused in a sentence; a former site is gone whole."""
    (little / "build" / "pdf").mkdir(parents=True)
    (little / "build" / "pdf" / "a.pdf").write_text("x", encoding="utf-8")
    for out in ("build", "build/pdf", "needs"):
        before = {path for path in little.rglob("*") if path.is_file()}
        done = kehoach("--lang", "en", "build", "--root", little, "--public", "--out", little / out)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "Name a new folder" in done.stderr
        assert {path for path in little.rglob("*") if path.is_file()} == before
    site = _is_built(little, build)
    (site / "former.html").write_text("x", encoding="utf-8")
    _is_built(little, build)
    assert not (site / "former.html").exists()
