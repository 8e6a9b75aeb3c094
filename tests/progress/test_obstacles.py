"""Obstacles: open until resolved, for leaders to decide until answered, and never a state."""

from dataclasses import replace
from datetime import date

import pytest

from kehoach import documents
from kehoach.documents.layout import words_of
from kehoach.plan import Need
from kehoach.progress import Progress, State
from kehoach.progress.decisions import Matter, decisions
from kehoach.progress.obstacles import obstacles, of_agency, of_task
from kehoach.reports import tables
from kehoach.reports.tables import plain
from kehoach.reports.words import obstacle_words
from progress.test_closing import closing
from progress.test_states import DAY, MODEL, evidence, need, plan_of, update

RAISED, ANSWERED, RESOLVED = "2026-05-10", "2026-05-20", "2026-06-01"


def obstacle(number: int = 1, day: str = RAISED, **options: str) -> Need:
    """An obstacle of the one task, which CQ-B is to resolve."""
    links = {"on": "NV-1", "by": "CQ-A", "needed_of": "CQ-B", "answered_by": "YK-1"}
    return need("obstacle", f"VM-{number}", links, raised=day, needed="Bố trí kinh phí", **options)


ANSWER = need("directive", "YK-1", {"on": "NV-1"}, date=ANSWERED, number="1/TB")


def on(day: str, *others: Need) -> Progress:
    """The plan with one task on a day."""
    return Progress(plan_of(DAY, *others), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "words", "to_decide"),
    [
        ("2026-05-09", None, False),
        ("2026-05-10", "open for 0 days", True),
        ("2026-05-11", "open for 1 days", True),
        ("2026-05-19", "open for 9 days", True),
        ("2026-05-20", "open for 10 days, answered", False),
        ("2026-05-31", "open for 21 days, answered", False),
        ("2026-06-01", "resolved on 01/06/2026 (11/QĐ)", False),
        ("2026-06-02", "resolved on 01/06/2026 (11/QĐ)", False),
    ],
)
def test_an_obstacle_on_each_day(day: str, words: str | None, *, to_decide: bool) -> None:
    """Raised, answered, resolved: each from its day on."""
    progress = on(day, _resolved(), ANSWER)
    found = obstacles(progress)
    assert [obstacle_words(one) for one in found] == ([words] if words else [])
    assert any(one.matter is Matter.OBSTACLE for one in decisions(progress)) is to_decide


def _resolved() -> Need:
    found = obstacle(resolved=RESOLVED)
    return replace(found, options={**found.options, "number": "11/QĐ"})


def test_those_resolved_come_last_first_with_the_days_they_took() -> None:
    """Their days stop on the day of what resolved them; one of a task that runs on outlives a closed plan."""
    other = replace(need("plan", "KH-2", issued="2026-01-05"), path="needs/kh-2/x.md")
    runs = replace(need("task", "NV-2", {"owner": "CQ-A"}, deadline="Ngày 30/6/2027"), path="needs/kh-2/x.md")
    both = obstacle(3)
    both = replace(both, links={**both.links, "on": ("NV-1", "NV-2")})
    none = replace(obstacle(4), links={"by": ("CQ-A",)})
    solved = (obstacle(1, resolved="2026-05-20"), obstacle(2, resolved="2026-06-01"))
    found = obstacles(on("2028-01-01", closing(), other, runs, *solved, both, none, obstacle(5)))
    assert [one.need.id for one in found] == ["VM-3", "VM-4", "VM-2", "VM-1", "VM-5"]
    assert [one.open for one in found] == [True, True, False, False, False]
    assert [one.days for one in found[2:4]] == [22, 10]


@pytest.mark.parametrize("day", ["2026-05-09", "2026-05-11", "2026-07-01", "2028-01-01"])
def test_an_obstacle_changes_no_state(day: str) -> None:
    """With it or without, a task stands as it does, and who said nothing is still silent."""
    assert on(day, obstacle()).of(DAY) == on(day).of(DAY)
    assert on("2026-07-01", obstacle()).of(DAY).state is State.NO_INFORMATION


def test_open_ones_come_first_by_age() -> None:
    """Then those resolved, the last first; each with who can resolve it and the reminders sent."""
    sent = [
        need("reminder", f"DD-{n}", {"on": "NV-1"}, date=f"2026-07-0{n}", number=f"{n}/SNV") for n in (2, 1)
    ]
    older, resolved = obstacle(2, "2026-04-01"), obstacle(3, "2026-03-01", resolved="2026-03-09")
    progress = on("2026-07-05", obstacle(), resolved, older, *sent)
    table = tables.obstacles(progress)
    assert [row.need.id for row in table.rows] == ["VM-2", "VM-1", "VM-3"]
    cells = {column.key: plain(column.value(table.rows[0])) for column in table.columns}
    assert cells["needed"] == "Bố trí kinh phí; CQ-B"
    assert cells["reminded"] == "round 1: 1/SNV, 01/07/2026; round 2: 2/SNV, 02/07/2026"


def test_of_whom_and_of_what() -> None:
    """An agency is shown those that it raised, and those that it is to resolve."""
    progress = on("2026-07-05", obstacle())
    found = obstacles(progress)
    for agency in ("CQ-A", "CQ-B"):
        assert of_agency(found, progress.plan.needs[agency]) == found
    assert of_task(progress, DAY) == found
    assert of_agency(found, progress.plan.needs["NV-1"]) == ()


def test_leaders_decide_what_nobody_answered() -> None:
    """With what is needed, and of whom; an update's proposal beside it stands for itself."""
    asked = need("update", "BC-1", {"on": "NV-1"}, date="2026-05-12", proposal="Lùi hạn")
    table = tables.decisions(on("2026-05-19", obstacle(), asked))
    rows = [[plain(cell) for cell in table.cells(row)] for row in table.rows]
    assert [row[2:] for row in rows] == [
        ["Bố trí kinh phí", "VM-1", "CQ-B"],
        ["Lùi hạn", "BC-1", ""],
    ]


def test_nothing_is_decided_for_what_is_done() -> None:
    """What stood in the way of a task that is done stands in nobody's way."""
    progress = on("2026-07-05", obstacle(), evidence(1, "2026-06-20"))
    assert decisions(progress) == []
    assert len(obstacles(progress)) == 1


def test_nothing_is_decided_for_what_has_ended() -> None:
    """An obstacle of a closed plan stays in the register, and is asked of nobody."""
    progress = on("2027-01-05", obstacle(), closing(), update("2026-05-12"))
    assert decisions(progress) == []
    assert [obstacle_words(one) for one in obstacles(progress)] == ["not resolved when the plan ended"]


def test_reports_tell_what_stands_open() -> None:
    """The draft of a report has the obstacles that stand open, and no others."""
    progress = on("2026-07-05", obstacle(), obstacle(3, "2026-03-01", resolved="2026-03-09"))
    words = " ".join(
        said for _where, said in words_of(documents.report(progress, progress.plan.needs["KH-1"]))
    )
    assert "open for 56 days" in words
    assert "VM-3" not in words


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ((), "2. Difficulties (Nothing recorded in the data.) III."),
        ((obstacle(),), "2. Difficulties Obstacles: "),
    ],
)
def test_a_report_does_not_say_nothing_above_what_stands_open(others: tuple[Need, ...], told: str) -> None:
    """The line to be filled in is there where neither reports nor obstacles tell of a difficulty."""
    progress = on("2026-07-05", *others)
    made = documents.report(progress, progress.plan.needs["KH-1"])
    assert told in " ".join(said for _where, said in words_of(made))


def test_the_model_knows_what_an_obstacle_must_say() -> None:
    """What it is about, since when, and who raised it."""
    assert MODEL.types["obstacle"].required == ("on", "raised", "by")
