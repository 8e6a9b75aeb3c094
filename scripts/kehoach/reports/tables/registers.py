"""What is recorded about tasks: evidence, progress reports, reminders, amendments.

All of it stands in the order of its days, that of one plan as it does in the files: rows of a workbook that
goes to and fro keep their order.
"""

from kehoach.language import _
from kehoach.plan import OF_PLANS, Need, Plan
from kehoach.progress import Progress
from kehoach.progress.drafts import uncounted
from kehoach.reports.tables.table import Column, Surface, Table, linked, listed, of_plan
from kehoach.reports.words import confirmation_words, value_label, value_words

_SITE, _SHEET = Surface.SITE, Surface.SHEET


def evidence(progress: Progress, plan: Need | None = None) -> Table[Need]:
    """Every document that proves a deliverable (of a task of one plan), and whether it is confirmed."""
    read = progress.plan
    rows = _by_day(progress, plan, "evidence")
    if plan:
        proofs = ((e, read.tasks_proved(e)) for e in read.of_type("evidence"))
        rows = tuple(e for e, tasks in proofs if any(read.plan_of(task) is plan for task in tasks))

    columns: tuple[Column[Need], ...] = (
        Column("id", _("ID"), lambda e: e.id, 18, on=_SHEET),
        *of_plan(progress, plan, lambda e: e),
        Column("proves", _("Proves (code)"), lambda e: ", ".join(e.to("proves")), 24, on=_SHEET),
        Column("task", _("Task"), lambda e: listed(map(linked, read.tasks_proved(e))), 28, on=_SITE),
        Column("deliverable", _("Deliverable"), lambda e: listed(map(linked, read.targets(e, "proves"))), 32),
        Column("title", _("Document"), lambda e: (linked(e),), 36),
        Column("number", _("Number"), lambda e: e["number"], 18),
        Column("date", _("Date of the document"), lambda e: e.day("date"), 13),
        Column("completed", _("Day done"), lambda e: e.day("completed"), 13),
        Column("period", _("Report period"), lambda e: e["period"], 15, on=_SHEET),
        Column("of", _("Of agency (code)"), lambda e: ", ".join(e.to("of")), 16, on=_SHEET),
        Column("confirmed", _("Confirmed"), lambda e: value_label(e["confirmed"]), 11, on=_SHEET),
        Column("confirmation", _("Confirmed"), lambda e: confirmation_words(read, e), 14, on=_SITE),
        Column("url", _("Address"), lambda e: e["url"], 24, on=_SHEET),
        Column("file", _("File"), lambda e: e["file"], 24, on=_SHEET),
    )
    return Table("evidence", "", columns, rows, lambda e: e.id)


def updates(progress: Progress, plan: Need | None = None) -> Table[Need]:
    """Every progress report (on a task of one plan)."""
    rows = _by_day(progress, plan, "update")
    if plan:
        wanted = {status.task.id for status in progress.tasks_of(plan)}
        rows = tuple(u for u in progress.plan.of_type("update") if not wanted.isdisjoint(u.to("on")))
    columns: tuple[Column[Need], ...] = (
        Column("id", _("ID"), lambda u: u.id, 18, on=_SHEET),
        *of_plan(progress, plan, lambda u: u),
        Column("on", _("Task (code)"), lambda u: ", ".join(u.to("on")), 24, on=_SHEET),
        Column("title", _("Title"), lambda u: (linked(u),), 30),
        Column("date", _("Day"), lambda u: u.day("date"), 13),
        Column("period", _("Report period"), lambda u: u["period"], 15),
        Column("of", _("Of agency (code)"), lambda u: ", ".join(u.to("of")), 16, on=_SHEET),
        Column("result", _("Result"), lambda u: u["result"], 36),
        Column("shortcomings", _("Shortcomings"), lambda u: u["shortcomings"], 36),
        Column("difficulties", _("Difficulties"), lambda u: u["difficulties"], 36),
        Column("proposal", _("Proposal"), lambda u: u["proposal"], 36),
    )
    return Table("updates", "", columns, rows, lambda u: u.id)


def reminders(progress: Progress, plan: Need | None = None) -> Table[Need]:
    """Every reminder that was sent (about a task of one plan): to whom, about what, by which document."""
    read = progress.plan
    labels = read.model.types["reminder"].labels
    rows = _by_day(progress, plan, "reminder")
    if plan:
        wanted = {status.task.id for status in progress.tasks_of(plan)}
        rows = tuple(r for r in rows if not wanted.isdisjoint(r.to("on")))
    columns: tuple[Column[Need], ...] = (
        *of_plan(progress, plan, lambda r: r),
        Column("number", labels["number"], lambda r: r["number"], 13),
        Column("date", labels["date"], lambda r: r.day("date"), 10),
        Column("issuer", labels["issuer"], lambda r: r["issuer"], 20),
        Column("to", labels["to"], lambda r: listed(map(linked, read.targets(r, "to"))), 24),
        Column("title", read.model.types["reminder"].title, lambda r: (linked(r),), 24),
        Column("on", labels["on"], lambda r: listed(map(linked, read.targets(r, "on"))), 32),
    )
    return Table("reminders", "", columns, rows, lambda r: r.id)


def amendments(progress: Progress, plan: Need | None = None) -> Table[Need]:
    """Every change of an obligation: what it changes, by which document, and what is only requested."""
    read = progress.plan
    labels = read.model.types["amendment"].labels
    columns: tuple[Column[Need], ...] = (
        *of_plan(progress, plan, lambda a: a),
        Column("number", labels["number"], lambda a: a["number"], 13),
        Column("date", labels["date"], lambda a: a.day("date"), 10),
        Column("issuer", labels["issuer"], lambda a: a["issuer"], 15),
        Column("title", _("Amendment"), lambda a: (linked(a),), 20),
        Column("amends", labels["amends"], lambda a: listed(map(linked, read.targets(a, "amends"))), 24),
        Column("changes", _("Changes"), lambda a: amended_words(read, a), 18),
    )
    return Table("amendments", "", columns, _by_day(progress, plan, "amendment"), lambda a: a.id)


def amended_words(plan: Plan, amendment: Need) -> str:
    """What an amendment sets, option by option."""
    labels = plan.model.types["amendment"].labels
    options = ("effect", "deadline", *OF_PLANS)
    said = [f"{labels[o]}: {value_words(amendment, o)}" for o in options if amendment[o]]
    for link in ("owner", "partners", "deliverables"):
        if targets := plan.targets(amendment, link):
            said.append(f"{labels[link]}: {', '.join(target.title for target in targets)}")
    return "; ".join(said)


def _by_day(progress: Progress, plan: Need | None, type_name: str) -> tuple[Need, ...]:
    read = progress.plan
    found = (need for need in read.of_type(type_name) if plan or not uncounted(read, need, progress.as_of))
    return tuple(sorted(found, key=lambda need: (need["date"], need.path, need.line)))
