"""Plan data of others as a line of columns, which DuckDB reads at a third of what the same in rows costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from kehoach.files.tree import sha256
from kehoach.language.text import slug
from kehoach.progress.states import PUBLIC
from kehoach.rollup import foreign
from kehoach.rollup.foreign import Held, Need, Options
from kehoach.rollup.offices import NOWHERE, level_of, province_of

#: Letters of the name of a folder, of which a province has fewer.
_LONGEST = 60
_EVERYBODY = frozenset(state.value for state in PUBLIC.values())
#: The columns of a table by name, each of as many values.
_Columns = dict[str, list[Any]]


class Head(msgspec.Struct, kw_only=True, gc=False):
    """A row of ``plans``, with which a line begins; and what is asked of a file that was read.

    ``told`` and ``public`` count the steps, and those of them that say what is for everybody.
    """

    source: str
    file: str
    sha256: str
    given: str
    office: str
    province: str
    place: str
    level: str
    year: str
    field: str
    plan: str
    number: str
    title: str | None
    issued: date | None
    as_of: date
    commit: str | None
    told: int = 0
    public: int = 0


class _Line(Head, kw_only=True, gc=False):
    tasks: _Columns
    steps: _Columns
    parts: _Columns
    uppers: _Columns
    taken: _Columns
    indicators: _Columns
    figures: _Columns


_HEADS, _ENCODER = msgspec.json.Decoder(Head), msgspec.json.Encoder()


def head_of(line: bytes) -> Head:
    """What a line begins with.

    Raises:
        ValueError: it is cut off.
    """
    try:
        return _HEADS.decode(line)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def condensed(raw: bytes, source: str, file: str, given: str, today: date) -> tuple[Head, bytes]:
    """A head and a line of plan data, with what file of which source they are, and the province named for it.

    Raises:
        ValueError: they are not to be believed; why.
    """
    told, home = foreign.read(raw, today)
    needs, course, options = told.needs or [], told.course or [], home.options or Options()
    named = {need.id: need for need in needs}
    whole = [held for held in course if held.agency is None]
    issued, as_of, office = foreign.day(options.issued), told.as_of or today, options.issuer or ""
    province, place, level = _whereabouts(office, given)
    head = Head(
        source=source,
        file=file,
        sha256=sha256(raw),
        given=given,
        office=office,
        province=province,
        place=place,
        level=level,
        year=str((issued or as_of).year),
        field=options.field or "",
        plan=told.plan or "",
        number=options.number or "",
        title=home.title,
        issued=issued,
        as_of=as_of,
        commit=told.commit,
        told=len(whole),
        public=sum(held.state in _EVERYBODY for held in whole),
    )
    line = _Line(
        **msgspec.structs.asdict(head),
        tasks=_tasks(told.tasks or [], named),
        steps=_held(whole),
        parts=_parts([held for held in course if held.agency is not None], named),
        uppers=_uppers(told.uppers),
        taken=_taken(told.uppers),
        indicators=_indicators(told.indicators),
        figures=_figures(told.indicators),
    )
    return head, _ENCODER.encode(line) + b"\n"


def _whereabouts(office: str, given: str) -> tuple[str, str, str]:
    """The province of an office, the name of its folder, and the level."""
    province = province_of(office) or given or NOWHERE
    return province, _place(province), level_of(office).value


@lru_cache(maxsize=256)
def _place(province: str) -> str:
    return slug(province)[:_LONGEST] or NOWHERE


def _tasks(tasks: Sequence[foreign.Task], named: Mapping[str | None, Need]) -> _Columns:
    links = [need.links if (need := named.get(task.id)) else None for task in tasks]
    return {
        "task": [task.id for task in tasks],
        "clause": [task.clause for task in tasks],
        "title": [task.title for task in tasks],
        "deadline": [task.effective_deadline for task in tasks],
        "implements": [(written and written.implements) or [] for written in links],
        "fingerprint": [task.fingerprint for task in tasks],
    }


def _held(course: Sequence[Held]) -> _Columns:
    return {
        "task": [held.task for held in course],
        "state": [held.state for held in course],
        "since": [held.since for held in course],
        "until": [held.until for held in course],
        "due": [held.due for held in course],
        "counted": [held.counted for held in course],
    }


def _parts(course: Sequence[Held], named: Mapping[str | None, Need]) -> _Columns:
    agencies = [named[held.agency] for held in course]
    return {
        **_held(course),
        "agency": [held.agency for held in course],
        "name": [agency.title for agency in agencies],
        "kind": [(agency.options and agency.options.kind) or "" for agency in agencies],
        "certain": [held.certain for held in course],
    }


def _uppers(uppers: Sequence[foreign.Upper]) -> _Columns:
    return {
        "upper": [upper.plan for upper in uppers],
        "upper_number": [upper.number for upper in uppers],
        "upper_issuer": [upper.issuer for upper in uppers],
    }


def _taken(uppers: Iterable[foreign.Upper]) -> _Columns:
    """Which task implements which, each once."""
    rows = {
        (one.task, upper.plan, upper.issuer, one.above): None for upper in uppers for one in upper.implemented
    }
    return _turned(("task", "upper", "upper_issuer", "above"), rows)


def _indicators(indicators: Iterable[foreign.Indicator]) -> _Columns:
    rows = [(one.id, one.title, one.unit or "", one.direction, one.combined or "") for one in indicators]
    return _turned(("indicator", "title", "unit", "direction", "combined"), rows)


def _figures(indicators: Iterable[foreign.Indicator]) -> _Columns:
    rows = [
        (one.id, wanted, told.day, told.value)
        for one in indicators
        for wanted, values in ((False, one.figures), (True, one.targets))
        for told in values
    ]
    return _turned(("indicator", "wanted", "day", "value"), rows)


def _turned(names: Sequence[str], rows: Collection[Sequence[Any]]) -> _Columns:
    return {name: [row[number] for row in rows] for number, name in enumerate(names)}
