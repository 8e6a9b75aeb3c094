"""The official text of a plan, put together again from its objects, in the order it was promulgated in."""

from collections.abc import Iterable
from dataclasses import dataclass

from kehoach.official import fidelity, tables
from kehoach.official.fidelity import Comparison
from kehoach.official.letterhead import NUMBERED
from kehoach.official.placing import Passage
from kehoach.plan import VERBATIM, Need, Plan


@dataclass(frozen=True, slots=True)
class Clause:
    """Lines that belong together: the body of an object, a heading (``level`` from 1) or a frame.

    ``in_table``: the official text has them in a row of a table.
    """

    lines: tuple[str, ...]
    path: str
    line: int
    need: str = ""
    level: int = 0
    in_table: bool = False


def clauses(plan: Plan, home: Need) -> list[Clause]:
    """What the objects, headings and frames of a plan say, in the order of its official text.

    A plan without official text in the repository begins with its own body; its files follow by the Roman
    numeral of their first heading.
    """
    if home.id in plan.texts:
        return _in_order(plan, home)
    found = list(_of_files(plan, home))
    return sorted(found, key=lambda c: (c.need != home.id, plan.part_of(c.path), c.path, c.line))


def _of_files(plan: Plan, home: Need) -> Iterable[Clause]:
    """The clauses of a plan's folder by file and line, with those headings that look official."""
    folder = home.folder + "/"
    found = [
        Clause((heading.text,), heading.path, heading.line, level=heading.level)
        for heading in plan.headings
        if heading.path.startswith(folder) and NUMBERED.match(heading.text)
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


def _in_order(plan: Plan, home: Need) -> list[Clause]:
    """The clauses where the text has them; one that it has not follows the one before it in its file."""
    compared = fidelity.compare(plan, home)
    rows = {n for n, line in enumerate(plan.texts[home.id].split("\n"), 1) if tables.cells(line)}
    levels = {(heading.path, heading.line): heading.level for heading in plan.headings}
    on_pages = _on_pages(plan, compared, rows)
    placed = [(claim.lines[0], claim.start, claim.passage) for claim in compared.claims]
    placed += [(n, 0, passage) for n, passage in compared.framed.items() if n not in on_pages]
    for stranger in compared.strangers:
        before = [p for p in placed if p[2].path == stranger.path and p[2].line < stranger.line]
        line, start, _passage = max(before, key=lambda p: p[2].line, default=placed[-1])
        placed.append((line, start + 1, stranger))
    return [
        Clause(
            _lines(passage.text),
            passage.path,
            passage.line,
            passage.need,
            0 if passage.need else levels.get((passage.path, passage.line), 0),
            number in rows,
        )
        for number, _start, passage in sorted(placed, key=lambda p: p[:2])
    ]


def _on_pages(plan: Plan, compared: Comparison, rows: set[int]) -> set[int]:
    """The lines of frames that break up a clause: what a gazette puts on each page, no part of the text."""
    spans = [(claim.lines[0], claim.lines[-1]) for claim in compared.claims if len(claim.lines) > 1]
    inside = {n for first, last in spans for n in range(first, last) if n in compared.framed} - rows
    frames = {n: _frame_of(plan, passage) for n, passage in compared.framed.items()}
    breaking = {frames[n] for n in inside}
    return {n for n, frame in frames.items() if frame in breaking}


def _frame_of(plan: Plan, passage: Passage) -> tuple[str, int]:
    """The frame that a line is listed in: its path and first line."""
    return max((f.path, f.line) for f in plan.frames if f.path == passage.path and f.line <= passage.line)
