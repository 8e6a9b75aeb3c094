"""What amendments newly say: each backs exactly that, for the tasks, or the plan, that it amends."""

from collections.abc import Callable, Hashable, Iterator, Mapping

from kehoach import deadline
from kehoach.changes.effects import binds
from kehoach.changes.meaning import meaning
from kehoach.deadline import Deadline
from kehoach.language.text import flat
from kehoach.plan import AMENDABLE, OF_PLANS, Need, Plan
from kehoach.progress.authority import issuers, may_change


def in_force(amendment: Need) -> bool:
    """Whether an amendment changes anything; one that is only requested does not."""
    return amendment.type == "amendment" and amendment["effect"] != "requested"


def new_deadline(amendment: Need) -> Deadline:
    """The deadline that an amendment sets, read in the year of its document."""
    day = amendment.day("date")
    return deadline.parse(amendment["deadline"], day.year if day else None)


def content(amendment: Need, now: Mapping[str, str]) -> dict[str, Hashable]:
    """What an amendment (or a closing) binds to, by option; ``now`` gives IDs as they are compared."""
    found: dict[str, Hashable] = {
        option: flat(value)
        for option, value in amendment.options.items()
        if option != "deadline" and value and binds(amendment.type, option)
    }
    if amendment["deadline"]:
        found["deadline"] = meaning(new_deadline(amendment))
    for link, targets in amendment.links.items():
        if targets and binds(amendment.type, link):
            found[link] = frozenset(now.get(target, target) for target in targets)
    return found


class Speaking:
    """The amendments that are in force now and were not before, by who may issue them.

    One whose document said something else of the same before, or that has been rewritten, is not among them.
    """

    def __init__(self, before: Plan, after: Plan, now: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.then = {new: old for old, new in now.items()}
        self._known = {key for old in before.of_type("amendment") for key in _said(old, now)}
        self._new: dict[str, list[Need]] = {}
        for amendment in after.of_type("amendment"):
            for task in after.targets(amendment, "amends"):
                if self._speaks(amendment, task):
                    self._new.setdefault(task.id, []).append(amendment)
        # An amended task that is no longer there can still be cancelled.
        self._gone = {
            (task, a.id): a
            for a in after.of_type("amendment")
            for task in a.to("amends")
            if task not in after.needs and in_force(a) and a["effect"] == "cancelled"
        }

    def speaks(self, amendment: Need) -> bool:
        """Whether a new amendment has its say on each task that it amends."""
        tasks = self.after.targets(amendment, "amends")
        return all(amendment in self._new.get(task.id, ()) for task in tasks)

    def backing(self, task: Need, says: Callable[[Need], bool]) -> tuple[str, ...]:
        """The IDs of the new amendments of a task that say a certain thing."""
        return tuple(a.id for a in self._new.get(task.id, ()) if says(a))

    def cancelling(self, task: Need) -> tuple[str, ...]:
        """The IDs of those that cancel a task which has been taken out."""
        return tuple(
            a.id for (need_id, _a), a in self._gone.items() if need_id == task.id and self._may(a, task)
        )

    def _speaks(self, amendment: Need, task: Need) -> bool:
        if not in_force(amendment) or not self._may(amendment, task):
            return False
        former = self.before.needs.get(self.then.get(amendment.id, ""))
        if former is not None and in_force(former):
            return False  # what it says now it said before, or it has been rewritten
        return self._known.isdisjoint(_said(amendment, {}, task.id))

    def _may(self, amendment: Need, task: Need) -> bool:
        """Whether it names its document, and that is of somebody who may change the task's plan as it was."""
        behind = issuers(self.after, amendment)
        named = amendment["number"] or self.after.targets(amendment, "basis")
        if not amendment.day("date") or not behind or not named:
            return False
        home = self.after.plan_of(task) or self.before.plan_of(task)
        if home is None:
            return False
        former = self.before.needs.get(self.then.get(home.id, ""))
        plan, judged = (self.before, former) if former else (self.after, home)
        return all(may_change(plan, judged, issuer) for issuer in behind)


def _said(amendment: Need, now: Mapping[str, str], *tasks: str) -> Iterator[tuple[str, ...]]:
    """Task, option, and number, day and issuer of the document, for all that an amendment in force says."""
    if not in_force(amendment):
        return
    document = tuple(flat(amendment[option]).casefold() for option in ("number", "date", "issuer"))
    for task in tasks or amendment.to("amends"):
        for option in (*AMENDABLE, *OF_PLANS):
            if amendment[option] or amendment.to(option):
                yield now.get(task, task), option, *document
