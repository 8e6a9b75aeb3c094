"""Two years of a fictional plan: closed by a document, carried on by the next; all recounted by DuckDB."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from icalendar import Calendar

from conftest import copy_of
from kehoach import documents, rules
from kehoach.editing import publishing
from kehoach.export import data, ics
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress, late, tally
from kehoach.progress.agenda import agenda
from kehoach.progress.decisions import decisions
from kehoach.progress.final import final, left
from kehoach.progress.states import PUBLIC
from kehoach.progress.tally import led_and_supported
from kehoach.progress.todos import todos
from kehoach.reports import reminders, tables

CLOSED, NEXT = date(2026, 12, 25), date(2027, 1, 15)
ONE = timedelta(days=1)
DAYS = [
    CLOSED - ONE,
    CLOSED,
    CLOSED + ONE,
    NEXT - ONE,
    NEXT,
    date(2027, 3, 4),
    date(2027, 6, 30),
    date(2029, 1, 1),
]
AFTER = [day for day in DAYS if day >= CLOSED]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan of 2026 and that of 2027, read once."""
    return reader.read(copy_of("two-years", tmp_path_factory.mktemp("two-years")))


def test_the_project_has_no_findings(plan: Plan) -> None:
    """Closing, dropping and carrying on are as the rules want them."""
    assert rules.check(plan) == []


#: Each task of 2026 from what was recorded alone: its papers of before the closing, as confirmed by then.
FATES = """
WITH closing AS (SELECT date AS day, drops FROM objects WHERE type = 'closing'),
tasks AS (
    SELECT id, deadline, late_after, string_split(owner, ',') AS owners,
           CASE ownership WHEN 'each' THEN string_split(owner, ',') ELSE [''] END AS parts,
           string_split(deliverables, ',') AS results
    FROM objects WHERE type = 'task' AND id LIKE 'NV-9-2026-%'
),
papers AS (
    SELECT unnest(string_split(proves, ',')) AS result, coalesce(of, '') AS agency, date AS dated,
           coalesce(completed, date) AS worked, confirmed = 'yes'
               AND coalesce(confirmed_on, date) <= (SELECT day FROM closing) AS proved
    FROM objects WHERE type = 'evidence' AND date <= (SELECT day FROM closing)
),
each_part AS (SELECT id, results, unnest(parts) AS part FROM tasks),
asked AS (SELECT id, part, unnest(results) AS result FROM each_part),
proofs AS (
    SELECT a.id, a.part, a.result, min(worked) FILTER (proved) AS done, min(worked) AS sent
    FROM asked a LEFT JOIN papers p ON p.result = a.result AND (a.part = '' OR p.agency IN ('', a.part))
    GROUP BY ALL
),
stood AS (
    SELECT id, CASE WHEN count(*) = count(done) THEN max(done) END AS done, count(*) = count(sent) AS sent
    FROM proofs GROUP BY id
)
SELECT id, CASE
    WHEN id IN (SELECT amends FROM objects WHERE effect = 'cancelled') THEN 'cancelled'
    WHEN deadline = 'Thường xuyên' THEN 'ongoing'
    WHEN done <= late_after THEN 'done-on-time'
    WHEN done IS NOT NULL THEN 'done-late'
    WHEN id IN (
        SELECT c.continues FROM objects c JOIN objects h ON h.type = 'plan' AND h.id = 'KH-7-2027'
        WHERE c.continues IS NOT NULL AND c.id LIKE 'NV-7-2027-%' AND h.issued <= $as_of
    ) THEN 'carried-over'
    WHEN id IN (SELECT unnest(string_split(drops, ',')) FROM closing) THEN 'cancelled'
    WHEN sent THEN 'awaiting-confirmation'
    ELSE 'unfinished' END AS state
FROM tasks JOIN stood USING (id)
"""


@pytest.mark.parametrize("day", AFTER, ids=str)
def test_the_final_figures_are_those_of_an_independent_count(plan: Plan, tmp_path: Path, day: date) -> None:
    """SQL over the exported objects gives each task's end, whatever the day of the figures."""
    # Last days are computed: those of before the closing.
    progress, before = Progress(plan, day), Progress(plan, CLOSED - ONE)
    for home in plan.plans:
        (tmp_path / f"{home.id}.csv").write_bytes(data.as_csv(before, home))
    with duckdb.connect() as database:
        read = f"read_csv('{tmp_path}/*.csv', union_by_name = true)"
        database.execute(f"CREATE TABLE objects AS SELECT DISTINCT * FROM {read}")
        counted = dict(database.execute(FATES, {"as_of": day}).fetchall())
    home = plan.needs["KH-9-2026"]
    assert counted == {s.task.id: s.state.value for s in progress.tasks_of(home)}
    ended = final(progress, home)
    assert ended
    inside = Counter(state for task, state in counted.items() if task != "NV-9-2026-13")  # a body outside
    assert {state.value: n for state, n in ended.counts.items() if n} == inside


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_course_and_the_public_say_the_same(plan: Plan, tmp_path: Path, day: date) -> None:
    """The rows of the plan data that hold a day, and a public site, give the states of that day."""
    states = {s.task.id: s.state for s in Progress(plan, day).tasks}
    for home in plan.plans:
        if (home.day("issued") or day) > day:
            continue
        with duckdb.connect() as database:
            (tmp_path / "plan.json").write_bytes(data.as_json(Progress(plan, DAYS[-1]), home))
            held = f"(SELECT unnest(course, recursive := true) FROM '{tmp_path}/plan.json')"
            rows = f"SELECT task, state FROM {held} WHERE agency IS NULL AND since <= $1 AND until >= $1"
            told = dict(database.execute(rows, [day]).fetchall())
        mine = [s.task.id for s in Progress(plan, day).tasks_of(home)]
        assert told == {task: states[task].value for task in mine}
    shown = replace(plan, needs=publishing.public(plan))
    public = {s.task.id: s.state for s in Progress(shown, day, public=True).tasks}
    told_all = {task: PUBLIC.get(state, state) for task, state in states.items()}
    # What was sent and not confirmed is not on a public site: there it is not done.
    differ = {task for task in public if public[task] is not told_all[task]}
    assert differ <= {"NV-9-2026-11", "NV-9-2026-12"}


def asked(progress: Progress, plan: Need) -> Iterator[str]:
    """The tasks of a plan that anybody is asked about, by every surface that asks."""
    read, within = progress.plan, timedelta(days=400)
    yield from (s.task.id for r in reminders.reminders(progress, within, plan) for _why, s in r.tasks)
    yield from (s.task.id for s, _agency in reminders.nobody(progress, within, plan))
    yield from (item.need.id for item in todos(progress, plan))
    yield from (one.task.id for one in decisions(progress, plan))
    yield from (s.task.id for s in (*late(progress, plan), *tally(progress, plan).nobody))
    yield from (row.task.id for row in tables.late_by_leader(progress, plan).rows)
    yield from (letter.name for letter in documents.letters(progress, plan))
    led, _supported = led_and_supported(progress.tasks_of(plan))
    for agency in read.of_type("agency"):
        found = agenda(progress, agency, led.get(agency.id, ()))
        yield from (one.status.task.id for one in found.now)
        yield from (one.status.task.id for one in found.soon)
        yield from (one.status.task.id for one in found.waiting)
        calendar = Calendar.from_ical(ics.agency_calendar(progress, plan, agency))
        yield from (str(event["uid"]) for event in calendar.walk("VEVENT") if event.walk("VALARM"))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nobody_is_asked_for_what_has_ended(plan: Plan, day: date) -> None:
    """From the day of the closing on no surface asks for a task of 2026; those of 2027 are asked for."""
    progress = Progress(plan, day)
    before, after = (set(asked(progress, plan.needs[key])) for key in ("KH-9-2026", "KH-7-2027"))
    assert bool(before) is (day < CLOSED)
    assert after or day < NEXT


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_day_of_a_report_lies_behind_the_end(plan: Plan, day: date) -> None:
    """The calendar of a closed plan ends with it, and is read anew by its higher sequence."""
    calendar = Calendar.from_ical(ics.plan_calendar(Progress(plan, day), plan.needs["KH-9-2026"]))
    reports = [event for event in calendar.walk("VEVENT") if ".report" in str(event["uid"])]
    assert {event["sequence"] for event in reports} == {int(day >= CLOSED)}
    if day >= CLOSED:
        assert max(event.decoded("dtstart") for event in reports) <= CLOSED


def test_what_is_done_later_is_told_and_changes_no_figure(plan: Plan) -> None:
    """The paper of March 2027 and the confirmation of January stand beside what was left."""
    home = plan.needs["KH-9-2026"]
    told = {}
    for day in (NEXT, date(2027, 3, 3), date(2027, 3, 4)):
        ended = final(Progress(plan, day), home)
        assert ended
        told[day] = [status.task.id for status in ended.left if status.ending and status.ending.done]
        assert len(ended.left) == 8
    assert told == {NEXT: [], date(2027, 3, 3): [], date(2027, 3, 4): ["NV-9-2026-7"]}
    confirmed = Progress(plan, NEXT).of(plan.needs["NV-9-2026-12"]).ending
    assert confirmed
    assert confirmed.done == date(2026, 12, 18)


def test_no_plan_of_those_that_run_is_among_what_was_left(plan: Plan) -> None:
    """The table is of closed plans alone, and empty before."""
    assert {s.task.id[:9] for s in left(Progress(plan, DAYS[-1]))} == {"NV-9-2026"}
    assert left(Progress(plan, CLOSED - ONE)) == ()
