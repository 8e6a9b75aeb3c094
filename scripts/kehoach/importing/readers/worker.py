"""A reader in a process of its own, which is stopped where a file takes too much time or memory.

What a file of two kilobytes makes its reader do is known only by doing it: forms within forms, streams packed
many times over. So no reader of such files runs where it could take the command, or the machine, with it.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

from kehoach.importing.readers import Material, PagesRead, UnreadableFileError, read_here
from kehoach.language import _, i18n

#: Seconds of the processor for the first page, for each one more, and for all; a page takes a third of one.
_START, _PAGE, _ALL = 10, 2, 600
#: Seconds after which a worker that says nothing is stopped: the one limit that holds on every system.
_SILENCE = 120
#: Bytes: the longest plans take a quarter of it.
_MEMORY = 3 * 2**28


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
    _limit(0)

    def say(**said: object) -> None:
        print(json.dumps(said), file=out, flush=True)

    def read_on(done: int, count: int) -> None:
        _limit(done)
        say(done=done, count=count)

    try:
        say(**asdict(read_here(path, kind, read_on)))
    except UnreadableFileError as error:
        say(refused=str(error))


def _limit(pages: int) -> None:
    """Allow as much memory and time as a document of so many pages takes, where the system can do so."""
    if sys.platform != "win32":
        import resource

        seconds = min(_START + _PAGE * pages, _ALL)
        with suppress(ValueError, OSError):  # a limit that is there already may be lower
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
