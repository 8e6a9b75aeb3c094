"""An official text taken apart into paragraphs and tables, and the assignments that it gives."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kehoach import deadline
from kehoach.importing import inline, preamble, prose
from kehoach.importing.agency_lists import agencies_in
from kehoach.importing.assignment import Assignment, titled
from kehoach.importing.handed_down import Terms
from kehoach.importing.left_out import LeftOut, left_out
from kehoach.importing.lines import clean
from kehoach.importing.numbering import Rank
from kehoach.importing.paragraphs import Clause, Paragraph, clauses, paragraphs
from kehoach.importing.rows import TableRow
from kehoach.importing.tables import Table, rows_of, tables_in, visitors
from kehoach.importing.terms import term_in
from kehoach.importing.told import told_in
from kehoach.importing.vocabulary import CAPITAL
from kehoach.language import _
from kehoach.official import letterhead
from kehoach.official.labels import Role, label_values
from kehoach.official.tables import parted

_PERSON = re.compile(rf"(?:\s+(?:ông|bà|đồng chí|đ/c))?(?:\s+{CAPITAL}\w*){{2,5}}$")
#: "Định kỳ hằng quý báo cáo …", "báo cáo … trước ngày 15/12 hằng năm".
_EACH = r"(?:định kỳ|(?:hằng|hàng) (?:tuần|tháng|quý|năm)|\d+ tháng (?:một|1) lần)"
_CYCLE = re.compile(rf"\b{_EACH}\b.*\bbáo cáo\b|\bbáo cáo\b.*\b{_EACH}\b", re.IGNORECASE)
_SHARE = re.compile(r"(?:^|(?<=[.;])\s*)\d\.\s+")
_LISTED = (Rank.DASH, Rank.PLUS, Rank.NONE)


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
    #: Tables of several rows of which none gives a task.
    unread: tuple[Table, ...]
    #: Sentences with a time, or in a document that only tells with an order, that are no task.
    left_out: tuple[LeftOut, ...]

    @property
    def bases(self) -> list[preamble.Basis]:
        """The documents that the preamble names."""
        numbered = (clause.paragraph.line for clause in self.clauses if clause.paragraph.mark)
        tables = (table.rows[0].line for table in self.tables)
        return list(preamble.bases_of(self.official, min([*numbered, *tables], default=sys.maxsize)))

    @property
    def report_cycle(self) -> Paragraph | None:
        """The paragraph that says how often the plan is reported on."""
        return next((c.paragraph for c in self.clauses if _CYCLE.search(c.paragraph.text)), None)

    @property
    def all(self) -> list[Assignment]:
        """Every duty of the text, in its order."""
        return sorted([*self.assignments, *self.told, *self.undated], key=lambda duty: duty.line)


def read(text: str, *, wrapped: bool = True, unsure: frozenset[int] = frozenset()) -> OfficialPlan:
    """Read an official text of any of the known layouts.

    ``wrapped``: a paragraph may take several lines. The duties of lines that are ``unsure`` name nobody and
    no day: what a blurred page seems to say of these would accuse somebody.
    """
    lines, furniture = clean(text)
    official = letterhead.read("\n".join(_without(text, furniture)))
    content = {line.number for line in official.content}
    worded, tables = tables_in([line for line in lines if line.number in content])
    placed = list(clauses(paragraphs(worded, wrapped=wrapped)))
    tables = [replace(table, annex=_annex_before(placed, table.rows[0].line)) for table in tables]
    tells = next((line.text for line in official.doc_type if line.text in letterhead.TELLING_TYPES), "")
    # "Thời gian: 8 giờ, ngày …" of an invitation is no term.
    labelled = [found for found in _labelled(placed) if found.owners or not tells]
    taken = {line for found in labelled for line in range(found.line, found.last_line + 1)}
    issued = preamble.issued(official)
    told = [] if tells else list(told_in(placed, taken, issued))
    rows = list(_of_rows(placed, tables))
    terms = Terms(placed)
    listed = sorted([*labelled, *rows], key=lambda duty: duty.line)
    listed, told = ([_as_sure(terms.handed(one), unsure) for one in duties] for duties in (listed, told))
    dated = [duty for duty in told if duty.deadline]
    taken |= {line for duty in (*listed, *told) for line in range(duty.line, duty.last_line + 1)}
    return OfficialPlan(
        official,
        tuple(placed),
        tuple(tables),
        bool(listed),
        tuple(listed or dated),
        tuple(dated if listed else ()),
        tuple(duty for duty in told if not duty.deadline),
        frozenset(furniture),
        tuple(table for table in tables if not _is_read(table, rows)),
        tuple(left_out(placed, taken, issued, tells)),
    )


def _as_sure(duty: Assignment, unsure: frozenset[int]) -> Assignment:
    """A duty without what must not be taken from lines that are unsure."""
    if unsure.isdisjoint(range(duty.line, duty.last_line + 1)):
        return duty
    doubt = _("The scan is too blurred here to be trusted: take who and when from the paper.")
    return replace(duty, owners=(), partners=(), deadline=None, in_charge=None, doubts=(*duty.doubts, doubt))


def _is_read(table: Table, found: Iterable[Assignment]) -> bool:
    """Whether a table gave a task, or is none that could: a form without a word below its heading."""
    first, last = table.rows[0].line, table.rows[-1].last_line
    filled = sum(1 for row in table.rows if any(map(str.strip, row.cells)))
    return filled < 2 or any(first <= row.line <= last for row in found)


def _without(text: str, furniture: set[int]) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        yield "" if number in furniture else line


def _of_rows(placed: Sequence[Clause], tables: Sequence[Table]) -> Iterator[Assignment]:
    """The tasks of rows. In a schedule of visits the text says who makes them."""
    for row, table in rows_of(tables):
        if Role.SUBJECT not in row.values:
            # Who has a numbered share of his own in the cell of the owner has a duty of his own.
            for share in _shares(row.values.get(Role.OWNER, "")):
                yield _of_row(replace(row, values={**row.values, Role.OWNER: share}), table)
        elif owners := visitors(placed, table):
            # "Đơn vị được kiểm tra" heads the units, so that what is done there is "Kiểm tra tại …".
            done = f"{row.done[:1].upper()}{row.done[1:]} tại {row.values[Role.SUBJECT]}"
            yield replace(_of_row(row, table), title=titled(done), owners=owners)


def _of_row(found: TableRow, table: Table) -> Assignment:
    clause = ".".join(name for name in (table.annex, found.clause) if name)
    doubts = [_("The cells of this row were put together from fragments.")] if table.fragmented else []
    lines = found.row.line, found.row.last_line
    values = found.values
    if found.under and not values.get(Role.OWNER):
        doubts.append(_('The lead agency is taken from the heading "{heading}".').format(heading=found.under))
        values = {**values, Role.OWNER: found.under}
    if found.within and not values.get(Role.DEADLINE):
        doubts.append(_('The deadline is taken from the heading "{heading}".').format(heading=found.within))
        values = {**values, Role.DEADLINE: found.within}
    return _assignment(clause, lines, values[Role.CONTENT], values, doubts)


def _annex_before(placed: Iterable[Clause], line: int) -> str:
    """The name of the annex that a line stands in ("PL.I"); empty in the text itself."""
    annex = ""
    for clause in placed:
        if clause.paragraph.line > line:
            break
        if clause.rank is Rank.ANNEX:
            annex = clause.name
    return annex


def _assignment(
    clause: str, lines: tuple[int, int], title: str, said: Mapping[Role, str], doubts: Sequence[str] = ()
) -> Assignment:
    """An assignment of what labels or columns say; a cell may say both who leads and who helps."""
    who = dict(parted(Role.OWNER, said.get(Role.OWNER, "")))
    helping = (who.get(Role.PARTNERS, ""), said.get(Role.PARTNERS, ""))
    return Assignment(
        clause=clause,
        line=lines[0],
        last_line=lines[1],
        title=titled(title),
        owners=_owners(who[Role.OWNER]),
        partners=tuple(name for words in helping for name in agencies_in(words)),
        deadline=_ended(said.get(Role.DEADLINE)),
        deliverables=tuple(filter(None, [_ended(said.get(Role.DELIVERABLES))])),
        submit_to=agencies_in(said.get(Role.SUBMIT_TO, "")),
        form=_ended(said.get(Role.FORM)),
        funding=_ended(said.get(Role.FUNDING)),
        in_charge=_position(said.get(Role.IN_CHARGE, "")),
        doubts=tuple(doubts),
    )


def _owners(words: str) -> tuple[str, ...]:
    """Who a label or cell names as leading, without what it says that they do."""
    led, cut = prose.leader(words) if "chủ trì" in words.casefold() else ((), 0)
    return led if cut else agencies_in(words)


def _shares(words: str) -> list[str]:
    """The numbered shares of a cell ("1. Bộ Nội vụ chủ trì tổng hợp. 2. Các bộ rà soát"); else the whole."""
    shares = [share for share in _SHARE.split(words) if share.strip()] if _SHARE.match(words) else []
    return shares if len(shares) > 1 else [words]


# -- label lines ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """Label lines that follow one another, and the paragraph that they speak of."""

    of: Clause
    said: list[tuple[Role, str]]
    last_line: int


def _labelled(placed: Sequence[Clause]) -> Iterator[Assignment]:
    """The clauses that label lines give an assignment to, below them or in the same line."""
    for clause in placed:
        title, told = ("", []) if _is_label(clause) else inline.behind_title(clause.paragraph.text)
        if told:
            lines = clause.paragraph.line, clause.paragraph.last_line
            # "(hoàn thành trước ngày …)" may stand in the title.
            when = [(Role.DEADLINE, term)] if (term := term_in(title)) else []
            said = _joined(told)
            yield _assignment(
                clause.name, lines, title, said if Role.DEADLINE in said else {**said, **dict(when)}
            )
    for group in _label_groups(placed):
        paragraph = group.of.paragraph
        joined = _joined(group.said)
        # "Lộ trình thực hiện: …" may also head a part of a form.
        dated = deadline.is_readable(joined.get(Role.DEADLINE, ""), 2000)
        if not (dated or joined.keys() & {Role.OWNER, Role.PARTNERS}):
            continue
        yield _assignment(group.of.name, (paragraph.line, group.last_line), paragraph.text, joined)


def _joined(told: Iterable[tuple[Role, str]]) -> dict[Role, str]:
    """What labels say, each role once."""
    said: dict[Role, list[str]] = {}
    for role, value in told:
        said.setdefault(role, []).append(value)
    return {role: " ".join(values) for role, values in said.items()}


def _labels(clause: Clause) -> list[tuple[Role, str]]:
    """What a paragraph says that is nothing but labels, or the same in words."""
    text = clause.paragraph.text
    return list(label_values(text)) or (inline.said(text) if clause.rank in _LISTED else [])


def _label_groups(placed: Sequence[Clause]) -> Iterator[_Group]:
    group: _Group | None = None
    listing = False
    for index, clause in enumerate(placed):
        said = _labels(clause)
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
    return bool(_labels(clause))


def _position(words: str) -> str | None:
    """Positions without the names of those who hold them, which are no data of the plan."""
    positions = (_PERSON.sub("", titled(part)) for part in re.split(r"[,;]", words))
    return ", ".join(dict.fromkeys(filter(None, positions))) or None


def _ended(words: str | None) -> str | None:
    """Words without the point at their end; None where nothing is left."""
    return titled(words or "") or None
