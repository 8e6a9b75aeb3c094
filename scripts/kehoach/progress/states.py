"""The state of every task on a day, from evidence alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from kehoach.deadline import Kind
from kehoach.plan import Need, Plan
from kehoach.progress.effective import Obligation, obligation
from kehoach.progress.owners import Owner, members, owner_on
from kehoach.progress.periods import Period, occurrences, report_periods

#: The IDs that an agency goes by; None for whoever it may be.
Names = frozenset[str] | None


class State(StrEnum):
    """Where a task stands. The first four are the cells that officials count."""

    DONE_ON_TIME = "done-on-time"
    DONE_LATE = "done-late"
    OPEN_IN_TIME = "open-in-time"
    OPEN_OVERDUE = "open-overdue"
    NO_INFORMATION = "no-information"
    ONGOING = "ongoing"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    NO_DEADLINE = "no-deadline"


@dataclass(frozen=True, slots=True)
class Part:
    """How one agency stands with a task: with its own part (``each``), or with the whole.

    ``names`` are its ID and those of the agencies in whose place it stands: what they sent counts for it.
    """

    agency: Need
    names: frozenset[str]
    state: State
    done: date | None
    missing: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """A task on a day. ``parts`` has one entry for each effective owner, or for each member of one.

    ``done`` is the day the work was done, ``missing`` the report periods that nobody has reported on,
    ``unproved`` the deliverables without confirmed evidence, ``unconfirmed`` the evidence that waits for
    confirmation, ``days_late`` how long after the last day (until done, or until now).
    """

    obligation: Obligation
    owners: tuple[Owner, ...]
    state: State
    done: date | None
    days_late: int
    parts: tuple[Part, ...]
    missing: tuple[Period, ...]
    unproved: tuple[Need, ...]
    unconfirmed: tuple[Need, ...]

    @property
    def task(self) -> Need:
        """The task as written."""
        return self.obligation.task

    @property
    def party_only(self) -> bool:
        """Whether only party bodies answer for it: then it is outside the People's Committee's count."""
        agencies = [part.agency for part in self.parts]
        return bool(agencies) and all(agency["kind"] == "party" for agency in agencies)


class Progress:
    """A plan on a day: "số liệu tính đến hết ngày ``as_of``"."""

    def __init__(self, plan: Plan, as_of: date) -> None:
        self.plan = plan
        self.as_of = as_of
        self._status: dict[str, TaskStatus] = {}

    @cached_property
    def tasks(self) -> tuple[TaskStatus, ...]:
        """The status of every task, in the order of the plans' texts."""
        return tuple(self.of(task) for task in self.plan.in_order(self.plan.of_type("task")))

    def tasks_of(self, plan: Need | None) -> tuple[TaskStatus, ...]:
        """The status of every task of one plan, or of all where none is named."""
        return self.tasks if plan is None else tuple(self._by_plan.get(plan.id, ()))

    @cached_property
    def _by_plan(self) -> dict[str, list[TaskStatus]]:
        found: dict[str, list[TaskStatus]] = {}
        for status in self.tasks:
            if home := self.plan.plan_of(status.task):
                found.setdefault(home.id, []).append(status)
        return found

    def of_agency(self, agency: Need) -> "Progress":
        """The same with only the tasks that an agency answers for or supports."""
        part = Progress(self.plan, self.as_of)
        part.tasks = tuple(
            status
            for status in self.tasks
            if agency in status.obligation.partners or any(p.agency is agency for p in status.parts)
        )
        return part

    def last_update(self, task: Need) -> Need | None:
        """The latest progress report on a task."""
        updates = [update for update in self.known(task, "on") if update.type == "update"]
        return max(updates, key=lambda update: update["date"], default=None)

    def of(self, task: Need) -> TaskStatus:
        """The status of one task."""
        if task.id not in self._status:
            self._status[task.id] = _Reading(self, task, self.event_day(task)).status()
        return self._status[task.id]

    def event_day(self, task: Need) -> date | None:
        """The day on which everything that an event deadline waits for had happened."""
        days = [self._happened(target) for target in self.plan.targets(task, "trigger")]
        known = [day for day in days if day and day <= self.as_of]
        return max(known) if known and len(known) == len(days) else None

    def _happened(self, trigger: Need) -> date | None:
        if trigger.type != "task":
            return trigger.day("issued")
        # Evidence alone tells when a task was done, whatever it waits for itself: tasks may wait in a
        # circle, which is a finding but no reason to fail here, or in a chain longer than Python's stack.
        read = self._status.get(trigger.id) or _Reading(self, trigger, None).status()
        return read.done

    def known(self, target: Need, link: str) -> Iterator[Need]:
        """Evidence or updates about a need that are dated no later than ``as_of``."""
        for source in self.plan.sources(target.id, link):
            day = source.day("date")
            if day and day <= self.as_of:
                yield source


def day_of_work(evidence: Need) -> date | None:
    """The day the work was done: it counts, not the day of the paper that tells of it."""
    return evidence.day("completed") or evidence.day("date")


class _Reading:
    """One task being read: what it is bound to, and what has been proved of it."""

    def __init__(self, progress: Progress, task: Need, event: date | None) -> None:
        self.progress = progress
        self.plan, self.as_of = progress.plan, progress.as_of
        self.task = task
        self.bound = obligation(self.plan, task, self.as_of, event)
        self.evidence = {d.id: list(progress.known(d, "proves")) for d in self.bound.deliverables}
        self.updates = [n for n in progress.known(task, "on") if n.type == "update"]

    def status(self) -> TaskStatus:
        owners = tuple(owner_on(self.plan, named, self.as_of) for named in self.bound.owners)
        if self.task["ownership"] == "each":
            obliged = [m for owner in owners for m in members(self.plan, owner, self.as_of)]
            parts = tuple(self.part(agency, names) for agency, names in _answering(obliged))
            # Where it is not known who took over a part, that part is not done either.
            done = self.done_by_all(parts) if all(o.effective for o in obliged) else None
            missing = tuple(dict.fromkeys(period for part in parts for period in part.missing))
        else:
            done, missing = self.done_day(None), self.missing(None)
            whole = self.state(done, None)
            parts = tuple(Part(agency, names, whole, done, missing) for agency, names in _answering(owners))
        state = self.state(done, None)
        return TaskStatus(
            obligation=self.bound,
            owners=owners,
            state=state,
            done=done,
            days_late=self.days_late(state, done),
            parts=parts,
            missing=missing,
            unproved=tuple(d for d in self.bound.deliverables if not self.proved(d, None)),
            unconfirmed=tuple(e for found in self.evidence.values() for e in found if not confirmed(e)),
        )

    def part(self, agency: Need, names: frozenset[str]) -> Part:
        """How one agency stands with its own part."""
        done = self.done_day(names)
        return Part(agency, names, self.state(done, names), done, self.missing(names))

    def done_by_all(self, parts: tuple[Part, ...]) -> date | None:
        days = [part.done for part in parts if part.done]
        return max(days) if days and len(days) == len(parts) else None

    def proved(self, deliverable: Need, names: Names) -> list[date]:
        """The days of work that confirmed evidence of a deliverable shows."""
        found = [e for e in self.evidence[deliverable.id] if confirmed(e) and concerns(e, names)]
        return sorted(day for e in found if (day := day_of_work(e)))

    def done_day(self, names: Names) -> date | None:
        """The day on which the last deliverable was done; None while one of them lacks evidence."""
        if not self.bound.deliverables:
            return None
        days = [self.proved(d, names)[:1] for d in self.bound.deliverables]
        return max(day for found in days for day in found) if all(days) else None

    def state(self, done: date | None, names: Names) -> State:  # noqa: PLR0911 - one line a state
        kind, late_after = self.bound.deadline.kind, self.bound.late_after
        if self.bound.state:
            return State(self.bound.state)
        if kind in (Kind.ONGOING, Kind.RECURRING):
            return State.ONGOING
        if late_after is None and kind in (Kind.EVENT, Kind.RELATIVE):
            # Nothing was late before it fell due.
            return State.DONE_ON_TIME if done else State.WAITING
        if late_after is None:
            return State.NO_DEADLINE
        if done:
            return State.DONE_ON_TIME if done <= late_after else State.DONE_LATE
        if self.as_of <= late_after:
            return State.OPEN_IN_TIME
        return State.OPEN_OVERDUE if self.reported(names) else State.NO_INFORMATION

    def reported(self, names: Names) -> bool:
        """Whether anybody (or one agency) has said anything about the task at all."""
        told = [*self.updates, *(e for found in self.evidence.values() for e in found)]
        return any(concerns(report, names) for report in told)

    def days_late(self, state: State, done: date | None) -> int:
        if not self.bound.late_after or state not in (
            State.DONE_LATE,
            State.OPEN_OVERDUE,
            State.NO_INFORMATION,
        ):
            return 0
        return ((done or self.as_of) - self.bound.late_after).days

    def missing(self, names: Names) -> tuple[Period, ...]:
        """The periods of a standing duty on which nothing was reported, neither evidence nor update."""
        home = self.plan.plan_of(self.task)
        if self.bound.state or home is None:
            return ()
        kind = self.bound.deadline.kind
        if kind is Kind.ONGOING:
            periods = report_periods(home, self.bound.deadline, self.as_of)
        elif kind is Kind.RECURRING:
            periods = occurrences(home, self.bound.deadline, self.as_of)
        else:
            return ()
        told = [*self.updates, *(e for found in self.evidence.values() for e in found)]
        told = [report for report in told if concerns(report, names)]
        return tuple(p for p in periods if not any(_covers(report, p) for report in told))


def confirmed(evidence: Need) -> bool:
    """Whether a coordinator has confirmed an evidence; until then it proves nothing."""
    return evidence["confirmed"] == "yes"


def concerns(report: Need, names: Names) -> bool:
    """Whether a report speaks for an agency; one that names none speaks for all owners."""
    return names is None or not report.to("of") or not names.isdisjoint(report.to("of"))


def _answering(owners: Iterable[Owner]) -> list[tuple[Need, frozenset[str]]]:
    """The agencies that answer, each once, with the IDs of all in whose place they stand."""
    names: dict[str, set[str]] = {}
    agencies: dict[str, Need] = {}
    for owner in owners:
        if owner.effective:
            agencies[owner.effective.id] = owner.effective
            names.setdefault(owner.effective.id, set()).update(agency.id for agency in owner.chain)
    return [(agency, frozenset(names[key])) for key, agency in agencies.items()]


def _covers(report: Need, period: Period) -> bool:
    if report["period"]:
        return report["period"].casefold() == period.name.casefold()
    day = day_of_work(report)
    return day is not None and period.first <= day <= period.send_by
