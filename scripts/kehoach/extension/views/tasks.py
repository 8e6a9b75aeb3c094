"""The list of tasks: who answers for each, by when, how it stands; and to what it can be narrowed."""

from collections.abc import Iterator

from kehoach.extension.blocks import Block, Box, Choice, Facet, Grid
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.progress import PAST, TaskStatus
from kehoach.progress.states import DONE
from kehoach.progress.todos import Todo, next_due
from kehoach.reports import tables
from kehoach.reports.tables import Surface
from kehoach.reports.words import state_label, todo_label

#: The facets by their keys in the address, and where the list stands on its page.
STATE, AGENCY, LEADER, MONTH = "tt", "cq", "ld", "th"
LIST = "danh-sach"
#: Rows of several states, beside the values of those.
DONE_ROWS, PAST_ROWS, LATER_ROWS = "done", "past", "due-30"


#: The views that have the list.
LISTED = frozenset({"home", "tasks"})


def tasks(page: Page) -> list[Block]:
    """Every task in a line. What the list is narrowed to stands in the address."""
    table = tables.glance(page.progress, page.only).on(Surface.SITE)
    return [Box((Grid(table, facets=facets(page)),), "task-list", LIST)]


def facets(page: Page) -> tuple[Facet, ...]:
    """By what tasks can be narrowed; by leaders where a task names one."""
    led = (Facet(LEADER, _("Every leader"), _leader),) if any(s.task["leader"] for s in page.tasks) else ()
    return (
        Facet(STATE, _("Every state"), lambda status: states_of(page, status)),
        Facet(
            AGENCY, _("Every agency"), lambda status: [(p.agency.id, p.agency.title) for p in status.parts]
        ),
        *led,
        Facet(MONTH, _("Every month"), _month),
    )


def narrowed(rows: str, key: str = STATE) -> str:
    """The address of the list of what stands so: a state, or one of the wider sets of rows."""
    return f"?{key}={rows}#{LIST}"


def states_of(page: Page, status: TaskStatus) -> Iterator[Choice]:
    """The state of a task, after the wider sets that it is in."""
    if status.state in DONE:
        yield DONE_ROWS, _("Done")
    if status.state in PAST:
        yield PAST_ROWS, _("Overdue, not done")
    if coming := next_due(page.progress, status):
        yield LATER_ROWS, _("Due within 30 days")
        if coming is Todo.DUE_SOON:
            yield coming, todo_label(coming)
    yield status.state, state_label(status.state)


def _leader(status: TaskStatus) -> Iterator[Choice]:
    if leader := status.task["leader"]:
        yield slug(leader), leader


def _month(status: TaskStatus) -> Iterator[Choice]:
    if due := status.obligation.due:
        yield f"{due:%Y-%m}", f"{due:%m/%Y}"
