"""What holding our plan against an upper one costs, where both are long."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import LINEAR, growth
from kehoach.rules import RULES
from kehoach.rules.registry import Check
from upstream import country

DAY = date(2026, 1, 10)


@pytest.mark.parametrize("days", [1_000_000, 30])
def test_copies_are_looked_for_in_time_with_the_plans(tmp_path: Path, days: int) -> None:
    """Only tasks of the same day and owners are held against each other; what binds is told once of each."""

    def work(size: int) -> Callable[[], object]:
        rows = [
            country.Row(f"Việc {n}", "CQ-A", f"{DAY + timedelta(n % days):%d/%m/%Y}", f"Báo cáo {n}")
            for n in range(size)
        ]
        plan = country.held_against(tmp_path / str(size), rows, rows)
        return lambda: list(RULES["KH414"].function(Check(replace(plan))))

    assert growth(work, 150) < LINEAR
