"""A page for each agency: what it leads and supports, what is missing, who came before and after it."""

from collections.abc import Iterator

from sphinx.application import Sphinx

from kehoach.extension.blocks import Block, Box, Inline, Rows, as_of_line, grid, titled
from kehoach.extension.drawing import Draw
from kehoach.extension.gate import progress_of
from kehoach.extension.page import Page, agency_docname
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import TaskStatus
from kehoach.progress.tally import led_and_supported
from kehoach.progress.todos import Item, by_agency
from kehoach.reports import tables
from kehoach.reports.tables import linked, listed
from kehoach.reports.words import value_words


def pages(app: Sphinx) -> Iterator[tuple[str, str, Draw]]:
    """The name and title of each page, and how it is drawn."""
    progress = progress_of(app.env)
    led, supported = led_and_supported(progress.tasks)
    asked = by_agency(progress)
    for agency in progress.plan.of_type("agency"):
        tasks = led.get(agency.id, []), supported.get(agency.id, [])
        yield agency_docname(agency), agency.title, draw_page(agency, *tasks, asked.get(agency.id, []))


def draw_page(
    agency: Need, led: list[TaskStatus], supported: list[TaskStatus], asked: list[Item] | None = None
) -> Draw:
    """How the page of an agency is drawn, from what it leads and supports and what it is asked for."""
    return lambda page: Box(
        (*_head(page, agency, led), *_lists(page, agency, led, supported, asked or [])), "view"
    )


def _head(page: Page, agency: Need, led: list[TaskStatus]) -> Iterator[Block]:
    yield as_of_line(page.progress.as_of)
    yield Rows(tuple(_about(page, agency)))
    cells = tables.of_agency(agency, led)
    if cells.rows:
        yield grid(cells, filterable=False)


def _lists(
    page: Page, agency: Need, led: list[TaskStatus], supported: list[TaskStatus], asked: list[Item]
) -> Iterator[Block]:
    progress, none = page.progress, _("None.")
    if asked:
        yield from titled(tables.asked_of(progress, asked))
    suspects = tables.suspects(progress, led)
    if suspects.rows:
        yield from titled(suspects)
    yield from titled(tables.led_by(progress, None, agency, led), none)
    yield from titled(tables.supported_by(progress, None, supported), none)


def _about(page: Page, agency: Need) -> Iterator[tuple[str, Inline]]:
    labels = page.plan.model.types["agency"].labels
    named = ("abbr", "also_called", "kind", "membership")
    for option in (*named, "since", "until", "certainty", "scope", "source"):
        if agency[option]:
            yield labels[option], value_words(agency, option)
    for link in ("members", "successors"):
        if targets := page.plan.targets(agency, link):
            yield labels[link], listed(map(linked, targets))
        if sources := page.plan.sources(agency.id, link):
            yield page.plan.model.incoming[link], listed(map(linked, sources))
    yield _("Card"), (linked(agency, agency.id),)
