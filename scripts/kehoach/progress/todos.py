"""What a day asks of people. Unlike findings, to-dos come and go with time and never fail anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kehoach.official.reviews import described, suspect
from kehoach.plan import Need
from kehoach.progress.owners import ended
from kehoach.progress.states import Progress, State, TaskStatus

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
    WAIVER_EXPIRED = "waiver-expired"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what it is about, by when, and the reports or documents concerned."""

    todo: Todo
    need: Need
    day: date | None = None
    detail: str = ""


def todos(progress: Progress, plan: Need | None = None) -> list[Item]:
    """Everything the day asks for, of all plans or of one, by kind, then by day."""
    found = [item for status in progress.tasks_of(plan) for item in _of_task(progress, status)]
    found += _of_waivers(progress, plan)
    order = list(Todo)
    return sorted(found, key=lambda i: (order.index(i.todo), i.day or date.max, i.need.path, i.need.line))


def _of_task(progress: Progress, status: TaskStatus) -> Iterator[Item]:
    task, due = status.task, status.obligation.due
    if status.state is State.OPEN_OVERDUE:
        yield Item(Todo.OVERDUE, task, due)
    if status.state is State.NO_INFORMATION:
        yield Item(Todo.NO_INFORMATION, task, due)
    for period in status.missing:
        yield Item(Todo.REPORT_MISSING, task, period.send_by, period.name)
    if status.state is State.OPEN_IN_TIME and due:
        left = due - progress.as_of
        if left <= LATER:
            yield Item(Todo.DUE_SOON if left <= SOON else Todo.DUE_LATER, task, due)
    for evidence in status.unconfirmed:
        yield Item(Todo.UNCONFIRMED, task, evidence.day("date"), evidence.title)
    for request in status.obligation.requests:
        yield Item(Todo.REQUEST, task, request.day("date"), request.title)
    if grounds := suspect(progress.plan, task):
        yield Item(Todo.SUSPECT, task, detail=described(grounds))
    for owner in status.owners:
        if owner.effective is None:
            yield Item(Todo.OWNER_ENDED, task, owner.named.day("until"), owner.named.title)


def _of_waivers(progress: Progress, plan: Need | None) -> Iterator[Item]:
    for waiver in progress.plan.of_type("waiver"):
        # A waiver of an agency, which plans share, may stand beside them.
        concerned = (waiver, *progress.plan.targets(waiver, "waives"))
        wanted = plan is None or any(progress.plan.plan_of(need) is plan for need in concerned)
        if wanted and ended(waiver, progress.as_of):
            yield Item(Todo.WAIVER_EXPIRED, waiver, waiver.day("until"))
