"""Files of others, read whole."""

import os
from pathlib import Path

import pytest

from kehoach.files import reading

MOST = 2**20


def test_a_file_may_have_as_many_bytes_as_agreed(tmp_path: Path) -> None:
    """One of exactly so many is read, one of a byte more is not."""
    path = tmp_path / "du-lieu.json"
    path.write_bytes(b"x" * MOST)
    assert reading.whole(path, MOST) == b"x" * MOST
    path.write_bytes(b"x" * (MOST + 1))
    with pytest.raises(ValueError, match="larger than 1 MB"):
        reading.whole(path, MOST)


def test_what_has_no_end_is_not_opened(tmp_path: Path) -> None:
    """A pipe would wait for a writer, a device give zeros for ever; so would a link to one."""
    pipe, link = tmp_path / "a.json", tmp_path / "b.json"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    for path in (pipe, link):
        with pytest.raises(ValueError, match="is a device or a pipe"):
            reading.whole(path, MOST)


def test_what_is_not_there_is_said_by_the_system(tmp_path: Path) -> None:
    """A name of nothing, and a folder, are errors of the system."""
    for path in (tmp_path, tmp_path / "x.json"):
        with pytest.raises(OSError, match="Errno"):
            reading.whole(path, MOST)
