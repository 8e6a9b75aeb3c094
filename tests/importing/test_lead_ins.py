"""What a paragraph with a colon gives to somebody: drafted so, and known to the rules as theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from importing.test_importing import HEAD
from kehoach import rules
from kehoach.plan import Plan, reader

LED = """\
II. NHIỆM VỤ
1. Về nhà trọ giả định
Giao Sở A chủ trì, phối hợp với Sở B và Ủy ban nhân dân các xã:
a) Lập danh sách nhà trọ giả định trước ngày 30/4/2026.
b) Đưa nội dung giả định vào buổi sinh hoạt đầu tuần.
Giao Sở C chủ trì, phối hợp với Sở D:
c) Cắm biển giả định, xong trong tháng 6/2026.
2. Việc khác giả định
a) Sở B soạn tài liệu giả định trước ngày 15/5/2026.
"""
IN_NUMBERS = """\
III. TỔ CHỨC THỰC HIỆN
Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh chủ trì, phối hợp với Sở A:
1. Vận động từng hộ giả định:
- Ký cam kết giả định trước ngày 20/8/2026.
2. Biểu dương hộ giả định tiêu biểu.
"""
IN_TITLE = """\
I. NHIỆM VỤ
Làm tốt việc giả định.

Nơi nhận:
- Như trên.

PHỤ LỤC I
NHIỆM VỤ CỦA CÁC SỞ, BAN, NGÀNH
GIAI ĐOẠN 1
I. NHIỆM VỤ CHUNG
1. Lập sổ giả định trong Quý IV/2026.
"""


@pytest.fixture
def imported(kehoach: Run, empty: Path, tmp_path: Path) -> Callable[[str], Path]:
    """The root of a project into which a text was imported."""

    def run(text: str) -> Path:
        (tmp_path / "a.txt").write_text(HEAD + text, encoding="utf-8")
        done = kehoach("import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
        assert done.returncode == 0, done.stderr
        return empty

    return run


def _owners(plan: Plan) -> list[tuple[str, ...]]:
    return [task.to("owner") for task in plan.of_type("task")]


@pytest.mark.parametrize("text", [LED, IN_NUMBERS, IN_TITLE], ids=["letters", "numbers", "title"])
def test_owners_of_a_lead_in_are_named(imported: Callable[[str], Path], text: str) -> None:
    """Whom the paragraph above gives a clause to is named there: nobody is told to delete a right owner."""
    plan = reader.read(imported(text))
    assert all(_owners(plan))
    assert [finding for finding in rules.check(plan) if finding.code in ("KH303", "KH304", "KH307")] == []


def test_a_lead_in_ends_with_the_next(imported: Callable[[str], Path]) -> None:
    """A lead-in holds neither behind the next one nor under the next heading."""
    root = imported(LED)
    assert _owners(reader.read(root)) == [("CQ-SA",), ("CQ-SA",), ("CQ-SC",), ("CQ-SB",)]
    for path in root.glob("needs/kh-9-2026/*.md"):
        words = path.read_text(encoding="utf-8")
        path.write_text(words.replace(":owner: CQ-SC", ":owner: CQ-SA"), encoding="utf-8")
    found = [finding for finding in rules.check(reader.read(root)) if finding.code == "KH307"]
    assert [(finding.id, finding.field) for finding in found] == [("NV-9-2026-II-1-C", "owner")]
    for path in root.glob("needs/kh-9-2026/*.md"):
        words = path.read_text(encoding="utf-8")
        path.write_text(words.replace(":owner: CQ-SB\n", ":owner: CQ-SD\n"), encoding="utf-8")
    found = [finding for finding in rules.check(reader.read(root)) if finding.code == "KH307"]
    assert [finding.id for finding in found][-1] == "NV-9-2026-II-2-A"
