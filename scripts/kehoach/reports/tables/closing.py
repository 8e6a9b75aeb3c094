"""What plans left undone when they were closed, and what became of it."""

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.final import left
from kehoach.reports.tables.table import (
    Column,
    Span,
    Table,
    Value,
    answering_cell,
    linked,
    of_plan,
    state_cell,
)
from kehoach.reports.words import (
    afterwards_words,
    deadline_words,
    late_words,
    plan_name,
    state_label,
    task_words,
)


def left_undone(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """What was not done when its plan ended: carried over, dropped or neither, each told apart."""

    def became(status: TaskStatus) -> Value:
        ending = status.ending
        carrying = ending.carried_by if ending else ()
        named = [linked(task, _named(progress, task)) for task in carrying]
        return (*state_cell(status, _short(status)), *(part for one in named for part in (Span(": "), one)))

    columns: tuple[Column[TaskStatus], ...] = (
        *of_plan(progress, plan, lambda s: s.task),
        Column("task", _("Task"), lambda s: (linked(s.task, task_words(s.task)),), 32),
        Column("agency", _("Agency"), answering_cell, 20),
        Column("deadline", _("Deadline"), lambda s: deadline_words(s.obligation), 16),
        Column(
            "then", _("When the plan ended"), lambda s: late_words(s.ending.before) if s.ending else "", 18
        ),
        Column("became", _("What became of it"), became, 24),
        Column(
            "after", _("After the plan ended"), lambda s: afterwards_words(s.ending) if s.ending else "", 18
        ),
    )
    caption = _("Not done when the plan ended, and what became of it")
    return Table("left", caption, columns, left(progress, plan), lambda s: s.task.id)


def _short(status: TaskStatus) -> str:
    if status.ending and status.ending.dropped and not status.ending.carried_by:
        return _("Dropped by {document}").format(document=status.ending.closing["number"])
    return state_label(status.state)


def _named(progress: Progress, task: Need) -> str:
    home = progress.plan.plan_of(task)
    return f"{task_words(task)} ({plan_name(home)})" if home else task_words(task)
