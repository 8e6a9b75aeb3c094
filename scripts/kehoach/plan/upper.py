"""Plans of other offices that ours spell out: copies of their data, pinned in ``needs/upstream/``.

A copy is the JSON that their site publishes (``export/plan.schema.json``). The lock beside the copies says
where each is from and what it has to be, byte for byte: what is something else is a fault, and is not read.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any

from kehoach.files.tree import sha256
from kehoach.language import _
from kehoach.language.text import INVISIBLE, without_heaps
from kehoach.plan import markup, model, syntax
from kehoach.plan.outside import Outside
from kehoach.plan.plan import Fault, FaultKind, Need, Plan

FOLDER = "needs/upstream"
LOCK = f"{FOLDER}/lock.json"
#: The format of the JSON, and its version: a change that a reader of the former would stumble over raises it.
FORMAT, VERSION = "kehoach.plan", 2
#: So many hexadecimal digits tell whether an object is what it was.
DIGITS = 16
#: What of such a plan may be named; agencies and legal bases are shared, and each office has its own.
NAMED = ("plan", "objective", "principle", "task")
#: The version of the lock.
_LOCK = 1
#: What is not shown as it stands, in a text of others and in what stands on one line.
_UNSEEN = re.compile(rf"{INVISIBLE.pattern}|[\ud800-\udfff]")
_UNSEEN_ON_A_LINE = re.compile(rf"{_UNSEEN.pattern}|[\n\x0b-\r\x1c-\x1e\x85\u2028\u2029]")
#: What the IDs of a plan may begin with here, and where links may lead: a lock can be edited, too.
PREFIX = re.compile(r"(?:[A-Z0-9]+-)*")
SITE = re.compile(rf"https?://(?:(?!{_UNSEEN.pattern})[^\s<>\"'])+")
#: What a plan may name of its own upper plans, to whose IDs it may have given a prefix.
_LINKED = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Pin:
    """What the lock says of a copy.

    ``key`` is the ID of the plan as it is named here, which begins with ``prefix``; ``source`` a file or
    folder (from the project's root), an https address or a git repository; ``site`` the address of the site
    that shows the plan; ``sha256`` that of the copy, ``as_of`` the day of its figures, ``commit`` as there.
    """

    key: str
    prefix: str
    source: str
    site: str
    sha256: str
    as_of: str
    commit: str | None

    @property
    def plan(self) -> str:
        """The ID of the plan as its own office has it."""
        return self.key.removeprefix(self.prefix)

    @property
    def path(self) -> str:
        """The file of the copy, from the project's root."""
        return f"{FOLDER}/{self.key}.json"


@dataclass(frozen=True, slots=True)
class Lock:
    """All copies by their keys, and what became outdated when one was brought up to date.

    ``outdated`` has the fingerprint that an upper task had when a task of ours was written, by the IDs of
    ours and of the upper one.
    """

    pins: Mapping[str, Pin] = field(default_factory=dict)
    outdated: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upper:
    """A plan of another office: the IDs in ``plan`` are its own, without the prefix of ``pin``.

    ``fingerprints`` tell by the ID whether one of its objects is still what it was.
    """

    pin: Pin
    plan: Plan
    fingerprints: Mapping[str, str]

    @property
    def home(self) -> Need:
        """The plan itself."""
        return self.plan.needs[self.pin.plan]

    def named(self, need: Need) -> str:
        """The ID of one of its objects as it is named here."""
        return f"{self.pin.prefix}{need.id}"

    def get(self, named: str) -> Need | None:
        """The object of an ID as it is named here."""
        prefix = self.pin.prefix
        need = self.plan.needs.get(named.removeprefix(prefix)) if named.startswith(prefix) else None
        return need if need and need.type in NAMED else None

    @property
    def tasks(self) -> list[Need]:
        """The tasks of the plan in the order of its text."""
        return self.plan.in_order(self.plan.of_type("task"))


def lock_of(raw: bytes | None) -> Lock:
    """What a lock says; nothing where there is none.

    Raises:
        ValueError: it is no lock.
    """
    if raw is None:
        return Lock()
    try:
        data = json.loads(raw)
        if data["version"] != _LOCK:
            raise ValueError
        pins = {key: Pin(key=key, **values) for key, values in data["plans"].items()}
        for pin in pins.values():
            for text in (pin.source, pin.sha256, "" if pin.commit is None else pin.commit):
                refuse_unseen(text)
            fits = PREFIX.fullmatch(pin.prefix) and SITE.fullmatch(pin.site) and syntax.ID.fullmatch(pin.plan)
            if not (fits and pin.key.startswith(pin.prefix)):
                raise ValueError(pin.key)
            date.fromisoformat(pin.as_of)
        outdated = {(pair["task"], pair["upper"]): str(pair["was"]) for pair in data["outdated"]}
        for pair in outdated:
            refuse_unseen("".join(pair))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(LOCK) from error
    return Lock(pins, outdated)


def as_lock(lock: Lock) -> bytes:
    """A lock as its file."""
    plans = {key: {k: v for k, v in asdict(pin).items() if k != "key"} for key, pin in lock.pins.items()}
    outdated = [{"task": ours, "upper": theirs, "was": was} for (ours, theirs), was in lock.outdated.items()]
    order = sorted(outdated, key=lambda pair: (pair["task"], pair["upper"]))
    return canonical({"version": _LOCK, "plans": plans, "outdated": order})


def canonical(data: object) -> bytes:
    """JSON as the same bytes whoever has written it.

    Raises:
        ValueError: it holds half a character; in a sentence.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise _unseen(text[error.start]) from error


def refuse_unseen(text: str, *, lines: bool = False) -> None:
    """Refuse a text that is not shown as it stands; ``lines`` says that it may have several.

    Raises:
        ValueError: it is one; a sentence that names the character.
    """
    if found := (_UNSEEN if lines else _UNSEEN_ON_A_LINE).search(text):
        raise _unseen(found[0])
    if (kept := without_heaps(text)) != text:
        raise _unseen(next(sign for sign, same in zip_longest(text, kept) if sign != same))


def _unseen(character: str) -> ValueError:
    message = _("An upper plan holds an invisible character ({code}). Its office has to type that anew.")
    return ValueError(message.format(code=markup.called(character)))


@dataclass(frozen=True, slots=True)
class Pinned:
    """All that is pinned: the upper plans by key, what is outdated, and what is wrong with copies."""

    uppers: Mapping[str, Upper] = field(default_factory=dict)
    outdated: Mapping[tuple[str, str], str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def outside(self) -> Iterator[Outside]:
        """The objects that ours may name."""
        for upper in self.uppers.values():
            for need in upper.plan.needs.values():
                if need.type in NAMED:
                    yield Outside(upper.named(need), need.type, need.title, upper.pin.path)


def read(content: Callable[[str], bytes | None], declared: bytes) -> Pinned:
    """The upper plans of a project, whose model is ``declared``; ``content`` reads a file of it."""
    try:
        lock = lock_of(content(LOCK))
    except ValueError:
        return Pinned(faults=(Fault(FaultKind.PINNED, LOCK, 1, detail="lock"),))
    found: dict[str, Upper] = {}
    faults: list[Fault] = []
    for key, pin in lock.pins.items():
        raw = content(pin.path)
        if raw is None:
            faults.append(Fault(FaultKind.PINNED, LOCK, 1, key, detail="missing"))
        elif sha256(raw) != pin.sha256:
            faults.append(Fault(FaultKind.PINNED, pin.path, 1, key, detail="hash"))
        else:
            try:
                found[key] = upper_of(pin, raw, declared)
            except ValueError:
                faults.append(Fault(FaultKind.PINNED, pin.path, 1, key, detail="content"))
    return Pinned(found, lock.outdated, tuple(faults))


@lru_cache(16)  # a project is read again with each letter that somebody types
def upper_of(pin: Pin, raw: bytes, declared: bytes) -> Upper:
    """The upper plan of a copy, read by our model: what that does not know is left out.

    Raises:
        ValueError: it is no plan as JSON, not that of the pin, or would not be shown as it stands.
    """
    types = model.parse(declared)
    try:
        data = json.loads(raw)
        if data["format"] != FORMAT or data["version"] != VERSION:
            raise ValueError(pin.path)
        written = [one for one in data["needs"] if one["type"] in types.types]
        needs = [_need(line, one) for line, one in enumerate(written, 1)]
        prints = {one["id"]: one["fingerprint"][:DIGITS] for one in written if one["type"] in NAMED}
        prints |= {task["id"]: task["fingerprint"] for task in data["tasks"]}
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(pin.path) from error
    plan = Plan(types, {need.id: need for need in needs})
    home = plan.needs.get(pin.plan)
    dated = home and home.type == "plan" and (home.unsigned or home.day("issued"))
    if not dated or data["plan"] != pin.plan:
        message = _("{id} is no plan with a day of issue, or not the one of these data.")
        raise ValueError(message.format(id=pin.plan))
    return Upper(pin, plan, prints)


def _need(line: int, written: Mapping[str, Any]) -> Need:
    said = {name: written[name] for name in ("id", "type", "title", "path", "body")}
    options = dict(written["options"])
    links = {link: tuple(ids) for link, ids in written["links"].items()}
    if not (syntax.ID.fullmatch(said["id"]) and all(map(_LINKED.fullmatch, chain(*links.values())))):
        raise ValueError(_("The data of an upper plan name an object by what is no ID."))
    refuse_unseen(said["body"], lines=True)
    for text in (said["title"], said["path"], *chain(*options.items()), *links):
        refuse_unseen(text)
    return Need(line=line, options=options, links=links, lines={}, body_line=line, **said)
