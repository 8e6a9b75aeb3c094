"""A process of our own that takes apart what others wrote, and is stopped where it takes too much."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Timer
from typing import Any

#: Seconds of the processor that no process may take.
_ALL = 600
#: Seconds after which one that says nothing is stopped: the one limit that holds on every system.
SILENCE = 120
#: Bytes: the longest plans take a third of it.
_MEMORY = 2**28


def run(
    module: str, arguments: Sequence[str], heard: Callable[[dict[str, Any]], None], silence: float = SILENCE
) -> dict[str, Any]:
    """Run a module, which says objects of JSON, a line each; the last one, nothing where it is stopped.

    Those that tell how far it is (``count``) are ``heard``.
    """
    # -P: nothing is imported from the folder that the command is called in.
    with subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
        start_new_session=True,  # a group of its own, so that what it calls is stopped with it
    ) as worker:
        try:
            return _listen(worker, heard, silence)
        finally:
            _stop(worker)


def _stop(worker: "subprocess.Popen[str]") -> None:
    """End the process, and what it has called."""
    if sys.platform == "win32":
        worker.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)


def _listen(
    worker: "subprocess.Popen[str]", heard: Callable[[dict[str, Any]], None], silence: float
) -> dict[str, Any]:
    """What the process says at last; nothing where it ends without a word."""
    lines = iter(worker.stdout or ())
    while True:
        patience = Timer(silence, _stop, [worker])
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
        heard(said)


def limit(seconds: float) -> None:
    """Allow this process so many seconds in all, and as much memory as a document takes, where possible."""
    if sys.platform != "win32":
        import resource

        # Nobody handles the signal of this timer, so it ends the process.
        signal.setitimer(signal.ITIMER_PROF, max(min(seconds, _ALL) - time.process_time(), 0.001))
        with suppress(ValueError, OSError):  # a limit that is there already may be lower
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
