"""What a review writes into the task that was looked at."""

from datetime import date

from kehoach.editing.edits import Setting
from kehoach.official import fingerprint
from kehoach.official.reviews import OPTIONS
from kehoach.plan import Need, Plan


def settings(plan: Plan, task: Need, day: date, position: str) -> tuple[Setting, ...]:
    """What a review of a day by the holder of a position sets in a task."""
    grounds, when = fingerprint.of_grounds(plan, task), day.isoformat()
    seal = fingerprint.of_review(task, when, position, grounds)
    values = (when, position, f"{grounds}-{seal}")
    return tuple(Setting(task, option, value) for option, value in zip(OPTIONS, values, strict=True))
