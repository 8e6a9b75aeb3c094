"""What a build draws of the plan, each part drawn once: for the fingerprint of its page, and for the page.

For HTML the parts are text at once, printed by ``templates/``. The docutils tree that Sphinx transforms,
walks and indexes holds one node for a card or a view, however much that shows.
"""

import html
import re
import weakref
from collections.abc import Callable, Iterable, Iterator
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
from kehoach.extension.blocks import (
    Block,
    Box,
    Card,
    Folded,
    Grid,
    Inline,
    Paragraph,
    Role,
    Row,
    Rows,
    Sections,
)
from kehoach.extension.gate import progress_of
from kehoach.extension.lists import Cut
from kehoach.extension.page import Page
from kehoach.extension.printing import Body, Printer
from kehoach.language import _
from kehoach.progress import Progress
from kehoach.reports.tables import BREAK, Span, Words, lines, plain

TEMPLATES = Path(__file__).parent / "templates"

#: HTML, or what Sphinx has to write itself.
Part = str | nodes.Node
Draw = Callable[[Page], Block]

_BETWEEN_TAGS = re.compile(r">([^<]+)")
#: Stands in the HTML of a card where its parsed text belongs; in a text the sign "<" is escaped.
_BODY = Markup("<!-- body -->")


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
    """A block as HTML for a template, of long lists what the page has room for."""
    return Markup(_html(block, page))


def _html(block: Block, page: Page) -> str:
    """A block as HTML: what a site has thousands of is put together here, all else by its template."""
    put_together = _PUT_TOGETHER.get(type(block))
    if put_together:
        return put_together(block, page)
    return _template(type(block).__name__.lower()).render(page=page, block=block)


@cache
def _template(name: str) -> Template:
    found = templates().get_template(f"{name}.html")
    found.globals = dict(found.globals)  # Jinja looks through several dictionaries for each block
    return found


@cache
def _text(words: str) -> str:
    """Words as HTML: whatever a plan says goes through here, or through a template that escapes."""
    return str(escape(str(words)))  # also what is marked as HTML: to the cache it would be the same words


def _table(block: Grid, page: Page) -> str:
    """A table; of a long one what the page has room for."""
    offered, roles, rows = block.body
    words = [Markup(_words(one, page)) for one in block.head]
    head = Markup(_template("head").render(block=block, words=words, roles=roles))

    def draw(whole: Cut) -> str:
        body = Markup("".join(whole.shown))
        return _template("table").render(block=block, facets=offered, head=head, rows=body, whole=whole)

    tags = [_TAGS[role] for role in roles]
    drawn = [_row(row, tags, page) for row in rows]
    return draw(lists.cut(page.ledger, block.table.key, drawn, [row.section for row in rows], draw))


_TAGS = {
    Role.NAME: ('<th scope="row">', "</th>\n"),
    Role.FIGURE: ('<td class="number">', "</td>\n"),
    Role.OTHER: ("<td>", "</td>\n"),
}


def _row(row: Row, tags: list[tuple[str, str]], page: Page) -> str:
    parts = ["<tr", *[f' data-{key}="{_text(choices)}"' for key, choices in row.choices], ">\n"]
    for words, (begin, end) in zip(row.cells, tags, strict=True):
        parts += (begin, _words(words, page, row.name), end)
    return "".join((*parts, "</tr>\n"))


def _sections(block: Sections, page: Page) -> str:
    drawn = [
        lists.Drawn(section.label, section.id, Markup(_all(section.blocks, page)))
        for section in block.sections
    ]

    def draw(links: lists.Links, shown: list[lists.Drawn]) -> str:
        return _template("sections").render(block=block, links=links, shown=shown)

    return draw(*lists.divide(page.ledger, block.key, drawn, draw))


def _card(card: Card, page: Page) -> str:
    """The card of an object. What MyST has made of its text stands in the place of ``_BODY``."""
    need = card.need
    pairs = _rows(Rows(card.pairs), page, f"{need.title}: ") if card.pairs else ""
    return _template("card").render(
        card=card,
        need=need,
        link=Markup(_words(card.link, page)),
        above=[printed(one, page) for one in card.above],
        pairs=Markup(pairs),
        body=_BODY if card.lines is None and need.body else "",
        below=[printed(one, page) for one in card.below],
    )


def _rows(block: Rows, page: Page, whose: str = "") -> str:
    """Labelled values; what a value has too much of is on a page that is called after the label."""
    rows = [
        f'<dt>{_text(label)}<span class="colon">:</span></dt>\n'
        f"<dd>{_words(value, page, whose + label)}</dd>\n"
        for label, value in block.pairs
    ]
    return f'<dl class="field-list simple">\n{"".join(rows)}</dl>'


def _paragraph(block: Paragraph, page: Page) -> str:
    css = f' class="{_text(block.css)}"' if block.css else ""
    return f"<p{css}>{_words(block.words, page)}</p>"


def _box(block: Box, page: Page) -> str:
    name = f' id="{_text(block.id)}"' if block.id else ""
    return f'<div class="{_text(block.css)} docutils container"{name}>\n{_all(block.blocks, page)}</div>'


def _folded(block: Folded, page: Page) -> str:
    title = f"<summary>{_text(block.title)}</summary>"
    return f'<details class="folded">\n{title}\n{_all(block.blocks, page)}</details>'


def _all(blocks: Iterable[Block], page: Page) -> str:
    return "".join([_html(one, page) for one in blocks])


_PUT_TOGETHER: dict[type[Block], Callable[[Any, Page], str]] = {
    Grid: _table,
    Sections: _sections,
    Card: _card,
    Rows: _rows,
    Paragraph: _paragraph,
    Box: _box,
    Folded: _folded,
}


def shown(words: Inline, page: Page) -> Markup:
    """Words as HTML for a template."""
    return Markup(_words(words, page))


def _words(words: Inline, page: Page, about: Inline = "") -> str:
    """Words as HTML, several entries of a cell as a list.

    Of very many the first are shown, and a link to a page with all, which ``about`` is the title of.
    """
    if isinstance(words, str):
        return _text(words)
    if len(words) == 1:
        return _span(words[0], page)
    entries = [span for span in words if span.to]
    several = BREAK.text in [span.text for span in words]
    if len(entries) > lists.MANY:
        whole = [_joined(line, page) for line in (lines(words) if several else [(span,) for span in entries])]
        first = [*whole[: lists.FIRST], lists.rest_of(page.ledger, plain(about), whole)]
        return _listed(first) if several else ", ".join(first)
    return _listed([_joined(line, page) for line in lines(words)]) if several else _joined(words, page)


def _listed(entries: list[str]) -> str:
    return '<ul class="plain simple">\n{}</ul>'.format("".join([f"<li>{entry}</li>\n" for entry in entries]))


def _joined(words: Words, page: Page) -> str:
    return "".join([_span(span, page) for span in words])


def _span(span: Span, page: Page) -> str:
    found = page.spans.get(span)
    if found is None:
        found = page.spans[span] = _shown_span(span, page.address(span))
    return found


@cache
def _shown_span(span: Span, address: str) -> str:
    """A span with its address, which is the same on all pages of a folder."""
    shown = _text(span.text)
    if span.to:
        where = "external" if "://" in address else "internal"
        shown = f'<a class="reference {where}" href="{_text(address)}">{shown}</a>'
    elif span.state:
        shown = f'<span class="state state-{_text(span.state)}">{shown}</span>'
    elif span.about:
        shown = f'<abbr title="{_text(span.about)}">{shown}</abbr>'
    elif span.typed:
        shown = f'<code class="docutils literal notranslate"><span class="pre">{shown}</span></code>'
    return f"<strong>{shown}</strong>" if span.strong else shown


class Drawn(nodes.General, nodes.Element):
    """HTML that is written as it stands; the first of a page has a child, the words of all for the search."""


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
        return [Drawn("", html=part) if isinstance(part, str) else part for part in parts]

    def html(self, docname: str, draw: Draw, progress: Progress | None = None) -> str:
        """A drawing for a page that is no document of Sphinx's; its figures may be of another day."""
        if progress:
            self._pages[docname] = Page(progress, self.app.builder, docname)
        page = self.page(docname)
        return _html(draw(page), page)

    def _drawn(self, docname: str, draw: Draw) -> Iterator[Part]:
        page = self.page(docname)
        if self.app.builder.format != "html":
            yield from Printer(page).block(draw(page))
            return
        before, place, after = _html(draw(page), page).partition(_BODY)
        yield from (before, Body(), after) if place else (before,)


def tell_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the search the words of all that is drawn on a page, each once."""
    drawn = list(doctree.findall(Drawn))
    if drawn and "nosearch" not in app.env.metadata[docname]:
        texts = _BETWEEN_TAGS.findall("".join([node["html"] for node in drawn]))
        drawn[0] += nodes.Text(" ".join(sorted(set(html.unescape(" ".join(texts)).split()))))


_drawings: weakref.WeakKeyDictionary[BuildEnvironment, Drawings] = weakref.WeakKeyDictionary()


def drawings_of(app: Sphinx) -> Drawings:
    """The drawings of this build."""
    return _drawings.setdefault(app.env, Drawings(app))
