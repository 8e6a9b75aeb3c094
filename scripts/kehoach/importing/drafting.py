"""The objects of a plan as the importer drafts them: each line in one object, heading or frame."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.importing import preamble, register
from kehoach.importing.agencies import Registry, kind_of
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.assignment import Assignment
from kehoach.importing.drafted import (
    UNCONFIRMED,
    Drafted,
    DraftObject,
    File,
    Frame,
    Heading,
    Item,
    Names,
    Note,
)
from kehoach.importing.numbering import Rank
from kehoach.importing.paragraphs import Clause, Paragraph
from kehoach.importing.prose import is_request, of_heading
from kehoach.importing.rows import Row, columns, is_furniture
from kehoach.importing.tables import Table
from kehoach.language.text import flat, id_part, slug
from kehoach.official.labels import END, label_values
from kehoach.plan import Plan
from kehoach.progress.owners import INSIDE

_AIMS = re.compile(
    r"(?P<objective>mục đích|mục tiêu|chỉ tiêu)|(?P<principle>yêu cầu|nguyên tắc|quan điểm)", re.IGNORECASE
)
#: A heading ends without a full stop, and what stands below it is numbered lower.
_SENTENCE = (".", ";", "!", "?")
_ALWAYS_HEADINGS = (Rank.ANNEX, Rank.PART, Rank.CHAPTER, Rank.SECTION, Rank.ROMAN)
#: Each of these opens a file of its own, where nothing stands above it.
_OPENS_FILE = (*_ALWAYS_HEADINGS, Rank.ARTICLE)
#: A title is the beginning of its clause, up to so many characters, at the end of a phrase.
_TITLE = 200


def draft(text: str, found: OfficialPlan, names: Names, known: Plan | None, status: str) -> Drafted:
    """Draft a plan from its official text."""
    return _Drafting(text, found, names, known, status).run()


class _Drafting:
    def __init__(self, text: str, found: OfficialPlan, names: Names, known: Plan | None, status: str) -> None:
        self.raw = text.split("\n")
        self.found = found
        self.names = names
        self.known = known
        self.status = status
        self.registry = Registry(known)
        self.assignments: dict[str, Assignment] = {}
        self.ids: set[str] = set()
        #: How far names and IDs that begin alike have been counted, and names of files that are taken.
        self.numbers: dict[tuple[str, bool], int] = {}
        self.names_taken = {"ke-hoach.md", "can-cu-moi.md", "co-quan-moi.md"}
        self.front = File("ke-hoach.md")
        self.home = DraftObject("plan", names.plan_id, "", 1)
        self.files: list[File] = [self.front]
        self.path: list[Clause] = []
        self.current: tuple[DraftObject, Rank] | None = None
        #: The assignments that the text lists, by line, and the duties that its sentences give.
        self.given: dict[int, list[Assignment]] = {}
        for listed in found.assignments if found.listed else ():
            self.given.setdefault(listed.line, []).append(listed)
        told = found.told if found.listed else found.assignments
        self.told = sorted([*told, *found.undated], key=lambda duty: duty.line)

    def run(self) -> Drafted:
        """Go through the text from its first line to its last."""
        clauses: list[tuple[int, Clause | tuple[Row, Table]]] = [
            (c.paragraph.line, c) for c in self.found.clauses
        ]
        rows = ((row.line, (row, table)) for table in self.found.tables for row in table.rows)
        places = sorted([*clauses, *rows], key=lambda place: place[0])
        first = next((line for line, item in places if _is_numbered(item)), len(self.raw) + 1)
        self.plan(first)
        for line, item in places:
            if line < first:
                continue
            if isinstance(item, Clause):
                self.clause(item)
            else:
                self.row(*item)
        self.end()
        return Drafted(self.files, self.registry, self.assignments)

    # -- the plan itself --------------------------------------------------------------------------

    def plan(self, first: int) -> None:
        """The object of the plan, with the preamble as its body, and the letterhead as a frame."""
        official = self.found.official
        said = preamble.options_of(official)
        title, _guessed = preamble.title_of(official)
        body = [c.paragraph for c in self.found.clauses if c.paragraph.line < first]
        bases = list(self.bases(first))
        options: dict[str, str] = {
            name: said[name]
            for name in ("number", "doc_type", "issuer", "signer", "issued", "effective", "field")
            if name in said
        }
        options["source"] = f"needs/{self.names.folder}/source.txt"
        options["source_status"] = self.status
        if official.cut:
            options["truncated"] = self.truncated()
        options["basis"] = ", ".join(bases)
        self.home.title = title or (_title(body[0].text) if body else self.names.plan_id)
        self.home.options, self.home.body = options, [p.written for p in body]
        year = said.get("issued", "")[:4]
        number = f"{said.get('doc_type', 'Kế hoạch')} {said.get('number', self.names.plan_id)}"
        self.front.items += [Heading(1, f"{number} năm {year}" if year else number), self.home]
        start = body[0].line if body else first
        if head := self.lines(1, start - 1):
            self.front.items.append(Frame("Phần đầu của văn bản nguồn", head))

    def truncated(self) -> str:
        """The words that say where a text is cut."""
        cut = self.found.official.cut[0].number
        before = [c for c in self.found.clauses if c.paragraph.line < cut and c.name]
        where = f" ở mục {before[-1].name}" if before else ""
        return f'Văn bản nguồn chưa đầy đủ: dừng tại "[...]"{where}. Không tự bổ sung phần thiếu.'

    def bases(self, first: int) -> Iterator[str]:
        """The IDs of the bases that the preamble names; those not yet known are drafted."""
        known = {need["number"]: need.id for need in self.known.of_type("basis")} if self.known else {}
        new = File("can-cu-moi.md", [Heading(1, "Căn cứ chưa có trong legal.md")])
        for basis in preamble.bases_of(self.found.official, first):
            if basis.number in known:
                yield known[basis.number]
                continue
            need_id = self.new_id("CC", id_part(basis.number))
            options = {"number": basis.number, "issued": basis.issued, "issuer": basis.issuer}
            new.items.append(DraftObject("basis", need_id, f"{basis.title} số {basis.number}", 0, options))
            yield need_id
        if len(new.items) > 1:
            self.files.append(new)

    def lines(self, start: int, end: int) -> tuple[str, ...]:
        """The lines of the text from one to another, as they stand, without gaps at either end."""
        lines = self.raw[start - 1 : end]
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
        return tuple(lines)

    # -- clauses ----------------------------------------------------------------------------------

    def clause(self, clause: Clause) -> None:
        """A paragraph: a heading, an object of its own, or more of the object before it."""
        paragraph = clause.paragraph
        if paragraph.line in {line.number for line in self.found.official.cut}:
            self.current = None
            self.add(clause, Frame("", self.lines(paragraph.line, paragraph.last_line)))
        elif self.is_heading(clause):
            self.current = None
            self.add(clause, Heading(len(self.headings(clause)) + 1, paragraph.written))
            self.path = [*self.headings(clause), clause]
        elif self.is_annex_title(clause) or paragraph.written.isdigit():
            self.add(clause, Frame("", self.lines(paragraph.line, paragraph.last_line)))
        elif above := self.continued(clause):
            above.body.append(paragraph.written)
        else:
            self.objects(clause)

    def is_heading(self, clause: Clause) -> bool:
        if clause.paragraph.line in self.given:
            return False
        if clause.rank in _ALWAYS_HEADINGS:
            return True
        if clause.rank >= Rank.DASH or clause.paragraph.text.endswith(_SENTENCE):
            return False
        return any(clause.paragraph in other.above for other in self.found.clauses)

    def is_annex_title(self, clause: Clause) -> bool:
        """Whether a paragraph stands between the number of an annex and what the annex says."""
        inside = self.path and self.path[-1].rank is Rank.ANNEX and clause.rank is Rank.NONE
        return bool(inside and not isinstance(self.files[-1].items[-1], DraftObject))

    def continued(self, clause: Clause) -> DraftObject | None:
        """The object before a paragraph that is more of it: ranked lower, and no duty of its own."""
        if self.current is None or self.duties(clause.paragraph) or clause.paragraph.line in self.given:
            return None
        if of_heading(clause.paragraph.text)[0] and not any(label_values(clause.paragraph.text)):
            return None  # it gives what follows to somebody
        above, rank = self.current
        return above if clause.rank > rank or clause.rank is Rank.NONE else None

    def duties(self, paragraph: Paragraph) -> list[Assignment]:
        return [a for a in self.told if paragraph.line <= a.line <= paragraph.last_line]

    def objects(self, clause: Clause) -> None:
        """The object or objects of a paragraph: one for each duty that its sentences give."""
        paragraph = clause.paragraph
        given = self.given.get(paragraph.line, [])
        duties = given or self.duties(paragraph)
        if not duties:
            self.add_object(clause, self.text_type(), paragraph.text, [paragraph.written])
            return
        for duty, words in _parted(paragraph, duties):
            if self.found.listed and not given:
                self.add(clause, Note(UNCONFIRMED))
            made = self.add_object(clause, "task", duty.title, [words])
            self.assign(made, duty)

    def text_type(self) -> str:
        """What a clause is that gives no task: the nearest heading says whether it aims or demands."""
        headings = reversed([c.paragraph.text for c in self.path])
        named = next((found for text in headings if (found := _AIMS.match(text))), None)
        return "objective" if named and named["objective"] else "principle"

    def add_object(self, clause: Clause, need_type: str, title: str, body: list[str]) -> DraftObject:
        prefix = {"task": "NV", "objective": "MD", "principle": "YC"}[need_type]
        own = clause.rank < Rank.DASH
        name = self.place(clause.name, clause.paragraph.line)
        need_id = self.new_id(prefix, id_part(f"{self.names.key}-{name}"), numbered=not own)
        made = DraftObject(need_type, need_id, _title(title), clause.paragraph.line, {"clause": name}, body)
        self.add(clause, made)
        self.current = (made, clause.rank)
        return made

    def place(self, number: str, line: int) -> str:
        """Where something stands: its number, else that of the heading above, else its line in the source."""
        return number or (self.path[-1].name if self.path else "") or f"dòng {line}"

    def headings(self, clause: Clause) -> list[Clause]:
        """The headings that a clause stands under."""
        return [c for c in self.path if c.paragraph in clause.above]

    def add(self, clause: Clause, item: Item) -> None:
        opens = isinstance(item, Heading) and item.level == 1 and clause.rank in _OPENS_FILE
        if opens or (len(self.files) and self.files[-1].name in ("ke-hoach.md", "can-cu-moi.md")):
            words = clause.paragraph.written if opens else "noi-dung"
            self.files.append(File(self.file_name(words)))
            if not isinstance(item, Heading):
                self.files[-1].items.append(Heading(1, "Nội dung"))
        self.files[-1].items.append(item)

    def file_name(self, words: str) -> str:
        base = slug(words)[:50].strip("-") or "phan"
        number = self.numbers.get((f"{base}.md", False), 1)
        while (name := f"{base}-{number}.md" if number > 1 else f"{base}.md") in self.names_taken:
            number += 1
        self.names_taken.add(name)
        self.numbers[f"{base}.md", False] = number + 1
        return name

    def new_id(self, prefix: str, rest: str, *, numbered: bool = False) -> str:
        base = f"{prefix}-{rest}".rstrip("-")
        number = self.numbers.get((base, numbered), 1)
        while (found := f"{base}-{number}" if number > 1 or numbered else base) in self.ids:
            number += 1
        self.ids.add(found)
        self.numbers[base, numbered] = number + 1
        return found

    # -- rows of tables ---------------------------------------------------------------------------

    def row(self, row: Row, table: Table) -> None:
        """A row: the heading of the columns, a heading over rows, or a task."""
        given = self.given.get(row.line, [])
        place = Clause(Paragraph(None, row.written, row.written, ((0, row.line),)), ())
        self.current = None
        for number, found in enumerate(given):
            name = self.place(found.clause, found.line)
            need_id = self.new_id("NV", id_part(f"{self.names.key}-{name}"))
            # The row is the clause of the first; who has a share of his own is beside it.
            body = [] if number else [row.written]
            made = DraftObject("task", need_id, found.title, row.line, {"clause": name}, body)
            self.add(place, made)
            self.assign(made, found)
        if given:
            return
        if columns(row.cells) or is_furniture(row.cells) or table is None:
            self.add(place, Frame("", tuple(row.written.split("\n"))))
        else:
            level = len(self.path) + 1
            self.add(place, Heading(max(level, 2), " ".join(cell for cell in row.cells if cell)))

    # -- options ----------------------------------------------------------------------------------

    def assign(self, made: DraftObject, found: Assignment) -> None:
        """The options of a task, and its deliverables behind it."""
        self.assignments[made.id] = found
        options = made.options
        options["owner"] = self.agencies(found.owners)
        options["assignment"] = "request" if self.is_asked(found) else ""
        options["partners"] = self.agencies(found.partners)
        options["submit_to"] = self.agencies(found.submit_to)
        options["form"] = found.form or ""
        options["deadline"] = found.deadline or ""
        options["funding"] = found.funding or ""
        options["in_charge"] = found.in_charge or ""
        stated = [self.deliverable(made, title) for title in found.deliverables]
        options["deliverables"] = ", ".join(draft.id for draft in stated)
        options["basis"] = self.home.options["basis"]
        self.files[-1].items += stated

    def is_asked(self, found: Assignment) -> bool:
        """Whether only bodies are asked ("Đề nghị …") that the issuer cannot order."""
        kinds = {self.registry.kind(name, self.home.options.get("issuer", "")) for name in found.owners}
        return is_request(found.title) and bool(kinds) and kinds.isdisjoint(INSIDE)

    def deliverable(self, task: DraftObject, title: str) -> DraftObject:
        need_id = self.new_id("SP", task.id.removeprefix("NV-"), numbered=True)
        return DraftObject("deliverable", need_id, _title(title), task.line, {"origin": "stated"})

    def agencies(self, found: Sequence[str]) -> str:
        return ", ".join(dict.fromkeys(self.registry.find(name).id for name in found))

    # -- the end ----------------------------------------------------------------------------------

    def end(self) -> None:
        """What is left of the text: its end, and what pages and rulings add; and the new agencies."""
        official = self.found.official
        content = [line.number for line in official.content]
        first, last = (min(content), max(content)) if content else (1, 0)
        end = max((line.number for line in (*official.body, *official.cut)), default=0)
        annex = official.annexes[0].number if official.annexes else len(self.raw) + 1
        home = self.front
        if tail := self.lines(end + 1, annex - 1):
            home.items.append(Frame("Phần cuối của văn bản nguồn", tail))
        between = {n for n in self.found.furniture if first < n}
        between |= {line.number for line in official.rulings if first < line.number < last}
        between -= set(range(end + 1, annex))
        between |= {number for table in self.found.tables for number in table.repeated}
        if between:
            lines = tuple(self.raw[number - 1] for number in sorted(between))
            home.items.append(Frame("Dòng thêm của trang in", lines))
        if self.registry.new:
            self.files.append(self.new_agencies())

    def new_agencies(self) -> File:
        file = File("co-quan-moi.md", [Heading(1, "Cơ quan chưa có trong agencies.md")])
        number = self.home.options.get("number", self.names.plan_id)
        for need_id, name in self.registry.new.items():
            kind = kind_of(name, self.home.options.get("issuer", ""))
            known = register.entry_of(name)
            options = {
                "abbr": known.abbr if known else "",
                "kind": kind,
                "membership": "unknown" if kind == "group" else "",
            }
            options["source"] = f"Văn bản {number}"
            file.items.append(DraftObject("agency", need_id, name[:1].upper() + name[1:], 0, options))
        return file


def _is_numbered(item: object) -> bool:
    return not isinstance(item, Clause) or item.paragraph.mark is not None


def _parted(paragraph: Paragraph, duties: Sequence[Assignment]) -> Iterator[tuple[Assignment, str]]:
    """The words of a paragraph for each duty: from where it begins to where the next does."""
    number = paragraph.written[: len(paragraph.written) - len(paragraph.text)]
    starts = [paragraph.text.find(duty.title) for duty in duties[1:]]
    cuts = [0, *(start + len(number) for start in starts if start > 0), len(paragraph.written)]
    for duty, (start, end) in zip(duties, pairwise(cuts), strict=False):
        yield duty, paragraph.written[start:end].strip()


def _title(words: str) -> str:
    """The words of a title: those of the clause, or its beginning where it is long."""
    words = flat(words).removesuffix(END).strip(" .;:,")
    if len(words) <= _TITLE:
        return words
    cut = max(words.rfind(mark, 40, _TITLE) for mark in (";", ",", "."))
    return words[: cut if cut > 0 else words.rfind(" ", 0, _TITLE)].strip(" .;:,")
