"""The objects held against the official text: what is lost, bent, added or moved is found where it is."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conftest import LINEAR, ROOT, growth
from kehoach import rules
from kehoach.official import fidelity
from kehoach.plan import Need, Plan, reader
from kehoach.rules.findings import Finding
from reports.test_status import real_plan

FOLDER = "needs/kh-172-2023"
SOURCE = f"{FOLDER}/source.txt"
TASKS = f"{FOLDER}/ii-noi-dung-thuc-hien.md"
FILES = (TASKS, f"{FOLDER}/i-muc-dich-yeu-cau.md", f"{FOLDER}/ke-hoach.md")


@dataclass(frozen=True)
class Edit:
    """One edit of one file: what kind, its new text, where it may be reported, and what must be shown."""

    kind: str
    file: str
    text: str
    places: frozenset[tuple[str, int]]
    shown: tuple[str, ...] = ()


def lines_of(file: str) -> list[str]:
    """The lines of a file of the real plan."""
    return (ROOT / file).read_text("utf-8").split("\n")


def verbatim(file: str) -> list[int]:
    """The indexes of lines that are official text: bodies, headings and frames."""
    if file == SOURCE:
        return [n for n, line in enumerate(lines_of(file)) if line.strip()]
    found, inside = [], ""
    for number, line in enumerate(lines_of(file)):
        if opened := re.match(r":::\{(\w+)\}", line):
            inside = opened[1]
        elif line.startswith(":::"):
            inside = ""
        elif inside in ("plan", "objective", "principle", "task", "frame"):
            if line.strip() and not re.match(r":\w+:", line):
                found.append(number)
        elif re.match(r"#+ (?:[IVX]+|\d+)\.", line):
            found.append(number)
    return found


def claims() -> dict[int, tuple[str, set[int]]]:
    """For each line of the source, the file and the lines of the passage that holds it."""
    plan = real_plan()
    compared = fidelity.compare(plan, plan.needs["KH-172-2023"])
    found: dict[int, tuple[str, set[int]]] = {}
    for claim in compared.claims:
        first, length = claim.passage.line, len(claim.passage.text.split("\n"))
        for number in claim.lines:
            found[number] = (claim.passage.path, set(range(first, first + length)))
    return found


CLAIMS = claims()


def near(file: str, line: int) -> frozenset[tuple[str, int]]:
    """Where an edit of a line may be reported: there, or at the other side of the same words."""
    if file != SOURCE:
        words = lines_of(file)[line - 1].strip("# ")
        sides = {(SOURCE, n) for n, text in enumerate(lines_of(SOURCE), 1) if text.strip() == words}
        return frozenset({(file, line), *sides})
    path, lines = CLAIMS.get(line, (f"{FOLDER}/ke-hoach.md", set(range(20, 60))))
    return frozenset({(SOURCE, line), *((path, number) for number in lines)})


def word_changed(rng: random.Random) -> Edit:
    """A word of the official text, here or in the source, becomes another."""
    file = rng.choice((SOURCE, SOURCE, *FILES))
    lines, index = lines_of(file), rng.choice(verbatim(file))
    words = lines[index].split(" ")
    places = [n for n, word in enumerate(words) if re.search(r"\w{2,}", word)]
    if not places:
        return word_changed(rng)
    place = rng.choice(places)
    before = words[place]
    words[place] = before[:-1] + "xy" + before[-1:]
    lines[index] = " ".join(words)
    return Edit("word", file, "\n".join(lines), near(file, index + 1), (before, words[place]))


def line_deleted(rng: random.Random) -> Edit:
    """A line of the official text is lost, here or in the source."""
    file = rng.choice((SOURCE, *FILES))
    lines = lines_of(file)
    # Rulings and the gap are the same twice over: which of them is lost cannot be told.
    index = rng.choice(
        [n for n in verbatim(file) if lines.count(lines[n]) == 1 and not lines[n].startswith("--")]
    )
    places = near(file, index + 1)
    del lines[index]
    around = {(file, line) for line in range(index - 3, index + 4)}
    return Edit("deleted", file, "\n".join(lines), places | around)


OPTION = re.compile(r":(owner|partners|deadline|form): (.*)")


def option_changed(rng: random.Random) -> Edit:
    """An agency is dropped from or added to an option, or a deadline or form is in other words."""
    lines = lines_of(TASKS)
    index = rng.choice([n for n, line in enumerate(lines) if OPTION.fullmatch(line)])
    found = OPTION.fullmatch(lines[index])
    assert found
    name, value = found.groups()
    if name in ("owner", "partners"):
        ids = value.split(", ")
        if rng.random() < 0.5:
            ids.remove(rng.choice(ids))
        else:
            others = [need.id for need in real_plan().of_type("agency") if need.id not in ids]
            ids.insert(rng.randrange(len(ids) + 1), rng.choice(others))
        value = ", ".join(ids)
    elif name == "deadline":
        value = rng.choice(["Quý IV năm 2023", "Năm 2023", "Tháng 9/2023", "30/9/2023", "Hằng năm"])
    else:
        value = rng.choice(["Trực tiếp", "Trực tuyến hoặc trực tiếp", "Bằng văn bản"])
    lines[index] = f":{name}: {value}"
    task = next(n for n in range(index, 0, -1) if lines[n].startswith(":::{task}"))
    return Edit("option", TASKS, "\n".join(lines), frozenset({(TASKS, index + 1), (TASKS, task + 1)}))


def clauses_swapped(rng: random.Random) -> Edit:
    """Two clauses change places in the file."""
    file = rng.choice(FILES[:2])
    text = "\n".join(lines_of(file))
    blocks = list(re.finditer(r":::\{(?:task|objective|principle)\}.*?\n:::\n", text, re.DOTALL))
    first = rng.randrange(len(blocks) - 1)
    one, two = blocks[first], blocks[first + 1]
    swapped = text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]
    begin, end = text.count("\n", 0, one.start()), text.count("\n", 0, two.end())
    return Edit("swapped", file, swapped, frozenset((file, line) for line in range(begin, end + 2)))


EDITS: tuple[Callable[[random.Random], Edit], ...] = (
    word_changed,
    word_changed,
    line_deleted,
    option_changed,
    clauses_swapped,
)


def findings(root: Path) -> list[Finding]:
    """What a check finds."""
    return rules.check(reader.read(root))


def test_the_real_plan_is_covered_whole(plan_copy: Path) -> None:
    """Nothing is found in the real plan, and nothing of its source is unclaimed."""
    assert findings(plan_copy) == []
    plan = real_plan()
    compared = fidelity.compare(plan, plan.needs["KH-172-2023"])
    assert (compared.unclaimed, compared.differences, compared.strangers) == ((), (), ())
    held = [number for claim in compared.claims for number in claim.lines] + list(compared.framed)
    assert sorted(held) == [number for number, line in enumerate(lines_of(SOURCE), 1) if line.strip()]


@pytest.mark.parametrize("seed", range(20))
def test_every_edit_is_found_where_it_is(plan_copy: Path, seed: int) -> None:
    """Ten random edits of the text or its source, each found by one check at its place."""
    rng = random.Random(seed)
    for number in range(10):
        edit = EDITS[(seed + number) % len(EDITS)](rng)
        path = plan_copy / edit.file
        before = path.read_bytes()
        path.write_text(edit.text, encoding="utf-8")
        found = findings(plan_copy)
        path.write_bytes(before)
        assert found, edit.kind
        assert all((f.path, f.line) in edit.places for f in found), (edit.kind, [str(f) for f in found])
        # Lines that are lost or moved may leave more than one trace; a changed word or option leaves one.
        assert len(found) == 1 or edit.kind in ("deleted", "swapped"), [str(f) for f in found]
        assert all(word in found[0].message for word in edit.shown), str(found[0])


# -- texts as gazettes and tables have them ---------------------------------------------------------

WRAPPED, PAGES = "needs/kh-3-2026", "needs/kh-4-2026"
HEADINGS = re.compile(r"# I|## \d")


def words_in(folder: Path, name: str) -> list[tuple[int, int, str]]:
    """Each official word of a file of the small project: where it begins, its line, and what it is."""
    text = (folder / name).read_text("utf-8")
    found, inside, start = [], "" if name.endswith(".md") else "frame", 0
    for number, line in enumerate(text.split("\n"), 1):
        if opened := re.match(r":::\{(\w+)\}", line):
            inside = opened[1]
        elif line == ":::":
            inside = ""
        elif (inside in ("plan", "principle", "task", "frame") and line[:1] != ":") or HEADINGS.match(line):
            found += [(start + m.start(), number, m[0]) for m in re.finditer(r"\w+", line)]
        start += len(line) + 1
    return found


@pytest.mark.parametrize("plan", [WRAPPED, PAGES])
@pytest.mark.parametrize("name", ["nguon.txt", "ke-hoach.md", "nhiem-vu.md"])
def test_every_changed_word_is_one_finding(small: Path, plan: str, name: str) -> None:
    """Each word by turns, where lines wrap, pages break sentences and tasks are rows, is one finding."""
    path = small / plan / name
    text = path.read_text("utf-8")
    words = words_in(small / plan, name)
    assert len(words) > 20
    for start, line, word in words:
        path.write_text(f"{text[:start]}zz{text[start:]}", encoding="utf-8")
        (found,) = findings(small)
        assert f"zz{word}" in found.message
        if name.endswith(".md"):
            assert (found.path, found.line, found.code) == (f"{plan}/{name}", line, "KH302")
        else:
            assert (found.code, f"line {line}" in found.message) == ("KH302", True), str(found)


CLAUSE = """:::{task} Rà soát văn bản giả định
:id: NV-3-2026-I-3
:clause: I.2
:owner: CQ-B
:deadline: Tháng 10/2026
:deliverables: SP-3-2026-I-2-1

2. Rà soát văn bản giả định.

- Cơ quan chủ trì: Sở B.

- Thời gian thực hiện: Tháng 10/2026.
:::

:::{deliverable} Hội nghị giả định
"""
NGUON3, TASKS3 = f"{WRAPPED}/nguon.txt", f"{WRAPPED}/nhiem-vu.md"
NGUON4, TASKS4, PLAN4 = f"{PAGES}/nguon.txt", f"{PAGES}/nhiem-vu.md", f"{PAGES}/ke-hoach.md"
TITLED = ("- Cơ quan chủ trì: Sở A.", "")  # leaves a clause without a label for its owner
Change = tuple[str, str, str]
#: What is changed (file, old, new; each once), and what is found: "path:line: CODE ID", words of the message.
CASES: dict[str, tuple[list[Change], str, str]] = {
    "a clause twice": (
        [(TASKS3, ":::{deliverable} Hội nghị giả định\n", CLAUSE)],
        f"{TASKS3}:45: KH303 NV-3-2026-I-3",
        "another object holds it already",
    ),
    "a frame lists a line twice": (
        [(PLAN4, "KẾ HOẠCH\nKIỂM", "KẾ HOẠCH\nSố: 4/KH-UBND\nKIỂM")],
        f"{PLAN4}:37: KH303 -",
        "Số: 4/KH-UBND",
    ),
    "a frame forgets a page": (
        [(PLAN4, "BÁO/Số 1/Ngày 10-02-2026\n6\n", "BÁO/Số 1/Ngày 10-02-2026\n")],
        f"{PLAN4}:45: KH302 YC-4-2026-1",
        "6",
    ),
    "the source lost a heading": (
        [(NGUON4, "| **2.** | Thực hiện | | | | |\n", "")],
        f"{TASKS4}:21: KH303 -",
        "2. Thực hiện",
    ),
    "a row that nobody holds": (
        [(NGUON4, "| 2.2 |", "| 2.3 | Tổng kết giả định | Sở B | | | 2027 |\n| 2.2 |")],
        f"{NGUON4}:34: KH304 KH-4-2026",
        "2.3 Tổng kết giả định",
    ),
    "words in another cell": (
        [(TASKS4, "| Sở B | | Trực tiếp |", "| | Sở B | Trực tiếp |")],
        f"{TASKS4}:31: KH302 NV-4-2026-II-2-1",
        "|  | Sở B | Trực tiếp",
    ),
    "owner not in its column": (
        [(TASKS4, ":owner: CQ-B\n", ":owner: CQ-A\n")],
        f"{TASKS4}:26: KH307 NV-4-2026-II-2-1",
        "Add CQ-B to `owner`",
    ),
    "partner named where a column is empty": (
        [(TASKS4, ":owner: CQ-B\n", ":owner: CQ-B\n:partners: CQ-A\n")],
        f"{TASKS4}:27: KH307 NV-4-2026-II-2-1",
        "Delete CQ-A from `partners`",
    ),
    "partner of the owner's own cell": (
        [(TASKS4, ":owner: CQ-A\n:partners: CQ-B\n:form", ":owner: CQ-A\n:form")],
        f"{TASKS4}:38: KH307 NV-4-2026-II-2-2",
        "Add CQ-B to `partners`",
    ),
    "deadline not in its column": (
        [(TASKS4, ":deadline: 12/2026", ":deadline: 2/2026")],
        f"{TASKS4}:44: KH308 NV-4-2026-II-2-2",
        '"2/2026", the clause says "12/2026"',
    ),
    "form of a row forgotten": (
        [(TASKS4, ":form: Văn bản\n", "")],
        f"{TASKS4}:38: KH308 NV-4-2026-II-2-2",
        'says "Văn bản". Add a line `form`',
    ),
    "two wrong agencies, one finding": (
        [(TASKS4, ":partners: CQ-B, CQ-XA", ":partners: CQ-X")],
        f"{TASKS4}:14: KH307 NV-4-2026-II-1-1",
        "Add CQ-XA to `partners`",
    ),
    "an agency that nobody knows": (
        [
            (TASKS3, "hợp: Sở B.", "hợp: Sở B, Sở Ngoại vụ."),
            (NGUON3, "hợp: Sở B.", "hợp: Sở B, Sở Ngoại vụ."),
        ],
        f"{TASKS3}:7: KH307 NV-3-2026-I-1",
        'No agency is called "sở ngoại vụ"',
    ),
    "an owner that a clause without label does not name": (
        [(TASKS3, *TITLED), (NGUON3, *TITLED)],
        f"{TASKS3}:6: KH307 NV-3-2026-I-1",
        "Delete CQ-A from `owner`",
    ),
    "a partner that a clause without label does not name": (
        [(TASKS3, ":owner: CQ-B\n", ":owner: CQ-B\n:partners: CQ-XA\n")],
        f"{TASKS3}:28: KH307 NV-3-2026-I-2",
        "Delete CQ-XA from `partners`",
    ),
    "submitted to whom the clause only names as owner": (
        [(TASKS3, ":owner: CQ-B\n", ":owner: CQ-B\n:submit_to: CQ-B\n")],
        f"{TASKS3}:28: KH307 NV-3-2026-I-2",
        "Delete CQ-B from `submit_to`",
    ),
    "an authority to submit to": (
        [
            (TASKS3, "- Hình thức: Trực tiếp.", "- Cấp trình: Sở B.\n\n- Hình thức: Trực tiếp."),
            (NGUON3, "- Hình thức: Trực tiếp.", "- Cấp trình: Sở B.\n\n- Hình thức: Trực tiếp."),
        ],
        f"{TASKS3}:3: KH307 NV-3-2026-I-1",
        "Add CQ-B to `submit_to`",
    ),
    "a deadline inside a longer number": (
        [
            (TASKS3, "hiện: Tháng 10/2026.", "hiện theo Kế hoạch số 110/2026."),
            (NGUON3, "hiện: Tháng 10/2026.", "hiện theo Kế hoạch số 110/2026."),
            (TASKS3, ":deadline: Tháng 10/2026", ":deadline: 10/2026"),
        ],
        f"{TASKS3}:28: KH308 NV-3-2026-I-2",
        '"10/2026", which the clause does not say',
    ),
    "funding in other words": (
        [
            (TASKS3, "- Hình thức: Trực tiếp.", "- Hình thức: Trực tiếp.\n\n- Kinh phí: Ngân sách tỉnh."),
            (NGUON3, "- Hình thức: Trực tiếp.", "- Hình thức: Trực tiếp.\n\n- Kinh phí: Ngân sách tỉnh."),
            (TASKS3, ":form: Trực tiếp\n", ":form: Trực tiếp\n:funding: Ngân sách\n"),
        ],
        f"{TASKS3}:9: KH308 NV-3-2026-I-1",
        "Ngân sách tỉnh",
    ),
    "a title over two cells": (
        [(TASKS4, "{task} Kiểm tra công vụ giả định", "{task} Kiểm tra công vụ giả định Sở B")],
        f"{TASKS4}:23: KH306 NV-4-2026-II-2-1",
        "",
    ),
    "a plan's title in other words": (
        [(PLAN4, "{plan} Kiểm tra công vụ", "{plan} Thanh tra công vụ")],
        f"{PLAN4}:5: KH306 KH-4-2026",
        "",
    ),
}


def change(root: Path, changes: list[Change]) -> None:
    """Change what stands in files."""
    for file, old, new in changes:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(small: Path, case: str) -> None:
    """One mistake, one finding, with what to do about it."""
    changes, place, words = CASES[case]
    change(small, changes)
    (found,) = findings(small)
    assert (f"{found.path}:{found.line}: {found.code} {found.id or '-'}", words in found.message) == (
        place,
        True,
    ), str(found)


NOTHING_WRONG: dict[str, list[Change]] = {
    "an owner from the heading above": [
        (TASKS3, *TITLED),
        (NGUON3, *TITLED),
        (TASKS3, "# I. NHIỆM VỤ\n", "# I. NHIỆM VỤ\n\n## 1. Sở A\n"),
        (NGUON3, "I. NHIỆM VỤ\n", "I. NHIỆM VỤ\n\n1. Sở A\n"),
    ],
    "a line that two frames list": [
        (NGUON4, "CÔNG BÁO/Số 1/Ngày 10-02-2026\n7\n", "CÔNG BÁO/Số 1/Ngày 10-02-2026\n6\n"),
        (PLAN4, "CÔNG BÁO/Số 1/Ngày 10-02-2026\n7\n", ""),
        (PLAN4, ":::{frame}\nCÔNG", ":::{frame}\n6\n:::\n\n:::{frame}\nCÔNG"),
        (NGUON4, "CÔNG BÁO/Số 1/Ngày 10-02-2026\n6\n|", "6\n|"),
    ],
    "a heading of our own": [(TASKS3, ":::{deliverable} Hội", "## Văn bản\n\n:::{deliverable} Hội")],
    "a tone in its other place": [
        (TASKS3, "chủ trì: Sở A.", "chủ trì: Uỷ ban nhân dân tỉnh X."),
        (NGUON3, "chủ trì: Sở A.", "chủ trì: Uỷ ban nhân dân tỉnh X."),
        (TASKS3, ":owner: CQ-A", ":owner: CQ-X"),
    ],
    "a source without pipes": [
        (NGUON4, "| TT | Tên", "TT\nTên"),
        (
            NGUON4,
            " vụ | Cơ quan chủ trì | Cơ quan phối hợp | Hình",
            " vụ\nCơ quan chủ\ntrì Cơ quan phối hợp\nHình",
        ),
        (
            NGUON4,
            "|  2.1 | Kiểm tra công vụ giả định | Sở B | | Trực",
            "2.1\nKiểm tra công vụ\ngiả định\nSở B\nTrực",
        ),
        (NGUON4, " tiếp | Quý II/2026 |", " tiếp\nQuý II/2026"),
    ],
    "a deadline in other capitals": [
        (TASKS3, "hiện: Tháng 10/2026.", "hiện trong tháng 10/2026."),
        (NGUON3, "hiện: Tháng 10/2026.", "hiện trong tháng 10/2026."),
    ],
}


@pytest.mark.parametrize("case", NOTHING_WRONG)
def test_what_is_no_mistake(small: Path, case: str) -> None:
    """What official texts and coordinators may do gives no finding."""
    change(small, NOTHING_WRONG[case])
    assert [str(found) for found in findings(small)] == []


# -- long texts -------------------------------------------------------------------------------------


def plan_of(root: Path, files: dict[str, str], source: str) -> Plan:
    """A plan of these files, held against this text."""
    folder = root / "needs" / "kh-5-2026"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "ubproject.toml", root)
    (folder / "source.txt").write_text(source, encoding="utf-8")
    home = ":::{plan} Kế hoạch giả định\n:id: KH-5-2026\n:source: needs/kh-5-2026/source.txt\n:::\n"
    for name, text in {"a.md": home, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return reader.read(root)


def clause(number: int, words: str) -> str:
    """A principle of the plan."""
    return f":::{{principle}} {words.strip('- .?')}\n:id: YC-5-2026-{number}\n\n{words}\n:::\n"


def test_files_may_stand_in_another_order(tmp_path: Path) -> None:
    """What several parts have alike is found in the part it is of, though IX comes before V by name."""
    same = "- Bảo đảm đúng tiến độ, đúng quy định của pháp luật hiện hành."
    parts = {
        name: [
            f"# {heading}",
            "## 1. Mục tiêu",
            clause(n, same),
            "## 2. Giải pháp",
            clause(n + 1, f"- {heading}?"),
        ]
        for n, (name, heading) in enumerate(
            (("ix-.md", "IX. KINH PHÍ"), ("v-.md", "V. TỔ CHỨC"), ("vi-.md", "VI. THI HÀNH")), 10
        )
        for n in (n * 10,)
    }
    text = "\n".join(
        f"{heading}\n1. Mục tiêu\n{same}\n2. Giải pháp\n- {heading}?"
        for heading in ("V. TỔ CHỨC", "VI. THI HÀNH", "IX. KINH PHÍ")
    )
    plan = plan_of(tmp_path, {name: "\n\n".join(part) for name, part in parts.items()}, text)
    found = [f for f in rules.check(plan) if f.code.startswith("KH3")]
    assert found == []


@pytest.mark.parametrize("changed_of_ten", [0, 1], ids=["unchanged", "changed"])
def test_a_long_text_is_compared_in_linear_time(tmp_path: Path, changed_of_ten: int) -> None:
    """Twice as many clauses, whether found as they are or changed, take about twice as long."""

    def work(size: int) -> Callable[[], object]:
        plan, home = long_plan(tmp_path / str(size), size, size // 10 * changed_of_ten)
        return lambda: fidelity.compare(replace(plan), home)  # of one plan the answer is remembered

    assert growth(work, 500) < LINEAR


def test_a_long_text_is_compared_whole(tmp_path: Path) -> None:
    """Of 2,000 clauses of which 300 are changed each is claimed, and each change is a difference."""
    plan, home = long_plan(tmp_path, 2_000, 300)
    compared = fidelity.compare(plan, home)
    assert (len(compared.claims), len(compared.differences)) == (2000, 300)
    assert (compared.unclaimed, compared.strangers) == ((), ())


def long_plan(root: Path, size: int, changed: int) -> tuple[Plan, Need]:
    """A plan of so many clauses, the first of which stand otherwise in its official text."""
    rng = random.Random(5)
    vocabulary = [f"chữ{number}" for number in range(400)]
    clauses = [f"{n}) " + " ".join(rng.choices(vocabulary, k=40)) + "." for n in range(size)]
    root.mkdir(exist_ok=True)
    text = "\n".join([words.replace(".", " nữa.") for words in clauses[:changed]] + clauses[changed:])
    plan = plan_of(root, {"b.md": "\n".join(clause(n, words) for n, words in enumerate(clauses))}, text)
    return plan, plan.needs["KH-5-2026"]
