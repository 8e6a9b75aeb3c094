"""``kehoach rollup``."""

import json
from pathlib import Path

import click

from kehoach.commands.common import AS_OF, CannotRun, refuse_open, today, write
from kehoach.language import _
from kehoach.plan import model
from kehoach.reports import status
from kehoach.reports.words import day
from kehoach.rollup import cells


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@AS_OF
@click.option(
    "--by", type=click.Choice(cells.BY), default="province", show_default=True, help="What to count by."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Write a workbook (.xlsx) instead.")
def command(folder: Path, as_of: str | None, by: str, form: str, out: Path | None) -> None:
    """Count the tasks of many offices, as ``collect`` gathered them in FOLDER."""
    try:
        found = cells.rollup(folder, today(model.parse(model.path(Path()).read_bytes()), as_of), by)
    except ValueError as error:
        raise CannotRun(str(error)) from error
    if out:
        from kehoach.export import excel

        refuse_open(out)
        write(out.parent, out.name, excel.of_table(cells.table(found), found.as_of, cells.reach_words(found)))
    elif form == "json":
        click.echo(json.dumps(cells.as_data(found), ensure_ascii=False, indent=2).encode())
    elif form == "markdown":
        click.echo("\n\n".join((_heading(found), status.markdown(cells.table(found)))).encode())
    else:
        status.print_alone(_heading(found), cells.table(found))


def _heading(found: cells.Rollup) -> str:
    figures = _("Figures up to the end of {day}").format(day=day(found.as_of))
    return f"{figures}. {cells.reach_words(found)}"
