"""The text of a page as an editor has it: its lines, the IDs in them, and changes of parts of it.

Lines end where text editors end them, and count from 1; columns count letters, from 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kehoach.editing import renaming
from kehoach.plan import Need, syntax


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a line: from a column on, so many letters."""

    path: str
    line: int
    column: int
    length: int


class Page:
    """A text, and what was found out of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def whole_lines(self) -> list[str]:
        """The lines with their ends; the last may be empty."""
        return syntax.lines_of(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return syntax.LINE_END.sub("\n", self.text).split("\n")

    def line(self, number: int) -> str:
        """A line; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def ids(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """What looks like an ID from one line to another: its line, its column, and itself."""
        for number in range(max(first, 1), min(last, len(self.lines)) + 1):
            for found in renaming.ID.finditer(self.lines[number - 1]):
                yield number, found.start(), found[0]

    def changed(self, start: tuple[int, int], end: tuple[int, int], text: str) -> "Page":
        """The page with another text from one line and column to another."""
        lines = self.whole_lines
        (first, column), (last, until) = (min(place, (len(lines), len(lines[-1]))) for place in (start, end))
        head, tail = lines[first - 1][:column], lines[last - 1][until:]
        # The ends of both neighbours may become part of others; what is below the second begins a line.
        above, below = max(first - 2, 0), min(last + 1, len(lines))
        between = syntax.lines_of("".join([*lines[above : first - 1], head, text, tail, *lines[last:below]]))
        rest = lines[below:]
        changed = [*lines[:above], *(between[:-1] if rest else between), *rest]
        page = Page("".join(changed))
        page.whole_lines = changed
        return page

    def last_line(self, need: Need) -> int:
        """The line that closes an object, or where that is missing, its last one with words."""
        colons = len(self.line(need.line)) - len(self.line(need.line).lstrip(":"))
        words = need.line
        for number in range(need.line + 1, len(self.lines) + 1):
            line = self.line(number)
            opening = syntax.OPENING.match(line)
            if opening and len(opening[1]) >= colons:
                return words
            if syntax.closes(line, colons):
                return number
            words = number if line.strip() else words
        return words
