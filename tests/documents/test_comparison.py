"""What is otherwise between two editions, side by side, as PDF and Word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from kehoach import changes
from kehoach.changes import beside
from kehoach.cli import main
from kehoach.documents.comparison import comparison
from kehoach.documents.layout import words_of
from kehoach.plan import Need, Plan, reader
from repositories import commit, repository_of

DAY = date(2026, 11, 30)
#: An amendment each of a deadline, an owner, and partners with deliverables.
CAME = ("DC-9-2026-1", "DC-9-2026-5", "DC-9-2026-6")
CLOSING = """
## Kết thúc kế hoạch

:::{closing} Quyết định kết thúc (giả định)
:id: KT-9-2026
:closes: KH-9-2026
:number: 400/QĐ-UBND
:date: 2026-12-31
:issuer: Ủy ban nhân dân tỉnh X (giả định)
:drops: NV-9-2026-III-9
:::
"""


def otherwise(plan: Plan, need_id: str, **options: str) -> dict[str, Need]:
    """An object with other options."""
    need = plan.needs[need_id]
    return {need_id: replace(need, options={**need.options, **options})}


def test_what_was_adjusted_stands_beside_what_was(demo_plan: Plan) -> None:
    """Each thing has a row: what held before, what holds now, by which document or by none."""
    needs = {key: need for key, need in demo_plan.needs.items() if key not in CAME}
    moved = otherwise(demo_plan, "NV-9-2026-II-3", deadline="Tháng 6/2026")
    proved = otherwise(demo_plan, "MC-9-2026-1", number="7/BC-STP")
    found = changes.compare(
        replace(demo_plan, needs=needs), replace(demo_plan, needs={**demo_plan.needs, **moved, **proved}), DAY
    )
    rows = [(row.need.id, row.label, row.before, row.after, row.ground) for row in beside.rows(found)]
    assert rows == [
        (
            "NV-9-2026-II-2",
            "Deadline in force",
            "Trước ngày 15/3/2026 (14/03/2026)",
            "31/3/2026 (31/03/2026)",
            "no. 50/QĐ-UBND of 10/03/2026 (DC-9-2026-1)",
        ),
        (
            "NV-9-2026-II-3",
            "Thời hạn theo văn bản",
            "Tháng 4/2026 (30/04/2026)",
            "Tháng 6/2026 (30/06/2026)",
            "no document changes this",
        ),
        (
            "NV-9-2026-III-6",
            "Cơ quan chủ trì in force",
            "Sở Tư pháp (giả định)",
            "Sở Nội vụ (giả định)",
            "no. 55/QĐ-UBND of 20/03/2026 (DC-9-2026-5)",
        ),
        (
            "NV-9-2026-III-7",
            "Cơ quan phối hợp in force",
            "Ủy ban nhân dân các xã, phường (giả định)",
            "Ủy ban nhân dân các xã, phường (giả định); Sở Tư pháp (giả định)",
            "no. 88/QĐ-UBND of 10/06/2026 (DC-9-2026-6)",
        ),
        (
            "NV-9-2026-III-7",
            "Sản phẩm, kết quả in force",
            "Báo cáo khảo sát",
            "Báo cáo khảo sát; Báo cáo khảo sát bổ sung tại ba xã, phường",
            "no. 88/QĐ-UBND of 10/06/2026 (DC-9-2026-6)",
        ),
    ]
    printed = [words for _need, words in words_of(comparison(found, "2026-Q1", "2026-Q2"))]
    assert "Changes from 2026-Q1 to 2026-Q2" in printed
    assert all(cell in printed for row in rows for cell in row[2:])


def test_what_came_and_went_stands_alone(demo_plan: Plan) -> None:
    """A task on one side only has its words, owner and deadline there, and nothing beside them."""
    gone = {key: need for key, need in demo_plan.needs.items() if key != "NV-9-2026-II-3"}
    found = changes.compare(demo_plan, replace(demo_plan, needs=gone), DAY)
    (row,) = (row for row in beside.rows(found) if row.need.id == "NV-9-2026-II-3")
    assert row.before.splitlines()[:2] == [
        "Tổ chức tập huấn cho báo cáo viên",
        "3. Tổ chức tập huấn cho báo cáo viên.",
    ]
    assert "Thời hạn theo văn bản: Tháng 4/2026" in row.before
    assert (row.after, row.ground) == ("", "no document changes this")


def test_a_closing_is_told_with_what_it_drops(demo: Path) -> None:
    """What a plan's end lets go stands there with its document; the heading it is recorded under does not."""
    before = reader.read(demo)
    with (demo / "needs/kh-9-2026/theo-doi.md").open("a", encoding="utf-8") as page:
        page.write(CLOSING)
    found = changes.compare(before, reader.read(demo), DAY)
    ground = "no. 400/QĐ-UBND of 31/12/2026 (KT-9-2026)"
    plan, dropped = before.needs["KH-9-2026"], before.needs["NV-9-2026-III-9"]
    assert [(row.need.id, row.before, row.after, row.ground) for row in beside.rows(found)] == [
        ("KT-9-2026", "", plan.title, ground),
        ("KT-9-2026", "", dropped.title, ground),
    ]


def test_nothing_is_said_to_be_nothing(demo_plan: Plan) -> None:
    """Two editions that say the same have no table; and no day, which is that of neither of them."""
    document = comparison(changes.compare(demo_plan, demo_plan, DAY), "a", "b")
    assert ("", "Nothing of the content has changed.") in list(words_of(document))
    assert document.footer == "Made from data; it does not replace the original"


def test_it_is_printed_as_pdf_and_word(tmp_path: Path) -> None:
    """The command writes a file, the same for the same revisions, and no document to the screen."""
    root = repository_of("small", tmp_path / "kho")
    page = root / "needs" / "kh-1-2026" / "nhiem-vu.md"
    page.write_text(page.read_text("utf-8").replace("Quý III năm 2026", "Quý IV năm 2026", 1), "utf-8")
    commit(root)

    def run(form: str, *more: str) -> int:
        order = ("--lang", "en", "changes", "HEAD~1", "HEAD", "--root", str(root), "--format", form, *more)
        return CliRunner().invoke(main, order).exit_code

    for form, begins in (("pdf", b"%PDF-"), ("word", b"PK")):
        made = [tmp_path / f"{number}.{form}" for number in (1, 2)]
        assert [run(form, "--out", str(path)) for path in made] == [0, 0]
        assert made[0].read_bytes().startswith(begins)
        assert made[0].read_bytes() == made[1].read_bytes()
        assert run(form) == 2
