"""The front page: what the plan is, how it stands, what is to be decided, who is behind, every task."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from kehoach.extension.blocks import (
    Bar,
    Bars,
    Block,
    Box,
    Folded,
    Heading,
    Inline,
    Notice,
    Paragraph,
    Switch,
    Tile,
    Tiles,
    as_of_line,
    grid,
    titled,
)
from kehoach.extension.page import Page
from kehoach.extension.views import plans
from kehoach.extension.views.charts import charts
from kehoach.extension.views.period_pages import past_periods
from kehoach.extension.views.tasks import DONE_ROWS, LATER_ROWS, LEADER, LIST, PAST_ROWS, narrowed, tasks
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.progress import State, overdue, tally
from kehoach.progress.headline import COUNTED, Headline, headline
from kehoach.progress.tally import by_leader
from kehoach.reports import tables
from kehoach.reports.tables import Span
from kehoach.reports.words import closed_words, day, state_label


def home(page: Page) -> Iterator[Block]:
    """The whole front page, the most important first."""
    figures = headline(page.progress, page.only)
    yield from _named(page)
    if not page.tasks:
        words = _(
            "The plan has no tasks yet. Next: take them from its text with kehoach import, or add one after "
            "another with kehoach new task."
        )
        if page.progress.public:
            words = _("The plan has no tasks yet.")
        yield Box((Paragraph(words),), "task-list", LIST)  # where the way to the tasks leads
        yield Folded(_("About the plan"), tuple(plans.plan_header(page)))
        return
    if page.progress.public:
        yield from _public(page, figures)
        return
    yield Tiles(tuple(_tiles(figures)))
    yield Bar(_counts(figures.counts, COUNTED))
    yield Paragraph(tuple(_rest(figures)), "as-of")
    if page.several:
        yield Heading(_("Plans"))
        yield from plans.plan_header(page)
    matters = tables.decisions(page.progress, page.only)
    if matters.rows:
        yield Box(tuple(titled(matters, filterable=False)), "to-decide")
    yield from _left(page)
    yield from _agencies(page)
    figures_reached = tables.indicators(page.progress, page.only)
    if figures_reached.rows:
        yield from titled(figures_reached.without_empty(), filterable=False)
    yield Heading(_("Tasks"))
    yield from tasks(page)
    yield from charts(page)
    yield from past_periods(page)
    if not page.several:
        yield Folded(_("About the plan"), tuple(plans.plan_header(page)))


def _left(page: Page) -> Iterator[Block]:
    """What closed plans left undone; beside plans that run, folded."""
    left = tables.left_undone(page.progress, page.only)
    if left.rows and page.several:
        yield Folded(f"{left.caption} ({len(left.rows)})", (grid(left, filterable=False),))
    elif left.rows:
        yield from titled(left, filterable=False)


def _public(page: Page, figures: Headline) -> Iterator[Block]:
    """What the public is told: how much is done, and every task."""
    standing = state_label(State.ONGOING)
    yield Tiles(
        (
            Tile(figures.done, _("done"), "", narrowed(DONE_ROWS), "good", figures.counted),
            Tile(figures.counts[State.OPEN], _("not done yet"), "", narrowed(State.OPEN), "open"),
            Tile(figures.counts[State.ONGOING], standing, "", narrowed(State.ONGOING), "sent"),
        )
    )
    yield Bar(_counts(figures.counts, COUNTED))
    yield Paragraph(tuple(_rest(figures)), "as-of")
    yield Heading(_("Tasks"))
    yield from tasks(page)
    yield from past_periods(page)
    yield Folded(_("About the plan"), tuple(plans.plan_header(page)))


def _named(page: Page) -> Iterator[Block]:
    """Number, day and issuer, the title, what is missing of the text, the day of the figures."""
    if not page.several:
        for plan in page.plan.plans:
            issued = plan.day("issued")
            known = (plan["number"], day(issued) if issued else "", plan["issuer"])
            yield Paragraph(" · ".join(filter(None, known)), "kicker")
            yield Paragraph((Span(plan.title, plan.id),), "plan-title")
    yield as_of_line(page.progress.as_of)
    if words := closed_words(page.progress, *([page.only] if page.only else page.plan.plans)):
        yield Notice((words,))
    if not page.several:
        for plan in page.plan.plans:
            if plan["truncated"]:
                yield Notice((plan["truncated"],))


def _tiles(figures: Headline) -> Iterator[Tile]:
    counts = figures.counts
    on_time, late = counts[State.DONE_ON_TIME], counts[State.DONE_LATE]
    yield Tile(
        figures.done,
        _("done"),
        _("{on_time} on time · {late} late").format(on_time=on_time, late=late),
        narrowed(DONE_ROWS),
        "good",
        figures.counted,
    )
    past, silent = overdue(counts)
    yield Tile(
        past,
        _("overdue, not done"),
        _("{silent} of them not reported").format(silent=silent),
        narrowed(PAST_ROWS),
        "bad",
    )
    soon = _("within 7 days: {count}").format(count=figures.soon)
    yield Tile(figures.later, _("due within 30 days"), soon, narrowed(LATER_ROWS), "open")
    longest = _("for {days} days at most") if figures.longest else _("none waits")
    if counts[State.AWAITING] and not figures.longest:
        longest = ""  # sent today, or before a plan was closed
    yield Tile(
        counts[State.AWAITING],
        _("waiting for confirmation"),
        longest.format(days=figures.longest),
        narrowed(State.AWAITING),
        "sent",
    )


def _rest(figures: Headline) -> Iterator[Span]:
    """The other states, so that all figures add up."""
    yield Span(_("Beside these {count} tasks: ").format(count=figures.counted))
    others = [state for state in State if state not in COUNTED and figures.counts[state]]
    for state in others:
        words = f"{state_label(state)} {figures.counts[state]}"
        yield from (Span(words, narrowed(state)), Span(" · "))
    yield Span(_("in all {count}.").format(count=figures.counts.total()))
    if figures.outside:
        words = _(" Not counted: {count} of bodies outside the People's Committee.")
        yield Span(words.format(count=figures.outside))


def _counts(counts: Counter[State], states: Iterable[State]) -> tuple[tuple[str, str, int], ...]:
    return tuple((state.value, state_label(state), counts[state]) for state in states if counts[state])


def _agencies(page: Page) -> Iterator[Block]:
    """How the tasks of each agency stand, who is furthest behind first; bodies outside the count last."""
    counted = tally(page.progress, page.only)
    if counted.rows:
        yield Heading(_("Agencies"))
        agencies = _bars(_("Agency"), counted.rows, lambda agency: _agency(page, agency))
        leaders = by_leader(page.progress, page.only)
        if leaders:
            ways = (
                (_("By agency"), (agencies,)),
                (_("By leader in charge"), (_bars(_("Leader in charge"), leaders, _leader),)),
            )
            yield Switch("agencies-by", _("Agencies"), ways)
        else:
            yield agencies
    if counted.outside:
        yield Heading(_("Bodies outside the count of the People's Committee"))
        yield _bars(_("Agency"), counted.outside, lambda agency: _agency(page, agency))


def _bars(head: str, found: Mapping[str, Counter[State]], name: Callable[[str], Span]) -> Bars:
    rows = sorted(found.items(), key=lambda pair: (-_past(pair[1]), -pair[1].total()))
    return Bars((head, _("Leads"), _("Overdue")), tuple(_bar(name(key), counts) for key, counts in rows))


def _bar(name: Span, counts: Counter[State]) -> tuple[Inline, Bar, tuple[int, ...]]:
    return (name,), Bar(_counts(counts, State), legend=False), (counts.total(), _past(counts))


def _agency(page: Page, agency: str) -> Span:
    return Span(page.plan.needs[agency].title, agency, page=True)


def _leader(leader: str) -> Span:
    """A leader by position, who leads to the tasks; what names none comes by itself."""
    return Span(leader, narrowed(slug(leader), LEADER)) if leader else Span(_("No leader named"))


def _past(counts: Counter[State]) -> int:
    return overdue(counts)[0]
