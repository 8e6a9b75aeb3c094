"""What stands on top of the card of an indicator: how it stands, its figures, and a small chart of them."""

from collections.abc import Iterator

from kehoach.extension import charts
from kehoach.extension.blocks import Block, Box, Inline, Paragraph, Picture, Rows
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress.indicators import IndicatorStatus, status
from kehoach.reports.tables import Span, Words, linked, listed
from kehoach.reports.tables.indicators import (
    course_cell,
    figure_words,
    outcome_words,
    owner_cell,
    percent_words,
    target_words,
    trend_words,
)


def above(page: Page, indicator: Need) -> tuple[Block, ...]:
    """The state with its day, the figures in words, and the same as a chart where there are two of them."""
    found = status(page.plan, indicator, page.progress.as_of)
    head = Paragraph(course_cell(found), "card-state")
    rows = Rows(tuple(_rows(page, found)))
    return (head, Box((rows,), "six"), *chart(found))


def chart(found: IndicatorStatus) -> Iterator[Block]:
    """The figures over time, with the way that was to be gone; none of a single point."""
    if drawn := charts.measured(found):
        yield Box((Picture(drawn),), "chart-box")


def _rows(page: Page, found: IndicatorStatus) -> Iterator[tuple[str, Inline]]:
    yield _("To be reached"), target_words(found.target)
    yield (
        _("Reached so far"),
        _figure(found.reached.measure if found.reached else None, figure_words(found.reached)),
    )
    if found.waiting:
        yield _("Waiting for confirmation"), _figure(found.waiting.measure, figure_words(found.waiting))
    yield _("Of the way, %"), percent_words(found.percent)
    yield _("Trend"), trend_words(found.trend)
    yield _("Agency in charge"), owner_cell(page.progress, found)
    if found.past:
        yield _("Days that are past"), listed(Span(outcome_words(one)) for one in found.past)


def _figure(measure: Need | None, words: str) -> Words:
    """A figure that leads to the measure that says it."""
    return (linked(measure, words),) if measure else (Span(words),)
