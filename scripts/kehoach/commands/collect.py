"""``kehoach collect``."""

import tempfile
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands.common import AS_OF, CannotRun, refusing, today
from kehoach.export import data
from kehoach.files import git
from kehoach.language import _
from kehoach.plan import model, reader
from kehoach.progress import Progress
from kehoach.rollup import gathering
from kehoach.rollup.gathering import Found, Gathered


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to gather in.")
@click.option(
    "--province", default="", metavar="NAME", help="The province of offices whose names do not tell it."
)
@AS_OF
def command(sources: tuple[str, ...], out: Path, province: str, as_of: str | None) -> None:
    """Gather the plans of other offices in a folder: their plan data, folders of it, or projects."""
    with tempfile.TemporaryDirectory() as made:
        found, refused = [], []
        for source in sources:
            try:
                found += _files(source, Path(made), as_of)
            except ValueError as error:
                refused.append((Path(source), str(error)))
        done = gathering.gather(found, out, province) if found or out.is_dir() else Gathered()
    done.refused += refused
    _tell(done)
    if done.refused:
        raise SystemExit(1)


def _files(source: str, made: Path, as_of: str | None) -> list[Found]:
    """The files of plan data that a source has; of a project they are made.

    Raises:
        ValueError: there is no such source, or the project has findings.
    """
    path = Path(source)
    if not path.exists():
        raise ValueError(_("there is no such file or folder"))
    if not (path / model.FILE).is_file():
        if found := [*gathering.files(source, path)]:
            return found
        raise ValueError(_("there are no plan data (du-lieu-*.json) in it"))
    try:
        with refusing(path):
            plan = reader.read(path)
    except CannotRun as refused:
        raise ValueError(refused.message) from refused
    if faults := rules.check(plan):
        message = _("it has {count} findings; `kehoach check` lists them there")
        raise ValueError(message.format(count=len(faults)))
    progress = Progress(plan, today(plan.model, as_of))
    commit = git.commit_of(path, [model.FILE])
    made_of = []
    for home in plan.plans:
        file = made / f"{len([*made.iterdir()])}.json"
        file.write_bytes(data.as_json(progress, home, commit))
        made_of.append(Found(source, f"{home.id}.json", file))
    return made_of


def _tell(done: Gathered) -> None:
    for path, why in done.refused:
        click.echo(_("{path}: left out: {why}.").format(path=path, why=why.rstrip(".")), err=True)
    for source, file, plan, office in done.twice:
        message = _("{file}: left out: data of {plan} of {office} that are newer or tell more are there.")
        click.echo(message.format(file=Path(source, file), plan=plan, office=office), err=True)
    for source, file in done.gone:
        click.echo(_("{file}: gone, and so are its rows.").format(file=Path(source, file)), err=True)
    message = _("{read} files read, {same} as before. Now: {plans} plans, {tasks} tasks.")
    click.echo(message.format(read=done.read, same=done.as_before, plans=done.plans, tasks=done.tasks))
