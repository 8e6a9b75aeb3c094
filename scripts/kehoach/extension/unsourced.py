"""Pages that have no source file: of agencies, of past periods, the parts of long lists, the files of rows.

Each is written when it shows anything else than it did, as all pages are (``updates.py``).
"""

import re
from collections import ChainMap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from kehoach.extension import search, updates
from kehoach.extension.drawing import drawings_of
from kehoach.extension.lists import MARK
from kehoach.extension.page import AGENCY_PAGES, PERIOD_PAGES
from kehoach.extension.views import agency_pages, period_pages
from kehoach.files.writing import write_whole
from kehoach.reports.words import as_of_words

#: Sphinx draws the frame of all pages of a folder once, around these; drawing it for each of hundreds took as
#: long as drawing what stands in them.
_NAME, _TITLE, _BODY = "kehoach-frame-name", "kehoach-frame-title", "kehoach-frame-body"
_PLACES = re.compile(f"{_NAME}|{_TITLE}|{_BODY}")


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write, and remove those that are no more."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or app.builder.name == "singlehtml":
        return
    outdir, known, frames = Path(app.outdir), set[Path](), dict[str, str]()
    for name, title, body in _pages(app):
        path = app.builder.get_output_path(name)
        known.add(path)
        if updates.differs(app, name, title + body) or not path.exists():
            folder, slash, file = name.rpartition("/")
            if folder not in frames:
                empty = f"{folder}{slash}{_NAME}"
                yield empty, {"title": _TITLE, "body": f"<h1>{_TITLE}</h1>\n{_BODY}", "toc": ""}, "page.html"
                frames[folder] = _taken(app.builder.get_output_path(empty))
            write_whole(path, _filled(frames[folder], file, title, body).encode())
    scripts = [page.ledger.scripts for page in drawings_of(app).pages()]
    for name, text in ChainMap({search.FILE: search.index(app)}, *scripts).items():
        known.add(outdir / name)
        if updates.differs(app, name, text) or not (outdir / name).exists():
            write_whole(outdir / name, text.encode())
    known |= {app.builder.get_output_path(name) for name in app.env.all_docs}
    own = (path for folder in (AGENCY_PAGES, PERIOD_PAGES) for path in (outdir / folder).rglob("*.html"))
    for path in {*own, *_parts_in(outdir)} - known:
        path.unlink()


def _filled(frame: str, name: str, title: str, body: str) -> str:
    told = {_NAME: name, _TITLE: title, _BODY: body}
    return _PLACES.sub(lambda place: told[place[0]], frame)


def _taken(page: Path) -> str:
    """What Sphinx has written, which is no page of the site."""
    text = page.read_text("utf-8")
    page.unlink()
    if not any(page.parent.iterdir()):  # dirhtml gives each page a folder
        page.parent.rmdir()
    return text


def _pages(app: Sphinx) -> Iterator[tuple[str, str, str]]:
    """The name, title and HTML of each."""
    drawings = drawings_of(app)
    titles = {name: title.astext() for name, title in app.env.titles.items()}
    for name, title, draw in agency_pages.pages(app):
        titles[name] = title
        yield name, escape(title, quote=False), drawings.html(name, draw)
    for name, title, draw, then in period_pages.pages(app):
        titles[name] = title
        yield name, escape(title, quote=False), drawings.html(name, draw, then)
    back = Markup('<p class="as-of"><a href="{}">{}</a> · {}</p>\n')
    for page in drawings.pages():
        whole, day = titles[page.docname], as_of_words(page.progress.as_of)
        for name, extra in page.ledger.pages.items():
            head = back.format(app.builder.get_relative_uri(name, page.docname), whole, day)
            yield name, escape(f"{whole}: {extra.label}", quote=False), head + Markup(extra.body)


def _parts_in(outdir: Path) -> Iterator[Path]:
    for suffix in ("html", "js"):
        for path in outdir.rglob(f"*{MARK}*.{suffix}"):
            if path.relative_to(outdir).parts[0] != "_static":
                yield path
