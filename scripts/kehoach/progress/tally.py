"""The four cells that officials count, by agency, with everything else counted apart."""

from collections import Counter
from dataclasses import dataclass, field

from kehoach.plan import Need
from kehoach.progress.states import Progress, State, TaskStatus

#: Hoàn thành trong hạn / quá hạn, chưa hoàn thành trong hạn / quá hạn.
CELLS = (State.DONE_ON_TIME, State.DONE_LATE, State.OPEN_IN_TIME, State.OPEN_OVERDUE)
#: Past the last day and not done.
PAST = (State.OPEN_OVERDUE, State.NO_INFORMATION)


@dataclass
class Tally:
    """How many tasks stand where: by agency, in all, and outside the People's Committee's count.

    A joint task counts in the row of each of its owners and once in ``total``. ``party`` are the rows of
    party bodies; ``nobody`` the tasks whose owner has ended without a certain successor.
    """

    rows: dict[str, Counter[State]] = field(default_factory=dict)
    party: dict[str, Counter[State]] = field(default_factory=dict)
    total: Counter[State] = field(default_factory=Counter)
    nobody: list[TaskStatus] = field(default_factory=list)

    @property
    def states(self) -> list[State]:
        """The states to show: the four cells always, the others where they occur."""
        occurring = sum((*self.rows.values(), *self.party.values(), self.total), Counter[State]())
        return [*CELLS, *(state for state in State if state not in CELLS and occurring[state])]


def tally(progress: Progress, plan: Need | None = None) -> Tally:
    """Count the tasks of all plans, or of one."""
    counted = Tally()
    for status in progress.tasks_of(plan):
        for part in status.parts:
            rows = counted.party if part.agency["kind"] == "party" else counted.rows
            rows.setdefault(part.agency.id, Counter())[part.state] += 1
        if not status.party_only:
            counted.total[status.state] += 1
        if any(owner.effective is None for owner in status.owners):
            counted.nobody.append(status)
    return counted


def late(progress: Progress, plan: Need | None = None) -> list[TaskStatus]:
    """The tasks past their last day, of all plans or of one, the latest first."""
    found = [status for status in progress.tasks_of(plan) if status.state in PAST]
    return sorted(found, key=lambda status: -status.days_late)


def changed(before: Progress, now: Progress, plan: Need | None = None) -> list[tuple[TaskStatus, TaskStatus]]:
    """The tasks whose state differs between two days, of all plans or of one, as (before, now)."""
    pairs = [(before.of(status.task), status) for status in now.tasks_of(plan)]
    return [(old, new) for old, new in pairs if old.state is not new.state]
