"""Workbooks that come by mail: whether one may be opened, so that it costs no more memory than there is."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kehoach.language import _

_BYTES = 64 * 2**20
#: "<" and "=" in a part: its elements and attributes, of which each costs up to a hundred times its text.
#: A sheet of 5,000 tasks has about 700,000.
_MARKS = 1_000_000
#: The parts that openpyxl reads element by element; all others become trees of objects.
_STREAMED = ("xl/worksheets/", "xl/sharedStrings.xml")
_MARKS_OF_TREES = 100_000
_PARTS = 500
#: What openpyxl raises on files that are damaged in one way or another.
_DAMAGE = (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError)


class RefusedError(ValueError):
    """Why a workbook is not taken, in a sentence."""


@contextmanager
def opened(path: Path, *, read_only: bool) -> Iterator[Any]:
    """A workbook of openpyxl, its values as they were last computed; ``read_only`` reads rows as they come.

    Raises:
        RefusedError: it is none, damaged, or would grow beyond all measure.
        OSError: it cannot be read.
    """
    refuse_bombs(path)
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is no cell
            yield load_workbook(file, read_only=read_only, keep_links=False, data_only=not read_only)
    except RefusedError:
        raise
    except _DAMAGE as error:
        message = _("{path} is damaged. Open it in Excel or LibreOffice and save it again.")
        raise RefusedError(message.format(path=path)) from error


def refuse_bombs(path: Path) -> None:
    """Look through an .xlsx without parsing it. Entities are refused by openpyxl itself, with defusedxml.

    Raises:
        RefusedError: it is none, or would grow beyond all measure.
        OSError: it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():  # a device has no end, and a pipe perhaps no writer
            raise zipfile.BadZipFile
        with zipfile.ZipFile(path) as archive:
            small = _is_small(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        message = _("{path} is no .xlsx workbook, or has a password. Save it as .xlsx without one.")
        raise RefusedError(message.format(path=path)) from error
    if not small:
        message = _("{path} is too large for a workbook of tasks. It is not opened.")
        raise RefusedError(message.format(path=path))


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
