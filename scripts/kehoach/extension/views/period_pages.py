"""A page for each period of reports that has lately ended, and for each year: its report in short.

Long lists are cut, and what was due next is left to the report, which is as it was on its day.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder

from kehoach.deadline.period import Span as Days
from kehoach.extension.blocks import Block, Box, Heading, Items, Paragraph, first, grid, titled
from kehoach.extension.drawing import Draw
from kehoach.extension.gate import progress_of
from kehoach.extension.page import Page, has_agency_pages, period_docname
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.interval import Interval, compared_with, ended, interval, recent
from kehoach.progress.obstacles import obstacles
from kehoach.progress.periods import period_name
from kehoach.reports import tables
from kehoach.reports.tables import Span, Table, Words, linked
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
        spans = recent(ended(progress, home), progress.as_of)
        for span in spans:
            if found := interval(progress, home, span):
                title = _("Report on {period}, {plan}").format(period=found.name, plan=plan_name(home))
                draw = period_page(found, compared_with(progress, found), spans)
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
    yield from first(tables.done_in(found), _("No task was done."))
    if not page.progress.public:
        for table in tables.overdue_in(found):
            yield from first(table, _("No task."))
        reached = tables.indicators(found.now, found.home, since=found.days.first).without_empty()
        more: tuple[Table[Any], ...] = (reached, _obstacles(found))
        for one in more:
            if one.rows:
                yield from first(one)
    yield from first(tables.changed_in(found), _("Nothing changed."))
    yield from titled(tables.period_by_agency(found), filterable=False)
    yield from titled(tables.by_part(found), filterable=False)
    if not page.progress.public:
        words = _("All lists in full, and what was due next, are in the report: {command}")
        yield Paragraph(words.format(command=_command(found.name)), "as-of")
    yield Heading(_("Other periods"))
    yield Paragraph(tuple(_links(page, found.home, [s for s in spans if s != found.span], spans)))


def _obstacles(found: Interval) -> Table[Any]:
    """Those that stood open at the end of the period."""
    every = obstacles(found.now, found.home)
    return tables.obstacles(found.now, found.home, (one for one in every if one.open))


def _command(period: str) -> str:
    return f'kehoach report --period "{period}"'


def past_periods(page: Page) -> Iterator[Block]:
    """All of them, a line a year, of several plans each by itself; none where there are no pages.

    Those that have a page lead there; of the others there is the command that makes their report, which the
    public cannot give.
    """
    if not _has_pages(page.builder):
        return
    lines: list[tuple[Words, tuple[()]]] = []
    without: list[Days] = []
    for home in [page.only] if page.only else page.plan.plans:
        every = ended(page.progress, home)
        shown = recent(every, page.progress.as_of)
        told = shown if page.progress.public else every
        without += [span for span in told if span not in shown]
        of = (linked(home, plan_name(home)), Span(" · ")) if page.several else ()
        for _year, spans in groupby(told, lambda span: span.first.year):
            lines.append(((*of, *_links(page, home, spans, shown)), ()))
    if lines:
        yield Box(
            (Heading(_("Reports by period")), Items(tuple(lines), "plain"), *_without(without)),
            "periods",
            _LIST,
        )


def _without(spans: Sequence[Days]) -> Iterator[Block]:
    """What is said of periods that have no page."""
    if spans:
        words = _(
            "Of a period that ended more than twelve months ago only a year has a page. Its report: {command}"
        )
        yield Paragraph(words.format(command=_command(period_name(spans[0]))), "as-of")


def _links(page: Page, home: Need, spans: Iterable[Days], shown: Sequence[Days]) -> Iterator[Span]:
    """The periods, the last first; those that are ``shown`` on a page of their own lead there."""
    for number, span in enumerate(spans):
        name = period_name(span)
        if number:
            yield Span(" · ")
        yield Span(name, page.document(period_docname(home, name)) if span in shown else "")
