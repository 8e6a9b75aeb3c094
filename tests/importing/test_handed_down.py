"""Terms in headings and lead-ins hold for what stands below them, and for nothing else."""

from pathlib import Path

import pytest

from conftest import Run
from importing.test_importing import HEAD
from kehoach import rules
from kehoach.importing import analysis
from kehoach.importing.terms import heading_term
from kehoach.plan import reader

_BELOW = "Trong quý III/2026"

TEXTS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "a numbered heading over bullets": (
        "1. Trong quý III/2026:\n- Sở A lập sổ giả định.\n- Sở B báo cáo, xong trước ngày 10/8/2026.\n"
        "2. Việc khác\n- Sở C rà soát hồ sơ giả định.\n",
        [("Sở A", _BELOW), ("Sở B", "trước ngày 10/8/2026"), ("Sở C", None)],
    ),
    "paragraphs without a number": (
        "Trong tháng 3/2026:\n- Sở A lập sổ giả định.\n- Sở B kiểm tra.\n"
        "Trong tháng 4/2026:\n- Sở C rà soát hồ sơ.\n",
        [("Sở A", "Trong tháng 3/2026"), ("Sở B", "Trong tháng 3/2026"), ("Sở C", "Trong tháng 4/2026")],
    ),
    "a lead-in that says who, too": (
        "1. Sở A, trước ngày 15/5/2026:\n- Rà soát hồ sơ giả định.\n2. Giao Sở B thực hiện các việc sau "
        "trước ngày 16/5/2026:\na) Lập danh sách giả định.\n",
        [("Sở A", "trước ngày 15/5/2026"), ("Sở B", "trước ngày 16/5/2026")],
    ),
    "a heading in capitals over agencies": (
        "1. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026\n1.1. Sở A\n- Kiểm tra sổ giả định.\n",
        [("Sở A", "QUÝ II/2026")],
    ),
    "what is due by then": (
        "1. Các nhiệm vụ hoàn thành trong tháng 4/2026\n- Giao Sở A lập sổ giả định.\n",
        [("Sở A", "trong tháng 4/2026")],
    ),
    "labels below it": (
        "1. Đến hết ngày 30/6/2026\n1.1. Lập sổ giả định.\n- Cơ quan chủ trì: Sở A.\n",
        [("Sở A", "Đến hết ngày 30/6/2026")],
    ),
    "groups of rows": (
        "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n| I | Quý I/2026 | | |\n| 1 | Lập sổ | Sở A | |\n"
        "| 2 | Sửa sổ | Sở A | 01/3/2026 |\n| II | Tháng 5/2026 | | |\n| 1 | Đo kênh | Sở B | |\n"
        "| III | Việc khác | | |\n| 1 | Đo đê | Sở B | |\n",
        [("Sở A", "Quý I/2026"), ("Sở A", "01/3/2026"), ("Sở B", "Tháng 5/2026"), ("Sở B", None)],
    ),
    "a table below it": (
        "1. Trong quý III/2026:\n| TT | Nhiệm vụ | Cơ quan chủ trì |\n| 1 | Lập sổ | Sở A |\n",
        [("Sở A", _BELOW)],
    ),
    "before a colon in the sentence": (
        "1. Tuần 1 tháng 3/2026: Sở A rà soát hồ sơ giả định.\n", [("Sở A", "Tuần 1 tháng 3/2026")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_what_stands_below_has_the_term(name: str, kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """A duty without a term has that of its heading, in whose words it stands: no finding says otherwise."""
    text, right = TEXTS[name]
    text = f"{HEAD}\nII. NHIỆM VỤ\n{text}"
    assert [(*one.owners, one.deadline) for one in analysis.read(text).all] == right
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = kehoach("import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    assert done.returncode == 0, done.stderr
    found = [one for one in rules.check(reader.read(empty)) if one.code.startswith("KH30")]
    assert found == []


@pytest.mark.parametrize(
    "heading",
    [
        "NHIỆM VỤ TRỌNG TÂM NĂM 2026",
        "Trước khi lập kế hoạch năm 2026:",
        "Trong quá trình thực hiện:",
        "Tổ chức Tết Nguyên đán năm 2026",
        "Sở A lập sổ trước ngày 15/5/2026.",
        "2026",
    ],
)
def test_what_sets_no_term(heading: str) -> None:
    """The year that work is of, a sentence, an occasion: nothing below them is due by these."""
    assert heading_term(heading) is None
