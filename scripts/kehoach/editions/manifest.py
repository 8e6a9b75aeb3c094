"""What an edition consists of, by hash: the one record that documents, sources and tag are held against."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kehoach.files.tree import sha256
from kehoach.language import _

#: The file that it is, beside the documents.
FILE = "manifest.json"
FORMAT, VERSION = "kehoach.edition", 1
#: Bytes: ten thousand files take a tenth of it.
MOST = 16 * 2**20
#: What an edition may be called: a part of a path and of a tag, on every system.
_NAME = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_-]|\.(?=[0-9A-Za-z_-])){0,59}")
_HASH = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[\w.+-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an edition: the SHA-256 of its bytes, and how many these are."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """An edition of a plan.

    ``sources`` are the files that it was made from, as the commit holds them, with their SHA-256: all of
    ``needs/``, the model and the lock file. ``tool`` is the version of kehoach, ``language`` that of the
    documents, and ``as_of`` the day that their figures are of; ``period`` is what it holds the report of, as
    officials name it, if it holds one.
    """

    name: str
    plan: str
    commit: str
    as_of: date
    tool: str
    language: str
    sources: Mapping[str, str]
    documents: Mapping[str, Document]
    period: str = ""

    @property
    def tag(self) -> str:
        """The git tag that holds it."""
        return tag_of(self.plan, self.name)

    def as_bytes(self) -> bytes:
        """The file: the same for the same edition."""
        data = {
            "format": FORMAT,
            "version": VERSION,
            "name": self.name,
            "plan": self.plan,
            "commit": self.commit,
            "as_of": self.as_of.isoformat(),
            **({"period": self.period} if self.period else {}),
            "tool": self.tool,
            "language": self.language,
            "sources": self.sources,
            "documents": {
                name: {"sha256": document.sha256, "size": document.size}
                for name, document in self.documents.items()
            },
        }
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return sha256(self.as_bytes())


def tag_of(plan: str, name: str) -> str:
    """The git tag of an edition."""
    return f"edition/{plan}/{name}"


def name_of(name: str) -> str:
    """The name of an edition, where it can be one.

    Raises:
        ValueError: it cannot.
    """
    if not _NAME.fullmatch(name) or name.endswith(".lock"):
        message = _(
            '"{name}" cannot be the name of an edition. Letters, figures, ".", "_" and "-", as 2026-Q3.'
        )
        raise ValueError(message.format(name=name))
    return name


def read(content: bytes) -> Manifest:
    """The manifest that a file or a tag holds, written exactly as we write it.

    Raises:
        ValueError: it is none; in a sentence.
    """
    try:
        if len(content) > MOST:
            raise ValueError(len(content))
        found = _read(json.loads(content))
        if found.as_bytes() != content:
            raise ValueError(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(_("That is no manifest of an edition, or one that was edited.")) from error
    return found


def _read(data: Any) -> Manifest:
    documents = {
        _file_name(name): Document(_matching(_HASH, said["sha256"]), int(said["size"]))
        for name, said in data["documents"].items()
    }
    return Manifest(
        name=name_of(data["name"]),
        plan=_matching(_WORD, data["plan"]),
        commit=_matching(_COMMIT, data["commit"]),
        as_of=_day(data["as_of"]),
        tool=_matching(_WORD, data["tool"]),
        language=_matching(_WORD, data["language"]),
        sources={_shown(name): _matching(_HASH, said) for name, said in data["sources"].items()},
        documents=documents,
        period=_shown(data["period"]) if "period" in data else "",
    )


def _file_name(name: str) -> str:
    """The name of a document, which is one in the folder of its edition and nowhere else."""
    if name == FILE or name.startswith(".") or set("/\\") & set(name):
        raise ValueError(name)
    return _shown(name)


def _shown(name: str) -> str:
    """A name that is said to people as it is."""
    if not name.isprintable() or not name:
        raise ValueError(name)
    return name


def _day(text: str) -> date:
    """A day of a year that a plan may name."""
    day = date.fromisoformat(text)
    if not 1945 <= day.year <= 2999:
        raise ValueError(text)
    return day


def _matching(form: re.Pattern[str], value: str) -> str:
    if not form.fullmatch(value):
        raise ValueError(value)
    return value
