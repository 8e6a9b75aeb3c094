"""Charts as SVG by our own few lines: drawn when the site is built, printed as they stand."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from markupsafe import Markup

from kehoach.language import _
from kehoach.official import numbers
from kehoach.progress import State
from kehoach.progress.indicators import IndicatorStatus
from kehoach.progress.periods import month_at
from kehoach.progress.weeks import Week
from kehoach.reports.words import SYMBOLS, day, state_label

# In the units of the drawing, which is scaled to its column: letters are read on a telephone too.
_WIDTH, _HEIGHT = 520, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 376, 14, 220
_LINE = 16  # between two labels
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MOST = 5  # lines of the grid
_MONTHS = (1, 2, 3, 6, 12, 24, 60)

Points = Sequence[tuple[float, float]]
#: A value on a day.
Point = tuple[date, Decimal]


def over_time(weeks: Sequence[Week]) -> Markup:
    """What was due and what was done, week by week; between the lines lies what is behind."""
    last = weeks[-1]
    most = max(1, *(max(week.due, week.done) for week in weeks))
    first, days = weeks[0].day, max(1, (last.day - weeks[0].day).days)

    def x(value: date) -> float:
        return round(_LEFT + (value - first).days / days * (_RIGHT - _LEFT), 1)

    y = _heights(most)
    due = _stairs([(x(week.day), y(week.due)) for week in weeks])
    done = _stairs([(x(week.day), y(week.done)) for week in weeks])
    ends = (
        ("due", f"● {_('due')} {last.due}", y(last.due)),
        ("done", f"✓ {_('done')} {last.done}", y(last.done)),
    )
    title = _("Up to the end of {day}: {due} due, {done} done").format(
        day=day(last.day), due=last.due, done=last.done
    )
    parts = [
        *_grid(most, y),
        *_months(first, last.day, x),
        f'<path class="gap" d="{_area(due, done)}"/>',
        f'<path class="due" d="{_path(due)}"/>',
        f'<path class="done" d="{_path(done)}"/>',
        *_labels(ends),
    ]
    return _svg(title, "img", parts)


def by_month(months: Sequence[tuple[date, Counter[State]]], address: Callable[[date], str]) -> Markup:
    """How many last days each month has, in the colours of what became of the tasks; each leads to them."""
    most = max(1, *(counts.total() for _month, counts in months))
    y = _heights(most)
    width = (_WIDTH - _LEFT - 6) / len(months)
    parts = [*_grid(most, y, _WIDTH)]
    for number, (month, counts) in enumerate(months):
        left = round(_LEFT + 4 + number * width, 1)
        parts += _column((left, round(max(2, width - 3), 1)), counts, y, address(month), month)
        step = -(-len(months) // 12)
        if number % step == 0:
            parts.append(f'<text class="tick" x="{left}" y="{_BOTTOM + 16}">{month.month}/{month:%y}</text>')
    title = _("Last days by month, {count} tasks").format(count=sum(c.total() for _m, c in months))
    return _svg(title, "group", parts)


@dataclass(frozen=True, slots=True)
class _Field:
    """Where days and values are in the drawing, from its first point to its last."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def at(self, point: Point) -> tuple[float, float]:
        day, value = point
        left, days = _LEFT + 24, max(1, (self.last - self.first).days)
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        x = left + (day - self.first).days / days * (_RIGHT - left)
        return round(x, 1), round(_BOTTOM - share * (_BOTTOM - _TOP), 1)

    def edges(self) -> Iterator[str]:
        """The least and the greatest value, each with its line; the first and the last day."""
        for value in dict.fromkeys((self.low, self.high)):
            y = self.at((self.first, value))[1]
            yield f'<line class="rule" x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}"/>'
            yield f'<text class="tick" x="2" y="{y - 4}">{numbers.said(value)}</text>'
        yield f'<text class="tick" x="{_LEFT}" y="{_BOTTOM + 18}">{day(self.first)}</text>'
        if self.last > self.first:
            yield f'<text class="tick end" x="{_RIGHT}" y="{_BOTTOM + 18}">{day(self.last)}</text>'


def measured(status: IndicatorStatus) -> Markup:
    """What was reached over time, what waits for confirmation, and the way from the baseline to the target.

    Empty where nothing was measured, or all of it is of one day.
    """
    start, target, waiting = status.baseline, status.target, status.waiting
    reached = [(one.day, one.value) for one in ((start, *status.figures) if start else status.figures)]
    wanted = (target.day, target.value) if target else None
    waits = (waiting.day, waiting.value) if waiting else None
    points = [*reached, *filter(None, (wanted, waits))]
    if not status.figures or len({day for day, _value in points}) < 2:
        return Markup("")
    values = [value for _day, value in points]
    field = _Field(min(points)[0], max(points)[0], min(values), max(values))
    parts, ends = [*field.edges()], []
    if wanted:
        if start and start.day < wanted[0]:
            parts.append(f'<path class="due" d="{_path([field.at(reached[0]), field.at(wanted)])}"/>')
        ends.append(_end("due", "●", wanted))
    parts.append(f'<path class="done" d="{_path([*map(field.at, reached)])}"/>')
    ends.append(_end("done", "✓", reached[-1]))
    if waits:
        ends.append(_end("waiting", "…", waits))
    dots = [("done", point) for point in reached[:-1]] + [(name, point) for name, point, _label in ends]
    parts += [_dot(name, field.at(point)) for name, point in dots]
    labels = [(name, words, field.at(point)[1]) for name, point, words in ends]
    return _svg(_measured_words(status), "img", [*parts, *_labels(labels)])


def _end(name: str, sign: str, point: Point) -> tuple[str, Point, str]:
    """The last point of a line, with its name."""
    return name, point, f"{sign} {numbers.said(point[1])}"


def _measured_words(status: IndicatorStatus) -> str:
    """The chart for those who do not see it; its figures stand beside it in words."""
    latest, target = status.figures[-1], status.target
    words = _("{title}: {value} {unit} up to {day}, to be reached {target}")
    wanted = f"{numbers.said(target.value)} ({day(target.day)})" if target else "—"
    said = {"title": status.indicator.title, "unit": status.indicator["unit"], "target": wanted}
    return words.format(**said, value=numbers.said(latest.value), day=day(latest.day))


def _dot(name: str, point: tuple[float, float]) -> str:
    return f'<circle class="{name}-dot" cx="{point[0]}" cy="{point[1]}" r="4"/>'


def _column(
    across: tuple[float, float], counts: Counter[State], y: Callable[[int], float], to: str, month: date
) -> Iterator[str]:
    """The tasks of a month upon each other, between two places of the axis."""
    if not counts:
        return
    left, width = across
    words = "; ".join(f"{state_label(state)}: {counts[state]}" for state in State if counts[state])
    yield f'<a href="{escape(to)}"><title>{month:%m/%Y}: {escape(words)}</title>'
    below = 0
    for state in (state for state in State if counts[state]):
        top, height = y(below + counts[state]), round(y(below) - y(below + counts[state]) - 1, 1)
        shape = f'x="{left}" y="{top}" width="{width}" height="{height}"'
        yield f'<rect class="part state-{state.value}" {shape}/>'
        if height > _LINE:
            middle, foot = round(left + width / 2, 1), round(top + height / 2 + 4, 1)
            yield f'<text class="sign" x="{middle}" y="{foot}">{SYMBOLS[state]}</text>'
        below += counts[state]
    middle = round(left + width / 2, 1)
    yield f'<text class="count" x="{middle}" y="{round(y(below) - 4, 1)}">{below}</text></a>'


def _heights(most: int) -> Callable[[int], float]:
    return lambda value: round(_BOTTOM - value / most * (_BOTTOM - _TOP), 1)


def _grid(most: int, y: Callable[[int], float], right: int = _RIGHT) -> Iterator[str]:
    step = next((s for s in _STEPS if most / s <= _MOST), most)
    for value in range(0, most + 1, step):
        yield f'<line class="rule" x1="{_LEFT}" x2="{right}" y1="{y(value)}" y2="{y(value)}"/>'
        yield f'<text class="tick end" x="{_LEFT - 6}" y="{y(value) + 4}">{value}</text>'


def _months(first: date, last: date, x: Callable[[date], float]) -> Iterator[str]:
    """The first days of months, as many as can be read."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in _MONTHS if count / s <= _MOST + 1), 120)
    for index in range(first.year * 12 + first.month, last.year * 12 + last.month, step):
        month = month_at(index)
        yield f'<text class="tick" x="{x(month)}" y="{_BOTTOM + 16}">{month.month}/{month:%y}</text>'


def _labels(ends: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """The names of lines at their ends, apart from each other."""
    before = -_LINE * 1.0
    for name, words, height in sorted(ends, key=lambda end: end[2]):
        before = max(height + 4, before + _LINE)
        yield f'<text class="{name}-label" x="{_RIGHT + 6}" y="{round(before, 1)}">{escape(words)}</text>'


def _stairs(points: Points) -> Points:
    """What is known week by week stays as it is until the next."""
    found = list(points[:1])
    for (_x, height), (x, to) in pairwise(points):
        found += [(x, height), (x, to)]
    return found


def _path(points: Points) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points)


def _area(upper: Points, lower: Points) -> str:
    return f"{_path([*upper, *reversed(lower)])} z"


def _svg(title: str, role: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="{role}" aria-label="{escape(title)}">'
    return Markup("\n".join([head, *parts, "</svg>"]))
