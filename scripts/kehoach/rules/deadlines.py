"""KH2xx: every task has a deadline that can be understood."""

from collections.abc import Iterator
from datetime import date

from kehoach.deadline import Deadline, Kind, parse
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress.effective import last_days
from kehoach.progress.terms import terms
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


def _deadlines(check: Check, *kinds: Kind) -> Iterator[tuple[Need, Deadline]]:
    plan = check.plan
    tasks = (task for task in plan.of_type("task") if task["deadline"])
    read = plan.once((_deadlines,), lambda: [(task, plan.deadline_of(task)) for task in tasks])
    return ((task, deadline) for task, deadline in read if deadline.kind in kinds)


@rule("KH201", waivable=True)
def no_deadline(check: Check) -> Iterator[Finding]:
    """A task has a deadline, in the plan's own words; what is only asked may do without.

    Bad: no line ``:deadline:``. Good: ``:deadline: Quý III năm 2023``.
    """
    for task in check.plan.of_type("task"):
        if not task["deadline"] and task["assignment"] != "request":
            message = _(
                "No deadline. Add a line `deadline` in the words of the text; where the text has none, "
                "add a waiver with the reason."
            )
            yield check.at(task, message, "deadline")


@rule("KH202", waivable=True)
def vague(check: Check) -> Iterator[Finding]:
    """A deadline tells a day, a period, a recurrence or what it waits for.

    Bad: ``:deadline: Khẩn trương``. Good: ``:deadline: trước ngày 30/9/2023``.
    """
    for task, deadline in _deadlines(check, Kind.VAGUE):
        message = _(
            '"{text}" sets no deadline. Compare with the text; if it has none, add a waiver with the reason.'
        )
        yield check.at(task, message.format(text=deadline.text), "deadline")


@rule("KH203")
def unreadable(check: Check) -> Iterator[Finding]:
    """A deadline can be read.

    Bad: ``:deadline: 31/2/2023``. Good: ``:deadline: 28/2/2023``.
    """
    for task, deadline in _deadlines(check, Kind.NONE):
        plan = check.plan.plan_of(task)
        if plan and check.found_on(plan.id, "issued") and parse(task["deadline"], 2000).kind is not Kind.NONE:
            continue  # the year comes from the plan's day of issue, which has a finding already
        text = deadline.problem or ""
        if deadline.nearest:
            near = ", ".join(f'"{form}"' for form in deadline.nearest)
            text = f"{text} " + _("Nearest readable forms: {near}.").format(near=near)
        yield check.at(task, text, "deadline")


@rule("KH204", waivable=True)
def before_plan(check: Check) -> Iterator[Finding]:
    """A deadline does not end before the plan was issued.

    Bad: ``:deadline: Quý I năm 2023`` in a plan of 26/6/2023. Good: ``:deadline: Quý III năm 2023``.
    """
    for task, deadline in _deadlines(check, Kind.DATE, Kind.PERIOD, Kind.RELATIVE):
        plan = check.plan.plan_of(task)
        issued = plan.day("issued") if plan else None
        # A term from a day that the words name is known like any other.
        due = last_days(check.plan, task, deadline, None)[0] if deadline.counted_from else deadline.due
        if plan and issued and due and due < issued:
            message = _('The deadline "{text}" ends on {due}, before the plan was issued ({issued}).')
            text = message.format(text=deadline.text, due=f"{due:%d/%m/%Y}", issued=f"{issued:%d/%m/%Y}")
            yield check.at(task, text, "deadline")


@rule("KH205", waivable=True)
def event_unnamed(check: Check) -> Iterator[Finding]:
    """A deadline that waits for an event names it, in words or by a link ``trigger``.

    Bad: ``:deadline: chậm nhất 10 ngày``. Good: ``:deadline: chậm nhất 10 ngày kể từ ngày ký``.
    """
    for task, deadline in _deadlines(check, Kind.EVENT, Kind.RELATIVE):
        if not deadline.waits_for and not task.to("trigger"):
            message = _('"{text}" does not say what it waits for. Add a line `trigger` with its ID.')
            yield check.at(task, message.format(text=deadline.text), "deadline")


@rule("KH206", waivable=True)
def no_report_cycle(check: Check) -> Iterator[Finding]:
    """A plan with ongoing or recurring tasks says when to report on them.

    Bad: ``:deadline: Thường xuyên`` in a plan without ``report_period``. Good: ``:report_period: year``.
    """
    endless: dict[str, list[str]] = {}
    for task, _deadline in _deadlines(check, Kind.ONGOING, Kind.RECURRING):
        if plan := check.plan.plan_of(task):
            endless.setdefault(plan.id, []).append(task.id)
    for plan in check.plan.of_type("plan"):
        if plan.id in endless and not terms(check.plan, plan, date.max).home["report_period"]:
            message = _(
                "No report cycle, by which tasks without a last day ({ids}) are measured. Add "
                "`report_period`; where the text has none, add a waiver with the reason."
            )
            ids = ", ".join(endless[plan.id][:3]) + (", …" if len(endless[plan.id]) > 3 else "")
            yield check.at(plan, message.format(ids=ids), "report_period")


@rule("KH207")
def no_plan(check: Check) -> Iterator[Finding]:
    """A task stands in the folder of its plan.

    Bad: a task in ``needs/`` itself. Good: a task in ``needs/kh-172-2023/``.
    """
    folders: dict[str, Need] = {}
    for task in check.plan.of_type("task"):
        if not check.plan.plan_of(task):
            folders.setdefault(task.folder, task)
    for folder, task in folders.items():
        # A plan whose own block is at fault is there all the same.
        if not any(found.path.rpartition("/")[0] == folder for found in check.findings):
            yield check.at(task, _("No plan in this folder. Move the task to the folder of its plan."))


@rule("KH208")
def ends_before_issued(check: Check) -> Iterator[Finding]:
    """A plan does not end before it was issued.

    Bad: ``:ends: 2025-12-31`` in a plan of 5/1/2026. Good: ``:ends: 2026-12-31``.
    """
    for plan in check.plan.of_type("plan"):
        issued, ends = plan.day("issued"), plan.day("ends")
        if issued and ends and ends < issued:
            message = _("The plan ends on {ends}, before it was issued ({issued}). Compare with the text.")
            yield check.at(plan, message.format(ends=f"{ends:%d/%m/%Y}", issued=f"{issued:%d/%m/%Y}"), "ends")
