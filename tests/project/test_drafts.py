"""A site is built of an import that is not finished: as a draft, in the open, and of nothing else."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from conftest import DEMO_HOME, Run
from kehoach import cli, rules
from kehoach.plan import reader
from kehoach.rules.imports import UNKNOWN

OFFICE = ("--office", "Sở Giả định", "--province", "tỉnh Giả Định")
MARK = ":imported: unfinished\n"
#: What stands on each page of a draft.
NOTICE = "BẢN NHẬP CHƯA XONG: còn"
#: A plan (fictional) that does not say who leads of two, what comes of a task, when, or in words with a day.
TEXT = """\
UBND TỈNH GIẢ ĐỊNH
SỞ GIẢ ĐỊNH
Số: 12/KH-SGD
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Giả Định, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Rà soát văn bản năm 2026 (dữ liệu giả định)
I. NHIỆM VỤ
1. Rà soát văn bản của Sở.
- Cơ quan chủ trì: Văn phòng Sở, Phòng Tổ chức cán bộ.
- Sản phẩm: Báo cáo kết quả rà soát.
- Thời gian hoàn thành: Trước ngày 31/2/2026.
2. Tổ chức tập huấn.
- Cơ quan chủ trì: Phòng Tổ chức cán bộ.
- Thời gian hoàn thành: Thường xuyên.
3. Tuyên truyền.
- Cơ quan chủ trì: Văn phòng Sở.
- Sản phẩm: Tin, bài.
4. Phổ biến.
- Cơ quan chủ trì: Văn phòng Sở.
- Sản phẩm: Hội nghị.
- Thời gian hoàn thành: Khẩn trương.
Nơi nhận:
- Như trên;
- Lưu: VT.
GIÁM ĐỐC
"""
OPEN = {"KH102", "KH106", "KH201", "KH202", "KH203", "KH206"}


def imported(root: Path, text: str = TEXT) -> Path:
    """A repository for a plan of this text, which was a Word file."""
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(root.parent / "Kế hoạch.docx"))
    words = ["--lang", "en", "init", str(root), *OFFICE, "--import", str(root.parent / "Kế hoạch.docx")]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    (root / "docs/views/downloads.md").write_text("# Tải về\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That repository, as it was made."""
    return imported(tmp_path_factory.mktemp("drafted") / "so-xyz")


@pytest.fixture
def whole(drafted: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(drafted, tmp_path / "so-xyz")


@pytest.fixture
def root(whole: Path) -> Path:
    """A copy of it without the guides, of which none shows the plan."""
    for guide in (whole / "docs").glob("*.md"):
        guide.unlink()
    (whole / "index.md").write_text(f"# Trang\n{DEMO_HOME}", encoding="utf-8")
    return whole


def home(root: Path) -> Path:
    """The page of the plan."""
    return root / "needs/kh-12-2026/ke-hoach.md"


def unmarked(root: Path) -> None:
    """Take the mark away."""
    text = home(root).read_text("utf-8")
    assert MARK in text
    home(root).write_text(text.replace(MARK, ""), encoding="utf-8")


def codes(root: Path) -> set[str]:
    """What the check finds."""
    return {found.code for found in rules.check(reader.read(root))}


def test_what_an_import_leaves_open_is_built_as_a_draft(whole: Path, build: Run, kehoach: Run) -> None:
    """Exit code 1 and one sentence each time, the notice on every page, the open points listed; no files."""
    (whole / "docs/views/downloads.md").write_text("# Tải về\n\n:::{view} downloads\n:::\n", encoding="utf-8")
    assert codes(whole) == OPEN
    checked = kehoach("check", "--root", whole)
    assert (checked.returncode, len(checked.stdout.splitlines())) == (1, 6)
    site = whole / "build" / "html"
    for _time in range(2):
        built = build(whole)
        assert (built.returncode, built.stdout, built.stderr.count("\n")) == (1, "", 1), built.stderr
        assert "6" in built.stderr
        assert "kehoach resolve KH-12-2026" in built.stderr
    pages = [page.read_text("utf-8") for page in site.rglob("*.html")]
    assert pages
    assert all(NOTICE in page for page in pages)
    listed = (site / "docs/views/open-points.html").read_text("utf-8")
    for words in (
        "Chưa đọc được thời hạn “Trước ngày 31/2/2026”",
        "“Khẩn trương” không có ngày",
        "cùng thực hiện",
    ):
        assert words in listed
    assert not (site / "tai-ve").exists()
    for command in (("pdf",), ("status",), ("remind",)):
        done = kehoach(*command, "--root", whole)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
        assert "kehoach resolve KH-12-2026" in done.stderr


def test_answers_end_it(root: Path, build: Run) -> None:
    """With the last open point the mark goes, and the next build has the notice nowhere."""
    assert build(root).returncode == 1
    path = root / "needs/kh-12-2026/i-nhiem-vu.md"
    text = path.read_text("utf-8")
    for old, new in (
        ("Trước ngày 31/2/2026", "Trước ngày 30/6/2026"),
        ("Khẩn trương", "Quý III năm 2026"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    source = root / "needs/kh-12-2026/source.txt"
    words = source.read_text("utf-8").replace("Trước ngày 31/2/2026", "Trước ngày 30/6/2026")
    source.write_text(words.replace("Khẩn trương", "Quý III năm 2026"), encoding="utf-8")
    assert codes(root) == {"KH102", "KH106", "KH201", "KH206"}
    answers = "1\n1\n1\n1\n1\n"
    done = CliRunner().invoke(cli.main, ["resolve", "kh-12-2026", "--root", str(root)], input=answers)
    assert done.exit_code == 0, done.output
    assert "-:imported: unfinished" in done.output
    assert codes(root) == set()
    built = build(root)
    assert (built.returncode, built.stderr) == (0, "")
    pages = (root / "build/html").rglob("*.html")
    assert [page for page in pages if NOTICE in page.read_text("utf-8")] == []


def test_without_the_mark_the_build_fails_as_ever(root: Path, build: Run) -> None:
    """All findings are told, nothing is built, and the former site stays as it was."""
    assert build(root).returncode == 1
    index = root / "build/html/index.html"
    before = index.read_bytes()
    unmarked(root)
    built = build(root)
    assert built.returncode == 1
    assert built.stderr.count("KH201") == 1
    assert "Có 6 chỗ cần sửa. Chưa dựng trang." in built.stderr
    assert index.read_bytes() == before


SECOND = """\
# Kế hoạch khác

:::{plan} Kế hoạch khác (dữ liệu giả định)
:id: KH-13-2026
:number: 13/KH-SGD
:doc_type: Kế hoạch
:issuer: Sở Giả định
:issued: 2026-03-06
:source: dữ liệu giả định
:source_status: Dữ liệu giả định
:::
"""


def test_beside_a_second_plan_nothing_is_a_draft(root: Path, build: Run) -> None:
    """With another plan in the repository the same points fail the build."""
    (root / "needs/kh-13-2026").mkdir()
    (root / "needs/kh-13-2026/ke-hoach.md").write_text(SECOND, encoding="utf-8")
    built = build(root)
    assert (built.returncode, "Có 6 chỗ cần sửa. Chưa dựng trang." in built.stderr) == (1, True)
    assert not (root / "build/html/index.html").exists()


def test_a_second_import_is_no_draft(root: Path, tmp_path: Path) -> None:
    """A plan that is imported beside another one gets no mark."""
    file = tmp_path / "hai.txt"
    file.write_text(TEXT.replace("12/KH", "14/KH"), encoding="utf-8")
    words = ["import", str(file), "--plan", "kh-14-2026", "--root", str(root)]
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    assert MARK not in (root / "needs/kh-14-2026/ke-hoach.md").read_text("utf-8")


def test_what_is_signed_is_no_draft(tmp_path: Path, build: Run) -> None:
    """Number and day end the draft: what is open then fails the build."""
    root = imported(
        tmp_path / "so-xyz", TEXT.replace("Số: 12/", "Số:     /").replace("ngày 05 tháng 3", "ngày    tháng")
    )
    (page,) = root.glob("needs/*/ke-hoach.md")
    assert MARK in page.read_text("utf-8")
    (plan,) = reader.read(root).plans
    words = ["sign", plan.id, "--number", "12/KH-SGD", "--issued", "5/3/2026", "--root", str(root)]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    assert MARK not in page.read_text("utf-8")
    assert "Chưa dựng trang." in build(root).stderr


def test_the_mark_lets_nothing_else_through(root: Path, build: Run) -> None:
    """A fault of form, or a task that is not of the text, ends the build; only what is in the way is told."""
    with home(root).open("a", encoding="utf-8") as page:
        page.write("\n<b>x</b>\n")
    built = build(root)
    assert (built.returncode, built.stderr.count("KH013"), built.stderr.count("KH201")) == (1, 1, 0)
    assert "Ngoài ra bản nhập còn 6 điểm chưa rõ." in built.stderr
    assert not (root / "build/html/index.html").exists()


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("needs/kh-12-2026/vi-du.md", "# Ví dụ\n\n:::{deliverable} Tin\n:id: SP-12-2026-9\n:::\n"),
        ("needs/vi-du.md", "# Ví dụ\n\n:::{task} Việc\n:id: NV-12-2026-9\n:clause: 9\n:::\n"),
    ],
)
def test_only_the_plan_and_its_tasks_may_be_open(root: Path, where: str, text: str) -> None:
    """An object of another type, and one outside the folder of the plan, is never let through."""
    plan = reader.read(root)
    before = len(rules.left_open(plan, rules.check(plan)))
    (root / where).write_text(text, encoding="utf-8")
    plan = reader.read(root)
    found = rules.check(plan)
    assert len(found) > before
    assert len(rules.left_open(plan, found)) == before == 6


def test_an_import_that_leaves_nothing_open_has_no_mark(tmp_path: Path) -> None:
    """A text that says everything is drafted as any plan."""
    said = TEXT.partition("1. Rà")[0] + TEXT.partition("4. Phổ biến.\n")[2].join(["1. Phổ biến.\n", ""])
    root = imported(tmp_path / "so-xyz", said.replace("Khẩn trương", "Quý III năm 2026"))
    assert codes(root) == set()
    assert MARK not in home(root).read_text("utf-8")


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "json"])
def test_every_builder_says_that_it_is_a_draft(root: Path, builder: str, sphinx_build: Run) -> None:
    """The notice stands in what each builder writes, which fails too; Sphinx has nothing to warn of."""
    built = sphinx_build(root, builder)
    assert (built.returncode, built.stderr.count("\n")) == (1, 1), built.stderr
    words = json.dumps(NOTICE)[1:-1] if builder == "json" else NOTICE
    written = (path for path in (root / "build" / builder).rglob("*") if path.is_file())
    assert any(words in path.read_text("utf-8", errors="replace") for path in written)


def test_a_draft_is_never_public(root: Path, build: Run) -> None:
    """The site for the public is built of nothing that has an open point, marked or not."""
    text = home(root).read_text("utf-8")
    home(root).write_text(text.replace(MARK, f"{MARK}:publish: yes\n"), encoding="utf-8")
    built = build(root, public=True)
    assert (built.returncode, built.stderr.count("KH201")) == (1, 1), built.stderr
    assert not (root / "build/public/index.html").exists()


def test_another_theme_says_it_too(root: Path, sphinx_build: Run) -> None:
    """The notice is part of what the page says, not of our frame."""
    assert sphinx_build(root, "html", "-D", "html_theme=alabaster").returncode == 1
    assert NOTICE in (root / "build/html/index.html").read_text("utf-8")
    assert NOTICE in (root / "build/html/needs/kh-12-2026/i-nhiem-vu.html").read_text("utf-8")


def test_the_gate_names_a_mark_that_was_not_there(root: Path) -> None:
    """Whoever marks a plan that had no mark does not pass the gate; taking it away does."""

    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)

    def gate(base: str) -> tuple[int, bool]:
        words = ["--lang", "en", "changes", base, "--gate", "--root", str(root)]
        done = CliRunner().invoke(cli.main, words)
        return done.exit_code, "Obligations changed without a document (1): KH-12-2026" in done.output

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "marked")
    marked = home(root).read_text("utf-8")
    unmarked(root)
    assert gate("HEAD") == (0, False)
    git("commit", "-q", "-a", "-m", "unmarked")
    home(root).write_text(marked, encoding="utf-8")
    assert gate("HEAD") == (1, True)
    assert gate("HEAD~1") == (0, False)


def test_each_rule_that_a_draft_may_break_is_said_to_readers(root: Path) -> None:
    """The words for readers are there for every code of the list, and for no other."""
    from kehoach.reports.words import unknown_words
    from kehoach.rules.findings import Finding

    plan = reader.read(root)
    ids = {"plan": "KH-12-2026", "task": "NV-12-2026-I-1"}
    options = {"plan": "number", "task": "owner"}
    for code, need_type in UNKNOWN.items():
        found = Finding("", 1, code, ids[need_type], "", options[need_type])
        assert "{" not in unknown_words(plan, found)
