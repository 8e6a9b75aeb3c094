"""The course of a plan is what progress says on each of its days."""

import json
from datetime import date, timedelta

import pytest

from kehoach.plan import Plan, directives, model
from kehoach.progress import Progress
from kehoach.progress.course import course
from kehoach.progress.weeks import weeks
from kehoach.reports import data as figures
from progress.test_oracle import plan_of, situation

ONE = timedelta(days=1)
LAST = date(2027, 12, 31)


def stood(plan: Plan, day: date) -> dict[tuple[str, str], str]:
    """How each task and part stood on a day, by the course of the plan."""
    return {
        (held.task.id, held.agency.id if held.agency else ""): held.state.value
        for held in course(plan, LAST)
        if held.on(day)
    }


def stands(plan: Plan, day: date) -> dict[tuple[str, str], str]:
    """The same as progress says."""
    found = {}
    for status in Progress(plan, day).tasks:
        found[status.task.id, ""] = status.state.value
        for part in (*status.parts, *status.orphans):
            found[status.task.id, part.agency.id] = part.state.value
    return found


@pytest.mark.parametrize("seed", range(120))
def test_around_each_step_the_course_says_what_progress_says(seed: int) -> None:
    """The day before, the day and the day after each step of random plans; nothing steps in between."""
    drawn = situation(seed)
    plan = plan_of(drawn)
    steps = {held.since for held in course(plan, LAST)}
    between = {drawn.issued + ONE * days for days in range(0, 900, 37)}
    for day in sorted({step + ONE * n for step in steps for n in (-1, 0, 1)} | between):
        if drawn.issued <= day <= LAST:
            assert stood(plan, day) == stands(plan, day), day


def test_the_course_of_the_demo_is_its_states(demo_plan: Plan) -> None:
    """Each Monday of two years, task by task and part by part."""
    for week in range(104):
        day = date(2026, 1, 5) + timedelta(weeks=week)
        assert stood(demo_plan, day) == stands(demo_plan, day), day


@pytest.mark.parametrize("month", range(1, 13))
def test_the_chart_shows_what_status_tells(demo_plan: Plan, month: int) -> None:
    """Done, overdue and due on twelve past days are those of `kehoach status` on these days."""
    shown = {week.day: week for week in weeks(demo_plan, date(2026, 12, 27))}
    day = max(d for d in shown if d <= date(2026, month, 28))
    told = json.loads(figures.as_json(Progress(demo_plan, day)))
    total = told["cells"]["total"]
    assert shown[day].done == total["done-on-time"] + total["done-late"]
    assert shown[day].overdue == total["open-overdue"] + total["no-information"]
    counted = (
        "done-on-time",
        "done-late",
        "open-in-time",
        "open-overdue",
        "no-information",
        "awaiting-confirmation",
    )
    within = [
        t
        for t in told["tasks"]
        if any(p["kind"] in ("agency", "group") for p in t["parts"]) or not t["parts"]
    ]
    passed = [t for t in within if t["state"] in counted and t["due"] and t["due"] < day.isoformat()]
    assert shown[day].due == len(passed)


@pytest.mark.parametrize(
    ("need_id", "last", "begins"),
    [
        ("KH-DT-1-2026", date(2026, 3, 1), date(2026, 1, 1)),
        ("KH-DT-1-2026", date(2025, 12, 31), date(2025, 12, 31)),
        ("KH-1", date(2026, 3, 1), date(2026, 1, 1)),
    ],
)
def test_without_a_day_of_issue_it_begins_with_a_year(need_id: str, last: date, begins: date) -> None:
    """A draft, or a text that says no day, has the weeks of its year and not those since the year 1."""
    page = f":::{{plan}} Kế hoạch (giả định)\n:id: {need_id}\n:::\n"
    page += "\n:::{task} Việc\n:id: NV-1-1\n:clause: 1\n:::\n"
    found = directives.Collected(model.parse(model.OWN.read_bytes()))
    directives.read_page("needs/kh/ke-hoach.md", page, found)
    plan = found.plan()
    assert {held.since for held in course(plan, last)} == {begins}
    assert len(list(weeks(plan, last))) <= 54
