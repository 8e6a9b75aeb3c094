"""What an import found, what it was not sure of, and what a person must decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kehoach import deadline
from kehoach.importing import preamble
from kehoach.importing.agencies import Match
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.assignment import Assignment
from kehoach.importing.drafted import Drafted, DraftObject
from kehoach.importing.readers import SURE, Material
from kehoach.importing.structure import DOCUMENT, figures
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.official import letterhead
from kehoach.official.letterhead import OfficialText
from kehoach.rules.findings import Finding

#: How much of a clause a line of the report quotes.
_QUOTE = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: what it is about, and its lines."""

    title: str
    lines: tuple[str, ...]


def sections(
    material: Material, found: OfficialPlan, drafted: Drafted, findings: Sequence[Finding]
) -> Iterator[Section]:
    """The parts of the report that have something to say."""
    if warned := tuple(_not_read(material, found)):
        yield Section(_("Not read: read it yourself"), warned)
    yield Section(_("Found"), tuple(_counts(material, found, drafted)))
    yield Section(_("What the text says of its document"), tuple(_document(material, found)))
    parts = (
        (_("Not sure: compare with the text"), _doubts(material, found, drafted)),
        (_("Agencies that are probably known ones: confirm or separate"), _likely(drafted)),
        (_("Agencies not yet known: check, then move to agencies.md"), _new(drafted)),
        (_("For a person to decide"), _open(found, drafted)),
        (
            _("Tasks read from sentences: delete those that are none"),
            _beside(material, found),
        ),
        (
            _("Sentences with a time or an order that give no task: see whether one does"),
            _left_out(material, found),
        ),
        (_("What `kehoach check` says of the draft"), (str(finding) for finding in findings)),
    )
    for title, lines in parts:
        if kept := tuple(lines):
            yield Section(title, kept)


def as_markdown(title: str, parts: Iterable[Section]) -> str:
    """The report as a page."""
    text = [f"# {title}", ""]
    for part in parts:
        text += [f"## {part.title}", "", *(f"- {line}" for line in part.lines), ""]
    return "\n".join(text)


def _not_read(material: Material, found: OfficialPlan) -> Iterator[str]:
    """First of all what was not understood, and how much it is."""
    yield from material.unread
    told = figures(found, material)
    if told["rows_not_read"] * 10 > told["rows"]:
        words = _("Less than nine tenths of the rows of tables were understood: {read} of {rows}.")
        yield words.format(read=told["rows_read"], rows=told["rows"])
    if blurred := [page for page, sure in material.recognised if sure < SURE]:
        words = _("Pages {pages} are blurred: their text is there, but owners and deadlines are left out.")
        yield words.format(pages=_pages(blurred))
    for table in found.unread:
        words = _("{where}: a table of {count} rows is not read: {why}.")
        where = _place(material, table.rows[0].line)
        yield words.format(where=where, count=len(table.rows), why=table.unread_because)
    if not found.all:
        yield _("No task was found: the text gives nobody anything to do, or in words that are not known.")


def _counts(material: Material, found: OfficialPlan, drafted: Drafted) -> Iterator[str]:
    told = figures(found, material)
    yield _(
        "{lines} lines with words, {rows} rows of tables, {tasks} tasks, of which {undated} set no time"
    ).format(**told)
    if material.recognised:
        words = _("{count} lines recognised from pictures (pages {pages}): compare each with the paper")
        yield words.format(
            count=told["recognised"], pages=_pages(page for page, _sure in material.recognised)
        )
    kinds: dict[str, int] = {}
    for draft in drafted.drafts:
        kinds[draft.type] = kinds.get(draft.type, 0) + 1
    names = {
        "task": _("{count} tasks"), "deliverable": _("{count} deliverables that the text names"),
        "objective": _("{count} objectives"), "principle": _("{count} other clauses"),
        "agency": _("{count} agencies not yet known"), "basis": _("{count} legal bases not yet known"),
    }  # fmt: skip
    for kind, words in names.items():
        if kind in kinds:
            yield words.format(count=kinds[kind])
    listed = [table for table in found.tables if len(table.rows) > 1]
    if listed:
        yield _("{count} tables").format(count=len(listed))


def _pages(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _document(material: Material, found: OfficialPlan) -> Iterator[str]:
    """Each thing that a document says of itself, or that it does not."""
    said = preamble.options_of(found.official)
    names = {
        "number": _("Number"), "issued": _("Day of issue"), "doc_type": _("Type of document"),
        "issuer": _("Issuer"), "signer": _("Signer"),
    }  # fmt: skip
    for option in DOCUMENT:
        yield f"{names[option]}: {said.get(option) or _('not found')}"
    if found.official.addressees:
        yield _("Addressed to: {lines}").format(
            lines=" ".join(line.text for line in found.official.addressees)
        )
    cycle = found.report_cycle
    where = f'"{shortened(cycle.text, _QUOTE)}" ({_place(material, cycle.line)})' if cycle else _("not found")
    yield _("How often it is reported on: {where}").format(where=where)
    bases = [f"{basis.title} {basis.number}" for basis in found.bases]
    yield _("Legal bases: {bases}").format(bases="; ".join(bases) or _("not found"))


def _place(material: Material, line: int) -> str:
    """Where a line of the source stands: its page too, where the file has pages, and if it was recognised."""
    page = material.page_of(line)
    where = _("source.txt, line {line}").format(line=line)
    if material.is_recognised(line):
        return _("{where} (page {page}, recognised from a picture)").format(where=where, page=page)
    return _("{where} (page {page})").format(where=where, page=page) if page else where


def _doubts(material: Material, found: OfficialPlan, drafted: Drafted) -> Iterator[str]:
    yield from material.notes
    for need_id, assignment in drafted.assignments.items():
        where = _place(material, assignment.line)
        for doubt in assignment.doubts:
            yield f"{need_id}, {where}: {doubt}"
        read = deadline.parse(assignment.deadline or "", 2000)
        if assignment.deadline and read.problem:
            yield f"{need_id}, {where}: {read.problem}"
    yield from _not_in_head(found.official)


def _not_in_head(official: OfficialText) -> Iterator[str]:
    """Which parts of the letterhead are not there."""
    title, motto = letterhead.national(official)
    letter = bool(official.addressees) or (not official.doc_type and bool(official.subject))
    parts = {
        _("national title"): title, _("national motto"): motto, _("issuer"): official.issuer,
        _("number"): official.number, _("place and day"): official.place_and_day,
        _("type of document"): official.doc_type or letter, _("what it is about"): official.subject or letter,
    }  # fmt: skip
    lacking = [part for part, there in parts.items() if not there]
    if len(lacking) == len(parts):
        yield _("The text has no letterhead: complete number, type, issuer and day of the plan.")
    elif lacking:
        yield _("Not found in the letterhead: {parts}. The rest of it was read.").format(
            parts=", ".join(lacking)
        )


def _likely(drafted: Drafted) -> Iterator[str]:
    for found in drafted.registry.found.values():
        if found.match is Match.LIKELY:
            yield f'"{found.name}" → {found.id} "{found.known_as}" ({found.score} %)'


def _new(drafted: Drafted) -> Iterator[str]:
    yield from (f'{need_id}: "{name}"' for need_id, name in drafted.registry.new.items())


def _open(found: OfficialPlan, drafted: Drafted) -> Iterator[str]:
    if preamble.unsigned(found.official):
        words = _(
            "Nobody has signed the text: its IDs are provisional. When it has its number and day: "
            "`kehoach sign {id} --number … --issued …`."
        )
        yield words.format(id=drafted.home.id)
    tasks = [draft for draft in drafted.drafts if draft.type == "task"]
    missing = (
        (_("lead agency"), [task for task in tasks if not task.options["owner"]]),
        (_("deadline"), [task for task in tasks if not task.options["deadline"]]),
        (
            _("deliverables, which the text does not name"),
            [t for t in tasks if not t.options["deliverables"]],
        ),
        (_("whether the lead agencies act together (joint) or each for itself (each)"), _several(tasks)),
    )
    for what, lacking in missing:
        if lacking:
            ids = ", ".join(task.id for task in lacking[:8]) + (" …" if len(lacking) > 8 else "")
            yield f"{what}: {len(lacking)} ({ids})"
    if any(lacking for _what, lacking in missing):
        yield _("`kehoach resolve {plan}` asks about these in groups.").format(plan=drafted.home.id)


def _several(tasks: Sequence[DraftObject]) -> list[DraftObject]:
    return [task for task in tasks if "," in task.options["owner"]]


def _left_out(material: Material, found: OfficialPlan) -> Iterator[str]:
    for one in found.left_out:
        where = _place(material, one.paragraph.line)
        yield f"{where}: {shortened(one.paragraph.written, _QUOTE)} ({one.why})"


def _beside(material: Material, found: OfficialPlan) -> Iterator[str]:
    kept: Sequence[Assignment] = (*found.told, *found.undated) if found.listed else ()
    for duty in kept:
        owners = "; ".join(duty.owners)
        yield f"{_place(material, duty.line)}: {shortened(duty.title, _QUOTE)} ({owners})"
