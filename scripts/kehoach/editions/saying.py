"""What a verification says: sentences, each with what it means for the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from kehoach.language import _


class Verdict(Enum):
    """What a sentence means."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about what was examined."""

    verdict: Verdict
    words: str

    def __str__(self) -> str:
        mark = {
            Verdict.HOLDS: _("Holds"),
            Verdict.FAILS: _("WRONG"),
            Verdict.UNKNOWN: _("NOT EXAMINED"),
            Verdict.NOTE: _("Note"),
        }[self.verdict]
        return f"{mark}: {self.words}"


def holds(words: str) -> Said:
    """Something is as it should be."""
    return Said(Verdict.HOLDS, words)


def fails(words: str) -> Said:
    """Something is not."""
    return Said(Verdict.FAILS, words)


def unknown(words: str) -> Said:
    """Something could not be examined."""
    return Said(Verdict.UNKNOWN, words)


def note(words: str) -> Said:
    """Something to know, whatever else is found."""
    return Said(Verdict.NOTE, words)


def code(said: Iterable[Said]) -> int:
    """The exit code: 0 everything holds, 1 something does not, 2 something could not be examined."""
    found = {one.verdict for one in said}
    return 1 if Verdict.FAILS in found else 2 if Verdict.UNKNOWN in found else 0
