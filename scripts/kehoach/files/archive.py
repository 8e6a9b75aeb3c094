"""A folder as a zip archive that is the same bytes whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

#: What a build leaves in the site for the next build.
_NOT_FOR_READERS = {".buildinfo"}
#: What who unpacks an archive reads first.
README = "DOC-TRUOC.txt"


def readme(lines: Sequence[str]) -> bytes:
    """The lines as Windows' own editor shows them."""
    return "\r\n".join((*lines, "")).encode("utf-8-sig")


def packed(folder: Path, more: Mapping[str, bytes], when: datetime) -> bytes:
    """All files below a folder, and ``more`` by their names, in the order of their names and of one time.

    The same files give the same bytes as long as zlib is the same.

    Raises:
        OSError: a file cannot be read.
    """
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _NOT_FOR_READERS
    }
    return zipped({**found, **more}, when)


def zipped(files: Mapping[str, bytes], when: datetime) -> bytes:
    """Files by their names, in the order of these and of one time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the rights below count; and the same on Windows
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return written.getvalue()
