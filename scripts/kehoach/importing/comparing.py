"""A draft held against a plan that is already there: what is new, and where the authored words differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.importing.drafting import Drafted, DraftObject
from kehoach.language.text import flat
from kehoach.plan import VERBATIM, Need, Plan

#: The options that hold words of the text.
_WORDED = ("form", "deadline", "clause", "number", "funding", "in_charge")


@dataclass(frozen=True, slots=True)
class Difference:
    """An option, or the body, in which an authored object differs from the draft."""

    need: Need
    field: str
    authored: str
    drafted: str


@dataclass(frozen=True, slots=True)
class Against:
    """``new`` has no authored counterpart; ``missing`` are authored clauses that the text has no more.

    ``unrelated`` says that not one authored clause stands in the text word for word.
    """

    new: tuple[DraftObject, ...]
    differences: tuple[Difference, ...]
    missing: tuple[Need, ...]
    unrelated: bool


def compare(drafted: Drafted, plan: Plan, folder: str) -> Against:
    """Hold the objects of a draft against those of the same IDs."""
    drafts = list(drafted.drafts)
    authored = {n.id: n for n in plan.needs.values() if n.path.startswith(f"needs/{folder}/")}
    ids = {draft.id for draft in drafts}
    new = tuple(d for d in drafts if d.id not in plan.needs and not _derived(d, authored))
    differences = tuple(
        found for draft in drafts if draft.id in authored for found in _differences(draft, authored[draft.id])
    )
    missing = tuple(n for n in authored.values() if n.type in VERBATIM and n.id not in ids)
    clauses = {n.id for n in authored.values() if n.type in VERBATIM and n.body}
    changed = {found.need.id for found in differences if found.field == "body"} | {n.id for n in missing}
    return Against(new, differences, missing, unrelated=bool(clauses) and clauses <= changed)


def _derived(draft: DraftObject, authored: dict[str, Need]) -> bool:
    """Whether a drafted deliverable belongs to an authored task, which has its own by now."""
    if draft.type != "deliverable":
        return False
    return f"NV-{draft.id.removeprefix('SP-').rpartition('-')[0]}" in authored


def _differences(draft: DraftObject, need: Need) -> Iterator[Difference]:
    if need.type in VERBATIM:
        ours, theirs = flat(need.body), flat("\n\n".join(draft.body))
        if ours != theirs:
            yield Difference(need, "body", ours, theirs)
    for option in _WORDED:
        ours, theirs = flat(need[option]), flat(draft.options.get(option, ""))
        if ours != theirs:
            yield Difference(need, option, ours, theirs)
