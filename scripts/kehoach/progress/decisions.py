"""What waits for a decision of the plan's issuer: who asked, for what, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kehoach.plan import Need
from kehoach.progress.drafts import uncounted
from kehoach.progress.judging import Progress
from kehoach.progress.obstacles import obstacles
from kehoach.progress.states import SETTLED, TaskStatus


class Matter(StrEnum):
    """What is to be decided, in the order of leaders' pages."""

    REQUEST = "request"
    OWNER = "owner"
    OBSTACLE = "obstacle"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter: the task, what raises it (request, ended agency, obstacle, update), since when."""

    matter: Matter
    task: Need
    need: Need
    since: date | None


def decisions(progress: Progress, plan: Need | None = None) -> list[Decision]:
    """Requests that nobody answered, tasks that nobody certain answers for, obstacles and proposals alike."""
    found = [one for status in progress.tasks_of(plan) for one in _of_task(progress, status)]
    for obstacle in obstacles(progress, plan):
        standing = (task for task in obstacle.tasks if progress.of(task).state not in SETTLED)
        read = progress.plan
        mine = [
            t
            for t in standing
            if (read.plan_of(t) is plan if plan else not uncounted(read, t, progress.as_of))
        ]
        if obstacle.undecided and mine:
            found.append(Decision(Matter.OBSTACLE, mine[0], obstacle.need, obstacle.raised))
    order = list(Matter)
    return sorted(found, key=lambda one: (order.index(one.matter), one.since or date.max))


def _of_task(progress: Progress, status: TaskStatus) -> Iterator[Decision]:
    for request in status.obligation.requests:
        yield Decision(Matter.REQUEST, status.task, request, request.day("date"))
    for agency in status.unanswered:
        yield Decision(Matter.OWNER, status.task, agency, agency.day("until"))
    update = None if status.ending else progress.last_update(status.task)
    if update and update["proposal"] and status.state not in SETTLED and not _answered(progress, update):
        yield Decision(Matter.PROPOSAL, status.task, update, update.day("date"))


def _answered(progress: Progress, update: Need) -> bool:
    """Whether a directive on the same task is of the day of the update or later."""
    tasks = progress.plan.targets(update, "on")
    said = (one for task in tasks for one in progress.known(task, "on") if one.type == "directive")
    return any(directive["date"] >= update["date"] for directive in said)
