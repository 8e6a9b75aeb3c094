"""``kehoach status`` and the calendars say the same day for every duty, on any day."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from conftest import copy_of
from documents.test_documents import PLAN
from kehoach.deadline import Kind
from kehoach.export import ics
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress
from kehoach.reports import data
from reports.test_status import TASK, on, task

_DUE = ("overdue", "no-information", "report-missing", "due-soon", "due-later")
_MONTH = timedelta(days=30)


@pytest.fixture(scope="module", params=["demo", "small"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Each fictional project, read once."""
    return reader.read(copy_of(request.param, tmp_path_factory.mktemp(request.param)))


def days_by_duty(progress: Progress, plan: Need, until: date) -> dict[str, set[date]]:
    """The days in a plan's calendar, read back and rolled out, by task; reports of the plan by its ID."""
    found: dict[str, set[date]] = {}
    for event in Calendar.from_ical(ics.plan_calendar(progress, plan)).walk("VEVENT"):
        duty = str(event["uid"]).partition("@")[0].partition(".")[0]
        found.setdefault(duty, set()).update(_days(event, until))
    return found


def _days(event: Any, until: date) -> list[date]:
    first = event["dtstart"].dt
    if "rrule" not in event:
        return [first]
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=datetime.combine(first, time.min))
    return [day.date() for day in rule.between(datetime.min, datetime.combine(until, time.max), inc=True)]


@pytest.mark.parametrize("as_of", [date(2026, 1, 20) + timedelta(days=29 * number) for number in range(14)])
def test_same_days(project: Plan, as_of: date) -> None:
    """Every last day, missing report and coming report of ``status`` stands in the calendar, and no other."""
    progress = Progress(project, as_of)
    for plan in project.of_type("plan"):
        told = json.loads(data.as_json(progress, plan))
        days = days_by_duty(progress, plan, as_of + _MONTH)
        for row in told["tasks"]:
            status = progress.of(project.needs[row["id"]])
            in_calendar = days.get(row["id"], set())
            if status.obligation.deadline.kind is Kind.RECURRING:
                soon = {day for day in in_calendar if as_of <= day <= as_of + _MONTH}
                assert soon == {p.send_by for p in status.owed if as_of <= p.send_by <= as_of + _MONTH}
            else:
                both = {row["due"], *(d.isoformat() for d in [status.obligation.report_due] if d)}
                assert {day.isoformat() for day in in_calendar} == both - {None}
        for todo in told["todos"]:
            if todo["todo"] in _DUE:
                need = project.needs[todo["id"]]
                ongoing = progress.of(need).obligation.deadline.kind is Kind.ONGOING
                assert date.fromisoformat(todo["day"]) in days[plan.id if ongoing else need.id]


@pytest.mark.parametrize("settings", [{}, {"working_days": "yes"}, {"strict": "yes", "ends": "2024-12-31"}],
                         ids=["plain", "working days", "strict, with an end"])  # fmt: skip
@pytest.mark.parametrize("words", [
    "Hằng tuần", "trước thứ Sáu hằng tuần", "trước ngày 18 hằng tháng", "ngày 31 hằng tháng", "Hằng quý",
    "trước ngày 01 hằng tháng", "trước ngày 20 tháng cuối quý", "Định kỳ 6 tháng", "Hằng năm",
    "trước ngày 10/6 và 10/12 hằng năm", "05 ngày sau khi kết thúc quý", "02 ngày làm việc sau khi hết tháng",
    "Hằng năm, giai đoạn 2024 - 2026", "ngày 15 hằng quý", "trước ngày 05 của tháng liền kề",
])  # fmt: skip
def test_recurring(words: str, settings: dict[str, str]) -> None:
    """What is owed of a recurring duty is what its calendar says, with working days and the plan's end."""
    plan = replace(PLAN, options={**PLAN.options, **settings})
    progress = on(date(2024, 2, 29), plan, task(deadline=words))
    owed = {period.send_by for period in progress.of(progress.plan.needs[TASK]).owed}
    in_calendar = days_by_duty(progress, plan, max(owed))[TASK]
    assert in_calendar == owed


def test_work_and_its_report() -> None:
    """The day of the report apart from the work has an event of its own."""
    progress = on(date(2023, 7, 1), task(deadline="trước 15/9; báo cáo trước 30/9"))
    assert days_by_duty(progress, PLAN, date.max)[TASK] == {date(2023, 9, 14), date(2023, 9, 29)}
