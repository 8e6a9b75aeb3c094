"""The timeline: an SVG drawn when the site is built, which needs no script and prints as it stands."""

import re
import textwrap
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import groupby, pairwise

from markupsafe import Markup

from kehoach.deadline import Kind
from kehoach.extension.blocks import Block, Grid, Paragraph, Picture, Section, Sections, as_of_line
from kehoach.extension.page import Page
from kehoach.extension.views.tasks import facets
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import State, TaskStatus
from kehoach.progress.periods import month_at
from kehoach.reports import tables
from kehoach.reports.tables import Span, Surface
from kehoach.reports.words import SYMBOLS, day, number_of, state_label, state_words

# All in the units of the drawing, which is scaled to the page.
_WIDTH = 900
_LABELS = 330  # the column of titles
_AXIS = 362  # where the axis begins, behind the column of symbols
_END = 884
_ROW = 40
_HEAD = 44
_NARROW = 5  # occurrences nearer than this cannot be told apart
_ROOM = 40  # for the words of a tick
_LINE = 44  # letters of a title in one line of its column
_WIDE_LINE = 100
_ROWS = 24  # a longer timeline is drawn in parts, each with the days above it, each on one sheet of A4
_MARGIN = timedelta(days=15)
_TICKS = ((18, 1), (54, 3), (240, 12), (10**6, 120))  # up to so many months: a tick every so many


@dataclass(frozen=True)
class _Axis:
    """Days along the drawing."""

    first: date
    last: date

    def x(self, value: date) -> float:
        """Where a day lies; days outside lie on the edge."""
        inside = min(max(value, self.first), self.last)
        share = (inside - self.first).days / max(1, (self.last - self.first).days)
        return round(_AXIS + share * (_END - _AXIS), 1)

    def ticks(self) -> Iterator[date]:
        """The first days of months, quarters, years or decades, as many as can be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next(step for limit, step in _TICKS if months <= limit)
        for index in range(self.first.year * 12, self.last.year * 12 + 12):
            tick = month_at(index)
            if index % step == 0 and self.first <= tick <= self.last:
                yield tick


def timeline(page: Page) -> Iterator[Block]:
    """Every task along time: last days, periods, standing duties, the day of the figures."""
    if not page.tasks:
        yield Paragraph(_("The plan has no tasks yet."))
        return
    drawing = _Drawing(page)
    yield as_of_line(page.progress.as_of)
    yield Sections("drawing", _("A drawing for each part of the plan"), tuple(drawing.sections()))
    yield from drawing.legend()
    # The script leaves in the drawing what the table is narrowed to.
    yield Grid(tables.in_time(page.progress, page.only).on(Surface.SITE), facets=facets(page))


class _Drawing:
    """The timeline being drawn; ``marks`` are the kinds of marks that occur, for the legend."""

    def __init__(self, page: Page) -> None:
        self.page, self.progress, self.plan = page, page.progress, page.plan
        self.axis = _axis(page)
        self.marks: set[str] = set()

    def sections(self) -> Iterator[Section]:
        """A drawing for each chapter, in a region that can be scrolled on a telephone, by keyboard too."""
        number = 0
        for chapter, rows in self.chapters():
            parts = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
            drawn = [self.svg(number + place, part) for place, part in enumerate(parts, 1)]
            number += len(parts)
            name = f"{_('Timeline')} {chapter}".strip()
            region = f'<div class="timeline" role="region" tabindex="0" aria-label="{escape(name)}">'
            picture = Picture(Markup("\n".join([region, *drawn, "</div>"])))
            yield Section(chapter or _("Beginning"), f"ve-{number}", (picture,))

    def chapters(self) -> Iterator[tuple[str, list[TaskStatus | Need]]]:
        """The tasks by the chapters of their clauses; among several plans each plan before its tasks."""
        home = self.plan.plan_of
        groups = [(plan, list(found)) for plan, found in groupby(self.page.tasks, lambda s: home(s.task))]
        for plan, tasks in groups:
            several = plan and len(groups) > 1
            heads: list[TaskStatus | Need] = [plan] if plan and several else []
            for chapter, found in groupby(tasks, lambda s: s.task.chapter):
                yield f"{number_of(plan)} {chapter}" if plan and several else chapter, [*heads, *found]
                heads = []

    def svg(self, number: int, rows: list[TaskStatus | Need]) -> str:
        """One part: a group of links, since what has the role "img" hides the links in it."""
        height = _HEAD + _ROW * len(rows) + 4
        name, about = f"timeline-{number}", f"timeline-{number}-about"
        title = _("Timeline of {count} tasks, up to the end of {day}")
        title = title.format(count=len(self.page.tasks), day=day(self.progress.as_of))
        shown = [row.state for row in rows if isinstance(row, TaskStatus)]
        counts = "; ".join(f"{state_label(s)}: {shown.count(s)}" for s in State if s in shown)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="group"'
            f' aria-labelledby="{name}" aria-describedby="{about}">',
            f'<title id="{name}">{escape(title)}</title><desc id="{about}">{escape(counts)}</desc>',
            *self.grid(height),
        ]
        for index, row in enumerate(rows):
            y = _HEAD + _ROW * index + _ROW // 2
            drawn = self.plan_row(y, row) if isinstance(row, Need) else self.task_row(y, row)
            parts += (f'<g class="row" data-height="{_ROW}">', *drawn, "</g>")
        return "\n".join([*parts, *self.as_of(height), "</svg>"])

    def grid(self, height: int) -> Iterator[str]:
        days = [*self.axis.ticks()]
        near = any(self.axis.x(later) - self.axis.x(tick) < _ROOM for tick, later in pairwise(days))
        for number, tick in enumerate(days):
            x = self.axis.x(tick)
            # On a telephone there is room for every second, elsewhere where they are not near.
            odd = " odd" if number % 2 else ""
            words = str(tick.year) if tick.month == 1 else f"{tick.month}/{tick.year % 100:02}"
            yield f'<line class="tick" x1="{x}" x2="{x}" y1="{_HEAD - 8}" y2="{height}"/>'
            if x < _WIDTH - 46 and not (odd and near):
                yield f'<text class="tick-label{odd}" x="{x + 2}" y="{_HEAD - 12}">{words}</text>'

    def as_of(self, height: int) -> Iterator[str]:
        x = self.axis.x(self.progress.as_of)
        yield f'<line class="as-of-line" x1="{x}" x2="{x}" y1="16" y2="{height}"/>'
        side = "end" if x > _WIDTH - 60 else "middle"
        yield f'<text class="as-of-label {side}" x="{x}" y="12">{day(self.progress.as_of)}</text>'

    def plan_row(self, y: int, plan: Need) -> Iterator[str]:
        label = textwrap.shorten(f"{number_of(plan)} {plan.title}", _WIDE_LINE, placeholder="…")
        yield f'<a href="{escape(self.page.address(Span("", plan.id)))}">'
        yield f'<text class="plan-label" x="0" y="{y + 8}">{escape(label)}</text></a>'

    def task_row(self, y: int, status: TaskStatus) -> Iterator[str]:
        task = status.task
        words = f"{task['clause']} {task.title}: {state_words(status)}"
        yield f'<line class="row-line" x1="0" x2="{_WIDTH}" y1="{y + _ROW // 2}" y2="{y + _ROW // 2}"/>'
        yield f'<a href="{escape(self.page.address(Span("", task.id)))}" class="state-{status.state.value}">'
        yield f"<title>{escape(words)}</title>"
        label = f"{task['clause']} {task.title}"
        hyphens = "-" in label  # looked for in all words, which takes most of the time
        lines = textwrap.wrap(label, _LINE, max_lines=2, placeholder="…", break_on_hyphens=hyphens)
        top = y + 5 - 9 * (len(lines) - 1)
        for index, line in enumerate(lines):
            place = ("first", "second")[index] if len(lines) > 1 else "only"
            # On a telephone there is one line.
            more = '<tspan class="more" display="none"> …</tspan>' if place == "first" else ""
            yield f'<text class="row-label {place}" x="0" y="{top + 18 * index}">{escape(line)}{more}</text>'
        # All symbols stand in one column: marks at the edge have no room for them.
        yield f'<text class="symbol" x="{_LABELS + 6}" y="{y + 5}">{SYMBOLS[status.state]}</text>'
        yield '<g class="time">'
        yield from self.time_of(y, status)
        yield "</g></a>"

    def time_of(self, y: int, status: TaskStatus) -> Iterator[str]:
        """The marks of one task along the axis."""
        bound = status.obligation
        start, due = self.start(status), bound.due
        if start and (due is None or start < due):
            yield self.bar(y, start, due)
        if bound.deadline.kind is Kind.RECURRING:
            yield from self.occurrences(y, status)
        for period in status.missing:
            self.marks.add("missing")
            x = round(self.axis.x(period.send_by) - 4, 1)
            yield f'<rect class="missing" x="{x}" y="{y - 4}" width="8" height="8" {_HOLLOW}/>'
        former = self.plan.deadline_of(status.task).due if bound.extensions else None
        if former and former != due:
            self.marks.add("former")
            yield f'<path class="former" d="{_diamond(self.axis.x(former), y)}" {_HOLLOW}/>'
        if due:
            self.marks.add("due")
            yield f'<path class="mark" d="{_diamond(self.axis.x(due), y)}"/>'

    def bar(self, y: int, start: date, due: date | None) -> str:
        x = self.axis.x(start)
        end = self.axis.x(due) if due else _END
        self.marks.add("bar" if due else "open")
        open_end = "" if due else " open"
        drawn = (
            f'<rect class="bar{open_end}" x="{x}" y="{y - 3}" width="{round(end - x, 1)}" height="6" rx="1"/>'
        )
        # What has no end runs out of the drawing, with an arrow.
        return drawn if due else f'{drawn}\n<path class="mark" d="M{_END} {y - 7} l12 7 l-12 7 z"/>'

    def occurrences(self, y: int, status: TaskStatus) -> Iterator[str]:
        """Each time that a task falls due, up to the end of the axis."""
        home = self.plan.plan_of(status.task)
        if home is None or not status.owed:
            return
        last = -_WIDTH * 1.0
        until = min(self.axis.last, status.ending.day) if status.ending else self.axis.last
        for period in self.progress.duties(home, status.obligation, until).owed:
            x = self.axis.x(period.send_by)
            if period.send_by <= until and x - last >= _NARROW:
                self.marks.add("occurrence")
                yield f'<path class="occurrence" d="M{x} {y - 9} v18" stroke="currentColor"/>'
                last = x

    def start(self, status: TaskStatus) -> date | None:
        """Since when a task is being done, where the text says it; standing duties begin with the plan."""
        read = status.obligation.deadline
        if read.start:
            return read.start
        if read.kind in (Kind.ONGOING, Kind.RECURRING):
            home = self.plan.plan_of(status.task)
            return (home.day("issued") if home else None) or self.axis.first
        if read.kind is Kind.PERIOD and read.due and not read.before:
            return _period_start(read.text, read.due)
        return None

    def legend(self) -> Iterator[Paragraph]:
        """The symbols and marks that occur, in words."""
        found = {status.state for status in self.page.tasks}
        states = [f"{SYMBOLS[state]} {state_label(state)}" for state in State if state in found]
        marks = {
            "due": f"◆ {_('Due')}",
            "former": f"◇ {_('a hollow mark is the last day before an extension')}",
            "bar": f"▬ {_('time given by the text')}",
            "open": f"▬▶ {_('without an end')}",
            "occurrence": f"| {_('each time it falls due')}",
            "missing": f"□ {_('report missing')}",
        }
        for words in (states, [words for mark, words in marks.items() if mark in self.marks]):
            if words:
                yield Paragraph(f"{'; '.join(words)}.", "legend")


def _axis(page: Page) -> _Axis:
    homes = {plan.id: plan for s in page.tasks if (plan := page.plan.plan_of(s.task))}
    days = [page.progress.as_of, *filter(None, (plan.day("issued") for plan in homes.values()))]
    for status in page.tasks:
        former = page.plan.deadline_of(status.task).due
        days += filter(None, (status.obligation.due, status.obligation.deadline.start, former))
    return _Axis(min(days) - _MARGIN, max(days) + _MARGIN)


#: Seen without our style sheet too, and no inline style, which a strict site forbids.
_HOLLOW = 'fill="none" stroke="currentColor"'


def _diamond(x: float, y: int) -> str:
    return f"M{round(x - 7, 1)} {y} l7 -7 l7 7 l-7 7 z"


#: The lengths of whole periods in months, by how they are written; the first that fits counts.
_MONTHS = (
    (r"\bquý\b", 3),
    (r"\b(?:6|sáu) tháng (?:đầu|cuối)\b", 6),
    (r"\btháng\b|^\s*\d+/\d{4}", 1),
    (r"\bnăm\b", 12),
)
#: "Cuối năm", "hết quý III": the end is given, the beginning is not.
_END_ONLY = re.compile(r"(?<!tháng )\b(?:đầu|giữa|cuối)\b|\b(?:trước|hết|đến)\b")


def _period_start(text: str, due: date) -> date | None:
    """The first day of a month, quarter, half-year or year that is the deadline: "quý III" begins on 1/7.

    None where the text gives only the end: no beginning is made up.
    """
    words = text.casefold()
    months = next((months for pattern, months in _MONTHS if re.search(pattern, words)), None)
    whole = due.day == monthrange(due.year, due.month)[1]
    if not months or not whole or due.month % months or _END_ONLY.search(words):
        return None
    return date(due.year, due.month - months + 1, 1)
