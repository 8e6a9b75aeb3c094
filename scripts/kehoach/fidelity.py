"""The objects of a plan held against its official text, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import groupby

from kehoach.plan import VERBATIM, Need, Plan

#: A clause is taken for another wording of a passage when so much of it is the same words.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the line it stands in, counted from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the files that claim a part of the text: the body of an object, a heading, a line of a frame.

    ``need`` is the object, and empty for the others.
    """

    words: tuple[Word, ...]
    path: str
    need: str
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage and the words of the text that it holds, from ``start`` to before ``end``."""

    passage: Passage
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a passage and the text part: the line of each, and the words of each (one may be empty)."""

    passage: Passage
    line: int
    ours: str
    source_line: int
    theirs: str


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Words of the text that nothing claims: their first line, how many lines, and the words."""

    line: int
    lines: int
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it. ``words`` is the text without what frames list; claims are in the text's order."""

    words: tuple[Word, ...]
    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    unclaimed: tuple[Unclaimed, ...]
    #: Passages that are nowhere in the text; headings of our own are not among them.
    strangers: tuple[Passage, ...]
    #: How many lines of the text carry words.
    lines: int


def words_of(text: str, first_line: int) -> tuple[Word, ...]:
    """The words of a text with their lines."""
    return tuple(
        Word(word, number)
        for number, line in enumerate(text.split("\n"), first_line)
        for word in line.split()
        if word.strip("|")  # the rules of a table are no words
    )


def compare(plan: Plan, home: Need) -> Comparison:
    """Hold a plan whose official text is in the repository against it."""
    text = plan.texts[home.id]
    framed, false_frames = _framed(plan, home, text)
    words = tuple(word for word in words_of(text, 1) if word.line not in framed)
    passages = [*_passages(plan, home), *false_frames]
    placing = _Placing(words)
    rest = [p for p in sorted(passages, key=lambda p: -len(p.words)) if not placing.exactly(p)]
    for passage in rest:
        placing.nearly(passage)
    return Comparison(
        words,
        tuple(sorted(placing.claims, key=lambda claim: claim.start)),
        tuple(placing.differences),
        tuple(placing.unclaimed()),
        tuple(p for p in placing.strangers if p.need or p.framed),
        len({word.line for word in words}) + len(framed),
    )


def _framed(plan: Plan, home: Need, text: str) -> tuple[set[int], list[Passage]]:
    """The lines of the text that frames list, and the lines that they list in vain."""
    folder = home.path.rpartition("/")[0] + "/"
    lines = [" ".join(line.split()) for line in text.split("\n")]
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        if line:
            places.setdefault(line, []).append(number)
    framed: set[int] = set()
    false: list[Passage] = []
    for frame in (f for f in plan.frames if f.path.startswith(folder)):
        last = 0
        for offset, raw in enumerate(frame.text.split("\n")):
            line = " ".join(raw.split())
            if not line:
                continue
            # Lines of one frame follow one another; those of a gazette's pages are spread over the text.
            later = [n for n in places.get(line, ()) if n > last and n not in framed]
            if not later:
                false.append(Passage(words_of(line, frame.line + offset), frame.path, "", framed=True))
            else:
                last = later[0]
                framed.add(last)
    return framed, false


def _passages(plan: Plan, home: Need) -> list[Passage]:
    folder = home.path.rpartition("/")[0] + "/"
    found = [
        Passage(words_of(need.body, need.body_line), need.path, need.id)
        for need in (*plan.needs.values(), *plan.duplicates)
        if need.type in VERBATIM and need.path.startswith(folder)
    ]
    found += [
        Passage(words_of(heading.text, heading.line), heading.path, "")
        for heading in plan.headings
        if heading.path.startswith(folder)
    ]
    found.sort(key=lambda p: (p.path, p.words[0].line if p.words else 0))
    return [passage for passage in found if passage.words]


class _Placing:
    """Finds the place of each passage in the text, those that are word for word the same first."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.texts = [word.text for word in words]
        self.taken = [False] * len(words)
        self.claims: list[Claim] = []
        self.differences: list[Difference] = []
        self.strangers: list[Passage] = []
        self.starts: dict[str, list[int]] = {}
        for index, text in enumerate(self.texts):
            self.starts.setdefault(text, []).append(index)

    def exactly(self, passage: Passage) -> bool:
        """Claim the first free place that has the same words."""
        texts = [word.text for word in passage.words]
        for start in self.starts.get(texts[0], ()):
            end = start + len(texts)
            if self.texts[start:end] == texts and not any(self.taken[start:end]):
                self.claim(passage, start, end)
                return True
        return False

    def claim(self, passage: Passage, start: int, end: int) -> None:
        self.taken[start:end] = [True] * (end - start)
        self.claims.append(Claim(passage, start, end))

    def nearly(self, passage: Passage) -> None:
        """Claim the free place whose words are most alike, and note where they part."""
        texts = [word.text for word in passage.words]
        same, blocks, first = 0, list[Match](), 0
        for free, end in list(self.free()):
            matcher = SequenceMatcher(None, texts, self.texts[free:end], autojunk=False)
            found = _close_together(
                [block for block in matcher.get_matching_blocks() if block.size], len(texts)
            )
            if (count := sum(block.size for block in found)) > same:
                same, blocks, first = count, found, free
        if same < _ALIKE * len(texts):
            self.strangers.append(passage)
            return
        start, end = self.extent(blocks, first, len(texts))
        self.differences += self.parting(passage, start, end)
        self.claim(passage, start, end)

    def free(self) -> Iterator[tuple[int, int]]:
        """The stretches of the text that nothing claims yet."""
        for taken, group in groupby(range(len(self.taken)), key=self.taken.__getitem__):
            if not taken:
                indexes = list(group)
                yield indexes[0], indexes[-1] + 1

    def extent(self, blocks: Sequence[Match], first: int, length: int) -> tuple[int, int]:
        """From the first to the last word in common, and the changed words of those lines around them."""
        last = blocks[-1]
        start, end = first + blocks[0].b, first + last.b + last.size
        for _changed in range(blocks[0].a):
            if start and self.goes_on(start - 1, start):
                start -= 1
        for _changed in range(length - last.a - last.size):
            if end < len(self.taken) and self.goes_on(end, end - 1):
                end += 1
        return start, end

    def goes_on(self, index: int, neighbour: int) -> bool:
        """Whether a word is free and stands in the same line as its neighbour."""
        return not self.taken[index] and self.words[index].line == self.words[neighbour].line

    def parting(self, passage: Passage, start: int, end: int) -> Iterator[Difference]:
        """One difference for each line of the passage in which words were changed, left out or added."""
        ours, theirs = [w.text for w in passage.words], self.texts[start:end]
        found: dict[int, list[tuple[int, int, int, int]]] = {}
        for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            if tag != "equal":
                line = passage.words[min(a, len(ours) - 1)].line
                found.setdefault(line, []).append((a, b, c, d))
        for line, parts in found.items():
            a, b, c, d = parts[0][0], parts[-1][1], parts[0][2], parts[-1][3]
            # A word on each side shows where it is.
            a, b, c, d = max(a - 2, 0), b + 2, max(c - 2, 0), d + 2
            source_line = self.words[min(start + parts[0][2], len(self.words) - 1)].line
            yield Difference(passage, line, " ".join(ours[a:b]), source_line, " ".join(theirs[c:d]))

    def unclaimed(self) -> Iterator[Unclaimed]:
        """What is left, a passage at a time."""
        for first, last in self.free():
            words = self.words[first:last]
            lines = len({word.line for word in words})
            yield Unclaimed(words[0].line, lines, " ".join(word.text for word in words))


def _close_together(blocks: Sequence[Match], length: int) -> list[Match]:
    """The matching blocks without those so far off that they can only be chance."""
    if not blocks:
        return []
    largest = max(blocks, key=lambda block: block.size)
    return [block for block in blocks if abs((block.b - block.a) - (largest.b - largest.a)) <= length]
