"""The calendars: last days, recurring days, reports; a new version moves what the former one had."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from documents.test_documents import PLAN, TODAY, demo_on
from kehoach.export import ics
from kehoach.plan import Need, Plan
from kehoach.progress import Progress
from reports.test_status import TASK, extension, on, other, real_plan, task

HOST = "uy-ban-nhan-dan-tinh-thanh-hoa.kehoach"
DEMO = "uy-ban-nhan-dan-tinh-x-gia-dinh.kehoach"
UID = f"{TASK}@{HOST}"


def events(made: bytes) -> dict[str, Any]:  # a property may be of thirty types, and each is compared
    """The events of a calendar by UID."""
    found = Calendar.from_ical(made).walk("VEVENT")
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def days(event: Any, until: date) -> list[date]:
    """The days on which an event recurs."""
    start = datetime.combine(event["dtstart"].dt, datetime.min.time())
    rule = event["rrule"].to_ical().decode()
    end = datetime.combine(until, datetime.min.time())
    return [day.date() for day in rrulestr(rule, dtstart=start).between(start, end, inc=True)]


def test_a_last_day_is_a_whole_day_with_two_alarms() -> None:
    """The last day of II.1.a, two weeks and three days before which a calendar says so, at eight."""
    event = events(ics.plan_calendar(on(date(2023, 8, 1)), PLAN))[UID]
    assert event["dtstart"].dt == date(2023, 9, 30)
    assert event["dtend"].dt == date(2023, 10, 1)
    assert event["sequence"] == 0
    alarms = event.walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [
        timedelta(days=-14, hours=8),
        timedelta(days=-3, hours=8),
    ]


def test_an_amendment_moves_the_same_event() -> None:
    """After an extension the same UID stands on the new day with a higher SEQUENCE."""
    amended = on(date(2023, 10, 1), extension(1, "Quý IV/2023", "2023-09-01"))
    event = events(ics.plan_calendar(amended, PLAN))[UID]
    assert event["dtstart"].dt == date(2023, 12, 31)
    assert event["sequence"] == 1
    again = on(
        date(2024, 1, 1), extension(1, "Quý IV/2023", "2023-09-01"), extension(2, "Quý I/2024", "2023-12-01")
    )
    event = events(ics.plan_calendar(again, PLAN))[UID]
    assert (event["dtstart"].dt, event["sequence"]) == (date(2024, 3, 31), 2)


def test_a_request_moves_nothing() -> None:
    """Who only asks for more time has not got it."""
    request = other(
        "amendment",
        "DC-1",
        {"amends": (TASK,)},
        effect="requested",
        deadline="Quý IV/2023",
        date="2023-09-01",
    )
    event = events(ics.plan_calendar(on(date(2023, 10, 1), request), PLAN))[UID]
    assert (event["dtstart"].dt, event["sequence"]) == (date(2023, 9, 30), 0)


def test_a_cancelled_task_is_cancelled_in_calendars() -> None:
    """The event stays, cancelled and without alarms, so that subscribers lose it."""
    cancelled = other(
        "amendment", "DC-1", {"amends": (TASK,)}, effect="cancelled", date="2023-09-01", number="1"
    )
    event = events(ics.plan_calendar(on(date(2023, 9, 2), cancelled), PLAN))[UID]
    assert (str(event["status"]), event["sequence"], event.walk("VALARM")) == ("CANCELLED", 1, [])


def plan_with(**options: str) -> Need:
    """The real plan with a report cycle."""
    return replace(PLAN, options={**PLAN.options, **options})


REPORTS = [
    ({"report_period": "quarter", "report_by": "20", "report_cutoff": "14"}, [(9, 20), (12, 20), (3, 20)]),
    ({"report_period": "month", "report_by": "31"}, [(7, 31), (8, 31), (9, 30)]),
    ({"report_period": "half-year", "report_by": "5", "report_cutoff": "14"}, [(1, 5), (7, 5), (1, 5)]),
    ({"report_period": "year", "report_by": "30"}, [(1, 30), (1, 30), (1, 30)]),
]


@pytest.mark.parametrize(("options", "first"), REPORTS, ids=[row[0]["report_period"] for row in REPORTS])
def test_reports_recur_by_rule(options: dict[str, str], first: list[tuple[int, int]]) -> None:
    """The day to send a report recurs by RRULE, on the last day of months that are too short."""
    plan = plan_with(**options)
    event = events(ics.plan_calendar(on(TODAY, plan), plan))[f"{PLAN.id}.report@{HOST}"]
    found = days(event, date(2027, 1, 1))
    assert [(day.month, day.day) for day in found[:3]] == first
    assert event["dtstart"].dt == found[0]


def test_reports_end_with_the_plan(demo_plan: Plan) -> None:
    """The last report is that of the last period."""
    event = events(ics.plan_calendar(*demo_on(demo_plan)))[f"KH-9-2026.report@{DEMO}"]
    assert days(event, date(2030, 1, 1)) == [
        date(2026, 3, 20),
        date(2026, 6, 20),
        date(2026, 9, 20),
        date(2026, 12, 20),
    ]


RECURRING = [
    ("Hằng năm", [date(2023, 12, 31), date(2024, 12, 31)]),
    ("Hàng quý", [date(2023, 9, 30), date(2023, 12, 31)]),
    ("trước ngày 15/12 hằng năm", [date(2023, 12, 14), date(2024, 12, 14)]),
    ("trước ngày 01 tháng 12 hằng năm", [date(2023, 11, 30), date(2024, 11, 30)]),
    ("trước ngày 01 tháng 01 hằng năm", [date(2023, 12, 31), date(2024, 12, 31)]),
    ("trước ngày 18 hằng tháng", [date(2023, 7, 17), date(2023, 8, 17)]),
    ("vào thứ Sáu hàng tuần", [date(2023, 6, 30), date(2023, 7, 7)]),
    ("trước thứ Sáu hằng tuần", [date(2023, 6, 29), date(2023, 7, 6)]),
    ("Hằng tuần", [date(2023, 7, 2), date(2023, 7, 9)]),
    ("ngày 31 hằng tháng", [date(2023, 6, 30), date(2023, 7, 31)]),
    ("05 ngày sau khi kết thúc quý", [date(2023, 10, 5), date(2024, 1, 5)]),
    ("Cuối mỗi quý", [date(2023, 6, 30), date(2023, 9, 30)]),
]


@pytest.mark.parametrize(("deadline", "first"), RECURRING, ids=[row[0] for row in RECURRING])
def test_recurring_tasks_recur_on_their_last_days(deadline: str, first: list[date]) -> None:
    """Each occurrence stands on its last day: the day before one that is only a limit."""
    event = events(ics.plan_calendar(on(TODAY, task(deadline=deadline)), PLAN))[UID]
    assert days(event, date(2026, 1, 1))[:2] == first
    assert event["dtstart"].dt == first[0]


def test_days_without_a_rule_have_an_event_each() -> None:
    """Two working days after each quarter is no rule: each day is an event of its own, with its own UID."""
    plan = plan_with(ends="2024-12-31")
    bound = task(deadline="02 ngày làm việc sau khi hết quý")
    found = events(ics.plan_calendar(on(TODAY, plan, bound), plan))
    days_found = {uid: event["dtstart"].dt for uid, event in found.items() if uid.startswith(TASK)}
    assert days_found == {
        f"{TASK}.{day:%Y%m%d}@{HOST}": day
        for day in (
            date(2023, 10, 3),
            date(2024, 1, 3),
            date(2024, 4, 2),
            date(2024, 7, 2),
            date(2024, 10, 2),
        )
    }


def test_two_offices_with_one_number() -> None:
    """Plan 172 of another province in the same year does not overwrite this one in a calendar."""
    other_plan = plan_with(issuer="Ủy ban nhân dân tỉnh Y (giả định)")
    theirs = events(ics.plan_calendar(on(TODAY, other_plan, task(deadline="Hằng năm")), other_plan))
    ours = events(ics.plan_calendar(on(TODAY, task(deadline="Hằng năm")), PLAN))
    assert theirs
    assert ours
    assert not set(theirs) & set(ours)


def test_an_agency_has_what_it_leads_and_supports(demo_plan: Plan) -> None:
    """Its calendar has both, with alarms for what it leads only."""
    progress, plan = demo_on(demo_plan)
    agency = demo_plan.needs["CQ-STP"]
    found = events(ics.agency_calendar(progress, plan, agency))
    assert f"NV-9-2026-II-4@{DEMO}" in found  # leads, and late
    supported = found[f"NV-9-2026-II-1@{DEMO}"]
    assert supported.walk("VALARM") == []
    everything = events(ics.plan_calendar(progress, plan))
    assert set(found) < set(everything)
    assert all(found[uid]["dtstart"].dt == everything[uid]["dtstart"].dt for uid in found)


def test_every_agency_with_tasks_has_a_calendar(demo_plan: Plan) -> None:
    """Each of them parses, and its events are those of the plan's calendar."""
    progress, plan = demo_on(demo_plan)
    named = ics.agencies(progress, plan)
    assert len(named) > 5
    for agency in named:
        assert Calendar.from_ical(ics.agency_calendar(progress, plan, agency))["version"] == "2.0"


def test_commas_and_line_breaks_are_escaped() -> None:
    """A title with what separates values and lines in ICS comes back as it was, on lines of 75 bytes."""
    title = "Một; hai, ba\\bốn\nBEGIN:VALARM " + "rất dài " * 30
    made = ics.plan_calendar(on(TODAY, task(title)), PLAN)
    assert title.strip() in str(events(made)[UID]["summary"])
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert made.count(b"BEGIN:VALARM\r\n") == 2 * len(events(made))


def test_the_same_plan_is_the_same_bytes(demo_plan: Plan) -> None:
    """Twice the same calendar; stamps are of the day of the figures."""
    assert ics.plan_calendar(*demo_on(demo_plan)) == ics.plan_calendar(*demo_on(demo_plan))
    assert b"DTSTAMP:20261122T000000Z" in ics.plan_calendar(Progress(real_plan(), TODAY), PLAN)
