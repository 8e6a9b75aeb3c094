"""The state of every task on a day, from evidence alone."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from kehoach.deadline import Deadline, Kind
from kehoach.plan import Need, Plan
from kehoach.progress.closing import carried_by, closing_of, dropped_by
from kehoach.progress.drafts import counting, uncounted
from kehoach.progress.duties import AHEAD, Duties, answering_on, duties
from kehoach.progress.effective import Obligation, deadline_in_force, obligation
from kehoach.progress.owners import Owner, ended, members, owner_on, supporters
from kehoach.progress.periods import Period, report_periods
from kehoach.progress.proofs import Names, Proofs, as_known, concerns, pending, returned
from kehoach.progress.states import PAST, PUBLIC, Ending, Part, State, TaskStatus, asked
from kehoach.progress.terms import Terms, terms
from kehoach.progress.workdays import works


class Progress:
    """A plan on a day: "số liệu tính đến hết ngày ``as_of``".

    ``public``: done is done and open is open, and no report is missing. ``closings``: whether plans end by
    them; without, all is as if none had been recorded. ``states``: nothing but these is asked about, and
    neither reports on periods nor who supports are looked for.
    """

    def __init__(
        self,
        plan: Plan,
        as_of: date,
        *,
        public: bool = False,
        closings: bool = True,
        states: bool = False,
    ) -> None:
        self.plan = plan
        self.as_of = as_of
        self.public = public
        self.closings = closings
        self.states = states
        #: The one agency that it is of, where it is (see :meth:`of_agency`).
        self.agency: Need | None = None
        self._status: dict[str, TaskStatus] = {}
        self._cycles: dict[str, list[Period]] = {}

    @cached_property
    def every(self) -> tuple[TaskStatus, ...]:
        """The status of every task, in the order of the plans' texts."""
        return tuple(self.of(task) for task in self.plan.in_order(self.plan.of_type("task")))

    @cached_property
    def tasks(self) -> tuple[TaskStatus, ...]:
        """The same without the tasks of drafts beside signed plans: what all figures are of."""
        return tuple(status for status in self.every if not uncounted(self.plan, status.task, self.as_of))

    def tasks_of(self, plan: Need | None) -> tuple[TaskStatus, ...]:
        """The status of every task of one plan, or of all that count where none is named."""
        return self.tasks if plan is None else tuple(self._by_plan.get(plan.id, ()))

    def plan_by_plan(self, plan: Need | None) -> tuple[TaskStatus, ...]:
        """The same, plan by plan in the order in which they were issued."""
        return tuple(
            s for one in ([plan] if plan else counting(self.plan, self.as_of)) for s in self.tasks_of(one)
        )

    @cached_property
    def _by_plan(self) -> dict[str, list[TaskStatus]]:
        found: dict[str, list[TaskStatus]] = {}
        for status in self.every:
            if home := self.plan.plan_of(status.task):
                found.setdefault(home.id, []).append(status)
        return found

    def of_agency(self, agency: Need) -> "Progress":
        """The same with only the tasks that an agency answers for or supports; tables show its indicators."""
        part = Progress(self.plan, self.as_of, public=self.public, closings=self.closings)
        part._status, part._cycles = self._status, self._cycles
        part.agency = agency
        part.every = tuple(
            status
            for status in self.every
            if agency in status.supporters or any(p.agency is agency for p in (*status.parts, *status.former))
        )
        return part

    def last_update(self, task: Need) -> Need | None:
        """The latest progress report on a task."""
        updates = [update for update in self.known(task, "on") if update.type == "update"]
        return max(updates, key=lambda update: update["date"], default=None)

    def of(self, task: Need) -> TaskStatus:
        """The status of one task."""
        if task.id not in self._status:
            now = _Reading(self, task, self.event_day(task)).status()
            closing = self.closing(self.plan.plan_of(task))
            self._status[task.id] = self._ended(now, closing) if closing else now
        return self._status[task.id]

    def closing(self, home: Need | None) -> Need | None:
        """The document by which a plan is closed on the day; None while it runs."""
        return closing_of(self.plan, home, self.as_of) if home and self.closings else None

    def _ended(self, now: TaskStatus, closing: Need) -> TaskStatus:
        day = closing.day("date") or self.as_of
        asked = Progress, day, self.public
        then = self.plan.once(asked, lambda: Progress(self.plan, day, public=self.public, closings=False))
        carrying = carried_by(self.plan, now.task, self.as_of)
        dropped = dropped_by(closing, now.task)
        return _closed(Ending(closing, day, then.of(now.task), now, carrying, dropped))

    def event_day(self, task: Need) -> date | None:
        """The day on which everything that an event deadline waits for had happened."""
        triggers = self.plan.targets(task, "trigger")
        if not triggers:
            return None
        read = deadline_in_force(self.plan, task, self.as_of)
        days = [self._happened(target, read) for target in triggers]
        known = [day for day in days if day and day <= self.as_of]
        return max(known) if known and len(known) == len(days) else None

    def _happened(self, trigger: Need, read: Deadline) -> date | None:
        if trigger.type != "task":
            # "Có hiệu lực" is the day of effect and no other; unknown, the deadline waits.
            return trigger.day(read.event_day or "issued")
        # Evidence alone tells when a task was done, whatever it waits for itself: tasks may wait in a
        # circle, which is a finding but no reason to fail here, or in a chain longer than Python's stack.
        # A closing keeps nothing from happening.
        known = self._status.get(trigger.id)
        if known is None or known.ending:
            known = _Reading(self, trigger, None).status()
        return known.done

    def terms(self, home: Need) -> Terms:
        """What a plan says of its end and its reports over time, as known on the day."""
        return terms(self.plan, home, self.as_of)

    def cycle(self, terms: Terms, since: date, until: date) -> list[Period]:
        """The periods of a plan's report cycle that are cut off from one day on and begin by another."""
        home = terms.home
        issued = home.day("issued") or self.as_of
        if home.id not in self._cycles:
            last = self.as_of + AHEAD
            self._cycles[home.id] = list(report_periods(terms, issued, last, works(self.plan)))
        return [p for p in self._cycles[home.id] if p.last >= since and p.span.first <= until]

    def duties(self, home: Need, bound: Obligation, until: date) -> Duties:
        """The periods of a task of a plan that begin by a day."""
        # Many tasks of a plan are bound in the same way: "thường xuyên", "hằng năm".
        key = duties, home.id, self.as_of, until, *((p.since, p.deadline, p.state) for p in bound.phases)
        return self.plan.once(
            key, lambda: duties(self.terms(home), bound, until, self.cycle, works(self.plan))
        )

    def known(self, target: Need, link: str) -> Iterator[Need]:
        """Evidence or updates about a need that are dated no later than ``as_of``.

        What was confirmed after that day only was not yet.
        """
        for source in self.plan.sources(target.id, link):
            day = source.day("date")
            if day and day <= self.as_of:
                yield as_known(source, self.as_of)


class _Reading:
    """One task being read: what it is bound to, and what has been proved of it."""

    def __init__(self, progress: Progress, task: Need, event: date | None) -> None:
        self.progress = progress
        self.plan, self.as_of = progress.plan, progress.as_of
        self.task = task
        self.bound = obligation(self.plan, task, self.as_of, event)
        if progress.public:
            told = tuple(e._replace(after_the_day=False) for e in self.bound.extensions)
            self.bound = self.bound._replace(extensions=told)
        self.proofs = Proofs({d.id: list(progress.known(d, "proves")) for d in self.bound.deliverables})
        self.updates = [n for n in progress.known(task, "on") if n.type == "update"]
        self.each = task["ownership"] == "each"
        self._answering: dict[date, list[Owner]] = {}
        self._proved: dict[Names, dict[str, Any]] = {}

    def status(self) -> TaskStatus:
        owners = tuple(owner_on(self.plan, named, self.as_of) for named in self.bound.owners)
        obliged = [m for o in owners for m in members(self.plan, o, self.as_of)] if self.each else owners
        parts = tuple(self.part(agency, ids) for agency, ids in _answering(obliged))
        orphans = tuple(self.part(agency, ids, orphan=True) for agency, ids in _orphaned(obliged))
        former = tuple(self.former({part.agency.id for part in parts}))
        every = (*parts, *orphans)
        proved = self.together(every) if self.each else self.proved(None)
        asked_of = (*every, *(part for part in former if not ended(part.agency, self.as_of)))
        return TaskStatus(
            obligation=self.bound,
            owners=owners,
            parts=parts,
            orphans=orphans,
            former=former,
            supporters=()
            if self.progress.states
            else supporters(self.plan, self.bound.partners, self.as_of, [p.agency for p in parts]),
            owed=self.duties.owed,
            missing=_in_order(part.missing for part in asked_of),
            coming=_in_order(part.coming for part in asked_of),
            merged=_in_order(part.merged for part in every),
            awaits_report=bool(self.bound.report_due and self.bound.due and self.as_of > self.bound.due),
            **proved,
        )

    def part(self, agency: Need, ids: frozenset[str], *, orphan: bool = False) -> Part:
        """How one agency stands: with its own part, or with the whole that it answers for with others."""
        names = ids if self.each else None
        missing, coming, merged = self.reporting(names, agency.id, orphan=orphan)
        return Part(
            agency=agency,
            names=ids,
            missing=missing,
            coming=coming,
            merged=merged,
            **self.proved(names),
        )

    def proved(self, names: Names) -> dict[str, Any]:
        """What evidence says of a part or of the whole, by the names that a status has for it."""
        if names not in self._proved:
            self._proved[names] = self.told(self.proofs.done(names), self.proofs.sent(names), names)
        return self._proved[names]

    def together(self, parts: tuple[Part, ...]) -> dict[str, Any]:
        """The same of the whole of which each does a part."""
        return self.told(_by_all(part.done for part in parts), _by_all(part.sent for part in parts), None)

    def told(self, done: date | None, sent: date | None, names: Names) -> dict[str, Any]:
        state = self.state(done, sent, names)
        return {
            "state": state,
            "done": done,
            "sent": sent,
            "days_late": self.days_late(state, done, sent),
            "waiting_since": self.proofs.waiting_since(names) if state is State.AWAITING else None,
            "unproved": self.proofs.unproved(self.bound.deliverables, names),
            "unconfirmed": tuple(filter(pending, self.proofs.all(names))),
        }

    def former(self, now: set[str]) -> Iterator[Part]:
        """The agencies that answered once, do no more, and have not reported on all of their time."""
        past = [p for p in self.duties.owed if p.late_after < self.as_of]
        before = {
            owner.effective.id: owner.effective
            for period in past
            for owner in self.answering(period)
            if owner.effective and owner.effective.id not in now
        }
        for agency in before.values():
            part = self.part(agency, frozenset({agency.id}))
            if part.missing:
                yield part

    def state(self, done: date | None, sent: date | None, names: Names) -> State:
        state = self.judged(done, sent, names)
        return PUBLIC.get(state, state) if self.progress.public else state

    def judged(self, done: date | None, sent: date | None, names: Names) -> State:  # noqa: PLR0911
        late_after = self.late_after
        if self.bound.state:
            return State(self.bound.state)
        if self.bound.deadline.kind in (Kind.ONGOING, Kind.RECURRING):
            return State.ONGOING
        if late_after is None and self.without_day is State.NO_DEADLINE:
            return State.NO_DEADLINE
        if done:
            # Nothing was late before it fell due.
            return State.DONE_LATE if late_after and done > late_after else State.DONE_ON_TIME
        if sent:
            return State.AWAITING
        if late_after is None:
            return self.without_day
        if self.as_of <= late_after:
            return State.OPEN_IN_TIME
        return State.OPEN_OVERDUE if self.reported(names) else State.NO_INFORMATION

    @property
    def late_after(self) -> date | None:
        """The last day on which the task is not late; who is asked and not ordered is never late."""
        return None if asked(self.task) else self.bound.late_after

    @property
    def without_day(self) -> State:
        """The state of an open task that has no last day."""
        if asked(self.task):
            return State.ASKED
        waits = self.bound.deadline.kind in (Kind.EVENT, Kind.RELATIVE)
        return State.WAITING if waits else State.NO_DEADLINE

    def reported(self, names: Names) -> bool:
        """Whether anybody (or one agency) has said anything about the task at all."""
        return any(self.proofs.all(names)) or any(concerns(update, names) for update in self.updates)

    def days_late(self, state: State, done: date | None, sent: date | None) -> int:
        if not self.late_after or state not in (State.DONE_LATE, State.AWAITING, *PAST):
            return 0
        return max(0, ((done or sent or self.as_of) - self.late_after).days)

    def reporting(
        self, names: Names, agency: str, *, orphan: bool
    ) -> tuple[tuple[Period, ...], tuple[Period, ...], tuple[Period, ...]]:
        """The periods that an agency owes and has not reported on: those missing, to come, and merged."""
        if not self.duties.owed:
            return (), (), ()
        told = [r for r in (*self.updates, *self.proofs.all()) if concerns(r, names) and not returned(r)]
        reported = self.duties.reported(told)
        owed = [p for p in self.duties.owed if p not in reported and self.owes(agency, p, orphan=orphan)]
        merged = self.duties.merged(owed, reported)
        left = [period for period in owed if period not in merged]
        missing = tuple(period for period in left if period.late_after < self.as_of)
        return () if self.progress.public else missing, tuple(left[len(missing) :]), merged

    @cached_property
    def duties(self) -> Duties:
        """The periods of a standing duty; none while it is suspended, and none of who is only asked."""
        home = self.plan.plan_of(self.task)
        if self.progress.states or self.bound.state or home is None or asked(self.task):
            return Duties((), ())
        return self.progress.duties(home, self.bound, self.as_of + AHEAD)

    def answering(self, period: Period) -> list[Owner]:
        """Who answered for a period: whoever did on its cut-off day, or does now."""
        day = min(period.last, self.as_of)
        if day not in self._answering:
            self._answering[day] = answering_on(self.plan, self.bound, day, each=self.each)
        return self._answering[day]

    def owes(self, agency: str, period: Period, *, orphan: bool) -> bool:
        """Whether a period is an agency's to report on; what nobody took over is its that has ended."""
        if orphan:
            return any(o.effective is None and o.named.id == agency for o in self.answering(period))
        return any(o.effective is not None and o.effective.id == agency for o in self.answering(period))


def _closed(ending: Ending) -> TaskStatus:
    """A task after the closing of its plan: what it was then stays, and nothing is asked of anybody."""
    before = ending.before

    def of_part(part: Part) -> Part:
        nothing = {"waiting_since": None, "missing": (), "coming": (), "unproved": (), "unconfirmed": ()}
        return replace(part, state=ending.final(part), **nothing)  # type: ignore[arg-type]

    return replace(
        before,
        obligation=before.obligation._replace(requests=()),
        state=ending.final(before),
        waiting_since=None,
        parts=tuple(map(of_part, before.parts)),
        orphans=tuple(map(of_part, before.orphans)),
        former=(),
        owed=tuple(period for period in before.owed if period.send_by <= ending.day),
        missing=(),
        coming=(),
        unproved=(),
        unconfirmed=(),
        awaits_report=False,
        ending=ending,
    )


def _in_order(found: Iterable[tuple[Period, ...]]) -> tuple[Period, ...]:
    """Periods, each once, by the day to send them by."""
    periods = [period for each in found for period in each]
    return tuple(sorted(dict.fromkeys(periods), key=lambda p: (p.send_by, p.last))) if periods else ()


def _by_all(days: Iterable[date | None]) -> date | None:
    """The last of the days if all are known, and there are any."""
    found = list(days)
    known = [day for day in found if day]
    return max(known) if known and len(known) == len(found) else None


def _answering(owners: Iterable[Owner]) -> list[tuple[Need, frozenset[str]]]:
    """The agencies that answer, each once, with the IDs of all in whose place they stand."""
    names: dict[str, set[str]] = {}
    agencies: dict[str, Need] = {}
    for owner in owners:
        if owner.effective:
            agencies[owner.effective.id] = owner.effective
            names.setdefault(owner.effective.id, set()).update(agency.id for agency in owner.chain)
    return [(agency, frozenset(names[key])) for key, agency in agencies.items()]


def _orphaned(owners: Iterable[Owner]) -> list[tuple[Need, frozenset[str]]]:
    """The agencies that have ended without a certain successor, with all in whose place they stood."""
    found = {owner.named.id: owner for owner in owners if owner.effective is None}
    return [(owner.named, frozenset(a.id for a in owner.chain)) for owner in found.values()]
