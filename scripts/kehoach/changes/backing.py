"""What backs a changed obligation: obligations change only by document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kehoach import deadline
from kehoach.changes import copies
from kehoach.changes.copies import Fate
from kehoach.changes.effects import binds, in_effect
from kehoach.changes.kinds import FOLLOW_UP, Alteration, Edit, Ground, Links, Moved, Text
from kehoach.changes.meaning import meaning
from kehoach.changes.speaking import Speaking, new_deadline
from kehoach.deadline import Kind
from kehoach.language.text import flat
from kehoach.official import fidelity, names, tables, wording
from kehoach.official.labels import Role
from kehoach.plan import Need, Plan
from kehoach.progress.authority import may_change

#: The options of a task that a clause says under a label, and which.
LABELS = {
    "owner": Role.OWNER,
    "ownership": Role.OWNER,
    "partners": Role.PARTNERS,
    "deadline": Role.DEADLINE,
    "deliverables": Role.DELIVERABLES,
    "submit_to": Role.SUBMIT_TO,
}


class Texts:
    """The official texts of two plans, and what became of each."""

    def __init__(self, before: Plan, after: Plan, now: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.now, self.then = now, {new: old for old, new in now.items()}
        self._words = cache(self._all_words)
        self.fate = cache(self._fate)

    def _fate(self, home_id: str) -> Fate:
        """What became of the text of a plan, by its ID now."""
        former = self.before.needs[self.then[home_id]]
        return copies.fate(self.before, former, self.after, self.after.needs[home_id])

    def held(self, need: Need, words: str) -> bool:
        """Whether the text of an object's plan, as it was, has words."""
        home = self.after.plan_of(need) or self.before.plan_of(need)
        former = self.then.get(home.id, home.id) if home else ""
        return self._has(self.before, former, words)

    def told(self, home: Need, words: str) -> bool:
        """Whether the text of a plan, as it was, has words in any letters, letterhead included."""
        text = self.before.texts.get(self.then.get(home.id, ""), "")
        return names.folded(words) in names.folded(text)

    def holds(self, need: Need, words: str) -> bool:
        """Whether it has them now."""
        home = self.after.plan_of(need)
        return home is not None and self._has(self.after, home.id, words)

    def has_text(self, need: Need) -> bool:
        """Whether there was a text that an object of the plan before could be held against."""
        home = self.before.plan_of(need)
        return home is not None and bool(self.before.texts.get(home.id))

    def _has(self, plan: Plan, home: str, words: str) -> bool:
        return bool(flat(words)) and wording.plain(words) in self._words(plan is self.after, home)

    def _all_words(self, after: bool, home: str) -> str:
        """The words of a text without the lines that frames list, which may stand within a clause."""
        plan = self.after if after else self.before
        if home not in plan.texts:
            return ""
        folder = plan.needs[home].folder + "/"
        framed = {flat(line) for f in plan.frames if f.path.startswith(folder) for line in f.text.split("\n")}
        lines = plan.texts[home].split("\n")
        return wording.plain("\n".join(line for line in lines if flat(line) not in framed))

    def ground_of_words(self, old: Need, new: Need) -> Ground:
        """What stands behind other words of an object: the text that had them all along, or goes on now."""
        home = self.after.plan_of(new)
        if home is None or home.id not in self.then:
            return Ground.NONE
        longer = flat(new.body).startswith(flat(old.body)) and bool(flat(old.body))
        if self.held(new, new.body) and (longer or not self.held(new, old.body)):
            return Ground.SOURCE
        match self.fate(home.id):
            case Fate.GROWN if longer and self.holds(new, new.body):
                return Ground.SOURCE
            case Fate.REPLACED if self.holds(new, new.body):
                return Ground.COPY
        return Ground.NONE

    def brought(self, need: Need) -> bool:
        """Whether the text of a plan that was there before says a clause: before, or now behind its cut."""
        home = self.after.plan_of(need)
        if home is None or home.id not in self.then:
            return False
        grown = self.fate(home.id) is Fate.GROWN and self.holds(need, need.body)
        return grown or self.held(need, need.body)


class Backing:
    """The documents behind the changes of tasks; ``now`` is the ID of each object today."""

    def __init__(self, before: Plan, after: Plan, now: Mapping[str, str], texts: Texts) -> None:
        self.before, self.after = before, after
        self.now, self.then = now, {new: old for old, new in now.items()}
        self.texts = texts
        self.speaking = Speaking(before, after, now)
        #: What the columns of an official text's tables are for, by the task whose row stands under them.
        self._columns = cache(self._all_columns)

    def of_task(
        self, old: Need | None, new: Need | None, edits: Iterable[Edit], arrived: frozenset[str]
    ) -> Iterator[Alteration]:
        """The parts of a task's obligation that its edits change, each with its ground.

        ``arrived`` are the bases that this change brings, or the day of.
        """
        if old is None or new is None:
            if need := new or old:
                yield self._added(need) if old is None else self._removed(need)
            return
        found: dict[str, Alteration] = {}
        # What a task waits for may follow from its new deadline.
        for edit in sorted(edits, key=lambda one: getattr(one, "option", "") == "trigger"):
            for field, in_force in _fields(edit):
                if by := self._amended(old, new, edit, field):
                    changed = Alteration(field, Ground.AMENDMENT, by)
                elif in_force or field == "plan":
                    changed = Alteration(field, Ground.NONE)
                elif field == "body":
                    changed = Alteration(field, self.texts.ground_of_words(old, new))
                elif field == "trigger":
                    changed = self._waiting(old, new, found, arrived)
                elif field == "continues":
                    changed = self._carrying(old, new)
                else:
                    changed = Alteration(field, self._reading(old, new, field, found))
                if field not in found or changed.ground is Ground.NONE:
                    found[field] = changed
        yield from found.values()

    # -- by amendment -----------------------------------------------------------------------------------

    def _amended(self, old: Need, new: Need, edit: Edit, field: str) -> tuple[str, ...]:
        """The new amendments that say exactly what a task says now."""
        if isinstance(edit, Moved):
            return self.speaking.backing(new, lambda a: bool(a["deadline"]) and _sets(a, edit))
        if isinstance(edit, Links) and field in ("owner", "partners", "deliverables"):
            # A lead is replaced; supporters and results are only added.
            now = frozenset(edit.now)
            if field == "owner":
                return self.speaking.backing(new, lambda a: frozenset(a.to("owner")) == now)
            added = frozenset(edit.added)
            return () if edit.removed else self._jointly(new, field, added)
        if field == "effect" and isinstance(edit, Text):
            takes_up = not edit.after
            return self.speaking.backing(
                new, lambda a: a["effect"] == edit.after and (not takes_up or bool(a["deadline"]))
            )
        if field == "ownership" and not (old["ownership"] and new["ownership"]):
            several = bool(new["ownership"])
            return self.speaking.backing(
                new, lambda a: bool(a.to("owner")) and (len(a.to("owner")) > 1) == several
            )
        return ()

    def _jointly(self, task: Need, field: str, added: frozenset[str]) -> tuple[str, ...]:
        """The new amendments that add some of what was added, if together they add all of it."""
        by = self.speaking.backing(task, lambda a: bool(added.intersection(a.to(field))))
        said = {target for need_id in by for target in self.after.needs[need_id].to(field)}
        return by if added <= said else ()

    def _added(self, task: Need) -> Alteration:
        """A new plan brings its tasks; else the text must have said so, or an amendment says all of it."""
        home = self.after.plan_of(task)
        if home is not None and home.id not in self.then:
            return Alteration("existence", Ground.PLAN)

        def says(amendment: Need) -> bool:
            return (
                bool(amendment["deadline"])
                and meaning(new_deadline(amendment)) == meaning(self.after.deadline_of(task))
                and set(amendment.to("owner")) == set(task.to("owner"))
                and set(amendment.to("deliverables")) == set(task.to("deliverables"))
            )

        if by := self.speaking.backing(task, says):
            return Alteration("existence", Ground.AMENDMENT, by)
        return Alteration("existence", Ground.SOURCE if self.texts.brought(task) else Ground.NONE)

    def _removed(self, task: Need) -> Alteration:
        """What the text says neither before nor now was never an obligation."""
        if by := self.speaking.cancelling(task):
            return Alteration("existence", Ground.AMENDMENT, by)
        home = self.before.plan_of(task)
        kept = home is not None and home.id in self.now and self.texts.has_text(task)
        said = not flat(task.body) or self.texts.held(task, task.body)
        return Alteration("existence", Ground.SOURCE if kept and not said else Ground.NONE)

    def _waiting(
        self, old: Need, new: Need, found: Mapping[str, Alteration], arrived: frozenset[str]
    ) -> Alteration:
        """A task begins to wait for a document that has come, or for what its new deadline counts from."""
        moved = found.get("deadline")
        kinds = {new_deadline(self.after.needs[a]).kind for a in moved.by} if moved else set()
        if moved and kinds & {Kind.EVENT, Kind.RELATIVE}:
            return Alteration("trigger", Ground.AMENDMENT, moved.by)
        if not old.to("trigger") and new.to("trigger") and arrived.issuperset(new.to("trigger")):
            return Alteration("trigger", Ground.DOCUMENT, new.to("trigger"))
        return Alteration("trigger", Ground.NONE)

    def _carrying(self, old: Need, new: Need) -> Alteration:
        """What a plan leaves is said to be carried on by the document that closes it; never taken back."""
        kept = {self.now.get(key, key) for key in old.to("continues")} <= set(new.to("continues"))
        added = [task for task in self.after.targets(new, "continues") if task.id not in old.to("continues")]
        closing = [self._closing_now(task) for task in added]
        if kept and closing and all(closing):
            return Alteration("continues", Ground.DOCUMENT, tuple(filter(None, closing)))
        return Alteration("continues", Ground.NONE)

    def _closing_now(self, task: Need) -> str:
        """The ID of a closing, by who may close the plan of a task, that was not there before."""
        home = self.after.plan_of(task)
        found = self.after.sources(home.id, "closes") if home else ()
        new = (
            c for c in found if home and c.id not in self.then and may_change(self.after, home, c["issuer"])
        )
        return next((closing.id for closing in new), "")

    # -- by the official text -----------------------------------------------------------------------------

    def _reading(self, old: Need, new: Need, field: str, found: Mapping[str, Alteration]) -> Ground:
        """Whether a task's options were only brought to what its clause has said all the time."""
        if field == "deliverables" and all(self._derived(old, new)):
            return Ground.DERIVED
        if field == "ownership":
            # How several owners share a task is said by their being named together.
            owner = found.get("owner")
            return Ground.SOURCE if owner and owner.ground is Ground.SOURCE else Ground.NONE
        home = self.after.plan_of(new)
        if field not in LABELS or not self.texts.brought(new):
            return Ground.NONE
        said = [value for role, value in self._said(new, home) if role is LABELS[field]]
        restored = _says(self.after, new, field, new.body, said)
        wrong = not _says(self.before, old, field, new.body, said)
        incomplete = {self.now.get(key, key) for key in old.to(field)} < set(new.to(field))
        return Ground.SOURCE if restored and (wrong or incomplete) else Ground.NONE

    def _said(self, task: Need, home: Need | None) -> tuple[tuple[Role, str], ...]:
        """What the label lines of a clause say, or the cells of its row."""
        in_table = home is not None and home.id in self.after.texts and "|" in task.body
        heads = self._heads(task, home) if home and in_table else ()
        return tables.said(task.body, heads)

    def _heads(self, task: Need, home: Need) -> tables.Columns:
        """What the columns of a row are for, as the files said before, where it was there."""
        then = self.then.get(home.id, "")
        before = self._columns(False, then) if then in self.before.texts else {}
        return before.get(self.then.get(task.id, "")) or self._columns(True, home.id).get(task.id, ())

    def _all_columns(self, after: bool, home: str) -> Mapping[str, tables.Columns]:
        plan = self.after if after else self.before
        return fidelity.compare(plan, plan.needs[home]).columns

    def _derived(self, old: Need, new: Need) -> Iterator[bool]:
        """For each deliverable that came or went, whether the coordinator derived it."""
        for plan, task, others in (
            (self.before, old, {self.then.get(key, key) for key in new.to("deliverables")}),
            (self.after, new, {self.now.get(key, key) for key in old.to("deliverables")}),
        ):
            for deliverable in plan.targets(task, "deliverables"):
                if deliverable.id not in others:
                    yield deliverable["origin"] == "derived"


def _sets(amendment: Need, edit: Moved) -> bool:
    return meaning(new_deadline(amendment)) == edit.after.meaning


def _fields(edit: Edit) -> Iterator[tuple[str, bool]]:
    """The part of an obligation that an edit is about, and whether it is what amendments make of it."""
    if isinstance(edit, Moved):
        yield "deadline", edit.in_force
    elif isinstance(edit, Links):
        if binds("task", edit.option) and edit.option not in FOLLOW_UP:
            yield edit.option, edit.in_force
    elif isinstance(edit, Text) and (edit.option in ("plan", "effect") or _says_more(edit)):
        yield edit.option, edit.option == "effect"


def _says_more(edit: Text) -> bool:
    # Other words for the same time are told as a text.
    said = {in_effect(edit.option, value) for value in (edit.before, edit.after)}
    return edit.option not in ("content", "deadline") and binds("task", edit.option) and len(said) > 1


def _says(plan: Plan, task: Need, field: str, clause: str, said: Sequence[str]) -> bool:
    """Whether a clause says of a field what the options say, in what it ``said`` of it, or anywhere."""
    if field == "deadline":
        ours = plan.deadline_of(task)
        home = plan.plan_of(task)
        issued = home.day("issued") if home else None
        read = [deadline.parse(value.strip(" .;"), issued.year if issued else None) for value in said]
        named = bool(ours.text) and flat(ours.text) in flat(clause)
        return any(meaning(one) == meaning(ours) for one in read) if said else named
    linked = plan.targets(task, field)
    if field == "deliverables":
        text = names.folded("; ".join(said) if said else clause)
        return all(names.folded(one.title) in text for one in linked)
    # Running text names agencies too, but not surely as what.
    return bool(said) and names.Directory(linked).is_list_of([one.id for one in linked], "; ".join(said))
