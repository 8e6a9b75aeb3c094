"""A period in figures: its days, what happened in it, and that its parts add up."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from kehoach.deadline.period import Span
from kehoach.export import data
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, late, tally
from kehoach.progress.headline import headline
from kehoach.progress.interval import (
    Interval,
    What,
    before,
    compared_with,
    ended,
    happenings,
    interval,
    recent,
)
from kehoach.progress.periods import data_days, months_of, period_asked, period_name, spanning
from kehoach.progress.states import PAST
from kehoach.reports import tables
from kehoach.reports.tables import plain
from progress.oracle import Oracle, Situation
from progress.test_oracle import plan_of as random_plan
from progress.test_oracle import situation
from progress.test_states import A, amended, evidence, need, plan_of, returned, task

ONE = timedelta(days=1)
LATER = date(2027, 6, 30)
QUARTERS = ("quý I/2026", "quý II/2026", "quý III/2026", "quý IV/2026")
PERIODS = (*QUARTERS, "6 tháng đầu năm 2026", "9 tháng đầu năm 2026", "năm 2026")


def of(plan: Plan, period: str, as_of: date = LATER) -> Interval:
    found = interval(Progress(plan, as_of), plan.plans[0], period_asked(period, 2026))
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("quý III/2026", "quý III/2026"),
        ("Quý 3 năm 2026", "quý III/2026"),
        ("quý III", "quý III/2026"),
        ("tháng 7", "tháng 7/2026"),
        ("6 tháng đầu năm", "6 tháng đầu năm 2026"),
        ("6 tháng cuối năm 2027", "6 tháng cuối năm 2027"),
        ("9 tháng", "9 tháng đầu năm 2026"),
        ("năm 2026", "năm 2026"),
    ],
)
def test_a_period_is_asked_for_in_officials_words(text: str, name: str) -> None:
    """What `period` of a paper is read by, a period of reports is asked by."""
    assert period_name(period_asked(text, 2026)) == name


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("quy 5/2026", "quý I/2026"),
        ("quý I, II/2026", "quý II/2026"),
        ("hạn 18/3/2026", "tháng 3/2026"),
        ("từ tháng 2 đến tháng 4/2026", "tháng 4/2026"),
        ("9 thagn dau nam", "9 tháng đầu năm 2026"),
        ("", "quý I/2026"),
    ],
)
def test_anything_else_is_refused_with_the_nearest(text: str, near: str) -> None:
    """What is no period, several, or other days, is refused with forms that can be read."""
    with pytest.raises(ValueError, match="no period of reports") as refused:
        period_asked(text, 2026)
    assert near in str(refused.value)
    for form in str(refused.value).partition("as in: ")[2].rstrip(".").split("; "):
        assert period_name(period_asked(form, 2000)) == form


def test_every_month_of_the_year_begins_the_periods_that_it_can() -> None:
    """Quarters begin in January, April …, half-years in January and July, longer ones in January."""
    found = {n: [m for m in range(1, 13) if months_of(spanning(date(2026, m, 1), n))] for n in range(1, 14)}
    firsts = {1: [*range(1, 13)], 3: [1, 4, 7, 10], 6: [1, 7], 9: [1], 12: [1]}
    assert found == {n: firsts.get(n, []) for n in range(1, 14)}


@pytest.mark.parametrize("cutoff", ["", "1", "14", "28", "29", "30", "31"])
def test_no_day_is_lost_and_none_counts_twice(cutoff: str) -> None:
    """Each month begins on the day after the one before it ends; longer periods are made of whole months."""
    plan = plan_of(task("Ngày 30/6/2026"), report_cutoff=cutoff)
    home = plan.plans[0]
    months = [spanning(date(2026 + n // 12, n % 12 + 1, 1), 1) for n in range(14)]
    days = [data_days(plan, home, month) for month in months]
    assert all(one.last + ONE == after.first for one, after in pairwise(days))
    year = data_days(plan, home, spanning(date(2026, 1, 1), 12))
    assert (year.first, year.last) == (days[0].first, days[11].last)


def test_a_cut_off_that_was_amended_leaves_no_gap() -> None:
    """From the month of the amendment on its day counts; the period goes on where the one before it ended."""
    change = need("amendment", "DC-9", {"amends": "KH-1"}, date="2026-05-20", number="9", report_cutoff="25")
    plan = plan_of(task("Ngày 30/6/2026"), change, report_cutoff="14")
    home = plan.plans[0]
    first, second = (data_days(plan, home, period_asked(q, 2026)) for q in QUARTERS[:2])
    progress = Progress(plan, date(2026, 5, 19))
    running = interval(progress, home, period_asked("quý II", 2026))
    assert running
    assert running.days == Span(date(2026, 3, 15), date(2026, 5, 19))
    assert running.next.first == date(2026, 5, 20)
    assert data_days(plan, home, period_asked("quý II", 2026), progress.as_of).last == date(2026, 6, 14)
    assert (first.last, second.first, second.last) == (
        date(2026, 3, 14),
        date(2026, 3, 15),
        date(2026, 6, 25),
    )


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2026-06-14", "quý II/2026"),
        ("2026-06-15", "quý III/2026"),
        ("2026-09-14", "quý III/2026"),
        ("2026-09-15", "quý IV/2026"),
    ],
)
def test_the_first_day_and_the_last_are_in_the_period(day: str, counted: str) -> None:
    """What is done on the first day or the cut-off is of the period; the day before and after are not."""
    plan = plan_of(task("Ngày 31/12/2026"), evidence(1, day), report_cutoff="14")
    assert {q for q in QUARTERS if of(plan, q).total[What.ON_TIME]} == {counted}


@pytest.mark.parametrize(
    ("deadline", "due", "overdue"),
    [
        ("Ngày 14/9/2026", "quý III/2026", "quý IV/2026"),
        ("Ngày 13/9/2026", "quý III/2026", "quý III/2026"),
        ("Ngày 15/9/2026", "quý IV/2026", "quý IV/2026"),
    ],
)
def test_a_task_is_overdue_from_the_day_after_its_last(deadline: str, due: str, overdue: str) -> None:
    """Due on the cut-off it comes due in the period, and is overdue in the next."""
    plan = plan_of(task(deadline), report_cutoff="14")
    assert [q for q in QUARTERS if of(plan, q).total[What.DUE]] == [due]
    assert [q for q in QUARTERS if of(plan, q).total[What.OVERDUE]] == [overdue]


def test_what_is_told_after_the_cut_off_is_of_the_next_period() -> None:
    """A report does not know papers dated later: the next one tells the work, and that it was done before."""
    plan = plan_of(task("Ngày 31/12/2026"), evidence(1, "2026-09-20", "2026-09-10"), report_cutoff="14")
    third, fourth = of(plan, QUARTERS[2]), of(plan, QUARTERS[3])
    assert not third.total
    assert fourth.total == {What.ON_TIME: 1}
    assert [status.task.id for status in fourth.told_late] == ["NV-1"]
    assert not of(plan, "năm 2026").told_late


def test_a_paper_that_came_back_is_not_done() -> None:
    """Only confirmed evidence makes a task done in a period."""
    plan = plan_of(task("Ngày 31/12/2026"), returned(1, "2026-08-01"), report_cutoff="14")
    assert not of(plan, QUARTERS[2]).total


def test_who_takes_over_takes_over_what_was_done() -> None:
    """An agency that follows another has done in its first period what it has done itself, and no more."""
    plan = plan_of(task("Ngày 30/4/2026"), evidence(1, "2026-04-10"))
    ended_one = replace(
        plan.needs["CQ-A"],
        options={"kind": "agency", "until": "2026-06-30", "certainty": "certain"},
        links={"successors": ("CQ-B",)},
    )
    plan = replace(plan, needs={**plan.needs, "CQ-A": ended_one})
    assert of(plan, QUARTERS[1]).of_agencies == {"CQ-A": {What.DUE: 1, What.ON_TIME: 1}}
    assert of(plan, QUARTERS[2]).of_agencies == {}
    late = replace(plan, needs={k: n for k, n in plan.needs.items() if k != "MC-1"})
    assert of(late, QUARTERS[1]).of_agencies == {"CQ-A": {What.DUE: 1, What.OVERDUE: 1}}
    assert of(late, QUARTERS[2]).of_agencies == {}
    then = replace(late, needs={**late.needs, "MC-1": evidence(1, "2026-07-01")})
    assert of(then, QUARTERS[2]).of_agencies == {"CQ-B": {What.LATE: 1}}


def test_each_agency_has_its_own_part() -> None:
    """Where each does its own, one that has done it is not overdue with the others."""
    plan = plan_of(task("Ngày 30/6/2026", "CQ-A CQ-B", "each"), A)
    assert of(plan, QUARTERS[1]).of_agencies == {
        "CQ-A": {What.DUE: 1, What.ON_TIME: 1},
        "CQ-B": {What.DUE: 1},
    }
    assert of(plan, QUARTERS[2]).of_agencies == {"CQ-B": {What.OVERDUE: 1}}


def test_who_joins_a_task_that_was_done_has_not_done_it_anew() -> None:
    """An agency that comes to answer beside another stands where the whole task stood the day before."""
    joined = need(
        "amendment", "DC-1", {"amends": "NV-1", "owner": "CQ-A CQ-B"}, date="2026-07-15", number="1"
    )
    plan = plan_of(task("Ngày 30/6/2026"), joined, A)
    assert of(plan, QUARTERS[2]).of_agencies == {}
    late = plan_of(task("Ngày 30/6/2026"), joined)
    assert of(late, QUARTERS[2]).of_agencies == {"CQ-A": {What.OVERDUE: 1}}


def test_an_extension_lets_a_task_come_due_again() -> None:
    """The last day that was in force on it came; the new one comes in its own period."""
    plan = plan_of(task("Ngày 30/4/2026"), amended(1, "2026-07-15", deadline="Ngày 30/9/2026"))
    assert [of(plan, q).total[What.DUE] for q in QUARTERS] == [0, 1, 1, 0]
    assert of(plan, "năm 2026").total[What.DUE] == 2


def test_a_closing_ends_what_comes_due() -> None:
    """From the closing on no last day binds anybody, and what was left is not overdue."""
    closing = need("closing", "KT-1", {"closes": "KH-1"}, date="2026-06-20", number="9")
    plan = plan_of(task("Ngày 30/6/2026"), closing)
    assert not of(plan, QUARTERS[1]).total
    assert not of(plan, QUARTERS[2]).total
    assert of(plan_of(task("Ngày 30/6/2026")), QUARTERS[2]).total == {What.OVERDUE: 1}


@pytest.mark.parametrize(("closed", "due"), [("2026-06-29", 0), ("2026-06-30", 1), ("2026-07-01", 1)])
@pytest.mark.parametrize(
    "others",
    [(), (evidence(1, "2026-05-04"),), (evidence(1, "2026-05-04", confirmed=False),)],
    ids=["undone", "done", "sent"],
)
def test_a_last_day_comes_to_the_end_of_the_day_of_the_closing(
    others: tuple[Need, ...], closed: str, due: int
) -> None:
    """What was done before is no more due after it than what was left; suspended, it was not due at all."""
    closing = need("closing", "KT-1", {"closes": "KH-1"}, date=closed, number="9")
    suspended = amended(1, "2026-05-10", effect="suspended")
    assert of(plan_of(task("Ngày 30/6/2026"), closing, *others), QUARTERS[1]).total[What.DUE] == due
    assert not of(plan_of(task("Ngày 30/6/2026"), closing, suspended, *others), QUARTERS[1]).total[What.DUE]


def test_nobody_reports_on_a_draft() -> None:
    """A plan that nobody has signed has no periods, whatever its year is."""
    plan = plan_of(task("Ngày 30/6/2026"))
    draft = replace(plan.plans[0], id="KH-DT-1-2026", options={"report_period": "quarter"})
    plan = replace(plan, needs={**{k: n for k, n in plan.needs.items() if k != "KH-1"}, draft.id: draft})
    progress = Progress(plan, LATER)
    assert ended(progress, draft) == []
    assert interval(progress, draft, period_asked("quý I/2026", 2026)) is None


def test_before_the_plan_there_are_no_figures_and_before_the_period_no_report() -> None:
    """A period that ended before the plan was issued is none; one that has not begun is refused."""
    plan = plan_of(task("Ngày 30/6/2026"))
    progress, home = Progress(plan, date(2026, 8, 1)), plan.plans[0]
    assert interval(progress, home, period_asked("năm 2025", 2026)) is None
    assert interval(progress, home, period_asked("quý I/2026", 2026)) is not None
    with pytest.raises(ValueError, match="begins on 01/10/2026"):
        interval(progress, home, period_asked("quý IV", 2026))
    now = interval(progress, home, period_asked("quý III", 2026))
    assert now
    assert (now.days, now.whole) == (Span(date(2026, 7, 1), date(2026, 8, 1)), False)


def test_periods_have_their_former_ones() -> None:
    """The former period is of the same kind; that of nine months and of a year is the year before's."""
    plan = plan_of(task("Ngày 30/6/2026"))
    told = {p: [period_name(span) for span in before(of(plan, p))] for p in (*PERIODS, "tháng 1/2026")}
    assert told["quý I/2026"] == ["quý IV/2025", "quý I/2025"]
    assert told["6 tháng đầu năm 2026"] == ["6 tháng cuối năm 2025", "6 tháng đầu năm 2025"]
    assert told["9 tháng đầu năm 2026"] == ["9 tháng đầu năm 2025"] * 2
    assert told["năm 2026"] == ["năm 2025"] * 2
    assert told["tháng 1/2026"] == ["tháng 12/2025", "tháng 1/2025"]


@pytest.mark.parametrize(
    ("day", "last"), [(date(2026, 6, 14), "quý I/2026"), (date(2026, 6, 15), "quý II/2026")]
)
def test_a_period_has_ended_on_the_day_after_its_cut_off(demo_plan: Plan, day: date, last: str) -> None:
    """On the cut-off it is still running."""
    assert period_name(ended(Progress(demo_plan, day), demo_plan.plans[0])[0]) == last


def test_no_period_ends_that_the_plan_does_not_live_to_see(demo_plan: Plan) -> None:
    """The demo's four quarters and its year, however long ago they were."""
    found = [period_name(span) for span in ended(Progress(demo_plan, date(2030, 1, 1)), demo_plan.plans[0])]
    assert found == ["quý IV/2026", "năm 2026", "quý III/2026", "quý II/2026", "quý I/2026"]


@pytest.mark.parametrize(
    ("closed", "again", "found"),
    [
        ("2026-03-31", "", "quý I/2026"),
        ("2026-04-01", "", "quý II/2026 quý I/2026"),
        ("2026-03-31", "2026-07-01", "quý III/2026 quý I/2026"),
        ("2026-03-31", "2026-06-30", "quý III/2026 quý II/2026 quý I/2026"),
    ],
)
def test_no_period_ends_that_begins_after_the_closing(closed: str, again: str, found: str) -> None:
    """A plan that is opened again has periods again, from that of the day on."""
    closing = need("closing", "KT-1", {"closes": "KH-1"}, date=closed, number="9")
    amendment = need("amendment", "DC-1", {"amends": "KH-1"}, date=again, number="10", effect="reopened")
    plan = plan_of(task("Ngày 30/6/2026"), closing, *([amendment] if again else []))
    told = [period_name(span) for span in ended(Progress(plan, date(2026, 10, 1)), plan.plans[0])]
    assert " ".join(told) == found


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2027, 8, 31), "tháng 8/2026"),
        (date(2027, 9, 1), "tháng 9/2026"),
        (date(2027, 9, 30), "tháng 9/2026"),
    ],
)
def test_a_site_has_pages_of_twelve_months_and_of_years(day: date, first: str) -> None:
    """The month that ended a year ago is the first that has one; years all have."""
    months = [spanning(date(2026 + n // 12, n % 12 + 1, 1), 1) for n in range(20)]
    years = [spanning(date(year, 1, 1), 12) for year in (2020, 2026)]
    shown = recent((*years, *months), day)
    assert shown[:2] == years
    assert period_name(shown[2]) == first
    assert shown[-1] == months[-1]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_counted_at_the_end_is_what_progress_counts(seed: int) -> None:
    """Figures from the course are those of the day, agencies in the same order, and the same is late."""
    plan = random_plan(situation(seed))
    progress, home = Progress(plan, date(2028, 12, 31)), plan.plans[0]
    for span in ended(progress, home):
        found = interval(progress, home, span)
        assert found
        counted = tally(found.now, home)
        assert found.stood == counted.total
        assert found.agencies_stood == counted.rows | counted.outside
        assert [key for key in found.agencies_stood if key in counted.rows] == list(counted.rows)
        assert found.late == late(found.now, home)


@pytest.mark.parametrize("seed", range(20))
def test_the_quarters_of_a_random_plan_add_up_to_its_year(seed: int) -> None:
    """Whatever amendments, handovers and late papers do, each thing that happened is of one quarter."""
    drawn = situation(seed)
    plan = random_plan(drawn)
    home = plan.plans[0]
    year = drawn.issued.year + 1
    progress = Progress(plan, date(year + 1, 12, 31))
    quarters = [interval(progress, home, spanning(date(year, m, 1), 3)) for m in (1, 4, 7, 10)]
    whole = interval(progress, home, spanning(date(year, 1, 1), 12))
    found = [q for q in quarters if q]
    assert whole
    assert sum((q.total for q in found), Counter[What]()) == whole.total
    agencies: dict[str, Counter[What]] = {}
    for quarter in found:
        for agency, counts in quarter.of_agencies.items():
            agencies.setdefault(agency, Counter()).update(counts)
    assert agencies == whole.of_agencies


class _Day(Oracle):
    """Where all stand on a day; reports are not asked for."""

    def missing(self, *_asked: object) -> tuple[list[date], list[date]]:
        return [], []


def _by_days(s: Situation, first: date, last: date) -> Counter[str]:
    """What happened to the task from one day to another, by asking where it stood on each day."""
    binding = {"done-on-time", "done-late", "open-in-time", "awaiting-confirmation", *PAST}
    found: Counter[str] = Counter()
    day, before = max(first, s.issued), ""
    if day > s.issued:
        before = _state(s, day - ONE)
    while day <= last:
        now, due = _state(s, day), _Day(s, day).days()[0]
        found["period-due"] += due == day and now in binding
        found[f"period-{now}"] += now.startswith("done") and not before.startswith("done")
        found["period-overdue"] += now in PAST and before not in PAST
        day, before = day + ONE, now
    return +found


def _state(s: Situation, day: date) -> str:
    state = _Day(s, day).answer()["state"]
    assert isinstance(state, tuple)
    return str(state[0])


@pytest.mark.parametrize(
    "seed", [n for n in range(300) if situation(n).term.kind in ("day", "period", "event")]
)
def test_what_happened_in_a_random_period_is_what_each_day_says(seed: int) -> None:
    """Counted day by day by an oracle that knows no course: due, done on time and late, newly overdue."""
    drawn = situation(seed)
    plan = random_plan(drawn)
    found = interval(
        Progress(plan, date(drawn.issued.year + 1, 12, 31)), plan.plans[0], spanning(date(2026, 1, 1), 6)
    )
    if found:
        assert dict(found.total) == _by_days(drawn, found.days.first, found.days.last)


#: What happened, by the course that is exported: the day before is that of the same agency; else of those who
#: are no more there; else of the whole task.
HAPPENED = """
WITH rows AS (SELECT * REPLACE (since::DATE AS since, until::DATE AS until, due::DATE AS due) FROM course),
     now AS (SELECT * FROM rows WHERE certain),
     yesterday AS (
       SELECT n.task, n.agency, n.since, b.state,
              CASE WHEN b.agency IS NOT DISTINCT FROM n.agency THEN 1
                   WHEN b.agency IS NULL THEN 3
                   WHEN NOT EXISTS (SELECT 1 FROM rows s WHERE s.task = n.task AND s.agency = b.agency
                                    AND n.since BETWEEN s.since AND s.until) THEN 2 ELSE 4 END AS rank
       FROM now n JOIN rows b ON b.task = n.task AND n.since - 1 BETWEEN b.since AND b.until),
     nearest AS (SELECT task, agency, since, min(rank) AS rank FROM yesterday GROUP BY ALL),
     former AS (
       SELECT y.task, y.agency, y.since, bool_and(y.state LIKE 'done%') AS was_done,
              bool_and(y.state IN ('open-overdue', 'no-information')) AS was_past
       FROM yesterday y JOIN nearest x ON x.task = y.task AND x.agency IS NOT DISTINCT FROM y.agency
        AND x.since = y.since AND x.rank = y.rank AND y.rank < 4 GROUP BY ALL),
     joined AS (SELECT n.*, coalesce(was_done, false) AS was_done, coalesce(was_past, false) AS was_past
                FROM now n LEFT JOIN former f ON f.task = n.task AND f.since = n.since
                 AND f.agency IS NOT DISTINCT FROM n.agency),
     happened AS (
       SELECT 'period-' || state AS what, agency, counted, since AS day FROM joined
        WHERE state LIKE 'done%' AND NOT was_done
       UNION ALL SELECT 'period-overdue', agency, counted, since FROM joined
        WHERE state IN ('open-overdue', 'no-information') AND NOT was_past
       UNION ALL SELECT 'period-due', agency, counted, due FROM now WHERE due BETWEEN since AND until
        AND state NOT IN ('suspended', 'cancelled', 'asked', 'ongoing', 'waiting', 'no-deadline'))
SELECT coalesce(agency, ''), what, count(*) FROM happened
WHERE day BETWEEN ? AND ? AND (agency IS NOT NULL OR counted) GROUP BY ALL
"""
STANDS = """
SELECT agency, count(*) FILTER (state IN ('done-on-time', 'done-late', 'open-in-time', 'open-overdue',
                                          'no-information', 'awaiting-confirmation', 'carried-over',
                                          'unfinished')) AS counted,
       count(*) FILTER (state = 'done-on-time') AS on_time, count(*) FILTER (state = 'done-late') AS late,
       count(*) FILTER (state IN ('open-in-time', 'awaiting-confirmation')) AS running,
       count(*) FILTER (state IN ('open-overdue', 'no-information')) AS overdue,
       count(*) FILTER (state = 'no-information') AS silent,
       count(*) FILTER (state IN ('carried-over', 'unfinished')) AS left_undone
FROM parts WHERE certain = 'yes' GROUP BY agency
"""


@pytest.fixture(scope="module")
def database(demo_plan: Plan) -> Iterator[duckdb.DuckDBPyConnection]:
    """The course of the demo as it is exported after its year."""
    made = json.loads(data.as_json(Progress(demo_plan, LATER), demo_plan.plans[0]))
    keys = ("task", "agency", "state", "since", "until", "due", "counted", "certain")
    types = ", ".join(f"{key} {'BOOLEAN' if key[0] == 'c' else 'TEXT'}" for key in keys)
    with duckdb.connect() as found:
        found.execute(f"CREATE TABLE course ({types})")
        rows = [[row[key] for key in keys] for row in made["course"]]
        found.executemany(f"INSERT INTO course VALUES ({','.join('?' * 8)})", rows)
        yield found


def stands(found: Interval, folder: Path) -> dict[tuple[str, str], int]:
    """How each agency stands at the end of a period by SQL over the exported CSV."""
    written = folder / "parts.csv"
    written.write_bytes(data.parts_as_csv(found.now, found.home))
    keys = ("counted", "done-on-time", "done-late", "running", "overdue", "silent", "left")
    with duckdb.connect() as csv:
        csv.execute(f"CREATE TABLE parts AS SELECT * FROM read_csv('{written}', all_varchar = true)")
        rows = csv.execute(STANDS).fetchall()
    return {(row[0], key): count for row in rows for key, count in zip(keys, row[1:], strict=True)}


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_of_the_demos_year_is_that_of_sql(
    demo_plan: Plan, database: duckdb.DuckDBPyConnection, tmp_path: Path, period: str
) -> None:
    """The table by agency, figure by figure, from the exported course and the CSV at the cut-off."""
    found = of(demo_plan, period)
    told: dict[tuple[str, str], int] = {}
    days = (str(found.days.first), str(found.days.last))
    for agency, what, count in database.execute(HAPPENED, days).fetchall():
        told[agency, what] = count
    told |= stands(found, tmp_path)
    table = tables.period_by_agency(found)
    shown = {}
    for row in table.rows:
        agency = row.name.to
        for column in table.columns[1:]:
            if agency or column.key.startswith("period-"):
                shown[agency, column.key] = int(plain(column.value(row)))
    shown = {key: count for key, count in shown.items() if count and key[1] != "apart"}
    assert shown == {key: count for key, count in told.items() if count}


@pytest.mark.parametrize("day", [19, 20, 21])
@pytest.mark.parametrize("public", [False, True])
def test_what_a_closing_left_stays_in_the_total(
    demo_plan: Plan, tmp_path: Path, day: int, public: bool
) -> None:
    """It has a column where the plan is closed; columns add up to the total, by agency and by part."""
    closing = need("closing", "KT-1", {"closes": "KH-9-2026"}, date="2026-11-20", number="9")
    plan = replace(demo_plan, needs={**demo_plan.needs, closing.id: closing})
    progress, home, closed = Progress(plan, date(2026, 11, day), public=public), plan.plans[0], day >= 20
    found = interval(progress, home, period_asked("quý IV/2026", 2026))
    assert found
    summands = ("done-on-time", "done-late", "done", "running", "overdue", "left")
    of_agencies = tables.period_by_agency(found)
    for table in (of_agencies, tables.by_part(found)):
        assert ("left" in [column.key for column in table.columns]) is closed
        for row in table.rows:
            said = {column.key: int(plain(column.value(row))) for column in table.columns[1:]}
            assert said["counted"] == sum(said.get(key, 0) for key in summands)
        assert said["counted"] == headline(progress, home).counted  # the last row is the total
        assert bool(said.get("left")) is closed
    compared = {row[0].key: row for row in tables.compared(found, compared_with(progress, found)).rows}
    assert ("left" in compared) is closed
    if not public:
        told = {key: count for key, count in stands(found, tmp_path).items() if key[1] in ("counted", "left")}
        assert {key: count for key, count in told.items() if count} == {
            (row.name.to, column.key): column.value(row)
            for row in of_agencies.rows
            for column in of_agencies.columns
            if row.name.to and column.key in ("counted", "left") and column.value(row)
        }


def test_the_parts_of_the_plan_add_up(demo_plan: Plan) -> None:
    """The table by part has the figures of the whole in its last row, and they add up to them."""
    for period in PERIODS:
        table = tables.by_part(of(demo_plan, period))
        *parts, total = [[int(plain(cell)) for cell in table.cells(row)[1:]] for row in table.rows]
        assert [sum(column) for column in zip(*parts, strict=True)] == total


def test_the_public_is_told_no_lateness(demo_plan: Plan) -> None:
    """Of a public plan: what came due, what was done; nothing is late or overdue."""
    home = demo_plan.plans[0]
    for period in PERIODS:
        public = interval(Progress(demo_plan, LATER, public=True), home, period_asked(period, 2026))
        own = of(demo_plan, period)
        assert public
        assert set(public.total) <= {What.DUE, What.DONE}
        assert public.total[What.DONE] == own.total[What.ON_TIME] + own.total[What.LATE]
        table = tables.period_by_agency(public)
        keys = [column.key for column in table.columns]
        assert keys == ["name", "period-due", "period-done", "counted", "done", "running", "apart"]


def test_what_happened_is_what_was_known_on_its_day(demo_plan: Plan) -> None:
    """Asked later, a day tells the same: nothing that came after it counts."""
    home = demo_plan.plans[0]
    every = happenings(demo_plan, LATER, home)
    for last in (date(2026, 3, 14), date(2026, 6, 30), date(2026, 9, 14)):
        then = [(h.day, h.what, h.held.task.id, h.held.agency) for h in happenings(demo_plan, last, home)]
        assert then == [(h.day, h.what, h.held.task.id, h.held.agency) for h in every if h.day <= last]
