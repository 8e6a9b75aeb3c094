"""``kehoach fix``."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands import asking
from kehoach.commands.common import ROOT, find_root, read, refusing, stopping
from kehoach.editing.drafts import Draft
from kehoach.editor import Fix, Offer, amending, take, take_safe
from kehoach.language import _
from kehoach.plan import model


@click.command()
@click.option("--unsafe", is_flag=True, help="Ask about the fixes that guess, too.")
@ROOT
def command(unsafe: bool, root: Path | None) -> None:
    """Mend what needs no guess: how letters, keys, days and IDs are written. Exit codes as for check."""
    root = root or find_root()
    with refusing(root):
        model.load(root)
        draft = Draft(root)
    with stopping():
        taken = _taken(draft, take_safe(draft))
        if unsafe:
            taken += sum(_taken(draft, [fix]) for fix in take(draft, _asked))
            if before := amending.base(root, {}):
                taken += sum(_taken(draft, [fix]) for fix in amending.take(draft, before, _asked))
    left = rules.check(read(root))  # what is beside the pages of the plan too, as check does
    if not taken:
        click.echo(_("Nothing is changed."), err=True)
    if left:
        click.echo(
            _("{count} findings are left; `kehoach check` lists them.").format(count=len(left)), err=True
        )
    click.get_current_context().exit(1 if left else 0)


def _taken(draft: Draft, fixes: Iterable[Fix]) -> int:
    """Write what fixes have changed, then tell them; how many there are."""
    told = [f"{f.finding.path}:{f.finding.line}: {f'{f.finding.code} {f.title}'.lstrip()}" for f in fixes]
    draft.write()
    for line in told:
        click.echo(line)
    return len(told)


def _asked(offers: Sequence[Offer]) -> Fix | None:
    """The fix of a finding that somebody chooses, if any."""
    answers = [_("Leave it as it is"), *(offer.title for offer in offers)]
    chosen = asking.choose(str(offers[0].fix.finding), answers)
    return offers[chosen - 1].fix if chosen else None
