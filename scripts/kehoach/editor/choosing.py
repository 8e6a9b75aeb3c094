"""What can be written at a place: types, options, objects, words of lists, deadlines, free IDs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kehoach.deadline import nearest
from kehoach.editing import objects
from kehoach.editor.session import Session
from kehoach.language.text import folded
from kehoach.official import tables
from kehoach.official.labels import Role
from kehoach.plan import Need, syntax
from kehoach.plan.model import NeedType
from kehoach.reports.words import value_label

#: So many choices are shown at most: the more is typed, the fewer there are.
MOST = 200
_KEY = re.compile(r"\s*:(\w*)$")
_TYPE = re.compile(r":{3,}\{([^}\s]*)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be written: what is inserted, what is shown, more about it, and how it is found."""

    text: str
    label: str
    about: str = ""

    @property
    def said(self) -> str:
        """What is inserted and all that is shown."""
        return f"{self.text} {self.label} {self.about}"

    @property
    def found_by(self) -> str:
        """What people may type for it, with accents and without."""
        return f"{self.said} {folded(self.said)}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be written in the place of what is typed already, which begins in a column."""

    column: int
    found: tuple[Choice, ...]

    @property
    def whole(self) -> bool:
        """Whether these are all there are."""
        return len(self.found) < MOST


def choices(session: Session, path: str, line: int, column: int) -> Choices:
    """What can be written at a place."""
    words = session.page(path).line(line)[:column]
    if opening := _TYPE.search(words):
        types = session.plan.model.types.items()
        return _fitting(words, opening.start(1), (Choice(name, name, one.title) for name, one in types))
    need = session.need_around(path, line)
    if need is None:
        return Choices(column, ())
    if key := _KEY.match(words):
        return _fitting(words, key.start(1), _options(session, need))
    if option := syntax.OPTION.match(words):
        before = re.match(r".*,\s*|\s*", option[3]) if option[2] in _type(session, need).links else None
        start = option.start(3) + (before.end() if before else len(option[3]) - len(option[3].lstrip()))
        return _fitting(words, start, _values(session, need, option[2], words[start:]))
    return Choices(column, ())


def _fitting(words: str, start: int, offered: Iterable[Choice]) -> Choices:
    """Those that have every word that is typed."""
    wanted = folded(words[start:]).split()
    fitting = (one for one in offered if all(map(folded(one.said).__contains__, wanted)))
    return Choices(start, tuple(islice(fitting, MOST)))


def _type(session: Session, need: Need) -> NeedType:
    return session.plan.model.types[need.type]


def _options(session: Session, need: Need) -> Iterator[Choice]:
    declared = _type(session, need)
    for option in ("id", *declared.order):
        if option not in need.lines:
            yield Choice(f"{option}: ", option, declared.labels.get(option, ""))


def _values(session: Session, need: Need, option: str, typed: str) -> Iterator[Choice]:
    declared = _type(session, need)
    if option in declared.links:
        yield from _objects(session, need, declared.links[option])
    elif option == "id":
        yield from (Choice(one, one) for one in _free(session, need))
    elif option == "deadline":
        yield from (Choice(one, one) for one in dict.fromkeys(_deadlines(session, need, typed)))
    else:
        for value in declared.fields.get(option, {}).get("enum", ()):
            yield Choice(value, value, value_label(value))


def _objects(session: Session, need: Need, types: tuple[str, ...]) -> Iterator[Choice]:
    """Objects by ID, abbreviation and title, those of the same plan first."""
    plan, home = session.plan, session.plan.plan_of(need)
    known = [one for name in types for one in plan.of_type(name)]
    for one in sorted(known, key=lambda one: plan.plan_of(one) is not home):
        title = f"{plan.model.types[one.type].title} {one.id} {one['abbr']}".rstrip()
        yield Choice(one.id, one.title, title)


def _free(session: Session, need: Need) -> Iterator[str]:
    """The next ID that no object has had."""
    plan, home = session.plan, session.plan.plan_of(need)
    prefix = _type(session, need).prefix
    if need.type == "agency" and need.title:
        yield objects.agency_id(plan, need.title, need["abbr"])
    elif home and need.type == "task":
        if need["clause"]:
            yield objects.clause_id(plan, home, need["clause"])
    elif home and need.type != "plan":
        above = [one for one in session.objects(need.path) if one.type == "task" and one.line < need.line]
        task = need.type == "deliverable" and above
        beginning = f"{prefix}{above[-1].stem}-" if task else objects.stem(plan, need.type, home)
        yield from objects.numbered(session.draft(), beginning, 1)


def _deadlines(session: Session, need: Need, typed: str) -> Iterator[str]:
    """The words of the clause first, then the forms that can be read, in the year of the plan."""
    yield from (value.rstrip(" .;") for role, value in tables.said(need.body, ()) if role is Role.DEADLINE)
    home = session.plan.plan_of(need)
    yield from nearest.forms(typed, str(home.year) if home and home.year else "")
