"""A page for each period of reports that has ended: what its report says, in tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder

from kehoach.deadline.period import Span as Days
from kehoach.extension.blocks import Block, Box, Heading, Inline, Items, Paragraph, grid, titled
from kehoach.extension.drawing import Draw
from kehoach.extension.gate import progress_of
from kehoach.extension.page import Page, has_agency_pages, period_docname
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.interval import Interval, beside, ended, interval
from kehoach.progress.obstacles import obstacles
from kehoach.progress.periods import period_name
from kehoach.reports import tables
from kehoach.reports.tables import Span, Table, linked
from kehoach.reports.words import period_days, plan_name

#: Where the list of all periods stands on a page.
_LIST = "bao-cao-theo-ky"
#: The periods that one is compared with, by what they are called.
Others = Sequence[tuple[str, Interval | None]]


def pages(app: Sphinx) -> Iterator[tuple[str, str, Draw, Progress]]:
    """The name and title of each page, how it is drawn, and where the plan stood at the end of its period."""
    if not _has_pages(app.builder):
        return
    progress = progress_of(app.env)
    for home in progress.plan.plans:
        spans = ended(progress, home)
        for span in spans:
            if found := interval(progress, home, span):
                title = _("Report on {period}, {plan}").format(period=found.name, plan=plan_name(home))
                draw = period_page(found, beside(progress, found), spans)
                yield period_docname(home, found.name), title, draw, found.now


def _has_pages(builder: Builder) -> bool:
    """Whether a site has these pages: not while editing, when somebody waits for one page and not for all."""
    return has_agency_pages(builder) and not builder.config.kehoach_serve


def period_page(found: Interval, others: Others, spans: Sequence[Days]) -> Draw:
    """How the page of a period is drawn; ``spans`` are all that the plan has pages of."""

    def drawn(page: Page) -> Block:
        return Box(tuple(_blocks(page, found, others, spans)), "view")

    return drawn


def _blocks(page: Page, found: Interval, others: Others, spans: Sequence[Days]) -> Iterator[Block]:
    yield Paragraph((linked(found.home, plan_name(found.home)),), "kicker")
    yield Paragraph(period_days(found), "as-of")
    yield grid(tables.compared(found, others), filterable=False)
    yield from _titled(tables.done_in(found), _("No task was done."))
    if not page.progress.public:
        for table in tables.overdue_in(found):
            yield from _titled(table, _("No task."))
        reached = tables.indicators(found.now, found.home, since=found.days.first).without_empty()
        more: tuple[Table[Any], ...] = (reached, _obstacles(found))
        for one in more:
            if one.rows:
                yield from _titled(one)
    yield from _titled(tables.changed_in(found), _("Nothing changed."))
    yield from _titled(tables.due_next(found), _("Nothing is due."))
    yield from _titled(tables.period_by_agency(found))
    yield from _titled(tables.by_part(found))
    yield Heading(_("Other periods"))
    yield Paragraph(tuple(_links(page, found.home, spans, found.span)))


def _obstacles(found: Interval) -> Table[Any]:
    """Those that stood open at the end of the period."""
    every = obstacles(found.now, found.home)
    return tables.obstacles(found.now, found.home, (one for one in every if one.open))


def _titled(table: Table[Any], otherwise: str = "") -> Iterator[Block]:
    return titled(table, otherwise, filterable=False)


def past_periods(page: Page) -> Iterator[Block]:
    """Links to all of them, a line a year, of several plans each by itself; none where there are no pages."""
    if not _has_pages(page.builder):
        return
    items = tuple(_items(page, [page.only] if page.only else page.plan.plans))
    if items:
        yield Box((Heading(_("Reports by period")), Items(items, "plain")), "periods", _LIST)


def _items(page: Page, plans: Iterable[Need]) -> Iterator[tuple[Inline, tuple[()]]]:
    for home in plans:
        of = (linked(home, plan_name(home)), Span(" · ")) if page.several else ()
        for _year, spans in groupby(ended(page.progress, home), lambda span: span.first.year):
            yield (*of, *_links(page, home, tuple(spans))), ()


def _links(page: Page, home: Need, spans: Iterable[Days], here: Days | None = None) -> Iterator[Span]:
    """The periods, the last first, each leading to its page."""
    names = [period_name(span) for span in spans if span != here]
    for number, name in enumerate(names):
        if number:
            yield Span(" · ")
        yield Span(name, page.document(period_docname(home, name)))
