"""What one agency has before it: to do now, coming, waiting for others; from its own part of each task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kehoach.plan import Need
from kehoach.progress.effective import Extension
from kehoach.progress.judging import Progress
from kehoach.progress.owners import ended
from kehoach.progress.periods import Period
from kehoach.progress.proofs import concerns, returned
from kehoach.progress.standing import own
from kehoach.progress.states import PAST, SETTLED, TaskStatus, asked
from kehoach.progress.todos import LATER, ahead, confirmers


@dataclass(frozen=True, slots=True)
class Urgent:
    """A task to do something about now: past its day, with reports missing, or with results sent back.

    ``status`` is the task as the agency stands with it; ``returned`` what it has to send again.
    """

    status: TaskStatus
    returned: tuple[Need, ...]

    @property
    def late(self) -> bool:
        """Whether its last day is past."""
        return self.status.state in PAST

    @property
    def missing(self) -> tuple[Period, ...]:
        """The periods that the agency has not reported on."""
        return self.status.missing


@dataclass(frozen=True, slots=True)
class Coming:
    """A day within the next thirty by which a task is due, or a report on a period of it."""

    status: TaskStatus
    day: date
    period: Period | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A result that waits for whoever confirms it, since the day of its paper."""

    status: TaskStatus
    evidence: Need
    since: date | None
    confirmer: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an agency has before it; ``now`` the longest overdue first, ``soon`` the next first.

    ``changes`` are the extensions that it was granted, ``requests`` those that nobody has decided on.
    """

    now: tuple[Urgent, ...]
    soon: tuple[Coming, ...]
    waiting: tuple[Waiting, ...]
    changes: tuple[tuple[TaskStatus, Extension], ...]
    requests: tuple[tuple[TaskStatus, Need], ...]


def agenda(progress: Progress, agency: Need, led: Iterable[TaskStatus]) -> Agenda:
    """What an agency has before it, out of the tasks that it leads.

    An agency that has ended is asked for nothing, nor is one that was only asked and not ordered; of a group
    each member answers for itself.
    """
    mine = [own(status, agency) for status in led if not asked(status.task) and _answers(status, agency)]
    answering = [] if ended(agency, progress.as_of) else mine
    urgent = [Urgent(status, _sent_back(progress, status)) for status in answering]
    coming = [found for status in answering for found in _coming(progress, status)]
    waiting = [
        Waiting(status, evidence, evidence.day("date"), confirmers(progress.plan, status.task, evidence)[1])
        for status in answering
        for evidence in status.unconfirmed
    ]
    return Agenda(
        tuple(
            sorted(
                (one for one in urgent if one.late or one.missing or one.returned),
                key=lambda one: (not one.late, -one.status.days_late),
            )
        ),
        tuple(sorted(coming, key=lambda one: one.day)),
        tuple(sorted(waiting, key=lambda one: one.since or date.max)),
        tuple((status, extension) for status in mine for extension in status.obligation.extensions),
        tuple((status, request) for status in mine for request in status.obligation.requests),
    )


def _answers(status: TaskStatus, agency: Need) -> bool:
    return any(part.agency is agency for part in (*status.parts, *status.orphans, *status.former))


def _coming(progress: Progress, status: TaskStatus) -> list[Coming]:
    return [Coming(status, day, period) for day, period in ahead(status) if day - progress.as_of <= LATER]


def _sent_back(progress: Progress, status: TaskStatus) -> tuple[Need, ...]:
    """What came back and was not sent again: of each unproved deliverable the last paper, if returned."""
    if status.state in SETTLED or status.ending:
        return ()
    names = status.parts[0].names if status.task["ownership"] == "each" and status.parts else None
    found: dict[str, Need] = {}
    for deliverable in status.unproved:
        papers = [e for e in progress.known(deliverable, "proves") if concerns(e, names)]
        # Of two papers of one day the one that nobody has sent back stands, as for what counts as sent.
        last = max(papers, key=lambda e: (e["date"], not returned(e)), default=None)
        if last and returned(last):
            found[last.id] = last
    return tuple(found.values())
