"""One page for a leader: figures against an earlier day, decisions, what is late, agencies, what is new."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, text
from kehoach.documents.phrases import called, footer, remarks
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.reports import tables
from kehoach.reports.tables import Table
from kehoach.reports.words import number_of

#: Room for a title or a list of agencies in a cell.
_SHORT = 100
#: A row of figures is a line high, those of other lists are two or three.
_MORE_AGENCIES = 6


def summary(progress: Progress, plan: Need, since: date, rows: int) -> Document:
    """The leader's page, with at most so many rows a list; what is left out is counted."""
    return Document(
        name=f"tong-hop-{plan.id}",
        title=_("One-page summary, {plan}").format(plan=number_of(plan)),
        kind=_("SUMMARY OF IMPLEMENTATION"),
        subject=(shortened(called(plan), 2 * _SHORT),),
        remarks=remarks(progress, plan),
        blocks=tuple(_blocks(progress, plan, since, rows)),
        footer=footer(progress, plan),
        as_of=progress.as_of,
        small=True,
    )


def _blocks(progress: Progress, plan: Need, since: date, rows: int) -> Iterator[Block]:
    before = Progress(progress.plan, since)
    figures = tables.against(before, progress, plan)
    yield Heading(1, figures.caption)
    yield Listing(figures)
    decisions = tables.decisions(progress, plan)
    if decisions.rows:
        yield from _list(decisions, rows)
    if progress.closing(plan):
        yield from _list(tables.left_undone(progress, plan), rows, _("None."))
    else:
        yield from _list(tables.late_by_leader(progress, plan), rows, _("No task is past its last day."))
    agencies = tables.in_short(progress, plan)
    yield from _list(agencies, rows + _MORE_AGENCIES, _("None."))
    outside = tables.outside_in_short(progress, plan)
    if outside.rows:
        yield from _list(outside, rows)
    yield from _list(tables.changes(before, progress, plan), rows, _("No task has changed its state."))
    papers = tables.news(before, progress, plan)
    yield from _list(papers, rows, _("No document has come in."))


def _list(table: Table[Any], rows: int, none: str = "") -> Iterator[Block]:
    """The first rows of a table, and how many more there are."""
    yield Heading(1, table.caption)
    if table.rows:
        yield Listing(table, rows, _SHORT)
        if (left := len(table.rows) - rows) > 0:
            yield Paragraph(text(f"… {_('and {count} more').format(count=left)}", italic=True))
    else:
        yield Paragraph(text(none))
