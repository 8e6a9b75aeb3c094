"""Who signed a PDF, when, and whether the office trusts it; said by a process that can be stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kehoach.files import confined, places, reading
from kehoach.language import _
from kehoach.language.text import cut

#: Bytes of a file of certificates: all that browsers trust take a quarter of it.
_MOST = 2**20


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a PDF.

    ``said`` is the time that the signer's clock told, ``stamped`` that of a trusted time stamp. ``intact``:
    of these bytes, by this certificate; ``unchanged``: nothing was added behind it but what signing adds.
    """

    signer: str
    said: datetime | None
    stamped: datetime | None
    intact: bool
    unchanged: bool
    trusted: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a PDF. ``drawn`` names an object of ours that is shown otherwise, if one is."""

    signatures: tuple[Signature, ...]
    drawn: str


class UnreadablePdfError(ValueError):
    """A PDF that nobody can take apart; the message says why."""


def inspect(path: Path, ours: int, roots: Iterable[Path], moment: datetime) -> Inspection:
    """Take a PDF apart, of which the first ``ours`` bytes are a document of ours.

    Raises:
        UnreadablePdfError: it cannot be taken apart.
        ValueError: it cannot be examined here; in a sentence.
    """
    if not find_spec("pyhanko"):
        raise ValueError(_("Signatures are not examined by this installation. Install kehoach[verify]."))
    named = list(roots)
    if wrong := next((root for root in named if not _is_certificate(root)), None):
        raise ValueError(_("`trust_roots` names {file}, which is no certificate (PEM).").format(file=wrong))
    arguments = (str(path), str(ours), moment.isoformat(), *map(str, named))
    said = confined.run("kehoach.editions.inspecting", arguments, lambda _far: None)
    if "signatures" not in said:
        why = _("the file is damaged") if said else _("it takes more time or memory than any does")
        raise UnreadablePdfError(_("The signatures cannot be examined: {why}.").format(why=why))
    return Inspection(tuple(_signature(told) for told in said["signatures"]), said["drawn"])


def _is_certificate(path: Path) -> bool:
    try:
        return b"-----BEGIN CERTIFICATE-----" in reading.whole(path, _MOST)
    except (OSError, ValueError):
        return False


def _signature(told: Mapping[str, Any]) -> Signature:
    said, stamped = (datetime.fromisoformat(told[key]) if told[key] else None for key in ("said", "stamped"))
    signer = cut(places.printable(told["signer"]), 100) or "?"
    return Signature(**{**told, "signer": signer, "said": said, "stamped": stamped})
