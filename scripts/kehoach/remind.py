"""Reminders: one text an agency, ready to paste into the e-office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from kehoach.i18n import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus
from kehoach.words import day, deadline_words, state_words


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one agency is reminded of."""

    agency: Need
    tasks: tuple[TaskStatus, ...]


def reminders(progress: Progress, within: timedelta) -> list[Reminder]:
    """The agencies that have something due within a time, late, not reported or not confirmed.

    An agency that has ended is not written to, nor anybody in its place unless that is certain:
    see :func:`nobody`.
    """
    found: dict[str, list[TaskStatus]] = {}
    for status in progress.tasks:
        if _asks_something(progress, status, within):
            for part in status.parts:
                found.setdefault(part.agency.id, []).append(status)
    return [Reminder(progress.plan.needs[key], tuple(tasks)) for key, tasks in found.items()]


def nobody(progress: Progress, within: timedelta) -> list[tuple[TaskStatus, Need]]:
    """Tasks to remind of whose agency has ended, with that agency: nobody certain took over."""
    return [
        (status, owner.named)
        for status in progress.tasks
        if _asks_something(progress, status, within)
        for owner in status.owners
        if owner.effective is None
    ]


def _asks_something(progress: Progress, status: TaskStatus, within: timedelta) -> bool:
    due = status.obligation.due
    soon = status.state is State.OPEN_IN_TIME and due is not None and due - progress.as_of <= within
    late = status.state in (State.OPEN_OVERDUE, State.NO_INFORMATION)
    return soon or late or bool(status.missing) or bool(status.unconfirmed)


def text(progress: Progress, reminder: Reminder, *, markdown: bool) -> str:
    """The reminder of an agency: each task with its clause word for word, and what is asked."""
    heading, item = ("# ", "## ") if markdown else ("", "")
    title = _("To: {agency}").format(agency=reminder.agency.title)
    opening = _(
        "As of the end of {day}, please carry out, report on or send evidence of the following tasks:"
    ).format(day=day(progress.as_of))
    parts = [f"{heading}{title}", opening]
    for number, status in enumerate(reminder.tasks, 1):
        parts += [f"{item}{number}. {status.task.title}", *_about(progress, status, markdown=markdown)]
    return "\n\n".join(parts) + "\n"


def _about(progress: Progress, status: TaskStatus, *, markdown: bool) -> Iterator[str]:
    task, bound = status.task, status.obligation
    home = progress.plan.plan_of(task)
    source = (
        f"{home['number']}, {_('clause {clause}').format(clause=task['clause'])}" if home else task["clause"]
    )
    due = f" ({_('last day {day}').format(day=day(bound.due))})" if bound.due else ""
    lines = [
        _("Source: {source}").format(source=source),
        _("Deadline: {words}{due}").format(words=deadline_words(bound), due=due),
        _("State: {state}").format(state=state_words(status)),
    ]
    if status.missing:
        lines.append(_("Not reported: {periods}").format(periods=", ".join(p.name for p in status.missing)))
    if status.unproved:
        lines.append(_("Evidence to send: {what}").format(what="; ".join(d.title for d in status.unproved)))
    yield "\n".join(f"- {line}" for line in lines)
    quoted = task.body.strip()
    yield "\n".join(f"> {line}".rstrip() for line in quoted.splitlines()) if markdown else quoted


def closing(progress: Progress, within: timedelta) -> str:
    """What could be addressed to nobody, for the coordinator; empty where there is nothing."""
    left = nobody(progress, within)
    if not left:
        return ""
    lines = [f"- {status.task.title} ({agency.title})" for status, agency in left]
    return "\n".join([_("Not known who took over, so nobody is addressed:"), *lines]) + "\n"
