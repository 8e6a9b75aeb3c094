"""``kehoach verify``."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, refusing, stopping
from kehoach.editions import copies, manifest, saying, verifying
from kehoach.editions.register import Register
from kehoach.editions.saying import Said
from kehoach.files import reading
from kehoach.files.git import Repository
from kehoach.language import _
from kehoach.plan import model, reader


@click.command()
@click.argument("what", metavar="FILE|FOLDER|TAG")
@ROOT
@click.pass_context
def command(ctx: click.Context, what: str, root: Path | None) -> None:
    """Say whether a file, a folder or a tag is of an edition, unchanged, and signed by whom."""
    root = root or find_root()
    with stopping(), refusing(root), Repository(root) as repository:
        said = list(_said(Register(repository), root, what))
    for sentence in said:
        click.echo(sentence)
    ctx.exit(saying.code(said))


def _said(known: Register, root: Path, what: str) -> Iterator[Said]:
    path = Path(what)
    if path.is_dir():
        if (path / manifest.FILE).is_file():
            return verifying.folder(known, path)
        if (path / model.FILE).is_file() and path.resolve() == root.resolve():
            return verifying.project(known)
        message = _("{path} holds no {file}: it is the folder of no edition.")
        raise CannotRun(message.format(path=path, file=manifest.FILE))
    if path.exists():
        with stopping():
            content = reading.whole(path, verifying.MOST)
        return copies.file(known, copies.Asked(path, content, root, reader.read(root), datetime.now(UTC)))
    found = verifying.find_tag(known, what)
    if len(found) > 1:
        message = _("{name} may be any of these: {tags}.")
        raise CannotRun(message.format(name=what, tags=", ".join(tag.name for tag in found)))
    if found:
        return verifying.tag(known, found[0])
    gone = list(verifying.missing_tag(known, what))
    if not gone:
        raise CannotRun(_("There is no file, folder or edition called {name}.").format(name=what))
    return iter(gone)
