"""Reminders that were sent: how often an agency was reminded of a task, on every surface."""

from datetime import date, timedelta

import pytest

from kehoach import documents
from kehoach.documents.layout import words_of
from kehoach.plan import Need, Plan
from kehoach.progress import Progress
from kehoach.reports import reminders, tables
from kehoach.reports.data import task_data
from kehoach.reports.tables import plain
from kehoach.reports.words import reminded_words
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
        (DAY - timedelta(days=1), "reminded for the 1. time (1/SNV, 01/11/2023)"),
        (DAY, "reminded for the 2. time (2/SNV, 20/11/2023)"),
        (DAY + timedelta(days=1), "reminded for the 2. time (2/SNV, 20/11/2023)"),
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
    assert len(progress.reminded(progress.of(real_plan().needs[TASK]))) == count


def test_every_surface_says_the_same() -> None:
    """Late list, reminder, letter, report and data."""
    progress = on(DAY, sent(1, "2023-11-01", "CQ-SNV"))
    said, task = words(progress), real_plan().needs[TASK]
    plan = real_plan().needs["KH-172-2023"]
    (reminder,) = reminders.reminders(progress, timedelta(days=14))
    (letter,) = documents.letters(progress, plan)
    (late,) = (row for row in tables.late_list(progress).rows if row.task is task)
    assert said
    assert said in [plain(cell) for cell in tables.late_list(progress).cells(late)]
    assert said in reminders.text(progress, reminder, markdown=False)
    for document in (letter, documents.report(progress, plan)):
        assert said in "\n".join(text for _need, text in words_of(document))
    assert task_data(progress, progress.of(task))["reminded"] == ["DD-1"]
    (row,) = tables.reminders(progress).rows
    assert row.id == "DD-1"


def test_the_demo_plan_was_reminded(demo_plan: Plan) -> None:
    """Twice of the same task, of another once, the second time two agencies at once."""
    progress = Progress(demo_plan, date(2026, 9, 15))
    counts = {s.task.id: len(progress.reminded(s)) for s in progress.tasks if progress.reminded(s)}
    assert counts == {"NV-9-2026-II-4": 2, "NV-9-2026-II-5": 1}
