"""The state of a task on a day: a table by hand, and every combination against the design's words."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import ROOT
from kehoach.plan import Need, Plan, model
from kehoach.progress import Progress, State, tally

MODEL = model.load(ROOT)
ISSUED = date(2026, 1, 5)
LAST = date(2026, 6, 30)


def need(type_name: str, need_id: str, links: dict[str, Any] | None = None, /, **options: str) -> Need:
    found = {name: tuple(ids.split()) for name, ids in (links or {}).items() if ids}
    return Need(type_name, need_id, need_id, "needs/kh/x.md", 1, options, found, {}, "", 2)


def plan_of(task: Need, *others: Need, **settings: str) -> Plan:
    home = need("plan", "KH-1", issued=str(ISSUED), ends="2026-12-31", report_period="quarter", **settings)
    agencies = [need("agency", key, kind="agency") for key in ("CQ-A", "CQ-B")]
    needs = [home, *agencies, need("deliverable", "SP-1"), need("deliverable", "SP-2"), task, *others]
    return Plan(MODEL, {n.id: n for n in needs})


def task(deadline: str, owner: str = "CQ-A", ownership: str = "", **links: str) -> Need:
    found = {"owner": owner, "deliverables": "SP-1", **links}
    return need("task", "NV-1", found, deadline=deadline, ownership=ownership)


def evidence(number: int, day: str, completed: str = "", of: str = "", *, confirmed: bool = True) -> Need:
    links = {"proves": "SP-1", "of": of}
    words = {"date": day, "completed": completed, "confirmed": "yes" if confirmed else "no"}
    return need("evidence", f"MC-{number}", links, **words)


def returned(number: int, day: str, of: str = "") -> Need:
    links = {"proves": "SP-1", "of": of}
    return need("evidence", f"MC-{number}", links, date=day, confirmed="returned", reason="Thiếu phụ lục")


def update(day: str) -> Need:
    return need("update", "BC-1", {"on": "NV-1"}, date=day)


def amended(number: int, day: str, **options: str) -> Need:
    return need("amendment", f"DC-{number}", {"amends": "NV-1"}, date=day, number=str(number), **options)


@dataclass(frozen=True)
class Case:
    """A row of the table: what it says, the task and what happened, the day, and the state expected."""

    says: str
    task: Need
    others: tuple[Need, ...]
    as_of: str
    state: State
    days_late: int = 0
    settings: tuple[tuple[str, str], ...] = ()


DAY, BEFORE, QUARTER = task("Ngày 30/6/2026"), task("Trước ngày 30/6/2026"), task("Quý II năm 2026")
EVENT = task("sau khi Chính phủ ban hành Nghị định", trigger="CC-1")
TEN_DAYS = task("chậm nhất 10 ngày kể từ ngày ban hành", trigger="CC-1")
DECREE = need("basis", "CC-1", issued="2026-06-20")
ASKED = replace(DAY, options={**DAY.options, "assignment": "request"})
STRICT = (("strict", "yes"),)
WORKING = (("working_days", "yes"),)
JOINT, EACH = task("Ngày 30/6/2026", "CQ-A CQ-B", "joint"), task("Ngày 30/6/2026", "CQ-A CQ-B", "each")
IN_TIME, LATE = evidence(1, "2026-06-30"), evidence(1, "2026-07-03")
A, B = evidence(1, "2026-06-20", of="CQ-A"), evidence(2, "2026-07-03", of="CQ-B")
S = State

CASES = [
    Case("a day, before it", DAY, (), "2026-06-29", S.OPEN_IN_TIME),
    Case("a day, on it", DAY, (), "2026-06-30", S.OPEN_IN_TIME),
    Case("a day, after it, nothing said", DAY, (), "2026-07-01", S.NO_INFORMATION, 1),
    Case("a day, after it, an update", DAY, (update("2026-06-01"),), "2026-07-01", S.OPEN_OVERDUE, 1),
    Case(
        "an update from after the day of the figures",
        DAY,
        (update("2026-07-05"),),
        "2026-07-01",
        S.NO_INFORMATION,
        1,
    ),
    Case("before a day, on the day before it", BEFORE, (), "2026-06-29", S.OPEN_IN_TIME),
    Case("before a day, on the day of grace", BEFORE, (), "2026-06-30", S.OPEN_IN_TIME),
    Case("before a day, on the day after", BEFORE, (), "2026-07-01", S.NO_INFORMATION, 1),
    Case("before a day, strictly", BEFORE, (), "2026-06-30", S.NO_INFORMATION, 1, STRICT),
    Case("before a day, done on the day of grace", BEFORE, (IN_TIME,), "2026-07-09", S.DONE_ON_TIME),
    Case("before a day, done then, strictly", BEFORE, (IN_TIME,), "2026-07-09", S.DONE_LATE, 1, STRICT),
    Case("a quarter, on its last day", QUARTER, (), "2026-06-30", S.OPEN_IN_TIME),
    Case("a quarter, after it", QUARTER, (), "2026-07-10", S.NO_INFORMATION, 10),
    Case("done on the last day", DAY, (IN_TIME,), "2026-07-10", S.DONE_ON_TIME),
    Case("done late", DAY, (LATE,), "2026-07-10", S.DONE_LATE, 3),
    Case("done late, before that was known", DAY, (LATE,), "2026-07-02", S.NO_INFORMATION, 2),
    Case(
        "work in time, paper late",
        DAY,
        (evidence(1, "2026-07-10", "2026-06-28"),),
        "2026-07-12",
        S.DONE_ON_TIME,
    ),
    Case("unconfirmed", DAY, (evidence(1, "2026-06-20", confirmed=False),), "2026-07-01", S.AWAITING),
    Case(
        "unconfirmed, late", DAY, (evidence(1, "2026-07-03", confirmed=False),), "2026-07-09", S.AWAITING, 3
    ),
    Case("returned", DAY, (returned(1, "2026-06-20"),), "2026-07-09", S.OPEN_OVERDUE, 9),
    Case(
        "returned, and sent again",
        DAY,
        (returned(1, "2026-06-20"), evidence(2, "2026-07-04", confirmed=False)),
        "2026-07-09",
        S.AWAITING,
        4,
    ),
    Case(
        "returned, and another of the same day, which nobody has sent back",
        DAY,
        (returned(1, "2026-06-20"), evidence(2, "2026-06-20", confirmed=False)),
        "2026-07-09",
        S.AWAITING,
    ),
    Case(
        "returned, and another of the same day, in the other order",
        DAY,
        (evidence(1, "2026-06-20", confirmed=False), returned(2, "2026-06-20")),
        "2026-07-09",
        S.AWAITING,
    ),
    Case(
        "returned, and another of the day before",
        DAY,
        (evidence(1, "2026-06-19", confirmed=False), returned(2, "2026-06-20")),
        "2026-07-09",
        S.OPEN_OVERDUE,
        9,
    ),
    Case(
        "returned, and sent again on the next day",
        DAY,
        (returned(1, "2026-06-20"), evidence(2, "2026-06-21", confirmed=False)),
        "2026-07-09",
        S.AWAITING,
    ),
    Case(
        "sent, and returned later",
        DAY,
        (evidence(1, "2026-06-20", confirmed=False), returned(2, "2026-07-01")),
        "2026-07-09",
        S.OPEN_OVERDUE,
        9,
    ),
    Case(
        "confirmed, and one returned", DAY, (IN_TIME, returned(2, "2026-07-01")), "2026-07-09", S.DONE_ON_TIME
    ),
    Case(
        "one of two sent",
        task("Ngày 30/6/2026", deliverables="SP-1 SP-2"),
        (evidence(1, "2026-06-20", confirmed=False),),
        "2026-07-09",
        S.OPEN_OVERDUE,
        9,
    ),
    Case("asked, past its day", ASKED, (), "2026-07-09", S.ASKED),
    Case("asked, sent", ASKED, (evidence(1, "2026-07-03", confirmed=False),), "2026-07-09", S.AWAITING),
    Case("asked, done", ASKED, (evidence(1, "2026-07-03"),), "2026-07-09", S.DONE_ON_TIME),
    Case(
        "unconfirmed, in time",
        DAY,
        (evidence(1, "2026-06-20", confirmed=False),),
        "2026-06-30",
        S.AWAITING,
    ),
    Case(
        "one of two deliverables",
        task("Ngày 30/6/2026", deliverables="SP-1 SP-2"),
        (IN_TIME,),
        "2026-07-01",
        S.OPEN_OVERDUE,
        1,
    ),
    Case("standing duty", task("Thường xuyên"), (), "2030-01-01", S.ONGOING),
    Case("recurring duty", task("Trước ngày 15/12 hằng năm"), (), "2030-01-01", S.ONGOING),
    Case("no deadline", task(""), (), "2030-01-01", S.NO_DEADLINE),
    Case("no deadline, done", task(""), (IN_TIME,), "2030-01-01", S.NO_DEADLINE),
    Case("a start only", task("Từ quý II/2026"), (), "2030-01-01", S.NO_DEADLINE),
    Case("waiting for an event", EVENT, (), "2030-01-01", S.WAITING),
    Case("waiting, done already", EVENT, (IN_TIME,), "2030-01-01", S.DONE_ON_TIME),
    Case("an event that sets no term is never late", EVENT, (DECREE,), "2030-01-01", S.WAITING),
    Case("an event without a term, before its day", EVENT, (DECREE,), "2026-06-19", S.WAITING),
    Case("ten days from the event, the tenth", TEN_DAYS, (DECREE,), "2026-06-30", S.OPEN_IN_TIME),
    Case("ten days from the event, the eleventh", TEN_DAYS, (DECREE,), "2026-07-01", S.NO_INFORMATION, 1),
    Case("suspended", DAY, (amended(1, "2026-06-01", effect="suspended"),), "2026-07-01", S.SUSPENDED),
    Case(
        "not suspended yet",
        DAY,
        (amended(1, "2026-07-05", effect="suspended"),),
        "2026-07-01",
        S.NO_INFORMATION,
        1,
    ),
    Case("cancelled", DAY, (amended(1, "2026-06-01", effect="cancelled"),), "2026-07-01", S.CANCELLED),
    Case(
        "requested",
        DAY,
        (amended(1, "2026-06-01", effect="requested", deadline="30/9/2026"),),
        "2026-07-01",
        S.NO_INFORMATION,
        1,
    ),
    Case("extended", DAY, (amended(1, "2026-06-01", deadline="30/9/2026"),), "2026-09-30", S.OPEN_IN_TIME),
    Case(
        "extended, and over",
        DAY,
        (amended(1, "2026-06-01", deadline="30/9/2026"),),
        "2026-10-02",
        S.NO_INFORMATION,
        2,
    ),
    Case(
        "the later amendment wins",
        DAY,
        (amended(2, "2026-06-09", deadline="31/7/2026"), amended(1, "2026-06-01", deadline="30/9/2026")),
        "2026-08-01",
        S.NO_INFORMATION,
        1,
    ),
    Case(
        "taken up again",
        DAY,
        (amended(1, "2026-06-01", effect="suspended"), amended(2, "2026-06-09", deadline="30/9/2026")),
        "2026-07-01",
        S.OPEN_IN_TIME,
    ),
    Case("joint, done by one paper", JOINT, (IN_TIME,), "2026-07-01", S.DONE_ON_TIME),
    Case("each, one of two", EACH, (A,), "2026-07-02", S.OPEN_OVERDUE, 2),
    Case("each, the last one late", EACH, (A, B), "2026-07-05", S.DONE_LATE, 3),
    Case("a Saturday counts as it stands", task("Ngày 27/6/2026"), (), "2026-06-29", S.NO_INFORMATION, 2),
    Case(
        "a Saturday moves to Monday where the plan says so",
        task("Ngày 27/6/2026"),
        (),
        "2026-06-29",
        S.OPEN_IN_TIME,
        0,
        WORKING,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_state_by_hand(case: Case) -> None:
    """Each row of the table is what a person of Sở Nội vụ would say."""
    plan = plan_of(case.task, *case.others, **dict(case.settings))
    status = Progress(plan, date.fromisoformat(case.as_of)).of(case.task)
    assert (status.state, status.days_late) == (case.state, case.days_late)


DEADLINES = {
    "day": "Ngày 30/6/2026",
    "before": "Trước ngày 30/6/2026",
    "quarter": "Quý II năm 2026",
    "ongoing": "Thường xuyên",
    "recurring": "Hằng năm",
    "event": "Theo yêu cầu của cấp có thẩm quyền",
    "none": "",
}
PROOFS: dict[str, tuple[str, str, bool] | None] = {
    "nothing": None,
    "unconfirmed": ("2026-06-15", "", False),
    "in time": ("2026-06-15", "", True),
    "late": ("2026-07-02", "", True),
    "later paper": ("2026-07-02", "2026-06-15", True),
    "unknown yet": ("2026-12-01", "", True),
}
CHANGES: dict[str, tuple[dict[str, str], ...]] = {
    "none": (),
    "requested": ({"effect": "requested", "deadline": "31/8/2026"},),
    "extended": ({"deadline": "31/8/2026"},),
    "suspended": ({"effect": "suspended"},),
    "cancelled": ({"effect": "cancelled"},),
    "resumed": ({"effect": "suspended"}, {"deadline": "31/8/2026"}),
}
OFFSETS = (-1, 0, 1, 3)


def combinations() -> Iterator[tuple[str, str, bool, str, str, int]]:
    return itertools.product(DEADLINES, PROOFS, (False, True), CHANGES, ("", "joint", "each"), OFFSETS)


def by_the_design(  # noqa: PLR0911 - one a state
    kind: str, proof: str, change: str, as_of: date, *, told: bool
) -> State:
    """The state in the design's own words, written without a look at the code."""
    if change in ("suspended", "cancelled"):
        return State(change)
    moved = change in ("extended", "resumed")
    if not moved and kind in ("ongoing", "recurring"):
        return State.ONGOING
    given = PROOFS[proof]
    known = given is not None and date.fromisoformat(given[0]) <= as_of
    done = date.fromisoformat(given[1] or given[0]) if given and known and given[2] else None
    if not moved and kind == "event":
        if given and known and not given[2]:
            return State.AWAITING
        return State.DONE_ON_TIME if done else State.WAITING
    if not moved and kind == "none":
        return State.NO_DEADLINE
    last = date(2026, 8, 31) if moved else LAST
    if given and known and not given[2]:
        return State.AWAITING
    if done:
        return State.DONE_ON_TIME if done <= last else State.DONE_LATE
    if as_of <= last:
        return State.OPEN_IN_TIME
    return State.OPEN_OVERDUE if told or known else State.NO_INFORMATION


def test_every_combination_has_the_state_of_the_design() -> None:
    """Deadline × evidence × update × amendment × ownership × days on both sides of the last one."""
    count = 0
    for kind, proof, told, change, ownership, offset in combinations():
        as_of = (date(2026, 8, 31) if change in ("extended", "resumed") else LAST) + timedelta(days=offset)
        owner = "CQ-A CQ-B" if ownership else "CQ-A"
        subject = task(DEADLINES[kind], owner, ownership)
        given = PROOFS[proof]
        proofs = [evidence(1, given[0], given[1], confirmed=given[2])] if given else []
        changes = [amended(n, f"2026-06-0{n}", **options) for n, options in enumerate(CHANGES[change], 1)]
        plan = plan_of(subject, *proofs, *changes, *([update("2026-06-02")] if told else []))
        expected = by_the_design(kind, proof, change, as_of, told=told)
        status = Progress(plan, as_of).of(subject)
        assert status.state is expected, (kind, proof, told, change, ownership, as_of)
        assert {part.state for part in status.parts} == {expected}
        count += 1
    assert count == 7 * 6 * 2 * 6 * 3 * 4


# -- who answers -------------------------------------------------------------------------------------


def agency(key: str, successors: str = "", **options: str) -> Need:
    return need("agency", key, {"successors": successors}, **{"kind": "agency", **options})


ENDED = {"until": "2026-03-31"}
SURE = {**ENDED, "certainty": "certain"}
OWNERS: list[tuple[str, list[Need], str | None]] = [
    ("still there", [agency("CQ-C")], "CQ-C"),
    ("ends later", [agency("CQ-C", until="2026-12-31")], "CQ-C"),
    ("ended, nobody named", [agency("CQ-C", **ENDED)], None),
    ("one certain successor", [agency("CQ-C", "CQ-D", **SURE), agency("CQ-D")], "CQ-D"),
    ("a chain", [agency("CQ-C", "CQ-D", **SURE), agency("CQ-D", "CQ-E", **SURE), agency("CQ-E")], "CQ-E"),
    ("a chain that breaks", [agency("CQ-C", "CQ-D", **SURE), agency("CQ-D", **ENDED)], None),
    ("split", [agency("CQ-C", "CQ-D CQ-E", **SURE), agency("CQ-D"), agency("CQ-E")], None),
    ("not sure", [agency("CQ-C", "CQ-D", **ENDED, certainty="partial"), agency("CQ-D")], None),
    ("a circle", [agency("CQ-C", "CQ-D", **SURE), agency("CQ-D", "CQ-C", **SURE)], None),
]


@pytest.mark.parametrize(("agencies", "effective"), [o[1:] for o in OWNERS], ids=[o[0] for o in OWNERS])
def test_an_owner_that_ended_is_followed_only_where_it_is_certain(
    agencies: list[Need], effective: str | None
) -> None:
    """Where the chain splits, ends or is unsure nothing is reassigned."""
    subject = task("Ngày 30/6/2026", "CQ-C")
    progress = Progress(plan_of(subject, *agencies), date(2026, 4, 15))
    (owner,) = progress.of(subject).owners
    assert (owner.effective.id if owner.effective else None) == effective
    assert len(tally(progress).nobody) == (effective is None)


@pytest.mark.parametrize(
    ("as_of", "effective"), [("2026-03-30", "CQ-C"), ("2026-03-31", "CQ-C"), ("2026-04-01", "CQ-D")]
)
def test_an_agency_answers_through_its_last_day(as_of: str, effective: str) -> None:
    """`until` is the last day of an agency: its successor answers from the day after."""
    subject = task("Ngày 30/6/2026", "CQ-C")
    plan = plan_of(subject, agency("CQ-C", "CQ-D", **SURE), agency("CQ-D"))
    (owner,) = Progress(plan, date.fromisoformat(as_of)).of(subject).owners
    assert owner.effective is plan.needs[effective]


def test_a_group_answers_by_the_members_that_exist() -> None:
    """Each member that exists on the day does its own part; a group without known members is one."""
    group = need("agency", "CQ-G", {"members": "CQ-A CQ-B CQ-C"}, kind="group")
    subject = task("Ngày 30/6/2026", "CQ-G", "each")
    plan = plan_of(subject, group, agency("CQ-C", **ENDED), A)
    parts = Progress(plan, date(2026, 7, 1)).of(subject).parts
    assert [(p.agency.id, p.state) for p in parts] == [
        ("CQ-A", State.DONE_ON_TIME),
        ("CQ-B", State.NO_INFORMATION),
    ]
    unknown = plan_of(subject, need("agency", "CQ-G", kind="group"))
    assert [p.agency.id for p in Progress(unknown, LAST).of(subject).parts] == ["CQ-G"]


@pytest.mark.parametrize("kind", ["party", "council", "front", "court", "procuracy", "military", "central"])
def test_bodies_outside_the_peoples_committee_are_outside_its_count(kind: str) -> None:
    """Such a body has a row of its own, and a task of such bodies alone is not in the total."""
    subject = task("Ngày 30/6/2026", "CQ-P")
    counted = tally(Progress(plan_of(subject, agency("CQ-P", kind=kind)), LAST))
    assert (list(counted.rows), list(counted.outside), sum(counted.total.values())) == ([], ["CQ-P"], 0)


def test_a_joint_task_counts_in_each_row_and_once_in_all() -> None:
    """Departments have their rows, and none of them stands outside the count."""
    counted = tally(Progress(plan_of(JOINT), LAST))
    assert {key: sum(row.values()) for key, row in counted.rows.items()} == {"CQ-A": 1, "CQ-B": 1}
    assert (counted.outside, sum(counted.total.values()), counted.nobody) == ({}, 1, [])


def test_a_task_with_one_body_inside_is_in_the_count() -> None:
    """A task that a Party body and a department answer for is in the total, and in one row of each kind."""
    subject = task("Ngày 30/6/2026", "CQ-A CQ-P", "joint")
    counted = tally(Progress(plan_of(subject, agency("CQ-P", kind="party")), LAST))
    assert (list(counted.rows), list(counted.outside)) == (["CQ-A"], ["CQ-P"])
    assert sum(counted.total.values()) == 1


def test_a_task_that_nobody_answers_for_is_in_the_count() -> None:
    """A task whose only owner ended without a successor is in no row, but in the total."""
    subject = task("Ngày 30/6/2026", "CQ-C")
    counted = tally(Progress(plan_of(subject, agency("CQ-C", **ENDED)), LAST))
    assert (counted.rows, counted.outside, sum(counted.total.values())) == ({}, {}, 1)


REPORTS = [
    ("quarter", "", "", "2026-07-01", ["quý I/2026", "quý II/2026"]),
    ("quarter", "14", "20", "2026-06-19", ["quý I/2026"]),
    ("quarter", "14", "20", "2026-06-20", ["quý I/2026"]),
    ("quarter", "14", "20", "2026-06-21", ["quý I/2026", "quý II/2026"]),
    ("quarter", "25", "5", "2026-04-05", []),
    ("quarter", "25", "5", "2026-04-06", ["quý I/2026"]),
    ("month", "", "", "2026-02-28", ["tháng 1/2026"]),
    ("month", "", "", "2026-03-01", ["tháng 1/2026", "tháng 2/2026"]),
    ("half-year", "", "", "2027-01-01", ["6 tháng đầu năm 2026", "6 tháng cuối năm 2026"]),
    ("year", "14", "20", "2026-12-19", []),
    ("year", "14", "20", "2030-01-01", ["năm 2026"]),
]


@pytest.mark.parametrize(("period", "cutoff", "by", "as_of", "missing"), REPORTS)
def test_the_reports_that_are_missing(
    period: str, cutoff: str, by: str, as_of: str, missing: list[str]
) -> None:
    """A standing duty is reported on each period of the plan's cycle, until the plan ends."""
    subject = task("Thường xuyên")
    plan = plan_of(subject)
    settings: dict[str, str] = {"issued": str(ISSUED), "ends": "2026-12-31", "report_period": period}
    home = need("plan", "KH-1", None, **settings, report_cutoff=cutoff, report_by=by)
    plan = Plan(MODEL, {**plan.needs, "KH-1": home})
    status = Progress(plan, date.fromisoformat(as_of)).of(subject)
    assert [found.name for found in status.missing] == missing


def test_a_report_on_a_period_is_not_missing() -> None:
    """Evidence by its day, and an update by the name of its period, both count as a report."""
    subject = task("Thường xuyên")
    told = need("update", "BC-1", {"on": "NV-1"}, date="2026-07-09", period="Quý II/2026")
    plan = plan_of(subject, evidence(1, "2026-03-10"), told)
    assert Progress(plan, date(2026, 7, 10)).of(subject).missing == ()


@pytest.mark.parametrize(
    ("cutoff", "by", "told", "as_of", "missing"),
    [
        ("14", "20", "2026-03-14", "2026-03-21", []),
        ("14", "20", "2026-03-15", "2026-03-21", []),
        ("14", "20", "2026-03-20", "2026-03-21", []),
        ("28", "5", "2026-03-30", "2026-07-06", ["quý II/2026"]),
        ("29", "5", "2026-03-30", "2026-07-06", ["quý II/2026"]),
        ("", "", "2026-03-31", "2026-07-01", ["quý II/2026"]),
    ],
)
def test_a_report_between_the_cut_off_and_the_day_to_send_by(
    cutoff: str, by: str, told: str, as_of: str, missing: list[str]
) -> None:
    """A paper that names no period counts for the one that is about to be sent, and for no other."""
    subject = task("Thường xuyên")
    plan = plan_of(subject, evidence(1, told), report_cutoff=cutoff, report_by=by)
    status = Progress(plan, date.fromisoformat(as_of)).of(subject)
    assert [found.name for found in status.missing] == missing


OFFICE = "Ủy ban nhân dân tỉnh X (giả định)"


@pytest.mark.parametrize(("as_of", "open_requests"), [("2026-06-08", 1), ("2026-06-09", 0)])
def test_a_request_is_open_until_its_amendment(as_of: str, open_requests: int) -> None:
    """What was asked for is a to-do until the day of the document that grants it."""
    asked = amended(1, "2026-06-01", effect="requested", deadline="30/9/2026")
    granted = {"date": "2026-06-09", "number": "1", "deadline": "30/9/2026", "issuer": OFFICE}
    answer = need("amendment", "DC-2", {"amends": "NV-1"}, **granted)
    plan = plan_of(DAY, asked, answer, issuer=OFFICE)
    bound = Progress(plan, date.fromisoformat(as_of)).of(DAY).obligation
    assert len(bound.requests) == open_requests


@pytest.mark.parametrize(
    ("day", "links", "options", "open_requests"),
    [
        ("2026-05-31", {}, {"deadline": "30/9/2026"}, 1),
        ("2026-06-01", {}, {"deadline": "30/9/2026"}, 0),
        ("2026-06-09", {}, {"effect": "suspended"}, 0),
        ("2026-06-09", {"partners": "CQ-B"}, {}, 1),
        ("2026-06-09", {"owner": "CQ-B"}, {"deadline": "30/9/2026"}, 0),
    ],
)
def test_a_request_is_answered_by_what_changes_the_same(
    day: str, links: dict[str, str], options: dict[str, str], open_requests: int
) -> None:
    """A later document about the same answers a request, one about other things does not."""
    asked = amended(1, "2026-06-01", effect="requested", deadline="30/9/2026")
    answer = need(
        "amendment", "DC-2", {"amends": "NV-1", **links}, date=day, number="2", issuer=OFFICE, **options
    )
    plan = plan_of(DAY, asked, answer, issuer=OFFICE)
    assert len(Progress(plan, date(2026, 7, 1)).of(DAY).obligation.requests) == open_requests


PREDECESSOR = agency("CQ-C", "CQ-D", **SURE)


def test_what_a_predecessor_sent_counts_for_its_successor() -> None:
    """After a certain merger the evidence of the old agency proves the new one's part."""
    subject = task("Ngày 30/6/2026", "CQ-C CQ-A", "each")
    sent = [evidence(1, "2026-03-10", of="CQ-C"), evidence(2, "2026-06-20", of="CQ-A")]
    status = Progress(plan_of(subject, PREDECESSOR, agency("CQ-D"), *sent), date(2026, 7, 5)).of(subject)
    assert [(p.agency.id, p.state) for p in status.parts] == [
        ("CQ-D", State.DONE_ON_TIME),
        ("CQ-A", State.DONE_ON_TIME),
    ]
    assert status.state is State.DONE_ON_TIME


def test_a_part_that_nobody_took_over_is_not_done() -> None:
    """With `each`, an agency that ended without a certain successor leaves its part open."""
    subject = task("Ngày 30/6/2026", "CQ-C CQ-A", "each")
    status = Progress(plan_of(subject, agency("CQ-C", **ENDED), A), date(2026, 7, 5)).of(subject)
    assert (status.state, status.done) == (State.OPEN_OVERDUE, None)


def test_a_member_that_merged_is_followed() -> None:
    """A member of a group is followed to its certain successor, and is not forgotten otherwise."""
    subject = task("Ngày 30/6/2026", "CQ-G", "each")
    group = need("agency", "CQ-G", {"members": "CQ-A CQ-C"}, kind="group")
    merged = Progress(plan_of(subject, group, PREDECESSOR, agency("CQ-D"), A), date(2026, 7, 5)).of(subject)
    assert [p.agency.id for p in merged.parts] == ["CQ-A", "CQ-D"]
    assert merged.done is None
    gone = Progress(plan_of(subject, group, agency("CQ-C", **ENDED), A), date(2026, 7, 5)).of(subject)
    assert [p.agency.id for p in gone.parts] == ["CQ-A"]
    assert gone.done is None


def test_one_report_does_not_hide_the_missing_ones_of_others() -> None:
    """With `each`, a period is missing while any agency has not reported on it."""
    subject = task("Thường xuyên", "CQ-A CQ-B", "each")
    status = Progress(plan_of(subject, evidence(1, "2026-03-10", of="CQ-A")), date(2026, 4, 30)).of(subject)
    assert [len(part.missing) for part in status.parts] == [0, 1]
    assert [period.name for period in status.missing] == ["quý I/2026"]


def test_working_days_from_an_event_leave_out_public_holidays() -> None:
    """Ten working days from 24/4/2026 end after the holidays of 30/4 and 1/5."""
    subject = task("chậm nhất 10 ngày làm việc kể từ ngày ban hành", trigger="CC-1")
    decree = need("basis", "CC-1", issued="2026-04-24")
    status = Progress(plan_of(subject, decree), date(2026, 4, 24)).of(subject)
    # Without holidays it were Friday 8/5; 27/4 (for Giỗ Tổ on a Sunday), 30/4 and 1/5 are days off.
    assert status.obligation.due == date(2026, 5, 13)


def waiting(number: int, count: int) -> Need:
    """One of some tasks of which each waits for the next, and the last for the first."""
    links = {"owner": "CQ-A", "deliverables": "SP-1", "trigger": f"NV-{(number + 1) % count}"}
    return need("task", f"NV-{number}", links, deadline="sau khi hoàn thành nhiệm vụ")


@pytest.mark.parametrize("count", [1, 2, 5_000])
@pytest.mark.parametrize(("proved", "state"), [((), S.WAITING), ((IN_TIME,), S.DONE_ON_TIME)])
def test_tasks_that_wait_for_each_other(count: int, proved: tuple[Need, ...], state: State) -> None:
    """A circle, which is a finding of check, has states all the same; so has a chain of any length."""
    found = plan_of(*(waiting(number, count) for number in range(count)), *proved)
    assert {status.state for status in Progress(found, date(2026, 6, 30)).tasks} == {state}
