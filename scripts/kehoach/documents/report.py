"""The progress report as a draft, in the parts that reports usually have."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kehoach.documents.layout import Block, Document, Heading, Paragraph, Row, Run, Table, text
from kehoach.documents.phrases import called, cells, deadline, draft_letterhead, figures, footer, task_words
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus, late, tally
from kehoach.progress.proofs import confirmed
from kehoach.reports.words import answering, day, state_label, state_words

_DONE = (State.DONE_ON_TIME, State.DONE_LATE)
_AHEAD = (State.OPEN_IN_TIME, State.AWAITING, State.ONGOING, State.WAITING, State.ASKED)


def report(progress: Progress, plan: Need) -> Document:
    """A draft: number and day are blank, and no sentence in it judges; people finish it.

    What it says of a task links to the task's row in the annex.
    """
    return Document(
        name=f"bao-cao-{plan.id}",
        title=_("Progress report (draft), {plan}").format(plan=plan["number"] or plan.id),
        kind=_("REPORT"),
        subject=(_("Implementation of {plan}").format(plan=called(plan)),),
        remarks=(_("DRAFT"), f"({figures(progress.as_of)})"),
        blocks=tuple(_blocks(progress, plan)),
        footer=f"{_('Draft')}. {footer(progress)}",
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
    yield from _or_nothing(_difficulties(progress, plan))
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
    yield cells(progress, plan)


def _results(progress: Progress, done: Sequence[TaskStatus]) -> Iterator[Block]:
    yield Heading(2, _("2. Tasks done"))
    yield from _or_nothing(_about(status, _result(progress, status)) for status in done)


def _result(progress: Progress, status: TaskStatus) -> str:
    documents = "; ".join(_document(found) for found in _evidence(progress, status))
    last = progress.last_update(status.task)
    told = last["result"] if last else ""
    return ". ".join(filter(None, (state_words(status), told, documents)))


def _document(evidence: Need) -> str:
    issued = evidence.day("date")
    number = _("no. {number}").format(number=evidence["number"]) if evidence["number"] else ""
    when = _("of {day}").format(day=day(issued)) if issued else ""
    return " ".join(filter(None, (evidence.title, number, when)))


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
    for status in late(progress, plan):
        yield _about(status, f"{state_words(status)} ({'; '.join(answering(status))})")
    for status in progress.tasks_of(plan):
        if status.missing:
            periods = ", ".join(period.name for period in status.missing)
            yield _about(status, _("Not reported: {periods}").format(periods=periods))
        if (last := progress.last_update(status.task)) and last["difficulties"]:
            yield _about(status, last["difficulties"])


def _next_steps(tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    ahead = [status for status in tasks if status.state in _AHEAD]
    ahead.sort(key=lambda status: status.obligation.due or date.max)
    for status in ahead:
        words = "".join(run.text for run in deadline(status))
        yield _about(status, f"{_('Deadline')}: {words}")


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
    head = (_("Item"), _("Task"), _("Agency"), _("Deadline"), _("State"), _("Documents that prove it"))
    rows = tuple(
        Row(
            (
                text(str(number)),
                text(task_words(status.task)),
                text("; ".join(answering(status))),
                deadline(status),
                text(state_words(status)),
                text("; ".join(_document(e) for e in _evidence(progress, status))),
            ),
            status.task.id,
        )
        for number, status in enumerate(progress.tasks_of(plan), 1)
    )
    return Document(
        name="",
        title=_("Results by task"),
        kind=_("ANNEX"),
        subject=(_("RESULTS BY TASK"),),
        blocks=(Table(head, (3, 15, 11, 10, 8, 11), rows),) if rows else (),
        footer=f"{_('Draft')}. {footer(progress)}",
        as_of=progress.as_of,
        landscape=True,
    )


def _evidence(progress: Progress, status: TaskStatus) -> list[Need]:
    """The confirmed evidence for a task, each once, in the order of its deliverables."""
    found = {
        evidence.id: evidence
        for deliverable in status.obligation.deliverables
        for evidence in progress.known(deliverable, "proves")
        if confirmed(evidence)
    }
    return list(found.values())
