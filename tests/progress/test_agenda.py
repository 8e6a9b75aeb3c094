"""What an agency has before it, recounted against the to-dos that `kehoach status` tells."""

from collections import Counter
from datetime import date

import pytest

from kehoach.plan import Need, Plan
from kehoach.progress import Progress, own
from kehoach.progress.agenda import Agenda, agenda
from kehoach.progress.owners import ended
from kehoach.progress.tally import led_and_supported, tally
from kehoach.progress.todos import Todo, todos
from progress.test_facts import progress
from progress.test_states import evidence, need, task

LATE = {Todo.OVERDUE, Todo.NO_INFORMATION}
SOON = {Todo.DUE_SOON, Todo.DUE_LATER}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_lists_of_an_agency_are_what_status_asks_of_it(demo_plan: Plan, month: int) -> None:
    """Of each agency and month: what is overdue, which periods are missing, what comes, all states."""
    now = Progress(demo_plan, date(2026, month, 15))
    led, _supported = led_and_supported(now.tasks)
    asked, rows = todos(now), tally(now)
    for agency in demo_plan.of_type("agency"):
        mine = led.get(agency.id, [])
        found, items = agenda(now, agency, mine), [item for item in asked if agency in item.agencies]
        if ended(agency, now.as_of):
            assert (found.now, found.soon, found.waiting) == ((), (), ())
            continue
        late = sorted(one.status.task.id for one in found.now if one.late)
        assert late == sorted(i.need.id for i in items if i.todo in LATE)
        missing = sorted((one.status.task.id, p.name) for one in found.now for p in one.missing)
        assert missing == sorted((i.need.id, i.detail) for i in items if i.todo is Todo.REPORT_MISSING)
        coming = sorted((one.status.task.id, one.day) for one in found.soon)
        assert coming == sorted((i.need.id, i.day) for i in items if i.todo in SOON and i.day)
        states = [own(s, agency).state for s in mine if any(p.agency is agency for p in s.parts)]
        counted = rows.rows.get(agency.id, Counter()) + rows.outside.get(agency.id, Counter())
        assert Counter(states) == counted


def of(day: str, *needs: Need) -> Agenda:
    now = progress(day, *needs)
    return agenda(now, now.plan.needs["CQ-A"], list(now.tasks))


RETURNED = need(
    "evidence", "MC-1", {"proves": "SP-1"}, date="2026-06-10", confirmed="returned", reason="thiếu phụ lục"
)


@pytest.mark.parametrize(
    ("day", "others", "back"),
    [
        ("2026-06-09", [RETURNED], 0),
        ("2026-06-10", [RETURNED], 1),
        ("2026-06-10", [RETURNED, evidence(2, "2026-06-10", confirmed=False)], 0),
        ("2026-06-10", [evidence(0, "2026-06-10", confirmed=False), RETURNED], 0),
        ("2026-06-11", [RETURNED, evidence(2, "2026-06-11", confirmed=False)], 0),
        ("2026-06-11", [RETURNED, evidence(2, "2026-06-11")], 0),
    ],
)
def test_what_came_back_is_to_be_sent_again(day: str, others: list[Need], back: int) -> None:
    """From its day until something newer is sent, before the last day too."""
    found = of(day, task("Ngày 30/6/2026"), *others)
    assert sum(len(one.returned) for one in found.now) == back


@pytest.mark.parametrize(("day", "soon"), [("2026-05-30", 0), ("2026-05-31", 1), ("2026-06-30", 1)])
def test_what_is_due_within_thirty_days_comes(day: str, soon: int) -> None:
    """31, 30 and 0 days before the last day."""
    assert len(of(day, task("Ngày 30/6/2026")).soon) == soon


def test_missing_periods_of_a_duty_are_one_row() -> None:
    """Three quarters that nobody reported on are one thing to do."""
    found = of("2026-11-22", task("Thường xuyên"))
    assert [len(one.missing) for one in found.now] == [len(found.now[0].missing)]
    assert len(found.now[0].missing) > 1
