"""What a page of the next plan consists of, and the text that its pages are the reading of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kehoach.language.text import flat

_FRAME, _END = ":::{frame}\n", ":::\n"


@dataclass(slots=True)
class Page:
    """A page of the next plan: what stands on it, in order."""

    items: list[str] = field(default_factory=list)

    def add_frame(self, words: str) -> None:
        """Lines of the text that are no clause, together where they follow one another."""
        if self.items and self.items[-1].startswith(_FRAME):
            self.items[-1] = f"{self.items[-1].removesuffix(_END)}{words}\n{_END}"
        else:
            self.items.append(f"{_FRAME}{words}\n{_END}")

    @property
    def text(self) -> str:
        """The page as a file."""
        first = () if self.items and self.items[0].startswith("# ") else ("# Nội dung\n",)
        return "\n".join((*first, *self.items))


def frame(lines: Iterable[str]) -> str:
    """Lines that no object claims, as they stand on a page."""
    return "".join((_FRAME, *(f"{line}\n" for line in lines), _END))


def joined(parts: list[tuple[str, bool]]) -> str:
    """The text: paragraphs with a blank line between them, the rows of a table without."""
    text, in_table = "", False
    for words, row in parts:
        lines = "\n".join(line.rstrip() for line in words.splitlines()) if row else _paragraphs(words)
        text += ("\n" if row and in_table else "\n\n") + lines if text else lines
        in_table = row
    return f"{text}\n"


def _paragraphs(words: str) -> str:
    return "\n\n".join(flat(line) for line in words.splitlines() if line.strip())
