"""Random edits of workbook and files at once: nothing is lost, and nothing is written in conflict."""

import random
import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import copy_of
from kehoach.plan import Need, reader
from merging.test_merge import (
    ASSIGNMENT,
    EVIDENCE,
    HEAD,
    UPDATES,
    column_of,
    empty_row,
    exported,
    merge,
    row_of,
)

#: A day after those of all papers.
TODAY = date(2027, 1, 1)
#: What may be edited: sheet, words over the column, and the option.
COLUMNS = {
    "task": [(ASSIGNMENT, "Lãnh đạo phụ trách", "in_charge")],
    "evidence": [
        (EVIDENCE, "Tài liệu", "title"),
        (EVIDENCE, "Số, ký hiệu", "number"),
        (EVIDENCE, "Ngày hoàn thành", "completed"),
        (EVIDENCE, "Kỳ báo cáo", "period"),
        (EVIDENCE, "Đã xác nhận", "confirmed"),
        (EVIDENCE, "Đường dẫn (URL)", "url"),
    ],
    "update": [
        (UPDATES, "Tên", "title"),
        (UPDATES, "Ngày", "date"),
        (UPDATES, "Kết quả", "result"),
        (UPDATES, "Khó khăn, vướng mắc", "difficulties"),
        (UPDATES, "Đề xuất, kiến nghị", "proposal"),
    ],
}
WORDS = {"yes": "có", "no": "không"}

Key = tuple[str, str]
Said = dict[str, object]


@dataclass
class Case:
    """A project, its workbook, and what was done to both: new values by ID and option."""

    root: Path
    rng: random.Random
    before: dict[str, Need]
    ours: dict[Key, str] = field(default_factory=dict)
    theirs: dict[Key, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    rows_gone: set[str] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)

    def value(self, option: str) -> str:
        """A value that no rule objects to; often empty where it may be."""
        number = self.rng.randrange(10**6)
        if option == "confirmed":
            return self.rng.choice(("yes", "no"))
        if option == "completed":  # before any document of the demo plan
            return f"2026-01-{6 + number % 10:02}"
        if option == "date":  # when each period of the demo plan has begun
            return f"2026-12-{6 + number % 10:02}"
        if option == "period":  # any paper may be of one that takes in the others
            return self.rng.choice(("năm 2026", "cả năm 2026", ""))
        if option not in ("title", "number", "date") and number % 4 == 0:
            return ""
        # Who is in charge is a position.
        words = f"{'Giám đốc' if option == 'in_charge' else 'Giá trị'} {number}; 50%, đợt {number % 7}"
        return f"https://example.org/{number}" if option == "url" else words


def said(need: Need) -> Said:
    """All that an object says."""
    return {
        **need.options,
        **{k: ", ".join(v) for k, v in need.links.items()},
        "title": need.title,
        "": need.body,
    }


def random_case(root: Path, seed: int) -> Case:
    """Edit a workbook and the files that it was made from, some cells in both."""
    copy_of("demo", root)
    case = Case(root, random.Random(seed), dict(reader.read(root).needs))
    cells = [(need.id, c[2]) for need in case.before.values() for c in COLUMNS.get(need.type, ())]
    both = case.rng.sample(cells, case.rng.randrange(4))
    for key in dict.fromkeys([*case.rng.sample(cells, case.rng.randrange(1, 12)), *both]):
        case.theirs[key] = case.value(key[1])
    for key in dict.fromkeys([*case.rng.sample(cells, case.rng.randrange(8)), *both]):
        # Now and then both sides write the same.
        same = key in case.theirs and case.rng.random() < 0.3
        case.ours[key] = case.theirs[key] if same else case.value(key[1])
    edit_workbook(case)
    edit_files(case)
    return case


def edit_workbook(case: Case) -> None:
    """Enter values, delete, add and shuffle rows."""
    path = exported(case.root)
    book = load_workbook(path)
    for (need_id, option), value in case.theirs.items():
        columns = COLUMNS[case.before[need_id].type]
        sheet, head = next((s, h) for s, h, o in columns if o == option)
        book[sheet].cell(row_of(book[sheet], need_id), column_of(book[sheet], head)).value = typed(
            case, value
        )
    page = book[EVIDENCE]
    for number in range(case.rng.randrange(3)):
        case.numbers.append(f"{900 + number}/BC-{case.rng.randrange(10**6)}")
        row = {"Minh chứng cho (mã)": "SP-9-2026-II-4-1", "Tài liệu": "Mới", "Ngày văn bản": "10/7/2026"}
        target = empty_row(page)
        for head, text in {**row, "Số, ký hiệu": case.numbers[-1]}.items():
            page.cell(target, column_of(page, head)).value = text
    mine = [need.id for need in case.before.values() if need.type == "evidence"]
    for need_id in case.rng.sample(mine, case.rng.randrange(3)):
        page.delete_rows(row_of(page, need_id))
        case.rows_gone.add(need_id)
    shuffle(page, case.rng)
    page.column_dimensions["E"].hidden = case.rng.random() < 0.5
    book.save(path)


def typed(case: Case, value: str) -> str:
    """A value as somebody may type it."""
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    if day and case.rng.random() < 0.7:
        return f"{int(day[3])}/{int(day[2])}/{day[1]}"
    return WORDS.get(value, value)


def shuffle(page: Worksheet, rng: random.Random) -> None:
    """Rows in another order."""
    last = empty_row(page) - 1
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=HEAD + 1, max_row=last)]
    rng.shuffle(rows)
    for number, row in enumerate(rows, HEAD + 1):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value


def edit_files(case: Case) -> None:
    """Edit the files as in a text editor, without the code that merges."""
    for (need_id, option), value in case.ours.items():
        path, lines, start, end = block(case, need_id)
        if option == "title":
            lines[start] = lines[start].partition(" ")[0] + f" {value}"
        else:
            kept = [line for line in lines[start:end] if not line.startswith(f":{option}: ")]
            kept[2:2] = [f":{option}: {value}"] if value else []
            lines[start:end] = kept
        path.write_text("\n".join(lines), encoding="utf-8")
    mine = [need.id for need in case.before.values() if need.type == "evidence"]
    for need_id in case.rng.sample(mine, case.rng.randrange(2)):
        path, lines, start, end = block(case, need_id)
        path.write_text("\n".join([*lines[:start], "Một đoạn khác.", *lines[end + 1 :]]), encoding="utf-8")
        case.deleted.add(need_id)


def block(case: Case, need_id: str) -> tuple[Path, list[str], int, int]:
    """The file of an object, its lines, and the first and last line of the object."""
    path = case.root / case.before[need_id].path
    lines = path.read_text(encoding="utf-8").split("\n")
    start = lines.index(f":id: {need_id}") - 1
    return path, lines, start, lines.index(":::", start)


def conflicts(case: Case) -> set[Key]:
    """The cells that both sides have changed, and differently; those of rows that are there."""
    found = set()
    for (need_id, option), value in case.theirs.items():
        base = str(said(case.before[need_id]).get(option, ""))
        ours = case.ours.get((need_id, option), base)
        changed = value != base and need_id not in case.rows_gone
        if changed and (need_id in case.deleted or ours not in (base, value)):
            found.add((need_id, option))
    return found


def expected(case: Case) -> dict[str, Said]:
    """What the objects say after a merge that leaves out the conflicts."""
    left_out, after = conflicts(case), {key: said(need) for key, need in case.before.items()}
    for key in case.deleted:
        del after[key]
    for (need_id, option), value in case.ours.items():
        set_in(after, need_id, option, value)
    for (need_id, option), value in case.theirs.items():
        unchanged = value == str(said(case.before[need_id]).get(option, ""))
        if not unchanged and (need_id, option) not in left_out and need_id not in case.rows_gone:
            set_in(after, need_id, option, value)
            if (option, value) == ("confirmed", "yes"):
                set_in(after, need_id, "confirmed_on", str(TODAY))
    return after


def set_in(after: dict[str, Said], need_id: str, option: str, value: str) -> None:
    if need_id in after:
        after[need_id].pop(option, None)
        after[need_id] |= {option: value} if value else {}


def run(root: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Merge all or nothing, then in part, and hold the result against what is to be expected."""
    monkeypatch.setattr("kehoach.commands.merge.today", lambda *_: TODAY)
    case = random_case(root, seed)
    path, pages = root / "theo-doi.xlsx", sorted((root / "needs").rglob("*.md"))
    files = {page: page.read_text(encoding="utf-8") for page in pages}
    left_out = conflicts(case)
    told = {key for key in left_out if key[0] not in case.deleted}
    rows = {need_id for need_id, _option in left_out if need_id in case.deleted}

    done = merge(root, path, "--confirm")
    assert done.exit_code == (1 if left_out else 0), done.output
    assert len(done.stdout.splitlines()) == len(told) + len(rows)
    for need_id, _option in left_out:
        assert f": {need_id}: " in done.stdout
    if left_out:
        assert {page: page.read_text(encoding="utf-8") for page in pages} == files
        merge(root, path, "--confirm", "--partial")

    plan, wanted = reader.read(root), expected(case)
    new = [need for need in plan.needs.values() if need.id not in case.before]
    assert sorted(need["number"] for need in new) == sorted(case.numbers)
    assert {key: said(need) for key, need in plan.needs.items() if need not in new} == wanted
    for page, text in files.items():
        only_lines_of(case, text, page.read_text(encoding="utf-8"))


def only_lines_of(case: Case, old: str, new: str) -> None:
    """Every line that differs holds a value of the workbook, or the one before it."""
    before, after = old.split("\n"), new.split("\n")
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            options = {option for _id, option in case.theirs}
            for line in before[a:b]:
                assert line.startswith(":::{") or line.split(":")[1] in options
            days = sum(option == "confirmed" for _id, option in case.theirs)
            assert d - c <= b - a + len(case.theirs) + days + 8 * len(case.numbers)


@pytest.mark.parametrize("seed", range(10))
def test_both_sides_edited(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What either side changed is there, conflicts are told by cell, and not a line else has changed."""
    run(tmp_path / "demo", seed, monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(500))
def test_both_sides_edited_five_hundred_times(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same, for five hundred sequences."""
    run(tmp_path / "demo", 1000 + seed, monkeypatch)
