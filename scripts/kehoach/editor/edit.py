"""A fix as data: what it is called, which lines it replaces, and whether it is safe to take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kehoach.plan import syntax
from kehoach.rules.findings import Finding


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines of a file, from ``first`` (counted from 1) on, and what stands in their place, ends included."""

    path: str
    first: int
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding. ``safe``: nothing is guessed, and nothing but the form changes."""

    finding: Finding
    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


def applied(text: str, changes: Iterable[Edit]) -> str:
    """A text with edits made; all their lines are those of the text as it was."""
    lines = syntax.lines_of(text)
    for edit in sorted(changes, key=lambda edit: (edit.first, edit.count), reverse=True):
        lines[edit.first - 1 : edit.first - 1 + edit.count] = edit.lines
    return "".join(lines)


def between(path: str, before: str, after: str) -> Iterator[Edit]:
    """The edits that make one text another: of each line that differs, or one of all between."""
    old, new = syntax.lines_of(before), syntax.lines_of(after)
    if len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True), 1)
        yield from (Edit(path, number, 1, (theirs,)) for number, (ours, theirs) in pairs if ours != theirs)
        return
    same = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    rest = min(len(old), len(new)) - same
    tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    yield Edit(path, same + 1, len(old) - same - tail, tuple(new[same : len(new) - tail]))
