"""``kehoach test``."""

from pathlib import Path

import click

from kehoach.commands import site
from kehoach.commands.common import ROOT, find_root
from kehoach.files import links
from kehoach.language import _


@click.command()
@ROOT
@click.pass_context
def command(ctx: click.Context, root: Path | None) -> None:
    """Try the project's own data: check, build, and whether each link within the site leads somewhere."""
    root = root or find_root()
    out = root / "build" / "html"
    if code := site.build(root, out):
        ctx.exit(code)
    dead = links.dead(out)
    for page, link in dead:
        click.echo(_("{page}: the link {link} leads nowhere.").format(page=page, link=link))
    click.echo(_("{count} links lead nowhere.").format(count=len(dead)), err=True)
    ctx.exit(1 if dead else 0)
