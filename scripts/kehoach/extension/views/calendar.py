"""What falls when: last days and reports, month by month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kehoach.extension import nodes
from kehoach.extension.render import Inline, Page
from kehoach.extension.views.dashboards import as_of_line, state_cell
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Part, Progress, TaskStatus, named
from kehoach.progress.periods import Period
from kehoach.progress.standing import silent
from kehoach.reports.words import day


@dataclass(frozen=True)
class _Event:
    """Something of a day: a task falls due, or several tasks report on the same period."""

    day: date
    words: str
    tasks: tuple[TaskStatus, ...]
    period: Period | None = None
    late: bool = False


def calendar(page: Page) -> list[nodes.Node]:
    """What falls due month by month, with missing reports and those of the next twelve months."""
    progress = page.progress
    if not progress.tasks:
        return [nodes.paragraph("", _("The plan has no tasks yet."))]
    drawn: list[nodes.Node] = [as_of_line(progress.as_of)]
    events = sorted([*_last_days(progress), *_reports(progress)], key=_order)
    for (year, month), found in groupby(events, lambda event: (event.day.year, event.day.month)):
        title = _("Month {month}/{year}").format(month=month, year=year)
        drawn += [_heading(title), _list(_item(page, event) for event in found)]
    shown = {status.task.id for event in events for status in event.tasks}
    without = [status for status in progress.tasks if status.task.id not in shown]
    if without:
        drawn += [_heading(_("Without a day")), _list(_undated(page, status) for status in without)]
    return drawn


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
        for period in status.coming:
            found.setdefault((home, period, False), []).append(status)
    for (_home, period, late), tasks in found.items():
        words = _("Not reported: {periods}") if late else _("Report due: {periods}")
        yield _Event(period.send_by, words.format(periods=period.name), tuple(tasks), period, late)


def _item(page: Page, event: _Event) -> nodes.list_item:
    line = nodes.paragraph("", "", nodes.strong("", day(event.day)), nodes.Text(": "))
    if not event.words:
        (status,) = event.tasks
        line += [*_task(page, status), nodes.Text("; "), *state_cell(status)]
        return nodes.list_item("", line)
    line += nodes.inline("", event.words, classes=["state", "report-late"] if event.late else ["report"])
    if len(event.tasks) == 1:
        line += [nodes.Text(": "), *_task(page, event.tasks[0], _parts(event.tasks[0], event))]
        return nodes.list_item("", line)
    tasks = Counter(part.agency.id for status in event.tasks for part in _parts(status, event))
    line += _plan(page, event.tasks[0].task)
    line += nodes.Text(_(" ({count} tasks)").format(count=len(event.tasks)))
    return nodes.list_item("", line, _list(_share(page, key, count) for key, count in tasks.items()))


def _parts(status: TaskStatus, event: _Event) -> tuple[Part, ...]:
    """Who is named: those who have not reported yet, or those whom the state of the task is about."""
    return silent(status, event.period) if event.period else named(status)


def _share(page: Page, agency: str, count: int) -> nodes.list_item:
    """How many tasks an agency reports on: which ones, its own page tells."""
    need = page.plan.needs[agency]
    words = nodes.Text(_(" ({count} tasks)").format(count=count))
    return nodes.list_item("", nodes.paragraph("", "", page.link(need), words))


def _undated(page: Page, status: TaskStatus) -> nodes.list_item:
    line = nodes.paragraph("", "", *_task(page, status), nodes.Text("; "), *state_cell(status))
    return nodes.list_item("", line)


def _task(page: Page, status: TaskStatus, parts: tuple[Part, ...] | None = None) -> Inline:
    """The clause, the task, its plan among several, and the agencies that answer for it, in one line."""
    clause = [nodes.Text(f"{status.task['clause']} ")] if status.task["clause"] else []
    plan = _plan(page, status.task)
    agencies = [part.agency for part in (named(status) if parts is None else parts)]
    return [*clause, page.link(status.task), *plan, *_agencies(page, agencies)]


def _plan(page: Page, task: Need) -> Inline:
    return [nodes.Text(", "), *page.of_plan(task)] if page.several else []


def _agencies(page: Page, agencies: list[Need]) -> Iterator[nodes.Node]:
    for index, agency in enumerate(agencies):
        yield nodes.Text(", " if index else " – ")
        yield page.link(agency)


def _heading(words: str) -> nodes.rubric:
    # Under the page's only heading of level 1: a level must not be skipped.
    return nodes.rubric("", words, **{"heading-level": 2})


def _list(items: Iterator[nodes.list_item]) -> nodes.bullet_list:
    return nodes.bullet_list("", *items, classes=["calendar"])
