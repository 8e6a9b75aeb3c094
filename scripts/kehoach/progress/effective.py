"""What a task is on a day, after the amendments in force: its original words stay in the plan."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kehoach import deadline
from kehoach.deadline import Deadline, Kind
from kehoach.plan import Need, Plan
from kehoach.progress.terms import in_order
from kehoach.progress.workdays import next_working_day, works

#: What takes a task from whoever has to do it, for a time or for good.
_STOPPED = ("suspended", "cancelled")
#: What corrects a text ("đính chính") holds from the start, as if it had always been written so.
_CORRECTED = "corrected"


class Extension(NamedTuple):
    """One change of a deadline: the amendment, what it set, and whether it came after the day had passed."""

    amendment: Need
    deadline: Deadline
    after_the_day: bool


class Phase(NamedTuple):
    """A stretch of time in which a task was bound in one way: from ``since`` to the day before the next.

    The first begins with ``date.min``. ``state`` is "suspended", "cancelled" or empty. ``set_on`` is the day
    on which its deadline was set, by the plan or an amendment: a term from an event begins no earlier.
    """

    since: date
    deadline: Deadline
    owners: tuple[Need, ...]
    state: str
    set_on: date = date.min


class Obligation(NamedTuple):
    """A task as it binds on a day.

    ``due`` is its last day and ``late_after`` the last day on which it is not late; both None where the
    deadline has no day (yet). ``moved`` is the day the last day was moved from because it was no
    working day; ``report_due`` the last day of a report apart from the work. ``happened`` is the day of the
    event that it waits for, ``begins`` the day from which its term runs. ``state`` is "suspended",
    "cancelled" or empty; ``phases`` how it was bound until now.
    """

    task: Need
    deadline: Deadline
    due: date | None
    late_after: date | None
    moved: date | None
    report_due: date | None
    happened: date | None
    begins: date | None
    owners: tuple[Need, ...]
    partners: tuple[Need, ...]
    deliverables: tuple[Need, ...]
    extensions: tuple[Extension, ...]
    requests: tuple[Need, ...]
    state: str
    phases: tuple[Phase, ...]


def amendments(plan: Plan, task: Need, as_of: date) -> list[Need]:
    """The amendments of a task known and in force on a day, by the day of their force; later ones win."""
    return [amendment for _since, amendment in in_order(plan, task, as_of)]


def deadline_in_force(plan: Plan, task: Need, as_of: date) -> Deadline:
    """The deadline of a task after the amendments up to a day."""
    return obligation(plan, task, as_of, None).deadline


def obligation(plan: Plan, task: Need, as_of: date, event: date | None) -> Obligation:
    """The task after the amendments up to ``as_of``; ``event`` is the day its trigger happened."""
    known = amendments(plan, task, as_of)
    # Of most tasks the same on all days that are asked.
    key = obligation, task.id, event, *(amendment.id for amendment in known)
    return plan.once(key, lambda: _bound(plan, task, known, event))


def _bound(plan: Plan, task: Need, known: list[Need], event: date | None) -> Obligation:
    walk = _Walk(plan, task, known, event)
    now = walk.phases[-1]
    begins = _begins(now.deadline, event, now.set_on)
    due, late_after, moved = last_days(plan, task, now.deadline, event, now.set_on)
    report = now.deadline.report
    return Obligation(
        task,
        now.deadline,
        due,
        late_after,
        moved,
        last_days(plan, task, report, event, now.set_on)[0] if report else None,
        event or now.deadline.counted_from,
        begins,
        now.owners,
        walk.partners,
        walk.deliverables,
        tuple(walk.extensions),
        tuple(walk.requests),
        now.state,
        tuple(walk.phases),
    )


def bound_ever(plan: Plan, task: Need) -> Obligation:
    """A task after all amendments that are recorded, whatever the day is."""
    return obligation(plan, task, date.max, None)


class _Walk:
    """A task on its way through its amendments, in the order of their force."""

    def __init__(self, plan: Plan, task: Need, known: list[Need], event: date | None) -> None:
        self.plan, self.task, self.event = plan, task, event
        self.partners, self.deliverables = plan.targets(task, "partners"), plan.targets(task, "deliverables")
        self.extensions: list[Extension] = []
        self.requests: list[Need] = []
        home = plan.plan_of(task)
        issued = (home.day("issued") if home else None) or date.min
        self.phases = [Phase(date.min, plan.deadline_of(task), plan.targets(task, "owner"), "", issued)]
        for amendment in known:
            if amendment["effect"] == "requested":
                self.requests.append(amendment)
            else:
                self.take(amendment)
        granted = [a for a in known if a["effect"] != "requested"]
        self.requests = [r for r in self.requests if not any(_answers(a, r) for a in granted)]

    def take(self, amendment: Need) -> None:
        """One amendment in force: a phase of its own, or a correction of those before."""
        now = self.phases[-1]
        day = amendment.day("date")
        words = amendment["deadline"]
        read = deadline.parse(words, day.year if day else None) if words else None
        owners = self.plan.targets(amendment, "owner") or now.owners
        self.partners += self.plan.targets(amendment, "partners")
        self.deliverables += self.plan.targets(amendment, "deliverables")
        if amendment["effect"] == _CORRECTED:
            wrong = now
            self.phases = [
                phase._replace(
                    deadline=read if read and phase.deadline == wrong.deadline else phase.deadline,
                    owners=owners if phase.owners == wrong.owners else phase.owners,
                )
                for phase in self.phases
            ]
            return
        if read:
            passed = last_days(self.plan, self.task, now.deadline, self.event, now.set_on)[1]
            self.extensions.append(Extension(amendment, read, bool(passed and day and day > passed)))
        # Whoever sets a new deadline takes up a suspended task again.
        effect = amendment["effect"]
        state = effect if effect in _STOPPED else "" if read else now.state
        since = amendment.day("effective") or day or now.since
        # Whoever repeats the words sets nothing new.
        repeated = read is None or read == now.deadline
        set_on = now.set_on if repeated else max(filter(None, (day, since)))
        self.phases.append(Phase(since, read or now.deadline, owners, state, set_on))


def _answers(amendment: Need, request: Need) -> bool:
    """Whether an amendment decides on what was asked before, by whatever paper: it changes the same."""
    if amendment["date"] < request["date"]:
        return False
    asked = [c for c in ("deadline", "owner", "partners", "deliverables") if request[c] or request.to(c)]
    return not asked or any(amendment[c] or amendment.to(c) for c in asked) or bool(amendment["effect"])


def _begins(read: Deadline, event: date | None, set_on: date) -> date | None:
    """The day from which a term runs: that of its event, but none runs before it was set.

    A day that the words themselves name is that day. What is to be done before an event keeps the event's.
    """
    if event is None:
        return read.counted_from
    return event if read.before else max(event, set_on)


def last_days(
    plan: Plan, task: Need, read: Deadline, event: date | None, set_on: date = date.min
) -> tuple[date | None, date | None, date | None]:
    """The last day of a deadline, the last day on which it is not late, and where it was moved from.

    In this order: "before", then the shift to a working day, then the day of grace, which is the day that
    "trước ngày" names. What should have been done before an event, but was over on the day on which it was
    ``set_on``, has no last day.
    """
    home = plan.plan_of(task)
    strict = home is not None and home["strict"] == "yes"
    calendar = works(plan)
    due, late_after = read.due, read.late_after(strict=strict)
    begins = _begins(read, event, set_on)
    if begins and read.kind in (Kind.EVENT, Kind.RELATIVE):
        due = read.due_from(begins, calendar)
        due = late_after = None if due and event and due < set_on else due
    if not due or not late_after or not home or home["working_days"] != "yes":
        return due, late_after, None
    shifted = next_working_day(due, calendar)
    last = read.report.due if read.report and read.report.due else due
    return shifted, max(next_working_day(last, calendar), late_after), due if shifted != due else None


def phase_on(phases: tuple[Phase, ...], day: date) -> Phase:
    """How a task was bound on a day."""
    return next(phase for phase in reversed(phases) if phase.since <= day)


def stretches(phases: tuple[Phase, ...]) -> Iterator[tuple[Phase, date, date]]:
    """Each phase with its first and last day; those that ended on the day they began are left out."""
    ends = [phase.since for phase in phases[1:]]
    for phase, end in zip(phases, [*(day for day in ends), date.max], strict=True):
        last = end if end == date.max else date.fromordinal(end.toordinal() - 1)
        if phase.since <= last:
            yield phase, phase.since, last
