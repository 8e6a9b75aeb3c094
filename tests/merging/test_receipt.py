"""What came of a merge as a receipt and as data: what was taken, what was not, and why."""

import json
import shutil
from pathlib import Path

from markdown_it import MarkdownIt

from merging.test_merge import ASSIGNMENT, EVIDENCE, TRACKING, add, edited, everything, merge, project, put
from workbooks import make

__all__ = ["project"]  # a fixture
NUMBER = "Số, ký hiệu"


def test_the_receipt_says_what_was_taken_and_what_not(project: Path) -> None:
    """Each cell by its place, its object, the words before and after; the refused one with its reason."""
    taken, refused = put(EVIDENCE, "MC-9-2026-14", NUMBER, "114/BC-SNV"), add(EVIDENCE, Tài_liệu="Báo cáo")
    path = edited(project, taken, refused)
    receipt = project / "build" / "bien-nhan" / "so.md"
    done = merge(project, path, "--partial", "--receipt", str(receipt))
    assert done.exit_code == 1
    said = receipt.read_text("utf-8")
    title = "Triển khai thi hành Luật Ví dụ trên địa bàn tỉnh X (dữ liệu giả định)"
    assert said.startswith(f"# Receipt for the workbook of {title}, of 15/07/2026\n\n## Taken (1)\n")
    line = "Văn bản phổ biến quy chế mẫu (MC-9-2026-14): Số, ký hiệu: 114/BC (giả định) → 114/BC-SNV"
    assert f"- **Minh chứng\\!E18** {line}\n" in said
    assert "\n## Not taken: please correct it and send it again (2)\n\n- **Minh chứng\\!" in said
    assert "114/BC-SNV" in (project / TRACKING).read_text("utf-8")


def test_a_receipt_of_nothing_written_says_so(project: Path) -> None:
    """What is only looked at is no receipt, and the files stay as they are."""
    before = everything(project)
    receipt = project / "xem-truoc.md"
    put_number = put(EVIDENCE, "MC-9-2026-14", NUMBER, "1/BC")
    assert merge(project, edited(project, put_number), "--dry-run", "--receipt", str(receipt)).exit_code == 0
    said = receipt.read_text("utf-8")
    assert "Receipt" not in said
    assert "\nNothing is written yet.\n\n## Can be taken (1)\n" in said
    assert everything(project) == before


def test_data_for_programs(project: Path) -> None:
    """JSON and nothing else on the stream: cells, new objects, the diff; values as the files hold them."""
    shown = merge(project, make.MADE, "--dry-run", "--format", "json")
    data = json.loads(shown.stdout)
    assert (shown.exit_code, data["written"], data["refused"]) == (0, False, [])
    assert data["changes"][0] == {
        "place": f"{ASSIGNMENT}!L5",
        "id": "NV-9-2026-II-1",
        "option": "in_charge",
        "label": "Lãnh đạo phụ trách",
        "before": "",
        "after": "Giám đốc sở",
    }
    (new,) = data["added"]
    assert (new["type"], new["values"]["proves"]) == ("evidence", "SP-9-2026-II-4-1")
    assert data["diff"] == merge(project, make.MADE, "--dry-run").stdout
    assert data["receipt"].startswith("# Workbook of ")
    taken = json.loads(merge(project, make.MADE, "--format", "json").stdout)
    assert taken["written"]
    assert "## Taken (12)\n" in taken["receipt"]


def test_as_data_the_same_is_written_as_without(project: Path, tmp_path: Path) -> None:
    """What a program takes, by the options of the extension for VS Code, is what `kehoach merge` takes."""
    other = tmp_path / "other"
    shutil.copytree(project, other)
    options = ("--partial", "--format", "json", "--receipt", str(tmp_path / "r.md"))
    assert merge(project, make.MADE, *options).exit_code == merge(other, make.MADE).exit_code == 0
    assert [*everything(project).values()] == [*everything(other).values()]
    assert (project / TRACKING).read_bytes() == (other / TRACKING).read_bytes()


def test_a_workbook_that_changes_nothing_says_so(project: Path) -> None:
    """Sent back as it was, its receipt is one sentence."""
    told = json.loads(merge(project, edited(project), "--format", "json").stdout)
    assert told["changes"] == told["added"] == told["refused"] == []
    assert told["receipt"].endswith("\n\nNothing is changed.\n")


def test_what_is_refused_is_named(project: Path) -> None:
    """Who filled it in reads the name of the object beside its ID, also where nothing is taken."""
    path = edited(project, put(EVIDENCE, "MC-9-2026-14", "Ngày văn bản", "31/6/2026"))
    done = merge(project, path, "--format", "json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["written"], len(told["refused"])) == (False, 1)
    assert "Văn bản phổ biến quy chế mẫu (MC-9-2026-14): Ngày văn bản: " in told["receipt"]


def test_what_a_cell_says_is_no_markup(project: Path) -> None:
    """Neither link nor image nor HTML of a workbook that came by mail is any in the receipt."""
    hostile = "![x](http://a.example/x.png) <img src=x> [a](javascript:b) `c` **d**"
    path = edited(project, put(EVIDENCE, "MC-9-2026-14", NUMBER, hostile))
    said = json.loads(merge(project, path, "--dry-run", "--format", "json").stdout)["receipt"]
    assert "a.example" in said
    html = MarkdownIt("commonmark").render(said)
    assert [tag for tag in ("<img", "<a ", "<code") if tag in html] == []


def test_a_receipt_that_cannot_be_written_is_said(project: Path) -> None:
    """The edits are written by then; the command ends with code 2 and a sentence about the receipt."""
    put_number = put(EVIDENCE, "MC-9-2026-14", NUMBER, "1/BC")
    place = project / "ubproject.toml" / "r.md"
    done = merge(project, edited(project, put_number), "--receipt", str(place))
    assert done.exit_code == 2
    assert "Cannot write" in done.stderr
