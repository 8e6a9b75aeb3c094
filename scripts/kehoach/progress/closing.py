"""The end of a plan by a document: since when it is closed, and which later tasks carry on what it left.

A closing holds from its day on, until a later document opens the plan again (an amendment of the plan with
the effect "reopened"). Of two closings without one of those between them, the first holds.
"""

from collections.abc import Iterator
from datetime import date

from kehoach.plan import Need, Plan
from kehoach.progress.terms import in_order

#: The effect of an amendment by which a closed plan runs again.
REOPENED = "reopened"


def closing_of(plan: Plan, home: Need, as_of: date) -> Need | None:
    """The document by which a plan is closed at the end of a day; None while it runs."""
    now: Need | None = None
    for day, closing in acts(plan, home):
        if day > as_of:
            break
        now = (now or closing) if closing else None
    return now


def closings(plan: Plan, home: Need) -> Iterator[tuple[date, Need]]:
    """All that is recorded as closing a plan, each with its day, in their order."""
    return ((day, closing) for day, closing in acts(plan, home) if closing)


def acts(plan: Plan, home: Need) -> tuple[tuple[date, Need | None], ...]:
    """The days on which a plan was closed, with the closing, or opened again (None), in their order."""
    return plan.once((acts, home.id), lambda: _acts(plan, home))


def _acts(plan: Plan, home: Need) -> tuple[tuple[date, Need | None], ...]:
    closed = ((day, 0, need) for need in plan.sources(home.id, "closes") if (day := need.day("date")))
    again = ((day, 1, None) for day, a in in_order(plan, home, date.max) if a["effect"] == REOPENED)
    found = sorted((*closed, *again), key=lambda act: act[:2])
    return tuple((day, need) for day, _rank, need in found)


def dropped_by(closing: Need, task: Need) -> bool:
    """Whether a closing says that a task is not to be done any more."""
    return task.id in closing.to("drops")


def carried_by(plan: Plan, task: Need, as_of: date) -> tuple[Need, ...]:
    """The tasks of other plans, issued by the end of a day, that carry on a task."""
    return tuple(need for day, need in _carrying(plan, task) if day <= as_of)


def carried_from(plan: Plan, task: Need) -> tuple[Need, ...]:
    """The tasks of other plans that a task carries on."""
    home = plan.plan_of(task)
    return tuple(need for need in plan.targets(task, "continues") if plan.plan_of(need) is not home)


def carried_since(plan: Plan, task: Need) -> Iterator[date]:
    """The days on which plans were issued that carry on a task."""
    return (day for day, _need in _carrying(plan, task))


def _carrying(plan: Plan, task: Need) -> Iterator[tuple[date, Need]]:
    home = plan.plan_of(task)
    for need in plan.sources(task.id, "continues"):
        other = plan.plan_of(need)
        if other and other is not home and not other.unsigned and (issued := other.day("issued")):
            yield issued, need
