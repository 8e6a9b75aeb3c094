"""How one agency stands with a task, and who is named beside it: every surface asks here.

``own(status, agency)`` is the task as that agency stands with it; show its ``state``, ``done``,
``days_late``, ``missing``, ``unproved`` and ``unconfirmed`` wherever the agency is named (its page, slip,
letter, calendar).
``named(status)`` are the agencies to name beside the state of the whole task; who has delivered its own
part is never among them while others have not, so it stands in no late list.
"""

from dataclasses import replace

from kehoach.plan import Need
from kehoach.progress.judging import Progress
from kehoach.progress.periods import Period
from kehoach.progress.states import LEFT, PAST, SETTLED, Part, State, TaskStatus


def own(status: TaskStatus, agency: Need) -> TaskStatus:
    """The task as one agency stands with it: its own part with `each`, else the whole.

    For an agency that answers for no part (a partner, a former owner) it is the task as it is.
    """
    part = next((p for p in (*status.parts, *status.orphans, *status.former) if p.agency is agency), None)
    return status if part is None else of_part(status, part)


def of_part(status: TaskStatus, part: Part) -> TaskStatus:
    """The task as the agency of one of its parts stands with it."""
    ending = status.ending
    others = (*status.orphans, *status.former)
    if status.parts == (part,) and not others and not ending and status.task["ownership"] != "each":
        return status  # who alone answers for the whole
    if ending:
        before, now = own(ending.before, part.agency), own(ending.now, part.agency)
        ending = ending._replace(before=before, now=now)
    return replace(
        status,
        ending=ending,
        state=part.state,
        done=part.done,
        sent=part.sent,
        days_late=part.days_late,
        waiting_since=part.waiting_since,
        missing=part.missing,
        coming=part.coming,
        merged=part.merged,
        unproved=part.unproved,
        unconfirmed=part.unconfirmed,
        parts=(part,) if part in status.parts else (),
        orphans=(part,) if part in status.orphans else (),
    )


def named(status: TaskStatus) -> tuple[Part, ...]:
    """The parts to name beside the state of a task, those that nobody certain took over last.

    Beside "late" only those who are late, beside what a closing left only those who left it; beside another
    open state, those who are not done, and of these who has sent its part only where the whole waits for
    confirmation; else all.
    """
    every = (*status.parts, *status.orphans)
    if status.state in PAST:
        return tuple(part for part in every if part.state in PAST)
    if status.state in LEFT:
        return tuple(part for part in every if part.state in LEFT)
    if status.state in SETTLED or status.state is State.ONGOING:
        return every
    open_parts = tuple(part for part in every if not part.done)
    if status.state is State.AWAITING:
        return open_parts
    return tuple(part for part in open_parts if part.state is not State.AWAITING)


def silent(status: TaskStatus, period: Period) -> tuple[Part, ...]:
    """The parts whose agency has not reported on a period yet."""
    every = (*status.parts, *status.orphans, *status.former)
    return tuple(part for part in every if period in part.missing or period in part.coming)


def reminded(progress: Progress, status: TaskStatus) -> list[Need]:
    """The reminders that were sent to those who are named beside a task, the first first.

    One that names no agency went to all; one to a group went to its members, and what went to an agency
    counts for whoever certainly stands in its place.
    """
    names = frozenset[str]().union(*(part.names for part in named(status)))

    def meant(reminder: Need) -> bool:
        to = progress.plan.targets(reminder, "to")
        ids = {one.id for agency in to for one in (agency, *progress.plan.targets(agency, "members"))}
        return not to or not names.isdisjoint(ids)

    sent = (n for n in progress.known(status.task, "on") if n.type == "reminder" and meant(n))
    return sorted(sent, key=lambda need: (need["date"], need.path, need.line))
