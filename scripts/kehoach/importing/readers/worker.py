"""A reader in a process of its own, which is stopped where a file takes too much time or memory.

What a file of two kilobytes makes its reader do is known only by doing it: forms within forms, streams packed
many times over. So no reader of such files runs where it could take the command, or the machine, with it.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from kehoach.files import confined
from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, load
from kehoach.language import _, i18n

#: So many times what loading the reader took a document may take, some more for each 100,000 bytes, and for
#: each page that is read, of which each takes so many bytes: slow machines load slowly. Where this was
#: measured, loading took 0.15 seconds of the processor, and is counted as no less; tables of 300 pages took 7
#: times that as Word or Excel (0.3 MB), 17 times as a web page (3.2 MB), which is made of tags for the most
#: part; a page of a PDF a fifth. Each is allowed about twice that.
_LOADING, _START = 0.15, 6
_BYTES, _BYTES_OF_WEB = 2.2, 0.7
_PAGE, _PAGE_BYTES = 0.44, 2000
#: The same for each page that is recognised, and for the first of them ahead: it took five times, beside
#: Tesseract, which has limits of its own.
_PICTURE = 12
_PICTURES = ("pdf", "picture")
#: Seconds after which a worker that says nothing is stopped.
_SILENCE = confined.SILENCE


def read(path: Path, kind: str, progress: PagesRead) -> Material:
    """Read a file by a worker.

    Raises:
        UnreadableFileError: the reader refuses it, or was stopped.
    """
    arguments = (str(path), kind, i18n.language())
    said = confined.run(__name__, arguments, lambda far: progress(far["done"], far["count"]), _SILENCE)
    if "text" in said:
        said |= {name: tuple(said[name]) for name in ("pages", "notes", "unread")}
        said["recognised"] = tuple((page, sure) for page, sure in said["recognised"])
        return Material(**said)
    stopped = _("{name} takes more time or memory than any document does. It is not imported.")
    raise UnreadableFileError(said.get("refused") or stopped.format(name=path.name))


def main(path: Path, kind: str, language: str) -> None:
    """Read a file within the limits; tell on standard output, as JSON, how far that is and what is found."""
    out, sys.stdout = sys.stdout, sys.stderr  # no library says anything there
    i18n.use(language)
    reader = load(kind)
    loading = max(time.process_time(), _LOADING)
    size = path.stat().st_size
    start = _START + size / 100_000 * (_BYTES_OF_WEB if kind == "html" else _BYTES)
    start += _PICTURE if kind in _PICTURES else 0
    confined.limit(start * loading)

    def say(**said: object) -> None:
        print(json.dumps(said), file=out, flush=True)

    def read_on(done: int, count: int, pictures: int) -> None:
        pages = _PAGE * min(done, size // _PAGE_BYTES) + _PICTURE * pictures
        confined.limit((start + pages) * loading)
        say(done=done, count=count)

    try:
        say(**asdict(reader(path, kind, read_on)))
    except UnreadableFileError as error:
        say(refused=str(error))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
