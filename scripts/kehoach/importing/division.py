"""The lines of a row divided into the cells of its columns, where no sign parts them: what fits best.

A line that had room for the next word ends its cell, a cell begins with a capital letter, an agency stands in
a column of agencies, a deadline can be read, and what stood whole in the same column before is whole again.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from kehoach import deadline
from kehoach.importing.agency_lists import begins_agency, is_agency
from kehoach.importing.lines import Line
from kehoach.importing.rows import Row
from kehoach.importing.vocabulary import AUTHORITIES, PRODUCTS
from kehoach.official import wording
from kehoach.official.labels import Role

#: So many lines on a page a cell may take, other than that of the task itself.
_CELL_LINES = 24
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
#: What the words of a cell can earn at most: those of a column that shows what it holds, and of any other.
_WORDS_EARN = {Role.DEADLINE: 11.0, Role.OWNER: 8.0, Role.PARTNERS: 8.0, Role.SUBMIT_TO: 8.0}
_ANY_WORDS_EARN = 7.0

_agency = lru_cache(maxsize=4096)(is_agency)
_begins_agency = lru_cache(maxsize=4096)(begins_agency)
_unfinished = lru_cache(maxsize=4096)(lambda text: bool(_UNFINISHED.search(text)))


@dataclass(slots=True)
class Part:
    """A row: its number, as counted and as written, its lines page by page, and the index behind it."""

    number: str
    written: str
    line: int
    lines: list[list[Line]]
    group: bool
    after: int


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a row on a page: what the pages before have left of each cell, and which page it is."""

    texts: Sequence[str]
    cells: Sequence[str]
    ends: Sequence[str]
    cut: Sequence[bool]
    first: bool
    final: bool


@dataclass(frozen=True, slots=True)
class _Divided:
    """The lines of a page up to a place, divided into the cells of some columns: how well, and where."""

    mark: float
    spans: tuple[tuple[int, int], ...] = ()


class Cells:
    """Divides rows into cells, and remembers what cells held and how wide their lines were."""

    def __init__(self, roles: Sequence[Role | None]) -> None:
        self.roles = roles
        # A first guess, with room for more; what rows on one page show replaces it.
        self.widths = [42 if role is Role.CONTENT else 16 for role in roles]
        self.slack = 1.35
        self.lengths: list[list[int]] = [[] for _role in roles]
        #: What stood whole in the columns of a role, in order.
        self.seen: dict[Role | None, list[str]] = {role: [] for role in roles}

    def learn(self) -> None:
        """Take the widths of the columns from the rows that no page has cut."""
        for column, lengths in enumerate(self.lengths):
            if len(lengths) >= 5:
                # The widest but for a few: a wrong division must not make a column wide.
                self.widths[column] = sorted(lengths)[int(len(lengths) * 0.97) - 1]
        self.slack = 1.1

    def row(self, part: Part) -> Row | None:
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
            spans = self.divide(_Page(texts, cells, ends, cut, first=number == 0, final=final))
            # What is shorter than the tallest cell of the row had ended when the page did.
            tallest = max(end - start for start, end in spans)
            cut = [end - start >= tallest - 1 for start, end in spans]
            pieces.append(
                (
                    "" if number else part.written,
                    *(wording.undivided(" ".join(texts[a:b])) for a, b in spans),
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
                if cell and not self.has_stood(role, cell):
                    insort(self.seen[role], cell)
        return Row((part.written, *cells), part.line, last, tuple(pieces))

    def has_stood(self, role: Role | None, words: str, *, begun: bool = False) -> bool:
        """Whether words stood whole in a column of a role, or with ``begun`` what begins with them did."""
        seen = self.seen[role]
        at = bisect_left(seen, words)
        return at < len(seen) and (seen[at].startswith(words) if begun else seen[at] == words)

    def divide(self, page: _Page) -> Sequence[tuple[int, int]]:
        """The lines of each column, as half-open spans: the division with the highest mark."""
        best = {0: _Divided(0)}
        for column in range(len(self.roles)):
            best = {end: self.best(column, page, end, found) for end, found in self.ways(column, page, best)}
        return best[len(page.texts)].spans

    def ways(
        self, column: int, page: _Page, best: dict[int, _Divided]
    ) -> Iterable[tuple[int, list[tuple[float, int, _Divided]]]]:
        """Where a cell may end, with where it may begin and the mark so far, without that of its words."""
        texts, size = page.texts, len(page.texts)
        flow = self.flow(column, texts)
        unfinished = [(5 if page.first else 2) * _unfinished(text) for text in texts]
        ended = 0 if page.cut[column] else 3.5
        found: dict[int, list[tuple[float, int, _Divided]]] = {}
        for start, before in best.items():
            begun = before.mark - ended
            if start < size:
                begun += self.opening(column, texts[start], page) - flow[start]
            for end in self.ends(column, start, size):
                mark = begun + flow[end - 1] - unfinished[end - 1] if end > start else before.mark
                found.setdefault(end, []).append((mark, start, before))
        return found.items()

    def best(self, column: int, page: _Page, end: int, ways: list[tuple[float, int, _Divided]]) -> _Divided:
        """The best cell that ends at a place. Words are read only where they can still make a difference."""
        most = _WORDS_EARN.get(self.roles[column], _ANY_WORDS_EARN)  # type: ignore[arg-type]
        best, begins, divided = float("-inf"), 0, _Divided(0)
        for mark, start, before in sorted(ways, key=lambda way: (-way[0], way[1])):
            if mark + most < best:
                break
            words = self.joined(column, page.cells[column], page.ends[column], page.texts[start:end])
            value = mark + self.whole(column, words, end - start, final=page.final)
            if value > best or (value == best and start < begins):
                best, begins, divided = value, start, before
        return _Divided(best, (*divided.spans, (begins, end)))

    def ends(self, column: int, start: int, size: int) -> Iterable[int]:
        """Where a cell that begins at a line may end: the columns behind it must be able to hold the rest."""
        behind = len(self.roles) - 1 - column
        longest = size if self.roles[column] is Role.CONTENT else min(size, start + _CELL_LINES)
        return range(max(start, size - behind * _CELL_LINES), longest + 1) if behind else (size,)

    def joined(self, column: int, words: str, last: str, texts: Sequence[str]) -> str:
        """The lines of a cell as one text; an end of line stays where the next agency of a list begins."""
        listed = self.roles[column] in _AGENCIES
        for text in texts:
            if not words or wording.goes_on(words):
                words += text
            else:
                ended = listed and text[:1].isupper() and self.room(column, last, text) >= 0
                ended = ended and not _unfinished(last) and _begins_agency(text)
                words += ("\n" if ended else " ") + text
            last = text
        return words

    def room(self, column: int, line: str, following: str) -> int:
        """How much room a line of a column leaves behind the first word of the line below it."""
        return self.widths[column] - len(line) - 1 - len(following.split(" ", 1)[0])

    def flow(self, column: int, texts: Sequence[str]) -> list[float]:
        """How well the lines of a page follow one another in a column, summed up to each."""
        return list(accumulate((self.after(column, *two) for two in pairwise(texts)), initial=0.0))

    def after(self, column: int, previous: str, text: str) -> float:
        """How well a line follows another in a column: full lines go on, short ones end."""
        mark = -6.0 if len(text) > self.widths[column] * self.slack else 0.0
        room = min(max(self.room(column, previous, text) - 1, 0) * 0.5, 6)
        # Small letters and unfinished words show that the cell goes on, however much room there was.
        if text[:1].islower() or _unfinished(previous):
            return mark - room * 0.4
        if text[:1].isupper():
            mark -= 0.6
            if self.roles[column] in _AGENCIES and _begins_agency(text):
                return mark  # the next of a list
        return mark - room

    def opening(self, column: int, text: str, page: _Page) -> float:
        """How well a line goes on with what the page before has left of a cell, or begins one."""
        if before := page.ends[column]:
            return self.after(column, before, text)
        mark = -6.0 if len(text) > self.widths[column] * self.slack else 0.0
        begins = text[:1].isupper() or text[:1].isdigit() or text[:1] in '“"[-+'
        return mark if begins else mark - (6 if page.first else 3)

    def whole(self, column: int, words: str, lines: int, *, final: bool) -> float:  # noqa: PLR0911 # a return a role
        """How well the words of a whole cell suit its column."""
        role = self.roles[column]
        if not words:
            return -4.0 if role in (Role.CONTENT, Role.OWNER, Role.DEADLINE) else -2.5
        mark = 5.0 if self.has_stood(role, words) else 0.0
        if not (mark or final) and self.has_stood(role, words, begun=True):
            mark = 3.0
        if role is Role.CONTENT:
            return mark - (4 if _begins_agency(words) and _agency(words) else 0)
        if role in _AGENCIES:
            fits = _begins_agency(words) and len(words) < 300
            return mark + (3 if fits else -5) - (4 if final and not _agency(words) else 0)
        if role is Role.SUBMIT_TO:
            return mark + (3 if _AUTHORITY.match(words) else -4) - max(lines - 8, 0)
        if role is Role.DEADLINE:
            if _readable(words):
                return mark + 6 - max(len(words) - 120, 0) / 20
            return mark + (-6 if final else -1)
        if role is Role.DELIVERABLES:
            return mark + (2 if _PRODUCT.match(words) else -1) - (4 if _begins_agency(words) else 0)
        return mark


@lru_cache(maxsize=4096)
def _readable(words: str) -> bool:
    return len(words) < 400 and bool(_TIME.search(words)) and deadline.is_readable(words, 2000)
