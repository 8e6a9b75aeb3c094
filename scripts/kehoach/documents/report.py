"""The progress report as a draft, in the parts that reports usually have."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, text
from kehoach.documents.phrases import SIGNATURE, called, draft_footer, draft_letterhead, recipients, remarks
from kehoach.documents.telling import (
    about,
    closed,
    difficulties,
    listed,
    proposals,
    reached,
    shortcomings,
    told,
)
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import PAST, Progress, State, TaskStatus, tally
from kehoach.progress.states import DONE
from kehoach.reports import tables
from kehoach.reports.words import (
    binding_words,
    number_of,
    overdue_words,
    state_label,
    state_words,
)

_AHEAD = (State.OPEN_IN_TIME, State.AWAITING, State.ONGOING, State.WAITING, State.ASKED)


def report(progress: Progress, plan: Need) -> Document:
    """A draft: number and day are blank, and no sentence in it judges; people finish it.

    What it says of a task links to the task's row in the annex.
    """
    return Document(
        name=f"bao-cao-{plan.id}",
        title=_("Progress report (draft), {plan}").format(plan=number_of(plan)),
        kind=_("REPORT"),
        subject=(_("Implementation of {plan}").format(plan=called(plan)),),
        remarks=(_("DRAFT"), *remarks(progress, plan)),
        blocks=tuple(_blocks(progress, plan)),
        footer=draft_footer(progress.as_of, plan),
        as_of=progress.as_of,
        letterhead=draft_letterhead(plan, progress.as_of, "BC-……"),
        addressees=(plan["report_to"],) if plan["report_to"] else (),
        recipients=recipients(_("As above") if plan["report_to"] else "……"),
        signature=SIGNATURE,
        annex=_annex(progress, plan),
    )


def _blocks(progress: Progress, plan: Need) -> Iterator[Block]:
    tasks = progress.tasks_of(plan)
    yield Heading(1, _("I. RESULTS"))
    yield from _figures(progress, plan)
    yield from _results(progress, [status for status in tasks if status.state in DONE])
    yield from _running(progress, tasks)
    yield from reached(tables.indicators(progress, plan))
    yield from _left(progress, plan)
    yield Heading(1, _("II. SHORTCOMINGS, DIFFICULTIES"))
    yield Heading(2, _("1. Shortcomings"))
    past = tables.late_list(progress, plan)
    if past.rows:
        yield Paragraph(text(f"{past.caption}:"))
        yield Listing(past, linked=True)
    if (said := list(shortcomings(progress, tasks))) or not past.rows:
        yield from listed(progress, said)
    yield Heading(2, _("2. Difficulties"))
    # The table above tells those of the others.
    others = [status for status in tasks if status.state not in PAST]
    yield from difficulties(progress, plan, told(progress, others, "difficulties"))
    yield Heading(1, _("III. NEXT STEPS"))
    yield from listed(progress, _next_steps(tasks))
    yield Heading(1, _("IV. PROPOSALS"))
    yield from closed(listed(progress, proposals(progress, tasks)))


def _figures(progress: Progress, plan: Need) -> Iterator[Block]:
    counted = tally(progress, plan)
    yield Heading(2, _("1. Figures"))
    counts = "; ".join(
        f"{state_label(state).lower()}: {counted.total[state]}"
        for state in counted.states
        if counted.total[state]
    )
    words = _("The plan has {count} tasks in the count of the People's Committee: {counts}.")
    yield Paragraph(text(words.format(count=counted.total.total(), counts=counts or "0")))
    yield Paragraph(text(f"{overdue_words(counted.total)}."))
    yield Paragraph(text(_("The figures of each agency are in the annex.")))


def _results(progress: Progress, done: Sequence[TaskStatus]) -> Iterator[Block]:
    yield Heading(2, _("2. Tasks done"))
    yield from listed(progress, (about(status, _result(progress, status)) for status in done))


def _result(progress: Progress, status: TaskStatus) -> str:
    last = progress.last_update(status.task)
    said = last["result"] if last else ""
    return ". ".join(filter(None, (state_words(status), said, tables.proof_words(progress, status))))


def _running(progress: Progress, tasks: Iterable[TaskStatus]) -> Iterator[Block]:
    """What was reported on tasks that are still open or never end."""
    yield Heading(2, _("3. Tasks under way"))
    running = (s for s in tasks if s.state not in DONE and not s.ending)
    yield from listed(progress, told(progress, running, "result"))


def _left(progress: Progress, plan: Need) -> Iterator[Block]:
    """Of a plan that has ended, what was not done, and what became of it."""
    left = tables.left_undone(progress, plan)
    if progress.closing(plan):
        number = 5 if tables.indicators(progress, plan).rows else 4
        yield Heading(2, f"{number}. {left.caption}")
        yield Listing(left, linked=True) if left.rows else Paragraph(text(_("None.")))


def _next_steps(tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    ahead = [status for status in tasks if status.state in _AHEAD and not status.ending]
    ahead.sort(key=lambda status: status.obligation.due or date.max)
    for status in ahead:
        yield about(status, f"{_('Deadline')}: {binding_words(status.obligation)}")


def _annex(progress: Progress, plan: Need) -> Document:
    shown = (tables.by_agency(progress, plan, outside=True), tables.results(progress, plan))
    return Document(
        name="",
        title=_("Figures and results"),
        kind=_("ANNEX"),
        subject=(_("FIGURES BY AGENCY, RESULTS BY TASK"),),
        blocks=tuple(
            block for table in shown if table.rows for block in (Heading(2, table.caption), Listing(table))
        ),
        footer=draft_footer(progress.as_of, plan),
        as_of=progress.as_of,
        landscape=True,
    )
