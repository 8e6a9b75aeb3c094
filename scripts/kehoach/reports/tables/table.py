"""What a table consists of, whatever prints it: columns, rows, and cells that may carry links and states."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Flag, auto
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus
from kehoach.progress.drafts import counting
from kehoach.progress.owners import owner_on
from kehoach.reports.words import answering, day, plan_name, state_words

Row = TypeVar("Row")


class Surface(Flag):
    """Where tables are printed: on the site, on paper (PDF, Word), in the workbook, as text."""

    SITE = auto()
    PAPER = auto()
    SHEET = auto()
    TEXT = auto()
    ALL = SITE | PAPER | SHEET | TEXT


class Span(NamedTuple):  # cheap to make: a site of a thousand tasks has a hundred thousand of them
    """Words in a cell.

    ``to`` is the ID of the object that they lead to, or an address; ``page`` means the agency's own page
    rather than its card. ``state`` is the value of the state whose colour and sign they carry. ``about``
    spells out what they are short for; ``typed`` words are written in files just so.
    """

    text: str
    to: str = ""
    state: str = ""
    about: str = ""
    page: bool = False
    strong: bool = False
    typed: bool = False


Words = tuple[Span, ...]
Value = str | int | date | Words | None

#: Between the entries of a cell that lists several things: a new line where there is room, else "; ".
BREAK = Span("\n")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its key, its words, and what stands in it for a row.

    ``width`` in characters says how the columns share the room. ``on`` are the surfaces that have it: where
    titles are links, for example, IDs are left out. ``about`` spells out what a label is short for;
    ``group`` are the words above it, the outermost first, which neighbours share.
    """

    key: str
    label: str
    value: Callable[[Row], Value]
    width: int = 12
    centred: bool = False
    on: Surface = Surface.ALL
    about: str = ""
    group: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The words of the column and those above it, where heads have one row."""
        return ": ".join((*self.group, self.label))


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head of a table: its words, its first column, over how many columns and rows it goes."""

    label: str
    about: str
    column: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table: ``need`` tells which object a row is about, by its ID, or "".

    ``total`` says that the last row sums up those above it; the caption is empty where the page has one.
    """

    key: str
    caption: str
    columns: tuple[Column[Row], ...]
    rows: tuple[Row, ...]
    need: Callable[[Row], str] = lambda _row: ""
    total: bool = False

    def on(self, surface: Surface) -> "Table[Row]":
        """The table with the columns that a surface has."""
        return replace(self, columns=tuple(column for column in self.columns if surface in column.on))

    def without_empty(self, keep: Iterable[str] = ()) -> "Table[Row]":
        """The table without the columns that nothing stands in, so that the others have room."""
        if not self.rows:
            return self
        kept = set(keep)
        found = (c for c in self.columns if c.key in kept or any(plain(c.value(row)) for row in self.rows))
        return replace(self, columns=tuple(found))

    def cells(self, row: Row) -> list[Value]:
        """What stands in a row, column by column."""
        return [column.value(row) for column in self.columns]


def heads(columns: Sequence[Column[Any]]) -> list[list[Head]]:
    """The rows of the head of a table: words that neighbours share go over all of them."""
    depth = max((len(column.group) for column in columns), default=0)
    rows: list[list[Head]] = []
    for level in range(depth + 1):
        row: list[Head] = []
        for number, column in enumerate(columns):
            if len(column.group) == level:
                row.append(Head(column.label, column.about, number, 1, depth - level + 1))
            elif len(column.group) > level:
                shared = column.group[: level + 1]
                before = row[-1] if row else None
                if before and number and columns[number - 1].group[: level + 1] == shared:
                    row[-1] = replace(before, columns=before.columns + 1)
                else:
                    row.append(Head(column.group[level], "", number, 1, 1))
        rows.append(row)
    return rows


def lines(words: Words) -> Iterator[Words]:
    """The entries of a cell that lists several things."""
    for is_break, group in groupby(words, BREAK.__eq__):
        if not is_break:
            yield tuple(group)


def plain(value: Value) -> str:
    """A cell as words without links."""
    if isinstance(value, tuple):
        return "; ".join("".join(span.text for span in line) for line in lines(value))
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


# -- cells and columns that many tables have ---------------------------------------------------------


def linked(need: Need, text: str = "") -> Span:
    """The title of an object, or other words, leading to where it stands: of an agency, to its own page."""
    return Span(text or need.title, need.id, page=need.type == "agency")


def listed(spans: Iterable[Span]) -> Words:
    """Entries of one cell."""
    return tuple(part for span in spans for part in (BREAK, span))[1:]


def state_cell(status: TaskStatus, words: str = "") -> Words:
    """The state of a task in words, with its colour and sign."""
    return (Span(words or state_words(status), state=status.state.value),)


def answering_cell(status: TaskStatus) -> Words:
    """Who is named beside the state of a task, and whose successor is not certain."""
    return listed(linked(agency, words) for agency, words in answering(status))


def named_cell(progress: Progress, agencies: Iterable[Need]) -> Words:
    """Agencies as the text names them, each with the one that certainly stands in its place now."""
    return listed(linked(agency, _in_place(progress, agency)) for agency in agencies)


def _in_place(progress: Progress, agency: Need) -> str:
    owner = owner_on(progress.plan, agency, progress.as_of)
    if owner.effective is None:
        return _("{agency} (not known who took over)").format(agency=agency.title)
    if owner.effective is agency:
        return agency.title
    return _("{agency} (now {successor})").format(agency=agency.title, successor=owner.effective.title)


def of_plan(
    progress: Progress,
    plan: Need | None,
    need: Callable[[Row], Need],
    on: Surface = Surface.ALL,
    *,
    drafts: bool = False,
) -> tuple[Column[Row], ...]:
    """The column that names the plan of each row, where the table is of several plans; else none.

    ``drafts``: it has rows of drafts beside signed plans, too.
    """

    def named(row: Row) -> Value:
        home = progress.plan.plan_of(need(row))
        return (linked(home, plan_name(home)),) if home else ""

    among = progress.plan.plans if drafts else counting(progress.plan, progress.as_of)
    several = plan is None and len(among) > 1
    return (Column("plan", _("Plan"), named, 12, on=on),) if several else ()


def numbered(rows: Iterable[Any]) -> Column[Any]:
    """The column that counts the rows from 1."""
    numbers = {id(row): number for number, row in enumerate(rows, 1)}
    return Column("item", _("Item"), lambda row: numbers[id(row)], 6, centred=True, on=Surface.PAPER)
