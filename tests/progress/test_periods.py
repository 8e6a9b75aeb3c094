"""The days and the names of the periods that a plan reports on."""

from datetime import date

import pytest

from kehoach.deadline import parse
from kehoach.deadline.period import Span
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.periods import occurrences, period_name, report_periods
from kehoach.progress.terms import Term, Terms
from progress.test_states import ISSUED, need, plan_of, task


def always(home: Need) -> Terms:
    """A plan that nothing amends."""
    return Terms((Term(date.min, date.max, home),))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-02-01", "2026-02-28", "tháng 2/2026"),
        ("2026-01-01", "2026-03-31", "quý I/2026"),
        ("2026-10-01", "2026-12-31", "quý IV/2026"),
        ("2026-02-01", "2026-04-30", "hạn 30/4/2026"),
        ("2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026-04-01", "2026-09-30", "hạn 30/9/2026"),
        ("2026-01-01", "2026-09-30", "9 tháng đầu năm 2026"),
        ("2026-04-01", "2026-12-31", "hạn 31/12/2026"),
        ("2026-01-01", "2026-12-31", "năm 2026"),
        ("2026-07-01", "2027-06-30", "hạn 30/6/2027"),
        ("2026-12-01", "2027-01-31", "hạn 31/1/2027"),
        ("2026-12-01", "2027-02-28", "hạn 28/2/2027"),
        ("2026-06-08", "2026-06-14", "tuần đến 14/6/2026"),
        ("2026-06-01", "2026-06-07", "tuần đến 7/6/2026"),
        ("2026-06-08", "2026-06-15", "hạn 15/6/2026"),
        ("2026-06-08", "2026-06-30", "hạn 30/6/2026"),
    ],
)
def test_a_period_is_named_as_officials_name_it(first: str, last: str, name: str) -> None:
    """A whole month, quarter, half-year, nine months, year or week has its name; else the last day has it."""
    assert period_name(Span(date.fromisoformat(first), date.fromisoformat(last))) == name


@pytest.mark.parametrize(
    ("options", "days"),
    [
        ({"report_period": "quarter"}, "2026-01-01 2026-03-31 2026-03-31"),
        (
            {"report_period": "quarter", "report_cutoff": "14", "report_by": "20"},
            "2025-12-15 2026-03-14 2026-03-20",
        ),
        (
            {"report_period": "month", "report_cutoff": "27", "report_by": "27"},
            "2025-12-28 2026-01-27 2026-01-27",
        ),
        (
            {"report_period": "month", "report_cutoff": "28", "report_by": "5"},
            "2025-12-29 2026-01-28 2026-02-05",
        ),
        ({"report_period": "quarter", "report_by": "30"}, "2026-01-01 2026-03-31 2026-04-30"),
        ({"report_period": "quarter", "report_by": "31"}, "2026-01-01 2026-03-31 2026-03-31"),
        ({"report_period": "month", "report_cutoff": "25"}, "2025-12-26 2026-01-25 2026-01-25"),
        (
            # 31/1/2026 is a Saturday.
            {"report_period": "month", "working_days": "yes"},
            "2026-01-01 2026-01-31 2026-02-02",
        ),
        (
            {"report_period": "year", "report_cutoff": "14", "report_by": "20"},
            "2025-12-15 2026-12-14 2026-12-20",
        ),
    ],
)
def test_the_days_of_a_report(options: dict[str, str], days: str) -> None:
    """A report is on the days between two cut-offs, and is sent by its day of that month or of the next."""
    home = always(need("plan", "KH-1", issued="2026-01-05", ends="2026-12-31", **options))
    period = next(report_periods(home, date(2026, 1, 5), date(2026, 12, 31), lambda day: day.weekday() < 5))
    assert f"{period.first} {period.last} {period.send_by}" == days


@pytest.mark.parametrize(
    ("cycle", "lasts"),
    [
        ("quarter", "31/3 30/6 30/9 31/12"),
        ("half-year", "30/6 31/12"),
        ("nine-month", "30/9"),
        ("year", "31/12"),
        ("cumulative", "31/3 30/6 30/9 31/12"),
    ],
)
def test_the_reports_of_a_year(cycle: str, lasts: str) -> None:
    """A cycle has its cut-offs, and none after the plan's end."""
    home = always(need("plan", "KH-1", issued="2026-01-05", ends="2026-12-31", report_period=cycle))
    found = report_periods(home, date(2026, 1, 5), date(2030, 1, 1), lambda _day: True)
    assert " ".join(f"{period.last.day}/{period.last.month}" for period in found) == lasts


@pytest.mark.parametrize(
    ("since", "until", "lasts"),
    [
        ("2026-03-30", "2026-03-31", "31/3"),
        ("2026-03-31", "2026-04-01", "31/3 30/6"),
        ("2026-04-01", "2026-04-02", "30/6"),
    ],
)
def test_the_first_and_the_last_report_of_a_time(since: str, until: str, lasts: str) -> None:
    """A quarter cut off on the first day of a time is in it, and so is one that begins on the last."""
    home = always(need("plan", "KH-1", issued="2026-01-05", report_period="quarter"))
    days = date.fromisoformat(since), date.fromisoformat(until)
    found = report_periods(home, *days, lambda _day: True)
    assert " ".join(f"{period.last.day}/{period.last.month}" for period in found) == lasts


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        ("5 ngày sau khi kết thúc quý", "quý I/2026 5/4, quý II/2026 5/7, quý III/2026 5/10"),
        ("Hằng quý", "quý I/2026 31/3, quý II/2026 30/6, quý III/2026 30/9, quý IV/2026 31/12"),
        ("Hằng năm", "năm 2026 31/12"),
        ("6 tháng một lần", "6 tháng đầu năm 2026 30/6, 6 tháng cuối năm 2026 31/12"),
        ("trước ngày 10/6 và 10/12 hằng năm", "hạn 9/6/2026 9/6, hạn 9/12/2026 9/12"),
    ],
)
def test_the_occurrences_of_a_year(deadline: str, days: str) -> None:
    """A recurring duty falls due once for each of its periods, and never after the plan's end."""
    home = always(need("plan", "KH-1", issued="2026-01-05", ends="2026-12-31"))
    found = occurrences(home, parse(deadline, 2026), date(2026, 1, 5), date(2030, 1, 1), lambda _day: True)
    assert ", ".join(f"{p.name} {p.send_by.day}/{p.send_by.month}" for p in found) == days


@pytest.mark.parametrize(
    ("deadline", "days", "span"),
    [
        ("hằng ngày", "5/1/26-5/1/26", "5/1/26-5/1/26"),
        ("2 tuần một lần", "5/1/26-18/1/26", "5/1/26-18/1/26"),
        ("hằng tháng", "1/1/26-31/1/26", "1/1/26-31/1/26"),
        ("6 tháng một lần", "1/1/26-30/6/26", "1/1/26-30/6/26"),
        ("2 năm một lần", "1/1/26-31/12/27", "1/1/26-31/12/27"),
        ("ngày 18 hằng tháng", "5/1/26-18/1/26", "1/1/26-31/1/26"),
        ("ngày 15/12 hằng năm", "5/1/26-15/12/26", "1/1/26-31/12/26"),
        ("ngày 20 tháng cuối quý", "5/1/26-20/3/26", "1/1/26-31/3/26"),
        ("thứ Sáu hằng tuần", "5/1/26-9/1/26", "5/1/26-11/1/26"),
        ("ngày 10/6 và 10/12 hằng năm", "5/1/26-10/6/26", "1/1/26-30/6/26"),
        ("ngày 15/3 và 15/5 hằng năm", "5/1/26-15/3/26", "1/3/26-31/3/26"),
    ],
)
def test_the_time_of_an_occurrence(deadline: str, days: str, span: str) -> None:
    """An occurrence is about its period, or the time since the one before, and is named by its period."""
    home = always(need("plan", "KH-1", issued="2026-01-05", ends="2035-12-31"))
    period = next(occurrences(home, parse(deadline, 2026), ISSUED, date(2030, 1, 1), lambda _day: True))
    found = [
        f"{d.day}/{d.month}/{d:%y}" for d in (period.first, period.last, period.span.first, period.span.last)
    ]
    assert ("-".join(found[:2]), "-".join(found[2:])) == (days, span)


@pytest.mark.parametrize(
    ("day", "moved", "last"),
    [
        ("26/6/2026", None, "2026-06-26"),
        ("27/6/2026", date(2026, 6, 27), "2026-06-29"),
        ("28/6/2026", date(2026, 6, 28), "2026-06-29"),
    ],
)
def test_a_last_day_that_is_no_working_day_is_moved(day: str, moved: date | None, last: str) -> None:
    """Where the plan says so, a Saturday or Sunday becomes Monday, and what it was is told."""
    subject = task(f"Ngày {day}")
    bound = Progress(plan_of(subject, working_days="yes"), date(2026, 6, 1)).of(subject).obligation
    assert (bound.moved, bound.due) == (moved, date.fromisoformat(last))
