"""``kehoach archive``."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from kehoach.commands.common import CannotRun, find_root, today, write
from kehoach.files import archive
from kehoach.language import _
from kehoach.plan import model
from kehoach.reports.words import as_of_words


@click.command()
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path), default="build/dist", show_default=True)
@click.option(
    "--revision", metavar="NAME", default="", help="The version of the plan, to be written in the archive."
)
def command(site: Path, out: Path, revision: str) -> None:
    """Pack a built SITE for readers without internet; SOURCE_DATE_EPOCH is the time of all its files."""
    if not (site / "index.html").is_file():
        raise CannotRun(_("There is no site in {folder}. Build it with `kehoach build`.").format(folder=site))
    try:
        as_of = today(model.load(find_root()), None)
        when = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except KeyError as error:
        message = _("SOURCE_DATE_EPOCH is not set. `make dist` takes the time of the last commit.")
        raise CannotRun(message) from error
    except ValueError as error:
        raise CannotRun(str(error)) from error
    lines = [
        _("Open index.html in a browser; no internet is needed."),
        f"{as_of_words(as_of)}.",
        *([_("Version: {revision}").format(revision=revision)] if revision else []),
    ]
    readme = {archive.README: archive.readme(lines)}
    write(out, f"ke-hoach-{as_of}.zip", archive.packed(site, readme, when))
