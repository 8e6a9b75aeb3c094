"""Which task of ours may implement which upper task, by words, product and day; a person decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from kehoach.language.text import flat
from kehoach.official import likeness, names
from kehoach.plan import Need, Plan
from kehoach.plan.upper import Upper
from kehoach.progress import above
from kehoach.progress.effective import bound_ever

#: From so much on something is offered at all, and first; so far behind has to be what else it could be.
_OFFERED, _FIRST, _AHEAD = 45.0, 70.0, 8.0
#: What speaks for or against a pair beside its words.
_PRODUCT, _DAY = 6.0, 12.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task of ours that may implement an upper task (``named`` as its ID is here).

    ``score`` is about 0 to 100; ``first`` says that neither of the two is nearly as like another one.
    """

    task: Need
    theirs: Need
    named: str
    score: float
    first: bool


def proposals(plan: Plan, uppers: Iterable[Upper]) -> list[Proposal]:
    """What the tasks of ours that implement nothing above may implement, the surest first."""
    found = [proposal for upper in uppers for proposal in _of(plan, upper)]
    return sorted(found, key=lambda p: (not p.first, -p.score, p.task.id))


@dataclass(frozen=True, slots=True)
class _Said:
    """What two tasks are held against each other by: words, products, last day."""

    task: Need
    words: frozenset[str]
    products: str
    due: date | None


def _said(plan: Plan, task: Need) -> _Said:
    products = " ".join(product.title for product in plan.targets(task, "deliverables"))
    due = bound_ever(plan, task).due
    return _Said(task, likeness.said_in(likeness.words(task)), names.folded(flat(products)), due)


def _of(plan: Plan, upper: Upper) -> Iterator[Proposal]:
    theirs = [_said(upper.plan, task) for task in above.to_us(plan, upper)]
    left = [task for task in plan.of_type("task") if not any(map(upper.get, task.to("implements")))]
    ours = [_said(plan, task) for task in left]
    rarity = likeness.Rarity([one.words for one in (*ours, *theirs)])
    scores = [[_score(rarity, one, other) for other in theirs] for one in ours]
    best = [nlargest(2, column) for column in zip(*scores, strict=True)]
    for one, row in zip(ours, scores, strict=True) if theirs else ():
        score, *rivals = nlargest(2, row)
        if score >= _OFFERED:
            at = row.index(score)
            # The second in the row, and whoever is best in the column beside this one.
            rivals += best[at][1:] if best[at][0] == score else best[at][:1]
            first = score >= _FIRST and score - max(rivals, default=0) >= _AHEAD
            other = theirs[at].task
            yield Proposal(one.task, other, upper.named(other), score, first)


def _score(rarity: likeness.Rarity, one: _Said, other: _Said) -> float:
    """How like two tasks are: the words; a like product speaks for it, a later day against it."""
    score = rarity.likeness(one.words, other.words)
    if one.products and other.products:
        score += _PRODUCT * (likeness.overlap(one.products, other.products) / 50 - 1)
    return score - (_DAY if one.due and other.due and one.due > other.due else 0)
