"""What the plans are, and where each stands."""

from collections.abc import Iterator
from dataclasses import replace

from kehoach.documents.phrases import notice, notice_of_all
from kehoach.extension.blocks import Block, Heading, Inline, Notice, Paragraph, Rows, grid, titled
from kehoach.extension.page import Page
from kehoach.extension.views import standing
from kehoach.extension.views.tasks import tasks
from kehoach.language import _
from kehoach.plan import Need
from kehoach.reports import tables
from kehoach.reports.tables import Span, linked
from kehoach.reports.words import closed_words, value_words

_SHOWN = ("number", "doc_type", "issuer", "signer", "issued", "effective", "field", "source_status")


def plan_header(page: Page) -> Iterator[Block]:
    """What the plan is, who issued it, and what is wrong with the copy that we hold; several in a table."""
    plans = page.plan.plans
    if page.several:
        yield Paragraph(f"{notice_of_all(page.progress)}.", "as-of")
        cut = [plan for plan in plans if plan["truncated"]]
        if cut:
            yield Notice(tuple((*page.of_plan(plan), Span(f": {plan['truncated']}")) for plan in cut))
        yield grid(tables.plans(page.progress))
        return
    for plan in plans:
        yield Paragraph((Span(plan.title, plan.id, strong=True),), "plan-title")
        yield Paragraph(f"{notice(plan)}.", "as-of")
        if plan["truncated"]:
            yield Notice((plan["truncated"],))
        yield Rows(tuple(_about(page, plan)))


def _about(page: Page, plan: Need) -> Iterator[tuple[str, Inline]]:
    labels = page.plan.model.types["plan"].labels
    yield from ((labels[option], value_words(plan, option)) for option in _SHOWN if plan[option])
    yield labels["basis"], tables.listed(map(linked, page.plan.targets(plan, "basis")))


def plan_standing(page: Page) -> Iterator[Block]:
    """Where the plan of this page stands, among several: its cells, what is late, its tasks."""
    mine = replace(page, only=page.plan.plan_at(f"{page.docname}.md"))
    yield Heading(_("Where the plan stands"))
    if mine.only and (words := closed_words(page.progress, mine.only)):
        yield Notice((words,))
    yield from standing.dated_cells(mine)
    if mine.only and page.progress.closing(mine.only):
        yield from titled(tables.left_undone(page.progress, mine.only), _("None."))
    else:
        yield from standing.late_list(mine)
    yield Heading(_("Tasks"))
    yield from tasks(mine)
