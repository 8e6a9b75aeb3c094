"""Light stand-ins for the docutils nodes that cards and views consist of.

A plan of a thousand tasks draws half a million nodes; docutils takes most of a build to make, walk and write
them. These are made like docutils' own (``paragraph("", "words", *children, classes=[…])``) and write the
HTML of Sphinx's writer in a tenth of the time. Real docutils nodes may stand among them, and for other
builders than HTML all become real ones.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, ClassVar, Self

from docutils import nodes as docutils_nodes
from sphinx.locale import admonitionlabels

#: HTML in the order written, and what Sphinx has to write itself.
Pieces = list[str | docutils_nodes.Node]


#: Words are words, and escaped when they are written.
Text = str


class Element:
    """A node; ``tag`` is its HTML element, ``css`` the classes that Sphinx's writer adds to its own."""

    __slots__ = ("attributes", "children")

    tag: ClassVar[str] = ""
    css: ClassVar[str] = ""
    after: ClassVar[str] = "\n"

    def __init__(self, _rawsource: str = "", *children: "Node", **attributes: Any) -> None:
        self.children: list[Node] = list(children)
        self.attributes = attributes

    def __getitem__(self, name: str) -> Any:
        return self.attributes[name]

    def __iadd__(self, more: "Node | Iterable[Node]") -> Self:
        if isinstance(more, str | Element | docutils_nodes.Node):
            self.children.append(more)
        else:
            self.children += more
        return self

    @property
    def elements(self) -> "list[Element]":
        """The children that are no words."""
        return [child for child in self.children if isinstance(child, Element)]

    def findall(self, kind: "type[Element]") -> "Iterator[Element]":
        """The elements of a kind below this one, in their order."""
        for child in self.elements:
            if isinstance(child, kind):
                yield child
            yield from child.findall(kind)

    def write(self, out: Pieces) -> None:
        """Append the HTML."""
        opening = self.opening(self.tag, self.css)
        if len(self.children) == 1 and type(self.children[0]) is str:  # most hold a few words
            out.append(f"{opening}{escape(self.children[0])}</{self.tag}>{self.after}")
            return
        out.append(opening)
        write(self.children, out)
        out.append(f"</{self.tag}>{self.after}")

    def opening(self, tag: str, css: str, more: str = "") -> str:
        """The opening tag: the classes of the node before those of its kind, its ID, and ``more``."""
        if not self.attributes:
            return f'<{tag} class="{css}"{more}>' if css else f"<{tag}{more}>"
        if classes := self.attributes.get("classes"):
            css = f"{' '.join(classes)} {css}" if css else " ".join(classes)
        written = f' class="{css}"' if css else ""
        if ids := self.attributes.get("ids"):
            written += f' id="{ids[0]}"'
        return f"<{tag}{written}{more}>"

    def real(self) -> docutils_nodes.Element:
        """The docutils nodes that this stands for."""
        kind = getattr(docutils_nodes, type(self).__name__)
        words = [""] if issubclass(kind, docutils_nodes.TextElement) else []
        made: docutils_nodes.Element = kind("", *words, *map(real, self.children), **self.attributes)
        return made


#: What a view is drawn from.
Node = str | Element | docutils_nodes.Node


class TextElement(Element):
    """An element that is made with its words first, as in docutils."""

    __slots__ = ()

    def __init__(self, _rawsource: str = "", text: str = "", *children: Node, **attributes: Any) -> None:
        self.children = [text, *children] if text else list(children)
        self.attributes = attributes


class paragraph(TextElement):  # noqa: N801 - these are docutils' names
    """A paragraph."""

    __slots__ = ()
    tag = "p"


class rubric(TextElement):  # noqa: N801
    """A heading outside the table of contents, of the level ``heading-level``."""

    __slots__ = ()
    css = "rubric"

    def write(self, out: Pieces) -> None:
        tag = f"h{self['heading-level']}"
        out.append(self.opening(tag, self.css))
        write(self.children, out)
        out.append(f"</{tag}>\n")


class line(TextElement):  # noqa: N801
    """A line that stays one, and takes its room where it is empty."""

    __slots__ = ()
    tag, css = "div", "line"

    def write(self, out: Pieces) -> None:
        if self.children:
            super().write(out)
        else:
            out.append(f"{self.opening('div', 'line')}<br /></div>\n")


class inline(TextElement):  # noqa: N801
    """Words in a line with a class of their own."""

    __slots__ = ()
    tag, after = "span", ""


class strong(TextElement):  # noqa: N801
    """Words that stand out."""

    __slots__ = ()
    tag, after = "strong", ""


class literal(TextElement):  # noqa: N801
    """Words to be typed as they are."""

    __slots__ = ()

    def write(self, out: Pieces) -> None:
        words = escape("".join(child for child in self.children if isinstance(child, str)))
        opening = self.opening("code", "docutils literal notranslate")
        out.append(f'{opening}<span class="pre">{words}</span></code>')


class abbreviation(TextElement):  # noqa: N801
    """Letters that stand for ``explanation``."""

    __slots__ = ()
    tag, after = "abbr", ""

    def opening(self, tag: str, css: str, more: str = "") -> str:
        return super().opening(tag, css, f'{more} title="{escape(self["explanation"])}"')


class reference(TextElement):  # noqa: N801
    """A link to ``refuri``; ``internal`` where that is a page of the site.

    It keeps its HTML, since pages show the same few links in thousands of places.
    """

    __slots__ = ("html",)
    tag, after = "a", ""

    def write(self, out: Pieces) -> None:
        if not hasattr(self, "html"):
            pieces: Pieces = []
            super().write(pieces)
            self.html = "".join(map(str, pieces))
        out.append(self.html)

    def opening(self, tag: str, css: str, more: str = "") -> str:
        css = "reference internal" if self.attributes.get("internal") else "reference external"
        title = self.attributes.get("reftitle")
        more += f' href="{escape(self["refuri"])}"' + (f' title="{escape(title)}"' if title else "")
        return super().opening(tag, css, more)


class raw(TextElement):  # noqa: N801
    """HTML as it stands."""

    __slots__ = ()

    def write(self, out: Pieces) -> None:
        out += [str(child) for child in self.children]


class container(Element):  # noqa: N801
    """A box."""

    __slots__ = ()
    tag, css = "div", "docutils container"


class line_block(Element):  # noqa: N801
    """Lines."""

    __slots__ = ()
    tag, css = "div", "line-block"


class warning(Element):  # noqa: N801
    """What must not be overlooked."""

    __slots__ = ()

    def write(self, out: Pieces) -> None:
        title = escape(str(admonitionlabels["warning"]))
        out.append(f'<div class="admonition warning">\n<p class="admonition-title">{title}</p>\n')
        write(self.children, out)
        out.append("</div>\n")


class list_item(Element):  # noqa: N801
    """An item of a list."""

    __slots__ = ()
    tag = "li"


class bullet_list(Element):  # noqa: N801
    """A list."""

    __slots__ = ()
    tag = "ul"

    def opening(self, tag: str, css: str, more: str = "") -> str:
        return super().opening(tag, "simple" if _is_simple(self.elements) else css, more)


class field_name(TextElement):  # noqa: N801
    """A label."""

    __slots__ = ()


class field_body(Element):  # noqa: N801
    """What stands behind a label."""

    __slots__ = ()


class field(Element):  # noqa: N801
    """A label and its value."""

    __slots__ = ()


class field_list(Element):  # noqa: N801
    """Labelled values."""

    __slots__ = ()

    def write(self, out: Pieces) -> None:
        pairs = [pair.elements for pair in self.elements]
        simple = _is_simple([body for _name, body in pairs])
        out.append(self.opening("dl", "field-list simple" if simple else "field-list"))
        for index, (name, body) in enumerate(pairs):
            css = "field-even" if index % 2 else "field-odd"
            out.append(f'<dt class="{css}">')
            write(name.children, out)
            out.append(f'<span class="colon">:</span></dt>\n<dd class="{css}">')
            write(body.children, out)
            out.append("</dd>\n")
        out.append("</dl>\n")


class entry(Element):  # noqa: N801
    """A cell."""

    __slots__ = ()


class row(Element):  # noqa: N801
    """A row of cells."""

    __slots__ = ()


class colspec(Element):  # noqa: N801
    """How wide a column is where a page has a width: not in HTML."""

    __slots__ = ()


class thead(Element):  # noqa: N801
    """The rows that name the columns."""

    __slots__ = ()


class tbody(Element):  # noqa: N801
    """The other rows."""

    __slots__ = ()


class tgroup(Element):  # noqa: N801
    """The parts of a table."""

    __slots__ = ()


class table(Element):  # noqa: N801
    """A table."""

    __slots__ = ()

    def write(self, out: Pieces) -> None:
        out.append(self.opening("table", "docutils align-default"))
        (group,) = self.elements
        number = 0
        for part in group.elements:
            if isinstance(part, colspec):
                continue
            out.append(f"<{type(part).__name__}>\n")
            before, after = (
                ('<th class="head">', "</th>\n") if isinstance(part, thead) else ("<td>", "</td>\n")
            )
            for cells in part.elements:
                number += 1
                out.append('<tr class="row-odd">' if number % 2 else '<tr class="row-even">')
                for cell in cells.elements:
                    out.append(before)
                    write(cell.children, out)
                    out.append(after)
                out.append("</tr>\n")
            out.append(f"</{type(part).__name__}>\n")
        out.append("</table>\n")


def _is_simple(items: Iterable[Element]) -> bool:
    """Whether each item is one paragraph or simple list, or the one and the other: they are set closer."""
    for item in items:
        found = item.children
        below = found[-1] if found and isinstance(found[-1], bullet_list) else None
        if below and not _is_simple(below.elements):
            return False
        rest = found[:-1] if below else found
        if len(rest) > 1 or not all(isinstance(node, paragraph) for node in rest):
            return False
    return True


def write(found: Iterable[Node], out: Pieces) -> None:
    """Append the HTML of nodes, in pieces; what is a docutils node is appended as it is."""
    for node in found:
        if isinstance(node, str):
            out.append(escape(node))
        elif isinstance(node, Element):
            node.write(out)
        else:
            out.append(node)


def real(node: Node) -> docutils_nodes.Node:
    """A node as docutils knows it."""
    if isinstance(node, Element):
        return node.real()
    return node if isinstance(node, docutils_nodes.Node) else docutils_nodes.Text(node)
