"""A form written from a description of its columns, without code, and what PDF, Word and Excel make of it."""

import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner

from conftest import ROOT, add_second_plan
from documents.test_documents import said
from documents.test_period_report import listings
from kehoach.cli import main
from kehoach.documents import filled, form_named
from kehoach.documents.layout import Listing
from kehoach.plan import Plan, forms
from kehoach.plan.forms import Form
from kehoach.progress import Progress, tally
from kehoach.progress.tally import indicator_cells
from kehoach.reports.tables import Scope, heads
from progress.test_interval import LATER, of

#: What an office asks for: the words over each column, and what stands in it.
DESCRIPTION = """
STT                                   | item
Đơn vị thực hiện                      | name
Trong kỳ / Đến hạn                    | period-due
Trong kỳ / Hoàn thành / Đúng hạn      | period-done-on-time
Trong kỳ / Hoàn thành / Quá hạn       | period-done-late
Lũy kế / Tổng số                      | counted
Lũy kế / Quá hạn                      | overdue
Ghi chú                               |
"""


def written(description: str, **words: object) -> str:
    """The form as its file, key by key, as the guide tells offices to write it."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in words.items()]
    for row in description.strip().splitlines():
        *group, label = (part.strip() for part in row.partition("|")[0].split("/"))
        value = row.partition("|")[2].strip()
        lines += ["", "[[columns]]", f'label = "{label}"']
        lines += [f"group = {json.dumps(group, ensure_ascii=False)}"] if group else []
        lines += [f'value = "{value}"'] if value else []
    return "\n".join(lines) + "\n"


OWN = written(
    DESCRIPTION,
    title="BIỂU RIÊNG CỦA CƠ QUAN (GIẢ ĐỊNH)",
    rows="agencies",
    total="Cộng",
    before=["Căn cứ chế độ báo cáo (giả định)."],
    signature=["CHÁNH VĂN PHÒNG", "Họ và tên"],
)


def run(root: Path, *args: str) -> tuple[int, str]:
    made = CliRunner().invoke(main, [*args, "--root", str(root)])
    return made.exit_code, made.output


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The office's form for the demo's third quarter, by the ends of the names of its files."""
    root = tmp_path_factory.mktemp("bieu")
    (root / "forms").mkdir()
    (root / "forms" / "rieng.toml").write_text(OWN, encoding="utf-8")
    (root / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
    for path in (ROOT / "tests" / "projects" / "demo" / "needs").rglob("*"):
        copy = root / path.relative_to(ROOT / "tests" / "projects" / "demo")
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            copy.write_bytes(path.read_bytes())
    code, told = run(root, "report", "--form", "rieng", "--period", "quý III", "--as-of", "2026-11-22")
    assert code == 0, told
    made = {path.suffix: path for path in (root / "build" / "export").iterdir()}
    assert {path.stem for path in made.values()} == {"bieu-rieng-quy-iii-2026-KH-9-2026"}
    return {suffix: path.read_bytes() for suffix, path in made.items()}


HEADS = [
    ["STT", "Đơn vị thực hiện", "Trong kỳ", "Lũy kế", "Ghi chú"],
    ["Đến hạn", "Hoàn thành", "Tổng số", "Quá hạn"],
    ["Đúng hạn", "Quá hạn"],
]
#: Sở Nội vụ in the third quarter, and the line that adds up.
FIRST = ["1", "Sở Nội vụ (giả định)", "5", "2", "0", "13", "2", ""]
TOTAL = ["", "Cộng", "10", "2", "1", "27", "7", ""]


def test_pdf_has_the_form(files: dict[str, bytes]) -> None:
    """Its words, the merged head, the figures, the signature."""
    with pdfplumber.open(io.BytesIO(files[".pdf"])) as opened:
        text = "\n".join(page.extract_text(use_text_flow=True) for page in opened.pages)
        rows = [row for page in opened.pages for table in page.extract_tables() for row in table]
    for words in ("BIỂU RIÊNG CỦA CƠ QUAN", "Căn cứ chế độ báo cáo", "CHÁNH VĂN PHÒNG"):
        assert words in " ".join(text.split())
    assert "Số liệu từ ngày 15/06/2026 đến hết ngày 14/09/2026" in " ".join(text.split())
    for head, row in zip(HEADS, rows, strict=False):
        assert [" ".join(cell.split()) for cell in row if cell] == head
    cells = [[" ".join((cell or "").split()) for cell in row] for row in rows]
    assert FIRST in cells
    assert TOTAL in cells


def test_word_has_the_form(files: dict[str, bytes]) -> None:
    """Each merged cell once, over its columns and rows."""
    read = docx.Document(io.BytesIO(files[".docx"]))
    table = next(t for t in read.tables if t.cell(0, 0).text == "STT")
    for number, head in enumerate(HEADS):
        own = table.rows[number]._tr.tc_lst
        assert [cell for cell in (_words(tc) for tc in own) if cell] == head
    assert [cell.text for cell in table.rows[3].cells] == FIRST
    assert [cell.text for cell in table.rows[-1].cells] == TOTAL
    assert table.cell(0, 2)._tc is table.cell(0, 4)._tc
    assert table.cell(0, 0)._tc is table.cell(2, 0)._tc
    assert any("CHÁNH VĂN PHÒNG" in c.text for t in read.tables for row in t.rows for c in row.cells)


def _words(cell: object) -> str:
    return "".join(text.text or "" for text in cell.iter() if text.tag.endswith("}t"))  # type: ignore[attr-defined]


def test_excel_has_the_form(files: dict[str, bytes]) -> None:
    """One sheet, its head merged, its figures numbers, what stands above and below with it."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(files[".xlsx"])).worksheets
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "BIỂU RIÊNG CỦA CƠ QUAN (GIẢ ĐỊNH)"
    assert [[cell for cell in row if cell] for row in rows[3:6]] == HEADS
    assert rows[6] == FIRST
    assert TOTAL in rows
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"A4:A6", "B4:B6", "C4:E4", "C5:C6", "D5:E5", "F4:G4", "F5:F6", "G5:G6", "H4:H6"}
    assert isinstance(sheet["C7"].value, int)
    assert any("CHÁNH VĂN PHÒNG" in row for row in rows)


def test_a_wrong_field_is_a_finding_at_its_line(demo: Path) -> None:
    """The check names file, line and the nearest field; nothing is printed while it is wrong."""
    (demo / "forms").mkdir()
    wrong = OWN.replace('"period-done-late"', '"period-done-latte"')
    line = wrong[: wrong.index("latte")].count("\n") + 1
    (demo / "forms" / "rieng.toml").write_text(wrong, encoding="utf-8")
    code, told = run(demo, "check")
    assert code == 1
    assert f"forms/rieng.toml:{line}: KH028" in told
    assert '"period-done-late"' in told
    code, told = run(demo, "report", "--form", "rieng", "--period", "quý III")
    assert code == 1
    assert not (demo / "build" / "export").exists()


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--form", "rieg"], "6-ro, chi-tieu, rieng, tong-hop-13-cot"),
        (["--form", "rieng"], "--period"),
        (["--form", "../forms/rieng"], "6-ro, chi-tieu, rieng, tong-hop-13-cot"),
        ([], "--form"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(demo: Path, args: list[str], why: str) -> None:
    """No such form, figures of a period without one, or neither form nor period: a sentence, exit code 2."""
    (demo / "forms").mkdir()
    (demo / "forms" / "rieng.toml").write_text(OWN, encoding="utf-8")
    code, told = run(demo, "report", *args)
    assert code == 2
    assert why in told


def test_the_example_of_the_guide_is_sound() -> None:
    """What the guide shows offices is read without a fault, and the guide names every field and key."""
    guide = (ROOT / "docs" / "exports.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert example
    form, faults = forms.read("forms/theo-don-vi.toml", example[1].encode())
    assert faults == []
    assert form
    assert form.of_period
    known = {field for fields in forms.FIELDS.values() for field in fields}
    told = set(re.findall(r"`([\w-]+)`", guide.partition("## Biểu mẫu")[2].partition("\n## ")[0]))
    assert known <= told


def table_of(form: Form, scopes: list[Scope]) -> Listing:
    return next(listings(filled(form, scopes)))


def test_the_thirteen_columns_are_those_of_officials(demo: Path) -> None:
    """In their order and under their groups; a row a plan, a line that adds up, the rest told below."""
    from kehoach.plan import reader

    add_second_plan(demo)
    progress = Progress(reader.read(demo), date(2026, 11, 22))
    scopes = [Scope(plan, progress) for plan in progress.plan.plans]
    form = form_named(demo, "tong-hop-13-cot")
    table = table_of(form, scopes)
    assert [[head.label for head in row] for row in heads(table.columns)] == [
        ["STT", "Mã văn bản", "Tên văn bản", "Nhiệm vụ", "Chỉ tiêu"],
        ["Tổng", "Hoàn thành", "Đang thực hiện", "Tổng", "Hoàn thành", "Đang thực hiện"],
        ["Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"] * 2,
    ]
    rows = [["".join(run.text for run in cell) for cell in cells] for _need, cells in table.rows]
    assert [row[:2] for row in rows] == [["1", "9/KH-UBND"], ["2", "12/KH-UBND"], ["", ""]]
    figures = [list(map(int, row[3:])) for row in rows]
    assert figures[2] == [a + b for a, b in zip(*figures[:2], strict=True)]
    for row in figures:
        assert (row[0], row[5]) == (sum(row[1:5]), sum(row[6:]))
    total = tally(progress).total
    assert figures[2][1:3] == [total["done-on-time"], total["done-late"]]  # type: ignore[index] # a state is its value
    counted = sum(indicator_cells(progress, plan).total() for plan in progress.plan.plans)
    assert figures[2][5] == counted
    apart = total.total() - figures[2][0]
    assert f"Not counted: {apart} tasks" in said(filled(form, scopes))


def test_the_six_clear_things_have_their_columns(demo_plan: Plan) -> None:
    """Who, what, when, responsibility, result, authority; each task a row."""
    form = form_named(ROOT, "6-ro")
    table = table_of(form, [Scope(demo_plan.plans[0], Progress(demo_plan, LATER))])
    first = [head.label for head in heads(table.columns)[0]]
    assert {label for label in first if label.startswith("Rõ")} == {
        "Rõ việc",
        "Rõ người",
        "Rõ trách nhiệm",
        "Rõ thời gian",
        "Rõ sản phẩm",
        "Rõ thẩm quyền",
    }
    assert len(table.rows) == 41


def test_a_form_of_a_period_has_the_figures_of_the_report(demo_plan: Plan) -> None:
    """At the cut-off, not today."""
    found = of(demo_plan, "quý II/2026")
    form, _faults = forms.read("forms/rieng.toml", OWN.encode())
    assert form
    table = table_of(form, [Scope(found.home, found.now, found)])
    assert ["".join(run.text for run in cell) for cell in table.rows[-1][1]] == [
        *("", "Cộng", "5", "2", "1", "26", "1", ""),
    ]
