"""What a rule is, and what it is given: the plan, and what earlier rules have found."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kehoach.official import fidelity, labels, tables
from kehoach.official.fidelity import Comparison
from kehoach.official.labels import Role
from kehoach.plan import Fault, FaultKind, Need, Plan
from kehoach.rules.findings import Finding


@dataclass
class Check:
    """A check under way: the plan, and what has been found so far."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    #: Waivers that have waived a finding.
    used: set[str] = field(default_factory=set)
    fields_found: dict[str, set[str]] = field(default_factory=dict)
    readings: dict[str, Mapping[Role, Sequence[str]]] = field(default_factory=dict)

    def at(self, need: Need, message: str, option: str = "") -> Finding:
        """A finding on a need, at the line of the option where that is written."""
        line = need.lines.get(option, need.line)
        return Finding(need.path, line, "", need.id, message, option)

    def compared(self, home: Need) -> Comparison:
        """A plan held against its official text."""
        return fidelity.compare(self.plan, home)

    def said(self, task: Need, home: Need) -> Mapping[Role, Sequence[str]]:
        """What the label lines or cells of a task say, which several rules look at."""
        if task.id not in self.readings:
            heads = self.compared(home).columns.get(task.id, ())
            self.readings[task.id] = labels.by_role(tables.said(task.body, heads))
        return self.readings[task.id]

    def faults(self, kind: FaultKind) -> Iterator[Fault]:
        """What the reader recorded of one kind."""
        return (fault for fault in self.plan.faults if fault.kind is kind)

    def found_on(self, need_id: str, *options: str) -> bool:
        """Whether an earlier finding is on this need (on one of ``options``, where given)."""
        fields = self.fields_found.get(need_id)
        return fields is not None and not (options and fields.isdisjoint(options))

    def explain(self, need_id: str, option: str) -> None:
        """Silence later rules on an option: a finding elsewhere has said what is wrong with it."""
        self.fields_found.setdefault(need_id, set()).add(option)

    def add(self, findings: list[Finding]) -> None:
        """Take the findings of one rule, without those an earlier rule's finding silences."""
        kept = [f for f in findings if not f.field or not self.found_on(f.id, f.field)]
        self.findings += kept
        for finding in kept:
            self.fields_found.setdefault(finding.id, set()).add(finding.field)


RuleFunction = Callable[[Check], Iterator[Finding]]


class Rule(NamedTuple):
    """A registered rule. A waivable one looks at data, not at the form of the files.

    One on request asks for a second look rather than for a correction, and fails nothing by itself. One of
    the whole plan is not told by an object and those around it: what nothing names, what a text says.
    """

    code: str
    function: RuleFunction
    waivable: bool
    on_request: bool
    whole: bool

    @property
    def sentence(self) -> str:
        """The rule in one sentence, untranslated."""
        return (self.function.__doc__ or "").partition("\n")[0]

    @property
    def examples(self) -> str:
        """A bad and a good example, untranslated."""
        return inspect.cleandoc(self.function.__doc__ or "").partition("\n")[2].strip()


RULES: dict[str, Rule] = {}


def rule(
    code: str, *, waivable: bool = False, on_request: bool = False, whole: bool = False
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule under its permanent code."""

    def register(function: RuleFunction) -> RuleFunction:
        RULES[code] = Rule(code, function, waivable, on_request, whole)
        return function

    return register
