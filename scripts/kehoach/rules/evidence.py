"""KH21x: what is claimed to be done is backed by a document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kehoach.deadline import Kind
from kehoach.deadline.period import Span, periods
from kehoach.files import places
from kehoach.language import _
from kehoach.plan import ABOUT, Need
from kehoach.progress.duties import STANDING
from kehoach.progress.owners import reached
from kehoach.progress.periods import Period, covers, occurrences, report_periods
from kehoach.progress.terms import terms
from kehoach.progress.workdays import works
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH210")
def proves_nothing(check: Check) -> Iterator[Finding]:
    """An evidence names the deliverable that it proves.

    Bad: no line ``:proves:``. Good: ``:proves: SP-172-2023-II-1-A-1``.
    """
    for evidence in check.plan.of_type("evidence"):
        if not evidence.to("proves"):
            message = _("This evidence proves nothing. Add a line `proves` with the ID of a deliverable.")
            yield check.at(evidence, message, "proves")


@rule("KH211")
def no_document(check: Check) -> Iterator[Finding]:
    """An evidence is a document that can be found: by number, address or file.

    Bad: only a date. Good: ``:number: 99/BC-SNV``.
    """
    for evidence in check.plan.of_type("evidence"):
        if not (evidence["number"] or evidence["url"] or evidence["file"]):
            message = _("No document. Add a line `number`, `url` or `file`.")
            yield check.at(evidence, message, "number")


@rule("KH212")
def one_document_two_days(check: Check) -> Iterator[Finding]:
    """One document has one day.

    Bad: 99/BC-SNV of 28/9/2023 and of 29/9/2023. Good: the day that stands on it, both times.
    """
    first: dict[str, Need] = {}
    for evidence in check.plan.of_type("evidence"):
        number = evidence["number"].casefold()
        known = first.setdefault(number, evidence) if number else evidence
        if known["date"] != evidence["date"]:
            message = _('Document "{number}" is of {day} here, but of {other} in {id}. Write the day on it.')
            text = message.format(
                number=evidence["number"], day=evidence["date"], other=known["date"], id=known.id
            )
            yield check.at(evidence, text, "date")


@rule("KH213")
def file_missing_or_changed(check: Check) -> Iterator[Finding]:
    """A file kept as evidence is there, in the repository, and has not changed.

    Bad: the file's SHA-256 is not the one written. Good: ``:sha256:`` as ``sha256sum`` prints it.
    """
    for evidence in check.plan.of_type("evidence"):
        if not evidence["file"]:
            continue
        digest = check.plan.files.get(evidence["file"])
        if evidence["file"] in check.plan.pointers:
            message = _('Of "{file}" only a Git LFS pointer is here, which proves nothing. Run: git lfs pull')
            yield check.at(evidence, message.format(file=evidence["file"]), "file")
        elif digest is None and (path := places.portable(evidence["file"])) != evidence["file"]:
            message = _('"{file}" is written as Windows does. Write it from the root, with "/": {path}')
            yield check.at(evidence, message.format(file=evidence["file"], path=path), "file")
        elif digest is None:
            message = _('There is no file "{file}" in needs/. Write its path from the root.')
            yield check.at(evidence, message.format(file=evidence["file"]), "file")
        elif not evidence["sha256"]:
            message = _("No fingerprint of the file. Add a line `:sha256: {digest}`.")
            yield check.at(evidence, message.format(digest=digest), "file")
        elif digest != evidence["sha256"]:
            message = _('"{file}" is not the file that was recorded: its SHA-256 is {digest}.')
            yield check.at(evidence, message.format(file=evidence["file"], digest=digest), "sha256")


@rule("KH214", waivable=True)
def before_the_plan(check: Check) -> Iterator[Finding]:
    """Nothing is proved before the plan was issued.

    Bad: evidence of 01/6/2023 for a plan of 26/6/2023. Good: evidence of 28/9/2023.
    """
    for evidence in check.plan.of_type("evidence"):
        plans = [plan for task in check.plan.tasks_proved(evidence) if (plan := check.plan.plan_of(task))]
        for option in ("completed", "date"):
            day = evidence.day(option)
            if day and any((issued := plan.day("issued")) and day < issued for plan in plans):
                message = _('"{option}" ({day}) is before the plan was issued.')
                yield check.at(evidence, message.format(option=option, day=day), option)
                break


@rule("KH215")
def done_after_the_document(check: Check) -> Iterator[Finding]:
    """A document tells of work that was done before it.

    Bad: ``:completed: 2023-10-12`` in a document of 10/10/2023. Good: ``:completed: 2023-09-28``.
    """
    for evidence in check.plan.of_type("evidence"):
        day, completed = evidence.day("date"), evidence.day("completed")
        if day and completed and completed > day:
            message = _("The work was done on {completed}, after the document of {day} that proves it.")
            yield check.at(evidence, message.format(completed=completed, day=day), "completed")


@rule("KH216")
def whose_part(check: Check) -> Iterator[Finding]:
    """Where each agency does its own part, an evidence says whose part it proves.

    Bad: no ``:of:`` for a task with ``ownership: each``. Good: ``:of: CQ-SNV``.
    """
    for evidence in check.plan.of_type("evidence"):
        shared = [task for task in check.plan.tasks_proved(evidence) if task["ownership"] == "each"]
        if shared and not evidence.to("of"):
            message = _("Each agency does its own part of {id}. Add a line `of` with the agency's ID.")
            yield check.at(evidence, message.format(id=shared[0].id), "of")


@rule("KH217")
def returned_without_a_reason(check: Check) -> Iterator[Finding]:
    """What was sent is sent back with a reason, so that whoever sent it knows what to add.

    Bad: ``:confirmed: returned`` alone. Good: ``:reason: Thiếu phụ lục số liệu``.
    """
    for sent in (*check.plan.of_type("evidence"), *check.plan.of_type("measure")):
        if sent["confirmed"] == "returned" and not sent["reason"]:
            yield check.at(sent, _("Sent back without a reason. Add a line `reason`."), "confirmed")


def _reports(check: Check) -> Iterator[tuple[Need, Sequence[Need]]]:
    """Evidence and progress reports, each with the tasks that it is about."""
    for evidence in check.plan.of_type("evidence"):
        yield evidence, check.plan.tasks_proved(evidence)
    for update in check.plan.of_type("update"):
        yield update, check.plan.targets(update, ABOUT["update"])


@rule("KH218")
def no_period_of_it(check: Check) -> Iterator[Finding]:
    """A report names a period of the duty, which had begun on the day of the document.

    Bad: ``:period: lần 2``, ``:period: quý II/2062``. Good: ``:period: quý II/2026``.
    """
    for report, tasks in _reports(check):
        day = report.day("date")
        if report["period"] and day and (message := _period_problem(check, tasks, report["period"], day)):
            yield check.at(report, message, "period")


def _period_problem(check: Check, tasks: Sequence[Need], period: str, day: date) -> str:
    """What is wrong with the period of a document of a day; empty where nothing is."""
    spans = periods(period, day.year)
    if not spans:
        message = _('"{period}" is no period that can be read. Write it as in "quý II/{year}".')
        return message.format(period=period, year=day.year)
    if spans[0].first > day:
        message = _('"{period}" had not begun on the day of the document ({day}). Compare both.')
        return message.format(period=period, day=f"{day:%d/%m/%Y}")
    for task in tasks:
        if not all(_is_period_of(check, task, span, day) for span in spans):
            message = _('"{period}" is no period of {id} ("{deadline}"). Write one that it reports on.')
            return message.format(period=period, id=task.id, deadline=task["deadline"])
    return ""


#: What the periods of a plan follow from.
_CYCLE = ("issued", "ends", "report_period", "report_cutoff", "report_by")


def _is_period_of(check: Check, task: Need, span: Span, day: date) -> bool:
    """Whether a time holds a period that a standing task reports on; what has a day of its own has none.

    A period is one by what the plan says now, or by what it said on the ``day`` of the paper.
    """
    home = check.plan.plan_of(task)
    issued = home.day("issued") if home else None
    read = check.plan.deadline_of(task)
    amended = any(amendment["deadline"] for amendment in check.plan.sources(task.id, "amends"))
    if home is None or issued is None or read.kind not in STANDING or amended:
        return True
    if check.found_on(home.id, *_CYCLE):
        return True  # its periods follow from what has a finding already
    at_work = works(check.plan)
    found: Iterable[Period]
    for known in (date.max, day):
        said = terms(check.plan, home, known)
        if read.kind is Kind.RECURRING:
            # What is due a while after the time that it is about.
            found = occurrences(said, read, issued, span.last + timedelta(days=366), at_work)
        elif any(term.home["report_period"] for term in said.each):
            found = report_periods(said, issued, span.last, at_work)
        else:
            return True
        if any(covers(span, period, date.max) for period in found):
            return True
    return False


@rule("KH219")
def of_nobody_who_answers(check: Check) -> Iterator[Finding]:
    """A document is from an agency that answers for a part of the task.

    Bad: ``:of: CQ-STC`` for a task that CQ-SNV leads. Good: ``:of: CQ-SNV``. A partner may
    report on progress and be reminded (``to``) too; each of several reminded answers for one of the tasks.
    """
    for report, tasks in _reports(check):
        senders = check.plan.targets(report, "of")
        links = ("owner", "partners") if report.type == "update" else ("owner",)
        wrong = ((_outsider(check, senders, [task], links), task) for task in tasks)
        if found := next(((agency, task) for agency, task in wrong if agency), None):
            message = _('"{agency}" answers for no part of {id}. Compare `of` and `owner`.')
            yield check.at(report, message.format(agency=found[0].title, id=found[1].id), "of")
    for reminder in check.plan.of_type("reminder"):
        reminded = check.plan.targets(reminder, "to")
        about = () if check.found_on(reminder.id, "on") else check.plan.targets(reminder, ABOUT["reminder"])
        if agency := _outsider(check, reminded, about, ("owner", "partners")):
            message = _('"{agency}" has no part in these tasks. Compare `to` with their `owner`.')
            yield check.at(reminder, message.format(agency=agency.title), "to")


def _outsider(
    check: Check, agencies: Sequence[Need], tasks: Sequence[Need], links: tuple[str, ...]
) -> Need | None:
    """The first of the agencies that certainly answers for none of the tasks, neither itself nor a member."""
    if not tasks or any(check.found_on(task.id, link) for task in tasks for link in links):
        return None
    known = {key: agency for task in tasks for key, agency in _answering(check, task, links).items()}
    if any(agency["membership"] == "unknown" for agency in known.values()):
        return None
    return next((a for a in agencies if known.keys().isdisjoint({a.id, *a.to("members")})), None)


def _answering(check: Check, task: Need, links: tuple[str, ...]) -> dict[str, Need]:
    """Whoever answers for a task at any time: as written, as amended, in a group, before or after another."""
    plan = check.plan
    said = (task, *plan.sources(task.id, "amends"))
    named = (agency for need in said for link in links for agency in plan.targets(need, link))

    def further(agency: Need) -> tuple[Need, ...]:
        after = plan.targets(agency, "members") + plan.targets(agency, "successors")
        return after + plan.sources(agency.id, "successors")

    return reached(named, further)
