"""A session says of unsaved text what a check says of the same text on disk."""

import random
from datetime import date
from pathlib import Path

import pytest

from editor.test_fixes import DAMAGE, FILES
from kehoach import rules
from kehoach.editor.session import Session
from kehoach.plan import reader
from rules.test_natural_mistakes import demo

__all__ = ["demo"]  # the fixture
DAY = date(2026, 9, 15)


def test_what_is_typed_is_what_is_checked(demo: Path) -> None:
    """After each of fifty random edits of several pages the findings are those of a cold check."""
    chance, session = random.Random(20), Session(demo, lambda _plan: DAY)
    former = {name: (demo / name).read_bytes() for name in FILES}
    for _edit in range(50):
        name = chance.choice(FILES)
        lines = (demo / name).read_bytes().decode().splitlines(keepends=True)
        if chance.random() < 0.3:
            lines = former[name].decode().splitlines(keepends=True)
        else:
            chance.choice(DAMAGE)(lines, chance)
        session.put(name, "".join(lines))
        (demo / name).write_bytes("".join(lines).encode())
        assert session.findings == rules.check(reader.read(demo))


def test_what_is_closed_counts_as_on_disk(demo: Path) -> None:
    """A page that was changed and closed without saving is again what it was; an open one stays."""
    session = Session(demo, lambda _plan: DAY)
    text = (demo / FILES[0]).read_text("utf-8")
    session.put(FILES[0], text.replace(":owner: CQ-SYT\n", ""))
    assert [found.code for found in session.findings] == ["KH101"]
    session.reload({FILES[1]: (demo / FILES[1]).read_text("utf-8").replace(":on: NV", ":on: NW", 1)})
    assert [found.code for found in session.findings] == ["KH104"]


def test_what_is_read_again_is_shown_anew(demo: Path) -> None:
    """Days beside deadlines are those of the text on disk once no page is open."""
    session = Session(demo, lambda _plan: DAY)
    number = session.plan.needs["NV-9-2026-II-4"].lines["deadline"]
    assert "30/06/2026" in [hint.words for hint in session.hints(FILES[0], number, number)]
    text = (
        (demo / FILES[0])
        .read_text("utf-8")
        .replace(":deadline: Ngày 30/6/2026", ":deadline: Ngày 29/6/2026", 1)
    )
    (demo / FILES[0]).write_text(text, encoding="utf-8")
    session.reload({})
    assert "29/06/2026" in [hint.words for hint in session.hints(FILES[0], number, number)]


def test_a_page_beside_the_plan_is_no_part_of_it(demo: Path) -> None:
    """An object that somebody writes into a guide is not taken for one of the plan."""
    session = Session(demo, lambda _plan: DAY)
    before = session.findings
    session.put("docs/x.md", ":::{agency} Sở Mới\n:id: CQ-MOI\n:kind: agency\n:::\n")
    assert session.findings == before
    assert "CQ-MOI" not in session.plan.needs


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        (":::{task} Công khai thủ tục tại cơ sở khám chữa bệnh", ":::{", "task"),
        (":id: NV-9-2026-II-10", ":", "funding: "),
        (":owner: CQ-SNV, CQ-STP, CQ-STC", ":owner: CQ-SNV, ", "CQ-XA"),
        (":ownership: joint", ":ownership: ", "each"),
        ("10. Công khai thủ tục", "10. ", ""),
    ],
)
def test_what_can_be_written(demo: Path, line: str, words: str, expected: str) -> None:
    """Types behind the brace, missing options, objects of the right type, words of a list; else nothing."""
    session = Session(demo, lambda _plan: DAY)
    lines = session.text(FILES[0]).splitlines()
    number = next(n for n, one in enumerate(lines, 1) if one.startswith(line))
    found = [choice.text for choice in session.choices(FILES[0], number, len(words))]
    assert expected in found if expected else found == []
    assert "deadline: " not in found  # which is there


@pytest.mark.parametrize("new_id", ["NV-1", "CQ-stp", "CQ-SNV"])
def test_an_id_that_cannot_be(demo: Path, new_id: str) -> None:
    """Of another type, in small letters, or taken."""
    session = Session(demo, lambda _plan: DAY)
    with pytest.raises(ValueError, match=new_id):
        session.check_id(session.plan.needs["CQ-STP"], new_id)
    session.check_id(session.plan.needs["CQ-STP"], "CQ-TP")
