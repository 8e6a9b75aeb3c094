"""``kehoach menu``."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from kehoach.commands import asking
from kehoach.commands.common import ROOT, find_root
from kehoach.language import _, i18n


@click.command()
@ROOT
def command(root: Path | None) -> None:
    """Ask what to do and do it, again and again: for who starts kehoach.cmd by double-click."""
    root = root or find_root()
    todo: list[tuple[str, Callable[[], object]]] = [
        (_("Check the plan"), partial(_run, root, "check")),
        (_("Build the site"), partial(_run, root, "build")),
        (_("Open the site"), partial(_open, root)),
        (_("Take a workbook back"), partial(_merge, root)),
    ]
    while True:
        chosen = asking.choose(_("What is to be done?"), [*(words for words, _do in todo), _("End")])
        if chosen == len(todo):
            return
        click.echo("")
        todo[chosen][1]()


def _run(root: Path, *arguments: str) -> int:
    """Run a command as it is run otherwise, whatever becomes of it; its exit code."""
    command = [sys.executable, "-X", "utf8", "-m", "kehoach", "--lang", i18n.language(), *arguments]
    return subprocess.call([*command, "--root", str(root)])


def _open(root: Path) -> None:
    index = root / "build" / "html" / "index.html"
    if not index.is_file():
        click.echo(_("There is no site yet. Build it first."))
    elif click.launch(str(index.absolute())):
        click.echo(_("Open this file in a browser: {path}").format(path=index.absolute()))


def _merge(root: Path) -> None:
    asked = _("Drag the workbook into this window, or write where it is (Enter to skip)")
    path = asking.dragged(click.prompt(asked, default="", show_default=False))
    if not path:
        return
    code = _run(root, "merge", path, "--dry-run")
    if code == 0 and click.confirm(_("Write this?"), default=False):
        _run(root, "merge", path)
