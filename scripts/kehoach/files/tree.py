"""The files of a project, wherever they are kept: a working folder here, a git revision in ``git``."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kehoach.files import places

# What git holds in the place of a large file that Git LFS keeps elsewhere.
_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize \d+\n"
)


class Tree(Protocol):
    """Files by their name: the path below the project's root, with "/" between its parts."""

    def pages(self) -> list[str]:
        """The ``.md`` files under ``needs/``, folder by folder."""
        ...

    def read(self, name: str) -> bytes:
        """The content of a file of the project.

        Raises:
            OSError: it cannot be read.
        """
        ...

    def named(self, name: str) -> bytes | None:
        """The content of the file that somebody wrote the name of, if it is one of the project's."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a working folder as they are now."""

    root: Path

    def pages(self) -> list[str]:
        """The ``.md`` files under ``needs/``, folder by folder."""
        return [path.relative_to(self.root).as_posix() for path in places.pages(self.root)]

    def read(self, name: str) -> bytes:
        """The content of a file of the project.

        Raises:
            OSError: it cannot be read.
        """
        return (self.root / name).read_bytes()

    def named(self, name: str) -> bytes | None:
        """The content of the file that somebody wrote the name of, if it is under ``needs/``."""
        path = places.held(self.root, name)
        return path.read_bytes() if path else None


def sha256(content: bytes) -> str:
    """The SHA-256 of a file, also where only the pointer to it is here."""
    pointer = _LFS_POINTER.fullmatch(content)
    return pointer[1].decode() if pointer else hashlib.sha256(content).hexdigest()


def is_pointer(content: bytes) -> bool:
    """Whether a content is only a Git LFS pointer to the file meant."""
    return _LFS_POINTER.fullmatch(content) is not None
