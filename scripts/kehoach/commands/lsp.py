"""``kehoach lsp``."""

import click

from kehoach.commands.common import CannotRun, today
from kehoach.language import _


@click.command()
def command() -> None:
    """Speak with an editor over its streams (LSP): findings while typing, fixes, names for IDs."""
    try:
        from kehoach.editor.server import server
    except ImportError as error:
        raise CannotRun(_("The language server needs pygls. Install kehoach[lsp].")) from error
    server(lambda plan: today(plan.model, None)).start_io()
