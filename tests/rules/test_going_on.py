"""A rule goes on behind what another rule has found: one mistake hides no other."""

from pathlib import Path

from rules.test_rules import found

PAGE = "needs/kh-1-2026/them.md"
#: Two documents of who answers for nothing: one for a task whose lead nobody knows, and for two more.
DOCUMENTS = """\
:::{task} Rà soát văn bản của tỉnh
:id: NV-1-2026-II-9
:clause: II.9
:owner: CQ-KHONG-CO
:deadline: Quý III năm 2026
:deliverables: SP-1-2026-II-9-1
:::

:::{deliverable} Danh mục văn bản đã rà soát
:id: SP-1-2026-II-9-1
:origin: stated
:::

:::{evidence} Báo cáo kết quả (giả định)
:id: MC-1-2026-1
:number: 1/BC-SA
:date: 2026-09-29
:confirmed: no
:proves: SP-1-2026-II-9-1, SP-1-2026-II-1-1, SP-1-2026-II-2-1
:of: CQ-X
:::

:::{evidence} Báo cáo kết quả (giả định)
:id: MC-1-2026-2
:number: 2/BC-SA
:date: 2026-09-29
:confirmed: no
:proves: SP-1-2026-II-1-1
:of: CQ-X
:::
"""
#: Three amendments: of nobody, and of two agencies that may not issue them.
AMENDMENTS = """\
:::{basis} Quyết định điều chỉnh Kế hoạch (giả định)
:id: CC-50-QD-UBND
:number: 50/QĐ-UBND
:issued: 2026-08-20
:issuer: Ủy ban nhân dân tỉnh X (giả định)
:::

:::{amendment} Gia hạn (giả định)
:id: DC-1-2026-1
:amends: NV-1-2026-II-1
:deadline: 15/12/2026
:number: 50/QĐ-UBND
:date: 2026-08-20
:basis: CC-50-QD-UBND
:::

:::{amendment} Gia hạn (giả định)
:id: DC-1-2026-2
:amends: NV-1-2026-II-2
:deadline: 15/12/2026
:number: 50/QĐ-UBND
:date: 2026-08-20
:issuer: Sở A (giả định)
:basis: CC-50-QD-UBND
:::

:::{amendment} Gia hạn (giả định)
:id: DC-1-2026-3
:amends: NV-1-2026-II-3
:deadline: 15/12/2026
:number: 50/QĐ-UBND
:date: 2026-08-20
:issuer: Sở B (giả định)
:basis: CC-50-QD-UBND
:::
"""


def test_a_sender_is_held_against_the_next_task(small: Path) -> None:
    """Where the lead of a task is unknown, its document is still held against the other tasks, once."""
    (small / PAGE).write_text(DOCUMENTS, encoding="utf-8")
    lines = DOCUMENTS.split("\n")
    senders = [number for number, line in enumerate(lines, 1) if line == ":of: CQ-X"]
    assert found(small) == [
        (PAGE, lines.index(":owner: CQ-KHONG-CO") + 1, "KH104", "NV-1-2026-II-9"),
        (PAGE, senders[0], "KH219", "MC-1-2026-1"),
        (PAGE, senders[1], "KH219", "MC-1-2026-2"),
    ]


def test_the_next_amendment_is_judged(small: Path) -> None:
    """Behind an amendment that names no issuer, each of the others is judged."""
    (small / PAGE).write_text(AMENDMENTS, encoding="utf-8")
    lines = AMENDMENTS.split("\n")
    assert found(small) == [
        (PAGE, 8, "KH018", "DC-1-2026-1"),
        (PAGE, lines.index(":issuer: Sở A (giả định)") + 1, "KH223", "DC-1-2026-2"),
        (PAGE, lines.index(":issuer: Sở B (giả định)") + 1, "KH223", "DC-1-2026-3"),
    ]
