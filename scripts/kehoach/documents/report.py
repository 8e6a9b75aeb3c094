"""The progress report as a draft, in the parts that reports usually have."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kehoach.documents.layout import Block, Document, Heading, Listing, Paragraph, Run, text
from kehoach.documents.phrases import called, draft_letterhead, figures, footer
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import PAST, Progress, State, TaskStatus, tally
from kehoach.reports import tables
from kehoach.reports.words import (
    binding_words,
    missing_words,
    number_of,
    overdue_words,
    state_label,
    state_words,
    task_words,
)

_DONE = (State.DONE_ON_TIME, State.DONE_LATE)
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
        remarks=(_("DRAFT"), f"({figures(progress.as_of)})"),
        blocks=tuple(_blocks(progress, plan)),
        footer=f"{_('Draft')}. {footer(progress, plan)}",
        as_of=progress.as_of,
        letterhead=draft_letterhead(plan, progress.as_of, "BC-……"),
        addressees=(plan["report_to"],) if plan["report_to"] else (),
        annex=_annex(progress, plan),
    )


def _blocks(progress: Progress, plan: Need) -> Iterator[Block]:
    tasks = progress.tasks_of(plan)
    yield Heading(1, _("I. RESULTS"))
    yield from _figures(progress, plan)
    yield from _results(progress, [status for status in tasks if status.state in _DONE])
    yield from _running(progress, tasks)
    yield Heading(1, _("II. DIFFICULTIES"))
    past = tables.late_list(progress, plan)
    if past.rows:
        yield Paragraph(text(f"{past.caption}:"))
        yield Listing(past, linked=True)
    if (told := list(_difficulties(progress, plan))) or not past.rows:
        yield from _or_nothing(told)
    yield Heading(1, _("III. NEXT STEPS"))
    yield from _or_nothing(_next_steps(tasks))
    yield Heading(1, _("IV. PROPOSALS"))
    yield from _or_nothing(_proposals(progress, tasks), end="./.")


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
    yield Listing(tables.by_agency(progress, plan, outside=True))


def _results(progress: Progress, done: Sequence[TaskStatus]) -> Iterator[Block]:
    yield Heading(2, _("2. Tasks done"))
    yield from _or_nothing(_about(status, _result(progress, status)) for status in done)


def _result(progress: Progress, status: TaskStatus) -> str:
    last = progress.last_update(status.task)
    told = last["result"] if last else ""
    return ". ".join(filter(None, (state_words(status), told, tables.proof_words(progress, status))))


def _running(progress: Progress, tasks: Iterable[TaskStatus]) -> Iterator[Block]:
    """What was reported on tasks that are still open or never end."""
    yield Heading(2, _("3. Tasks under way"))
    found = [
        _about(status, last["result"])
        for status in tasks
        if status.state not in _DONE and (last := progress.last_update(status.task)) and last["result"]
    ]
    yield from _or_nothing(found)


def _difficulties(progress: Progress, plan: Need) -> Iterator[Paragraph]:
    for status in progress.tasks_of(plan):
        if status.missing:
            periods = missing_words(status)
            yield _about(status, _("Not reported: {periods}").format(periods=periods))
        last = progress.last_update(status.task)
        if last and last["difficulties"] and status.state not in PAST:  # whose table says it
            yield _about(status, last["difficulties"])


def _next_steps(tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    ahead = [status for status in tasks if status.state in _AHEAD]
    ahead.sort(key=lambda status: status.obligation.due or date.max)
    for status in ahead:
        yield _about(status, f"{_('Deadline')}: {binding_words(status.obligation)}")


def _proposals(progress: Progress, tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    for status in tasks:
        if (last := progress.last_update(status.task)) and last["proposal"]:
            yield _about(status, last["proposal"])
        for request in status.obligation.requests:
            yield _about(status, _("Submit for decision: {detail}").format(detail=request.title))
        for owner in status.owners:
            if owner.effective is None:
                words = _("Name the agency that takes over from {agency}").format(agency=owner.named.title)
                yield _about(status, words)


def _about(status: TaskStatus, words: str) -> Paragraph:
    task = status.task
    link = Run(task_words(task), url=f"#{task.id}")
    return Paragraph((Run("- "), link, Run(f": {words.rstrip(' .;')}.")), need=task.id)


def _or_nothing(found: Iterable[Paragraph], end: str = "") -> Iterator[Paragraph]:
    """The paragraphs, or a line to be filled in; the last one with the mark of the end of the text."""
    paragraphs = list(found) or [Paragraph(text(_("(Nothing recorded in the data.)"), italic=True))]
    if end:
        *before, last = paragraphs[-1].text
        closing = Run(last.text.rstrip(" .") + end, last.bold, last.italic, last.url)
        paragraphs[-1] = Paragraph((*before, closing), need=paragraphs[-1].need)
    yield from paragraphs


def _annex(progress: Progress, plan: Need) -> Document:
    table = tables.results(progress, plan)
    return Document(
        name="",
        title=table.caption,
        kind=_("ANNEX"),
        subject=(_("RESULTS BY TASK"),),
        blocks=(Listing(table),) if table.rows else (),
        footer=f"{_('Draft')}. {footer(progress, plan)}",
        as_of=progress.as_of,
        landscape=True,
    )
