"""What is opened every week: the coordinator's list, the leader's page, the tables of cells."""

from collections.abc import Iterator

from kehoach.extension.blocks import Block, Folded, Heading, Items, Paragraph, as_of_line, first, grid, titled
from kehoach.extension.gate import since_of
from kehoach.extension.page import Page
from kehoach.extension.views.period_pages import past_periods
from kehoach.language import _
from kehoach.progress import Progress, tally
from kehoach.progress.todos import Todo, todos
from kehoach.reports import tables
from kehoach.reports.tables import linked
from kehoach.reports.words import todo_label


def week(page: Page) -> Iterator[Block]:
    """What the day asks of the coordinator, the most pressing first, each with its next step."""
    items = todos(page.progress)
    yield as_of_line(page.progress.as_of)
    if not items:
        yield Paragraph(_("Nothing to do today."))
    for kind in Todo:
        found = [item for item in items if item.todo is kind]
        if found:
            yield Heading(f"{todo_label(kind)} ({len(found)})")
            yield grid(tables.todo_list(page.progress, found))


def summary(page: Page) -> Iterator[Block]:
    """One page for a leader: figures against an earlier day, decisions, lateness, agencies, what is new."""
    before, now, only = Progress(page.plan, since_of(page.builder.env)), page.progress, page.only
    yield as_of_line(now.as_of)
    yield grid(tables.against(before, now, only), filterable=False)
    decisions = tables.decisions(now, only)
    if decisions.rows:
        yield from first(decisions)
    yield from first(tables.late_by_leader(now, only), _("No task is past its last day."))
    yield from first(tables.in_short(now, only), _("None."))
    outside = tables.outside_in_short(now, only)
    if outside.rows:
        yield from first(outside)
    yield from titled(tables.changes(before, now, only), _("No task has changed its state."))
    yield from first(tables.news(before, now, only), _("No document has come in."))
    yield Folded(_("In full"), (*dated_cells(page), *late_list(page)))
    yield from past_periods(page)


def dated_cells(page: Page) -> Iterator[Block]:
    """The four cells by agency (and by plan), other states apart, bodies outside the count by themselves."""
    yield as_of_line(page.progress.as_of)
    if page.several:
        yield grid(tables.by_plan(page.progress), filterable=False)
    yield grid(tables.by_agency(page.progress, page.only), filterable=False)
    outside = tables.outside_bodies(page.progress, page.only)
    if outside.rows:
        yield from titled(outside, filterable=False)
    if nobody := tally(page.progress, page.only).nobody:
        yield Paragraph(_("Tasks of which an agency in charge has ended without a certain successor:"))
        yield Items(tuple(((linked(status.task),), ()) for status in nobody), "plain")


def late_list(page: Page) -> Iterator[Block]:
    """Everything past its last day, the latest first, with what was said of it."""
    yield from titled(tables.late_list(page.progress, page.only), _("No task is past its last day."))
