"""``kehoach check``."""

from pathlib import Path

import click

from kehoach import findings, i18n, rules
from kehoach.commands.common import ROOT, find_root, read
from kehoach.i18n import _


@click.command()
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["vi", "en"]), help="Language of messages.")
@click.option("--suspects", is_flag=True, help="Also report tasks that changed since they were reviewed.")
@click.pass_context
def command(ctx: click.Context, root: Path | None, form: str, lang: str | None, suspects: bool) -> None:
    """Report everything that is wrong with the files in needs/."""
    if lang:
        i18n.use(lang)
    found = rules.check(read(root or find_root()), on_request=suspects)
    if form == "json":
        click.echo(findings.as_json(found))
    else:
        for finding in found:
            click.echo(finding)
        click.echo(_("{count} findings.").format(count=len(found)), err=True)
    ctx.exit(1 if found else 0)
