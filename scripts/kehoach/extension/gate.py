"""No findings, no build; and no warning is forgotten by the next build."""

import os
import sys
import weakref
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from kehoach import rules
from kehoach.editions import here
from kehoach.editions.manifest import Manifest
from kehoach.extension import serve, sites
from kehoach.files import places, refusals
from kehoach.language import _
from kehoach.plan import Plan, model, reader
from kehoach.progress import Progress, asof
from kehoach.rules.findings import Finding

logger = logging.getLogger(__name__)

# Read anew in each build, and never pickled with the environment.
_since: weakref.WeakKeyDictionary[BuildEnvironment, date] = weakref.WeakKeyDictionary()
_progress: weakref.WeakKeyDictionary[BuildEnvironment, Progress] = weakref.WeakKeyDictionary()
_editions: weakref.WeakKeyDictionary[BuildEnvironment, tuple[Manifest, ...]] = weakref.WeakKeyDictionary()
_open: weakref.WeakKeyDictionary[BuildEnvironment, int] = weakref.WeakKeyDictionary()


def progress_of(env: BuildEnvironment) -> Progress:
    """Where the plan stands on the day that this build shows."""
    return _progress[env]


def since_of(env: BuildEnvironment) -> date:
    """The day since when this build tells changes."""
    return _since[env]


def plan_of(env: BuildEnvironment) -> Plan:
    """The plan that this build shows."""
    return progress_of(env).plan


def editions_of(env: BuildEnvironment) -> tuple[Manifest, ...]:
    """The editions that this build is of: of a commit that is tagged as one, and nothing else.

    None while editing, and on a public site, which is a part of the plan.
    """
    if env.config.kehoach_serve or env.config.kehoach_public:
        return ()
    if env not in _editions:
        _editions[env] = here.editions(Path(env.srcdir))
    return _editions[env]


def open_of(env: BuildEnvironment) -> int:
    """How many points an import has left open: with any, the site is a draft, and says so on every page."""
    return _open[env]


def refuse_model(app: Sphinx, config: Config) -> None:
    """Stop where something in the file of the model is wrong, before sphinx-needs reads it."""
    path = model.path(Path(app.srcdir))
    try:
        model.refuse_wrong(path.read_bytes())
    except OSError as error:
        logger.error(refusals.not_read(error, path))
        raise SystemExit(2) from error
    except ValueError as error:
        logger.error(_("Cannot use {file}: {why}.").format(file=path, why=error))
        raise SystemExit(2) from error


def refuse_undeclared(app: Sphinx, config: Config) -> None:
    """Stop where ``conf.py`` alone declares objects of other projects: a check does not run it."""
    read = model.parse(model.path(Path(app.srcdir)).read_bytes())
    declared = read.settings.get("external_needs", [])
    root = Path(app.srcdir)

    def placed(sources: Iterable[Mapping[str, str]]) -> list[dict[str, str | Path]]:
        return [{**one, "json_path": root / one.get("json_path", "")} for one in sources]

    if placed(config.needs_external_needs) != placed(declared):
        message = _(
            "Declare objects of other projects in {file}, as [[needs.external_needs]]: "
            "no check reads conf.py."
        )
        logger.error(message.format(file=model.FILE))
        raise SystemExit(2)


def refuse_findings(app: Sphinx) -> None:
    """Check the files before Sphinx reads any of them, and stop when something is wrong.

    What is wrong may be an ``{include}`` or raw HTML, so nothing faulty is ever parsed; the former
    site stays as it is; and since nothing is cached, the next build says the same again.
    """
    plan = _read(app)
    # Of a public site all was checked before what the public may see was taken from it.
    findings = [] if app.config.kehoach_public else rules.check(plan)
    left_open = set(rules.left_open(plan, findings))
    faults = [found for found in findings if found not in left_open]
    serve.tell(app, faults)
    if faults:
        _refuse(faults, len(left_open))
    _open[app.env] = len(left_open)
    try:
        as_of = asof.resolve(app.config.kehoach_as_of, datetime.now(UTC), os.environ, asof.office(plan.model))
        _since[app.env] = asof.since(app.config.kehoach_since, as_of, os.environ)
    except ValueError as error:
        logger.error(str(error))
        raise SystemExit(2) from error
    _progress[app.env] = Progress(plan, as_of, public=app.config.kehoach_public)


def _read(app: Sphinx) -> Plan:
    try:
        root = Path(app.srcdir)
        return reader.read(root, model.path(root).read_bytes())
    except OSError as error:
        logger.error(refusals.not_read(error))
        raise SystemExit(2) from error
    except ValueError as error:
        logger.error(_("The plan cannot be read: {why}.").format(why=error))
        raise SystemExit(2) from error


def refuse_public(app: Sphinx, config: Config) -> None:
    """Stop a public site where another build has left anything, which would stay beside its pages.

    A plain build goes over the former one, so ``conf.py`` cannot ask for a public site.
    """
    if not config.kehoach_public:
        return
    if "kehoach_public" in config._raw_config:
        logger.error(_("A public site is built by `kehoach build --public`; conf.py does not say so."))
        raise SystemExit(2)
    out, doctrees = Path(app.outdir), Path(app.doctreedir)
    if any(path != doctrees for path in out.iterdir()) or (doctrees / ENV_PICKLE_FILENAME).exists():
        logger.error(_("A public site is built in a new folder: {path} is none.").format(path=out))
        raise SystemExit(2)


def build_from_public(app: Sphinx, config: Config) -> None:
    """For a public site, let Sphinx read a copy that holds what the public may see, and nothing else.

    What is wrong with the project stops it as it stops any build.
    """
    if not config.kehoach_public:
        return
    plan = _read(app)
    if findings := rules.check(plan):
        for found in findings:
            logger.error("%s", found)
        raise SystemExit(1)
    root, target = Path(app.srcdir), Path(app.doctreedir) / "public"
    try:
        if not sites.write(plan, root, target, config.project):
            logger.error(_("No plan is public. Write `publish: yes` in those that are."))
            raise SystemExit(1)
    except ValueError as error:
        logger.error(str(error))
        raise SystemExit(1) from error
    except OSError as error:
        logger.error(refusals.refused(error))
        raise SystemExit(2) from error
    app.srcdir = type(app.srcdir)(target.resolve())
    config.needs_external_needs = []


def _refuse(faults: Sequence[Finding], left_open: int) -> NoReturn:
    for found in faults:
        location = f"{found.path}:{found.line}"
        logger.warning("%s %s: %s", found.code, found.id or "-", found.message, location=location)
    message = _("{count} findings. The site was not built.")
    if left_open:  # they alone would not be in the way
        message = _(
            "{count} findings. The site was not built. Beside them the import left {open} points open."
        )
    logger.error(message.format(count=len(faults), open=left_open))
    # Sphinx answers an exception with a crash report; this one ends the run and says no more.
    raise SystemExit(1)


def say_draft(app: Sphinx, exception: Exception | None) -> None:
    """Fail a build that has made a draft, in a sentence: whatever takes its exit code publishes no draft.

    It is no warning of Sphinx's, after which the next build would read everything again.
    """
    if exception is None and (count := open_of(app.env)):
        (home,) = plan_of(app.env).plans
        path = Path(app.outdir) / ("index.html" if app.builder.format == "html" else "")
        message = _(
            "Import not finished: {count} points of {plan} are open. A draft of the site: {path}. "
            "`kehoach resolve {plan}` asks about them."
        )
        print(message.format(count=count, plan=home.id, path=path), file=sys.stderr)
        app.statuscode = 1


def refuse_book(app: Sphinx) -> None:
    """Stop an e-book: what the site offers for download has no place in one, and Sphinx warns of each."""
    if app.builder.name == "epub":
        logger.error(_("No e-book is made of a plan. Build html, or write documents with: kehoach export."))
        raise SystemExit(2)


def refuse_unchecked(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop where Sphinx would read a page of ``needs/`` that was not checked.

    Both find the same files as long as ``conf.py`` says the same as ``places.py``; this makes sure of it.
    """
    root = Path(app.srcdir)
    checked = {path.relative_to(root).with_suffix("").as_posix() for path in places.pages(root)}
    found = {name for name in env.found_docs if name.startswith(f"{places.FOLDER}/")}
    if unchecked := sorted(found - checked):
        logger.error(_("Not checked, so the site was not built: {files}.").format(files=", ".join(unchecked)))
        raise SystemExit(1)


def distrust_unfinished(app: Sphinx, config: Config) -> None:
    """Read everything again where the last build was killed.

    The environment is written before the pages: it says what each of them shows, written or not.
    """
    if _under_way(app).exists():
        _forget(app)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Leave a mark that a build is under way."""
    _under_way(app).touch()


def end(app: Sphinx, exception: Exception | None) -> None:
    """Take the mark away; where the build failed or warned, make the next one read everything again.

    Sphinx and sphinx-needs warn about a file only when they read it: a second run of a failed
    build would find nothing to read, and pass.
    """
    if exception or app._warncount:
        _forget(app)
    _under_way(app).unlink(missing_ok=True)
    if isinstance(exception, OSError):  # a full disk, say; Sphinx answers with a crash report
        logger.error(refusals.refused(exception))
        raise SystemExit(2)


def _under_way(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "under-way"


def _forget(app: Sphinx) -> None:
    (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
