"""Plan data of others: what of them is read, and what of that contradicts itself.

The words of clauses, most of a file, are not even decoded.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from kehoach.language import _
from kehoach.plan import UNSIGNED
from kehoach.plan.upper import FORMAT, VERSION
from kehoach.progress import State

#: What the ID of a plan begins with that nobody has signed: it counts nowhere.
DRAFT = f"KH-{UNSIGNED}-"
#: No figures are older, and none has more digits before the comma than a column holds.
_FIRST, _LARGEST = date(1945, 1, 1), Decimal(10**18)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STATES = frozenset(state.value for state in State)
#: What nobody sees, or what turns the order of letters round.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Options(msgspec.Struct, gc=False):
    """Of a plan, and ``kind`` of an agency."""

    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    field: str | None = None
    kind: str | None = None


class Links(msgspec.Struct, gc=False):
    """Of a task."""

    implements: list[str] | None = None


class Need(msgspec.Struct, gc=False):
    """An object, of whatever type."""

    id: str | None = None
    title: str | None = None
    options: Options | None = None
    links: Links | None = None


class Task(msgspec.Struct, gc=False):
    """A task as computed."""

    id: str | None = None
    clause: str | None = None
    title: str | None = None
    effective_deadline: str | None = None
    fingerprint: str | None = None


class Held(msgspec.Struct, gc=False):
    """From which day to which a task, or an agency's part of it, stood where."""

    task: str | None = None
    agency: str | None = None
    state: str | None = None
    since: date | None = None
    until: date | None = None
    due: date | None = None
    counted: bool | None = None
    certain: bool | None = None


class Implemented(msgspec.Struct, gc=False):
    """That a task implements one above."""

    task: str | None = None
    above: str | None = None


class Upper(msgspec.Struct, gc=False):
    """A plan that is spelled out."""

    plan: str | None = None
    number: str | None = None
    issuer: str | None = None
    implemented: list[Implemented] = []


class Figure(msgspec.Struct, gc=False):
    """A value of an indicator."""

    day: date | None = None
    value: Decimal | None = None


class Indicator(msgspec.Struct, gc=False):
    """What was reached of it, and what is wanted."""

    id: str | None = None
    title: str | None = None
    unit: str | None = None
    direction: str | None = None
    combined: str | None = None
    figures: list[Figure] = []
    targets: list[Figure] = []


class Data(msgspec.Struct):
    """What is read of a file of :mod:`kehoach.export.data`."""

    format: str | None = None
    version: float | None = None
    as_of: date | None = None
    commit: str | None = None
    plan: str | None = None
    needs: list[Need] | None = None
    tasks: list[Task] | None = None
    course: list[Held] | None = None
    uppers: list[Upper] = []
    indicators: list[Indicator] = []


#: What a .zip begins with.
_ARCHIVE = b"PK\x03\x04"
_DECODER = msgspec.json.Decoder(Data)


def read(raw: bytes, today: date) -> tuple[Data, Need]:
    """Plan data with their plan; they have all but ``commit``.

    Raises:
        ValueError: they are not of this form, contradict themselves, or tell of a day after ``today``; why.
    """
    if raw.startswith(_ARCHIVE):
        raise ValueError(packed())
    try:
        told = _DECODER.decode(raw.removeprefix(BOM_UTF8))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(damaged()) from error
    home = next((need for need in told.needs or () if need.id == told.plan), Need())
    if why := _head(told, home.options or Options(), today) or _words(told, home) or _body(told):
        raise ValueError(why)
    return told, home


def packed() -> str:
    """What is wrong with files in an archive."""
    return _("it is an archive, whose files have to be unpacked first")


def damaged() -> str:
    """What is wrong with a file that nothing more can be said of."""
    return _("it is damaged, or no JSON of plan data")


def _head(told: Data, home: Options, today: date) -> str:
    if told.format != FORMAT:
        return _("it is no plan data of kehoach")
    if told.version != VERSION:
        return _("its plan data are of another version than {version}").format(version=VERSION)
    lists = told.needs, told.tasks, told.course
    if not told.plan or not (home.issuer or "").strip() or None in lists:
        return _("it does not name its plan, the issuer and the day of the figures")
    if (told.plan or "").startswith(DRAFT):
        return _("nobody has signed its plan")
    return _days(told, home, today)


def _days(told: Data, home: Options, today: date) -> str:
    if not (told.as_of and _FIRST <= told.as_of <= today):
        return _("its figures are of no day, or of one to come")
    if (issued := day(home.issued)) and issued > today:
        return _("its plan is issued on a day to come")
    return ""


def day(words: str | None) -> date | None:
    """A day as plan data write it; None where that is none."""
    try:
        return date.fromisoformat(words) if words and _DAY.fullmatch(words) else None
    except ValueError:
        return None


def _words(told: Data, home: Need) -> str:
    named = home.options or Options()
    words = [named.issuer, named.number, named.field, *(need.title for need in told.needs or ())]
    words += [word for one in told.indicators for word in (one.title, one.unit)]
    if _UNSEEN.search("".join(filter(None, words))):
        return _("a name or title in it holds characters that cannot be seen")
    return ""


def _body(told: Data) -> str:
    for objects in (told.needs or (), told.tasks or (), told.indicators):
        if len(objects) > len({one.id for one in objects}):
            return _("it names an object twice")
    as_of = told.as_of or _FIRST
    return next(filter(None, (_figures(one, as_of) for one in told.indicators)), "") or _course(told, as_of)


def _figures(indicator: Indicator, as_of: date) -> str:
    reached = [(figure.day, figure.value) for figure in indicator.figures]
    if None in (indicator.id, indicator.title) or not all(
        day and day <= as_of and value is not None for day, value in reached
    ):
        return _("an indicator in it has a figure of no day, or of one to come")
    wanted = [(figure.day, figure.value) for figure in indicator.targets]
    values = [value for _day, value in (*reached, *wanted) if value is not None]
    if not all(value.is_finite() and abs(value) < _LARGEST for value in values):
        return damaged()
    return ""


def _course(told: Data, as_of: date) -> str:
    course, left, ordered = told.course or [], dict[tuple[str, str | None], date](), True
    for held in course:
        since, until, task = held.since, held.until, held.task
        if since is None or until is None or not since <= until <= as_of or held.state not in _STATES:
            return _stateless()
        if task is None or held.counted is None or held.certain is None:
            return _stateless()
        key = task, held.agency
        ordered = ordered and since > left.get(key, date.min)
        left[key] = until
    tasks = {task.id for task in told.tasks or ()}
    agencies = {None, *(need.id for need in told.needs or () if need.title)}
    if not all(task in tasks and agency in agencies for task, agency in left):
        return _("its course names tasks or agencies that it does not hold")
    if not ordered and _overlap(course):
        return _("by its course something stands in two states on a day")
    return ""


def _stateless() -> str:
    return _("its course holds what is no state from one day to another")


def _overlap(course: Iterable[Held]) -> bool:
    """Whether something stands in a state before it has left the former, in whatever order they are told."""
    left = dict[tuple[str | None, str | None], date]()
    for held in sorted(course, key=lambda held: held.since or _FIRST):
        key = held.task, held.agency
        if held.since and held.since <= left.get(key, date.min):
            return True
        left[key] = held.until or date.max
    return False
