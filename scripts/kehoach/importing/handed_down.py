"""Terms that stand in a heading or lead-in, handed down to the duties below that have none of their own."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kehoach.importing import terms
from kehoach.importing.assignment import Assignment
from kehoach.importing.numbering import Rank
from kehoach.importing.paragraphs import Clause, Paragraph
from kehoach.language import _


@dataclass(frozen=True, slots=True)
class _Headed:
    """A heading or lead-in that sets a term, and the numbered paragraphs that what it heads stands under."""

    words: str
    term: str
    within: tuple[Paragraph, ...]
    numbered: bool


class Terms:
    """The headings that set a term, each with what it heads."""

    def __init__(self, placed: Sequence[Clause]) -> None:
        self.lines = [clause.paragraph.line for clause in placed]
        self.over = list(_over(placed))

    def handed(self, duty: Assignment) -> Assignment:
        """A duty, with the term of the heading that it stands under where it has none itself."""
        place = bisect_right(self.lines, duty.line) - 1
        over = self.over[place] if place >= 0 and not duty.deadline else None
        if over is None:
            return duty
        doubt = _('The deadline is taken from the heading "{heading}".').format(heading=over.words)
        return replace(duty, deadline=over.term, doubts=(*duty.doubts, doubt))


def _over(placed: Sequence[Clause]) -> Iterator[_Headed | None]:
    """For each paragraph the heading over it that sets a term: itself, if it does; of several the nearest."""
    open_: list[_Headed] = []
    for clause in placed:
        paragraph = clause.paragraph
        numbered = clause.rank is not Rank.NONE
        # Without a number it heads the list that follows, up to the next paragraph without one.
        open_ = [
            one
            for one in open_
            if clause.above[: len(one.within)] == one.within and (one.numbered or numbered)
        ]
        if clause.rank is not Rank.DASH and (term := terms.heading_term(paragraph.text)):
            within = (*clause.above, paragraph) if numbered else clause.above
            open_.append(_Headed(paragraph.text, term, within, numbered))
        yield open_[-1] if open_ else None
