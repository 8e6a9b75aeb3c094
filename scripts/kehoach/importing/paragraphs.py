"""Lines joined to the paragraphs that they were wrapped from, each with its number in the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.importing import prose, terms
from kehoach.importing.lines import GOES_ON, Line, is_ruling
from kehoach.importing.numbering import Mark, Rank, mark_of
from kehoach.official import wording
from kehoach.official.labels import label_line

#: Texts with longer lines are not wrapped: each line is a paragraph.
_WRAPPED = 135
#: A line of so many times the width around it was not wrapped.
_OVERLONG = 1.15
#: So many lines before and after say how wide the text is set here.
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clause, list item or paragraph: its number, its words, and the line of each of its parts.

    ``written`` is the whole of it as it stands in the source, wrapped lines joined; ``text`` is what follows
    the number.
    ``starts`` holds, for each line of the source, the place in ``text`` where it begins, and its number.
    """

    mark: Mark | None
    written: str
    text: str
    starts: tuple[tuple[int, int], ...]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.starts[0][1]

    @property
    def last_line(self) -> int:
        """The number of its last line."""
        return self.starts[-1][1]

    def line_at(self, place: int) -> int:
        """The number of the line that holds the character at a place."""
        return [number for start, number in self.starts if start <= place][-1]


def paragraphs(lines: Sequence[Line], *, wrapped: bool) -> list[Paragraph]:
    """Join wrapped lines. A word divided at the end of a line by a hyphen is put together.

    Where nothing is ``wrapped`` (Word, web pages), each line is a paragraph.
    """
    worded = [line for line in lines if not is_ruling(line.text)]
    widths = _widths(worded) if wrapped else [0] * len(worded)
    found: list[list[Line]] = []
    for index, line in enumerate(worded):
        if found and not _begins(worded[index - 1], line, widths[index - 1]):
            found[-1].append(line)
        else:
            found.append([line])
    return [_joined(group) for group in found]


def _widths(lines: Sequence[Line]) -> list[int]:
    """How wide the text is set around each line; 0 where it is not wrapped at all."""
    lengths = [len(line.text) for line in lines]
    widths = []
    for index in range(len(lines)):
        around = sorted(lengths[max(index - _AROUND, 0) : index + _AROUND + 1])
        # The second longest: one overlong line must not hide that the others are wrapped.
        width = around[-2] if len(around) > 1 else around[-1]
        widths.append(width if width <= _WRAPPED else 0)
    return widths


def _begins(before: Line, line: Line, width: int) -> bool:
    """Whether a line begins a paragraph of its own."""
    if not width or line.apart or label_line(line.text) or before.text.isdigit() or line.text.isdigit():
        return True
    if wording.goes_on(before.text):
        return False
    if len(before.text) > width * _OVERLONG:
        return True  # no page is so wide: the line is a paragraph
    ended = before.text.endswith((".", ";", ":", "!", "?", "./."))
    short = len(before.text) + 1 + len(line.text.split(" ", 1)[0]) <= width * 0.9
    if found := mark_of(line.text):
        # A line that only happens to begin with a dash or a number goes on in small letters.
        listed = found[0].rank in (Rank.DASH, Rank.PLUS, Rank.NUMBER, Rank.BRACKET)
        return ended or short or not listed or found[1][:1].isupper()
    if ended and (prose.gives(line.text) or (line.text.endswith(":") and terms.heading_term(line.text))):
        return True
    first = line.text.lstrip("“\"'(")[:1]
    goes_on = GOES_ON.search(before.text) is not None
    return short and not goes_on and (first.isupper() or (ended and not first.islower()))


def _joined(group: Sequence[Line]) -> Paragraph:
    found = mark_of(group[0].text)
    mark, text = found or (None, group[0].text)
    number = group[0].text[: len(group[0].text) - len(text)]
    starts = [(0, group[0].number)]
    for line in group[1:]:
        if not wording.goes_on(text):
            text += " "
        starts.append((len(text), line.number))
        text += line.text
    return Paragraph(mark, number + text, text, tuple(starts))


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph in its place: the numbered paragraphs above it, the outermost first."""

    paragraph: Paragraph
    above: tuple[Paragraph, ...]

    @property
    def rank(self) -> Rank:
        """The kind of its number."""
        return self.paragraph.mark.rank if self.paragraph.mark else Rank.NONE

    @property
    def name(self) -> str:
        """The number of the clause as a whole: "II.1.a"."""
        return clause_name([*self.above, self.paragraph])


def clauses(found: Sequence[Paragraph]) -> Iterator[Clause]:
    """Each paragraph with what stands above it; one without a number belongs to the clause before it."""
    stack: list[Paragraph] = []
    for paragraph in found:
        rank = paragraph.mark.rank if paragraph.mark else Rank.NONE
        if not paragraph.mark and stack and _leads(paragraph.text):
            rank = Rank.LETTER  # what follows is somebody else's than the list before it, or of another time
        while stack and (stack[-1].mark is None or stack[-1].mark.rank >= rank):
            stack.pop()
        yield Clause(paragraph, tuple(stack))
        if paragraph.mark:
            stack.append(paragraph)


def _leads(text: str) -> bool:
    return bool(prose.of_heading(text)[0] or (text.endswith(":") and terms.heading_term(text)))


def clause_name(path: Sequence[Paragraph]) -> str:
    """The name of a clause from the numbers on the way to it; "1" above "1.2" is not repeated."""
    names: list[str] = []
    for paragraph in path:
        mark = paragraph.mark
        if mark is None or mark.rank in (Rank.DASH, Rank.PLUS):
            continue
        if mark.rank is Rank.ROMAN and names and not names[-1].startswith("PL"):
            names.clear()  # "Điều 1" that approves a whole scheme is no part of the scheme's numbers
        name = f"PL{mark.name and '.'}{mark.name}" if mark.rank is Rank.ANNEX else mark.name
        if names and name.startswith(f"{names[-1]}."):
            names.pop()
        names.append(name)
    return ".".join(names)
