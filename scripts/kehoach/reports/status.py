"""Where the plan stands, in tables for people: as Markdown, and in the terminal."""

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kehoach.language.text import escaped
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.drafts import counting
from kehoach.progress.todos import todos
from kehoach.reports import tables
from kehoach.reports.tables import Surface, Table, plain
from kehoach.reports.words import as_of_words, closed_words, draft_words, uncounted_words

#: Tables whose rows are too wide to stand side by side in a terminal.
_RECORDS = ("late", "left", "tasks-below")


def as_markdown(progress: Progress, plan: Need | None = None) -> str:
    """Cells, to-dos and the late list as Markdown tables, ready for a merge request."""
    parts = [_as_of(progress, plan)]
    for table in _tables(progress, plan):
        parts += [f"## {table.caption}", markdown(table)]
    return "\n\n".join(parts) + "\n"


def markdown(table: Table[Any]) -> str:
    """A table in Markdown."""
    head = [escaped(column.name) for column in table.columns]
    rows = [[escaped(plain(cell)) for cell in table.cells(row)] for row in table.rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def print_tables(console: Console, progress: Progress, plan: Need | None = None) -> None:
    """Cells, to-dos and the late list for people; nothing is cut off, however narrow the terminal."""
    console.print(Text(_as_of(progress, plan)))
    for table in _tables(progress, plan):
        _print_table(console, table)


def print_alone(heading: str, table: Table[Any]) -> None:
    """A table of its own in the terminal, below what it is of."""
    console = Console()
    console.print(Text(heading))
    _print_table(console, table)


def _print_table(console: Console, table: Table[Any]) -> None:
    console.print()
    console.print(Text(table.caption, "bold"))
    grid = _grid(table)
    # On a terminal narrower than that, rich leaves columns without a letter.
    needed = console.measure(grid, options=console.options.update(max_width=1000)).minimum
    if table.key in _RECORDS or needed > console.width:
        _print_records(console, table)
    else:
        _print(console, grid)


def _print(console: Console, shown: RenderableType) -> None:
    """Print without the blanks that rich fills each line with, to the width of the terminal."""
    with console.capture() as drawn:
        console.print(shown)
    for line in drawn.get().splitlines():
        console.out(line.rstrip(), highlight=False)


def _grid(table: Table[Any]) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    rows = [table.cells(row) for row in table.rows]
    for number, column in enumerate(table.columns):
        counts = all(isinstance(row[number], int) for row in rows)
        # Counts need no more room than the longest word above them; the texts share what is left.
        texts = (column.name, *(plain(row[number]) for row in rows))
        width = max(len(word) for text in texts for word in text.split() or ("",)) if counts else None
        grid.add_column(
            Text(column.name), width=width, justify="right" if counts else "left", overflow="fold"
        )
    for row in rows:
        # Text, since the titles of a plan may hold "[...]", which rich would take for markup.
        grid.add_row(*(Text(plain(cell)) for cell in row))
    return grid


def _print_records(console: Console, table: Table[Any]) -> None:
    for row in table.rows:
        first, *others = map(plain, table.cells(row))
        console.print(Text(first, overflow="fold"))
        for column, cell in zip(table.columns[1:], others, strict=True):
            if cell:
                _print(console, Padding(Text(f"{column.name}: {cell}", overflow="fold"), (0, 0, 0, 2)))


def _as_of(progress: Progress, plan: Need | None) -> str:
    plans = (plan,) if plan else progress.plan.plans
    left = draft_words(plans) if plan else uncounted_words(progress)
    closed = closed_words(progress, *plans)
    figures = as_of_words(progress.as_of)
    return ". ".join(filter(None, (left, figures, closed)))


def _tables(progress: Progress, plan: Need | None) -> Iterator[Table[Any]]:
    """The figures always, the lists where there is something in them."""
    if plan is None and len(counting(progress.plan, progress.as_of)) > 1:
        yield tables.by_plan(progress)
    yield tables.by_agency(progress, plan)
    lists = (
        tables.outside_bodies(progress, plan),
        tables.todo_list(progress, todos(progress, plan), plan),
        tables.late_list(progress, plan),
        tables.left_undone(progress, plan),
        tables.indicators(progress, plan),
    )
    for table in lists:
        if table.rows:
            yield table.on(Surface.TEXT).without_empty()
