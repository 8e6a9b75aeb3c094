"""The tables of a text: found among its lines, gone on with over pages; who visits whom."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kehoach.importing import prose
from kehoach.importing.fragments import fragmented_table
from kehoach.importing.lines import Line
from kehoach.importing.paragraphs import Clause
from kehoach.importing.rows import Row, TableRow, assignment_rows, heads_of, pipe_row
from kehoach.language import _
from kehoach.official.labels import Role

#: Who visits the units that a schedule names: "Sở Nội vụ kiểm tra các đơn vị nêu tại Biểu 1".
_VISITS = re.compile(
    r"\b(?:kiểm tra|thanh tra|giám sát|khảo sát|làm việc)\b[^.;]*"
    r"\b(?:(?:biểu|bảng|phụ lục)(?: số)? (?P<name>\w+)|các (?:đơn vị|xã|cơ quan))",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:biểu|bảng|phụ lục)(?: số)? (\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows, the annex it stands in, and whether it came in fragments.

    ``repeated`` are the numbers of lines in it that belong to no row.
    """

    rows: tuple[Row, ...]
    annex: str = ""
    fragmented: bool = False
    repeated: tuple[int, ...] = ()

    @property
    def unread_because(self) -> str:
        """Why nothing was read of it, for a person."""
        heads = heads_of(self.rows)
        if heads and Role.SUBJECT in heads.values():
            return _("nothing says who visits these units")
        return _("no column tells who does it or by when")


def tables_in(lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """The lines outside tables, and the tables."""
    left: list[Line] = []
    tables: list[Table] = []
    rows: list[Row] = []
    index, behind = 0, False
    while index < len(lines):
        row = pipe_row(lines[index])
        if row:
            behind = True
            rows.append(row)
            index += 1
            continue
        if rows:
            tables.append(Table(tuple(rows)))
            rows = []
        if table := fragmented_table(lines, index):
            tables.append(Table(table.rows, fragmented=True, repeated=table.repeated))
            index, behind = table.end, True
        else:
            # No line goes on behind a table with what stands before it.
            left.append(replace(lines[index], apart=True) if behind else lines[index])
            behind = False
            index += 1
    if rows:
        tables.append(Table(tuple(rows)))
    return left, tables


def rows_of(tables: Iterable[Table]) -> Iterator[tuple[TableRow, Table]]:
    """The rows that give tasks; a table without a heading goes on with the columns of the one before it."""
    heads: dict[int, Role] | None = None
    width = 0
    for table in tables:
        size = len(table.rows[0].cells)
        before = heads if size == width else None
        yield from ((row, table) for row in assignment_rows(table.rows, before))
        heads, width = heads_of(table.rows) or before, size


def visitors(placed: Sequence[Clause], table: Table) -> tuple[str, ...]:
    """Who makes the visits of a schedule: named with its number, or the only one who visits anybody."""
    named: dict[str, tuple[str, ...]] = {}
    for clause in placed:
        if found := _VISITS.search(clause.paragraph.text):
            owners, _cut = prose.leader(clause.paragraph.text)
            if owners:
                named[found["name"] or ""] = owners
    caption = next((c.paragraph for c in reversed(placed) if c.paragraph.line < table.rows[0].line), None)
    number = _CAPTION.match(caption.written) if caption else None
    if number and number[1] in named:
        return named[number[1]]
    return next(iter(named.values())) if len(named) == 1 else ()
