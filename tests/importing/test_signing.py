"""A plan that nobody has signed: provisional IDs, "DỰ THẢO" on all made of it, and ``kehoach sign``."""

import io
import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from conftest import ROOT, Run
from export.test_pdf import FONT
from kehoach import documents, rules
from kehoach.documents.layout import words_of
from kehoach.export import excel, ics, pdf, word
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress

#: A plan as it goes round for comments: fictional.
UNSIGNED = """\
ỦY BAN NHÂN DÂN
TỈNH GIẢ ĐỊNH
Số:      /KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Giả Định, ngày      tháng 4 năm 2026

KẾ HOẠCH
Chăm sóc cây xanh trên địa bàn tỉnh (giả định)

Ủy ban nhân dân tỉnh Giả Định ban hành Kế hoạch, cụ thể như sau:

I. NHIỆM VỤ
1. Trồng cây dọc quốc lộ
- Cơ quan chủ trì: Sở Xây dựng
- Thời gian thực hiện: trước ngày 30/6
- Sản phẩm: Báo cáo kết quả trồng cây
2. Tưới cây mùa khô
- Cơ quan chủ trì: Sở Xây dựng
- Thời gian thực hiện: quý IV
- Sản phẩm: Báo cáo kết quả tưới cây
"""
ID = "KH-DT-CAY-XANH-2026"


@pytest.fixture
def drafted(kehoach: Run, empty: Path) -> Path:
    """A project that holds the unsigned plan."""
    (empty.parent / "a.txt").write_text(UNSIGNED, encoding="utf-8")
    done = kehoach("import", empty.parent / "a.txt", "--plan", "kh-cay-xanh", "--root", empty)
    assert done.returncode == 0, done.stderr
    return empty


def test_what_nobody_signed_has_a_provisional_id(drafted: Path) -> None:
    """Its ID says that it is a draft and of what year; number and day are missed by no rule."""
    plan = reader.read(drafted)
    home = plan.needs[ID]
    assert (home.unsigned, home.year, home["number"], home["issued"]) == (True, 2026, "", "")
    assert rules.check(plan) == []


def test_deadlines_are_read_in_the_year_of_the_text(drafted: Path) -> None:
    """A deadline without a year is of the year that the line of place and day names."""
    plan = reader.read(drafted)
    dues = [plan.deadline_of(task).due for task in plan.of_type("task")]
    assert dues == [date(2026, 6, 29), date(2026, 12, 31)]


def test_a_name_with_number_and_year_is_provisional_too(kehoach: Run, empty: Path) -> None:
    """The text decides whether it is signed, not the folder."""
    (empty.parent / "a.txt").write_text(UNSIGNED, encoding="utf-8")
    kehoach("import", empty.parent / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    assert [home.id for home in reader.read(empty).plans] == ["KH-DT-9-2026"]


def test_a_signed_text_is_no_draft(kehoach: Run, empty: Path) -> None:
    """A number or a day makes an ID lasting, even in a folder that is called a draft's."""
    signed = UNSIGNED.replace("Số:      /", "Số: 9/").replace("ngày      tháng", "ngày 02 tháng")
    (empty.parent / "a.txt").write_text(signed, encoding="utf-8")
    kehoach("import", empty.parent / "a.txt", "--plan", "dt-9-2026", "--root", empty)
    assert [(home.id, home["number"]) for home in reader.read(empty).plans] == [("KH-9-2026", "9/KH-UBND")]


def test_all_that_is_made_of_it_says_draft(drafted: Path) -> None:
    """Every document, the workbook and the calendars say that nobody has signed the plan."""
    i18n.use("vi")
    plan = reader.read(drafted)
    progress, home = Progress(plan, date(2026, 5, 1)), plan.needs[ID]
    for document in (
        documents.official_text(progress, home),
        documents.assignment(progress, home),
        documents.report(progress, home),
        *documents.slips(progress, home),
    ):
        said = "\n".join(words for _need, words in words_of(document))
        assert "DỰ THẢO: chưa ký" in document.footer
        assert "DỰ THẢO" in said.replace(document.footer, ""), document.name
    official = documents.official_text(progress, home)
    page = pypdfium2.PdfDocument(pdf.pdf(official, FONT))[0].get_textpage().get_text_bounded()
    assert "DỰ THẢO" in page
    paragraphs = docx.Document(io.BytesIO(word.word(official))).paragraphs
    assert "DỰ THẢO" in {paragraph.text for paragraph in paragraphs}
    book = openpyxl.load_workbook(io.BytesIO(excel.excel(progress, home)))
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert all("DỰ THẢO" in str(sheet["A2"].value) for sheet in visible)
    assert "DỰ THẢO" in ics.plan_calendar(progress, home).decode().replace("\r\n ", "")


def test_status_and_site_say_draft(kehoach: Run, sphinx_build: Run, drafted: Path) -> None:
    """The figures in the terminal and the pages of the site say that nobody has signed the plan."""
    done = kehoach("status", "--as-of", "2026-05-01", "--root", drafted)
    assert done.stdout.startswith("DỰ THẢO: chưa ký"), done.stderr
    shutil.copy(ROOT / "conf.py", drafted)
    (drafted / "index.md").write_text(
        "# Trang\n\n:::{view} plan-header\n:::\n\n:::{plan-pages}\n:::\n", encoding="utf-8"
    )
    assert sphinx_build(drafted).returncode == 0
    pages = [page.read_text(encoding="utf-8") for page in (drafted / "build/html").rglob("*.html")]
    assert "DỰ THẢO: chưa ký" in (drafted / "build/html/index.html").read_text(encoding="utf-8")
    assert all(f"{ID} (DỰ THẢO)" in page for page in pages)


SIGN = ("sign", ID, "--number", "12/KH-UBND", "--issued", "20/04/2026", "--root")


def test_signing_renames_everything_once(kehoach: Run, drafted: Path) -> None:
    """The plan and its objects get their lasting IDs, in all files and links, and number and day."""
    (drafted / "index.md").write_text("Xem {need}`NV-DT-CAY-XANH-2026-I-1`.\n", encoding="utf-8")
    folder = drafted / "needs/kh-cay-xanh"
    (folder / "ghi-chu.md").write_text(
        "# Ghi chú\n\nXem {need}`NV-DT-CAY-XANH-2026-I-2`.\n", encoding="utf-8"
    )
    before = reader.read(drafted)
    held = {page: page.read_bytes() for page in drafted.rglob("*.md")}
    done = kehoach("--lang", "en", *SIGN, drafted)
    assert done.returncode == 0, done.stderr
    written = [page for page in held if page.read_bytes() != held[page]]
    assert f"objects have new IDs, in {len(written)} files" in done.stdout
    plan = reader.read(drafted)
    assert rules.check(plan) == []
    assert set(plan.needs) == {need_id.replace("DT-CAY-XANH-2026", "12-2026") for need_id in before.needs}
    home = plan.needs["KH-12-2026"]
    assert (home["number"], home["issued"], home.unsigned) == ("12/KH-UBND", "2026-04-20", False)
    pages = [drafted / "index.md", *folder.glob("*.md")]
    assert not any("-DT-" in page.read_text(encoding="utf-8") for page in pages)
    assert (folder / "source.txt").read_text(encoding="utf-8") == UNSIGNED


def test_another_draft_keeps_its_ids(kehoach: Run, drafted: Path) -> None:
    """A draft whose ID begins like that of the signed one is left alone, with its links."""
    other = drafted / "needs/kh-cay-xanh-2026-b"
    kehoach("import", drafted.parent / "a.txt", "--plan", other.name, "--root", drafted)
    held = {page.name: page.read_bytes() for page in other.glob("*.md")}
    assert kehoach(*SIGN, drafted).returncode == 0
    assert {page.name: page.read_bytes() for page in other.glob("*.md")} == held


REFUSED = {
    "no number": ({"12/KH-UBND": "mười hai"}, "is no number"),
    "no day": ({"20/04/2026": "31/04/2026"}, "is no day"),
    "no such draft": ({ID: "KH-DT-HOA"}, "There is no plan"),
}


@pytest.mark.parametrize(("other", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_signed_is_left_as_it_is(
    kehoach: Run, drafted: Path, other: dict[str, str], said: str
) -> None:
    """A number, a day or a draft that is none is refused in a sentence, and nothing is written."""
    before = {page: page.read_bytes() for page in drafted.rglob("*.md")}
    done = kehoach("--lang", "en", *(other.get(word, word) for word in SIGN), drafted)
    assert done.returncode == 2
    assert said in done.stderr
    assert {page: page.read_bytes() for page in drafted.rglob("*.md")} == before


def test_a_signed_plan_is_not_signed_again(kehoach: Run, small: Path) -> None:
    """A plan with a lasting ID has its number already."""
    done = kehoach("--lang", "en", "sign", "KH-1-2026", *SIGN[2:], small)
    assert done.returncode == 2
    assert "signed already" in done.stderr


def test_what_signing_would_break_is_said(kehoach: Run, drafted: Path) -> None:
    """A day of issue after a deadline is a finding: nothing is written."""
    late = ["30/07/2026" if word == "20/04/2026" else word for word in SIGN]
    done = kehoach("--lang", "en", *late, drafted)
    assert done.returncode == 1
    assert "KH204" in done.stdout
    assert reader.read(drafted).plans[0].id == ID
