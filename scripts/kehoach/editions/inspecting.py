"""The process that takes a signed PDF apart: who signed, and whether anything but signatures was added.

Nothing is fetched: whether a certificate was revoked is known only where the file itself says so.
"""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kehoach.files import confined

#: Seconds of the processor: a signature of a file of a megabyte takes one.
_SECONDS = 20
#: What a signature puts into the catalogue, and what it says of the whole file.
_OF_CATALOGUE = {"/AcroForm", "/DSS", "/Perms", "/Extensions", "/Metadata", "/Version"}
#: The share of a page that a visible signature may cover: what is larger may hide words.
_STAMP = 0.2
_A4 = 595.0 * 842
#: What a field may start when somebody looks at it.
_ACTIONS = {"/A", "/AA"}
#: Who may sign documents: certificates of offices name one of these uses, or both.
_USES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def inspect(content: bytes, ours: int, roots: Iterable[Path], moment: datetime) -> dict[str, Any]:
    """What is told of a PDF: its ``signatures``, each as an object, and what is ``drawn`` otherwise.

    The first ``ours`` bytes are a document of ours; ``drawn`` is empty where it is shown as it was, both to
    those who signed and now. 0: it is none of ours.
    """
    reader = PdfFileReader(io.BytesIO(content))
    trusted = list(load_certs_from_pemder(map(str, roots)))  # type: ignore[no-untyped-call]  # has no types
    last = reader.xrefs.total_revisions - 1
    ends = content.rstrip().endswith(b"%%EOF")
    embedded = list(reader.embedded_regular_signatures)
    signed = {one.signed_revision for one in embedded}
    signatures = []
    for one in embedded:
        told, later = _signature(one, trusted, moment)
        # Behind the last one nobody signs what is added: only what proves signatures may be. What bytes that
        # are no revision are for, nobody can say.
        allowed = (
            ModificationLevel.FORM_FILLING
            if one.signed_revision < max(signed)
            else ModificationLevel.LTA_UPDATES
        )
        told["unchanged"] &= later is None or (ends and one.signed_revision < last and later <= allowed)
        signatures.append(told)
    return {
        "signatures": signatures,
        "drawn": _altered(reader, content[:ours], signed | {last}) if ours else "",
    }


def _altered(reader: PdfFileReader, ours: bytes, revisions: Iterable[int]) -> str:
    """What of our document is otherwise in one of these revisions; empty where nothing is.

    Ours is read by itself: the file says where its revisions are, and may leave ours out.
    """
    own = PdfFileReader(io.BytesIO(ours))
    before = own.get_historical_resolver(own.xrefs.total_revisions - 1)
    later = (reader.get_historical_resolver(number) for number in sorted(revisions))
    return next((found for after in later for found in _drawn(before, after)), "")


def _signature(
    embedded: Any, roots: list[Any], moment: datetime
) -> tuple[dict[str, Any], ModificationLevel | None]:
    """What is told of a signature, and what came behind it; None where nothing did."""

    def validated(at: datetime) -> PdfSignatureStatus:
        return validate_pdf_signature(
            embedded, _context(roots, at), _context(roots, moment), key_usage_settings=_USES
        )

    status = validated(moment)
    stamp = status.timestamp_validity
    stamped = stamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
    if stamped:  # a certificate that has ended since was good when it signed
        status = validated(stamped.timestamp)
    subject = status.signing_cert.subject.native
    names = (subject.get(key, ()) for key in ("common_name", "organization_name"))
    said = [name for value in names for name in (value if isinstance(value, list) else [value]) if name]
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    level = status.modification_level
    problem = status.trust_problem_indic
    told = {
        "signer": ", ".join(map(str, said)),
        "said": status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
        "stamped": stamped.timestamp.isoformat() if stamped else "",
        "intact": bool(status.intact and status.valid),
        "unchanged": status.docmdp_ok is not False,
        "trusted": bool(status.trusted),
        "problem": getattr(problem, "name", ""),
    }
    return told, None if whole else level or ModificationLevel.OTHER


def _context(roots: list[Any], at: datetime) -> ValidationContext:
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=at)


def _drawn(before: HistoricalResolver, after: HistoricalResolver) -> Iterator[str]:
    """The objects of ours that are others in a later revision, but for what signing does to them."""
    if _bytes(before.root, _OF_CATALOGUE) != _bytes(after.root, _OF_CATALOGUE):
        yield "catalogue"
    if not _only_signs(after):
        yield "form"
    known = {before.root_ref.idnum}
    for raw, owner in (("/Info", before.trailer_view), ("/Metadata", before.root)):
        with suppress(KeyError):
            known.add(owner.raw_get(raw).reference.idnum)
    table = before.reader.xrefs
    every = {r for number in range(table.total_revisions) for r in table.explicit_refs_in_revision(number)}
    for reference in sorted(every, key=lambda one: one.idnum):
        if reference.idnum in known:
            continue
        old, new = (
            side(generic.Reference(reference.idnum, reference.generation)) for side in (before, after)
        )
        if _bytes(old) != _bytes(new) and not _is_signed_page(old, new, before, after):
            yield f"object {reference.idnum}"


def _only_signs(side: HistoricalResolver) -> bool:
    """Whether the form, which ours has not, is of signatures alone; some programs show XFA for the pages."""
    if "/AcroForm" not in side.root:
        return True
    form = _resolved(side.root.raw_get("/AcroForm"), side)
    listed = _resolved(form.raw_get("/Fields"), side) if "/Fields" in form else ()
    return "/XFA" not in form and all(_signs(_resolved(raw, side)) for raw in listed)


def _signs(field: Any) -> bool:
    return field.get("/FT") == "/Sig" and not _ACTIONS & field.keys()


def _is_signed_page(old: Any, new: Any, before: HistoricalResolver, after: HistoricalResolver) -> bool:
    """Whether a page, or its list of annotations, got nothing but fields for signatures, of modest size."""
    if isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject):
        return _are_stamps(list(old), list(new), after, _A4)
    pages = isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject)
    if not pages or old.get("/Type") != "/Page" or _bytes(old, {"/Annots"}) != _bytes(new, {"/Annots"}):
        return False
    return _are_stamps(_annotations(old, before), _annotations(new, after), after, _area(old["/MediaBox"]))


def _annotations(page: Any, side: HistoricalResolver) -> list[Any]:
    return list(_resolved(page.raw_get("/Annots"), side)) if "/Annots" in page else []


def _resolved(raw: Any, side: HistoricalResolver) -> Any:
    return side(raw.reference) if isinstance(raw, generic.IndirectObject) else raw


def _are_stamps(there: list[Any], now: list[Any], side: HistoricalResolver, page: float) -> bool:
    added = [_resolved(raw, side) for raw in now[len(there) :]]
    same = list(map(_bytes, now[: len(there)])) == list(map(_bytes, there))
    signing = all(field.get("/Subtype") == "/Widget" and _signs(field) for field in added)
    return (
        same
        and signing
        and sum(_area(_resolved(field.raw_get("/Rect"), side)) for field in added) <= _STAMP * page
    )


def _area(box: Iterable[Any]) -> float:
    left, low, right, high = map(float, box)
    return abs((right - left) * (high - low))


def _bytes(value: Any, without: Iterable[str] = ()) -> bytes:
    """An object as it is written, with what it names as names."""
    out = io.BytesIO()
    if isinstance(value, generic.DictionaryObject):
        kept = {key: value.raw_get(key) for key in value if key not in without}
        for key in sorted(kept):
            out.write(key.encode() + b" ")
            kept[key].write_to_stream(out, None)
            out.write(b"\n")
        if isinstance(value, generic.StreamObject):
            out.write(value.encoded_data)
    elif value is not None:
        value.write_to_stream(out, None)
    return out.getvalue()


def main(path: Path, ours: int, moment: datetime, roots: Iterable[Path]) -> None:
    """Inspect a file within the limits; tell on standard output, as JSON, what is found."""
    out, sys.stdout = sys.stdout, sys.stderr  # no library says anything there
    confined.limit(_SECONDS)
    try:
        found = inspect(path.read_bytes(), ours, roots, moment)
    except Exception:  # whatever a file makes of its readers, it is one that they cannot read
        found = {"refused": True}
    print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), map(Path, sys.argv[4:]))
