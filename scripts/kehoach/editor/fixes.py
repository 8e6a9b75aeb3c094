"""The fixes of a finding: of the form of a page, and of what its objects say.

A fix is safe where nothing is guessed.
"""

from collections.abc import Iterator

from kehoach.editing.drafts import Draft
from kehoach.editor import mending, proposing
from kehoach.editor.edit import Fix
from kehoach.rules.findings import Finding


def fixes(draft: Draft, finding: Finding) -> Iterator[Fix]:
    """The fixes of a finding of the plan that a draft would make, the likeliest first."""
    yield from sure(draft, finding)
    yield from proposing.guesses(draft, finding)


def sure(draft: Draft, finding: Finding) -> Iterator[Fix]:
    """Those among which safe ones may be."""
    place = (finding.path, finding.line, finding.id)
    for fault in draft.plan.faults:
        if (fault.path, fault.line, fault.id) == place and fault.kind in mending.OF_FAULTS:
            for title, changes, safe in mending.OF_FAULTS[fault.kind](mending.Faulty(draft, fault)):
                yield Fix(finding, title, tuple(changes), safe)
    if finding.code in proposing.OF_RULES:
        yield from proposing.OF_RULES[finding.code](draft, finding)
