"""What a build draws of the plan, each part drawn once: for the fingerprint of its page, and for the page.

For HTML the parts are text at once. The docutils tree that Sphinx transforms, walks and indexes holds one
node for a card or a view, however much that shows.
"""

import html
import re
import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from docutils import nodes as docutils_nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxTranslator

from kehoach.extension import nodes
from kehoach.extension.gate import progress_of
from kehoach.extension.render import Page

#: HTML, or what Sphinx has to write itself.
Part = str | docutils_nodes.Node
Draw = Callable[[Page], Iterable[nodes.Node]]

_TAG = re.compile(r"<[^>]*>")


class Drawn(docutils_nodes.General, docutils_nodes.Element):
    """HTML that is written as it stands; its only child holds its words for the search."""


def write_drawn(writer: Any, node: Drawn) -> None:
    """Write the HTML; the words stand in it already."""
    writer.body.append(node["html"])
    raise docutils_nodes.SkipNode


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

    def parts(self, docname: str, name: str, draw: Draw) -> list[Part]:
        """A drawing on a page, under a name of its own there."""
        key = docname, name
        if key not in self._parts:
            self._parts[key] = list(self._drawn(draw(self.page(docname))))
        return self._parts[key]

    def take(self, docname: str, name: str, draw: Draw) -> list[docutils_nodes.Node]:
        """The drawing as nodes for the page, and forget it: nodes stand in one place only."""
        parts = self.parts(docname, name, draw)
        del self._parts[docname, name]
        indexed = "nosearch" not in self.app.env.metadata[docname]
        return [_node(part, indexed=indexed) if isinstance(part, str) else part for part in parts]

    def html(self, docname: str, draw: Draw) -> str:
        """A drawing for a page that is no document of Sphinx's."""
        parts = self._drawn(draw(self.page(docname)))
        return "".join(part if isinstance(part, str) else self._fragment(part) for part in parts)

    def _drawn(self, drawn: Iterable[nodes.Node]) -> Iterator[Part]:
        if self.app.builder.format != "html":
            yield from map(nodes.real, drawn)
            return
        pieces: nodes.Pieces = []
        nodes.write(drawn, pieces)
        # Most drawings are text and nothing else.
        for is_html, run in groupby(pieces, key=lambda piece: isinstance(piece, str)):
            if is_html:
                yield "".join(map(str, run))
            else:
                yield from run

    def _fragment(self, node: docutils_nodes.Node) -> str:
        return str(self.app.builder.render_partial(node)["fragment"])  # type: ignore[attr-defined]


def _node(part: str, *, indexed: bool) -> Drawn:
    words = [docutils_nodes.Text(html.unescape(_TAG.sub(" ", part)))] if indexed else []
    return Drawn("", *words, html=part)


_drawings: weakref.WeakKeyDictionary[BuildEnvironment, Drawings] = weakref.WeakKeyDictionary()


def drawings_of(app: Sphinx) -> Drawings:
    """The drawings of this build."""
    return _drawings.setdefault(app.env, Drawings(app))
