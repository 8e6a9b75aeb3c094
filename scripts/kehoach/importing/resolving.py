"""What an import left open, in groups: a question for each, whose answer is applied to all alike.

The groups go by the findings of the rules, so what they leave is what ``kehoach check`` still says.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from rapidfuzz import fuzz

from kehoach import rules
from kehoach.editing import edits, objects, renaming
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.files import places
from kehoach.importing import register
from kehoach.importing.drafted import UNCONFIRMED
from kehoach.importing.register import Entry
from kehoach.language import _
from kehoach.language.text import flat, shortened
from kehoach.official import names
from kehoach.plan import Need
from kehoach.reports.words import value_label
from kehoach.rules import RULES
from kehoach.rules.findings import Finding

#: Who decides what is waived, where nobody else is named: no authority is claimed for an office.
KEEPER = "Người duy trì dữ liệu"
#: Why, by rule, as the files hold it; any other is asked for.
_REASONS = {
    "KH201": "Văn bản không nêu thời hạn.",
    "KH202": "Văn bản không nêu ngày cụ thể.",
    "KH106": "Văn bản không nêu sản phẩm.",
    "KH206": "Văn bản không quy định kỳ báo cáo.",
}
_TITLES = {
    "KH201": "Thời hạn mà văn bản không nêu",
    "KH202": "Thời hạn không có ngày cụ thể",
    "KH106": "Sản phẩm mà văn bản không nêu",
    "KH206": "Kỳ báo cáo của kế hoạch",
}
#: Names less alike than this, of 100, are not offered as one.
_ALIKE = 92
_TITLE = 200
_NUMBER = re.compile(r"\d+")
#: Where the agencies of all plans stand.
_AGENCIES = f"{places.FOLDER}/agencies.md"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it does; with ``asks`` it takes some words, which that asks for."""

    label: str
    apply: Callable[[str], None]
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is open, what it is about, and the answers, the likely one first.

    ``safe`` says that the first answer takes nothing away and claims nothing that the text does not say.
    ``option`` is the option of the plan whose value is asked for, where there are no answers to choose from.
    ``single`` are the same questions one by one.
    """

    about: str
    details: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    safe: bool = False
    option: str = ""
    single: tuple["Question", ...] = field(default=())


class Resolving:
    """A draft of a project in which the answers for one plan are applied."""

    def __init__(self, draft: Draft, home_id: str, today: date) -> None:
        self.draft = draft
        self.home_id = home_id
        self.today = today
        self.folder = draft.plan.needs[home_id].folder + "/"

    @property
    def home(self) -> Need:
        """The plan, as it is by now."""
        return self.draft.plan.needs[self.home_id]

    def open(self) -> list[Finding]:
        """What the rules still say of the plan."""
        return [found for found in rules.check(self.draft.plan) if found.path.startswith(self.folder)]

    def questions(self) -> Iterator[Question]:
        """The groups one after another; each is made when those before it have been answered."""
        for group in (
            self.plan_values,
            self.taken_over,
            self.same_names,
            self.alike_names,
            self.unconfirmed,
            self.several_owners,
            self.no_owner,
            self.no_deliverable,
            self.no_report_cycle,
            self.waivable,
        ):
            yield from group()

    def _found(self, code: str) -> list[Need]:
        ids = dict.fromkeys(found.id for found in self.open() if found.code == code)
        return [self.draft.plan.needs[need_id] for need_id in ids if need_id in self.draft.plan.needs]

    def _set(self, needs: Iterable[Need], option: str, value: str) -> None:
        self.draft.set([Setting(self.draft.plan.needs[need.id], option, value) for need in needs])

    # -- the plan -------------------------------------------------------------------------------------

    def plan_values(self) -> Iterator[Question]:
        """What the text does not say of its document."""
        missing = [f.field for f in self.open() if (f.code, f.id) == ("KH018", self.home_id)]
        labels = self.draft.plan.model.types["plan"].labels
        for option in missing:
            about = _("The text does not say this of its document: {label}").format(label=labels[option])
            yield Question(about, (), option=option)

    def taken_over(self) -> Iterator[Question]:
        """What the draft of a next plan has taken over from the former."""
        mine = [
            n for n in self.draft.plan.needs.values() if n.path.startswith(self.folder) and n["to_confirm"]
        ]

        def confirmed(needs: Sequence[Need]) -> tuple[Answer, ...]:
            return (self._leave(), Answer(_("It holds"), lambda _text: self._set(needs, "to_confirm", "")))

        if mine:
            about = _("{count} objects were taken over from the former plan. Do they hold?")
            details = tuple(f"{need.id}: {need['to_confirm']}" for need in mine)
            single = tuple(
                Question(f"{_named(need)}: {need['to_confirm']}", (), confirmed([need])) for need in mine
            )
            yield Question(about.format(count=len(mine)), details, confirmed(mine), single=single)

    def give(self, option: str, value: str) -> None:
        """Give the plan a value of an option."""
        self._set([self.home], option, value)

    # -- agencies -------------------------------------------------------------------------------------

    def same_names(self) -> Iterator[Question]:
        """New agencies whose names differ in nothing but "các", "và", signs between words and capitals."""
        by_words: dict[tuple[str, str], list[Need]] = {}
        for agency in self._lasting():
            key = agency["kind"], names.rest(names.folded(agency.title))
            by_words.setdefault(key, []).append(agency)
        groups = [pair for found in by_words.values() for pair in self._mergers(found)]
        if not groups or not self._may_merge():
            return
        about = _("{count} agencies have the name of another but for small words. One agency each?")
        yield Question(
            about.format(count=len(groups)),
            tuple(f"{drop.title} → {keep.title}" for keep, drop in groups),
            (Answer(_("Yes"), lambda _text: self._merge_all(groups)), self._leave()),
            safe=True,
        )

    def alike_names(self) -> Iterator[Question]:
        """New agencies that may be another one, or one of the register: a word more may be another agency."""
        if not self._may_merge():
            return
        asked = [*self._alike_agencies(), *self._alike_entries()]
        if len(asked) < 2:
            yield from asked
            return
        about = _("{count} names of new agencies are nearly those of others. Are they the same?")
        different = Answer(_("No, they are different agencies"), _nothing)
        details = tuple(one.about for one in asked)
        yield Question(about.format(count=len(asked)), details, (different,), single=tuple(asked))

    def _alike_agencies(self) -> Iterator[Question]:
        seen: list[Need] = []
        for agency in sorted(self._lasting(), key=lambda one: len(one.title)):
            for other in seen:
                if agency["kind"] == other["kind"] != "group" and _alike(agency.title, other.title):
                    for keep, drop in self._mergers([agency, other]):
                        yield self._one_agency(keep, drop)
            seen.append(agency)

    def _one_agency(self, keep: Need, drop: Need) -> Question:
        about = _('Is "{one}" the same agency as "{other}"?').format(one=drop.title, other=keep.title)
        merge = Answer(_("Yes"), lambda _text: self._merge_all([(keep, drop)]))
        return Question(about, (), (Answer(_("No, two agencies"), _nothing), merge))

    def _alike_entries(self) -> Iterator[Question]:
        for agency in self._lasting():
            new = agency.path.startswith(self.folder) and not register.entry_of(agency.title)
            for entry in register.entries() if new else ():
                if _alike(entry.name, agency.title):
                    about = _('Is "{one}" the "{other}" of the register ({source})?')
                    words = {"one": agency.title, "other": entry.name, "source": entry.source}
                    take = Answer(_("Yes"), partial(self._take, agency.id, entry))
                    yield Question(about.format(**words), (), (Answer(_("No, two agencies"), _nothing), take))

    def _take(self, agency_id: str, entry: Entry, _text: str) -> None:
        if agency_id not in self.draft.plan.needs:  # it has become another one meanwhile
            return
        for option, value in (
            ("also_called", self.draft.plan.needs[agency_id].title),
            ("kind", entry.kind_for(self.home["issuer"])),
            ("title", entry.name),
        ):
            self._set([self.draft.plan.needs[agency_id]], option, value)

    def _lasting(self) -> list[Need]:
        """The agencies that have not ended."""
        return [agency for agency in self.draft.plan.of_type("agency") if not agency["until"]]

    def _may_merge(self) -> bool:
        return "also_called" in self.draft.plan.model.types["agency"].options

    def _mergers(self, found: Sequence[Need]) -> Iterator[tuple[Need, Need]]:
        """The agency to keep of those of one name, a known one or the longest, with each other new one."""
        if len(found) < 2:
            return
        keep = min(found, key=lambda agency: (agency.path.startswith(self.folder), -len(agency.title)))
        yield from ((keep, drop) for drop in found if drop is not keep and drop.path.startswith(self.folder))

    def _merge_all(self, pairs: Iterable[tuple[Need, Need]]) -> None:
        for keep, drop in pairs:
            if not {keep.id, drop.id} <= set(self.draft.plan.needs):
                continue
            before = dict(self.draft.files)
            self._merge(keep.id, drop.id)
            if self.draft.new_findings():  # a clause that names both keeps both
                self.draft.reset(before)

    def _merge(self, keep_id: str, drop_id: str) -> None:
        drop = self.draft.plan.needs[drop_id]
        self.draft.put(drop.path, edits.remove(self.draft.text(drop.path), drop))
        renaming.everywhere(self.draft, {drop_id: keep_id})
        keep = self.draft.plan.needs[keep_id]
        called = [*filter(None, (keep["also_called"], drop.title, drop["also_called"]))]
        if names.folded(drop.title) != names.folded(keep.title):
            self._set([keep], "also_called", "; ".join(dict.fromkeys(called)))

    def take_agencies(self) -> list[Need]:
        """Move the agencies that the import drafted beside the plan to those of all plans; and say which."""
        agencies = [one for one in self.draft.plan.of_type("agency") if one.path.startswith(self.folder)]
        taken = []
        for path in dict.fromkeys(agency.path for agency in agencies):
            text = self.draft.text(path)
            # From the last to the first, so that the lines of those above stay where they are.
            for agency in sorted((one for one in agencies if one.path == path), key=lambda one: -one.line):
                lines = text.split("\n")[agency.line - 1 : edits.last_line(text, agency)]
                taken.append("\n".join(lines) + "\n")
                text = edits.remove(text, agency)
            self.draft.put(path, text)
        if taken:
            held = self.draft.text(_AGENCIES) or "# Cơ quan\n"
            self.draft.put(_AGENCIES, "\n".join([held.rstrip("\n") + "\n", *reversed(taken)]))
        return agencies

    # -- tasks ----------------------------------------------------------------------------------------

    def unconfirmed(self) -> Iterator[Question]:
        """Tasks that the import read from sentences, beside those that the text lists."""
        marked: dict[str, list[Need]] = {}
        for task in self.draft.plan.of_type("task"):
            if task.path.startswith(self.folder):
                above = self.draft.text(task.path).split("\n")[: task.line - 1]
                if UNCONFIRMED in above[-2:]:
                    marked.setdefault(task.path, []).append(task)
        tasks = [task for found in marked.values() for task in found]
        if tasks:
            about = _("{count} tasks were read from sentences beside the list of tasks. Are they tasks?")
            yield Question(
                about.format(count=len(tasks)),
                tuple(map(_named, tasks)),
                (Answer(_("Yes"), lambda _text: self._confirm(marked)), self._leave()),
            )

    def _confirm(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.draft.put(path, self.draft.text(path).replace(f"{UNCONFIRMED}\n\n", ""))

    def several_owners(self) -> Iterator[Question]:
        """Who leads of several: asked once where groups are among them, once where all are named."""
        tasks = self._found("KH102")
        with_groups = [task for task in tasks if any(o["kind"] == "group" for o in self._owners(task))]
        named = [task for task in tasks if task not in with_groups]
        if with_groups:
            about = _("{count} tasks are led by several, some of them groups. How do they share the task?")
            yield self._sharing(about, with_groups, ("each", "joint"))
        if named:
            about = _("{count} tasks are led by several agencies, all named. How do they share the task?")
            yield self._sharing(about, named, ("joint", "each"))

    def _owners(self, task: Need) -> list[Need]:
        return list(self.draft.plan.targets(task, "owner"))

    def _sharing(self, about: str, tasks: Sequence[Need], ways: Sequence[str]) -> Question:
        def way(key: str) -> Answer:
            return Answer(value_label(key), lambda _text: self._set(tasks, "ownership", key))

        details = tuple(f"{_named(task)}: {'; '.join(o.title for o in self._owners(task))}" for task in tasks)
        single = tuple(self._sharing("", [task], ways) for task in tasks) if len(tasks) > 1 else ()
        about = about.format(count=len(tasks)) if len(tasks) > 1 else details[0]
        return Question(about, details, (*map(way, ways), self._leave()), single=single)

    def no_owner(self) -> Iterator[Question]:
        """Tasks that name no lead agency."""
        if tasks := self._found("KH101"):
            about = _("{count} tasks name no lead agency.").format(count=len(tasks))

            single = tuple(
                Question(_named(task), (), (self._lead(_("Its lead agency"), [task]), self._leave()))
                for task in tasks
            )
            answers = (self._leave(), self._lead(_("One agency leads them all"), tasks))
            yield Question(about, tuple(map(_named, tasks)), answers, single=single)

    def _lead(self, label: str, tasks: Sequence[Need]) -> Answer:
        return Answer(label, lambda text: self._set(tasks, "owner", text), asks="owner")

    def no_deliverable(self) -> Iterator[Question]:
        """Tasks whose deliverable the text does not name."""
        if tasks := self._found("KH106"):
            about = _("{count} tasks name no deliverable. Derive one for each, marked as derived?")
            yield Question(
                about.format(count=len(tasks)),
                tuple(map(_named, tasks)),
                (
                    Answer(_("Derive: “Result of …”"), lambda _text: self._derive(tasks)),
                    *self._waivers("KH106", tasks),
                    self._leave(),
                ),
                safe=True,
            )

    def _derive(self, tasks: Sequence[Need]) -> None:
        declared = self.draft.plan.model.types["deliverable"]
        made: dict[str, str] = {}
        for path in dict.fromkeys(task.path for task in tasks):
            text = self.draft.text(path)
            # From the last to the first, so that the lines of those above stay where they are.
            for task in sorted((t for t in tasks if t.path == path), key=lambda one: -one.line):
                (made[task.id],) = objects.numbered(self.draft, f"{declared.prefix}{task.stem}-", 1)
                values = {"title": shortened(f"Kết quả thực hiện: {task.title}", _TITLE), "origin": "derived"}
                added = objects.text_of(declared, made[task.id], values)
                text = edits.insert(text, edits.last_line(text, task), added)
            self.draft.put(path, text)
        needs = self.draft.plan.needs
        self.draft.set([Setting(needs[task], "deliverables", result) for task, result in made.items()])

    # -- what is waived -------------------------------------------------------------------------------

    def no_report_cycle(self) -> Iterator[Question]:
        """The plan has standing tasks and no cycle of reports."""
        if not self._found("KH206"):
            return
        keys = self.draft.plan.model.types["plan"].fields["report_period"]["enum"]

        def cycle(key: str) -> Answer:
            return Answer(value_label(key), lambda _text: self._set([self.home], "report_period", key))

        about = _("How often is the plan reported on? Standing tasks are measured by that.")
        answers = (*self._waivers("KH206", [self.home]), *map(cycle, keys), self._leave())
        yield Question(about, (), answers)

    def waivable(self) -> Iterator[Question]:
        """All other findings that may be waived, rule by rule."""
        open_ = [found for found in self.open() if RULES[found.code].waivable]
        for code in dict.fromkeys(found.code for found in open_):
            mine = [found for found in open_ if found.code == code]
            needs = self._found(code)
            if code in ("KH101", "KH106", "KH206") or not needs:
                continue  # has been asked
            said = {
                "KH201": _("{count} tasks have no deadline."),
                "KH202": _("{count} tasks have a deadline without a day."),
            }
            about = said.get(code) or _("{count} objects do not keep this rule: {sentence}")
            answers = self._waivers(code, needs)
            # Where nothing is known of the reason, a person looks at each first.
            ordered = (*answers, self._leave()) if code in _REASONS else (self._leave(), *answers)
            details = tuple(f"{found.id}: {found.message}" for found in mine)
            rule = RULES[code]
            words = about.format(count=len(needs), sentence=_(rule.sentence))
            yield Question(words, details, ordered)

    def _waivers(self, code: str, needs: Sequence[Need]) -> tuple[Answer, ...]:
        if code not in _REASONS:
            label = _("Waive: say the reason")
            return (Answer(label, lambda text: self._waive(code, needs, KEEPER, text), asks="reason"),)
        reason = _REASONS[code]
        return (
            Answer(
                _("Waive: “{reason}”, decided by “{keeper}”").format(reason=reason, keeper=KEEPER),
                lambda _text: self._waive(code, needs, KEEPER, reason),
            ),
            Answer(
                _("Waive, decided by somebody else"),
                lambda text: self._waive(code, needs, text, reason),
                asks="decided_by",
            ),
        )

    def _waive(self, code: str, needs: Sequence[Need], by: str, reason: str) -> None:
        declared = self.draft.plan.model.types["waiver"]
        (waiver_id,) = objects.numbered(self.draft, objects.stem(self.draft.plan, "waiver", self.home), 1)
        values = {
            "title": _TITLES.get(code, f"Quy tắc {code}"),
            "waives": ", ".join(need.id for need in needs),
            "rule": code,
            "reason": reason,
            "decided_by": by,
            "date": self.today.isoformat(),
        }
        text = objects.text_of(declared, waiver_id, values)
        objects.add_tracked(self.draft, self.home, "waiver", [text])

    def _leave(self) -> Answer:
        return Answer(_("Leave it open"), _nothing)


def _nothing(_text: str) -> None:
    """Change nothing."""


def _named(task: Need) -> str:
    return f"{task.id} {shortened(task.title, 90)}"


def _alike(one: str, other: str) -> bool:
    """Whether a name is another one misspelt, or a long one without its last words; the longer is first."""
    first, second = names.folded(one), names.folded(other)
    if first.partition(" ")[0] != second.partition(" ")[0] or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    words, begun = first.split(), second.split()
    shorter = len(begun) >= 5 and len(words) - len(begun) <= 2 and words[: len(begun)] == begun
    return flat(first) != flat(second) and (shorter or fuzz.ratio(first, second) >= _ALIKE)
