"""What backs a change of an object that others owe by: plans, agencies, bases, deliverables, amendments."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kehoach.changes import copies
from kehoach.changes.backing import Texts
from kehoach.changes.copies import Fate, names_document
from kehoach.changes.effects import binds, in_effect
from kehoach.changes.kinds import TEXTS, Alteration, Edit, Ground, Links, Text
from kehoach.changes.speaking import Speaking, content, in_force
from kehoach.language.text import flat
from kehoach.official import names
from kehoach.official.numbers import said
from kehoach.plan import OF_PLANS, VERBATIM, Need, Plan
from kehoach.progress.authority import issuers, may_change
from kehoach.progress.closing import REOPENED
from kehoach.progress.indicators import Target, targets

#: What becomes of the official text is judged as one act.
_OF_THE_TEXT = ("text", "source", "truncated")
_YEAR = re.compile(r"(?<!\d)20\d\d(?![\d/])")
_YEARS = re.compile(r"(20\d\d)\s*(?:đến|[-–])\s*(?:hết\s+)?(?:năm\s+)?(20\d\d)")


class Grounds:
    """The documents behind what changes in objects that are no tasks."""

    def __init__(
        self, before: Plan, after: Plan, now: Mapping[str, str], texts: Texts, speaking: Speaking
    ) -> None:
        self.before, self.after, self.now = before, after, now
        self.texts, self.speaking = texts, speaking

    def of(self, old: Need | None, new: Need | None, edits: Iterable[Edit]) -> Iterator[Alteration]:
        """What a change of one of them does to what anybody owes, each with its ground."""
        need = new or old
        if need is None:
            return
        if need.type == "amendment":
            yield from self._amendment(old, new)
        elif need.type == "closing":
            yield from self._closing(old, new)
        elif new is None:
            if self._missed(need):
                yield Alteration("existence", Ground.NONE)
        elif old is None:
            if ground := self._added(need):
                yield Alteration("existence", ground)
        else:
            if new.unsigned and not old.unsigned:
                yield Alteration("signed", Ground.NONE)
            if new.unfinished and not old.unfinished:
                yield Alteration("imported", Ground.NONE)
            for field in dict.fromkeys(map(_field, edits)):
                if field and (ground := self._ground(old, new, field)):
                    yield Alteration(field, ground)

    def _ground(self, old: Need, new: Need, field: str) -> Ground | None:
        """The ground of another value of an option; None where nobody owes anything by it."""
        if new.type == "plan" and field in _OF_THE_TEXT:
            return self._text(new, field)
        if field == "plan" and new.type in VERBATIM:
            return Ground.NONE  # the words of one plan are not those of another
        if field in TEXTS or not binds(new.type, field):
            return None
        if field == "body":
            return self.texts.ground_of_words(old, new)
        judge: Mapping[str, Callable[[Need, Need, str], Ground | None]] = {
            "plan": self._plan,
            "deliverable": self._deliverable,
            "basis": self._basis,
            "workday": lambda *_: Ground.NONE,
            "indicator": lambda old, new, _field: self._indicator(old, new),
        }
        return judge[new.type](old, new, field) if new.type in judge else self._named(old, new)

    def _missed(self, need: Need) -> bool:
        """Whether something that has been taken out is still asked for, or was there for its own sake."""
        if need.type in ("plan", "objective", "principle", "workday", "indicator"):
            return True
        if need.type not in ("agency", "basis", "deliverable"):
            return False
        return any(
            need.id in targets for other in self.after.needs.values() for targets in other.links.values()
        )

    # -- official text ------------------------------------------------------------------------------------

    def _text(self, new: Need, field: str) -> Ground:
        match self.texts.fate(new.id):
            case Fate.REPLACED:
                return Ground.COPY
            case Fate.GROWN if field == "text":
                return Ground.SOURCE
            case Fate.GROWN if field == "truncated":
                said = bool(new["truncated"]) or copies.is_whole(self.after.texts[new.id])
                return Ground.SOURCE if said else Ground.NONE
        return Ground.NONE

    def _plan(self, old: Need, new: Need, field: str) -> Ground:
        """The text said so before, and said nothing of what was written instead."""
        if field == "basis":
            added = [
                need
                for need in self.after.targets(new, "basis")
                if need.id not in self._then(old.to("basis"))
            ]
            kept = self._then(old.to("basis")) <= set(new.to("basis"))
            told = bool(added) and all(need["number"] and self._tells(new, need["number"]) for need in added)
            return Ground.SOURCE if kept and told else Ground.NONE
        restored = bool(new[field]) and self._tells(new, new[field])
        wrong = not old[field] or not self._tells(new, old[field])
        return Ground.SOURCE if restored and wrong else Ground.NONE

    def _tells(self, home: Need, value: str) -> bool:
        """Whether the text of a plan, as it was, has a value: words, or a day in one of its forms."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return self.texts.told(home, value)
        forms = (f"{day.day}/{day.month}/{day.year}", f"{day:%d/%m/%Y}")
        long = (
            f"ngày {day.day} tháng {day.month} năm {day.year}",
            f"ngày {day:%d} tháng {day:%m} năm {day.year}",
        )
        return any(self.texts.told(home, form) for form in (*forms, *long))

    def _then(self, targets: Iterable[str]) -> set[str]:
        return {self.now.get(target, target) for target in targets}

    # -- what names its document ----------------------------------------------------------------------------

    def _day_off(self, day: Need) -> Ground:
        """A day off, or worked, is announced by a ministry, or by who may change each of the plans."""
        told = names_document(day["number"]) and day["issuer"]
        allowed = names.folded(day["issuer"]).startswith("bộ ") or all(
            may_change(self.before, home, day["issuer"]) for home in self.before.plans
        )
        return Ground.DOCUMENT if told and allowed else Ground.NONE

    def _named(self, old: Need, new: Need) -> Ground:
        """Succession and members rest on a document that the object did not name before."""
        another = flat(old["source"]) != flat(new["source"])
        return Ground.DOCUMENT if another and self._is_named(new["source"]) else Ground.NONE

    def _is_named(self, source: str) -> bool:
        return names_document(source) or any(
            word.strip(" ,.;") in self.after.needs for word in source.split()
        )

    def _indicator(self, old: Need, new: Need) -> Ground:
        """Another target, baseline or owner is by a document after the plan, which it now names as basis."""
        return self._set_by(self.before.plan_of(old), self._then(old.to("basis")), new)

    def _added(self, need: Need) -> Ground | None:
        """The ground of an object that was not there; a new plan brings its own."""
        if need.type == "workday":
            return self._day_off(need)
        now = self.after.plan_of(need) if need.type == "indicator" and need["targets"] else None
        home = self.before.needs.get(self.texts.then.get(now.id, "")) if now else None
        if home is None:
            return None
        return Ground.SOURCE if self._tells_figures(home, need) else self._set_by(home, set(), need)

    def _tells_figures(self, home: Need, indicator: Need) -> bool:
        """Whether the text of a plan, as it was, has each figure that is to be reached, with its unit.

        A line that names years says nothing of others.
        """
        lines, unit = self.before.texts.get(home.id, "").split("\n"), indicator["unit"]
        wanted = targets(indicator)
        return bool(unit and wanted) and all(
            any(_figure(one, unit).search(line) and speaks_of(line, one.day.year) for line in lines)
            for one in wanted
        )

    def _set_by(self, home: Need | None, before: set[str], new: Need) -> Ground:
        issued = home.day("issued") if home else None
        for basis in self.after.targets(new, "basis") if home and issued else ():
            day, told = basis.day("issued"), names_document(basis["number"])
            allowed = home and may_change(self.before, home, basis["issuer"])
            if basis.id not in before and told and allowed and day and issued and day >= issued:
                return Ground.DOCUMENT
        return Ground.NONE

    def _basis(self, old: Need, new: Need, field: str) -> Ground | None:
        """A basis is its own document: it can come to be issued, but not on another day."""
        if not self._matters(old, new, field):
            return None
        draft = not names_document(old["number"])
        came = names_document(new["number"]) and (draft or not old[field])
        return Ground.DOCUMENT if came and field != "issuer" else Ground.NONE

    def _matters(self, old: Need, new: Need, field: str) -> bool:
        """Whether a task waits for a basis, or (issuer, number) a plan says that it is issued under it."""
        sides = ((self.before, old), (self.after, new))
        link, wanted = ("basis", "plan") if field in ("issuer", "number") else ("trigger", "task")
        return any(source.type == wanted for plan, need in sides for source in plan.sources(need.id, link))

    def _deliverable(self, old: Need, new: Need, field: str) -> Ground | None:
        sides = ((self.before, old), (self.after, new))
        if not any(plan.sources(need.id, "deliverables") for plan, need in sides):
            return None
        if old["origin"] == new["origin"] == "derived":
            return Ground.DERIVED
        if field == "kind":
            return Ground.NONE
        tasks = [task for task in self.after.sources(new.id, "deliverables") if self.texts.brought(task)]
        said = [names.folded(task.body) for task in tasks]
        restored = any(names.folded(new.title) in words for words in said) is (new["origin"] == "stated")
        wrong = field == "origin" or not any(names.folded(old.title) in words for words in said)
        return Ground.SOURCE if said and restored and wrong else Ground.NONE

    def _amendment(self, old: Need | None, new: Need | None) -> Iterator[Alteration]:
        """One that was in force stays as it is; a new one is by a document of who may change the tasks."""
        if old is None or not in_force(old):
            if new is not None and in_force(new):
                if not self.speaking.speaks(new):
                    yield Alteration("existence", Ground.NONE)
                said = [option for option in OF_PLANS if new[option]]
                said += ["effect"] if new["effect"] == REOPENED else []
                yield from (Alteration(option, Ground.AMENDMENT, (new.id,)) for option in said)
            return
        yield from self._rewritten(old, new)

    def _rewritten(self, old: Need, new: Need | None) -> Iterator[Alteration]:
        """What a document that was there says otherwise now, which has no ground."""
        if new is None:
            yield Alteration("existence", Ground.NONE)
            return
        was, now = content(old, self.now), content(new, {})
        for field in dict.fromkeys([*was, *now]):
            if was.get(field) != now.get(field):
                yield Alteration(field, Ground.NONE)

    def _closing(self, old: Need | None, new: Need | None) -> Iterator[Alteration]:
        """One that is there stays as it is; a new one is a document of who may change each of its plans."""
        if old is None and new is not None:
            homes = self.after.targets(new, "closes")
            known = [self.before.needs.get(self.texts.then.get(home.id, "")) for home in homes]
            judged = [(self.before, k) if k else (self.after, h) for h, k in zip(homes, known, strict=True)]
            by = [may_change(p, home, i) for p, home in judged for i in issuers(self.after, new)]
            told = names_document(new["number"]) and new.day("date") and new["issuer"]
            backed = bool(told and homes and all(by))
            for field in ("closes", *(["drops"] if new.to("drops") else [])):
                yield Alteration(field, Ground.DOCUMENT if backed else Ground.NONE, (new.id,))
        elif old is not None:
            yield from self._rewritten(old, new)


def _field(edit: Edit) -> str:
    """The option that an edit gives another value, or nothing."""
    if isinstance(edit, Text) and in_effect(edit.option, edit.before) == in_effect(edit.option, edit.after):
        return ""
    return edit.option if isinstance(edit, Text | Links) else ""


def _figure(target: Target, unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,]){re.escape(said(target.value))}\s*{re.escape(unit)}(?!\w)", re.IGNORECASE)


def speaks_of(line: str, year: int) -> bool:
    """Whether a line names a year, or years around it, or none at all but in numbers of documents."""
    named = {int(found) for found in _YEAR.findall(line)}
    spans = ((int(first), int(last)) for first, last in _YEARS.findall(line))
    return not named or year in named or any(first <= year <= last for first, last in spans)
