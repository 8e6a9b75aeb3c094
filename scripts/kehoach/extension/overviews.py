"""Who does what, and what falls when: the matrix of responsibility and the calendar."""

from collections.abc import Iterator
from datetime import date

from docutils import nodes

from kehoach.extension.dashboards import as_of_line, state_cell
from kehoach.extension.render import Inline, Page, blocks, day, table
from kehoach.i18n import _
from kehoach.plan import Need
from kehoach.progress import TaskStatus

#: With more agencies than this a column for each cannot be read.
_MOST_COLUMNS = 8


def matrix(page: Page) -> list[nodes.Node]:
    """Agency × task: who leads, who supports, as of the day."""
    tasks = page.progress.tasks
    roles = {status.task.id: _roles(status) for status in tasks}
    agencies = [a for a in page.plan.of_type("agency") if any(a.id in found for found in roles.values())]
    drawn: list[nodes.Node] = [as_of_line(page.progress.as_of)]
    if len(agencies) > _MOST_COLUMNS:
        return [*drawn, _by_agency(page, agencies, tasks, roles)]
    head = [_("Clause"), _("Task"), *(agency["abbr"] or agency.title for agency in agencies)]
    body: list[list[Inline]] = [
        [
            [nodes.Text(status.task["clause"])],
            [page.link(status.task)],
            *([nodes.Text(roles[status.task.id].get(agency.id, ""))] for agency in agencies),
        ]
        for status in tasks
    ]
    widths = (8, 32, *(60 // max(1, len(agencies)) for _agency in agencies))
    return [*drawn, table(head, body, widths, "matrix")]


def _roles(status: TaskStatus) -> dict[str, str]:
    leads, supports = _("leads"), _("supports")
    found = {partner.id: supports for partner in status.obligation.partners}
    return {**found, **{part.agency.id: leads for part in status.parts}}


def _by_agency(
    page: Page, agencies: list[Need], tasks: tuple[TaskStatus, ...], roles: dict[str, dict[str, str]]
) -> nodes.table:
    """The same turned round: a row an agency, the clauses that it leads and supports."""
    found: dict[tuple[str, str], list[Need]] = {}
    for status in tasks:
        for agency, role in roles[status.task.id].items():
            found.setdefault((agency, role), []).append(status.task)
    head = [_("Agency"), page.plan.model.incoming["owner"], page.plan.model.incoming["partners"]]
    body: list[list[Inline]] = [
        [
            [page.link(agency)],
            _clauses(page, found.get((agency.id, _("leads")), [])),
            _clauses(page, found.get((agency.id, _("supports")), [])),
        ]
        for agency in agencies
    ]
    return table(head, body, (30, 35, 35), "matrix")


def _clauses(page: Page, tasks: list[Need]) -> Inline:
    """Links to tasks under their clause numbers, in one line."""
    linked: list[nodes.Node] = []
    for task in tasks:
        linked += [nodes.Text(", ")] if linked else []
        linked.append(page.link(task, task["clause"] or task.id))
    return linked


def calendar(page: Page) -> list[nodes.Node]:
    """What falls due month by month; reports that are missing stand at their send-by day."""
    drawn: list[nodes.Node] = [as_of_line(page.progress.as_of)]
    months: dict[tuple[int, int], list[list[Inline]]] = {}
    for when, status, what in sorted(
        _days(page), key=lambda row: (row[0], row[1].task.path, row[1].task.line)
    ):
        agencies = page.links(part.agency for part in status.parts)
        row: list[Inline] = [[nodes.Text(day(when))], [page.link(status.task)], agencies, what]
        months.setdefault((when.year, when.month), []).append(row)
    head = [_("Day"), _("Task"), _("Agency"), _("State")]
    for (year, month), rows in months.items():
        title = _("Month {month}/{year}").format(month=month, year=year)
        drawn.append(nodes.rubric("", title, **{"heading-level": 2}))
        drawn.append(table(head, rows, (12, 44, 24, 20), "calendar"))
    without = [s.task for s in page.progress.tasks if s.obligation.due is None and not s.missing]
    if without:
        drawn.append(nodes.rubric("", _("Without a day"), **{"heading-level": 2}))
        drawn += blocks(page.links(without))
    return drawn


def _days(page: Page) -> Iterator[tuple[date, TaskStatus, Inline]]:
    for status in page.progress.tasks:
        if status.obligation.due:
            yield status.obligation.due, status, state_cell(status)
        for period in status.missing:
            words = _("Not reported: {periods}").format(periods=period.name)
            yield period.send_by, status, [nodes.Text(words)]
