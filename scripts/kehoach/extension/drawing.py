"""What a build draws of the plan, each part drawn once: for the fingerprint of its page, and for the page.

For HTML the parts are text at once, printed by ``templates/``. The docutils tree that Sphinx transforms,
walks and indexes holds one node for a card or a view, however much that shows.
"""

import html
import re
import weakref
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels
from sphinx.util.docutils import SphinxTranslator

from kehoach.extension import lists
from kehoach.extension.blocks import Block, Grid, Inline, Row, Sections
from kehoach.extension.gate import progress_of
from kehoach.extension.lists import Cut
from kehoach.extension.page import Page
from kehoach.extension.printing import Body, Printer
from kehoach.language import _
from kehoach.progress import Progress
from kehoach.reports.tables import BREAK, Span, Words, lines

TEMPLATES = Path(__file__).parent / "templates"

#: HTML, or what Sphinx has to write itself.
Part = str | nodes.Node
Draw = Callable[[Page], Block]

_BETWEEN_TAGS = re.compile(r">([^<]+)")
#: Stands in the HTML of a card where its parsed text belongs; in a text the sign "<" is escaped.
_BODY = "<!-- body -->"


@cache
def templates() -> Environment:
    """The templates of cards and views. Whatever they are given is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # all stay, without the book-keeping of which was used last
    )
    # No others: each block that is drawn gets a copy of them.
    made.globals = {"_": _, "warning": str(admonitionlabels["warning"])}
    made.filters |= {"printed": printed, "shown": shown}
    return made


def printed(block: Block, page: Page) -> Markup:
    """A block as HTML, by the template of its kind; of long lists what the page has room for."""
    match block:
        case Grid():
            return _table(block, page)
        case Sections():
            return _sections(block, page)
    return Markup(_template(block.template).render(page=page, block=block))


@cache
def _template(name: str) -> Template:
    found = templates().get_template(f"{name}.html")
    found.globals = dict(found.globals)  # Jinja looks through several dictionaries for each block
    return found


def _table(block: Grid, page: Page) -> Markup:
    tools: Any = _template(block.template).module
    offered, figures, rows = block.body
    plans = block.plans
    drawn = [_row(row, page) for row in rows]

    def draw(whole: Cut) -> Markup:
        return Markup(tools.table(block, page, offered, plans, figures, whole))

    sections = [row.section for row in rows]
    return draw(lists.cut(page.ledger, block.table.key, drawn, sections, draw))


def _row(row: Row, page: Page) -> Markup:
    """A row; not by a template, which took half of the time of all lists: these have most of all cells."""
    parts = ["<tr", *(f' data-{key}="{escape(choices)}"' for key, choices in row.choices), ">\n"]
    for words, names, figure in row.cells:
        found = shown(words, page, row)
        if isinstance(found, list):
            found = Markup(_template("entries").render(shown=found))
        tag, scope = ("th", ' scope="row"') if names else ("td", "")
        number = ' class="number"' if figure else ""
        written = found if isinstance(found, Markup) else escape(found)
        parts.append(f"<{tag}{scope}{number}>{written}</{tag}>\n")
    return Markup("".join((*parts, "</tr>\n")))


def _sections(block: Sections, page: Page) -> Markup:
    drawn = [
        lists.Drawn(
            section.label, section.id, Markup("").join(printed(inner, page) for inner in section.blocks)
        )
        for section in block.sections
    ]

    def draw(links: lists.Links, shown: list[lists.Drawn]) -> Markup:
        return Markup(_template(block.template).render(block=block, links=links, shown=shown))

    return draw(*lists.divide(page.ledger, block.key, drawn, draw))


def shown(words: Inline, page: Page, about: str | Row = "") -> str | list[Markup]:
    """Words as HTML; as a list where they are several entries of a cell.

    Of very many the first are shown, and a link to a page with all, which ``about`` is the title of.
    """
    if isinstance(words, str):
        return words
    if len(words) == 1:
        return _span(words[0], page)
    entries = [span for span in words if span.to]
    several = BREAK.text in [span.text for span in words]
    if len(entries) <= lists.MANY:
        return [_joined(line, page) for line in lines(words)] if several else _joined(words, page)
    whole = [_joined(line, page) for line in (lines(words) if several else [(span,) for span in entries])]
    title = about if isinstance(about, str) else about.name
    rest = lists.rest_of(page.ledger, title, whole)
    return [*whole[: lists.FIRST], rest] if several else Markup(", ").join((*whole[: lists.FIRST], rest))


def _joined(words: Words, page: Page) -> Markup:
    return Markup("".join([_span(span, page) for span in words]))


def _span(span: Span, page: Page) -> Markup:
    found = page.spans.get(span)
    if found is None:
        found = page.spans[span] = _shown_span(span, page.address(span))
    return found


@cache
def _shown_span(span: Span, address: str) -> Markup:
    """A span with its address, which is the same on all pages of a folder."""
    show = _template("span").module.show  # type: ignore[attr-defined] # a macro of it
    return Markup(show(span, address))


class Drawn(nodes.General, nodes.Element):
    """HTML that is written as it stands; its only child holds its words for the search."""


def write_drawn(writer: Any, node: Drawn) -> None:
    """Write the HTML; the words stand in it already."""
    writer.body.append(node["html"])
    raise nodes.SkipNode


def leave_drawn(writer: SphinxTranslator, node: Drawn) -> None:
    """Nothing is left to write."""


class Drawings:
    """The pages and the parts of them that a build has drawn so far."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self._pages: dict[str, Page] = {}
        self._parts: dict[tuple[str, str], list[Part]] = {}
        self._words: dict[str, set[str]] = {}

    def page(self, docname: str) -> Page:
        """The page of that name; it keeps the addresses that were asked for."""
        if docname not in self._pages:
            self._pages[docname] = Page(progress_of(self.app.env), self.app.builder, docname)
        return self._pages[docname]

    def pages(self) -> list[Page]:
        """All pages that were drawn on."""
        return list(self._pages.values())

    def parts(self, docname: str, name: str, draw: Draw) -> list[Part]:
        """A drawing on a page, under a name of its own there."""
        key = docname, name
        if key not in self._parts:
            self._parts[key] = list(self._drawn(docname, draw))
        return self._parts[key]

    def take(self, docname: str, name: str, draw: Draw) -> list[nodes.Node]:
        """The drawing as nodes for the page, and forget it: nodes stand in one place only."""
        parts = self.parts(docname, name, draw)
        del self._parts[docname, name]
        return [self._node(docname, part) if isinstance(part, str) else part for part in parts]

    def html(self, docname: str, draw: Draw, progress: Progress | None = None) -> str:
        """A drawing for a page that is no document of Sphinx's; its figures may be of another day."""
        if progress:
            self._pages[docname] = Page(progress, self.app.builder, docname)
        page = self.page(docname)
        return printed(draw(page), page)

    def _drawn(self, docname: str, draw: Draw) -> Iterator[Part]:
        page = self.page(docname)
        if self.app.builder.format != "html":
            yield from Printer(page).block(draw(page))
            return
        before, place, after = str(printed(draw(page), page)).partition(_BODY)
        yield from (before, Body(), after) if place else (before,)

    def _node(self, docname: str, part: str) -> Drawn:
        """A node with the words that the page has not had yet: the index asks for each once."""
        if "nosearch" in self.app.env.metadata[docname]:
            return Drawn("", html=part)
        known = self._words.setdefault(docname, set())
        words = set(html.unescape(" ".join(_BETWEEN_TAGS.findall(part))).split()) - known
        known |= words
        return Drawn("", nodes.Text(" ".join(sorted(words))), html=part)


_drawings: weakref.WeakKeyDictionary[BuildEnvironment, Drawings] = weakref.WeakKeyDictionary()


def drawings_of(app: Sphinx) -> Drawings:
    """The drawings of this build."""
    return _drawings.setdefault(app.env, Drawings(app))
