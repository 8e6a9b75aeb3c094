"""A few offices of a made-up country, each with a plan that chance has made."""

from dataclasses import replace
from datetime import date

from kehoach.plan import Plan
from progress.test_oracle import plan_of, situation

#: The day that their figures are of.
DAY = date(2026, 6, 30)
_LEVELS = ("Ủy ban nhân dân tỉnh Mẫu {}", "Ủy ban nhân dân xã Mẫu {}, tỉnh Mẫu {}", "Sở Mẫu {} tỉnh Mẫu {}")
_FIELDS = ("", "Nội vụ", "Tài chính")


def offices(count: int) -> list[Plan]:
    """The plans of so many offices, all called KH-1."""
    return [_office(number) for number in range(count)]


def _office(number: int) -> Plan:
    plan = plan_of(situation(number))
    (home,) = plan.plans
    issuer = _LEVELS[number % 3].format(number, number % 4)
    said = {"issuer": issuer, "field": _FIELDS[number % 2 + number % 3 // 2]}
    return replace(plan, needs={**plan.needs, home.id: replace(home, options={**home.options, **said})})
