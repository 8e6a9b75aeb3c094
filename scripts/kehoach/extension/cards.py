"""The card of each need: its words, its options, and its links both ways.

It replaces the card of sphinx-needs, which speaks English, shows IDs, carries random ids that keep
builds from being reproducible, and takes half the time of a build.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx_needs.nodes import Need as NeedNode

from kehoach.extension import indicatorcards, taskcards
from kehoach.extension.blocks import Block, Card, Inline
from kehoach.extension.drawing import Draw, Drawn, drawings_of
from kehoach.extension.edit_links import edit_address
from kehoach.extension.gate import plan_of
from kehoach.extension.page import Page, outside_address, published_file
from kehoach.extension.printing import Body
from kehoach.language import _
from kehoach.official import reviews
from kehoach.official.tables import cells
from kehoach.plan import ABOUT, VERBATIM, Need, clause_lines
from kehoach.reports.tables import BREAK, Span, Words, across
from kehoach.reports.words import (
    self_confirmed,
    value_words,
)

#: What of a task stands above the rest of its card, or is seen by nobody.
_ABOVE = (
    *("clause", "ownership", "form", "target", "deadline", "in_charge", "leader", *reviews.OPTIONS),
    *("owner", "partners", "deliverables", "submit_to", "continues"),
)


class FrameDirective(SphinxDirective):
    """Lines of the official text that belong to no need, shown as they stand."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        lines = [nodes.line("", text) for text in self.content if text.strip(" -|\xa0")]
        return [nodes.line_block("", *lines, classes=["official-frame"])]


def draw_cards(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put our card in the place of every need on a page, unless the project wants those of sphinx-needs.

    ``kehoach_stock_cards = True`` in conf.py leaves them, by ``needs_layouts`` and ``needs_default_layout``.
    """
    if app.config.kehoach_stock_cards:
        return
    needs = plan_of(app.env).needs
    for node in list(doctree.findall(NeedNode)):
        need = needs[node["ids"][0]]
        drawn = drawings_of(app).take(docname, need.id, draw_card(need))
        body = node.children
        node.replace_self(drawn)
        for place in [found for part in drawn if not isinstance(part, Drawn) for found in part.findall(Body)]:
            place.replace_self(body)


def draw_card(need: Need) -> Draw:
    """How the card of a need is drawn."""
    return lambda page: card(page, need)


def card(page: Page, need: Need) -> Card:
    """The card of one need, with the place for its parsed text where that is not the official text."""
    return Card(
        need,
        page.plan.model.types[need.type].title,
        "" if page.progress.public else edit_address(page.builder.config, page.builder.confdir, need),
        (*_options(page, need), *_incoming(page, need)),
        tuple(_verbatim(need.body)) if need.type in VERBATIM else None,
        min(6, 1 + next((heading.level for heading in page.plan.headings_above(need)), 1)),
        _above(page, need),
        taskcards.below(page, need) if need.type == "task" else (),
    )


def _above(page: Page, need: Need) -> tuple[Block, ...]:
    match need.type:
        case "task":
            return taskcards.above(page, need)
        case "indicator":
            return indicatorcards.above(page, need)
        case _:
            return ()


def _verbatim(text: str) -> Iterator[tuple[int, str]]:
    """The lines of the official text, each with how far it stands in."""
    # The cells of a table's row stand one under another.
    text = "\n".join("\n".join(cells(line)) or line for line in text.splitlines())
    for mark, words in clause_lines(text):
        yield {"": 0, "-": 1, "+": 2}.get(mark, 0), f"{mark} {words}".strip()


def _options(page: Page, need: Need) -> Iterator[tuple[str, Inline]]:
    """What the need itself says, in the order of the model, links after fields."""
    need_type = page.plan.model.types[need.type]
    above: tuple[str, ...] = ("owner",) if need.type == "indicator" else ()
    if need.type == "task":
        above = _ABOVE
        yield from taskcards.others(page, page.progress.of(need))
    for option in need_type.fields:
        if need[option] and option not in above:
            yield need_type.labels[option], _value(page, need, option)
    for link in need_type.links:
        if link in above:
            continue
        if named := (*_links(page, page.plan.targets(need, link), need), *_outside(page, need, link)):
            yield need_type.labels[link], named[1:] if named[0] is BREAK else named


def _outside(page: Page, need: Need, link: str) -> Words:
    """The objects of other projects that a link names, in their place on the site of their own."""
    theirs = [page.plan.outside[name] for name in need.to(link) if name in page.plan.outside]
    return tuple(
        span for other in theirs for span in (BREAK, Span(other.title, outside_address(page, other.id)))
    )


def _links(page: Page, needs: Iterable[Need], need: Need) -> Words:
    return across(page.progress, page.only, needs, page.plan.plan_of(need))


def _value(page: Page, need: Need, option: str) -> Inline:
    text = value_words(need, option)
    if option == "confirmed" and self_confirmed(page.plan, need):
        text = _("{value} (by who answers for it)").format(value=text)
    if option == "file" and (address := published_file(need)):
        return (Span(PurePosixPath(text).name, page.beside(address)),)
    return (Span(text, need[option]),) if option == "url" else text


def _incoming(page: Page, need: Need) -> Iterator[tuple[str, Inline]]:
    """What other needs say about this one."""
    model = page.plan.model
    # sphinx-needs has one word for all that is "on" something.
    own = {ABOUT["measure"]: model.types["measure"].title} if need.type == "indicator" else {}
    for link, label in {**model.incoming, **own}.items():
        sources = page.plan.sources(need.id, link)
        if sources and need.type == "task":  # these stand among what is said of how it stands
            carried = link == "continues" and page.progress.of(need).ending
            sources = () if carried else tuple(one for one in sources if one.type != "obstacle")
        if sources:
            yield label, _links(page, sources, need)
