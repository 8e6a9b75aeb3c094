"""The state of a plan as data: as JSON, and as CSV."""

import csv
import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from kehoach.plan import Need
from kehoach.progress import Part, Progress, State, TaskStatus, tally
from kehoach.progress.drafts import counting
from kehoach.progress.indicators import Figure, IndicatorStatus, Target, statuses
from kehoach.progress.periods import Period
from kehoach.progress.standing import reminded
from kehoach.progress.states import PUBLIC, Ending
from kehoach.progress.todos import LATER, todos
from kehoach.reports import tables
from kehoach.reports.words import as_of_words

#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(progress: Progress, plan: Need | None = None) -> str:
    """:func:`status_data` as JSON."""
    return json.dumps(status_data(progress, plan), ensure_ascii=False, indent=2)


def status_data(progress: Progress, plan: Need | None = None) -> dict[str, Any]:
    """The state as an object for JSON; days are ISO strings, what is not known is null.

    ``as_of``; ``plans`` that count (id, number, title, and ``total`` as below); ``cells`` with ``rows``
    (agency, title, kind, outside: not in the total, and a count for each state) and ``total`` (a count for
    each state, each task once); ``tasks`` (see :func:`task_data`); ``todos`` (todo, id, plan, day, detail);
    where there are any, ``indicators`` (see :func:`indicator_data`).
    """
    counted = tally(progress, plan)
    rows = [
        {
            "agency": key,
            "title": progress.plan.needs[key].title,
            "kind": progress.plan.needs[key]["kind"],
            "outside": apart,
            **counts_data(row),
        }
        for apart, found in ((False, counted.rows), (True, counted.outside))
        for key, row in found.items()
    ]
    return {
        "as_of": progress.as_of.isoformat(),
        "plans": [
            {
                "id": p.id,
                "number": p["number"] or None,
                "title": p.title,
                "total": counts_data(tally(progress, p).total),
            }
            for p in ([plan] if plan else counting(progress.plan, progress.as_of))
        ],
        "cells": {"rows": rows, "total": counts_data(counted.total)},
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
        **indicators_data(progress, plan),
    }


def indicators_data(progress: Progress, plan: Need | None) -> dict[str, Any]:
    """``indicators``, where there are any: what reads plans of tasks alone is told nothing new."""
    found = [indicator_data(status) for status in statuses(progress.plan, progress.as_of, plan)]
    return {"indicators": found} if found else {}


def counts_data(row: Counter[State]) -> dict[str, int]:
    """A count for each state; of those of the public where there are any."""
    return {state.value: row[state] for state in State if state not in PUBLIC.values() or row[state]}


def _id(need: Need | None) -> str | None:
    return need.id if need else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def task_data(progress: Progress, status: TaskStatus) -> dict[str, Any]:
    """One task: what it is, who answers for it, when it is due, and where it stands.

    ``owners`` are the agencies as the text names them, each with ``effective``, the one in its place on
    the day (null: not certain); ``parts`` the agencies that answer, each with its own state; ``open_parts``
    those that have ended without a certain successor. ``sent`` is the day of the work by all evidence that
    was not returned, confirmed or not; from ``waiting_since`` on it waits for whoever confirms. ``ending`` is
    null while the plan runs; else its ``closing`` and ``day``, the state ``before``, the tasks ``carried_by``
    which it goes on, and the day of the work of what was ``done`` only afterwards.
    """
    task, bound = status.task, status.obligation
    return {
        "id": task.id,
        "plan": _id(progress.plan.plan_of(task)),
        "clause": task["clause"],
        "title": task.title,
        "leader": task["leader"] or None,
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
                "coming": [period.send_by.isoformat() for period in _soon(progress, part)],
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
        "reminded": [reminder.id for reminder in reminded(progress, status)],
        "unconfirmed": [evidence.id for evidence in status.unconfirmed],
        "ending": _ending(status.ending),
    }


def _ending(ending: Ending | None) -> dict[str, Any] | None:
    if ending is None:
        return None
    return {
        "closing": ending.closing.id,
        "day": ending.day.isoformat(),
        "before": ending.before.state.value,
        "carried_by": [task.id for task in ending.carried_by],
        "done": _iso(ending.done),
    }


def indicator_data(status: IndicatorStatus) -> dict[str, Any]:
    """One indicator: what is to be reached, what was, and how that compares; numbers as JSON has them.

    ``figures`` are all that are confirmed, ``targets`` all there are, both in the order of their days, so
    that any earlier day can be asked about.
    """
    indicator = status.indicator
    return {
        "id": indicator.id,
        "title": indicator.title,
        "unit": indicator["unit"],
        "direction": indicator["direction"],
        "combined": indicator["combined"] or None,
        "owners": [o.effective.id if o.effective else None for o in status.owners],
        "baseline": _figure(status.baseline),
        "targets": [_figure(target) for target in status.targets],
        "target": _figure(status.target),
        "figures": [_figure(figure) for figure in status.figures],
        "reached": _figure(status.reached),
        "waiting": _figure(status.waiting),
        "percent": None if status.percent is None else as_number(status.percent),
        "trend": status.trend.value if status.trend else None,
        "course": status.course.value,
        "past": [
            {"day": one.target.day.isoformat(), "value": as_number(one.target.value), "reached": one.reached}
            for one in status.past
        ],
    }


def _figure(figure: Figure | Target | None) -> dict[str, Any] | None:
    return {"day": figure.day.isoformat(), "value": as_number(figure.value)} if figure else None


def as_number(value: Decimal) -> int | float:
    """A number of up to fifteen digits, which is what figures have, as it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _soon(progress: Progress, part: Part) -> list[Period]:
    """The periods that an agency has to report on within 30 days."""
    return [period for period in part.coming if period.send_by - progress.as_of <= LATER]


def as_csv(progress: Progress, plan: Need | None = None) -> str:
    """One row a task, with a head, and before it the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    table = tables.assignment(progress, plan).on(tables.Surface.TEXT)
    as_of = as_of_words(progress.as_of)
    writer.writerow([*(column.name for column in table.columns), as_of])
    for row in table.rows:
        writer.writerow([as_text(tables.plain(cell)) for cell in table.cells(row)])
    return "\ufeff" + out.getvalue()


def as_text(cell: str) -> str:
    """A cell of a CSV file as spreadsheets take it for text, not for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
