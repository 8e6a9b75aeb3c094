"""Files that are there whole, or as they were before, and one that writes at a time."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    #: Behind all content: what is locked cannot be read by others there.
    _PLACE = 2**30

    def _lock(held: BinaryIO) -> None:
        held.seek(_PLACE)
        msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(held: BinaryIO) -> None:
        held.seek(_PLACE)
        msvcrt.locking(held.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(held: BinaryIO) -> None:
        fcntl.flock(held, fcntl.LOCK_EX)

    def _unlock(held: BinaryIO) -> None:
        fcntl.flock(held, fcntl.LOCK_UN)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until no other command writes to the project that this file is of, and keep the others waiting.

    The file itself stays as it is. A command that is killed holds nothing any more.

    Raises:
        OSError: it cannot be opened or locked.
    """
    with file.open("rb") as held:
        _lock(held)
        try:
            yield
        finally:
            _unlock(held)


def opened_by(path: Path) -> Path | None:
    """What Excel, Word or LibreOffice leaves beside a file while it has that open; None where none has."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return next((mark for name in marks if (mark := path.with_name(name)).exists()), None)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there, folders included.

    Raises:
        OSError: it could not be written; a former file is as it was.
    """
    if path.is_symlink():  # what it points to is written, and the link stays
        path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except BaseException:  # also when somebody interrupts it
        unfinished.unlink(missing_ok=True)
        raise


def write_folder(folder: Path, contents: Mapping[str, bytes], work: Path) -> None:
    """Write a folder that is not there yet, file by path in it, in ``work``, and then put it in its place.

    ``work`` is another folder of the same disk, not beside it: should the command be killed, nothing is left
    among the files of the plan.

    Raises:
        OSError: it could not be written, or the place is taken; nothing is there that was not there before.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=work) as unfinished:
        made = Path(unfinished) / "made"
        for name, content in contents.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        made.rename(folder)
