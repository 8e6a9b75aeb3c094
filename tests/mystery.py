"""What MyST, as the site configures it, makes of a page, without Sphinx: its nodes, links and needs.

The parser is MyST's own. Directives of needs record what they are given and parse their body, as those of
sphinx-needs do; every other directive and role is the real one, and shows in the nodes if it gets through.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.misc import TestDirective
from myst_parser.parsers.docutils_ import Parser

from conftest import ROOT
from kehoach.plan import model

#: All that the permitted subset of Markdown can become.
HARMLESS = frozenset({
    "document", "section", "title", "paragraph", "bullet_list", "enumerated_list", "list_item",
    "emphasis", "strong", "#text", "reference", "inline", "container",
})  # fmt: skip


@dataclass(frozen=True)
class Directed:
    """A directive as MyST hands it over."""

    name: str
    title: str
    options: dict[str, str]
    body: str


@dataclass(frozen=True)
class Seen:
    """What a page becomes: nodes that it must not become, addresses, headings, needs and frames."""

    harmful: list[str]
    addresses: list[str]
    headings: int
    directives: list[Directed]


_directed: list[Directed] = []


# MyST hands a directive of this class every option, as sphinx-needs takes every option.
class _Need(TestDirective):
    def run(self) -> list[nodes.Node]:
        title = self.arguments[0] if self.arguments else ""
        options = {name: value or "" for name, value in self.options.items()}
        _directed.append(Directed(self.name, title, options, "\n".join(self.content)))
        body = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, body)
        return [body]


class _Frame(Directive):
    has_content = True
    option_spec: ClassVar[None] = None

    def run(self) -> list[nodes.Node]:
        _directed.append(Directed("frame", "", {}, "\n".join(self.content)))
        return []


def _need_role(_name: str, raw: str, *_rest: Any, **_more: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    return [nodes.inline(raw, raw)], []


for _name in model.load(ROOT).types:
    directives.register_directive(_name, _Need)
directives.register_directive("frame", _Frame)
# docutils says that a role makes references only, which its own do not.
roles.register_local_role("need", _need_role)  # type: ignore[arg-type]

_SETTINGS = {
    "myst_enable_extensions": ["colon_fence"],
    "myst_suppress_warnings": ["myst.header"],  # levels of headings that leave one out
    "report_level": 2,
    "halt_level": 6,
    "warning_stream": False,
    "doctitle_xform": False,
    "_disable_config": True,
    # The test must not read files or write to the network even where the subset is broken.
    "file_insertion_enabled": False,
}


def see(text: str) -> Seen:
    """Parse a page."""
    _directed.clear()
    document = publish_doctree(text, parser=Parser(), settings_overrides=_SETTINGS)
    found = [node for node in document.findall() if isinstance(node, nodes.Element | nodes.Text)]
    return Seen(
        [node.pformat() for node in found if not _harmless(node)],
        [node.get("refuri", "") for node in found if isinstance(node, nodes.reference)],
        sum(isinstance(node, nodes.title) for node in found),
        list(_directed),
    )


def _harmless(node: nodes.Element | nodes.Text) -> bool:
    if isinstance(node, nodes.raw):  # what MyST makes of a hard line break
        return node.astext() in ("<br />\n", "\\\\\n")
    if isinstance(node, nodes.system_message):  # what fails no build: two empty headings have one name
        return int(node["level"]) < 2
    return node.tagname in HARMLESS
