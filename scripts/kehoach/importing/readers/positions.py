"""Tables that are known by where their words stand on a page, without rulings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehoach.importing.numbering import cell_number
from kehoach.importing.readers.words import Line, Word
from kehoach.official.labels import Role, column_role

#: Words further apart than so many times their height stand in different columns.
_APART = 2.0
#: A gap between lines of so many times their height ends a table.
_ENDS = 3.0
#: Lines of a heading above and below that of its "TT".
_ABOVE, _BELOW = 2, 4


@dataclass(frozen=True, slots=True)
class Positioned:
    """The rows of a table, the first its heading, and how many lines of the page it takes."""

    rows: list[list[str]]
    lines: int


def pieces(line: Line) -> list[Word]:
    """The words of a line, joined where no wide gap parts them."""
    found = [line[0]]
    for word in line[1:]:
        last = found[-1]
        if word.x0 - last.x1 > _APART * word.height:
            found.append(word)
        else:
            text = f"{last.text} {word.text}"
            found[-1] = Word(text, last.x0, word.x1, min(last.top, word.top), max(last.bottom, word.bottom))
    return found


def parted(lines: Sequence[Line], apart: Callable[[Word, Word], bool]) -> Iterator[str | Positioned]:
    """The lines of an area, and the tables among them; an empty line where two stand ``apart``.

    Letterheads stand in two columns: what a wide gap parts are lines of their own.
    """
    number, before = 0, None
    while number < len(lines):
        if found := table_at(lines[number:]):
            yield found
            number, before = number + found.lines, None
            continue
        line = lines[number]
        if before is not None and apart(before, line[0]):
            yield ""
        number, before = number + 1, line[0]
        yield from (piece.text for piece in pieces(line))


def table_at(lines: Sequence[Line]) -> Positioned | None:
    """The table whose heading begins with the first of some lines; None where none does."""
    heading = next((n for n in range(min(_ABOVE + 1, len(lines))) if _is_heading(lines[n])), None)
    if heading is None or any(len(pieces(line)) < 2 for line in lines[:heading]):
        return None
    first = next((n for n in range(heading + 1, heading + _BELOW + 2) if _begins_row(lines[n : n + 1])), None)
    if first is None:
        return None
    size = _size(lines)
    edges = _edges(pieces(lines[heading]), lines[:size])
    rows = [_cells(lines[:first], edges)]
    starts = [n for n in range(first, size) if _begins_row(lines[n : n + 1])]
    rows += [_cells(lines[a:b], edges) for a, b in pairwise([*starts, size])]
    roles = {role for name in rows[0] if (role := column_role(name))}
    return Positioned(rows, size) if {Role.CONTENT, Role.OWNER} <= roles else None


def _is_heading(line: Line) -> bool:
    found = pieces(line)
    return len(found) > 2 and column_role(found[0].text) is Role.NUMBER


def _begins_row(line: Sequence[Line]) -> bool:
    found = pieces(line[0]) if line else []
    return len(found) > 1 and cell_number(found[0].text) is not None


def _size(lines: Sequence[Line]) -> int:
    """How many lines there are to the next wide gap."""
    for number, (above, line) in enumerate(pairwise(lines), 1):
        if line[0].top - above[0].bottom > _ENDS * line[0].height:
            return number
    return len(lines)


def _edges(heads: Sequence[Word], lines: Sequence[Line]) -> list[float]:
    """Where columns part: between two heads, where the fewest words cross."""
    words = [word for line in lines for word in line]
    edges = []
    for left, right in pairwise(heads):
        steps = [left.middle + n * (right.middle - left.middle) / 40 for n in range(1, 40)]
        crossed = {x: sum(1 for word in words if word.x0 < x < word.x1) for x in steps}
        free = [x for x in steps if crossed[x] == min(crossed.values())]
        edges.append(free[len(free) // 2])
    return edges


def _cells(lines: Sequence[Line], edges: Sequence[float]) -> list[str]:
    """The words of lines by the columns that they stand in."""
    cells: list[list[str]] = [[] for _edge in [*edges, 0]]
    for word in (word for line in lines for word in line):
        cells[sum(1 for edge in edges if word.middle > edge)].append(word.text)
    return [" ".join(cell) for cell in cells]
