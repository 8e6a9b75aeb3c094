"""``kehoach collect``."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from kehoach import merging
from kehoach.commands.common import AS_OF, stopping, today, today_here
from kehoach.files import git, refusals, remote
from kehoach.files.places import printable
from kehoach.files.tree import Folder, GitError, Project
from kehoach.language import _
from kehoach.language.text import flat
from kehoach.plan import model
from kehoach.rollup import foreign, gathering
from kehoach.rollup.gathering import Found, Gathered

#: What of a folder nobody looks into.
_ARCHIVES = {".zip", ".rar", ".7z"}


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to gather in.")
@click.option(
    "--province", default="", metavar="NAME", help="The province of offices whose names do not tell it."
)
@AS_OF
def command(sources: tuple[str, ...], out: Path, province: str, as_of: str | None) -> None:
    """Gather the plans of other offices in a folder: their plan data, folders of it, projects, addresses."""
    with tempfile.TemporaryDirectory() as made:
        found: list[Found] = []
        refused: list[tuple[str, str]] = []
        for source in sources:
            try:
                found += _files(source, Path(made), as_of, refused)
            except OSError as error:
                refused.append((remote.shown(source), refusals.not_read(error)))
            except (ValueError, GitError) as error:
                refused.append((remote.shown(source), str(error)))
        done = Gathered()
        if found or out.is_dir():
            with stopping():
                done = gathering.gather(found, out, _now(), flat(province))
        # What was made or fetched is called after where it is from.
        names = {one.path: _called(one.source, one.name) for one in found if one.path.is_relative_to(made)}
    refused[:0] = [(names.get(path, str(path)), why) for path, why in done.refused]
    _tell(done, refused)
    if refused:
        raise SystemExit(1)


def _now() -> date:
    """The day that it is, by the office's clock, whatever day figures are asked of."""
    return today_here(None, {})


def _files(source: str, made: Path, as_of: str | None, refused: list[tuple[str, str]]) -> list[Found]:
    """The files of plan data that a source has; of projects and workbooks made, of addresses fetched.

    Of a folder the workbooks that cannot be used and the archives are ``refused``.

    Raises:
        OSError: the source cannot be read.
        GitError: the repository cannot be had.
        ValueError: there is no such source, it is too large, or the project has findings.
    """
    folder = Path(tempfile.mkdtemp(dir=made))
    if remote.is_address(source):
        return _fetched(source, folder, as_of)
    path = Path(source)
    if not path.exists():
        raise ValueError(_("there is no such file or folder"))
    label = str(path.resolve())
    if not (path / model.FILE).is_file():
        single = path.suffix.lower() == ".xlsx" and path.is_file()
        books = [path] if single else sorted(path.rglob(f"{merging.REPORT}-*.xlsx"))
        found = [] if single else [*gathering.files(label, path)]
        found += _of_workbooks(label, path, books, folder, refused)
        packed = sorted(one for one in path.rglob("*") if one.suffix.lower() in _ARCHIVES and one.is_file())
        refused += [(str(one), foreign.packed()) for one in packed]
        if found or books or packed:
            return found
        raise ValueError(_("there are no plan data (du-lieu-*.json) in it"))
    declared, commit = (path / model.FILE).read_bytes(), git.commit_of(path, [model.FILE])
    return _of_project(label, folder, Folder(path), declared, commit, as_of)


def _fetched(address: str, folder: Path, as_of: str | None) -> list[Found]:
    """What an address has: the data of a plan, as a site publishes them, or a project in a git repository."""
    label = remote.shown(address)
    if remote.is_file(address):
        path = folder / "du-lieu.json"
        path.write_bytes(remote.download(address))
        return [Found(label, "", path)]
    with remote.cloned(address) as clone, git.Repository(clone) as repository:
        latest = repository.revision("HEAD")
        return _of_project(label, folder, latest, latest.read(model.FILE), latest.commit, as_of)


def _of_workbooks(
    label: str, path: Path, books: list[Path], folder: Path, refused: list[tuple[str, str]]
) -> Iterator[Found]:
    """What offices without a repository report by, each as plan data."""
    if not books:
        return
    from kehoach.merging import reported  # a quarter of a second, which most gatherings do without

    for number, book in enumerate(books):
        made = folder / f"{number}.json"
        try:
            made.write_bytes(reported.as_json(book, _now()))
        except OSError as error:
            refused.append((str(book), refusals.not_read(error)))
        except ValueError as error:
            refused.append((str(book), str(error)))
        else:
            yield Found(label, "" if book == path else book.relative_to(path).as_posix(), made)


def _of_project(
    label: str, folder: Path, project: Project, declared: bytes, commit: str | None, as_of: str | None
) -> list[Found]:
    from kehoach.export import projects  # as above

    plans = projects.as_json(project, declared, commit, lambda read: today(read, as_of))
    for name, content in plans.items():
        (folder / f"{name}.json").write_bytes(content)
    return [Found(label, f"{name}.json", folder / f"{name}.json") for name in plans]


def _called(source: str, file: str) -> str:
    """A file of a source as people find it: an address is no path of this machine."""
    if remote.is_address(source):
        return f"{source}, {file}" if file else source
    return str(Path(source, file))


def _tell(done: Gathered, refused: list[tuple[str, str]]) -> None:
    for name, why in refused:
        _say(_("{file}: left out: {why}."), name, why=why.removeprefix(name).lstrip(": ").rstrip("."))
    for source, file, plan, office in done.twice:
        message = _("{file}: left out: data of {plan} of {office} that are newer or tell more are there.")
        _say(message, _called(source, file), plan=plan, office=office)
    for source, file in done.gone:
        _say(_("{file}: gone, and so are its rows."), _called(source, file))
    message = _("{read} files read, {same} as before. Now: {plans} plans, {tasks} tasks.")
    click.echo(message.format(read=done.read, same=done.as_before, plans=done.plans, tasks=done.tasks))


def _say(message: str, name: str, **words: str) -> None:
    click.echo(message.format(file=printable(name), **words), err=True)
