"""Deadlines that are written over those that git holds: what a document changed is an amendment, no edit."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kehoach import rules
from kehoach.changes.meaning import meaning
from kehoach.editing.drafts import Draft
from kehoach.editor import proposing
from kehoach.editor.edit import Fix
from kehoach.editor.taking import Offer, Trial
from kehoach.files.git import Repository
from kehoach.files.tree import GitError
from kehoach.language import _
from kehoach.plan import Plan, reader
from kehoach.rules.findings import Finding


def base(root: Path, pages: reader.Pages) -> Plan | None:
    """The plan that edits here start from: where the branch left its upstream, without one the last commit.

    None where git has none that can be read. ``pages`` holds what is the same in another reading of it.
    """
    with suppress(GitError, OSError, ValueError), Repository(root) as repository:
        revision = "HEAD"
        with suppress(GitError):
            revision = repository.git("merge-base", "HEAD", "@{upstream}").decode().strip()
        return reader.read_tree(repository.revision(revision), pages)
    return None


def found(draft: Draft, pages: reader.Pages) -> list[Fix]:
    """For each deadline that is written over one that git holds, its fix."""
    before = base(draft.root, pages)
    return [*written_over(draft, before)] if before else []


def written_over(draft: Draft, before: Plan) -> Iterator[Fix]:
    """For each deadline that is another than before, though its clause is not: an amendment in its place.

    A plan that nobody has signed, or that is still being read in, is edited freely. None of this is a finding
    of ``check``, which knows no past: the fix is of one without a rule.
    """
    for task in draft.plan.of_type("task"):
        former, home = before.needs.get(task.id), draft.plan.plan_of(task)
        if not former or not home or home.unsigned or home.unfinished or former.body != task.body:
            continue
        there = before.plan_of(former)
        if not former["deadline"] or not task["deadline"] or not there:
            continue
        if meaning(before.deadline_of(former)) == meaning(draft.plan.deadline_of(task)):
            continue
        if not there.unsigned and not there.unfinished:
            message = _('The deadline was "{former}". What a document changed is an amendment, not an edit.')
            told = message.format(former=former["deadline"])
            finding = Finding(task.path, task.lines["deadline"], "", task.id, told, "deadline")
            title = _('Write "{former}" again, and "{deadline}" as an amendment')
            words = title.format(former=former["deadline"], deadline=task["deadline"])
            yield from proposing.amended(draft, finding, words, former["deadline"])


def offered(draft: Draft, fix: Fix, findings: Sequence[Finding], heed: Callable[[], None]) -> Offer:
    """A fix of what is no finding, and what it brings: at the least what is to be written of the document."""
    return Offer(fix, Trial(draft, [fix], findings, heed).brought)


def take(draft: Draft, before: Plan, choose: Callable[[Sequence[Offer]], Fix | None]) -> Iterator[Fix]:
    """Go through the deadlines that are written over, and take the fix of each that is chosen."""
    asked: set[str] = set()
    while fix := next((one for one in written_over(draft, before) if one.finding.id not in asked), None):
        asked.add(fix.finding.id)
        trial = Trial(draft, [fix], rules.check(draft.plan))
        if choose([Offer(fix, trial.brought)]):
            trial.take()
            yield fix
