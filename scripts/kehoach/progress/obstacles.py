"""Obstacles: which stand open on a day, for how long, and which wait for who can decide.

They are told beside the state of a task, and never change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kehoach.plan import Need
from kehoach.progress.drafts import uncounted
from kehoach.progress.judging import Progress


@dataclass(frozen=True, slots=True)
class Obstacle:
    """An obstacle as known at the end of a day.

    ``days`` are those that it has stood open, until it was resolved; ``answers`` the directives on it so far;
    ``tasks`` those that it is about, ``ended`` whether the plans of all of them are closed.
    """

    need: Need
    raised: date
    resolved: date | None
    days: int
    answers: tuple[Need, ...]
    tasks: tuple[Need, ...]
    ended: bool

    @property
    def open(self) -> bool:
        """Whether it still stands in the way of something that has to be done."""
        return self.resolved is None and not self.ended

    @property
    def undecided(self) -> bool:
        """Whether it waits for a word of who can resolve it."""
        return self.open and not self.answers


def obstacles(progress: Progress, plan: Need | None = None) -> tuple[Obstacle, ...]:
    """All that were raised by the day, of tasks of one plan, or of all that count where none is named.

    Those open come first, the oldest before the others; then those resolved, the last before the others.
    """
    found = [one for need in progress.plan.of_type("obstacle") if (one := _as_of(progress, need))]
    if plan:
        found = [one for one in found if any(progress.plan.plan_of(task) is plan for task in one.tasks)]
    else:
        about = ((one, one.tasks or (one.need,)) for one in found)
        day = progress.as_of
        found = [
            one for one, needs in about if not all(uncounted(progress.plan, need, day) for need in needs)
        ]
    still = sorted((one for one in found if one.open), key=lambda one: one.raised)
    over = (one for one in found if not one.open)
    return (*still, *sorted(over, key=lambda one: one.resolved or one.raised, reverse=True))


def of_task(progress: Progress, task: Need) -> tuple[Obstacle, ...]:
    """Those of a task, in the order of files."""
    found = (
        _as_of(progress, need) for need in progress.plan.sources(task.id, "on") if need.type == "obstacle"
    )
    return tuple(one for one in found if one)


def of_agency(found: Iterable[Obstacle], agency: Need) -> tuple[Obstacle, ...]:
    """Those that an agency has raised, or is to resolve."""
    return tuple(one for one in found if agency.id in (*one.need.to("by"), *one.need.to("needed_of")))


def _as_of(progress: Progress, need: Need) -> Obstacle | None:
    raised, resolved, today = need.day("raised"), need.day("resolved"), progress.as_of
    if raised is None or raised > today:
        return None
    resolved = resolved if resolved and resolved <= today else None
    said = progress.plan.targets(need, "answered_by")
    answers = tuple(one for one in said if (day := one.day("date")) and day <= today)
    tasks = tuple(task for task in progress.plan.targets(need, "on") if task.type == "task")
    ended = bool(tasks) and all(progress.closing(progress.plan.plan_of(task)) for task in tasks)
    days = ((resolved or today) - raised).days
    return Obstacle(need, raised, resolved, days, answers, tasks, ended)
