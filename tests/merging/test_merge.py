"""``kehoach merge``: what people do to a workbook comes back as they would hope, and nothing else does."""

import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import copy_of
from kehoach import rules
from kehoach.cli import main
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.export import excel
from kehoach.export.sheets import HIDDEN
from kehoach.files import writing
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress
from workbooks import make

DAY = date(2026, 7, 15)
TRACKING, TASKS = "needs/kh-9-2026/theo-doi.md", "needs/kh-9-2026/ii-nhiem-vu.md"
EVIDENCE, UPDATES, ASSIGNMENT = "Minh chứng", "Tiến độ", "Phân công"
HEAD = 4

Edit = Callable[[Workbook], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan."""
    return copy_of("demo", tmp_path / "demo")


#: Workbooks by the pages that they are made of: most tests begin with the same.
_EXPORTED: dict[tuple[tuple[str, bytes], ...], bytes] = {}


def exported(root: Path) -> Path:
    """The workbook of a project, as `kehoach export xlsx` makes it."""
    i18n.use("vi")
    pages = tuple((name.removeprefix(str(root)), content) for name, content in everything(root).items())
    if pages not in _EXPORTED:
        plan = reader.read(root)
        _EXPORTED[pages] = excel.excel(Progress(plan, DAY), plan.of_type("plan")[0])
    path = root / "theo-doi.xlsx"
    path.write_bytes(_EXPORTED[pages])
    return path


def edited(root: Path, *edits: Edit) -> Path:
    """The workbook of a project after edits."""
    path = exported(root)
    book = load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path)
    return path


def merge(root: Path, path: Path, *options: str) -> Result:
    """Run ``kehoach merge``, in English."""
    arguments = ["--lang", "en", "merge", str(path), "--root", str(root), *options]
    return CliRunner().invoke(main, arguments)


def row_of(sheet: Worksheet, need_id: str) -> int:
    """The row of an object."""
    return next(row for row, cell in enumerate(sheet["A"], 1) if cell.value == need_id)


def empty_row(sheet: Worksheet) -> int:
    """The first empty row under the objects."""
    rows = range(HEAD + 1, sheet.max_row + 2)
    return next(n for n in rows if not any(sheet.cell(n, column).value for column in (1, 2, 4)))


def column_of(sheet: Worksheet, head: str) -> int:
    """The number of the column with these words over it."""
    return next(column for column, cell in enumerate(sheet[HEAD], 1) if cell.value == head)


def put(sheet: str, need_id: str, head: str, value: object) -> Edit:
    """Enter something into a cell."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        page.cell(row_of(page, need_id), column_of(page, head)).value = value

    return edit


def add(sheet: str, **values: object) -> Edit:
    """Enter a new row; the words over the columns are written with _ for blanks."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        row = empty_row(page)
        for head, value in values.items():
            page.cell(row, column_of(page, head.replace("_", " "))).value = value

    return edit


def everything(root: Path) -> dict[str, bytes]:
    """All files of a project that a merge may touch."""
    return {str(path): path.read_bytes() for path in sorted((root / "needs").rglob("*.md"))}


def git(root: Path, *arguments: str) -> str:
    """Run git in a project."""
    command = [
        "git",
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-C",
        str(root),
        *arguments,
    ]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def changed_lines(root: Path) -> list[str]:
    """The lines that git sees as changed."""
    lines = git(root, "diff", "-U0").splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


# -- there and back ----------------------------------------------------------------------------------

TEN_CELLS = [
    "+:in_charge: Giám đốc sở",
    "-:in_charge: Giám đốc sở",
    "+:in_charge: Phó Giám đốc sở",
    "-:::{evidence} Báo cáo lớp tập huấn",
    "+:::{evidence} Báo cáo kết quả lớp tập huấn",
    "-:number: 114/BC (giả định)",
    "-:date: 2026-07-03",
    "+:number: 114/BC-SNV (giả định)",
    "+:date: 2026-07-04",
    "+:completed: 2026-06-27",
    "+:url: https://example.org/khao-sat?a=1&b=2",
    *("+:::{evidence} Báo cáo rà soát văn bản", "+:id: MC-9-2026-19", "+:number: 77/BC-STP (giả định)"),
    *(
        "+:date: 2026-07-10",
        "+:completed: 2026-06-29",
        "+:confirmed: no",
        "+:proves: SP-9-2026-II-4-1",
        "+:::",
    ),
    "+",
    "-:result: Đã rà soát 2/3 số văn bản",
    "+:result: Đã rà soát 3/3 số văn bản; còn chờ ý kiến",
    "-:proposal: Gia hạn đến hết quý III",
    "+:difficulties: Thiếu máy chủ",
]


def open_cells(path: Path) -> list[list[object]]:
    """What stands in the cells that may be edited, row by row, all sheets one after the other."""
    found: list[list[object]] = []
    for sheet in load_workbook(path).worksheets[:-1]:
        for row in sheet.iter_rows(min_row=HEAD + 1):
            cells = [cell.value for cell in row if not cell.protection.locked]
            found += [cells] if any(cells) else []
    return found


def test_ten_cells_and_a_row_from_libreoffice(project: Path) -> None:
    """What was typed in LibreOffice, and saved by it, is exactly what git sees; another export is equal."""
    book = load_workbook(make.MADE)
    again = "Make it again: .venv/bin/python tests/workbooks/make.py (see there)."
    ours = load_workbook(exported(project))
    coming_back = (ASSIGNMENT, EVIDENCE, UPDATES)
    heads = [[[c.value for c in b[name][HEAD]] for name in coming_back] for b in (book, ours)]
    assert book[HIDDEN]["G1"].value == str(excel.VERSION), f"The layout has another version. {again}"
    assert heads[0] == heads[1], f"The layout has changed. {again}"
    git(project, "init", "-q")
    git(project, "add", "needs")
    git(project, "commit", "-qm", "Before")

    done = merge(project, make.MADE, "--confirm")
    assert (done.exit_code, done.stdout) == (0, "")
    assert changed_lines(project) == TEN_CELLS
    assert git(project, "status", "--short", "needs").splitlines() == [f" M {TASKS}", f" M {TRACKING}"]

    typed = open_cells(make.MADE)
    (as_text,) = [row for row in typed if "27/6/2026" in row]
    as_text[as_text.index("27/6/2026")] = datetime(2026, 6, 27)
    (new,) = [row for row in typed if "77/BC-STP (giả định)" in row]
    new[-2] = "không"  # nobody has said whether it is confirmed
    assert open_cells(exported(project)) == typed

    twice = merge(project, make.MADE, "--confirm")
    assert (twice.exit_code, twice.stdout, changed_lines(project)) == (0, "", TEN_CELLS)
    assert "0 changed cells and 0 new objects" in twice.stderr


def test_what_comes_from_a_workbook_is_unconfirmed(project: Path) -> None:
    """Without --confirm a changed evidence has to be confirmed again, and nothing is confirmed by a cell."""
    path = edited(
        project,
        put(EVIDENCE, "MC-9-2026-3", "Ngày hoàn thành", datetime(2026, 4, 20)),
        put(EVIDENCE, "MC-9-2026-14", "Đã xác nhận", "có"),
        put(EVIDENCE, "MC-9-2026-16", "Đã xác nhận", "không"),
        add(EVIDENCE, **{**NEW, "Đã_xác_nhận": "có"}),
    )
    done = merge(project, path)
    plan = reader.read(project)
    assert done.exit_code == 0
    ids = ("MC-9-2026-3", "MC-9-2026-14", "MC-9-2026-16", "MC-9-2026-19", "MC-9-2026-2")
    assert [plan.needs[need_id]["confirmed"] for need_id in ids] == ["no", "no", "no", "no", "yes"]
    assert f"{EVIDENCE}!J18: MC-9-2026-14: The confirmation is not taken." in done.stderr
    assert f"{EVIDENCE}!J23: -: The confirmation is not taken." in done.stderr
    assert f"{EVIDENCE}!G7: MC-9-2026-3: It was confirmed." in done.stderr


def test_the_coordinator_confirms_in_the_workbook(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --confirm the column counts, and the day goes with it; what is of a day to come has none yet."""
    monkeypatch.setattr("kehoach.commands.merge.today", lambda *_: date(2026, 8, 3))
    path = edited(
        project,
        put(EVIDENCE, "MC-9-2026-14", "Đã xác nhận", "có"),
        add(EVIDENCE, **{**NEW, "Đã_xác_nhận": "có"}),
        add(EVIDENCE, **{**NEW, "Số,_ký_hiệu": "78/BC-STP", "Ngày_văn_bản": "4/8/2026", "Đã_xác_nhận": "có"}),
    )
    assert merge(project, path, "--confirm").exit_code == 0
    plan = reader.read(project)
    papers = [plan.needs[need_id] for need_id in ("MC-9-2026-14", "MC-9-2026-19", "MC-9-2026-20")]
    assert [(paper["confirmed"], paper["confirmed_on"]) for paper in papers] == [
        ("yes", "2026-08-03"),
        ("yes", "2026-08-03"),
        ("yes", ""),
    ]


def test_what_is_not_confirmed_any_more_has_no_day(project: Path) -> None:
    """A paper that is changed loses the day of its confirmation with it."""
    held = ":completed: 2026-05-08\n:confirmed: yes\n"
    in_files(held, f"{held}:confirmed_on: 2026-06-01\n")(project)
    path = edited(project, put(EVIDENCE, "MC-9-2026-3", "Số, ký hiệu", "97/BC (giả định)"))
    assert merge(project, path).exit_code == 0
    paper = reader.read(project).needs["MC-9-2026-3"]
    assert (paper["confirmed"], paper["confirmed_on"]) == ("no", "")


# -- what people do to a workbook --------------------------------------------------------------------


def moved_about(book: Workbook) -> None:
    """Rows sorted the other way, a column and a row hidden, others put in, the sheet renamed."""
    page = book[EVIDENCE]
    last = empty_row(page)
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD + 1, max_row=last - 1)]
    for row, old in zip(range(HEAD + 1, last), reversed(values), strict=True):
        for column, value in enumerate(old, 1):
            page.cell(row, column).value = value
    page.column_dimensions["G"].hidden = True
    page.row_dimensions[7].hidden = True
    page.insert_rows(2, amount=3)
    page.insert_cols(5)
    page.title = "Minh chứng (Sở Tư pháp)"


def own_column(book: Workbook) -> None:
    """A column with people's own remarks."""
    book[EVIDENCE]["N4"] = "Ghi chú của tôi"
    book[EVIDENCE]["N9"] = "hỏi lại chị Lan"


def without_row(need_id: str) -> Edit:
    """Delete a row."""

    def edit(book: Workbook) -> None:
        page = book[EVIDENCE]
        page.delete_rows(row_of(page, need_id))

    return edit


def without_column(head: str) -> Edit:
    """Delete a column."""

    def edit(book: Workbook) -> None:
        page = book[EVIDENCE]
        page.delete_cols(column_of(page, head))

    return edit


def copied(need_id: str) -> Edit:
    """Copy a row under the others, ID and all."""

    def edit(book: Workbook) -> None:
        page = book[EVIDENCE]
        source, target = row_of(page, need_id), empty_row(page)
        for column in range(1, page.max_column + 1):
            page.cell(target, column).value = page.cell(source, column).value

    return edit


def unformatted(book: Workbook) -> None:
    """All cells of the sheet lose their format, as when they are pasted from elsewhere."""
    for row in book[EVIDENCE].iter_rows(min_row=19, max_row=19):
        for cell in row:
            cell.number_format = "General" if cell.column == 7 else cell.number_format


def put_id(need_id: str, typed: str) -> Edit:
    """Type another ID."""
    return put(EVIDENCE, need_id, "Mã", typed)


NEW = {
    "Minh_chứng_cho_(mã)": "SP-9-2026-II-4-1",
    "Tài_liệu": "Báo cáo rà soát",
    "Số,_ký_hiệu": "77/BC-STP",
    "Ngày_văn_bản": "10/7/2026",
}
NUMBER, TITLE, DATE, DONE, OF = (
    "Số, ký hiệu",
    "Tài liệu",
    "Ngày văn bản",
    "Ngày hoàn thành",
    "Cơ quan gửi (mã)",
)
PROVES, PROPOSAL = "Minh chứng cho (mã)", "Đề xuất, kiến nghị"
M14, M15 = "MC-9-2026-14", "MC-9-2026-15"
COMPLETED = ":completed: 2026-06-15"

OLD_NUMBER = ":number: 114/BC (giả định)"
DECOMPOSED = unicodedata.normalize("NFD", " 114/BC\nđợt\u00a01 ")
REPORT = {"Nhiệm_vụ_(mã)": "NV-9-2026-II-5", "Tên": "Tiến độ", "Ngày": "1/7/2026", "Kết_quả": "Khá"}
REPORT_LINES = [
    *("+", "+:::{update} Tiến độ", "+:id: BC-9-2026-4", "+:on: NV-9-2026-II-5", "+:date: 2026-07-01"),
    *("+:result: Khá", "+:::"),
]

#: What is done, and the lines that git sees as changed.
TAKEN: list[tuple[str, list[Edit], list[str]]] = [
    ("nothing", [], []),
    ("moved about", [moved_about], []),
    ("moved about and edited", [put(EVIDENCE, M15, DONE, "15/6/2026"), moved_about], [f"+{COMPLETED}"]),
    ("own column", [own_column], []),
    ("row deleted", [without_row(M14)], []),
    ("column deleted", [without_column(NUMBER)], []),
    ("day as text", [put(EVIDENCE, M15, DONE, "15/06/2026")], [f"+{COMPLETED}"]),
    ("day with dots", [put(EVIDENCE, M15, DONE, " 15.6.2026 ")], [f"+{COMPLETED}"]),
    ("day as day", [put(EVIDENCE, M15, DONE, datetime(2026, 6, 15))], [f"+{COMPLETED}"]),
    ("day as in the files", [put(EVIDENCE, M15, DONE, "2026-06-15")], [f"+{COMPLETED}"]),
    ("number", [put(EVIDENCE, M14, NUMBER, 114)], [f"-{OLD_NUMBER}", "+:number: 114"]),
    ("lines, NFD", [put(EVIDENCE, M14, NUMBER, DECOMPOSED)], [f"-{OLD_NUMBER}", "+:number: 114/BC đợt 1"]),
    ("agency by its name", [put(EVIDENCE, M15, OF, "sở nội vụ")], ["+:of: CQ-SNV"]),
    ("emptied", [put(UPDATES, "BC-9-2026-1", PROPOSAL, None)], ["-:proposal: Gia hạn đến hết quý III"]),
    ("new report", [add(UPDATES, **REPORT)], REPORT_LINES),
]


@pytest.mark.parametrize(("edits", "lines"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken(project: Path, edits: list[Edit], lines: list[str]) -> None:
    """What can be taken changes these lines and no others."""
    git(project, "init", "-q")
    git(project, "add", "needs")
    done = merge(project, edited(project, *edits))
    assert (done.exit_code, done.stdout) == (0, "")
    assert sorted(changed_lines(project)) == sorted(lines)


def in_files(old: str, new: str, name: str = TRACKING) -> Callable[[Path], None]:
    """A change of the files that somebody makes meanwhile."""

    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def nothing(_root: Path) -> None:
    """Nobody touches the files."""


M14_BLOCK = f""":::{{evidence}} Văn bản phổ biến quy chế mẫu
:id: {M14}
{OLD_NUMBER}
:date: 2026-07-03
:confirmed: no
:proves: SP-9-2026-II-20-1
:::

"""
SAME = {**NEW, "Minh_chứng_cho_(mã)": "SP-9-2026-II-20-1", "Số,_ký_hiệu": "114/BC (giả định)"}
NO_DOCUMENT = {**NEW, "Số,_ký_hiệu": None}
NO_PROOF = {**NEW, "Minh_chứng_cho_(mã)": None}
TASK = "NV-9-2026-II-1"

#: What is done, and how what is said of it begins: cells are of the evidence, unless they name their sheet.
REFUSED: list[tuple[str, list[Edit], list[str]]] = [
    ("formula", [put(EVIDENCE, M14, DATE, "=TODAY()")], [f"F18: {M14}: {DATE}: A formula: =TODAY(). Enter"]),
    (
        "formula as before",
        [put(EVIDENCE, M14, PROVES, '="SP-9-2026-II-20-1"')],
        [f"B18: {M14}: {PROVES}: A formula"],
    ),
    (
        "error",
        [put(EVIDENCE, M14, NUMBER, "#REF!")],
        [f"E18: {M14}: {NUMBER}: An error of the spreadsheet: #REF!"],
    ),
    (
        "no such day",
        [put(EVIDENCE, M15, DONE, "31/6/2026")],
        [f'G19: {M15}: {DONE}: "31/6/2026" is no day. Write'],
    ),
    ("month first", [put(EVIDENCE, M15, DONE, "6/15/2026")], [f'G19: {M15}: {DONE}: "6/15/2026" is no day.']),
    ("two digits", [put(EVIDENCE, M15, DONE, "15/6/26")], [f'G19: {M15}: {DONE}: "15/6/26" is no day.']),
    (
        "a bare number",
        [put(EVIDENCE, M15, DONE, 46188), unformatted],
        [f"G19: {M15}: {DONE}: Neither a text nor"],
    ),
    (
        "day made of a number",
        [put(EVIDENCE, M14, NUMBER, datetime(2026, 9, 12))],
        [f"E18: {M14}: {NUMBER}: The spreadsheet has made a day of it: 2026-09-12."],
    ),
    (
        "decimals",
        [put(EVIDENCE, M14, NUMBER, 12.5)],
        [f"E18: {M14}: {NUMBER}: A number that the spreadsheet may"],
    ),
    (
        "unknown code",
        [put(EVIDENCE, M14, PROVES, "SP-9-2026-II-20-l")],
        [f'B18: {M14}: {PROVES}: There is no "SP-9-2026-II-20-l". Is it SP-9-2026-II-20-1 (Văn bản'],
    ),
    (
        "code of another type",
        [put(EVIDENCE, M14, OF, "SP-9-2026-II-20-1")],
        [f'I18: {M14}: {OF}: "SP-9-2026-II-20-1" is of the type Sản phẩm, not Cơ quan.'],
    ),
    (
        "no address",
        [put(EVIDENCE, M14, "Đường dẫn (URL)", "vanban")],
        [f'K18: {M14}: Đường dẫn (URL): "url" cannot be "vanban"'],
    ),
    (
        "cut by MyST",
        [put(EVIDENCE, M14, NUMBER, "114 #2")],
        [f'E18: {M14}: {NUMBER}: "114 #2" cannot be written'],
    ),
    (
        "neither yes nor no",
        [put(EVIDENCE, M14, "Đã xác nhận", "rồi")],
        [f'J18: {M14}: Đã xác nhận: "confirmed" cannot be "rồi".'],
    ),
    (
        "emptied",
        [put(EVIDENCE, M14, TITLE, None), put(EVIDENCE, M14, DATE, " ")],
        [f'D18: {M14}: "{TITLE}" cannot be empty.', f'F18: {M14}: "{DATE}" cannot be empty.'],
    ),
    (
        "locked cell",
        [put(ASSIGNMENT, TASK, "Thời hạn", "Quý IV năm 2026")],
        [f'Phân công!G5: {TASK}: "Thời hạn" is not changed here: it was "Quý I năm 2026".'],
    ),
    ("new task", [add(ASSIGNMENT, Lãnh_đạo_phụ_trách="X")], ["Phân công!L46: -: A task is not added here."]),
    (
        "wrong ID",
        [put_id(M14, "MC-9-2026-l4"), put(EVIDENCE, "MC-9-2026-l4", NUMBER, "1/BC")],
        [f'A18: -: The workbook was made without "MC-9-2026-l4". Is it {M14}?'],
    ),
    ("copied row", [copied(M14)], [f"A23: {M14}: {M14} is in row 18 too. Keep one of the two."]),
    (
        "two new rows alike",
        [add(EVIDENCE, **NEW), add(EVIDENCE, **NEW)],
        ["D24: -: The same document or report as in row 23. Keep one of the two."],
    ),
    ("proves nothing", [add(EVIDENCE, **NO_PROOF)], [f'B23: -: "{PROVES}" cannot be empty.']),
    (
        "new row that is there",
        [add(EVIDENCE, **SAME)],
        [f'D23: -: {M14} ({TRACKING}:125) is the same document or report with another "{TITLE}".'],
    ),
    (
        "finding of a rule",
        [put(EVIDENCE, M15, DONE, "1/7/2026")],
        [f"G19: {M15}: KH215 The work was done on 2026"],
    ),
    ("finding on a new row", [add(EVIDENCE, **NO_DOCUMENT)], ["E23: -: KH211 No document."]),
]


@pytest.mark.parametrize(("edits", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(project: Path, edits: list[Edit], said: list[str]) -> None:
    """What cannot be taken is named by its cell, with the reason, and nothing is written; the rest can be."""
    assert_refused(project, edits, said, nothing)


def test_both_changed(project: Path) -> None:
    """A cell and its line that have been changed differently: all three values are named."""
    (words,) = [f'"{NUMBER}" was "114/BC (giả định)", is "1/BC" here, and "2/BC" in {TRACKING}:127.']
    changed = [put(EVIDENCE, M14, NUMBER, "1/BC")]
    assert_refused(project, changed, [f"E18: {M14}: {words}"], in_files(OLD_NUMBER, ":number: 2/BC"))


def test_deleted_in_the_files(project: Path) -> None:
    """An object that was deleted in the files and changed in the workbook is a conflict."""
    said = [f"E18: {M14}: It has been deleted in the files, and was changed here."]
    assert_refused(project, [put(EVIDENCE, M14, NUMBER, "1/BC")], said, in_files(M14_BLOCK, ""))


def assert_refused(
    project: Path, edits: list[Edit], said: list[str], meanwhile: Callable[[Path], None]
) -> None:
    """Merge edits that cannot be taken and one that can, first all or nothing, then with --partial."""
    path = edited(project, *edits, put(UPDATES, "BC-9-2026-2", "Khó khăn, vướng mắc", "Thiếu máy chủ"))
    meanwhile(project)
    before = everything(project)
    done = merge(project, path)
    starts = [start if "!" in start.partition(":")[0] else f"{EVIDENCE}!{start}" for start in said]
    lines = zip(done.stdout.splitlines(), starts, strict=True)
    assert [line[: len(start)] for line, start in lines] == starts
    assert (done.exit_code, everything(project)) == (1, before)
    assert "Nothing is written." in done.stderr
    partial = merge(project, path, "--partial")
    assert (partial.exit_code, partial.stdout) == (1, done.stdout)
    name, line = str(project / TRACKING), ":of: CQ-SKHCN\n"
    one_more = before[name].decode().replace(line, f"{line}:difficulties: Thiếu máy chủ\n")
    assert everything(project) == {**before, name: one_more.encode()}


def test_both_changed_to_the_same(project: Path) -> None:
    """What both sides have changed to the same is no conflict."""
    path = edited(project, put(EVIDENCE, M14, NUMBER, "1/BC"))
    in_files(OLD_NUMBER, ":number: 1/BC")(project)
    before = everything(project)
    done = merge(project, path)
    assert (done.exit_code, done.stdout, everything(project)) == (0, "", before)


def test_another_revision(project: Path) -> None:
    """Changes of the files stay, those of the workbook come to them, and numbers go on from the highest."""
    path = edited(project, put(EVIDENCE, M14, NUMBER, "1/BC"), add(EVIDENCE, **NEW))
    in_files(":date: 2026-06-28", ":date: 2026-06-29")(project)
    in_files(f":id: {M15}", ":id: MC-9-2026-40")(project)
    done = merge(project, path)
    needs = reader.read(project).needs
    assert (done.exit_code, done.stdout) == (0, "")
    assert "The files have changed since the workbook of 2026-07-15 was made." in done.stderr
    assert (needs[M14]["number"], needs["MC-9-2026-40"]["date"]) == ("1/BC", "2026-06-29")
    assert needs["MC-9-2026-41"]["number"] == "77/BC-STP"


def test_an_id_that_was_deleted_is_not_used_again(project: Path) -> None:
    """A number that git has seen stays used."""
    git(project, "init", "-q")
    git(project, "add", "needs")
    git(project, "commit", "-qm", "Before")
    in_files(":id: MC-9-2026-18", ":id: MC-9-2026-30")(project)
    git(project, "commit", "-qam", "Once there was a 30")
    in_files(":id: MC-9-2026-30", ":id: MC-9-2026-18")(project)
    assert merge(project, edited(project, add(EVIDENCE, **NEW))).exit_code == 0
    assert "MC-9-2026-31" in reader.read(project).needs


def test_merged_twice(project: Path) -> None:
    """The same workbook once more adds nothing, also after the coordinator has confirmed."""
    path = edited(project, add(EVIDENCE, **NEW))
    assert merge(project, path).exit_code == 0
    in_files("77/BC-STP\n:date: 2026-07-10\n:confirmed: no", "77/BC-STP\n:date: 2026-07-10\n:confirmed: yes")(
        project
    )
    before = everything(project)
    done = merge(project, path)
    assert (done.exit_code, done.stdout, everything(project)) == (0, "", before)
    assert f"{EVIDENCE}!D23: MC-9-2026-19: It is in the files already" in done.stderr


def test_the_workbook_of_one_agency(project: Path) -> None:
    """An agency's workbook holds its own rows only; the rows of others are not missed."""
    i18n.use("vi")
    plan = reader.read(project)
    progress = Progress(plan, DAY).of_agency(plan.needs["CQ-STP"])
    path = project / "x.xlsx"
    path.write_bytes(excel.excel(progress, plan.of_type("plan")[0]))
    book = load_workbook(path)
    put(EVIDENCE, "MC-9-2026-3", NUMBER, "1/BC")(book)
    add(EVIDENCE, **NEW)(book)
    book.save(path)
    done = merge(project, path)
    needs = reader.read(project).needs
    assert (done.exit_code, done.stdout, needs["MC-9-2026-3"]["number"]) == (0, "", "1/BC")
    assert needs["MC-9-2026-19"]["number"] == "77/BC-STP"
    assert "not there any more" not in done.stderr


def test_dry_run(project: Path) -> None:
    """The diff is shown, nothing is written."""
    path = edited(project, put(EVIDENCE, M14, NUMBER, "1/BC"))
    before = everything(project)
    done = merge(project, path, "--dry-run")
    assert (done.exit_code, everything(project)) == (0, before)
    lines = [line for line in done.stdout.splitlines() if line[:1] in "+-"]
    assert lines == [f"--- a/{TRACKING}", f"+++ b/{TRACKING}", f"-{OLD_NUMBER}", "+:number: 1/BC"]


def test_the_real_plan_gets_a_follow_up_page(plan_copy: Path) -> None:
    """The first evidence of a plan goes into a new page of its folder, and the plan stays clean."""
    i18n.use("vi")
    plan = reader.read(plan_copy)
    path = plan_copy / "x.xlsx"
    path.write_bytes(excel.excel(Progress(plan, DAY), plan.needs["KH-172-2023"]))
    book = load_workbook(path)
    row = {**NEW, "Minh_chứng_cho_(mã)": "SP-172-2023-II-1-A-1"}
    add(EVIDENCE, **row)(book)
    book.save(path)
    assert merge(plan_copy, path).exit_code == 0
    text = (plan_copy / "needs/kh-172-2023/theo-doi.md").read_text(encoding="utf-8")
    assert text == (
        "# Theo dõi thực hiện\n\n## Tài liệu minh chứng\n\n:::{evidence} Báo cáo rà soát\n"
        ":id: MC-172-2023-1\n:number: 77/BC-STP\n:date: 2026-07-10\n:confirmed: no\n"
        ":proves: SP-172-2023-II-1-A-1\n:::\n"
    )
    assert rules.check(reader.read(plan_copy)) == []


# -- workbooks that are none of ours -----------------------------------------------------------------


def of_another_plan(root: Path) -> Path:
    """The workbook of a plan that is not in the project."""
    return edited(root, lambda book: setattr(book["kehoach"]["G2"], "value", "KH-10-2026"))


def of_another_version(root: Path) -> Path:
    """A workbook with another layout."""
    return edited(root, lambda book: setattr(book["kehoach"]["G1"], "value", "1"))


def without_base(root: Path) -> Path:
    """A workbook whose hidden sheet is gone."""
    return edited(root, lambda book: book.remove(book["kehoach"]))


def without_head(root: Path) -> Path:
    """A workbook whose columns cannot be told."""
    return edited(root, lambda book: book[EVIDENCE].delete_rows(HEAD))


def no_workbook(root: Path) -> Path:
    """A file with another content than its name says."""
    path = root / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0 what a password makes of a workbook")
    return path


def device(root: Path) -> Path:
    """A file without an end."""
    path = root / "x.xlsx"
    path.symlink_to("/dev/zero")
    return path


def pipe(root: Path) -> Path:
    """A file that nobody writes."""
    path = root / "x.xlsx"
    os.mkfifo(path)
    return path


def another_format(root: Path) -> Path:
    """A workbook of LibreOffice's own format."""
    path = root / "x.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return path


def with_part(name: str, content: bytes) -> Callable[[Path], Path]:
    """A workbook in which a part has another content."""

    def make_it(root: Path) -> Path:
        path = exported(root)
        parts = {part: zipfile.ZipFile(path).read(part) for part in zipfile.ZipFile(path).namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, old in parts.items():
                archive.writestr(part, content if part == name else old)
        return path

    return make_it


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
LAUGH = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">%s]><s>&l9;</s>' % LAUGHS
SHEET = "xl/worksheets/sheet3.xml"

NONE_OF_OURS: list[tuple[str, Callable[[Path], Path], str]] = [
    ("another plan", of_another_plan, 'The workbook is of the plan "KH-10-2026", which is not here.'),
    ("another version", of_another_version, "Another version of kehoach made the workbook."),
    ("no base", without_base, 'There is no sheet "kehoach"'),
    ("no head", without_head, 'There is no sheet with the columns of "Minh chứng".'),
    ("no workbook", no_workbook, "is no .xlsx workbook, or has a password."),
    ("a device", device, "is no .xlsx workbook"),
    ("a pipe", pipe, "is no .xlsx workbook"),
    ("another format", another_format, "is damaged. Open it in Excel or LibreOffice"),
    ("damaged", with_part(SHEET, MAIN), "is damaged."),
    ("entities in a sheet", with_part(SHEET, LAUGH), "is damaged."),
    ("entities in the styles", with_part("xl/styles.xml", LAUGH), "is damaged."),
    ("a bomb", with_part(SHEET, MAIN + b" " * 2**27), "is too large"),
    ("many cells", with_part(SHEET, MAIN + b"<row>" + b"<c/>" * 2**22), "is too large"),
    ("many fonts", with_part("xl/styles.xml", b"<s>" + b"<font/>" * 2**18), "is too large"),
    (
        "a far row",
        with_part(SHEET, MAIN + b'<row r="999999999"><c/></row></sheetData></worksheet>'),
        "There is no sheet with",
    ),
]


@pytest.mark.parametrize(("made", "said"), [r[1:] for r in NONE_OF_OURS], ids=[r[0] for r in NONE_OF_OURS])
def test_none_of_ours(project: Path, made: Callable[[Path], Path], said: str) -> None:
    """What is no workbook of this project is refused in a sentence with exit code 2."""
    path = made(project)
    before = everything(project)
    done = merge(project, path)
    assert (done.exit_code, done.stdout, everything(project)) == (2, "", before)
    assert said in done.stderr


def test_memory(project: Path) -> None:
    """The largest that is let through needs less than 500 MB."""
    cells = b"<row>" + b"<c/>" * 990_000 + b"</row></sheetData></worksheet>"
    path = with_part(SHEET, MAIN + cells)(project)
    code = (
        "import sys; from pathlib import Path; from kehoach.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(Path('/proc/self/status').read_text())\n"
    )
    command = [sys.executable, "-c", code, "--lang", "en", "merge", str(path), "--root", str(project)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "There is no sheet with" in done.stderr
    peak = next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("VmHWM:"))
    assert int(peak) < 500_000  # kB


# -- writing -----------------------------------------------------------------------------------------

TWO_FILES = [put(ASSIGNMENT, TASK, "Lãnh đạo phụ trách", "Giám đốc sở"), put(EVIDENCE, M14, NUMBER, "1/BC")]


def test_stopped_between_two_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second file cannot be written, each is whole, new or old; merging again does the rest."""
    path = edited(project, *TWO_FILES)
    before, write = everything(project), writing.write_whole

    def once(target: Path, content: bytes) -> None:
        monkeypatch.setattr(writing, "write_whole", full)
        write(target, content)

    def full(_target: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device", str(project / TRACKING))

    monkeypatch.setattr(writing, "write_whole", once)
    done = merge(project, path)
    after = everything(project)
    assert done.exit_code == 2
    assert "the disk is full" in done.stderr
    assert [name for name in after if after[name] != before[name]] == [str(project / TASKS)]
    assert sorted(p.name for p in (project / TRACKING).parent.iterdir() if p.name.startswith(".")) == []
    monkeypatch.setattr(writing, "write_whole", write)
    assert merge(project, path).exit_code == 0
    needs = reader.read(project).needs
    assert (needs[TASK]["in_charge"], needs[M14]["number"]) == ("Giám đốc sở", "1/BC")


def test_changed_meanwhile(project: Path) -> None:
    """A file that somebody saves while the merge runs is not overwritten, and no other is written."""
    draft = Draft(project)
    needs = draft.plan.needs
    draft.set([Setting(needs[TASK], "in_charge", "Giám đốc sở"), Setting(needs[M14], "number", "1/BC")])
    in_files(OLD_NUMBER, ":number: 2/BC")(project)
    before = everything(project)
    with pytest.raises(ValueError, match=f"{TRACKING} has been changed meanwhile"):
        draft.write()
    assert everything(project) == before
