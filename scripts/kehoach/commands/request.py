"""``kehoach request``."""

from pathlib import Path

import click

from kehoach import merging
from kehoach.commands.common import AS_OF, PLAN, ROOT, agency_named, find_root, plan_named, progress_on, write
from kehoach.language import _
from kehoach.progress.drafts import counting
from kehoach.rollup import below


@click.command()
@ROOT
@AS_OF
@PLAN
@click.option("--agency", metavar="CQ-…", help="Only one office.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/request].")
def command(
    root: Path | None, as_of: str | None, plan_id: str | None, agency: str | None, out: Path | None
) -> None:
    """Write a workbook for each office below to report by, of its tasks; `collect` reads what comes back."""
    from kehoach.export import excel

    root = root or find_root()
    progress = progress_on(root, as_of)
    offices = [agency_named(progress, agency)] if agency else below.expected(progress)
    plans = [plan_named(progress, plan_id)] if plan_id else counting(progress.plan, progress.as_of)
    folder = out or root / "build" / "request"
    count = 0
    for plan in plans:
        asked = {part.agency.id for status in progress.tasks_of(plan) for part in status.parts}
        for office in offices:
            if office.id in asked:
                content = excel.reporting(progress, plan, office)
                write(folder, f"{merging.REPORT}-{office.id}-{plan.id}.xlsx", content)
                count += 1
    if not count:
        click.echo(_("No task falls to an office below that agencies.md lists by name."), err=True)
