"""A draft held against a plan that is already there: what is new, and where the authored words differ."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kehoach.importing.drafted import Drafted, DraftObject
from kehoach.language.text import flat
from kehoach.official.labels import END
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
    authored = {n.id: n for n in plan.needs.values() if n.path.startswith(f"needs/{folder}/")}
    drafts = list(_as_authored(drafted, authored))
    ids = {draft.id for draft in drafts}
    new = tuple(d for d in drafts if d.id not in plan.needs and not _derived(d, authored))
    differences = tuple(
        found for draft in drafts if draft.id in authored for found in _differences(draft, authored[draft.id])
    )
    missing = tuple(n for n in authored.values() if n.type in VERBATIM and n.id not in ids)
    clauses = {n.id for n in authored.values() if n.type in VERBATIM and n.body}
    changed = {found.need.id for found in differences if found.field == "body"} | {n.id for n in missing}
    return Against(new, differences, missing, unrelated=bool(clauses) and clauses <= changed)


def _as_authored(drafted: Drafted, authored: dict[str, Need]) -> Iterator[DraftObject]:
    """The drafts, as the authored objects with their words where those have other IDs."""
    drafts = list(drafted.drafts)
    taken = {draft.id for draft in drafts} & authored.keys()
    by_words = {_words(n.body): n for n in authored.values() if n.type in VERBATIM and n.id not in taken}
    for draft in drafts:
        need = by_words.get(_words("\n\n".join(draft.body))) if draft.id not in authored else None
        if need and need.body and draft.type in VERBATIM:
            yield replace(draft, id=need.id, type=need.type)
        else:
            yield draft


def _words(body: str) -> str:
    """The words of a clause; what ends the document is none of them."""
    return flat(body).removesuffix(END).rstrip(" .")


def _derived(draft: DraftObject, authored: dict[str, Need]) -> bool:
    """Whether a drafted deliverable belongs to an authored task, which has its own by now."""
    if draft.type != "deliverable":
        return False
    return f"NV-{draft.id.removeprefix('SP-').rpartition('-')[0]}" in authored


def _differences(draft: DraftObject, need: Need) -> Iterator[Difference]:
    same = False
    if need.type in VERBATIM:
        ours, theirs = flat(need.body), flat("\n\n".join(draft.body))
        same = _words(ours) == _words(theirs)
        if not same:
            yield Difference(need, "body", ours, theirs)
    for option in _WORDED:
        ours, theirs = flat(need[option]), flat(draft.options.get(option, ""))
        # What the same words do not say is known from elsewhere: a position, the number of a dash.
        if ours != theirs and not (same and (not theirs or ours.startswith(f"{theirs}."))):
            yield Difference(need, option, ours, theirs)
