"""What the day asks for: to-dos, what is late, what has changed."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kehoach.language import _, once_a_language
from kehoach.official.reviews import described, suspect
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, changed, late
from kehoach.progress.decisions import Decision, Matter
from kehoach.progress.decisions import decisions as to_decide
from kehoach.progress.standing import named, of_part
from kehoach.progress.todos import Item, Todo
from kehoach.reports.tables.table import (
    BREAK,
    Column,
    Span,
    Surface,
    Table,
    Value,
    answering_cell,
    linked,
    listed,
    of_plan,
    state_cell,
)
from kehoach.reports.words import (
    day,
    deadline_words,
    overdue_words,
    reason_words,
    state_words,
    task_words,
    todo_label,
)

_DATA = Surface.SHEET | Surface.TEXT


def late_list(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """Everything past its last day, the latest first, with what was said of it.

    Where each agency does its own part, only those that have not done it are named.
    """
    return late_table(progress, plan, late(progress, plan))


def late_table(progress: Progress, plan: Need | None, rows: Sequence[TaskStatus]) -> Table[TaskStatus]:
    """Some of these, as that list shows them."""

    def due(status: TaskStatus) -> str:
        bound = status.obligation
        days = [progress.plan.deadline_of(status.task).due, bound.due] if bound.extensions else [bound.due]
        return " → ".join(day(due) for due in days if due)

    columns: tuple[Column[TaskStatus], ...] = (
        Column("id", _("ID"), lambda s: s.task.id, 18, on=_DATA),
        *of_plan(progress, plan, lambda s: s.task),
        Column("task", _("Task"), lambda s: (linked(s.task, task_words(s.task)),), 28),
        Column("agency", _("Agency"), answering_cell, 18),
        Column("in_charge", _("In charge"), lambda s: s.task["in_charge"], 11, on=~Surface.PAPER),
        Column("leader", _("Leader in charge"), lambda s: s.task["leader"], 11, on=~Surface.PAPER),
        Column("leaders", _("In charge"), _leaders, 24, on=Surface.PAPER),
        Column("deadline", _("Deadline"), lambda s: deadline_words(s.obligation), 18),
        Column("due", _("Due"), due, 12, on=_DATA),
        Column("extensions", _("Extensions"), lambda s: len(s.obligation.extensions), 9, on=_DATA),
        Column("state", _("State"), lambda s: state_cell(s, _with_share(s)), 13),
        Column("days_late", _("Days past"), lambda s: s.days_late, 9, on=_DATA),
        Column("reason", _("Reason given, proposal"), lambda s: reason_words(progress, s), 14),
    )
    caption = overdue_words(Counter(s.state for s in rows))
    found = Table("late", caption, columns, tuple(rows), lambda s: s.task.id)
    # Few plans name positions; what none does needs no room.
    return found.without_empty(c.key for c in columns if c.key not in ("in_charge", "leader", "leaders"))


def _leaders(status: TaskStatus) -> Value:
    """Who is in charge in the agency, and of those who issued the plan: paper has one column for both."""
    above = _("of the superior level: {position}").format(position=status.task["leader"])
    return listed(
        [
            *([Span(status.task["in_charge"])] if status.task["in_charge"] else []),
            *([Span(above)] if status.task["leader"] else []),
        ]
    )


def _with_share(status: TaskStatus) -> str:
    """The state in words; where each agency does its own part, theirs, and how many have done it."""
    if status.task["ownership"] != "each":
        return state_words(status)
    # Beside the agencies that are named stands how they stand: who is silent is not said to be late.
    own_words = dict.fromkeys(state_words(of_part(status, part)) for part in named(status))
    done = sum(1 for part in status.parts if part.done)
    share = _("{done} of {all} agencies have done their part").format(done=done, all=len(status.parts))
    return f"{'; '.join(own_words) or state_words(status)} ({share})"


def changes(
    before: Progress, now: Progress, plan: Need | None = None
) -> Table[tuple[TaskStatus, TaskStatus]]:
    """The tasks whose state differs between two days, with both."""
    columns: tuple[Column[tuple[TaskStatus, TaskStatus]], ...] = (
        *of_plan(now, plan, lambda pair: pair[1].task),
        Column("task", _("Task"), lambda pair: (linked(pair[1].task, task_words(pair[1].task)),), 50),
        Column("before", _("Before"), lambda pair: state_words(pair[0]), 25),
        Column("now", _("Now"), lambda pair: state_words(pair[1]), 25),
    )
    caption = _("Changed since {day}").format(day=day(before.as_of))
    return Table("changes", caption, columns, tuple(changed(before, now, plan)), lambda pair: pair[1].task.id)


def todo_list(progress: Progress, items: Iterable[Item], plan: Need | None = None) -> Table[Item]:
    """To-dos, each with its next step."""

    def agencies(item: Item) -> Value:
        return listed(linked(agency) for agency in item.agencies)

    def directive(item: Item) -> Value:
        found = [d for d in progress.known(item.need, "on") if d.type == "directive"]
        last = max(found, key=lambda d: d["date"], default=None)
        return (linked(last, day(last.day("date") or progress.as_of)),) if last else ""

    columns: tuple[Column[Item], ...] = (
        Column("todo", _("To do"), lambda i: todo_label(i.todo), 20, on=Surface.TEXT),
        *of_plan(progress, plan, lambda i: i.need),
        Column("id", _("ID"), lambda i: i.need.id, 18, on=Surface.TEXT),
        Column("where", _("Where"), lambda i: (linked(i.need),), 34, on=Surface.SITE),
        Column("agency", _("Agency"), agencies, 22, on=Surface.SITE),
        Column("day", _("Day"), lambda i: i.day, 10),
        Column(
            "detail",
            _("Detail"),
            lambda i: ": ".join(filter(None, (i.need.title, i.detail))),
            40,
            on=Surface.TEXT,
        ),
        Column("next", _("Next step"), _next_step, 22, on=Surface.SITE),
        Column("directive", _("Last directive"), directive, 12, on=Surface.SITE),
    )
    return Table("todos", _("To do"), columns, tuple(items), lambda item: item.need.id)


def _next_step(item: Item) -> str:
    steps = {
        Todo.OVERDUE: _("Ask for the result, or for an extension by document"),
        Todo.NO_INFORMATION: _("Ask for a report: nobody has said anything yet"),
        Todo.REPORT_MISSING: _("Ask for the report of: {detail}"),
        Todo.DUE_SOON: _("Remind within the week"),
        Todo.DUE_LATER: _("Follow"),
        Todo.UNCONFIRMED: _("Compare with the document and confirm: {detail}"),
        Todo.REQUEST: _("Submit for decision: {detail}"),
        Todo.SUSPECT: _("Read again and note the review; changed: {detail}"),
        Todo.OWNER_ENDED: _("Find out who took over from: {detail}"),
        Todo.NO_TERM: _("Ask the issuer for a term, or do it: the text sets none after {detail}"),
        Todo.TRIGGER_CANCELLED: _("Ask the issuer what holds now: {detail} will not come"),
        Todo.DATED_AHEAD: _("Compare the day with the document: {detail}"),
        Todo.WAIVER_EXPIRED: _("Renew or delete the waiver"),
    }
    return steps[item.todo].format(detail=item.detail)


def decisions(progress: Progress, plan: Need | None = None) -> Table[Decision]:
    """What waits for a decision: of which task, what is proposed and why, and who decides."""

    def proposed(row: Decision) -> str:
        if row.matter is Matter.OWNER:
            return _("Name who takes over from {agency}, ended {day}").format(
                agency=row.need.title, day=day(row.since) if row.since else "…"
            )
        if row.matter is Matter.REQUEST:
            return row.need["deadline"] and _("Until {deadline}").format(deadline=row.need["deadline"])
        return row.need["needed" if row.matter is Matter.OBSTACLE else "proposal"]

    def because(row: Decision) -> Value:
        words = row.need["difficulties"] if row.matter is Matter.PROPOSAL else ""
        return (Span(words), BREAK, linked(row.need)) if words else (linked(row.need),)

    def decides(row: Decision) -> str:
        if named := progress.plan.targets(row.need, "needed_of"):
            return "; ".join(agency.title for agency in named)
        home = progress.plan.plan_of(row.task)
        return home["issuer"] if home else ""

    columns: tuple[Column[Decision], ...] = (
        *of_plan(progress, plan, lambda row: row.task),
        Column("matter", _("To decide"), lambda row: _matter_labels()[row.matter], 16),
        Column("task", _("Task"), lambda row: (linked(row.task, task_words(row.task)),), 30),
        Column("proposed", _("Proposed"), proposed, 24),
        Column("because", _("Rests on"), because, 24),
        Column("decides", _("Who decides"), decides, 16),
    )
    rows = tuple(to_decide(progress, plan))
    return Table("decisions", _("For the leaders to decide"), columns, rows, lambda row: row.task.id)


@once_a_language
def _matter_labels() -> dict[Matter, str]:
    return {
        Matter.REQUEST: _("An extension is asked for"),
        Matter.OWNER: _("Nobody is certain to answer for it"),
        Matter.OBSTACLE: _("An obstacle has to be resolved"),
        Matter.PROPOSAL: _("A difficulty is reported, with a proposal"),
    }


def suspects(progress: Progress, tasks: Iterable[TaskStatus]) -> Table[tuple[Need, str]]:
    """Tasks whose grounds have changed since somebody held them against these, with what has changed."""
    running = (status.task for status in tasks if not status.ending)
    found = ((task, suspect(progress.plan, task)) for task in running)
    rows = tuple((task, described(grounds)) for task, grounds in found if grounds)
    columns: tuple[Column[tuple[Need, str]], ...] = (
        Column("task", _("Task"), lambda row: (linked(row[0]),), 60),
        Column("changed", _("What changed"), lambda row: row[1], 40),
    )
    caption = f"{todo_label(Todo.SUSPECT)} ({len(rows)})"
    return Table("suspects", caption, columns, rows, lambda row: row[0].id)
