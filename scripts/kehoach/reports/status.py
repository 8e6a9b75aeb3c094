"""The state of a plan as data and as text: what ``kehoach status`` prints."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kehoach.language import _
from kehoach.language.text import escaped
from kehoach.plan import Need
from kehoach.progress import CELLS, Progress, State, Tally, TaskStatus, late, tally
from kehoach.progress.todos import Item, todos
from kehoach.reports.words import (
    answering,
    day,
    deadline_words,
    plan_name,
    state_label,
    state_words,
    todo_label,
)

#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(progress: Progress, plan: Need | None = None) -> str:
    """The state as one JSON object; days are ISO strings, what is not known is null.

    ``as_of``; ``plans`` (id, number, title, and ``total`` as below); ``cells`` with ``rows`` (agency, title,
    kind, outside: not in the total, and a count for each state) and ``total`` (a count for each state, each
    task once); ``tasks`` (see :func:`task_data`); ``todos`` (todo, id, plan, day, detail).
    """
    counted = tally(progress, plan)
    rows = [
        {
            "agency": key,
            "title": progress.plan.needs[key].title,
            "kind": progress.plan.needs[key]["kind"],
            "outside": apart,
            **_counts(row),
        }
        for apart, found in ((False, counted.rows), (True, counted.outside))
        for key, row in found.items()
    ]
    data = {
        "as_of": progress.as_of.isoformat(),
        "plans": [
            {
                "id": p.id,
                "number": p["number"] or None,
                "title": p.title,
                "total": _counts(tally(progress, p).total),
            }
            for p in ([plan] if plan else progress.plan.plans)
        ],
        "cells": {"rows": rows, "total": _counts(counted.total)},
        "tasks": [task_data(progress, status) for status in progress.tasks_of(plan)],
        "todos": [
            {
                "todo": item.todo.value,
                "id": item.need.id,
                "plan": _id(progress.plan.plan_of(item.need)),
                "day": _iso(item.day),
                "detail": item.detail,
            }
            for item in todos(progress, plan)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _counts(row: Counter[State]) -> dict[str, int]:
    return {state.value: row[state] for state in State}


def _id(need: Need | None) -> str | None:
    return need.id if need else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def task_data(progress: Progress, status: TaskStatus) -> dict[str, Any]:
    """One task: what it is, who answers for it, when it is due, and where it stands.

    ``owners`` are the agencies as the text names them, each with ``effective``, the one in its place on
    the day (null: not certain); ``parts`` the agencies that answer, each with its own state; ``open_parts``
    those that have ended without a certain successor. ``sent`` is the day of the work by all evidence that
    was not returned, confirmed or not; from ``waiting_since`` on it waits for whoever confirms.
    """
    task, bound = status.task, status.obligation
    return {
        "id": task.id,
        "plan": _id(progress.plan.plan_of(task)),
        "clause": task["clause"],
        "title": task.title,
        "ownership": task["ownership"] or None,
        "owners": [
            {
                "named": owner.named.id,
                "effective": owner.effective.id if owner.effective else None,
                "title": (owner.effective or owner.named).title,
                "kind": (owner.effective or owner.named)["kind"],
            }
            for owner in status.owners
        ],
        "parts": [
            {
                "agency": part.agency.id,
                "kind": part.agency["kind"],
                "state": part.state.value,
                "done": _iso(part.done),
                "sent": _iso(part.sent),
                "days_late": part.days_late,
                "missing": [period.name for period in part.missing],
            }
            for part in status.parts
        ],
        "open_parts": [part.agency.id for part in status.orphans],
        "deadline": task["deadline"] or None,
        "effective_deadline": bound.deadline.text or None,
        "extensions": len(bound.extensions),
        "due": _iso(bound.due),
        "late_after": _iso(bound.late_after),
        "state": status.state.value,
        "done": _iso(status.done),
        "sent": _iso(status.sent),
        "waiting_since": _iso(status.waiting_since),
        "days_late": status.days_late,
        "missing": [period.name for period in status.missing],
        "unconfirmed": [evidence.id for evidence in status.unconfirmed],
    }


def as_csv(progress: Progress, plan: Need | None = None) -> str:
    """One row a task, with a head, and before it the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    rows = [list(_columns(progress, status)) for status in progress.tasks_of(plan)]
    writer.writerow([*_csv_head(), _("Figures up to the end of {day}").format(day=day(progress.as_of))])
    for row in rows:
        writer.writerow([as_text(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def as_text(cell: str) -> str:
    """A cell of a CSV file as spreadsheets take it for text, not for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csv_head() -> list[str]:
    return [
        _("ID"),
        _("Plan"),
        _("Clause"),
        _("Task"),
        _("Agency"),
        _("Deadline"),
        _("Due"),
        _("Extensions"),
        _("State"),
        _("Day done"),
        _("Days late"),
    ]


def _columns(progress: Progress, status: TaskStatus) -> Iterator[str]:
    task, bound = status.task, status.obligation
    home = progress.plan.plan_of(task)
    yield task.id
    yield home["number"] if home else ""
    yield task["clause"]
    yield task.title
    yield "; ".join(answering(status))
    yield deadline_words(bound)
    yield day(bound.due) if bound.due else ""
    yield str(len(bound.extensions))
    yield state_words(status)
    yield day(status.done) if status.done else ""
    yield str(status.days_late)


@dataclass(frozen=True, slots=True)
class _Section:
    """A table under a title. ``records`` says that its rows are too wide to stand side by side."""

    title: str
    head: list[str]
    rows: list[list[str]]
    records: bool = False


def as_markdown(progress: Progress, plan: Need | None = None) -> str:
    """Cells, to-dos and the late list as Markdown tables, ready for a merge request."""
    parts = [_as_of(progress)]
    for section in _sections(progress, plan):
        parts += [f"## {section.title}", _markdown(section.head, section.rows)]
    return "\n\n".join(parts) + "\n"


def _markdown(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    rows = [[escaped(cell) for cell in row] for row in (head, *body)]
    rows.insert(1, ["---"] * len(head))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def print_tables(console: Console, progress: Progress, plan: Need | None = None) -> None:
    """Cells, to-dos and the late list for people; nothing is cut off, however narrow the terminal."""
    console.print(Text(_as_of(progress)))
    for section in _sections(progress, plan):
        console.print()
        console.print(Text(section.title, "bold"))
        table = _table(section)
        # On a terminal narrower than that, rich leaves columns without a letter.
        needed = console.measure(table, options=console.options.update(max_width=1000)).minimum
        if section.records or needed > console.width:
            _print_records(console, section)
        else:
            console.print(table)


def _table(section: _Section) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for number, name in enumerate(section.head):
        cells = [row[number] for row in section.rows]
        counts = all(cell.isdecimal() for cell in cells)
        # Counts need no more room than the longest word above them; the texts share what is left.
        width = (
            max(len(word) for text in (name, *cells) for word in text.split() or ("",)) if counts else None
        )
        table.add_column(Text(name), width=width, justify="right" if counts else "left", overflow="fold")
    for row in section.rows:
        # Text, since the titles of a plan may hold "[...]", which rich would take for markup.
        table.add_row(*(Text(cell) for cell in row))
    return table


def _print_records(console: Console, section: _Section) -> None:
    for first, *others in section.rows:
        console.print(Text(first, overflow="fold"))
        for name, cell in zip(section.head[1:], others, strict=True):
            console.print(Padding(Text(f"{name}: {cell}", overflow="fold"), (0, 0, 0, 2)))


def _as_of(progress: Progress) -> str:
    return _("Figures up to the end of {day}").format(day=day(progress.as_of))


def _sections(progress: Progress, plan: Need | None) -> Iterator[_Section]:
    counted = tally(progress, plan)
    plans = progress.plan.plans
    several = plan is None and len(plans) > 1
    if several:
        yield _by_plan(progress, plans, counted)
    yield from _cells(progress, counted)
    if items := todos(progress, plan):
        head = [_("To do"), _("ID"), _("Day"), _("Detail")]
        rows = [_todo_row(item) for item in items]
        if several:
            head, rows = _naming_plans(progress, head, rows, [item.need for item in items])
        yield _Section(_("To do"), head, rows)
    if past := late(progress, plan):
        head = [
            _("ID"),
            _("Task"),
            _("Agency"),
            _("Deadline"),
            _("Due"),
            _("Extensions"),
            _("State"),
            _("Days past"),
        ]
        rows = [_late_row(progress, status) for status in past]
        if several:
            head, rows = _naming_plans(progress, head, rows, [status.task for status in past])
        yield _Section(_("Past their last day"), head, rows, records=True)


def _by_plan(progress: Progress, plans: Sequence[Need], counted: Tally) -> _Section:
    """How many tasks of each plan stand where, each counted once."""
    states = [state for state in counted.states if state in CELLS or counted.total[state]]
    rows = [_row(plan_name(plan), tally(progress, plan).total, states) for plan in plans]
    rows.append(_row(_("All plans"), counted.total, states))
    return _Section(_("By plan"), [_("Plan"), *(state_label(state) for state in states)], rows)


def _naming_plans(
    progress: Progress, head: list[str], rows: list[list[str]], needs: Sequence[Need]
) -> tuple[list[str], list[list[str]]]:
    """The same table with the plan of each row behind its first column."""
    homes = [progress.plan.plan_of(need) for need in needs]
    names = [plan_name(home) if home else "" for home in homes]
    named = [[row[0], name, *row[1:]] for name, row in zip(names, rows, strict=True)]
    return [head[0], _("Plan"), *head[1:]], named


def _cells(progress: Progress, counted: Tally) -> Iterator[_Section]:
    """The four cells, always, and beside them the other states that occur; bodies outside by themselves."""
    states = counted.states
    head = [_("Agency"), *(state_label(state) for state in states)]

    def rows(found: dict[str, Counter[State]]) -> list[list[str]]:
        return [_row(progress.plan.needs[key].title, row, states) for key, row in found.items()]

    total = _row(_("Total, each task counted once"), counted.total, states)
    yield _Section(_("By agency"), head, [*rows(counted.rows), total])
    if counted.outside:
        title = _("Bodies outside the count of the People's Committee")
        yield _Section(title, head, rows(counted.outside))


def _row(title: str, counts: Counter[State], states: list[State]) -> list[str]:
    return [title, *(str(counts[state]) for state in states)]


def _todo_row(item: Item) -> list[str]:
    detail = ": ".join(filter(None, (item.need.title, item.detail)))
    return [todo_label(item.todo), item.need.id, day(item.day) if item.day else "", detail]


def _late_row(progress: Progress, status: TaskStatus) -> list[str]:
    """A task past its last day; where each agency does its own part, only those that have not."""
    task, bound = status.task, status.obligation
    days = [progress.plan.deadline_of(task).due, bound.due] if bound.extensions else [bound.due]
    return [
        task.id,
        f"{task['clause']} {task.title}".strip(),
        "; ".join(answering(status)),
        deadline_words(bound),
        " → ".join(day(due) for due in days if due),
        str(len(bound.extensions)),
        _with_share(status),
        str(status.days_late),
    ]


def _with_share(status: TaskStatus) -> str:
    """The state in words and, where each agency does its own part, how many have."""
    if status.task["ownership"] != "each":
        return state_words(status)
    done = sum(1 for part in status.parts if part.done)
    share = _("{done} of {all} agencies have done their part").format(done=done, all=len(status.parts))
    return f"{state_words(status)} ({share})"
