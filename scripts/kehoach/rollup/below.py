"""What the offices below have made of our tasks: who has issued a plan, who took up what, where that stands.

Where it stands is what each office reported, on the day of its data; what we have confirmed stands beside it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kehoach.language import _
from kehoach.language.text import cut, unaccented
from kehoach.official import names
from kehoach.plan import Need
from kehoach.progress import PAST, SETTLED, Progress, State, TaskStatus, above
from kehoach.progress.drafts import counting
from kehoach.progress.owners import ended
from kehoach.reports.tables import Column, Table, linked, of_plan, state_columns
from kehoach.reports.words import day
from kehoach.rollup.cells import question
from kehoach.rollup.offices import NOWHERE, Level, level_of, province_of
from kehoach.rollup.tables import Ask, asking

#: From where the higher ones give tasks to the lower ones; departments are part of their office.
_RANKS = {Level.PROVINCE: 1, Level.DEPARTMENT: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}
_BELOW = (Level.PROVINCE, Level.COMMUNE)
#: So much is shown of a text of others, which may be of any length.
_LONGEST = 60
_SHORT = re.compile(r"^(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)\s+", re.IGNORECASE)
_ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class Issued:
    """A plan of an office below that spells out one of ours, as far as its data tell."""

    number: str
    on: date


@dataclass(slots=True)
class Office:
    """An office below: its plans, to which day its data reach, how many tasks it should and has taken up.

    ``done`` are those that it reports as done, ``confirmed`` those of which we have confirmed its part.
    """

    agency: Need
    plans: list[Issued] = field(default_factory=list)
    heard: date | None = None
    asked: int = 0
    taken: int = 0
    done: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A task of ours: the offices below that it falls to, where those stand who took it up, who is confirmed.

    Of several tasks that an office has made of it, the one that is furthest behind tells.
    """

    status: TaskStatus
    asked: tuple[Need, ...]
    states: Mapping[str, State]
    confirmed: frozenset[str]

    @property
    def task(self) -> Need:
        """The task as written."""
        return self.status.task

    @property
    def missing(self) -> list[Need]:
        """Those who have not taken it up."""
        return [agency for agency in self.asked if agency.id not in self.states]

    @property
    def taken(self) -> int:
        """How many of those that it falls to have taken it up."""
        return len(self.asked) - len(self.missing)

    @property
    def counts(self) -> Counter[State]:
        """How many offices reported what."""
        return Counter(self.states.values())


@dataclass(frozen=True, slots=True)
class Below:
    """The offices and our tasks for them as of a day; ``others`` are offices that our register lacks."""

    as_of: date
    offices: tuple[Office, ...]
    lines: tuple[Line, ...]
    others: tuple[str, ...]

    @property
    def issued(self) -> int:
        """How many offices have issued a plan."""
        return sum(bool(office.plans) for office in self.offices)


def read(progress: Progress, folder: Path) -> Below:
    """The same from a folder that ``collect`` made.

    Raises:
        OSError: it cannot be read.
        ValueError: nothing was gathered there, or it is damaged.
    """
    with asking(folder) as ask:
        return below(progress, ask)


def below(progress: Progress, ask: Ask) -> Below:
    """What the tables of a gathering say of our tasks, as of the day of ``progress``."""
    offices = {agency.id: Office(agency) for agency in expected(progress)}
    known = _Known(progress, [office.agency for office in offices.values()])
    others = set()
    plans = ask(question("issued", progress.as_of))
    for office, province, _plan, number, issued, as_of, upper, issuer in plans:
        ours = upper is not None and known.is_our_plan(upper, issuer)
        if found := known.office(office, province):
            mine = offices[found]
            mine.heard = max(filter(None, (mine.heard, as_of)))
            if ours:
                mine.plans.append(Issued(cut(number, _LONGEST), issued))
        elif ours:
            others.add(cut(office, _LONGEST))
    states = _states(progress, ask, known)
    lines = tuple(_lines(progress, offices, states))
    for line in lines:
        for agency in line.asked:
            one = offices[agency.id]
            one.asked += 1
            one.taken += agency.id in line.states
            one.done += line.states.get(agency.id) in _DONE
            one.confirmed += agency.id in line.confirmed
    return Below(progress.as_of, tuple(offices.values()), lines, tuple(sorted(others)))


_DONE = (State.DONE_ON_TIME, State.DONE_LATE, State.DONE)


def expected(progress: Progress) -> list[Need]:
    """The offices of the levels below ours in the register, by name, that have not ended by the day."""
    ours = min((_RANKS.get(level_of(home["issuer"]), 0) for home in progress.plan.plans), default=0)
    found = [
        agency
        for agency in progress.plan.of_type("agency")
        if agency["kind"] == "agency"
        and (level := level_of(agency.title)) in _BELOW
        and _RANKS[level] > ours
        and not ended(agency, progress.as_of)
    ]
    return sorted(found, key=lambda agency: unaccented(short(agency)).casefold())


def short(agency: Need) -> str:
    """What an office is called where many are: without the words that all begin with."""
    return _SHORT.sub("", agency.title)


def _alone(name: str) -> str:
    """A name without what lies above: "UBND xã A, tỉnh B"."""
    return name.partition(",")[0]


class _Known:
    """The offices of the register by the names that their plans may say, and our own plans."""

    def __init__(self, progress: Progress, agencies: Iterable[Need]) -> None:
        named = [(name, agency.id) for agency in agencies for name in names.names_of(agency)]
        self.ids = {**{_alone(name): key for name, key in named}, **dict(named)}
        self.plans = {home.id: home for home in counting(progress.plan, progress.as_of)}
        self.us = above.our_names(progress.plan)
        self.provinces = {province_of(home["issuer"]) for home in self.plans.values()} - {""}

    def office(self, issuer: str, province: str) -> str:
        """The ID of the agency that issued a plan; empty where it is none of ours."""
        if self.provinces and province not in (NOWHERE, *self.provinces):
            return ""
        name = names.bare(issuer)
        return self.ids.get(name) or self.ids.get(_alone(name), "")

    def is_our_plan(self, plan: str, issuer: str) -> bool:
        """Whether an upper plan is one of ours: other offices may have one of that ID, too."""
        return plan in self.plans and names.bare(issuer) in self.us


def _states(progress: Progress, ask: Ask, known: _Known) -> dict[str, dict[str, State]]:
    """Where those stand who took up our tasks: by our task, by the ID of the office."""
    tasks = [status.task for status in progress.tasks]
    keys = [f"{home.id} {task.id}" for task in tasks if (home := progress.plan.plan_of(task))]
    if not keys:
        return {}
    listed = ", ".join("'{}'".format(key.replace("'", "''")) for key in keys)
    homes = {task.id: home.id for task in tasks if (home := progress.plan.plan_of(task))}
    found: dict[str, dict[str, list[State]]] = {}
    asked = question("taken", progress.as_of).replace(":ours", listed)
    for office, province, task, issuer, state, _count in ask(asked):
        if known.is_our_plan(homes[task], issuer) and (agency := known.office(office, province)):
            found.setdefault(task, {}).setdefault(agency, []).append(State(state))
    return {
        task: {agency: max(states, key=_behind) for agency, states in by_agency.items()}
        for task, by_agency in found.items()
    }


def _behind(state: State) -> tuple[bool, bool, int]:
    return state in PAST, state not in SETTLED, _ORDER.index(state)


def _lines(
    progress: Progress, offices: Mapping[str, Office], states: Mapping[str, Mapping[str, State]]
) -> Iterable[Line]:
    """Our tasks that fall to offices below, or that some have taken up."""
    for status in progress.plan_by_plan(None):
        parts = {part.agency.id: part for part in status.parts if part.agency.id in offices}
        taken = states.get(status.task.id, {})
        if status.state is not State.CANCELLED and (parts or taken):
            asked = tuple(office.agency for key, office in offices.items() if key in parts)
            done = frozenset(key for key, part in parts.items() if part.done)
            told = {key: taken[key] for key in offices if key in taken}
            yield Line(status, asked, told, done)


def of_offices(found: Below) -> Table[Office]:
    """Who has issued a plan, and how far each is with our tasks."""
    columns: tuple[Column[Office], ...] = (
        Column("office", _("Office"), lambda o: (linked(o.agency),), 32),
        Column("number", _("Plan"), plans_of, 18),
        Column("issued", _("Issued"), lambda o: o.plans[0].on if o.plans else None, 12),
        Column("asked", _("Falls to it"), lambda o: o.asked, centred=True),
        Column("taken", _("Taken up"), lambda o: o.taken, centred=True),
        Column("done", _("Reported done"), lambda o: o.done, centred=True),
        Column("confirmed", _("Confirmed by us"), lambda o: o.confirmed, centred=True),
        Column("heard", _("Its figures end on"), lambda o: o.heard, 12),
    )
    return Table("offices-below", _("Offices"), columns, found.offices, lambda o: o.agency.id)


def plans_of(office: Office) -> str:
    """The numbers of the plans of an office, or what is known instead."""
    if office.plans:
        return ", ".join(plan.number for plan in office.plans)
    return _("none that names ours") if office.heard else _("no data")


def of_tasks(progress: Progress, found: Below) -> Table[Line]:
    """How many have taken up each task, where they stand, and who is missing."""
    occurring = sum((line.counts for line in found.lines), Counter[State]())

    def missing(line: Line) -> str:
        return ", ".join(map(short, line.missing))

    columns: tuple[Column[Line], ...] = (
        *of_plan(progress, None, lambda line: line.task),
        Column("clause", _("Clause"), lambda line: line.task["clause"], 8),
        Column("task", _("Task"), lambda line: (linked(line.task),), 36),
        Column("asked", _("Falls to"), lambda line: len(line.asked), centred=True),
        Column("taken", _("Taken up"), lambda line: line.taken, centred=True),
        *state_columns(state for state in State if occurring[state]),
        Column("confirmed", _("Confirmed by us"), lambda line: len(line.confirmed), centred=True),
        Column("missing", _("Not taken up by"), missing, 36),
    )
    return Table("tasks-below", _("Tasks"), columns, found.lines, lambda line: line.task.id)


def as_data(found: Below) -> dict[str, Any]:
    """The same for JSON."""
    offices = [
        {
            "office": o.agency.id,
            "title": o.agency.title,
            "plans": [{"number": plan.number, "issued": plan.on.isoformat()} for plan in o.plans],
            "as_of": o.heard.isoformat() if o.heard else None,
            "asked": o.asked,
            "taken": o.taken,
            "done": o.done,
            "confirmed": o.confirmed,
        }
        for o in found.offices
    ]
    tasks = [
        {
            "task": line.task.id,
            "title": line.task.title,
            "asked": [agency.id for agency in line.asked],
            "reported": {agency: state.value for agency, state in sorted(line.states.items())},
            "missing": [agency.id for agency in line.missing],
            "confirmed": sorted(line.confirmed),
        }
        for line in found.lines
    ]
    told = {"as_of": found.as_of.isoformat(), "offices": offices, "tasks": tasks}
    return {**told, "others": list(found.others)}


def reach_words(found: Below) -> str:
    """How many offices have a plan, and how far their data reach, in a sentence."""
    heard = [office.heard for office in found.offices if office.heard]
    words = _("{issued} of {count} offices have issued a plan").format(
        issued=found.issued, count=len(found.offices)
    )
    if not heard:
        return words
    message = _("{words}; data of {heard} of them are here, the oldest of {day}")
    return message.format(words=words, heard=len(heard), day=day(min(heard)))
