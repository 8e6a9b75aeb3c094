"""Indicators in the next plan: measured as before; what to reach, and from where, is left to be confirmed."""

from dataclasses import replace

import pytest

from kehoach import rules
from kehoach.plan import Plan
from kehoach.progress import Progress
from kehoach.renewal.indicators import next_indicator
from kehoach.reports.tables import open_points
from renewal.test_renewal import AS_OF, Renewed, next_plan

__all__ = ["next_plan"]  # a fixture: the demo with its next plan
CHT = "CHT-9-2026-1"


def next_of(plan: Plan, year: int = 2027, **options: str) -> dict[str, str]:
    """The first indicator of the demo, with other options, in the plan of another year."""
    need = plan.needs[CHT]
    links = {**need.links, **{key: (value,) for key, value in options.items() if key in need.links}}
    other = replace(need, options={**need.options, **options}, links=links)
    plan = replace(plan, needs={**plan.needs, CHT: other})
    return next_indicator(Progress(plan, AS_OF), other, year)


def test_every_indicator_goes_on(next_plan: Renewed) -> None:
    """Under an ID of the next plan, with a reason why somebody has to look; it is clean, and open."""
    made = [(old.id, next_plan.plan.needs[new]) for old, new in next_plan.made.indicators]
    assert [(old, need.id, need["targets"]) for old, need in made] == [
        (CHT, "CHT-DT-9-2027-1", "30/6/2027: 95"),
        ("CHT-9-2026-2", "CHT-DT-9-2027-2", "2027: 600"),
        ("CHT-9-2026-3", "CHT-DT-9-2027-3", "31/10/2027: 2.500"),
        ("CHT-9-2026-4", "CHT-DT-9-2027-4", "2027: 85,5"),
    ]
    for old, need in made:
        former = next_plan.plan.needs[old]
        for option in ("unit", "direction", "method", "combined"):
            assert need[option] == former[option]
        assert (need.title, need.to("owner"), need.body) == (former.title, former.to("owner"), former.body)
        assert not need["baseline"]
    waiting = {row[0].id for row in open_points(Progress(next_plan.plan, AS_OF)).rows}
    assert waiting >= {need.id for _old, need in made}


@pytest.mark.parametrize(
    ("targets", "year", "expected", "kept"),
    [
        ("31/12/2026: 80; 1/1/2027: 81", 2027, "1/1/2027: 81", True),
        ("31/12/2026: 80", 2027, "31/12/2027: 80", False),
        ("2026: 80; 30/6/2026: 70", 2027, "30/6/2027: 70; 2027: 80", False),
        ("2025: 60; 2026: 80", 2030, "2030: 80", False),
        ("29/2/2028: 80", 2029, "28/2/2029: 80", False),
        ("28/2/2027: 80", 2028, "29/2/2028: 80", False),
        ("27/2/2027: 80", 2028, "27/2/2028: 80", False),
        ("1/3/2027: 80", 2028, "1/3/2028: 80", False),
        ("", 2027, "", False),
    ],
)
def test_what_is_to_be_reached(
    demo_plan: Plan, targets: str, year: int, expected: str, *, kept: bool
) -> None:
    """What is set for the year or after it stays; else the last year's is moved, in the open."""
    made = next_of(demo_plan, year, targets=targets)
    assert made["targets"] == expected
    assert ("mức phải đạt (giữ nguyên)" in made["to_confirm"]) is kept
    assert (f"mức phải đạt (kế hoạch trước: {targets})" in made["to_confirm"]) is bool(targets and not kept)


def test_what_was_reached_is_told_and_no_baseline(demo_plan: Plan) -> None:
    """The last confirmed figure may be the next baseline: a person says so."""
    made = next_of(demo_plan)
    assert "giá trị gốc (đã đạt đến hết ngày 14/09/2026: 58)" in made["to_confirm"]
    assert "baseline" not in made


def test_an_owner_that_has_ended(demo_plan: Plan) -> None:
    """Its certain successor answers, which is to be confirmed, as for tasks."""
    ended = next(a for a in demo_plan.of_type("agency") if a["until"] and a["certainty"] == "certain")
    (successor,) = demo_plan.targets(ended, "successors")
    made = next_of(demo_plan, owner=ended.id)
    assert made["owner"] == successor.id
    assert "cơ quan (" in made["to_confirm"]


def test_a_signed_plan_has_nothing_of_it_to_confirm(demo_plan: Plan) -> None:
    """Whoever signs it has looked at its indicators too."""
    need = demo_plan.needs[CHT]
    other = replace(need, options={**need.options, "to_confirm": "mức phải đạt"})
    found = rules.check(replace(demo_plan, needs={**demo_plan.needs, CHT: other}))
    assert [(one.code, one.id) for one in found] == [("KH141", CHT)]
