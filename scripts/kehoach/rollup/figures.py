"""What was reached in figures by many offices as of a day: each indicator combined as its plans declare it.

Indicators are one where they are called alike (capitals apart), in the same unit, with the same direction,
and are combined alike; what is not to be combined (no ``combined``) is only counted.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kehoach.language import _
from kehoach.official import numbers
from kehoach.reports.data import as_number
from kehoach.reports.tables import Column, Table
from kehoach.reports.tables.indicators import NONE
from kehoach.reports.words import value_label
from kehoach.rollup.cells import question
from kehoach.rollup.tables import Ask, asking

#: Behind the decimal comma of a mean.
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Combined:
    """An indicator of several plans: how many have it, how many have a figure of it, and these as one.

    ``oldest`` is the day of the oldest figure in it; ``reached`` and ``target`` are None where there is none,
    or nothing is to be combined.
    """

    title: str
    unit: str
    direction: str
    combined: str
    plans: int
    told: int
    oldest: date | None
    reached: Decimal | None
    target: Decimal | None


def figures(folder: Path, as_of: date) -> tuple[Combined, ...]:
    """The indicators of what was gathered in a folder, by their names.

    Raises:
        ValueError: nothing was gathered there, or it is damaged.
    """
    with asking(folder) as ask:
        return combined(ask, as_of)


def combined(ask: Ask, as_of: date) -> tuple[Combined, ...]:
    """The same from any engine that has the tables and runs the question."""
    found = [
        Combined(*(*row, _one(row[3], reached, row[5]), _one(row[3], target, aimed)))
        for *row, aimed, reached, target in ask(question("indicator", as_of))
    ]
    return tuple(sorted(found, key=lambda row: (row.title.casefold(), row.unit, row.direction, row.combined)))


def _one(combined: str, value: Decimal | None, count: int) -> Decimal | None:
    """A mean, to two places, is made of a sum here: engines differ in how they divide."""
    return (value / count).quantize(_PLACES) if combined == "mean" and value is not None else value


def as_data(found: tuple[Combined, ...], as_of: date) -> dict[str, Any]:
    """The indicators for JSON, with the keys of plan data."""
    rows = [
        {
            "title": row.title,
            "unit": row.unit,
            "direction": row.direction,
            "combined": row.combined or None,
            "plans": row.plans,
            "told": row.told,
            "oldest": row.oldest.isoformat() if row.oldest else None,
            "reached": None if row.reached is None else as_number(row.reached),
            "target": None if row.target is None else as_number(row.target),
        }
        for row in found
    ]
    return {"as_of": as_of.isoformat(), "indicators": rows}


def reach_words(found: tuple[Combined, ...]) -> str:
    """How many indicators there are, in a sentence."""
    return _("{count} indicators").format(count=len(found))


def table(found: tuple[Combined, ...]) -> Table[Combined]:
    """The same for people: how many plans have told a figure stands beside what these make."""

    def said(value: Decimal | None) -> str:
        return NONE if value is None else numbers.said(value)

    columns: tuple[Column[Combined], ...] = (
        Column("title", _("Indicator"), lambda row: row.title, 44),
        Column("unit", _("Unit"), lambda row: row.unit, 10, centred=True),
        Column("combined", _("Combined by"), lambda row: value_label(row.combined) or NONE, 12, centred=True),
        Column("plans", _("Plans"), lambda row: row.plans, 10, centred=True),
        Column("told", _("With figures"), lambda row: row.told, 10, centred=True),
        Column("target", _("To be reached"), lambda row: said(row.target), 13, centred=True),
        Column("reached", _("Reached so far"), lambda row: said(row.reached), 13, centred=True),
        Column("oldest", _("Oldest figure"), lambda row: row.oldest, 13, centred=True),
    )
    return Table("indicators", _("Indicators"), columns, found)
