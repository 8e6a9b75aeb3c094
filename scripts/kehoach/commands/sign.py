"""``kehoach sign``."""

from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, plan_among, refuse_findings, stopping
from kehoach.editing import entries, signing
from kehoach.editing.drafts import Draft
from kehoach.language import _


@click.command()
@click.argument("plan_id", metavar="KH-DT-…")
@click.option("--number", required=True, metavar="NUMBER", help="Its number, as in 12/KH-UBND.")
@click.option("--issued", required=True, metavar="DAY", help="The day it was issued, as in 26/06/2023.")
@ROOT
def command(plan_id: str, number: str, issued: str, root: Path | None) -> None:
    """Give a draft its number and day: renames all of its objects, in all files and links."""
    root = root or find_root()
    with stopping():
        draft = Draft(root)
        home = plan_among(draft.plan.plans, plan_id)
        if not home.unsigned:
            message = _("{id} is signed already: its ID does not begin with KH-DT-.")
            raise CannotRun(message.format(id=home.id))
        renamed = signing.sign(draft, home, number, entries.day(issued.strip()))
        refuse_findings(signing.new_findings(draft, renamed))
        files = len(draft.files)
        draft.write()
    words = _("{old} is now {new}: {count} objects have new IDs, in {files} files.")
    new = renamed[home.id]
    click.echo(words.format(old=home.id, new=new, count=len(renamed), files=files))
