"""One state an agency: every surface names the same agencies, counts the same cells and has the same days."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from icalendar import Calendar
from lxml.html import fragment_fromstring

from extension.test_templates import page_on
from kehoach import documents
from kehoach.documents.layout import words_of
from kehoach.export import data, ics
from kehoach.extension.drawing import printed
from kehoach.extension.views import draw_view
from kehoach.plan import Need, Plan
from kehoach.progress import PAST, Progress, own, tally
from kehoach.progress.tally import led_and_supported
from kehoach.progress.todos import Todo, todos
from kehoach.reports import reminders, tables
from kehoach.reports.data import as_json
from kehoach.reports.reminders import Asked
from kehoach.reports.words import state_label

#: Days of the demo and a little around it: all for what is counted, the first for what is drawn.
DAYS = [date(2026, 1, 5) + timedelta(days=n) for n in random.Random(15).sample(range(420), 40)]
DRAWN = DAYS[:12]
_LATE = {state.value for state in PAST}
Named = dict[str, set[str]]


@dataclass(frozen=True)
class Counted:
    """What SQL finds in the exported CSV: who is late with what, the cells, the last days."""

    late: Named
    cells: dict[str, dict[str, int]]
    due: dict[str, date | None]


def counted(progress: Progress, plan: Need, folder: Path) -> Counted:
    """The count that every surface is held against, made without the package's own words or tables."""
    for name, made in (("parts", data.parts_as_csv), ("objects", data.as_csv)):
        (folder / f"{name}.csv").write_bytes(made(progress, plan))
    with duckdb.connect() as database:
        for name in ("parts", "objects"):
            read = f"read_csv('{folder / name}.csv', all_varchar = true)"
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM {read}")
        late: Named = {}
        for task, agency in database.execute(
            "SELECT task, agency FROM parts WHERE state IN ('open-overdue', 'no-information')"
        ).fetchall():
            late.setdefault(task, set()).add(agency)
        cells: dict[str, dict[str, int]] = {}
        for agency, state, count in database.execute(
            "SELECT agency, state, count(*) FROM parts WHERE certain = 'yes' GROUP BY ALL"
        ).fetchall():
            cells.setdefault(agency, {})[state] = count
        due = database.execute("SELECT id, due::DATE FROM objects WHERE type = 'task'").fetchall()
    return Counted(late, cells, dict(due))


def gathered(pairs: Iterator[tuple[str, str]]) -> Named:
    found: Named = {}
    for task, agency in pairs:
        found.setdefault(task, set()).add(agency)
    return found


def in_late_list(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    """The late list of site, summary, status, workbook and report, which is one table."""
    table = tables.late_list(progress, plan)
    column = next(column for column in table.columns if column.key == "agency")
    for row in table.rows:
        value = column.value(row)
        assert isinstance(value, tuple)
        yield from ((row.task.id, span.to) for span in value if span.to)


def in_week(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    for item in todos(progress, plan):
        if item.todo in (Todo.OVERDUE, Todo.NO_INFORMATION):
            yield from ((item.need.id, agency.id) for agency in item.agencies)
        if item.todo is Todo.OWNER_ENDED and progress.of(item.need).state in PAST:
            yield item.need.id, next(a.id for a in progress.plan.of_type("agency") if a.title == item.detail)


def in_json(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    for task in json.loads(as_json(progress, plan))["tasks"]:
        yield from ((task["id"], part["agency"]) for part in task["parts"] if part["state"] in _LATE)


def in_reminders(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    for reminder in reminders.reminders(progress, timedelta(days=14), plan):
        for why, status in reminder.tasks:
            if why in (Asked.OVERDUE, Asked.NO_INFORMATION):
                yield status.task.id, reminder.agency.id


def in_own_lists(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    """The agencies' pages and slips, which are one table."""
    led, _supported = led_and_supported(progress.tasks_of(plan))
    for key, tasks in led.items():
        agency = progress.plan.needs[key]
        table = tables.led_by(progress, plan, agency, tasks)
        column = next(column for column in table.columns if column.key == "state")
        for row in table.rows:
            value = column.value(row)
            assert isinstance(value, tuple)
            if any(p.agency is agency for p in (*row.parts, *row.orphans)) and value[0].state in _LATE:
                yield row.task.id, key


def without_orphans(progress: Progress, late: Named) -> Named:
    """Who can be written to: an agency that has ended cannot."""
    gone = {(s.task.id, part.agency.id) for s in progress.tasks for part in s.orphans}
    left = {task: {a for a in agencies if (task, a) not in gone} for task, agencies in late.items()}
    return {task: agencies for task, agencies in left.items() if agencies}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_surfaces_agree_with_sql_over_the_csv(demo_plan: Plan, tmp_path: Path, day: date) -> None:
    """Lists of who is late, the cells of every agency, and every last day."""
    progress, plan = Progress(demo_plan, day), demo_plan.plans[0]
    right = counted(progress, plan, tmp_path)
    assert gathered(in_late_list(progress, plan)) == right.late
    assert gathered(in_week(progress, plan)) == right.late
    assert gathered(in_own_lists(progress, plan)) == right.late
    addressed = without_orphans(progress, right.late)
    assert gathered(in_json(progress, plan)) == addressed
    assert gathered(in_reminders(progress, plan)) == addressed
    rows = tally(progress, plan)
    ours = {key: {s.value: n for s, n in row.items() if n} for key, row in (rows.rows | rows.outside).items()}
    assert ours == right.cells
    table = tables.assignment(progress, plan)
    column = next(column for column in table.columns if column.key == "due")
    assert {row.task.id: column.value(row) for row in table.rows} == right.due


def in_calendar(progress: Progress) -> Iterator[tuple[str, str]]:
    """The links to agencies beside a task whose state is late, in the calendar of the site."""
    page = page_on(progress.plan, progress.as_of)
    drawn = fragment_fromstring(printed(draw_view("calendar")(page), page), create_parent=True)
    by_title = {
        need.title: need.id for need in progress.plan.needs.values() if need.type in ("task", "agency")
    }
    for line in drawn.iter("li"):
        states = {c for span in line.iter("span") for c in span.get("class", "").split()}
        if states & {f"state-{state}" for state in _LATE}:
            links = [by_title.get("".join(link.itertext()).strip(), "") for link in line.iter("a")]
            task = next(link for link in links if link.startswith("NV-"))
            yield from ((task, link) for link in links if link.startswith("CQ-"))


def in_agency_calendars(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    labels = [state_label(state) for state in PAST]
    for agency in ics.agencies(progress, plan):
        for event in Calendar.from_ical(ics.agency_calendar(progress, plan, agency)).walk("VEVENT"):
            state = next((w for w in str(event["description"]).split("\n") if w.startswith("State: ")), "")
            task = str(event["uid"]).partition("@")[0]
            need = progress.plan.needs.get(task)
            leads = need is not None and any(p.agency is agency for p in progress.of(need).parts)
            if leads and any(label in state for label in labels):
                yield task, agency.id


def in_letters(progress: Progress, plan: Need) -> Iterator[tuple[str, str]]:
    labels = [state_label(state) for state in PAST]
    for letter in documents.letters(progress, plan):
        agency = letter.name.removeprefix("don-doc-").removesuffix(f"-{plan.id}")
        for need, words in words_of(letter):
            if need and any(words.startswith(label) for label in labels):
                yield need, agency


@pytest.mark.parametrize("day", DRAWN, ids=str)
def test_drawn_surfaces_name_the_same_agencies(demo_plan: Plan, tmp_path: Path, day: date) -> None:
    """The calendar of the site, the calendars of agencies and the letters to them."""
    progress, plan = Progress(demo_plan, day), demo_plan.plans[0]
    late = counted(progress, plan, tmp_path).late
    addressed = without_orphans(progress, late)
    assert gathered(in_calendar(progress)) == late
    has_day = {s.task.id for s in progress.tasks if s.obligation.due}
    dated = {task: agencies for task, agencies in addressed.items() if task in has_day}
    assert gathered(in_agency_calendars(progress, plan)) == dated
    assert gathered(in_letters(progress, plan)) == addressed


@pytest.mark.parametrize("day", DRAWN, ids=str)
def test_status_and_calendars_have_the_same_days(demo_plan: Plan, day: date) -> None:
    """Every last day and every occurrence of the next 30 days stands in the plan's calendar too."""
    progress, plan = Progress(demo_plan, day), demo_plan.plans[0]
    found = Counter(
        str(event["uid"]).partition("@")[0].partition(".")[0]
        for event in Calendar.from_ical(ics.plan_calendar(progress, plan)).walk("VEVENT")
    )
    for status in progress.tasks_of(plan):
        if status.obligation.due or status.owed:
            part = own(status, status.parts[0].agency) if status.parts else status
            assert part.obligation.due == status.obligation.due
            standing = status.state.value == "ongoing" and not status.obligation.deadline.rrule
            assert standing or found[status.task.id] >= 1
