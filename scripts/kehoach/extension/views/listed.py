"""The views that are one table each."""

from collections.abc import Iterator

from kehoach.extension import indicatorcards
from kehoach.extension.blocks import (
    Block,
    Box,
    Choice,
    Facet,
    Grid,
    Heading,
    Paragraph,
    as_of_line,
    grid,
    titled,
)
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.progress import TaskStatus
from kehoach.progress.tally import led_and_supported
from kehoach.reports import tables
from kehoach.reports.tables import Surface, linked


def assignment(page: Page) -> list[Block]:
    """Every task with its owner, partners and deadline, as written and as a day, or those with holes."""
    table = tables.assignment(page.progress, page.only).on(Surface.SITE)
    return [Grid(table, facets=(Facet("trong", _("Every task"), _holes),))]


def _holes(status: TaskStatus) -> Iterator[Choice]:
    if found := tables.missing(status):
        yield "0", _("Only the holes")
        yield from found.items()


def agencies(page: Page) -> list[Block]:
    """Every agency, with how many tasks it leads and supports; which ones, its own page tells."""
    return [grid(tables.agencies(page.progress, *led_and_supported(page.progress.tasks)))]


def bases(page: Page) -> list[Block]:
    """The legal bases, and what rests on each."""
    return [grid(tables.bases(page.progress))]


def evidence(page: Page) -> list[Block]:
    """Every document that proves something, and whether it has been confirmed."""
    found = tables.evidence(page.progress)
    return [grid(found) if found.rows else Paragraph(_("No evidence has been recorded yet."))]


def amendments(page: Page) -> list[Block]:
    """Every change of an obligation: what it changes, by which document, and what is only requested."""
    found = tables.amendments(page.progress)
    return [grid(found) if found.rows else Paragraph(_("No amendment has been recorded yet."))]


def reminders(page: Page) -> list[Block]:
    """Every reminder that was sent: to whom, about what, by which document."""
    found = tables.reminders(page.progress)
    return [grid(found) if found.rows else Paragraph(_("No reminder has been recorded yet."))]


def indicators(page: Page) -> Iterator[Block]:
    """What was reached in figures, against what, with a chart of each, and every measure."""
    yield as_of_line(page.progress.as_of)
    found = tables.indicators(page.progress, page.only)
    yield grid(found.without_empty())
    drawn = [(one.indicator, tuple(indicatorcards.chart(one))) for one in found.rows]
    boxes = (Box((Heading((linked(need),), 3), *blocks), "chart-box") for need, blocks in drawn if blocks)
    if charts := tuple(boxes):
        yield Box(charts, "charts")
    yield from titled(tables.measures(page.progress, page.only).without_empty(), _("None."))


def obstacles(page: Page) -> list[Block]:
    """Every obstacle that was raised: for how long it stands open, who can resolve it, what was answered."""
    found = tables.obstacles(page.progress)
    line = as_of_line(page.progress.as_of)
    return [line, grid(found) if found.rows else Paragraph(_("No obstacle has been recorded yet."))]


def ended_agencies(page: Page) -> list[Block]:
    """Which agencies of the plan have ended, and what is known of who took over."""
    found = tables.ended_agencies(page.progress)
    return [as_of_line(page.progress.as_of), *titled(found)] if found.rows else []


def open_points(page: Page) -> list[Block]:
    """What has to be cleared up: gaps of the source, waived checks, what is derived or not known."""
    return [as_of_line(page.progress.as_of), grid(tables.open_points(page.progress))]
