"""Recurring deadlines have the last days that officials mean, and one rule for calendars gives the same."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from itertools import groupby

import pytest
from dateutil.rrule import rrulestr
from icalendar import vRecur

from kehoach.deadline import calendar_rule, last_days, parse

SINCE = date(2026, 1, 7)  # a Wednesday


def first_three(text: str, since: date = SINCE) -> str:
    days = list(last_days(parse(text, 2026), since, date(2040, 12, 31)))[:3]
    return " ".join(f"{day.day}/{day.month}/{day.year % 100}" for day in days)


@pytest.mark.parametrize(("text", "days"), [
    # "Before" ends on the day before, at the edges of months, years and weeks too.
    ("trước ngày 18 hằng tháng", "17/1/26 17/2/26 17/3/26"),
    ("trước ngày 01 hằng tháng", "31/1/26 28/2/26 31/3/26"),
    ("trước ngày 8 hằng tháng", "7/1/26 7/2/26 7/3/26"),
    ("trước ngày 7 hằng tháng", "6/2/26 6/3/26 6/4/26"),
    ("trước ngày 01 tháng 12 hằng năm", "30/11/26 30/11/27 30/11/28"),
    ("trước ngày 01/01 hằng năm", "31/12/26 31/12/27 31/12/28"),
    ("trước ngày 01/3 hằng năm", "28/2/26 28/2/27 29/2/28"),
    ("trước tháng 12 hằng năm", "30/11/26 30/11/27 30/11/28"),
    ("trước thứ Sáu hằng tuần", "8/1/26 15/1/26 22/1/26"),
    ("trước thứ Hai hằng tuần", "11/1/26 18/1/26 25/1/26"),
    ("Hằng quý (trước ngày 20 tháng cuối quý)", "19/3/26 19/6/26 19/9/26"),
    ("trước ngày 10/6 và 10/12 hằng năm", "9/6/26 9/12/26 9/6/27"),
    # A day that a month has not is its last day.
    ("ngày 31 hằng tháng", "31/1/26 28/2/26 31/3/26"),
    ("ngày 30 hằng tháng", "30/1/26 28/2/26 30/3/26"),
    ("trước ngày 31 hằng tháng", "30/1/26 28/2/26 30/3/26"),
    ("trước ngày 29 hằng tháng", "28/1/26 28/2/26 28/3/26"),
    ("ngày 29/2 hằng năm", "28/2/26 28/2/27 29/2/28"),
    ("ngày 31 tháng cuối quý", "31/3/26 30/6/26 30/9/26"),
    # What names no day ends with its period.
    ("hằng tuần", "18/1/26 25/1/26 1/2/26"),
    ("2 tuần một lần", "25/1/26 8/2/26 22/2/26"),
    ("Hằng tháng", "31/1/26 28/2/26 31/3/26"),
    ("Hằng quý", "31/3/26 30/6/26 30/9/26"),
    ("Định kỳ 6 tháng", "30/6/26 31/12/26 30/6/27"),
    ("Hằng năm", "31/12/26 31/12/27 31/12/28"),
    ("2 năm một lần", "31/12/27 31/12/29 31/12/31"),
    ("hằng ngày", "7/1/26 8/1/26 9/1/26"),
    # A day of each quarter whose month is not named: the latest that the words allow.
    ("ngày 15 hằng quý", "15/3/26 15/6/26 15/9/26"),
    ("trước ngày 05 của tháng liền kề", "4/2/26 4/3/26 4/4/26"),
    ("Ngày 10 của tháng đầu quý sau", "10/1/26 10/4/26 10/7/26"),
    ("ngày 15 và ngày 25 hằng tháng", "15/1/26 25/1/26 15/2/26"),
    ("trước 0 giờ ngày 01 hằng tháng", "31/1/26 28/2/26 31/3/26"),
    # So long after the end of each period, in days or working days.
    ("05 ngày sau khi kết thúc quý", "5/4/26 5/7/26 5/10/26"),
    ("10 ngày sau khi kết thúc năm", "10/1/27 10/1/28 10/1/29"),
    ("03 ngày sau khi kết thúc tuần", "21/1/26 28/1/26 4/2/26"),
    ("45 ngày sau khi kết thúc quý", "15/5/26 14/8/26 14/11/26"),
    ("02 tháng kể từ khi kết thúc năm", "28/2/27 29/2/28 28/2/29"),
    ("02 ngày làm việc sau khi hết tháng", "3/2/26 3/3/26 2/4/26"),
    ("Quý I, 6 tháng, 9 tháng và năm", "31/3/26 30/6/26 30/9/26"),
    # An end is kept.
    ("Hằng năm, giai đoạn 2026 - 2027", "31/12/26 31/12/27"),
    ("Quý II/2026", ""),
])  # fmt: skip
def test_last_days(text: str, days: str) -> None:
    """The first last days of a duty that begins on Wednesday, 7 January 2026."""
    assert first_three(text) == days


@pytest.mark.parametrize(("since", "days"), [
    (date(2026, 1, 4), "11/1/26 18/1/26 25/1/26"),
    (date(2026, 1, 5), "11/1/26 18/1/26 25/1/26"),
    (date(2026, 1, 6), "18/1/26 25/1/26 1/2/26"),
])  # fmt: skip
def test_first_whole_week(since: date, days: str) -> None:
    """A weekly duty is first due at the end of the first whole week, whichever day it begins on."""
    assert first_three("hằng tuần", since) == days


@pytest.mark.parametrize("text", [
    "02 ngày làm việc sau khi hết tháng", "45 ngày sau khi kết thúc quý", "02 tháng kể từ khi kết thúc năm",
])  # fmt: skip
def test_no_rule(text: str) -> None:
    """What months of different lengths or working days decide has days, but no rule."""
    assert parse(text, 2026).rrule
    assert calendar_rule(parse(text, 2026), SINCE) is None


@pytest.mark.parametrize("text", [
    "trước ngày 01 hằng tháng", "ngày 31 hằng tháng", "trước thứ Sáu hằng tuần", "2 tuần một lần", "Hằng quý",
    "Hằng năm", "trước ngày 10/6 và 10/12 hằng năm", "Hằng năm, giai đoạn 2026 - 2030", "5 tháng một lần",
    "05 ngày sau khi kết thúc quý", "03 ngày sau khi kết thúc tuần",
])  # fmt: skip
def test_rule_says_the_same(text: str) -> None:
    """The rule for calendars, which begins with its first day as RFC 5545 wants it, gives those days."""
    read = parse(text, 2026)
    first, rule = calendar_rule(read, SINCE) or (SINCE, "")
    found = rrulestr(rule, dtstart=datetime.combine(first, time.min))
    days = list(last_days(read, SINCE, date(2032, 12, 31)))
    assert [
        day.date() for day in found.between(datetime(2020, 1, 1), datetime(2032, 12, 31), inc=True)
    ] == days
    assert days[0] == first


def by_the_standard(rule: str, first: date, until: date) -> list[date]:
    """The days of a rule day by day, as RFC 5545, 3.3.10, has it; of its parts those that are used here."""
    part = vRecur.from_ical(rule)
    frequency, interval = part["FREQ"][0], part.get("INTERVAL", [1])[0]
    end = min(until, part["UNTIL"][0]) if "UNTIL" in part else until

    def step(day: date) -> int:
        weeks = (day - timedelta(days=day.weekday())).toordinal() // 7
        steps = {"DAILY": day.toordinal(), "WEEKLY": weeks, "MONTHLY": day.year * 12 + day.month}
        return int(steps.get(frequency, day.year))

    def named(day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        weekdays = [("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(name) for name in part.get("BYDAY", [])]
        days = part.get("BYMONTHDAY") or ([] if frequency in ("DAILY", "WEEKLY") else [first.day])
        return (
            (step(day) - step(first)) % interval == 0
            and (not weekdays or day.weekday() in weekdays)
            and day.month in part.get("BYMONTH", [day.month])
            and (not days or day.day in days or day.day - length - 1 in days)
        )

    all_days = [first + timedelta(days=number) for number in range((end - first).days + 1)]
    sets = [list(found) for _step, found in groupby(filter(named, all_days), step)]
    return [day for found in sets for day in (found[-1:] if "BYSETPOS" in part else found)]


@pytest.mark.parametrize("text", [
    "trước ngày 18 hằng tháng", "trước ngày 01 hằng tháng", "ngày 31 hằng tháng", "trước ngày 31 hằng tháng",
    "ngày 15 và ngày 25 hằng tháng", "hằng tuần", "2 tuần một lần", "trước thứ Sáu hằng tuần", "hằng ngày",
    "thứ Hai, thứ Năm hằng tuần", "Hằng tháng", "Hằng quý", "ngày 15 hằng quý", "Hằng năm",
    "ngày 31 tháng cuối quý", "Ngày 10 của tháng đầu quý sau", "Định kỳ 6 tháng", "2 năm một lần",
    "trước ngày 01/3 hằng năm", "ngày 29/2 hằng năm", "5 tháng một lần", "trước ngày 20 tháng cuối quý",
    "Hằng quý, giai đoạn 2026 - 2028", "05 ngày sau khi kết thúc quý",
])  # fmt: skip
@pytest.mark.parametrize("since", [date(2026, 1, 1), SINCE, date(2028, 2, 29), date(2026, 12, 31)])
def test_rules_are_what_calendars_read(text: str, since: date) -> None:
    """Each rule, expanded by the letter of the standard, gives the last days that states go by."""
    read = parse(text, 2026)
    first, rule = calendar_rule(read, since) or (since, "")
    until = date(2033, 1, 1)
    assert by_the_standard(rule, first, until) == list(last_days(read, since, until))
