"""The assignment annex: who does what by when, task by task."""

from kehoach.documents.layout import Document, Listing
from kehoach.documents.phrases import called, footer
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.reports import tables
from kehoach.reports.words import number_of


def assignment(progress: Progress, plan: Need) -> Document:
    """A landscape table of all tasks in the order of the plan, as they bind on the day."""
    table = tables.assignment(progress, plan)
    return Document(
        name=f"phan-cong-{plan.id}",
        title=_("Assignment of tasks, {plan}").format(plan=number_of(plan)),
        kind=_("ANNEX"),
        subject=(_("ASSIGNMENT OF TASKS"),),
        remarks=(_("(Attached to {plan})").format(plan=called(plan)),),
        blocks=(Listing(table),) if table.rows else (),
        footer=footer(progress, plan),
        as_of=progress.as_of,
        landscape=True,
    )
