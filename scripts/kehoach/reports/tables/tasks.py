"""The tasks: who does what by when, how each stands, and what one agency has to do with them."""

from collections.abc import Iterable

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, own
from kehoach.progress.proofs import confirmed
from kehoach.progress.todos import LATER
from kehoach.reports.tables.table import (
    BREAK,
    Column,
    Span,
    Surface,
    Table,
    Value,
    answering_cell,
    linked,
    listed,
    named_cell,
    numbered,
    of_plan,
    state_cell,
)
from kehoach.reports.words import (
    binding_words,
    day,
    deadline_words,
    deliverable_words,
    due_words,
    number_of,
    period_words,
    task_words,
    value_label,
)

_SITE, _PAPER, _SHEET, _TEXT = Surface.SITE, Surface.PAPER, Surface.SHEET, Surface.TEXT


def assignment(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """Who does what by when, task by task in the order of the plan, as it binds on the day."""
    rows = progress.plan_by_plan(plan)

    def number(status: TaskStatus) -> str:
        home = progress.plan.plan_of(status.task)
        return number_of(home) if home else ""

    def deadline(status: TaskStatus) -> Value:
        """The words; where the text has none, the waiver that says so."""
        waivers = progress.plan.sources(status.task.id, "waives")
        if status.task["deadline"] or not waivers:
            return deadline_words(status.obligation)
        return (Span(_("Not known: ")), *listed(linked(waiver) for waiver in waivers))

    columns: tuple[Column[TaskStatus], ...] = (
        numbered(rows),
        Column("id", _("ID"), lambda s: s.task.id, 17, on=_SHEET | _TEXT),
        Column("number", _("Plan"), number, on=_TEXT),
        *of_plan(progress, plan, lambda s: s.task, ~_TEXT),
        Column("clause", _("Clause"), lambda s: s.task["clause"], 8, on=~_PAPER),
        Column("title", _("Task"), lambda s: (linked(s.task),), 36, on=~_PAPER),
        Column("task", _("Task"), lambda s: task_words(s.task), 36, on=_PAPER),
        Column("agency", _("Agency"), answering_cell, on=_TEXT),
        Column("owner", _("Lead agency"), lambda s: named_cell(progress, s.obligation.owners), 24, on=~_TEXT),
        Column(
            "ownership", _("How they share it"), lambda s: value_label(s.task["ownership"]), 11, on=_SHEET
        ),
        Column(
            "partners",
            _("Partner agencies"),
            lambda s: named_cell(progress, s.obligation.partners),
            26,
            on=~_TEXT,
        ),
        Column("form", _("Form"), lambda s: s.task["form"], 18, on=_SHEET),
        Column("deadline", _("Deadline"), deadline, 20, on=~_PAPER),
        Column("binding", _("Deadline"), lambda s: binding_words(s.obligation), 22, on=_PAPER),
        Column("due_words", _("Due"), lambda s: due_words(progress, s.task), 12, on=_SITE),
        Column("due", _("Due"), lambda s: s.obligation.due, 12, on=_SHEET | _TEXT),
        Column("extensions", _("Extensions"), lambda s: len(s.obligation.extensions), 9, on=_SHEET | _TEXT),
        Column("deliverables", _("Deliverable"), deliverable_words, 26, on=_SHEET | _PAPER),
        Column(
            "submit_to",
            _("Submitted to"),
            lambda s: named_cell(progress, progress.plan.targets(s.task, "submit_to")),
            18,
            on=_SHEET,
        ),
        Column("funding", _("Funding"), lambda s: s.task["funding"], 16, on=_SHEET),
        Column("target", _("Target"), lambda s: s.task["target"], 16, on=_SHEET),
        Column("in_charge", _("In charge"), lambda s: s.task["in_charge"], 16, on=_SHEET),
        Column("leader", _("Leader in charge"), lambda s: s.task["leader"], 16, on=_SHEET | _TEXT),
        Column("state", _("State"), state_cell, 15, on=_SHEET | _TEXT),
        Column("done", _("Day done"), lambda s: s.done, 12, on=_SHEET | _TEXT),
        Column("days_late", _("Days late"), lambda s: s.days_late, 9, on=_SHEET | _TEXT),
    )
    return Table("tasks", _("Tasks"), columns, rows, lambda s: s.task.id)


def glance(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """Every task in a line: who answers for it, its last day, how it stands."""

    def due(status: TaskStatus) -> Value:
        words = due_words(progress, status.task)
        extended = len(status.obligation.extensions)
        if not extended:
            return words
        return (Span(words), BREAK, Span(_("extended {count} times").format(count=extended)))

    columns: tuple[Column[TaskStatus], ...] = (
        *of_plan(progress, plan, lambda s: s.task),
        Column("clause", _("Clause"), lambda s: s.task["clause"], 8),
        Column("title", _("Task"), lambda s: (linked(s.task),), 42),
        Column("agency", _("Agency"), answering_cell, 24),
        Column("due_words", _("Due"), due, 12),
        Column("state", _("State"), state_cell, 18),
    )
    return Table("glance", _("Tasks"), columns, progress.plan_by_plan(plan), lambda s: s.task.id)


def results(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """How each task stands, and the documents that prove it."""
    rows = progress.tasks_of(plan)
    columns: tuple[Column[TaskStatus], ...] = (
        numbered(rows),
        Column("task", _("Task"), lambda s: task_words(s.task), 30),
        Column("agency", _("Agency"), answering_cell, 22),
        Column("binding", _("Deadline"), lambda s: binding_words(s.obligation), 20),
        Column("state", _("State"), state_cell, 16),
        Column("documents", _("Documents that prove it"), lambda s: proof_words(progress, s), 22),
    )
    return Table("results", _("Results by task"), columns, rows, lambda s: s.task.id)


def proof_words(progress: Progress, status: TaskStatus) -> str:
    """The confirmed evidence of a task, each once, in the order of its deliverables."""
    found = {
        evidence.id: evidence
        for deliverable in status.obligation.deliverables
        for evidence in progress.known(deliverable, "proves")
        if confirmed(evidence)
    }
    return "; ".join(map(_document, found.values()))


def _document(evidence: Need) -> str:
    issued = evidence.day("date")
    number = _("no. {number}").format(number=evidence["number"]) if evidence["number"] else ""
    when = _("of {day}").format(day=day(issued)) if issued else ""
    return " ".join(filter(None, (evidence.title, number, when)))


def led_by(
    progress: Progress, plan: Need | None, agency: Need, tasks: Iterable[TaskStatus]
) -> Table[TaskStatus]:
    """What an agency leads, and what is missing; where each does its own part, by that part."""
    rows = tuple(own(status, agency) for status in tasks)
    columns: tuple[Column[TaskStatus], ...] = (
        numbered(rows),
        *_of_task(progress, plan),
        Column("binding", _("Deadline"), lambda row: binding_words(row.obligation), 20),
        Column("deliverables", _("Deliverable"), deliverable_words, 18, on=_PAPER),
        Column("state", _("State"), state_cell, 16),
        Column("missing", _("Missing"), lambda s: _missing(progress, s), 18),
        Column("directives", _("Directives"), lambda row: _directives(progress, row), 14, on=_SITE),
    )
    return Table(
        "agency-tasks",
        _("Leads ({count})").format(count=len(rows)),
        columns,
        rows,
        lambda row: row.task.id,
    )


def supported_by(progress: Progress, plan: Need | None, tasks: Iterable[TaskStatus]) -> Table[TaskStatus]:
    """What an agency supports, with who leads it."""
    rows = tuple(tasks)
    columns: tuple[Column[TaskStatus], ...] = (
        numbered(rows),
        *_of_task(progress, plan, 32),
        Column("agency", _("Lead agency"), answering_cell, 24),
        Column("binding", _("Deadline"), lambda row: binding_words(row.obligation), 22),
        Column("state", _("State"), state_cell, 20),
        Column("directives", _("Directives"), lambda row: _directives(progress, row), 14, on=_SITE),
    )
    return Table(
        "agency-tasks",
        _("Supports ({count})").format(count=len(rows)),
        columns,
        rows,
        lambda row: row.task.id,
    )


def _of_task(progress: Progress, plan: Need | None, width: int = 26) -> tuple[Column[TaskStatus], ...]:
    return (
        *of_plan(progress, plan, lambda row: row.task),
        Column("clause", _("Clause"), lambda row: row.task["clause"], 8, on=_SITE),
        Column("title", _("Task"), lambda row: (linked(row.task),), 32, on=_SITE),
        Column("task", _("Task"), lambda row: task_words(row.task), width, on=_PAPER),
    )


def _missing(progress: Progress, status: TaskStatus) -> Value:
    """The report periods missing and soon due and, unless all is done, the deliverables without evidence."""
    lacking = () if status.done else status.unproved
    missing = (Span(_("Not reported: {periods}").format(periods=p.name)) for p in status.missing)
    coming = (Span(period_words(p)) for p in status.coming if p.send_by - progress.as_of <= LATER)
    return listed([*missing, *coming, *map(linked, lacking)])


def _directives(progress: Progress, status: TaskStatus) -> Value:
    return listed(linked(d) for d in progress.known(status.task, "on") if d.type == "directive")


def in_time(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """What the timeline draws, in words."""
    columns: tuple[Column[TaskStatus], ...] = (
        *of_plan(progress, plan, lambda s: s.task),
        Column("clause", _("Clause"), lambda s: s.task["clause"], 9),
        Column("task", _("Task"), lambda s: (linked(s.task),), 47),
        Column("from", _("From"), lambda s: s.obligation.deadline.start, 12),
        Column("due", _("Due"), lambda s: s.obligation.due, 12),
        Column("state", _("State"), state_cell, 20),
    )
    return Table("timeline-table", "", columns, progress.plan_by_plan(plan), lambda s: s.task.id)
