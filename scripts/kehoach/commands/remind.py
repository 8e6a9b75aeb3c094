"""``kehoach remind``."""

import re
from datetime import timedelta
from pathlib import Path

import click

from kehoach.commands.common import AS_OF, PLAN, ROOT, CannotRun, agency_named, plan_named, progress_on, write
from kehoach.language import _
from kehoach.reports import reminders as reminding


@click.command()
@ROOT
@AS_OF
@PLAN
@click.option(
    "--within", default="14d", show_default=True, metavar="DAYS", help="How far to look ahead: 14d or 2w."
)
@click.option("--agency", metavar="CQ-…", help="Only one agency.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a file an agency into this folder.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def command(
    root: Path | None,
    as_of: str | None,
    plan_id: str | None,
    within: str,
    agency: str | None,
    out: Path | None,
    form: str,
) -> None:
    """Write a reminder for each agency, ready to paste into the e-office."""
    ahead = _ahead(within)
    progress = progress_on(root, as_of)
    plan = plan_named(progress, plan_id) if plan_id else None
    if agency:
        agency_named(progress, agency)
    markdown = form == "markdown"
    found = [r for r in reminding.reminders(progress, ahead, plan) if agency in (None, r.agency.id)]
    texts = {r.agency.id: reminding.text(progress, r, markdown=markdown) for r in found}
    left = reminding.closing(progress, ahead, agency, plan, markdown=markdown)
    if out:
        for key, text in texts.items():
            write(out, f"nhac-viec-{key}.{'md' if markdown else 'txt'}", text.encode())
        click.echo(left, err=True, nl=False)
    else:
        between = "\n---\n\n" if markdown else f"\n{'-' * 72}\n\n"
        click.echo(between.join([*texts.values(), *([left] if left else [])]).encode(), nl=False)
    if not texts:
        click.echo(_("Nobody has to be reminded."), err=True)


def _ahead(within: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,4})([dw]?)", within.strip())
    if not match:
        raise CannotRun(_('"{text}" is no number of days. Write 14d or 2w.').format(text=within))
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
