"""Sentences that set a time, or order something, and give no task: named, so that none is missed."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from kehoach.importing import prose, terms, told
from kehoach.importing.paragraphs import Clause, Paragraph
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.official.labels import Role, label_values

#: Who is invited is told what to bring; a report tells of what was done.
_INVITES = ("GIẤY MỜI", "THƯ MỜI")
_ASKS_TO_COME = re.compile(r"\bmời\b", re.IGNORECASE)
#: How much of a heading is quoted.
_QUOTE = 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paragraph that gives no task, the time that it sets, and why it gives none, for a person."""

    paragraph: Paragraph
    term: str | None
    why: str


def left_out(
    placed: Sequence[Clause], taken: AbstractSet[int], issued: date | None, tells: str
) -> Iterator[LeftOut]:
    """The paragraphs outside the lines ``taken`` by duties that a person should look at.

    ``tells`` is the type of a document that gives nobody a task ("GIẤY MỜI"), else empty. What lay before the
    document is told of, and needs no look; neither does a heading whose time what stands below it has.
    """
    heads = {above.line for clause in placed for above in clause.above}
    for clause in placed:
        paragraph = clause.paragraph
        text = paragraph.text
        if not taken.isdisjoint(range(paragraph.line, paragraph.last_line + 1)):
            continue
        term = terms.term_in(text) or (_meets(text) if tells else None)
        if term and (told.is_over(term, issued) or (not tells and paragraph.line in heads)):
            continue
        if term or (tells and (prose.gives(text) or (tells in _INVITES and _orders(text)))):
            yield LeftOut(paragraph, term, _why(clause, tells))


def _meets(text: str) -> str | None:
    """When people meet, as an invitation says it."""
    return next((value for role, value in label_values(text) if role is Role.DEADLINE and value), None)


def _orders(text: str) -> bool:
    return not _ASKS_TO_COME.search(text) and any(duty.owners for duty in prose.duties(text))


def _why(clause: Clause, tells: str) -> str:
    if tells:
        return _("a document of this type gives no tasks: {type}").format(type=tells.capitalize())
    if heading := next((above.text for above in reversed(clause.above) if told.is_aim(above.text)), ""):
        return _('under "{heading}" nobody is given a task').format(heading=shortened(heading, _QUOTE))
    if told.closes(clause):
        return _("it closes the text")
    return _("it names nobody who does it, or in words that are not known")
