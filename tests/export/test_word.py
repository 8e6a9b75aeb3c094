"""The Word documents: real headings, repeated table heads, page-number fields, and the text as it is."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from documents.test_documents import PLAN, TODAY, demo_on, official_lines
from kehoach import documents
from kehoach.export.word import word
from kehoach.plan import Plan
from reports.test_status import on, real_plan, task

pytestmark = pytest.mark.usefixtures("vietnamese")


def opened(made: bytes) -> WordDocument:
    """A document as python-docx reads it."""
    return docx.Document(BytesIO(made))


def lines(document: WordDocument) -> list[str]:
    """All lines in the order of the page: the frame of the letterhead, then the text."""
    found = []
    for element in document.element.body.iter(qn("w:p")):
        words = "".join(part.text or " " for part in element.iter(qn("w:t"), qn("w:br")))
        if words.strip():
            found.append(words.strip())
    return found


def test_the_plan_holds_the_official_text() -> None:
    """Every line of the source from the letterhead on, each where it belongs."""
    found = lines(opened(word(documents.official_text(on(TODAY), PLAN))))
    official = official_lines()
    # The letterhead stands in two columns: issuer and number, national title and day.
    assert sorted(found[:6]) == sorted(official[:6])
    assert found[6:] == [*official[6:], PLAN["truncated"]]


def test_headings_are_headings() -> None:
    """Headings carry Word's own styles, so that its navigation and contents work."""
    document = opened(word(documents.official_text(on(TODAY), PLAN)))
    styles = [
        (p.style.name, p.text[:3]) for p in document.paragraphs if p.style and "Heading" in str(p.style.name)
    ]
    assert styles == [
        ("Heading 1", "I. "),
        ("Heading 2", "1. "),
        ("Heading 2", "2. "),
        ("Heading 1", "II."),
        ("Heading 2", "1. "),
    ]


def test_page_margins_and_numbers() -> None:
    """The decree's margins, a number field in the head of all pages but the first, the notice in the foot."""
    (section,) = opened(word(documents.official_text(on(TODAY), PLAN))).sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [20, 20, 30, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    for foot in (section.footer, section.first_page_footer):
        assert "Bản thể hiện từ dữ liệu, không thay văn bản gốc" in foot.paragraphs[0].text


def test_tables_repeat_their_head_and_keep_rows_whole(demo_plan: Plan) -> None:
    """The annex is landscape, its head is repeated on each page, and no row is split."""
    document = opened(word(documents.assignment(*demo_on(demo_plan))))
    (section,) = document.sections
    assert (section.page_width or 0) > (section.page_height or 0)
    (table,) = document.tables
    head, *rows = table._tbl.tr_lst
    assert head.trPr is not None
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert rows
    assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_report_has_its_annex_as_a_landscape_section(demo_plan: Plan) -> None:
    """The annex begins a section of its own, and links in the report lead to bookmarks in it."""
    document = opened(word(documents.report(*demo_on(demo_plan))))
    widths = [(section.page_width or 0) > (section.page_height or 0) for section in document.sections]
    assert widths == [False, True]
    xml = document.element.body
    anchors = {link.get(qn("w:anchor")) for link in xml.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in xml.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= marks


def test_the_letter_is_an_unsigned_draft() -> None:
    """Addressee, clause verbatim, day to answer by, and nobody's name under it."""
    (letter,) = documents.letters(on(date(2026, 11, 21)), PLAN)
    found = lines(opened(word(letter)))
    assert "Kính gửi: Sở Nội vụ." in found
    clause = [
        line.strip() for line in real_plan().needs["NV-172-2023-II-1-A"].body.splitlines() if line.strip()
    ]
    start = found.index(clause[0])
    assert found[start : start + len(clause)] == clause
    assert found[-1] == "Họ và tên"


def test_xml_specials_are_text() -> None:
    """What is markup elsewhere is text."""
    title = '<w:t>&amp;</w:t> ]]> "x"'
    assert any(
        title in line for line in lines(opened(word(documents.assignment(on(TODAY, task(title)), PLAN))))
    )


def test_the_language_and_the_font(demo_plan: Plan) -> None:
    """Vietnamese for spelling checks, Times New Roman for all kinds of letters."""
    document = opened(word(documents.official_text(*demo_on(demo_plan))))
    style = document.styles["Normal"].element.xml
    assert 'w:lang w:val="vi-VN"' in style
    assert 'w:cs="Times New Roman"' in style
    assert document.core_properties.title.startswith("Kế hoạch 9/KH-UBND")


def test_the_same_document_is_the_same_bytes(demo_plan: Plan) -> None:
    """Twice the same archive, whose entries carry no time."""
    document = documents.report(*demo_on(demo_plan))
    made = word(document)
    assert made == word(replace(document))
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2013" not in archive.read("docProps/core.xml")
