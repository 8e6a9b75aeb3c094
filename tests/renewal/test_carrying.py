"""Which tasks go on in the next plan, and why the others do not."""

from datetime import date

from kehoach.progress import Progress
from kehoach.renewal.carrying import why_left_out
from progress.test_states import amended, evidence, plan_of, task

LAST = date(2026, 12, 20)


def test_a_recurring_task_goes_on_whatever_was_proved() -> None:
    """It is as little over by its papers as one that is done all the time."""
    subject = task("Ngày 15 hằng tháng")
    progress = Progress(plan_of(subject, evidence(1, "2026-06-30")), LAST)
    assert why_left_out(progress, progress.of(subject)) == ""


def test_what_was_cancelled_names_only_what_cancelled_it() -> None:
    """Other amendments of the task have not."""
    subject = task("Ngày 30/6/2026")
    others = amended(1, "2026-05-01", deadline="Ngày 31/8/2026"), amended(2, "2026-06-01", effect="cancelled")
    progress = Progress(plan_of(subject, *others), LAST)
    assert why_left_out(progress, progress.of(subject)) == "cancelled (DC-2)"
