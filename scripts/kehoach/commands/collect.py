"""``kehoach collect``."""

import tempfile
from pathlib import Path

import click

from kehoach.commands.common import AS_OF, CannotRun, today
from kehoach.export import projects
from kehoach.files import git, refusals
from kehoach.files.places import printable
from kehoach.files.tree import Folder
from kehoach.language import _
from kehoach.language.text import flat
from kehoach.plan import model
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
            except OSError as error:
                refused.append((Path(source), refusals.not_read(error)))
            except ValueError as error:
                refused.append((Path(source), str(error)))
        done = Gathered()
        if found or out.is_dir():
            now = today(model.parse(model.path(Path()).read_bytes()), None, {})
            try:
                done = gathering.gather(found, out, now, flat(province))
            except ValueError as error:
                raise CannotRun(str(error)) from error
    done.refused += refused
    _tell(done)
    if done.refused:
        raise SystemExit(1)


def _files(source: str, made: Path, as_of: str | None) -> list[Found]:
    """The files of plan data that a source has; of a project they are made.

    Raises:
        OSError: the source cannot be read.
        ValueError: there is no such source, or the project has findings.
    """
    path = Path(source)
    if not path.exists():
        raise ValueError(_("there is no such file or folder"))
    label = str(path.resolve())
    if not (path / model.FILE).is_file():
        if found := [*gathering.files(label, path)]:
            return found
        raise ValueError(_("there are no plan data (du-lieu-*.json) in it"))
    declared, commit = (path / model.FILE).read_bytes(), git.commit_of(path, [model.FILE])
    plans = projects.as_json(Folder(path), declared, commit, lambda read: today(read, as_of))
    folder = Path(tempfile.mkdtemp(dir=made))
    for name, content in plans.items():
        (folder / f"{name}.json").write_bytes(content)
    return [Found(label, f"{name}.json", folder / f"{name}.json") for name in plans]


def _tell(done: Gathered) -> None:
    for path, why in done.refused:
        _say(_("{file}: left out: {why}."), path, why=why.removeprefix(f"{path} ").rstrip("."))
    for source, file, plan, office in done.twice:
        message = _("{file}: left out: data of {plan} of {office} that are newer or tell more are there.")
        _say(message, Path(source, file), plan=plan, office=office)
    for source, file in done.gone:
        _say(_("{file}: gone, and so are its rows."), Path(source, file))
    message = _("{read} files read, {same} as before. Now: {plans} plans, {tasks} tasks.")
    click.echo(message.format(read=done.read, same=done.as_before, plans=done.plans, tasks=done.tasks))


def _say(message: str, path: Path, **words: str) -> None:
    click.echo(message.format(file=printable(str(path)), **words), err=True)
