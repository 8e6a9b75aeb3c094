"""How well an import agrees with what is right: pairs by the beginning of titles, then shares."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from importing.offices import Duty
from kehoach.importing.assignment import Assignment


@dataclass
class Score:
    """Counts over any number of documents."""

    found: int = 0
    right: int = 0
    paired: int = 0
    said: int = 0
    true: int = 0
    hit: int = 0
    deadlines: int = 0
    #: What is wrong, in words, for whoever reads a failing test.
    wrong: list[str] = field(default_factory=list)

    @property
    def items(self) -> float:
        """F1 of the duties."""
        return 2 * self.paired / (self.found + self.right) if self.found + self.right else 1.0

    @property
    def agencies(self) -> float:
        """F1 of owners and partners over the paired duties."""
        return 2 * self.hit / (self.said + self.true) if self.said + self.true else 1.0

    @property
    def terms(self) -> float:
        """The share of paired duties whose deadline is as written."""
        return self.deadlines / self.paired if self.paired else 1.0

    def add(self, found: Sequence[Assignment], right: Sequence[Duty]) -> None:
        """Count one document."""
        pairs = _pairs(found, right)
        self.found, self.right, self.paired = (
            self.found + len(found),
            self.right + len(right),
            self.paired + len(pairs),
        )
        for i, j in pairs:
            self._compare(found[i], right[j])
        self.wrong += [f"not found: {right[j]}" for j in set(range(len(right))) - {j for _i, j in pairs}]
        self.wrong += [f"invented: {found[i]}" for i in set(range(len(found))) - {i for i, _j in pairs}]

    def _compare(self, mine: Assignment, theirs: Duty) -> None:
        for said, true in ((mine.owners, theirs.owners), (mine.partners, theirs.partners)):
            a, b = _names(said), _names(true)
            self.said, self.true, self.hit = self.said + len(a), self.true + len(b), self.hit + len(a & b)
            if a != b:
                self.wrong.append(f"agencies {said}, right: {true} ({theirs.title[:50]})")
        same = _term(mine.deadline) == _term(theirs.deadline)
        self.deadlines += same
        if not same:
            self.wrong.append(f"deadline {mine.deadline}, right: {theirs.deadline} ({theirs.title[:50]})")


def _plain(text: str | None) -> str:
    composed = unicodedata.normalize("NFC", text or "").casefold()
    return re.sub(r"\s+", " ", composed).strip(" .;:,")


def _names(names: Iterable[str]) -> set[str]:
    return {_plain(name).replace("ủy ban nhân dân", "ubnd") for name in names}


def _term(text: str | None) -> str:
    """A deadline without the verb before it: whether "hoàn thành" belongs to it is taste."""
    return re.sub(r"^(?:hoàn thành|xong|báo cáo) ", "", _plain(text))


def _close(found: str, right: str) -> float:
    a, b = _plain(found), _plain(right)
    return 1.0 if a and b and (a.startswith(b) or b.startswith(a)) else fuzz.ratio(a, b) / 100


def _pairs(found: Sequence[Assignment], right: Sequence[Duty]) -> list[tuple[int, int]]:
    close = sorted(
        ((-_close(a.title, b.title), i, j) for i, a in enumerate(found) for j, b in enumerate(right))
    )
    pairs: dict[int, int] = {}
    for likeness, i, j in close:
        if likeness <= -0.6 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())
