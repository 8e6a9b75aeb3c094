"""What falls when: last days and reports, month by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kehoach.extension.blocks import Block, Heading, Item, Items, Paragraph, Section, Sections, as_of_line
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Part, Progress, TaskStatus, named
from kehoach.progress.duties import AHEAD
from kehoach.progress.periods import Period
from kehoach.progress.standing import silent
from kehoach.reports.tables import Span, Words, linked, state_cell
from kehoach.reports.words import day


@dataclass(frozen=True)
class _Event:
    """Something of a day: a task falls due, or several tasks report on the same period."""

    day: date
    words: str
    tasks: tuple[TaskStatus, ...]
    period: Period | None = None
    late: bool = False


def calendar(page: Page) -> Iterator[Block]:
    """What falls due month by month, with missing reports and those of the next twelve months."""
    progress = page.progress
    if not progress.tasks:
        yield Paragraph(_("The plan has no tasks yet."))
        return
    yield as_of_line(progress.as_of)
    events = sorted([*_last_days(progress), *_reports(progress)], key=_order)
    this = (progress.as_of.year, progress.as_of.month)
    months = [(month, list(found)) for month, found in groupby(events, lambda e: (e.day.year, e.day.month))]
    # What is still to come is what people look for; the first of it is where today is.
    coming, past = ([m for m in months if (m[0] >= this) is wanted] for wanted in (True, False))
    sections = [_month(page, *month) for month in (*coming, *reversed(past))]
    shown = {status.task.id for event in events for status in event.tasks}
    if without := [status for status in progress.tasks if status.task.id not in shown]:
        sections.append(_without_day(page, without))
    yield Sections("calendar", _("Months, the coming ones first"), tuple(sections))


def _month(page: Page, month: tuple[int, int], events: list[_Event]) -> Section:
    year, number = month
    label = f"{number:02}/{year}"
    if month == (page.progress.as_of.year, page.progress.as_of.month):
        label = _("Today ({month})").format(month=label)
    heading = Heading(_("Month {month}/{year}").format(month=number, year=year))
    items = Items(tuple(_item(page, event) for event in events), "calendar")
    return Section(label, f"thang-{year}-{number:02}", (heading, items))


def _without_day(page: Page, tasks: list[TaskStatus]) -> Section:
    label = _("Without a day")
    items = Items(tuple((_with_state(page, status), ()) for status in tasks), "calendar")
    return Section(label, "khong-co-ngay", (Heading(label), items))


def _order(event: _Event) -> tuple[date, bool, str, int]:
    task = event.tasks[0].task
    return event.day, bool(event.words), task.path, task.line


def _last_days(progress: Progress) -> Iterator[_Event]:
    for status in progress.tasks:
        if status.obligation.due:
            yield _Event(status.obligation.due, "", (status,))


def _reports(progress: Progress) -> Iterator[_Event]:
    """Reports by plan, day and period: one entry, however many tasks it is to cover."""
    found: dict[tuple[str, Period, bool], list[TaskStatus]] = {}
    for status in progress.tasks:
        plan = progress.plan.plan_of(status.task)
        home = plan.id if plan else ""
        for period in status.missing:
            found.setdefault((home, period, True), []).append(status)
        for period in (p for p in status.coming if p.send_by <= progress.as_of + AHEAD):
            found.setdefault((home, period, False), []).append(status)
    for (_home, period, late), tasks in found.items():
        words = _("Not reported: {periods}") if late else _("Report due: {periods}")
        yield _Event(period.send_by, words.format(periods=period.name), tuple(tasks), period, late)


def _item(page: Page, event: _Event) -> Item:
    on = Span(day(event.day), strong=True), Span(": ")
    if not event.words:
        return (*on, *_with_state(page, event.tasks[0])), ()
    # A report that is missing is as bad as a task that is late.
    words = Span(event.words, state="report-late" if event.late else "")
    if len(event.tasks) == 1:
        return (*on, words, Span(": "), *_task(page, event.tasks[0], _parts(event.tasks[0], event))), ()
    shares = Counter(part.agency.id for status in event.tasks for part in _parts(status, event))
    line = (*on, words, *_plan(page, event.tasks[0].task), _count(len(event.tasks)))
    # Which tasks they are, the agency's own page tells.
    return line, tuple((linked(page.plan.needs[key]), _count(count)) for key, count in shares.items())


def _parts(status: TaskStatus, event: _Event) -> tuple[Part, ...]:
    """Who is named: those who have not reported yet, or those whom the state of the task is about."""
    return silent(status, event.period) if event.period else named(status)


def _count(count: int) -> Span:
    return Span(_(" ({count} tasks)").format(count=count))


def _with_state(page: Page, status: TaskStatus) -> Words:
    return *_task(page, status, named(status)), Span("; "), *state_cell(status)


def _task(page: Page, status: TaskStatus, parts: tuple[Part, ...]) -> Words:
    """The clause, the task, its plan among several, and the agencies that answer for it, in one line."""
    clause = [Span(f"{status.task['clause']} ")] if status.task["clause"] else []
    named_parts = (span for part in parts for span in (Span(", "), linked(part.agency)))
    agencies = tuple(named_parts)[1:]
    dash = (Span(" – "),) if agencies else ()
    return *clause, linked(status.task), *_plan(page, status.task), *dash, *agencies


def _plan(page: Page, task: Need) -> Words:
    return (Span(", "), *page.of_plan(task)) if page.several else ()
