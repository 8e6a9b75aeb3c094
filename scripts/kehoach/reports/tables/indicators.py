"""What was reached in figures, against what: of each indicator, and measure by measure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kehoach.language import _
from kehoach.language.i18n import once_a_language
from kehoach.official import numbers
from kehoach.plan import Need
from kehoach.progress import Progress, State
from kehoach.progress.indicators import (
    Course,
    Figure,
    IndicatorStatus,
    Outcome,
    Target,
    Trend,
    gained,
    led,
    statuses,
)
from kehoach.reports.tables.table import (
    BREAK,
    Column,
    Span,
    Surface,
    Table,
    Value,
    Words,
    linked,
    listed,
    named_cell,
    numbered,
    of_plan,
)
from kehoach.reports.words import day, value_label

_SITE, _SHEET = Surface.SITE, Surface.SHEET
#: The state of tasks whose colour and sign an indicator carries.
LIKE = {
    Course.REACHED: State.DONE_ON_TIME,
    Course.REACHED_LATE: State.DONE_LATE,
    Course.NOT_REACHED: State.OPEN_OVERDUE,
    Course.ON_COURSE: State.OPEN_IN_TIME,
    Course.BEHIND: State.OPEN_OVERDUE,
    Course.UNDER_WAY: State.OPEN_IN_TIME,
    Course.NO_INFORMATION: State.NO_INFORMATION,
}
#: What stands where nothing can be reckoned: never 0, never 100.
NONE = "—"


def indicators(
    progress: Progress,
    plan: Need | None = None,
    rows: Iterable[IndicatorStatus] | None = None,
    since: date | None = None,
) -> Table[IndicatorStatus]:
    """Each indicator with its target in force, what was reached and how that compares; or those given.

    The columns are those of provincial reports on indicators, with what waits for confirmation beside them;
    paper, which has no room for all, has the unit and the agency below the indicator and the percent below
    the state. ``since`` is the first day of a period: what was added in it is there too.
    """
    found = tuple(_all(progress, plan) if rows is None else rows)
    columns: tuple[Column[IndicatorStatus], ...] = (
        numbered(found),
        *of_plan(progress, plan, lambda s: s.indicator),
        Column("id", _("ID"), lambda s: s.indicator.id, 14, on=_SHEET),
        Column("title", _("Indicator"), lambda s: (linked(s.indicator),), 44, on=~Surface.PAPER),
        Column("whose", _("Indicator, unit, in charge"), lambda s: _whose(progress, s), 44, on=Surface.PAPER),
        Column("unit", _("Unit"), lambda s: s.indicator["unit"], 10, centred=True, on=~Surface.PAPER),
        Column("baseline", _("Baseline"), lambda s: figure_words(s.baseline), 15, on=~Surface.PAPER),
        Column("target", _("To be reached"), lambda s: target_words(s.target), 13),
        *_in_period(since),
        Column("reached", _("Reached so far"), lambda s: figure_words(s.reached), 14, on=~Surface.PAPER),
        Column("reached_waiting", _("Reached so far"), _with_waiting, 14, on=Surface.PAPER),
        Column("waiting", _("Waiting for confirmation"), _waiting, 14, on=~Surface.PAPER),
        Column(
            "percent",
            _("Of the way, %"),
            lambda s: percent_words(s.percent),
            11,
            centred=True,
            on=~Surface.PAPER,
        ),
        Column("trend", _("Trend"), lambda s: trend_words(s.trend), 9, on=~Surface.PAPER),
        Column("state", _("State"), course_cell, 14, on=~Surface.PAPER),
        Column("course", _("State, of the way"), _with_percent, 14, on=Surface.PAPER),
        Column("owner", _("Agency in charge"), lambda s: owner_cell(progress, s), 26, on=~Surface.PAPER),
    )
    return Table("indicators", _("Indicators"), columns, found, lambda s: s.indicator.id)


def measures(progress: Progress, plan: Need | None = None) -> Table[Need]:
    """Every measure (of an indicator of one plan), in the order in which they stand in the files."""
    read = progress.plan
    of = {s.indicator.id for s in _all(progress, plan)}
    rows = tuple(m for m in read.of_type("measure") if not of.isdisjoint(m.to("on")))
    labels = read.model.types["measure"].labels
    columns: tuple[Column[Need], ...] = (
        Column("id", _("ID"), lambda m: m.id, 18, on=_SHEET),
        *of_plan(progress, plan, lambda m: m),
        Column("on", _("Indicator (code)"), lambda m: ", ".join(m.to("on")), 18, on=_SHEET),
        Column(
            "indicator", _("Indicator"), lambda m: listed(map(linked, read.targets(m, "on"))), 30, on=_SITE
        ),
        Column("title", _("Document"), lambda m: (linked(m),), 36),
        Column("date", labels["date"], lambda m: m.day("date"), 13),
        Column("value", labels["value"], lambda m: m["value"], 13),
        Column("number", labels["number"], lambda m: m["number"], 18),
        Column("confirmed", labels["confirmed"], lambda m: value_label(m["confirmed"]), 11),
        Column("reason", labels["reason"], lambda m: m["reason"], 24, on=_SITE),
        Column("url", labels["url"], lambda m: m["url"], 24, on=_SHEET),
    )
    return Table("measures", _("Figures of indicators"), columns, rows, lambda m: m.id)


def _in_period(since: date | None) -> tuple[Column[IndicatorStatus], ...]:
    """What was added in the period that began on a day, with its sign."""
    if since is None:
        return ()

    def added(status: IndicatorStatus) -> str:
        value = gained(status, since)
        return NONE if value is None else ("+" if value > 0 else "") + numbers.said(value)

    return (Column("in_period", _("In the period"), added, 11, centred=True),)


def _all(progress: Progress, plan: Need | None) -> Iterable[IndicatorStatus]:
    found = statuses(progress.plan, progress.as_of, plan)
    return led(found, progress.agency) if progress.agency else found


def figure_words(figure: Figure | None) -> str:
    """A value with the day that it is of: "58 (đến 14/09/2026)"."""
    if figure is None:
        return NONE
    return _("{value} (up to {day})").format(value=numbers.said(figure.value), day=day(figure.day))


def target_words(target: Target | None) -> str:
    """A target with its year or day: "80 (năm 2026)"."""
    if target is None:
        return NONE
    return _("{value} ({term})").format(value=numbers.said(target.value), term=term_words(target))


def term_words(target: Target) -> str:
    """The year or the day of a target."""
    return _("year {year}").format(year=target.day.year) if target.of_year else day(target.day)


def percent_words(percent: Decimal | None) -> str:
    """How much of the way is done; a dash where that cannot be measured."""
    return NONE if percent is None else numbers.said(percent)


def trend_words(trend: Trend | None) -> str:
    """How the last figure differs from the one before it."""
    return NONE if trend is None else _trends()[trend]


@once_a_language
def _trends() -> dict[Trend, str]:
    return {Trend.BETTER: _("better"), Trend.WORSE: _("worse"), Trend.SAME: _("unchanged")}


def course_words(course: Course) -> str:
    """Where an indicator stands with its target."""
    return _courses()[course]


@once_a_language
def _courses() -> dict[Course, str]:
    return {
        Course.REACHED: _("Reached"),
        Course.REACHED_LATE: _("Reached late"),
        Course.NOT_REACHED: _("Not reached"),
        Course.ON_COURSE: _("On course"),
        Course.BEHIND: _("Behind its course"),
        Course.UNDER_WAY: _("Under way"),
        Course.NO_INFORMATION: _("No figures yet"),
    }


def course_cell(status: IndicatorStatus) -> Words:
    """The same with the colour and sign of the state of tasks that it is like."""
    return (Span(course_words(status.course), state=LIKE[status.course].value),)


def outcome_words(outcome: Outcome) -> str:
    """What became of a target whose day is past: "năm 2026: 80, đạt 70 (đến …), không đạt"."""
    words = {True: _("reached"), False: _("not reached"), None: _("no figures")}[outcome.reached]
    said = _("{term}: {wanted}, was {figure}: {outcome}")
    term, wanted = term_words(outcome.target), numbers.said(outcome.target.value)
    return said.format(term=term, wanted=wanted, figure=figure_words(outcome.figure), outcome=words)


def owner_cell(progress: Progress, status: IndicatorStatus) -> Words:
    """Who answers for an indicator, as named and as it is now."""
    return named_cell(progress, (owner.named for owner in status.owners))


def _with_waiting(status: IndicatorStatus) -> Value:
    """What was reached, and below it what is not confirmed yet, as such."""
    waiting = _("waiting for confirmation: {figure}").format(figure=_waiting(status))
    return listed([Span(figure_words(status.reached)), *([Span(waiting)] if status.waiting else [])])


def _whose(progress: Progress, status: IndicatorStatus) -> Words:
    """An indicator with its unit, and below it who answers for it."""
    unit = status.indicator["unit"]
    title = f"{status.indicator.title} ({unit})" if unit else status.indicator.title
    owner = owner_cell(progress, status)
    return (linked(status.indicator, title), *((BREAK, *owner) if owner else ()))


def _with_percent(status: IndicatorStatus) -> Words:
    """How it goes, and below it how much of the way is done, where that can be measured."""
    percent = [] if status.percent is None else [Span(f"{percent_words(status.percent)} %")]
    return listed([*course_cell(status), *percent])


def _waiting(status: IndicatorStatus) -> str:
    return figure_words(status.waiting) if status.waiting else ""
