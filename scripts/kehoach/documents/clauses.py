"""The official text of a plan, put together again from its objects, in the order it was promulgated in."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kehoach.plan import VERBATIM, Need, Plan

#: How the headings of official texts begin (Decree 30/2020/NĐ-CP, annex I); other headings are our own.
_NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]+(?:\.[0-9]+)*)\.\s|(?i:Phần|Chương|Mục|Điều)\s+[IVXLC0-9]+\b")
_ROMAN = re.compile(r"([IVXLC]+)\.\s")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Clause:
    """Lines that belong together: the body of an object, a heading (``level`` from 1) or a frame."""

    lines: tuple[str, ...]
    path: str
    line: int
    need: str = ""
    level: int = 0


def clauses(plan: Plan, home: Need) -> list[Clause]:
    """What the objects, headings and frames of a plan say, in the order of its official text.

    A plan without official text in the repository begins with its own body; its files follow by the Roman
    numeral of their first heading.
    """
    text = plan.texts.get(home.id)
    if text is None:
        found = list(_of_files(plan, home, lambda words: bool(_NUMBERED.match(words))))
        return sorted(found, key=_by_numeral(found, home))
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    known = set(lines)
    return _in_order(list(_of_files(plan, home, lambda words: words in known)), lines)


def _of_files(plan: Plan, home: Need, official: Callable[[str], bool]) -> Iterable[Clause]:
    """The clauses of a plan's folder by file and line, with those headings that are official text."""
    folder = home.path.rpartition("/")[0] + "/"
    found = [
        Clause((heading.text,), heading.path, heading.line, level=heading.level)
        for heading in plan.headings
        if heading.path.startswith(folder) and official(heading.text)
    ]
    found += [
        Clause(lines, need.path, need.line, need.id)
        for need in plan.needs.values()
        if need.type in VERBATIM and need.path.startswith(folder) and (lines := _lines(need.body))
    ]
    found += [
        Clause(_lines(frame.text), frame.path, frame.line)
        for frame in plan.frames
        if frame.path.startswith(folder)
    ]
    return sorted(found, key=lambda clause: (clause.path, clause.line))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))


def _in_order(found: Sequence[Clause], lines: Sequence[str]) -> list[Clause]:
    """Sort by where each clause stands in the text; one that stands nowhere follows the one before it."""
    starts: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        starts.setdefault(line, []).append(index)
    taken: set[int] = set()
    placed: list[tuple[int, int]] = []
    before = -1
    for clause in found:
        for start in starts.get(clause.lines[0], []) if clause.lines else []:
            if start not in taken and tuple(lines[start : start + len(clause.lines)]) == clause.lines:
                taken.update(range(start, start + len(clause.lines)))
                before = start
                break
        placed.append((before, len(placed)))
    return [found[number] for _start, number in sorted(placed)]


def _by_numeral(found: Sequence[Clause], home: Need) -> Callable[[Clause], tuple[bool, int, str, int]]:
    order: dict[str, int] = {}
    for clause in found:
        if clause.level and (numeral := _ROMAN.match(clause.lines[0])):
            order.setdefault(clause.path, _roman(numeral[1]))
    return lambda c: (c.need != home.id, order.get(c.path, 1000), c.path, c.line)


def _roman(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
