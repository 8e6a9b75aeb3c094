"""A first look at one page: what is wrong with its objects, found among those around them.

A check of a whole plan of thousands of tasks takes longer than a letter typed. Most rules look at an object
and at what it is linked with; for the others, what the last whole check has found holds until the next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from kehoach import rules
from kehoach.plan import Need, Plan
from kehoach.plan.directives import Collected
from kehoach.rules.findings import Finding

#: Types of which there are thousands: only those around a page are looked at, of all others every one.
_MANY = frozenset({"task", "deliverable", "evidence", "update", "reminder", "directive", "measure"})
#: So many objects that name one are looked at; what more name is an agency or a law.
_MOST = 50
_WHOLE = frozenset(code for code, rule in rules.RULES.items() if rule.whole)


@dataclass
class Surroundings:
    """The objects of all pages by what they name, kept page by page: only a page that has changed is new."""

    _pages: dict[str, Collected] = field(default_factory=dict)
    #: The objects that name one, each once, page by page, by its ID.
    _naming: dict[str, dict[str, list[Need]]] = field(default_factory=dict)

    def update(self, pages: Mapping[str, Collected]) -> None:
        """Look at the pages that have changed."""
        for path in {*self._pages, *pages}:
            old, new = self._pages.get(path), pages.get(path)
            if old is not new:
                for target in _targets(old):
                    self._naming[target].pop(path, None)
                for need in new.needs if new else ():
                    for target in {one for targets in need.links.values() for one in targets}:
                        self._naming.setdefault(target, {}).setdefault(path, []).append(need)
        self._pages = dict(pages)

    def seen(self, plan: Plan) -> Plan:
        """The same plan, in which who asks for a few objects does not wait until all are looked through.

        It answers until pages are updated the next time.
        """
        return _Seen(**{one.name: getattr(plan, one.name) for one in fields(plan)}, naming=self._naming)

    def of(self, plan: Plan, path: str) -> Plan:
        """The part of a plan that a page is to be looked at in: its objects, and two steps around them."""
        edge = {need.id for need in self._pages[path].needs}
        found = set(edge)
        for _step in range(2):
            edge = {one for key in edge for one in self._around(plan, key)} - found
            found |= edge
        while edge:  # what they name is there too, or it would be unknown
            named = (plan.needs[key] for key in edge if key in plan.needs)
            edge = {one for need in named for targets in need.links.values() for one in targets} - found
            found |= edge
        needs = {
            key: need
            for key, need in plan.needs.items()
            if need.type not in _MANY or key in found or need.path == path
        }
        duplicates = tuple(need for need in plan.duplicates if need.path == path or need.id in found)
        return replace(
            plan,
            needs=needs,
            duplicates=duplicates,
            headings=tuple(heading for heading in plan.headings if heading.path == path),
            frames=(),
            faults=tuple(fault for fault in plan.faults if fault.path == path),
            texts={},
        )

    def _around(self, plan: Plan, key: str) -> Iterable[str]:
        need = plan.needs.get(key)
        if need is None:
            return
        for targets in need.links.values():
            yield from targets
        naming = [one.id for needs in self._naming.get(key, {}).values() for one in needs]
        if len(naming) <= _MOST:
            yield from naming


@dataclass(frozen=True)
class _Seen(Plan):
    """A plan that looks up who names an object, rather than go through all its objects for it."""

    naming: Mapping[str, Mapping[str, list[Need]]] = field(default_factory=dict)

    def sources(self, need_id: str, link: str) -> tuple[Need, ...]:
        """The needs whose ``link`` names this one, in the order of files and lines."""
        if (need_id, link) not in self._sources:
            pages = sorted(self.naming.get(need_id, {}).items(), key=lambda page: page[0].split("/"))
            naming = [need for _path, needs in pages for need in needs]
            found = [need for need in naming for _time in range(need.to(link).count(need_id))]
            self._sources[need_id, link] = tuple(sorted(found, key=self.duplicates.__contains__))
        return self._sources[need_id, link]

    @cached_property
    def _sources(self) -> dict[tuple[str, str], tuple[Need, ...]]:
        """What was asked for."""
        return {}


def _targets(page: Collected | None) -> Iterable[str]:
    needs = page.needs if page else ()
    return {one for need in needs for targets in need.links.values() for one in targets}


def first_look(
    surroundings: Surroundings, plan: Plan, path: str, known: tuple[Plan, list[Finding]] | None
) -> list[Finding]:
    """What is wrong with a page as far as can be told at once; ``known`` is the last whole check."""
    part = surroundings.of(plan, path)
    found = [one for one in rules.check(part, left_out=_WHOLE) if one.path == path]
    before, findings = known or (plan, [])
    kept = (one for one in findings if one.path == path and one.code in _WHOLE)
    return sorted({*found, *(moved for one in kept if (moved := _moved(one, before, plan)))})


def _moved(finding: Finding, before: Plan, now: Plan) -> Finding | None:
    """A finding where its object stands now; none where that is gone."""
    old, new = before.needs.get(finding.id), now.needs.get(finding.id)
    if not finding.id:
        return finding
    return replace(finding, line=finding.line + new.line - old.line) if old and new else None
