"""``kehoach serve``."""

from pathlib import Path

import click

from kehoach.commands import site
from kehoach.commands.common import ROOT, find_root


@click.command()
@ROOT
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: a free one.")
@click.pass_context
def command(ctx: click.Context, root: Path | None, port: int) -> None:
    """Show the site at http://127.0.0.1:8000 while somebody edits, findings included; Ctrl+C ends it."""
    root = root or find_root()
    built = root.absolute() / "build"
    out = site.ready(root, built / "serve")
    told = ("-q", "-D", "kehoach_serve=1", "-d", built / "serve-doctrees", "--port", str(port))
    try:
        ctx.exit(site.sphinx(root, "sphinx_autobuild", *told, "--ignore", built, ".", out))
    except KeyboardInterrupt:
        ctx.exit(0)
