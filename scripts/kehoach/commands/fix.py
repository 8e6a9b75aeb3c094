"""``kehoach fix``."""

from collections.abc import Sequence
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands import asking
from kehoach.commands.common import ROOT, find_root, stopped
from kehoach.editing.drafts import Draft
from kehoach.editor import Fix, take, take_safe
from kehoach.language import _


@click.command()
@click.option("--unsafe", is_flag=True, help="Ask about the fixes that guess, too.")
@ROOT
def command(unsafe: bool, root: Path | None) -> None:
    """Mend what needs no guess: how letters, keys, days and IDs are written. Exit codes as for check."""
    root = root or find_root()
    try:
        draft = Draft(root)
        for fix in (*take_safe(draft), *(take(draft, _asked) if unsafe else ())):
            _tell(fix)
        draft.write()
    except (OSError, ValueError) as error:
        raise stopped(error) from error
    left = rules.check(draft.plan)
    if not draft.files:
        click.echo(_("Nothing is changed."), err=True)
    if left:
        click.echo(
            _("{count} findings are left; `kehoach check` lists them.").format(count=len(left)), err=True
        )
    click.get_current_context().exit(1 if left else 0)


def _tell(fix: Fix) -> None:
    click.echo(f"{fix.finding.path}:{fix.finding.line}: {fix.finding.code} {fix.title}")


def _asked(found: Sequence[Fix]) -> Fix | None:
    """The fix of a finding that somebody chooses, if any."""
    if not found:
        return None
    chosen = asking.choose(str(found[0].finding), [*(fix.title for fix in found), _("Leave it")])
    return found[chosen] if chosen < len(found) else None
