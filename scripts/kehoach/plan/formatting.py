"""What formatters of Markdown make of a page: recognised, and read as what it was.

Seen of prettier and mdformat: options joined to the opening line and wrapped with it, ``:::`` joined to the
last line or indented behind a list, ``{`` with a backslash before it, "+" turned into "*", underlined lines
into headings.
"""

import re

_ESCAPED = re.compile(r"^(\s*:{3,})\\\{", re.MULTILINE)
_OPENING = re.compile(r":{3,}\{[\w-]+\}")
#: An opening line that goes on with options, unless they follow it as they should; or a line of several.
_SIGN = re.compile(
    r"^(?::{3,}\{[\w-]+\}(?![^\n]*\n:id: )[^\n]* :id: |:id: [^\n]* :[a-z][a-z0-9_]*: )", re.MULTILINE
)
_OPTION = re.compile(r"\s+(?=:[a-z][a-z0-9_]*:\s)")
_CLOSED = re.compile(r"(?<=\S)[ \t]+(:{3,})[ \t]*$", re.MULTILINE)
_INDENTED = re.compile(r"^ {1,3}:{3,}[ \t]*$", re.MULTILINE)
_STAR = re.compile(r"^ *\* ", re.MULTILINE)
#: A heading in a frame: the official text has none that is marked with "#".
_HEADED = re.compile(r"^:{3,}\{frame\}\n(?:(?!:::)[^\n]*\n)*?#{1,6} ", re.MULTILINE)


def damaged_at(text: str) -> int | None:
    """The first line, counted from 0, that a formatter has surely made; None where there is none."""
    if ":::" not in text:
        return None
    # What every sign needs is looked for first, which takes next to no time.
    signs = {" :": _SIGN, "\\{": _ESCAPED}
    found = [match.start() for mark, sign in signs.items() if mark in text and (match := sign.search(text))]
    if " :::" in text and _INDENTED.search(text) and (star := _STAR.search(text)):
        found.append(star.start())
    if "{frame}" in text and (headed := _HEADED.search(text)):
        found.append(headed.end() - 1)
    return text.count("\n", 0, min(found)) if found else None


def mended(text: str) -> str:
    """The page with its objects as they were, so that what other files name is there; no more is mended."""
    return "\n\n".join(map(_parted, _ESCAPED.sub(r"\1{", text).split("\n\n")))


def _parted(paragraph: str) -> str:
    """A paragraph that opens an object with each of its options in a line again, and what closes it."""
    head, joined, rest = " ".join(paragraph.split()).partition(" :id: ")
    if not joined or not _OPENING.match(head):
        return _CLOSED.sub(r"\n\1", paragraph)
    return _CLOSED.sub(r"\n\1", "\n".join([head, *_OPTION.split(f":id: {rest}")]))
