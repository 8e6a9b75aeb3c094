"""Who does what: the matrix of responsibility."""

from collections.abc import Iterator

from kehoach.extension.blocks import Block, Box, Heading, Paragraph, Rows, as_of_line, grid
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress.drafts import counting
from kehoach.reports import tables
from kehoach.reports.tables import Span


def matrix(page: Page) -> Iterator[Block]:
    """Agency × task, plan by plan: who leads, who supports, as of the day."""
    if not page.tasks:
        yield Paragraph(_("The plan has no tasks yet."))
        return
    yield as_of_line(page.progress.as_of)
    for plan in counting(page.plan, page.progress.as_of):
        if page.progress.tasks_of(plan):
            if page.several:
                yield Heading(page.of_plan(plan))
            yield from _of_plan(page, plan)


def _of_plan(page: Page, plan: Need) -> Iterator[Block]:
    """The matrix; letters and short names, where it has any, are spelt out beside it."""
    table = tables.matrix(page.progress, plan)
    if letters := tables.letters(table) if table.key == "matrix" else ():
        legend = "; ".join(f"{letter.text}: {letter.about}" for letter in letters)
        yield Paragraph(f"{legend}.", "legend")
    yield grid(table)
    short = tuple((c.label, (Span(c.about, c.key),)) for c in table.columns if c.about)
    if short:
        yield Box((Rows(short),), "abbreviations")
