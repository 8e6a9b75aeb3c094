"""The PDF documents: complete, tagged, within the decree's margins, and the same each time."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from conftest import ROOT
from documents.test_documents import PLAN, TODAY, demo_on, official_lines
from kehoach import documents
from kehoach.documents import Document
from kehoach.documents.layout import Paragraph, text
from kehoach.export import fonts, pdf
from kehoach.export.fonts import Font
from kehoach.plan import Plan
from kehoach.progress import Progress
from reports.test_status import on, real_plan, task

pytestmark = pytest.mark.usefixtures("vietnamese")

FONT = fonts.font_of(ROOT)
MM = 72 / 25.4


def every(plan: Plan) -> Iterator[Document]:
    """One document of each kind."""
    progress, home = demo_on(plan)
    yield documents.official_text(progress, home)
    yield documents.assignment(progress, home)
    yield documents.report(progress, home)
    yield documents.summary(progress, home, date(2026, 6, 1), 5)
    yield next(documents.slips(progress, home))


def words(made: bytes) -> str:
    """The text of all pages, without what stands in their margins."""
    return "\n".join(
        page.get_textpage().get_text_bounded(bottom=20 * MM - 3, top=page.get_height() - 20 * MM + 3)
        for page in pypdfium2.PdfDocument(made)
    )


def squeezed(lines: str) -> str:
    """Text without any white space: where lines break on paper says nothing."""
    return re.sub(r"\s", "", lines)


def many(plan: Plan, count: int) -> Progress:
    """The demo plan with so many tasks, copies of its own."""
    tasks = plan.of_type("task")
    copies = {f"NV-9-2026-X-{n}": replace(tasks[n % len(tasks)], id=f"NV-9-2026-X-{n}") for n in range(count)}
    others = {need.id: need for need in plan.needs.values() if need.type != "task"}
    return Progress(replace(plan, needs={**others, **copies}), TODAY)


def test_the_plan_holds_the_official_text_in_order() -> None:
    """Every line of the source from the letterhead on is there, word for word and in its order, as NFC."""
    made = words(pdf.pdf(documents.official_text(on(TODAY), PLAN), FONT))
    assert unicodedata.is_normalized("NFC", made)
    found, place = squeezed(made), 0
    for line in official_lines():
        place = found.index(squeezed(line), place) + len(squeezed(line))
    rest = found[place:]
    assert rest == squeezed(PLAN["truncated"])


def test_every_page_says_what_it_is() -> None:
    """The notice stands on each page."""
    opened = pypdfium2.PdfDocument(pdf.pdf(documents.official_text(on(TODAY), PLAN), FONT))
    pages = [page.get_textpage().get_text_bounded() for page in opened]
    assert len(pages) == 2
    assert all("Bản thể hiện từ dữ liệu, không thay văn bản gốc" in page for page in pages)


def test_standards_tags_and_fonts(demo_plan: Plan) -> None:
    """Each kind is PDF/A-2a and PDF/UA-1, tagged, Vietnamese, titled, and has all its fonts in it."""
    for document in every(demo_plan):
        opened = pikepdf.open(BytesIO(pdf.pdf(document, FONT)))
        with opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == document.title
        root = opened.Root
        assert root.Lang == "vi-VN"
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert root.ViewerPreferences.DisplayDocTitle
        found = list(_font_descriptors(opened))
        assert found
        assert all("/FontFile3" in font or "/FontFile2" in font for font in found)


def _font_descriptors(opened: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (
        o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
    )


def test_bookmarks_are_the_headings() -> None:
    """The headings of the plan are its bookmarks, nested as in the text."""
    opened = pypdfium2.PdfDocument(pdf.pdf(documents.official_text(on(TODAY), PLAN), FONT))
    found = [(mark.level, mark.get_title()) for mark in opened.get_toc()]
    assert found == [
        (0, "I. MỤC ĐÍCH, YÊU CẦU"),
        (1, "1. Mục đích"),
        (1, "2. Yêu cầu"),
        (0, "II. NỘI DUNG THỰC HIỆN"),
        (1, "1. Tổ chức quán triệt, tuyên truyền, phổ biến và tập huấn nội dung Luật"),
    ]


def test_links_can_be_clicked() -> None:
    """The number of a basis leads to its address, what the report tells to its annex."""
    basis = real_plan().needs["CC-346-QD-TTG"]
    linked = replace(basis, options={**basis.options, "url": "https://vanban.chinhphu.vn/346"})
    opened = pikepdf.open(BytesIO(pdf.pdf(documents.official_text(on(TODAY, linked), PLAN), FONT)))
    links = [note for page in opened.pages for note in page.get("/Annots", [])]
    assert [str(note.A.URI) for note in links] == ["https://vanban.chinhphu.vn/346"]
    report = pikepdf.open(BytesIO(pdf.pdf(documents.report(on(TODAY), PLAN), FONT)))
    inner = [note for page in report.pages for note in page.get("/Annots", [])]
    assert len(inner) >= 3
    assert all("/Dest" in note or "/D" in note.get("/A", {}) for note in inner)


def test_margins_on_the_rendered_page(demo_plan: Plan) -> None:
    """Ink keeps 20 mm at the top, bottom and right and 30 mm at the left, but for page number and notice."""
    for document in every(demo_plan):
        opened = pypdfium2.PdfDocument(pdf.pdf(document, FONT))
        for number, page in enumerate(opened):
            left, top, right, bottom = _ink(page, 20, 20)
            assert left >= 30 - 0.6, (document.name, number)
            assert right >= 20 - 0.6, (document.name, number)
            assert top >= 20 - 0.6, (document.name, number)
            assert bottom >= 20 - 0.6, (document.name, number)
        # And the text begins there: the margins are not wider than the decree allows either.
        assert min(_ink(page, 20, 20)[0] for page in opened) <= 35
        assert _ink(opened[0], 20, 20)[1] <= 25


def _ink(page: pypdfium2.PdfPage, head: float, foot: float) -> tuple[float, float, float, float]:
    """How far the ink of a page stays from its edges in mm, without the strips of header and footer."""
    dots = 4  # a millimetre
    image = page.render(scale=dots * 25.4 / 72, grayscale=True).to_pil()
    strip = image.crop((0, int(head * dots) - 2, image.width, image.height - int(foot * dots) + 2))
    box = strip.point(lambda shade: 255 if shade < 160 else 0).getbbox()
    assert box
    left, top, right, bottom = (edge / dots for edge in box)
    return (
        left,
        top + head - 2 / dots,
        (image.width / dots) - right,
        (image.height / dots) - (bottom + head - 2 / dots),
    )


def test_the_page_number_stands_in_the_middle_of_the_top_margin() -> None:
    """On the second page, and only from there, a number of 13 points stands in the middle above the text."""
    with pdfplumber.open(BytesIO(pdf.pdf(documents.official_text(on(TODAY), PLAN), FONT))) as opened:
        first, second = ([c for c in page.chars if c["top"] < 20 * MM - 3] for page in opened.pages)
        middle = opened.pages[1].width / 2 + 5 * MM  # of the text, whose margins differ by 10 mm
        assert first == []
        assert [(c["text"], round(c["size"])) for c in second] == [("2", 13)]
        assert abs((second[0]["x0"] + second[0]["x1"]) / 2 - middle) < MM


def test_the_annex_repeats_its_head_and_splits_no_row(demo_plan: Plan) -> None:
    """Each of many landscape pages begins with the head, and a row's number and deadline share a page."""
    progress = many(demo_plan, 600)
    home = progress.plan.of_type("plan")[0]
    made = pdf.pdf(documents.assignment(progress, home), FONT)
    with pdfplumber.open(BytesIO(made)) as opened:
        assert len(opened.pages) > 20
        assert all(page.width > page.height for page in opened.pages)
        numbers: list[int] = []
        for page in opened.pages[:6]:
            table = page.extract_tables()[0]
            assert table[0][0] == "STT"
            assert all(row[1] and row[4] for row in table[1:])
            numbers += [int(row[0] or 0) for row in table[1:]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_part_counts_its_own_pages(demo_plan: Plan) -> None:
    """The annex of the report begins with page 1 again, which shows no number."""
    made = pdf.pdf(documents.report(*demo_on(demo_plan)), FONT)
    pages = list(pypdfium2.PdfDocument(made))
    heads = [p.get_textpage().get_text_bounded(bottom=p.get_height() - 15 * MM) for p in pages]
    portrait = [page.get_width() > page.get_height() for page in pages].index(True)
    assert heads[:portrait] == ["", *(str(n) for n in range(2, portrait + 1))]
    assert heads[portrait:] == ["", *(str(n) for n in range(2, len(heads) - portrait + 1))]


@pytest.mark.parametrize("count", [0, 1, 40, 600])
def test_the_summary_is_one_page(demo_plan: Plan, count: int) -> None:
    """However many tasks there are, the leader reads one page."""
    progress = many(demo_plan, count)
    home = progress.plan.of_type("plan")[0]
    document = pdf.on_one_page(partial(documents.summary, progress, home, date(2026, 1, 6)), FONT)
    assert len(pypdfium2.PdfDocument(pdf.pdf(document, FONT))) == 1


SPECIALS = [
    '#set page(width: 1pt) $x$ *a* _b_ `c` @d <e> [f] {g} \\ " ~ // /* */',
    "<b>&amp;</b> <script>alert(1)</script> ]]>",
    "=HYPERLINK(1) - + / == tiêu đề",
    "https://example.org/" + "a" * 300,
    "khoảng" * 60,
]


@pytest.mark.parametrize("title", SPECIALS, ids=range(len(SPECIALS)))
def test_nothing_in_a_text_is_markup(title: str) -> None:
    """What is code elsewhere is printed as it stands, and very long words stay on the page."""
    made = pdf.pdf(documents.assignment(on(TODAY, task(title)), PLAN), FONT)
    assert squeezed(title) in squeezed(words(made)).replace("\u200b", "")
    for page in pypdfium2.PdfDocument(made):
        assert _ink(page, 20, 20)[2] >= 20 - 0.6


@pytest.mark.parametrize(("character", "code"), [
    ("☑", "2611"), ("😀", "1F600"), ("中", "4E2D"), ("\ue000", "E000"), ("\ufffd", "FFFD"),
])  # fmt: skip
def test_a_character_that_the_font_lacks_is_printed_as_its_code(character: str, code: str) -> None:
    """No silent box, and no document that cannot be made: a note names the character and its object."""
    document = documents.assignment(on(TODAY, task(f"Xong {character}")), PLAN)
    assert f"Xong [U+{code}]" in words(pdf.pdf(document, FONT))
    assert re.search(rf'"{character}" \(U\+{code}\).*NV-172-2023-II-1-A', pdf.note(document, FONT))


def test_all_vietnamese_letters_are_there() -> None:
    """Every letter with every tone, capital and small, in all four faces."""
    letters = "".join(
        unicodedata.normalize("NFC", b + t) for b in "aăâeêioôơuưyd" for t in "\u0300\u0301\u0303\u0309\u0323"
    )
    assert FONT.lacking([("", f"{letters}{letters.upper()}đĐăĂâÂêÊôÔơƠưƯ“”…–→/%")]) == ""


def test_a_site_may_name_its_own_font(tmp_path: Path) -> None:
    """``[kehoach] font`` in ubproject.toml is looked for in its folder; one that is not there is an error."""
    own = fonts.font_of(ROOT)
    settings = (ROOT / "ubproject.toml").read_text("utf-8")
    path = tmp_path / "ubproject.toml"
    path.write_text(
        settings.replace(
            "[kehoach]", f'[kehoach]\nfont = "TeX Gyre Termes"\nfont_folder = "{own.folder}"', 1
        ),
        "utf-8",
    )
    assert fonts.font_of(tmp_path) == Font("TeX Gyre Termes", own.folder)
    path.write_text(settings.replace("[kehoach]", '[kehoach]\nfont = "Không Có"', 1), "utf-8")
    with pytest.raises(ValueError, match="Không Có"):
        fonts.font_of(tmp_path)


def test_a_long_clause_may_break_over_pages() -> None:
    """A clause longer than a page is printed to its end."""
    document = documents.official_text(on(TODAY), PLAN)
    long = replace(document, blocks=(Paragraph(text("Nội dung rất dài. " * 600 + "HẾT")),))
    assert words(pdf.pdf(long, FONT)).rstrip().endswith("HẾT")


def test_the_same_document_is_the_same_bytes(demo_plan: Plan) -> None:
    """Twice the same PDF of every kind."""
    for document in every(demo_plan):
        assert pdf.pdf(document, FONT) == pdf.pdf(document, FONT)
