"""A period of reports: what happened in it and how all stood at its end, what changed, what comes next."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.progress import PAST, SETTLED, State, TaskStatus
from kehoach.progress.interval import Interval, What
from kehoach.progress.owners import outside
from kehoach.progress.periods import Period
from kehoach.progress.states import DONE, LEFT
from kehoach.progress.tally import RUNNING
from kehoach.reports.tables.lists import late_table
from kehoach.reports.tables.registers import amended_words
from kehoach.reports.tables.table import (
    Column,
    Span,
    Table,
    Value,
    answering_cell,
    linked,
    listed,
    state_cell,
)
from kehoach.reports.tables.tasks import proof_words
from kehoach.reports.words import binding_words, day, period_words, state_label, task_words, value_label

#: What is not known, since the plan did not exist.
_NONE = "—"


@dataclass(frozen=True)
class Standing:
    """How many tasks of an agency, a part or a plan stand where, and what happened to them in a period.

    ``need`` is the agency or plan, and ``indicators`` are those of a plan by the same cells.
    """

    name: Span
    counts: Counter[State]
    happened: Counter[What]
    need: Need | None = None
    indicators: Counter[State] = field(default_factory=Counter)


def counting(*, public: bool = False, closed: bool = True) -> tuple[Column[Any], ...]:
    """The figures of a :class:`Standing`: in the period, and all at its end.

    Done, running, overdue and what a closing left undone, which only a ``closed`` plan has, add up to what is
    counted; the rest (standing duties, what waits for an event, was suspended, …) is apart. What waits for
    confirmation runs, and silence is no better than lateness.
    """
    inside, stands = (_("In the period"),), (_("At its end"),)
    happened = [(What.DUE, _("Came due"))]
    if public:
        happened += [(What.DONE, state_label(State.DONE))]
    else:
        happened += [
            (What.ON_TIME, _("Done on time")),
            (What.LATE, _("Done late")),
            (What.OVERDUE, _("Newly overdue")),
        ]
    added = (*DONE, *RUNNING, *PAST, *LEFT)
    sums: list[tuple[str, str, tuple[State, ...]]] = [("counted", _("Total"), added)]
    if public:
        sums += [("done", state_label(State.DONE), DONE), ("running", state_label(State.OPEN), RUNNING)]
    else:
        sums += [
            ("done-on-time", _("Done on time"), (State.DONE_ON_TIME,)),
            ("done-late", _("Done late"), (State.DONE_LATE,)),
            ("running", _("Open, in time"), RUNNING),
            ("overdue", _("Overdue, not done"), PAST),
            ("silent", _("of these not reported"), (State.NO_INFORMATION,)),
        ]
    if closed:
        sums.append(("left", _("Carried over, not done when the plan ended"), LEFT))
    apart = tuple(state for state in State if state not in added)
    return (
        *(_count(what.value, label, inside, (what,), "happened") for what, label in happened),
        *(_count(key, label, stands, states, "counts") for key, label, states in sums),
        _count("apart", _("Others, apart"), stands, apart, "counts"),
    )


def _count(key: str, label: str, group: tuple[str, ...], kinds: Iterable[Any], of: str) -> Column[Standing]:
    def value(row: Standing) -> int:
        counts = getattr(row, of)
        return sum(counts[kind] for kind in kinds)

    return Column(key, label, value, 9, centred=True, group=group)


def period_by_agency(found: Interval) -> Table[Standing]:
    """Each agency in a period; bodies outside the count last, and not in the total."""
    rows = standing_agencies(found.now.plan, found.agencies_stood, found.of_agencies)
    return _standing("period-agencies", _("By agency"), _("Agency"), found, rows)


def standing_agencies(
    plan: Plan, stood: Mapping[str, Counter[State]], happened: Mapping[str, Counter[What]]
) -> list[Standing]:
    """Each agency by its ID, with what happened to its tasks in a period; bodies outside the count last."""
    marked = _("{agency} (outside the People's Committee, not in the total)")
    agencies = sorted((plan.needs[key] for key in dict.fromkeys((*stood, *happened))), key=outside)
    return [
        Standing(
            Span((marked if outside(a) else "{agency}").format(agency=a.title), a.id, page=True),
            stood.get(a.id, Counter()),
            happened.get(a.id, Counter()),
            a,
        )
        for a in agencies
    ]


def by_part(found: Interval) -> Table[Standing]:
    """The parts of the plan's text in a period, each task once."""
    parts: dict[str, tuple[Counter[State], Counter[What]]] = {}
    for held in found.of_tasks:
        if held.counted:
            counts, happened = parts.setdefault(_part(found, held.task), (Counter(), Counter()))
            counts[held.state] += 1
            happened.update(h.what for h in found.of_task(held.task))
    rows = [Standing(Span(name), *counts) for name, counts in parts.items()]
    return _standing("period-parts", _("By part of the plan"), _("Part"), found, rows)


def _part(found: Interval, task: Need) -> str:
    """The part of the text that a task stands in: by the heading above all, or by its clause."""
    headings = [heading.text for heading in found.now.plan.headings_above(task)]
    return headings[-1] if headings else task.chapter


def _standing(key: str, caption: str, first: str, found: Interval, rows: list[Standing]) -> Table[Standing]:
    rows.append(total_standing(found))
    name: Column[Standing] = Column("name", first, lambda row: (row.name,), 30)
    columns = (name, *counting(public=found.now.public, closed=_ended(found)))
    return Table(key, caption, columns, tuple(rows), total=True)


def _ended(found: Interval) -> bool:
    """Whether the plan was closed at the end of a period."""
    return found.now.closing(found.home) is not None


def total_standing(found: Interval) -> Standing:
    """A plan in a period, each task counted once."""
    name = Span(_("Total, each task counted once"))
    return Standing(name, found.stood, found.total)


Compared = tuple[Column[Standing], Mapping[str, Standing | None]]


def compared(found: Interval, others: Iterable[tuple[str, Interval | None]]) -> Table[Compared]:
    """The figures of a period beside those of others, each under its name; "—" where no plan existed yet."""
    named = list(others)
    standing: dict[str, Standing | None] = {"": total_standing(found)}
    standing |= {name: total_standing(other) if other else None for name, other in named}
    closed = any(_ended(one) for one in (found, *(other for _name, other in named)) if one)
    rows = tuple((c, standing) for c in counting(public=found.now.public, closed=closed))

    def figure(name: str) -> Callable[[Compared], Value]:
        def value(row: Compared) -> Value:
            column, of = row
            one = of[name]
            return column.value(one) if one else _NONE

        return value

    def change(name: str) -> Callable[[Compared], Value]:
        def value(row: Compared) -> Value:
            column, of = row
            one, now = of[name], of[""]
            if not one or not now:
                return _NONE
            here, there = column.value(now), column.value(one)
            assert isinstance(here, int) and isinstance(there, int)  # noqa: S101, PT018 - as counted
            return f"{here - there:+}" if here != there else 0

        return value

    columns: list[Column[Compared]] = [
        Column("figure", _("Figures"), lambda row: row[0].name, 34),
        Column("now", found.name, figure(""), 12, centred=True),
    ]
    for name, _other in named:
        columns += [
            Column(f"at-{name}", _("Figure"), figure(name), 10, centred=True, group=(name,)),
            Column(f"change-{name}", _("Change"), change(name), 10, centred=True, group=(name,)),
        ]
    return Table("period-figures", _("Figures compared"), tuple(columns), rows)


def done_in(found: Interval) -> Table[TaskStatus]:
    """What was done in a period, and by which documents."""
    columns: tuple[Column[TaskStatus], ...] = (
        *_of_task(lambda s: s),
        Column("state", _("State"), state_cell, 16),
        Column("done", _("Day done"), lambda s: s.done, 12),
        Column("documents", _("Documents that prove it"), lambda s: proof_words(found.now, s), 26),
    )
    rows = found.tasks(What.ON_TIME, What.LATE, What.DONE)
    return Table("period-done", _("Done in the period"), columns, rows, lambda s: s.task.id)


def overdue_in(found: Interval) -> tuple[Table[TaskStatus], Table[TaskStatus]]:
    """What is overdue at the end of a period, with what was said of it: new in it, and since before it."""
    table = late_table(found.now, found.home, found.late)
    new = {status.task.id for status in found.tasks(What.OVERDUE)}

    def part(caption: str, *, is_new: bool) -> Table[TaskStatus]:
        rows = tuple(status for status in table.rows if (status.task.id in new) is is_new)
        return replace(table, key="period-overdue", caption=caption, rows=rows)

    return part(_("Newly overdue in the period, and still so at its end"), is_new=True), part(
        _("Overdue since before the period"), is_new=False
    )


Next = tuple[date, TaskStatus, Period | None]


def due_next(found: Interval) -> Table[Next]:
    """What is due from the end of a period to that of the next: tasks that are not done, and reports."""
    rows = sorted(_due_next(found), key=lambda row: row[0])
    columns: tuple[Column[Next], ...] = (
        Column("day", _("Due"), lambda row: row[0], 12),
        *_of_task(lambda row: row[1]),
        Column("what", _("What is due"), _due_words, 30),
    )
    caption = _("Due from {first} to {last}").format(first=day(found.next.first), last=day(found.next.last))
    return Table("period-next", caption, columns, tuple(rows), lambda row: row[1].task.id)


def _due_next(found: Interval) -> Iterator[Next]:
    ahead = found.next
    for status in found.now.tasks_of(found.home):
        due = status.obligation.due
        if due and ahead.first <= due <= ahead.last and status.state not in SETTLED:
            yield due, status, None
        for period in status.coming:
            if ahead.first <= period.send_by <= ahead.last:
                yield period.send_by, status, period


def _due_words(row: Next) -> str:
    _day, status, period = row
    if period:
        return _("report: {period}").format(period=period_words(period))
    return binding_words(status.obligation)


Change = tuple[date, Need]


def changed_in(found: Interval) -> Table[Change]:
    """What changed in the plan in a period: amendments, directives, days off, agencies, by what document."""
    read = found.now.plan
    types = read.model.types
    rows = sorted(_changes(found), key=lambda row: (row[0], row[1].path, row[1].line))

    def document(row: Change) -> Value:
        need = row[1]
        issued = need.day("date")
        of = _("of {day}").format(day=day(issued)) if need.type != "workday" and issued else ""
        return " ".join(filter(None, (need["number"], of, need["issuer"]))) or need["source"]

    def about(row: Change) -> Value:
        targets = (*read.targets(row[1], "amends"), *read.targets(row[1], "on"))
        return listed(linked(t, task_words(t) if t.type == "task" else "") for t in targets)

    columns: tuple[Column[Change], ...] = (
        Column("day", _("From"), lambda row: row[0], 12),
        Column("type", _("Kind"), lambda row: types[row[1].type].title, 16),
        Column("title", _("Content"), lambda row: (linked(row[1]),), 26),
        Column("document", _("By document"), document, 26),
        Column("about", _("Task"), about, 26),
        Column("changes", _("Changes"), lambda row: _changed_words(found, row[1]), 20),
    )
    table = Table("period-changes", _("Changes in the period"), columns, tuple(rows), lambda row: row[1].id)
    return table.without_empty(("day", "title"))


def _changes(found: Interval) -> Iterator[Change]:
    """What came into force in the period, or became known in it where that is later."""
    read, home, days = found.now.plan, found.home, found.days
    mine = {home.id, *(held.task.id for held in found.of_tasks)}
    for need in (*read.of_type("amendment"), *read.of_type("directive")):
        known, about = need.day("date"), {*need.to("amends"), *need.to("on")}
        since = max(known, need.day("effective") or known) if known else None
        if since and days.first <= since <= days.last and not mine.isdisjoint(about):
            yield since, need
    for notice in read.of_type("workday"):
        if (
            (since := notice.day("date"))
            and since <= days.last
            and days.first <= (notice.day("until") or since)
        ):
            yield since, notice
    for agency in read.of_type("agency"):
        until = agency.day("until")
        if until and days.first <= until <= days.last and _is_named(found, agency):
            yield until, agency


def _is_named(found: Interval, agency: Need) -> bool:
    """Whether a task of the plan names an agency, or a group that it is of, as a leading one or a partner."""
    names = {agency.id, *(group.id for group in found.now.plan.sources(agency.id, "members"))}
    bound = (found.now.of(held.task).obligation for held in found.of_tasks)
    return any(one.id in names for each in bound for one in (*each.owners, *each.partners))


def _changed_words(found: Interval, need: Need) -> str:
    if need.type == "amendment":
        return amended_words(found.now.plan, need)
    if need.type == "workday":
        until = need.day("until")
        upto = _("until {day}").format(day=day(until)) if until else ""
        return " ".join(filter(None, (value_label(need["kind"]), upto)))
    if need.type == "agency":
        heirs = ", ".join(a.title for a in found.now.plan.targets(need, "successors"))
        return _("This agency has ended. In its place: ") + (heirs or _("not known"))
    return ""


def _of_task(status: Callable[[Any], TaskStatus]) -> tuple[Column[Any], ...]:
    def task(row: Any) -> Value:
        found = status(row).task
        return (linked(found, task_words(found)),)

    return (
        Column("task", _("Task"), task, 34),
        Column("agency", _("Agency"), lambda row: answering_cell(status(row)), 24),
    )
