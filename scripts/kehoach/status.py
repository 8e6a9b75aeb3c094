"""The state of a plan as data and as text: what ``kehoach status`` prints."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from kehoach.i18n import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus, tally
from kehoach.progress.todos import todos
from kehoach.words import day, deadline_words, state_label, state_words, todo_label

#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(progress: Progress, plan: Need | None = None) -> str:
    """The state as one JSON object.

    ``as_of``; ``cells`` with ``rows`` (agency, title, party, and a count for each state) and ``total``
    (a count for each state, each task once, party bodies apart); ``tasks`` (see :func:`_task`); ``todos``
    (todo, id, day, detail). Days are ISO strings.
    """
    statuses = _of_plan(progress, plan)
    counted = tally(progress, plan)
    rows = [
        {"agency": key, "title": progress.plan.needs[key].title, "party": party, **_counts(row)}
        for party, found in ((False, counted.rows), (True, counted.party))
        for key, row in found.items()
    ]
    tasks = {status.task.id for status in statuses}
    items = [
        {"todo": item.todo.value, "id": item.need.id, "day": _iso(item.day), "detail": item.detail}
        for item in todos(progress)
        if plan is None or item.need.id in tasks or progress.plan.plan_of(item.need) is plan
    ]
    data = {
        "as_of": progress.as_of.isoformat(),
        "cells": {"rows": rows, "total": _counts(counted.total)},
        "tasks": [_task(progress, status) for status in statuses],
        "todos": items,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _of_plan(progress: Progress, plan: Need | None) -> list[TaskStatus]:
    return [s for s in progress.tasks if plan is None or progress.plan.plan_of(s.task) is plan]


def _counts(row: Counter[State]) -> dict[str, int]:
    return {state.value: row[state] for state in State}


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _task(progress: Progress, status: TaskStatus) -> dict[str, Any]:
    """One task: what it is, who answers for it, when it is due, and where it stands."""
    task, bound = status.task, status.obligation
    home = progress.plan.plan_of(task)
    return {
        "id": task.id,
        "plan": home.id if home else None,
        "clause": task["clause"],
        "title": task.title,
        "ownership": task["ownership"] or None,
        "owners": [
            {"named": owner.named.id, "effective": owner.effective.id if owner.effective else None}
            for owner in status.owners
        ],
        "parts": [
            {
                "agency": part.agency.id,
                "kind": part.agency["kind"],
                "state": part.state.value,
                "done": _iso(part.done),
            }
            for part in status.parts
        ],
        "deadline": task["deadline"] or None,
        "effective_deadline": bound.deadline.text or None,
        "extensions": len(bound.extensions),
        "due": _iso(bound.due),
        "late_after": _iso(bound.late_after),
        "state": status.state.value,
        "done": _iso(status.done),
        "days_late": status.days_late,
        "missing": [period.name for period in status.missing],
        "unconfirmed": [evidence.id for evidence in status.unconfirmed],
    }


def as_csv(progress: Progress, plan: Need | None = None) -> str:
    """One row a task, with a head, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_columns())
    for status in _of_plan(progress, plan):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in _cells(status)])
    return "\ufeff" + out.getvalue()


def _columns() -> list[str]:
    return [_("ID"), _("Clause"), _("Task"), _("Agency"), _("Deadline"), _("Due"), _("State")]


def _cells(status: TaskStatus) -> list[str]:
    bound = status.obligation
    agencies = "; ".join(part.agency.title for part in status.parts)
    due = day(bound.due) if bound.due else ""
    task = status.task
    return [task.id, task["clause"], task.title, agencies, deadline_words(bound), due, state_words(status)]


def as_markdown(progress: Progress, plan: Need | None = None) -> str:
    """Cells, to-dos and the late list as Markdown tables, ready for a merge request."""
    parts = [_as_of(progress)]
    for title, head, body in _tables(progress, plan):
        parts += [f"## {title}", _markdown(head, body)]
    return "\n\n".join(parts) + "\n"


def _markdown(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def print_tables(console: Console, progress: Progress, plan: Need | None = None) -> None:
    """Cells, to-dos and the late list as tables on a terminal."""
    console.print(_as_of(progress))
    for title, head, body in _tables(progress, plan):
        table = Table(title=title, title_justify="left")
        for name in head:
            table.add_column(name, no_wrap=name in (_("ID"), _("Day"), _("Due")))
        for row in body:
            table.add_row(*row)
        console.print(table)


def _as_of(progress: Progress) -> str:
    return _("Figures up to the end of {day}").format(day=day(progress.as_of))


def _tables(progress: Progress, plan: Need | None) -> Iterable[tuple[str, list[str], list[list[str]]]]:
    counted = tally(progress, plan)
    states = [
        state
        for state in State
        if any(row[state] for row in (*counted.rows.values(), *counted.party.values()))
    ]
    head = [_("Agency"), *(state_label(state) for state in states)]
    body = [_row(progress.plan.needs[key].title, row, states) for key, row in counted.rows.items()]
    body.append(_row(_("Total, each task counted once"), counted.total, states))
    yield _("By agency"), head, body
    if counted.party:
        rows = [_row(progress.plan.needs[key].title, row, states) for key, row in counted.party.items()]
        yield _("Party bodies, outside the count of the People's Committee"), head, rows
    statuses = _of_plan(progress, plan)
    about = {status.task.id for status in statuses}
    items = [
        i
        for i in todos(progress)
        if plan is None or i.need.id in about or progress.plan.plan_of(i.need) is plan
    ]
    if items:
        rows = [[todo_label(i.todo), i.need.id, day(i.day) if i.day else "", i.detail] for i in items]
        yield _("To do"), [_("To do"), _("ID"), _("Day"), _("Detail")], rows
    late = [status for status in statuses if status.days_late and not status.done]
    if late:
        late.sort(key=lambda status: -status.days_late)
        yield _("Past their last day"), _columns(), [_cells(status) for status in late]


def _row(title: str, counts: Counter[State], states: list[State]) -> list[str]:
    return [title, *(str(counts[state]) for state in states)]
