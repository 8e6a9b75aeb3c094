"""What commands share: options, reading the project, writing files, refusing in one sentence."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import click

from kehoach.files import refusals
from kehoach.files.tree import GitError
from kehoach.language import _
from kehoach.language.spelling import closest_id
from kehoach.plan import Need, Plan, model, reader
from kehoach.plan.model import Model
from kehoach.progress import Progress, asof
from kehoach.rules.findings import Finding

AS_OF = click.option(
    "--as-of", metavar="DAY", help="The day figures are of [default: KEHOACH_AS_OF, else today]."
)
ROOT = click.option(
    "--root", type=click.Path(path_type=Path), help="The project [default: nearest ubproject.toml]."
)
QUESTIONS = click.option(
    "--questions",
    "show",
    is_flag=True,
    help="Print what is asked for as JSON, with what to choose from; add nothing.",
)
PLAN = click.option(
    "--plan", "plan_id", metavar="KH-…", help="Only one plan: its ID, or the name of its folder."
)


class CannotRun(click.ClickException):
    """The command cannot do its work at all, as opposed to finding faults."""

    exit_code = 2


def stopped(error: OSError | ValueError) -> CannotRun:
    """What stopped a command, in a sentence: a file, or what is said of the input."""
    return CannotRun(refusals.refused(error) if isinstance(error, OSError) else str(error))


@contextmanager
def stopping() -> Iterator[None]:
    """Stop with exit code 2 and the sentence that refuses git or the input; of files ``cli`` says it."""
    try:
        yield
    except (GitError, ValueError) as error:
        raise CannotRun(str(error)) from error


def find_root() -> Path:
    """The nearest folder, from the working folder upwards, that holds ``ubproject.toml``."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / model.FILE).is_file():
            return folder
    raise CannotRun(_("No {file} here or above. Name the project with --root.").format(file=model.FILE))


def read(root: Path) -> Plan:
    """Read the project, or stop with exit code 2 and a sentence that says why."""
    with refusing(root):
        return reader.read(root)


@contextmanager
def refusing(root: Path) -> Iterator[None]:
    """Stop with exit code 2 and a sentence that says why a project cannot be read."""
    try:
        yield
    except GitError as error:
        raise CannotRun(str(error)) from error
    except OSError as error:
        raise CannotRun(refusals.not_read(error)) from error
    except ValueError as error:
        message = _("Cannot use {file}: {why}.")
        raise CannotRun(message.format(file=root / model.FILE, why=str(error).removesuffix("."))) from error


def read_clean(root: Path) -> Plan:
    """Read the project; one with findings is refused, as a build is."""
    from kehoach import rules  # most of the start of a command that reads no project

    plan = read(root)
    if found := rules.check(plan):
        said = list(map(str, found))
        if len(rules.left_open(plan, found)) == len(found):
            message = _(
                "Import not finished: {count} points of {plan} are open, and nothing is made of it yet. "
                "`kehoach resolve {plan}` asks about them, `kehoach check` lists them."
            )
            said = [message.format(count=len(found), plan=plan.plans[0].id)]
        click.echo("\n".join(said), err=True)
        click.get_current_context().exit(1)
    return plan


def progress_on(root: Path | None, as_of: str | None) -> Progress:
    """Where the project stands on a day; a project with findings is refused."""
    plan = read_clean(root or find_root())
    with stopping():
        return Progress(plan, today(plan.model, as_of))


def today(declared: Model, option: str | None, environ: Mapping[str, str] = os.environ) -> date:
    """The day that figures are of, by the office's clock.

    Raises:
        ValueError: the day or the time zone that counts is none.
    """
    return asof.resolve(option, datetime.now(UTC), environ, asof.office(declared))


def today_here(option: str | None, environ: Mapping[str, str] = os.environ) -> date:
    """The same by the clock of the project in this folder, or of the package where there is none.

    Raises:
        OSError: the project's model cannot be read.
        ValueError: as above, or that model is none.
    """
    return today(model.parse(model.path(Path()).read_bytes()), option, environ)


def plan_named(progress: Progress, need_id: str) -> Need:
    """The plan of that ID, or in a folder of that name, or stop with exit code 2."""
    return plan_among(progress.plan.plans, need_id)


def plan_among(plans: Sequence[Need], need_id: str) -> Need:
    """The one of these plans of that ID, or in a folder of that name, or stop with exit code 2."""
    called = {PurePosixPath(plan.path).parent.name.casefold(): plan for plan in plans}
    called |= {plan.id.casefold(): plan for plan in plans}
    if plan := called.get(need_id.casefold()):
        return plan
    message = _('There is no plan "{id}". Plans: {known}.')
    near = called.get(closest_id(need_id, called))
    if near:
        message = _('There is no plan "{id}". Did you mean "{near}"? Plans: {known}.')
    known = ", ".join(plan.id for plan in plans)
    raise CannotRun(message.format(id=need_id, near=near.id if near else "", known=known))


def agency_named(progress: Progress, need_id: str) -> Need:
    """The agency of that ID, or stop with exit code 2."""
    agency = progress.plan.needs.get(need_id)
    if agency is None or agency.type != "agency":
        raise CannotRun(_('There is no agency "{id}". The IDs are in agencies.md.').format(id=need_id))
    return agency


def refuse_findings(found: Sequence[Finding]) -> None:
    """Stop with exit code 1 where a change would bring findings: nothing is written."""
    if found:
        for finding in found:
            click.echo(finding)
        click.echo(_("Nothing is written."), err=True)
        click.get_current_context().exit(1)


def refuse_open(path: Path) -> None:
    """Stop with exit code 2 where an office program has a file open: what is typed there is not in it yet."""
    from kehoach.files import writing

    if mark := writing.opened_by(path):
        message = _(
            "{path} is open in Excel, Word or LibreOffice. Save and close it there, then try again. "
            "If nobody has it open, delete {mark}."
        )
        raise CannotRun(message.format(path=path, mark=mark.name))


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole and name it, or stop with exit code 2."""
    from kehoach.files import writing

    path = folder / name
    refuse_open(path)
    try:
        writing.write_whole(path, content)
    except OSError as error:
        raise CannotRun(refusals.not_written(error, path)) from error
    click.echo(path)
