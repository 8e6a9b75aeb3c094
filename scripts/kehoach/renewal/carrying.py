"""Which tasks go on in the next plan: standing ones, and those that are unfinished on a day."""

from kehoach.deadline import Kind
from kehoach.language import _
from kehoach.progress import Progress, State, TaskStatus
from kehoach.progress.effective import amendments

_STANDING = (Kind.ONGOING, Kind.RECURRING)


def standing(status: TaskStatus) -> bool:
    """Whether a task has no last day, so that its work is never over."""
    return status.obligation.deadline.kind in _STANDING


def why_left_out(progress: Progress, status: TaskStatus) -> str:
    """Why a task does not go on; empty where it does. ``progress`` is as if no plan had been closed."""
    task, plan = status.task, progress.plan
    if following := plan.sources(task.id, "continues"):
        return _("goes on as {id} already").format(id=following[0].id)
    if status.state is State.CANCELLED:
        by = [one for one in amendments(plan, task, progress.as_of) if one["effect"] == "cancelled"]
        return _("cancelled ({by})").format(by=", ".join(one.id for one in by))
    if closings := plan.sources(task.id, "drops"):  # of a later day, too: nobody carries on what it drops
        return _("dropped when the plan was closed ({by})").format(by=closings[-1].id)
    if status.done and not standing(status):
        return _("done on {day}").format(day=f"{status.done:%d/%m/%Y}")
    return ""
