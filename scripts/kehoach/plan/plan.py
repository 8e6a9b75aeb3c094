"""Everything that ``needs/`` holds, as frozen objects: what rules, views and exports read."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kehoach import deadline
from kehoach.deadline import Deadline
from kehoach.plan.model import Model
from kehoach.plan.outside import Outside

if TYPE_CHECKING:
    from kehoach.plan.upper import Upper

T = TypeVar("T")
#: The types whose bodies are the official text, word for word.
VERBATIM = frozenset({"plan", "objective", "principle", "task"})
#: What is recorded about other objects, wherever it stands, and the link that says about which.
ABOUT = {
    "evidence": "proves",
    "update": "on",
    "directive": "on",
    "reminder": "on",
    "obstacle": "on",
    "amendment": "amends",
    "closing": "closes",
    "measure": "on",
    "waiver": "waives",
}
#: What the ID of a plan that nobody has signed, and of its objects, begins with behind the type: "dự thảo".
UNSIGNED = "DT"
#: A year in an ID.
YEAR = re.compile(r"(?<![A-Z0-9])(?:19|20)\d\d(?![A-Z0-9])")
#: The options by which an amendment changes its tasks.
AMENDABLE = ("deadline", "owner", "partners", "deliverables", "effect")
#: Those by which it changes its plan from its day on; the plan keeps its own words.
OF_PLANS = ("ends", "report_period", "report_cutoff", "report_by")


@dataclass(frozen=True, slots=True)
class Need:
    """One object as written: a plan, task, agency, ... ``lines`` is the line of each option."""

    type: str
    id: str
    title: str
    path: str
    line: int
    options: Mapping[str, str]
    links: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]
    body: str
    body_line: int

    def __getitem__(self, option: str) -> str:
        """The value of an option, empty where it is not given."""
        return self.options.get(option, "")

    @property
    def folder(self) -> str:
        """The folder of its page, which is that of its plan."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """What IDs that belong together share: KH-*1-2026*, NV-*1-2026-II-9*, SP-*1-2026-II-9*-1."""
        return self.id.partition("-")[2]

    @property
    def unsigned(self) -> bool:
        """Whether this is a plan that nobody has signed yet, which its provisional ID says: KH-*DT*-…."""
        return self.type == "plan" and f"{self.stem}-".startswith(f"{UNSIGNED}-")

    @property
    def unfinished(self) -> bool:
        """Whether this is a plan whose import has left something open, which its mark says."""
        return self.type == "plan" and self["imported"] == "unfinished"

    @property
    def year(self) -> int | None:
        """The year of a plan: of its day of issue; of one not yet signed, the last year that its ID names."""
        if issued := self.day("issued"):
            return issued.year
        years = YEAR.findall(self.stem) if self.unsigned else ()
        return int(years[-1]) if years else None

    @property
    def chapter(self) -> str:
        """The part of the text that a need stands in, by its clause: "II.1.a" is of "II"."""
        return self["clause"].partition(".")[0]

    def to(self, link: str) -> tuple[str, ...]:
        """The IDs a link names, in the order written."""
        return self.links.get(link, ())

    def day(self, option: str) -> date | None:
        """The value of a date option; None where it is missing or no day (which is a finding)."""
        try:
            return date.fromisoformat(self[option])
        except ValueError:
            return None


class Heading(NamedTuple):
    """A heading of a page: its level from 1, its words and where it stands."""

    level: int
    text: str
    path: str
    line: int


class Frame(NamedTuple):
    """Lines of the official text that no need carries (letterhead, site metadata), verbatim."""

    path: str
    line: int
    text: str


class FaultKind(Enum):
    """What the reader can find wrong with a file; each is a rule of the KH0xx family."""

    FILE = auto()
    ENCODING = auto()
    NOT_NFC = auto()
    LINE_ENDS = auto()
    INVISIBLE = auto()
    CONFLICT = auto()
    FORMATTED = auto()
    UNCLOSED = auto()
    NESTED = auto()
    LOST_OPTION = auto()
    CUT_VALUE = auto()
    TWO_LINES = auto()
    DASH_BLOCK = auto()
    DUPLICATE_OPTION = auto()
    UNKNOWN_OPTION = auto()
    COMPUTED_OPTION = auto()
    MARKUP = auto()
    LONG_LINE = auto()
    MENTION = auto()
    ELSEWHERE = auto()
    PINNED = auto()
    FORM = auto()


class Fault(NamedTuple):
    """Something the reader had to read around. ``detail`` is what the message quotes."""

    kind: FaultKind
    path: str
    line: int
    id: str = ""
    field: str = ""
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Plan:
    """One or several plans and what they share, as read from ``needs/``."""

    model: Model
    needs: Mapping[str, Need]
    #: Needs whose ID an earlier one already has; they are in no other collection.
    duplicates: tuple[Need, ...] = ()
    headings: tuple[Heading, ...] = ()
    frames: tuple[Frame, ...] = ()
    faults: tuple[Fault, ...] = ()
    #: SHA-256 of the files that evidence names, by path; those that are not there are not in it.
    files: Mapping[str, str] = field(default_factory=dict)
    #: The same of files that Git LFS keeps elsewhere, and of which only pointers are here.
    pointers: Mapping[str, str] = field(default_factory=dict)
    #: The official text of each plan that has it in the repository, by the plan's ID.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: Objects of other projects that some links may name, by ID.
    outside: Mapping[str, Outside] = field(default_factory=dict)
    #: Plans of other offices that are pinned here, by ID: they are in no other collection, and no list.
    uppers: Mapping[str, "Upper"] = field(default_factory=dict)
    #: What upper tasks were when tasks of ours were written; see ``upper.Lock``.
    outdated: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of_type(self, name: str) -> tuple[Need, ...]:
        """All needs of a type, in the order of files and lines."""
        return self._by_type.get(name, ())

    @cached_property
    def plans(self) -> tuple[Need, ...]:
        """All plans, in the order in which they were issued."""
        return tuple(sorted(self.of_type("plan"), key=lambda plan: (plan["issued"], plan.path, plan.line)))

    def in_order(self, needs: Iterable[Need]) -> list[Need]:
        """Needs by folder, file and line; files of parts of a text by their Roman numeral: V before IX."""
        return sorted(needs, key=lambda n: (n.folder, self.part_of(n.path), n.path, n.line))

    def part_of(self, path: str) -> int:
        """The Roman numeral in the first numbered heading of a file; behind all numerals without one."""
        return self._numerals.get(path, _NO_PART)

    @cached_property
    def _numerals(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for heading in self.headings:
            if numeral := _ROMAN.match(heading.text):
                found.setdefault(heading.path, _value(numeral[1]))
        return found

    def above(self, need_id: str) -> "tuple[Upper, Need] | None":
        """The object of an upper plan that an ID names; None where it names none."""
        found = ((upper, upper.get(need_id)) for upper in self.uppers.values())
        return next(((upper, need) for upper, need in found if need), None)

    def targets(self, need: Need, link: str) -> tuple[Need, ...]:
        """The needs a link names, in the order written, without those that do not exist."""
        return tuple(self.needs[target] for target in need.to(link) if target in self.needs)

    def sources(self, need_id: str, link: str) -> tuple[Need, ...]:
        """The needs whose ``link`` names this one, in the order of files and lines."""
        if link not in self._backlinks:
            self._backlinks[link] = self._all_sources(link)
        return self._backlinks[link].get(need_id, ())

    def tasks_proved(self, evidence: Need) -> tuple[Need, ...]:
        """The tasks whose deliverables an evidence proves, each once, of amendments what they amend."""
        holders = (n for d in self.targets(evidence, "proves") for n in self.sources(d.id, "deliverables"))
        found = (t for n in holders for t in ((n,) if n.type == "task" else self.targets(n, "amends")))
        return tuple({task.id: task for task in found if task.type == "task"}.values())

    def _all_sources(self, link: str) -> dict[str, tuple[Need, ...]]:
        found: dict[str, list[Need]] = {}
        # What a need with a duplicate ID names is named all the same.
        for need in (*self.needs.values(), *self.duplicates):
            if link in need.links:
                for target in need.links[link]:
                    found.setdefault(target, []).append(need)
        return {target: tuple(needs) for target, needs in found.items()}

    def plan_of(self, need: Need) -> Need | None:
        """The plan whose folder the need stands in."""
        return self.plan_at(need.path)

    def plan_at(self, path: str) -> Need | None:
        """The plan whose folder a file stands in; None where it stands beside the plans, which share it."""
        if path not in self._homes:
            folders = (path[:end] for end in range(len(path) - 1, 0, -1) if path[end] == "/")
            self._homes[path] = next((p for f in folders if (p := self._by_folder.get(f))), None)
        return self._homes[path]

    @cached_property
    def _homes(self) -> dict[str, Need | None]:
        """The plans of the files that were asked about."""
        return {}

    def headings_above(self, need: Need) -> Iterator[Heading]:
        """The headings that a need stands under, the nearest first."""
        headings = self._headings.get(need.path, [])
        level = 7
        for heading in reversed(headings[: bisect_left(headings, need.line, key=lambda h: h.line)]):
            if heading.level < level:
                level = heading.level
                yield heading

    def deadline_of(self, task: Need) -> Deadline:
        """What a task's deadline says, read in the year of its plan."""
        key = task.id, task.path, task.line  # an ID may stand twice, which is a finding
        if key not in self._deadlines:
            plan = self.plan_of(task)
            self._deadlines[key] = deadline.parse(task["deadline"], plan.year if plan else None)
        return self._deadlines[key]

    @cached_property
    def _deadlines(self) -> dict[tuple[str, str, int], Deadline]:
        """The deadlines that were asked for."""
        return {}

    def once(self, asked: tuple[object, ...], find: Callable[[], T]) -> T:
        """What others find out of the plan, by what they ask: found once, since the plan never changes."""
        if asked not in self._answers:
            self._answers[asked] = find()
        found: T = self._answers[asked]
        return found

    @cached_property
    def _answers(self) -> dict[tuple[object, ...], Any]:
        return {}

    @cached_property
    def _headings(self) -> dict[str, list[Heading]]:
        found: dict[str, list[Heading]] = {}
        for heading in self.headings:
            found.setdefault(heading.path, []).append(heading)
        return found

    @cached_property
    def _by_type(self) -> dict[str, tuple[Need, ...]]:
        found: dict[str, list[Need]] = {}
        for need in self.needs.values():
            found.setdefault(need.type, []).append(need)
        return {name: tuple(needs) for name, needs in found.items()}

    @cached_property
    def _backlinks(self) -> dict[str, dict[str, tuple[Need, ...]]]:
        """The sources of the links that were asked for."""
        return {}

    @cached_property
    def _by_folder(self) -> dict[str, Need]:
        # Of two plans in a folder, which is a finding, the first has it.
        return {plan.folder: plan for plan in reversed(self.of_type("plan"))}


_NO_PART = 1000
_ROMAN = re.compile(r"([IVXLC]+)\.\s")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _value(numeral: str) -> int:
    values = [_LETTERS[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


_CLAUSE_MARK = re.compile(r"[-+] |[0-9]+(?:\.[0-9]+)*[.)] |[a-zđ]\) |[IVXLC]+\. ")


def clause_lines(body: str) -> Iterator[tuple[str, str]]:
    """The lines of a clause that carry words, each as its mark ("a)", "-", "+", "1.") and text."""
    for line in body.splitlines():
        text = line.strip()
        if not text:
            continue
        mark = _CLAUSE_MARK.match(text)
        yield (mark[0].strip(), text[mark.end() :]) if mark else ("", text)
