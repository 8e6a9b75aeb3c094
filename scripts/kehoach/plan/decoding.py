"""The bytes of a page as text; what had to be mended is a fault."""

import unicodedata

from kehoach.language.text import INVISIBLE, UNUSUAL, without_heaps
from kehoach.plan import Fault, FaultKind, formatting, markup, syntax

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(raw: bytes, name: str, faults: list[Fault]) -> str:
    """The text of a file as NFC with plain line ends; what had to be mended becomes a fault."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(FaultKind.ENCODING, name, line))
        # IDs are ASCII: read that way, the file still holds what other files link to. One fault is enough.
        text = raw.decode("utf-16" if raw[:2] in _UTF16_MARKS else "ascii", errors="replace")
        return text_of(text.encode(), name, [])
    if text.startswith("\ufeff") or "\r" in text:
        mark = "BOM" if text.startswith("\ufeff") else "CR"
        line = syntax.LINE_END.sub("\n", text[: text.find("\r")]).count("\n") + 1 if mark == "CR" else 1
        faults.append(Fault(FaultKind.LINE_ENDS, name, line, detail=mark))
        text = syntax.LINE_END.sub("\n", text.removeprefix("\ufeff"))
    if UNUSUAL.search(text):  # one quick look instead of two that take long
        text = _without_unseen(text, name, faults)
    if line := conflict_at(text):
        faults.append(Fault(FaultKind.CONFLICT, name, line))
        # Read with both sides, so that what other files link to is there.
        text = syntax.CONFLICT.sub("", text)
    if (damaged := formatting.damaged_at(text)) is not None:
        detail = text.split("\n")[damaged].strip()
        faults.append(Fault(FaultKind.FORMATTED, name, damaged + 1, detail=detail))
        text = formatting.mended(text)
    if not unicodedata.is_normalized("NFC", text):
        lines = text.split("\n")
        bad = [n for n, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line)]
        text = unicodedata.normalize("NFC", text)
        detail = text.split("\n")[bad[0] - 1].strip() if bad else ""
        faults.append(Fault(FaultKind.NOT_NFC, name, bad[0] if bad else 1, detail=detail))
    return text


def conflict_at(text: str) -> int:
    """The line where two edits begin that git, or an update, has left one below the other; 0 without any."""
    framed = f"\n{text}"
    if "\n<<<<<<< " in framed and "\n>>>>>>> " in framed:
        return framed.count("\n", 0, framed.index("\n<<<<<<< ") + 1)
    return 0


def _without_unseen(text: str, name: str, faults: list[Fault]) -> str:
    """A text without ends of lines that no editor shows, and characters that nothing shows; each a fault."""
    if hidden := syntax.HIDDEN_LINE_END.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        faults.append(Fault(FaultKind.LINE_ENDS, name, line, detail="hidden"))
        text = syntax.HIDDEN_LINE_END.sub(" ", text)
    # Those that people paste are left for the reader of pages, which says in which option they stand.
    if invisible := INVISIBLE.search(syntax.NO_WIDTH.sub(" ", text)):
        line = text.count("\n", 0, invisible.start()) + 1
        faults.append(Fault(FaultKind.INVISIBLE, name, line, detail=markup.called(invisible[0])))
        text = INVISIBLE.sub(lambda found: found[0] if syntax.NO_WIDTH.match(found[0]) else "", text)
    if (bare := without_heaps(text)) != text:
        pairs = enumerate(zip(text.split("\n"), bare.split("\n"), strict=True), 1)
        line, written = next((number, one) for number, (one, rest) in pairs if one != rest)
        heap = next(sign for sign in reversed(written) if unicodedata.combining(sign))
        faults.append(Fault(FaultKind.INVISIBLE, name, line, detail=markup.called(heap)))
        text = bare
    return text
