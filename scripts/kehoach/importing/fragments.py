"""Tables that reached us as text with one fragment of a cell a line, as gazettes are published.

The columns of such a table follow one another without a sign between them; pages cut cells. Rows are known
by their numbers, which must count on. Where the cells of a row end is found as the division that fits best: a
line that had room for the next word ends its cell, a cell begins with a capital letter, an agency stands in a
column of agencies, a deadline can be read, and what stood whole in the same column before is whole again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kehoach import deadline
from kehoach.importing.agency_lists import begins_agency, is_agency
from kehoach.importing.letters import CAPITAL
from kehoach.importing.lines import Line
from kehoach.importing.numbering import cell_number, is_roman, roman
from kehoach.importing.rows import Row
from kehoach.importing.vocabulary import AUTHORITIES, PRODUCTS
from kehoach.official import fidelity
from kehoach.official.labels import Role, column_role

#: So many lines a heading of columns may take.
_HEADING_LINES = 30
#: So many lines on a page a cell may take, other than that of the task itself.
_CELL_LINES = 24
_INLINE_NUMBER = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,3}})*|[IVX]{{1,5}})[.)]?\s+(?={CAPITAL}|[“\"(])")
#: Wider than any cell: a note that runs across the page.
_WIDE = 60
_FOOTNOTE = re.compile(rf"\d{{1,2}}\s+{CAPITAL}")
_END = re.compile(r"(?:phụ lục|nơi nhận|ghi chú)\b", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:và|các|Các|của|với|cho|về|cơ|số|trong|tháng|năm|ngày|theo|có|ở|tại|Bộ|Sở|Năm|Quý|Tháng|Ngày|Trước)$|[,(/-]$"
    r"|(?:^|[;,]\s*)(?:Thanh tra|Văn phòng|Ban|Ủy ban|Viện|Cục|Trường|Trung tâm|Hội đồng|Hội|Đài|Báo)$"
)
_AUTHORITY = re.compile(rf"(?:{AUTHORITIES})\b")
_PRODUCT = re.compile(rf"(?:Các )?(?:{PRODUCTS})\b", re.IGNORECASE)
#: Without one of these no deadline can be read: most words of a table need not be tried.
_TIME = re.compile(
    r"\d|thường|hằng|hàng|định kỳ|quý|năm|tháng|ngày|khi|theo|ngay|khẩn|kịp|liên tục", re.IGNORECASE
)
_AGENCIES = (Role.OWNER, Role.PARTNERS)


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
    reader = _Cells(roles[1:])
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


@dataclass(slots=True)
class _Part:
    """A row: its number, as counted and as written, its lines page by page, and the index behind it."""

    number: str
    written: str
    line: int
    lines: list[list[Line]]
    group: bool
    after: int


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


def _parts(lines: Sequence[Line], width: int, heading: str, index: int) -> Iterator[_Part]:
    """The rows of a table, found by their numbers; a repeated heading divides the row that it falls in."""
    part: _Part | None = None
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
            part = _Part(number, written, lines[index].number, [[]], is_roman(number), index)
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


class _Cells:
    """Divides rows into cells, and remembers what cells held and how wide their lines were."""

    def __init__(self, roles: Sequence[Role | None]) -> None:
        self.roles = roles
        # A first guess, with room for more; what rows on one page show replaces it.
        self.widths = [42 if role is Role.CONTENT else 16 for role in roles]
        self.slack = 1.35
        self.lengths: list[list[int]] = [[] for _role in roles]
        self.seen: dict[Role | None, Counter[str]] = {role: Counter() for role in roles}

    def learn(self) -> None:
        """Take the widths of the columns from the rows that no page has cut."""
        for column, lengths in enumerate(self.lengths):
            if len(lengths) >= 5:
                # The widest but for a few: a wrong division must not make a column wide.
                self.widths[column] = sorted(lengths)[int(len(lengths) * 0.97) - 1]
        self.slack = 1.1

    def row(self, part: _Part) -> Row | None:
        """The row with its cells; a row that only heads a group has its words alone."""
        lines = [line for page in part.lines for line in page]
        if not lines:
            return None
        last = lines[-1].number
        if part.group:
            title = " ".join(line.text for line in lines)
            return Row((part.written, title, *[""] * (len(self.roles) - 1)), part.line, last)
        cells = [""] * len(self.roles)
        ends = [""] * len(self.roles)
        cut = [True] * len(self.roles)
        pages = [page for page in part.lines if page]
        pieces = []
        for number, page in enumerate(pages):
            texts = [line.text for line in page]
            final = number == len(pages) - 1
            spans = self.divide(texts, cells, ends, cut, first=number == 0, final=final)
            # What is shorter than the tallest cell of the row had ended when the page did.
            tallest = max(end - start for start, end in spans)
            cut = [end - start >= tallest - 1 for start, end in spans]
            pieces.append(
                (
                    "" if number else part.written,
                    *(fidelity.undivided(" ".join(texts[a:b])) for a, b in spans),
                )
            )
            for column, (start, end) in enumerate(spans):
                if start < end:
                    cells[column] = self.joined(column, cells[column], ends[column], texts[start:end])
                    ends[column] = texts[end - 1]
                if len(pages) == 1:
                    self.lengths[column] += [len(text) for text in texts[start:end]]
        if len(pages) == 1:
            for role, cell in zip(self.roles, cells, strict=True):
                self.seen[role][cell] += 1
        return Row((part.written, *cells), part.line, last, tuple(pieces))

    def divide(  # noqa: PLR0913 # what the pages before have left of each cell
        self,
        texts: Sequence[str],
        cells: Sequence[str],
        ends: Sequence[str],
        cut: Sequence[bool],
        *,
        first: bool,
        final: bool,
    ) -> list[tuple[int, int]]:
        """The lines of each column, as half-open spans: the division with the highest mark."""
        size = len(texts)
        best = {0: (0.0, list[tuple[int, int]]())}
        for column in range(len(self.roles)):
            following: dict[int, tuple[float, list[tuple[int, int]]]] = {}
            for start, (mark, spans) in best.items():
                for end in self.ends(column, start, size):
                    words = self.joined(column, cells[column], ends[column], texts[start:end])
                    value = mark + self.whole(column, words, end - start, final=final)
                    value += self.lines(column, texts[start:end], ends[column], first=first)
                    value -= 3.5 if start < end and not cut[column] else 0
                    if end not in following or value > following[end][0]:
                        following[end] = (value, [*spans, (start, end)])
            best = following
        return best[size][1]

    def ends(self, column: int, start: int, size: int) -> Iterable[int]:
        """Where a cell that begins at a line may end: the columns behind it must be able to hold the rest."""
        behind = len(self.roles) - 1 - column
        longest = size if self.roles[column] is Role.CONTENT else min(size, start + _CELL_LINES)
        return range(max(start, size - behind * _CELL_LINES), longest + 1) if behind else (size,)

    def joined(self, column: int, words: str, last: str, texts: Sequence[str]) -> str:
        """The lines of a cell as one text; an end of line stays where the next agency of a list begins."""
        listed = self.roles[column] in _AGENCIES
        for text in texts:
            if not words or fidelity.goes_on(words):
                words += text
            else:
                room = self.widths[column] - len(last) - 1 - len(text.split(" ", 1)[0])
                ended = listed and room >= 0 and text[:1].isupper() and not _UNFINISHED.search(last)
                words += ("\n" if ended and begins_agency(text) else " ") + text
            last = text
        return words

    def lines(self, column: int, texts: Sequence[str], before: str, *, first: bool) -> float:
        """How well lines follow one another in a column: full lines go on, short ones end."""
        mark = 0.0
        width = self.widths[column]
        previous = before
        for text in texts:
            if len(text) > width * self.slack:
                mark -= 6
            if previous:
                room = width - len(previous) - 1 - len(text.split(" ", 1)[0])
                # Small letters and unfinished words show that the cell goes on, however much room there was.
                goes_on = text[:1].islower() or _UNFINISHED.search(previous)
                mark -= min(max(room - 1, 0) * 0.5, 6) * (0.4 if goes_on else 1)
                if text[:1].isupper() and not _UNFINISHED.search(previous):
                    mark -= 0.6
                    if self.roles[column] in _AGENCIES and begins_agency(text):
                        mark += min(max(room - 1, 0) * 0.5, 6)  # the next of a list
            elif not (text[:1].isupper() or text[:1].isdigit() or text[:1] in '“"[-+'):
                mark -= 6 if first else 3
            previous = text
        if texts and _UNFINISHED.search(texts[-1]):
            mark -= 5 if first else 2
        return mark

    def whole(self, column: int, words: str, lines: int, *, final: bool) -> float:  # noqa: PLR0911 # a return a role
        """How well the words of a whole cell suit its column."""
        role = self.roles[column]
        if not words:
            return -4.0 if role in (Role.CONTENT, Role.OWNER, Role.DEADLINE) else -2.5
        mark = 5.0 if self.seen[role][words] else 0.0
        if not (mark or final) and any(known.startswith(words) for known in self.seen[role]):
            mark = 3.0
        if role is Role.CONTENT:
            return mark - (4 if begins_agency(words) and _agency(words) else 0)
        if role in _AGENCIES:
            fits = begins_agency(words) and len(words) < 300
            return mark + (3 if fits else -5) - (4 if final and not _agency(words) else 0)
        if role is Role.SUBMIT_TO:
            return mark + (3 if _AUTHORITY.match(words) else -4) - max(lines - 8, 0)
        if role is Role.DEADLINE:
            if _readable(words):
                return mark + 6 - max(len(words) - 120, 0) / 20
            return mark + (-6 if final else -1)
        if role is Role.DELIVERABLES:
            return mark + (2 if _PRODUCT.match(words) else -1) - (4 if begins_agency(words) else 0)
        return mark


@lru_cache(maxsize=4096)
def _readable(words: str) -> bool:
    return len(words) < 400 and bool(_TIME.search(words)) and deadline.is_readable(words, 2000)


_agency = lru_cache(maxsize=4096)(is_agency)
