"""What an official document consists of, whatever it is printed with.

The parts and their order are those of Decree 30/2020/NĐ-CP, annex I.
"""

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from kehoach.language.text import shortened
from kehoach.reports.tables import Column, Head, Span, Surface, Table, Value, heads, lines, plain

#: The national title and motto, as the decree writes them.
NATIONAL = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one face. ``url`` makes them a link: to the web, or with "#" to a row or heading by need."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


Text = tuple[Run, ...]


def text(words: str, *, bold: bool = False, italic: bool = False) -> Text:
    """Plain words as a text; none where there are none."""
    return (Run(words, bold, italic),) if words else ()


class Style(StrEnum):
    """How a paragraph stands on the page."""

    BODY = "body"
    CENTRED = "centred"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``need`` is the object its words come from; ``keep``, that no page ends behind it."""

    text: Text
    style: Style = Style.BODY
    need: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels count from 1 and skip none."""

    level: int
    words: str
    need: str = ""


@dataclass(frozen=True)
class Listing:
    """A table, with a head that every page repeats; links may lead to its rows by their need.

    ``most`` rows of it are printed, and of each cell so many characters (``short``). ``linked``: what
    leads to a row's own object leads to its row in the annex.
    """

    table: Table[Any]
    most: int | None = None
    short: int | None = None
    linked: bool = False

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns that paper has."""
        return self.table.on(Surface.PAPER).columns

    @property
    def heads(self) -> list[list[Head]]:
        """The rows of the head."""
        return heads(self.columns)

    @cached_property
    def rows(self) -> list[tuple[str, list[Text]]]:
        """The rows as they are printed, each with the need that it is about."""
        return [self._row(row, number) for number, row in enumerate(self.table.rows[: self.most], 1)]

    @property
    def total(self) -> bool:
        """Whether the last row that is printed sums up those above it."""
        return self.table.total and len(self.rows) == len(self.table.rows)

    def shares(self, room: int) -> list[int]:
        """How the columns share so many letters of a line: none has less than its longest syllable takes."""
        least = [_least(words) for words in self._words()]
        left = max(0, room - sum(least))
        wanted = [max(0, column.width - low) for column, low in zip(self.columns, least, strict=True)]
        of_it = left / max(1, sum(wanted))
        return [round(low + more * of_it) for low, more in zip(least, wanted, strict=True)]

    def _words(self) -> Iterator[list[str]]:
        """The words of each column, head and body."""
        for number, column in enumerate(self.columns):
            cells = (run.text for _need, cells in self.rows for run in cells[number])
            yield [word for text in (column.label, *cells) for word in text.split()]

    def _row(self, row: Any, number: int) -> tuple[str, list[Text]]:
        need = self.table.need(row)
        total = self.table.total and number == len(self.table.rows)
        return need, [self._cell(need, column.value(row), bold=total) for column in self.columns]

    def _cell(self, need: str, value: Value, *, bold: bool) -> Text:
        if self.short is not None or not isinstance(value, tuple):
            words = plain(value)
            return text(shortened(words, self.short) if self.short else words, bold=bold)
        entries = (tuple(self._run(need, span, bold=bold) for span in line) for line in lines(value))
        return tuple(run for entry in entries for run in (Run("; "), *entry))[1:]

    def _run(self, need: str, span: Span, *, bold: bool) -> Run:
        inside = f"#{need}" if self.linked and span.to == need else ""
        return Run(span.text, bold or span.strong, url=span.to if "://" in span.to else inside)


Block = Paragraph | Heading | Listing

#: A word of so many letters breaks wherever a line ends; a cell needs so many letters beside its words.
LONG_WORD = 30
_BESIDE = 2


def _least(words: Sequence[str]) -> int:
    """The letters of the longest word of a column; capitals and figures take a third more than others."""
    wide = (len(word) + sum(letter.isupper() or letter.isdigit() for letter in word) / 3 for word in words)
    return min(math.ceil(max(wide, default=0)), LONG_WORD) + _BESIDE


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)


def balanced(words: str, room: int) -> list[str]:
    """A title in as few lines of so many letters as it takes, all about as long."""
    fewest = max(1, len(_wrapped(words, room)))
    lines = (_wrapped(words, width) for width in range(1, room + 1))
    return next((found for found in lines if len(found) == fewest), [words])


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the title: the issuing body in lines, and the body ``above`` it.

    ``about`` ("V/v …") is what a letter is about, which has no title.
    """

    issuer: tuple[str, ...]
    number: str
    place_and_day: str
    national: tuple[str, ...] = NATIONAL
    above: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be printed.

    ``name`` is the file's name without extension, ``title`` what readers see in lists and window titles.
    ``kind`` ("KẾ HOẠCH") and ``subject`` stand in the middle under the letterhead, ``remarks`` in italics
    under both. ``addressees`` are those of a letter. ``footer`` stands on each page. ``small`` is for what
    must fit on one page; ``annex`` begins a new page and its own page numbers.
    """

    name: str
    title: str
    kind: str
    subject: tuple[str, ...]
    blocks: tuple[Block, ...]
    footer: str
    as_of: date
    letterhead: Letterhead | None = None
    addressees: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    landscape: bool = False
    small: bool = False
    annex: "Document | None" = None

    @property
    def headings(self) -> list[list[str]]:
        """The subject as it stands under the kind of document: each of its lines in balanced ones."""
        room = _TITLE_WIDE if self.landscape else _TITLE
        return [balanced(words, room) for words in self.subject]

    @property
    def room(self) -> int:
        """Letters in a line of a table over the whole page."""
        return _TABLE_WIDE if self.landscape else _TABLE_SMALL if self.small else _TABLE


#: Letters in a line of a title, upright and across, and in a line of a table, also in small print.
_TITLE, _TITLE_WIDE = 48, 76
_TABLE, _TABLE_WIDE, _TABLE_SMALL = 76, 124, 96


def words_of(document: Document) -> Iterator[tuple[str, str]]:
    """Everything that a document prints, each as the need it comes from (or "") and its words."""
    head = document.letterhead
    for words in (
        *(_words_of_letterhead(head) if head else ()),
        *document.addressees,
        document.title,
        document.kind,
        *document.subject,
        *document.remarks,
        *document.recipients,
        *document.signature,
        document.footer,
    ):
        yield "", words
    for block in document.blocks:
        yield from _words_of_block(block)
    if document.annex:
        yield from words_of(document.annex)


def _words_of_letterhead(head: Letterhead) -> tuple[str, ...]:
    return (head.above, *head.issuer, *head.national, head.number, head.place_and_day, head.about)


def _words_of_block(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        yield block.need, block.words
    elif isinstance(block, Paragraph):
        yield from ((block.need, run.text) for run in block.text)
    else:
        yield from (("", head.label) for row in block.heads for head in row)
        yield from ((need, run.text) for need, cells in block.rows for cell in cells for run in cell)
