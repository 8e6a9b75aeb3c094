"""What reports tell of tasks: a paragraph each, that leads to the task's row in the annex."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from kehoach.documents.layout import Block, Heading, Listing, Paragraph, Run, text
from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.obstacles import obstacles
from kehoach.reports import tables
from kehoach.reports.tables import Table
from kehoach.reports.words import missing_words, task_words

#: A longer list is told part by part of the plan.
_LONG = 12


def about(status: TaskStatus, words: str) -> Paragraph:
    """What is said of a task."""
    task = status.task
    link = Run(task_words(task), url=f"#{task.id}")
    return Paragraph((Run("- "), link, Run(f": {words.rstrip(' .;')}.")), need=task.id)


def told(
    progress: Progress, tasks: Iterable[TaskStatus], option: str, since: date = date.min
) -> Iterator[Paragraph]:
    """What the last report on each task says in one of its options, if it is dated ``since`` a day."""
    for status in tasks:
        last = progress.last_update(status.task)
        if last and last[option] and (last.day("date") or date.max) >= since:
            yield about(status, last[option])


def shortcomings(progress: Progress, tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    """What was not reported, and what the reports say themselves."""
    every = list(tasks)
    for status in every:
        if status.missing:
            yield about(status, _("Not reported: {periods}").format(periods=missing_words(status)))
    yield from told(progress, every, "shortcomings")


def reached(table: Table[Any]) -> Iterator[Block]:
    """What was reached in figures, where the plan has any to reach: the fourth of the results."""
    if table.rows:
        yield Heading(2, f"4. {table.caption}")
        yield Listing(table.without_empty())


def standing_obstacles(progress: Progress, plan: Need) -> Iterator[Block]:
    """The obstacles that nobody has resolved, by age."""
    unresolved = (one for one in obstacles(progress, plan) if one.resolved is None)
    found = tables.obstacles(progress, plan, unresolved)
    if found.rows:
        yield Paragraph(text(f"{found.caption}:"), keep=True)
        yield Listing(found)


def difficulties(progress: Progress, plan: Need, said: Iterable[Paragraph]) -> Iterator[Block]:
    """What reports say of difficulties and the obstacles that stand; of neither, a line to be filled in."""
    paragraphs, standing = list(said), list(standing_obstacles(progress, plan))
    if paragraphs or not standing:
        yield from listed(progress, paragraphs)
    yield from standing


def proposals(progress: Progress, tasks: Iterable[TaskStatus]) -> Iterator[Paragraph]:
    """What reports propose, what was asked for, and what nobody has taken over."""
    for status in (s for s in tasks if not s.ending):
        yield from told(progress, [status], "proposal")
        for request in status.obligation.requests:
            yield about(status, _("Submit for decision: {detail}").format(detail=request.title))
        for owner in status.owners:
            if owner.effective is None:
                words = _("Name the agency that takes over from {agency}").format(agency=owner.named.title)
                yield about(status, words)


def listed(progress: Progress, found: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, many of them part by part of the plan; or a line to be filled in."""
    paragraphs = list(found)
    if not paragraphs:
        yield Paragraph(text(_("(Nothing recorded in the data.)"), italic=True))
    elif len(paragraphs) <= _LONG:
        yield from paragraphs
    else:
        part = partial(_part, progress.plan)
        for (*_place, words), group in groupby(sorted(paragraphs, key=part), part):
            if words:
                yield Paragraph(text(words, bold=True, italic=True), keep=True)
            yield from group


def _part(plan: Plan, paragraph: Paragraph) -> tuple[int, str, int, str]:
    """Where a task stands: its file in the order of the plan, and the last heading above it."""
    task = plan.needs[paragraph.need]
    heading = next(plan.headings_above(task), None)
    line, words = (heading.line, heading.text) if heading else (0, "")
    return plan.part_of(task.path), task.path, line, words


def closed(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The last paragraphs of a text, with the mark of its end, which no signature leaves alone."""
    *others, last = paragraphs
    *before, run = last.text
    yield from others
    yield replace(last, text=(*before, replace(run, text=f"{run.text.rstrip(' .')}./.")), keep=True)
