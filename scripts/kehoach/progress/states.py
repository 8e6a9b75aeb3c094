"""What is said of a task on a day: its state, how each agency stands with it, how it ended with its plan."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kehoach.plan import Need
from kehoach.progress.effective import Obligation
from kehoach.progress.owners import Owner, outside
from kehoach.progress.periods import Period


class State(StrEnum):
    """Where a task stands. The first four are the cells that officials count, the last two the public's."""

    DONE_ON_TIME = "done-on-time"
    DONE_LATE = "done-late"
    OPEN_IN_TIME = "open-in-time"
    OPEN_OVERDUE = "open-overdue"
    NO_INFORMATION = "no-information"
    AWAITING = "awaiting-confirmation"
    ONGOING = "ongoing"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    NO_DEADLINE = "no-deadline"
    ASKED = "asked"
    CARRIED_OVER = "carried-over"
    UNFINISHED = "unfinished"
    DONE = "done"
    OPEN = "open"


#: Past the last day and not done. Silence is no better than lateness, so headlines count both.
PAST = (State.OPEN_OVERDUE, State.NO_INFORMATION)
DONE = (State.DONE_ON_TIME, State.DONE_LATE, State.DONE)
#: What was not done when its plan was closed, and no document had cancelled or dropped.
LEFT = (State.CARRIED_OVER, State.UNFINISHED)
#: Nothing more is asked of anybody.
SETTLED = (State.DONE_ON_TIME, State.DONE_LATE, State.SUSPENDED, State.CANCELLED, State.DONE, *LEFT)
#: What the public is told of what is done, and of what is not: nobody is named as late.
PUBLIC = {
    State.DONE_ON_TIME: State.DONE,
    State.DONE_LATE: State.DONE,
    State.OPEN_IN_TIME: State.OPEN,
    State.OPEN_OVERDUE: State.OPEN,
    State.NO_INFORMATION: State.OPEN,
    State.AWAITING: State.OPEN,
}


@dataclass(frozen=True, slots=True)
class Part:
    """How one agency stands with a task: with its own part (``each``), or with the whole.

    ``names`` are its ID and those of the agencies in whose place it stands: what they sent counts for it. The
    rest is as in :class:`TaskStatus`.
    """

    agency: Need
    names: frozenset[str]
    state: State
    done: date | None
    sent: date | None
    days_late: int
    waiting_since: date | None
    missing: tuple[Period, ...]
    coming: tuple[Period, ...]
    merged: tuple[Period, ...]
    unproved: tuple[Need, ...]
    unconfirmed: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """A task on a day. ``parts`` has one entry for each effective owner, or for each member of one.

    ``orphans`` are the parts of agencies that have ended without a certain successor: open points that nobody
    answers for. ``done`` is the day the work was done, ``sent`` the same by all evidence that was not
    returned, confirmed or not; ``days_late`` how long after the last day (until done or sent, or until now);
    ``waiting_since`` the day of the last paper that waits for confirmation, from which it is the confirmer's
    time. ``owed`` are all periods to report on until a year from now, ``missing`` those that somebody has not
    reported on and is asked for, ``coming`` those still to come, ``merged`` the missed ones that a later
    report has taken in. ``former`` are the parts of agencies that answered before and still owe periods of
    that time; one that has ended is not asked.
    ``unproved`` are the deliverables without confirmed evidence, ``unconfirmed`` the evidence that waits for
    confirmation; where the plan is closed, nothing is missing, to come or waited for, and ``ending`` tells
    how it ended. ``awaits_report`` says that the day of the work is past, that of its report not yet;
    ``supporters`` the partners, their members and those who certainly stand in their place.
    """

    obligation: Obligation
    owners: tuple[Owner, ...]
    state: State
    done: date | None
    sent: date | None
    days_late: int
    waiting_since: date | None
    parts: tuple[Part, ...]
    orphans: tuple[Part, ...]
    former: tuple[Part, ...]
    supporters: tuple[Need, ...]
    owed: tuple[Period, ...]
    missing: tuple[Period, ...]
    coming: tuple[Period, ...]
    merged: tuple[Period, ...]
    unproved: tuple[Need, ...]
    unconfirmed: tuple[Need, ...]
    awaits_report: bool
    ending: "Ending | None" = None

    @property
    def task(self) -> Need:
        """The task as written."""
        return self.obligation.task

    @property
    def outside_only(self) -> bool:
        """Whether only bodies outside the People's Committee answer for it: then it is not in its count."""
        agencies = [part.agency for part in self.parts]
        return bool(agencies) and all(map(outside, agencies))

    @property
    def unanswered(self) -> tuple[Need, ...]:
        """The agencies that ended, no certain one in their place, before their part was settled."""
        if self.ending:
            return ()
        return tuple(part.agency for part in self.orphans if part.state not in SETTLED)


class Ending(NamedTuple):
    """How a task ended with its plan: what it was at the end of the day of the closing, which stays so.

    ``before`` is the task as it stood then, ``now`` as it would stand without the closing; ``carried_by`` are
    the tasks of plans issued since that carry it on.
    """

    closing: Need
    day: date
    before: TaskStatus
    now: TaskStatus
    carried_by: tuple[Need, ...]
    dropped: bool

    @property
    def done(self) -> date | None:
        """The day of the work of what was proved only afterwards: "hoàn thành sau khi kết thúc"."""
        before = self.before
        never = before.done or before.state in (State.ONGOING, State.CANCELLED)
        return None if never else self.now.done

    def final(self, one: "TaskStatus | Part") -> State:
        """The state in which the closing leaves a task, or a part of it."""
        if one.state in DONE or one.state is State.CANCELLED:
            return one.state
        if one.state in (State.NO_DEADLINE, State.SUSPENDED) and one.done:
            return one.state
        if self.carried_by and one.state not in _NEVER_DUE:
            return State.CARRIED_OVER
        if self.dropped:
            return State.CANCELLED
        sent = one.state is State.AWAITING or (one.state is State.SUSPENDED and one.sent)
        return one.state if sent or one.state in _NEVER_DUE else State.UNFINISHED


#: What a closing leaves as it is, unless it drops it, whoever carries it on: duties that end with their plan,
#: and what was only asked. So it does with results that were sent: nobody is told to have left them undone.
_NEVER_DUE = (State.ONGOING, State.ASKED)


def asked(task: Need) -> bool:
    """Whether a task only asks a body that the issuer cannot order ("Đề nghị …"): never late or chased."""
    return task["assignment"] == "request"
