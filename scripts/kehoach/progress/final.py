"""The figures in which a plan ended: frozen on the day of its closing, what was left told apart."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kehoach.plan import Need
from kehoach.progress.judging import Progress
from kehoach.progress.states import LEFT, State, TaskStatus
from kehoach.progress.tally import tally


@dataclass(frozen=True, slots=True)
class Final:
    """How a plan ended on ``day`` by ``closing``.

    ``counts`` is the total of :func:`tally`; carried over, cancelled (with what the closing dropped) and
    unfinished are states of their own in it. ``left`` is what was not done; what of that is proved by the day
    of the figures changes no count.
    """

    closing: Need
    day: date
    counts: Counter[State]
    left: tuple[TaskStatus, ...]


def final(progress: Progress, plan: Need) -> Final | None:
    """How a plan ended; None while it runs."""
    closing = progress.closing(plan)
    if closing is None:
        return None
    day = closing.day("date") or progress.as_of
    return Final(closing, day, tally(progress, plan).total, left(progress, plan))


def left(progress: Progress, plan: Need | None = None) -> tuple[TaskStatus, ...]:
    """The tasks of closed plans that were carried over, dropped by the closing, or left unfinished."""
    return tuple(s for s in progress.plan_by_plan(plan) if s.ending and _is_left(s))


def _is_left(status: TaskStatus) -> bool:
    ending = status.ending
    dropped = ending is not None and ending.before.state is not State.CANCELLED
    return status.state in LEFT or (dropped and status.state is State.CANCELLED)
