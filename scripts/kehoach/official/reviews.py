"""Second looks: whether a task is still what it was when somebody last held it against its grounds."""

from collections.abc import Iterable
from enum import StrEnum

from kehoach.language import _
from kehoach.plan import Need, Plan

#: What a review writes into a task, all of it or nothing.
OPTIONS = ("reviewed", "reviewed_by", "reviewed_against")


class Ground(StrEnum):
    """What a task is reviewed against, in the order of its fingerprint."""

    CLAUSE = "clause"
    BASIS = "basis"
    OWNER = "owner"
    #: The tasks of upper plans elsewhere that it names, where it names any.
    UPPER = "upper"


def reviewed(task: Need) -> bool:
    """Whether anybody has reviewed the task; one that nobody has is not suspect."""
    return all(task[option] for option in OPTIONS)


def suspect(plan: Plan, task: Need) -> tuple[Ground, ...]:
    """The grounds that have changed since a task was reviewed; while there are any, it is suspect.

    So is one whose upper task has changed since it was written, until a review has seen that.
    """
    then: list[str] = []
    found: list[Ground] = []
    if reviewed(task):
        from kehoach.official import fingerprint  # many plans have no review, and need not load it

        then, now = task["reviewed_against"].split("-")[:-1], fingerprint.of_grounds(plan, task).split("-")
        found = [ground for ground, old, new in zip(Ground, then, now, strict=False) if old != new]
    if len(then) < len(Ground):
        above = upper_of(plan, task).items()
        if any(plan.outdated.get((task.id, named), is_now) != is_now for named, is_now in above):
            found.append(Ground.UPPER)
    return tuple(found)


def upper_of(plan: Plan, task: Need) -> dict[str, str]:
    """What a task names of upper plans elsewhere, by the IDs, with the fingerprint that each has now."""
    named = [key for link in ("implements", "serves") for key in task.to(link)] if plan.uppers else ()
    found = {key: plan.above(key) for key in named}
    return {key: one[0].fingerprints[one[1].id] for key, one in found.items() if one}


def sealed(task: Need) -> bool:
    """Whether a review is as ``kehoach review`` wrote it: its seal fits task, day, position and grounds."""
    from kehoach.official import fingerprint

    grounds, _hyphen, seal = task["reviewed_against"].rpartition("-")
    return seal == fingerprint.of_review(task, task["reviewed"], task["reviewed_by"], grounds)


def described(grounds: Iterable[Ground]) -> str:
    """Grounds that have changed, in words."""
    words = {
        Ground.CLAUSE: _("the clause"),
        Ground.BASIS: _("the legal basis"),
        Ground.OWNER: _("the owner"),
        Ground.UPPER: _("the task of the upper plan"),
    }
    return ", ".join(words[ground] for ground in grounds)
