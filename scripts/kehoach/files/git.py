"""The files of a project in a git revision: git's objects are read, nothing is checked out or written."""

import errno
import os
import re
import subprocess
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from kehoach.files.places import FOLDER, Reason, Refused, is_inside, of_file, of_name, of_twins, printable
from kehoach.files.tree import SETTINGS, Folder, GitError, is_form
from kehoach.language import _

_LINK, _SUBMODULE = "120000", "160000"
#: As many symbolic links in a row as Linux follows.
_HOPS = 40
# Which repository is meant is said by the project's folder, not by what a hook or a shell has set.
_ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE"),
)
# What a commit holds is what its hash says, whatever a clone would put in the place of objects; and no
# program that the clone names is asked which files have changed.
_AS_COMMITTED = ("--no-optional-locks", "--no-replace-objects", "-c", "core.fsmonitor=false")


class Repository:
    """The git repository that a project's folder stands in, read through one ``git cat-file``.

    Raises:
        GitError: there is none, or git refuses it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = _environment(os.environ)
        try:
            self.prefix = os.fsdecode(self.git("rev-parse", "--show-prefix")).removesuffix("\n")
            self._objects = subprocess.Popen(
                self.command("cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self.environment,
            )
        except FileNotFoundError as error:
            raise GitError(_("Git is not installed, or not found.")) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._objects.communicate()

    def command(self, *arguments: str) -> list[str]:
        """A git command for this repository, which takes no lock and asks nobody."""
        return ["git", *_AS_COMMITTED, "-C", str(self.root), *arguments]

    def git(self, *arguments: str, told: bytes = b"", environment: Mapping[str, str] = {}) -> bytes:
        """What a git command prints when it is ``told`` something, with some variables set.

        Raises:
            GitError: it failed.
        """
        given = {**self.environment, **environment}
        done = subprocess.run(
            self.command(*arguments), input=told, capture_output=True, check=False, env=given
        )
        if done.returncode:
            raise GitError(self._refusal(done.stderr.decode(errors="replace")))
        return done.stdout

    def _refusal(self, said: str) -> str:
        if "dubious ownership" in said:
            message = _(
                "Git refuses the repository of {root}, which belongs to another user. If you trust it: "
                "git config --global --add safe.directory {folder}"
            )
            owned = re.search(r"repository at '([^']*)'", said)
            return message.format(root=self.root, folder=owned[1] if owned else self.root)
        if "not a git repository" in said:
            return _("{root} is in no git repository.").format(root=self.root)
        last = (said.strip().splitlines() or [""])[-1].removeprefix("fatal: ")
        return _("Git cannot read {root}: {why}").format(root=self.root, why=last)

    def revision(self, name: str) -> "Revision":
        """The project's files in a revision, however that is named: a commit, tag or branch, HEAD~2, …

        Raises:
            GitError: there is no such revision, or it does not hold the project.
        """
        commit = self._object(f"{name}^{{commit}}")
        if not commit:
            raise GitError(self._unknown(name))
        tree = self._object(f"{commit}:{self.prefix}")
        if not tree:
            message = _("Revision {name} does not hold the folder {folder}.")
            raise GitError(message.format(name=name, folder=self.prefix))
        # Otherwise git lists only what stands below the folder it runs in.
        listed = self.git("ls-tree", "-r", "-l", "-z", "--full-tree", tree)
        entries = {}
        for entry in filter(None, listed.split(b"\0")):
            head, _tab, path = entry.partition(b"\t")
            mode, _kind, object_id, size = head.decode().split()
            entries[os.fsdecode(path)] = Entry(mode, object_id, int(size) if size.isdigit() else 0)
        return Revision(self, name, commit, entries)

    def tracked(self, paths: Iterable[str]) -> list[str]:
        """The files that git knows among paths from the project's root, which may be folders.

        Raises:
            GitError: git refuses to say.
        """
        listed = self.git("--literal-pathspecs", "ls-files", "-z", "--", *paths)
        return [os.fsdecode(path) for path in listed.split(b"\0") if path]

    def kept_elsewhere(self, names: Iterable[str], commit: str = "") -> frozenset[str]:
        """The files that Git LFS keeps (``filter=lfs``): in the working folder, or in a commit.

        Raises:
            GitError: git refuses to say.
        """
        told = b"".join(os.fsencode(name) + b"\0" for name in names)
        asked = ("check-attr", "-z", "--stdin", "filter")
        if not commit:
            return self._filtered(self.git(*asked, told=told))
        with TemporaryDirectory() as folder:  # an index of the commit, which the clone knows nothing of
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.git("read-tree", commit, environment=index)
            return self._filtered(self.git(*asked, "--cached", told=told, environment=index))

    def _filtered(self, told: bytes) -> frozenset[str]:
        """The paths that an answer about ``filter`` gives the value "lfs"."""
        fields = told.split(b"\0")
        return frozenset(
            os.fsdecode(path)
            for path, value in zip(fields[::3], fields[2::3], strict=False)
            if value == b"lfs"
        )

    def _object(self, name: str) -> str:
        """The ID of the object that a name means; empty where it means none."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", "--end-of-options", name).decode().strip()
        except GitError:
            return ""

    def _unknown(self, name: str) -> str:
        message = _('There is no revision "{name}".').format(name=name)
        if self.git("rev-parse", "--is-shallow-repository").strip() == b"true":
            message += " " + _(
                "This clone holds only the latest commits. Get the others: git fetch --unshallow"
            )
        return message

    def blob(self, object_id: str) -> bytes:
        """The content of a file by the ID of its object.

        Raises:
            GitError: the object is not there.
        """
        asked, told = self._objects.stdin, self._objects.stdout
        assert asked and told  # noqa: S101, PT018 - pipes, as ordered above
        asked.write(f"{object_id}\n".encode())
        asked.flush()
        head = told.readline().split()
        if len(head) != len(("ID", "type", "size")):  # otherwise "ID missing"
            message = _("Object {id} is missing from the repository. Get it: git fetch --refetch")
            raise GitError(message.format(id=object_id))
        content = told.read(int(head[2]))
        told.read(1)
        return content


def commit_of(root: Path, names: Iterable[str]) -> str | None:
    """The latest commit, if it holds the pages of a project and some other files as they are in its folder.

    None where it does not, or where there is no repository. Git is asked for what it holds and compares
    nothing: for that it may run programs that the clone names.
    """
    folder = Folder(root)
    try:
        with Repository(root) as repository:
            latest = repository.revision("HEAD")
            here, there = ({*tree.pages(), *names} for tree in (folder, latest))
            same = here == there and all(folder.read(name) == latest.read(name) for name in here)
            return latest.commit if same else None
    except (GitError, OSError):
        return None


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in ours.items() if name not in _ELSEWHERE}
    # Messages are looked into, and what a partial clone lacks is not fetched behind the user's back.
    return {**kept, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a revision: git's mode, which says what sort it is, the ID of its object, and its bytes."""

    mode: str
    object_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Revision:
    """The files of a project in a revision, by their path below the project's root: a ``Tree``."""

    repository: Repository
    name: str
    commit: str
    entries: Mapping[str, Entry]

    def pages(self) -> list[str]:
        """The ``.md`` files under ``needs/``, folder by folder.

        Raises:
            GitError: a folder of them is a repository of its own.
        """
        for path in self._mine():
            if self.entries[path].mode == _SUBMODULE:
                message = _("{path} is a git submodule: what it holds is not in this repository.")
                raise GitError(message.format(path=path))
        left = {file.path for file in self.refused() if file.reason not in (Reason.NAME, Reason.TWIN)}
        named = [path for path in self._mine() if path.endswith(".md") and printable(path) not in left]
        return sorted(
            (p for p in named if of_name(PurePosixPath(p).name) is None), key=lambda p: p.split("/")
        )

    def refused(self) -> list[Refused]:
        """What must not be under ``needs/``, by the same measure as in a folder."""
        found: dict[str, Reason] = {}
        for path in self._mine():
            parts, entry = path.split("/"), self.entries[path]
            for depth, part in enumerate(parts[1:], 2):
                if part.startswith("."):
                    found["/".join(parts)] = Reason.HIDDEN
                    break
                if why := of_name(part):
                    found["/".join(parts[:depth])] = why
            else:
                if entry.mode == _LINK:
                    found[path] = Reason.LINK
                elif why := of_file(path, entry.size):
                    found.setdefault(path, why)
        mine = {
            str(part) for path in self._mine() for part in (PurePosixPath(path), *PurePosixPath(path).parents)
        }
        for path in of_twins(mine):
            found.setdefault(path, Reason.TWIN)
        return sorted(
            (Refused(printable(path), why) for path, why in found.items()), key=lambda file: file.path
        )

    def site(self) -> list[str]:
        """The site's own pages, in the root and under ``docs/``, its settings, and forms of reports."""
        top = (path for path in self.entries if path.startswith("docs/") or "/" not in path)
        named = sorted(path for path in top if path.endswith(".md") or path == SETTINGS)
        named += sorted(filter(is_form, self.entries))
        return [path for path in named if self._followed(path) in self.entries]

    def _mine(self) -> list[str]:
        return [path for path in self.entries if path == FOLDER or path.startswith(f"{FOLDER}/")]

    def elsewhere(self, names: Iterable[str]) -> frozenset[str]:
        """The files that Git LFS keeps elsewhere, so that only pointers are in the repository."""
        return self.repository.kept_elsewhere(names, self.commit)

    def read(self, name: str) -> bytes:
        """The content of a file of the project.

        Raises:
            OSError: the revision does not hold it.
            GitError: its object is missing.
        """
        content = self._content(name)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, _("not in this revision"), f"{self.name}:{name}")
        return content

    def named(self, name: str) -> bytes | None:
        """The content of the file that somebody wrote the name of, if it is under ``needs/``."""
        return self._content(name) if is_inside(self._followed(name) or "") else None

    def _content(self, name: str) -> bytes | None:
        entry = self.entries.get(self._followed(name) or "")
        return self.repository.blob(entry.object_id) if entry and entry.mode != _SUBMODULE else None

    def _followed(self, name: str) -> str | None:
        """Where a path leads through symbolic links; None where that is outside the project."""
        left, done, hops = deque(name.split("/")), list[str](), 0
        if name.startswith("/"):
            return None
        while left:
            part = left.popleft()
            if part == ".." and not done:
                return None
            if part == "..":
                done.pop()
            elif part not in ("", "."):
                done.append(part)
            entry = self.entries.get("/".join(done))
            if entry and entry.mode == _LINK:
                target, hops = os.fsdecode(self.repository.blob(entry.object_id)), hops + 1
                if hops > _HOPS or target.startswith("/"):
                    return None
                done.pop()
                left.extendleft(reversed(target.split("/")))
        return "/".join(done)
