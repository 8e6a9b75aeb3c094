"""Tables of assignments: which column says what, group rows, and rows of assignments."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kehoach.deadline import is_readable
from kehoach.importing import terms
from kehoach.importing.agency_lists import by_lines, in_small_letters, is_agency
from kehoach.importing.lines import Line
from kehoach.importing.numbering import cell_number, is_roman
from kehoach.official import tables
from kehoach.official.labels import Role, column_role, head_roles

_BREAK = re.compile(r"<br ?/?>")
_RULE_CELL = re.compile(r":?-{2,}:?")
_COUNTER = re.compile(r"\(?\d{1,2}\)?")
_VISITED = re.compile(
    r"(?:được|bị) (\w+ \w+)|\b(kiểm tra|thanh tra|giám sát|khảo sát|làm việc)\b", re.IGNORECASE
)
_EMPTY = re.compile(r"[-–—./\s]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, in the order of the columns, and the lines it takes, counted from 1.

    ``pieces`` are its cells page by page, in the order of the source, where pages have cut it.
    """

    cells: tuple[str, ...]
    line: int
    last_line: int
    pieces: tuple[tuple[str, ...], ...] = ()

    @property
    def written(self) -> str:
        """The row as lines ``| a | b |``: one, or one for each page that holds a part of it."""
        return "\n".join(
            f"| {' | '.join(' '.join(c.split()) for c in cells)} |" for cells in self.pieces or (self.cells,)
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an assignment table: its number within its group, and what each column says of it.

    ``done`` is what the heading says is done to the units of the rows ("kiểm tra"), in a schedule of visits.
    ``under`` is the agency that heads the group of the row, in a table without a column that says who, and
    ``within`` the term that heads it ("Quý I/2026"), where the row has none.
    """

    clause: str
    values: dict[Role, str]
    row: Row
    done: str = ""
    under: str = ""
    within: str = ""


def pipe_row(line: Line) -> Row | None:
    """The cells of a line "| a | b |"; None for any other line."""
    cells = tables.cells(line.text)
    if len(cells) < 2:
        return None
    return Row(tuple(map(_cell, cells)), line.number, line.number)


def _cell(words: str) -> str:
    """A cell without marks of Markdown; the lines that it holds stay apart where each names an agency."""
    lines = [line.strip() for line in _BREAK.split(words.replace("**", " ")) if line.strip()]
    return "\n".join(by_lines(lines))


def columns(cells: Sequence[str]) -> dict[int, Role] | None:
    """The role of each column that a heading row gives; None where the row heads no assignments."""
    roles: dict[int, Role] = {}
    for index, role in enumerate(head_roles(cells)):
        if role and role not in roles.values():
            roles[index] = role
    given = set(roles.values())
    useful = given & {Role.CONTENT, Role.SUBJECT} and given & {Role.OWNER, Role.DEADLINE}
    return roles if useful else None


def _second_head(head: Sequence[str], cells: Sequence[str]) -> list[str] | None:
    """The names of the columns where a row goes on with the heading above it; some cells span both."""
    same = [a for a, b in zip(head, cells, strict=False) if a and a == b]
    if len(head) != len(cells) or len(same) < 2 or len(same) == len(cells):
        return None
    return [a if not b or a == b else b for a, b in zip(head, cells, strict=True)]


def heads_of(rows: Iterable[Row]) -> dict[int, Role] | None:
    """The columns that the first heading among rows gives."""
    return next((found for row in rows if (found := columns(row.cells))), None)


def assignment_rows(rows: Iterable[Row], before: dict[int, Role] | None = None) -> Iterator[TableRow]:
    """The rows that give assignments, numbered by the groups they stand in.

    ``before`` are the columns of a table that this one goes on with, where it has no heading of its own. A
    row without number and content is one more task with the content of the row above it.
    """
    roles = before
    groups: list[str] = []
    above: dict[Role, str] = {}
    number = done = under = within = ""
    head: tuple[str, ...] = ()
    for row in rows:
        names = _second_head(head, row.cells)
        found = columns(names or row.cells)
        if names and found:
            roles, head = found, ()
            continue
        head = row.cells if found else ()
        if found and (roles is None or _is_heading(row.cells)):
            # The heading repeated on the next page opens no new table.
            if roles is not None and found != roles:
                groups = []
            roles = found
            visited = (row.cells[index] for index, role in found.items() if role is Role.SUBJECT)
            done = next((visit[1] or visit[2] for head in visited if (visit := _VISITED.search(head))), "")
            continue
        if roles is None or _is_rule(row.cells) or _is_counter(row.cells):
            continue
        values = {
            role: row.cells[index]
            for index, role in roles.items()
            if index < len(row.cells) and not _EMPTY.fullmatch(row.cells[index])
        }
        content = Role.CONTENT if Role.CONTENT in roles.values() else Role.SUBJECT
        if content in values:
            values[Role.CONTENT] = values[content]
        elif above and Role.NUMBER not in values and values.keys() & {Role.OWNER, Role.DEADLINE}:
            values[Role.CONTENT] = above[Role.CONTENT]
            yield TableRow(_clause(groups, number), values, row, within=within)
            continue
        own = cell_number(values.get(Role.NUMBER, "")) or ""
        if _heads_group(values, own):
            groups, above = _group(groups, own), {}
            under = _agency_over(values) if Role.OWNER not in roles.values() else ""
            within = terms.heading_term(values.get(Role.CONTENT, "")) or ""
        elif Role.CONTENT in values:
            above, number = values, own
            yield TableRow(_clause(groups, number), values, row, done, under, within)


def _agency_over(values: dict[Role, str]) -> str:
    """The agency that a group row names, if nothing else; one in capitals as other text writes it."""
    words = values.get(Role.CONTENT, "")
    if words.isupper():
        words = in_small_letters(words)
    return words if is_agency(words) else ""


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether a row in a table heads it anew: its cells are the usual words, whatever the task below is."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(1 for cell in filled if column_role(cell)) * 3 >= 2 * len(filled)


def _heads_group(values: dict[Role, str], number: str) -> bool:
    """Whether a row only names the group of the rows below; what is left of the row above may stand in it."""
    said = set(values) - {Role.NUMBER, Role.CONTENT, Role.SUBJECT, Role.NOTE}
    return not said or (
        said == {Role.DEADLINE} and is_roman(number) and not is_readable(values[Role.DEADLINE], 2000)
    )


def _is_rule(cells: Sequence[str]) -> bool:
    return all(_RULE_CELL.fullmatch(cell.strip()) or not cell.strip() for cell in cells)


def _is_counter(cells: Sequence[str]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3)."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 2 and all(_COUNTER.fullmatch(cell.strip()) for cell in filled)


def _group(groups: list[str], number: str) -> list[str]:
    """The groups that rows stand in after a heading row: "II", or "II" and "2" inside it."""
    if not number or is_roman(number) or (number.isalpha() and number.isupper()):
        return [number] if number else groups
    return [*(group for group in groups if is_roman(group) or group.isupper()), number]


def _clause(groups: Sequence[str], number: str) -> str:
    above = [group for group in groups if not number.startswith(f"{group}.")]
    return ".".join([*above, number] if number else above)


def is_furniture(cells: Sequence[str]) -> bool:
    """Whether a row only draws or counts: the row of dashes under a heading, (1) (2) (3)."""
    return _is_rule(cells) or _is_counter(cells)
