"""The figures that head a plan, and what waits for its issuer to decide."""

from collections import Counter
from datetime import date

import pytest

from kehoach.plan import Need, Plan
from kehoach.progress import Progress, State, overdue, tally
from kehoach.progress.decisions import Matter, decisions
from kehoach.progress.headline import headline
from kehoach.progress.tally import by_leader
from kehoach.progress.todos import Todo, todos
from progress.test_facts import progress
from progress.test_states import agency, amended, evidence, need, task

DUE = task("Ngày 30/6/2026")


@pytest.mark.parametrize(
    ("day", "soon", "later", "past"),
    [
        ("2026-05-30", 0, 0, 0),
        ("2026-05-31", 0, 1, 0),
        ("2026-06-22", 0, 1, 0),
        ("2026-06-23", 1, 1, 0),
        ("2026-06-30", 1, 1, 0),
        ("2026-07-01", 0, 0, 1),
    ],
)
def test_what_is_due_soon_is_counted_up_to_its_last_day(day: str, soon: int, later: int, past: int) -> None:
    """31, 30, 8, 7 and 0 days before the last day, and the day after it."""
    found = headline(progress(day, DUE))
    assert (found.soon, found.later, overdue(found.counts)[0]) == (soon, later, past)


def test_what_is_sent_waits_and_is_not_due() -> None:
    """Sent on 20/6 and not confirmed on 30/6: waits for ten days, is asked of nobody, is not done."""
    found = headline(progress("2026-06-30", DUE, evidence(1, "2026-06-20", confirmed=False)))
    assert (found.counts[State.AWAITING], found.longest) == (1, 10)
    assert (found.later, found.done, found.counted) == (0, 0, 1)


def test_reports_of_standing_duties_are_due_too() -> None:
    """A standing duty is not counted with the others, its next report is due soon."""
    found = headline(progress("2026-06-28", task("Thường xuyên")))
    assert (found.counted, found.soon, found.later) == (0, 1, 1)


def test_bodies_outside_the_count_are_told_apart() -> None:
    """A task of a Party body alone is in no figure, and is said to be left out."""
    party = need("agency", "CQ-C", kind="party")
    found = headline(progress("2026-07-01", task("Ngày 30/6/2026", "CQ-C"), party))
    assert (found.counts.total(), found.later, found.outside) == (0, 0, 1)


FIGURES = ("done-on-time", "done-late", "open-in-time", "open-overdue", "no-information")


@pytest.mark.parametrize("month", range(1, 13))
def test_the_figures_of_the_demo_are_those_of_its_tasks_and_to_dos(demo_plan: Plan, month: int) -> None:
    """Recounted task by task, and against what the week asks for: nobody is counted twice or left out."""
    now = Progress(demo_plan, date(2026, month, 15))
    found, within = headline(now), [status for status in now.tasks if not status.outside_only]
    states = [status.state.value for status in within]
    assert found.done == states.count("done-on-time") + states.count("done-late")
    assert found.counted == sum(state in (*FIGURES, "awaiting-confirmation") for state in states)
    assert found.counts.total() + found.outside == len(demo_plan.of_type("task"))
    ids = {status.task.id for status in within}
    asked = {kind: {item.need.id for item in todos(now) if item.todo is kind} & ids for kind in Todo}
    assert found.soon == len(asked[Todo.DUE_SOON])
    assert found.later == len(asked[Todo.DUE_SOON] | asked[Todo.DUE_LATER])


@pytest.mark.parametrize("month", range(1, 13))
def test_the_leaders_have_all_tasks_between_them(demo_plan: Plan, month: int) -> None:
    """The states by leader, of which one is nobody, add up to the total."""
    now = Progress(demo_plan, date(2026, month, 15))
    found = by_leader(now)
    assert sum(found.values(), Counter[State]()) == tally(now).total
    assert found[""].total() == sum(not s.task["leader"] and not s.outside_only for s in now.tasks)


def test_a_plan_that_names_no_leader_has_none() -> None:
    """Nothing is shown by leader where nobody is named."""
    assert by_leader(progress("2026-06-30", DUE)) == {}


# -- decisions --------------------------------------------------------------------------------------

REQUEST = amended(1, "2026-06-10", effect="requested", deadline="Ngày 31/8/2026")
PROPOSED = need("update", "BC-1", {"on": "NV-1"}, date="2026-06-10", difficulties="x", proposal="y")


def told(day: str) -> Need:
    return need("directive", "YK-1", {"on": "NV-1"}, date=day)


@pytest.mark.parametrize(
    ("others", "day", "expected"),
    [
        ([REQUEST], "2026-06-09", []),
        ([REQUEST], "2026-06-10", [Matter.REQUEST]),
        ([REQUEST, amended(2, "2026-06-12", deadline="Ngày 31/8/2026")], "2026-06-12", []),
        ([PROPOSED], "2026-06-09", []),
        ([PROPOSED], "2026-06-10", [Matter.PROPOSAL]),
        ([PROPOSED, told("2026-06-09")], "2026-06-30", [Matter.PROPOSAL]),
        ([PROPOSED, told("2026-06-10")], "2026-06-30", []),
        ([PROPOSED, told("2026-07-01")], "2026-06-30", [Matter.PROPOSAL]),
        ([PROPOSED, evidence(1, "2026-06-20")], "2026-06-30", []),
        ([need("update", "BC-1", {"on": "NV-1"}, date="2026-06-10", difficulties="x")], "2026-06-30", []),
        ([REQUEST, PROPOSED], "2026-06-10", [Matter.REQUEST, Matter.PROPOSAL]),
    ],
)
def test_what_is_to_be_decided(others: list[Need], day: str, expected: list[Matter]) -> None:
    """A request until it is answered, a proposal until a directive of its day or later."""
    assert [found.matter for found in decisions(progress(day, DUE, *others))] == expected


@pytest.mark.parametrize(("day", "expected"), [("2026-03-31", []), ("2026-04-01", [Matter.OWNER])])
def test_a_task_without_owner_is_decided_from_the_day_after_its_owner_ended(
    day: str, expected: list[Matter]
) -> None:
    """The agency ends on 31/3 and nobody certain takes over."""
    subject = task("Ngày 30/6/2026", "CQ-C")
    found = decisions(progress(day, subject, agency("CQ-C", until="2026-03-31")))
    assert [one.matter for one in found] == expected
