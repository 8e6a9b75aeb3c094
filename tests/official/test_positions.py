"""Positions, and what is no position."""

import pytest

from kehoach.official.positions import is_position


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Phó Chủ tịch phụ trách văn xã", True),
        ("Chủ tịch UBND tỉnh", True),
        ("Giám đốc Sở Nội vụ", True),
        ("Chủ tịch UBND phường Lê Lợi", True),
        ("Chánh Văn phòng, Cục trưởng Cục Thuế", True),
        ("Đồng chí Phó Chủ tịch", True),
        ("Nguyễn Văn A", False),
        ("Phó Chủ tịch, ông Trần Văn B", False),
        ("Phó Chủ tịch Nguyễn Văn A", False),
        ("Giám đốc sở, đ/c Lê Thị C", False),
        ("Sở Nội vụ", False),
    ],
)
def test_what_is_a_position(words: str, expected: bool) -> None:
    """A post without the name of who holds it; places that are named after persons are none."""
    assert is_position(words) is expected
