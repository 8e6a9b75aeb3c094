"""KH1xx, first half: links lead to objects that exist, of the right type, and never in a circle."""

from collections.abc import Iterator

from kehoach.language import _
from kehoach.language.spelling import closest
from kehoach.plan import Need, Plan
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH104")
def unknown_id(check: Check) -> Iterator[Finding]:
    """A link names an object that exists.

    Bad: ``:owner: CQ-SNVU``. Good: ``:owner: CQ-SNV``.
    """
    misnamed = _MisnamedTargets(check)
    for need in check.plan.needs.values():
        for link, targets in need.links.items():
            allowed = check.plan.model.types[need.type].links[link]
            for target in targets:
                if target not in check.plan.needs and not misnamed.explains(target, allowed):
                    yield check.at(need, _unknown(check.plan, target, allowed), link)


class _MisnamedTargets:
    """Objects whose own ID is wrong: links to the ID they should have are no second mistake."""

    def __init__(self, check: Check) -> None:
        wrong = [n for n in check.plan.needs.values() if check.found_on(n.id, "id")]
        self.types = {n.type for n in (*wrong, *check.plan.duplicates)}

    def explains(self, target: str, allowed: tuple[str, ...]) -> bool:
        return bool(target) and not self.types.isdisjoint(allowed)


def nearest(plan: Plan, target: str, types: tuple[str, ...]) -> Need | None:
    """The object of one of ``types`` whose ID is most like ``target``, if any is near."""
    return plan.needs.get(closest(target, [n.id for t in types for n in plan.of_type(t)]))


def _unknown(plan: Plan, target: str, types: tuple[str, ...]) -> str:
    near = nearest(plan, target, types)
    if near:
        message = _('There is no ID "{id}". Did you mean "{near}" ({title})?')
        return message.format(id=target, near=near.id, title=near.title)
    titles = ", ".join(plan.model.types[t].title for t in types)
    message = _('There is no ID "{id}". Write the ID of an existing object ({types}), or add it.')
    return message.format(id=target, types=titles)


@rule("KH105")
def wrong_target(check: Check) -> Iterator[Finding]:
    """A link names an object of the right type.

    Bad: ``:owner: SP-172-2023-II-1-A-1``. Good: ``:owner: CQ-SNV``.
    """
    needs = check.plan.needs
    for need in needs.values():
        allowed = check.plan.model.types[need.type].links
        for link, target in ((link, needs.get(key)) for link, keys in need.links.items() for key in keys):
            if target and target.type not in allowed[link]:
                message = _('"{id}" is a {type} ("{title}"), which "{link}" cannot name. Name a {types}.')
                types = ", ".join(check.plan.model.types[t].title for t in allowed[link])
                title = check.plan.model.types[target.type].title
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
