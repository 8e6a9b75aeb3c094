"""Whether a workbook may be opened: it comes by mail, and must not cost more memory than there is."""

import zipfile
import zlib
from functools import partial
from pathlib import Path

from kehoach.language import _

_BYTES = 64 * 2**20
#: "<" and "=" in a part: its elements and attributes, of which each costs up to a hundred times its text.
#: A sheet of 5,000 tasks has about 700,000.
_MARKS = 1_000_000
#: The parts that openpyxl reads element by element; all others become trees of objects.
_STREAMED = ("xl/worksheets/", "xl/sharedStrings.xml")
_MARKS_OF_TREES = 100_000
_PARTS = 500


def refuse_bombs(path: Path) -> None:
    """Look through an .xlsx without parsing it. Entities are refused by openpyxl itself, with defusedxml.

    Raises:
        ValueError: it is none, or would grow beyond all measure.
        OSError: it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():  # a device has no end, and a pipe perhaps no writer
            raise zipfile.BadZipFile
        with zipfile.ZipFile(path) as archive:
            small = _is_small(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        message = _("{path} is no .xlsx workbook, or has a password. Save it as .xlsx without one.")
        raise ValueError(message.format(path=path)) from error
    if not small:
        message = _("{path} is too large to be a workbook of `kehoach export xlsx`. It is not opened.")
        raise ValueError(message.format(path=path))


def _is_small(archive: zipfile.ZipFile) -> bool:
    parts = [part for part in archive.infolist() if not part.is_dir()]
    # What is declared can be relied on: zipfile gives out no more than that.
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _BYTES:
        return False
    of_trees = 0
    for part in parts:
        with archive.open(part) as stream:
            pieces = iter(partial(stream.read, 2**20), b"")
            marks = sum(piece.count(b"<") + piece.count(b"=") for piece in pieces)
        if not part.filename.startswith(_STREAMED):
            of_trees += marks if part.filename.endswith((".xml", ".rels", ".vml")) else 0
        elif marks > _MARKS:
            return False
    return of_trees <= _MARKS_OF_TREES
