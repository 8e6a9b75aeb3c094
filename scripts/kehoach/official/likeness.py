"""How like two tasks are by their words, whoever has written them."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from kehoach.language.text import flat
from kehoach.official import names
from kehoach.plan import Need, clause_lines

#: A line that only says who, by when and what: "Cơ quan chủ trì: Sở Nội vụ."
_LABELLED = re.compile(r"^[^:]{3,40}: ", re.MULTILINE)


def words(task: Need) -> str:
    """What a task is about, folded: its title and the lines of its clause that carry no label."""
    lines = [text for _mark, text in clause_lines(task.body) if not _LABELLED.match(text)]
    return names.folded(flat(" ".join([task.title, *lines])))


def likeness(one: str, other: str) -> float:
    """From 0 to 100, how like two texts are, whatever the order of their words."""
    return fuzz.token_sort_ratio(one, other)


def any_like(one: str, others: Iterable[str], least: float) -> bool:
    """Whether a text is as like as that to one of some others, whatever the order of their words."""
    return process.extractOne(one, others, scorer=fuzz.token_sort_ratio, score_cutoff=least) is not None


def overlap(one: str, other: str) -> float:
    """From 0 to 100, how much of the shorter of two texts stands in the other."""
    return fuzz.token_set_ratio(one, other)
