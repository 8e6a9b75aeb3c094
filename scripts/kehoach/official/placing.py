"""The place in an official text of each passage of the files that claims a part of it.

Most passages stand in the files in the order of the text and are found by going along both, as strings;
single words are looked at only where the two part.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from kehoach.official.wording import goes_on, plain

#: A clause is taken for another wording of a passage when so much of it is the same words.
ALIKE = 0.5
#: So many characters from the start of a line are looked up when a passage is not where it is expected.
_KEY = 12
#: A passage so long that stands in one place only is there, whatever stands around it.
_TELLING = 40
#: So many of its rarest words, each where it is found so often, tell where a changed passage stands.
_RAREST, _FOUND = 16, 500
#: So many places are tried where several are as good.
_TRIED = 8
#: So far off in the file do passages tell where one stands between them.
_NEIGHBOURS = 50


class Word(NamedTuple):
    """A word, the line it stands in, counted from 1, and where it begins in the words of the text."""

    text: str
    line: int
    start: int = 0


class Passage(NamedTuple):
    """A part of the files that claims a part of the text: a body, a heading, a line of a frame.

    ``need`` is the object of a body, and empty for the others; ``line`` is that of the first word.
    """

    text: str
    words: str
    path: str
    line: int
    need: str = ""
    framed: bool = False


class Claim(NamedTuple):
    """A passage, where its words begin and end among those of the text, and the lines that they stand in."""

    passage: Passage
    start: int
    end: int
    lines: tuple[int, ...]


class Difference(NamedTuple):
    """Where a passage and the text part: the line of each, and the words of each (one may be empty)."""

    passage: Passage
    line: int
    ours: str
    source_line: int
    theirs: str


class Unclaimed(NamedTuple):
    """Words of the text that nothing claims: their first line, how many lines, and the words."""

    line: int
    lines: int
    words: str


class Placing:
    """Finds the place of each passage in the text, those that are word for word the same first.

    ``lines`` are those to be claimed, as their numbers and words. Places count the characters of ``text``,
    the words of all lines with a space between them.
    """

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        ends = [words if words[-1] in "-/" and goes_on(words) else f"{words} " for _number, words in lines]
        self.text = "".join(ends).rstrip(" ")
        self.numbers = [number for number, _words in lines]
        self.starts = [0, *accumulate(map(len, ends))]
        self.claims: list[Claim] = []
        self.differences: list[Difference] = []
        self.strangers: list[Passage] = []
        self.unclaimed: list[Unclaimed] = []

    def place(self, passages: Sequence[Passage]) -> None:
        """Place every passage; they come by file and line."""
        claimed: list[Claim | None] = self.along(passages)
        rest = [number for number, claim in enumerate(claimed) if claim is None]
        rest.sort(key=lambda number: -len(passages[number].words))
        changed = []
        for number in rest:
            claimed[number] = self.elsewhere(passages, claimed, number)
            if claimed[number] is None:
                changed.append(passages[number])
        free = _Free(list(self.free_words()))
        for passage in changed:
            if found := free.nearest(passage):
                self.differences += free.parting(passage, *found)
                self.claim(passage, *free.claim(*found))
            else:
                self.strangers.append(passage)
        for words in free.stretches():
            lines = len({word.line for word in words})
            left = " ".join(word.text for word in words)
            self.unclaimed.append(Unclaimed(words[0].line, lines, left))

    def along(self, passages: Sequence[Passage]) -> list[Claim | None]:
        """Claim what stands behind the passage before it, or in one place only."""
        found: list[Claim | None] = []
        cursor = 0
        for passage in passages:
            start = cursor if self.fits(passage, cursor) else None
            if start is None and len(passage.words) >= _TELLING:
                places = self.places(passage)
                start = places[0] if len(places) == 1 else None
            if start is None:
                found.append(None)
                continue
            cursor = start + len(passage.words) + 1
            found.append(self.claim(passage, start, cursor - 1))
        return found

    def elsewhere(
        self, passages: Sequence[Passage], claimed: Sequence[Claim | None], number: int
    ) -> Claim | None:
        """Claim the place that has a passage's words, if there are several that between its neighbours."""
        passage = passages[number]
        places = self.places(passage)
        if len(places) > 1:
            before, after = self.neighbours(passages, claimed, number)
            places = [start for start in places if before <= start < after] or places
        return self.claim(passage, places[0], places[0] + len(passage.words)) if places else None

    def neighbours(
        self, passages: Sequence[Passage], claimed: Sequence[Claim | None], number: int
    ) -> tuple[int, int]:
        """Where the passage before one ends and where the one behind it begins, as far as placed."""
        path = passages[number].path
        before, after = 0, len(self.text)
        for index in range(number - 1, max(number - _NEIGHBOURS, 0) - 1, -1):
            if passages[index].path == path and (claim := claimed[index]):
                before = claim.end
                break
        for index in range(number + 1, min(number + _NEIGHBOURS, len(passages))):
            if passages[index].path == path and (claim := claimed[index]):
                after = claim.start
                break
        return before, after

    def places(self, passage: Passage) -> list[int]:
        """Where a line begins with the words of a passage, and nothing claims them yet."""
        key = passage.words[:_KEY]
        return [start for start in self.by_key.get(key, ()) if self.fits(passage, start)]

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """The starts of lines by their first characters, or all where the line has no more."""
        found: dict[str, list[int]] = {}
        for start, after in pairwise(self.starts):
            found.setdefault(self.text[start : start + _KEY], []).append(start)
            if after - 1 - start < _KEY:
                found.setdefault(self.text[start : after - 1], []).append(start)
        return found

    def fits(self, passage: Passage, start: int) -> bool:
        """Whether free words are those of a passage; a heading has lines for itself."""
        if not self.text.startswith(passage.words, start):
            return False
        end = start + len(passage.words)
        if self.text[end : end + 1] not in ("", " "):
            return False
        if not passage.need and not (self.at_line(start) and self.at_line(end + 1)):
            return False
        place = self.before(start)
        return (not place or self.claims[place - 1].end <= start) and (
            place == len(self.claims) or end <= self.claims[place].start
        )

    def at_line(self, place: int) -> bool:
        """Whether a line begins at a place, or all of them end there."""
        return self.starts[bisect_left(self.starts, place, hi=len(self.starts) - 1)] == place

    def before(self, start: int) -> int:
        """How many claims begin before a place."""
        if not self.claims or self.claims[-1].start < start:
            return len(self.claims)
        return bisect_left(self.claims, start, key=lambda claim: claim.start)

    def claim(self, passage: Passage, start: int, end: int) -> Claim:
        """Claim the words from ``start`` to before ``end``."""
        first = bisect_right(self.starts, start) - 1
        after = bisect_left(self.starts, end, first)
        found = Claim(passage, start, end, tuple(self.numbers[first:after]))
        self.claims.insert(self.before(start), found)
        return found

    def free_words(self) -> Iterator[Word | None]:
        """The words that nothing claims yet; None stands where others are between them."""
        at = 0
        for start, end in [*((claim.start, claim.end) for claim in self.claims), (len(self.text), 0)]:
            place = at
            for word in self.text[at:start].split(" "):
                if word:
                    yield Word(word, self.numbers[bisect_right(self.starts, place) - 1], place)
                place += len(word) + 1
            if start > at:
                yield None
            at = end


class _Free:
    """The words that nothing claims: where changed passages are looked for. None parts two stretches."""

    def __init__(self, words: list[Word | None]) -> None:
        self.words = words
        self.places: dict[str, list[int]] = {}
        for index, word in enumerate(words):
            if word:
                self.places.setdefault(word.text, []).append(index)

    def nearest(self, passage: Passage) -> tuple[int, int] | None:
        """The free words most like a passage, as the indexes of the first and behind the last."""
        texts = passage.words.split(" ")
        same, blocks, first = 0, list[Match](), 0
        for start, end in self.stretches_near(texts):
            theirs = [word.text for word in self.words[start:end] if word]
            matcher = SequenceMatcher(None, texts, theirs, autojunk=False)
            found = _close_together([b for b in matcher.get_matching_blocks() if b.size], len(texts))
            if (count := sum(block.size for block in found)) > same:
                same, blocks, first = count, found, start
        return self.extent(blocks, first) if same >= ALIKE * len(texts) else None

    def stretches_near(self, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Free stretches around the places where the rarest words of a passage stand together."""
        size = max(len(texts), _RAREST)
        votes: Counter[int] = Counter()
        known = [(len(self.places[text]), i, text) for i, text in enumerate(texts) if text in self.places]
        for _times, index, text in sorted(known)[:_RAREST]:
            often = self.places[text][:_FOUND]
            votes.update((place - index) // size for place in often if self.words[place])
        seen = set()
        for bucket, _count in votes.most_common(_TRIED):
            start = max(bucket * size - size // 2, 0)
            window = self.words[start : (bucket + 2) * size + size // 2]
            place = start
            for free, group in groupby(window, key=bool):
                length = len(list(group))
                if free and (place, place + length) not in seen:
                    seen.add((place, place + length))
                    yield place, place + length
                place += length

    def extent(self, blocks: Sequence[Match], first: int) -> tuple[int, int]:
        """From the first to the last word in common, and what else is free of these lines."""
        start, end = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size
        while start and self.goes_on(start - 1, start):
            start -= 1
        while end < len(self.words) and self.goes_on(end, end - 1):
            end += 1
        return start, end

    def goes_on(self, index: int, neighbour: int) -> bool:
        """Whether a word is free and stands in the same line as its neighbour."""
        word, other = self.words[index], self.words[neighbour]
        return bool(word and other and word.line == other.line)

    def parting(self, passage: Passage, start: int, end: int) -> Iterator[Difference]:
        """One difference for each line of the passage in which words were changed, left out or added."""
        ours = [
            Word(word, number)
            for number, line in enumerate(passage.text.strip().split("\n"), passage.line)
            for word in plain(line).split(" ")
            if word
        ]
        theirs = [word for word in self.words[start:end] if word]
        matcher = SequenceMatcher(None, [w.text for w in ours], [w.text for w in theirs], autojunk=False)
        found: dict[int, list[tuple[int, int, int, int]]] = {}
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                found.setdefault(ours[min(a, len(ours) - 1)].line, []).append((a, b, c, d))
        for line, parts in found.items():
            a, b, c, d = parts[0][0], parts[-1][1], parts[0][2], parts[-1][3]
            # Two words on each side show where it is.
            shown = ours[max(a - 2, 0) : b + 2], theirs[max(c - 2, 0) : d + 2]
            source_line = theirs[min(c, len(theirs) - 1)].line
            words = [" ".join(word.text for word in side) for side in shown]
            yield Difference(passage, line, words[0], source_line, words[1])

    def claim(self, start: int, end: int) -> tuple[int, int]:
        """Take words out; where they begin and end in the text."""
        taken = [word for word in self.words[start:end] if word]
        self.words[start:end] = [None] * (end - start)
        return taken[0].start, taken[-1].start + len(taken[-1].text)

    def stretches(self) -> Iterator[list[Word]]:
        """What is free, each stretch by itself."""
        for free, group in groupby(self.words, key=bool):
            if free:
                yield [word for word in group if word]


def _close_together(blocks: Sequence[Match], length: int) -> list[Match]:
    """The matching blocks without those so far off that they can only be chance."""
    if not blocks:
        return []
    largest = max(blocks, key=lambda block: block.size)
    return [block for block in blocks if abs((block.b - block.a) - (largest.b - largest.a)) <= length]
