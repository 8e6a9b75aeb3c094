"""Taking fixes: the safe ones together, held against one check; any other when somebody chooses it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editor.edit import Fix, applied
from kehoach.editor.fixes import fixes, sure
from kehoach.language import _
from kehoach.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix that takes its finding away, and the findings that it brings."""

    fix: Fix
    brings: tuple[Finding, ...]

    @property
    def safe(self) -> bool:
        """Whether it may be taken unasked."""
        return self.fix.safe and not self.brings

    @property
    def title(self) -> str:
        """What the fix is called, and what would be wrong then."""
        if not self.brings:
            return self.fix.title
        brought = " ".join(f"{finding.code} {finding.message}" for finding in self.brings)
        return _("{title} (then to be mended: {findings})").format(title=self.fix.title, findings=brought)


def _unheeded() -> None:
    """Nobody ends it."""


def take_safe(draft: Draft, heed: Callable[[], None] = _unheeded) -> Iterator[Fix]:
    """Take every safe fix that takes its finding away and brings no other; those that were taken.

    All that do not touch one another are tried together, half of them where that fails, down to the one
    that is at fault and is left. ``heed`` is called before each rule of a check; what it raises ends it.
    """
    findings, refused = rules.check(draft.plan, heed=heed), Counter[Finding]()
    while batch := _apart(_wanted(draft, findings, refused)):
        while not (tried := Trial(draft, batch, findings, heed)).holds and len(batch) > 1:
            batch = batch[: len(batch) // 2]
        if tried.holds:
            findings = tried.take()
            yield from batch
        else:
            refused[_anywhere(batch[0].finding)] += 1


def _wanted(draft: Draft, findings: Iterable[Finding], refused: Mapping[Finding, int]) -> Iterator[Fix]:
    """The first safe fix of each finding behind those that were refused."""
    for finding in findings:
        safe = (fix for fix in sure(draft, finding) if fix.safe)
        if fix := next(islice(safe, refused[_anywhere(finding)], None), None):
            yield fix


def _apart(found: Iterable[Fix]) -> list[Fix]:
    """Of fixes those that touch no line that one before them touches."""
    touched: set[tuple[str, int]] = set()
    apart = []
    for fix in found:
        lines = {(e.path, e.first + n) for e in fix.edits for n in range(max(e.count, 1))}
        if touched.isdisjoint(lines):
            touched |= lines
            apart.append(fix)
    return apart


class Trial:
    """What a plan would be with fixes taken; the draft is as it was until they are."""

    def __init__(
        self,
        draft: Draft,
        tried: Sequence[Fix],
        before: Iterable[Finding],
        heed: Callable[[], None] = _unheeded,
    ) -> None:
        self.draft, self.tried, self.before = draft, tried, Counter(map(_said, before))
        self.contents = _contents(draft, tried)
        self.findings = rules.check(draft.would(self.contents), heed=heed)
        self.after = Counter(map(_said, self.findings))

    @property
    def mended(self) -> bool:
        """Whether all findings of the fixes are gone."""
        wanted = Counter(_said(fix.finding) for fix in self.tried)
        return all(self.after[said] <= self.before[said] - count for said, count in wanted.items())

    @property
    def holds(self) -> bool:
        """Whether they are, and no other has come."""
        return self.mended and self.after <= self.before

    @property
    def brought(self) -> tuple[Finding, ...]:
        """The findings that have come."""
        come = self.after - self.before
        return tuple(finding for finding in self.findings if _said(finding) in come)

    def take(self) -> list[Finding]:
        """Take the fixes; what is wrong then."""
        for path, content in self.contents.items():
            self.draft.put(path, content.decode())
        return self.findings


def _contents(draft: Draft, taken: Iterable[Fix]) -> Mapping[str, bytes]:
    edits = [edit for fix in taken for edit in fix.edits]
    return {
        path: applied(draft.text(path), (edit for edit in edits if edit.path == path)).encode()
        for path in {edit.path for edit in edits}
    }


def take(draft: Draft, choose: Callable[[Sequence[Offer]], Fix | None]) -> Iterator[Fix]:
    """Go through the findings of a draft, let one of the fixes of each be chosen, and take it."""
    findings, left = rules.check(draft.plan), set[Finding]()
    while finding := next((one for one in findings if _anywhere(one) not in left), None):
        offers = offered(draft, finding, findings)
        chosen = choose(offers) if offers else None
        if chosen is None:
            left.add(_anywhere(finding))
        else:
            findings = Trial(draft, [chosen], findings).take()
            yield chosen


def offered(
    draft: Draft, finding: Finding, findings: Iterable[Finding], heed: Callable[[], None] = _unheeded
) -> list[Offer]:
    """The fixes of one of the findings of a draft that take it away; ``heed`` as with all safe ones."""
    trials = [Trial(draft, [fix], findings, heed) for fix in fixes(draft, finding)]
    return [Offer(trial.tried[0], trial.brought) for trial in trials if trial.mended]


def _anywhere(finding: Finding) -> Finding:
    """A finding wherever its line has moved to."""
    return replace(finding, line=0)


def _said(finding: Finding) -> tuple[str, str, str, str]:
    """What a finding is about, wherever the lines are."""
    return finding.path, finding.code, finding.id, finding.field
