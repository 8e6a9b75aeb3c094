"""The figures that head a plan: how many tasks stand where, and how many come due soon."""

from collections import Counter
from dataclasses import dataclass

from kehoach.plan import Need
from kehoach.progress.judging import Progress
from kehoach.progress.states import DONE, LEFT, State
from kehoach.progress.tally import CELLS, tally
from kehoach.progress.todos import Todo, next_due

#: What is done is counted out of these: the four cells, what nobody reported or confirmed, and what a
#: closing left undone.
COUNTED = (*CELLS, State.NO_INFORMATION, State.AWAITING, *LEFT, State.DONE, State.OPEN)


@dataclass(frozen=True, slots=True)
class Headline:
    """``counts`` is the total of :func:`tally`: each task once, bodies outside the count left out.

    ``soon`` are the tasks of which a day or a report is due within 7 days, ``later`` within 30 (the former
    among the latter), ``longest`` the days that the oldest result has waited for confirmation, ``outside``
    the tasks that are left out.
    """

    counts: Counter[State]
    outside: int
    soon: int
    later: int
    longest: int

    @property
    def done(self) -> int:
        """How many are done, on time or late."""
        return sum(self.counts[state] for state in DONE)

    @property
    def counted(self) -> int:
        """Out of how many."""
        return sum(self.counts[state] for state in COUNTED)


def headline(progress: Progress, plan: Need | None = None) -> Headline:
    """The figures of all plans, or of one."""
    every = progress.tasks_of(plan)
    within = [status for status in every if not status.outside_only]
    coming = Counter(next_due(progress, status) for status in within)
    waiting = (status.waiting_since for status in within)
    return Headline(
        tally(progress, plan).total,
        len(every) - len(within),
        coming[Todo.DUE_SOON],
        coming[Todo.DUE_SOON] + coming[Todo.DUE_LATER],
        max(((progress.as_of - since).days for since in waiting if since), default=0),
    )
