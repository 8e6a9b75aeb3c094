"""What the system says no to, in words that people of an office know."""

import errno
from pathlib import Path

from kehoach.language import _


def _why(error: OSError) -> str:
    """Why the system refused; what people rarely meet stays in the system's own words."""
    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EEXIST: _("there is something of this name already"),
        errno.EACCES: _("you are not permitted to, or another program has it open"),
        errno.EPERM: _("you are not permitted to, or another program has it open"),
        errno.EROFS: _("nothing can be written on this disk"),
        errno.EISDIR: _("it is a folder, not a file"),
        errno.ENOTDIR: _("a part of this path is a file, not a folder"),
        errno.ENOTEMPTY: _("there is something of this name already"),
        errno.ENOSPC: _("the disk is full"),
    }
    return reasons.get(error.errno or 0, error.strerror or str(error))


def not_read(error: OSError, path: Path | None = None) -> str:
    """That something cannot be read: the file of the error, or what was asked for."""
    return _("Cannot read {path}: {why}.").format(path=path or error.filename, why=_why(error))


def not_written(error: OSError, path: Path) -> str:
    """That something cannot be written."""
    return _("Cannot write {path}: {why}.").format(path=path, why=_why(error))


def refused(error: OSError) -> str:
    """That something cannot be done, with the file that it was done to where that is known."""
    message = _("Cannot read or write {path}: {why}.") if error.filename else _("The system refuses: {why}.")
    return message.format(path=error.filename, why=_why(error))
