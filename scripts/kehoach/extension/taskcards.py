"""What stands on top of the card of a task: how it stands and by what proof, and what is clear of it.

"Sáu rõ" are what the Prime Minister asks of each task: who, what, by when, whose responsibility, what result,
whose authority.
"""

from collections.abc import Iterable, Iterator

from kehoach.deadline import weekday
from kehoach.extension.blocks import Block, Box, Folded, Inline, Paragraph, Rows
from kehoach.extension.page import Page, published_file
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import PAST, State, TaskStatus, obstacles
from kehoach.progress.closing import carried_from
from kehoach.progress.owners import Owner
from kehoach.progress.proofs import confirmed, pending
from kehoach.reports.tables import BREAK, Span, Words, linked, listed, state_cell
from kehoach.reports.words import (
    day,
    deadline_words,
    due_words,
    missing_words,
    obstacle_words,
    plan_name,
    reminded_words,
    review_words,
    value_label,
)


def above(page: Page, task: Need) -> tuple[Block, ...]:
    """The state with its proof, why it is late, and the six that have to be clear."""
    status = page.progress.of(task)
    found: list[Block] = [Paragraph(tuple(_state(page, status)), "card-state")]
    if why := tuple(_why(page, status)):
        found.append(Paragraph(why, "card-why"))
    return (*found, Box((Rows(tuple(_six(page, status))),), "six"))


def below(page: Page, task: Need) -> tuple[Block, ...]:
    """What only those who keep the data look for."""
    if page.progress.public:
        return ()
    return (Folded(_("Review"), (Paragraph(review_words(page.plan, task)),)),)


def others(page: Page, status: TaskStatus) -> Iterator[tuple[str, Inline]]:
    """What else is to be said of how it stands."""
    if status.missing:
        yield _("Not reported"), missing_words(status)
    if reminded := reminded_words(page.progress, status):
        yield _("Reminded before"), reminded
    if status.ending and (missing := missing_words(status.ending.before)):
        yield _("Not reported when the plan ended"), missing
    yield from _carried(page, status)
    if found := () if page.progress.public else obstacles.of_task(page.progress, status.task):
        spans = ((linked(one.need), Span(f": {obstacle_words(one)}")) for one in found)
        yield page.plan.model.types["obstacle"].title, _between_lines([*pair] for pair in spans)
    if status.merged:
        yield _("Taken in by a later report"), ", ".join(period.name for period in status.merged)


def _carried(page: Page, status: TaskStatus) -> Iterator[tuple[str, Inline]]:
    """By which tasks of later plans it goes on, with what proves these; and what it goes on with itself."""
    progress = page.progress
    by = status.ending.carried_by if status.ending else ()
    if by:
        yield _("Carried on by"), _between_lines([*_carrying(page, progress.of(task))] for task in by)
    if before := carried_from(page.plan, status.task):
        yield _("Carries on"), _between_lines([*_with_state(page, progress.of(task))] for task in before)


def _carrying(page: Page, status: TaskStatus) -> Iterator[Span]:
    yield from _with_state(page, status)
    for evidence in _papers(page, status):
        yield from (Span(" · "), linked(evidence, evidence["number"] or evidence.title))


def _with_state(page: Page, status: TaskStatus) -> Iterator[Span]:
    home = page.plan.plan_of(status.task)
    yield linked(status.task)
    yield Span(f" ({plan_name(home)}): " if home else ": ")
    yield from state_cell(status)


def _between_lines(entries: Iterable[list[Span]]) -> Words:
    return tuple(span for entry in entries for span in (BREAK, *entry))[1:]


def _state(page: Page, status: TaskStatus) -> Iterator[Span]:
    yield from state_cell(status)
    if status.done:
        yield Span(f" · {day(status.done)}")
    wanted = pending if status.state is State.AWAITING else confirmed
    for evidence in _papers(page, status):
        if wanted(evidence) and (status.done or status.state is State.AWAITING):
            yield Span(" · ")
            yield linked(evidence, evidence["number"] or evidence.title)
            if address := published_file(evidence):
                yield from (Span(" ("), Span(_("file"), page.beside(address)), Span(")"))
    yield Span(f" · {_('up to the end of {day}').format(day=day(page.progress.as_of))}")


def _papers(page: Page, status: TaskStatus) -> Iterable[Need]:
    """The evidence of its deliverables, each once."""
    known = page.progress.known
    return {e.id: e for d in status.obligation.deliverables for e in known(d, "proves")}.values()


def _why(page: Page, status: TaskStatus) -> Iterator[Span]:
    """Of what is late or not reported, what its agency said of it last."""
    told = page.progress.last_update(status.task)
    said = [told[key] for key in ("shortcomings", "difficulties", "proposal") if told[key]] if told else []
    if told and said and (status.state in PAST or status.missing):
        yield linked(told, _("The agency, {day}").format(day=day(told.day("date") or page.progress.as_of)))
        yield Span(f": {'. '.join(words.rstrip('.') for words in said)}")


def _six(page: Page, status: TaskStatus) -> Iterator[tuple[str, Inline]]:
    task, bound = status.task, status.obligation
    labels = page.plan.model.types["task"].labels
    partners = [linked(agency) for agency in bound.partners]
    unclear = (Span(_("not stated")),)
    yield (
        _("Clear who"),
        _lines(
            (_("Leads"), [span for owner in status.owners for span in _owner(owner)]),
            (value_label(task["ownership"]), []),
            (_("Supports"), _between(partners)),
        ),
    )
    what = [(labels[key], [Span(task[key])]) for key in ("form", "target") if task[key]]
    yield _("Clear what"), _lines(*what) or (Span(_("as the official text says")),)
    yield _("Clear by when"), tuple(_when(page, status))
    charge = [(labels[key], [Span(task[key])]) for key in ("in_charge", "leader") if task[key]]
    if not page.progress.public:  # who is in charge is not told, which is not that nobody is
        yield _("Clear responsibility"), _lines(*charge) or unclear
    derived = _("{title} (derived)")
    results = [
        linked(d, derived.format(title=d.title) if d["origin"] == "derived" else "")
        for d in bound.deliverables
    ]
    yield _("Clear result"), listed(results) or unclear
    submitted = [linked(agency) for agency in page.plan.targets(task, "submit_to")]
    yield _("Clear authority"), _lines((labels["submit_to"], _between(submitted))) or unclear


def _owner(owner: Owner) -> Iterator[Span]:
    """The agency that answers now, and in whose place."""
    if owner.effective is owner.named:
        yield linked(owner.named)
    elif owner.effective:
        yield from (
            linked(owner.effective),
            Span(f" ({_('in the place of')} "),
            linked(owner.named),
            Span(")"),
        )
    else:
        yield from (linked(owner.named), Span(" "), Span(_("(ended, its successor is not certain)")))
    yield Span("; ")


def _when(page: Page, status: TaskStatus) -> Iterator[Span]:
    """As written, as in force, as a day."""
    bound, task = status.obligation, status.task
    waivers = page.plan.sources(task.id, "waives")
    if not task["deadline"] and waivers:
        yield Span(_("Not known: "))
        yield from _between(map(linked, waivers))
        return
    yield Span(deadline_words(bound))
    due = due_words(page.progress, task)
    if bound.due or status.coming:
        yield from (Span(" → "), Span(due, strong=True))
    if bound.moved:
        moved = _("moved from {weekday} {day}").format(weekday=weekday(bound.moved), day=day(bound.moved))
        yield Span(f" ({moved})")


def _lines(*entries: tuple[str, list[Span]]) -> Words:
    """Each of several kinds on a line of its own, behind its label; those without an entry left out."""
    found = [(Span(f"{label}: "), *_trimmed(spans)) for label, spans in entries if spans]
    return tuple(span for line in found for span in (BREAK, *line))[1:]


def _trimmed(spans: list[Span]) -> list[Span]:
    return spans[:-1] if spans and spans[-1].text == "; " else spans


def _between(spans: Iterable[Span]) -> list[Span]:
    return [part for span in spans for part in (Span("; "), span)][1:]
