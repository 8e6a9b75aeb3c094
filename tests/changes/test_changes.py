"""What a change report says: small edits and their reports, in both directions; what backs an obligation."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from conftest import LINEAR, PROJECTS, ROOT, Run, growth
from kehoach import changes, deadline
from kehoach.changes import formats, grounds, wording
from kehoach.changes.effects import Effects, binds
from kehoach.changes.kinds import Standing
from kehoach.changes.meaning import meaning
from kehoach.changes.report import report
from kehoach.changes.weakening import weakened
from kehoach.plan import Plan, reader
from kehoach.progress.states import State
from progress import test_states
from repositories import commit, repository_of

DAY = date(2026, 7, 1)
TABLE = ROOT / "tests" / "tables" / "changes.txt"


@dataclass(frozen=True)
class Case:
    """Edits of a project's files, and what is reported of them forwards and backwards."""

    name: str
    project: str
    #: File, the words to replace (empty: at its end), and what stands there instead.
    edits: tuple[tuple[str, str, str], ...]
    forwards: str
    backwards: str

    def __str__(self) -> str:
        """The name of the test."""
        return self.name


def cases() -> Iterator[Case]:
    """The table: "#" a name, a file's name, "<" lines that "> " lines replace, "=>" and "<=" the reports."""
    for block in re.split(r"^# ", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, forwards, backwards = re.split(r"^(?:=>|<=)\n", block, flags=re.MULTILINE)
        name, _end, text = head.partition("\n")
        project = text.partition("/")[0]
        yield Case(name, project, tuple(_edits(text)), forwards.rstrip(), backwards.rstrip())


def _edits(text: str) -> Iterator[tuple[str, str, str]]:
    pattern = r"^(?P<file>[^<>\n].*)\n|(?P<old>(?:^<.*\n)*)(?P<new>(?:^>.*\n)*)"
    file = ""
    for found in re.finditer(pattern, text, re.MULTILINE):
        if found["file"]:
            file = found["file"].partition("/")[2]
        elif found[0]:
            yield file, _lines(found["old"]), _lines(found["new"])


def _lines(marked: str) -> str:
    return "".join(f"{line[2:]}\n" for line in marked.splitlines())


CASES = list(cases())


@dataclass(frozen=True)
class Files:
    """The files of a project in memory: a ``Tree``."""

    contents: dict[str, bytes]

    def pages(self) -> list[str]:
        """The pages, as from a folder."""
        return sorted((n for n in self.contents if n.endswith(".md")), key=lambda name: name.split("/"))

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return self.contents[name]

    def named(self, name: str) -> bytes | None:
        """The content of a file that a plan names."""
        return self.contents.get(name)

    def elsewhere(self, _names: Iterable[str]) -> frozenset[str]:
        """No file is kept elsewhere."""
        return frozenset()

    def without_pages(self) -> "Files":
        """The files beside them."""
        return Files({name: raw for name, raw in self.contents.items() if not name.endswith(".md")})

    def edited(self, edits: Iterable[tuple[str, str, str]]) -> "Files":
        """The files after edits."""
        contents = dict(self.contents)
        for name, old, new in edits:
            text = contents.get(name, b"").decode()
            # What is replaced may go on in the same line.
            wanted = old if old in text else old.removesuffix("\n")
            assert wanted in text, f"{name} does not hold: {old}"
            put = new if wanted == old else new.removesuffix("\n")
            contents[name] = (text.replace(wanted, put, 1) if old else text + new).encode()
        return Files(contents)


@cache
def original(project: str) -> Files:
    """A project as it is."""
    root = PROJECTS / project
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    return Files({**found, "ubproject.toml": (ROOT / "ubproject.toml").read_bytes()})


PAGES: reader.Pages = {}


def plans(case: Case) -> tuple[Plan, Plan]:
    """The project of a case before and after its edits."""
    files = original(case.project)
    return reader.read_tree(files, PAGES), reader.read_tree(files.edited(case.edits), PAGES)


TITLES = "Who owes what otherwise|Evidence that was already there|Tasks|Other objects"


def said(before: Plan, after: Plan) -> str:
    """The body of the report as text: alarm, objects, no counts and no agencies."""
    lines = formats.as_text(report(changes.compare(before, after, DAY), "A", "B")).splitlines()
    text = "\n".join(lines[3:]).partition("\nAgencies concerned")[0]
    return re.sub(rf"\n*^(?:{TITLES})$", "", text, flags=re.MULTILINE).strip("\n")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_report(case: Case) -> None:
    """An edit is reported as the table says, and taking it back as the table says of the other direction."""
    before, after = plans(case)
    assert said(before, after) == case.forwards
    assert said(after, before) == case.backwards


def test_the_table_is_large_enough() -> None:
    """There are forty pairs at least, and some that report nothing in either direction."""
    assert len(CASES) >= 40
    assert sum(not case.forwards and not case.backwards for case in CASES) >= 5


def test_completing_a_text_that_was_cut_is_no_change_without_a_document() -> None:
    """Where the plan says that its source is incomplete, the lines that were missing may bring a deadline."""
    root = ROOT / "needs" / "kh-172-2023"
    found = {f"needs/{p.relative_to(ROOT / 'needs')}": p.read_bytes() for p in (ROOT / "needs").rglob("*.*")}
    files = Files({**found, "ubproject.toml": (ROOT / "ubproject.toml").read_bytes()})
    last = "không chuyên trách ở cấp xã, thôn, tổ dân phố;\n"
    line = "- Thời gian thực hiện: Quý IV năm 2023.\n"
    page = f"needs/{root.name}/ii-noi-dung-thuc-hien.md"
    completed = files.edited(
        [
            (f"needs/{root.name}/source.txt", last, last + line),
            (page, last, f"{last}\n{line}"),
            (
                page,
                ":deliverables: SP-172-2023-II-1-C-1\n",
                ":deadline: Quý IV năm 2023\n:deliverables: SP-172-2023-II-1-C-1\n",
            ),
        ]
    )
    before, after = (reader.read_tree(tree, PAGES) for tree in (files, completed))
    (task,) = [c for c in changes.compare(before, after, DAY).items if c.need.type == "task"]
    assert [(o.field, o.ground.value) for o in task.obligations] == [
        ("deadline", "source"),
        ("body", "source"),
    ]
    (task,) = [c for c in changes.compare(after, before, DAY).items if c.need.type == "task"]
    assert task.unbacked == ("deadline", "body")


def obligations(before: Files, after: Files, need_id: str) -> list[tuple[str, str]]:
    """The parts of what an object obliges to that edits of files change, each with its ground."""
    old, new = (reader.read_tree(tree, PAGES) for tree in (before, after))
    (change,) = (c for c in changes.compare(old, new, DAY).items if c.need.id == need_id)
    return [(o.field, o.ground.value) for o in change.obligations]


def test_a_row_behind_the_cut_is_read_by_the_heads_of_its_table() -> None:
    """Where an incomplete text goes on within a table, what its new rows say corrects what was written."""
    folder = "needs/kh-4-2026"
    row = "|  2.1 | Kiểm tra công vụ giả định | Sở B | | Trực tiếp | Quý II/2026 |"
    owners = ":owner: CQ-B\n:form", ":owner: CQ-A\n:form"
    cut = original("small").edited(
        [
            (f"{folder}/ke-hoach.md", ":source: ", ":truncated: Thiếu mục II.2.1 (giả định)\n:source: "),
            (f"{folder}/nguon.txt", row, "[...]"),
            (f"{folder}/nhiem-vu.md", owners[0], owners[1]),
        ]
    )
    whole = cut.edited(
        [
            (f"{folder}/nguon.txt", "[...]", row),
            (f"{folder}/nhiem-vu.md", owners[1], owners[0]),
        ]
    )
    assert obligations(cut, whole, "NV-4-2026-II-2-1") == [("owner", "source")]
    assert obligations(whole, cut, "NV-4-2026-II-2-1") == [("owner", "none")]


def test_a_clause_without_a_year_is_read_by_the_year_of_its_plan() -> None:
    """ "Tháng 10" of a plan of 2026 corrects another month that was written, and no month corrects it."""
    folder = "needs/kh-3-2026"
    right = original("small").edited(
        [
            (f"{folder}/nguon.txt", "Tháng 10/2026", "Tháng 10"),
            (f"{folder}/nhiem-vu.md", ":deadline: Tháng 10/2026", ":deadline: Tháng 10"),
            (f"{folder}/nhiem-vu.md", "hiện: Tháng 10/2026", "hiện: Tháng 10"),
        ]
    )
    wrong = right.edited([(f"{folder}/nhiem-vu.md", ":deadline: Tháng 10", ":deadline: Tháng 11")])
    assert obligations(wrong, right, "NV-3-2026-I-2") == [("deadline", "source")]
    assert obligations(right, wrong, "NV-3-2026-I-2") == [("deadline", "none")]


def test_a_draft_obliges_nobody_yet() -> None:
    """What changes in a plan that nobody has signed needs no document, nor does signing it; later it does."""
    draft = original("small").edited([(HOME, ":id: KH-1-2026", ":id: KH-DT-1-2026")])
    moved = (TASKS, ":deadline: Quý III năm 2026", ":deadline: Quý IV năm 2026")
    added = (
        TASKS,
        "",
        "\n:::{task} Việc (giả định)\n:id: NV-1-2026-9\n:owner: CQ-A\n:deadline: Năm 2026\n:::\n",
    )
    other = draft.edited([moved, added, (HOME, ":report_by: 20", ":report_by: 25")])
    signed = other.edited(
        [(HOME, ":id: KH-DT-1-2026", ":id: KH-1-2026"), (HOME, ":number: 1/", ":number: 11/")]
    )
    later = signed.edited([(TASKS, ":deadline: Quý IV năm 2026", ":deadline: Năm 2027")])
    plans = [reader.read_tree(files, PAGES) for files in (draft, other, signed, later)]
    passed = [changes.compare(one, two, DAY).passes for one, two in pairwise(plans)]
    assert passed == [True, True, False]
    assert "nobody had signed the plan" in said(plans[0], plans[1])


#: What binds, and passes all the same where the coordinator derived it, or where nobody waits for it.
DERIVED = {("task", "deliverables"), ("deliverable", "origin"), ("deliverable", "kind")}
UNASKED = {("basis", "issued"), ("basis", "effective")}


def test_no_option_is_taken_away_in_silence() -> None:
    """Each line of each object that is taken away is told, and fails the gate where it obliges anybody."""
    files = original("small")
    before = reader.read_tree(files, PAGES)
    for need in before.needs.values():
        for option, line in need.lines.items():
            if option == "id":
                continue
            lines = files.contents[need.path].decode().split("\n")
            del lines[line - 1]
            page = {need.path: "\n".join(lines).encode()}
            found = changes.compare(before, reader.read_tree(Files({**files.contents, **page}), {}), DAY)
            assert found.items, (need.id, option)
            assert not (found.passes and binds(need.type, option)) or (need.type, option) in DERIVED | UNASKED


def test_what_is_faulty_is_compared_all_the_same() -> None:
    """Links in a circle, dead links, IDs lost or given twice are findings of check, not crashes here."""
    broken = """
:::{amendment} Vòng (giả định)
:id: DC-1-2026-8
:amends: DC-1-2026-9, NV-1-2026-II-1, NV-0
:::

:::{amendment} Vòng (giả định)
:id: DC-1-2026-9
:amends: DC-1-2026-8
:::

:::{task} Chờ chính mình (giả định)
:id: NV-1-2026-II-9
:deadline: sau khi hoàn thành
:trigger: NV-1-2026-II-9
:::

:::{task} Mã của sản phẩm (giả định)
:id: SP-1-2026-II-1-1
:owner: CQ-A
:deadline: 30/6/2026
:deliverables: SP-1-2026-II-1-1
:::

:::{task} Không có mã (giả định)
:owner: CQ-0
:deadline: không đọc được 31/31/2026
:deliverables: SP-0
:::
"""
    files = original("small")
    before, after = (reader.read_tree(t, PAGES) for t in (files, files.edited([(TASKS, "", broken)])))
    assert not changes.compare(after, after, DAY).items
    nothing = reader.read_tree(files.without_pages(), PAGES)
    assert len(changes.compare(after, nothing, DAY).items) == len(after.needs)
    for one, other in ((before, after), (after, before)):
        found = changes.compare(one, other, DAY)
        assert len(found.items) == 5  # the amendments, the tasks, and the task amended
        for form in (formats.as_text, formats.as_markdown, formats.as_html):
            assert "DC-1-2026-8" in form(report(found, "A", "B"))


# -- the pieces ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_pieces_are_both_texts(seed: int) -> None:
    """Whatever is edited, the pieces hold all words of both texts in their order, and the same ones once."""
    rng = random.Random(seed)
    lines = [" ".join(rng.choices("abcdefgh", k=rng.randint(0, 9))) for _ in range(30)]
    other = [line for line in lines if rng.random() > 0.1]
    for _ in range(rng.randint(0, 9)):
        other.insert(rng.randrange(len(other) + 1), " ".join(rng.choices("abcdxyz", k=5)))
    found = wording.pieces("\n".join(lines), "\n".join(other))
    assert " ".join(p.before for p in found).split() == " ".join(lines).split()
    assert " ".join(p.after for p in found).split() == " ".join(other).split()
    if lines == other:
        assert all(piece.same for piece in found)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c d e f g h", "a b c d e f g X", "a b c d e f g|h>X"),
        ("a b c d e f g h i", "a b c d e f g h X", "… c d e f g h|i>X"),
        ("a b c d e f g h i", "X b c d e f g h i", "a>X|b c d e f g …"),
        (
            "x a b c d e f g h i j k l m y",
            "X a b c d e f g h i j k l m Y",
            "x>X|a b c d e f g h i j k l m|y>Y",
        ),
        (
            "x a b c d e f g h i j k l m n y",
            "X a b c d e f g h i j k l m n Y",
            "x>X|a b c d e f … i j k l m n|y>Y",
        ),
    ],
)
def test_six_words_are_left_beside_an_edit(before: str, after: str, shown: str) -> None:
    """Of what stayed, six words on each side of an edit are shown, and no mark for a single word."""
    found = wording.shortened(wording.pieces(before, after))
    said = [p.before.strip() if p.same else f"{p.before.strip()}>{p.after.strip()}" for p in found]
    assert "|".join(said) == shown


@pytest.mark.parametrize("count", [10, 2_000])
def test_words_are_compared_where_that_takes_no_long_time(count: int) -> None:
    """Of a line with one new word the rest stays, unless it is so long that it is told as new whole."""
    old = [f"từ{number}" for number in range(count)]
    found = wording.pieces(" ".join(old), " ".join([*old[:5], "khác", *old[6:]]))
    assert any(piece.same for piece in found) is (count == 10)


def far_edits(size: int) -> tuple[str, str]:
    """A text of so many lines, and the same with two edits far from each other."""
    lines = [f"{number}. Nội dung giả định thứ {number} của văn bản dài." for number in range(size)]
    other = list(lines)
    other[5], other[-10] = "5. Khác.", f"{size - 10}. Khác."
    return "\n".join(lines), "\n".join(other)


def test_far_edits_of_a_long_text() -> None:
    """Two far edits in a text of a hundred thousand words are found as such."""
    before, after = far_edits(10_000)
    found = wording.shortened(wording.pieces(before, after))
    assert sum(len(piece.before) for piece in found) < 2_000
    whole = wording.shortened(wording.pieces("", before))
    assert sum(len(piece.after) for piece in whole) < 2_000
    assert sum(not piece.same for piece in found) <= 8


def test_a_long_text_is_compared_in_linear_time() -> None:
    """A text twice as long takes about twice as long."""

    def work(size: int) -> Callable[[], object]:
        before, after = far_edits(size)
        return lambda: wording.shortened(wording.pieces(before, after))

    assert growth(work, 2_500) < LINEAR


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quý III/2023", "Quý III năm 2023", True),
        ("Trước ngày 15/12/2023", "trước  ngày 15 tháng 12 năm 2023", True),
        ("Thường xuyên", "Thường xuyên, liên tục", True),
        ("Sau khi Nghị định được ban hành", "sau khi  Nghị định được ban hành", True),
        ("Quý III/2023", "Quý III/2024", False),
        ("Ngày 14/12/2023", "Trước ngày 15/12/2023", False),
        ("Sau khi Nghị định được ban hành", "Sau khi Thông tư được ban hành", False),
        ("Khẩn trương", "Kịp thời", False),
        ("", "Quý III/2023", False),
    ],
)
def test_meaning(one: str, other: str, same: bool) -> None:
    """Two deadlines mean the same when they bind in the same way, however they are written."""
    assert (meaning(deadline.parse(one)) == meaning(deadline.parse(other))) is same


# -- the command --------------------------------------------------------------------------------------

TASKS, HOME = "needs/kh-1-2026/nhiem-vu.md", "needs/kh-1-2026/ke-hoach.md"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small project, a deadline moved without a document in the working folder."""
    root = repository_of("small", tmp_path / "kho")
    text = (root / TASKS).read_text(encoding="utf-8")
    moved = text.replace(":deadline: Quý III năm 2026", ":deadline: Quý IV năm 2026")
    (root / TASKS).write_text(moved, encoding="utf-8")
    return root


def test_gate(repo: Path, kehoach: Run) -> None:
    """The gate fails while no document moves the deadline, opens with one, and only when it is asked for."""
    assert kehoach("changes", "HEAD", "--root", repo).returncode == 0
    assert kehoach("changes", "HEAD", "--gate", "--root", repo).returncode == 1
    assert kehoach("changes", "HEAD", "--gate", "--plan", "KH-3-2026", "--root", repo).returncode == 0
    amendment = """
:::{amendment} Gia hạn hội nghị (giả định)
:id: DC-1-2026-1
:amends: NV-1-2026-II-1
:deadline: Quý IV năm 2026
:number: 9/QĐ-UBND
:date: 2026-08-01
:issuer: Ủy ban nhân dân tỉnh X (giả định)
:::
"""
    with (repo / TASKS).open("a", encoding="utf-8") as file:
        file.write(amendment)
    done = kehoach("changes", "HEAD", "--gate", "--root", repo)
    assert done.returncode == 0
    assert "(theo DC-1-2026-1)" in done.stdout


def test_the_gate_does_not_depend_on_the_day(repo: Path, kehoach: Run) -> None:
    """Whether a document backs a change is the same on any day; only states are of a day."""
    for day in ("2025-01-01", "2030-01-01"):
        assert kehoach("changes", "HEAD", "--gate", "--as-of", day, "--root", repo).returncode == 1


def test_an_upgrade_of_the_holidays_is_told(repo: Path, kehoach: Run) -> None:
    """Where the lock files name other versions of the library of holidays, the report says so and passes."""
    for version in ("0.1", "0.2"):
        lock = f'[[package]]\nname = "holidays"\nversion = "{version}"\n'
        (repo / "uv.lock").write_text(lock, encoding="utf-8")
        commit(repo)
    done = kehoach("--lang", "en", "changes", "HEAD~1", "HEAD", "--gate", "--root", repo)
    assert done.returncode == 0
    assert "Another list of public holidays (0.1 → 0.2)" in done.stdout
    data = json.loads(kehoach("changes", "HEAD~1", "HEAD", "--format", "json", "--root", repo).stdout)
    assert (data["holidays"], data["passes"]) == (["0.1", "0.2"], True)


@pytest.mark.parametrize(
    ("deadline", "working_days", "rests"),
    [
        ("Ngày 30/4/2026", "yes", True),
        ("Ngày 30/4/2026", "no", False),
        ("Ngày 25/7/2026", "yes", False),
        ("Ngày 22/8/2026", "yes", True),
        ("Ngày 29/4/2026", "yes", False),
        ("chậm nhất 5 ngày làm việc kể từ ngày ban hành Luật", "no", True),
        ("chậm nhất 5 ngày kể từ ngày ban hành Luật", "no", False),
        ("Thường xuyên", "yes", True),
        ("Thường xuyên", "no", False),
    ],
)
def test_the_days_that_an_upgrade_of_the_holidays_can_move(
    deadline: str, working_days: str, rests: bool
) -> None:
    """Told are tasks whose last day is put off over a holiday, or counted over one, and standing duties."""
    home = test_states.need(
        "plan", "KH-1", issued="2026-01-05", report_period="quarter", working_days=working_days
    )
    law = test_states.need("basis", "CC-1", issued="2026-04-28", number="1/2026/QH16")
    subject = test_states.need("task", "NV-1", {"trigger": "CC-1"}, deadline=deadline)
    plan = Plan(test_states.MODEL, {n.id: n for n in (home, law, subject)})
    assert Effects(plan, {}).rests_on_holidays(subject) is rests
    found = changes.compare(plan, plan, DAY, holidays=("0.1", "0.2"))
    assert found.resting == (("NV-1",) if rests else ())
    assert changes.compare(plan, plan, DAY, holidays=("0.1", "0.1")).resting == ()


def test_a_day_off_that_moves_a_last_day_moves_the_state() -> None:
    """Nothing of the task differs, and nothing names it: it is told that it is no more past its day."""
    subject = test_states.task("04 ngày làm việc kể từ ngày 24/6/2026")
    off = test_states.need("workday", "NL-1", kind="off", date="2026-06-30")
    found = changes.compare(test_states.plan_of(subject), test_states.plan_of(subject, off), DAY)
    (change,) = (change for change in found.items if change.need.id == "NV-1")
    (told,) = (edit for edit in change.edits if isinstance(edit, Standing))
    assert (told.before.state, told.after.state) == (State.NO_INFORMATION, State.OPEN_IN_TIME)


def test_files_that_nobody_reads_fail_the_gate(repo: Path, kehoach: Run) -> None:
    """A new file under needs/ that is not read is named and fails; one that was there before does not."""
    (repo / "needs" / "them.rst").write_text("giả định\n", encoding="utf-8")
    commit(repo)
    done = kehoach("--lang", "en", "changes", "HEAD~1", "HEAD", "--gate", "--root", repo)
    assert done.returncode == 1
    assert "needs/them.rst" in done.stdout
    (repo / "needs" / "legal.md").write_bytes((repo / "needs" / "legal.md").read_bytes() + b"\n")
    assert kehoach("changes", "HEAD", "--gate", "--root", repo).returncode == 0


def test_a_model_that_asks_for_less_is_named(repo: Path, kehoach: Run) -> None:
    """A model without an option that tasks had names the place, besides what the tasks have lost."""
    path = repo / "ubproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"clause", "owner", "deadline"', '"clause", "deadline"'), encoding="utf-8")
    done = kehoach("--lang", "en", "changes", "HEAD", "--gate", "--root", repo)
    assert done.returncode == 1
    assert "needs.schema_definitions.schemas.task.validate.local.required: owner" in done.stdout


def test_nothing_changed(repo: Path, kehoach: Run) -> None:
    """A revision against itself has nothing to report, in any format."""
    done = kehoach("changes", "HEAD", "HEAD", "--gate", "--root", repo)
    assert done.returncode == 0
    assert "Không có gì thay đổi." in done.stdout
    data = json.loads(kehoach("changes", "HEAD", "HEAD", "--format", "json", "--root", repo).stdout)
    assert data["changes"] == data["unbacked"] == []


def test_json(repo: Path, kehoach: Run) -> None:
    """JSON has what changed, how, what backs it and whom it concerns."""
    arguments = ("--format", "json", "--as-of", "2026-07-01", "--root", repo)
    data = json.loads(kehoach("changes", "HEAD", *arguments).stdout)
    assert (data["from"], data["to"], data["as_of"]) == ("HEAD", None, "2026-07-01")
    assert data["unbacked"] == ["NV-1-2026-II-1"]
    (change,) = data["changes"]
    assert change["edits"] == [
        {
            "kind": "deadline",
            "before": {"text": "Quý III năm 2026", "due": "2026-09-30"},
            "after": {"text": "Quý IV năm 2026", "due": "2026-12-31"},
            "days": 92,
            "in_force": False,
        }
    ]
    assert change["obligations"] == [{"field": "deadline", "ground": "none", "by": []}]
    assert change["agencies"] == ["CQ-A", "CQ-B", "CQ-X", "CQ-XA"]


def test_plan(repo: Path, kehoach: Run) -> None:
    """With --plan only its objects and the shared ones that it links to are told; another plan is refused."""
    for name, old, new in (
        ("needs/kh-3-2026/nhiem-vu.md", ":form: Trực tiếp", ":form: Trực tuyến"),
        ("needs/agencies.md", ":abbr: Sở B", ":abbr: SB"),
        ("needs/legal.md", ":effective: 2026-01-01", ":effective: 2026-02-01"),
    ):
        text = (repo / name).read_text(encoding="utf-8")
        (repo / name).write_text(text.replace(old, new), encoding="utf-8")
    expected = {
        "KH-1-2026": ["CQ-B", "NV-1-2026-II-1", "CC-99-2025-QH15"],
        "KH-3-2026": ["CQ-B", "NV-3-2026-I-1"],
    }
    for plan, ids in expected.items():
        told = kehoach("changes", "HEAD", "--plan", plan, "--format", "json", "--root", repo).stdout
        assert [change["id"] for change in json.loads(told)["changes"]] == ids
    done = kehoach("changes", "HEAD", "--plan", "KH-9-9999", "--root", repo)
    assert done.returncode == 2
    assert "KH-1-2026, KH-3-2026" in done.stderr
    by_folder = kehoach("changes", "HEAD", "--plan", "kh-3-2026", "--root", repo).stdout
    assert by_folder == kehoach("changes", "HEAD", "--plan", "KH-3-2026", "--root", repo).stdout


def test_out(repo: Path, tmp_path: Path, kehoach: Run) -> None:
    """With --out the report is a file, the same as on the screen."""
    shown = kehoach("changes", "HEAD", "--format", "html", "--root", repo).stdout
    out = tmp_path / "báo cáo" / "thay đổi.html"
    done = kehoach("changes", "HEAD", "--format", "html", "--out", out, "--root", repo)
    assert done.stdout.strip() == str(out)
    assert out.read_text(encoding="utf-8") == shown


HOSTILE = 'Việc <script>alert(1)</script> **đậm** [x](http://y) `m` | # ~~xóa~~ <!-- & "'


TAGS = {"h2", "h3", "ul", "li", "p", "strong", "em", "s", "blockquote"}


def hostile() -> changes.Changes:
    """Changes in which whatever a plan can hold tries to be markup."""
    files = original("small")
    title = files.edited([(TASKS, ":::{task} Báo cáo tình hình thi hành Luật\n", f":::{{task}} {HOSTILE}\n")])
    added = title.edited([(TASKS, "3. Sở B chủ trì báo cáo", f"{HOSTILE} báo cáo")])
    return changes.compare(reader.read_tree(files, PAGES), reader.read_tree(added, PAGES), DAY)


def test_markdown_takes_nothing_for_markup() -> None:
    """In Markdown, as GitLab and GitHub read it, the words of a plan are shown as they stand."""
    text = formats.as_markdown(report(hostile(), "<b>", "a|b"))
    page = BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(text), "html.parser")
    assert {tag.name for tag in page.find_all(True)} <= TAGS
    assert HOSTILE in page.get_text()
    assert page.h2
    assert "<b>" in page.h2.get_text()


def test_html_is_one_page_that_takes_nothing_for_markup() -> None:
    """The page holds no script and asks for nothing; words of the plan stay words."""
    page = BeautifulSoup(formats.as_html(report(hostile(), "<b>", "a|b")), "html.parser")
    assert page.h3
    assert page.h3.get_text() == HOSTILE
    assert not page.find_all(["script", "link", "img", "iframe", "base", "form"])
    ids = {f"#{tag['id']}" for tag in page.find_all(id=True)}
    assert {str(link["href"]) for link in page.find_all("a")} <= ids
    style = page.style.get_text() if page.style else ""
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ({"card": {"shown": "yes"}}, {"card": "no"}, ("needs.card",)),
        ({"card": "no"}, {"card": {"shown": "yes"}}, ("needs.card",)),
        ({"card": {"shown": "yes"}}, {"card": {"shown": "yes"}}, ()),
    ],
)
def test_a_setting_of_another_kind_is_named(
    before: dict[str, Any], after: dict[str, Any], named: tuple[str, ...]
) -> None:
    """A table of the model that has become one value, or a value that has become a table, reads otherwise."""
    model = reader.read_tree(original("small"), PAGES).model
    assert weakened(replace(model, settings=before), replace(model, settings=after)) == named


@pytest.mark.parametrize(
    ("line", "year", "expected"),
    [
        ("Năm 2030 đạt 90%, giảm từ 20% năm 2025", 2026, False),
        ("Năm 2026 đạt 90%", 2026, True),
        ("Năm 2026 đạt 90%", 2027, False),
        ("Từ năm 2024 đến năm 2030 đạt 90%", 2023, False),
        ("Từ năm 2024 đến năm 2030 đạt 90%", 2024, True),
        ("Từ năm 2024 đến năm 2030 đạt 90%", 2030, True),
        ("Giai đoạn 2024-2030 đạt 90%", 2031, False),
        ("Đạt 90% theo Luật số 10/2022/QH15", 2026, True),
        ("Đạt 90%", 2026, True),
    ],
)
def test_a_line_speaks_of_the_years_that_it_names(line: str, year: int, *, expected: bool) -> None:
    """Of one, of those between two, of any where it names none; the number of a document names none."""
    assert grounds.speaks_of(line, year) is expected
