"""What a task is on a day, after the amendments in force: its original words stay in the plan."""

from dataclasses import dataclass
from datetime import date

from kehoach import deadline
from kehoach.deadline import Deadline, Kind, is_weekday
from kehoach.plan import Need, Plan
from kehoach.progress.workdays import next_working_day, public_holidays


@dataclass(frozen=True, slots=True)
class Extension:
    """One change of a deadline: the amendment, what it set, and whether it came after the day had passed."""

    amendment: Need
    deadline: Deadline
    after_the_day: bool


@dataclass(frozen=True, slots=True)
class Obligation:
    """A task as it binds on a day.

    ``due`` is its last day and ``late_after`` the last day on which it is not late; both None where the
    deadline has no day (yet). ``moved`` is the day the last day was moved from because it was no
    working day. ``state`` is "suspended", "cancelled" or empty.
    """

    task: Need
    deadline: Deadline
    due: date | None
    late_after: date | None
    moved: date | None
    owners: tuple[Need, ...]
    partners: tuple[Need, ...]
    deliverables: tuple[Need, ...]
    extensions: tuple[Extension, ...]
    requests: tuple[Need, ...]
    state: str


def amendments(plan: Plan, task: Need, as_of: date) -> list[Need]:
    """The amendments of a task up to a day, oldest first; later ones win."""
    found = [(day, a) for a in plan.sources(task.id, "amends") if (day := a.day("date")) and day <= as_of]
    return [amendment for _day, amendment in sorted(found, key=lambda pair: pair[0])]


def obligation(plan: Plan, task: Need, as_of: date, event: date | None) -> Obligation:
    """The task after the amendments up to ``as_of``; ``event`` is the day its trigger happened."""
    owners = plan.targets(task, "owner")
    partners, deliverables = plan.targets(task, "partners"), plan.targets(task, "deliverables")
    extensions: list[Extension] = []
    requests: list[Need] = []
    state = ""
    read = plan.deadline_of(task)
    for amendment in amendments(plan, task, as_of):
        if amendment["effect"] == "requested":
            requests.append(amendment)
            continue
        # Whoever sets a new deadline takes up a suspended task again.
        state = amendment["effect"] or ("" if amendment["deadline"] else state)
        if amendment["deadline"]:
            day = amendment.day("date")
            passed = last_days(plan, task, read, event)[1]
            read = deadline.parse(amendment["deadline"], day.year if day else None)
            extensions.append(Extension(amendment, read, bool(passed and day and day > passed)))
        owners = plan.targets(amendment, "owner") or owners
        partners += plan.targets(amendment, "partners")
        deliverables += plan.targets(amendment, "deliverables")
        requests = [r for r in requests if r["number"] != amendment["number"]]
    due, late_after, moved = last_days(plan, task, read, event)
    return Obligation(
        task,
        read,
        due,
        late_after,
        moved,
        owners,
        partners,
        deliverables,
        tuple(extensions),
        tuple(requests),
        state,
    )


def last_days(
    plan: Plan, task: Need, read: Deadline, event: date | None
) -> tuple[date | None, date | None, date | None]:
    """The last day of a deadline, the last day on which it is not late, and where it was moved from."""
    home = plan.plan_of(task)
    strict = home is not None and home["strict"] == "yes"
    due, late_after = read.due, read.late_after(strict=strict)
    if event and read.kind in (Kind.EVENT, Kind.RELATIVE):
        counts_working_days = read.offset and read.offset.working
        works = public_holidays().is_working_day if counts_working_days else is_weekday
        due = late_after = read.due_from(event, works)
    if not due or not late_after or not home or home["working_days"] != "yes":
        return due, late_after, None
    shifted = next_working_day(due)
    # The day of grace behind "trước ngày" stays behind the day that was moved.
    grace = late_after - due
    return shifted, next_working_day(shifted + grace), due if shifted != due else None
