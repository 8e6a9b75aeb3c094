"""Where indicators stand, reckoned by hand; how numbers and targets are read; what the rest is made of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach.editing import entries
from kehoach.official import numbers
from kehoach.plan import Need, Plan, model
from kehoach.progress import Progress, State, indicators
from kehoach.progress.indicators import Course, Figure, Target
from kehoach.progress.tally import indicator_cells

CASES = (ROOT / "tests/tables/indicators.txt").read_text("utf-8").split("\n\n")[1:]
_NUMBERS = count(1)


def need(kind: str, need_id: str, options: dict[str, str], **links: str) -> Need:
    """An object of a fictional plan."""
    named = {link: (target,) for link, target in links.items()}
    path = "needs/kh-1-2026/chi-tieu.md"
    return Need(kind, need_id, "Giả định", path, next(_NUMBERS), options, named, {}, "", 0)


def iso(text: str) -> str:
    """A day of the table as the files hold it."""
    return entries.day(text)


def indicator(line: str) -> Need:
    """An indicator as the table says it: direction, unit, baseline with its day, targets."""
    direction, unit, start, targets = (part.strip() for part in line.split(", ", 3))
    options = {"direction": direction, "unit": unit, "targets": targets}
    if start != "-":
        value, day = start.split()
        options |= {"baseline": value, "baseline_day": iso(day)}
    return need("indicator", "CHT-1-2026-1", options)


def measured(line: str) -> Iterator[Need]:
    """The measures of a line of the table."""
    for number, part in enumerate(line.split("; ") if line != "-" else (), 1):
        day, value, confirmed = part.split()
        options = {"date": iso(day), "value": value, "confirmed": confirmed}
        yield need("measure", f"SL-1-2026-{number}", options, on="CHT-1-2026-1")


def plan_of(*needs: Need) -> Plan:
    """A plan of these objects."""
    return Plan(model.load(ROOT), {one.id: one for one in needs})


def said(value: Figure | Decimal | None) -> str:
    """A value as the table writes it."""
    number = value.value if isinstance(value, Figure) else value
    return "-" if number is None else numbers.said(number)


@pytest.mark.parametrize("case", CASES, ids=[case.partition("\n")[0] for case in CASES])
def test_reckoned_by_hand(case: str) -> None:
    """What was reached, percent, trend, course and what waits are those of the table, day by day."""
    _title, first, second, *days = case.strip().split("\n")
    one = indicator(first.removeprefix("indicator").strip())
    plan = plan_of(one, *measured(second.removeprefix("measures").strip()))
    for line in days:
        day, *expected = line.split()
        found = indicators.status(plan, one, date.fromisoformat(iso(day)))
        trend = found.trend.value if found.trend else "-"
        shown = [said(found.reached), said(found.percent), trend, found.course.value, said(found.waiting)]
        assert shown == expected, day


def test_what_became_of_past_targets() -> None:
    """Each target whose day is past is judged by the last figure up to its day, and by none without one."""
    one = indicator("higher, xã, -, 30/6/2026: 5; 2026: 10; 2027: 20; 2028: 30")
    plan = plan_of(one, *measured("31/12/2026 10 yes; 30/6/2027 19 yes"))
    found = indicators.status(plan, one, date(2028, 1, 1))
    assert [(said(o.figure), o.reached) for o in found.past] == [("-", None), ("10", True), ("19", False)]
    assert found.target == Target(date(2028, 12, 31), Decimal(30), of_year=True)
    days = (date(2026, 6, 30), date(2026, 7, 1))
    assert [len(indicators.status(plan, one, day).past) for day in days] == [0, 1]


def test_a_percentage_has_no_zero_below_zero() -> None:
    """What is next to nothing below the baseline is written as 0.0, also in data."""
    one = indicator("higher, xã, 5 31/12/2025, 2026: 20")
    found = indicators.status(plan_of(one, *measured("30/6/2026 4,99 yes")), one, date(2026, 6, 30))
    assert str(found.percent) == "0.0"


def test_of_two_figures_of_a_day_the_last_stands() -> None:
    """They are a finding; until it is mended, the one further down counts, whatever the order of days."""
    one = indicator("higher, xã, -, 2026: 10")
    plan = plan_of(one, *measured("30/6/2026 5 yes; 31/3/2026 2 yes; 30/6/2026 6 yes"))
    known = {day: indicators.figures(plan, one, date(2026, *day)) for day in ((6, 30), (6, 29), (3, 30))}
    assert [[said(figure) for figure in found] for found in known.values()] == [["2", "6"], ["2"], []]


NUMBERS = {
    "0": "0", "85": "85", "85,5": "85.5", "1.234": "1234", "1.234,5": "1234.5", "12.345.678": "12345678",
    "1234,50": "1234.50", "-2,5": "-2.5", "−2": "-2", "85 %": "85", "85%": "85", "1.234,5 %": "1234.5",
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number(text: str) -> None:
    """Numbers are read as officials write them, with the unit behind them or without."""
    assert numbers.value(text, "%") == Decimal(NUMBERS[text])


NONE = [
    *(
        "",
        "85.5",
        "0.123",
        "1.23",
        "1.2345",
        "1,234.5",
        "1.234.5",
        "12.34.567",
        "1 234",
        "85,",
        ",5",
        "85,5,5",
    ),
    *("khoảng 80", "80-90", "80 xã", "80 % %", ">80", "1e3", "٣", "1" * 16, "1,1234567", "--1", "+5", "NaN"),
]


@pytest.mark.parametrize("text", NONE, ids=repr)
def test_no_number(text: str) -> None:
    """What may be two numbers, or none, is not guessed at."""
    assert numbers.value(text, "%") is None


TARGETS = [
    *("", "2026", "80", "2026: ", "2026: 80,", "2026: 80; ", "2026: 80; 2026: 90", "31/12/2026: 8; 2026: 9"),
    *("31/2/2026: 80", "13/13/2026: 80", "0000: 1", "2026: 80.5", "quý II/2026: 80", "2026 - 80"),
]


@pytest.mark.parametrize("text", TARGETS)
def test_no_targets(text: str) -> None:
    """A line of targets is read whole or not at all."""
    with pytest.raises(ValueError, match=r".*"):
        indicators.read_targets(text, "%")


def test_targets_in_the_order_of_their_days() -> None:
    """A year is its last day; the order in which targets are written does not matter."""
    read = indicators.read_targets("2027: 95 %;30/6/2027:90; 1/7/2026: 1.000", "%")
    assert [(target.day.isoformat(), target.of_year) for target in read] == [
        ("2026-07-01", False),
        ("2027-06-30", False),
        ("2027-12-31", True),
    ]


def test_of_each_plan_in_its_order(small: Path) -> None:
    """The indicators of a plan are those of its folder; another plan has none."""
    from kehoach.plan import reader

    plan = reader.read(small)
    first, other = plan.needs["KH-1-2026"], plan.needs["KH-3-2026"]
    found = [one.indicator.id for one in indicators.statuses(plan, date(2026, 7, 1), first)]
    assert found == ["CHT-1-2026-1"]
    assert [one.indicator.id for one in indicators.statuses(plan, date(2026, 7, 1))] == found
    assert not list(indicators.statuses(plan, date(2026, 7, 1), other))


def test_a_closing_freezes_figures() -> None:
    """What was measured, or became due, after the day on which the plan was closed changes nothing."""
    home = need("plan", "KH-1-2026", {"issued": "2026-01-05"})
    closing = need("closing", "KT-1-2026", {"date": "2026-10-31"}, closes="KH-1-2026")
    one = indicator("higher, xã, -, 2026: 10")
    plan = plan_of(home, closing, one, *measured("31/10/2026 5 yes; 1/11/2026 6 yes"))
    days = (date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1), date(2027, 6, 1))
    found = [indicators.status(plan, one, day) for day in days]
    assert [said(status.reached) for status in found] == ["-", "5", "5", "5"]
    assert [status.course.value for status in found[2:]] == ["under-way"] * 2


@pytest.mark.parametrize(
    ("closed", "course", "cell"),
    [
        ("2026-12-30", Course.BEHIND, State.OPEN_IN_TIME),
        ("2026-12-31", Course.NOT_REACHED, State.OPEN_OVERDUE),
        ("2027-01-01", Course.NOT_REACHED, State.OPEN_OVERDUE),
    ],
)
def test_a_closing_decides_the_targets_of_its_day(closed: str, course: Course, cell: State) -> None:
    """At the end of its day nothing more can be reached; a target of a later day is never decided."""
    home = need("plan", "KH-1-2026", {"issued": "2026-01-05"})
    closing = need("closing", "KT-1-2026", {"date": closed}, closes="KH-1-2026")
    one = indicator("higher, xã, 0 31/12/2025, 2026: 80")
    for measures, expected, counted in (
        ("30/11/2026 58 yes", course, cell),
        ("-", Course.NO_INFORMATION, cell),
        ("30/11/2026 80 yes", Course.REACHED, State.DONE_ON_TIME),
    ):
        plan = plan_of(home, closing, one, *measured(measures))
        for day in (date.fromisoformat(closed), date(2027, 1, 2), date(2028, 6, 1)):
            found = indicators.status(plan, one, day)
            assert found.course is expected
            assert len(found.past) == (course is Course.NOT_REACHED)
            assert indicator_cells(Progress(plan, day), home) == {counted: 1}
    running = plan_of(home, one, *measured("30/11/2026 58 yes"))
    assert indicators.status(running, one, date(2026, 12, 31)).course is Course.BEHIND


def test_what_is_confirmed_after_a_closing_changes_no_figure() -> None:
    """With the day of its confirmation a measure waits until then: for good, where the plan has ended."""
    home = need("plan", "KH-1-2026", {"issued": "2026-01-05"})
    closing = need("closing", "KT-1-2026", {"date": "2026-10-31"}, closes="KH-1-2026")
    one = indicator("higher, xã, -, 2026: 10")
    (measure,) = measured("30/9/2026 5 yes")
    days = (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3))
    for confirmed_on, more, found in (
        ("2026-10-02", (), ["-", "5", "5"]),
        ("2026-11-01", (closing,), ["-", "-", "-"]),
        ("2026-10-31", (closing,), ["-", "-", "-"]),
    ):
        known = replace(measure, options={**measure.options, "confirmed_on": confirmed_on})
        plan = plan_of(home, one, known, *more)
        assert [said(indicators.status(plan, one, day).reached) for day in days] == found
        ended = indicators.status(plan, one, date(2027, 6, 1)).reached
        assert said(ended) == ("-" if confirmed_on == "2026-11-01" else "5")


def test_what_was_added_in_a_period() -> None:
    """The last figure less what was reached before the period, or the baseline; nothing without either."""
    one = indicator("lower, vụ, 20 31/12/2025, 2026: 10")
    plan = plan_of(one, *measured("30/6/2026 15 yes; 30/9/2026 12 yes"))
    found = indicators.status(plan, one, date(2026, 9, 30))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30))
    assert [said(indicators.gained(found, day)) for day in days] == ["-", "-8", "-8", "-3", "-3"]
    assert indicators.gained(found, date(2026, 10, 1)) is None
