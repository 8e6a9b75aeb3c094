"""The leader's page: figures against an earlier day, what is late by leader in charge, what is new."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kehoach.language import _
from kehoach.plan import ABOUT, Need
from kehoach.progress import PAST, Progress, State, TaskStatus, late, overdue, tally
from kehoach.progress.drafts import uncounted
from kehoach.progress.headline import Headline, headline
from kehoach.progress.states import DONE
from kehoach.reports.tables.period import Standing
from kehoach.reports.tables.table import Column, Span, Table, Value, answering_cell, linked, listed, of_plan
from kehoach.reports.words import confirmation_words, day, due_words, overdue_words, reason_words, task_words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure now and on an earlier day."""

    label: str
    now: int
    before: int


def against(before: Progress, now: Progress, plan: Need | None = None) -> Table[Figure]:
    """The figures that head a plan beside those of an earlier day."""
    pairs = zip(_figures(headline(now, plan)), _figures(headline(before, plan)), strict=True)
    rows = tuple(Figure(label, count, earlier) for (label, count), (_label, earlier) in pairs)
    columns: tuple[Column[Figure], ...] = (
        Column("figure", _("Figures"), lambda row: row.label, 44),
        Column("now", _("Now"), lambda row: row.now, 12, centred=True),
        Column("before", day(before.as_of), lambda row: row.before, 16, centred=True),
        Column("change", _("Change"), _change, 12, centred=True),
    )
    return Table("figures", _("Figures"), columns, rows)


def _change(row: Figure) -> Value:
    return f"{row.now - row.before:+}" if row.now != row.before else 0


def _figures(found: Headline) -> Iterator[tuple[str, int]]:
    past, silent = overdue(found.counts)
    yield _("Done, out of {count}").format(count=found.counted), found.done
    yield _("Done late"), found.counts[State.DONE_LATE]
    yield _("Overdue, not done"), past
    yield _("of these not reported"), silent
    yield _("Due within 30 days"), found.later
    yield _("Waiting for confirmation"), found.counts[State.AWAITING]


def late_by_leader(progress: Progress, plan: Need | None = None) -> Table[TaskStatus]:
    """What is late, leader by leader, the latest first, with its day and the reason that was given."""
    found = late(progress, plan)
    worst = Counter(status.task["leader"] for status in found)
    rows = tuple(
        sorted(found, key=lambda s: (not s.task["leader"], -worst[s.task["leader"]], s.task["leader"]))
    )

    nobody = _("No leader named") if any(worst) else ""

    def reason(status: TaskStatus) -> str:
        silent = "" if progress.last_update(status.task) else _("nothing reported")
        return "; ".join(filter(None, (silent, reason_words(progress, status)))) or _("none given")

    columns: tuple[Column[TaskStatus], ...] = (
        *of_plan(progress, plan, lambda s: s.task),
        Column("leader", _("Leader in charge"), lambda s: s.task["leader"] or nobody, 15),
        Column("task", _("Task"), lambda s: (linked(s.task, task_words(s.task)),), 34),
        Column("agency", _("Agency"), answering_cell, 20),
        Column("due_words", _("Due"), lambda s: due_words(progress, s.task), 13),
        Column("days_late", _("Days past"), lambda s: s.days_late, 9, centred=True),
        Column("reason", _("Reason given, proposal"), reason, 20),
    )
    caption = overdue_words(Counter(s.state for s in rows))
    table = Table("late-brief", caption, columns, rows, lambda s: s.task.id)
    return table.without_empty(c.key for c in columns if c.key != "leader")


_OPEN = (State.OPEN_IN_TIME, State.AWAITING)
_REST = tuple(state for state in State if state not in (*DONE, *_OPEN, *PAST))


def _of(row: Standing, states: tuple[State, ...]) -> int:
    """How many tasks stand in one of these states."""
    return sum(row.counts[state] for state in states)


def in_short(progress: Progress, plan: Need | None = None) -> Table[Standing]:
    """Each agency in six columns, who is furthest behind first; what has no last day is in the last."""
    return _in_short(progress, _("Agencies"), tally(progress, plan).rows)


def outside_in_short(progress: Progress, plan: Need | None = None) -> Table[Standing]:
    """The same of the bodies outside the count of the People's Committee."""
    caption = _("Bodies outside the count of the People's Committee")
    return _in_short(progress, caption, tally(progress, plan).outside)


def _in_short(progress: Progress, caption: str, found: Mapping[str, Counter[State]]) -> Table[Standing]:
    named = progress.plan.needs
    every = (
        Standing(Span(named[key].title, key, page=True), counts, Counter()) for key, counts in found.items()
    )
    rows = tuple(sorted(every, key=lambda row: (-_of(row, PAST), -row.counts.total())))

    def count(key: str, label: str, states: tuple[State, ...]) -> Column[Standing]:
        return Column(key, label, lambda row: _of(row, states), 11, centred=True)

    columns: tuple[Column[Standing], ...] = (
        Column("name", _("Agency"), lambda row: (row.name,), 40),
        Column("leads", _("Leads"), lambda row: row.counts.total(), 10, centred=True),
        count("done", _("Done"), DONE),
        count("open", _("Under way"), _OPEN),
        count("past", _("Overdue"), PAST),
        count("rest", _("Others"), _REST),
    )
    return Table("in-short", caption, columns, rows)


@dataclass(frozen=True, slots=True)
class News:
    """A document that has come in: evidence, report, directive or amendment, of a day."""

    need: Need
    dated: date
    tasks: tuple[Need, ...]


def news(before: Progress, now: Progress, plan: Need | None = None) -> Table[News]:
    """The documents dated after an earlier day and by now, each with the tasks that it is about."""
    rows = tuple(sorted(_news(before.as_of, now, plan), key=lambda row: (row.dated, row.need.id)))
    types = now.plan.model.types

    def what(row: News) -> Value:
        words = confirmation_words(now.plan, row.need) if row.need.type == "evidence" else ""
        number = " ".join(filter(None, (row.need["number"], row.need.title)))
        return (linked(row.need, number), *([Span(f" ({words})")] if words else []))

    columns: tuple[Column[News], ...] = (
        *of_plan(now, plan, lambda row: row.need),
        Column("day", _("Day"), lambda row: row.dated, 12),
        Column("kind", _("Kind"), lambda row: types[row.need.type].title, 18),
        Column("document", _("Document"), what, 40),
        Column("tasks", _("Task"), lambda row: listed(linked(t, task_words(t)) for t in row.tasks), 34),
    )
    return Table("news", _("New documents"), columns, rows, lambda row: row.need.id)


def _news(since: date, now: Progress, plan: Need | None) -> Iterator[News]:
    read = now.plan
    for kind in ("evidence", "update", "directive", "amendment"):
        for need in read.of_type(kind):
            dated = need.day("date")
            if not dated or not since < dated <= now.as_of:
                continue
            about = read.tasks_proved(need) if kind == "evidence" else read.targets(need, ABOUT[kind])
            tasks = tuple(task for task in about if task.type == "task")
            if (
                any(read.plan_of(task) is plan for task in tasks)
                if plan
                else not uncounted(read, need, now.as_of)
            ):
                yield News(need, dated, tasks)
