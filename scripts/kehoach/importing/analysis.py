"""An official text taken apart into paragraphs and tables, and the assignments that it gives."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kehoach import deadline
from kehoach.importing import preamble, prose
from kehoach.importing.agency_lists import agencies_in
from kehoach.importing.assignment import Assignment
from kehoach.importing.fragments import fragmented_table
from kehoach.importing.letters import CAPITAL
from kehoach.importing.lines import Line, clean
from kehoach.importing.numbering import Rank
from kehoach.importing.paragraphs import Clause, Paragraph, clauses, paragraphs
from kehoach.importing.rows import Row, TableRow, assignment_rows, pipe_row
from kehoach.language import _
from kehoach.language.text import flat
from kehoach.official import letterhead
from kehoach.official.labels import Role, label_values

#: Headings over what is aimed at and asked for, where agencies are named without being given a task.
_AIMS = re.compile(
    r"(?:mục đích|yêu cầu|mục tiêu|quan điểm|nguyên tắc|căn cứ|phạm vi|đối tượng)\b", re.IGNORECASE
)
_PERSON = re.compile(rf"(?:\s+(?:ông|bà|đồng chí|đ/c))?(?:\s+{CAPITAL}\w*){{2,5}}$")
_LISTED = (Rank.DASH, Rank.PLUS, Rank.NONE)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, the annex it stands in, and whether it came in fragments.

    ``repeated`` are the numbers of lines in it that belong to no row.
    """

    rows: tuple[Row, ...]
    annex: str = ""
    fragmented: bool = False
    repeated: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialPlan:
    """An official text as the importer understands it.

    ``assignments`` are those that the text lists, by labels or in tables, and it is ``listed``; where it has
    no list, those that its sentences give with a term. ``told`` are the latter where it lists some: sentences
    repeat what is listed or tell of what is going on. ``undated`` duties of sentences have no term.
    """

    official: letterhead.OfficialText
    clauses: tuple[Clause, ...]
    tables: tuple[Table, ...]
    listed: bool
    assignments: tuple[Assignment, ...]
    told: tuple[Assignment, ...]
    undated: tuple[Assignment, ...]
    furniture: frozenset[int]


def read(text: str) -> OfficialPlan:
    """Read an official text of any of the known layouts."""
    lines, furniture = clean(text)
    official = letterhead.read("\n".join(_without(text, furniture)))
    body = {line.number for line in official.body} | {line.number for line in official.cut}
    worded, tables = _tables([line for line in lines if line.number in body])
    placed = list(clauses(paragraphs(worded)))
    tables = [replace(table, annex=_annex_before(placed, table.rows[0].line)) for table in tables]
    labelled = list(_labelled(placed))
    taken = {line for found in labelled for line in range(found.line, found.last_line + 1)}
    issued = preamble.issued(official)
    told = list(_told(placed, taken, issued))
    rows = [_of_row(row, table) for table in tables for row in assignment_rows(table.rows)]
    listed = sorted([*labelled, *rows], key=lambda assignment: assignment.line)
    dated = [duty for duty in told if duty.deadline]
    return OfficialPlan(
        official,
        tuple(placed),
        tuple(tables),
        bool(listed),
        tuple(listed or dated),
        tuple(dated if listed else ()),
        tuple(duty for duty in told if not duty.deadline),
        frozenset(furniture),
    )


def _without(text: str, furniture: set[int]) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        yield "" if number in furniture else line


# -- tables -----------------------------------------------------------------------------------------


def _tables(lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """The lines outside tables, and the tables."""
    left: list[Line] = []
    tables: list[Table] = []
    rows: list[Row] = []
    index = 0
    while index < len(lines):
        row = pipe_row(lines[index])
        if row:
            rows.append(row)
            index += 1
            continue
        if rows:
            tables.append(Table(tuple(rows)))
            rows = []
        if table := fragmented_table(lines, index):
            tables.append(Table(table.rows, fragmented=True, repeated=table.repeated))
            index = table.end
        else:
            left.append(lines[index])
            index += 1
    if rows:
        tables.append(Table(tuple(rows)))
    return left, tables


def _annex_before(placed: Iterable[Clause], line: int) -> str:
    """The name of the annex that a line stands in ("PL.I"); empty in the text itself."""
    annex = ""
    for clause in placed:
        if clause.paragraph.line > line:
            break
        if clause.rank is Rank.ANNEX:
            annex = clause.name
    return annex


def _of_row(found: TableRow, table: Table) -> Assignment:
    clause = ".".join(name for name in (table.annex, found.clause) if name)
    doubts = [_("The cells of this row were put together from fragments.")] if table.fragmented else []
    lines = found.row.line, found.row.last_line
    return _assignment(clause, lines, found.values[Role.CONTENT], found.values, doubts)


def _assignment(
    clause: str, lines: tuple[int, int], title: str, said: Mapping[Role, str], doubts: Sequence[str] = ()
) -> Assignment:
    """An assignment of what labels or columns say."""
    return Assignment(
        clause=clause,
        line=lines[0],
        last_line=lines[1],
        title=_title(title),
        owners=agencies_in(said.get(Role.OWNER, "")),
        partners=agencies_in(said.get(Role.PARTNERS, "")),
        deadline=_ended(said.get(Role.DEADLINE)),
        deliverables=tuple(filter(None, [_ended(said.get(Role.DELIVERABLES))])),
        submit_to=agencies_in(said.get(Role.SUBMIT_TO, "")),
        form=_ended(said.get(Role.FORM)),
        funding=_ended(said.get(Role.FUNDING)),
        in_charge=_position(said.get(Role.IN_CHARGE, "")),
        doubts=tuple(doubts),
    )


# -- label lines ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """Label lines that follow one another, and the paragraph that they speak of."""

    of: Clause
    said: list[tuple[Role, str]]
    last_line: int


def _labelled(placed: Sequence[Clause]) -> Iterator[Assignment]:
    """The clauses under which label lines give an assignment."""
    for group in _label_groups(placed):
        said: dict[Role, list[str]] = {}
        for role, value in group.said:
            said.setdefault(role, []).append(value)
        if not said.keys() & {Role.OWNER, Role.DEADLINE, Role.PARTNERS}:
            continue
        paragraph = group.of.paragraph
        joined = {role: " ".join(values) for role, values in said.items()}
        yield _assignment(group.of.name, (paragraph.line, group.last_line), paragraph.text, joined)


def _label_groups(placed: Sequence[Clause]) -> Iterator[_Group]:
    group: _Group | None = None
    listing = False
    for index, clause in enumerate(placed):
        said = list(label_values(clause.paragraph.text))
        if said:
            if group is None:
                of = _spoken_of(placed, index)
                group = _Group(of, [], clause.paragraph.last_line) if of else None
            if group:
                group.said += said
                group.last_line = clause.paragraph.last_line
            listing = not said[-1][1] or said[-1][1].endswith((";", ":"))
        elif group and listing and clause.rank is Rank.PLUS:
            # "- Cơ quan phối hợp:" and its list below.
            role, value = group.said[-1]
            group.said[-1] = (role, f"{value} {clause.paragraph.text}".strip())
            group.last_line = clause.paragraph.last_line
        else:
            if group:
                yield group
            group, listing = None, False
    if group:
        yield group


def _spoken_of(placed: Sequence[Clause], index: int) -> Clause | None:
    """The clause that label lines beginning at an index speak of."""
    label = placed[index]
    before = next((clause for clause in reversed(placed[:index]) if not _is_label(clause)), None)
    if before is None:
        return None
    if before.rank is Rank.NONE:  # the second paragraph of a clause
        return _by_paragraph(placed[:index], label.above[-1]) if label.above else before
    if before.rank not in _LISTED or (before.rank < label.rank and label.rank is not Rank.NONE):
        return before
    if label.rank is Rank.NONE and not _others_unlabelled(placed[:index], before):
        return before
    above = [p for p in before.above if p.mark and p.mark.rank < before.rank]
    return _by_paragraph(placed[:index], above[-1]) if above else before


def _others_unlabelled(placed: Sequence[Clause], item: Clause) -> bool:
    """Whether an item is the last of a list whose other items have no labels: these then speak of all."""
    items = [c for c in placed if c.above == item.above and c.rank is item.rank]
    labelled = any(_is_label(c) and c.paragraph.line > items[0].paragraph.line for c in placed)
    return len(items) > 1 and not labelled


def _by_paragraph(placed: Sequence[Clause], paragraph: Paragraph) -> Clause:
    return next(clause for clause in placed if clause.paragraph is paragraph)


def _is_label(clause: Clause) -> bool:
    return next(label_values(clause.paragraph.text), None) is not None


# -- prose ------------------------------------------------------------------------------------------


def _told(placed: Sequence[Clause], taken: set[int], issued: date | None) -> Iterator[Assignment]:
    """The duties that sentences give: to the agency they name, or to the one in whose heading they stand."""
    for clause in placed:
        paragraph = clause.paragraph
        headings = [above.text for above in clause.above]
        if paragraph.line in taken or not clause.above or any(_AIMS.match(text) for text in headings):
            continue
        if prose.of_heading(paragraph.text)[0]:
            continue
        above = next((text for text in reversed(headings) if prose.of_heading(text)[0]), "")
        yield from (duty for duty in _duties(clause, above) if not _past(duty, issued))


def _past(duty: Assignment, issued: date | None) -> bool:
    """Whether the day that a sentence names lies before the document: it tells what was, and sets no term."""
    due = deadline.parse(duty.deadline or "", issued.year if issued else None).due
    return bool(due and issued and due < issued)


def _duties(clause: Clause, heading: str) -> Iterator[Assignment]:
    paragraph = clause.paragraph
    above, partners = prose.of_heading(heading)
    for duty in prose.duties(paragraph.text):
        owners = duty.owners or above
        if not owners or (duty.deadline and duty.end - duty.start < len(duty.deadline) + 10):
            continue
        doubts = []
        if not duty.owners:
            doubts.append(_('The lead agency is taken from the heading "{heading}".').format(heading=heading))
        yield Assignment(
            clause=clause.name,
            line=paragraph.line_at(duty.start),
            last_line=paragraph.line_at(max(duty.end - 1, duty.start)),
            title=_title(paragraph.text[duty.start : duty.end]),
            owners=owners,
            partners=duty.partners or (() if duty.owners else partners),
            deadline=duty.deadline,
            deliverables=duty.deliverables,
            doubts=tuple(doubts),
        )


def _position(words: str) -> str | None:
    """Positions without the names of those who hold them, which are no data of the plan."""
    positions = (_PERSON.sub("", _title(part)) for part in re.split(r"[,;]", words))
    return ", ".join(dict.fromkeys(filter(None, positions))) or None


def _title(words: str) -> str:
    return flat(words).strip(" .;:,")


def _ended(words: str | None) -> str | None:
    """Words without the point at their end; None where nothing is left."""
    return _title(words or "") or None
