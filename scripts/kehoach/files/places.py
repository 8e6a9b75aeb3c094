"""What in ``needs/`` is read at all: plain files with plain names, and nothing outside.

Git carries links, and a folder can hold pipes and devices: none of them is followed or opened.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from operator import attrgetter
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple

FOLDER = "needs"
#: A page beyond this many bytes is none: ten thousand tasks take a third of it.
PAGE = 16 * 2**20
#: Any other file beyond this many bytes belongs elsewhere: it is read whole to be compared.
FILE = 256 * 2**20
#: What Windows keeps for itself: signs, names of devices whatever follows them, dots and spaces at the end.
_RESERVED = re.compile(r'[<>:"|?*\\]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_END = re.compile(r"[. ](?:\.[^.]*)?$")
#: Names that somebody may take for those of pages, besides ``.md``.
_LIKE_A_PAGE = re.compile(r"\.(md|markdown|mdown|rst)", re.IGNORECASE)


class Reason(Enum):
    """Why a file is not read."""

    LINK = auto()
    HIDDEN = auto()
    SPECIAL = auto()
    NAME = auto()
    TWIN = auto()
    SUFFIX = auto()
    SIZE = auto()


class Refused(NamedTuple):
    """Something in ``needs/`` that is not read: its path from the root, printable, and why."""

    path: str
    reason: Reason


def pages(root: Path) -> list[Path]:
    """The ``.md`` files under ``needs/``, folder by folder.

    Raises:
        OSError: a folder cannot be read.
    """
    found = (Path(entry.path) for entry, why in _judged(root) if not why and _is_page(entry))
    return sorted(found, key=lambda path: path.parts)  # Windows' own order knows no capitals


def refused(root: Path) -> list[Refused]:
    """What must not be under ``needs/``.

    Raises:
        OSError: a folder cannot be read.
    """
    if (root / FOLDER).is_symlink():
        return [Refused(FOLDER, Reason.LINK)]
    judged = {Path(entry.path).relative_to(root).as_posix(): why for entry, why in _judged(root)}
    found = {path: why for path, why in judged.items() if why}
    found = dict.fromkeys(of_twins(judged), Reason.TWIN) | found
    return sorted((Refused(printable(path), why) for path, why in found.items()), key=attrgetter("path"))


def hidden(root: Path) -> list[str]:
    """What under ``needs/`` is hidden, as paths from the root; in a hidden folder nothing more is looked for.

    Raises:
        OSError: a folder cannot be read.
    """
    found: list[str] = []
    if not (root / FOLDER).is_symlink():
        for _entry in _entries(root, found):
            pass
    return found


def held(root: Path, name: str) -> Path | None:
    """The file under ``needs/`` that a value names by its path from the root, where it names one.

    The same on every system: a path as only Windows reads it, or in other capitals, names nothing.
    """
    if _RESERVED.search(name):
        return None
    try:
        path = (root / name).resolve()
        real, said = path.relative_to(root.resolve()).as_posix(), normpath(name)
        inside = is_inside(real) and (real == said or real.casefold() != said.casefold())
        return path if inside and path.is_file() and path.stat().st_size <= FILE else None
    except (OSError, ValueError):  # what somebody wrote may be no file name at all
        return None


def is_inside(path: str) -> bool:
    """Whether a path from the root, without links and "..", is under ``needs/`` and not hidden."""
    top, *below = path.split("/")
    plain = not any(part.startswith(".") for part in below) and not _RESERVED.search(path)
    return top == FOLDER and bool(below) and plain


def portable(name: str) -> str:
    """A path from the root, with "/", of one under ``needs/`` as Windows writes it; any other as it is."""
    _above, within, below = ("/" + name.replace("\\", "/")).rpartition(f"/{FOLDER}/")
    return f"{FOLDER}/{below}" if within and "\\" in name else name


def printable(name: str) -> str:
    """A file name as it can be shown on one line, whatever bytes it is made of."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _judged(root: Path) -> Iterator[tuple[os.DirEntry[str], Reason | None]]:
    """Everything under ``needs/``, and why it must not be there; hidden files are nobody's."""
    if not (root / FOLDER).is_symlink():
        yield from ((entry, _reason(entry)) for entry in _entries(root, []))


def _entries(root: Path, out_of_sight: list[str]) -> Iterator[os.DirEntry[str]]:
    """Everything under ``needs/`` that is not hidden; what is, goes into the list."""
    folders = [root / FOLDER]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    out_of_sight.append(Path(entry.path).relative_to(root).as_posix())
                    continue
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))


def _is_page(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".md") and entry.is_file()


def _reason(entry: os.DirEntry[str]) -> Reason | None:
    name = entry.name
    if entry.is_symlink():
        return Reason.LINK
    if entry.is_dir():
        return of_name(name)
    if not entry.is_file():
        return of_name(name) or Reason.SPECIAL
    return of_name(name) or of_file(name, entry.stat().st_size)


def of_name(name: str) -> Reason | None:
    """Why a file or folder may not be called so."""
    plain = name.isprintable() and unicodedata.is_normalized("NFC", name)
    kept = _RESERVED.search(name) or _DEVICE.fullmatch(name) or _END.search(name)
    return None if plain and not kept else Reason.NAME


def of_twins(paths: Iterable[str]) -> Iterator[str]:
    """Of paths that differ in capitals only, which Windows and macOS take for one, all but the first."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if seen.setdefault(path.casefold(), path) != path:
            yield path


def of_file(name: str, size: int) -> Reason | None:
    """Why a file of so many bytes is not read."""
    is_page = name.endswith(".md")
    if not is_page and _LIKE_A_PAGE.fullmatch(Path(name).suffix):
        return Reason.SUFFIX
    return Reason.SIZE if size > (PAGE if is_page else FILE) else None
