"""The objects of a plan held against its official text, word by word.

Only words count: how lines are wrapped and indented, what tables need besides words and bold marks are none.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import zip_longest

from kehoach.official import tables
from kehoach.official.letterhead import NUMBERED
from kehoach.official.placing import ALIKE, Claim, Difference, Passage, Placing, Unclaimed
from kehoach.official.wording import plain
from kehoach.plan import VERBATIM, Frame, Need, Plan


@dataclass(frozen=True)
class Comparison:
    """What came of it, in the order of the text."""

    claims: tuple[Claim, ...]
    #: The lines of the text that frames list, each with the frame's own line.
    framed: Mapping[int, Passage]
    differences: tuple[Difference, ...]
    unclaimed: tuple[Unclaimed, ...]
    #: Passages that are nowhere in the text; headings of our own are not among them.
    strangers: tuple[Passage, ...]
    #: What the columns are for, for each object that is a row of a table.
    columns: Mapping[str, tables.Columns]

    @cached_property
    def lost(self) -> str:
        """All that nothing claims."""
        return "\n".join(found.words for found in self.unclaimed)


def compare(plan: Plan, home: Need) -> Comparison:
    """Hold a plan whose official text is in the repository against it: once, who asks again is told."""
    return plan.once((compare, home.id), lambda: _compared(plan, home))


def _compared(plan: Plan, home: Need) -> Comparison:
    raw, lines = _worded(plan.texts[home.id])
    framing = _Framing(plan, home, lines)
    framed = framing.framed
    placing = Placing([line for line in lines if line[0] not in framed])
    placing.place([*_passages(plan, home), *framing.vain])
    return Comparison(
        tuple(placing.claims),
        framed,
        (*framing.differences, *placing.differences, *_other_cells(placing, raw)),
        tuple(placing.unclaimed),
        tuple(p for p in placing.strangers if p.need or p.framed or NUMBERED.match(p.words)),
        _columns(placing.claims, framed, raw),
    )


@lru_cache(4)  # while a plan is edited, its official text is what it was
def _worded(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The lines of a text, and those that hold words, by their numbers."""
    raw = text.split("\n")
    return raw, [(number, words) for number, line in enumerate(raw, 1) if line and (words := plain(line))]


def _passage(text: str, path: str, line: int, need: str = "") -> Passage:
    blank = text[: len(text) - len(text.lstrip())].count("\n") if text[:1].isspace() else 0
    return Passage(text, plain(text), path, line + blank, need)


def _passages(plan: Plan, home: Need) -> list[Passage]:
    """The bodies and headings in a plan's folder, by file and line."""
    folder = home.folder + "/"
    found = [
        _passage(need.body, need.path, need.body_line, need.id)
        for need in (*plan.needs.values(), *plan.duplicates)
        if need.type in VERBATIM and need.path.startswith(folder)
    ]
    found += [_passage(h.text, h.path, h.line) for h in plan.headings if h.path.startswith(folder)]
    return sorted((p for p in found if p.words), key=lambda p: (p.path, p.line))


class _Framing:
    """Finds the lines of the text that frames list: word for word, or changed between two that are."""

    def __init__(self, plan: Plan, home: Need, lines: Sequence[tuple[int, str]]) -> None:
        folder = home.folder + "/"
        frames = [_lines_of(frame) for frame in plan.frames if frame.path.startswith(folder)]
        self.lines = lines
        self.wanted = {line.words for frame in frames for line in frame}
        self.framed: dict[int, Passage] = {}
        self.vain: list[Passage] = []
        self.differences: list[Difference] = []
        # A longer one tells better which of several lines alike is meant.
        frames.sort(key=len, reverse=True)
        for frame, places in [(frame, self.found(frame)) for frame in frames]:
            for at, line in enumerate(frame):
                if at not in places and not self.find_changed(line, places.get(at - 1), places.get(at + 1)):
                    self.vain.append(line)

    def found(self, frame: Sequence[Passage]) -> dict[int, int]:
        """Align one frame with the text: its lines follow one another there, if with others between."""
        free = [
            index
            for index, (number, words) in enumerate(self.lines)
            if words in self.wanted and number not in self.framed
        ]
        ours, theirs = [line.words for line in frame], [self.lines[index][1] for index in free]
        places: dict[int, int] = {}
        for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
            places |= {block.a + n: free[block.b + n] for n in range(block.size)}
        self.framed |= {self.lines[index][0]: frame[at] for at, index in places.items()}
        return places

    def find_changed(self, line: Passage, before: int | None, after: int | None) -> bool:
        """Take the line of the text next to a neighbour of one in its frame for another wording of it."""
        beside = [index + step for index, step in ((before, 1), (after, -1)) if index is not None]
        for number, words in (self.lines[index] for index in beside if 0 <= index < len(self.lines)):
            if number not in self.framed and _alike(line.words, words):
                self.framed[number] = line
                self.differences.append(Difference(line, line.line, line.words, number, words))
                return True
        return False


def _alike(ours: str, theirs: str) -> bool:
    """Whether two lines have half of their words in common, or are of one word each."""
    one, other = ours.split(" "), theirs.split(" ")
    if len(one) == len(other) == 1:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _lines_of(frame: Frame) -> list[Passage]:
    return [
        Passage(text, words, frame.path, frame.line + offset, framed=True)
        for offset, text in enumerate(frame.text.split("\n"))
        if (words := plain(text))
    ]


def _other_cells(placing: Placing, raw: Sequence[str]) -> Iterator[Difference]:
    """Where the same words of a row stand in other cells than in the text."""
    changed = {difference.passage for difference in placing.differences}
    for claim in placing.claims:
        if not _is_row(claim.passage) or claim.passage in changed:
            continue
        ours = [row for line in claim.passage.text.splitlines() if (row := tables.cells(line))]
        theirs = [tables.cells(raw[number - 1]) for number in claim.lines]
        if not all(theirs):
            continue  # a copy of the text without cells
        for number, (mine, other) in zip(claim.lines, zip_longest(ours, theirs, fillvalue=()), strict=False):
            if [plain(cell) for cell in mine] != [plain(cell) for cell in other]:
                words = " | ".join(mine), " | ".join(other)
                yield Difference(claim.passage, claim.passage.line, words[0], number, words[1])
                break


def _is_row(passage: Passage) -> bool:
    return bool(passage.need) and "|" in passage.text


def _columns(
    claims: Sequence[Claim], framed: Mapping[int, Passage], raw: Sequence[str]
) -> dict[str, tables.Columns]:
    """What the columns are for that each row stands under: those of the last heading row before it."""
    heads: dict[int, tables.Columns] = {}
    listed = dict(framed) | {c.lines[0]: c.passage for c in claims if c.passage.framed}
    for number in sorted(listed):
        if not (roles := tables.columns(raw[number - 1]) or tables.columns(listed[number].text)):
            continue
        if len(above := heads.get(number - 1, ())) == len(roles):
            roles = tuple(role or before for role, before in zip(roles, above, strict=True))
        heads[number] = roles
    numbers = sorted(heads)
    return {
        claim.passage.need: heads[numbers[place - 1]]
        for claim in claims
        if _is_row(claim.passage)
        if (place := bisect_left(numbers, claim.lines[0]))
    }
