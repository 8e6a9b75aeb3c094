"""The official text taken apart: letterhead, body, end; every line in exactly one part."""

from dataclasses import fields

import pytest

from conftest import ROOT
from kehoach.official import letterhead

LAW_SITE = """\
Kế hoạch 1/KH-UBND năm 2026
Số hiệu 1/KH-UBND

ỦY BAN NHÂN DÂN
TỈNH X
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: 1/KH-UBND

X, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
TRIỂN KHAI THI HÀNH LUẬT VÍ DỤ
TRÊN ĐỊA BÀN TỈNH
I. MỤC ĐÍCH
- Triển khai kịp thời./.
Nơi nhận:
- Bộ Nội vụ;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn A
"""
GAZETTE = """\
CÔNG BÁO/Số 302/Ngày 02-06-2026
70
THỦ TƯỚNG CHÍNH PHỦ
__________
Số: 21/CT-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
______________
Hà Nội, ngày 20 tháng 5 năm 2026
CHỈ THỊ
Về việc sắp xếp thôn, tổ dân phố
đối với người hoạt động không chuyên trách
Thực hiện chủ trương của Đảng, Thủ tướng Chính phủ yêu cầu:
1. Bộ Nội vụ hướng dẫn.
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Nguyễn Văn B
"""

PARTS = [
    (LAW_SITE, "metadata", ["Kế hoạch 1/KH-UBND năm 2026", "Số hiệu 1/KH-UBND"]),
    (LAW_SITE, "issuer", ["ỦY BAN NHÂN DÂN", "TỈNH X"]),
    (LAW_SITE, "number", ["Số: 1/KH-UBND"]),
    (LAW_SITE, "place_and_day", ["X, ngày 05 tháng 01 năm 2026"]),
    (LAW_SITE, "doc_type", ["KẾ HOẠCH"]),
    (LAW_SITE, "subject", ["TRIỂN KHAI THI HÀNH LUẬT VÍ DỤ", "TRÊN ĐỊA BÀN TỈNH"]),
    (LAW_SITE, "body", ["I. MỤC ĐÍCH", "- Triển khai kịp thời./."]),
    (LAW_SITE, "recipients", ["Nơi nhận:", "- Bộ Nội vụ;", "- Lưu: VT."]),
    (LAW_SITE, "signature", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A"]),
    (GAZETTE, "metadata", ["CÔNG BÁO/Số 302/Ngày 02-06-2026", "70"]),
    (GAZETTE, "issuer", ["THỦ TƯỚNG CHÍNH PHỦ"]),
    (GAZETTE, "number", ["Số: 21/CT-TTg"]),
    (GAZETTE, "rulings", ["__________", "______________"]),
    (
        GAZETTE,
        "subject",
        ["Về việc sắp xếp thôn, tổ dân phố", "đối với người hoạt động không chuyên trách"],
    ),
    (GAZETTE, "signature", ["KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "Nguyễn Văn B"]),
    ("1. Một việc.\n[...]", "cut", ["[...]"]),
    ("1. Một việc.\n[...]", "body", ["1. Một việc."]),
    ("Chỉ có chữ.", "body", ["Chỉ có chữ."]),
    ("", "body", []),
]


@pytest.mark.parametrize(
    ("text", "part", "lines"), PARTS, ids=[f"{n}-{row[1]}" for n, row in enumerate(PARTS)]
)
def test_a_part(text: str, part: str, lines: list[str]) -> None:
    """Each line is in the part that it is of."""
    assert [line.text for line in getattr(letterhead.read(text), part)] == lines


@pytest.mark.parametrize(
    "text", [LAW_SITE, GAZETTE, (ROOT / "needs/kh-172-2023/source.txt").read_text("utf-8")]
)
def test_every_line_is_in_one_part(text: str) -> None:
    """No line with words is lost, and none is in two parts."""
    read = letterhead.read(text)
    numbers = sorted(line.number for field in fields(read) for line in getattr(read, field.name))
    assert numbers == [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def test_the_real_plan_ends_where_its_source_is_cut() -> None:
    """The seed has a cut and neither signature nor recipients."""
    read = letterhead.read((ROOT / "needs/kh-172-2023/source.txt").read_text("utf-8"))
    assert [line.text for line in read.cut] == ["[...]"]
    assert (read.recipients, read.signature) == ((), ())
