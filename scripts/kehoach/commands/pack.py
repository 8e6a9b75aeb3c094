"""``kehoach pack``."""

import shutil
from importlib.metadata import version
from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, read_clean, stopped
from kehoach.files import archive
from kehoach.files.git import Repository
from kehoach.files.tree import GitError
from kehoach.language import _
from kehoach.project import packing, updating
from kehoach.project.packing import Target


@click.command()
@ROOT
@click.option(
    "--platform",
    metavar="NAME",
    default="win_amd64",
    show_default=True,
    help="What the machine takes wheels of.",
)
@click.option("--python", metavar="3.11", help="Its Python [default: the one that this runs with].")
@click.option(
    "--python-zip",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Python for embedding, of python.org, for a machine that has none.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/pack].")
def command(
    root: Path | None, platform: str, python: str | None, python_zip: Path | None, out: Path | None
) -> None:
    """Pack the project, the tool and all that it needs for an office PC without make, network or rights."""
    root = root or find_root()
    target = Target(platform, python or packing.python_here())
    if target.python != packing.python_here():
        message = _("The versions that are here are of Python {here}. Run kehoach with Python {python}.")
        raise CannotRun(message.format(here=packing.python_here(), python=target.python))
    read_clean(root)
    folder = (out or root / "build" / "pack") / f"kehoach-{version('kehoach')}-{platform}"
    try:
        made = _packed(root, target, python_zip, folder)
    except (GitError, OSError, ValueError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise (CannotRun(str(error)) if isinstance(error, GitError) else stopped(error)) from error
    click.echo(folder)
    click.echo(made)
    message = _("{size} MB. Copy it to the machine, unpack it there and start kehoach.cmd.")
    click.echo(message.format(size=round(made.stat().st_size / 1e6)), err=True)


def _packed(root: Path, target: Target, python_zip: Path | None, folder: Path) -> Path:
    """The archive of the folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    with Repository(root) as repository:
        packing.copy(root, repository.tracked(["."]), folder / packing.PROJECT)
    wheels = folder / "wheels"
    packing.collect(target, wheels, root / updating.WHEELS)
    if others := packing.others(wheels, root / "uv.lock"):
        message = _("Not what uv.lock names, by hash: {files}. Nothing is packed.")
        raise CannotRun(message.format(files=", ".join(others)))
    if python_zip:
        packing.unpack_python(python_zip, target, folder / "python")
    for name, content in packing.scripts(target, [path.name for path in wheels.iterdir()]):
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o755)
    lines = [
        _("Plans, and all that is needed to check, build and read them. No network is needed."),
        _("Windows: unpack it to a folder such as C:\\ke-hoach and double-click kehoach.cmd."),
        _("Linux: ./kehoach.sh. Python {python} must be there.").format(python=target.python),
        _("What is edited is in {folder}/needs; the site is in {folder}/build/html.").format(
            folder=packing.PROJECT
        ),
    ]
    (folder / archive.README).write_bytes(archive.readme(lines))
    return packing.zipped(folder)
