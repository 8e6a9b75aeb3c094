"""Copies of upper plans: pinned, and brought up to date with what that changes for ours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kehoach import changes
from kehoach.changes import Changes
from kehoach.files.tree import Folder, sha256
from kehoach.files.writing import alone, write_whole
from kehoach.language import _
from kehoach.official.reviews import Ground, suspect
from kehoach.plan import Plan, model, upper
from kehoach.plan.upper import Lock, Pin, Upper

#: What a site of kehoach calls the file of a plan's data, behind the address of the site.
_PUBLISHED = re.compile(r"(https://.+?)/tai-ve/du-lieu-[^/]+\.json(?:\?.*)?")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A plan as its source has it now: the copy that there would be, and the pin of it."""

    pin: Pin
    content: bytes
    upper: Upper


@dataclass(frozen=True, slots=True)
class Update:
    """A pinned plan beside what its source has now.

    ``same`` says that nothing needs to be written; ``outdated`` the pairs of tasks, ours and theirs, with the
    fingerprint that the latter had when ours were written.
    """

    fresh: Fresh
    changes: Changes
    same: bool
    outdated: Mapping[tuple[str, str], str]


def site_of(source: str) -> str:
    """The address of the site that publishes a source, where that tells; else empty."""
    found = _PUBLISHED.fullmatch(source)
    return found[1] if found else ""


def fresh(root: Path, data: Mapping[str, Any], source: str, site: str, prefix: str) -> Fresh:
    """The pin and the copy of a plan's data, which is read by the model of the project.

    Raises:
        OSError: the model cannot be read.
        ValueError: the prefix or the address of the site is none, or the data cannot be used.
    """
    if not upper.PREFIX.fullmatch(prefix):
        raise ValueError(
            _('"{prefix}" is no prefix: capitals and digits, and a hyphen at the end.').format(prefix=prefix)
        )
    if not upper.SITE.fullmatch(site):
        raise ValueError(
            _("Name the address of the site that shows the plan, with --site: links lead there.")
        )
    for text in (source, data["commit"] or ""):
        upper.refuse_unseen(text)
    content = upper.canonical(data)
    key = f"{prefix}{data['plan']}"
    pin = Pin(key, prefix, source, site.rstrip("/"), sha256(content), data["as_of"], data["commit"])
    return Fresh(pin, content, upper.upper_of(pin, content, model.path(root).read_bytes()))


def refuse_taken(plan: Plan, made: Fresh) -> None:
    """Refuse a plan that has an ID that is in use here already.

    Raises:
        ValueError: it has; a sentence that says what helps.
    """
    theirs = {made.upper.named(need) for need in made.upper.plan.needs.values() if need.type in upper.NAMED}
    if taken := sorted(theirs & (plan.needs.keys() | plan.outside.keys())):
        message = _('"{id}" is in use here already. Give the IDs of that plan a prefix: --prefix TINH-.')
        raise ValueError(message.format(id=taken[0]))


def update(plan: Plan, pin: Pin, now: Fresh, as_of: date) -> Update:
    """What a fresh copy would change, in the plan and for the tasks of ours that name its objects."""
    was = plan.uppers.get(pin.key)
    empty = Plan(plan.model, {})
    told = changes.compare(was.plan if was else empty, now.upper.plan, as_of)
    same = was is not None and not told.items and was.fingerprints == now.upper.fingerprints
    return Update(now, told, same, _outdated(plan, was, now.upper) if was else plan.outdated)


def _outdated(plan: Plan, was: Upper, now: Upper) -> dict[tuple[str, str], str]:
    """What is outdated once the copy is replaced; what a review has cleared is no more."""
    found = {
        pair: then
        for pair, then in plan.outdated.items()
        if (task := plan.needs.get(pair[0])) and Ground.UPPER in suspect(plan, task)
    }
    for task in plan.of_type("task"):
        for named in (*task.to("implements"), *task.to("serves")):
            need = was.get(named)
            then = was.fingerprints.get(need.id) if need else None
            if need and then and now.fingerprints.get(need.id) != then:
                found.setdefault((task.id, named), then)
    return found


def write(root: Path, made: Iterable[Fresh], outdated: Mapping[tuple[str, str], str]) -> list[Path]:
    """Pin copies, beside those that are there; returns what was written.

    The lock is first: should the copies not follow, they are not what it says, which is a finding.

    Raises:
        OSError: something cannot be written.
        ValueError: the lock that is there is none.
    """
    made = list(made)
    with alone(root / model.FILE):
        lock = upper.lock_of(Folder(root).named(upper.LOCK))
        pins = {**lock.pins, **{one.pin.key: one.pin for one in made}}
        files = {upper.LOCK: upper.as_lock(Lock(pins, outdated))}
        files |= {one.pin.path: one.content for one in made}
        for name, content in files.items():
            write_whole(root / name, content)
    return [root / name for name in files]


def pins(root: Path) -> Mapping[str, Pin]:
    """What is pinned, by key, whether the copies are as they were or not.

    Raises:
        ValueError: the lock is none.
    """
    return upper.lock_of(Folder(root).named(upper.LOCK)).pins
