"""Reminders: one text an agency, ready to paste into the e-office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kehoach.language import _
from kehoach.language.text import escaped
from kehoach.plan import Need
from kehoach.progress import SETTLED, Progress, State, TaskStatus, own
from kehoach.progress.owners import ended
from kehoach.progress.standing import of_part
from kehoach.progress.states import asked as only_asked
from kehoach.progress.todos import Todo
from kehoach.reports.words import (
    as_of_words,
    binding_words,
    day,
    number_of,
    period_words,
    reminded_words,
    state_words,
    todo_label,
)

#: How far reminders look ahead unless somebody says otherwise.
USUAL = timedelta(days=14)


class Asked(StrEnum):
    """Why an agency is reminded of a task, the most pressing first: all but ``DUE`` are to-dos too."""

    OVERDUE = "overdue"
    NO_INFORMATION = "no-information"
    REPORT_MISSING = "report-missing"
    DUE = "due"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one agency is reminded of: tasks as that agency stands with them, the most pressing first."""

    agency: Need
    within: timedelta
    tasks: tuple[tuple[Asked, TaskStatus], ...]


def reminders(progress: Progress, within: timedelta, plan: Need | None = None) -> list[Reminder]:
    """The agencies that have something (of one plan) due within a time, late, not reported, not confirmed.

    Where each agency does its own part, it is asked for that part alone. An agency that has ended is not
    written to, nor anybody in its place unless that is certain: see :func:`nobody`.
    """
    found: dict[str, list[tuple[Asked, TaskStatus]]] = {}
    for status in progress.tasks_of(plan):
        # Who answered before still owes the periods of its time, unless it has ended.
        former = [part for part in status.former if not ended(part.agency, progress.as_of)]
        for part in (*status.parts, *former):
            mine = own(status, part.agency)
            if asked := _asked(progress, mine, within):
                found.setdefault(part.agency.id, []).append((asked, mine))
    order = list(Asked)
    return [
        Reminder(progress.plan.needs[key], within, tuple(sorted(tasks, key=lambda t: order.index(t[0]))))
        for key, tasks in found.items()
    ]


def nobody(progress: Progress, within: timedelta, plan: Need | None) -> list[tuple[TaskStatus, Need]]:
    """Tasks to remind of whose agency has ended, with that agency: nobody certain took over."""
    return [
        (status, part.agency)
        for status in progress.tasks_of(plan)
        for part in status.orphans
        if _asked(progress, of_part(status, part), within)
    ]


def _asked(progress: Progress, status: TaskStatus, within: timedelta) -> Asked | None:
    home = progress.plan.plan_of(status.task)
    if only_asked(status.task) or (home and home.unsigned):  # a draft gives nobody anything to do
        return None
    days = [period.send_by for period in status.coming]
    if status.state is State.OPEN_IN_TIME and status.obligation.due:
        days.append(status.obligation.due)
    soon = any(day - progress.as_of <= within for day in days)
    reasons = {
        Asked.OVERDUE: status.state is State.OPEN_OVERDUE,
        Asked.NO_INFORMATION: status.state is State.NO_INFORMATION,
        Asked.REPORT_MISSING: bool(status.missing),
        Asked.DUE: soon,
        # What is all sent waits for whoever confirms, and not for the agency.
        Asked.UNCONFIRMED: bool(status.unconfirmed) and status.state not in (*SETTLED, State.AWAITING),
    }
    return next((asked for asked, holds in reasons.items() if holds), None)


def _heading(asked: Asked, within: timedelta) -> str:
    if asked is Asked.DUE:
        return _("Due within {days} days").format(days=within.days)
    return todo_label(Todo(asked.value))


def text(progress: Progress, reminder: Reminder, *, markdown: bool) -> str:
    """The reminder of an agency: each task with its clause word for word, and what is asked."""
    title, group, item = ("# ", "## ", "### ") if markdown else ("", "", "")
    words = escaped if markdown else str
    address = _("To: {agency}").format(agency=words(reminder.agency.title))
    figures = as_of_words(progress.as_of)
    opening = _(
        "As of the end of {day}, please carry out, report on or send evidence of the following tasks:"
    ).format(day=day(progress.as_of))
    parts = [f"{title}{address}", f"({figures})", opening]
    before = None
    for number, (asked, status) in enumerate(reminder.tasks, 1):
        if asked is not before:
            parts.append(f"{group}{_heading(asked, reminder.within).upper()}")
            before = asked
        parts += [f"{item}{number}. {words(status.task.title)}", *_about(progress, status, markdown=markdown)]
    wanted = _(
        "If it is done, please send the document that proves it, with its number and day; "
        "if not, please say what stands in the way and when it will be done."
    )
    return "\n\n".join([*parts, wanted, _("Yours respectfully.")]) + "\n"


def _about(progress: Progress, status: TaskStatus, *, markdown: bool) -> Iterator[str]:
    words = escaped if markdown else str
    yield "\n".join(f"- {label}: {words(fact)}" for label, fact in facts_of(progress, status) if fact)
    quoted = status.task.body.strip()
    yield _("Official text") + ":"
    lines = (f"> {words(line)}".rstrip() for line in quoted.splitlines())
    yield "\n".join(lines) if markdown else quoted


def facts_of(progress: Progress, status: TaskStatus) -> Iterator[tuple[str, str]]:
    """Where the task stands in the plan, when it is due, how it stands, and what to send; labelled."""
    task, bound = status.task, status.obligation
    home = progress.plan.plan_of(task)
    clause = _("clause {clause}").format(clause=task["clause"]) if task["clause"] else ""
    number = number_of(home) if home else ""
    yield _("Source"), ", ".join(filter(None, (number, clause)))
    yield _("Deadline"), binding_words(bound)
    yield _("State"), state_words(status)
    yield _("Reminded before"), reminded_words(progress, status)
    if status.missing:
        yield _("Not reported"), ", ".join(period.name for period in status.missing)
    if status.coming:
        yield _("Next report"), period_words(status.coming[0])
    if (status.missing or status.coming) and home and home["report_to"]:
        yield _("Report to"), home["report_to"]
    sent = {target for evidence in status.unconfirmed for target in evidence.to("proves")}
    if lacking := [_asked_for(d) for d in status.unproved if d.id not in sent]:
        yield _("Evidence to send"), "; ".join(lacking)
    if status.unconfirmed:
        yield _("Received, waiting for confirmation"), "; ".join(e.title for e in status.unconfirmed)


def _asked_for(deliverable: Need) -> str:
    """A deliverable by its title, and who says that it is one where the plan does not."""
    if deliverable["origin"] != "derived":
        return deliverable.title
    return _("{title} (determined by the agency that follows up)").format(title=deliverable.title)


def closing(
    progress: Progress,
    within: timedelta,
    agency: str | None = None,
    plan: Need | None = None,
    *,
    markdown: bool = False,
) -> str:
    """What could be addressed to nobody, for the coordinator; empty where there is nothing."""
    left = [(status, named) for status, named in nobody(progress, within, plan) if agency in (None, named.id)]
    if not left:
        return ""
    words = escaped if markdown else str
    tasks = [words(f"{status.task['clause']} {status.task.title} ({named.title})") for status, named in left]
    lines = [_("Not known who took over, so nobody is addressed:"), *(f"- {task}" for task in tasks)]
    return "\n".join(lines) + "\n"
