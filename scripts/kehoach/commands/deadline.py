"""``kehoach deadline``."""

import json

import click

from kehoach import deadline as deadlines


@click.command()
@click.argument("text", metavar="WORDS")
@click.option(
    "--year",
    metavar="YEAR",
    type=click.IntRange(1945, 2999),
    help="The plan's year, where the text names none.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, text: str, year: int | None, form: str) -> None:
    """Say what a deadline, as officials write it, is understood to mean."""
    read_as = deadlines.parse(text, year)
    if form == "json":
        click.echo(json.dumps(deadlines.as_json(read_as), ensure_ascii=False, indent=2))
    else:
        click.echo(deadlines.describe(read_as))
    ctx.exit(1 if read_as.problem else 0)
