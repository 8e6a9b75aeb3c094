"""The ``kehoach`` command. Exit codes: 0 clean, 1 findings, 2 could not run."""

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from kehoach import asof, findings, i18n, model, reader, rules
from kehoach import deadline as deadlines
from kehoach import export as exporting
from kehoach import remind as reminding
from kehoach import status as statuses
from kehoach.export import files, fonts
from kehoach.i18n import _
from kehoach.plan import Need, Plan
from kehoach.progress import Progress


class CannotRun(click.ClickException):
    """The command cannot do its work at all, as opposed to finding faults."""

    exit_code = 2


def find_root() -> Path:
    """The nearest folder, from the working folder upwards, that holds ``ubproject.toml``."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / model.FILE).is_file():
            return folder
    raise CannotRun(_("No {file} here or above. Name the project with --root.").format(file=model.FILE))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kehoach")
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of messages."
)
def main(lang: str) -> None:
    """Plan-as-code for government implementation plans."""
    i18n.use(lang)


@main.command()
@click.option(
    "--root", type=click.Path(path_type=Path), help="The project [default: nearest ubproject.toml]."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["vi", "en"]), help="Language of messages.")
@click.pass_context
def check(ctx: click.Context, root: Path | None, form: str, lang: str | None) -> None:
    """Report everything that is wrong with the files in needs/."""
    if lang:
        i18n.use(lang)
    found = rules.check(read(root or find_root()))
    if form == "json":
        click.echo(findings.as_json(found))
    else:
        for finding in found:
            click.echo(finding)
        click.echo(_("{count} findings.").format(count=len(found)), err=True)
    ctx.exit(1 if found else 0)


@main.command()
@click.argument("text")
@click.option("--year", type=click.IntRange(1945, 2999), help="The plan's year, where the text names none.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def deadline(ctx: click.Context, text: str, year: int | None, form: str) -> None:
    """Say what a deadline, as officials write it, is understood to mean."""
    read_as = deadlines.parse(text, year)
    if form == "json":
        click.echo(json.dumps(deadlines.as_json(read_as), ensure_ascii=False, indent=2))
    else:
        click.echo(deadlines.describe(read_as))
    ctx.exit(1 if read_as.problem else 0)


AS_OF = click.option(
    "--as-of", metavar="DAY", help="The day figures are of [default: KEHOACH_AS_OF, else today]."
)
ROOT = click.option(
    "--root", type=click.Path(path_type=Path), help="The project [default: nearest ubproject.toml]."
)


@main.command()
@ROOT
@AS_OF
@click.option("--plan", "plan_id", metavar="KH-…", help="Only the tasks of one plan.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
)
def status(root: Path | None, as_of: str | None, plan_id: str | None, form: str) -> None:
    """Tell where the plan stands: cells by agency, to-dos, tasks. Time never changes the exit code."""
    progress = progress_on(root, as_of)
    plan = plan_named(progress, plan_id) if plan_id else None
    if form == "text":
        statuses.print_tables(Console(), progress, plan)
    else:
        written = {"json": statuses.as_json, "csv": statuses.as_csv, "markdown": statuses.as_markdown}
        text = written[form](progress, plan)
        # As bytes: neither the ends of lines nor the encoding depend on the machine.
        click.echo(text.encode(), nl=not text.endswith("\n"))


@main.command()
@ROOT
@AS_OF
@click.option(
    "--within", default="14d", show_default=True, metavar="DAYS", help="How far to look ahead: 14d or 2w."
)
@click.option("--agency", metavar="CQ-…", help="Only one agency.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a file an agency into this folder.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def remind(
    root: Path | None, as_of: str | None, within: str, agency: str | None, out: Path | None, form: str
) -> None:
    """Write a reminder for each agency, ready to paste into the e-office."""
    ahead = _ahead(within)
    progress = progress_on(root, as_of)
    if agency:
        agency_named(progress, agency)
    markdown = form == "markdown"
    found = [r for r in reminding.reminders(progress, ahead) if agency in (None, r.agency.id)]
    texts = {r.agency.id: reminding.text(progress, r, markdown=markdown) for r in found}
    left = reminding.closing(progress, ahead, agency)
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


@main.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*exporting.FORMATS, "all"]))
@ROOT
@AS_OF
@click.option("--plan", "plan_id", metavar="KH-…", help="Only one plan.")
@click.option("--agency", metavar="CQ-…", help="Only one agency: its slip, letter, workbook and calendar.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/export].")
def export(
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
    plans = [plan_named(progress, plan_id)] if plan_id else progress.plan.of_type("plan")
    named = agency_named(progress, agency) if agency else None
    try:
        since, font = asof.since(None, progress.as_of, os.environ), fonts.font_of(root)
        orders = [exporting.Order(progress, plan, since, font, named) for plan in plans]
        wanted = [made for order in orders for made in exporting.exports(order, formats)]
        console = Console(stderr=True)
        for made in track(wanted, _("Exporting"), console=console, disable=not console.is_terminal):
            write(out or root / "build" / "export", made.name, made.make())
    except ValueError as error:
        raise CannotRun(str(error)) from error
    if not wanted:
        click.echo(_("There is nothing to export."), err=True)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole and name it, or stop with exit code 2."""
    path = folder / name
    try:
        files.write_whole(path, content)
    except OSError as error:
        message = _("Cannot write {path}: {why}.")
        raise CannotRun(message.format(path=path, why=error.strerror)) from error
    click.echo(path)


def plan_named(progress: Progress, need_id: str) -> Need:
    """The plan of that ID, or stop with exit code 2."""
    plan = progress.plan.needs.get(need_id)
    if plan is None or plan.type != "plan":
        known = ", ".join(need.id for need in progress.plan.of_type("plan"))
        raise CannotRun(_('There is no plan "{id}". Plans: {known}.').format(id=need_id, known=known))
    return plan


def agency_named(progress: Progress, need_id: str) -> Need:
    """The agency of that ID, or stop with exit code 2."""
    agency = progress.plan.needs.get(need_id)
    if agency is None or agency.type != "agency":
        raise CannotRun(_('There is no agency "{id}". The IDs are in agencies.md.').format(id=need_id))
    return agency


def progress_on(root: Path | None, as_of: str | None) -> Progress:
    """Where the project stands on a day; a project with findings is refused, as a build is."""
    plan = read(root or find_root())
    if found := rules.check(plan):
        for finding in found:
            click.echo(finding, err=True)
        click.get_current_context().exit(1)
    try:
        return Progress(plan, asof.resolve(as_of, date.today(), os.environ))
    except ValueError as error:
        raise CannotRun(str(error)) from error


def read(root: Path) -> Plan:
    """Read the project, or stop with exit code 2 and a sentence that says why."""
    try:
        return reader.read(root)
    except OSError as error:
        message = _("Cannot read {path}: {why}.")
        raise CannotRun(message.format(path=error.filename, why=error.strerror)) from error
    except ValueError as error:
        message = _("Cannot use {file}: {why}.")
        raise CannotRun(message.format(file=root / model.FILE, why=error)) from error
