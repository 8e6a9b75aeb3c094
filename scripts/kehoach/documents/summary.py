"""One page for a leader: the cells by agency, what is late, what changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, text
from kehoach.documents.phrases import called, figures, footer
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.plan import Need
from kehoach.progress import Progress, tally
from kehoach.reports import tables
from kehoach.reports.tables import Table
from kehoach.reports.words import number_of

#: Room for a title or a list of agencies in a cell.
_SHORT = 100
_SHORT_NAME = 60
#: The agencies that have rows of their own; with more of them there is no room for anything else.
_AGENCIES = 16


def summary(progress: Progress, plan: Need, since: date, rows: int) -> Document:
    """The leader's page, with at most so many rows a list; what is left out is counted."""
    return Document(
        name=f"tong-hop-{plan.id}",
        title=_("One-page summary, {plan}").format(plan=number_of(plan)),
        kind=_("SUMMARY OF IMPLEMENTATION"),
        subject=(shortened(called(plan), 2 * _SHORT),),
        remarks=(f"({figures(progress.as_of)})",),
        blocks=tuple(_blocks(progress, plan, since, rows)),
        footer=footer(progress, plan),
        as_of=progress.as_of,
        small=True,
    )


def _blocks(progress: Progress, plan: Need, since: date, rows: int) -> Iterator[Block]:
    counted = tally(progress, plan)
    cells = tables.by_agency(progress, plan, outside=True, most=_AGENCIES)
    yield Heading(1, cells.caption)
    yield Listing(cells, short=_SHORT_NAME)
    yield from _rest(len(counted.rows) + len(counted.outside) - _AGENCIES, _("and {count} more agencies"))
    yield from _list(tables.late_list(progress, plan), rows, _("No task is past its last day."))
    changes = tables.changes(Progress(progress.plan, since), progress, plan)
    yield from _list(changes, rows, _("No task has changed its state."))


def _list(table: Table[Any], rows: int, none: str) -> Iterator[Block]:
    """The first rows of a table, and how many more there are."""
    yield Heading(1, table.caption)
    if table.rows:
        yield Listing(table, rows, _SHORT)
        yield from _rest(len(table.rows) - rows, _("and {count} more tasks"))
    else:
        yield Paragraph(text(none))


def _rest(count: int, words: str) -> Iterator[Paragraph]:
    if count > 0:
        yield Paragraph(text(f"… {words.format(count=count)}", italic=True))
