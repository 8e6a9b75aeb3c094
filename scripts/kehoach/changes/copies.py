"""What became of the official text of a plan: corrections rest on it as it was, so no change may edit it."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from kehoach.official.letterhead import is_cut
from kehoach.plan import Need, Plan

#: How documents are numbered ("55/QĐ-UBND", "60-KL/TW", "20/2026/NĐ-CP").
_NUMBER = re.compile(r"\d+(?:/\d{4})?\s*[-/]\s*[A-ZĐ]{2}")


class Fate(Enum):
    """What a change does to a text."""

    KEPT = auto()
    #: It was known to be incomplete, and goes on behind its cut.
    GROWN = auto()
    #: Another copy of it, with the document that it was taken from.
    REPLACED = auto()
    EDITED = auto()


def names_document(text: str) -> bool:
    """Whether words name a document by its number."""
    return _NUMBER.search(text) is not None


def fate(before: Plan, old: Need, after: Plan, new: Need) -> Fate:
    """What became of the text of a plan that was there before; whatever has no text has kept it."""
    was, now = _lines(before.texts.get(old.id, "")), _lines(after.texts.get(new.id, ""))
    if was == now and old["source"] == new["source"]:
        return Fate.KEPT
    if was and old["truncated"] and old["source"] == new["source"] and _grown(was, now):
        return Fate.GROWN
    told = new["source_status"] != old["source_status"] and names_document(new["source_status"])
    return Fate.REPLACED if told and now else Fate.EDITED


def is_whole(text: str) -> bool:
    """Whether a text shows no cut any more."""
    return not any(map(is_cut, _lines(text)))


def _grown(was: Sequence[str], now: Sequence[str]) -> bool:
    cut = max((number for number, line in enumerate(was) if is_cut(line)), default=len(was))
    head, tail = was[:cut], was[cut + 1 :]
    fits = len(now) >= len(head) + len(tail)
    return fits and now[:cut] == head and now[len(now) - len(tail) :] == tail


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
