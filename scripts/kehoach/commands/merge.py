"""``kehoach merge``."""

import json
from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, read, refuse_open, stopping, today
from kehoach.editing.drafts import Draft
from kehoach.files import refusals, writing
from kehoach.language import _
from kehoach.merging import applying, receipt, threeway, workbook
from kehoach.merging.threeway import Merged
from kehoach.merging.workbook import Workbook
from kehoach.official import fingerprint
from kehoach.plan import Need, Plan


@click.command()
@click.argument("path", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@ROOT
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff and write nothing.")
@click.option("--partial", is_flag=True, help="Write what can be taken although something else cannot.")
@click.option("--confirm", is_flag=True, help="Take confirmations too: the coordinator's own workbook.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--receipt",
    "receipt_path",
    metavar="FILE.md",
    type=click.Path(path_type=Path),
    help="Write to this file what was taken and what not, for who has sent the workbook.",
)
@click.pass_context
def command(
    ctx: click.Context,
    path: Path,
    root: Path | None,
    dry_run: bool,
    partial: bool,
    confirm: bool,
    form: str,
    receipt_path: Path | None,
) -> None:
    """Take evidence, progress reports and other edits from a workbook of `export xlsx` back into needs/."""
    root = root or find_root()
    plan = read(root)
    refuse_open(path)
    with stopping():
        returned = workbook.read(path)
        home = _home(plan, returned)
        merged = threeway.merge(plan, returned, confirmed_on=today(plan.model, None, {}) if confirm else None)
        draft = applying.apply(root, home, merged)
        writes = not dry_run and (partial or not merged.conflicts)
        if writes:
            draft.write()
    told = receipt.as_markdown(plan, home, returned, merged, wrote=writes)
    if form == "json":
        data = receipt.as_data(plan, merged, draft, told, wrote=writes)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _say(merged, draft, dry_run=dry_run, writes=writes)
    if receipt_path:
        _write_receipt(receipt_path, told)
    ctx.exit(1 if merged.conflicts else 0)


def _say(merged: Merged, draft: Draft, *, dry_run: bool, writes: bool) -> None:
    for note in merged.notes:
        click.echo(_("Note: {note}").format(note=note), err=True)
    for conflict in merged.conflicts:
        click.echo(conflict)
    click.echo(draft.diff() if dry_run else "", nl=False)
    click.echo(_summary(merged, writes=writes), err=True)


def _write_receipt(path: Path, told: str) -> None:
    try:
        writing.write_whole(path, told.encode())
    except OSError as error:
        raise CannotRun(refusals.not_written(error, path)) from error


def _home(plan: Plan, returned: Workbook) -> Need:
    """The plan that a workbook is of; says so when its files have changed since."""
    home = plan.needs.get(returned.plan)
    if home is None or home.type != "plan":
        message = _('The workbook is of the plan "{id}", which is not here.')
        raise CannotRun(message.format(id=returned.plan))
    if returned.revision != fingerprint.of_plan(plan):
        message = _("The files have changed since the workbook of {day} was made. Both sides are merged.")
        click.echo(message.format(day=returned.as_of), err=True)
    return home


def _summary(merged: Merged, *, writes: bool) -> str:
    taken = _("{cells} changed cells and {objects} new objects can be taken, {conflicts} places cannot.")
    counts = {"cells": len(merged.changes), "objects": len(merged.added), "conflicts": len(merged.conflicts)}
    if not writes and merged.conflicts:
        taken += " " + _("Nothing is written. Correct the workbook, or take the rest with --partial.")
    elif writes and (merged.changes or merged.added):
        taken += " " + _("They are written. Look through them with git diff.")
    return taken.format(**counts)
