"""Limits of speed: a sample of those of `make bench` on small plans, and all of them in `make soak`.

CPU of whole processes against a reference of the same minute: what else the machine does matters little.
"""

from pathlib import Path

import pytest

import processes
import suite
from conftest import LINEAR, growth, no_hang
from processes import Processes


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Processes:
    """Nothing measured yet, and a folder of its own for what will be."""
    for module in (processes, suite):
        monkeypatch.setattr(module, "BUILD", tmp_path)
    monkeypatch.setattr(suite, "DEMO", tmp_path / "demo")
    return Processes()


def choose(monkeypatch: pytest.MonkeyPatch, *labels: str) -> None:
    """Measure these runs alone."""
    monkeypatch.setattr(suite, "RUNS", {label: suite.RUNS[label] for label in labels})


def ratio(measured: Processes, ours: str, reference: str, tasks: int) -> float:
    found = suite.over(measured.cost(ours, tasks), measured.cost(reference, tasks))
    assert found is not None
    return found


def test_a_sample_of_the_suite(measured: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 100 tasks starting counts most; still all views cost less than bare cards."""
    choose(monkeypatch, "check", "floor", "html", "html bare")
    suite.measure(measured, (100,), quick=True)
    assert measured.failed == []
    assert ratio(measured, "html", "html bare", 100) < 0.9
    assert ratio(measured, "check", "floor", 100) < 4


def test_an_edit_costs_less_than_a_site(measured: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 300 tasks it shows, and what an edit leaves is the site of a cold build."""
    choose(monkeypatch, "html", "html edit", "html again")
    suite.measure(measured, (300,), quick=True)
    assert measured.failed == []
    assert ratio(measured, "html edit", "html", 300) < 1
    assert suite.unlike_cold(300) == 0


def test_growth_tells_linear_from_quadratic() -> None:
    """Twice the input at twice the cost is below the bound of the tests, four times the cost above."""
    assert growth(lambda size: lambda: sum(range(size)), 400_000) < LINEAR
    assert growth(lambda size: lambda: [sum(range(size)) for _ in range(size)], 500) > LINEAR


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


def test_limits_that_were_not_measured_are_not_kept(measured: Processes) -> None:
    """Nothing measured is nothing proved."""
    assert {limit.kept for limit in suite.limits(measured)} == {None}


@pytest.mark.soak
def test_all_limits_at_full_size(measured: Processes) -> None:
    """Every limit of the suite holds."""
    suite.measure(measured, suite.SIZES, quick=False)
    assert measured.failed == []
    missed = [limit for limit in suite.limits(measured) if not limit.kept]
    assert missed == []
