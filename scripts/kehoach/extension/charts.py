"""Charts as SVG by our own few lines: drawn when the site is built, printed as they stand."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise

from markupsafe import Markup

from kehoach.language import _
from kehoach.progress import State
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
