"""Turns what a merge has found into edits of the files, and holds the result against the rules."""

from dataclasses import dataclass, field
from pathlib import Path

from kehoach.editing import objects
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.merging.threeway import Added, Merged, Remark
from kehoach.plan import Need
from kehoach.rules.findings import Finding


@dataclass
class _Edited:
    """The files as they would be; ``added`` are the new objects by their ID."""

    draft: Draft
    added: dict[str, Added] = field(default_factory=dict)


def apply(root: Path, home: Need, merged: Merged) -> Draft:
    """The edits that a merge asks for, with every new finding moved to its conflicts.

    What a finding is about is left out with all that the workbook says of the same object, and the rest is
    tried again. Where a finding is about nothing that is from the workbook, nothing is left.
    """
    while True:
        edited = _edit(root, home, merged)
        findings = edited.draft.new_findings()
        if not findings:
            return edited.draft
        for finding in findings:
            merged.conflicts.append(_remark(edited, merged, finding))
        blamed = {finding.id for finding in findings}
        changes = [change for change in merged.changes if change.need.id not in blamed]
        added = [new for need_id, new in edited.added.items() if need_id not in blamed]
        if (len(changes), len(added)) == (len(merged.changes), len(merged.added)):
            changes, added = [], []
        merged.changes, merged.added = changes, added


def _edit(root: Path, home: Need, merged: Merged) -> _Edited:
    edited = _Edited(Draft(root))
    draft, types = edited.draft, edited.draft.plan.model.types
    draft.set(Setting(change.need, change.option, change.value) for change in merged.changes)
    for need_type in dict.fromkeys(new.type for new in merged.added):
        mine = [new for new in merged.added if new.type == need_type]
        beginning = objects.stem(draft.plan, need_type, home)
        numbered = objects.numbered(draft, beginning, len(mine), merged.used)
        ids = dict(zip(numbered, mine, strict=True))
        texts = [objects.text_of(types[need_type], need_id, new.values) for need_id, new in ids.items()]
        objects.add_tracked(draft, home, need_type, texts)
        edited.added |= ids
    return edited


def _remark(edited: _Edited, merged: Merged, finding: Finding) -> Remark:
    """A finding, at the cell that it is from where there is one."""
    message = f"{finding.code} {finding.message}"
    if new := edited.added.get(finding.id):
        return Remark(new.places.get(finding.field, new.places["title"]), "", message)
    mine = [change for change in merged.changes if change.need.id == finding.id]
    cells = [change.place for change in mine if change.option == finding.field] or [c.place for c in mine]
    return Remark(cells[0] if cells else f"{finding.path}:{finding.line}", finding.id, message)
