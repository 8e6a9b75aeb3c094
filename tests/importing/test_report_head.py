"""What the report says of a letterhead that lacks a part."""

from pathlib import Path

import pytest

from conftest import Run

LEFT = "ỦY BAN NHÂN DÂN\nTỈNH X\nSố: 9/KH-UBND\n"
NATIONAL = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
MOTTO = "Độc lập - Tự do - Hạnh phúc\n"
REST = "X, ngày 20 tháng 01 năm 2026\nKẾ HOẠCH\nLàm việc giả định\n"
BODY = "I. NHIỆM VỤ\n1. Sở A lập sổ giả định trước ngày 30/6/2026.\n"
LACKING = "Not found in the letterhead: {}. The rest of it was read."


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (LEFT + NATIONAL + MOTTO + REST, ""),
        (LEFT + REST, LACKING.format("national title, national motto")),
        (LEFT + NATIONAL + REST, LACKING.format("national motto")),
        (NATIONAL + MOTTO + REST, LACKING.format("issuer, number")),
        ("", "The text has no letterhead"),
    ],
    ids=["whole", "neither title nor motto", "no motto", "no left column", "none"],
)
def test_exactly_what_is_not_there_is_named(
    kehoach: Run, empty: Path, tmp_path: Path, head: str, said: str
) -> None:
    """A part that lacks is named by itself; only where no part is there is there no letterhead."""
    (tmp_path / "a.txt").write_text(head + BODY, encoding="utf-8")
    done = kehoach("--lang", "en", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    told = [line.strip() for line in done.stdout.splitlines() if "letterhead" in line]
    assert (told[0] if told else "")[: len(said)] == said
