"""Second looks: what makes a reviewed task suspect, what does not, and what a review writes."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, Run, copy_of
from kehoach import rules
from kehoach.editing import edits, reviewing
from kehoach.official import reviews
from kehoach.official.reviews import Ground
from kehoach.plan import reader
from kehoach.progress import Progress
from kehoach.progress.todos import Todo, todos

TASKS = "needs/kh-3-2026/nhiem-vu.md"
SOURCE = "needs/kh-3-2026/nguon.txt"
ONE, OTHER = "NV-3-2026-I-1", "NV-3-2026-I-2"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small project, every task of which has been reviewed."""
    root = copy_of("small", tmp_path / "small")
    plan = reader.read(root)
    for path in {task.path for task in plan.of_type("task")}:
        mine = [task for task in plan.of_type("task") if task.path == path]
        settings = [
            s for task in mine for s in reviewing.settings(plan, task, date(2026, 3, 2), "Chuyên viên")
        ]
        text = edits.decoded((root / path).read_bytes())
        (root / path).write_bytes(edits.set_options(text, settings).encode())
    assert suspects(root) == {}
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace words in a file, wherever they stand first."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def suspects(root: Path) -> dict[str, tuple[Ground, ...]]:
    """The suspect tasks and what has changed of each."""
    plan = reader.read(root)
    return {task.id: found for task in plan.of_type("task") if (found := reviews.suspect(plan, task))}


def test_a_word_of_a_clause_makes_that_task_suspect_and_a_review_clears_it(root: Path, kehoach: Run) -> None:
    """One word changed in source and clause: exactly that task is suspect, until it is reviewed."""
    for name in (SOURCE, TASKS):
        edit(root, name, "cán bộ, công chức", "cán bộ, viên chức")
    assert suspects(root) == {ONE: (Ground.CLAUSE,)}
    done = kehoach("check", "--suspects", "--root", root)
    assert done.returncode == 1
    assert [line.split()[1:3] for line in done.stdout.splitlines()] == [["KH131", f"{ONE}:"]]
    assert kehoach("check", "--root", root).returncode == 0
    assert kehoach("review", ONE, "--by", "Trưởng phòng Pháp chế", "--root", root).returncode == 0
    assert suspects(root) == {}
    assert kehoach("check", "--suspects", "--root", root).returncode == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (TASKS, ":owner: CQ-B", ":owner: CQ-A", {OTHER: (Ground.OWNER,)}),
        (TASKS, ":owner: CQ-B", ":owner: CQ-B, CQ-A\n:ownership: joint", {OTHER: (Ground.OWNER,)}),
        ("needs/legal.md", ":effective: 2026-01-01", ":effective: 2026-02-01", ["NV-1-2026-II-1"]),
        ("needs/legal.md", "{basis} Luật Ví dụ", "{basis} Luật Ví dụ (sửa đổi)", ["NV-1-2026-II-1"]),
        (TASKS, ":owner: CQ-B", ":owner: CQ-B\n:basis: CC-99-2025-QH15", {OTHER: (Ground.BASIS,)}),
        ("needs/agencies.md", ":abbr: Sở A\n", ":abbr: Sở A\n:until: 2026-06-30\n", ["NV-1-2026-II-1"]),
        # What is read from the clause, or is said beside it, is not what it was reviewed against.
        (TASKS, ":deadline: Tháng 10/2026", ":deadline: Tháng 11/2026", {}),
        (TASKS, ":partners: CQ-B", ":partners: CQ-XA", {}),
        ("needs/agencies.md", ":abbr: Sở A", ":abbr: SA", {}),
        ("needs/legal.md", ":effective: 2026-01-01\n", "", ["NV-1-2026-II-1"]),
    ],
)
def test_what_makes_suspect(
    root: Path, name: str, old: str, new: str, expected: dict[str, tuple[Ground, ...]] | list[str]
) -> None:
    """Clause, bases and owners do; the reading of the clause and notes on an agency do not."""
    edit(root, name, old, new)
    found = suspects(root)
    if isinstance(expected, dict):
        assert found == expected
    else:
        assert set(expected) <= set(found)


def test_form_does_not_make_suspect(root: Path) -> None:
    """Spaces, line breaks, blank lines, the order of options and of IDs change no fingerprint."""
    edit(root, TASKS, "1. Tổ chức hội nghị giả định cho", "1.  Tổ chức hội nghị\ngiả định   cho")
    edit(root, TASKS, "- Hình thức: Trực tiếp.\n", "\n\n- Hình thức: Trực tiếp.\n\n")
    edit(root, "needs/kh-1-2026/nhiem-vu.md", ":owner: CQ-A, CQ-B", ":owner: CQ-B; CQ-A")
    edit(
        root,
        "needs/legal.md",
        ":number: 99/2025/QH15\n:issued: 2025-06-01",
        ":issued: 2025-06-01\n:number: 99/2025/QH15",
    )
    assert suspects(root) == {}


def test_any_other_word_of_any_clause(root: Path) -> None:
    """Whichever single word of whichever clause is changed, that task and no other is suspect."""
    rng = random.Random(172)
    for task in reader.read(root).of_type("task"):
        original = (root / task.path).read_bytes()
        word = rng.choice([w for w in task.body.split() if len(w) > 1])
        edit(root, task.path, task.body, task.body.replace(word, f"{word}x", 1))
        assert suspects(root) == {task.id: (Ground.CLAUSE,)}
        (root / task.path).write_bytes(original)


def test_never_reviewed_is_not_suspect() -> None:
    """The real plan, which nobody has reviewed, has no suspects and no findings for it."""
    plan = reader.read(ROOT)
    assert not any(reviews.suspect(plan, task) or reviews.reviewed(task) for task in plan.of_type("task"))
    assert not [found for found in rules.check(plan, on_request=True) if found.code in ("KH130", "KH131")]


def test_suspects_are_todos_on_any_day(root: Path) -> None:
    """A suspect task is a thing to do, whatever the day, with what changed."""
    edit(root, TASKS, ":owner: CQ-B", ":owner: CQ-A")
    for day in (date(2025, 1, 1), date(2030, 1, 1)):
        found = [item for item in todos(Progress(reader.read(root), day)) if item.todo is Todo.SUSPECT]
        assert [(item.need.id, item.detail) for item in found] == [(OTHER, "the owner")]


def test_a_review_writes_three_lines_and_nothing_else(root: Path, kehoach: Run) -> None:
    """Several tasks in several files: only the three lines of each change, in place."""
    before = {path: path.read_text(encoding="utf-8") for path in root.rglob("*.md")}
    ids = (ONE, "NV-1-2026-II-3")
    reviewed = {root / TASKS, root / "needs" / "kh-1-2026" / "nhiem-vu.md"}
    done = kehoach("review", *ids, "--by", "Phó Giám đốc", "--date", "15/4/2026", "--root", root)
    assert done.returncode == 0
    for path, text in before.items():
        now = path.read_text(encoding="utf-8")
        pairs = [(o, n) for o, n in zip(text.splitlines(), now.splitlines(), strict=True) if o != n]
        expected = [(":reviewed: 2026-03-02", ":reviewed: 2026-04-15")]
        expected += [(":reviewed_by: Chuyên viên", ":reviewed_by: Phó Giám đốc")]
        assert pairs[:2] == (expected if path in reviewed else [])
        # The grounds are as they were; the seal is that of the new day and position.
        assert [(o[:-9], n[:-9]) for o, n in pairs[2:]] == [(o[:-9], o[:-9]) for o, _n in pairs[2:]]
        assert len(pairs) == (3 if path in reviewed else 0)
    assert sorted(done.stdout.split()) == sorted(map(str, reviewed))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["NV-3-2026-I-9", "--by", "Chuyên viên"], "NV-3-2026-I-9"),
        (["CQ-A", "--by", "Chuyên viên"], "CQ-A"),
        ([ONE, "--by", "  "], "chức danh"),
        ([ONE, "--by", "Ông Nguyễn Văn A (giả định)"], "chức danh"),
        ([ONE, "--by", "Chuyên viên #1"], "reviewed_by"),
        ([ONE, "--by", "Chuyên viên", "--date", "31/02/2026"], "31/02/2026"),
        ([ONE, "NV-3-2026-I-9", "--by", "Chuyên viên"], "NV-3-2026-I-9"),
    ],
)
def test_refused_reviews_write_nothing(root: Path, kehoach: Run, arguments: list[str], said: str) -> None:
    """What cannot be a review ends with a sentence and exit code 2, and no file is touched."""
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    done = kehoach("review", *arguments, "--root", root)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


def test_a_project_with_findings_is_not_reviewed(root: Path, kehoach: Run) -> None:
    """A clause that differs from the source is put right first."""
    edit(root, TASKS, "cán bộ, công chức", "cán bộ, viên chức")
    before = (root / TASKS).read_bytes()
    done = kehoach("review", ONE, "--by", "Chuyên viên", "--root", root)
    assert done.returncode == 1
    assert "KH302" in done.stderr
    assert (root / TASKS).read_bytes() == before


def test_suspects_on_the_site(root: Path, sphinx_build: Run) -> None:
    """List, agency page and card say what changed; open points count tasks that nobody has reviewed."""
    shutil.copy(ROOT / "conf.py", root)
    for name in ("week", "open-points"):
        page = root / "docs" / "views" / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "docs" / "views" / f"{name}.md", page)
    index = "# Giả định\n\n```{toctree}\n:glob:\n\ndocs/views/*\nneeds/**\n```\n"
    (root / "index.md").write_text(index, encoding="utf-8")
    edit(root, TASKS, ":owner: CQ-B", ":owner: CQ-A")
    edit(root, TASKS, "- Cơ quan chủ trì: Sở B.", "- Cơ quan chủ trì: Sở A.")
    edit(root, SOURCE, "- Cơ quan chủ trì: Sở B.", "- Cơ quan chủ trì: Sở A.")
    task = reader.read(root).needs[ONE]
    text = (root / TASKS).read_text(encoding="utf-8")
    removed = edits.set_options(text, [edits.Setting(task, option, "") for option in reviews.OPTIONS])
    (root / TASKS).write_text(removed, encoding="utf-8")
    done = sphinx_build(root)
    assert done.returncode == 0, done.stderr
    html = root / "build" / "html"
    said = {
        name: BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser").get_text(" ")
        for name in ("docs/views/week", "docs/views/open-points", "co-quan/cq-a", "co-quan/cq-b", TASKS[:-3])
    }
    changed = "lời văn của mục, cơ quan chủ trì"
    assert f"Đọc lại và ghi rà soát; đã thay đổi: {changed}" in said["docs/views/week"]
    assert "Đã thay đổi từ lần rà soát (1)" in said["co-quan/cq-a"]
    assert "Đã thay đổi từ lần rà soát" not in said["co-quan/cq-b"]
    assert f"02/03/2026, Chuyên viên; từ đó đã thay đổi: {changed}" in said[TASKS[:-3]]
    assert "Chưa rà soát" in said[TASKS[:-3]]
    assert reader.read(root).needs[OTHER]["reviewed_against"] not in said[TASKS[:-3]]
    assert "Số nhiệm vụ chưa ai rà soát: 1." in said["docs/views/open-points"]
