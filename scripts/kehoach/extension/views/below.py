"""The offices below, from what `kehoach collect` gathered: their plans, our tasks there, and counts."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kehoach.extension.blocks import (
    Bar,
    Block,
    Box,
    Code,
    Folded,
    Heading,
    Inline,
    Notice,
    Paragraph,
    Section,
    Sections,
    Switch,
    Tile,
    Tiles,
    as_of_line,
    grid,
)
from kehoach.extension.page import Page
from kehoach.files import refusals
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.plan import Need
from kehoach.progress import State
from kehoach.reports.tables import Span, linked
from kehoach.reports.words import last_day_words, plan_name, state_label
from kehoach.rollup import below as rollup
from kehoach.rollup import cells, matrix
from kehoach.rollup.below import Below, Line, short

#: Where the parts of the page are on it.
_OFFICES, _TASKS, _MISSING = "co-quan", "nhiem-vu", "chua-co-ke-hoach"
#: The colour of those who have not taken up a task.
_NONE = "none"
#: So many offices that the register lacks are named.
_NAMED = 20


def below(page: Page) -> Iterator[Block]:
    """Who has issued a plan, which of our tasks were taken up by whom, where they stand as reported."""
    yield as_of_line(page.progress.as_of)
    try:
        found = rollup.read(page.progress, _folder(page))
    except (OSError, ValueError) as error:
        yield _refused(error)
        return
    yield Paragraph(f"{rollup.reach_words(found)}.", "as-of")
    yield Tiles(tuple(_tiles(found)))
    words = _(
        "Where a task stands is what each office reported, on the day that its figures end; what we have "
        "confirmed is told apart. Of several tasks that an office has made of one the latest tells."
    )
    yield Paragraph(words)
    without = {office.agency.id: office.agency for office in found.offices if not office.plans}
    if without:
        title = _("No plan is known of {count} offices").format(count=len(without))
        named = Folded(title, (Paragraph(_names(without.values())),))
        yield Box((named,), "names-below", _MISSING)
    yield Box((Heading(_("Tasks")), *_by_chapter(page, found.lines, without)), "", _TASKS)
    yield Box((Heading(_("Offices")), grid(rollup.of_offices(found))), "offices-below", _OFFICES)
    if found.lines:
        blocks = map(Code, matrix.blocks(found, lambda line: _part(page, line)))
        title = _("Every office with every task, as it is printed")
        yield Box((Folded(title, (Paragraph(matrix.legend(found)), *blocks)),), "matrix-below")
    if found.others:
        yield Folded(
            _("Plans of {count} offices that agencies.md lacks").format(count=len(found.others)),
            (Paragraph(", ".join(found.others[:_NAMED]) + (" …" if len(found.others) > _NAMED else "")),),
        )


def counts(page: Page) -> Iterator[Block]:
    """The cells of all plans that were gathered: by level, province, field and agency."""
    yield as_of_line(page.progress.as_of)
    try:
        found = [cells.rollup(_folder(page), page.progress.as_of, by) for by in cells.BY]
    except (OSError, ValueError) as error:
        yield _refused(error)
        return
    yield Paragraph(f"{cells.reach_words(found[0])}.", "as-of")
    tables = map(cells.table, found)
    ways = tuple((table.caption, (grid(table, filterable=False),)) for table in tables)
    yield Switch("counted-by", _("Count by"), ways)


def _folder(page: Page) -> Path:
    return Path(page.builder.srcdir) / page.plan.model.collected


def _refused(error: OSError | ValueError) -> Notice:
    return Notice((refusals.not_read(error) if isinstance(error, OSError) else str(error),))


def _tiles(found: Below) -> Iterator[Tile]:
    asked = sum(len(line.asked) for line in found.lines)
    taken = sum(line.taken for line in found.lines)
    untouched = [line for line in found.lines if line.asked and not line.taken]
    done = sum(office.done for office in found.offices)
    confirmed = sum(office.confirmed for office in found.offices)
    words = _("offices have issued a plan")
    yield Tile(found.issued, words, "", f"#{_MISSING}", "open", len(found.offices))
    words = _("tasks of offices taken up")
    yield Tile(taken, words, "", f"#{_TASKS}", "sent", asked)
    yield Tile(len(untouched), _("tasks taken up by nobody"), "", f"#{_TASKS}", "bad", len(found.lines))
    words = _("confirmed by us: {count}").format(count=confirmed)
    yield Tile(done, _("reported done"), words, f"#{_OFFICES}", "good", asked)


def _by_chapter(page: Page, lines: Sequence[Line], without: Container[str]) -> Iterator[Block]:
    """The tasks in the order of the text, each chapter a part."""
    if not lines:
        yield Paragraph(_("No task falls to an office below that agencies.md lists by name."))
        return

    sections = []
    for label, group in groupby(lines, lambda line: _part(page, line)):
        blocks = tuple(_of_task(page, line, without) for line in group)
        sections.append(Section(label, f"phan-{slug(label)}", blocks))
    yield Sections("below", _("Parts of the plan"), tuple(sections))


def _part(page: Page, line: Line) -> str:
    home = page.plan.plan_of(line.task) if page.several else None
    return " ".join(filter(None, (plan_name(home) if home else "", line.task.chapter)))


def _of_task(page: Page, line: Line, without: Container[str]) -> Block:
    clause = f"{line.task['clause']}. " if line.task["clause"] else ""
    due = f" ({last_day_words(line.status.obligation)})" if line.status.obligation.due else ""
    title = Paragraph((Span(clause), linked(line.task), Span(due)), "task-title")
    return Box((title, *_standing(page, line, without)), "task-below")


def _standing(page: Page, line: Line, without: Container[str]) -> Iterator[Block]:
    """How many have taken a task up, where they stand, and by name who has and who has not.

    Who is ``without`` a plan is named once, above all tasks.
    """
    missing = line.missing
    if line.asked:
        words = _("Taken up by {taken} of {asked}").format(taken=line.taken, asked=len(line.asked))
    else:
        words = _("Taken up by {taken}; not clear to whom it falls").format(taken=len(line.states))
    yield Paragraph(f"{words} · {_('confirmed by us: {count}').format(count=len(line.confirmed))}")
    states = [(state.value, state_label(state), line.counts[state]) for state in State if line.counts[state]]
    yield Bar((*states, *([(_NONE, _("Not taken up"), len(missing))] if missing else ())))
    if missing:
        named = [agency for agency in missing if agency.id not in without]
        told = [_names(named)] if named else []
        if others := len(missing) - len(named):
            told.append(_("{count} that have no plan, named above").format(count=others))
        title = f"{_('Not taken up')} ({len(missing)})"
        yield Box((Folded(title, (Paragraph("; ".join(told)),)),), "names-below")
    if line.states:
        yield Folded(f"{_('Taken up')} ({len(line.states)})", tuple(_reported(page, line)))


def _reported(page: Page, line: Line) -> Iterator[Block]:
    for state in State:
        if named := [page.plan.needs[key] for key, one in line.states.items() if one is state]:
            label: Inline = (Span(state_label(state), state=state.value), Span(f": {_names(named)}"))
            yield Paragraph(label)


def _names(agencies: Iterable[Need]) -> str:
    return ", ".join(map(short, agencies))
