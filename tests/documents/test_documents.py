"""What the official documents say, before anything prints them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kehoach import documents
from kehoach.documents import Document
from kehoach.documents.clauses import clauses
from kehoach.documents.layout import Heading, Listing, Paragraph, balanced, words_of
from kehoach.documents.phrases import SIGNATURE, long_day
from kehoach.documents.report import _next_steps
from kehoach.documents.telling import listed
from kehoach.language import i18n
from kehoach.language.text import shortened
from kehoach.official import letterhead
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress, late
from kehoach.reports.tables import Column, Table
from reports.test_status import extension, on, other, real_plan

TODAY = date(2026, 11, 22)
PLAN = real_plan().needs["KH-172-2023"]


def demo_on(plan: Plan) -> tuple[Progress, Need]:
    """The demo plan on the day of the tests."""
    return Progress(plan, TODAY), plan.of_type("plan")[0]


def said(document: Document) -> str:
    """Everything that a document prints."""
    return "\n".join(words for _need, words in words_of(document))


def lines_of(document: Document) -> list[str]:
    """The text of a document in the order in which it is read."""
    head = document.letterhead
    assert head
    lines = [*head.issuer, *head.national, head.number, head.place_and_day, document.kind, *document.subject]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append(block.words)
        elif isinstance(block, Paragraph):
            lines.append("".join(run.text for run in block.text))
        else:
            lines.append(" ".join(column.label for column in block.columns))
            cells = ([("".join(run.text for run in cell)) for cell in row] for _need, row in block.rows)
            lines += [" ".join(filter(None, row)) for row in cells]
    return lines


def official_lines() -> list[str]:
    """The official text of the real plan from the letterhead on, without rulings and the cut."""
    read = letterhead.read(real_plan().texts["KH-172-2023"])
    gone = {line.number for part in (read.metadata, read.rulings, read.cut) for line in part}
    text = real_plan().texts["KH-172-2023"].split("\n")
    return [line.strip() for number, line in enumerate(text, 1) if line.strip() and number not in gone]


def test_the_plan_is_the_official_text() -> None:
    """Every line of the source from the letterhead on is there, in order, and nothing else but the notice."""
    assert lines_of(documents.official_text(on(TODAY), PLAN)) == [*official_lines(), PLAN["truncated"]]


HEADING_ROW = (
    "| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Hình thức | Thời gian hoàn thành |\n"
)
#: What a copy of a text has besides its words: rulings, heads of pages, rules of tables, bold marks, pipes.
NO_WORDS = re.compile(r"^[-_]+$|^CÔNG BÁO/.*\n\d+$|^\|---.*$|\*\*|\|", re.MULTILINE)


@pytest.mark.parametrize("name", ["KH-3-2026", "KH-4-2026"])
def test_the_plan_has_the_words_of_its_source(small: Path, name: str) -> None:
    """Lines may wrap, pages break sentences and tasks be rows: the same words from the letterhead on."""
    plan = reader.read(small)
    before, *behind = plan.texts[name].split(HEADING_ROW)  # which every page repeats
    theirs = NO_WORDS.sub("", "".join([before, *([HEADING_ROW] if behind else []), *behind])).split()
    ours = " ".join(lines_of(documents.official_text(Progress(plan, TODAY), plan.needs[name]))).split()
    assert sorted(ours) == sorted(theirs)
    # The letterhead has two columns, which copies give in either order.
    start = ours.index("ban")
    assert ours[start:] == theirs[theirs.index("ban") :]


def test_a_table_stays_a_table(small: Path) -> None:
    """Rows stand under their heading row, which is there once, and lead to their tasks."""
    plan = reader.read(small)
    document = documents.official_text(Progress(plan, TODAY), plan.needs["KH-4-2026"])
    (table,) = [block for block in document.blocks if isinstance(block, Listing)]
    assert [column.label for column in table.columns][1:3] == ["Tên nhiệm vụ", "Cơ quan chủ trì"]
    assert [need for need, _cells in table.rows if need] == [
        "NV-4-2026-II-1-1",
        "NV-4-2026-II-2-1",
        "NV-4-2026-II-2-2",
    ]
    assert {len(cells) for _need, cells in table.rows} == {6}


def test_a_text_that_ends_says_so_only_there(demo_plan: Plan) -> None:
    """ "./." closes a text that has an end; one that is cut ends with the notice, without signature."""
    progress, plan = demo_on(demo_plan)
    whole = documents.official_text(progress, plan)
    assert said(whole).count("./.") == 1
    assert lines_of(whole)[-1].endswith("./.")
    cut = documents.official_text(on(TODAY), PLAN)
    assert "./." not in said(cut)
    assert (cut.signature, cut.recipients) == ((), ())


def test_signature_and_recipients_come_from_the_source() -> None:
    """Where the text has them, they are printed as they stand there."""
    ends = "Nơi nhận:\n- Bộ Nội vụ;\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A"
    plan = real_plan()
    frame = plan.frames[-1]._replace(text=ends)
    text = plan.texts[PLAN.id].replace("[...]", ends)
    whole = replace(plan, frames=(*plan.frames[:-1], frame), texts={PLAN.id: text})
    document = documents.official_text(
        Progress(whole, TODAY), replace(PLAN, options={**PLAN.options, "truncated": ""})
    )
    assert document.recipients == ("Nơi nhận:", "- Bộ Nội vụ;")
    assert document.signature == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A")


def test_headings_skip_no_level() -> None:
    """A heading is at most one level below the one before it."""
    levels = [b.level for b in documents.official_text(on(TODAY), PLAN).blocks if isinstance(b, Heading)]
    assert levels == [1, 2, 2, 1, 2]


def test_files_stand_in_the_order_of_their_numerals(demo_plan: Plan) -> None:
    """Without an official text a plan's own body comes first, then I, II, III, ..., IX, X."""
    progress, plan = demo_on(demo_plan)
    headings = [c.lines[0] for c in clauses(progress.plan, plan) if c.level]
    assert headings == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NHIỆM VỤ TRỌNG TÂM", "III. NHIỆM VỤ CỤ THỂ"]
    assert clauses(progress.plan, plan)[0].need == plan.id


def test_numbers_of_bases_are_links() -> None:
    """The number of a basis that has an address on the web leads there."""
    basis = real_plan().needs["CC-346-QD-TTG"]
    linked = replace(basis, options={**basis.options, "url": "https://vanban.chinhphu.vn/346"})
    document = documents.official_text(on(TODAY, linked), PLAN)
    runs = [run for b in document.blocks if isinstance(b, Paragraph) for run in b.text if run.url]
    assert [(run.text, run.url) for run in runs] == [("346/QĐ-TTg", "https://vanban.chinhphu.vn/346")]


def test_the_annex_has_a_row_a_task() -> None:
    """Who leads, who supports, by when, with what result; what was derived is marked, who took over named."""
    (table,) = documents.assignment(on(TODAY), PLAN).blocks
    assert isinstance(table, Listing)
    rows = [["".join(run.text for run in cell) for cell in row] for _need, row in table.rows]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert rows[0][2] == "Sở Nội vụ"
    assert rows[0][4] == "Quý III năm 2023 (last day 30/09/2023)"
    assert rows[0][5].endswith("(derived)")
    assert "Báo Thanh Hóa (now Báo và Đài Phát thanh - Truyền hình Thanh Hóa)" in rows[1][2]
    assert "Sở Thông tin và Truyền thông (not known who took over)" in rows[1][2]
    assert rows[2][4] == "Not known"


def test_the_annex_tells_extensions() -> None:
    """A deadline that was moved shows the original words, the new ones and the document."""
    (table,) = documents.assignment(on(TODAY, extension(1, "Quý IV/2023", "2023-09-01")), PLAN).blocks
    assert isinstance(table, Listing)
    _need, cells = table.rows[0]
    words = "".join(run.text for run in cells[4])
    assert words == "Quý III năm 2023 → Quý IV/2023 (extension 1, by 1/QĐ) (last day 31/12/2023)"


def test_an_empty_plan_has_documents(demo_plan: Plan) -> None:
    """A plan without tasks is no error: its documents say that there is nothing."""
    needs = {need.id: need for need in demo_plan.needs.values() if need.type in ("plan", "agency", "basis")}
    progress, plan = demo_on(replace(demo_plan, needs=needs))
    assert documents.assignment(progress, plan).blocks == ()
    assert "(Nothing recorded in the data.)" in said(documents.report(progress, plan))
    assert list(documents.slips(progress, plan)) == []
    assert list(documents.letters(progress, plan)) == []


def test_the_report_has_the_usual_parts_and_is_a_draft(demo_plan: Plan) -> None:
    """Results, difficulties, next steps, proposals, annex; number, day and signature are blank."""
    progress, plan = demo_on(demo_plan)
    document = documents.report(progress, plan)
    firsts = [block.words for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert firsts == ["I. RESULTS", "II. SHORTCOMINGS, DIFFICULTIES", "III. NEXT STEPS", "IV. PROPOSALS"]
    assert document.letterhead
    assert document.letterhead.number == "Số:       /BC-……"
    assert document.letterhead.place_and_day == "……, ngày …… tháng …… năm 2026"
    assert "DRAFT" in document.remarks
    assert document.signature == SIGNATURE
    assert document.recipients[1] == "- As above;"
    assert document.annex
    assert document.annex.landscape


def test_only_what_nobody_signs_calls_itself_a_copy(demo_plan: Plan) -> None:
    """A report or letter is an original once it is signed; texts, annexes, slips and summaries never are."""
    progress, plan = demo_on(demo_plan)
    signed = (documents.report(progress, plan), *documents.letters(progress, plan))
    copies = (
        documents.official_text(progress, plan),
        documents.assignment(progress, plan),
        documents.summary(progress, plan, date(2026, 6, 1), 5),
        *documents.slips(progress, plan),
    )
    notice = "does not replace the original"
    assert len(signed) > 2
    assert not any(notice in said(document) for document in signed)
    assert all(document.footer.startswith("Draft.") and "DRAFT" in document.remarks for document in signed)
    assert all(notice in document.footer for document in copies)


def test_a_long_report_is_told_part_by_part(demo_plan: Plan) -> None:
    """Twelve tasks under one heading are a list; more stand under the parts of the plan, in its order."""
    progress, plan = demo_on(demo_plan)
    steps = list(_next_steps(progress.tasks_of(plan)))  # none is longer in the demo plan
    assert len(steps) > 13
    told = list(listed(progress, steps[:12]))
    assert told == steps[:12]
    told = list(listed(progress, steps[:13]))
    needs = demo_plan.in_order(demo_plan.needs[p.need] for p in steps[:13])
    assert [p.need.split("-")[3] for p in told if p.need] == [n.id.split("-")[3] for n in needs]
    assert sorted(p.need for p in told if p.need) == sorted(n.id for n in needs)
    parts = ["".join(run.text for run in p.text) for p in told if not p.need]
    assert parts
    assert all(any(heading.text == part for heading in demo_plan.headings) for part in parts)
    assert all(p.keep for p in told if not p.need)


def test_the_first_line_of_a_task_keeps_the_next() -> None:
    """No page ends behind the title of a task, and only that is kept."""
    blocks = documents.official_text(on(TODAY), PLAN).blocks
    task = [b for b in blocks if isinstance(b, Paragraph) and b.need == "NV-172-2023-II-1-A"]
    assert [b.keep for b in task] == [True, *(False for _line in task[1:])]
    assert len(task) > 1


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Ngắn", ["Ngắn"]),
        ("một hai ba bốn năm sáu", ["một hai ba", "bốn năm sáu"]),
        ("Kế hoạch số 9/KH-UBND ngày 05", ["Kế hoạch số", "9/KH-UBND ngày 05"]),
        ("", [""]),
    ],
)
def test_titles_are_balanced(words: str, lines: list[str]) -> None:
    """As few lines as the room allows, none much longer than the others, no number taken apart."""
    assert balanced(words, 17) == lines


def test_no_column_is_narrower_than_its_longest_syllable(demo_plan: Plan) -> None:
    """Head and body count, a wish for more room does not, and a word without end breaks."""
    progress, plan = demo_on(demo_plan)
    tables = [b for b in documents.assignment(progress, plan).blocks if isinstance(b, Listing)]
    for listing in (*tables, words_table("nghiêng", "x"), words_table("x", "nghiêng")):
        for number, share in enumerate(listing.shares(40)):
            words = [w for _n, cells in listing.rows for run in cells[number] for w in run.text.split()]
            assert share > max(map(len, [*words, *listing.columns[number].label.split()]))
    assert words_table("x", "y" * 500).shares(40)[0] < 40


def words_table(head: str, cell: str) -> Listing:
    """A table of two columns, of which the first wants nothing."""
    columns: tuple[Column[int], ...] = (
        Column("a", head, lambda _row: cell, 0),
        Column("b", "B", lambda _row: "", 30),
    )
    return Listing(Table("t", "", columns, (1,)))


def test_what_the_report_tells_leads_to_the_annex(demo_plan: Plan) -> None:
    """Every internal link has a row that it leads to."""
    progress, plan = demo_on(demo_plan)
    document = documents.report(progress, plan)
    assert document.annex
    results = document.annex.blocks[-1]
    assert isinstance(results, Listing)
    rows = {f"#{need}" for need, _cells in results.rows}
    urls = {run.url for b in document.blocks if isinstance(b, Paragraph) for run in b.text if run.url}
    cells = [cell for b in document.blocks if isinstance(b, Listing) for _need, row in b.rows for cell in row]
    assert {f"#{s.task.id}" for s in late(progress, plan)} == {r.url for c in cells for r in c if r.url}
    assert urls
    assert urls <= rows


def test_the_report_repeats_what_was_reported() -> None:
    """Result, shortcomings, difficulties and proposal of the last progress report stand in their parts."""
    update = other(
        "update",
        "BC-9",
        {"on": ("NV-172-2023-II-1-A",)},
        date="2023-09-01",
        result="Đã họp hai lần",
        shortcomings="Họp chậm",
        difficulties="Thiếu kinh phí",
        proposal="Bổ sung kinh phí",
    )
    words = said(documents.report(on(date(2023, 9, 15), update), PLAN))
    told = ("Đã họp hai lần", "Họp chậm", "Thiếu kinh phí", "Bổ sung kinh phí")
    parts = [words.index(text) for text in told]
    assert parts == sorted(parts)


def test_a_slip_tells_what_an_agency_leads_and_supports(demo_plan: Plan) -> None:
    """One slip an agency, without national title, leading and supporting apart."""
    progress, plan = demo_on(demo_plan)
    slips = {document.subject[0]: document for document in documents.slips(progress, plan)}
    slip = slips["Sở Tư pháp (giả định)"]
    assert slip.letterhead is None
    headings = [block.words for block in slip.blocks if isinstance(block, Heading)]
    assert headings == ["Leads (8)", "Supports (6)", "Indicators"]
    assert "Biên soạn tài liệu hỏi đáp" in said(slip)


def test_a_letter_quotes_the_clause_and_asks_for_an_answer_on_a_working_day() -> None:
    """Clause word for word, what is missing, and a day to answer by that is no weekend."""
    (letter,) = documents.letters(on(date(2026, 11, 21)), PLAN)  # a Saturday: a week later is one too
    words = said(letter)
    for line in real_plan().needs["NV-172-2023-II-1-A"].body.splitlines():
        assert line.strip() in words
    assert "Please answer by 30/11/2026" in words
    assert "Evidence to send" in words
    assert letter.addressees == ("Sở Nội vụ",)
    assert letter.signature == SIGNATURE


def test_a_letter_says_whose_idea_a_deliverable_is() -> None:
    """What the text does not ask for is asked for in the name of the agency that follows up."""
    (letter,) = documents.letters(on(date(2026, 11, 21)), PLAN)
    derived = [
        d for d in real_plan().of_type("deliverable") if d["origin"] == "derived" and d.title in said(letter)
    ]
    assert derived
    assert all(f"{d.title} (determined by the agency that follows up)" in said(letter) for d in derived)


def test_the_summary_counts_what_it_leaves_out(demo_plan: Plan) -> None:
    """With few rows, the rest is told as a number."""
    progress, plan = demo_on(demo_plan)
    words = said(documents.summary(progress, plan, date(2026, 6, 1), 2))
    assert "and 10 more" in words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2023, 6, 26), "ngày 26 tháng 6 năm 2023"),
        (date(2023, 12, 1), "ngày 01 tháng 12 năm 2023"),
    ],
)
def test_days_are_written_as_the_decree_says(day: date, words: str) -> None:
    """Days below 10, and January and February, have a zero in front."""
    assert long_day(day) == words


@pytest.mark.parametrize(
    ("text", "short"),
    [("một hai ba", "một hai ba"), ("một hai ba bốn", "một hai…"), ("khôngcókhoảngtrắng", "khôngcókho…")],
)
def test_long_texts_are_shortened_at_a_word(text: str, short: str) -> None:
    """A cell of the one-page summary ends at a word and shows that it goes on."""
    assert shortened(text, 10) == short


def test_documents_speak_vietnamese() -> None:
    """What a province files is in Vietnamese."""
    i18n.use("vi")
    words = said(documents.report(on(TODAY), PLAN))
    for part in ("I. KẾT QUẢ THỰC HIỆN", "II. TỒN TẠI, HẠN CHẾ", "IV. ĐỀ XUẤT, KIẾN NGHỊ", "PHỤ LỤC"):
        assert part in words
    assert "Dự thảo. Số liệu tính đến hết ngày" in words
