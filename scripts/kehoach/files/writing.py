"""Files that are there whole, or as they were before."""

import os
import shutil
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there, folders included.

    Raises:
        OSError: it could not be written; a former file is as it was.
    """
    path = path.resolve()  # what a link points to is written, and the link stays
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
