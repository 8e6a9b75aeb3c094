"""The plan as data: JSON (``plan.schema.json``), and one table of all objects as CSV and Parquet."""

import csv
import errno
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.files.tree import sha256
from kehoach.official import fingerprint
from kehoach.plan import ABOUT, Need, Plan
from kehoach.plan.model import Model
from kehoach.plan.upper import FORMAT, VERSION, Upper
from kehoach.progress import Progress, above, binding
from kehoach.progress.course import Held, course
from kehoach.reports import tables
from kehoach.reports.data import as_text, indicators_data, task_data
from kehoach.reports.tables import Surface, plain

_OBJECT = ("id", "type", "title", "body")
#: Computed for tasks, as in the JSON; each with its type in SQL.
_COMPUTED = {
    "effective_deadline": "VARCHAR",
    "effective_owner": "VARCHAR",
    "due": "DATE",
    "late_after": "DATE",
    "state": "VARCHAR",
    "done": "DATE",
    "days_late": "BIGINT",
    "extensions": "BIGINT",
    "closed": "DATE",
    "done_after_closing": "DATE",
}
#: One thread keeps the order of rows, and so the bytes; nothing is fetched from anywhere.
_ALONE: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def as_json(progress: Progress, plan: Need, commit: str | None = None) -> bytes:
    """Everything the plan holds and everything computed from it, as JSON; ``commit`` is what holds it."""
    read = progress.plan
    needs = [_need(need) for need in _needs(progress, plan)]
    tasks = [
        {**task_data(progress, status), "fingerprint": binding.fingerprint(read, status.task)}
        for status in progress.tasks_of(plan)
    ]
    data = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": progress.as_of.isoformat(),
        "commit": commit,
        "plan": plan.id,
        "fingerprint": sha256("".join(sorted(need["fingerprint"] for need in needs)).encode()),
        "needs": needs,
        "tasks": tasks,
        "course": [_held(held) for held in course(read, progress.as_of, plan, public=progress.public)],
        "uppers": [_upper(read, plan, upper) for upper in above.rests_on(read, plan)],
        **indicators_data(progress, plan),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _held(held: Held) -> dict[str, Any]:
    return {
        "task": held.task.id,
        "agency": held.agency.id if held.agency else None,
        "state": held.state.value,
        "since": held.since.isoformat(),
        "until": held.until.isoformat(),
        "due": held.due.isoformat() if held.due else None,
        "counted": held.counted,
        "certain": held.certain,
    }


def _upper(read: Plan, plan: Need, upper: Upper) -> dict[str, Any]:
    """An upper plan by its own ID, and which of its tasks are implemented: IDs here may have a prefix."""
    named = [(task, target) for task in read.of_type("task") for target in task.to("implements")]
    return {
        "plan": upper.home.id,
        "number": upper.home["number"],
        "issuer": upper.home["issuer"],
        "implemented": [
            {"task": task.id, "above": theirs.id}
            for task, target in named
            if read.plan_of(task) is plan and (theirs := upper.get(target))
        ],
    }


def _needs(progress: Progress, plan: Need) -> list[Need]:
    """The objects of a plan, what is recorded about them elsewhere, and what plans share."""
    read, about = progress.plan, {*ABOUT.values()}
    return [
        need
        for need in read.needs.values()
        if read.plan_of(need) in (None, plan)
        or any(read.plan_of(target) is plan for link in about for target in read.targets(need, link))
    ]


def _need(need: Need) -> dict[str, Any]:
    links = {name: list(ids) for name, ids in need.links.items()}
    return {
        "id": need.id,
        "type": need.type,
        "title": need.title,
        "body": need.body,
        "path": need.path,
        "options": dict(need.options),
        "links": links,
        "fingerprint": fingerprint.of_need(need),
    }


def as_csv(progress: Progress, plan: Need) -> bytes:
    """One row an object and one column an option, with the computed values of tasks.

    Lists are separated by commas, days are ISO; a cell that a spreadsheet would take for a formula begins
    with an apostrophe.
    """
    out = io.StringIO()
    columns = _columns(progress.plan.model)
    writer = csv.DictWriter(out, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(progress, plan):
        writer.writerow({name: as_text(_plain(value)) for name, value in row.items()})
    return ("\ufeff" + out.getvalue()).encode()


_PART = ("as_of", "task", "agency", "kind", "state", "done", "sent", "days_late", "missing", "certain")


def parts_as_csv(progress: Progress, plan: Need) -> bytes:
    """One row a task and agency that answers for it, with that agency's own state.

    In the table of objects such rows would double every sum. ``certain`` is "no" for an agency that has
    ended without a certain successor.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, _PART, lineterminator="\r\n")
    writer.writeheader()
    for status in progress.tasks_of(plan):
        for part in (*status.parts, *status.orphans):
            values = {
                "as_of": progress.as_of,
                "task": status.task.id,
                "agency": part.agency.id,
                "kind": part.agency["kind"],
                "state": part.state.value,
                "done": part.done,
                "sent": part.sent,
                "days_late": part.days_late,
                "missing": [period.name for period in part.missing],
                "certain": "yes" if part in status.parts else "no",
            }
            writer.writerow({name: as_text(_plain(value)) for name, value in values.items()})
    return ("\ufeff" + out.getvalue()).encode()


def tasks_as_csv(progress: Progress, plan: Need) -> bytes:
    """The tasks as the workbook has them, for people: words instead of keys, days as they are written."""
    table = tables.assignment(progress, plan).on(Surface.SHEET).without_empty()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.label for column in table.columns)
    writer.writerows([as_text(plain(cell)) for cell in table.cells(row)] for row in table.rows)
    return ("\ufeff" + out.getvalue()).encode()


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def as_parquet(progress: Progress, plan: Need) -> bytes:
    """The same table as CSV, typed: days are dates, links are lists, what is not known is null.

    Raises:
        OSError: the folder for temporary files is full, or cannot be written to.
    """
    import duckdb  # 65 MB, which JSON and CSV do without

    rows = list(_rows(progress, plan))
    columns = _columns(progress.plan.model)
    values = {f"c{i}": [row.get(name) for row in rows] for i, name in enumerate(columns)}
    made = [f"unnest($c{i}::{sql}[]) AS {_name(name)}" for i, (name, sql) in enumerate(columns.items())]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config=_ALONE) as database:
        path = Path(folder, "plan.parquet")
        target = str(path).replace("'", "''")
        asked = f"COPY (SELECT {', '.join(made)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        try:
            database.execute(asked, values)
        except duckdb.IOException as error:  # its words hold the system's, but no number
            raise OSError(errno.EIO, str(error), str(path)) from error
        return path.read_bytes()


def _name(name: str) -> str:
    """A name in SQL, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def _columns(model: Model) -> dict[str, str]:
    """The columns by name: what each object has, then every option of the model, then what is computed."""
    columns = {"as_of": "DATE", **dict.fromkeys(_OBJECT, "VARCHAR")}
    for need_type in model.types.values():
        for name, schema in need_type.fields.items():
            columns.setdefault(name, "DATE" if schema.get("format") == "date" else "VARCHAR")
        columns.update(dict.fromkeys(need_type.links, "VARCHAR[]"))
    return {**columns, **_COMPUTED}


def _rows(progress: Progress, plan: Need) -> Iterator[dict[str, Any]]:
    types = progress.plan.model.types
    for need in _needs(progress, plan):
        row: dict[str, Any] = {"as_of": progress.as_of, **{name: getattr(need, name) for name in _OBJECT}}
        for name, schema in types[need.type].fields.items():
            row[name] = need.day(name) if schema.get("format") == "date" else need[name] or None
        row |= {name: list(ids) for name, ids in need.links.items()}
        if need.type == "task":
            row |= _computed(progress, need)
        yield row


def _computed(progress: Progress, task: Need) -> dict[str, str | int | date | None]:
    status = progress.of(task)
    bound = status.obligation
    owners = [owner.effective.id if owner.effective else "?" for owner in status.owners]
    return {
        "effective_deadline": bound.deadline.text or None,
        "effective_owner": ",".join(owners),
        "due": bound.due,
        "late_after": bound.late_after,
        "state": status.state.value,
        "done": status.done,
        "days_late": status.days_late,
        "extensions": len(bound.extensions),
        "closed": status.ending.day if status.ending else None,
        "done_after_closing": status.ending.done if status.ending else None,
    }
