"""What is proposed to implement what: small tables of tasks, with what comes of them."""

from pathlib import Path

import pytest

from kehoach.upstream import proposals
from upstream import country

#: What, by when, and what of it.
Task = tuple[str, str, str]
REVIEW: Task = ("Rà soát văn bản về Luật Ví dụ", "30/6/2026", "Báo cáo rà soát")
TRAINING: Task = ("Tập huấn nghiệp vụ cho công chức", "30/9/2026", "Lớp tập huấn")
#: In some of the same words, and a month later.
COUNTER: Task = ("Tập huấn một cửa tại trụ sở cho công chức", "31/10/2026", "Lớp tập huấn")

#: Of another matter each, for as long, in words that are otherwise those of all.
OTHERS: list[Task] = [
    (f"{what} theo Luật Ví dụ trên địa bàn tỉnh trong năm 2026, bảo đảm thiết thực, hiệu quả", "", "")
    for what in ("Tập huấn nghiệp vụ", "Niêm yết thủ tục", "Bố trí kinh phí", "Rà soát văn bản", "Thông tin")
]


def like(task: Task, due: str = "", product: str = "") -> Task:
    """A task of the same words, with another day or product."""
    return task[0], due or task[1], product or task[2]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([REVIEW], [TRAINING, REVIEW], ["1=2 first"]),
        ([REVIEW], [TRAINING], []),
        ([REVIEW], [like(REVIEW, product="Lớp tập huấn"), REVIEW], ["1=2 first"]),
        ([REVIEW], [like(REVIEW, due="29/6/2026"), REVIEW], ["1=2 first"]),
        ([REVIEW], [REVIEW, like(REVIEW, due="1/7/2026")], ["1=1"]),
        ([REVIEW, REVIEW], [REVIEW], ["1=1", "2=1"]),
        ([REVIEW, like(REVIEW, due="1/7/2026")], [REVIEW], ["1=1 first", "2=1"]),
        ([REVIEW, TRAINING], [REVIEW, TRAINING], ["1=1 first", "2=2 first"]),
        ([COUNTER, REVIEW], [TRAINING, REVIEW], ["2=2 first", "1=1"]),
        (OTHERS[:1], OTHERS[1:], []),
        (OTHERS[:1], OTHERS, ["1=1 first"]),
    ],
    ids=[
        "words",
        "nothing alike",
        "its product",
        "not due later",
        "two above",
        "two of ours",
        "the surer of ours",
        "each its own",
        "the surest first",
        "the words of all",
        "its own words",
    ],
)
def test_proposals_are_in_the_order_of_how_sure_they_are(
    tmp_path: Path, ours: list[Task], theirs: list[Task], expected: list[str]
) -> None:
    """Words first, the rarer the more, then product and day; a rival in row or column makes less sure."""
    rows = [
        [country.Row(words, "CQ-A", due, product) for words, due, product in some] for some in (ours, theirs)
    ]
    plan = country.held_against(tmp_path, *rows)
    found = proposals.proposals(plan, plan.uppers.values())
    said = [f"{one.task.id[-1]}={one.named[-1]}{' first' if one.first else ''}" for one in found]
    assert said == expected
