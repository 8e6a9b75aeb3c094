"""What one agency has before it (:mod:`kehoach.progress.agenda`), and what became of its deadlines."""

from collections.abc import Callable

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.agenda import Coming, Urgent, Waiting
from kehoach.progress.effective import Extension
from kehoach.reports.tables.table import Column, Row, Span, Table, Value, linked, listed, of_plan, state_cell
from kehoach.reports.words import due_words, late_words


def to_do_now(progress: Progress, rows: tuple[Urgent, ...]) -> Table[Urgent]:
    """What is overdue, sent back or not reported, a row a duty however many periods are missing."""

    def why(row: Urgent) -> Value:
        periods = ", ".join(period.name for period in row.missing)
        back = _("Sent back: {reason}")
        return listed(
            [
                *(state_cell(row.status, late_words(row.status)) if row.late else ()),
                *([Span(_("Not reported: {periods}").format(periods=periods))] if periods else ()),
                *(linked(e, back.format(reason=e["reason"] or e.title)) for e in row.returned),
            ]
        )

    columns: tuple[Column[Urgent], ...] = (
        *_of(progress, lambda row: row.status),
        Column("due_words", _("Due"), lambda row: due_words(progress, row.status.task), 16),
        Column("why", _("State"), why, 34),
    )
    return Table("agenda", _("To do now"), columns, rows, lambda row: row.status.task.id)


def coming(progress: Progress, rows: tuple[Coming, ...]) -> Table[Coming]:
    """What is due within thirty days, the next first."""

    def left(row: Coming) -> str:
        days = (row.day - progress.as_of).days
        return _("{days} days left").format(days=days) if days else _("today")

    columns: tuple[Column[Coming], ...] = (
        *_of(progress, lambda row: row.status),
        Column("day", _("Due"), lambda row: row.day, 16),
        Column("left", _("Time left"), left, 14),
        Column(
            "what",
            _("To send"),
            lambda row: (
                _("report: {period}").format(period=row.period.name)
                if row.period
                else listed(linked(deliverable) for deliverable in row.status.unproved)
            ),
            20,
        ),
    )
    return Table("agenda", _("Due within 30 days"), columns, rows, lambda row: row.status.task.id)


def waiting(progress: Progress, rows: tuple[Waiting, ...]) -> Table[Waiting]:
    """What was sent and waits, with whom and since when."""
    columns: tuple[Column[Waiting], ...] = (
        *_of(progress, lambda row: row.status),
        Column("since", _("Sent"), lambda row: row.since, 16),
        Column("evidence", _("Document"), lambda row: (linked(row.evidence),), 20),
        Column("confirmer", _("Confirmed by"), lambda row: row.confirmer, 14),
    )
    return Table("agenda", _("Waiting for confirmation"), columns, rows, lambda row: row.status.task.id)


def extensions(
    progress: Progress, granted: tuple[tuple[TaskStatus, Extension], ...]
) -> Table[tuple[TaskStatus, Extension]]:
    """Each change of a deadline, by which document, and whether it came too late."""

    def by(row: tuple[TaskStatus, Extension]) -> Value:
        amendment = row[1].amendment
        words = linked(amendment, amendment["number"] or amendment.title)
        return (
            (words, Span(" "), Span(_("(after the last day had passed)")))
            if row[1].after_the_day
            else (words,)
        )

    columns: tuple[Column[tuple[TaskStatus, Extension]], ...] = (
        *_of(progress, lambda row: row[0]),
        Column("deadline", _("Deadline"), lambda row: row[1].deadline.text, 16),
        Column("number", _("By document"), by, 20),
        Column("date", _("Of"), lambda row: row[1].amendment.day("date"), 14),
    )
    return Table("agenda", _("Extensions granted"), columns, granted, lambda row: row[0].task.id)


def requests(
    progress: Progress, asked: tuple[tuple[TaskStatus, Need], ...]
) -> Table[tuple[TaskStatus, Need]]:
    """What was asked for and nobody has decided yet."""
    columns: tuple[Column[tuple[TaskStatus, Need]], ...] = (
        *_of(progress, lambda row: row[0]),
        Column("deadline", _("Asked for"), lambda row: row[1]["deadline"], 16),
        Column(
            "number", _("By document"), lambda row: (linked(row[1], row[1]["number"] or row[1].title),), 20
        ),
        Column("date", _("Of"), lambda row: row[1].day("date"), 14),
    )
    return Table("agenda", _("Extensions asked for"), columns, asked, lambda row: row[0].task.id)


def _of(progress: Progress, status: Callable[[Row], TaskStatus]) -> tuple[Column[Row], ...]:
    """Of which plan, clause and task a row is."""
    return (
        *of_plan(progress, None, lambda row: status(row).task),
        Column("clause", _("Clause"), lambda row: status(row).task["clause"], 8),
        Column("title", _("Task"), lambda row: (linked(status(row).task),), 40),
    )
