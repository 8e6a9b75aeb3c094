"""The objects held against the official text: what is lost, bent, added or moved is found where it is."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach import fidelity, reader, rules
from kehoach.findings import Finding
from test_status import real_plan

FOLDER = "needs/kh-172-2023"
SOURCE = f"{FOLDER}/source.txt"
TASKS = f"{FOLDER}/ii-noi-dung-thuc-hien.md"
FILES = (TASKS, f"{FOLDER}/i-muc-dich-yeu-cau.md", f"{FOLDER}/ke-hoach.md")


@dataclass(frozen=True)
class Edit:
    """One edit of one file: what kind, the file's new text, and the lines where it may be reported."""

    kind: str
    file: str
    text: str
    places: frozenset[tuple[str, int]]


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
    words[place] = words[place][:-1] + "xy" + words[place][-1:]
    lines[index] = " ".join(words)
    return Edit("word", file, "\n".join(lines), near(file, index + 1))


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
