"""The course of a plan is what progress says on each of its days."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from kehoach.export import data as plan_data
from kehoach.plan import Plan, directives, model
from kehoach.progress import Progress
from kehoach.progress.course import course
from kehoach.progress.states import PUBLIC, State
from kehoach.progress.weeks import weeks
from kehoach.reports import data as figures
from progress.oracle import Situation
from progress.test_oracle import plan_of, situation
from progress.test_states import need

ONE = timedelta(days=1)
LAST = date(2027, 12, 31)
#: So many plans in `make test`, and in `make soak`.
FEW, MANY = 40, 500


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


def ended(seed: int, drawn: Situation) -> Plan:
    """The random plan; every other one is closed, and some are opened again or carried on by a later plan."""
    plan, chance = plan_of(drawn), random.Random(f"{seed} closed")
    if seed % 2:
        return plan
    day = drawn.issued + ONE * chance.randint(30, 600)
    drops = chance.choice(("", "", "NV-1"))
    added = [need("closing", "KT-1", {"closes": "KH-1", "drops": drops}, number="1/QĐ", date=str(day))]
    if chance.random() < 0.3:
        day += ONE * chance.randint(1, 90)
        links = {"amends": "KH-1"}
        added.append(need("amendment", "DC-KH-R", links, date=str(day), effect="reopened"))
    if chance.random() < 0.4:
        issued = day + ONE * chance.randint(-60, 60)
        links = {"owner": "CQ-A", "deliverables": "SP-0", "continues": "NV-1"}
        later = (need("plan", "KH-2", issued=str(issued)), need("task", "NV-2", links, deadline="30/6/2027"))
        added += [replace(one, path="needs/kh-2/x.md") for one in later]
    return Plan(plan.model, {**plan.needs, **{one.id: one for one in added}})


@pytest.mark.parametrize("seed", range(120))
def test_around_each_step_the_course_says_what_progress_says(seed: int) -> None:
    """The day before, the day and the day after each step of random plans; nothing steps in between."""
    drawn = situation(seed)
    plan = ended(seed, drawn)
    steps = {held.since for held in course(plan, LAST)}
    between = {drawn.issued + ONE * days for days in range(0, 900, 37)}
    for day in sorted({step + ONE * n for step in steps for n in (-1, 0, 1)} | between):
        if drawn.issued <= day <= LAST:
            assert stood(plan, day) == stands(plan, day), day


def told_by(written: dict[str, Any], day: date) -> tuple[dict[tuple[str, str], str], Any]:
    """How each task and part stood on a day, and the cells, by the rows of the JSON that hold it."""
    rows = [row for row in written["course"] if row["since"] <= day.isoformat() <= row["until"]]
    states = {(row["task"], row["agency"] or ""): row["state"] for row in rows}
    cells: dict[str | None, Counter[str]] = {}
    for row in rows:
        if row["certain"] and (row["agency"] or row["counted"]):
            cells.setdefault(row["agency"], Counter())[row["state"]] += 1
    return states, {agency: dict(found) for agency, found in cells.items()}


def json_says_what_status_says(seed: int) -> None:
    """The rows of the JSON that hold a day are what ``status`` says on it, and add up to its cells."""
    drawn = situation(seed)
    plan = ended(seed, drawn)
    home = plan.needs["KH-1"]
    written = json.loads(plan_data.as_json(Progress(plan, LAST), home))
    steps = {date.fromisoformat(row["since"]) for row in written["course"]}
    for day in sorted({step + ONE * n for step in steps for n in (-1, 0, 1)}):
        if not drawn.issued <= day <= LAST:
            continue
        told = figures.status_data(Progress(plan, day), home)
        states = {(t["id"], ""): t["state"] for t in told["tasks"]}
        states |= {(t["id"], part["agency"]): part["state"] for t in told["tasks"] for part in t["parts"]}
        now, cells = told_by(written, day)
        # What a later plan carries on is in the data of that plan.
        ours = {
            key: state for key, state in stands(plan, day).items() if plan.plan_of(plan.needs[key[0]]) is home
        }
        assert now == ours, day
        assert states.items() <= now.items(), day
        rows = {row["agency"]: row for row in told["cells"]["rows"]} | {None: told["cells"]["total"]}
        counted = {
            agency: {state: row[state] for state in State if row.get(state)} for agency, row in rows.items()
        }
        assert cells == {agency: row for agency, row in counted.items() if row}, day


def test_the_json_says_what_status_says() -> None:
    """Some random plans, on the days around each step."""
    for seed in range(FEW):
        json_says_what_status_says(seed)


@pytest.mark.soak
def test_the_json_of_many_plans_says_what_status_says() -> None:
    """The same for hundreds of plans."""
    for seed in range(MANY):
        json_says_what_status_says(seed)


def test_the_public_is_told_no_step_that_it_does_not_see(demo_plan: Plan) -> None:
    """In public data a task is open until it is done: no row begins on the day on which it became late."""
    written = json.loads(plan_data.as_json(Progress(demo_plan, LAST, public=True), demo_plan.plans[0]))
    assert {row["state"] for row in written["course"]} >= {"open", "done"}
    assert {row["state"] for row in written["course"]}.isdisjoint(PUBLIC)
    said = [{**row, "since": "", "until": ""} for row in written["course"]]
    assert all(row != after for row, after in pairwise(said))
    for day in (date(2026, 3, 31), date(2026, 9, 1), LAST):
        public = Progress(demo_plan, day, public=True)
        assert {(s.task.id, ""): s.state.value for s in public.tasks}.items() <= told_by(written, day)[
            0
        ].items()


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
