"""Who answers for a task on a day: agencies end, merge and split."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from kehoach.plan import Need, Plan


class Owner(NamedTuple):
    """An agency named by the text, and who stands in its place on a day.

    ``effective`` is None where the agency has ended and its successor is not certain: an open point,
    never a silent reassignment. ``chain`` is the way from the named agency to the effective one.
    """

    named: Need
    effective: Need | None
    chain: tuple[Need, ...] = ()


#: The kinds of agencies that the People's Committee counts. Party bodies, councils, fronts, courts,
#: procuracies, the military and central bodies do not answer to it, and are counted apart.
INSIDE = ("", "agency", "group")


def outside(agency: Need) -> bool:
    """Whether an agency is a body outside the People's Committee."""
    return agency["kind"] not in INSIDE


def ended(agency: Need, as_of: date) -> bool:
    """Whether an agency no longer exists at the end of a day; ``until`` is its last day."""
    until = agency.day("until")
    return until is not None and until < as_of


def reached(agencies: Iterable[Need], further: Callable[[Need], Iterable[Need]]) -> dict[str, Need]:
    """Agencies, and all that one comes to from them, by their IDs: members, successors."""
    found: dict[str, Need] = {}
    left = list(agencies)
    while left:
        agency = left.pop()
        if agency.id not in found:
            found[agency.id] = agency
            left += further(agency)
    return found


def owner_on(plan: Plan, named: Need, as_of: date) -> Owner:
    """Follow the certain, single successors of an agency to the one that exists on a day."""
    return plan.once((owner_on, named.id, as_of), lambda: _followed(plan, named, as_of))


def _followed(plan: Plan, named: Need, as_of: date) -> Owner:
    agency, chain = named, [named]
    while ended(agency, as_of):
        successors = plan.targets(agency, "successors")
        if len(successors) != 1 or agency["certainty"] != "certain" or successors[0] in chain:
            return Owner(named, None, tuple(chain))
        agency = successors[0]
        chain.append(agency)
    return Owner(named, agency, tuple(chain))


def members(plan: Plan, owner: Owner, as_of: date) -> tuple[Owner, ...]:
    """The members of a group, each followed like an owner; the owner itself where none are known."""
    if owner.effective is None or owner.effective["kind"] != "group":
        return (owner,)
    found = tuple(owner_on(plan, member, as_of) for member in plan.targets(owner.effective, "members"))
    return found or (owner,)


def supporters(
    plan: Plan, partners: Iterable[Need], as_of: date, leading: Collection[Need]
) -> tuple[Need, ...]:
    """Who supports a task: the partners named, the members of their groups, and certain successors of either.

    Who leads it does not support it as a member of a group.
    """
    found: dict[str, Need] = {}
    leaders = {agency.id for agency in leading}
    for named in partners:
        found[named.id] = named
        owner = owner_on(plan, named, as_of)
        for member in (owner, *members(plan, owner, as_of)):
            if member.effective and member.effective.id not in leaders:
                found.setdefault(member.effective.id, member.effective)
    return tuple(found.values())
