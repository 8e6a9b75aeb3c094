"""A reader in a process of its own, which is stopped where a file takes too much time or memory.

What a file of two kilobytes makes its reader do is known only by doing it: forms within forms, streams packed
many times over. So no reader of such files runs where it could take the command, or the machine, with it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

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
#: Seconds of the processor that no document may take.
_ALL = 600
#: Seconds after which a worker that says nothing is stopped: the one limit that holds on every system.
_SILENCE = 120
#: Bytes: the longest plans take a third of it.
_MEMORY = 2**28


def read(path: Path, kind: str, progress: PagesRead) -> Material:
    """Read a file by a worker.

    Raises:
        UnreadableFileError: the reader refuses it, or was stopped.
    """
    # -P: nothing is imported from the folder that the command is called in.
    command = [sys.executable, "-P", "-m", __name__, str(path), kind, i18n.language()]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
        start_new_session=True,  # a group of its own, so that what it calls is stopped with it
    ) as worker:
        try:
            said = _listen(worker, progress)
        finally:
            _stop(worker)
    if "text" in said:
        said |= {name: tuple(said[name]) for name in ("pages", "notes", "unread")}
        said["recognised"] = tuple((page, sure) for page, sure in said["recognised"])
        return Material(**said)
    stopped = _("{name} takes more time or memory than any document does. It is not imported.")
    raise UnreadableFileError(said.get("refused") or stopped.format(name=path.name))


def _stop(worker: "subprocess.Popen[str]") -> None:
    """End the worker, and what it has called."""
    if sys.platform == "win32":
        worker.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)


def _listen(worker: "subprocess.Popen[str]", progress: PagesRead) -> dict[str, Any]:
    """What the worker says at last; nothing where it ends without a word."""
    lines = iter(worker.stdout or ())
    while True:
        patience = Timer(_SILENCE, _stop, [worker])
        patience.start()
        try:
            line = next(lines, "")
        finally:
            patience.cancel()
        if not line.endswith("\n"):
            return {}
        said: dict[str, Any] = json.loads(line)
        if "count" not in said:
            return said
        progress(said["done"], said["count"])


def main(path: Path, kind: str, language: str) -> None:
    """Read a file within the limits; tell on standard output, as JSON, how far that is and what is found."""
    out, sys.stdout = sys.stdout, sys.stderr  # no library says anything there
    i18n.use(language)
    reader = load(kind)
    loading = max(time.process_time(), _LOADING)
    size = path.stat().st_size
    start = _START + size / 100_000 * (_BYTES_OF_WEB if kind == "html" else _BYTES)
    start += _PICTURE if kind in _PICTURES else 0
    _limit(start * loading)

    def say(**said: object) -> None:
        print(json.dumps(said), file=out, flush=True)

    def read_on(done: int, count: int, pictures: int) -> None:
        pages = _PAGE * min(done, size // _PAGE_BYTES) + _PICTURE * pictures
        _limit((start + pages) * loading)
        say(done=done, count=count)

    try:
        say(**asdict(reader(path, kind, read_on)))
    except UnreadableFileError as error:
        say(refused=str(error))


def _limit(seconds: float) -> None:
    """Allow so many seconds in all, and as much memory as a document takes, where the system can do so."""
    if sys.platform != "win32":
        import resource

        # Nobody handles the signal of this timer, so it ends the process.
        signal.setitimer(signal.ITIMER_PROF, max(min(seconds, _ALL) - time.process_time(), 0.001))
        with suppress(ValueError, OSError):  # a limit that is there already may be lower
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
