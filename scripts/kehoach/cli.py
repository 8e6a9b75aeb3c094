"""The ``kehoach`` command. Exit codes: 0 clean, 1 findings, 2 could not run."""

import json
from pathlib import Path

import click

from kehoach import deadline as deadlines
from kehoach import findings, i18n, model, reader, rules
from kehoach.i18n import _
from kehoach.plan import Plan


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
