"""The report on a period as a draft: what was done in it and how all stands, against other periods."""

from collections.abc import Iterator
from typing import Any

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, text
from kehoach.documents.phrases import SIGNATURE, called, draft_footer, draft_letterhead, recipients
from kehoach.documents.telling import (
    closed,
    difficulties,
    listed,
    proposals,
    reached,
    shortcomings,
    told,
)
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.progress import PAST, Progress
from kehoach.progress.interval import Interval, What, compared_with
from kehoach.progress.states import DONE
from kehoach.reports import tables
from kehoach.reports.tables import Table
from kehoach.reports.words import day, left_words, number_of, overdue_words, period_days


def period_report(progress: Progress, found: Interval) -> Document:
    """A draft as :func:`report` is one; ``progress`` knows what became of the plan until today."""
    plan, last = found.home, found.days.last
    return Document(
        name=f"bao-cao-{slug(found.name)}-{plan.id}",
        title=_("Report on {period} (draft), {plan}").format(period=found.name, plan=number_of(plan)),
        kind=_("REPORT"),
        subject=(_("Implementation of {plan}, {period}").format(plan=called(plan), period=found.name),),
        remarks=(_("DRAFT"), f"({period_days(found)})"),
        blocks=tuple(_blocks(progress, found)),
        footer=draft_footer(last, plan),
        as_of=last,
        letterhead=draft_letterhead(plan, last, "BC-……"),
        addressees=(plan["report_to"],) if plan["report_to"] else (),
        recipients=recipients(_("As above") if plan["report_to"] else "……"),
        signature=SIGNATURE,
        annex=_annex(found),
    )


def _blocks(progress: Progress, found: Interval) -> Iterator[Block]:
    now, since = found.now, found.days.first
    tasks = now.tasks_of(found.home)
    yield Heading(1, _("I. RESULTS IN THE PERIOD"))
    yield Heading(2, _("1. Figures"))
    yield from _figures(found)
    yield Listing(tables.compared(found, compared_with(progress, found)))
    yield Heading(2, _("2. Tasks done in the period"))
    yield from _table(tables.done_in(found))
    yield Heading(2, _("3. Tasks under way"))
    running = [status for status in tasks if status.state not in DONE]
    yield from listed(now, told(now, running, "result", since))
    yield from reached(tables.indicators(now, found.home, since=since))
    yield Heading(1, _("II. CHANGES OF THE PLAN IN THE PERIOD"))
    yield from _table(tables.changed_in(found), linked=False)
    yield Heading(1, _("III. SHORTCOMINGS, DIFFICULTIES"))
    yield Heading(2, _("1. Shortcomings"))
    for table in tables.overdue_in(found):
        if table.rows:
            yield Paragraph(text(f"{table.caption}:"), keep=True)
            yield Listing(table, linked=True)
    yield from listed(now, shortcomings(now, tasks))
    yield Heading(2, _("2. Difficulties"))
    others = [status for status in tasks if status.state not in PAST]
    yield from difficulties(now, found.home, told(now, others, "difficulties", since))
    yield Heading(1, _("IV. NEXT STEPS"))
    ahead = tables.due_next(found)
    yield Paragraph(text(f"{ahead.caption}:"), keep=True)
    yield from _table(ahead)
    yield Heading(1, _("V. PROPOSALS"))
    yield from closed(listed(now, proposals(now, tasks)))


def _figures(found: Interval) -> Iterator[Paragraph]:
    due, on_time, late, past = (
        found.total[what] for what in (What.DUE, What.ON_TIME, What.LATE, What.OVERDUE)
    )
    words = _(
        "In the period {due} tasks came due, {done} were done ({on_time} on time, {late} late), {past} "
        "became overdue."
    )
    done = {"done": on_time + late, "on_time": on_time, "late": late}
    yield Paragraph(text(words.format(due=due, past=past, **done)))
    if earlier := found.told_late:
        words = _("Of what was done, the work of {count} was done before the period and told only in it.")
        yield Paragraph(text(words.format(count=len(earlier))))
    counts = tables.total_standing(found).counts
    stands = overdue_words(counts)
    yield Paragraph(text(f"{_('Up to the end of {day}').format(day=day(found.days.last))}: {stands}."))
    if left := left_words(counts):
        yield Paragraph(text(left))


def _table(table: Table[Any], *, linked: bool = True) -> Iterator[Block]:
    if table.rows:
        yield Listing(table, linked=linked)
    else:
        yield Paragraph(text(_("(Nothing recorded in the data.)"), italic=True))


def _annex(found: Interval) -> Document:
    now, plan = found.now, found.home
    shown = (tables.period_by_agency(found), tables.by_part(found), tables.results(now, plan))
    return Document(
        name="",
        title=_("Figures and results"),
        kind=_("ANNEX"),
        subject=(_("FIGURES BY AGENCY AND BY PART, RESULTS BY TASK"),),
        remarks=(f"({period_days(found)})",),
        blocks=tuple(
            block for table in shown if table.rows for block in (Heading(2, table.caption), Listing(table))
        ),
        footer=draft_footer(found.days.last, plan),
        as_of=found.days.last,
        landscape=True,
    )
