"""What ``build``, ``serve`` and ``test`` share: Sphinx in a process of its own, the same on every machine."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kehoach.commands.common import CannotRun
from kehoach.files import refusals
from kehoach.files.tree import SETTINGS
from kehoach.language import _
from kehoach.plan import model
from kehoach.plan.decoding import conflict_at

#: The same bytes from the same commit, Vietnamese letters whatever the code page is, and no module out of the
#: project's folder.
_SAME_EVERYWHERE = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONIOENCODING": "utf-8:backslashreplace",
    "PYTHONSAFEPATH": "1",
}

#: What Sphinx notes in each folder that it builds pages in; with ``model.SHARED``, a site that we have built.
_BUILT = ".buildinfo"


def sphinx(root: Path, module: str, *arguments: str | Path, quiet: bool = False) -> int:
    """Run a module that builds the site of a project, in the project's folder; quiet: only what goes wrong.

    Returns:
        0 where it has done its work, 1 where there are findings or warnings, 2 where it could not run.
    """
    # A Python for embedding heeds no variables.
    command = [sys.executable, "-P", "-X", "utf8", "-m", module, *map(str, arguments)]
    stdout = subprocess.DEVNULL if quiet else None
    code = subprocess.call(command, cwd=root, env={**os.environ, **_SAME_EVERYWHERE}, stdout=stdout)
    return code if code in (0, 1) else 2


def ready(root: Path, out: Path) -> Path:
    """The folder to build in, made and tried, as an absolute path.

    Raises:
        CannotRun: the project has no ``conf.py``; the folder holds something else than a site, as the project
            itself does, or cannot be written in.
    """
    out = out.resolve()
    settings = root / SETTINGS
    if not settings.is_file():
        message = _('There is no conf.py in {folder}. Write one with the line: extensions = ["kehoach"]')
        raise CannotRun(message.format(folder=root))
    if conflict_at(settings.read_text("utf-8", errors="replace")):  # which Sphinx runs before any check
        message = _("{path} holds two edits of the same lines. Choose between <<<<<<< and >>>>>>>.")
        raise CannotRun(message.format(path=settings))
    try:
        out.mkdir(parents=True, exist_ok=True)
        ours = (root / "build").resolve() in out.parents or (out / _BUILT).is_file()
        if not ours:
            _refuse_full(out)
        for folder in (out.parent, out):
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CannotRun(refusals.not_written(error, out)) from error
    return out


def _refuse_full(out: Path) -> None:
    if any(out.iterdir()):
        raise CannotRun(_("{path} holds something that is no site. Name a new folder.").format(path=out))


def build(root: Path, out: Path, *, public: bool = False) -> int:
    """Check a plan and build its site in a folder; what Sphinx remembers is beside it. As for ``sphinx``.

    The check is that of the build itself: a plan with findings leaves the former site as it was. A public
    site is always built anew, so that nothing is left of what was public once, or never; it takes the place
    of nothing but a site.

    Raises:
        CannotRun: as for ``ready``; for a public site, whatever else the folder holds.
    """
    out = ready(root, out)
    usual = ("sphinx", "-W", "-q", "-b", "html")
    if not public:
        return sphinx(root, *usual, "-d", out.parent / "doctrees", ".", out)
    if not all((out / name).is_file() for name in (_BUILT, model.SHARED)):
        _refuse_full(out)
    with tempfile.TemporaryDirectory(dir=out.parent) as fresh:
        made = Path(fresh) / "site"
        code = sphinx(root, *usual, "-D", "kehoach_public=1", "-d", Path(fresh) / "doctrees", ".", made)
        if code == 0:
            out.rename(Path(fresh) / "former")
            made.rename(out)
    return code
