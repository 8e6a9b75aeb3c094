"""Two edits of one text put together, line by line; where both changed the same lines, both are shown."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Around what both have changed, as git writes it: every editor knows these.
_OURS, _BETWEEN, _THEIRS = "<<<<<<< {name}\n", "=======\n", ">>>>>>> {name}\n"


def merged(base: str, ours: str, theirs: str, *, our_name: str, their_name: str) -> tuple[str, int]:
    """The text with both edits, and the number of places that a person has to decide on.

    Without a common ``base`` (empty) the lines that both texts share are taken for it.
    """
    if not base:
        base = "".join(_common(ours.splitlines(keepends=True), theirs.splitlines(keepends=True)))
    old, left, right = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    lines: list[str] = []
    conflicts = 0
    for was, here, there in _chunks(old, left, right):
        if there in (here, was):
            lines += here
        elif here == was:
            lines += there
        else:
            conflicts += 1
            lines += [_OURS.format(name=our_name), *_ended(here), _BETWEEN, *_ended(there)]
            lines += [_THEIRS.format(name=their_name)]
    return "".join(lines), conflicts


def _chunks(
    old: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts in pieces that belong together: lines that all have, and what is between those."""
    here, there = _places(old, left), _places(old, right)
    at = (0, 0, 0)
    for number in range(len(old)):
        if number in here and number in there:
            now = (number, here[number], there[number])
            yield old[at[0] : now[0]], left[at[1] : now[1]], right[at[2] : now[2]]
            yield (old[number : number + 1],) * 3
            at = (now[0] + 1, now[1] + 1, now[2] + 1)
    yield old[at[0] :], left[at[1] :], right[at[2] :]


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where the lines of a text are in another that was made from it."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _common(one: Sequence[str], two: Sequence[str]) -> list[str]:
    return [one[number] for number in _places(one, two)]


def _ended(lines: Sequence[str]) -> list[str]:
    """Lines that all end, so that a mark stands on a line of its own."""
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
