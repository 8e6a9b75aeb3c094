"""Clauses numbered anew where those between them are left out: 1., 4., 7. are 1., 2., 3."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kehoach.plan import Need

#: How a clause begins: "4.", "4)", "1.2.", "đ)"; of a row of a table the number in its first cell.
_MARK = re.compile(
    r"(?:\|\s*)?(?P<above>(?:\d+\.)*)(?P<number>\d+)(?P<end>[.)]?\s*\||[.)](?=\s))|(?P<letter>[a-zđ])(?=\)\s)"
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a clause, as it stands in its body."""

    start: int
    end: int
    text: str
    style: tuple[str, str]
    value: int


@dataclass(slots=True)
class _Run:
    """Numbers of one kind that follow one another, and the clauses of them that go on."""

    last: int
    marks: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def mark_of(body: str) -> Mark | None:
    """The number that a body begins with."""
    found = _MARK.match(body)
    if not found:
        return None
    if letter := found["letter"]:
        return Mark(*found.span("letter"), letter, ("letter", ""), _LETTERS.find(letter))
    start, end = found.start("above"), found.end("number")
    style = (found["above"], "|" if "|" in found["end"] else found["end"])
    return Mark(start, end, body[start:end], style, int(found["number"]))


def numbered(clauses: Iterable[Need], kept: Iterable[str]) -> Mapping[str, str]:
    """The new numbers, by ID, of the clauses that go on: they take the numbers of their list from the first.

    ``clauses`` are all of a text, in its order; a list ends where its numbers begin again.
    """
    going_on = set(kept)
    open_: dict[tuple[str, str], _Run] = {}
    runs: list[_Run] = []
    for clause in clauses:
        if not (mark := mark_of(clause.body)):
            continue
        run = open_.get(mark.style)
        if run is None or mark.value <= run.last:
            run = open_[mark.style] = _Run(mark.value)
            runs.append(run)
        run.last = mark.value
        run.marks.append(mark.text)
        if clause.id in going_on:
            run.kept.append(clause.id)
    return {need_id: mark for run in runs for need_id, mark in zip(run.kept, run.marks, strict=False)}


def with_mark(body: str, number: str) -> str:
    """A body with another number."""
    mark = mark_of(body)
    return f"{body[: mark.start]}{number}{body[mark.end :]}" if mark else body


def with_number(clause: str, old: str, new: str) -> str:
    """A clause with another number at its end: II.4 becomes II.2; one that ends otherwise stays."""
    above, dot, last = clause[: -len(old)], clause[-len(old) - 1 : -len(old)], clause[-len(old) :]
    return above + new if last.casefold() == old.casefold() and dot in ("", ".") else clause
