"""How many tasks stand where: by agency, by plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus, tally
from kehoach.progress.drafts import counting
from kehoach.reports.tables.table import Column, Span, Table, linked
from kehoach.reports.words import plan_name, state_label


@dataclass(frozen=True)
class Counts:
    """How many tasks of an agency or a plan stand where."""

    name: Span
    counts: Counter[State]


def by_agency(progress: Progress, plan: Need | None = None, *, outside: bool = False) -> Table[Counts]:
    """The four cells by agency, the other states that occur beside them, and a total.

    ``outside`` adds the rows of bodies outside the People's Committee, marked as not in the total.
    """
    counted = tally(progress, plan)
    rows = _rows(progress, counted.rows)
    if outside:
        marked = _("{agency} (outside the People's Committee, not in the total)")
        rows += _rows(progress, counted.outside, marked)
    rows.append(Counts(Span(_("Total, each task counted once")), counted.total))
    columns = _columns(_("Agency"), counted.states)
    return Table("cells", _("By agency"), columns, tuple(rows), total=True)


def outside_bodies(progress: Progress, plan: Need | None = None) -> Table[Counts]:
    """The same of the bodies outside the count of the People's Committee (Party, council, fronts, ...)."""
    counted = tally(progress, plan)
    caption = _("Bodies outside the count of the People's Committee")
    rows = tuple(_rows(progress, counted.outside))
    return Table("cells", caption, _columns(_("Agency"), counted.states), rows)


def by_plan(progress: Progress) -> Table[Counts]:
    """How many tasks of each plan that counts stand where, each counted once."""
    counted = tally(progress)
    states = [state for state in counted.states if state in counted.cells or counted.total[state]]
    rows = [
        Counts(linked(p, plan_name(p)), tally(progress, p).total)
        for p in counting(progress.plan, progress.as_of)
    ]
    rows.append(Counts(Span(_("All plans")), counted.total))
    columns = _columns(_("Plan"), states)
    return Table("plan-cells", _("By plan"), columns, tuple(rows), total=True)


def of_agency(agency: Need, led: Iterable[TaskStatus]) -> Table[Counts]:
    """How many tasks of one agency stand where; partners are never late, so only what it leads counts."""
    counts = Counter(part.state for status in led for part in status.parts if part.agency.id == agency.id)
    states = [state for state in State if counts[state]]
    rows = (Counts(linked(agency), counts),) if counts else ()
    return Table("cells", _("By agency"), _columns("", states)[1:], rows)


def _rows(progress: Progress, found: dict[str, Counter[State]], words: str = "{agency}") -> list[Counts]:
    named = ((progress.plan.needs[key], counts) for key, counts in found.items())
    return [Counts(Span(words.format(agency=a.title), a.id, page=True), counts) for a, counts in named]


def state_columns(states: Iterable[State]) -> tuple[Column[Any], ...]:
    """A column for each state, of rows that have ``counts``."""

    def count(state: State) -> Column[Any]:
        return Column(state.value, state_label(state), lambda row: row.counts[state], centred=True)

    return tuple(map(count, states))


def _columns(first: str, states: Iterable[State]) -> tuple[Column[Counts], ...]:
    return (Column("name", first, lambda row: (row.name,), 36), *state_columns(states))
