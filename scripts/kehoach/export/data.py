"""The plan as data: JSON (``plan.schema.json``), and one table of all objects as CSV and Parquet."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from kehoach.plan import ABOUT, Need
from kehoach.plan.model import Model
from kehoach.progress import Progress
from kehoach.reports.status import as_text, task_data

#: The version of the JSON form; a change that a reader of the former would stumble over raises it.
VERSION = 1

_OBJECT = ("id", "type", "title", "body")
#: Computed for tasks, as in the JSON.
_COMPUTED: dict[str, pa.DataType] = {
    "effective_deadline": pa.string(),
    "effective_owner": pa.string(),
    "due": pa.date32(),
    "late_after": pa.date32(),
    "state": pa.string(),
    "done": pa.date32(),
    "days_late": pa.int64(),
    "extensions": pa.int64(),
}


def as_json(progress: Progress, plan: Need) -> bytes:
    """Everything the plan holds and everything computed from it, as JSON."""
    data = {
        "format": "kehoach.plan",
        "version": VERSION,
        "as_of": progress.as_of.isoformat(),
        "plan": plan.id,
        "needs": [_need(need) for need in _needs(progress, plan)],
        "tasks": [task_data(progress, status) for status in progress.tasks_of(plan)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


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
        "options": dict(need.options),
        "links": links,
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


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return "" if value is None else str(value)


def as_parquet(progress: Progress, plan: Need) -> bytes:
    """The same table as CSV, typed: days are dates, links are lists, what is not known is null."""
    schema = pa.schema(list(_columns(progress.plan.model).items()))
    table = pa.Table.from_pylist(list(_rows(progress, plan)), schema)
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()


def _columns(model: Model) -> dict[str, pa.DataType]:
    """The columns by name: what each object has, then every option of the model, then what is computed."""
    columns: dict[str, pa.DataType] = {"as_of": pa.date32(), **dict.fromkeys(_OBJECT, pa.string())}
    for need_type in model.types.values():
        for name, schema in need_type.fields.items():
            columns.setdefault(name, pa.date32() if schema.get("format") == "date" else pa.string())
        columns.update(dict.fromkeys(need_type.links, pa.list_(pa.string())))
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
    }
