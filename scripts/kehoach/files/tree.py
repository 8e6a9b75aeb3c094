"""The files of a project, wherever they are kept: a working folder here, a git revision in ``git``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kehoach.files import places, reading
from kehoach.files.places import Reason, Refused, printable

# What git holds in the place of a large file that Git LFS keeps elsewhere.
_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize \d+\n"
)


class GitError(Exception):
    """Git cannot give what is asked for; the message says why, and what to do, in the reader's language."""


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

    def elsewhere(self, names: Iterable[str]) -> frozenset[str]:
        """The files that Git LFS keeps elsewhere (``filter=lfs``), so that pointers stand for them."""
        ...


class Project(Tree, Protocol):
    """A tree that knows what else is kept beside the pages: a folder, or a revision."""

    def refused(self) -> list[Refused]:
        """What must not be under ``needs/``, though it is part of the project."""
        ...

    def site(self) -> list[str]:
        """The site's own pages, in the root and under ``docs/``, its settings, and forms of reports."""
        ...


#: What a site says of itself, for Sphinx.
SETTINGS = "conf.py"
#: Where an office keeps the forms of its reports, and what the names of such files end in.
FORMS, FORM = "forms", ".toml"


def is_form(path: str) -> bool:
    """Whether a file of the project is the form of a report, by its path from the root."""
    folder, _slash, name = path.rpartition("/")
    return folder == FORMS and name.endswith(FORM)


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
            ValueError: it is a device or a pipe, or too large; in a sentence.
        """
        return reading.whole(self.root / name, places.FILE)

    def named(self, name: str) -> bytes | None:
        """The content of the file that somebody wrote the name of, if it is under ``needs/``."""
        path = places.held(self.root, name)
        return path.read_bytes() if path else None

    def refused(self) -> list[Refused]:
        """What must not be under ``needs/``; hidden files are nobody's, unless git carries them.

        Raises:
            OSError: a folder cannot be read.
        """
        found = places.refused(self.root)
        if out_of_sight := places.hidden(self.root):
            from kehoach.files.git import Repository  # seldom needed, and takes time to load

            try:
                with Repository(self.root) as repository:
                    tracked = repository.tracked(out_of_sight)
            except GitError:  # no repository, so nothing is carried
                return found
            found += [Refused(printable(path), Reason.HIDDEN) for path in tracked]
        return sorted(found, key=lambda file: file.path)

    def site(self) -> list[str]:
        """The site's own pages, in the root and under ``docs/``, its settings, and forms of reports."""
        pages = (*self.root.glob("*.md"), *(self.root / "docs").rglob("*.md"))
        found = [*pages, *(self.root / FORMS).glob(f"*{FORM}")]
        names = sorted(path.relative_to(self.root).as_posix() for path in found if path.is_file())
        return [*names, *([SETTINGS] if (self.root / SETTINGS).is_file() else [])]

    def elsewhere(self, names: Iterable[str]) -> frozenset[str]:
        """The files that Git LFS keeps elsewhere, so that only pointers may be here."""
        from kehoach.files.git import Repository  # seldom needed, and takes time to load

        try:
            with Repository(self.root) as repository:
                return repository.kept_elsewhere(names)
        except GitError:
            return frozenset()


def sha256(content: bytes) -> str:
    """The SHA-256 of the content of a file."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


def pointed_to(content: bytes) -> str | None:
    """The SHA-256 of the file that a Git LFS pointer stands for; None where the content is none."""
    pointer = _LFS_POINTER.fullmatch(content)
    return pointer[1].decode() if pointer else None
