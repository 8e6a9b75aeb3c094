"""The rules: one generator function each, registered with its code, run by :func:`check`.

A rule's docstring is its documentation: the first line is the rule in one sentence, then a bad and a
good example. ``tests/rules/<CODE>.md`` holds the examples that ``docs/rules.md`` shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from kehoach.findings import Finding
from kehoach.plan import Fault, FaultKind, Need, Plan
from kehoach.spelling import closest


@dataclass
class Check:
    """A check under way: the plan, and what has been found so far."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    #: Waivers that have waived a finding.
    used: set[str] = field(default_factory=set)
    fields_found: dict[str, set[str]] = field(default_factory=dict)

    def at(self, need: Need, message: str, option: str = "") -> Finding:
        """A finding on a need, at the line of the option where that is written."""
        line = need.lines.get(option, need.line)
        return Finding(need.path, line, "", need.id, message, option)

    def faults(self, kind: FaultKind) -> Iterator[Fault]:
        """What the reader recorded of one kind."""
        return (fault for fault in self.plan.faults if fault.kind is kind)

    def found_on(self, need_id: str, *options: str) -> bool:
        """Whether an earlier finding is on this need (on one of ``options``, where given)."""
        fields = self.fields_found.get(need_id, set())
        return bool(fields & set(options) if options else fields)

    def add(self, findings: list[Finding]) -> None:
        """Take the findings of one rule, without those an earlier rule's finding silences."""
        kept = [f for f in findings if not f.field or not self.found_on(f.id, f.field)]
        self.findings += kept
        for finding in kept:
            self.fields_found.setdefault(finding.id, set()).add(finding.field)


RuleFunction = Callable[[Check], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. A waivable one looks at data, not at the form of the files."""

    code: str
    function: RuleFunction
    waivable: bool

    @property
    def sentence(self) -> str:
        """The rule in one sentence, untranslated."""
        return (self.function.__doc__ or "").partition("\n")[0]


RULES: dict[str, Rule] = {}


def rule(code: str, *, waivable: bool = False) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule. Rules run in the order of registration, form before meaning."""

    def register(function: RuleFunction) -> RuleFunction:
        RULES[code] = Rule(code, function, waivable)
        return function

    return register


def check(plan: Plan) -> list[Finding]:
    """All findings of a plan, sorted by file and line.

    One mistake gives one finding: what an earlier rule found on an option silences later rules on
    that option, and a waiver takes away the finding it names.
    """
    under_way = Check(plan)
    waivers = Waivers(plan)
    for code, registered in RULES.items():
        findings = [replace(found, code=code) for found in registered.function(under_way)]
        if registered.waivable:
            waived = {found: waiver for found in findings if (waiver := waivers.find(found))}
            under_way.used |= set(waived.values())
            findings = [found for found in findings if found not in waived]
        under_way.add(findings)
    undecodable = {fault.path for fault in under_way.faults(FaultKind.ENCODING)}
    first = next(iter(RULES))
    return sorted(f for f in under_way.findings if f.path not in undecodable or f.code == first)


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
        return not (named and named.waivable and targets and all(t in self.plan.needs for t in targets))

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
            return waiver.path.rpartition("/")[0] == found.path.rpartition("/")[0]
        known = self.plan.needs
        return any(
            target == found.id or (target not in known and closest(target, known) == found.id)
            for target in waiver.to("waives")
        )


# The order of registration: form before meaning, and last the waivers that waived nothing.
# isort: off
from kehoach.rules import form, references, responsibility, deadlines, waivers  # noqa: E402, F401
