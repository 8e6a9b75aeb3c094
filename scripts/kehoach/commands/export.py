"""``kehoach export``."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from kehoach import export as exporting
from kehoach.commands.common import (
    AS_OF,
    PLAN,
    ROOT,
    CannotRun,
    agency_named,
    find_root,
    plan_named,
    progress_on,
    stopping,
    write,
)
from kehoach.export import fonts
from kehoach.files import git, refusals
from kehoach.language import _
from kehoach.plan import model
from kehoach.progress import asof


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*exporting.FORMATS, "all"]))
@ROOT
@AS_OF
@PLAN
@click.option("--agency", metavar="CQ-…", help="Only one agency: its slip, letter, workbook and calendar.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/export].")
def command(
    form: str, root: Path | None, as_of: str | None, plan_id: str | None, agency: str | None, out: Path | None
) -> None:
    """Write documents and data: pdf, docx, xlsx, ics, json, csv, parquet, or all."""
    if agency and form in exporting.WHOLE:
        message = _("{form} is of the whole plan. Leave out --agency, or choose pdf, docx, xlsx or ics.")
        raise CannotRun(message.format(form=form))
    root = root or find_root()
    progress = progress_on(root, as_of)
    formats = [name for name in exporting.FORMATS if form in (name, "all")]
    if agency:
        formats = [name for name in formats if name not in exporting.WHOLE]
    plans = [plan_named(progress, plan_id)] if plan_id else progress.plan.plans
    named = agency_named(progress, agency) if agency else None
    with stopping():
        since, font = asof.since(None, progress.as_of, os.environ), fonts.font_of(root)
        commit = git.commit_of(root, [model.FILE]) if "json" in formats else None
        orders = [exporting.Order(progress, plan, since, font, named, commit) for plan in plans]
        wanted = [made for order in orders for made in exporting.exports(order, formats)]
        for made in _watched(wanted):
            folder = out or root / "build" / "export"
            write(folder, made.name, _content(made, folder))
            if note := made.note():
                click.echo(f"{made.name}: {note}", err=True)
    if not wanted:
        click.echo(_("There is nothing to export."), err=True)


def _content(made: exporting.Export, folder: Path) -> bytes:
    """What a file will hold; a library that needs the disk to make it may be refused too."""
    try:
        return made.make()
    except OSError as error:
        raise CannotRun(refusals.not_written(error, folder / made.name)) from error


def _watched(wanted: list[exporting.Export]) -> Iterable[exporting.Export]:
    """The same, with a progress bar where somebody watches."""
    if not sys.stderr.isatty():
        return wanted
    from rich.console import Console
    from rich.progress import track

    return track(wanted, _("Exporting"), console=Console(stderr=True))
