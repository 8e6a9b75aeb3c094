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


def reviewed(task: Need) -> bool:
    """Whether anybody has reviewed the task; one that nobody has is not suspect."""
    return all(task[option] for option in OPTIONS)


def suspect(plan: Plan, task: Need) -> tuple[Ground, ...]:
    """The grounds that have changed since a task was reviewed; while there are any, it is suspect."""
    if not reviewed(task):
        return ()
    from kehoach.official import fingerprint  # many plans have no review, and need not load it

    then, now = task["reviewed_against"].split("-"), fingerprint.of_grounds(plan, task).split("-")
    return tuple(ground for ground, old, new in zip(Ground, then, now, strict=False) if old != new)


def sealed(task: Need) -> bool:
    """Whether a review is as ``kehoach review`` wrote it: its seal fits task, day, position and grounds."""
    from kehoach.official import fingerprint

    grounds, _hyphen, seal = task["reviewed_against"].rpartition("-")
    return seal == fingerprint.of_review(task, task["reviewed"], task["reviewed_by"], grounds)


def described(grounds: Iterable[Ground]) -> str:
    """Grounds that have changed, in words."""
    words = {Ground.CLAUSE: _("the clause"), Ground.BASIS: _("the legal basis"), Ground.OWNER: _("the owner")}
    return ", ".join(words[ground] for ground in grounds)
