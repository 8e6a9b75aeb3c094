"""``kehoach check``."""

import os
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands.common import ROOT, find_root, read
from kehoach.files import memory
from kehoach.language import _, i18n
from kehoach.reports import hosts


@click.command()
@ROOT
@click.option("--format", "form", type=click.Choice([*hosts.FORMATS]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["vi", "en"]), help="Language of messages.")
@click.option("--suspects", is_flag=True, help="Also report tasks that changed since they were reviewed.")
@click.pass_context
def command(ctx: click.Context, root: Path | None, form: str, lang: str | None, suspects: bool) -> None:
    """Report everything that is wrong with the files in needs/."""
    if lang:
        i18n.use(lang)
    with memory.not_looking():
        found = rules.check(read(root or find_root()), on_request=suspects)
    if written := hosts.FORMATS[form](found):
        click.echo(written)
    if form == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        # The host's own file, which each step may add to.
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(hosts.github_summary(found))
    click.echo(_("{count} findings.").format(count=len(found)), err=True)
    ctx.exit(1 if found else 0)
