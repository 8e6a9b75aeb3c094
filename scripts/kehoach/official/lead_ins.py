"""Paragraphs that give what stands below them to somebody: "Giao Sở A chủ trì, phối hợp với Sở B:"."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from kehoach.official import names
from kehoach.plan import VERBATIM, Frame, Heading, Need, Plan

_GIVEN = re.compile(r"(?:[\w.]{1,6}[.)]\s+|[-+*]\s+)?(?:(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?)?")
#: What a line that ends with a colon needs at the least, seen at once for a whole clause.
_LEADING = re.compile(r":(?! ?\S)")
#: The title of an annex may say whose it is: "NHIỆM VỤ CỦA CÁC SỞ, NGÀNH".
_DUTIES_OF = re.compile(r"(?:nhiệm vụ|trách nhiệm) của\s")

_Part = Need | Heading | Frame


def over(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The lead-ins that hold for each task, by its ID, folded: from the nearest that begins with an agency.

    A lead-in holds to the end of what its heading heads, or to the next that begins with an agency.
    """
    return plan.once((over,), lambda: _found(plan))


def _found(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    directory = names.Directory(plan.of_type("agency"))
    clauses = (need for need in plan.needs.values() if need.type in VERBATIM)
    parts: list[_Part] = [*clauses, *plan.headings, *plan.frames]
    placed = sorted(parts, key=lambda one: (one.path, one.line))
    found: dict[str, tuple[str, ...]] = {}
    for _path, within in groupby(placed, key=attrgetter("path")):
        found |= _over(within, directory)
    return found


def _over(parts: Iterable[_Part], directory: names.Directory) -> Mapping[str, tuple[str, ...]]:
    """The same, of one file. Of each level one lead-in is kept, and one that begins with nobody."""
    found: dict[str, tuple[str, ...]] = {}
    open_: dict[tuple[int, bool], str] = {}
    level = 0
    for part in parts:
        if isinstance(part, Heading):
            level = part.level
            open_ = {key: words for key, words in open_.items() if key[0] < level}
            continue
        if isinstance(part, Frame):
            if _DUTIES_OF.match(words := names.folded(part.text)):
                open_ = {(level, True): words}
            continue
        if part.type == "task" and open_:
            found[part.id] = tuple(open_.values())
        lines = part.body.splitlines() if _LEADING.search(part.body) else ()
        for words in (names.folded(line) for line in lines if line.rstrip().endswith(":")):
            given = _GIVEN.match(words)
            begins = directory.any_name.match(words, given.end() if given else 0) is not None
            open_ = {} if begins else open_
            open_[level, begins] = words
    return found
