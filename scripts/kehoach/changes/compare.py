"""What differs between two plans, object by object. Order and spacing are no difference."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kehoach.changes.backing import Backing
from kehoach.changes.kinds import FOLLOW_UP, Change, Changes, Edit, Kind, Links, Moved, Standing, Term, Text
from kehoach.changes.meaning import meaning
from kehoach.changes.renames import counterparts
from kehoach.changes.wording import plain
from kehoach.deadline import Deadline
from kehoach.plan import ABOUT, Need, Plan
from kehoach.progress import Progress
from kehoach.progress.effective import Obligation, last_days, obligation
from kehoach.progress.owners import owner_on


def compare(before: Plan, after: Plan, as_of: date) -> Changes:
    """All that differs between two plans; states of both are those of one day, so that only edits count."""
    found = list(_Comparison(before, after, as_of).changes())
    found.sort(key=lambda change: (change.need.path, change.need.line))
    return Changes(before, after, as_of, tuple(found))


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

    def __init__(self, plan: Plan, as_of: date) -> None:
        self.plan = plan
        self.progress = Progress(plan, as_of)

    def bound(self, task: Need) -> Obligation:
        """The task after all its amendments, whatever the day."""
        return obligation(self.plan, task, date.max, None)

    def term(self, task: Need, read: Deadline) -> Term:
        """A deadline of the task with its last day; days that an event must give first are not known."""
        return Term(read.text, last_days(self.plan, task, read, None)[0])

    def said_about(self, task: Need, deliverables: tuple[Need, ...], name: str) -> dict[str, Need]:
        """The objects of one kind of follow-up that are about a task or its deliverables, by their ID."""
        need_type = FOLLOW_UP[name]
        found = [n for need in (task, *deliverables) for n in self.plan.sources(need.id, ABOUT[need_type])]
        return {need.id: need for need in found if need.type == need_type}


class _Comparison:
    """Two plans, and which object of one is which of the other."""

    def __init__(self, before: Plan, after: Plan, as_of: date) -> None:
        self.before, self.after = _Side(before, as_of), _Side(after, as_of)
        self.as_of = as_of
        self.now = counterparts(before, after)
        self.then = {new: old for old, new in self.now.items()}
        self.backing = Backing(before, after, self.now)
        self.edited = {new: list(self._edits(old, new)) for old, new in self.now.items()}

    def changes(self) -> Iterator[Change]:
        before, after = self.before.plan, self.after.plan
        removed = [need for key, need in before.needs.items() if key not in self.now]
        added = [need for key, need in after.needs.items() if key not in self.then]
        concerned = {task.id for need in added for task in tasks_concerned(after, need)}
        concerned |= {self.now.get(t.id, "") for need in removed for t in tasks_concerned(before, need)}
        for old, new in self.now.items():
            if self.edited[new] or old != new:
                concerned |= {task.id for task in tasks_concerned(after, after.needs[new])}
                concerned |= {self.now.get(t.id, "") for t in tasks_concerned(before, before.needs[old])}
        for need in removed:
            yield self._change(Kind.REMOVED, need, None, [])
        for need in added:
            yield self._change(Kind.ADDED, None, need, [])
        for old, new in self.now.items():
            edits = list(self.edited[new])
            if after.needs[new].type == "task":
                edits += self._task_edits(before.needs[old], after.needs[new], new in concerned)
            if edits or old != new:
                yield self._change(Kind.CHANGED, before.needs[old], after.needs[new], edits)

    def _change(self, kind: Kind, old: Need | None, new: Need | None, edits: list[Edit]) -> Change:
        obligations = tuple(self.backing.obligations(old, new, edits))
        agencies = tuple(sorted(set(self._agencies(old, new))))
        return Change(kind, old, new, tuple(edits), obligations, agencies)

    # -- what an object says itself -------------------------------------------------------------------

    def _edits(self, key_before: str, key_after: str) -> Iterator[Edit]:
        old, new = self.before.plan.needs[key_before], self.after.plan.needs[key_after]
        if old is not new:  # a page that is the same in both was read once
            yield from self._said(old, new)
        elif new.type == "task":
            yield from self._deadline(old, new)  # its plan may be of another year
        if new.type == "plan":
            yield from self._pages(old, new)
        if new.type == "evidence" and old["file"] == new["file"]:
            files = self.before.plan.files, self.after.plan.files
            yield from _texts("content", *(found.get(new["file"], "") for found in files))

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
            yield Links(option, removed, added, in_force=in_force)

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
        states = self.before.progress.of(old), self.after.progress.of(new)
        if states[0].state is not states[1].state:
            yield Standing(*states)

    def _deadline(self, old: Need, new: Need) -> Iterator[Edit]:
        was, now = self.before.plan.deadline_of(old), self.after.plan.deadline_of(new)
        if meaning(was) != meaning(now):
            yield Moved(self.before.term(old, was), self.after.term(new, now))
        else:
            yield from _texts("deadline", old["deadline"], new["deadline"])

    def _in_force(self, was: Obligation, now: Obligation) -> Iterator[Edit]:
        """What amendments make of it, where that differs otherwise than the task itself does."""
        if (was.extensions or now.extensions) and meaning(was.deadline) != meaning(now.deadline):
            yield Moved(Term(was.deadline.text, was.due), Term(now.deadline.text, now.due), in_force=True)
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


def _texts(option: str, before: str, after: str) -> Iterator[Text]:
    if plain(before) != plain(after):
        yield Text(option, before, after)


def _lines(plan: Plan, home: Need, name: str) -> Iterator[str]:
    """The headings of a plan's pages, or the lines of the official text that frames list."""
    folder = home.path.rpartition("/")[0]
    if name == "headings":
        yield from (plain(h.text) for h in plan.headings if h.path.startswith(f"{folder}/"))
        return
    for frame in plan.frames:
        if frame.path.startswith(f"{folder}/"):
            yield from (line for line in map(plain, frame.text.splitlines()) if line)
