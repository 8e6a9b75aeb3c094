"""Files of others, read whole: only what has an end, and no more of it than was agreed."""

import stat
from pathlib import Path

from kehoach.language import _


def whole(path: Path, most: int) -> bytes:
    """The content of a regular file of at most so many bytes.

    Raises:
        ValueError: it is a device or a pipe, or larger; in a sentence.
        OSError: it cannot be read.
    """
    found = path.stat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):  # of a folder the system says so
        raise ValueError(_("{path} is a device or a pipe, not a file. It is not opened.").format(path=path))
    if found.st_size <= most:
        with path.open("rb") as file:
            content = file.read(found.st_size + 1)  # as much memory is set aside as is asked for
            if len(content) > found.st_size:  # what the system makes up, as in /proc, has no size
                content += file.read(most + 1 - len(content))
        if len(content) <= most:
            return content
    raise ValueError(_("{path} is larger than {most} MB.").format(path=path, most=most >> 20))
