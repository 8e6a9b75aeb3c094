"""The reminder letter ("công văn đôn đốc") as an unsigned draft, for each agency that has to be reminded."""

from collections.abc import Iterator
from datetime import timedelta

from kehoach.documents.layout import Block, Document, Heading, Paragraph, Run, text
from kehoach.documents.phrases import SIGNATURE, called, draft_footer, draft_letterhead, facts, recipients
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.workdays import next_working_day, works
from kehoach.reports.reminders import USUAL, Reminder, facts_of, reminders
from kehoach.reports.words import day, number_of

#: Answers are asked for within half the time that is looked ahead.
_REPLY = timedelta(days=7)


def letters(progress: Progress, plan: Need) -> Iterator[Document]:
    """A letter to each agency that is late, has not reported, or has something due within two weeks."""
    for reminder in reminders(progress, USUAL, plan):
        yield _letter(progress, plan, reminder, [status for _asked, status in reminder.tasks])


def _letter(progress: Progress, plan: Need, reminder: Reminder, tasks: list[TaskStatus]) -> Document:
    about = _("Re: carrying out {plan}").format(plan=f"{plan['doc_type']} {number_of(plan)}".strip())
    return Document(
        name=f"don-doc-{reminder.agency.id}-{plan.id}",
        title=_("Reminder to {agency} (draft)").format(agency=reminder.agency.title),
        kind="",
        subject=(),
        remarks=(_("DRAFT"),),
        blocks=tuple(_blocks(progress, plan, tasks)),
        footer=draft_footer(progress.as_of, plan),
        as_of=progress.as_of,
        letterhead=draft_letterhead(plan, progress.as_of, "……", about),
        addressees=(reminder.agency.title,),
        signature=SIGNATURE,
        recipients=recipients(_("As above")),
    )


def _blocks(progress: Progress, plan: Need, tasks: list[TaskStatus]) -> Iterator[Block]:
    opening = _("To carry out {plan}, going by the figures up to the end of {day}, the following is noted:")
    yield Paragraph(text(opening.format(plan=called(plan), day=day(progress.as_of))))
    for number, status in enumerate(tasks, 1):
        yield Heading(1, f"{number}. {status.task.title}", status.task.id)
        for fact in facts(facts_of(progress, status)):
            yield Paragraph((Run("- "), *fact), need=status.task.id)
        yield Paragraph((Run(_("Official text"), bold=True), Run(":")), need=status.task.id)
        for line in status.task.body.splitlines():
            if line.strip():
                yield Paragraph(text(line.strip(), italic=True), need=status.task.id)
    reply = next_working_day(progress.as_of + _REPLY, works(progress.plan))
    wanted = _(
        "Please answer by {day}: if it is done, send the document that proves it, with its number and day; "
        "if not, say what stands in the way and when it will be done./."
    )
    yield Paragraph(text(wanted.format(day=day(reply))), keep=True)
