"""A plan that has been closed: its figures stay, nobody is asked any more, what is undone is told apart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kehoach import rules
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, State, late, named, own, tally
from kehoach.progress.agenda import agenda
from kehoach.progress.decisions import decisions
from kehoach.progress.final import final
from kehoach.progress.headline import headline
from kehoach.progress.todos import Todo, todos
from kehoach.reports import reminders
from kehoach.reports.tables import left_undone
from kehoach.reports.words import state_words
from progress.test_states import DAY, agency, amended, evidence, need, plan_of, returned, task, update

CLOSED = date(2026, 12, 20)
BEFORE, AFTER, YEARS = CLOSED - timedelta(days=1), CLOSED + timedelta(days=1), date(2029, 1, 31)
S = State
IN_TIME, SENT = evidence(1, "2026-06-02"), evidence(1, "2026-06-02", confirmed=False)
SUSPENDED = amended(1, "2026-06-10", effect="suspended")


def closing(day: date = CLOSED, drops: str = "", number: int = 1) -> Need:
    """The document that closes the plan."""
    links = {"closes": "KH-1", "drops": drops}
    return need("closing", f"KT-{number}", links, number=f"{number}/QĐ", date=str(day), issuer="UBND tỉnh")


def carried(issued: str = "2027-01-15", plan_id: str = "KH-2") -> tuple[Need, Need]:
    """A plan issued later, with a task that carries on NV-1."""
    path = "needs/kh-2/x.md"
    home = replace(need("plan", plan_id, issued=issued), path=path)
    links = {"owner": "CQ-A", "deliverables": "SP-2", "continues": "NV-1"}
    return home, replace(need("task", "NV-2", links, deadline="Ngày 30/6/2027"), path=path)


def reopened(day: str) -> Need:
    """A document by which the plan runs again."""
    return need("amendment", "DC-9", {"amends": "KH-1"}, date=day, number="9/QĐ", effect="reopened")


def on(day: date, subject: Need, *others: Need, **settings: str) -> Progress:
    """The plan with one task on a day."""
    return Progress(plan_of(subject, *others, **settings), day)


def state(day: date, subject: Need, *others: Need) -> State:
    """Where the task stands."""
    return on(day, subject, *others).of(subject).state


@pytest.mark.parametrize("day", [CLOSED, AFTER, YEARS])
@pytest.mark.parametrize(
    ("says", "subject", "others", "expected"),
    [
        ("done", DAY, (evidence(1, "2026-06-30"),), S.DONE_ON_TIME),
        ("done late", DAY, (evidence(1, "2026-07-09"),), S.DONE_LATE),
        ("silent", DAY, (), S.UNFINISHED),
        ("overdue", DAY, (update("2026-08-01"),), S.UNFINISHED),
        ("not due yet", task("Ngày 31/12/2026"), (), S.UNFINISHED),
        ("waits for an event", task("sau khi Chính phủ ban hành Nghị định"), (), S.UNFINISHED),
        ("suspended", DAY, (amended(1, "2026-06-01", effect="suspended"),), S.UNFINISHED),
        ("done, then suspended", DAY, (IN_TIME, SUSPENDED), S.SUSPENDED),
        ("sent, then suspended", DAY, (SENT, SUSPENDED), S.SUSPENDED),
        ("sent back, then suspended", DAY, (returned(1, "2026-06-02"), SUSPENDED), S.UNFINISHED),
        ("no deadline", task(""), (), S.UNFINISHED),
        ("no deadline, done", task(""), (evidence(1, "2026-06-30"),), S.NO_DEADLINE),
        ("cancelled", DAY, (amended(1, "2026-06-01", effect="cancelled"),), S.CANCELLED),
        ("sent", DAY, (evidence(1, "2026-06-30", confirmed=False),), S.AWAITING),
        ("sent back", DAY, (returned(1, "2026-06-30"),), S.UNFINISHED),
        ("standing", task("Thường xuyên"), (), S.ONGOING),
        ("asked", replace(DAY, options={**DAY.options, "assignment": "request"}), (), S.ASKED),
    ],
)
def test_what_a_task_was_when_its_plan_was_closed_stays(
    says: str, subject: Need, others: tuple[Need, ...], expected: State, day: date
) -> None:
    """From the day of the closing on each task is done, dropped, or left, whatever comes after."""
    proof = replace(evidence(7, str(YEARS)), id="MC-LATE")
    assert state(day, subject, closing(), *others, proof) is expected, says


@pytest.mark.parametrize("subject", [DAY, task("Thường xuyên"), task("Ngày 31/12/2026"), task("")])
def test_the_day_before_the_closing_all_is_as_it_was(subject: Need) -> None:
    """The closing changes nothing before its day."""
    with_it, without = on(BEFORE, subject, closing(drops="NV-1"), *carried()), on(BEFORE, subject, *carried())
    assert with_it.of(subject) == without.of(subject)
    assert todos(with_it) == todos(without)


def test_what_is_undone_is_carried_dropped_or_left() -> None:
    """Carried over from the day on which the next plan is issued; dropped by the closing; else left."""
    next_year = date(2027, 1, 15)
    assert state(next_year - timedelta(days=1), DAY, closing(), *carried()) is S.UNFINISHED
    assert state(next_year, DAY, closing(), *carried()) is S.CARRIED_OVER
    assert state(YEARS, DAY, closing(), *carried()) is S.CARRIED_OVER
    assert state(CLOSED, DAY, closing(), *carried("2026-12-01")) is S.CARRIED_OVER
    assert state(YEARS, DAY, closing(), *carried("", "KH-DT-2027")) is S.UNFINISHED
    assert state(YEARS, DAY, closing(), *carried("2027-01-15", "KH-DT-2027")) is S.UNFINISHED
    beside = need("task", "NV-3", {"owner": "CQ-A", "continues": "NV-1"}, deadline="Ngày 30/6/2027")
    assert state(YEARS, DAY, closing(), beside) is S.UNFINISHED
    assert state(CLOSED, DAY, closing(drops="NV-1")) is S.CANCELLED
    assert state(YEARS, DAY, closing(drops="NV-1")) is S.CANCELLED
    assert state(YEARS, DAY, closing(), evidence(1, "2026-06-30"), *carried()) is S.DONE_ON_TIME
    assert state(YEARS, DAY, closing(drops="NV-1"), IN_TIME, SUSPENDED) is S.SUSPENDED
    assert state(YEARS, DAY, closing(drops="NV-1"), SENT, SUSPENDED) is S.CANCELLED
    assert state(YEARS, DAY, closing(), SENT, SUSPENDED, *carried()) is S.CARRIED_OVER


def test_what_is_done_later_is_done_after_the_end() -> None:
    """It stays undone in the figures; that it was done afterwards is said beside it."""
    proof = evidence(1, "2027-03-02")
    for day, done in (
        (date(2027, 3, 1), None),
        (date(2027, 3, 2), date(2027, 3, 2)),
        (YEARS, date(2027, 3, 2)),
    ):
        status = on(day, DAY, closing(), proof).of(DAY)
        assert (status.state, status.done) == (S.UNFINISHED, None)
        assert status.ending
        assert status.ending.done == done
    assert "done after the plan ended, 02/03/2027" in state_words(status)
    proof = evidence(1, "2027-03-02", completed="2026-05-05")
    status = on(YEARS, DAY, closing(), proof).of(DAY)
    assert status.state is S.UNFINISHED
    assert "done by 05/05/2026, confirmed after the plan ended" in state_words(status)


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        (BEFORE, "done by 19/12/2026, confirmed after the plan ended"),
        (CLOSED, "done by 20/12/2026, confirmed after the plan ended"),
        (AFTER, "done after the plan ended, 21/12/2026"),
    ],
)
def test_the_list_of_what_was_left_tells_work_in_time_from_work_afterwards(
    worked: date, expected: str
) -> None:
    """Work of before the end that was confirmed later is not called done afterwards, as in the state."""
    proof = evidence(1, str(AFTER), completed=str(worked))
    progress = on(YEARS, DAY, closing(), proof)
    table = left_undone(progress)
    said = {column.key: column.value(table.rows[0]) for column in table.columns}
    assert said["after"] == expected
    assert state_words(progress.of(DAY)).endswith(f"; {expected}")


@pytest.mark.parametrize(
    ("confirmed_on", "expected"),
    [(BEFORE, S.DONE_ON_TIME), (CLOSED, S.DONE_ON_TIME), (AFTER, S.AWAITING), (None, S.DONE_ON_TIME)],
)
def test_what_is_confirmed_after_the_end_does_not_turn_its_figures(
    confirmed_on: date | None, expected: State
) -> None:
    """A paper of before the closing that was confirmed later had only been sent when the plan ended."""
    proof = evidence(1, "2026-06-30")
    proof = replace(proof, options={**proof.options, "confirmed_on": str(confirmed_on or "")})
    status = on(YEARS, DAY, closing(), proof).of(DAY)
    assert status.state is expected
    assert status.ending
    assert status.ending.done == (None if expected is S.DONE_ON_TIME else date(2026, 6, 30))
    assert state(AFTER, DAY, proof) is S.DONE_ON_TIME  # without a closing it counts from its day on


@pytest.mark.parametrize(
    ("confirmed_on", "refused"),
    [("", True), ("2027-01-14", True), ("2027-01-15", True), ("2027-01-16", False)],
)
def test_what_is_known_to_be_done_is_not_carried_on(confirmed_on: str, *, refused: bool) -> None:
    """Up to the day the next plan was issued; the finding says what to write of what was confirmed later."""
    proof = evidence(1, "2026-06-30")
    proof = replace(proof, options={**proof.options, "confirmed_on": confirmed_on})
    plan = plan_of(DAY, closing(), *carried(), proof)
    found = [one.message for one in rules.check(plan) if one.code == "KH409"]
    assert [words.endswith("write `confirmed_on` in the evidence.") for words in found] == [True] * refused


@pytest.mark.parametrize(
    ("issued", "others", "found"),
    [
        ("2027-02-10", (), True),
        ("2027-02-11", (), False),
        ("2027-01-15", (closing(date(2027, 5, 4), number=2),), False),
        ("2027-01-15", (amended(1, "2027-02-10", effect="cancelled"),), False),
        ("2027-01-15", (amended(1, "2027-06-01", effect="suspended"),), False),
        ("2027-01-15", (evidence(1, "2027-02-10"),), False),
        ("2027-01-15", (evidence(1, "2027-02-11"),), True),
    ],
)
def test_what_a_signed_plan_carries_on_is_not_asked_for_again(
    issued: str, others: tuple[Need, ...], *, found: bool
) -> None:
    """Where its own plan was opened again, a document says what becomes of it, unless it was done by then."""
    plan = plan_of(DAY, closing(), reopened("2027-02-10"), *carried(issued), *others)
    assert [one.id for one in rules.check(plan) if one.code == "KH248"] == ["NV-1"] * found
    draft = plan_of(DAY, closing(), reopened("2027-02-10"), *carried(issued, "KH-DT-2"), *others)
    assert not [one for one in rules.check(draft) if one.code == "KH248"]


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        (("closed",), None),
        (("closed", "opened"), "NV-2"),
        (("cancelled",), None),
        (("closed", "third"), "NV-3"),
        (("cancelled", "third"), "NV-3"),
        (("third",), "NV-2"),
        (("closed", "third", "third closed"), None),
        (("closed", "round", "third closed"), None),
    ],
)
def test_what_a_later_plan_asks_for_no_more_is_asked_for_once(
    others: tuple[str, ...], asked: str | None
) -> None:
    """Where the plan that carries it on has ended too, whoever carries on from there counts."""
    home, new = carried()
    third = [replace(n, path="needs/kh-3/x.md") for n in carried("2027-02-05", "KH-3")]
    links = {**third[1].links, "continues": ("NV-2",)}
    third[1] = replace(third[1], id="NV-3", links=links)
    known = {
        "closed": [need("closing", "KT-2", {"closes": "KH-2"}, date="2027-02-01", number="2/QĐ")],
        "opened": [need("amendment", "DC-8", {"amends": "KH-2"}, date="2027-02-10", effect="reopened")],
        "cancelled": [need("amendment", "DC-7", {"amends": "NV-2"}, date="2027-02-01", effect="cancelled")],
        "third": third,
        "third closed": [need("closing", "KT-3", {"closes": "KH-3"}, date="2027-02-06", number="3/QĐ")],
        "round": [
            third[0],
            replace(third[1], links={**links, "continues": ("NV-2", "NV-4")}),
            replace(new, id="NV-4", links={**new.links, "continues": ("NV-3",)}),
        ],
    }
    also = [one for name in others for one in known[name]]
    plan = plan_of(DAY, closing(), reopened("2027-02-10"), home, new, *also)
    found = [one.message for one in rules.check(plan) if (one.code, one.id) == ("KH248", "NV-1")]
    assert [f"but {asked} carries" in message for message in found] == [True] * bool(asked)


def test_a_standing_duty_is_not_done_afterwards() -> None:
    """It ended with its plan, whatever is sent later."""
    standing = task("Thường xuyên")
    ending = on(YEARS, standing, closing(), evidence(1, "2027-03-02")).of(standing).ending
    assert ending
    assert ending.done is None


def test_evidence_of_the_next_plan_does_not_make_the_former_one_done() -> None:
    """Each task is done by its own deliverables."""
    proof = need("evidence", "MC-2", {"proves": "SP-2"}, date="2027-02-01", confirmed="yes")
    progress = on(YEARS, DAY, closing(), *carried(), proof)
    assert progress.of(DAY).state is S.CARRIED_OVER
    assert progress.of(progress.plan.needs["NV-2"]).state is S.DONE_ON_TIME


@pytest.mark.parametrize("subject", [DAY, task("Thường xuyên"), task("Ngày 15 hằng tháng"), task("")])
@pytest.mark.parametrize(
    "other",
    [
        update("2026-08-01"),
        evidence(1, "2026-06-30", confirmed=False),
        returned(1, "2026-06-30"),
        amended(1, "2026-06-01", effect="requested", deadline="31/12/2026"),
        agency("CQ-A", until="2026-03-31"),
        need("update", "BC-1", {"on": "NV-1"}, date="2026-08-01", proposal="Cho lùi thời hạn"),
        need("waiver", "MT-1", {"waives": "NV-1"}, until="2026-09-30"),
        evidence(1, "2030-06-30"),
    ],
    ids=lambda other: other.type,
)
def test_nobody_is_asked_for_anything(subject: Need, other: Need) -> None:
    """No to-do, reminder, decision, late list, coming or missing report from the day of the closing on."""
    for day in (CLOSED, YEARS):
        progress = on(day, subject, closing(), other, report_to="UBND tỉnh")
        status = progress.of(subject)
        assert todos(progress) == []
        assert reminders.reminders(progress, timedelta(days=400)) == []
        assert reminders.closing(progress, timedelta(days=400)) == ""
        assert (decisions(progress), late(progress), tally(progress).nobody) == ([], [], [])
        figures = headline(progress)
        assert (figures.soon, figures.later, figures.longest) == (0, 0, 0)
        mine = agenda(progress, progress.plan.needs["CQ-A"], [status])
        assert (mine.now, mine.soon, mine.waiting, mine.requests) == ((), (), (), ())
        assert (status.missing, status.coming, status.unproved, status.unconfirmed) == ((), (), (), ())
        for part in (*status.parts, *status.orphans):
            assert (part.missing, part.coming, part.unproved, part.unconfirmed) == ((), (), (), ())


def test_without_the_closing_somebody_is_asked() -> None:
    """The same situations ask for something as long as the plan runs."""
    assert todos(on(YEARS, DAY))
    assert todos(on(YEARS, task("Thường xuyên")))


def test_of_each_only_who_left_its_part_is_named() -> None:
    """Who delivered stands as done, and is not named beside what others left undone."""
    each = task("Ngày 30/6/2026", "CQ-A CQ-B", "each")
    progress = on(YEARS, each, closing(), evidence(1, "2026-06-20", of="CQ-A"))
    status = progress.of(each)
    assert [(part.agency.id, part.state) for part in status.parts] == [
        ("CQ-A", S.DONE_ON_TIME),
        ("CQ-B", S.UNFINISHED),
    ]
    assert [part.agency.id for part in named(status)] == ["CQ-B"]
    late_one = own(on(YEARS, each, closing(), evidence(1, "2027-02-03", of="CQ-B")).of(each), agency("CQ-B"))
    assert late_one.state is S.UNFINISHED


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (CLOSED, S.UNFINISHED),
        (date(2027, 2, 9), S.UNFINISHED),
        (date(2027, 2, 10), S.NO_INFORMATION),
        (date(2027, 2, 11), S.NO_INFORMATION),
    ],
)
def test_a_plan_that_is_opened_again_runs_as_before(day: date, expected: State) -> None:
    """From the day of the document that says so, and until it is closed once more."""
    assert state(day, DAY, closing(), reopened("2027-02-10")) is expected
    again = closing(date(2027, 5, 4), number=2)
    assert state(CLOSED, DAY, closing(), reopened(str(CLOSED))) is S.NO_INFORMATION
    assert state(date(2027, 5, 3), DAY, closing(), reopened("2027-02-10"), again) is S.NO_INFORMATION
    assert state(date(2027, 5, 4), DAY, closing(), reopened("2027-02-10"), again) is S.UNFINISHED


def test_of_two_closings_the_first_holds() -> None:
    """What is done between both was done after the end."""
    proof = evidence(1, "2027-01-05")
    assert state(YEARS, DAY, closing(), closing(date(2027, 1, 20), number=2), proof) is S.UNFINISHED


def test_another_plan_runs_on() -> None:
    """Its tasks are asked for, and wait for those of the closed one until these are done."""
    home, other = carried()
    waiting = replace(
        other,
        links={"owner": ("CQ-A",), "deliverables": ("SP-2",), "trigger": ("NV-1",)},
        options={"deadline": "chậm nhất 10 ngày kể từ ngày hoàn thành"},
    )
    progress = on(YEARS, DAY, closing(), home, waiting)
    assert progress.of(waiting).state is S.WAITING
    assert Todo.TRIGGER_CANCELLED in {
        item.todo for item in todos(on(YEARS, DAY, closing(drops="NV-1"), home, waiting))
    }
    done = on(YEARS, DAY, closing(), home, waiting, evidence(1, "2027-03-02"))
    done.of(DAY)
    assert done.of(waiting).obligation.due == date(2027, 3, 12)


def test_the_public_is_told_what_is_left_and_not_how_late() -> None:
    """Done, carried over and undone are told; lateness before the closing is not."""
    plan = plan_of(DAY, closing(), update("2026-08-01"))
    status = Progress(plan, YEARS, public=True).of(DAY)
    assert (status.state, state_words(status)) == (S.UNFINISHED, "Not done when the plan ended")


def test_the_figures_of_the_day_of_the_closing_stay(demo_plan: Plan) -> None:
    """The demo plan closed on a day has the same figures two years later."""
    end = replace(closing(date(2026, 11, 2)), links={"closes": ("KH-9-2026",)}, path="needs/kh-9-2026/k.md")
    plan = replace(demo_plan, needs={**demo_plan.needs, end.id: end})
    then, later = Progress(plan, date(2026, 11, 2)), Progress(plan, date(2028, 11, 2))
    ended = final(later, plan.needs["KH-9-2026"])
    assert ended
    assert ended.day == then.as_of
    assert tally(then).rows == tally(later).rows
    assert tally(then).total == tally(later).total
    assert tally(then).total[S.UNFINISHED] > 0
    assert todos(later) == []
