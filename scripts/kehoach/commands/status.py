"""``kehoach status``."""

from pathlib import Path

import click
from rich.console import Console

from kehoach.commands.common import AS_OF, PLAN, ROOT, plan_named, progress_on
from kehoach.reports import data
from kehoach.reports import status as statuses


@click.command()
@ROOT
@AS_OF
@PLAN
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
)
def command(root: Path | None, as_of: str | None, plan_id: str | None, form: str) -> None:
    """Tell where the plan stands: cells by agency, to-dos, tasks. Time never changes the exit code."""
    progress = progress_on(root, as_of)
    plan = plan_named(progress, plan_id) if plan_id else None
    if form == "text":
        statuses.print_tables(Console(), progress, plan)
    else:
        written = {"json": data.as_json, "csv": data.as_csv, "markdown": statuses.as_markdown}
        text = written[form](progress, plan)
        # As bytes: neither the ends of lines nor the encoding depend on the machine.
        click.echo(text.encode(), nl=not text.endswith("\n"))
