"""Tesseract, which reads the words of pictures: a program of its own, on this machine, within limits."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.importing.readers import UnreadableFileError
from kehoach.language import _

if TYPE_CHECKING:
    from PIL import Image

_LANGUAGE = "vie"
#: Seconds for the pictures of one page, by the clock and of the processor: it takes two to five.
_SECONDS = 50
#: A picture of one block of text: columns are cut before, and better.
_MODE = "6"


@dataclass(frozen=True, slots=True)
class Seen:
    """A word on a picture: its box in pixels, as high as its line; which line; how sure it is, of 100."""

    text: str
    left: int
    right: int
    top: int
    bottom: int
    line: tuple[int, ...]
    sure: float


def lacking() -> str:
    """What has to be installed before pictures can be read, as a sentence; empty where nothing has."""
    if shutil.which("tesseract") is None:
        return _(
            "Reading a scan takes Tesseract with Vietnamese (vie). Install both, on Debian and Ubuntu by "
            "`apt install tesseract-ocr tesseract-ocr-vie`, or import the file that the scan was made of."
        )
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)
    if _LANGUAGE.encode() not in done.stdout.split():
        return _(
            "Tesseract is here without its Vietnamese (vie). Install that, on Debian and Ubuntu by "
            "`apt install tesseract-ocr-vie`."
        )
    return ""


def words(pictures: "Sequence[Image.Image]", dpi: int) -> list[list[Seen]]:
    """The words of each picture, in the order of its lines.

    Raises:
        UnreadableFileError: Tesseract was stopped, or failed.
    """
    if not pictures:
        return []
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        names = [f"{number}.pgm" for number in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            picture.save(Path(folder, name))
        Path(folder, "list").write_text("\n".join(names) + "\n", encoding="ascii")
        command = ["tesseract", "list", "stdout", "-l", _LANGUAGE, "--psm", _MODE, "--dpi", str(dpi), "tsv"]
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                # One thread: more of them take longer together on pictures as small as these.
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                preexec_fn=_limit if sys.platform != "win32" else None,
            )
        except (subprocess.SubprocessError, OSError) as error:
            message = _("Tesseract could not read a page, or took too long.")
            raise UnreadableFileError(message) from error
    found: list[list[Seen]] = [[] for _picture in pictures]
    for number, word in _told(done.stdout.decode("utf-8", "replace")):
        found[number - 1].append(word)
    return found


def _limit() -> None:
    """Allow the processor for as long as the clock; the worker's limit of memory holds for its child, too."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _told(table: str) -> Iterator[tuple[int, Seen]]:
    """The words of Tesseract's table, each with the number of its picture."""
    heights: dict[tuple[int, ...], tuple[int, int]] = {}
    for cells in (row.split("\t") for row in table.split("\n")):
        if len(cells) != 12 or cells[0] not in ("4", "5"):
            continue
        picture, *line = map(int, cells[1:5])
        left, top, width, height = map(int, cells[6:10])
        if cells[0] == "4":
            heights[picture, *line] = top, top + height
        elif text := cells[11].strip():
            yield (
                picture,
                Seen(text, left, left + width, *heights[picture, *line], tuple(line), float(cells[10])),
            )
