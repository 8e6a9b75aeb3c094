"""Tables that reached us as text with one fragment of a cell a line, as gazettes are published.

The columns of such a table follow one another without a sign between them; pages cut cells. Rows are known
by their numbers, which must count on. Where the cells of a row end, ``division`` finds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kehoach.importing.division import Cells, Part
from kehoach.importing.lines import Line
from kehoach.importing.numbering import cell_number, is_roman, roman
from kehoach.importing.rows import Row
from kehoach.importing.vocabulary import CAPITAL
from kehoach.official.labels import Role, column_role

#: So many lines a heading of columns may take.
_HEADING_LINES = 30
_INLINE_NUMBER = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,3}})*|[IVX]{{1,5}})[.)]?\s+(?={CAPITAL}|[“\"(])")
#: Wider than any cell: a note that runs across the page.
_WIDE = 60
_FOOTNOTE = re.compile(rf"\d{{1,2}}\s+{CAPITAL}")
_END = re.compile(r"(?:phụ lục|nơi nhận|ghi chú)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fragmented:
    """A table found in a text: its rows, the first its heading, and the index of the line behind it.

    ``repeated`` are the numbers of lines that belong to no row: repeated headings, notes of pages.
    """

    rows: tuple[Row, ...]
    end: int
    repeated: tuple[int, ...]


def fragmented_table(lines: Sequence[Line], start: int) -> Fragmented | None:
    """The table whose heading begins at a line; None where none does."""
    heading = _heading(lines, start)
    if not heading:
        return None
    names, end = heading
    roles = [column_role(name) for name in names]
    words = " ".join(line.text for line in lines[start:end])
    parts = list(_parts(lines, len(roles), words, end))
    reader = Cells(roles[1:])
    found = [Row(tuple(names), lines[start].number, lines[end - 1].number)]
    # Twice: what stood whole in a column the first time helps to divide the rows that a page has cut.
    for _once in range(2):
        rows = [reader.row(part) for part in parts]
        reader.learn()
    found += [row for row in rows if row]
    last = parts[-1].after if parts else end
    kept = {line.number for part in parts for page in part.lines for line in page} | {
        part.line for part in parts
    }
    repeated = tuple(line.number for line in lines[end:last] if line.number not in kept)
    return Fragmented(tuple(found), last, repeated)


def _heading(lines: Sequence[Line], start: int) -> tuple[list[str], int] | None:
    """The names of the columns of a heading that begins at a line, and the index behind it."""
    if column_role(lines[start].text) is not Role.NUMBER:
        return None
    end = start + 1
    while end < min(len(lines), start + _HEADING_LINES) and not _begins_rows(lines[end].text):
        end += 1
    found = _divided(tuple(line.text for line in lines[start:end]))
    if not found:
        return None
    known = {role for name in found[1] if (role := column_role(name))}
    useful = len(known) > 2 and Role.CONTENT in known and known & {Role.OWNER, Role.DEADLINE}
    return (list(found[1]), end) if useful else None


def _begins_rows(text: str) -> bool:
    """Whether a line begins the rows under a heading: the number of the first row or of the columns."""
    inline = _INLINE_NUMBER.match(text)
    return cell_number(text) is not None or bool(inline and inline[1] in ("I", "1")) or text == "(1)"


@lru_cache(maxsize=256)
def _divided(texts: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """How many columns are unknown and the names of all, when lines are divided with the fewest unknown."""
    if not texts:
        return 0, ()
    best: tuple[int, tuple[str, ...]] | None = None
    for size in range(min(5, len(texts)), 0, -1):
        name = " ".join(texts[:size])
        role = column_role(name)
        if role is None and size > 3:
            continue
        rest = _divided(texts[size:])
        if rest is None or (role and role in map(column_role, rest[1])):
            continue
        found = (rest[0] + (role is None), (name, *rest[1]))
        if best is None or found[0] < best[0]:
            best = found
    return best


def _repeated(lines: Sequence[Line], index: int, heading: str) -> int | None:
    """The index behind the heading where a page repeats it, however its lines are wrapped there."""
    words = ""
    while index < len(lines) and len(words) < len(heading):
        words = f"{words} {lines[index].text}".strip()
        index += 1
    return index if words == heading else None


def _parts(lines: Sequence[Line], width: int, heading: str, index: int) -> Iterator[Part]:
    """The rows of a table, found by their numbers; a repeated heading divides the row that it falls in."""
    part: Part | None = None
    last: list[str] = []
    counted = 0
    while index < len(lines):
        text = lines[index].text
        if _END.match(text) and (part is None or len(part.lines[-1]) >= width - 2 or lines[index].apart):
            break
        if again := _repeated(lines, index, heading):
            if part and part.lines[-1]:
                _drop_footnotes(part.lines[-1])
                part.lines.append([])
            index = again
            continue
        number, rest = _number(text, last, counted)
        if number is None and _is_counter(text):
            index += 1
            continue
        if number is not None:
            if part:
                part.after = index
                yield part
            last = _counted(last, number)
            counted = int(number) if number.isdigit() else counted
            written = text[: len(text) - len(rest)].strip()
            part = Part(number, written, lines[index].number, [[]], is_roman(number), index)
            if rest:
                part.lines[0].append(Line(lines[index].number, rest))
        elif part:
            part.lines[-1].append(lines[index])
        index += 1
    if part:
        part.after = index
        yield part


def _drop_footnotes(page: list[Line]) -> None:
    """Take the notes at the foot of a page out of the row that the page has cut."""
    for index, line in enumerate(page):
        if index and len(line.text) > _WIDE and _FOOTNOTE.match(line.text):
            del page[index:]
            return


def _is_counter(text: str) -> bool:
    return bool(re.fullmatch(r"\(\d{1,2}\)(?:\s*\(\d{1,2}\))*", text))


def _number(text: str, last: Sequence[str], counted: int) -> tuple[str | None, str]:
    """The number of a row that begins with a line and the words behind it, if the rows count on to it."""
    # Rows may count on through all groups, or begin anew in each.
    expected = _next(last) | {str(counted + 1)}
    whole = cell_number(text)
    if whole in expected:
        return whole, ""
    inline = _INLINE_NUMBER.match(text)
    if inline and inline[1] in expected:
        return inline[1], text[inline.end() :]
    return None, ""


def _next(last: Sequence[str]) -> set[str]:
    """The numbers that may follow those on the way to a row: the next of each, and the first below."""
    found = {"I", "1", "A"} if not last else set()
    for depth, number in enumerate(last):
        if is_roman(number) and depth == 0:
            found.add(roman(_roman_value(number) + 1))
        elif number.isdigit():
            found.add(str(int(number) + 1))
        elif "." in number:
            head, _dot, tail = number.rpartition(".")
            found.add(f"{head}.{int(tail) + 1}")
        elif len(number) == 1:
            found.add(chr(ord(number) + 1))
    if last:
        bottom = last[-1]
        found |= {f"{bottom}.1"} if bottom[0].isdigit() else {"1"}
    return found


def _roman_value(number: str) -> int:
    return next(value for value in range(1, 40) if roman(value) == number)


def _counted(last: Sequence[str], number: str) -> list[str]:
    """The numbers on the way to a row, the outermost first."""
    if is_roman(number) or (len(number) == 1 and number.isalpha()):
        return [number]
    above = [n for n in last if not n[0].isdigit() or number.startswith(f"{n}.")]
    return [*above, number]
