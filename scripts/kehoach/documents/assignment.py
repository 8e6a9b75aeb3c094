"""The assignment annex: who does what by when, task by task."""

from collections.abc import Iterator

from kehoach.documents.layout import Document, Row, Table, text
from kehoach.documents.phrases import agencies, called, deadline, deliverables, footer, task_words
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress


def assignment(progress: Progress, plan: Need) -> Document:
    """A landscape table of all tasks in the order of the plan, as they bind on the day."""
    head = (_("Item"), _("Task"), _("Lead agency"), _("Partner agencies"), _("Deadline"), _("Deliverable"))
    tasks = progress.tasks_of(plan)
    table = Table(head, (3, 15, 10, 11, 9, 10), tuple(_rows(progress, plan)), (0,))
    return Document(
        name=f"phan-cong-{plan.id}",
        title=_("Assignment of tasks, {plan}").format(plan=plan["number"] or plan.id),
        kind=_("ANNEX"),
        subject=(_("ASSIGNMENT OF TASKS"),),
        remarks=(_("(Attached to {plan})").format(plan=called(plan)),),
        blocks=(table,) if tasks else (),
        footer=footer(progress),
        as_of=progress.as_of,
        landscape=True,
    )


def _rows(progress: Progress, plan: Need) -> Iterator[Row]:
    for number, status in enumerate(progress.tasks_of(plan), 1):
        bound = status.obligation
        cells = (
            text(str(number)),
            text(task_words(status.task)),
            text(agencies(progress, bound.owners)),
            text(agencies(progress, bound.partners)),
            deadline(status),
            text(deliverables(status)),
        )
        yield Row(cells, status.task.id)
