"""Limits of speed: a sample of those of `make bench` on small plans, and all of them in `make soak`.

CPU of whole processes against a reference of the same minute: what else the machine does matters little.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

import processes
import suite
from conftest import LINEAR, growth, no_hang
from processes import Processes

#: How often what costs too much is measured again: a processor may be half as fast for a while.
TURNS = 5


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured has a folder of its own."""
    for module in (processes, suite):
        monkeypatch.setattr(module, "BUILD", tmp_path)
    monkeypatch.setattr(suite, "DEMO", tmp_path / "demo")


def stay_below(monkeypatch: pytest.MonkeyPatch, tasks: int, limits: Mapping[tuple[str, str], float]) -> None:
    """Fail unless in one of the turns each run stays below so many times its reference."""
    named = {label for pair in limits for label in pair}
    monkeypatch.setattr(suite, "RUNS", {label: run for label, run in suite.RUNS.items() if label in named})
    for _turn in range(TURNS):
        measured = Processes()
        suite.measure(measured, (tasks,), quick=True)
        assert measured.failed == []
        ratios = [suite.over(*(measured.cost(label, tasks) for label in pair)) for pair in limits]
        if all(ratio and ratio < most for ratio, most in zip(ratios, limits.values(), strict=True)):
            return
    pytest.fail(f"{ratios} times their references, above {limits}")


def test_a_sample_of_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 100 tasks starting counts most; still all views cost less than bare cards."""
    stay_below(monkeypatch, 100, {("html", "html bare"): 0.9, ("check", "floor"): 4})


def test_an_edit_costs_less_than_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 300 tasks it shows, and what an edit leaves is the site of a cold build."""
    stay_below(monkeypatch, 300, {("html edit", "html"): 1, ("html edit", "html again"): 1})
    assert suite.unlike_cold(300) == 0


def test_growth_tells_linear_from_quadratic() -> None:
    """Twice the input at twice the cost is below the bound of the tests, four times the cost above."""
    assert growth(lambda size: lambda: sum(range(size)), 200_000) < LINEAR
    assert growth(lambda size: lambda: [sum(range(size)) for _ in range(size)], 250) > LINEAR


def test_what_hangs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What costs more than so many times the parsing of a plan fails its test, whatever the machine."""
    monkeypatch.setattr("conftest._HANGS", 3)
    with no_hang():
        sum(range(1_000))
    with pytest.raises(AssertionError), no_hang():
        sum(range(20_000_000))


def test_every_row_names_runs_that_exist() -> None:
    """No row or limit asks for a run under a name that nothing runs under."""
    named = {name for _words, ours, reference in suite.ROWS for name in (ours, reference) if name}
    assert named | set(suite.ONLY_TURN) <= set(suite.RUNS)


def test_limits_that_were_not_measured_are_not_kept() -> None:
    """Nothing measured is nothing proved."""
    assert {limit.kept for limit in suite.limits(Processes())} == {None}


@pytest.mark.soak
def test_all_limits_at_full_size() -> None:
    """Every limit of the suite holds."""
    measured = Processes()
    suite.measure(measured, suite.SIZES, quick=False)
    assert measured.failed == []
    missed = [limit for limit in suite.limits(measured) if not limit.kept]
    assert missed == []
