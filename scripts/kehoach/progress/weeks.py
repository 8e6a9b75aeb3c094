"""How the work went week by week: what was due, done and overdue at the end of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kehoach.plan import Need, Plan
from kehoach.progress.course import Held, course
from kehoach.progress.headline import COUNTED
from kehoach.progress.judging import Progress
from kehoach.progress.periods import month_at
from kehoach.progress.states import DONE, PAST, State

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """The figures up to the end of a day: tasks whose last day has passed, that are done, that are overdue.

    They are of the tasks that are counted (:data:`COUNTED`), each once.
    """

    day: date
    due: int
    done: int
    overdue: int


def weeks(plan: Plan, last: date, home: Need | None = None) -> list[Week]:
    """The weeks from the first plan's issue to a day, which ends the last of them."""
    held = [one for one in course(plan, last, home) if one.agency is None and one.counted]
    first = min((one.since for one in held), default=None)
    return [_week(held, day) for day in _days(first, last)] if first and first <= last else []


def months(progress: Progress, home: Need | None = None) -> list[tuple[date, Counter[State]]]:
    """Each month from the first last day to the last, with where the tasks stand that are due in it."""
    found: dict[date, Counter[State]] = {}
    for status in progress.tasks_of(home):
        if status.obligation.due and status.state in COUNTED and not status.outside_only:
            month = status.obligation.due.replace(day=1)
            found.setdefault(month, Counter())[status.state] += 1
    if not found:
        return []
    first, last = min(found), max(found)
    every = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(day, found.get(day, Counter())) for day in map(month_at, every)]


def _days(first: date, last: date) -> Iterator[date]:
    """The same weekday of each week as the last day, from the first week on."""
    day = last - (last - first) // _WEEK * _WEEK
    while day <= last:
        yield day
        day += _WEEK


def _week(held: list[Held], day: date) -> Week:
    now = [one for one in held if one.on(day) and one.state in COUNTED]
    return Week(
        day,
        sum(one.due is not None and one.due < day for one in now),
        sum(one.state in DONE for one in now),
        sum(one.state in PAST for one in now),
    )
