"""Who may change what a plan asks for."""

from dataclasses import replace

import pytest

from kehoach.plan import Need
from kehoach.progress.authority import may_change
from progress.test_states import DAY, OFFICE, agency, need, plan_of

MERGED = {"until": "2026-06-30", "certainty": "certain"}
OLD = replace(agency("CQ-UB", "CQ-UC", **MERGED), title=OFFICE)
UNSURE = replace(agency("CQ-UB", "CQ-UC", until="2026-06-30"), title=OFFICE)
NEW = replace(agency("CQ-UC"), title="Ủy ban nhân dân tỉnh Y (giả định)")
OTHER = replace(agency("CQ-UD", "CQ-UC", **MERGED), title="Ủy ban nhân dân tỉnh Z (giả định)")
BASIS = need("basis", "CC-1", issuer="Bộ Nội vụ")


@pytest.mark.parametrize(
    ("issuer", "may"),
    [
        (OFFICE, True),
        (f"Chủ tịch {OFFICE}", True),
        ("Hội đồng nhân dân tỉnh X (giả định)", True),
        ("Thủ tướng Chính phủ", True),
        ("Ủy ban nhân dân tỉnh Z (giả định)", False),
        ("Sở Nội vụ", False),
        ("Bộ Nội vụ", False),
    ],
)
def test_who_may_change_a_plan(issuer: str, may: bool) -> None:
    """The issuer, whoever signs for it, the council beside it and the bodies above may; nobody else."""
    plan = plan_of(DAY, OTHER, NEW, BASIS, issuer=OFFICE)
    assert may_change(plan, plan.needs["KH-1"], issuer) is may


@pytest.mark.parametrize(("old", "may"), [(OLD, True), (UNSURE, False)])
def test_the_successor_of_the_issuer_may(old: Need, may: bool) -> None:
    """A certain successor of the issuer stands in its place; one that is not sure does not."""
    plan = plan_of(DAY, OTHER, old, NEW, issuer=OFFICE)
    assert may_change(plan, plan.needs["KH-1"], NEW.title) is may


def test_who_issued_a_basis_may() -> None:
    """What rests on a decision of a ministry, the ministry may change."""
    plan = plan_of(DAY, BASIS, issuer=OFFICE)
    home = replace(plan.needs["KH-1"], links={"basis": ("CC-1",)})
    assert may_change(plan, home, "Bộ Nội vụ")
