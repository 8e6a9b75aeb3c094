"""What backs a changed obligation: obligations change only by document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kehoach import deadline
from kehoach.changes.kinds import Alteration, Edit, Ground, Links, Moved, Text
from kehoach.changes.meaning import meaning
from kehoach.changes.wording import plain
from kehoach.official import fidelity, names, tables
from kehoach.official.labels import Role
from kehoach.plan import AMENDABLE, Need, Plan

#: The options of a task that say what it obliges whom to, and under which label a clause says it.
FIELDS = {
    "owner": Role.OWNER,
    "ownership": Role.OWNER,
    "partners": Role.PARTNERS,
    "deadline": Role.DEADLINE,
    "deliverables": Role.DELIVERABLES,
    "submit_to": Role.SUBMIT_TO,
}

#: The document of an amendment, as far as it names one: number, day, issuer, bases.
Document = tuple[str, str, str, frozenset[str]]


class Backing:
    """The documents behind the changes from one plan to another; ``now`` is the ID of each object today."""

    def __init__(self, before: Plan, after: Plan, now: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.now, self.then = now, {new: old for old, new in now.items()}
        known = {key for key, _amendment in _spoken(before, now)}
        #: The amendments that newly speak of a field of a task. One that says something else under the
        #: document it had before does not change an obligation by document.
        self.speaking: dict[tuple[str, str], list[str]] = {}
        for key, amendment in _spoken(after, {}):
            if key not in known:
                self.speaking.setdefault(key[:2], []).append(amendment)
        self._plain = cache(fidelity.plain)
        #: What the columns of an official text's tables are for, by the task whose row stands under them.
        self._columns = cache(lambda home: fidelity.compare(after, after.needs[home]).columns)

    def obligations(self, old: Need | None, new: Need | None, edits: Iterable[Edit]) -> Iterator[Alteration]:
        """The parts of a task's obligation that its edits change, each with its ground."""
        need = new or old
        if need is None or need.type != "task":
            return
        if old is None or new is None:
            ground = self._added(need) if old is None else self._removed(need)
            yield self._amended(need, "existence") or Alteration("existence", ground)
            return
        found: dict[str, Alteration] = {}
        for field, in_force in dict.fromkeys(field for edit in edits for field in _fields(edit)):
            ground = Ground.NONE if in_force else self._reading(old, new, field, found)
            changed = self._amended(new, field) or Alteration(field, ground)
            if field not in found or ground is Ground.NONE:
                found[field] = changed
        yield from found.values()

    def _amended(self, task: Need, field: str) -> Alteration | None:
        by = self.speaking.get((task.id, field))
        return Alteration(field, Ground.AMENDMENT, tuple(by)) if by else None

    def _added(self, task: Need) -> Ground:
        """A new plan brings its tasks; else the text must have said so before, unless it was incomplete."""
        home = self.after.plan_of(task)
        if home is None:
            return Ground.NONE
        if home.id not in self.then:
            return Ground.PLAN
        return Ground.SOURCE if self._said_before(home, task.body) else Ground.NONE

    def _said_before(self, home: Need, clause: str) -> bool:
        """Whether the text had a clause before, or was known to be incomplete and has it now."""
        former = self.before.needs[self.then[home.id]]
        completed = bool(former["truncated"]) and self._holds(self.after, home.id, clause)
        return completed or self._holds(self.before, former.id, clause)

    def _removed(self, task: Need) -> Ground:
        """What the text says neither before nor now was never an obligation."""
        home = self.before.plan_of(task)
        if home is None or not self.before.texts.get(home.id) or home.id not in self.now:
            return Ground.NONE
        said = self._holds(self.before, home.id, task.body) or self._holds(
            self.after, self.now[home.id], task.body
        )
        return Ground.NONE if said else Ground.SOURCE

    def _holds(self, plan: Plan, home: str, clause: str) -> bool:
        """Whether the official text of a plan has a clause, word for word."""
        return bool(clause) and fidelity.plain(clause) in self._plain(plan.texts.get(home, ""))

    def _reading(self, old: Need, new: Need, field: str, found: Mapping[str, Alteration]) -> Ground:
        """Whether a task's options were only brought to what its clause has said all the time."""
        if field == "deliverables" and all(self._derived(old, new)):
            return Ground.DERIVED
        if field == "ownership":
            # How several owners share a task is said by their being named together.
            owner = found.get("owner")
            return Ground.SOURCE if owner and owner.ground is Ground.SOURCE else Ground.NONE
        home = self.after.plan_of(new)
        known = home is not None and home.id in self.then and self._said_before(home, new.body)
        if plain(old.body) != plain(new.body) and not known:
            return Ground.NONE
        said = [value for role, value in self._said(new, home) if role is FIELDS[field]]
        restored = _says(self.after, new, field, new.body, said)
        wrong = not _says(self.before, old, field, new.body, said)
        incomplete = {self.now.get(key, key) for key in old.to(field)} < set(new.to(field))
        return Ground.SOURCE if restored and (wrong or incomplete) else Ground.NONE

    def _said(self, task: Need, home: Need | None) -> tuple[tuple[Role, str], ...]:
        """What the label lines of a clause say, or the cells of its row."""
        in_table = home is not None and home.id in self.after.texts and "|" in task.body
        heads = self._columns(home.id).get(task.id, ()) if home and in_table else ()
        return tables.said(task.body, heads)

    def _derived(self, old: Need, new: Need) -> Iterator[bool]:
        """For each deliverable that came or went, whether the coordinator derived it."""
        for plan, task, others in (
            (self.before, old, {self.then.get(key, key) for key in new.to("deliverables")}),
            (self.after, new, {self.now.get(key, key) for key in old.to("deliverables")}),
        ):
            for deliverable in plan.targets(task, "deliverables"):
                if deliverable.id not in others:
                    yield deliverable["origin"] == "derived"


def _fields(edit: Edit) -> Iterator[tuple[str, bool]]:
    """The part of an obligation that an edit is about, and whether it is what amendments make of it."""
    if isinstance(edit, Moved):
        yield "deadline", edit.in_force
    elif isinstance(edit, Links) and edit.option in FIELDS:
        yield edit.option, edit.in_force
    elif isinstance(edit, Text) and edit.option in ("ownership", "effect"):
        yield edit.option, edit.option == "effect"


def _spoken(plan: Plan, now: Mapping[str, str]) -> Iterator[tuple[tuple[str, str, Document], str]]:
    """What amendments in force speak of: task, field and document, and the amendment's ID."""
    for amendment in plan.of_type("amendment"):
        document = _document(amendment, now)
        if amendment["effect"] == "requested" or not document:
            continue
        fields = {field for field in AMENDABLE if amendment[field] or amendment.to(field)}
        # These have no option of their own in an amendment.
        fields |= {"submit_to", "existence"} | ({"ownership"} if "owner" in fields else set())
        for task in amendment.to("amends"):
            for field in sorted(fields):
                yield (now.get(task, task), field, document), amendment.id


def _document(amendment: Need, now: Mapping[str, str]) -> Document | None:
    number, day, issuer = amendment["number"], amendment["date"], amendment["issuer"]
    bases = frozenset(now.get(basis, basis) for basis in amendment.to("basis"))
    return (number, day, issuer, bases) if bases or (number and day and issuer) else None


def _says(plan: Plan, task: Need, field: str, clause: str, said: Sequence[str]) -> bool:
    """Whether a clause says of a field what the options say, in what it ``said`` of it, or anywhere."""
    if field == "deadline":
        ours = plan.deadline_of(task)
        home = plan.plan_of(task)
        issued = home.day("issued") if home else None
        read = [deadline.parse(value.strip(" .;"), issued.year if issued else None) for value in said]
        named = bool(ours.text) and plain(ours.text) in plain(clause)
        return any(meaning(one) == meaning(ours) for one in read) if said else named
    text = names.folded("; ".join(said) if said else clause)
    linked = plan.targets(task, field)
    if field == "deliverables":
        return all(names.folded(one.title) in text for one in linked)
    # Running text names agencies too, but not surely as what.
    return bool(said) and names.Directory(linked).is_list_of([agency.id for agency in linked], text)
