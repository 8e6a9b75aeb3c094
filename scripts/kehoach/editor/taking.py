"""Taking fixes: one after the other, each only if it mends its finding and makes no other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editor.fixes import Fix, applied, fixes
from kehoach.rules.findings import Finding


def take_safe(draft: Draft) -> Iterator[Fix]:
    """Take every safe fix there is; those that were taken, as they are."""
    return take(draft, lambda found: next((fix for fix in found if fix.safe), None))


def take(draft: Draft, choose: Callable[[Sequence[Fix]], Fix | None]) -> Iterator[Fix]:
    """Go through the findings of a draft, let one of the fixes of each be chosen, and take it.

    ``choose`` is given those that hold what they promise: the finding goes, and none comes.
    """
    left: set[Finding] = set()
    while finding := next((one for one in rules.check(draft.plan) if _anywhere(one) not in left), None):
        chosen = choose(offered(draft, finding))
        if chosen is None:
            left.add(_anywhere(finding))
        else:
            _apply(draft, chosen)
            yield chosen


def offered(draft: Draft, finding: Finding) -> list[Fix]:
    """The fixes of a finding that hold what they promise."""
    return [fix for fix in fixes(draft, finding) if _holds(draft, fix)]


def _apply(draft: Draft, fix: Fix) -> None:
    for path, mine in groupby(fix.edits, key=lambda edit: edit.path):
        draft.put(path, applied(draft.text(path), mine))


def _holds(draft: Draft, fix: Fix) -> bool:
    """Whether a fix takes its finding away and brings no other; the draft is as it was afterwards."""
    files, before = dict(draft.files), Counter(map(_said, rules.check(draft.plan)))
    _apply(draft, fix)
    after = Counter(map(_said, rules.check(draft.plan)))
    draft.reset(files)
    return after < before and after[_said(fix.finding)] < before[_said(fix.finding)]


def _anywhere(finding: Finding) -> Finding:
    """A finding wherever its line has moved to."""
    return replace(finding, line=0)


def _said(finding: Finding) -> tuple[str, str, str, str]:
    """What a finding is about, wherever the lines are."""
    return finding.path, finding.code, finding.id, finding.field
