"""The rows of tables in official texts, a row a line: ``| 1. | Tên nhiệm vụ | Bộ X | 6/2025 |``.

A task of a table has the row as its body, as the source has it. The heading row stands in a frame, with the
row of dashes under it; it says what each column is for. Pipes part cells and are no words: where a copy of
the text has none (a gazette's table as plain text), body and frame have them around the same words.
"""

from collections.abc import Iterator, Sequence

from kehoach.labels import LABELS, Role

#: What each column of a table is for; None for a column that no label names.
Columns = tuple[Role | None, ...]


def cells(line: str) -> tuple[str, ...]:
    """The cells of a row; none for a line that is no row."""
    text = line.strip()
    if len(text) < 2 or text[0] != "|" or text[-1] != "|":
        return ()
    return tuple(" ".join(cell.split()) for cell in text[1:-1].split("|"))


def columns(row: str) -> Columns:
    """What the columns under a heading row are for; empty for a line that is no heading row."""
    found = tuple(LABELS.get(cell.strip("* :").casefold()) for cell in cells(row))
    return found if any(found) else ()


def labelled(body: str, heads: Sequence[Role | None]) -> Iterator[tuple[Role, str]]:
    """What the cells of a body's rows say, by the columns they stand in."""
    for row in filter(None, map(cells, body.splitlines())):
        for role, value in zip(heads, row, strict=False):
            if role:
                yield role, value
