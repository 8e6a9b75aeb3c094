"""What cards and views consist of, whatever prints them.

``drawing.py`` makes HTML of it, most by ``templates/NAME.html``; for other builders ``printing.py`` makes
docutils nodes.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from markupsafe import Markup

from kehoach.language import _
from kehoach.plan import Need
from kehoach.reports.tables import Head, Span, Surface, Table, Value, Words, heads, plain
from kehoach.reports.words import as_of_words

#: So many rows of a list have room on a page that is read at a glance.
ROOM = 12
_DIFFERENCE = re.compile(r"[+-]\d+")
#: Words as they are, or with links and states among them.
Inline = str | Words
#: An item of a list, and those below it.
Item = tuple[Inline, tuple[Inline, ...]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside the table of contents. A page's only heading of level 1 is its title."""

    words: Inline
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``css`` is its class."""

    words: Inline
    css: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be overlooked."""

    paragraphs: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled values, one a row."""

    pairs: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item may have items below it."""

    items: tuple[Item, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, which only HTML has: beside it stands a table with the same words."""

    html: Markup


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that leads to what it counts: ``number`` and, smaller, of how many; ``css`` is its colour."""

    number: int
    label: str
    about: str
    to: str
    css: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    """The figures that head a plan."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do from a page: a link, or a button of the script.

    ``copies`` is the ID of the box whose text a button copies; ``subscribes`` makes of a link to a calendar
    two, one that copies its address and one that a calendar opens.
    """

    words: str
    to: str = ""
    main: bool = False
    copies: str = ""
    subscribes: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """What can be done from a page, the first thing first."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many tasks stand where, in their colours; ``legend`` names them below."""

    counts: tuple[tuple[str, str, int], ...]
    legend: bool = True

    @property
    def words(self) -> str:
        """The same for those who do not see it."""
        return ", ".join(f"{label}: {count}" for _state, label, count in self.counts)


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar a row, with figures on both sides."""

    head: tuple[str, ...]
    rows: tuple[tuple[Inline, Bar, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """What few readers need, behind its title."""

    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Switch:
    """The same thing seen in several ways, of which one is shown at a time; ``name`` is the page's own."""

    name: str
    label: str
    choices: "tuple[tuple[str, tuple[Block, ...]], ...]"


#: To what a list can be narrowed: as it stands in the address, and in words.
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by: its key in the address, the words for all, the choices of a row."""

    key: str
    everything: str
    choices: Callable[[Any], Iterable[Choice]]


class Role(StrEnum):
    """What a column of a table holds: what names each row, figures and nothing else, or something else."""

    NAME = "name"
    FIGURE = "figure"
    OTHER = "other"


class Row(NamedTuple):
    """A row of a table: its cells, what names it, the choices of the facets by their keys, its section."""

    cells: list[Inline]
    name: Inline
    choices: tuple[tuple[str, str], ...]
    section: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; a script sorts it where it is a list, ``filterable``, and narrows it by ``facets``."""

    table: Table[Any]
    filterable: bool = True
    facets: tuple[Facet, ...] = ()

    @property
    def body(self) -> tuple[str, list[Role], list[Row]]:
        """What the facets offer, as JSON for the script, what the columns hold, and the rows."""
        offered: list[dict[str, str]] = [{} for _facet in self.facets]
        values = [self.table.cells(row) for row in self.table.rows]
        naming = self._naming(values)
        roles = [
            Role.FIGURE if figure else Role.NAME if number == naming else Role.OTHER
            for number, figure in enumerate(self._figures(values))
        ]
        rows, sections = [], self._sections(values)
        for row, words, section in zip(self.table.rows, self._words(values), sections, strict=True):
            found = [dict(facet.choices(row)) for facet in self.facets]
            for choices, mine in zip(offered, found, strict=True):
                choices.update(mine)
            marks = tuple((f.key, " ".join(mine)) for f, mine in zip(self.facets, found, strict=True))
            rows.append(Row(words, words[naming], marks, section))
        told = [
            {"key": facet.key, "everything": facet.everything, "choices": choices}
            for facet, choices in zip(self.facets, offered, strict=True)
        ]
        return json.dumps(told, ensure_ascii=False) if told else "", roles, rows

    def _naming(self, values: list[list[Value]]) -> int:
        """The column that names each row: it leads to what the row is about; else the first."""
        for row, cells in zip(self.table.rows[:1], values, strict=False):
            about = self.table.need(row)
            for number, value in enumerate(cells):
                if about and isinstance(value, tuple) and any(span.to == about for span in value):
                    return number
        return 0

    def _figures(self, values: list[list[Value]]) -> list[bool]:
        """Which columns hold numbers and nothing else."""
        columns = (
            [value for value in column if value not in ("", None)] for column in zip(*values, strict=True)
        )
        found = [bool(column) and all(map(_is_figure, column)) for column in columns]
        return found or [False] * len(self.table.columns)

    def _sections(self, values: list[list[Value]]) -> list[str]:
        """The chapter that each clause is of, after the plan among several: "II.1.a" is of "II"."""
        keys = [column.key for column in self.table.columns]
        if "clause" not in keys:
            return [""] * len(values)
        place, by_plan = keys.index("clause"), keys[0] == "plan"
        plans = (f"{plain(cells[0])} " if by_plan else "" for cells in values)
        chapters = (plain(cells[place]).partition(".")[0] for cells in values)
        return [f"{plan}{chapter}" for plan, chapter in zip(plans, chapters, strict=True)]

    @property
    def plans(self) -> str:
        """The plans that rows are of, as JSON for the script, where the first column names them."""
        if self.table.columns[0].key != "plan" or not self.filterable:
            return ""
        names = dict.fromkeys(plain(self.table.columns[0].value(row)) for row in self.table.rows)
        return json.dumps([name for name in names if name], ensure_ascii=False)

    @property
    def css(self) -> str:
        """The classes: the key of the table, whether it can be filtered, whether it is of several plans."""
        by_plan = self.table.columns[0].key == "plan" and self.filterable
        named = (self.table.key, "filterable" if self.filterable else "", "by-plan" if by_plan else "")
        return " ".join(("stacked", *filter(None, named)))

    @property
    def head(self) -> list[Inline]:
        """What stands above the columns, short forms spelt out."""
        return [(Span(c.name, about=c.about),) if c.about else c.name for c in self.table.columns]

    @property
    def heads(self) -> list[list[Head]]:
        """The rows of the head, where neighbours share words above them."""
        return heads(self.table.columns)

    @property
    def rows(self) -> list[list[Inline]]:
        """What stands in the rows, column by column."""
        return self._words([self.table.cells(row) for row in self.table.rows])

    def _words(self, values: list[list[Value]]) -> list[list[Inline]]:
        rows = [list(map(as_words, cells)) for cells in values]
        if self.table.total:
            rows[-1][0] = (Span(plain(rows[-1][0]), strong=True),)
        return rows


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a long text or calendar: what it is called, its anchor, what stands in it."""

    label: str
    id: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Sections:
    """Parts that follow one another, with links to each on top; where they are too much, on several pages."""

    key: str
    caption: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together."""

    blocks: "tuple[Block, ...]"
    css: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The official text line by line: the numbers of lines, the lines, and what they have become."""

    rows: tuple[tuple[str, tuple[str, ...], Inline], ...]

    @property
    def head(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return _("Line"), _("Official text, as it is held"), _("What it has become")


@dataclass(frozen=True, slots=True)
class Card:
    """The card of an object: what it says of itself and what others say of it.

    ``edit`` is the address where it can be edited, if any. ``lines`` are its official text, each with how far
    it stands in; where they are None, what Sphinx has made of its text stands there. ``level`` is that of the
    title as a heading, below those of the page. ``above`` stands over the pairs, ``below`` at the foot.
    """

    need: Need
    kind: str
    edit: str
    pairs: tuple[tuple[str, Inline], ...]
    lines: tuple[tuple[int, str], ...] | None
    level: int
    above: "tuple[Block, ...]" = ()
    below: "tuple[Block, ...]" = ()

    @property
    def link(self) -> Words:
        """The ID, which leads to the card itself."""
        return (Span(self.need.id, self.need.id),)


Block = (
    Heading
    | Paragraph
    | Notice
    | Rows
    | Items
    | Code
    | Picture
    | Tiles
    | Actions
    | Bar
    | Bars
    | Folded
    | Switch
    | Grid
    | Sections
    | Box
    | Source
    | Card
)


def as_of_line(as_of: date) -> Paragraph:
    """The day that all figures of a page are of."""
    return Paragraph(as_of_words(as_of), "as-of")


def grid(table: Table[Any], *, filterable: bool = True) -> Grid:
    """A table as the site has it."""
    return Grid(table.on(Surface.SITE), filterable)


def titled(table: Table[Any], otherwise: str = "", *, filterable: bool = True) -> Iterator[Block]:
    """A table under its caption; where it has no rows, the words for that."""
    yield Heading(table.caption)
    yield grid(table, filterable=filterable) if table.rows else Paragraph(otherwise)


def first(table: Table[Any], otherwise: str = "") -> Iterator[Block]:
    """A table of which a page has room for the first rows, and how many more there are."""
    yield from titled(replace(table, rows=table.rows[:ROOM]), otherwise, filterable=False)
    if (more := len(table.rows) - ROOM) > 0:
        yield Paragraph(f"… {_('and {count} more').format(count=more)}", "as-of")


def _is_figure(value: Value) -> bool:
    """Whether a cell is a number, as it is or as a difference with its sign."""
    return isinstance(value, int) or (isinstance(value, str) and _DIFFERENCE.fullmatch(value) is not None)


def as_words(value: Value) -> Inline:
    """A cell as words: days and numbers as people write them."""
    return value if isinstance(value, (str, tuple)) else plain(value)
