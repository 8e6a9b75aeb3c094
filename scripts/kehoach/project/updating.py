"""Bringing a repository that was laid down to what is laid down today: what people have edited stays so.

``.kehoach/`` in the repository holds what that needs: whose it is, and all files as they were laid down.
"""

import io
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path, PurePosixPath

from kehoach.files import archive, places, writing
from kehoach.files.tree import SETTINGS
from kehoach.language import _
from kehoach.language.text import quoted
from kehoach.plan import model
from kehoach.plan.decoding import conflict_at
from kehoach.project import HOSTS, Office, laid_down, threeway

OFFICE = ".kehoach/office.toml"
LAID_DOWN = ".kehoach/laid-down.zip"
#: Where the tool is installed from, if not from an index.
WHEELS = "wheels"
#: What is the office's own from the first day.
_PLANS = f"{places.FOLDER}/"
#: Without these nothing works: whoever deletes one did not mean to. What else was deleted stays so.
_NEEDED = (SETTINGS, model.FILE, "pyproject.toml", "index.md")
#: The time that entries of the archive have: the first that there can be.
_WHEN = datetime(1980, 1, 1, tzinfo=UTC)
_HEAD = "# Written by `kehoach init` for `kehoach init --update`: whose this is, and by what version.\n"


class Kind(Enum):
    """What becomes of a file."""

    NEW = "new"
    TAKEN = "taken"
    MERGED = "merged"
    CONFLICT = "conflict"
    REMOVED = "removed"
    KEPT = "kept"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after an update; None where there is none. ``conflicts`` counts marked places."""

    path: str
    kind: Kind
    before: bytes | None
    after: bytes | None
    conflicts: int = 0


def write(root: Path, files: Mapping[str, bytes], office: Office) -> None:
    """Write files, and last of all the record of what is laid down for this office.

    Raises:
        OSError: a file could not be written; it and those after it are as they were.
    """
    lines = [_HEAD, *(f"{name} = {quoted(value)}\n" for name, value in asdict(office).items())]
    laid = {path: text for path, text in laid_down(office).items() if not path.startswith(_PLANS)}
    record = {LAID_DOWN: archive.zipped(laid, _WHEN), OFFICE: "".join(lines).encode()}
    for name, content in (*files.items(), *record.items()):
        writing.write_whole(root / name, content)


def renew(root: Path, office: Office, changed: Iterable[Change], wheel: Path | None) -> None:
    """Write what an update changes, the wheel that the tool now comes from, and the record.

    Raises:
        OSError: a file could not be written or removed; it and those after it are as they were.
    """
    former = office_of(root).wheel
    files = {change.path: change.after for change in changed if change.after is not None}
    if wheel:
        files[f"{WHEELS}/{wheel.name}"] = wheel.read_bytes()
    write(root, files, office)
    gone = [change.path for change in changed if change.after is None]
    if wheel and former and former != wheel.name:
        gone.append(f"{WHEELS}/{former}")
    for path in gone:
        (root / path).unlink(missing_ok=True)


def office_of(root: Path) -> Office:
    """Whose repository this is.

    Raises:
        OSError: there is no record: it was not laid down by ``kehoach init``.
        ValueError: the record is damaged; a sentence that says where and what to do.
    """
    try:
        said = tomllib.loads((root / OFFICE).read_text("utf-8"))
    except ValueError as error:
        raise _damaged(OFFICE) from error
    known = {name: said[name] for name in asdict(Office("", "")) if isinstance(said.get(name), str)}
    if missing := sorted({"office", "province"} - known.keys()):
        message = _("{file} does not say `{names}`. Get it back: git checkout -- {file}")
        raise ValueError(message.format(file=OFFICE, names="`, `".join(missing)))
    office = Office(**known)
    if office.host not in HOSTS:
        message = _('{file}: there is no host "{host}". Hosts: {known}.')
        raise ValueError(message.format(file=OFFICE, host=office.host, known=", ".join(HOSTS)))
    if office.wheel != PurePosixPath(office.wheel).name:  # it is deleted when another one takes its place
        message = _('{file}: "{name}" is no name of a file in {folder}/.')
        raise ValueError(message.format(file=OFFICE, name=office.wheel, folder=WHEELS))
    return office


def _damaged(name: str) -> ValueError:
    return ValueError(_("{file} is damaged. Get it back: git checkout -- {file}").format(file=name))


def changes(root: Path, office: Office) -> Iterator[Change]:
    """What an update does to each file that it does anything to, sorted by path; nothing below ``needs/``.

    Raises:
        OSError: a file or the record cannot be read.
        ValueError: the record is damaged.
    """
    base, new = laid_before(root), laid_down(office)
    for path in sorted(base.keys() | new.keys()):
        if path.startswith(_PLANS):
            continue
        file = root / path
        ours = file.read_bytes() if file.is_file() else None
        change = _change(path, base.get(path), ours, new.get(path))
        if change.before != change.after or change.kind in (Kind.KEPT, Kind.DELETED):
            yield change


def undecided(root: Path) -> dict[str, int]:
    """The files that were laid down and hold two edits of the same lines, each with the line of the first.

    Raises:
        OSError: the record cannot be read.
        ValueError: the record is damaged.
    """
    texts = {name: root / name for name in sorted(laid_before(root))}
    found = {
        name: path.read_text("utf-8", errors="replace") for name, path in texts.items() if path.is_file()
    }
    return {name: line for name, text in found.items() if (line := conflict_at(text))}


def laid_before(root: Path) -> dict[str, bytes]:
    """What was laid down before, by its path.

    Raises:
        OSError: the record cannot be read.
        ValueError: the record is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO((root / LAID_DOWN).read_bytes())) as held:
            found = {name: held.read(name) for name in held.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _damaged(LAID_DOWN) from error
    if any(PurePosixPath(name).is_absolute() or ".." in name.split("/") for name in found):
        raise _damaged(LAID_DOWN)
    return found


def _change(path: str, base: bytes | None, ours: bytes | None, new: bytes | None) -> Change:
    edited = ours is None or base is None or _lines(ours) != _lines(base)
    if new is None:  # no longer laid down
        return (
            Change(path, Kind.KEPT, ours, ours) if edited and ours else Change(path, Kind.REMOVED, ours, None)
        )
    if ours is None:
        if base is None:
            return Change(path, Kind.NEW, None, new)
        needed = path in _NEEDED
        return Change(path, Kind.RESTORED, None, new) if needed else Change(path, Kind.DELETED, None, None)
    if not edited or _lines(ours) == _lines(new):
        # By their lines: a checkout with other line ends has edited nothing.
        return Change(path, Kind.TAKEN, ours, ours if _lines(ours) == _lines(new) else new)
    if base is not None and _lines(new) == _lines(base):
        return Change(path, Kind.TAKEN, ours, ours)
    return _merged(path, base or b"", ours, new)


def _merged(path: str, base: bytes, ours: bytes, new: bytes) -> Change:
    try:
        texts = [_lines(content).decode() for content in (base, ours, new)]
    except UnicodeDecodeError:  # a picture, say: nothing to put together
        return Change(path, Kind.KEPT, ours, ours)
    text, conflicts = threeway.merged(*texts, our_name=path, their_name="kehoach")
    return Change(path, Kind.CONFLICT if conflicts else Kind.MERGED, ours, text.encode(), conflicts)


def _lines(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
