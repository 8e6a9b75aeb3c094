"""``kehoach rollup``."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from kehoach.commands.common import AS_OF, ROOT, progress_on, refuse_open, stopping, today_here, write
from kehoach.reports import status
from kehoach.reports.tables import Table
from kehoach.reports.words import as_of_words
from kehoach.rollup import below, cells, figures

#: What only a project can be counted by: what became of its tasks.
_OURS = ("office", "task")
#: What is no cell: what was reached in figures.
_INDICATOR = "indicator"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@ROOT
@AS_OF
@click.option(
    "--by",
    type=click.Choice([*cells.BY, _INDICATOR, *_OURS]),
    default="province",
    show_default=True,
    help="What to count by; office and task: who took up the tasks of the project.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Write a workbook (.xlsx) instead.")
def command(folder: Path, root: Path | None, as_of: str | None, by: str, form: str, out: Path | None) -> None:
    """Count the tasks of many offices, as ``collect`` gathered them in FOLDER."""
    with stopping():
        found = _below(folder, root, as_of, by) if by in _OURS else _cells(folder, as_of, by)
    day_of, table, reach, data = found
    heading = f"{as_of_words(day_of)}. {reach}"
    if out:
        from kehoach.export import excel

        refuse_open(out)
        write(out.parent, out.name, excel.of_table(table, day_of, reach))
    elif form == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=2).encode())
    elif form == "markdown":
        click.echo("\n\n".join((heading, status.markdown(table))).encode())
    else:
        status.print_alone(heading, table)


#: The day of the figures, the table, how far the data reach, and the same as data.
_Told = tuple[date, Table[Any], str, dict[str, Any]]


def _cells(folder: Path, as_of: str | None, by: str) -> _Told:
    on = today_here(as_of)
    if by == _INDICATOR:
        combined = figures.figures(folder, on)
        return on, figures.table(combined), figures.reach_words(combined), figures.as_data(combined, on)
    found = cells.rollup(folder, on, by)
    return found.as_of, cells.table(found), cells.reach_words(found), cells.as_data(found)


def _below(folder: Path, root: Path | None, as_of: str | None, by: str) -> _Told:
    progress = progress_on(root, as_of)
    found = below.read(progress, folder)
    table: Table[Any] = below.of_offices(found) if by == "office" else below.of_tasks(progress, found)
    return found.as_of, table, below.reach_words(found), below.as_data(found)
