"""Cards and views as plain docutils nodes, for other builders than HTML."""

from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes

from kehoach.extension.blocks import (
    Actions,
    Bar,
    Bars,
    Block,
    Box,
    Card,
    Code,
    Folded,
    Grid,
    Heading,
    Inline,
    Items,
    Notice,
    Paragraph,
    Picture,
    Rows,
    Sections,
    Source,
    Switch,
    Tiles,
)
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.reports.tables import Span, lines

Nodes = list[nodes.Node]


class Body(nodes.General, nodes.Element):
    """The place of a need's parsed text in its card."""


class Printer:
    """Makes nodes for a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def all(self, blocks: Iterable[Block]) -> Nodes:
        """The nodes of some blocks."""
        return [node for block in blocks for node in self.block(block)]

    def block(self, block: Block) -> Iterator[nodes.Node]:
        """The nodes of a block; none of a picture, beside which there is a table."""
        match block:
            case Heading(words, level):
                yield nodes.rubric("", "", *self.inline(words), **{"heading-level": level})
            case Paragraph(words, css):
                yield self.paragraph(words, css)
            case Notice(paragraphs):
                yield nodes.warning("", *map(self.paragraph, paragraphs))
            case Rows(pairs):
                yield self.rows(pairs)
            case Items(items, css):
                found = [[self.paragraph(words), *self.bullets(below, css)] for words, below in items]
                yield nodes.bullet_list("", *(nodes.list_item("", *item) for item in found), classes=[css])
            case Code(text):
                yield nodes.literal_block(text, text, language="none")
            case Grid(table):
                rows = [[self.cell(words) for words in row] for row in block.rows]
                widths = [column.width for column in table.columns]
                yield self.table(block.head, widths, rows, block.css)
            case Source(passages):
                rows = [[self.cell(n), [_lines(text)], self.cell(become)] for n, text, become in passages]
                yield self.table(block.head, (6, 58, 36), rows, "source")
            case Box(blocks, css, name):
                yield self.box(self.all(blocks), css, name)
            case Card():
                yield self.card(block)
            case Tiles() | Actions() | Bar() | Bars() | Folded() | Switch() | Sections():
                yield from self.others(block)
            case Picture():
                pass

    def others(
        self, block: Tiles | Actions | Bar | Bars | Folded | Switch | Sections
    ) -> Iterator[nodes.Node]:
        """What heads the front page, in words; what is folded or divided, whole."""
        match block:
            case Sections(_key, _caption, sections):
                yield from self.all(inner for section in sections for inner in section.blocks)
            case Tiles(tiles):
                shares = ("" if tile.of is None else f"/{tile.of}" for tile in tiles)
                shown = zip(tiles, shares, strict=True)
                yield from self.bullets([f"{t.number}{of} {t.label} {t.about}" for t, of in shown], "plain")
            case Actions(actions):
                yield from self.bullets([(Span(a.words, a.to),) for a in actions if a.to], "plain")
            case Bar(counts, legend):
                if legend:
                    yield self.paragraph(" ".join(f"{label} {count}" for _state, label, count in counts))
            case Bars(head, rows):
                cells = [
                    [self.cell(name), *(self.cell(str(n)) for n in numbers)] for name, _bar, numbers in rows
                ]
                yield self.table(head, [60] + [20] * (len(head) - 1), cells, "bars")
            case Folded(title, blocks):
                yield self.box([nodes.rubric("", title), *self.all(blocks)], "folded", "")
            case Switch(choices=choices):
                for title, blocks in choices:
                    yield self.box([nodes.rubric("", title), *self.all(blocks)], "choice", "")

    def card(self, card: Card) -> nodes.container:
        """A card, with the place for its parsed text where that is not the official text."""
        need = card.need
        head = [nodes.Text(f"{card.kind} "), *self.inline(card.link)]
        if card.edit:
            head += [nodes.Text(" "), nodes.reference("", _("Edit"), refuri=card.edit)]
        title = nodes.rubric("", need.title, **{"heading-level": card.level})
        parts = [nodes.paragraph("", "", *head), title, *self.all(card.above)]
        if card.pairs:
            parts.append(self.rows(card.pairs))
        if card.lines is None:
            parts.append(Body())
        elif card.lines:
            parts += map(self.paragraph, (_("Official text"), *(words for _indent, words in card.lines)))
        return self.box([*parts, *self.all(card.below)], f"card card-{need.type}", need.id)

    def box(self, content: Iterable[nodes.Node], css: str, name: str) -> nodes.container:
        """Nodes that belong together."""
        return nodes.container("", *content, classes=css.split(), ids=[name] if name else [])

    def table(
        self, head: Sequence[Inline], widths: Iterable[int], rows: Iterable[list[Nodes]], css: str
    ) -> nodes.table:
        """A table, from the words above its columns and the nodes in its cells."""
        group = nodes.tgroup(cols=len(head))
        group += [nodes.colspec(colwidth=width) for width in widths]
        group += nodes.thead("", _row(map(self.cell, head)))
        group += nodes.tbody("", *map(_row, rows))
        return nodes.table("", group, classes=css.split())

    def rows(self, pairs: Iterable[tuple[str, Inline]]) -> nodes.field_list:
        """Labelled values."""
        fields = [
            nodes.field("", nodes.field_name("", label), nodes.field_body("", *self.cell(value)))
            for label, value in pairs
        ]
        return nodes.field_list("", *fields)

    def cell(self, words: Inline) -> Nodes:
        """What stands in a cell: a paragraph, or a list of several entries."""
        found = list(lines(words)) if isinstance(words, tuple) else []
        return self.bullets(found, "plain") if len(found) > 1 else [self.paragraph(words)]

    def bullets(self, items: Sequence[Inline], css: str) -> Nodes:
        """A list, where there is anything to list."""
        found = [nodes.list_item("", self.paragraph(words)) for words in items]
        return [nodes.bullet_list("", *found, classes=[css])] if found else []

    def paragraph(self, words: Inline, css: str = "") -> nodes.paragraph:
        """A paragraph."""
        return nodes.paragraph("", "", *self.inline(words), classes=css.split())

    def inline(self, words: Inline) -> Nodes:
        """Words, with links and short forms among them."""
        return [nodes.Text(words)] if isinstance(words, str) else list(map(self.span, words))

    def span(self, span: Span) -> nodes.Node:
        """Words of one kind."""
        made: nodes.Node = nodes.Text(span.text)
        if span.to and (address := self.page.address(span)):
            made = nodes.reference("", span.text, internal="://" not in address, refuri=address)
        elif span.state:
            made = nodes.inline("", span.text, classes=["state", f"state-{span.state}"])
        elif span.about:
            made = nodes.abbreviation("", span.text, explanation=span.about)
        elif span.typed:
            made = nodes.literal("", span.text)
        return nodes.strong("", "", made) if span.strong else made


def _row(cells: Iterable[Nodes]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _lines(text: Iterable[str]) -> nodes.line_block:
    return nodes.line_block("", *(nodes.line("", line) for line in text))
