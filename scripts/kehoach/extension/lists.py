"""Long lists: what of one a page shows, and the pages beside it that hold all of it.

A page has room for so many elements in its tables. What finds none is shown in part, with links to pages that
hold the whole list part by part, work without a script and print. The script that narrows such a list finds
every row in a file of its own, which it loads when somebody asks for one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from markupsafe import Markup, escape

from kehoach.language import _

#: Elements that the tables of one page may have together, and one part of a list by itself.
ROOM = 2000
PART = 2300
#: Rows of a part at most; rows that are shown even where there is no room left.
ROWS, FEW = 100, 10
#: A list of so many rows is not worth a page of its own.
SHORT = 25
#: Entries of one cell that are shown; of which the first so many, where there are more.
MANY, FIRST = 24, 12
#: Entries on a page that holds all of a cell.
ENTRIES = 1000
#: Between the name of a page and that of a list on it, in the names of files.
MARK = "--"


@dataclass(frozen=True, slots=True)
class Extra:
    """A page that holds a part of a list: what it is called behind the page that it is of, and its HTML."""

    label: str
    body: str


@dataclass(slots=True)
class Ledger:
    """What the lists of a page have come to: the room that is left, pages and scripts beside it, by names."""

    docname: str = ""
    room: int = ROOM
    pages: dict[str, Extra] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def name(self, key: str) -> str:
        """The name of a list on this page that no other list has."""
        found, number = key, 1
        while found in self.taken:
            number += 1
            found = f"{key}-{number}"
        self.taken.add(found)
        return f"{self.docname}{MARK}{found}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A list as its page shows it: some rows, links to all parts, the file with all rows, their number.

    ``here`` is the part that the page is.
    """

    shown: Sequence[str]
    parts: tuple[tuple[str, str], ...] = ()
    script: str = ""
    count: int = 0
    here: str = ""


def elements(html: str) -> int:
    """How many elements some HTML has that is written as our templates write it."""
    return html.count("<") - html.count("</")


def cut(
    ledger: Ledger,
    key: str,
    rows: Sequence[str],
    sections: Sequence[str],
    draw: Callable[[Cut], str],
) -> Cut:
    """What a page shows of a list; where that is not all, the pages with all of it are put down.

    ``sections`` tells of each row what it belongs to: parts begin with a section where they can.
    """
    sizes = [elements(row) for row in rows]
    if len(rows) <= SHORT or sum(sizes) <= min(ledger.room, PART):
        ledger.room -= sum(sizes)
        return Cut(rows)
    name = ledger.name(key)
    parts = list(_parts(sections, sizes))
    script = f"{name}.js"
    # The next page of a part is in the same folder, so the links in rows lead from there as from here.
    links = tuple((label, f"{_file(name)}-{number}.html") for number, (label, _part) in enumerate(parts, 1))
    whole = Cut((), links, _file(script), len(rows))
    for number, (label, (first, last)) in enumerate(parts, 1):
        some = rows[first:last]
        body = draw(replace(whole, shown=some, here=links[number - 1][1]))
        ledger.pages[f"{name}-{number}"] = Extra(label, body)
    ledger.scripts[script] = f"kehoachRows({json.dumps(rows, ensure_ascii=False)});\n"
    shown = _that_fit(sizes, ledger.room)
    ledger.room -= sum(sizes[:shown])
    return replace(whole, shown=rows[:shown])


def _file(name: str) -> str:
    return name.rpartition("/")[2]


def _that_fit(sizes: Sequence[int], room: int) -> int:
    used = number = 0
    for number, size in enumerate(sizes[:ROWS]):
        used += size
        if number >= FEW and used > room:
            return number
    return number + 1


def _parts(sections: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The parts of a list, each with its name and its rows: whole sections as long as they fit."""
    start = end = 0
    for _section, group in groupby(range(len(sections)), key=sections.__getitem__):
        first, *_others = indexes = list(group)
        after = indexes[-1] + 1
        if end > start and not _fits(sizes, start, after):
            yield _label(sections, start, end), (start, end)
            start = end = first
        while not _fits(sizes, start, after):
            end = max(start + 1, *(n for n in indexes if _fits(sizes, start, n)))
            yield _label(sections, start, end), (start, end)
            start = end
        end = after
    yield _label(sections, start, end), (start, end)


def _fits(sizes: Sequence[int], first: int, last: int) -> bool:
    return last - first <= ROWS and sum(sizes[first:last]) <= PART


def _label(sections: Sequence[str], first: int, last: int) -> str:
    """A part by its sections; by its rows where these are only some of one section, or of none."""
    begins, ends = sections[first], sections[last - 1]
    rows = f"{first + 1}–{last}"
    if begins != ends:
        return f"{begins} – {ends}"
    whole = (first == 0 or sections[first - 1] != begins) and (
        last == len(sections) or sections[last] != ends
    )
    if begins and whole:
        return begins
    return f"{begins}, {rows}" if begins else rows


def rest_of(ledger: Ledger, about: str, entries: Sequence[str]) -> str:
    """A link to a page with all entries of a cell, of which only the first are shown."""
    digest = hashlib.sha256("\n".join((about, *entries)).encode()).hexdigest()[:8]
    name = f"{ledger.docname}{MARK}{digest}"
    pages = range(0, len(entries), ENTRIES)
    for number, first in enumerate(pages, 1):
        some = "".join(f"<li>{entry}</li>\n" for entry in entries[first : first + ENTRIES])
        label = about if len(pages) == 1 else f"{about} ({number}/{len(pages)})"
        body = f'<ol class="all-entries" start="{first + 1}">\n{some}</ol>\n'
        if number < len(pages):
            body += f'<p><a href="{_file(name)}-{number + 1}.html">{escape(_("Next"))}</a></p>\n'
        ledger.pages[f"{name}-{number}"] = Extra(label, body)
    words = _("and {count} more").format(count=len(entries) - FIRST)
    return f'<a class="more" href="{escape(_file(name))}-1.html">{escape(words)}</a>'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section as HTML: what it is called, its anchor, what stands in it."""

    label: str
    id: str
    html: Markup


#: Where each section stands, seen from one of the pages: what it is called and its address.
Links = list[tuple[str, str]]


def divide(
    ledger: Ledger,
    key: str,
    sections: Sequence[Drawn],
    draw: Callable[[Links, list[Drawn]], str],
) -> tuple[Links, list[Drawn]]:
    """Where each section stands, and those that stand on the page itself: all, or the first that fit.

    For the others pages are put down, each with as many sections as fit.
    """
    pages = _packed(sections)
    if sum(elements(section.html) for section in sections) <= ledger.room:
        pages = [list(sections)]
    ledger.room -= sum(elements(section.html) for section in pages[0]) if pages else 0
    name = ledger.name(key)
    files = [
        f"{_file(ledger.docname)}.html",
        *(f"{_file(name)}-{number}.html" for number in range(2, len(pages) + 1)),
    ]

    def links(here: int) -> Links:
        return [
            (section.label, f"{'' if number == here else files[number]}#{section.id}")
            for number, page in enumerate(pages)
            for section in page
        ]

    for number, page in enumerate(pages[1:], 1):
        ends = dict.fromkeys((page[0].label, page[-1].label))
        ledger.pages[f"{name}-{number + 1}"] = Extra(" – ".join(ends), draw(links(number), page))
    return links(0), pages[0] if pages else []


def _packed(sections: Sequence[Drawn]) -> list[list[Drawn]]:
    """The sections by pages."""
    pages: list[list[Drawn]] = []
    used = PART
    for section in sections:
        size = elements(section.html)
        if used + size > PART:
            pages.append([])
            used = 0
        pages[-1].append(section)
        used += size
    return pages
