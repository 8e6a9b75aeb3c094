"""A project as somebody has it open in an editor, unsaved text included: what can be said of a place.

It knows no protocol: pages are named by their path in the project, lines count from 1, columns from 0.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kehoach import rules
from kehoach.editing import renaming
from kehoach.editing.drafts import Draft
from kehoach.editor.taking import Offer, offered
from kehoach.language import _
from kehoach.language.text import unaccented
from kehoach.plan import Need, Plan, syntax
from kehoach.progress import Progress
from kehoach.reports.words import day, deadline_words, state_words, value_label
from kehoach.rules.findings import Finding
from kehoach.rules.form import refused_id

_KEY = re.compile(r"\s*:(\w*)$")
_TYPE = re.compile(r":{3,}\{([^}]*)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a line: from a column on, so many letters."""

    path: str
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be written: what is inserted, what is shown, more about it, and how it is found."""

    text: str
    label: str
    about: str = ""
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Words shown behind a place that are not in the file."""

    place: Place
    words: str


class Session:
    """What the pages that are open, and the others as they are on disk, make together.

    Raises:
        OSError: a file cannot be read.
        ValueError: the project cannot be read.
    """

    def __init__(self, root: Path, today: Callable[[Plan], date]) -> None:
        self.root, self._today = root, today
        self._draft = Draft(root)

    @property
    def plan(self) -> Plan:
        """The plan with what is not saved yet."""
        return self._draft.plan

    def put(self, path: str, text: str) -> None:
        """Give a page the text that it has in the editor."""
        if path.startswith("needs/"):  # no other page makes the plan
            self._draft.put(path, text)
            self._forget()

    def reload(self, open_pages: dict[str, str]) -> None:
        """Read the project again, after files were saved, closed or changed by others."""
        self._draft = Draft(self.root)
        self._forget()
        for path, text in open_pages.items():
            self.put(path, text)

    def _forget(self) -> None:
        """What was found out of the plan is so no more."""
        for found in ("findings", "_progress"):
            self.__dict__.pop(found, None)

    @cached_property
    def findings(self) -> list[Finding]:
        """What is wrong with the whole plan."""
        return rules.check(self.plan)

    @cached_property
    def _progress(self) -> Progress:
        return Progress(self.plan, self._today(self.plan))

    def text(self, path: str) -> str:
        """A page as it would be."""
        return self._draft.text(path)

    def fixes(self, path: str, first: int, last: int) -> Iterator[Offer]:
        """The fixes of the findings between two lines, and what each brings."""
        for finding in self.findings:
            if finding.path == path and first <= finding.line <= last:
                yield from offered(self._draft, finding, self.findings)

    # -- objects ------------------------------------------------------------------------------------

    def ids(self, path: str) -> Iterator[tuple[Place, Need]]:
        """Every ID of an object on a page, with the object."""
        for number, line in enumerate(self.text(path).splitlines(), 1):
            for found in renaming.ID.finditer(line):
                if need := self.plan.needs.get(found[0]):
                    yield Place(path, number, found.start(), len(found[0])), need

    def id_at(self, path: str, line: int, column: int) -> tuple[Place, Need] | None:
        """The ID that a place is in, with its object."""
        return next(
            (
                (place, need)
                for place, need in self.ids(path)
                if place.line == line and place.column <= column <= place.column + place.length
            ),
            None,
        )

    def need_around(self, path: str, line: int) -> Need | None:
        """The object whose opening line is the last one up to a line."""
        mine = self.objects(path)
        index = bisect_right([need.line for need in mine], line)
        return mine[index - 1] if index else None

    def objects(self, path: str) -> list[Need]:
        """The objects of a page, in the order of their lines."""
        found = (need for need in (*self.plan.needs.values(), *self.plan.duplicates) if need.path == path)
        return sorted(found, key=lambda need: need.line)

    def mentions(self, need: Need) -> list[Place]:
        """Every place that names an object, its own ID included, also on pages beside ``needs/``."""
        own = {one.path for one in self.plan.needs.values()}  # also of pages that are not saved yet
        pages = sorted({*own, *renaming.pages(self.root)})
        return [place for path in pages for place, named in self.ids(path) if named.id == need.id]

    def check_id(self, need: Need, new_id: str) -> None:
        """Refuse an ID that an object cannot be given.

        Raises:
            ValueError: it cannot be one, or is taken.
        """
        wrong = refused_id(self.plan.model, need.type, new_id)
        if new_id in self.plan.needs:
            wrong = _('"{id}" is the ID of another object.').format(id=new_id)
        if wrong:
            raise ValueError(wrong)

    # -- what is said -------------------------------------------------------------------------------

    def about(self, need: Need) -> str:
        """What an object is, in Markdown: its title and type, and where a task stands today."""
        said = [f"**{need.title}**", f"{self.plan.model.types[need.type].title} `{need.id}`"]
        if need.type == "task":
            status = self._progress.of(need)
            said.append(f"{_('State')}: {state_words(status)}")
            said.append(f"{_('Deadline')}: {deadline_words(status.obligation)}")
            if status.obligation.due:
                said.append(f"{_('Due')}: {day(status.obligation.due)}")
        return "\n\n".join(said)

    def hints(self, path: str, first: int, last: int) -> Iterator[Hint]:
        """Titles behind IDs, and the last day behind a deadline."""
        for place, need in self.ids(path):
            if first <= place.line <= last and place.line != need.lines.get("id"):
                yield Hint(place, need.title)
        lines = self.text(path).splitlines()
        for need in self.objects(path):
            number = need.lines.get("deadline", 0)
            if need.type == "task" and first <= number <= last:
                due = self._progress.of(need).obligation.due
                if due:
                    yield Hint(Place(path, number, 0, len(lines[number - 1])), day(due))

    # -- what can be written ------------------------------------------------------------------------

    def choices(self, path: str, line: int, column: int) -> list[Choice]:
        """What can be written at a place: types, options that are not there yet, objects, words of lists."""
        words = self.text(path).splitlines()[line - 1][:column]
        if _TYPE.search(words):
            return [Choice(name, name, declared.title) for name, declared in self.plan.model.types.items()]
        need = self.need_around(path, line)
        if need is None:
            return []
        declared = self.plan.model.types[need.type]
        if _KEY.match(words):
            return [
                Choice(
                    f"{option}: ",
                    option,
                    declared.labels.get(option, ""),
                    unaccented(declared.labels.get(option, "")),
                )
                for option in declared.order
                if option not in need.lines
            ]
        option = syntax.OPTION.match(words)
        if option and option[2] in declared.links:
            return list(self._named(declared.links[option[2]]))
        if option and option[2] in declared.fields:
            values = declared.fields[option[2]].get("enum", ())
            return [
                Choice(value, value, value_label(value), unaccented(value_label(value))) for value in values
            ]
        return []

    def _named(self, types: tuple[str, ...]) -> Iterator[Choice]:
        """Objects, found by ID, abbreviation, and title with or without accents."""
        for name in types:
            for need in self.plan.of_type(name):
                by = " ".join(filter(None, (need.id, need["abbr"], need.title, unaccented(need.title))))
                yield Choice(need.id, need.title, f"{self.plan.model.types[name].title} {need.id}", by)
