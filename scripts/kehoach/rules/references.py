"""KH1xx, first half: links lead to objects that exist, of the right type, and never in a circle."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from kehoach.language import _
from kehoach.language.spelling import closest_id
from kehoach.language.text import cut, id_part
from kehoach.official import names
from kehoach.plan import FaultKind, Need, Plan, outside, syntax
from kehoach.plan.outside import Outside
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH104")
def unknown_id(check: Check) -> Iterator[Finding]:
    """A link names an object that exists, by its ID.

    Bad: ``:owner: CQ-SNVU``, ``:owner: Sở Nội vụ``. Good: ``:owner: CQ-SNV``.
    """
    misnamed, ours = _MisnamedTargets(check), frozenset(check.plan.needs)
    theirs = ours | check.plan.outside.keys()
    unread = any(check.faults(FaultKind.PINNED))  # then what is in an upper plan is not known
    places: dict[str, list[tuple[Need, str]]] = {}
    for need in check.plan.needs.values():
        for link, targets in need.links.items():
            known = theirs if link in outside.LINKS else ours
            if known.issuperset(targets) or (unread and link in outside.LINKS):
                continue
            allowed = check.plan.model.types[need.type].links[link]
            unknown = [t for t in targets if t not in known and not misnamed.explains(t, allowed)]
            if unknown and (line := with_ids(check.plan, need, link)):
                message = _('Agencies are named by their IDs. Write ":{option}: {ids}".')
                yield check.at(need, message.format(option=link, ids=line), link)
            else:
                for target in unknown:
                    places.setdefault(target, []).append((need, link))
    for target, named in places.items():
        yield _not_there(check, target, named)


class _MisnamedTargets:
    """Objects whose own ID is wrong: links to the ID they should have are no second mistake."""

    def __init__(self, check: Check) -> None:
        wrong = [n for n in check.plan.needs.values() if check.found_on(n.id, "id")]
        self.types = {n.type for n in (*wrong, *check.plan.duplicates)}

    def explains(self, target: str, allowed: tuple[str, ...]) -> bool:
        return bool(target) and not self.types.isdisjoint(allowed)


def with_ids(plan: Plan, need: Need, link: str) -> str:
    """What a link would be with IDs for the names of agencies in it; empty where that is not certain."""
    if "agency" not in plan.model.types[need.type].links[link]:
        return ""
    directory = names.Directory(plan.of_type("agency"))
    found: list[str] = []
    # Names may hold commas, so that what stands between two IDs is read as one list.
    for known, part in groupby(need.to(link), key=plan.needs.__contains__):
        targets = list(part)
        mentions, rest = directory.named(names.folded(", ".join(targets)))
        if known:
            found += targets
        elif rest or not all(len(set(mention)) == 1 for mention in mentions):
            return ""
        else:
            found += [mention[0] for mention in mentions]
    return ", ".join(found)


def nearest(plan: Plan, target: str, types: tuple[str, ...]) -> Need | None:
    """The object of one of ``types`` whose ID is most like ``target``, if any is near."""
    return plan.needs.get(closest_id(target, [n.id for t in types for n in plan.of_type(t)]))


#: So many places that name an unknown ID are listed.
_PLACES = 5


def _not_there(check: Check, target: str, named: list[tuple[Need, str]]) -> Finding:
    """The one finding about an ID that no object has, wherever it is named."""
    plan = check.plan
    (need, link), *others = named
    for other, option in others:
        check.explain(other.id, option)
    places = ", ".join(f"{n.path}:{n.lines[option]}" for n, option in named[:_PLACES])
    places += ", …" if len(named) > _PLACES else ""
    types = plan.model.types[need.type].links[link]
    near = _renamed(plan, target, types)
    if near and others:
        check.explain(need.id, link)
        message = _('Was this "{id}"? An ID stays: write "{id}" again, or change it in {places}.')
        return check.at(near, message.format(id=target, places=places), "id")
    if near := near or nearest(plan, target, types):
        message = _('There is no ID "{id}". Did you mean "{near}" ({title})?')
        return check.at(need, message.format(id=target, near=near.id, title=near.title), link)
    if others:
        message = _('There is no ID "{id}" any more; {places} name it. Put the object back, or name another.')
    elif not syntax.ID.fullmatch(target):
        message = _('"{id}" is no ID. Write that of an existing object ({types}), or add the object.')
    else:
        message = _('There is no ID "{id}". Write the ID of an existing object ({types}), or add it.')
    if target in plan.outside:
        message = _('"{id}" is an object of another project, which only {links} may name.')
        return check.at(need, message.format(id=target, links=", ".join(outside.LINKS)), link)
    titles = ", ".join(plan.model.types[t].title for t in types)
    return check.at(need, message.format(id=target, types=titles, places=places), link)


def former_ids(plan: Plan, need: Need) -> list[str]:
    """The IDs that objects name and none has, and that this one surely had."""
    named = {
        target
        for other in plan.needs.values()
        for link, targets in other.links.items()
        for target in targets
        if target not in plan.needs and need.type in plan.model.types[other.type].links[link]
    }
    return sorted(target for target in named if _renamed(plan, target, (need.type,)) is need)


def _renamed(plan: Plan, target: str, types: tuple[str, ...]) -> Need | None:
    """The object that was given another ID than ``target``, which others still name; None if not certain."""
    stem = target.partition("-")[2]
    found = [need for name in types for need in plan.of_type(name) if _had_stem(plan, need, stem)]
    return found.pop() if stem and len(found) == 1 else None


def _tasks_of(plan: Plan, path: str) -> list[Need]:
    """The tasks of a page, in the order of their lines."""
    mine = (task for task in plan.of_type("task") if task.path == path)
    return plan.once((_tasks_of, path), lambda: sorted(mine, key=attrgetter("line")))


def _had_stem(plan: Plan, need: Need, stem: str) -> bool:
    """Whether an object is surely the one whose ID ended in ``stem``: by what else says what it is."""
    match need.type:
        case "task":
            results = need.to("deliverables")
            return bool(results) and all(
                result.partition("-")[2].rpartition("-")[0] == stem for result in results
            )
        case "deliverable":
            # Nothing names it, and it stands behind the task that names the other ID.
            tasks = _tasks_of(plan, need.path)
            place = bisect_left(tasks, need.line, key=attrgetter("line"))
            named = tasks[place - 1].to("deliverables") if place else ()
            return any(one.partition("-")[2] == stem for one in named) and not plan.sources(
                need.id, "deliverables"
            )
        case "agency":
            links = ("owner", "partners", "submit_to", "members", "successors", "of")
            unnamed = not any(plan.sources(need.id, link) for link in links)
            return unnamed and id_part(need["abbr"]).replace("-", "") == stem
        case "basis":
            unnamed = not any(plan.sources(need.id, link) for link in ("basis", "trigger"))
            return unnamed and id_part(need["number"]) == stem
        case _:
            return False


@rule("KH116")
def unknown_mention(check: Check) -> Iterator[Finding]:
    """What a text names by ``{need}`` is an object that exists.

    Bad: ``{need}`CQ-NOPE` ``. Good: ``{need}`CQ-SNV` ``.
    """
    for fault in check.faults(FaultKind.MENTION):
        message = _('The text names "{id}", and there is no such object. Write the ID of one.')
        if near := closest_id(fault.detail, check.plan.needs):
            message = _('The text names "{id}", and there is no such object. Is it {near}?')
        text = message.format(id=cut(fault.detail, 40), near=near)
        yield Finding(fault.path, fault.line, "", fault.id, text, "")


@rule("KH105")
def wrong_target(check: Check) -> Iterator[Finding]:
    """A link names an object of the right type.

    Bad: ``:owner: SP-172-2023-II-1-A-1``. Good: ``:owner: CQ-SNV``.
    """
    needs: Mapping[str, Need | Outside] = {**check.plan.outside, **check.plan.needs}
    for need in check.plan.needs.values():
        allowed = check.plan.model.types[need.type].links
        for link, target in ((link, needs.get(key)) for link, keys in need.links.items() for key in keys):
            if target and target.type not in allowed[link]:
                message = _('"{id}" is a {type} ("{title}"), which "{link}" cannot name. Name a {types}.')
                types = ", ".join(check.plan.model.types[t].title for t in allowed[link])
                title = named.title if (named := check.plan.model.types.get(target.type)) else target.type
                text = message.format(id=target.id, type=title, title=target.title, link=link, types=types)
                yield check.at(need, text, link)


@rule("KH110")
def named_twice(check: Check) -> Iterator[Finding]:
    """A link names an object once.

    Bad: ``:owner: CQ-A, CQ-A``. Good: ``:owner: CQ-A``.
    """
    for need in check.plan.needs.values():
        for link, targets in need.links.items():
            if len(set(targets)) < len(targets):
                twice = next(target for target in targets if targets.count(target) > 1)
                message = _('"{link}" names "{id}" twice. Keep one.')
                yield check.at(need, message.format(link=link, id=twice), link)


@rule("KH109")
def cycle(check: Check) -> Iterator[Finding]:
    """Links of one kind never lead back to where they start.

    Bad: A waits for B, B waits for A. Good: B waits for a document.
    """
    for link in _links_that_may_circle(check.plan):
        for circle in _cycles(check.plan, link):
            first = min(circle, key=lambda need: (need.path, need.line))
            message = _('"{link}" leads in a circle: {ids}. Remove one of these links.')
            start = circle.index(first)
            ids = " → ".join(n.id for n in (*circle[start:], *circle[:start], first))
            yield check.at(first, message.format(link=link, ids=ids), link)


def _links_that_may_circle(plan: Plan) -> list[str]:
    """Links that some type both has and is a target of; a task's owner, say, has no owner."""
    types = plan.model.types.values()
    found = {
        link
        for need_type in types
        for link, targets in need_type.links.items()
        if any(link in plan.model.types[target].links for target in targets)
    }
    return sorted(found)


def _cycles(plan: Plan, link: str) -> Iterator[list[Need]]:
    """The circles of one kind of link, each once, found depth first without recursion."""
    done: set[str] = set()
    for root in [need for need in plan.needs.values() if link in need.links]:
        if root.id in done:
            continue
        trail = {root.id: root}
        pending = [iter(plan.targets(root, link))]
        while pending:
            target = next(pending[-1], None)
            if target is None:
                pending.pop()
                done.add(trail.popitem()[0])
            elif target.id in trail:
                circle = list(trail.values())
                yield circle[circle.index(target) :]
            elif target.id not in done:
                trail[target.id] = target
                pending.append(iter(plan.targets(target, link)))
