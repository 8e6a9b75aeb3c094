"""Reminders that were sent: how often an agency was reminded of a task, on every surface."""

from datetime import date, timedelta

import pytest

from kehoach import documents
from kehoach.documents.layout import words_of
from kehoach.plan import Need, Plan
from kehoach.progress import Progress
from kehoach.progress.standing import own, reminded
from kehoach.reports import reminders, tables
from kehoach.reports.data import task_data
from kehoach.reports.tables import plain
from kehoach.reports.words import reminded_words
from progress.test_facts import progress as state_progress
from progress.test_states import agency, need
from progress.test_states import task as state_task
from reports.test_status import TASK, on, other, real_plan

DAY = date(2023, 11, 20)


def sent(number: int, day: str, *to: str) -> Need:
    """A reminder of task II.1.a."""
    links = {"on": (TASK,), "to": to}
    return other("reminder", f"DD-{number}", links, number=f"{number}/SNV", date=day, issuer="Sở Nội vụ")


def words(progress: Progress) -> str:
    """What is said of the reminders of task II.1.a."""
    return reminded_words(progress, progress.of(real_plan().needs[TASK]))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (DAY - timedelta(days=1), "1 times, last by 1/SNV, 01/11/2023"),
        (DAY, "2 times, last by 2/SNV, 20/11/2023"),
        (DAY + timedelta(days=1), "2 times, last by 2/SNV, 20/11/2023"),
        (date(2023, 10, 31), ""),
    ],
)
def test_a_reminder_counts_from_its_day(day: date, said: str) -> None:
    """The order is that of the days, whatever the order in the file."""
    assert words(on(day, sent(2, DAY.isoformat()), sent(1, "2023-11-01"))) == said


@pytest.mark.parametrize(
    ("to", "count"), [((), 1), (("CQ-SNV",), 1), (("CQ-STP",), 0), (("CQ-STP", "CQ-SNV"), 1)]
)
def test_a_reminder_counts_for_whom_it_was_sent_to(to: tuple[str, ...], count: int) -> None:
    """One that names nobody went to all who answer; one to others is no reminder of theirs."""
    progress = on(DAY, sent(1, "2023-11-01", *to))
    assert len(reminded(progress, progress.of(real_plan().needs[TASK]))) == count


def test_every_surface_says_the_same() -> None:
    """Late list, reminder, letter, report and data."""
    progress = on(DAY, sent(1, "2023-11-01", "CQ-SNV"))
    said, task = words(progress), real_plan().needs[TASK]
    plan = real_plan().needs["KH-172-2023"]
    (reminder,) = reminders.reminders(progress, timedelta(days=14))
    (letter,) = documents.letters(progress, plan)
    (late,) = (row for row in tables.late_list(progress).rows if row.task is task)
    assert said
    assert plain(tables.late_list(progress).cells(late)[-1]).endswith(f"reminded {said}")
    assert said in reminders.text(progress, reminder, markdown=False)
    for document in (letter, documents.report(progress, plan)):
        assert said in "\n".join(text for _need, text in words_of(document))
    assert task_data(progress, progress.of(task))["reminded"] == ["DD-1"]
    (row,) = tables.reminders(progress).rows
    assert row.id == "DD-1"


def test_the_demo_plan_was_reminded(demo_plan: Plan) -> None:
    """Twice of the same task, of another once, the second time two agencies at once."""
    progress = Progress(demo_plan, date(2026, 9, 15))
    counts = {s.task.id: len(reminded(progress, s)) for s in progress.tasks if reminded(progress, s)}
    assert counts == {"NV-9-2026-II-4": 2, "NV-9-2026-II-5": 1}


@pytest.mark.parametrize(
    ("to", "counts"),
    [
        ("CQ-G", {"CQ-A": 1, "CQ-B": 1}),  # the group
        ("CQ-A", {"CQ-A": 1, "CQ-B": 0}),
        ("CQ-OLD", {"CQ-A": 0, "CQ-B": 1}),  # in whose place CQ-B stands
        ("", {"CQ-A": 1, "CQ-B": 1}),
    ],
)
def test_whom_a_reminder_reaches(to: str, counts: dict[str, int]) -> None:
    """Members of a group, and who certainly took over; each only what went to it."""
    each = state_task("Ngày 30/6/2026", owner="CQ-G", ownership="each")
    group = need("agency", "CQ-G", {"members": "CQ-A CQ-OLD"}, kind="group")
    old = agency("CQ-OLD", "CQ-B", until="2026-01-31", certainty="certain")
    letter = need("reminder", "DD-1", {"on": each.id, "to": to}, number="1/SNV", date="2026-07-10")
    now = state_progress("2026-08-01", each, group, old, letter)
    status = now.of(each)
    parts = {part.agency.id: len(reminded(now, own(status, part.agency))) for part in status.parts}
    assert parts == counts
