"""The timeline: an SVG drawn when the site is built, which needs no script and prints as it stands."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from docutils import nodes

from kehoach.deadline import Kind
from kehoach.extension.dashboards import as_of_line, state_cell
from kehoach.extension.render import Inline, Page, day, table
from kehoach.i18n import _
from kehoach.progress import State, TaskStatus
from kehoach.words import state_label, state_words

_LABELS = 360  # width of the column of titles, in the units of the drawing
_WIDTH = 1000
_ROW = 30
_HEAD = 44
_TITLE = 38  # letters of a title that fit its column
_MARGIN = timedelta(days=15)
_TICKS = ((18, 1), (54, 3), (10**6, 12))  # up to so many months: a tick every so many


@dataclass(frozen=True)
class _Axis:
    """Days along the drawing."""

    first: date
    last: date

    def x(self, value: date) -> float:
        """Where a day lies; days outside lie on the edge."""
        inside = min(max(value, self.first), self.last)
        share = (inside - self.first).days / max(1, (self.last - self.first).days)
        return round(_LABELS + share * (_WIDTH - _LABELS - 10), 1)

    def ticks(self) -> Iterator[date]:
        """The first days of months, quarters or years, as many as can be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next(step for limit, step in _TICKS if months <= limit)
        for index in range(self.first.year * 12, self.last.year * 12 + 12):
            tick = date(index // 12, index % 12 + 1, 1)
            if index % step == 0 and self.first <= tick <= self.last:
                yield tick


def timeline(page: Page) -> list[nodes.Node]:
    """Every task along time: last days, periods, standing duties, the day of the figures."""
    tasks = page.progress.tasks
    if not tasks:
        return [nodes.paragraph("", _("The plan has no tasks yet."))]
    # A drawing is HTML only; every other builder has the table below it.
    drawing = nodes.raw("", _svg(page, tasks), format="html")
    return [as_of_line(page.progress.as_of), drawing, _legend(tasks), _alternative(page, tasks)]


def _axis(page: Page, tasks: tuple[TaskStatus, ...]) -> _Axis:
    starts = [issued for plan in page.plan.of_type("plan") if (issued := plan.day("issued"))]
    days = [*starts, page.progress.as_of]
    for status in tasks:
        days += filter(None, (status.obligation.due, status.obligation.deadline.start))
    return _Axis(min(days) - _MARGIN, max(days) + _MARGIN)


def _svg(page: Page, tasks: tuple[TaskStatus, ...]) -> str:
    axis = _axis(page, tasks)
    height = _HEAD + _ROW * len(tasks) + 8
    title = _("Timeline of {count} tasks, up to the end of {day}")
    parts = [
        f'<div class="timeline" role="region" tabindex="0" aria-label="{escape(_("Timeline"))}">',
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="group" aria-labelledby="timeline-title">',
        f'<title id="timeline-title">{title.format(count=len(tasks), day=day(page.progress.as_of))}</title>',
        *_grid(axis, height),
        *(part for row, status in enumerate(tasks) for part in _row(page, axis, row, status)),
        *_as_of(axis, page.progress.as_of, height),
        "</svg></div>",
    ]
    return "\n".join(parts)


def _grid(axis: _Axis, height: int) -> Iterator[str]:
    for tick in axis.ticks():
        x = axis.x(tick)
        words = str(tick.year) if tick.month == 1 else f"{tick.month}/{tick.year % 100:02}"
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="{_HEAD - 8}" y2="{height}"/>'
        yield f'<text class="tick-label" x="{x + 2}" y="{_HEAD - 12}">{words}</text>'


def _as_of(axis: _Axis, as_of: date, height: int) -> Iterator[str]:
    x = axis.x(as_of)
    yield f'<line class="as-of-line" x1="{x}" x2="{x}" y1="14" y2="{height}"/>'
    side = "end" if x > _WIDTH - 60 else "middle"
    yield f'<text class="as-of-label {side}" x="{x}" y="12">{day(as_of)}</text>'


def _row(page: Page, axis: _Axis, row: int, status: TaskStatus) -> Iterator[str]:
    y = _HEAD + _ROW * row + _ROW // 2
    task = status.task
    title = task.title if len(task.title) <= _TITLE else task.title[: _TITLE - 1] + "…"
    link = escape(page.link(task)["refuri"])
    words = escape(f"{task['clause']} {task.title}: {state_words(status)}")
    yield f'<a href="{link}" class="state-{status.state.value}"><title>{words}</title>'
    yield f'<text class="row-label" x="0" y="{y + 4}">{escape(task["clause"])} {escape(title)}</text>'
    yield from _marks(page, axis, y, status)
    yield "</a>"


def _marks(page: Page, axis: _Axis, y: int, status: TaskStatus) -> Iterator[str]:
    bound = status.obligation
    start, due = bound.deadline.start or _period_start(status), bound.due
    if due is None:
        begin = axis.x(start or axis.first)
        if bound.deadline.kind in (Kind.ONGOING, Kind.RECURRING, Kind.PERIOD):
            # A standing duty has no end: its bar runs out of the drawing, with an arrow.
            end = _WIDTH - 10
            width = round(end - begin, 1)
            yield f'<rect class="bar open" x="{begin}" y="{y - 3}" width="{width}" height="6"/>'
            yield f'<path class="mark" d="M{end} {y - 6} l8 6 l-8 6 z"/>'
        else:
            yield f'<text class="symbol" x="{begin}" y="{y + 4}">{_SYMBOLS[status.state]}</text>'
        return
    if start and start < due:
        begin = axis.x(start)
        width = round(axis.x(due) - begin, 1)
        yield f'<rect class="bar" x="{begin}" y="{y - 3}" width="{width}" height="6"/>'
    if bound.extensions and (original := page.plan.deadline_of(status.task).due):
        yield f'<path class="former" d="{_diamond(axis.x(original), y)}"/>'
    yield f'<path class="mark" d="{_diamond(axis.x(due), y)}"/>'
    yield f'<text class="symbol" x="{axis.x(due) + 9}" y="{y + 4}">{_SYMBOLS[status.state]}</text>'


def _diamond(x: float, y: int) -> str:
    return f"M{round(x - 6, 1)} {y} l6 -6 l6 6 l-6 6 z"


def _period_start(status: TaskStatus) -> date | None:
    """The first day of a month, quarter or year that is the deadline: "quý III" begins on 1/7."""
    due = status.obligation.due
    if status.obligation.deadline.kind is not Kind.PERIOD or due is None:
        return None
    words = status.obligation.deadline.text.casefold()
    months = (
        3 if "quý" in words else 6 if "6 tháng" in words else 1 if "tháng" in words or "/" in words else 12
    )
    first = date(due.year, max(1, due.month - months + 1), 1)
    return first if due.day == monthrange(due.year, due.month)[1] else None


#: Beside the colour, so that black-and-white print and colour-blind readers tell states apart.
_SYMBOLS = {
    State.DONE_ON_TIME: "✓",
    State.DONE_LATE: "✓!",
    State.OPEN_IN_TIME: "○",
    State.OPEN_OVERDUE: "!",
    State.NO_INFORMATION: "?",
    State.ONGOING: "→",
    State.WAITING: "…",
    State.SUSPENDED: "‖",
    State.CANCELLED: "×",
    State.NO_DEADLINE: "–",
}


def _legend(tasks: tuple[TaskStatus, ...]) -> nodes.paragraph:
    """The symbols that occur, in words."""
    found = {status.state for status in tasks}
    words = "; ".join(f"{_SYMBOLS[state]} {state_label(state)}" for state in State if state in found)
    hollow = _("a hollow mark is the last day before an extension")
    return nodes.paragraph("", f"{words}; ◇ {hollow}.", classes=["legend"])


def _alternative(page: Page, tasks: tuple[TaskStatus, ...]) -> nodes.table:
    head = [_("Clause"), _("Task"), _("From"), _("Due"), _("State")]
    body: list[list[Inline]] = []
    for status in tasks:
        start, due = status.obligation.deadline.start, status.obligation.due
        body.append(
            [
                [nodes.Text(status.task["clause"])],
                [page.link(status.task)],
                [nodes.Text(day(start) if start else "")],
                [nodes.Text(day(due) if due else "")],
                state_cell(status),
            ]
        )
    return table(head, body, (9, 47, 12, 12, 20), "timeline-table")
