"""What differs between two plans, object by object. Order and spacing are no difference."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kehoach.changes.backing import Backing, Texts
from kehoach.changes.effects import Effects
from kehoach.changes.following import Following, Pair, key
from kehoach.changes.grounds import Grounds
from kehoach.changes.kinds import (
    FOLLOW_UP,
    Alteration,
    Change,
    Changes,
    Edit,
    Effect,
    Ground,
    Kind,
    Links,
    Moved,
    Standing,
    Term,
    Text,
)
from kehoach.changes.meaning import meaning
from kehoach.changes.renames import counterparts
from kehoach.changes.weakening import weakened
from kehoach.deadline import Deadline
from kehoach.language.text import flat
from kehoach.official import numbers
from kehoach.plan import ABOUT, FaultKind, Need, Plan
from kehoach.progress import Progress, indicators
from kehoach.progress.closing import closing_of
from kehoach.progress.effective import Obligation, bound_ever, last_days
from kehoach.progress.owners import owner_on
from kehoach.progress.states import DONE, Ending


def compare(
    before: Plan,
    after: Plan,
    as_of: date,
    *,
    holidays: tuple[str, str] = ("", ""),
) -> Changes:
    """All that differs between two plans; states of both are those of one day, so that only edits count.

    ``holidays`` are the versions of the library of holidays
    that the two sides are locked to. Days of both are computed with the one that is installed, so that an
    upgrade alone moves nothing here.
    """
    comparison = _Comparison(before, after, as_of)
    found = _alone(list(comparison.changes()))
    found.sort(key=lambda change: (change.need.path, change.need.line))
    return Changes(
        before,
        after,
        as_of,
        tuple(found),
        weakened(before.model, after.model),
        _came(before, after, FaultKind.FILE),
        _came(before, after, FaultKind.ELSEWHERE),
        holidays if holidays[0] != holidays[1] else None,
        tuple(comparison.resting()) if holidays[0] != holidays[1] else (),
    )


def _came(before: Plan, after: Plan, kind: FaultKind) -> tuple[str, ...]:
    """The files that have a fault of a kind, each as often as before or not at all: more is the change's."""
    was, now = (
        Counter((f.path, f.detail) for f in plan.faults if f.kind is kind) for plan in (before, after)
    )
    return tuple(sorted({path for path, _detail in now - was}))


def _alone(found: list[Change]) -> list[Change]:
    """Another copy of an official text is a change of its own: beside others it backs nothing."""
    grounds = {o.ground for change in found for o in change.obligations}
    if Ground.COPY not in grounds or len(grounds) == 1:
        return found
    return [
        replace(
            change,
            obligations=tuple(
                replace(o, ground=Ground.NONE) if o.ground is Ground.COPY else o for o in change.obligations
            ),
        )
        for change in found
    ]


def tasks_concerned(plan: Plan, need: Need) -> Iterator[Need]:
    """The tasks that an object is about: itself, those that it names, those that it is the result of."""
    results = [need] if need.type == "deliverable" else []
    named = [need, *(target for link in dict.fromkeys(ABOUT.values()) for target in plan.targets(need, link))]
    results += [target for target in named[1:] if target.type == "deliverable"]
    for result in results:
        for source in plan.sources(result.id, "deliverables"):
            named += [source, *plan.targets(source, "amends")]
    yield from {target.id: target for target in named if target.type == "task"}.values()


class _Side:
    """One of the two plans, and where it stands on the day."""

    def __init__(self, plan: Plan, as_of: date, now: Mapping[str, str]) -> None:
        self.plan = plan
        self.progress = Progress(plan, as_of)
        self.effects = Effects(plan, now)

    def bound(self, task: Need) -> Obligation:
        """The task after all its amendments, whatever the day."""
        return bound_ever(self.plan, task)

    def ending(self, task: Need) -> Ending | None:
        """How a task ended with its plan, by all that is recorded; None where that runs."""
        home = self.plan.plan_of(task)
        closing = closing_of(self.plan, home, date.max) if home else None
        day = closing.day("date") if closing else None
        return Progress(self.plan, day).of(task).ending if day else None

    def has_ended(self, need: Need) -> bool:
        """Whether the plan of an object has ended, by all that is recorded."""
        home = self.plan.plan_of(need)
        return home is not None and closing_of(self.plan, home, date.max) is not None

    def final_figure(self, indicator: Need) -> str:
        """What an indicator had reached when its plan ended; empty for nothing."""
        reached = indicators.status(self.plan, indicator, date.max).reached
        return numbers.said(reached.value) if reached else ""

    def amended(self, bound: Obligation) -> bool:
        """Whether a task has another deadline than it says itself."""
        return meaning(bound.deadline) != meaning(self.plan.deadline_of(bound.task))

    def term(self, task: Need, read: Deadline) -> Term:
        """A deadline of the task with its last day; days that an event must give first are not known."""
        return Term(read.text, last_days(self.plan, task, read, None)[0], meaning(read))

    def said_about(self, task: Need, deliverables: tuple[Need, ...], name: str) -> dict[str, Need]:
        """The objects of one kind of follow-up that are about a task or its deliverables, by their ID."""
        need_type = FOLLOW_UP[name]
        found = [n for need in (task, *deliverables) for n in self.plan.sources(need.id, ABOUT[need_type])]
        return {need.id: need for need in found if need.type == need_type}


#: What tasks share: where one of them differs, any task may stand otherwise.
_SHARED = ("plan", "agency", "basis", "workday")


#: The grounds of what a draft needs no other for: another copy would have to come by itself.
_UNBACKED = (Ground.NONE, Ground.COPY)


class _Comparison:
    """Two plans, and which object of one is which of the other."""

    def __init__(self, before: Plan, after: Plan, as_of: date) -> None:
        self.as_of = as_of
        self.now = counterparts(before, after)
        self.then = {new: old for old, new in self.now.items()}
        self.before, self.after = _Side(before, as_of, self.now), _Side(after, as_of, {})
        self.edited = {new: list(self._edits(old, new)) for old, new in self.now.items()}
        texts = Texts(before, after, self.now)
        self.backing = Backing(before, after, self.now, texts)
        self.grounds = Grounds(before, after, self.now, texts, self.backing.speaking)

    def changes(self) -> Iterator[Change]:
        pairs = list(self._pairs())
        self.shared_differ = any(self._differs(*pair) for pair in pairs if _type(*pair) in _SHARED)
        shared: dict[str, tuple[Alteration, ...]] = {}
        for old, new in pairs:
            need = new or old
            if need and need.type != "task":
                edits = self.edited[key(new)] if old and new else []
                altered = tuple(self.grounds.of(old, new, edits))
                if old and new and (turned := self._figure_turned(old, new)):
                    edits = [*edits, turned]
                    altered = (*altered, Alteration(turned.aspect, Ground.NONE))
                shared[key(need)] = self._in_draft(old, new, altered)
                if edits or not (old and new) or old.id != new.id:
                    yield self._change(old, new, edits, shared[key(need)])
        self.concerned, follows = self._concerned(pairs), self._following(shared, pairs)
        for old, new in pairs:
            need = new or old
            if need and need.type == "task":
                yield from self._task(old, new, follows)

    def resting(self) -> Iterator[str]:
        """The tasks whose last day another list of public holidays can move."""
        tasks = self.after.plan.of_type("task")
        yield from (task.id for task in tasks if self.after.effects.rests_on_holidays(task))

    def _following(self, shared: Mapping[str, tuple[Alteration, ...]], pairs: list[Pair]) -> Following:
        return Following(self.before.effects, self.after.effects, self.now, shared, pairs)

    def _pairs(self) -> Iterator[Pair]:
        """Every object of either plan: as it was, and as it is."""
        before, after = self.before.plan.needs, self.after.plan.needs
        yield from ((need, None) for key, need in before.items() if key not in self.now)
        yield from ((None, need) for key, need in after.items() if key not in self.then)
        yield from ((before[old], after[new]) for old, new in self.now.items())

    def _differs(self, old: Need | None, new: Need | None) -> bool:
        return not (old and new) or old.id != new.id or bool(self.edited[key(new)])

    def _concerned(self, pairs: list[Pair]) -> set[str]:
        """The tasks, by their ID now, that anything which differs is about."""
        concerned: set[str] = set()
        for old, new in pairs:
            if not self._differs(old, new):
                continue
            if new:
                concerned |= {task.id for task in tasks_concerned(self.after.plan, new)}
            if old:
                concerned |= {self.now.get(t.id, "") for t in tasks_concerned(self.before.plan, old)}
        return concerned

    def _task(self, old: Need | None, new: Need | None, follows: Following) -> Iterator[Change]:
        edits: list[Edit] = []
        if old and new:
            edits = [*self.edited[key(new)], *self._task_edits(old, new, new.id in self.concerned)]
        altered = list(self.backing.of_task(old, new, edits, follows.arrived))
        if old and new:
            for effect, ground in follows.of(old, new, {o.field for o in altered}):
                edits.append(effect)
                altered.append(Alteration(effect.aspect, ground, effect.causes))
            if not altered and (turned := self._turned(old, new)):
                edits.append(turned)
                altered.append(Alteration(turned.aspect, Ground.NONE))
        if edits or not (old and new) or old.id != new.id:
            yield self._change(old, new, edits, self._in_draft(old, new, altered))

    def _turned(self, old: Need, new: Need) -> Effect | None:
        """Of a plan that was closed, and still is: a task that was done when it ended, and was not before."""
        if new.id not in self.concerned:
            return None
        endings = [side.ending(task) for side, task in ((self.before, old), (self.after, new))]
        was, now = (ending.before.state if ending else None for ending in endings)
        if was is None or now is None or (was in DONE) == (now in DONE):
            return None
        return Effect("final", was.value, now.value, ())

    def _figure_turned(self, old: Need, new: Need) -> Effect | None:
        """Of a plan that was closed, and still is: another figure reached when it ended."""
        both = (self.before, old), (self.after, new)
        if new.type != "indicator" or not all(side.has_ended(indicator) for side, indicator in both):
            return None
        was, now = (side.final_figure(indicator) for side, indicator in both)
        return Effect("figure", was, now, ()) if was != now else None

    def _in_draft(
        self, old: Need | None, new: Need | None, altered: Iterable[Alteration]
    ) -> tuple[Alteration, ...]:
        """What became of an object of a plan that nobody had signed needs no document; so with its text.

        The mark of an unfinished import is none of what it says: it would let a build through.
        """
        home = self.before.plan.plan_of(old) if old else None
        if new and (now := self.after.plan.plan_of(new)) and not old:
            home = self.before.plan.needs.get(self.then.get(now.id, ""))
        if home is None or not home.unsigned:
            return tuple(altered)
        return tuple(
            replace(o, ground=Ground.DRAFT) if o.ground in _UNBACKED and o.field != "imported" else o
            for o in altered
        )

    def _change(
        self, old: Need | None, new: Need | None, edits: list[Edit], altered: tuple[Alteration, ...]
    ) -> Change:
        kind = Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED
        agencies = tuple(sorted(set(self._agencies(old, new))))
        return Change(kind, old, new, tuple(edits), altered, agencies)

    # -- what an object says itself -------------------------------------------------------------------

    def _edits(self, key_before: str, key_after: str) -> Iterator[Edit]:
        old, new = self.before.plan.needs[key_before], self.after.plan.needs[key_after]
        if old is not new:  # a page that is the same in both was read once
            yield from self._said(old, new)
        elif new.type == "task":
            yield from self._home(old, new)  # its plan may be another, or of another year
            yield from self._deadline(old, new)
        if new.type == "plan":
            yield from self._pages(old, new)
        if new.type == "evidence" and old["file"] == new["file"]:
            sides = self.before.plan, self.after.plan
            yield from _texts("content", *(_digest(plan, new["file"]) for plan in sides))

    def _both(self, old: Need, new: Need) -> tuple[tuple[Plan, Need], tuple[Plan, Need]]:
        """An object on both sides, each with its plan."""
        return (self.before.plan, old), (self.after.plan, new)

    def _said(self, old: Need, new: Need) -> Iterator[Edit]:
        yield from self._home(old, new)
        for option in dict.fromkeys([*self._options(new), *old.options, *old.links]):
            if option in old.links or option in new.links:
                yield from self._links(option, old.to(option), new.to(option))
            elif (new.type, option) == ("task", "deadline"):
                yield from self._deadline(old, new)
            else:
                yield from _texts(option, old[option], new[option])
        yield from _texts("title", old.title, new.title)
        yield from _texts("body", old.body, new.body)

    def _options(self, need: Need) -> Iterator[str]:
        """The options of a type in the order of the model."""
        declared = self.after.plan.model.types[need.type]
        yield from declared.links
        yield from declared.fields

    def _home(self, old: Need, new: Need) -> Iterator[Edit]:
        homes = [plan.plan_of(need) for plan, need in self._both(old, new)]
        ids = [home.id if home else "" for home in homes]
        if new.type != "plan" and self.now.get(ids[0], ids[0]) != ids[1]:
            yield Text("plan", *ids)

    def _links(
        self, option: str, old: tuple[str, ...], new: tuple[str, ...], *, in_force: bool = False
    ) -> Iterator[Links]:
        renamed = {self.now.get(target, target) for target in old}
        removed = tuple(target for target in old if self.now.get(target, target) not in new)
        added = tuple(target for target in new if target not in renamed)
        if removed or added:
            yield Links(option, removed, added, in_force=in_force, now=new)

    def _pages(self, old: Need, new: Need) -> Iterator[Edit]:
        """What stands in the files of a plan beside its objects, and its official text."""
        yield from _texts("text", *(plan.texts.get(need.id, "") for plan, need in self._both(old, new)))
        for name in ("headings", "frames"):
            was, now = (Counter(_lines(plan, need, name)) for plan, need in self._both(old, new))
            yield from _texts(name, "\n".join((was - now).elements()), "\n".join((now - was).elements()))

    # -- what holds for a task --------------------------------------------------------------------------

    def _task_edits(self, old: Need, new: Need, concerned: bool) -> Iterator[Edit]:
        if concerned:
            was, now = self.before.bound(old), self.after.bound(new)
            yield from self._in_force(was, now)
            for name in FOLLOW_UP:
                yield from self._follow_up(
                    name,
                    self.before.said_about(old, was.deliverables, name),
                    self.after.said_about(new, now.deliverables, name),
                )
        if concerned or self.shared_differ or self._waits_for(old, new):
            states = self.before.progress.of(old), self.after.progress.of(new)
            if states[0].state is not states[1].state:
                yield Standing(*states)

    def _waits_for(self, old: Need, new: Need) -> bool:
        """Whether a task waits for another that something differs about."""
        waits = {*new.to("trigger"), *(self.now.get(target, "") for target in old.to("trigger"))}
        return not waits.isdisjoint(self.concerned)

    def _deadline(self, old: Need, new: Need) -> Iterator[Edit]:
        was, now = self.before.plan.deadline_of(old), self.after.plan.deadline_of(new)
        if meaning(was) != meaning(now):
            yield Moved(self.before.term(old, was), self.after.term(new, now))
        else:
            yield from _texts("deadline", old["deadline"], new["deadline"])

    def _in_force(self, was: Obligation, now: Obligation) -> Iterator[Edit]:
        """What amendments make of it, where that differs otherwise than the task itself does."""
        amended = self.before.amended(was) or self.after.amended(now)
        if amended and meaning(was.deadline) != meaning(now.deadline):
            before, after = (Term(b.deadline.text, b.due, meaning(b.deadline)) for b in (was, now))
            yield Moved(before, after, in_force=True)
        yield from _texts("effect", was.state, now.state)
        for option, old, new in (
            ("owner", was.owners, now.owners),
            ("partners", was.partners, now.partners),
            ("deliverables", was.deliverables, now.deliverables),
        ):
            ids = [tuple(need.id for need in bound) for bound in (old, new)]
            own = [bound.task.to(option) for bound in (was, now)]
            if [set(i) for i in ids] != [set(o) for o in own]:
                yield from self._links(option, *ids, in_force=True)

    def _follow_up(self, name: str, old: dict[str, Need], new: dict[str, Need]) -> Iterator[Edit]:
        removed = tuple(key for key in old if self.now.get(key) not in new)
        added = tuple(key for key in new if self.then.get(key) not in old)
        changed = tuple(key for key in new if self.then.get(key) in old and self.edited[key])
        if removed or added or changed:
            yield Links(name, removed, added, changed)

    # -- whom it concerns ---------------------------------------------------------------------------------

    def _agencies(self, old: Need | None, new: Need | None) -> Iterator[str]:
        for side, need in ((self.before, old), (self.after, new)):
            if need is None:
                continue
            yield from ([need.id] if need.type == "agency" else [])
            for link in ("partners", "submit_to", "of"):
                yield from (agency.id for agency in side.plan.targets(need, link))
            for task in tasks_concerned(side.plan, need):
                for owner in (*side.plan.targets(task, "owner"), *side.bound(task).owners):
                    effective = owner_on(side.plan, owner, self.as_of).effective
                    yield from {owner.id, effective.id if effective else owner.id}


def _digest(plan: Plan, file: str) -> str:
    """The fingerprint of a file, wherever it is kept; empty where there is none."""
    return plan.files.get(file) or plan.pointers.get(file, "")


def _type(old: Need | None, new: Need | None) -> str:
    need = new or old
    return need.type if need else ""


def _texts(option: str, before: str, after: str) -> Iterator[Text]:
    if flat(before) != flat(after):
        yield Text(option, before, after)


def _lines(plan: Plan, home: Need, name: str) -> Iterator[str]:
    """The headings of a plan's pages, or the lines of the official text that frames list."""
    if name == "headings":
        yield from (flat(h.text) for h in plan.headings if h.path.startswith(f"{home.folder}/"))
        return
    for frame in plan.frames:
        if frame.path.startswith(f"{home.folder}/"):
            yield from (line for line in map(flat, frame.text.splitlines()) if line)
