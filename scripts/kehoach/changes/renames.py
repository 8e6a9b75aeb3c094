"""Which object is which, when IDs have been changed."""

from collections.abc import Callable, Hashable
from pathlib import PurePosixPath

from kehoach.language.text import flat
from kehoach.plan import Need, Plan

#: Where a title names one object of a file. Two reports may well be called the same.
_TITLED = ("plan", "basis", "objective", "principle", "task", "deliverable", "agency")


def counterparts(before: Plan, after: Plan) -> dict[str, str]:
    """The ID before and the ID now of every object that is in both plans.

    Those whose ID has gone are looked for among those whose ID is new: by all they say, by their body, by
    their title in the same folder; only where there are as many before as now. Links do not count, since
    they are renamed together with what they lead to.
    """
    found = {
        key: key for key, need in before.needs.items() if key in after.needs and _same_type(need, key, after)
    }
    gone = [need for key, need in before.needs.items() if key not in found and need.id]
    come = [need for key, need in after.needs.items() if key not in found and need.id]
    for likeness in (_all_it_says, _body, _title):
        for old, new in _pairs(gone, come, likeness):
            found[old.id] = new.id
        gone = [need for need in gone if need.id not in found]
        named = set(found.values())
        come = [need for need in come if need.id not in named]
    return found


def _same_type(need: Need, key: str, after: Plan) -> bool:
    return need.type == after.needs[key].type


def _pairs(
    gone: list[Need], come: list[Need], likeness: Callable[[Need], Hashable]
) -> list[tuple[Need, Need]]:
    """Objects alike, where there are as many before as now; they pair in their order."""
    groups: dict[Hashable, tuple[list[Need], list[Need]]] = {}
    for side, needs in enumerate((gone, come)):
        for need in needs:
            if key := likeness(need):
                groups.setdefault(key, ([], []))[side].append(need)
    return [
        pair for old, new in groups.values() if len(old) == len(new) for pair in zip(old, new, strict=True)
    ]


def _all_it_says(need: Need) -> Hashable:
    options = tuple(sorted((name, flat(value)) for name, value in need.options.items()))
    return need.type, flat(need.title), options, flat(need.body)


def _body(need: Need) -> Hashable:
    return (need.type, flat(need.body)) if need.body else None


def _title(need: Need) -> Hashable:
    folder = PurePosixPath(need.path).parent
    return (need.type, flat(need.title), folder) if need.type in _TITLED else None
