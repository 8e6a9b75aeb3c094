"""The figures that head a plan: how many tasks stand where, and how many come due soon."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kehoach.plan import Need
from kehoach.progress.states import PAST, Progress, State, TaskStatus
from kehoach.progress.tally import CELLS, tally
from kehoach.progress.todos import LATER, SOON

#: The states of tasks that have a last day: what is done is counted out of these.
DATED = (*CELLS, State.NO_INFORMATION, State.AWAITING)
DONE = (State.DONE_ON_TIME, State.DONE_LATE)


@dataclass(frozen=True, slots=True)
class Headline:
    """``counts`` is the total of :func:`tally`: each task once, bodies outside the count left out.

    ``soon`` and ``later`` are the tasks with a day or a report due within 7 and within 30 days (the former
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
    def dated(self) -> int:
        """How many have a last day."""
        return sum(self.counts[state] for state in DATED)

    @property
    def past(self) -> int:
        """How many are past their last day and not done."""
        return sum(self.counts[state] for state in PAST)


def headline(progress: Progress, plan: Need | None = None) -> Headline:
    """The figures of all plans, or of one."""
    every = progress.tasks_of(plan)
    counted = [status for status in every if not status.outside_only]
    nearest = [day - progress.as_of for status in counted if (day := next_day(progress, status))]
    waiting = [status.waiting_since for status in counted if status.waiting_since]
    return Headline(
        tally(progress, plan).total,
        len(every) - len(counted),
        sum(left <= SOON for left in nearest),
        sum(left <= LATER for left in nearest),
        max(((progress.as_of - since).days for since in waiting), default=0),
    )


def next_day(progress: Progress, status: TaskStatus) -> date | None:
    """The nearest day, today or later, by which a task or a report on it is due."""
    due = status.obligation.due
    days = [due] if due and status.state is State.OPEN_IN_TIME else []
    days += [period.send_by for period in status.coming]
    return min((day for day in days if day >= progress.as_of), default=None)
