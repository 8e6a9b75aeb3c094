"""The plans and what they refer to: agencies, legal bases, the official text, what is not clear yet."""

from collections.abc import Iterable, Iterator

from kehoach import rules
from kehoach.language import _
from kehoach.official.reviews import reviewed
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, TaskStatus
from kehoach.reports.tables.table import BREAK, Column, Span, Table, Words, linked, listed, of_plan
from kehoach.reports.words import number_of, plan_name, unknown_words, value_label, value_words


def plans(progress: Progress) -> Table[Need]:
    """Every plan in a row."""
    labels, types = progress.plan.model.types["plan"].labels, progress.plan.model.types
    columns: tuple[Column[Need], ...] = (
        Column("number", labels["number"], lambda p: (linked(p, number_of(p)),), 14),
        Column("title", types["plan"].title, lambda p: (linked(p),), 30),
        Column("issuer", labels["issuer"], lambda p: p["issuer"], 20),
        Column("issued", labels["issued"], lambda p: p.day("issued"), 10),
        Column("tasks", types["task"].title, lambda p: len(progress.tasks_of(p)), 8),
        Column("source_status", labels["source_status"], lambda p: p["source_status"], 18),
    )
    return Table("plans", "", columns, progress.plan.plans, lambda p: p.id)


def agencies(
    progress: Progress, led: dict[str, list[TaskStatus]], supported: dict[str, list[TaskStatus]]
) -> Table[Need]:
    """Every agency, with how many tasks it leads and supports; which ones, its own page tells."""
    model = progress.plan.model
    columns: tuple[Column[Need], ...] = (
        Column("agency", model.types["agency"].title, lambda a: (Span(a.title, a.id, page=True),), 52),
        Column("kind", model.types["agency"].labels["kind"], lambda a: value_label(a["kind"]), 16),
        Column("leads", model.incoming["owner"], lambda a: len(led.get(a.id, ())), 16),
        Column("supports", model.incoming["partners"], lambda a: len(supported.get(a.id, ())), 16),
    )
    rows = progress.plan.of_type("agency")
    return Table("agencies", "", columns, rows, lambda a: a.id)


def ended_agencies(progress: Progress) -> Table[Need]:
    """Which agencies have ended, and what is known of who took over."""
    read, types = progress.plan, progress.plan.model.types
    labels = types["agency"].labels
    columns: tuple[Column[Need], ...] = (
        Column("agency", types["agency"].title, lambda a: (linked(a),), 20),
        Column("until", labels["until"], lambda a: a.day("until"), 10),
        Column(
            "successors",
            labels["successors"],
            lambda a: listed(map(linked, read.targets(a, "successors"))),
            18,
        ),
        Column("certainty", labels["certainty"], lambda a: value_words(a, "certainty"), 10),
        Column("scope", labels["scope"], lambda a: a["scope"], 20),
        Column("source", labels["source"], lambda a: a["source"], 22),
    )
    rows = tuple(agency for agency in read.of_type("agency") if agency["until"])
    return Table("ended", _("Agencies that have ended"), columns, rows, lambda a: a.id)


def bases(progress: Progress) -> Table[Need]:
    """The legal bases, and what rests on each."""
    read, types = progress.plan, progress.plan.model.types
    labels = types["basis"].labels
    columns: tuple[Column[Need], ...] = (
        Column("number", labels["number"], lambda b: b["number"], 14),
        Column("title", types["basis"].title, lambda b: (linked(b),), 28),
        Column("issuer", labels["issuer"], lambda b: b["issuer"], 14),
        Column("issued", labels["issued"], lambda b: b.day("issued"), 12),
        Column(
            "basis_of",
            read.model.incoming["basis"],
            lambda b: across(progress, None, read.sources(b.id, "basis"), None),
            32,
        ),
    )
    return Table("bases", "", columns, read.of_type("basis"), lambda b: b.id)


def across(progress: Progress, plan: Need | None, needs: Iterable[Need], home: Need | None) -> Words:
    """Links to several needs; among several plans each of another plan than ``home`` names its plan."""
    several = plan is None and len(progress.plan.plans) > 1

    def entry(need: Need) -> Words:
        other = progress.plan.plan_of(need)
        named = several and other and other is not home
        return (linked(need), Span(f" ({plan_name(other)})")) if named and other else (linked(need),)

    return tuple(span for need in needs for span in (BREAK, *entry(need)))[1:]


def open_points(progress: Progress, plan: Need | None = None) -> Table[tuple[Need, str, str]]:
    """What has to be cleared up: gaps of the source, waived checks, what is derived or not known."""
    columns: tuple[Column[tuple[Need, str, str]], ...] = (
        *of_plan(progress, plan, lambda row: row[0], drafts=True),
        Column("kind", _("What it is"), lambda row: row[1], 20),
        Column("where", _("Where"), lambda row: (linked(row[0]),), 36),
        Column("what", _("What has to be cleared up"), lambda row: row[2], 56),
    )
    found = (
        *_left_open(progress.plan),
        *_taken_over(progress.plan),
        *_of_texts(progress),
        *_waived(progress),
        *_of_agencies(progress),
        *_derived(progress),
    )
    return Table("open-points", "", columns, found, lambda row: row[0].id)


def _left_open(plan: Plan) -> Iterator[tuple[Need, str, str]]:
    """What the import of the plan has left open, while it is marked as unfinished."""
    if any(home.unfinished for home in plan.plans):
        of_need: dict[str, list[str]] = {}
        for found in rules.left_open(plan, rules.check(plan)):
            of_need.setdefault(found.id, []).append(unknown_words(plan, found))
        for need_id, said in of_need.items():
            yield plan.needs[need_id], _("Left open by the import"), " ".join(said)


def _taken_over(plan: Plan) -> Iterator[tuple[Need, str, str]]:
    """What the draft of a next plan has taken over from the former, and nobody has confirmed."""
    for need in sorted(plan.needs.values(), key=lambda one: one.type):
        if need["to_confirm"]:
            yield need, _("Taken over from the former plan"), need["to_confirm"]


def _of_texts(progress: Progress) -> Iterator[tuple[Need, str, str]]:
    kind = _("Official text")
    for need in progress.plan.plans:
        yield from ((need, kind, need[option]) for option in ("truncated", "source_status") if need[option])
        if count := sum(not reviewed(status.task) for status in progress.tasks_of(need)):
            yield need, kind, _("Tasks that nobody has reviewed yet: {count}.").format(count=count)


def _waived(progress: Progress) -> Iterator[tuple[Need, str, str]]:
    plan = progress.plan
    for waiver in plan.of_type("waiver"):
        message = _("{title}. Why: {reason} Left open for now by: {who}, {day}.")
        text = message.format(
            title=waiver.title.rstrip("."),
            reason=waiver["reason"],
            who=waiver["decided_by"],
            day=value_words(waiver, "date"),
        )
        yield from ((need, _("Left open for now"), text) for need in plan.targets(waiver, "waives"))


def _of_agencies(progress: Progress) -> Iterator[tuple[Need, str, str]]:
    for status in progress.every:
        for owner in status.owners:
            if owner.effective is None:
                message = _("{agency} has ended, and who took over is not certain. {scope}")
                text = message.format(agency=owner.named.title, scope=owner.named["scope"]).strip()
                yield status.task, _("Lead agency"), text
    for agency in progress.plan.of_type("agency"):
        if agency["membership"] == "unknown":
            yield agency, _("Agency"), _("Who belongs to this group is not known.")


def _derived(progress: Progress) -> Iterator[tuple[Need, str, str]]:
    message = _("The text does not name this deliverable; it is derived from the task.")
    for need in progress.plan.of_type("deliverable"):
        if need["origin"] == "derived":
            yield need, _("Deliverable"), message
