"""A session says of unsaved text what a check says of the same text on disk."""

import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from conftest import PROJECTS, ROOT
from editor.test_fixes import DAMAGE, FILES
from kehoach import rules
from kehoach.editor import naming, saying
from kehoach.editor.choosing import choices
from kehoach.editor.glance import Surroundings, first_look
from kehoach.editor.pages import Page
from kehoach.editor.session import Session
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.progress import Progress
from rules.test_natural_mistakes import MISTAKES, demo

__all__ = ["demo"]  # the fixture
DAY = date(2026, 9, 15)
TASKS = FILES[0]


def on(root: Path) -> Session:
    """A session on the fifteenth of September."""
    return Session(root, lambda _plan: DAY)


def line_of(session: Session, beginning: str, path: str = TASKS) -> int:
    """The number of the first line that begins so."""
    return next(n for n, line in enumerate(session.page(path).lines, 1) if line.startswith(beginning))


def written(session: Session, old: str, new: str, path: str = TASKS) -> None:
    """Write something else, without saving it."""
    text = session.page(path).text
    assert old in text
    session.put(path, Page(text.replace(old, new, 1)))


# -- findings ------------------------------------------------------------------------------------------


def _new(lines: list[str], chance: random.Random) -> None:
    lines.insert(
        chance.randrange(len(lines)), chance.choice(["\n", ":::\n", "# Mục mới\n", "a\u2028b\x0c\n"])
    )


def _other_id(lines: list[str], chance: random.Random) -> None:
    n = chance.choice([n for n, line in enumerate(lines) if line.startswith(":id: ")])
    lines[n] = chance.choice([lines[n].replace("-2026", "-2027"), lines[n].replace("\n", "-9\n"), ":id: \n"])


EDITS: tuple[Callable[[list[str], random.Random], None], ...] = (*DAMAGE, _new, _other_id)


@pytest.mark.parametrize("edits", [50, pytest.param(1000, marks=pytest.mark.soak)])
def test_what_is_typed_is_what_is_checked(demo: Path, edits: int) -> None:
    """After each of many random edits of several pages the findings are those of a cold check."""
    chance, session = random.Random(20), on(demo)
    former = {name: (demo / name).read_bytes().decode() for name in FILES}
    for _edit in range(edits):
        name = chance.choice(FILES)
        lines = Page((demo / name).read_bytes().decode()).whole_lines[:-1]
        if chance.random() < 0.3 or len(lines) < 100:
            lines = former[name].splitlines(keepends=True)
        else:
            with suppress(IndexError):  # nothing is left of what the edit is about
                chance.choice(EDITS)(lines, chance)
        session.put(name, Page("".join(lines)))
        if chance.random() < 0.2:
            session.close(name)  # as it is on disk, which is a version behind
            assert session.findings == rules.check(reader.read(demo))
        (demo / name).write_bytes("".join(lines).encode())
        if chance.random() < 0.5:
            session.reload()
        else:
            session.put(name, Page("".join(lines)))
        assert session.findings == rules.check(reader.read(demo))


def test_the_first_look_at_a_page_tells_what_the_whole_check_tells(demo: Path) -> None:
    """Of each natural mistake the first look at its page tells the same, but for what the whole shows."""
    session, surroundings = on(demo), Surroundings()
    whole = {code for code, rule in rules.RULES.items() if rule.whole} | {"KH104"}  # an ID renamed elsewhere
    for mistake in MISTAKES:
        former = {file: session.page(file) for file, _old, _new in mistake.edits}
        for file, old, new in mistake.edits:
            written(session, old, new, file)
        for file in former:
            surroundings.update(session.pages)
            look = first_look(surroundings, session.plan, file, None)
            found = [one for one in session.findings if one.path == file]
            assert {one.code for one in {*look} ^ {*found}} <= whole, mistake.name
        for file, page in former.items():
            session.put(file, page)


@pytest.mark.parametrize(("naming", "looked_at"), [(50, 50), (51, 0)])
def test_the_first_look_leaves_out_what_names_an_object_that_all_name(
    demo: Path, naming: int, looked_at: int
) -> None:
    """A page of agencies is looked at with the tasks of those that up to fifty objects name."""
    session, surroundings, page = on(demo), Surroundings(), "needs/agencies.md"
    session.put(page, Page(session.page(page).text + "\n:::{agency} Sở mới\n:id: CQ-MOI\n:::\n"))
    new = (f":::{{task}} Việc\n:id: NV-9-2026-X-{n}\n:owner: CQ-MOI\n:::\n\n" for n in range(naming))
    session.put("needs/kh-9-2026/x.md", Page("".join(new)))
    plan = session.plan
    surroundings.update(session.pages)
    assert sum("-X-" in need_id for need_id in surroundings.of(plan, page).needs) == looked_at


@pytest.mark.parametrize("project", ["demo", "small"])
def test_who_names_an_object_is_looked_up_as_it_would_be_found(project: str, tmp_path: Path) -> None:
    """Also where an ID stands twice, and one object names another twice: the same, in the same order."""
    root = tmp_path / "plan"
    shutil.copytree(PROJECTS / project, root, ignore=shutil.ignore_patterns("second-plan"))
    shutil.copy(ROOT / "ubproject.toml", root)
    session = on(root)
    task = session.plan.of_type("task")[0]
    twice = (
        f"\n:::{{task}} Hai lần\n:id: {task.id}\n:owner: {task.to('owner')[0]}, {task.to('owner')[0]}\n:::\n"
    )
    for path in ("needs/a.md", task.path, "needs/z.md"):
        session.put(path, Page(session.page(path).text + twice))
        plan, seen = session.plan, session.progress.plan
        names = {link for declared in plan.model.types.values() for link in declared.links}
        for need_id in (*plan.needs, "CQ-KHONG-CO"):
            for link in names:
                assert seen.sources(need_id, link) == plan.sources(need_id, link)
        whole = Progress(plan, DAY)
        assert all(session.progress.of(one) == whole.of(one) for one in plan.of_type("task"))


def test_what_the_whole_check_found_moves_with_its_object(plan_copy: Path) -> None:
    """Until the next whole check a finding on the text stands where its clause has moved to."""
    session, surroundings = on(plan_copy), Surroundings()
    task = next(task for task in session.plan.of_type("task") if len(task.to("owner")) == 1)
    other = next(one.id for one in session.plan.of_type("agency") if one.id not in task.to("owner"))
    written(session, f":owner: {task.to('owner')[0]}\n", f":owner: {other}\n", task.path)
    (finding, *_others) = [one for one in session.findings if one.code == "KH307"]
    page = session.page(task.path)
    session.put(task.path, page.changed((2, 0), (2, 0), "\n\n"))
    surroundings.update(session.pages)
    look = first_look(surroundings, session.plan, task.path, session.checked)
    assert [one.line for one in look if one.code == "KH307"] == [finding.line + 2]


def test_what_is_asked_first_after_an_edit_makes_no_difference(demo: Path) -> None:
    """Pages and the project to try changes with are those of the text as it is now, like the plan."""
    session = on(demo)
    written(session, ":id: NV-9-2026-II-1\n", ":id: NV-9-2026-II-88\n")
    assert "NV-9-2026-II-88" in {need.id for need in session.pages[TASKS].needs}
    written(session, ":id: NV-9-2026-II-88\n", ":id: NV-9-2026-II-89\n")
    assert "NV-9-2026-II-89" in session.draft().plan.needs
    assert "NV-9-2026-II-89" in session.plan.needs


def test_what_is_closed_counts_as_on_disk(demo: Path) -> None:
    """A page that was changed and closed without saving is again what it was; an open one stays."""
    session = on(demo)
    written(session, ":owner: CQ-SYT\n", "")
    written(session, ":on: NV", ":on: NW", FILES[1])
    assert [found.code for found in session.findings] == ["KH101", "KH104"]
    session.close(TASKS)
    assert [found.code for found in session.findings] == ["KH104"]


def test_what_others_write_is_read_again(demo: Path) -> None:
    """Days beside deadlines, files of evidence, pages of the site: each as it is on disk now."""
    session = on(demo)
    number = session.plan.needs["NV-9-2026-II-4"].lines["deadline"]
    assert "30/06/2026" in [hint.words for hint in saying.hints(session, TASKS, number, number)]
    text = (demo / TASKS).read_text("utf-8").replace("Ngày 30/6/2026", "Ngày 29/6/2026", 1)
    (demo / TASKS).write_text(text, encoding="utf-8")
    (demo / "docs").mkdir()
    (demo / "docs" / "x.md").write_text(":::{agency} Sở Mới\n:id: CQ-MOI\n:::\n", encoding="utf-8")
    (demo / "needs" / "x.markdown").write_text("", encoding="utf-8")
    session.reload()
    assert "29/06/2026" in [hint.words for hint in saying.hints(session, TASKS, number, number)]
    assert session.findings == rules.check(reader.read(demo))
    assert {"docs/x.md", "needs/x.markdown"} <= {found.path for found in session.findings}


def test_a_page_beside_the_plan_is_no_part_of_it(demo: Path) -> None:
    """An object that somebody writes into a guide is not taken for one of the plan, but told."""
    (demo / "docs").mkdir()
    (demo / "docs" / "x.md").write_text("# Ghi chú\n", encoding="utf-8")
    session = on(demo)
    assert session.findings == []
    session.put("docs/x.md", Page(":::{agency} Sở Mới\n:id: CQ-MOI\n:kind: agency\n:::\n"))
    assert [(found.path, found.line) for found in session.findings] == [("docs/x.md", 1)]
    assert "CQ-MOI" not in session.plan.needs
    session.close("docs/x.md")
    assert session.findings == []


def test_versions_of_a_page_are_not_kept(demo: Path) -> None:
    """Who types a hundred letters leaves one page behind, and the one on disk."""
    session = on(demo)
    text = session.page(TASKS).text
    for number in range(100):
        session.put(TASKS, Page(f"{text}\n{number}\n"))
        assert session.plan
    assert sum(name == TASKS for _model, name, _raw in session.draft()._pages) <= 2


# -- pages ---------------------------------------------------------------------------------------------


def test_parts_of_a_text_are_changed_as_editors_count_lines() -> None:
    """Only CR, LF and both end a line; each change from one place to another gives the text between."""
    chance = random.Random(7)
    pieces = ("a", "đ", "\n", "\r\n", "\r", "\u2028", "\x0c", "\x85", "😀", ":::")
    for _example in range(300):
        text = "".join(chance.choices(pieces, k=chance.randrange(30)))
        page = Page(text)
        assert "".join(page.whole_lines) == text
        assert len(page.lines) == len(re.split("\r\n|\r|\n", text)) == len(page.whole_lines)
        places = sorted(
            (n, chance.randint(0, len(page.line(n))))
            for n in chance.choices(range(1, len(page.lines) + 1), k=2)
        )
        starts = [sum(map(len, page.whole_lines[: n - 1])) + column for n, column in places]
        new = "".join(chance.choices(pieces, k=chance.randrange(4)))
        changed = page.changed(places[0], places[1], new)
        assert changed.text == text[: starts[0]] + new + text[starts[1] :]
        assert changed.whole_lines == Page(changed.text).whole_lines


# -- what can be written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        (":::{task} Công khai thủ tục tại cơ sở khám chữa bệnh", ":::{", "task"),
        (":::{task} Công khai thủ tục tại cơ sở khám chữa bệnh", ":::{ta", "task"),
        (":id: NV-9-2026-II-10", ":", "funding: "),
        (":owner: CQ-SNV, CQ-STP, CQ-STC", ":owner: CQ-SNV, ", "CQ-XA"),
        (":ownership: joint", ":ownership: ", "each"),
        ("10. Công khai thủ tục", "10. ", ""),
    ],
)
def test_what_can_be_written(demo: Path, line: str, words: str, expected: str) -> None:
    """Types behind the brace, missing options, objects of the right type, words of a list; else nothing."""
    session = on(demo)
    found = [one.text for one in choices(session, TASKS, line_of(session, line), len(words)).found]
    assert expected in found if expected else found == []
    assert "deadline: " not in found  # which is there


@pytest.mark.parametrize(
    ("option", "typed", "first"),
    [
        (":owner: CQ-SYT", "so tu phap", "CQ-STP"),
        (":owner: CQ-SYT", "Sở Tư ph", "CQ-STP"),
        (":owner: CQ-SYT", "stp", "CQ-STP"),
        (":owner: CQ-SYT", "CQ-SNV, so y te", "CQ-SYT"),
        (":deadline: ", "quy iii", "Quý III năm 2026"),
        (":deadline: ", "30/6", "Ngày 30/6/2026"),
        (":deadline: ", "thuong", "Thường xuyên"),
        (":ownership: joint", "tung co quan", "each"),
    ],
)
def test_what_is_typed_narrows_the_choice(demo: Path, option: str, typed: str, first: str) -> None:
    """Objects by name, with accents or without, and by abbreviation; deadlines; values by their words."""
    i18n.use("vi")
    session = on(demo)
    number = line_of(session, option)
    key = option.partition(" ")[0]
    written(session, session.page(TASKS).line(number) + "\n", f"{key} {typed}\n")
    found = choices(session, TASKS, number, len(f"{key} {typed}"))
    assert first in [one.text for one in found.found][:3]
    assert session.page(TASKS).line(number)[found.column :] == typed.rpartition(", ")[2]


def test_a_deadline_is_offered_in_the_words_of_the_clause(demo: Path) -> None:
    """What the clause says stands before the forms that can be written."""
    session = on(demo)
    need = session.plan.needs["NV-9-2026-II-10"]
    number = need.lines["deadline"]
    found = choices(session, TASKS, number, len(":deadline: "))
    assert found.found[0].text == need["deadline"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (":::{evidence} Minh chứng\n:id: \n:::\n", r"MC-9-2026-\d+"),
        (":::{deliverable} Báo cáo\n:id: \n:::\n", r"SP-9-2026-II-20-2"),
        (":::{task} Việc mới\n:id: \n:clause: II.99.đ\n:::\n", r"NV-9-2026-II-99-DD"),
        (":::{agency} Sở Công Thương\n:id: \n:::\n", r"CQ-SCT"),
    ],
)
def test_the_next_free_id_is_offered(demo: Path, new: str, expected: str) -> None:
    """By the kind of object: the next number, that of the task above, the clause, the first letters."""
    session = on(demo)
    session.put(TASKS, Page(f"{session.page(TASKS).text}\n{new}"))
    number = len(session.page(TASKS).lines) - new.count("\n") + 1
    (found,) = choices(session, TASKS, number, len(":id: ")).found
    assert re.fullmatch(expected, found.text)
    assert found.text not in session.plan.needs


@pytest.mark.parametrize("text", ["", "\n", ":::{task} A\n", ":::{task} A\n:owner: \n", "\ufeff", "a\u2028b"])
def test_no_place_of_a_page_is_too_far(demo: Path, text: str) -> None:
    """On the last, empty line, behind the end of a line and of a page: an answer, if an empty one."""
    session = on(demo)
    session.put(TASKS, Page(text))
    for line in range(1, len(session.page(TASKS).lines) + 3):
        for column in (0, 3, 99):
            assert choices(session, TASKS, line, column).column <= 99
            saying.about(session, TASKS, line, column)
    for said in (saying.lenses, saying.folds, saying.tokens, saying.links):
        list(said(session, TASKS))
    list(saying.hints(session, TASKS, 0, 10**9))


@pytest.mark.parametrize("new_id", ["NV-1", "CQ-stp", "CQ-SNV"])
def test_an_id_that_cannot_be(demo: Path, new_id: str) -> None:
    """Of another type, in small letters, or taken."""
    session = on(demo)
    with pytest.raises(ValueError, match=new_id):
        naming.check_id(session, session.plan.needs["CQ-STP"], new_id)
    naming.check_id(session, session.plan.needs["CQ-STP"], "CQ-TP")
