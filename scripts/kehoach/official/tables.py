"""The rows of tables in official texts, a row a line: ``| 1. | Tên nhiệm vụ | Bộ X | 6/2025 |``.

A task of a table has the row as its body, as the source has it. The heading row stands in a frame, with the
row of dashes under it; it says what each column is for. Pipes part cells and are no words: where a copy of
the text has none (a gazette's table as plain text), body and frame have them around the same words.
"""

import re
from functools import lru_cache
from itertools import zip_longest

from kehoach.language.text import flat
from kehoach.official.labels import Role, head_roles, labelled

#: What each column of a table is for; None for a column that no label names.
Columns = tuple[Role | None, ...]

_AS = r"[-+•*]?\s*(?:\(?\d[.)]\s*)?(?:(?:cơ quan|đơn vị)\s+)?"
_LABELLED = re.compile(
    rf"{_AS}chủ trì\s*:\s*(?P<owner>.*?)[\s;,.]*"
    rf"(?:{_AS}phối hợp(?:\s+thực hiện)?\s*:\s*(?P<partners>.*?))?\W*",
    re.IGNORECASE | re.DOTALL,
)
_LEADS = re.compile(
    r"(?P<owner>.*?)\s+chủ trì(?:\s*,?\s*phối hợp\s+(?:(?:với|cùng)\s+)?(?P<partners>.*))?\W*"
)


def cells(line: str) -> tuple[str, ...]:
    """The cells of a row; none for a line that is no row."""
    text = line.strip()
    if len(text) < 2 or text[0] != "|" or text[-1] != "|":
        return ()
    return tuple(flat(cell) for cell in text[1:-1].split("|"))


def columns(row: str) -> Columns:
    """What the columns under a heading row are for; empty for a line that is no heading row."""
    return head_roles(cells(row))


@lru_cache(20_000)  # while a plan is edited, nearly all clauses are as they were
def said(body: str, heads: Columns) -> tuple[tuple[Role, str], ...]:
    """What the label lines of a clause and the cells of its row say, without what is empty."""
    found = labelled(body)
    if heads:
        found += ((role, value) for role, value in zip(heads, row_of(body), strict=False) if role)
    return tuple(one for role, value in found for one in parted(role, value) if one[1])


def row_of(body: str) -> tuple[str, ...]:
    """The cells of the row that a body is; none for other bodies.

    Where pages cut a row it has several lines, and a cell goes on in the next.
    """
    rows = [row for line in body.splitlines() if (row := cells(line))]
    return tuple(" ".join(filter(None, pieces)) for pieces in zip_longest(*rows, fillvalue=""))


def parted(role: Role, value: str) -> tuple[tuple[Role, str], ...]:
    """Owner and partners where a value names both.

    "Sở A chủ trì, phối hợp với Sở B", "Chủ trì: Sở A; Phối hợp: Sở B".
    """
    both = role is Role.OWNER and "chủ trì" in value.casefold()
    leads = (_LABELLED.fullmatch(value) or _LEADS.fullmatch(value)) if both else None
    if leads is None:
        return ((role, value),)
    owner = (role, leads["owner"])
    return (owner, (Role.PARTNERS, leads["partners"])) if leads["partners"] else (owner,)
