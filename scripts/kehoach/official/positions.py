"""Positions, as officials name who is in charge; who holds one is no data of a plan."""

import re

#: A word of these stands in every position: "Phó Chủ tịch phụ trách văn xã", "Chánh Văn phòng", "Cục trưởng".
_POST = re.compile(
    r"\b(?:chủ tịch|bí thư|giám đốc|chánh|trưởng|thủ tướng|chủ nhiệm|[uủ][yỷ] viên|chuyên viên|lãnh đạo|"
    r"người đứng đầu|tư lệnh|chỉ huy|chính [uủ][yỷ]|tổng thanh tra|thư ký|thường trực|công chức|viên chức|"
    r"kế toán|đại diện|phó)\b"
)
#: "đồng chí Nguyễn …", "ông A", "Chủ tịch Trần …": a form of address or a family name right behind the post.
_ADDRESSED = re.compile(rf"\b(?:ông|bà|đồng chí|đ/c)\s+(?!{_POST.pattern})")
_FAMILY = "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đào|đoàn|trịnh|đinh|lương"
_NAMED = re.compile(rf"\b(?:chủ tịch|giám đốc|trưởng|bí thư)\s+(?:{_FAMILY})\s+\w")


def is_position(words: str) -> bool:
    """Whether words name a position, and nobody who may hold it."""
    folded = words.casefold()
    return bool(_POST.search(folded)) and not (_ADDRESSED.search(folded) or _NAMED.search(folded))
