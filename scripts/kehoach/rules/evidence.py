"""KH21x: what is claimed to be done is backed by a document."""

from collections.abc import Iterator

from kehoach.language import _
from kehoach.plan import Need
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


def _tasks_of(check: Check, evidence: Need) -> Iterator[Need]:
    """The tasks whose deliverables an evidence proves."""
    for deliverable in check.plan.targets(evidence, "proves"):
        for source in check.plan.sources(deliverable.id, "deliverables"):
            yield from [source] if source.type == "task" else check.plan.targets(source, "amends")


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
        plans = [plan for task in _tasks_of(check, evidence) if (plan := check.plan.plan_of(task))]
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
        shared = [task for task in _tasks_of(check, evidence) if task["ownership"] == "each"]
        if shared and not evidence.to("of"):
            message = _("Each agency does its own part of {id}. Add a line `of` with the agency's ID.")
            yield check.at(evidence, message.format(id=shared[0].id), "of")


@rule("KH217")
def returned_without_a_reason(check: Check) -> Iterator[Finding]:
    """Evidence is sent back with a reason, so that whoever sent it knows what to add.

    Bad: ``:confirmed: returned`` alone. Good: ``:reason: Thiếu phụ lục số liệu``.
    """
    for evidence in check.plan.of_type("evidence"):
        if evidence["confirmed"] == "returned" and not evidence["reason"]:
            yield check.at(evidence, _("Sent back without a reason. Add a line `reason`."), "confirmed")
