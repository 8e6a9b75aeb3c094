"""The official text exactly as it is held, each part beside the object that it has become."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from kehoach.extension.blocks import Block, Heading, Inline, Paragraph, Section, Sections, Source
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.official import fidelity
from kehoach.official import letterhead as official
from kehoach.official.fidelity import Comparison
from kehoach.plan import Need
from kehoach.reports.tables import Span, linked, listed, state_cell
from kehoach.reports.words import deadline_words, plan_name

#: Passages in one section: sixty tasks with their headings, whose text takes a browser longer than lists do.
_ROWS = 67
_HEADING, _FRAME, _CUT, _NOBODY = "heading", "frame", "cut", ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: its number, the line as it is, and what holds it."""

    number: int
    text: str
    holder: str


def source(page: Page) -> Iterator[Block]:
    """For each plan the text line by line, with what holds it, how it stands, and how much is held."""
    for home in page.plan.plans:
        yield Heading(plan_name(home))
        if home.id in page.plan.texts:
            yield from _of_plan(page, home)
        else:
            message = _("The official text of this plan is not held here: {source}.")
            yield Paragraph(message.format(source=home["source"]))


def _of_plan(page: Page, home: Need) -> Iterator[Block]:
    compared = fidelity.compare(page.plan, home)
    lines = _lines(page.plan.texts[home.id], compared)
    worded = [line for line in lines if line.text.strip()]
    held = sum(1 for line in worded if line.holder)
    message = _(
        "{held} of {all} lines of the text ({percent} %) are held by an object, a heading or a frame."
    )
    percent = 100 * held // max(len(worded), 1)
    yield Paragraph(message.format(held=held, all=len(worded), percent=percent))
    passages = [list(group) for _holder, group in groupby(lines, key=lambda line: line.holder)]
    yield Sections(f"source-{home.id.lower()}", _("Parts of the text"), tuple(_parts(page, home, passages)))


def _parts(page: Page, home: Need, passages: list[list[_Line]]) -> Iterator[Section]:
    """The text by its chapters, those of very many passages in pieces."""
    chapters = _chapters(page, passages)
    pieces = groupby(zip(chapters, passages, strict=True), key=itemgetter(0))
    for number, (chapter, found) in enumerate(pieces, 1):
        rows = [_row(page, home, passage) for _chapter, passage in found]
        for first in range(0, len(rows), _ROWS):
            name = chapter or _("Beginning")
            label = name if len(rows) <= _ROWS else f"{name}, {first // _ROWS + 1}"
            anchor = f"{home.id.lower()}-{number}-{first // _ROWS + 1}"
            yield Section(label, anchor, (Source(tuple(rows[first : first + _ROWS])),))


def _chapters(page: Page, passages: list[list[_Line]]) -> list[str]:
    """The chapter that each passage stands in: that of its object; a heading is of what follows."""
    needs = [page.plan.needs.get(passage[0].holder) for passage in reversed(passages)]
    chapter, found = next((need.chapter for need in needs if need), ""), []
    for need in needs:
        chapter = need.chapter if need else chapter
        found.append(chapter)
    return found[::-1]


def _lines(text: str, compared: Comparison) -> list[_Line]:
    """Every line and what holds it: a need by its ID, a heading, a frame or nothing; blank ones as before."""
    holders = dict.fromkeys(compared.framed, _FRAME)
    for claim in compared.claims:
        holder = claim.passage.need or (_FRAME if claim.passage.framed else _HEADING)
        holders |= dict.fromkeys(claim.lines, holder)
    holders |= {line.number: _CUT for line in official.read(text).cut if line.number in holders}
    lines: list[_Line] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        before = lines[-1].holder if lines else _FRAME
        lines.append(_Line(number, line, holders.get(number, _NOBODY) if line.strip() else before))
    return lines


def _row(page: Page, home: Need, lines: list[_Line]) -> tuple[str, tuple[str, ...], Inline]:
    first, last = lines[0].number, lines[-1].number
    numbers = str(first) if first == last else f"{first}–{last}"
    return numbers, tuple(line.text for line in lines), _become(page, home, lines[0].holder)


def _become(page: Page, home: Need, holder: str) -> Inline:
    words = {
        _HEADING: _("Heading"),
        _FRAME: _("Frame: no task or principle"),
        _CUT: home["truncated"] or _("Frame: no task or principle"),
        _NOBODY: _("Held by nothing"),
    }
    if holder in words:
        return words[holder]
    need = page.plan.needs[holder]
    link = linked(need, f"{page.plan.model.types[need.type].title} {need['clause']}".strip())
    if need.type != "task":
        return (link,)
    status = page.progress.of(need)
    owners = "; ".join(owner.named.title for owner in status.owners)
    deadline = f"{_('Deadline')}: {deadline_words(status.obligation)}"
    return listed((link, Span(owners), Span(deadline), *state_cell(status)))
