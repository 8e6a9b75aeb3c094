"""What follows for tasks from other objects that have changed, and on what ground."""

from collections.abc import Iterable, Iterator, Mapping

from kehoach.changes.copies import names_document
from kehoach.changes.effects import ASPECTS, Effects
from kehoach.changes.kinds import Alteration, Effect, Ground
from kehoach.plan import Need

#: An object as it was and as it is; one of them is None where it came or went.
Pair = tuple[Need | None, Need | None]


def key(need: Need) -> str:
    """What a need is kept under in its plan, also without an ID."""
    return need.id or f"{need.path}:{need.line}"


class Following:
    """What follows for tasks from other objects that have changed.

    ``shared`` is what became of each of these, by ID; where nothing of theirs changed, nothing follows.
    """

    def __init__(
        self,
        before: Effects,
        after: Effects,
        now: Mapping[str, str],
        shared: Mapping[str, tuple[Alteration, ...]],
        pairs: list[Pair],
    ) -> None:
        self.before, self.after = before, after
        self.now, self.shared = now, shared
        plans = [{(p.id, p.path) for p in side.plan.plans} for side in (self.before, self.after)]
        self.moved = plans[0] != plans[1]
        #: Bases that the change brings, or the day of.
        self.arrived = frozenset(
            new.id
            for old, new in pairs
            if new
            and new.type == "basis"
            and names_document(new["number"])
            and new["issued"]
            and new["issuer"]
            if old is None or any(o.ground is Ground.DOCUMENT for o in shared[key(new)]) or not old["issued"]
        )
        self.any = self.moved or any(shared.values())
        self._workdays = tuple(
            need.id
            for pair in pairs
            for need in (pair[1] or pair[0],)
            if need and need.type == "workday" and shared[key(need)]
        )

    def of(self, old: Need, new: Need, told: set[str]) -> Iterator[tuple[Effect, Ground]]:
        """What differs for a task that its own ``told`` fields do not explain, each with its ground."""
        if not self.any:
            return
        explained = {
            "answers": {"owner", "ownership"},
            "last_day": {"deadline", "trigger", "plan"},
            "waits_for": {"trigger"},
            "reports": {"deadline", "plan"},
        }
        was, now = self.before.of(old), self.after.of(new)
        for aspect in ASPECTS:
            values = getattr(was, aspect), getattr(now, aspect)
            if values[0] == values[1] or told & explained[aspect]:
                continue
            if aspect == "reports":
                values = _about_the_same(*values), _about_the_same(*values[::-1])
            causes = tuple(dict.fromkeys(c for c in self._possible(old, new, aspect) if self.shared.get(c)))
            yield Effect(aspect, *values, causes), self._ground(causes)

    def _possible(self, old: Need, new: Need, aspect: str) -> Iterator[str]:
        """The objects that an aspect of a task follows from, by their ID now."""
        for side, task in ((self.before, old), (self.after, new)):
            ids = dict(self.now) if side is self.before else {}
            home = side.plan.plan_of(task)
            if aspect == "answers":
                needs = side.concerned(task)
            else:
                waits = side.plan.targets(task, "trigger") if aspect != "reports" else ()
                needs = [*waits, *([home] if home and aspect != "waits_for" else [])]
                if home and aspect == "reports":
                    needs += side.plan.sources(home.id, "amends")
            yield from (ids.get(need.id, need.id) for need in needs)
        yield from self._workdays if aspect == "last_day" else ()

    def _ground(self, causes: tuple[str, ...]) -> Ground:
        """That of the causes, where each of them has one; what nothing explains has none."""
        grounds = [o.ground for cause in causes for o in self.shared[cause]]
        if not grounds or Ground.NONE in grounds:
            return Ground.NONE
        return grounds[0]


def _about_the_same(
    one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """What one says of an option that the other says something else of; of days off, those it alone has."""
    mine, theirs = set(one), set(other)
    differing = {row[0] for row in mine ^ theirs} - {"workday"}
    return tuple(sorted(row for row in mine if row[0] in differing or row not in theirs))
