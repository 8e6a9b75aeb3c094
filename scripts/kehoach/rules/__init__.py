"""The rules: one generator function each, registered with its code, run by :func:`check`.

A rule's docstring is its documentation: the first line is the rule in one sentence, then a bad and a
good example. ``examples/<CODE>.md`` holds examples: the tests run them, and the site
shows them.
"""

from collections.abc import Callable, Container
from dataclasses import replace

from kehoach.plan import FaultKind, Need, Plan
from kehoach.rules import (
    amendments,
    cascade,
    closings,
    deadlines,
    evidence,
    form,
    imports,
    indicators,
    plans,
    privacy,
    references,
    responsibility,
    reviews,
    source,
    waivers,
)
from kehoach.rules.findings import Finding
from kehoach.rules.imports import FINISHED, left_open
from kehoach.rules.pages import examples
from kehoach.rules.registry import RULES, Check

__all__ = ["FINISHED", "IN_ORDER", "RULES", "check", "examples", "left_open"]

#: Form before meaning, and last what the others leave: marks of imports and waivers that nothing needs.
FAMILIES = (
    form,
    privacy,
    references,
    responsibility,
    deadlines,
    evidence,
    amendments,
    indicators,
    plans,
    closings,
    cascade,
    reviews,
    source,
    imports,
    waivers,
)
IN_ORDER = [r for f in FAMILIES for r in RULES.values() if r.function.__module__ == f.__name__]
#: What leaves it unsure what a file says, and the rule that silences all others in it.
ALONE = {FaultKind.FORMATTED: "KH024", FaultKind.CONFLICT: "KH022", FaultKind.ENCODING: "KH001"}


def check(
    plan: Plan,
    *,
    on_request: bool = False,
    left_out: Container[str] = (),
    heed: Callable[[], None] = lambda: None,
) -> list[Finding]:
    """All findings of a plan, sorted by file and line; those on request only when asked for.

    One mistake gives one finding: what an earlier rule found on an option silences later rules on
    that option, and a waiver takes away the finding it names. Who looks at a part
    of a plan leaves out the rules that look at the whole. ``heed`` is called before each rule; what it raises
    ends the check.
    """
    under_way = Check(plan)
    waivers = Waivers(plan)
    for registered in (r for r in IN_ORDER if on_request or not r.on_request):
        if registered.code in left_out:
            continue
        heed()
        findings = [replace(found, code=registered.code) for found in registered.function(under_way)]
        if registered.waivable:
            waived = {found: waiver for found in findings if (waiver := waivers.find(found))}
            under_way.used |= set(waived.values())
            findings = [found for found in findings if found not in waived]
        under_way.add(findings)
    # Nothing else can be said of a file that could not be decoded, or holds two texts, nor of its objects.
    alone = {fault.path: code for kind, code in ALONE.items() for fault in under_way.faults(kind)}
    homes = {need.id: need.path for need in plan.needs.values() if need.path in alone}
    return sorted(
        found
        for found in under_way.findings
        if found.code == alone.get(found.path, alone.get(homes.get(found.id, ""), found.code))
    )


class Waivers:
    """Which waiver waives a finding."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        waivers = [n for n in (*plan.needs.values(), *plan.duplicates) if n.type == "waiver"]
        self.exact = {(w["rule"], target): w.id for w in waivers for target in w.to("waives")}
        self.faulty = [w for w in waivers if self.is_faulty(w)]

    def is_faulty(self, waiver: Need) -> bool:
        """Whether a waiver fails to say what it waives, which is a finding of its own."""
        named = RULES.get(waiver["rule"])
        targets = waiver.to("waives")
        known = all(t in self.plan.needs or t in self.plan.outside for t in targets)
        return not (named and named.waivable and targets and known)

    def find(self, found: Finding) -> str:
        """The ID of the waiver that waives a finding, or was meant to; empty where there is none."""
        if waiver := self.exact.get((found.code, found.id)):
            return waiver
        return next((w.id for w in self.faulty if self.was_meant(w, found)), "")

    def was_meant(self, waiver: Need, found: Finding) -> bool:
        """Whether a faulty waiver is about a finding, as far as it says what it is about."""
        named = RULES.get(waiver["rule"])
        if named and named.waivable and waiver["rule"] != found.code:
            return False
        if not waiver.to("waives"):
            return waiver.folder == found.path.rpartition("/")[0]
        # An ID that no object has may have been that of any.
        return any(target == found.id or target not in self.plan.needs for target in waiver.to("waives"))
