"""``kehoach status``: the same figures as the site, in the terminal and as data."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from conftest import ROOT, Run
from kehoach.cli import main
from kehoach.language import i18n
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress, State
from kehoach.progress.states import PUBLIC
from kehoach.progress.todos import Todo
from kehoach.reports import data as figures
from kehoach.reports import status
from kehoach.reports.words import deadline_words, state_label, state_words, todo_label

CELLS = ("done-on-time", "done-late", "open-in-time", "open-overdue")


TASK_KEYS = """
id plan clause title leader ownership owners parts deadline effective_deadline extensions due late_after state
done days_late missing unconfirmed open_parts sent waiting_since reminded ending
"""
TASK, DELIVERABLE = "NV-172-2023-II-1-A", "SP-172-2023-II-1-A-1"
Links = Mapping[str, str]


@cache
def real_plan() -> Plan:
    """The real plan, read once: it is frozen."""
    return reader.read(ROOT)


def on(day: date, *needs: Need) -> Progress:
    """The real plan on a day, with some needs added or, by their ID, put in the place of others."""
    plan = real_plan()
    return Progress(replace(plan, needs={**plan.needs, **{need.id: need for need in needs}}), day)


def task(title: str = "", links: Links | None = None, **options: str) -> Need:
    """Task II.1.a of the real plan (Sở Nội vụ, quý III năm 2023), with changes."""
    need = real_plan().needs[TASK]
    changed = {name: tuple(ids.split()) for name, ids in (links or {}).items()}
    return replace(
        need, title=title or need.title, options={**need.options, **options}, links={**need.links, **changed}
    )


def evidence(day: str, *, confirmed: bool = True, of: str = "") -> Need:
    """A document that proves the deliverable of II.1.a, for one agency or for all."""
    links = {"proves": (DELIVERABLE,), "of": tuple(of.split())}
    return other("evidence", f"MC-{day}-{of}", links, date=day, confirmed="yes" if confirmed else "no")


def extension(number: int, deadline: str, day: str) -> Need:
    """A document that sets a new deadline for II.1.a."""
    links = {"amends": (TASK,)}
    return other("amendment", f"DC-{number}", links, deadline=deadline, date=day, number=f"{number}/QĐ")


def other(type_name: str, need_id: str, links: Mapping[str, tuple[str, ...]], **options: str) -> Need:
    path = "needs/kh-172-2023/x.md"
    return Need(type_name, need_id, f"Tên của {need_id}", path, 1, options, links, {}, "", 2)


def terminal(progress: Progress, width: int) -> str:
    """What is printed where the terminal has so many columns."""
    written = io.StringIO()
    status.print_tables(Console(file=written, width=width), progress)
    return written.getvalue()


# as of, state of a, b and c
REAL_PLAN = [
    (date(2023, 8, 1), "open-in-time", "ongoing", "no-deadline"),
    (date(2023, 9, 30), "open-in-time", "ongoing", "no-deadline"),
    (date(2023, 10, 1), "no-information", "ongoing", "no-deadline"),
    (date(2023, 10, 15), "no-information", "ongoing", "no-deadline"),
    (date(2026, 11, 22), "no-information", "ongoing", "no-deadline"),
]


@pytest.mark.parametrize(("day", "a", "b", "c"), REAL_PLAN, ids=[str(row[0]) for row in REAL_PLAN])
def test_the_real_plan_as_of_a_day(day: date, a: str, b: str, c: str) -> None:
    """Nothing is called done, and nobody is accused of what has only not been reported."""
    data = json.loads(figures.as_json(on(day)))
    assert [task["state"] for task in data["tasks"]] == [a, b, c]
    assert sum(data["cells"]["total"].values()) == 3


def test_owners_that_ended_are_followed_only_where_it_is_certain() -> None:
    """As of 2026 two of the four implementers of II.1.b are one Party body, one is an open point."""
    (task,) = [
        t for t in json.loads(figures.as_json(on(date(2026, 11, 22))))["tasks"] if t["clause"] == "II.1.b"
    ]
    assert {o["named"]: o["effective"] for o in task["owners"]} == {
        "CQ-STTTT": None,
        "CQ-PTTH": "CQ-BPTTH",
        "CQ-BTH": "CQ-BPTTH",
        "CQ-CTTDT": "CQ-CTTDT",
    }
    assert [part["agency"] for part in task["parts"]] == ["CQ-BPTTH", "CQ-CTTDT"]


def test_no_line_ends_in_blanks(kehoach: Run) -> None:
    """What is printed can be compared, and pasted, line by line."""
    said = kehoach("status", "--root", ROOT).stdout
    assert [line for line in said.splitlines() if line != line.rstrip()] == []


def test_formats_agree(kehoach: Run) -> None:
    """JSON, CSV, Markdown and the terminal show the same tasks of the same day."""
    shown = {
        form: kehoach("status", "--root", ROOT, "--as-of", "15/10/2023", "--format", form)
        for form in ("text", "json", "csv", "markdown")
    }
    assert [run.returncode for run in shown.values()] == [0] * 4
    tasks = json.loads(shown["json"].stdout)["tasks"]
    rows = list(csv.reader(io.StringIO(shown["csv"].stdout.removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == [task["id"] for task in tasks]
    for form in ("text", "markdown"):
        assert "Số liệu tính đến hết ngày 15/10/2023" in shown[form].stdout
        assert "NV-172-2023-II-1-A" in shown[form].stdout


@pytest.mark.parametrize("start", ["=", "+", "@", "-"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    """A title that begins like a formula is text to a spreadsheet, which also sees that it is UTF-8."""
    written = figures.as_csv(on(date(2023, 8, 1), task(f'{start}HYPERLINK("x")')))
    assert written.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(written[1:])) for cell in row]
    assert f'\'{start}HYPERLINK("x")' in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_csv_is_of_a_day_and_has_a_row_a_task() -> None:
    """Every row has a cell for each head, and the last head says the day of the figures."""
    progress = on(date(2026, 11, 22))
    head, *rows = csv.reader(io.StringIO(figures.as_csv(progress).removeprefix("\ufeff")))
    assert head[-1] == "Figures up to the end of 22/11/2026"
    assert [len(row) for row in rows] == [len(head) - 1] * 3
    table = [dict(zip(head, row, strict=False)) for row in rows]
    assert [row["Days late"] for row in table] == ["1149", "0", "0"]
    assert "Sở Thông tin và Truyền thông (not known who took over)" in table[1]["Agency"]


def test_titles_are_no_markup_to_the_terminal() -> None:
    """Square brackets of the text, as in a source that stops at "[...]", are shown as they stand."""
    title = "Dừng tại [...], [red]đỏ[/red] :smile: [/x]"
    assert title in " ".join(terminal(on(date(2026, 11, 22), task(title)), 400).split())


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_nothing_is_cut_off_however_narrow_the_terminal(width: int) -> None:
    """No line is wider than the terminal, nothing is shortened, and a file gets no colours."""
    shown = terminal(on(date(2026, 11, 22)), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    assert "\x1b" not in shown


def test_the_four_cells_are_always_shown() -> None:
    """Officials look for the four cells, also where all of them are empty; other states where they occur."""
    table = status.as_markdown(on(date(2026, 11, 22))).splitlines()[4]
    assert table == (
        "| Agency | Done on time | Done late | Open, in time | Open, overdue | No information "
        "| Ongoing, recurring | Deadline not known |"
    )


def test_a_state_that_only_ownerless_tasks_have_is_counted() -> None:
    """Where all owners have ended, the task has no row, but its column and its place in the total."""
    ended = replace(real_plan().needs["CQ-STTTT"], id="CQ-OLD", title="Sở Cũ")
    shown = status.as_markdown(on(date(2026, 11, 22), ended, task(links={"owner": "CQ-OLD"})))
    assert "| Total, each task counted once | 0 | 0 | 0 | 0 | 1 | 1 | 1 |" in shown
    assert "Sở Cũ (not known who took over)" in shown


def test_who_is_late_is_named_where_each_does_its_own_part() -> None:
    """Of two agencies that each do their part, the one that has is not in the late list."""
    each = task(links={"owner": "CQ-SNV CQ-STP"}, ownership="each")
    progress = on(date(2023, 11, 1), each, evidence("2023-09-01", of="CQ-STP"))
    shown = status.as_markdown(progress)
    (row,) = [line for line in shown.splitlines() if line.startswith(f"| {TASK} ")]
    assert "| Sở Nội vụ |" in row
    assert "| No information (1 of 2 agencies have done their part) | 32 |" in row


def test_the_data_have_the_shape_that_is_documented() -> None:
    """What other programs read keeps its keys."""
    data = json.loads(figures.as_json(on(date(2026, 11, 22))))
    assert set(data) == {"as_of", "plans", "cells", "tasks", "todos"}
    assert data["as_of"] == "2026-11-22"
    assert [(plan["id"], plan["number"]) for plan in data["plans"]] == [("KH-172-2023", "172/KH-UBND")]
    assert set(data["tasks"][0]) == set(TASK_KEYS.split())
    assert set(data["tasks"][1]["owners"][0]) == {"named", "effective", "title", "kind"}
    assert set(data["todos"][0]) == {"todo", "id", "plan", "day", "detail"}
    assert (data["tasks"][0]["due"], data["tasks"][0]["days_late"]) == ("2023-09-30", 1149)


# extensions (number, deadline, day of the document); then the words
DEADLINES = [
    ((), "Quý III năm 2023"),
    (((1, "15/12/2023", "2023-09-20"),), "Quý III năm 2023 → 15/12/2023 (gia hạn lần 1, theo 1/QĐ)"),
    (
        ((1, "15/12/2023", "2023-10-20"), (2, "31/12/2023", "2023-12-01")),
        "Quý III năm 2023 → 15/12/2023 (gia hạn lần 1, theo 1/QĐ, sau khi đã quá hạn)"
        " → 31/12/2023 (gia hạn lần 2, theo 2/QĐ)",
    ),
]


@pytest.mark.parametrize(("extensions", "words"), DEADLINES, ids=["none", "in time", "late, then in time"])
def test_a_deadline_tells_what_it_was_and_what_it_is(
    extensions: tuple[tuple[int, str, str], ...], words: str
) -> None:
    """The plan's own words stay, and each extension follows with its document."""
    i18n.use("vi")
    progress = on(date(2023, 12, 2), *(extension(*row) for row in extensions))
    assert deadline_words(progress.of(progress.plan.needs[TASK]).obligation) == words


def test_the_late_list_tells_the_original_and_the_current_last_day() -> None:
    """An extension does not make forget when a task was first due."""
    progress = on(date(2024, 1, 5), extension(1, "15/12/2023", "2023-09-20"))
    assert "| 30/09/2023 → 15/12/2023 | 1 | No information | 21 |" in status.as_markdown(progress)


PROVED_LATE, SENT = evidence("2023-10-03"), evidence("2023-09-01", confirmed=False)
# the deadline, what was sent, as of; then the words
STATES = [
    ("Quý III năm 2023", [evidence("2023-09-30")], "2023-11-01", "Hoàn thành đúng hạn"),
    ("Quý III năm 2023", [PROVED_LATE], "2023-11-01", "Hoàn thành quá hạn 3 ngày"),
    ("Quý III năm 2023", [], "2023-09-30", "Đang thực hiện, trong hạn"),
    ("Quý III năm 2023", [], "2023-10-01", "Chưa có thông tin"),
    ("Quý III năm 2023", [SENT], "2023-10-05", "Đã gửi kết quả, chờ xác nhận (trong hạn), từ 01/09/2023"),
    ("Thường xuyên", [], "2023-10-05", "Thường xuyên"),
    ("Hằng năm", [], "2023-10-05", "Định kỳ"),
    ("Khẩn trương", [], "2023-10-05", "Không có thời hạn cụ thể"),
    ("Khẩn trương", [PROVED_LATE], "2023-10-05", "Không có thời hạn cụ thể – đã hoàn thành"),
]


@pytest.mark.parametrize(("deadline", "sent", "as_of", "words"), STATES)
def test_states_in_the_words_of_officials(deadline: str, sent: list[Need], as_of: str, words: str) -> None:
    """The state of a task is told with the days that it is late."""
    i18n.use("vi")
    progress = on(date.fromisoformat(as_of), task(deadline=deadline), *sent)
    assert state_words(progress.of(progress.plan.needs[TASK])) == words


def test_waiting_tells_what_for() -> None:
    """A deadline without a day yet names the event that it waits for."""
    i18n.use("vi")
    progress = on(date(2023, 10, 5), task(deadline="Sau khi Chính phủ ban hành Nghị định"))
    words = state_words(progress.of(progress.plan.needs[TASK]))
    assert words.startswith("Chưa tính hạn, chờ: ")
    assert "Nghị định" in words


@pytest.mark.parametrize(("effect", "words"), [("suspended", "Tạm dừng"), ("cancelled", "Hủy")])
def test_a_document_suspends_or_cancels(effect: str, words: str) -> None:
    """What was suspended or cancelled is neither open nor late."""
    i18n.use("vi")
    amended = other("amendment", "DC-1", {"amends": (TASK,)}, effect=effect, date="2023-08-01", number="1/QĐ")
    progress = on(date(2026, 11, 22), amended)
    assert state_words(progress.of(progress.plan.needs[TASK])) == words


def test_every_state_and_todo_has_words() -> None:
    """No label is missing, none is shared, and none is left in English."""
    english = [*map(state_label, State), *map(todo_label, Todo)]
    i18n.use("vi")
    vietnamese = [*map(state_label, State), *map(todo_label, Todo)]
    assert len(set(vietnamese)) == len(State) + len(Todo)
    assert not set(english) & set(vietnamese)


@pytest.mark.parametrize("year", range(2023, 2041))
def test_time_never_changes_an_exit_code(year: int) -> None:
    """Status and remind exit alike on any day; only what they say differs."""
    for command in ("status", "remind"):
        done = CliRunner().invoke(main, [command, "--root", str(ROOT), "--as-of", f"15/6/{year}"])
        assert (done.exit_code, done.exception) == (0, None)


def test_check_does_not_ask_for_the_day(kehoach: Run) -> None:
    """Findings are those of the files: `check` takes no day, and knows none from the environment."""
    assert kehoach("check", "--root", ROOT).returncode == 0
    assert kehoach("check", "--root", ROOT, "--as-of", "2040-01-01").returncode == 2


WRONG = [
    ("status --as-of 31/2/2026", "Không có ngày 31/2/2026."),
    ("status --plan KH-0-0", 'Không có kế hoạch "KH-0-0".'),
    ("remind --as-of tomorrow", "Không có ngày tomorrow."),
    ("remind --within soon", '"soon" không phải số ngày.'),
    ("remind --agency CQ-SNVU", 'Không có cơ quan "CQ-SNVU".'),
    ("remind --agency KH-172-2023", 'Không có cơ quan "KH-172-2023".'),
]


@pytest.mark.parametrize(("args", "sentence"), WRONG, ids=[row[0] for row in WRONG])
def test_what_cannot_be_meant_is_refused_in_a_sentence(kehoach: Run, args: str, sentence: str) -> None:
    """A wrong day, plan, agency or span of time ends with exit code 2 and a sentence."""
    run = kehoach(*args.split(), "--root", ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr
    assert sentence in run.stderr


def test_a_plan_with_findings_has_no_status(kehoach: Run, plan_copy: Path) -> None:
    """Figures of faulty files would mislead: the findings are printed instead."""
    path = plan_copy / "needs" / "kh-172-2023" / "ii-noi-dung-thuc-hien.md"
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-SNV\n", "", 1), encoding="utf-8")
    run = kehoach("status", "--root", plan_copy)
    assert (run.returncode, run.stdout) == (1, "")
    assert "KH101" in run.stderr


def test_states_are_all_counted() -> None:
    """Every state has a column in the data, so that no total leaves any out; the public's own have none."""
    data = json.loads(figures.as_json(on(date(2023, 8, 1))))
    assert set(data["cells"]["total"]) == {state.value for state in State if state not in PUBLIC.values()}
    assert set(CELLS) <= set(data["cells"]["total"])
