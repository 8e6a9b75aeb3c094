"""An agency's slip: what it leads and supports in a plan. No official letter, so no national title."""

from collections.abc import Iterator
from typing import Any

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, text
from kehoach.documents.phrases import called, footer, remarks
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, indicators
from kehoach.progress.tally import led_and_supported
from kehoach.reports import tables
from kehoach.reports.tables import Table


def slips(progress: Progress, plan: Need) -> Iterator[Document]:
    """A slip for each agency that has a task or an indicator of the plan, in the order of the registry."""
    led, supported = led_and_supported(progress.tasks_of(plan))
    every = list(indicators.statuses(progress.plan, progress.as_of, plan))
    for agency in progress.plan.of_type("agency"):
        figures = tables.indicators(progress, plan, indicators.led(every, agency))
        if agency.id in led or agency.id in supported or figures.rows:
            shown = (
                tables.led_by(progress, plan, agency, led.get(agency.id, ())),
                tables.supported_by(progress, plan, supported.get(agency.id, ())),
            )
            listed = (*shown, figures.without_empty()) if figures.rows else shown
            yield _slip(progress, plan, agency, [block for table in listed for block in _blocks(table)])


def _slip(progress: Progress, plan: Need, agency: Need, blocks: list[Block]) -> Document:
    return Document(
        name=f"phieu-{agency.id}-{plan.id}",
        title=_("Tasks of {agency}").format(agency=agency.title),
        kind=_("TASKS OF AN AGENCY"),
        subject=(agency.title,),
        remarks=(_("By {plan}").format(plan=called(plan)), *remarks(progress, plan)),
        blocks=tuple(blocks),
        footer=footer(progress, plan),
        as_of=progress.as_of,
    )


def _blocks(table: Table[Any]) -> tuple[Block, Block]:
    return Heading(1, table.caption), Listing(table) if table.rows else Paragraph(text(_("None.")))
