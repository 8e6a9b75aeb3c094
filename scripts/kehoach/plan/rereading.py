"""A page that was read and is typed in: of an edit inside one object, that object alone is read again.

Whether lines belong to an object is told by the lines that open and close directives and code, wherever no
object is left open and none stands in another. An edit that touches none of them changes its object alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from kehoach.plan import Fault, FaultKind, syntax
from kehoach.plan.decoding import text_of
from kehoach.plan.directives import Collected, read_page

#: What is said of a page as a whole, or leaves it unsure where its objects end: all of it is read again.
_OF_PAGES = frozenset(
    {
        FaultKind.ENCODING,
        FaultKind.NOT_NFC,
        FaultKind.LINE_ENDS,
        FaultKind.INVISIBLE,
        FaultKind.LONG_LINE,
        FaultKind.CONFLICT,
        FaultKind.FORMATTED,
        FaultKind.UNCLOSED,
        FaultKind.NESTED,
    }
)
#: What lines have that could open or close anything.
_MARKS = ("::", "```", "~~~")


def reread(name: str, held: Collected, before: bytes, after: bytes) -> Collected | None:
    """What a page holds after an edit, by what it held before; None where it has to be read whole."""
    mended: list[Fault] = []
    text = text_of(after, name, mended)
    if mended or any(fault.kind in _OF_PAGES for fault in held.faults):
        return None
    old, new = before.decode().split("\n"), text.split("\n")
    around = _object_around(old, new) if len(old) == len(new) else None
    if around is None:
        return None
    first, last = around
    opening = syntax.OPENING.match(new[first])
    mine = [place for place, need in enumerate(held.needs) if need.line == first + 1]
    if not (
        mine and opening and opening[2] in held.model.types and syntax.closes(new[last], len(opening[1]))
    ):
        return None
    piece = Collected(held.model)
    read_page(name, "\n" * first + "\n".join(new[first : last + 1]), piece)
    if any(fault.kind in _OF_PAGES for fault in piece.faults):
        return None
    needs = list(held.needs)
    needs[mine[0]] = piece.needs[0]
    faults, mentions = (
        [one for one in theirs if one.line <= first] + ours + [one for one in theirs if one.line > last + 1]
        for theirs, ours in ((held.faults, piece.faults), (held.mentions, piece.mentions))
    )
    return replace(held, needs=needs, faults=faults, mentions=mentions)


def _object_around(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """The nearest lines with marks around what differs; None where what differs has marks itself."""
    differing = [n for n, (ours, theirs) in enumerate(zip(old, new, strict=True)) if ours != theirs]
    if not differing:
        return None
    first, last = differing[0], differing[-1]
    if any(map(_marked, (*old[first : last + 1], *new[first : last + 1]))):
        return None
    start = next((n for n in range(first - 1, -1, -1) if _marked(new[n])), None)
    end = next((n for n in range(last + 1, len(new)) if _marked(new[n])), None)
    return None if start is None or end is None else (start, end)


def _marked(line: str) -> bool:
    return any(mark in line for mark in _MARKS)
