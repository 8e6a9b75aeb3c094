"""Cells of many plans as of a day, with the keys of ``kehoach status``: a sum over what was gathered.

The questions are plain SQL over the tables ``plans``, ``steps`` and ``parts``, the same for DuckDB and for
Spark; only ``:as_of`` is put in.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.language import _
from kehoach.progress import CELLS, State
from kehoach.reports.data import counts_data
from kehoach.reports.tables import Column, Table, state_columns
from kehoach.reports.words import day
from kehoach.rollup.offices import NOWHERE, Level
from kehoach.rollup.tables import Ask, asking, sql

#: What cells can be counted by.
BY = ("province", "agency", "level", "field")


@dataclass(slots=True)
class Coverage:
    """Plans issued by the day, those of them whose figures end before it, and where the oldest end."""

    plans: int = 0
    behind: int = 0
    oldest: date | None = None

    def add(self, plans: int, behind: int, oldest: date) -> None:
        """Count more plans."""
        self.plans += plans
        self.behind += behind
        self.oldest = min(filter(None, (self.oldest, oldest)))


@dataclass(frozen=True, slots=True)
class Row:
    """A province, an agency, a level or a field; ``outside`` is not in the total."""

    key: str
    title: str
    kind: str = ""
    outside: bool = False
    counts: Counter[State] = field(default_factory=Counter)
    coverage: Coverage = field(default_factory=Coverage)


@dataclass(frozen=True, slots=True)
class Rollup:
    """The cells as of a day, by one of :data:`BY`, and in all."""

    as_of: date
    by: str
    rows: tuple[Row, ...]
    total: Counter[State]
    coverage: Coverage


def rollup(folder: Path, as_of: date, by: str) -> Rollup:
    """The cells of what was gathered in a folder.

    Raises:
        ValueError: nothing was gathered there, or it is damaged.
    """
    with asking(folder) as ask:
        return counted(ask, as_of, by)


def counted(ask: Ask, as_of: date, by: str) -> Rollup:
    """The same from any engine that has the tables and runs the questions."""
    rows: dict[tuple[str, bool], Row] = {}
    for key, title, kind, outside, state, tasks in sorted(ask(question(by, as_of)), key=tuple):
        row = rows.setdefault((key, outside), Row(key, title, kind, outside))
        row.counts[State(state)] += tasks
    whole = Coverage()
    for *place, plans, behind, oldest in ask(question("coverage", as_of)):
        whole.add(plans, behind, oldest)
        if by != "agency":
            key = place[("province", "level", "field").index(by)]
            rows.setdefault((key, False), Row(key, key)).coverage.add(plans, behind, oldest)
    if by == "agency":  # several may have a part in a task
        total = Counter({State(state): tasks for state, tasks in ask(question("total", as_of))})
    else:
        total = sum((row.counts for row in rows.values()), Counter[State]())
    found = sorted(rows.values(), key=lambda row: (row.outside, row.key))
    return Rollup(as_of, by, tuple(found), total, whole)


def question(name: str, as_of: date) -> str:
    """A question as SQL, of a day."""
    return sql(name).replace(":as_of", f"DATE '{as_of.isoformat()}'")


def as_data(found: Rollup) -> dict[str, Any]:
    """The cells for JSON: ``rows`` and ``total`` as in ``kehoach status``, and how far the data reach."""
    rows = [
        {
            found.by: row.key,
            "title": title_of(found.by, row),
            "kind": row.kind,
            "outside": row.outside,
            **counts_data(row.counts),
            **({} if found.by == "agency" else _reach(row.coverage)),
        }
        for row in found.rows
    ]
    total = {**counts_data(found.total), **_reach(found.coverage)}
    return {"as_of": found.as_of.isoformat(), "cells": {"rows": rows, "total": total}}


def _reach(coverage: Coverage) -> dict[str, Any]:
    oldest = coverage.oldest.isoformat() if coverage.oldest else None
    return {"plans": coverage.plans, "behind": coverage.behind, "oldest": oldest}


def reach_words(found: Rollup) -> str:
    """How far the data reach, in a sentence."""
    reach = found.coverage
    words = _("{count} plans").format(count=reach.plans)
    if reach.behind and reach.oldest:
        message = _("the figures of {count} of them end before that day, the oldest on {day}")
        words += ", " + message.format(count=reach.behind, day=day(reach.oldest))
    return words


def title_of(by: str, row: Row) -> str:
    """What people call a row."""
    if by == "level":
        return _levels()[Level(row.key)]
    unknown = {"province": (NOWHERE, _("Province not known")), "field": ("", _("No field given"))}.get(by)
    return unknown[1] if unknown and row.key == unknown[0] else row.title


def _levels() -> dict[Level, str]:
    return {
        Level.CENTRAL: _("Central offices"),
        Level.PROVINCE: _("Provinces and cities"),
        Level.DEPARTMENT: _("Departments"),
        Level.DISTRICT: _("Districts (until 30/6/2025)"),
        Level.COMMUNE: _("Communes, wards, special zones"),
        Level.OTHER: _("Other offices"),
    }


def table(found: Rollup) -> Table[Row]:
    """The cells as people see them, with a total, in which bodies outside the People's Committee are not."""
    occurring = sum((row.counts for row in found.rows), Counter(found.total))
    cells = tuple(state for state in (State.DONE, State.OPEN) if occurring[state])  # of what is for everybody
    cells += tuple(state for state in CELLS if occurring[state] or not cells)
    states = [*cells, *(state for state in State if state not in cells and occurring[state])]
    caption, first = {
        "province": (_("By province and city"), _("Province, city")),
        "agency": (_("By agency"), _("Agency")),
        "level": (_("By level"), _("Level")),
        "field": (_("By field"), _("Field")),
    }[found.by]
    outside = _("{agency} (outside the People's Committee, not in the total)")

    def name(row: Row) -> str:
        title = title_of(found.by, row)
        return outside.format(agency=title) if row.outside else title

    reach: tuple[Column[Row], ...] = (
        Column("plans", _("Plans"), lambda row: row.coverage.plans, centred=True),
        Column("behind", _("Figures older than the day"), lambda row: row.coverage.behind, centred=True),
    )
    last = Row("", _("Total, each task counted once"), counts=found.total, coverage=found.coverage)
    columns: tuple[Column[Row], ...] = (
        Column("name", first, lambda row: row.title if row is last else name(row), 36),
        *(() if found.by == "agency" else reach),
        *state_columns(states),
    )
    return Table("cells", caption, columns, (*found.rows, last), total=True)
