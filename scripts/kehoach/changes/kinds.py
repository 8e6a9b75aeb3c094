"""What a change can be: an object added, removed, or changed in named ways, and what backs it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from kehoach.deadline import Deadline
from kehoach.plan import Need, Plan
from kehoach.progress import TaskStatus


class Kind(StrEnum):
    """What happened to an object."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Text:
    """Other words: of an option, of ``title`` or ``body``, or of one of ``TEXTS``."""

    option: str
    before: str
    after: str


#: What has no option of its own: the plan an object stands in, the content of a file of evidence, the
#: headings and frames of a plan's pages, its official text.
TEXTS = ("plan", "content", "headings", "frames", "text")
#: What is so long that only the words that differ are told.
LONG = ("title", "body", "headings", "frames", "text")


@dataclass(frozen=True, slots=True)
class Links:
    """Other objects linked: by an option, or (one of ``FOLLOW_UP``) objects that link to a task.

    ``changed`` are those that are linked as before, but say something else. ``in_force`` is about what
    binds after amendments, where that is not what the task itself says.
    """

    option: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...] = ()
    in_force: bool = False
    #: All that are linked now.
    now: tuple[str, ...] = ()


#: What may be said about a task, and the type of object that says it.
FOLLOW_UP = {
    "evidence": "evidence",
    "waivers": "waiver",
    "amendments": "amendment",
    "updates": "update",
    "directives": "directive",
    "reminders": "reminder",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline as written, its last day where it has one by itself, and its meaning without its words."""

    text: str
    due: date | None
    meaning: Deadline


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that means another time; ``in_force`` as in ``Links``."""

    before: Term
    after: Term
    in_force: bool = False

    @property
    def days(self) -> int | None:
        """How many days later, or (negative) sooner; None where one of them has no day."""
        return (self.after.due - self.before.due).days if self.before.due and self.after.due else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Another state on the day that both sides are looked at."""

    before: TaskStatus
    after: TaskStatus


@dataclass(frozen=True, slots=True)
class Effect:
    """What a task owes otherwise by what other objects say: one of ``effects.ASPECTS``, with its values.

    Or ``final``: another state when its plan ended, by papers that were added or changed since.

    ``causes`` are the IDs of the objects that say so.
    """

    aspect: str
    before: Any
    after: Any
    causes: tuple[str, ...]


Edit = Text | Links | Moved | Standing | Effect


class Ground(StrEnum):
    """What an obligation was changed by."""

    AMENDMENT = "amendment"
    #: A plan that was not there before.
    PLAN = "plan"
    #: A plan that nobody had signed: it obliged nobody yet.
    DRAFT = "draft"
    #: The official text, which said so before: the reading of it was wrong.
    SOURCE = "source"
    #: A document that the object names: of a succession, of members, of days off; a basis is one itself.
    DOCUMENT = "document"
    #: Another copy of the official text, which names what it was taken from: somebody else has to look.
    COPY = "copy"
    #: Nothing the text says: deliverables that the coordinator derived from it.
    DERIVED = "derived"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Alteration:
    """A part of an obligation that was changed, and what by.

    ``field`` is an option, ``title``, ``body`` or ``text`` of the object, ``effect`` (suspended, cancelled),
    ``plan``, ``existence``, or an aspect of what follows for a task from other objects; ``by`` are the IDs
    of the amendments, or of those objects.
    """

    field: str
    ground: Ground
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One object that is not what it was. ``agencies`` are the IDs of those that it concerns."""

    kind: Kind
    before: Need | None
    after: Need | None
    edits: tuple[Edit, ...] = ()
    obligations: tuple[Alteration, ...] = ()
    agencies: tuple[str, ...] = ()

    @property
    def need(self) -> Need:
        """The object as it is, or was."""
        need = self.after or self.before
        assert need  # noqa: S101 - a change has one side at least
        return need

    @property
    def renamed(self) -> bool:
        """Whether it is the same object under another ID."""
        return self.before is not None and self.after is not None and self.before.id != self.after.id

    @property
    def unbacked(self) -> tuple[str, ...]:
        """The parts of the obligation that no document changed."""
        return tuple(o.field for o in self.obligations if o.ground is Ground.NONE)


@dataclass(frozen=True)
class Changes:
    """All that differs between two plans, in the order of files and lines; states are those of ``as_of``."""

    before: Plan
    after: Plan
    as_of: date
    items: tuple[Change, ...]
    #: What the model asks for no longer (see ``weakening``).
    weakened: tuple[str, ...] = ()
    #: Files of the head under ``needs/`` that are not read, and were not there before.
    unread: tuple[str, ...] = ()
    #: Pages of the head that hold or change objects outside ``needs/``, and did not before.
    outside: tuple[str, ...] = ()
    #: The versions of the library of holidays on both sides, where they differ.
    holidays: tuple[str, str] | None = None
    #: The tasks of the head, by ID, whose last day rests on that library alone, where they differ.
    resting: tuple[str, ...] = ()

    @property
    def unbacked(self) -> list[Change]:
        """The changes of obligations that no document makes."""
        return [change for change in self.items if change.unbacked]

    @property
    def passes(self) -> bool:
        """Whether the gate lets all of it through, which does not depend on the day."""
        return not (self.unbacked or self.weakened or self.unread or self.outside)

    @property
    def evidence(self) -> list[Change]:
        """The changes of evidence that was already there."""
        return [c for c in self.items if c.need.type == "evidence" and c.kind is not Kind.ADDED]

    @cached_property
    def agencies(self) -> dict[str, list[Change]]:
        """What concerns each agency, by its ID, those with most first."""
        found: dict[str, list[Change]] = {}
        for change in self.items:
            for agency in change.agencies:
                found.setdefault(agency, []).append(change)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    def named(self, need_id: str) -> Need | None:
        """The object of an ID, as it is or was."""
        return self.after.needs.get(need_id) or self.before.needs.get(need_id)

    def of_plan(self, plan_id: str) -> "Changes":
        """Only the changes of one plan, and of the shared objects that it links to."""
        linked = {
            target
            for plan in (self.before, self.after)
            for need in plan.needs.values()
            if _home(plan, need) == plan_id
            for target in _targets(need)
        }
        kept = [change for change in self.items if self._belongs(change, plan_id, linked)]
        return replace(self, items=tuple(kept))

    def _belongs(self, change: Change, plan_id: str, linked: set[str]) -> bool:
        sides = ((self.before, change.before), (self.after, change.after))
        homes = {_home(plan, need) for plan, need in sides if need}
        return plan_id in homes or (homes == {None} and change.need.id in linked)


def _home(plan: Plan, need: Need) -> str | None:
    home = plan.plan_of(need)
    return home.id if home else None


def _targets(need: Need) -> Iterable[str]:
    return (target for targets in need.links.values() for target in targets)
