"""The register of obstacles: which stand open and for how long, who can resolve them, what was answered."""

from collections.abc import Iterable

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.obstacles import Obstacle, of_agency
from kehoach.progress.obstacles import obstacles as every
from kehoach.reports.tables.table import Column, Span, Table, Value, linked, listed, of_plan
from kehoach.reports.words import day, obstacle_words, task_words, value_words


def obstacles(
    progress: Progress, plan: Need | None = None, found: Iterable[Obstacle] | None = None
) -> Table[Obstacle]:
    """All obstacles, or those found; open ones first, by age."""
    read = progress.plan
    labels = read.model.types["obstacle"].labels
    rows = tuple(every(progress, plan) if found is None else found)

    def tasks(row: Obstacle) -> Value:
        return listed(linked(task, task_words(task)) for task in row.tasks)

    def needed(row: Obstacle) -> Value:
        of = [linked(agency) for agency in read.targets(row.need, "needed_of")]
        return listed([*([Span(row.need["needed"])] if row.need["needed"] else []), *of])

    def answered(row: Obstacle) -> Value:
        return listed(linked(one, _document(one)) for one in row.answers)

    columns: tuple[Column[Obstacle], ...] = (
        *of_plan(progress, plan, lambda row: row.tasks[0] if row.tasks else row.need),
        Column("obstacle", read.model.types["obstacle"].title, lambda row: (linked(row.need),), 26),
        Column("on", labels["on"], tasks, 24),
        Column("by", labels["by"], lambda row: listed(map(linked, read.targets(row.need, "by"))), 16),
        Column("raised", labels["raised"], lambda row: row.raised, 12),
        Column("needed", labels["needed"], needed, 20),
        Column("answered", labels["answered_by"], answered, 16),
        Column("standing", _("State"), obstacle_words, 16),
        Column("reminded", _("Reminders sent"), lambda row: _reminded(progress, row), 18),
    )
    table = Table("obstacles", _("Obstacles"), columns, rows, lambda row: row.need.id)
    return table.without_empty(c.key for c in columns if c.key not in ("answered", "reminded"))


def open_obstacles(progress: Progress, plan: Need) -> Table[Obstacle]:
    """Those of a plan that stand open, in the order of their days: as a sheet in which more can be entered.

    Of one agency those about its tasks, which it has raised, or which it is to resolve.
    """
    read, agency = progress.plan, progress.agency
    labels = read.model.types["obstacle"].labels
    found = [row for row in every(progress, plan) if row.open]
    if agency:
        mine = {row.need.id for row in of_agency(found, agency)}
        about = {status.task.id for status in progress.tasks_of(plan)}
        found = [row for row in found if row.need.id in mine or not about.isdisjoint(row.need.to("on"))]

    def answered(row: Obstacle) -> str:
        return "; ".join(map(_document, row.answers))

    columns: tuple[Column[Obstacle], ...] = (
        Column("id", _("ID"), lambda row: row.need.id, 18),
        Column("on", _("Task (code)"), lambda row: ", ".join(row.need.to("on")), 24),
        Column("title", read.model.types["obstacle"].title, lambda row: row.need.title, 40),
        Column("raised", labels["raised"], lambda row: row.raised, 13),
        Column("by", _("Raised by (code)"), lambda row: ", ".join(row.need.to("by")), 16),
        Column("needed", labels["needed"], lambda row: row.need["needed"], 32),
        Column("needed_of", _("Needed of (code)"), lambda row: ", ".join(row.need.to("needed_of")), 16),
        Column("answered_by", labels["answered_by"], answered, 24),
        Column("resolved", labels["resolved"], lambda row: row.need.day("resolved"), 13),
        Column("number", _("Number of the document that resolved it"), lambda row: row.need["number"], 18),
    )
    return Table("open-obstacles", "", columns, tuple(found), lambda row: row.need.id)


def _document(directive: Need) -> str:
    return " ".join(filter(None, (directive["number"], value_words(directive, "date")))) or directive.title


def _reminded(progress: Progress, row: Obstacle) -> Value:
    """Each reminder about the tasks, with which one it was."""
    sent = {n.id: n for task in row.tasks for n in progress.known(task, "on") if n.type == "reminder"}
    ordered = sorted(sent.values(), key=lambda need: (need["date"], need.path, need.line))
    words = _("round {round}: {number}, {day}")
    return listed(
        linked(n, words.format(round=count, number=n["number"], day=day(n.day("date") or progress.as_of)))
        for count, n in enumerate(ordered, 1)
    )
