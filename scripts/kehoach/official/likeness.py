"""How like two tasks are by their words, whoever has written them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain
from math import fsum, log

from rapidfuzz import fuzz, process

from kehoach.language.text import flat
from kehoach.official import names
from kehoach.plan import Need, clause_lines

#: A line that only says who, by when and what: "Cơ quan chủ trì: Sở Nội vụ."
_LABELLED = re.compile(r"^[^:]{3,40}: ", re.MULTILINE)

_WORD = re.compile(r"\w+")


def words(task: Need) -> str:
    """What a task is about, folded: its title and the lines of its clause that carry no label."""
    lines = [text for _mark, text in clause_lines(task.body) if not _LABELLED.match(text)]
    return names.folded(flat(" ".join([task.title, *lines])))


def any_like(one: str, others: Iterable[str], least: float) -> bool:
    """Whether a text is as like as that to one of some others, whatever the order of their words."""
    return process.extractOne(one, others, scorer=fuzz.token_sort_ratio, score_cutoff=least) is not None


def overlap(one: str, other: str) -> float:
    """From 0 to 100, how much of the shorter of two texts stands in the other."""
    return fuzz.token_set_ratio(one, other)


class Rarity:
    """What each word tells among some texts: the fewer of them have it, the more.

    Texts of offices are alike in most of their words, as what they are of, for whom and till when, and
    what they are about is in the rest. A text is given as :func:`said_in` it.
    """

    def __init__(self, texts: Collection[frozenset[str]]) -> None:
        times = Counter(chain.from_iterable(texts))
        self._tells = {word: log((len(texts) + 1) / count) for word, count in times.items()}

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """From 0 to 100, what the words that both have tell: of the shorter, and of both."""
        both, *each = (fsum(map(self._tells.__getitem__, said)) for said in (one & other, one, other))
        return 50 * (both / min(each) + 2 * both / sum(each)) if both else 0


def said_in(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(_WORD.findall(text))
