"""``kehoach serve``."""

import os
import socket
from pathlib import Path

import click

from kehoach.commands import site
from kehoach.commands.common import ROOT, CannotRun, find_root
from kehoach.language import _

_HOST = "127.0.0.1"


@click.command()
@ROOT
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0: a free one.",
)
@click.pass_context
def command(ctx: click.Context, root: Path | None, port: int) -> None:
    """Show the site at http://127.0.0.1:8000 while somebody edits, findings included; Ctrl+C ends it."""
    root = root or find_root()
    built = root.absolute() / "build"
    out = site.ready(root, built / "serve")
    port = _free(port)
    words = _("The site is built, then shown at {address}, and follows each edit. Ctrl+C ends it.")
    click.echo(words.format(address=f"http://{_HOST}:{port}"))
    told = ("-q", "-D", "kehoach_serve=1", "-d", built / "serve-doctrees", "--port", str(port))
    try:
        # What the server says beside that is in English; findings come over the other stream.
        ctx.exit(site.sphinx(root, "kehoach.extension.warm", *told, "--ignore", built, ".", out, quiet=True))
    except KeyboardInterrupt:
        ctx.exit(0)


def _free(port: int) -> int:
    """The port, or any free one for 0, if nobody else listens there; the server itself says so in English."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        if os.name == "posix":  # as the server does; on Windows it would let two programs have one port
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((_HOST, port))
        except OSError as error:
            message = _("Port {port} is used by another program, or not permitted. Name another: --port 0.")
            raise CannotRun(message.format(port=port)) from error
        return int(tried.getsockname()[1])
