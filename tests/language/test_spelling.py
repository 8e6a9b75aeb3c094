"""What a misspelt ID was meant to be, and where nobody can tell."""

import pytest

from kehoach.language.spelling import closest_id

KNOWN = (
    "CQ-SNV",
    "CQ-SYT",
    "CQ-STC",
    "CQ-SGDDT",
    "CQ-XA-1",
    "NV-9-2026-II-1",
    "NV-9-2026-II-10",
    "SP-9-2026-II-1-1",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("CQ-SNVU", "CQ-SNV"),
        ("cq-snv", "CQ-SNV"),
        ("CQ-SGDĐT", "CQ-SGDDT"),
        ("CQ-SGĐT", "CQ-SGDDT"),
        ("NV-9-2026-II-1-đ", ""),
        ("CQ-SCT", ""),
        ("CQ-STP", ""),
        ("CQ-XA-2", ""),
        ("NV-9-2026-II-2", ""),
        ("NV-9-2026-III-1", ""),
        ("NV-9-2025-II-1", ""),
        ("NV-9-2026-II-1-A", ""),
        ("NV-9-2026-II-l", "NV-9-2026-II-1"),
        ("NV-9-2026-II-1O", "NV-9-2026-II-10"),
        ("NV-9-2026-ll-1", "NV-9-2026-II-1"),
        ("SP-9-2026-II-1-2", ""),
    ],
)
def test_only_a_misspelling_is_suggested(word: str, meant: str) -> None:
    """Another number or clause is another object; a letter for a digit, one too many or too few is a slip."""
    assert closest_id(word, KNOWN) == meant
