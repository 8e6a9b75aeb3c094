"""The objects and pages of the next plan, and the text that they are the reading of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from kehoach.documents.clauses import Clause, clauses
from kehoach.editing import objects
from kehoach.editing.drafts import Draft
from kehoach.files import places
from kehoach.importing.resolving import KEEPER
from kehoach.language import _
from kehoach.official import letterhead, names
from kehoach.official.wording import plain
from kehoach.plan import UNSIGNED, VERBATIM, YEAR, Need
from kehoach.progress import Progress, TaskStatus
from kehoach.renewal import letterheads, numbers, tasks, wording
from kehoach.renewal.indicators import next_indicator
from kehoach.renewal.naming import Naming
from kehoach.renewal.pages import Page, frame, joined
from kehoach.renewal.tasks import NextTask
from kehoach.reports.words import number_of
from kehoach.rules.findings import Finding

#: Options of a plan that the next has not before it is signed, or not without a person.
_OF_THE_FORMER = ("id", "number", "issued", "effective", "signer", "imported", "truncated", "publish", "ends")
#: Options of a task that say who looked at it, and what it carries out of an upper plan.
_OF_THE_TASK = ("id", "reviewed", "reviewed_by", "reviewed_against", "implements", "to_confirm", "continues")
_FILE, _SOURCE, _INDICATORS, _WAIVERS = "ke-hoach.md", "source.txt", "chi-tieu.md", "tam-bo-qua-kiem-tra.md"
#: What a task must have, whether its words say it or not; what is waived then; and what is found of an option
#: whose agencies are all named, in another role.
_NEEDED = ("owner", "deadline")
_ROLE = "role"
_UNSAID = {"KH307": "Cơ quan mà lời văn không nêu", "KH308": "Thời hạn mà lời văn không nêu"}
#: What its words are of, whose rules say that other words would not be those of a clause.
_OF_WORDS = ("KH102", "KH103", "KH307", "KH308")


@dataclass(slots=True)
class Given:
    """What the rules have said of a draft, by IDs of the former plan.

    ``as_they_were`` are tasks that keep their words; ``unsaid`` the options of tasks that no words of their
    clause say; ``needless`` the waivers that nothing is waived by any more.
    """

    as_they_were: set[str] = field(default_factory=set)
    unsaid: set[tuple[str, str, str]] = field(default_factory=set)
    needless: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How much has been said."""
        return len(self.as_they_were) + len(self.unsaid) + len(self.needless)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What the next plan is: its ID, which tasks go on as which, which do not and why; and its indicators."""

    id: str
    carried: tuple[tuple[Need, str], ...]
    left_out: tuple[tuple[Need, str], ...]
    indicators: tuple[tuple[Need, str], ...]


def renew(draft: Draft, progress: Progress, home: Need, year: int) -> tuple[Renewal, list[Finding]]:
    """Draft the plan of another year in a draft of the project, which nothing is written of.

    Beside it, what the rules say of the result: nothing, unless a clause cannot be carried over as it is. A
    task whose words would not be those of a clause keeps the words that it had, and is left open.

    Raises:
        ValueError: the plan is a draft, the year not after its own, the folder there, or no task goes on.
    """
    # What was done after a closing is done all the same.
    progress = Progress(progress.plan, progress.as_of, closings=False)
    stem, given = _stem(draft, home, year), Given()
    while True:
        made = _Drafting(progress, home, year, stem, given)
        draft.reset(draft.files | {name: text.encode() for name, text in made.files().items()})
        found = draft.new_findings()
        if not made.learn(found):
            return made.renewal(), found


def _stem(draft: Draft, home: Need, year: int) -> str:
    """What the IDs of the next plan hold: DT-9-2027 for that after KH-9-2026.

    Raises:
        ValueError: there is no such plan to be.
    """
    if home.unsigned:
        message = _("{plan} is a draft itself. The next plan follows one that is signed.")
        raise ValueError(message.format(plan=home.id))
    if home.year is not None and year <= home.year:
        message = _("{year} is not after {former}, the year of {plan}.")
        raise ValueError(message.format(year=year, former=home.year, plan=home.id))
    key = [part for part in home.stem.split("-") if part != UNSIGNED and not YEAR.fullmatch(part)]
    stem = found = "-".join((UNSIGNED, *key, str(year)))
    number = 1
    while objects.seen(draft, f"KH-{found}"):
        number += 1
        found = "-".join((UNSIGNED, *key, str(number), str(year)))
    for taken in (f"{places.FOLDER}/kh-{name.lower()}" for name in {stem, found}):
        if (draft.root / taken).exists():
            message = _("{folder} is there already. It stays as it is; delete it first to draft it anew.")
            raise ValueError(message.format(folder=taken))
    return found


class _Drafting:
    def __init__(
        self,
        progress: Progress,
        home: Need,
        year: int,
        stem: str,
        given: Given,
    ) -> None:
        self.progress, self.plan, self.home, self.year = progress, progress.plan, home, year
        self.stem, self.given = stem, given
        self.folder = f"{places.FOLDER}/kh-{stem.lower()}"
        spine = clauses(self.plan, home)
        lines = [clause for clause in spine for _line in clause.lines]
        self.read = letterhead.read("\n".join(line for clause in spine for line in clause.lines))
        inside = [lines[n - 1] for n in (line.number for line in self.read.body)]
        #: What goes into the next plan, each once and in the order of the text; what stands behind the
        #: signature apart.
        self.body = [one for one in dict.fromkeys(inside) if one.need != home.id]
        self.annexes = list(dict.fromkeys(lines[line.number - 1] for line in self.read.annexes))
        named = Naming(progress, home, stem, (*self.body, *self.annexes))
        self.going_on, self.left_out, self.measured = named.going_on, named.left_out, named.measured
        self.ids, self.clause, self.marks = named.ids, named.clause, named.marks
        self.renumbered = named.renumbered
        self.former = {new: old for old, new in self.ids.items()}
        self.next = {key: self.next_task(status) for key, status in self.going_on.items()}

    def next_task(self, status: TaskStatus) -> NextTask:
        if status.task.id in self.given.as_they_were:
            return tasks.as_it_was(status)
        return tasks.next_task(self.progress, self.home, status, self.year)

    def learn(self, findings: list[Finding]) -> bool:
        """Take in what the rules say of the draft; whether it is news, by which the next one differs."""
        before = self.given.size
        for found in findings:
            old = self.former.get(found.id, "")
            if old and found.id.startswith("MT-"):
                self.given.needless.add(old)
            elif old in self.next and found.code in _OF_WORDS:
                if found.field in self.next[old].touched:
                    self.given.as_they_were.add(old)
                elif found.code in ("KH307", "KH308"):
                    said = (old, found.field, found.code)
                    # Once those that are not named at all are gone, the others are not named in this role.
                    self.given.unsaid.add(said if said not in self.given.unsaid else (*said[:2], _ROLE))
        return self.given.size > before

    def renewal(self) -> Renewal:
        """What has become of the tasks."""
        carried = tuple((s.task, self.ids[key]) for key, s in self.going_on.items())
        measured = tuple((need, self.ids[need.id]) for need in self.measured)
        return Renewal(self.ids[self.home.id], carried, tuple(self.left_out), measured)

    # -- pages ------------------------------------------------------------------------------------

    def files(self) -> dict[str, str]:
        """The pages and the text, by path."""
        pages: dict[str, Page] = {_FILE: Page()}
        source: list[tuple[str, bool]] = []
        front = letterheads.head(self.read, self.home, self.year)
        pages[_FILE].items += [f"# {self.home['doc_type']} năm {self.year} (dự thảo)\n", self.plan_text()]
        pages[_FILE].items += ["## Phần đầu của văn bản nguồn\n", frame(front)]
        source += [("\n".join(front), False), *((line, False) for line in self.preamble.splitlines())]
        for clause in self.body:
            self.put(clause, pages, source)
        if end := letterheads.end(self.read, self.home):
            pages[_FILE].items += ["## Phần cuối của văn bản nguồn\n", frame(end)]
            source.append(("\n".join(end), False))
        for clause in self.annexes:
            self.put(clause, pages, source)
        if measured := list(map(self.indicator, self.measured)):
            pages[_INDICATORS] = Page(["# Chỉ tiêu\n", *measured])
        if waivers := list(self.waivers()):
            pages[_WAIVERS] = Page(["# Tạm bỏ qua kiểm tra\n", *waivers])
        files = {f"{self.folder}/{name}": page.text for name, page in pages.items()}
        files[f"{self.folder}/{_SOURCE}"] = joined(source)
        return files

    def put(self, clause: Clause, pages: dict[str, Page], source: list[tuple[str, bool]]) -> None:
        """A clause on its page and in the text, unless it does not go on or belongs to the former alone."""
        name = clause.path.rpartition("/")[2]
        page = pages.setdefault(name if name != self.home.path.rpartition("/")[2] else _FILE, Page())
        if clause.need:
            for text, words in self.objects(self.plan.needs[clause.need]):
                page.items.append(text)
                if words:
                    source.append((words, clause.in_table))
            return
        words = "\n".join(clause.lines)
        if letterhead.is_cut(words):
            return
        if clause.level:
            words = self.heading(clause, words)
            page.items.append(f"{'#' * min(clause.level, 6)} {words}\n")
            words = self.row_of(words) if clause.in_table else words
        else:
            page.add_frame(words)
        source.append((words, clause.in_table))

    def heading(self, clause: Clause, words: str) -> str:
        """A heading, whose words may be the deadline of what stands under it."""
        for old, new in self.headed.get((clause.path, clause.line), {}).items():
            words = wording.replaced(words, old, partial(_instead, new))
        return words

    @cached_property
    def headed(self) -> Mapping[tuple[str, int], Mapping[str, str]]:
        """What headings shall say instead of what, by where they stand."""
        found: dict[tuple[str, int], dict[str, str]] = {}
        for key, task in self.next.items():
            for heading in self.plan.headings_above(self.plan.needs[key]) if task.above else ():
                found.setdefault((heading.path, heading.line), {}).update(task.above)
        return found

    def row_of(self, words: str) -> str:
        """The line of the text that a heading over rows is."""
        rows = (line for line in self.plan.texts[self.home.id].split("\n") if line.strip().startswith("|"))
        return next((row.strip() for row in rows if plain(row) == plain(words)), f"| {words} |")

    # -- objects ----------------------------------------------------------------------------------

    def objects(self, need: Need) -> Iterator[tuple[str, str]]:
        """What is written of an object, each with what it claims of the text."""
        if need.type == "task":
            sharing = [need.id, *self.sharing.get(need.id, ())]
            body = need.body
            for key in sharing:
                if key in self.going_on:
                    yield from self.task(self.going_on[key], body)
                    body = ""
        elif need.type in VERBATIM:
            body = self.with_mark(need, need.body)
            values = {**need.options, "title": need.title, "clause": self.clause[need.id]}
            if self.home.year and tasks.names_year(body, self.home.year):
                values["to_confirm"] = f"nội dung còn nêu năm {self.home.year}"
            yield self.written(need, values, body), body

    @cached_property
    def sharing(self) -> Mapping[str, Sequence[str]]:
        """The tasks without a clause of their own, by the one before them, in whose row they have a share."""
        found: dict[str, list[str]] = {}
        before = ""
        for task in sorted(self.plan.of_type("task"), key=lambda one: (one.path, one.line)):
            if task.body.strip():
                before = task.id
            elif before:
                found.setdefault(before, []).append(task.id)
        return found

    def task(self, status: TaskStatus, held: str) -> Iterator[tuple[str, str]]:
        task, made = status.task, self.next[status.task.id]
        body = self.with_mark(task, made.body if task.body else held)
        deliverables = dict(self.deliverables(status))
        values = {
            **{option: task[option] for option in task.options if option not in _OF_THE_TASK},
            **{option: self.linked(task, option) for option in task.links if option not in _OF_THE_TASK},
            **{option: ", ".join(ids) for option, ids in made.links.items()},
            "title": made.title,
            "clause": self.clause[task.id],
            "ownership": made.ownership,
            "deadline": made.deadline,
            "deliverables": ", ".join(deliverables),
            "continues": task.id,
            "to_confirm": "; ".join([*made.open, *self.also_open(task, body)]),
        }
        for option in {option for option, _code in self.unsaid(task)}.difference(_NEEDED):
            values[option] = ", ".join(self.said_of(task, option, made.links.get(option, ()), body))
        yield self.written(task, values, body), body
        for new, old in deliverables.items():
            kept = {**old.options, "title": old.title}
            yield objects.text_of(self.plan.model.types["deliverable"], new, kept), ""

    def unsaid(self, task: Need) -> list[tuple[str, str]]:
        """The options of a task that its words do not say, with the rule that finds them."""
        return sorted((option, code) for key, option, code in self.given.unsaid if key == task.id)

    def said_of(self, task: Need, option: str, ids: Iterable[str], body: str) -> list[str]:
        """Of agencies that are not all named by a clause, those that are."""
        if (option, _ROLE) in self.unsaid(task):
            return []
        words = names.folded(body)
        return [key for key in ids if names.mention(words, names.names_of(self.plan.needs[key]))]

    def also_open(self, task: Need, body: str) -> Iterator[str]:
        labels = self.plan.model.types["task"].labels
        for option in sorted({option for option, _code in self.unsaid(task)}):
            named = self.said_of(task, option, task.to(option), body) if option not in _NEEDED else ()
            left = [agency.title for agency in self.plan.targets(task, option) if agency.id not in named]
            said = ", ".join(left) or task[option]
            yield f"{labels[option].lower()}, lời văn không nêu (kế hoạch trước: {said})"
        if self.renewal_of_references(body):
            yield "viện dẫn đến mục khác (số mục có thể đã đổi)"
        if above := task.to("implements"):
            yield f"nhiệm vụ cấp trên được cụ thể hóa (kế hoạch trước: {', '.join(above)})"
        if lost := [key for key in task.to("serves") if key not in self.ids]:
            yield f"mục đích, nhiệm vụ mà việc này phục vụ (kế hoạch trước: {', '.join(lost)})"

    def renewal_of_references(self, body: str) -> bool:
        return self.renumbered and bool(tasks.REFERENCE.search(body))

    def deliverables(self, status: TaskStatus) -> Iterator[tuple[str, Need]]:
        stem = self.ids[status.task.id].partition("-")[2]
        for number, old in enumerate(tasks.copied_deliverables(status), 1):
            new = f"SP-{stem}-{number}"
            self.ids[old.id] = new
            yield new, old

    def linked(self, task: Need, option: str) -> str:
        """The objects of a link: those of the next plan for those of the former, others as they are."""
        ids = task.to(option)
        if option == "serves":
            ids = tuple(key for key in ids if key in self.ids)
        return ", ".join(self.ids.get(key, key) for key in ids)

    def with_mark(self, need: Need, body: str) -> str:
        mark = self.marks.get(need.id)
        return numbers.with_mark(body, mark) if mark else body

    def written(self, need: Need, values: Mapping[str, str], body: str) -> str:
        return objects.text_of(self.plan.model.types[need.type], self.ids[need.id], values, body)

    def indicator(self, need: Need) -> str:
        values = next_indicator(self.progress, need, self.year)
        if self.home.year and tasks.names_year(need.body, self.home.year):
            values["to_confirm"] += f"; nội dung còn nêu năm {self.home.year}"
        return self.written(need, {**values, "title": self.in_year(need.title)}, need.body)

    def plan_text(self) -> str:
        in_force = self.progress.terms(self.home).home
        values = {option: v for option, v in in_force.options.items() if option not in _OF_THE_FORMER}
        ends = in_force["ends"]
        cut = "; phần mà kế hoạch trước không giữ đủ văn bản" if self.home["truncated"] else ""
        values |= {
            "title": self.title,
            "ends": f"{self.year}{ends[4:]}" if self.home.year and ends[:4] == str(self.home.year) else "",
            "source": f"{self.folder}/{_SOURCE}",
            "source_status": f"Dự thảo lập từ {self.home['doc_type']} {number_of(self.home)}; chưa ký",
            "basis": ", ".join(self.home.to("basis")),
            "to_confirm": "tên gọi, căn cứ, phần mở đầu, nơi nhận" + cut,
        }
        return self.written(self.home, values, self.preamble)

    @property
    def title(self) -> str:
        """The title, of the next year where it names the former."""
        return self.in_year(self.home.title)

    @property
    def preamble(self) -> str:
        """The words before the first clause: where they say the title, they say it of the next year."""
        return wording.replaced(self.home.body, self.home.title, self.in_year)

    def in_year(self, words: str) -> str:
        return wording.in_year(words, self.home.year, self.year)

    def waivers(self) -> Iterator[str]:
        """What was waived of what goes on, and still is: a decision stands until another is taken."""
        number = 0
        for waiver in self.plan.of_type("waiver"):
            about = [self.ids[key] for key in waiver.to("waives") if key in self.ids]
            if self.plan.plan_of(waiver) is not self.home or not about or waiver.id in self.given.needless:
                continue
            number += 1
            new = f"MT-{self.stem}-{number}"
            self.former[new] = waiver.id
            values = {**waiver.options, "title": waiver.title, "waives": ", ".join(about)}
            yield objects.text_of(self.plan.model.types["waiver"], new, values)
        needed = sorted((key, code) for key, option, code in self.given.unsaid if option in _NEEDED)
        for code in sorted({code for _key, code in needed} & _UNSAID.keys()):
            number += 1
            mine = [key for key, one in needed if one == code]
            values = {
                "title": _UNSAID[code],
                "waives": ", ".join(self.ids[key] for key in mine),
                "rule": code,
                "reason": f"Ghi như {number_of(self.home)}; lời văn của mục không nêu.",
                "decided_by": KEEPER,
                "date": self.progress.as_of.isoformat(),
            }
            yield objects.text_of(self.plan.model.types["waiver"], f"MT-{self.stem}-{number}", values)


def _instead(words: str, _found: str) -> str:
    return words
