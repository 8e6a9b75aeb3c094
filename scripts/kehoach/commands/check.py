"""``kehoach check``."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands.common import ROOT, find_root, read
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
    with _without_collector():
        found = rules.check(read(root or find_root()), on_request=suspects)
    if written := hosts.FORMATS[form](found):
        click.echo(written)
    if form == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        # The host's own file, which each step may add to.
        with Path(page).open("a", encoding="utf-8") as summary:
            summary.write(hosts.github_summary(found))
    click.echo(_("{count} findings.").format(count=len(found)), err=True)
    ctx.exit(1 if found else 0)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for nothing to free: a check keeps what it reads to its end, and little of it refers to itself."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
