"""PDF documents: lines by position, tables by their ruling lines, a row a line."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import pypdfium2

from kehoach.importing.readers import (
    Material,
    PicturesRead,
    UnreadableFileError,
    row,
    weight,
    without_controls,
)
from kehoach.importing.readers.grids import Grid, grids
from kehoach.importing.readers.pages import (
    Letter,
    Page,
    TooFullError,
    is_locked,
    open_document,
    parts_of,
)
from kehoach.importing.readers.positions import parted
from kehoach.importing.readers.scan import Scans
from kehoach.importing.readers.words import lines_of, without_marks
from kehoach.language import _

_NUMBER = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?")
#: Lines that stand so many times their height apart begin a paragraph.
_APART = 1.2
#: More pages are no plan.
_MAX_PAGES = 2000
#: Where there are more than a few, each takes so many bytes at least; less is one page many times over.
_FEW, _PAGE_BYTES = 50, 300


def read(path: Path, kind: str, progress: PicturesRead) -> Material:
    """Read a document page by page.

    Raises:
        UnreadableFileError: it is damaged or encrypted.
    """
    raw = path.read_bytes()
    lines: list[tuple[str, int]] = []
    marks = 0
    try:
        weight.weigh(raw)
        with open_document(raw) as document:
            count = len(document)
            if count > (_MAX_PAGES if len(raw) > count * _PAGE_BYTES else _FEW):
                message = _("{name} has {count} pages. That is no plan.")
                raise UnreadableFileError(message.format(name=path.name, count=count))
            scans = Scans()
            for number, page in enumerate(document):
                seen = scans.lines(page, number + 1)
                said = list(seen or ())
                for part in parts_of(page) if seen is None else ():
                    letters, found = without_marks(part.letters)
                    said += _lines(replace(part, letters=letters))
                    marks += found
                lines += [(line, number) for line in (*_with_number_apart(said), "")]
                page.close()
                progress(number + 1, count, len(scans.recognised))
    except weight.TooHeavyError as error:
        message = _("{name} unpacks to more than any document holds. It is not imported.")
        raise UnreadableFileError(message.format(name=path.name)) from error
    except TooFullError as error:
        message = _("{name} has a page with more letters than any document. It is not imported.")
        raise UnreadableFileError(message.format(name=path.name)) from error
    except UnreadableFileError:
        raise
    except (pypdfium2.PdfiumError, ValueError) as error:
        locked = isinstance(error, pypdfium2.PdfiumError) and is_locked(error)
        raise UnreadableFileError(_encrypted(path) if locked else _damaged(path)) from error
    joined = list(_joined_rows(lines))
    text = without_controls("\n".join(line for line, _page in joined))
    starts = [bisect_left(joined, page, key=itemgetter(1)) + 1 for page in range(count)]
    note = _("Marks that lead to footnotes have been left out of the words they stand behind: {count}.")
    notes = (note.format(count=marks),) if marks else ()
    return Material(
        text,
        kind,
        own_lines=False,
        pages=tuple(starts),
        notes=notes,
        recognised=tuple(scans.recognised.items()),
        unread=scans.unread,
    )


def _with_number_apart(lines: Sequence[str]) -> list[str]:
    """The lines of a page with a gap between the page's number, on top or at its foot, and the text."""
    ends = [index for index in (0, len(lines) - 1) if lines and _NUMBER.fullmatch(lines[index])]
    gaps = {1 if index == 0 else index for index in ends} - {0, len(lines)}
    return [part for index, line in enumerate(lines) for part in ((("",) if index in gaps else ()) + (line,))]


def _encrypted(path: Path) -> str:
    return _("{name} is encrypted. Save a copy without a password and import that.").format(name=path.name)


def _damaged(path: Path) -> str:
    return _("{name} is no PDF, or damaged.").format(name=path.name)


def _lines(page: Page) -> Iterator[str]:
    """The lines of a part of a page from top to bottom, tables as rows."""
    top = 0.0
    for table in grids(page.rulings):
        cells = table.texts(page.letters)
        if _is_data(cells):
            yield from _text(page.letters, top, table.box[1])
            yield from map(row, _filled(table, cells))
            top = table.box[3]
    yield from _text(page.letters, top, page.height)


def _filled(table: Grid, cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of each row; one that spans rows stands in all of them."""
    found: list[list[str]] = []
    spanning: dict[int, float] = {}
    for boxes, said in zip(table.rows, cells, strict=True):
        texts = list(said)
        bottom = max(box[3] for box in boxes if box)
        for column, box in enumerate(boxes):
            if box:
                spanning[column] = box[3]
            elif found and spanning.get(column, 0) > bottom - 1:
                texts[column] = found[-1][column]
        found.append(texts)
    return found


def _text(letters: Sequence[Letter], top: float, bottom: float) -> Iterator[str]:
    """The lines between two heights, with a gap where the page leaves one; tables without rulings as rows."""
    lines = lines_of(one for one in letters if top <= (one.top + one.bottom) / 2 < bottom)
    for line in parted(lines, lambda before, here: here.top - before.bottom > _APART * here.height):
        if isinstance(line, str):
            yield line
        else:
            yield from map(row, line.rows)


def _is_data(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds data: in a letterhead ruled like one, hardly a row fills three cells."""
    filled = [sum(1 for cell in row if cell) for row in cells]
    return len(cells) > 1 and sum(1 for count in filled if count > 2) * 2 >= len(cells)


def _joined_rows(lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Rows that a page has cut put together, each with its page: the rest stands on the next, unnumbered.

    Where rows share a number, their cell may go on over the page: the rows there share it too.
    """
    heading, before, held, last = "", "", ("", 0), 0
    shared = False
    between: list[tuple[str, int]] = []
    for found, page in lines:
        line = found
        if not line.startswith("| "):
            between.append((line, page))
            continue
        if not held[0]:
            heading = line
        elif line == heading:
            continue
        elif (page > last or shared) and _continues(held[0], line):
            if not (shared := shared or _shares(before, held[0], line)):
                held, last = (_together(held[0], line), held[1]), page
                continue
            line = _filled_from(held[0], line)
        else:
            shared = False
        if held[0]:
            yield held
        # What stood between two parts of a table, the page's own words, follows the row that it would divide.
        yield from between
        between, before, held, last = [], held[0], (line, page), page
    if held[0]:
        yield held
    yield from between


def _cells(line: str) -> list[str]:
    return [cell.strip("| ") for cell in line.split(" | ")]


def _continues(held: str, line: str) -> bool:
    cells, parts = _cells(held), _cells(line)
    return len(cells) == len(parts) and not parts[0] and len(cells) > 2


def _shares(before: str, held: str, line: str) -> bool:
    """Whether a row without number is one more of those that share a number, and begins as rows do."""
    cells, parts = _cells(held), _cells(line)
    return bool(cells[0]) and _cells(before)[:2] == cells[:2] and not parts[1] and parts[2][:1].isupper()


def _filled_from(held: str, line: str) -> str:
    """A row with what it shares with the row before it: the first cells, as far as they are empty."""
    cells, parts = _cells(held), _cells(line)
    empty = next((i for i, part in enumerate(parts) if part), 0)
    return row([*cells[:empty], *parts[empty:]])


def _together(held: str, line: str) -> str:
    cells, parts = _cells(held), _cells(line)
    return row([f"{cell}\n{part}" for cell, part in zip(cells, parts, strict=True)])
