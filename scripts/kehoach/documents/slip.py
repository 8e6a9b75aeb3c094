"""An agency's slip: what it leads and supports in a plan. No official letter, so no national title."""

from collections.abc import Iterator

from kehoach.documents.layout import Block, Document, Heading, Paragraph, Row, Table, text
from kehoach.documents.phrases import called, deadline, deliverables, figures, footer, task_words
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, own
from kehoach.reports.words import answering, state_words


def slips(progress: Progress, plan: Need) -> Iterator[Document]:
    """A slip for each agency that leads or supports a task of the plan, in the order of the registry."""
    led: dict[str, list[TaskStatus]] = {}
    supported: dict[str, list[TaskStatus]] = {}
    for status in progress.tasks_of(plan):
        for part in status.parts:
            led.setdefault(part.agency.id, []).append(own(status, part.agency))
        for partner in status.obligation.partners:
            supported.setdefault(partner.id, []).append(status)
    for agency in progress.plan.of_type("agency"):
        if agency.id in led or agency.id in supported:
            yield _slip(progress, plan, agency, led.get(agency.id, []), supported.get(agency.id, []))


def _slip(
    progress: Progress,
    plan: Need,
    agency: Need,
    led: list[TaskStatus],
    supported: list[TaskStatus],
) -> Document:
    blocks: list[Block] = [Heading(1, _("Leads ({count})").format(count=len(led)))]
    blocks += [_led(led)] if led else [Paragraph(text(_("None.")))]
    blocks.append(Heading(1, _("Supports ({count})").format(count=len(supported))))
    blocks += [_supported(supported)] if supported else [Paragraph(text(_("None.")))]
    return Document(
        name=f"phieu-{agency.id}-{plan.id}",
        title=_("Tasks of {agency}").format(agency=agency.title),
        kind=_("TASKS OF AN AGENCY"),
        subject=(agency.title,),
        remarks=(_("By {plan}").format(plan=called(plan)), f"({figures(progress.as_of)})"),
        blocks=tuple(blocks),
        footer=footer(progress),
        as_of=progress.as_of,
    )


def _led(led: list[TaskStatus]) -> Table:
    head = (_("Item"), _("Task"), _("Deadline"), _("Deliverable"), _("State"), _("Missing"))
    rows = tuple(
        Row(
            (
                text(str(number)),
                text(task_words(status.task)),
                deadline(status),
                text(deliverables(status)),
                text(state_words(status)),
                text(_missing(status)),
            ),
            status.task.id,
        )
        for number, status in enumerate(led, 1)
    )
    return Table(head, (3, 13, 10, 9, 8, 9), rows)


def _missing(status: TaskStatus) -> str:
    """The report periods missing and, unless all is done, the deliverables without confirmed evidence."""
    lacking = [] if status.done else [deliverable.title for deliverable in status.unproved]
    return "; ".join([*(period.name for period in status.missing), *lacking])


def _supported(supported: list[TaskStatus]) -> Table:
    head = (_("Item"), _("Task"), _("Lead agency"), _("Deadline"), _("State"))
    rows = tuple(
        Row(
            (
                text(str(number)),
                text(task_words(status.task)),
                text("; ".join(answering(status))),
                deadline(status),
                text(state_words(status)),
            ),
            status.task.id,
        )
        for number, status in enumerate(supported, 1)
    )
    return Table(head, (3, 16, 12, 11, 10), rows)
