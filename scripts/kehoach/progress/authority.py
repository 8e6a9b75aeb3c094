"""Who may change what a plan obliges to."""

from collections.abc import Iterator
from datetime import date

from kehoach.official.names import folded
from kehoach.plan import Need, Plan
from kehoach.progress.owners import owner_on

#: Bodies above every People's Committee (Constitution 2013, art. 69, 94, 98).
_CENTRAL = ("quốc hội", "ủy ban thường vụ quốc hội", "chính phủ", "thủ tướng chính phủ")
#: What stands before the name of a body where its head, or an office of it, signs for it
#: (Decree 30/2020/NĐ-CP, art. 13).
_SIGNS_FOR = ("chủ tịch", "phó chủ tịch", "bộ trưởng", "thứ trưởng", "văn phòng", "chánh văn phòng")


def may_change(plan: Plan, home: Need, issuer: str) -> bool:
    """Whether a document of an issuer can change what a plan (``home``) obliges to.

    Its own issuer can, the certain successor of that, the council beside a People's Committee, the bodies
    above, the issuers of the plan's bases, and whoever signs for one of them.
    """
    one = folded(issuer)
    bodies = set(_bodies(plan, home))
    return one in bodies or any(one == f"{prefix} {body}" for prefix in _SIGNS_FOR for body in bodies)


def issuers(plan: Plan, document: Need) -> list[str]:
    """Who stands behind an amendment or a closing: its own issuer, and those of the bases it names."""
    named = (document, *plan.targets(document, "basis"))
    return [one["issuer"] for one in named if one["issuer"]]


def _bodies(plan: Plan, home: Need) -> Iterator[str]:
    own = folded(home["issuer"])
    yield own
    yield own.replace("ủy ban nhân dân", "hội đồng nhân dân")
    yield from _CENTRAL
    for basis in plan.targets(home, "basis"):
        if basis["issuer"]:
            yield folded(basis["issuer"])
    for agency in plan.of_type("agency"):
        if folded(agency.title) == own and (end := owner_on(plan, agency, date.max).effective):
            yield folded(end.title)
