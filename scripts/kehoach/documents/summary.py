"""One page for a leader: the cells by agency, what is late, what changed."""

from collections.abc import Iterator
from datetime import date

from kehoach.documents.layout import Block, Document, Heading, Paragraph, Row, Table, text
from kehoach.documents.phrases import called, cells, figures, footer, task_words
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, changed, late, tally
from kehoach.reports.words import answering, day, deadline_words, state_words

#: Room for a title or a list of agencies in a cell.
_SHORT = 100
#: The agencies that have rows of their own; with more of them there is no room for anything else.
_AGENCIES = 16


def summary(progress: Progress, plan: Need, since: date, rows: int) -> Document:
    """The leader's page, with at most so many rows a list; what is left out is counted."""
    return Document(
        name=f"tong-hop-{plan.id}",
        title=_("One-page summary, {plan}").format(plan=plan["number"] or plan.id),
        kind=_("SUMMARY OF IMPLEMENTATION"),
        subject=(shortened(called(plan), 2 * _SHORT),),
        remarks=(f"({figures(progress.as_of)})",),
        blocks=tuple(_blocks(progress, plan, since, rows)),
        footer=footer(progress),
        as_of=progress.as_of,
        small=True,
    )


def _blocks(progress: Progress, plan: Need, since: date, rows: int) -> Iterator[Block]:
    counted = tally(progress, plan)
    yield Heading(1, _("By agency"))
    yield cells(progress, plan, _AGENCIES)
    yield from _rest(len(counted.rows) + len(counted.outside) - _AGENCIES, _("and {count} more agencies"))
    past = late(progress, plan)
    yield Heading(1, _("Past their last day ({count})").format(count=len(past)))
    if past:
        head = (
            _("Task"),
            _("Agency"),
            _("In charge"),
            _("Deadline"),
            _("State"),
            _("Reason given, proposal"),
        )
        yield Table(head, (28, 18, 11, 19, 13, 14), tuple(_late(progress, s) for s in past[:rows]), ())
        yield from _rest(len(past) - rows, _("and {count} more tasks"))
    else:
        yield Paragraph(text(_("No task is past its last day.")))
    changes = changed(Progress(progress.plan, since), progress, plan)
    yield Heading(1, _("Changed since {day}").format(day=day(since)))
    if changes:
        yield Table(
            (_("Task"), _("Before"), _("Now")), (50, 25, 25), tuple(_change(*c) for c in changes[:rows]), ()
        )
        yield from _rest(len(changes) - rows, _("and {count} more tasks"))
    else:
        yield Paragraph(text(_("No task has changed its state.")))


def _rest(count: int, words: str) -> Iterator[Paragraph]:
    if count > 0:
        yield Paragraph(text(f"… {words.format(count=count)}", italic=True))


def _late(progress: Progress, status: TaskStatus) -> Row:
    last = progress.last_update(status.task)
    reason = "; ".join(filter(None, (last["difficulties"], last["proposal"]))) if last else ""
    words = (
        task_words(status.task),
        "; ".join(answering(status)),
        status.task["in_charge"],
        deadline_words(status.obligation),
        state_words(status),
        reason,
    )
    return Row(tuple(text(shortened(cell, _SHORT)) for cell in words), status.task.id)


def _change(old: TaskStatus, new: TaskStatus) -> Row:
    words = (task_words(new.task), state_words(old), state_words(new))
    return Row(tuple(text(shortened(cell, _SHORT)) for cell in words))
