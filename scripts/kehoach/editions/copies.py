"""Is this file one of ours? By its bytes, by those before its signatures, by its name, and by its words."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kehoach.editions import likeness, register, signatures
from kehoach.editions.manifest import Manifest
from kehoach.editions.register import Register, edition_words
from kehoach.editions.saying import Said, Verdict, fails, holds, note, unknown
from kehoach.editions.signatures import Inspection, Signature, UnreadablePdfError
from kehoach.editions.tags import Tag
from kehoach.files import tree
from kehoach.language import _
from kehoach.plan import Plan
from kehoach.progress import asof


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that somebody asks about: what it holds, the office's project and its plans, and now."""

    path: Path
    content: bytes
    root: Path
    plan: Plan
    moment: datetime

    @property
    def is_pdf(self) -> bool:
        """Whether it says that it is a PDF."""
        return self.content.startswith(b"%PDF-")


def file(known: Register, asked: Asked) -> Iterator[Said]:
    """All that can be said of a file."""
    found = tree.sha256(asked.content)
    yield from _recorded(asked.plan, found)
    for tag, held in known.editions:
        if name := next((name for name, one in held.documents.items() if one.sha256 == found), ""):
            yield holds(_("Unchanged: {name} of {edition}.").format(name=name, edition=edition_words(held)))
            yield from register.signature_of(known.repository, tag)
            return
        if held.sha256 == found:
            yield holds(_("Unchanged: the manifest of {edition}.").format(edition=edition_words(held)))
            yield from register.signature_of(known.repository, tag)
            return
        if name := next((name for name, said in held.sources.items() if said == found), ""):
            message = _("Unchanged: {name}, which {edition} was made from.")
            yield holds(message.format(name=name, edition=edition_words(held)))
            yield from register.signature_of(known.repository, tag)
            return
    yield from _not_as_it_was(known, asked, found)


def _recorded(plan: Plan, found: str) -> Iterator[Said]:
    """The object that records this very file by its hash."""
    for need in plan.needs.values():
        if found in (need["sha256"], *need["signed_copies"].split("; ")):
            message = _("Recorded by its hash with {title} ({id}).")
            yield holds(message.format(title=need.title, id=need.id))


def _not_as_it_was(known: Register, asked: Asked, found: str) -> Iterator[Said]:
    if built := next((held for held in known.built() if _has(held, found)), None):
        message = _(
            "A document of {edition}, of which the repository has no sound tag: nobody vouches for it."
        )
        yield fails(message.format(edition=edition_words(built)))
        yield from known.unsound
        return
    begun = _begun(known.editions, asked.content)
    if begun:
        tag, held, name, size = begun
        yield from _continued(asked, held, name, size)
        yield from register.signature_of(known.repository, tag)
        return
    for _tag, held in known.editions:
        if asked.path.name in held.documents:
            message = _("Changed: it is called {name}, and is not that document of {edition}.")
            yield fails(message.format(name=asked.path.name, edition=edition_words(held)))
            break
    else:
        yield fails(_("No edition holds this file: it was changed, or is not from here."))
    yield from known.unsound
    if asked.is_pdf:
        yield from _signed(asked, 0)
    yield from likeness.compared(known, asked.path)


def _has(held: Manifest, found: str) -> bool:
    return found in (held.sha256, *(one.sha256 for one in held.documents.values()))


def _begun(editions: Iterable[tuple[Tag, Manifest]], content: bytes) -> tuple[Tag, Manifest, str, int] | None:
    """The document that a file begins with, and how long that is: what signs it only adds to it."""
    known = {
        (one.size, one.sha256): (tag, held, name, one.size)
        for tag, held in reversed(tuple(editions))
        for name, one in held.documents.items()
    }
    hashed, done = hashlib.sha256(), 0
    for size in sorted({size for size, _hash in known if 0 < size < len(content)}):
        hashed.update(content[done:size])
        done = size
        if found := known.get((size, hashed.copy().hexdigest())):
            return found
    return None


def _continued(asked: Asked, held: Manifest, name: str, size: int) -> Iterator[Said]:
    """A file that is a document of ours and something behind it."""
    if not asked.is_pdf:
        message = _("Changed: something was added behind {name} of {edition}.")
        yield fails(message.format(name=name, edition=edition_words(held)))
        return
    yield from _signed(asked, size, _("{name} of {edition}").format(name=name, edition=edition_words(held)))


def _signed(asked: Asked, size: int, ours: str = "") -> Iterator[Said]:
    """The signatures of a PDF, and whether they are all that was added to our document, if it is one."""
    roots = [asked.root / name for name in asked.plan.model.trust_roots]
    try:
        found = signatures.inspect(asked.path, size, roots, asked.moment)
    except ValueError as error:
        if ours and isinstance(error, UnreadablePdfError):
            yield fails(_("Changed: something that is no signature was added to {ours}.").format(ours=ours))
        yield unknown(str(error))
        return
    if ours:
        said = _added(found, ours)
        yield said
        if said.verdict is Verdict.HOLDS:
            message = _("Its hash, for `signed_copies` of the plan: {hash}")
            yield note(message.format(hash=tree.sha256(asked.content)))
    for signature in found.signatures:
        yield from _signature(asked.plan, signature)
    if found.signatures:
        yield note(_("Whether a certificate was revoked was not asked: nothing is fetched from the network."))


def _added(found: Inspection, ours: str) -> Said:
    if found.drawn:
        message = _("Changed: it begins as {ours}, and then shows something else ({what}).")
        return fails(message.format(ours=ours, what=found.drawn))
    if not found.signatures:
        return fails(_("Changed: something that is no signature was added to {ours}.").format(ours=ours))
    if not all(signature.unchanged and signature.intact for signature in found.signatures):
        return fails(_("Changed after it was signed: {ours}.").format(ours=ours))
    return holds(_("Unchanged and signed: {ours}.").format(ours=ours))


def _signature(plan: Plan, signature: Signature) -> Iterator[Said]:
    zone = asof.office(plan.model)
    time = signature.stamped or signature.said
    when = time.astimezone(zone).strftime("%H:%M %d/%m/%Y") if time else "?"
    how = _("by a time stamp") if signature.stamped else _("by the signer's own clock")
    facts = {"signer": signature.signer, "when": when, "how": how}
    if not signature.intact:
        yield fails(_("The signature of {signer} is not of these bytes.").format(**facts))
        return
    if not signature.unchanged:
        yield fails(_("After {signer} had signed ({when}, {how}), something was changed.").format(**facts))
    if signature.trusted:
        yield holds(_("Signed by {signer} ({when}, {how}), whom the office trusts.").format(**facts))
    elif not plan.model.trust_roots:
        message = _(
            "Signed by {signer} ({when}, {how}). Whether to trust that is not known: "
            "ubproject.toml names no `trust_roots`."
        )
        yield unknown(message.format(**facts))
    else:
        message = _("Signed by {signer} ({when}, {how}), whom the office does not trust ({why}).")
        why = _trouble(signature.problem)
        yield fails(message.format(why=why, **facts))


def _trouble(problem: str) -> str:
    return {
        "NO_CERTIFICATE_CHAIN_FOUND": _("by none of its trust roots"),
        "OUT_OF_BOUNDS_NO_POE": _("the certificate was not valid at the time, or nothing proves the time"),
        "REVOKED_NO_POE": _("revoked"),
        "REVOKED": _("revoked"),
        "EXPIRED": _("the certificate was not valid at the time, or nothing proves the time"),
    }.get(problem, problem or _("for another use"))
