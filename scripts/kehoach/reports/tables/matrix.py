"""Who does what: agency by task."""

from collections.abc import Mapping, Sequence
from typing import Any

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus
from kehoach.reports.tables.table import (
    Column,
    Span,
    Table,
    Words,
    answering_cell,
    linked,
    listed,
    of_plan,
)
from kehoach.reports.words import state_label, value_label

#: With more agencies than this a column for each cannot be read.
_MOST_COLUMNS = 12
# Letters in the cells: "chủ trì", "thực hiện" where the text names several without a lead, "phối hợp".
_LEADS, _DOES, _SUPPORTS = "C", "T", "P"

#: What each agency is to a task, by the agency's ID: a letter that is ``about`` the words it stands for.
Roles = dict[str, Span]


def matrix(progress: Progress, plan: Need) -> Table[TaskStatus] | Table[Need]:
    """A row a task and a column an agency; with many agencies a row an agency and the clauses in it.

    Who leads, who supports, as of the day.
    """
    tasks = progress.tasks_of(plan)
    roles = {status.task.id: _roles(status) for status in tasks}
    used = {agency for found in roles.values() for agency in found}
    agencies = [agency for agency in progress.plan.of_type("agency") if agency.id in used]
    if len(agencies) > _MOST_COLUMNS:
        return _by_agency(progress, agencies, tasks, roles)
    return _by_task(agencies, tasks, roles)


def holes(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """The tasks in whose assignment something is missing, and what."""
    rows = tuple(status for status in progress.plan_by_plan(plan) if missing(status))
    columns: tuple[Column[TaskStatus], ...] = (
        *of_plan(progress, plan, lambda s: s.task),
        Column("clause", _("Clause"), lambda s: s.task["clause"], 8),
        Column("title", _("Task"), lambda s: (linked(s.task),), 36),
        Column("owner", _("Lead agency"), answering_cell, 30),
        Column("holes", _("Missing"), lambda s: listed(map(Span, missing(s).values())), 36),
    )
    return Table("holes", _("Holes of the assignment"), columns, rows, lambda s: s.task.id)


def missing(status: TaskStatus) -> dict[str, str]:
    """What is missing in the assignment of a task, in words by keys: leads, members, a last day."""
    found = {}
    if not status.owners or any(owner.effective is None for owner in status.owners):
        found["lead"] = _("No lead agency that is certain")
    named = (*status.obligation.owners, *status.obligation.partners)
    if any(agency["membership"] == "unknown" for agency in named):
        found["members"] = _("Members of a group not known")
    if status.state is State.NO_DEADLINE:
        found["due"] = state_label(status.state)
    return found


def letters(table: Table[Any]) -> list[Span]:
    """The letters that occur in a matrix with a row a task, leading ones first, for the legend."""
    values = [column.value(row) for column in table.columns[2:] for row in table.rows]
    found = {span for value in values if isinstance(value, tuple) for span in value}
    order = (_LEADS, _DOES, _SUPPORTS)
    return sorted(found, key=lambda span: (order.index(span.text[0]), span.text, span.about))


def _roles(status: TaskStatus) -> Roles:
    """Owners without a certain successor stay, with a question mark."""
    found = {partner.id: Span(_SUPPORTS, about=_("supports")) for partner in status.supporters}
    shared = status.task["ownership"]
    letter, meaning = (_DOES, value_label(shared)) if shared else (_LEADS, _("leads"))
    found |= {part.agency.id: Span(letter, about=meaning, strong=True) for part in status.parts}
    words = _("{role}; has ended, successor not certain").format(role=meaning)
    unsure = Span(f"{letter}?", about=words, strong=True)
    return found | {owner.named.id: unsure for owner in status.owners if owner.effective is None}


def _by_task(
    agencies: Sequence[Need], tasks: Sequence[TaskStatus], roles: Mapping[str, Roles]
) -> Table[TaskStatus]:
    def role(agency: Need) -> Column[TaskStatus]:
        def letter(status: TaskStatus) -> Words:
            span = roles[status.task.id].get(agency.id)
            return (span,) if span else ()

        short, width = agency["abbr"], 60 // len(agencies)
        about = agency.title if short else ""
        return Column(agency.id, short or agency.title, letter, width, centred=True, about=about)

    columns: tuple[Column[TaskStatus], ...] = (
        Column("clause", _("Clause"), lambda s: s.task["clause"], 8),
        Column("task", _("Task"), lambda s: (linked(s.task),), 32),
        *map(role, agencies),
    )
    return Table("matrix", "", columns, tuple(tasks), lambda s: s.task.id)


def _by_agency(
    progress: Progress, agencies: Sequence[Need], tasks: Sequence[TaskStatus], roles: Mapping[str, Roles]
) -> Table[Need]:
    """The same turned round: a row an agency, the clauses that it answers for and those it supports."""
    labels = progress.plan.model.incoming

    def clauses(agency: Need, *, supports: bool) -> Words:
        mine = [(s.task, roles[s.task.id][agency.id]) for s in tasks if agency.id in roles[s.task.id]]
        wanted = [(task, role) for task, role in mine if (role.text == _SUPPORTS) is supports]
        return tuple(span for task, role in wanted for span in (Span(", "), *_clause(task, role)))[1:]

    columns: tuple[Column[Need], ...] = (
        Column("agency", _("Agency"), lambda a: (linked(a),), 30),
        Column("leads", labels["owner"], lambda a: clauses(a, supports=False), 35),
        Column("supports", labels["partners"], lambda a: clauses(a, supports=True), 35),
    )
    return Table("matrix-by-agency", "", columns, tuple(agencies), lambda a: a.id)


def _clause(task: Need, role: Span) -> Words:
    """A link to a task under its clause number; a role that is neither of both in words."""
    link = linked(task, task["clause"] or task.id)
    return (link,) if role.text in (_LEADS, _SUPPORTS) else (link, Span(f" ({role.about})"))
