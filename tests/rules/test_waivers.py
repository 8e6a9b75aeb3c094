"""What a waiver that is not whole does to the finding it is about."""

import re
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach import rules
from kehoach.plan import reader
from kehoach.rules.registry import RULES

TASK = """\
:::{task} Rà soát văn bản của tỉnh (giả định)
:id: NV-1-2026-II-9
:clause: II.9
:owner: CQ-A
:deliverables: SP-1-2026-II-9-1
:::

:::{deliverable} Danh mục văn bản đã rà soát (giả định)
:id: SP-1-2026-II-9-1
:origin: stated
:::
"""


def found(root: Path, folder: str, *options: str) -> set[str]:
    """The codes of what is found where a task has no deadline, and a waiver with these options is there."""
    waiver = "\n".join([":::{waiver} Thời hạn của mục II.9 (giả định)", f":id: MT-{folder[3:]}-1", *options])
    rest = ":reason: Văn bản không ghi thời hạn.\n:decided_by: Sở A (giả định)\n:date: 2026-01-10\n:::\n"
    for name, text in (("kh-1-2026/viec.md", TASK), (f"{folder}/mien.md", f"{waiver}\n{rest}")):
        path = root / "needs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {finding.code for finding in rules.check(reader.read(root))}


@pytest.mark.parametrize(
    ("folder", "options", "codes"),
    [
        ("kh-1-2026", (":waives: NV-1-2026-II-9", ":rule: KH201"), set()),
        ("kh-3-2026", (":waives: NV-1-2026-II-9", ":rule: KH201"), set()),
        # Without a target it may be about what lies beside it, and about nothing else.
        ("kh-1-2026", (":rule: KH201",), {"KH120"}),
        ("kh-3-2026", (":rule: KH201",), {"KH120", "KH201"}),
        ("kh-1-2026", (":rule: KH202",), {"KH120", "KH201"}),
        # A misspelt target is one mistake; another rule that may be waived is no misspelling of this one.
        ("kh-3-2026", (":waives: NV-1-2026-ll-9", ":rule: KH201"), {"KH104"}),
        ("kh-3-2026", (":waives: NV-1-2026-II-9", ":rule: KH202"), {"KH201"}),
        ("kh-3-2026", (":waives: NV-1-2026-II-9", ":rule: KH013"), {"KH123"}),
    ],
)
def test_a_waiver_silences_only_what_it_is_about(
    small: Path, folder: str, options: tuple[str, ...], codes: set[str]
) -> None:
    """A faulty waiver gives one finding, and hides no other than the one it was meant for."""
    assert found(small, folder, *options) == codes


def test_the_guide_lists_what_may_be_waived() -> None:
    """The guide for coordinators names just the rules that a waiver may skip."""
    guide = (ROOT / "docs" / "coordinators.md").read_text("utf-8")
    (listed,) = re.findall(r"^- Chỉ bỏ qua được các quy tắc về dữ liệu: (.*)\.$", guide, re.MULTILINE)
    assert listed.split(", ") == sorted(code for code, rule in RULES.items() if rule.waivable)
