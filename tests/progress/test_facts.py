"""Situations in which an office was accused wrongly or a report forgotten, with the right value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from kehoach.plan import Need, Plan
from kehoach.progress import Progress, State, TaskStatus, late, named, own, tally
from kehoach.progress.todos import Todo, todos
from kehoach.progress.workdays import works
from kehoach.reports import reminders, tables, words
from kehoach.reports.reminders import Asked
from progress.test_states import DAY, agency, amended, evidence, need, plan_of, returned, task, update

STANDING = task("Thường xuyên")


def on(day: str, subject: Need, *others: Need, home: dict[str, str] | None = None) -> TaskStatus:
    """A task on a day, in a plan of 5/1/2026 that reports by quarter unless its options say otherwise."""
    return progress(day, subject, *others, home=home).of(subject)


def progress(day: str, subject: Need, *others: Need, home: dict[str, str] | None = None) -> Progress:
    plan = plan_of(subject, *others)
    changed = replace(plan.needs["KH-1"], options={**plan.needs["KH-1"].options, **(home or {})})
    return Progress(Plan(plan.model, {**plan.needs, "KH-1": changed}), date.fromisoformat(day))


def names(status: TaskStatus) -> list[str]:
    return [period.name for period in status.missing]


def kinds(found: Progress) -> list[Todo]:
    return [item.todo for item in todos(found)]


def of_plan(number: int, day: str, **options: str) -> Need:
    return need("amendment", f"DC-KH-{number}", {"amends": "KH-1"}, date=day, number=str(number), **options)


def report(number: int, day: str, period: str = "", of: str = "") -> Need:
    given = evidence(number, day, of=of)
    return replace(given, options={**given.options, "period": period})


# -- who is named ----------------------------------------------------------------------------------------

COMMUNES = need("agency", "CQ-G", {"members": "CQ-A CQ-B CQ-C"}, kind="group")
EACH = task("Ngày 30/6/2026", "CQ-G", "each")
DELIVERED = (evidence(1, "2026-06-20", of="CQ-A"), evidence(2, "2026-07-03", of="CQ-B"))


def test_only_the_silent_one_of_three_is_named() -> None:
    """Two of three communes have delivered, one of them late: the third alone stands beside "late"."""
    found = progress("2026-12-22", EACH, COMMUNES, agency("CQ-C"), *DELIVERED)
    (status,) = late(found)
    assert [part.agency.id for part in named(status)] == ["CQ-C"]
    assert [item.agencies for item in todos(found) if item.todo is Todo.OVERDUE] == [
        (found.plan.needs["CQ-C"],)
    ]
    each = {key: own(status, found.plan.needs[key]) for key in ("CQ-A", "CQ-B", "CQ-C")}
    assert [(s.state, s.days_late) for s in each.values()] == [
        (State.DONE_ON_TIME, 0),
        (State.DONE_LATE, 3),
        (State.NO_INFORMATION, 175),
    ]
    assert [[part.agency.id for part in s.parts] for s in each.values()] == [["CQ-A"], ["CQ-B"], ["CQ-C"]]
    assert [s.orphans for s in each.values()] == [(), (), ()]


@pytest.mark.parametrize(
    ("day", "todo", "asked"),
    [
        ("2026-06-29", Todo.DUE_SOON, ["CQ-B", "CQ-C"]),
        ("2026-06-30", Todo.DUE_SOON, ["CQ-C"]),
        ("2026-07-01", Todo.NO_INFORMATION, ["CQ-C"]),
    ],
)
def test_who_has_sent_its_part_is_not_asked_for_it(day: str, todo: Todo, asked: list[str]) -> None:
    """Of three communes one is done, one sends on the last day: lists and reminders ask the others alike."""
    sent = evidence(1, "2026-06-20", of="CQ-A"), evidence(2, "2026-06-30", of="CQ-B", confirmed=False)
    found = progress(day, EACH, COMMUNES, agency("CQ-C"), *sent)
    own_todo = {State.OPEN_IN_TIME: Todo.DUE_SOON, State.NO_INFORMATION: Todo.NO_INFORMATION}
    pages = {a.id: own_todo[own(found.of(i.need), a).state] for i in todos(found) for a in i.agencies}
    assert pages == dict.fromkeys(asked, todo)
    told = {r.agency.id: [why for why, _s in r.tasks] for r in reminders.reminders(found, timedelta(days=14))}
    why = Asked.DUE if todo is Todo.DUE_SOON else Asked.NO_INFORMATION
    assert told == {key: [why] for key in asked}


def test_a_part_that_nobody_took_over_is_named_as_such() -> None:
    """A member ended without certain successor: its open part is told, and is the coordinator's to-do."""
    found = progress("2026-12-22", EACH, COMMUNES, agency("CQ-C", until="2026-03-31"), *DELIVERED)
    status = found.of(EACH)
    assert (status.state, [part.agency.id for part in named(status)]) == (State.OPEN_OVERDUE, ["CQ-C"])
    assert [name for _a, name in words.answering(status)] == ["CQ-C (not known who took over)"]
    assert Todo.OWNER_ENDED in kinds(found)
    delivered = replace(evidence(3, "2026-03-01", of="CQ-C"))
    assert on("2026-12-22", EACH, COMMUNES, agency("CQ-C", until="2026-03-31"), *DELIVERED, delivered).done


def test_who_supports_is_found_through_groups_and_successors() -> None:
    """A member of a partner group, and the certain successor of a partner, support the task."""
    old = agency("CQ-C", "CQ-D", until="2026-03-31", certainty="certain")
    group = need("agency", "CQ-G", {"members": "CQ-B CQ-C"}, kind="group")
    subject = task("Ngày 30/6/2026", partners="CQ-G")
    status = on("2026-05-01", subject, group, old, agency("CQ-D"))
    assert [a.id for a in status.supporters] == ["CQ-G", "CQ-B", "CQ-D"]
    found = progress("2026-05-01", subject, group, old, agency("CQ-D"))
    assert found.of_agency(found.plan.needs["CQ-D"]).tasks != ()


# -- sent is not late ------------------------------------------------------------------------------------


def test_who_sent_all_in_time_is_in_no_late_list() -> None:
    """The days that it waits count against whoever confirms."""
    sent = evidence(1, "2026-06-20", confirmed=False)
    found = progress("2026-11-13", DAY, sent, home={"report_via": "Sở Nội vụ (giả định)"})
    status = found.of(DAY)
    assert (status.state, status.days_late, late(found)) == (State.AWAITING, 0, [])
    (item,) = todos(found)
    assert (item.todo, item.detail) == (Todo.UNCONFIRMED, "MC-1: 146 days with Sở Nội vụ (giả định)")


def test_what_was_returned_counts_from_the_original_day() -> None:
    """Sent back, the task is open and as late as if nothing had been sent."""
    status = on("2026-07-10", DAY, returned(1, "2026-06-20"))
    assert (status.state, status.days_late) == (State.OPEN_OVERDUE, 10)


def test_who_confirms_its_own_evidence_is_told() -> None:
    """Evidence confirmed by an agency that answers for the task is self-confirmed."""
    given = evidence(1, "2026-06-20")
    by_itself = replace(given, links={**given.links, "confirmed_by": ("CQ-A",)})
    by_another = replace(given, links={**given.links, "confirmed_by": ("CQ-B",)})
    told = [words.confirmation_words(plan_of(DAY, e), e) for e in (given, by_itself, by_another)]
    assert told == ["confirmed", "confirmed (by who answers for it)", "confirmed"]
    back = returned(1, "2026-06-20")
    assert words.confirmation_words(plan_of(DAY, back), back) == "sent back: Thiếu phụ lục"


# -- periods ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What is owed on a day: the duty, what happened, the options of the plan, the periods not reported."""

    says: str
    subject: Need
    others: tuple[Need, ...]
    day: str
    missing: Sequence[str]
    home: tuple[tuple[str, str], ...] = ()


CUT_14 = (("report_cutoff", "14"), ("report_by", "20"))
CUMULATIVE = (("report_period", "cumulative"),)
MONTHLY = task("ngày 18 hằng tháng")
SUSPENDED = amended(1, "2026-02-01", effect="suspended")
TAKEN_UP = amended(2, "2026-07-15", deadline="Thường xuyên")
QUARTERS = ["quý I/2026", "quý II/2026", "quý III/2026", "quý IV/2026", "quý I/2027"]
DECEMBER, MONTHS = "tháng 12/2026", ["tháng 1/2027", "tháng 2/2027", "tháng 3/2027", "tháng 4/2027"]
CASES = [
    *(
        Case(f"“{period}” covers quý II", STANDING, (report(1, "2026-07-05", period),), "2026-09-01", missing)
        for period, missing in {
            "Quý II năm 2026": ["quý I/2026"],
            "quý 2/2026": ["quý I/2026"],
            "6 tháng đầu năm 2026": [],
            "quý I, II/2026": [],
        }.items()
    ),
    Case("“lần 2” is no period", STANDING, (report(1, "2026-07-05", "lần 2"),), "2026-05-01", ["quý I/2026"]),
    Case(
        "one paper, one period",
        STANDING,
        (report(1, "2026-03-18"),),
        "2026-08-01",
        ["quý II/2026"],
        CUT_14,
    ),
    Case(
        "the nearest period",
        STANDING,
        (report(1, "2026-06-17"),),
        "2026-08-01",
        ["quý I/2026"],
        CUT_14,
    ),
    Case(
        "a monthly duty",
        MONTHLY,
        (report(1, "2026-01-18"), report(2, "2026-02-18")),
        "2026-05-01",
        ["hạn 18/3/2026", "hạn 18/4/2026"],
    ),
    Case(
        "the month as its period",
        MONTHLY,
        (report(1, "2026-05-01", "tháng 2/2026"),),
        "2026-05-01",
        ["hạn 18/1/2026", "hạn 18/3/2026", "hạn 18/4/2026"],
    ),
    Case(
        "a longer period covers what was cut off by its day",
        STANDING,
        (report(1, "2026-04-10", "năm 2026"),),
        "2026-08-01",
        ["quý II/2026"],
    ),
    *(
        Case(f"the year, on {day}", STANDING, (report(1, day, "năm 2026"),), "2026-08-01", missing)
        for day, missing in (
            ("2026-03-30", ["quý I/2026", "quý II/2026"]),
            ("2026-03-31", ["quý II/2026"]),
        )
    ),
    Case(
        "the year, before any cut-off",
        STANDING,
        (report(1, "2026-03-10", "năm 2026"),),
        "2026-08-01",
        ["quý I/2026", "quý II/2026"],
    ),
    Case("begun before the plan", task("2025 và những năm tiếp theo"), (), "2026-05-01", ["quý I/2026"]),
    Case("ten days in force", STANDING, (), "2025-11-01", ["quý III/2025"], (("issued", "2025-06-20"),)),
    Case("half a period in force", STANDING, (), "2026-04-01", ["quý I/2026"], (("issued", "2026-02-15"),)),
    Case("a day less than half", STANDING, (), "2026-04-01", [], (("issued", "2026-02-16"),)),
    Case("suspended on the cut-off", STANDING, (SUSPENDED, TAKEN_UP), "2026-11-01", ["quý III/2026"]),
    Case("suspended now", STANDING, (SUSPENDED,), "2026-07-14", []),
    Case(
        "standing by amendment",
        DAY,
        (amended(1, "2026-06-12", deadline="Thường xuyên"),),
        "2026-11-01",
        ["quý III/2026"],
    ),
    *(
        Case(
            f"a quarter that a change of {day} {says}",
            STANDING,
            (amended(1, day, deadline="Thường xuyên"),),
            "2026-05-01",
            ["quý I/2026"],
        )
        for day, says in (("2026-03-31", "takes over on its last day"), ("2026-04-01", "leaves whole"))
    ),
    Case(
        "a month that falls due the day before another day is set",
        MONTHLY,
        (amended(1, "2026-02-19", deadline="ngày 25 hằng tháng"),),
        "2026-02-25",
        ["hạn 18/1/2026", "hạn 18/2/2026"],
    ),
    *(
        Case(
            f"{says}, on {day}",
            STANDING,
            (of_plan(1, "2026-10-10", report_period=cycle, effective=day),),
            "2027-05-01",
            missing,
            (("ends", "2027-12-31"),),
        )
        for says, cycle, day, missing in (
            ("each month instead of each quarter", "month", "2027-04-01", [*QUARTERS, MONTHS[-1]]),
            ("each month, a quarter cut off the day before", "month", "2027-01-01", [*QUARTERS[:4], *MONTHS]),
            (
                "each month, on the cut-off day itself",
                "month",
                "2026-12-31",
                [*QUARTERS[:3], DECEMBER, *MONTHS],
            ),
            ("each year instead of each quarter", "year", "2026-12-31", [*QUARTERS[:3], "năm 2026"]),
        )
    ),
    Case("the plan ended", STANDING, (), "2027-05-01", QUARTERS[:4]),
    Case(
        "the plan goes on",
        STANDING,
        (of_plan(1, "2026-10-10", ends="2027-06-30"),),
        "2027-05-01",
        QUARTERS,
    ),
    *(
        Case(
            f"the plan goes on after a gap, from {day}",
            STANDING,
            (of_plan(1, day, ends="2027-06-30"),),
            "2027-05-01",
            missing,
        )
        for day, missing in (("2027-02-15", QUARTERS), ("2027-02-16", QUARTERS[:4]))
    ),
    *(
        Case(
            f"the plan ends on {day} instead",
            STANDING,
            (of_plan(1, "2026-10-10", ends=day),),
            "2027-05-01",
            missing,
        )
        for day, missing in (("2026-11-15", QUARTERS[:4]), ("2026-11-14", QUARTERS[:3]))
    ),
    Case(
        "a monthly day after another end, before the document",
        MONTHLY,
        (of_plan(1, "2026-02-25", ends="2026-03-17"),),
        "2026-05-01",
        ["hạn 18/1/2026", "hạn 18/2/2026"],
    ),
    Case(
        "of two documents that hold from one day the later",
        STANDING,
        (
            of_plan(1, "2026-10-10", ends="2026-12-31", effective="2026-11-01"),
            of_plan(2, "2026-10-20", ends="2026-11-05", effective="2026-11-01"),
        ),
        "2027-05-01",
        QUARTERS[:3],
    ),
    Case(
        "a document of a day to come",
        STANDING,
        (of_plan(1, "2026-10-10", ends="2026-10-31", effective="2026-10-20"),),
        "2026-10-19",
        QUARTERS[:3],
    ),
    Case("returned is not reported", STANDING, (returned(1, "2026-03-20"),), "2026-05-01", ["quý I/2026"]),
    Case("sent is reported", STANDING, (evidence(1, "2026-03-20", confirmed=False),), "2026-05-01", []),
    Case(
        "taken in by a later report",
        STANDING,
        (report(1, "2026-07-02", "6 tháng đầu năm 2026"),),
        "2026-08-01",
        [],
        CUMULATIVE,
    ),
    Case(
        "nine months",
        STANDING,
        (),
        "2026-10-01",
        ["9 tháng đầu năm 2026"],
        (("report_period", "nine-month"),),
    ),
    Case(
        "the last day of short months",
        task("ngày 31 hằng tháng"),
        (),
        "2026-03-01",
        ["hạn 31/1/2026", "hạn 28/2/2026"],
    ),
    Case("the first whole week", task("hằng tuần"), (), "2026-01-12", ["tuần đến 11/1/2026"]),
    Case("the first whole week, its last day", task("hằng tuần"), (), "2026-01-11", []),
    Case("a day of grace", task("trước ngày 18 hằng tháng"), (), "2026-02-18", ["hạn 17/1/2026"]),
    Case(
        "the day after it",
        task("trước ngày 18 hằng tháng"),
        (),
        "2026-02-19",
        ["hạn 17/1/2026", "hạn 17/2/2026"],
    ),
    Case(
        "strict", task("trước ngày 18 hằng tháng"), (), "2026-01-18", ["hạn 17/1/2026"], (("strict", "yes"),)
    ),
    Case(
        "a Saturday moves",
        MONTHLY,
        (),
        "2026-04-20",
        ["hạn 19/1/2026", "hạn 23/2/2026", "hạn 18/3/2026"],
        (("working_days", "yes"),),
    ),
    Case(
        "the day after the Monday",
        MONTHLY,
        (),
        "2026-04-21",
        ["hạn 19/1/2026", "hạn 23/2/2026", "hạn 18/3/2026", "hạn 20/4/2026"],
        (("working_days", "yes"),),
    ),
    Case(
        "five working days after the cut-off",
        STANDING,
        (),
        "2026-04-07",
        [],
        (("report_by", "5 ngày làm việc sau ngày chốt"),),
    ),
    Case(
        "and the day after",
        STANDING,
        (),
        "2026-04-08",
        ["quý I/2026"],
        (("report_by", "5 ngày làm việc sau ngày chốt"),),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_what_is_owed(case: Case) -> None:
    """Each row is what somebody who knows the office would list as not reported."""
    assert names(on(case.day, case.subject, *case.others, home=dict(case.home))) == case.missing


def test_a_missed_quarter_that_a_later_report_takes_in_is_still_told() -> None:
    """It is "đã gộp": not chased, and not forgotten."""
    half = report(1, "2026-07-02", "6 tháng đầu năm 2026")
    status = on("2026-08-01", STANDING, half, home=dict(CUMULATIVE))
    assert [p.name for p in status.merged] == ["quý I/2026"]


def test_periods_stay_with_whoever_was_the_owner() -> None:
    """After a change of owner on 15/7 the new one owes quý III, the former I and II."""
    changed = replace(amended(1, "2026-07-15"), links={"amends": ("NV-1",), "owner": ("CQ-B",)})
    status = on("2026-11-01", STANDING, changed)
    owes = {part.agency.id: [p.name for p in part.missing] for part in (*status.parts, *status.former)}
    assert owes == {"CQ-B": ["quý III/2026"], "CQ-A": ["quý I/2026", "quý II/2026"]}
    assert names(status) == ["quý I/2026", "quý II/2026", "quý III/2026"]


def test_a_former_owner_that_ended_is_not_chased() -> None:
    """What it has not reported stays on its record, and nobody is asked for it."""
    old = agency("CQ-C", "CQ-D", until="2026-05-31", certainty="certain")
    status = on("2026-08-01", task("Thường xuyên", "CQ-C"), old, agency("CQ-D"))
    assert names(status) == ["quý II/2026"]
    assert [(p.agency.id, [m.name for m in p.missing]) for p in status.former] == [("CQ-C", ["quý I/2026"])]


@pytest.mark.parametrize(
    ("day", "todo"),
    [
        ("2026-11-16", None),
        ("2026-11-17", Todo.DUE_LATER),
        ("2026-12-09", Todo.DUE_LATER),
        ("2026-12-10", Todo.DUE_SOON),
    ],
)
def test_coming_duties_are_announced(day: str, todo: Todo | None) -> None:
    """An occurrence is a to-do 30 and 7 days ahead, by its last day."""
    sent = [report(n, f"2026-{n:02}-16") for n in range(1, 12)]
    found = progress(day, task("trước ngày 18 hằng tháng"), *sent)
    items = [item for item in todos(found) if item.todo in (Todo.DUE_SOON, Todo.DUE_LATER)]
    assert [(item.todo, item.day) for item in items if item.day == date(2026, 12, 17)] == (
        [(todo, date(2026, 12, 17))] if todo else []
    )


def test_coming_duties_are_reminded_of() -> None:
    """On 22/11 `remind --within 30d` asks for the report of 17/12, and names that day."""
    sent = [report(n, f"2026-{n:02}-16") for n in range(1, 12)]
    found = progress("2026-11-22", task("trước ngày 18 hằng tháng"), *sent)
    (reminder,) = reminders.reminders(found, timedelta(days=30))
    assert [why for why, _status in reminder.tasks] == [Asked.DUE]
    assert "Next report: hạn 17/12/2026\n" in reminders.text(found, reminder, markdown=False)
    assert reminders.reminders(found, timedelta(days=24)) == []


# -- days ------------------------------------------------------------------------------------------------

EFFECT = task("10 ngày kể từ ngày Nghị định có hiệu lực", trigger="CC-1")
DECREE = {"issued": "2026-06-20", "effective": "2026-08-01"}


def test_an_event_is_the_day_that_the_words_name() -> None:
    """ "Có hiệu lực" counts from the day of effect, and waits while that is not known."""
    assert on("2026-08-05", EFFECT, need("basis", "CC-1", **DECREE)).obligation.due == date(2026, 8, 11)
    unknown = on("2026-08-05", EFFECT, need("basis", "CC-1", issued="2026-06-20"))
    assert (unknown.state, unknown.obligation.due) == (State.WAITING, None)


@pytest.mark.parametrize(
    "deadline", ["sau khi Nghị định được ban hành", "Sau 30 ngày kể từ ngày ban hành Nghị định"]
)
def test_an_event_without_a_term_is_a_to_do(deadline: str) -> None:
    """Nothing is late that has no last day; the coordinator is told that the text sets none."""
    subject = task(deadline, trigger="CC-1")
    found = progress("2026-09-21", subject, need("basis", "CC-1", issued="2026-06-20"))
    assert (found.of(subject).state, found.of(subject).obligation.due) == (State.WAITING, None)
    assert kinds(found) == [Todo.NO_TERM]
    assert kinds(progress("2026-06-19", subject, need("basis", "CC-1", issued="2026-06-20"))) == []


@pytest.mark.parametrize(
    ("happened", "deadline", "due"),
    [
        ("2026-01-04", "10 ngày kể từ ngày ban hành Nghị định", date(2026, 1, 15)),
        ("2026-01-05", "10 ngày kể từ ngày ban hành Nghị định", date(2026, 1, 15)),
        ("2026-01-06", "10 ngày kể từ ngày ban hành Nghị định", date(2026, 1, 16)),
        ("2025-06-25", "10 ngày làm việc kể từ ngày ban hành Nghị định", date(2026, 1, 19)),
        ("2026-01-05", "trước khi Nghị định được ban hành", None),
        ("2026-01-06", "trước khi Nghị định được ban hành", date(2026, 1, 5)),
    ],
)
def test_a_term_runs_from_the_day_of_issue_at_the_earliest(
    happened: str, deadline: str, due: date | None
) -> None:
    """An event of before the plan counts from the plan of 5/1; what was over before it has no last day."""
    decree = need("basis", "CC-1", issued=happened)
    bound = on("2026-03-01", task(deadline, trigger="CC-1"), decree).obligation
    assert (bound.due, bound.happened) == (due, date.fromisoformat(happened))


@pytest.mark.parametrize(
    ("options", "due"),
    [
        ({}, date(2026, 7, 6)),
        ({"effective": "2026-07-10"}, date(2026, 7, 15)),
        ({"effective": "2026-06-10"}, date(2026, 7, 6)),
        ({"effect": "corrected"}, date(2026, 6, 15)),
    ],
)
def test_a_term_that_an_amendment_sets_runs_from_its_day_at_the_earliest(
    options: dict[str, str], due: date
) -> None:
    """Five days from a decree of 10/6, set on 1/7; a corrected text was there from the start."""
    subject = task("10 ngày kể từ ngày ban hành Nghị định", trigger="CC-1")
    decree = need("basis", "CC-1", issued="2026-06-10")
    change = amended(1, "2026-07-01", deadline="5 ngày kể từ ngày ban hành Nghị định", **options)
    handed = need("amendment", "DC-2", {"amends": "NV-1", "owner": "CQ-B"}, date="2026-07-20")
    assert on("2026-08-01", subject, decree, change, handed).obligation.due == due
    repeated = amended(3, "2026-07-25", deadline=change["deadline"])
    assert on("2026-08-01", subject, decree, change, handed, repeated).obligation.due == due


def test_working_days_go_by_the_official_notice() -> None:
    """15 working days from 12/8/2026 end on 4/9; a notice of a day more off moves that to the next Monday."""
    notices = [
        need("workday", "NL-1", kind="off", date="2026-08-31"),
        need("workday", "NL-2", kind="worked", date="2026-08-22"),
    ]
    more = need("workday", "NL-3", kind="off", date="2026-08-13", until="2026-08-14")
    saturday = need("workday", "NL-4", kind="worked", date="2026-08-15")
    subject = task("15 ngày làm việc kể từ ngày 12/8/2026")
    assert on("2026-08-20", subject, *notices).obligation.due == date(2026, 9, 4)
    assert on("2026-08-20", subject, *notices, more, saturday).obligation.due == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("until", "day", "worked"),
    [
        ("2026-06-10", "2026-06-04", True),
        ("2026-06-10", "2026-06-05", False),
        ("2026-06-10", "2026-06-10", False),
        ("2026-06-10", "2026-06-11", True),
        ("", "2026-06-05", False),
        ("", "2026-06-08", True),
        ("2027-06-10", "2026-08-04", False),
        ("2027-06-10", "2026-08-05", True),
    ],
)
def test_a_notice_holds_from_its_first_day_to_its_last(until: str, day: str, worked: bool) -> None:
    """Both days are off; without a last day the first alone, and none after sixty days: that is a slip."""
    notice = need("workday", "NL-1", kind="off", date="2026-06-05", until=until)
    assert works(plan_of(STANDING, notice))(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(("day", "late_by"), [("2026-07-13", 0), ("2026-07-14", 1)])
def test_grace_is_the_day_named_after_the_shift(day: str, late_by: int) -> None:
    """ "Trước ngày 13/7", 12/7 being a Sunday: the last day is 13/7, which is the day of grace too."""
    subject = task("Trước ngày 13/7/2026")
    status = on(day, subject, home={"working_days": "yes"})
    assert status.days_late == late_by
    assert (status.obligation.due, status.obligation.moved) == (date(2026, 7, 13), date(2026, 7, 12))


def test_the_day_of_the_work_and_of_its_report() -> None:
    """Between the two the report is waited for, and nobody is late."""
    subject = task("trước ngày 15/9/2026; báo cáo trước ngày 30/9/2026")
    status = on("2026-09-20", subject)
    assert (status.state, status.obligation.due) == (State.OPEN_IN_TIME, date(2026, 9, 14))
    assert status.obligation.report_due == date(2026, 9, 29)
    assert words.state_words(status) == "Work due before, waiting for the report by 29/09/2026"
    assert on("2026-10-01", subject).state is State.NO_INFORMATION


@pytest.mark.parametrize("done", ["2026-07-10", "2026-07-28"])
def test_the_deadline_in_force_judges(done: str) -> None:
    """Done before or after a late extension, a task is done on time; that it came late is told beside it."""
    late_extension = amended(1, "2026-07-20", deadline="31/7/2026")
    status = on("2026-08-01", DAY, late_extension, evidence(1, done))
    assert status.state is State.DONE_ON_TIME
    assert status.obligation.extensions[0].after_the_day


def test_a_correction_holds_from_the_start() -> None:
    """It is no extension, and periods of before are judged by it."""
    corrected = amended(1, "2026-07-20", deadline="Thường xuyên", effect="corrected")
    status = on("2026-08-01", DAY, corrected)
    assert status.obligation.extensions == ()
    assert names(status) == ["quý I/2026", "quý II/2026"]


@pytest.mark.parametrize(("day", "count"), [("2026-06-26", 1), ("2026-07-01", 1), ("2026-07-02", 0)])
def test_a_request_is_answered_by_whatever_paper(day: str, count: int) -> None:
    """Asked by one paper and granted by another of other number, it is closed from then on."""
    asked = amended(1, "2026-06-26", deadline="30/9/2026", effect="requested")
    granted = amended(2, "2026-07-02", deadline="15/9/2026")
    assert len(on(day, DAY, asked, granted).obligation.requests) == count


def test_an_amendment_holds_from_its_day_of_effect() -> None:
    """One of 1/6 in force from 15/7 changes nothing before."""
    later = amended(1, "2026-06-01", deadline="30/9/2026", effective="2026-07-15")
    assert on("2026-07-14", DAY, later).state is State.NO_INFORMATION
    assert on("2026-07-15", DAY, later).state is State.OPEN_IN_TIME


def test_what_waits_for_a_cancelled_task_is_a_to_do() -> None:
    """What it waits for will not come, which nobody would notice."""
    waits = replace(
        task("sau khi hoàn thành nhiệm vụ", trigger="NV-2"),
    )
    other = replace(need("task", "NV-2", {"owner": "CQ-B", "deliverables": "SP-2"}, deadline="30/6/2026"))
    stopped = replace(amended(1, "2026-06-01", effect="cancelled"), links={"amends": ("NV-2",)})
    found = progress("2026-06-10", waits, other, stopped)
    assert (found.of(waits).state, kinds(found)) == (State.WAITING, [Todo.TRIGGER_CANCELLED])


def test_evidence_of_a_day_to_come_is_no_evidence() -> None:
    """It counts for nothing until its day, and is a to-do."""
    found = progress("2026-06-10", DAY, evidence(1, "2026-06-29"))
    assert (found.of(DAY).state, kinds(found)) == (State.OPEN_IN_TIME, [Todo.DUE_LATER, Todo.DATED_AHEAD])


@pytest.mark.parametrize(("day", "ahead"), [("2026-06-19", True), ("2026-06-20", False)])
def test_evidence_is_dated_ahead_until_its_day(day: str, ahead: bool) -> None:
    """On the day of the paper it is a to-do no more."""
    assert (Todo.DATED_AHEAD in kinds(progress(day, DAY, evidence(1, "2026-06-20")))) is ahead


def test_who_is_asked_is_not_chased() -> None:
    """A request is never late and owes no periods."""
    subject = replace(STANDING, options={**STANDING.options, "assignment": "request"})
    assert names(on("2026-11-01", subject)) == []


def test_silence_is_counted_with_lateness() -> None:
    """Headlines count both, and tell how many of them nobody has said a word about."""
    found = progress("2026-07-02", DAY, update("2026-06-01"))
    silent = progress("2026-07-02", DAY)
    assert [words.overdue_words(tally(p).total) for p in (found, silent)] == [
        "Overdue, not done: 1",
        "Overdue, not done: 1, of which not reported: 1",
    ]


def test_proof_of_what_an_amendment_asks_for_is_proof_of_its_task() -> None:
    """Once, though it proves what the text and what the amendment asks for."""
    subject = task("Ngày 30/6/2026")
    more = need("amendment", "DC-1", {"amends": "NV-1", "deliverables": "SP-2"}, date="2026-03-01")
    proof = need("evidence", "MC-1", {"proves": "SP-1 SP-2"}, date="2026-04-01")
    found = progress("2026-05-01", subject, more, proof)
    assert found.plan.tasks_proved(proof) == (subject,)
    (row,) = tables.evidence(found, found.plan.needs["KH-1"]).rows
    assert row is proof
