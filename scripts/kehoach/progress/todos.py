"""What a day asks of people. Unlike findings, to-dos come and go with time and never fail anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kehoach.language import _
from kehoach.official.reviews import described, suspect
from kehoach.plan import Need, Plan
from kehoach.progress.drafts import uncounted
from kehoach.progress.judging import Progress
from kehoach.progress.owners import ended
from kehoach.progress.periods import Period
from kehoach.progress.standing import named, silent
from kehoach.progress.states import State, TaskStatus

SOON = timedelta(days=7)
LATER = timedelta(days=30)


class Todo(StrEnum):
    """The kinds of to-dos, the most pressing first."""

    OVERDUE = "overdue"
    NO_INFORMATION = "no-information"
    REPORT_MISSING = "report-missing"
    DUE_SOON = "due-soon"
    DUE_LATER = "due-later"
    UNCONFIRMED = "unconfirmed"
    REQUEST = "request"
    SUSPECT = "suspect"
    OWNER_ENDED = "owner-ended"
    NO_TERM = "no-term"
    TRIGGER_CANCELLED = "trigger-cancelled"
    DATED_AHEAD = "dated-ahead"
    WAIVER_EXPIRED = "waiver-expired"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what it is about, by when, the reports or documents, and the agencies, concerned."""

    todo: Todo
    need: Need
    day: date | None = None
    detail: str = ""
    agencies: tuple[Need, ...] = ()


def todos(progress: Progress, plan: Need | None = None) -> list[Item]:
    """Everything the day asks for, of all plans that count or of one, by kind, then by day."""
    found = [item for status in progress.tasks_of(plan) for item in _of_task(progress, status)]
    found += _of_waivers(progress, plan)
    found += _dated_ahead(progress, plan)
    order = list(Todo)
    return sorted(found, key=lambda i: (order.index(i.todo), i.day or date.max, i.need.path, i.need.line))


def _of_task(progress: Progress, status: TaskStatus) -> Iterator[Item]:
    task, due = status.task, status.obligation.due
    behind = tuple(part.agency for part in named(status))
    if status.state is State.OPEN_OVERDUE:
        yield Item(Todo.OVERDUE, task, due, agencies=behind)
    if status.state is State.NO_INFORMATION:
        yield Item(Todo.NO_INFORMATION, task, due, agencies=behind)
    for period in status.missing:
        yield Item(Todo.REPORT_MISSING, task, period.send_by, period.name, _silent(status, period))
    for day, reported in ahead(status):
        if todo := _due(day, progress.as_of):
            asked = _silent(status, reported) if reported else behind
            yield Item(todo, task, day, reported.name if reported else "", asked)
    yield from _of_event(progress, status, behind)
    for evidence in status.unconfirmed:
        yield _unconfirmed(progress, task, evidence)
    for request in status.obligation.requests:
        yield Item(Todo.REQUEST, task, request.day("date"), request.title, behind)
    grounds = () if status.ending else suspect(progress.plan, task)
    if grounds:
        yield Item(Todo.SUSPECT, task, detail=described(grounds), agencies=behind)
    for agency in status.unanswered:
        yield Item(Todo.OWNER_ENDED, task, agency.day("until"), agency.title)


def _silent(status: TaskStatus, period: Period) -> tuple[Need, ...]:
    return tuple(part.agency for part in silent(status, period))


def ahead(status: TaskStatus) -> Iterator[tuple[date, Period | None]]:
    """The days to come by which a task, or a report on a period of it, is due."""
    if status.state is State.OPEN_IN_TIME and status.obligation.due:
        yield status.obligation.due, None
    yield from ((period.send_by, period) for period in status.coming)


def next_due(progress: Progress, status: TaskStatus) -> Todo | None:
    """Whether the next of these days is within 7 or within 30 days."""
    day = min((day for day, _period in ahead(status)), default=None)
    return _due(day, progress.as_of) if day else None


def _due(day: date, as_of: date) -> Todo | None:
    """What is due within 7 or 30 days is announced."""
    left = day - as_of
    if left > LATER:
        return None
    return Todo.DUE_SOON if left <= SOON else Todo.DUE_LATER


def _of_event(progress: Progress, status: TaskStatus, behind: tuple[Need, ...]) -> Iterator[Item]:
    """What an event deadline asks of the coordinator: its event sets no term, or will not come."""
    bound = status.obligation
    if status.state is not State.WAITING:
        return
    if bound.happened:
        yield Item(Todo.NO_TERM, status.task, bound.happened, bound.deadline.waits_for or "", behind)
    for trigger in progress.plan.targets(status.task, "trigger"):
        if trigger.type == "task" and _cancelled(progress, trigger):
            yield Item(Todo.TRIGGER_CANCELLED, status.task, detail=trigger.title, agencies=behind)


def _cancelled(progress: Progress, task: Need) -> bool:
    return progress.of(task).state is State.CANCELLED


def _unconfirmed(progress: Progress, task: Need, evidence: Need) -> Item:
    """The days that an evidence waits count against whoever confirms, never against who sent it."""
    sent = evidence.day("date")
    days = (progress.as_of - sent).days if sent else 0
    agencies, called = confirmers(progress.plan, task, evidence)
    words = _("{evidence}: {days} days with {confirmer}") if called else _("{evidence}: {days} days")
    detail = words.format(evidence=evidence.title, days=days, confirmer=called)
    return Item(Todo.UNCONFIRMED, task, sent, detail, agencies)


def confirmers(plan: Plan, task: Need, evidence: Need) -> tuple[tuple[Need, ...], str]:
    """Who confirms an evidence, and as what it is called.

    The agency that the evidence names, else the one that the result is submitted to, else whoever gathers the
    plan's reports (which is words, no object), else its issuer.
    """
    agencies = plan.targets(evidence, "confirmed_by") or plan.targets(task, "submit_to")
    home = plan.plan_of(task)
    gathers = (home["report_via"] or home["issuer"]) if home else ""
    return agencies, "; ".join(agency.title for agency in agencies) or gathers


def _of_waivers(progress: Progress, plan: Need | None) -> Iterator[Item]:
    for waiver in progress.plan.of_type("waiver"):
        # A waiver of an agency, which plans share, may stand beside them.
        waived = progress.plan.targets(waiver, "waives")
        homes = [progress.plan.plan_of(need) for need in (waiver, *waived)]
        closed = homes[1:] and all(progress.closing(home) for home in homes[1:])
        draft = all(uncounted(progress.plan, need, progress.as_of) for need in waived or (waiver,))
        if not closed and (plan in homes if plan else not draft) and ended(waiver, progress.as_of):
            yield Item(Todo.WAIVER_EXPIRED, waiver, waiver.day("until"))


def _dated_ahead(progress: Progress, plan: Need | None) -> Iterator[Item]:
    """Evidence of a day to come counts for nothing until then, and is likely a slip of the pen."""
    for evidence in progress.plan.of_type("evidence"):
        day, home = evidence.day("date"), progress.plan.plan_of(evidence)
        mine = home is plan if plan else not uncounted(progress.plan, evidence, progress.as_of)
        wanted = mine and not progress.closing(home)
        if wanted and day and day > progress.as_of:
            yield Item(Todo.DATED_AHEAD, evidence, day, evidence.title)
