"""``kehoach build``."""

from pathlib import Path

import click

from kehoach.commands import site
from kehoach.commands.common import ROOT, find_root


@click.command()
@ROOT
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder to build in [default: build/html or build/public]."
)
@click.option("--public", is_flag=True, help="Only what the public may see, of plans with `publish: yes`.")
@click.pass_context
def command(ctx: click.Context, root: Path | None, out: Path | None, *, public: bool) -> None:
    """Check the plan and build its site: none while there are findings, a draft of an unfinished import."""
    root = root or find_root()
    out = out or root / "build" / ("public" if public else "html")
    if code := site.build(root, out, public=public):
        ctx.exit(code)
    click.echo(out / "index.html")
