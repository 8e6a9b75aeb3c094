"""What one line says in words of its own: what is done, who does it, who helps, by when."""

from pathlib import Path

import pytest

from conftest import Run
from importing.test_importing import HEAD
from kehoach import rules
from kehoach.importing import analysis
from kehoach.plan import reader

#: A clause, and the title, owners, partners, term that a careful reader finds in it.
LINES: dict[str, tuple[str, str, list[str], list[str], str | None]] = {
    "title, who, when": (
        "4. Rà soát văn bản của tỉnh. Sở A chủ trì; Sở B phối hợp. Thời gian: Quý III năm 2026.",
        "Rà soát văn bản của tỉnh",
        ["Sở A"],
        ["Sở B"],
        "Quý III năm 2026",
    ),
    "labels in the line": (
        "2. Lập danh mục giả định. Chủ trì: Sở Xây dựng. Phối hợp: Sở Tài chính; Ủy ban nhân dân các xã. "
        "Thời hạn: 30/6/2026.",
        "Lập danh mục giả định",
        ["Sở Xây dựng"],
        ["Sở Tài chính", "Ủy ban nhân dân các xã"],
        "30/6/2026",
    ),
    "in brackets": (
        "a) Họp tổng kết giả định (Sở Nội vụ chủ trì, Văn phòng tỉnh phối hợp; thời gian: Tháng 12/2026).",
        "Họp tổng kết giả định",
        ["Sở Nội vụ"],
        ["Văn phòng tỉnh"],
        "Tháng 12/2026",
    ),
    "a sentence that only says when": (
        "- Khảo sát cầu, cống giả định. Sở Xây dựng chủ trì, phối hợp với UBND các xã, phường. "
        "Hoàn thành trước ngày 15/5/2026.",
        "Khảo sát cầu, cống giả định",
        ["Sở Xây dựng"],
        ["UBND các xã, phường"],
        "trước ngày 15/5/2026",
    ),
    "in a line below": (
        "7. Lập sổ theo dõi giả định.\nSở Y tế chủ trì; Công an tỉnh phối hợp. Thời gian: Quý IV năm 2026.",
        "Lập sổ theo dõi giả định",
        ["Sở Y tế"],
        ["Công an tỉnh"],
        "Quý IV năm 2026",
    ),
    "given to be done": (
        "9. In sổ tay giả định. Giao Báo và Phát thanh, Truyền hình tỉnh thực hiện. Thời gian: tháng 7/2026.",
        "In sổ tay giả định",
        ["Báo và Phát thanh, Truyền hình tỉnh"],
        [],
        "tháng 7/2026",
    ),
    "a sentence with its own agency": (
        "8. Sở Nội vụ rà soát hồ sơ giả định. Thời gian: Quý II/2026.",
        "Sở Nội vụ rà soát hồ sơ giả định. Thời gian: Quý II/2026",
        ["Sở Nội vụ"],
        [],
        "Quý II/2026",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_says_what_who_and_when(name: str) -> None:
    """The title ends where the line begins to say who; supporter and term are taken with it."""
    words, title, owners, partners, term = LINES[name]
    (found,) = analysis.read(f"{HEAD}I. NHIỆM VỤ\n{words}\n").all
    assert (found.title, list(found.owners), list(found.partners), found.deadline) == (
        title,
        owners,
        partners,
        term,
    )


@pytest.mark.parametrize("name", LINES)
def test_such_a_line_is_drafted_word_for_word(name: str, kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """The draft holds the whole line, and no rule finds other agencies or another term in it."""
    (tmp_path / "a.txt").write_text(f"{HEAD}I. NHIỆM VỤ\n{LINES[name][0]}\n", encoding="utf-8")
    done = kehoach("import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    assert done.returncode == 0, done.stderr
    codes = {finding.code for finding in rules.check(reader.read(empty))}
    assert codes <= {"KH106", "KH206"}


@pytest.mark.parametrize(
    "words",
    [
        "1. Sở A chủ trì, phối hợp với Sở B:\n- Lập sổ giả định.\n- Khóa sổ giả định.",
        "1. Giao Sở A chủ trì, phối hợp với Sở B\n- Lập sổ giả định.\n- Khóa sổ giả định.",
    ],
    ids=["colon", "heading"],
)
def test_a_line_that_leads_others_is_no_task(words: str) -> None:
    """Who leads in a line of its own leads what stands below it."""
    found = analysis.read(f"{HEAD}I. NHIỆM VỤ\n{words}\n").all
    assert [(duty.title, duty.owners) for duty in found] == [
        ("Lập sổ giả định", ("Sở A",)),
        ("Khóa sổ giả định", ("Sở A",)),
    ]
