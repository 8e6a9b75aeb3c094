"""The downloads page: every export of the plan, made while the site is built and put beside its pages."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from sphinx.application import Sphinx
from sphinx.util import logging

import kehoach
from kehoach import export
from kehoach.export import fonts
from kehoach.extension import sharing
from kehoach.extension.blocks import Block, Heading, Item, Items, Paragraph, grid
from kehoach.extension.gate import editions_of, open_of, since_of
from kehoach.extension.page import Page
from kehoach.files import git, writing
from kehoach.files.tree import sha256
from kehoach.language import _
from kehoach.official import fingerprint
from kehoach.plan import model
from kehoach.reports.tables import Column, Span, Table

#: The folder of the site that they are in.
FOLDER = "tai-ve"
#: The manifest of an edition, where the files beside it are that edition.
_MANIFEST = "manifest"

logger = logging.getLogger(__name__)


class Made(TypedDict):
    """A file that was made: its name, what it is, of which plan, its format and its size in bytes."""

    plan: str
    name: str
    title: str
    form: str
    size: int


def downloads(page: Page) -> Iterator[Block]:
    """Everything there is to download, by plan and format, each with its size and the day of its figures."""
    if page.builder.format != "html":
        return
    if count := open_of(page.builder.env):
        # A file goes without the notice that stands on the pages.
        yield Paragraph(_("Not made of a draft: {count} points are open.").format(count=count))
        return
    if page.builder.config.kehoach_serve:
        # They take as long as all pages together, and somebody is waiting for one of those.
        yield Paragraph(_("Not made while editing. `kehoach build` makes the files."))
        return
    found = _made(page)
    for plan in page.plan.plans:
        if page.several:
            yield Heading(page.of_plan(plan))
        for form in export.FORMATS:
            files = tuple(made for made in found if made["plan"] == plan.id and made["form"] == form)
            if files:
                yield Heading(export.format_words(form), 3 if page.several else 2)
                yield grid(_files(page, files), filterable=False)
        if manifests := tuple(made for made in found if (made["plan"], made["form"]) == (plan.id, _MANIFEST)):
            yield Heading(_("Edition, to verify with"), 3 if page.several else 2)
            yield grid(_files(page, manifests), filterable=False)
    yield Heading(_("For Sphinx projects of others"), 2)
    yield Items(tuple(_shared(page)), "plain")


def _shared(page: Page) -> Iterator[Item]:
    """The files at the top of the site, which are written after the pages, each with what takes it."""
    files = (
        (sharing.NEEDS, _("all objects, for another project with sphinx-needs"), "needs_external_needs"),
        (
            sharing.MODEL,
            _("their types, fields and links, which it has to know"),
            "needs_from_toml",
        ),
        (sharing.INVENTORY, _("where each object stands, by its ID"), "intersphinx"),
        (sharing.STATUS, _("where each task stands, for a portal"), "kehoach status --format json"),
    )
    for name, words, typed in files:
        if not (name == sharing.STATUS and page.progress.public):
            yield (Span(name, page.beside(name)), Span(f": {words}: "), Span(typed, typed=True)), ()


def _files(page: Page, files: tuple[Made, ...]) -> Table[Made]:
    folder = page.beside(f"{FOLDER}/")
    columns: tuple[Column[Made], ...] = (
        Column("document", _("Document"), lambda f: (Span(f["title"], folder + f["name"]),), 64),
        Column("size", _("Size"), lambda f: _size(f["size"]), 16),
        Column("as_of", _("Figures up to"), lambda _file: page.progress.as_of, 20),
    )
    return Table("downloads", "", columns, files)


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _made(page: Page) -> list[Made]:
    """The files, made anew unless nothing that they are made from has changed since they were."""
    app = page.builder.app
    folder, record = Path(app.outdir) / FOLDER, Path(app.doctreedir) / "downloads.json"
    commit = git.commit_of(Path(app.srcdir), [model.FILE])
    stamp = _stamp(page, app, commit)
    if former := _former(record, folder, stamp):
        return former
    try:
        found = list(_make(page, app, folder, commit))
    except ValueError as error:
        logger.error(str(error))
        raise SystemExit(1) from error
    writing.write_whole(record, json.dumps({"stamp": stamp, "made": found}).encode())
    names = {made["name"] for made in found}
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.name not in names:  # of a plan or an agency that is no longer there
            path.unlink()
    return found


def _former(record: Path, folder: Path, stamp: str) -> list[Made] | None:
    try:
        written = json.loads(record.read_bytes())
    except (OSError, ValueError):
        return None
    found: list[Made] = written["made"]
    whole = all((folder / made["name"]).is_file() for made in found)
    return found if written["stamp"] == stamp and whole else None


def on_site(app: Sphinx) -> tuple[str, ...]:
    """The names of the files that the page of downloads has made; none while editing, when it makes none."""
    record = Path(app.doctreedir) / "downloads.json"
    if app.config.kehoach_serve or not record.is_file():
        return ()
    found: list[Made] = json.loads(record.read_bytes())["made"]
    return tuple(made["name"] for made in found)


def _stamp(page: Page, app: Sphinx, commit: str | None) -> str:
    """The fingerprint of the plan, its commit, its days, its settings and the code that makes the files."""
    stamp = hashlib.sha256(fingerprint.of_plan(page.plan).encode())
    days = f"{page.progress.as_of} {since_of(page.builder.env)}"
    stamp.update(f"{commit} {days} {app.config.language}".encode())
    for held in editions_of(page.builder.env):
        stamp.update(held.as_bytes())
    package = Path(kehoach.__file__).parent
    code = (path for path in sorted(package.rglob("*.*")) if path.suffix in (".py", ".typ"))
    for path in (model.path(Path(app.srcdir)), *code):
        stamp.update(path.read_bytes())
    return stamp.hexdigest()


def _make(page: Page, app: Sphinx, folder: Path, commit: str | None) -> list[Made]:
    found: list[Made] = []
    font = fonts.font_of(Path(app.confdir if app.config.kehoach_public else app.srcdir))
    for plan in page.plan.plans:
        made: dict[str, str] = {}
        order = export.Order(page.progress, plan, since_of(page.builder.env), font, commit=commit)
        for form in export.FORMATS:
            for wanted in export.exports(order, [form]):
                content = wanted.make()
                writing.write_whole(folder / wanted.name, content)
                size = len(content)
                found.append(Made(plan=plan.id, name=wanted.name, title=wanted.title, form=form, size=size))
                made[wanted.name] = sha256(content)
        for held in editions_of(page.builder.env):
            # The site may be of another day than the edition: then its files are not those. The report on a
            # period is in the edition alone.
            named = {name: one.sha256 for name, one in held.documents.items()}
            if held.plan == plan.id and made.items() <= named.items():
                name, content = f"manifest-{held.plan}-{held.name}.json", held.as_bytes()
                writing.write_whole(folder / name, content)
                title = _("Manifest of edition {name}").format(name=held.name)
                found.append(Made(plan=plan.id, name=name, title=title, form=_MANIFEST, size=len(content)))
    return found
