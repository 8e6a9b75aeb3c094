"""The list of tasks: who answers for each, by when, how it stands; and to what it can be narrowed."""

from collections.abc import Iterator
from urllib.parse import urlencode

from kehoach.extension.blocks import Block, Box, Facet, Grid
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.progress import PAST, TaskStatus
from kehoach.progress.headline import DONE, next_day
from kehoach.progress.todos import LATER, SOON
from kehoach.reports import tables
from kehoach.reports.tables import Surface
from kehoach.reports.words import state_label

#: The facets by their keys in the address, and where the list stands on its page.
STATE, AGENCY, MONTH = "tt", "cq", "th"
LIST = "danh-sach"


def tasks(page: Page) -> list[Block]:
    """Every task in a line. What the list is narrowed to stands in the address."""
    table = tables.glance(page.progress, page.only).on(Surface.SITE)
    facets = (
        Facet(STATE, _("Every state"), lambda status: _states(page, status)),
        Facet(AGENCY, _("Every agency"), lambda status: [part.agency.title for part in status.parts]),
        Facet(MONTH, _("Every month"), _month),
    )
    return [Box((Grid(table, facets=facets),), "task-list", LIST)]


def narrowed(state: str) -> str:
    """The address of the list of what stands so."""
    return f"?{urlencode({STATE: state})}#{LIST}"


def done_label() -> str:
    """Done, on time or late."""
    return _("Done")


def past_label() -> str:
    """Past its last day, whether anybody has said a word or not."""
    return _("Overdue, not done")


def later_label() -> str:
    """What the next 30 days ask for."""
    return _("Due within 30 days")


def _states(page: Page, status: TaskStatus) -> Iterator[str]:
    """The state of a task, and the wider words that it falls under too."""
    if status.state in DONE:
        yield done_label()
    if status.state in PAST:
        yield past_label()
    following = next_day(page.progress, status)
    if following and following - page.progress.as_of <= LATER:
        yield later_label()
    if following and following - page.progress.as_of <= SOON:
        yield _("Due within 7 days")
    yield state_label(status.state)


def _month(status: TaskStatus) -> Iterator[str]:
    if due := status.obligation.due:
        yield f"{due:%m/%Y}"
