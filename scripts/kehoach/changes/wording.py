"""Texts held against each other word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kehoach.language.text import flat

#: A report shows so many words of a piece that went or came; JSON has them all.
_SHOWN = 100
#: Beyond so many pairs of words a passage is shown as replaced as a whole: finding more would take seconds.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that stayed (both are the same), went (``after`` is empty), came, or were replaced."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether the words stayed."""
        return self.before == self.after


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts as pieces in their order, lines first, then the words of lines that differ."""
    old, new = _lines(before), _lines(after)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append(Piece("\n".join(old[a:b]), "\n".join(old[a:b])))
        else:
            found += _words("\n".join(old[a:b]).split(), "\n".join(new[c:d]).split())
    return found


def _lines(text: str) -> list[str]:
    return [line for line in map(flat, text.splitlines()) if line]


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > _MOST:
        yield Piece(" ".join(old), " ".join(new))
        return
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Piece(" ".join(old[a:b]), " ".join(new[c:d]))


def shortened(found: Sequence[Piece], around: int = 6) -> list[Piece]:
    """The pieces as a report shows them: of what stayed only a few words on each side of the others."""
    kept = []
    for index, piece in enumerate(found):
        words = piece.before.split()
        head = around if index else 0
        tail = around if index < len(found) - 1 else 0
        if piece.same and len(words) > head + tail + 1:
            words = [*words[:head], "…", *words[len(words) - tail :]]
        kept.append(
            Piece(" ".join(words), " ".join(words))
            if piece.same
            else Piece(_beginning(piece.before), _beginning(piece.after))
        )
    return kept


def _beginning(text: str) -> str:
    words = text.split()
    return text if len(words) <= _SHOWN else " ".join([*words[:_SHOWN], "…"])
