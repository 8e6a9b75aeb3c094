"""The report on a period: what it says, and that PDF, Word and Excel say it."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner

from conftest import ROOT, add_second_plan
from documents.test_documents import said
from kehoach.cli import main
from kehoach.documents import Document, filled, form_named, period_report
from kehoach.documents.layout import Listing
from kehoach.export import excel, fonts, pdf, word
from kehoach.language import i18n
from kehoach.plan import Plan
from kehoach.progress import Progress, State, tally
from kehoach.progress.headline import headline
from kehoach.reports.tables import Scope, heads, plain
from progress.test_interval import LATER, of

THIRD = "quý III/2026"


def document(plan: Plan, period: str = THIRD, as_of: date = LATER) -> Document:
    return period_report(Progress(plan, as_of), of(plan, period, as_of))


def listings(made: Document) -> Iterator[Listing]:
    yield from (block for block in made.blocks if isinstance(block, Listing))
    if made.annex:
        yield from listings(made.annex)


def table(made: Document, key: str) -> list[list[str]]:
    """The cells of a table of the document, its head in one row first."""
    found = next(one for one in listings(made) if one.table.key == key)
    rows = [["".join(run.text for run in cell) for cell in cells] for _need, cells in found.rows]
    return [[column.name for column in found.columns], *rows]


def test_the_report_says_which_days_it_is_of(demo_plan: Plan) -> None:
    """From the day after the former cut-off to the cut-off; cut short, it says that too."""
    assert "(Figures from 15/06/2026 up to the end of 14/09/2026)" in said(document(demo_plan))
    running = document(demo_plan, as_of=date(2026, 9, 1))
    assert "(Figures from 15/06/2026 up to the end of 01/09/2026; the period has not ended)" in said(running)


def test_a_report_of_the_past_is_what_it_was(demo_plan: Plan) -> None:
    """Made a year later the report is the same, word for word: what came after the cut-off does not count."""
    assert said(document(demo_plan)) == said(document(demo_plan, as_of=date(2026, 9, 14)))


def test_it_is_compared_with_the_former_period_and_the_year_before(demo_plan: Plan) -> None:
    """Where the plan did not exist yet there is a dash, never a nought."""
    head, *rows = table(document(demo_plan), "period-figures")
    assert head == ["Figures", "quý III/2026", "quý II/2026: Figure", "quý II/2026: Change",
                    "quý III/2025: Figure", "quý III/2025: Change"]  # fmt: skip
    figures = {row[0]: row[1:] for row in rows}
    assert figures["In the period: Came due"] == ["10", "5", "+5", "—", "—"]
    assert figures["In the period: Done on time"] == ["2", "2", "0", "—", "—"]
    assert figures["At its end: Open, in time"][:3] == ["13", "21", "-8"]
    year = table(document(demo_plan, "năm 2026"), "period-figures")[0]
    assert year == ["Figures", "năm 2026", "năm 2025: Figure", "năm 2025: Change"]


def test_it_tells_what_changed_by_which_documents(demo_plan: Plan) -> None:
    """Amendments, directives, days off and agencies that ended, on the days of the period only."""
    _head, *rows = table(document(demo_plan), "period-changes")
    told = {row[2] for row in rows}
    assert told == {
        "Đề nghị gia hạn rà soát văn bản",
        "Sở Xây dựng (giả định)",
        "Yêu cầu khẩn trương rà soát văn bản",
        "Giao rà soát đầu mối tiếp nhận nhiệm vụ của Ban Dân tộc",
        "Làm bù dịp Quốc khánh (giả định)",
        "Nghỉ dịp Quốc khánh (giả định)",
        "Gia hạn mô hình điểm lần 2",
    }
    first, *_others = rows
    assert first[0] == "26/06/2026"
    assert "45/STP-VB (giả định) of 26/06/2026" in first[3]
    assert all(date(2026, 6, 15) <= _day(row[0]) <= date(2026, 9, 14) for row in rows)


def _day(words: str) -> date:
    day, month, year = map(int, words.split("/"))
    return date(year, month, day)


def test_what_was_left_when_the_plan_ended_is_told_beside_the_total(demo_plan: Plan) -> None:
    """Report and form say how much it is, from the closing's day on; the form's total has it, and says so."""
    links = {"closes": ("KH-9-2026",)}
    options = {"number": "400/QĐ-UBND", "date": "2026-11-20", "issuer": demo_plan.plans[0]["issuer"]}
    need = replace(
        demo_plan.needs["YK-9-2026-1"], id="KT-9-2026", type="closing", options=options, links=links
    )
    plan = replace(demo_plan, needs={**demo_plan.needs, need.id: need})
    form = form_named(ROOT, "tong-hop-13-cot")
    for day, told in ((19, False), (20, True), (21, True)):
        progress = Progress(plan, date(2026, 11, day))
        left = tally(progress).total[State.UNFINISHED]
        words = f"When the plan ended {left} tasks were not done, 0 of them"
        made = document(plan, "quý IV/2026", progress.as_of)
        for one in (made, filled(form, [Scope(plan.plans[0], progress)])):
            assert (words in said(one), left > 0) == (told, told)
        filled_in = filled(form, [Scope(plan.plans[0], progress)])
        shown = next(listings(filled_in)).table
        figures = [int(plain(column.value(shown.rows[0]))) for column in shown.columns[3:8]]
        assert figures[0] == headline(progress, plan.plans[0]).counted == sum(figures[1:]) + left
        assert ("They are in the total, and in no column beside it." in said(filled_in)) is told


def test_it_tells_what_is_due_in_the_next(demo_plan: Plan) -> None:
    """From the day after the cut-off to the next: last days of open tasks, and reports."""
    _head, *rows = table(document(demo_plan), "period-next")
    assert all(date(2026, 9, 15) <= _day(row[0]) <= date(2026, 12, 14) for row in rows)
    assert [row[0] for row in rows if row[1].startswith("II.10")] == ["29/09/2026"]
    assert [row[3] for row in rows if row[1].startswith("II.7")] == ["report: quý III/2026, by 20/09/2026"]


def test_a_report_fills_in_what_is_not_there(demo_plan: Plan) -> None:
    """Of the first quarter nothing became overdue; the report says so and ends as reports end."""
    made = document(demo_plan, "quý I/2026")
    assert "became overdue" in said(made)
    assert said(made).count("./.") == 1


@pytest.fixture(scope="module")
def made(demo_plan: Plan) -> Document:
    """One document that all printers print."""
    return document(demo_plan)


def grouped(made: Document) -> Listing:
    return next(one for one in listings(made) if one.table.key == "period-agencies")


def test_heads_of_several_columns_are_merged_in_word(made: Document) -> None:
    """Each cell of the head goes over its columns and rows, all rows of the head on each page."""
    read = docx.Document(io.BytesIO(word.word(made)))
    found = next(t for t in read.tables if t.cell(0, 1).text == "In the period")
    rows = heads(grouped(made).columns)
    for number, row in enumerate(rows):
        assert found.rows[number]._tr.xpath("w:trPr/w:tblHeader")
        for head in row:
            spread = {
                found.cell(number + down, head.column + right)._tc
                for down in range(head.rows)
                for right in range(head.columns)
            }
            assert len(spread) == 1
            assert found.cell(number, head.column).text == head.label
    assert found.cell(2, 0).text == "Sở Nội vụ (giả định)"
    assert [len(row.cells) for row in found.rows] == [len(grouped(made).columns)] * len(found.rows)


def test_heads_of_several_columns_are_merged_in_excel(made: Document) -> None:
    """A sheet a table, its head merged, its figures numbers; nothing is protected."""
    book = openpyxl.load_workbook(io.BytesIO(excel.of_document(made)))
    assert len(book.worksheets) == len(list(listings(made)))
    sheet = book["By agency"]
    assert {"B4:E4", "F4:L4", "A4:A5"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet["A4"].value, sheet["B4"].value, sheet["B5"].value] == [
        "Agency",
        "In the period",
        "Came due",
    ]
    assert sheet["A6"].value == "Sở Nội vụ (giả định)"
    assert isinstance(sheet["B6"].value, int)
    assert not any(one.protection.sheet for one in book.worksheets)


def test_heads_of_several_columns_stand_over_them_in_pdf(made: Document) -> None:
    """The words of a group are over all of its columns, and every word of the tables is there."""
    alone = replace(made, blocks=(grouped(made),), annex=None, landscape=True)
    with pdfplumber.open(io.BytesIO(pdf.pdf(alone, fonts.font_of(ROOT)))) as opened:
        found = [row for page in opened.pages for table in page.extract_tables() for row in table]
    assert found[0][:2] == ["Agency", "In the period"]
    assert found[0][2:6] == [None, None, None, "At its end"]
    assert found[1][:2] == [None, "Came\ndue"]
    told = [" ".join((row[0] or "").split()) for row in found]
    assert {"".join(run.text for run in cells[0]) for _need, cells in grouped(made).rows} <= set(told)


def test_the_same_document_is_the_same_workbook(made: Document) -> None:
    """Byte for byte."""
    assert excel.of_document(made) == excel.of_document(made)


def report(root: Path, *args: str) -> tuple[int, str]:
    run = CliRunner().invoke(main, ["--lang", "en", "report", "--root", str(root), *args])
    return run.exit_code, run.output


def test_the_command_writes_pdf_word_and_excel(demo: Path) -> None:
    """Under the name of the period and of the plan."""
    code, told = report(demo, "--period", "quý 3", "--as-of", "2026-11-22")
    folder = demo / "build" / "export"
    names = {f"bao-cao-quy-iii-2026-KH-9-2026.{form}" for form in ("pdf", "docx", "xlsx")}
    assert (code, {path.name for path in folder.iterdir()}) == (0, names), told


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--period", "quý 9"], "no period of reports. Write one as in: quý"),
        (["--period", "năm 2025"], "KH-9-2026 did not exist yet in năm 2025."),
        (["--period", "quý IV", "--as-of", "2026-09-14"], "begins on 15/09/2026"),
        (["--period", "quý I", "--plan", "KH-1"], 'no plan "KH-1"'),
    ],
)
def test_the_command_says_why_it_refuses(demo: Path, args: list[str], why: str) -> None:
    """Exit code 2, one sentence, and no file."""
    code, told = report(demo, "--as-of", "2026-11-22", *args)
    assert code == 2
    assert why in told
    assert not (demo / "build").exists()


def test_a_plan_that_came_later_is_left_out(demo: Path) -> None:
    """Of several plans those that existed are reported on, and the command names the others."""
    add_second_plan(demo)
    code, told = report(demo, "--period", "tháng 12/2025", "--as-of", "2026-11-22")
    assert code == 2
    assert "KH-9-2026 did not exist yet" in told
    code, told = report(demo, "--period", "tháng 1", "--as-of", "2026-11-22")
    assert code == 0
    assert "KH-12-2026 did not exist yet in tháng 1." in told
    names = {path.name for path in (demo / "build" / "export").iterdir()}
    assert {name.partition(".")[0] for name in names} == {"bao-cao-thang-1-2026-KH-9-2026"}


def test_a_plan_closed_before_the_period_is_left_out(demo: Path) -> None:
    """Its fourth quarter begins on 15/9; closed the day before it has none, and the command says so."""
    add_second_plan(demo)
    options = ("closes: KH-9-2026", "number: 400/QĐ-UBND", "date: 2026-09-14")
    issuer = "issuer: Ủy ban nhân dân tỉnh X (giả định)"
    lines = (
        ":::{closing} Kết thúc (giả định)",
        *(f":{o}" for o in ("id: KT-9-2026", *options, issuer)),
        ":::",
    )
    (demo / "needs" / "kh-9-2026" / "ket-thuc.md").write_text("\n".join(("# Kết thúc", "", *lines, "")))
    asked = ("--period", "quý IV", "--as-of", "2026-11-22")
    sentence = "KH-9-2026 was closed by 400/QĐ-UBND of 14/09/2026, before quý IV."
    code, told = report(demo, *asked)
    assert (code, sentence in told) == (0, True), told
    names = {path.name.partition(".")[0] for path in (demo / "build" / "export").iterdir()}
    assert names == {"bao-cao-quy-iv-2026-KH-12-2026"}
    code, told = report(demo, *asked, "--plan", "KH-9-2026")
    assert (code, sentence in told) == (2, True), told


def test_a_plan_whose_period_has_not_begun_is_left_out(demo: Path) -> None:
    """Data of the first are cut off on the 14th, so its third quarter has begun before the other's."""
    add_second_plan(demo)
    code, told = report(demo, "--period", "quý III", "--as-of", "2026-06-20")
    assert code == 0, told
    assert "KH-12-2026: quý III/2026 begins on 01/07/2026, after the day of the figures." in told
    names = {path.name for path in (demo / "build" / "export").iterdir()}
    assert {name.partition(".")[0] for name in names} == {"bao-cao-quy-iii-2026-KH-9-2026"}


def test_the_tables_name_rows_once(demo_plan: Plan) -> None:
    """Each agency has one row, that of a body outside the count says so."""
    names = [row[0] for row in table(document(demo_plan), "period-agencies")[1:]]
    assert len(set(names)) == len(names)
    assert any("outside the People's Committee" in name for name in names)


def test_a_formula_in_a_cell_is_text(demo_plan: Plan) -> None:
    """What looks like a formula is none in the sheet, in heads and in cells."""
    made = document(demo_plan)
    old = grouped(made).table
    columns = (replace(old.columns[0], label="=1+1", value=lambda _row: "=2+2"), *old.columns[1:])
    blocks = (Listing(replace(old, columns=columns)),)
    sheet = openpyxl.load_workbook(
        io.BytesIO(excel.of_document(replace(made, blocks=blocks, annex=None)))
    ).worksheets[0]
    assert (sheet["A4"].data_type, sheet["A6"].data_type) == ("s", "s")
    assert plain(sheet["A6"].value) == "=2+2"


def test_no_table_needs_more_room_than_the_page_has(demo_plan: Plan) -> None:
    """Each column gets what its longest syllable takes, and the first words of a row some beside it."""
    i18n.use("vi")
    made = document(demo_plan)
    for part in filter(None, (made, made.annex)):
        for listing in (block for block in part.blocks if isinstance(block, Listing)):
            shares = listing.shares(part.room)
            assert sum(shares) <= part.room + len(shares) / 2, listing.table.key
            assert max(shares[:2]) >= 14, listing.table.key
