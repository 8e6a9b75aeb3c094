"""Official texts as they arrive, each as lines of text: a row of a table is a line ``| a | b |``.

``read`` chooses by what the file is. Every reader refuses what it cannot read with a sentence, and holds to
limits, so that a damaged or hostile file neither stops the machine nor leaves anything behind. What others'
code takes apart is read by a worker that can be stopped (``worker.py``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from kehoach.importing.agency_lists import by_lines
from kehoach.importing.readers import legacy
from kehoach.language import _
from kehoach.language.text import INVISIBLE, flat, nfc

#: Larger files are refused: the longest plans have a few megabytes, pictures included.
MAX_BYTES = 64 * 2**20
#: A longer line is no line of a text, a longer text no plan: 5,000 tasks take two thirds.
MAX_LINE = 30_000
MAX_LENGTH, MAX_LINES = 2_000_000, 40_000
#: Pages of which fewer of a hundred words are sure give text, but no owners and no deadlines: with light
#: grain 98 are, and owners are right; with 90, a third of them are not.
SURE = 93
#: Characters that no text file holds.
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v")


class UnreadableFileError(ValueError):
    """A file that cannot be imported; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a reader makes of a file.

    ``text`` is what becomes ``source.txt``; ``own_lines`` says that its lines are those of the file, as they
    are for plain text and Markdown. ``pages`` holds the number of each page's first line, if there are pages.
    """

    text: str
    kind: str
    own_lines: bool
    pages: tuple[int, ...] = ()
    #: What was done to the text on the way, for a person to know.
    notes: tuple[str, ...] = ()
    #: The pages that were recognised from pictures, and how many of a hundred words of each are sure.
    recognised: tuple[tuple[int, int], ...] = ()
    #: Which pages were not read, and why, as sentences.
    unread: tuple[str, ...] = ()

    @property
    def wrapped(self) -> bool:
        """Whether a paragraph may take several lines: Word, sheets and web pages say where one ends."""
        return self.kind not in ("word", "html", "sheet")

    def page_of(self, line: int) -> int:
        """The page that a line stands on, from 1; 0 where there are no pages."""
        return sum(1 for first in self.pages if first <= line)

    def is_recognised(self, line: int) -> bool:
        """Whether a line was recognised from a picture."""
        return self.page_of(line) in dict(self.recognised)

    @property
    def unsure(self) -> frozenset[int]:
        """The lines of pages that were recognised too badly to say who does what by when."""
        blurred = {page for page, sure in self.recognised if sure < SURE}
        last = self.text.count("\n") + 1
        spans = enumerate(pairwise((*self.pages, last + 1)), 1)
        return frozenset(line for page, span in spans if page in blurred for line in range(*span))


#: Is told how many pages are read, of how many; within a reader also how many of them were pictures.
PagesRead = Callable[[int, int], None]
PicturesRead = Callable[[int, int, int], None]
Reader = Callable[[Path, str, PicturesRead], Material]

#: What a file is by its name, and the module that reads it.
_READERS = {
    ".txt": ("text", "kehoach.importing.readers.plain"),
    ".md": ("markdown", "kehoach.importing.readers.plain"),
    ".html": ("html", "kehoach.importing.readers.html"),
    ".htm": ("html", "kehoach.importing.readers.html"),
    ".docx": ("word", "kehoach.importing.readers.word"),
    ".doc": ("word", "kehoach.importing.readers.office"),
    ".rtf": ("word", "kehoach.importing.readers.office"),
    ".odt": ("word", "kehoach.importing.readers.office"),
    ".xlsx": ("sheet", "kehoach.importing.readers.sheet"),
    ".pdf": ("pdf", "kehoach.importing.readers.pdf"),
    ".png": ("picture", "kehoach.importing.readers.picture"),
    ".jpg": ("picture", "kehoach.importing.readers.picture"),
    ".jpeg": ("picture", "kehoach.importing.readers.picture"),
    ".tif": ("picture", "kehoach.importing.readers.picture"),
    ".tiff": ("picture", "kehoach.importing.readers.picture"),
}
#: What is installed only where it was asked for: the library of a reader, and the extra that brings it.
_EXTRAS = {
    "kehoach.importing.readers.pdf": ("pypdfium2", "pdf-import"),
    "kehoach.importing.readers.picture": ("PIL", "scan"),
}
#: The end of line in a year that a narrow column has broken: "30/6/202" and "8" below it.
_BROKEN_YEAR = re.compile(r"(?<=/2)\n(?=\d{3}(?!\d))|(?<=/2\d)\n(?=\d{2}(?!\d))|(?<=/2\d{2})\n(?=\d(?!\d))")
#: What our own code reads line by line, and what LibreOffice makes of a file first.
_BY_OURSELVES = ("kehoach.importing.readers.plain", "kehoach.importing.readers.office")


def read(path: Path, progress: PagesRead = lambda _done, _all: None) -> Material:
    """Read a file; ``progress`` is told how many pages are read, of how many.

    Raises:
        UnreadableFileError: it is of no known kind, damaged, encrypted, without text, or beyond the limits.
        OSError: it cannot be opened.
    """
    kind, module = _READERS.get(path.suffix.lower(), ("", ""))
    if not kind:
        message = _("{name} is of no kind that can be imported. Known: {known}.")
        raise UnreadableFileError(message.format(name=path.name, known=", ".join(_READERS)))
    library, extra = _EXTRAS.get(module, ("", ""))
    if library and not find_spec(library):
        message = _('{name} is not read by this installation. Install "kehoach[{extra}]".')
        raise UnreadableFileError(message.format(name=path.name, extra=extra))
    size = path.stat().st_size
    if not path.is_file():
        raise UnreadableFileError(_("{name} is no file.").format(name=path.name))
    if size == 0:
        raise UnreadableFileError(_("{name} is empty.").format(name=path.name))
    if size > MAX_BYTES:
        message = _("{name} is larger than {limit} MB. Is it the right file? A plan is much smaller.")
        raise UnreadableFileError(message.format(name=path.name, limit=MAX_BYTES // 2**20))
    path.open("rb").close()
    by = module if module in _BY_OURSELVES else "kehoach.importing.readers.worker"
    material: Material = import_module(by).read(path, kind, progress)
    if not material.text.strip():
        message = _("{name} holds no text.").format(name=path.name)
        raise UnreadableFileError(" ".join([message, *material.unread]))
    text, code = legacy.in_unicode(material.text)
    if code:
        note = _("The text was in {code} and has been converted to Unicode. Capitals may have become small.")
        notes = (*material.notes, note.format(code=code))
        material = replace(material, text=text, own_lines=False, notes=notes)
    if INVISIBLE.search(material.text):
        note = _("Characters that nobody sees, as Word and web pages hold them, have been left out.")
        text = INVISIBLE.sub("", material.text)
        material = replace(material, text=text, notes=(*material.notes, note))
    for number, line in enumerate(material.text.split("\n"), 1):
        if len(line) > MAX_LINE:
            message = _("{name}, line {line}: {length} characters. That is no line of a text.")
            raise UnreadableFileError(message.format(name=path.name, line=number, length=len(line)))
    if len(material.text) > MAX_LENGTH or material.text.count("\n") > MAX_LINES:
        message = _("{name} holds {length} characters in {lines} lines. No plan is so long.")
        lines = material.text.count("\n")
        raise UnreadableFileError(message.format(name=path.name, length=len(material.text), lines=lines))
    return material


def load(kind: str) -> Reader:
    """What reads files of a kind in this process, however long it takes; raises as ``read`` does."""
    module = next(name for known, name in _READERS.values() if known == kind)
    reader: Reader = import_module(module).read
    return reader


def row(cells: list[str]) -> str:
    """A row of a table as a line; a cell's own pipes are kept as text, its lines become one.

    Lines that name an agency each are parted by semicolons, for want of the end of line that parted them.
    """
    return "| " + " | ".join(_in_one_line(cell).replace("|", "/") for cell in cells) + " |"


def _in_one_line(cell: str) -> str:
    lines = [words for line in _BROKEN_YEAR.sub("", cell).split("\n") if (words := flat(line))]
    return "; ".join(by_lines(lines))


def without_controls(text: str) -> str:
    """A text as NFC, without the characters that have no place in it."""
    return nfc("".join(c for c in text if c not in _CONTROLS))


def holds_controls(text: str) -> bool:
    """Whether a text holds characters that no text file has: it is something else under a wrong name."""
    return not _CONTROLS.isdisjoint(text)
