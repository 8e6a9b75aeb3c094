"""The links of a site within itself, and those of them that lead nowhere."""

from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import html

#: What a browser goes to without anything of that name: the top of the page.
_TOP = ("", "top")


def dead(site: Path) -> list[tuple[str, str]]:
    """The links to files and places in a built site that are not there: the page of each, and the link.

    Raises:
        OSError: a page cannot be read.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name: _page(site / name) for name in sorted(files) if name.endswith(".html")}
    places = {name: found for name, (found, _links) in pages.items()}
    return [
        (name, link)
        for name, (_places, links) in pages.items()
        for link in links
        if not _leads_somewhere(name, link, files, places)
    ]


def _page(path: Path) -> tuple[frozenset[str], list[str]]:
    """The places in a page that a link may lead to, and the links on it, each once, in their order."""
    tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    places = frozenset(map(str, tree.xpath("//@id | //a/@name")))
    return places, list(dict.fromkeys(_links(tree)))


def _links(tree: html.HtmlElement) -> Iterator[str]:
    for _element, attribute, link, _position in tree.iterlinks():
        if attribute in ("href", "src"):
            yield link


def _leads_somewhere(page: str, link: str, files: set[str], places: dict[str, frozenset[str]]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True  # not within the site
    path = unquote(parts.path)
    target = normpath(join(dirname(page), path)) if path else page
    if path.endswith("/") or target == ".":
        target = normpath(join(target, "index.html"))
    place = unquote(parts.fragment)
    return target in files and (target not in places or place in _TOP or place in places[target])
