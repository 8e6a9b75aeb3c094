"""The four cells that officials count, by agency, with everything else counted apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kehoach.plan import Need
from kehoach.progress.indicators import Course, statuses
from kehoach.progress.judging import Progress
from kehoach.progress.owners import outside
from kehoach.progress.states import PAST, State, TaskStatus

#: Hoàn thành trong hạn / quá hạn, chưa hoàn thành trong hạn / quá hạn.
CELLS = (State.DONE_ON_TIME, State.DONE_LATE, State.OPEN_IN_TIME, State.OPEN_OVERDUE)


#: Not done, and nobody is late with it: what waits for confirmation is in the confirmer's hands.
RUNNING = (State.OPEN_IN_TIME, State.AWAITING, State.OPEN)


@dataclass(frozen=True)
class Tally:
    """How many tasks stand where: by agency, in all, and outside the People's Committee's count.

    A joint task counts in the row of each of its owners and once in ``total``. ``outside`` are the rows of
    bodies outside the People's Committee (Party, council, fronts, courts, ...); ``nobody`` the open tasks of
    which an agency has ended without a certain successor.
    """

    rows: dict[str, Counter[State]] = field(default_factory=dict)
    outside: dict[str, Counter[State]] = field(default_factory=dict)
    total: Counter[State] = field(default_factory=Counter)
    nobody: list[TaskStatus] = field(default_factory=list)
    cells: tuple[State, ...] = CELLS

    @property
    def states(self) -> list[State]:
        """The states to show: the cells always, the others where they occur."""
        occurring = sum((*self.rows.values(), *self.outside.values(), self.total), Counter[State]())
        return [*self.cells, *(state for state in State if state not in self.cells and occurring[state])]


def overdue(counts: Counter[State]) -> tuple[int, int]:
    """How many tasks are past their last day and not done, and of how many of them nobody said a word."""
    return sum(counts[state] for state in PAST), counts[State.NO_INFORMATION]


def tally(progress: Progress, plan: Need | None = None) -> Tally:
    """Count the tasks of all plans, or of one."""
    return progress.plan.once((tally, progress, plan and plan.id), lambda: _tally(progress, plan))


def _tally(progress: Progress, plan: Need | None) -> Tally:
    counted = Tally(cells=(State.DONE, State.OPEN) if progress.public else CELLS)
    for status in progress.tasks_of(plan):
        for part in status.parts:
            rows = counted.outside if outside(part.agency) else counted.rows
            rows.setdefault(part.agency.id, Counter())[part.state] += 1
        if not status.outside_only:
            counted.total[status.state] += 1
        if status.unanswered:
            counted.nobody.append(status)
    return counted


def by_leader(progress: Progress, plan: Need | None = None) -> dict[str, Counter[State]]:
    """The same total by the leader of the issuer in charge; what names none is under "".

    Nothing where no task names one.
    """
    found: dict[str, Counter[State]] = {}
    for status in progress.tasks_of(plan):
        if not status.outside_only:
            found.setdefault(status.task["leader"], Counter())[status.state] += 1
    return found if any(found) else {}


def indicator_cells(progress: Progress, plan: Need) -> Counter[State]:
    """The indicators of a plan in the same four cells: reached in time or late, on the way, or missed.

    One of which nothing is known is on the way until its target is decided, and then missed.
    """
    found: Counter[State] = Counter()
    for status in statuses(progress.plan, progress.as_of, plan):
        silent = status.course is Course.NO_INFORMATION
        missed = silent and any(outcome.target == status.target for outcome in status.past)
        cell = _OF_INDICATORS.get(status.course, State.OPEN_IN_TIME)
        found[State.OPEN_OVERDUE if missed else cell] += 1
    return found


_OF_INDICATORS = {
    Course.REACHED: State.DONE_ON_TIME,
    Course.REACHED_LATE: State.DONE_LATE,
    Course.NOT_REACHED: State.OPEN_OVERDUE,
}


def late(progress: Progress, plan: Need | None = None) -> list[TaskStatus]:
    """The tasks past their last day, of all plans or of one, the latest first."""
    found = [status for status in progress.tasks_of(plan) if status.state in PAST]
    return sorted(found, key=lambda status: -status.days_late)


def changed(before: Progress, now: Progress, plan: Need | None = None) -> list[tuple[TaskStatus, TaskStatus]]:
    """The tasks whose state differs between two days, of all plans or of one, as (before, now)."""
    pairs = [(before.of(status.task), status) for status in now.tasks_of(plan)]
    return [(old, new) for old, new in pairs if old.state is not new.state]


ByAgency = dict[str, list[TaskStatus]]


def led_and_supported(tasks: Iterable[TaskStatus]) -> tuple[ByAgency, ByAgency]:
    """The tasks that each agency answers for, is named for in the text or owes periods of; and supports."""
    led: ByAgency = {}
    supported: ByAgency = {}
    for status in tasks:
        parts = (*status.parts, *status.orphans, *status.former)
        leading = [*(part.agency.id for part in parts), *(owner.named.id for owner in status.owners)]
        for found, keys in ((led, leading), (supported, [agency.id for agency in status.supporters])):
            for key in dict.fromkeys(keys):
                found.setdefault(key, []).append(status)
    return led, supported
