"""The table of a form that an office wrote: the columns that it names, from those of all tables."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kehoach.language import _
from kehoach.plan import Need
from kehoach.plan.forms import Form, FormColumn
from kehoach.progress import CELLS, PAST, Progress, TaskStatus
from kehoach.progress.indicators import IndicatorStatus
from kehoach.progress.interval import Interval, What
from kehoach.progress.tally import RUNNING, indicator_cells, tally
from kehoach.reports.tables.indicators import indicators
from kehoach.reports.tables.period import Standing, counting, standing_agencies
from kehoach.reports.tables.table import Column, Span, Surface, Table, Value
from kehoach.reports.tables.tasks import assignment, results
from kehoach.reports.words import left_words, number_of

#: The columns that may be shown, by their keys.
Columns = Mapping[str, Column[Any]]
_TOLD = ("result", "shortcomings", "difficulties", "proposal")


@dataclass(frozen=True, slots=True)
class Scope:
    """A plan that a form is filled in for: on a day, or at the end of a period."""

    home: Need
    now: Progress
    found: Interval | None = None


def form_table(form: Form, scopes: Sequence[Scope]) -> Table[Any]:
    """A form filled in for some plans; of several, those of all of them but for rows about tasks."""
    rows, total = _ROWS[form.rows](scopes)
    shown = (*rows, replace(total, name=Span(form.total))) if form.total and total else tuple(rows)
    known = columns_of(form.rows, scopes, shown[: len(rows)])
    columns = [_column(number, column, known) for number, column in enumerate(form.columns)]
    if len(shown) > len(rows):
        columns = _with_total(form, columns, shown[-1])
    return Table("form", "", tuple(columns), shown, total=len(shown) > len(rows))


def _column(number: int, column: FormColumn, known: Columns) -> Column[Any]:
    """A column as the form has it; one that shows nothing is left to be filled in by hand."""
    base = known.get(column.value) or Column(f"blank-{number}", "", lambda _row: "", 10)
    width = column.width or base.width
    label, group = column.label, column.group
    return replace(base, label=label, group=group, width=width, about="", on=Surface.ALL)


def _with_total(form: Form, columns: list[Column[Any]], total: Any) -> list[Column[Any]]:
    """The columns with the last row: its words in the first that counts nothing, figures in those that do."""
    words = [n for n, c in enumerate(form.columns) if c.value in ("name", "title", "number", "id")]
    first = min(words, key=lambda n: (form.columns[n].value not in ("name", "title"), n), default=0)

    def of(number: int, column: Column[Any]) -> Column[Any]:
        if number != first and form.columns[number].value in _counts():
            return column

        def value(row: Any) -> Value:
            if row is total:
                return form.total if number == first else ""
            return column.value(row)

        return replace(column, value=value)

    return [of(number, column) for number, column in enumerate(columns)]


def _counts() -> set[str]:
    return {column.key for column in (*counting(), *_of_indicators())}


def columns_of(rows: str, scopes: Sequence[Scope], shown: Sequence[Any]) -> Columns:
    """The columns that a form with such rows may name."""
    numbers = {id(row): number for number, row in enumerate(shown, 1)}
    item: Column[Any] = Column("item", "", lambda row: numbers.get(id(row), ""), 5, centred=True)
    found = (item, *_COLUMNS[rows](scopes[0]))
    known: dict[str, Column[Any]] = {}
    for column in found:
        known.setdefault(column.key, column)
    return known


def _of_tasks(scope: Scope) -> tuple[Column[TaskStatus], ...]:
    now, home = scope.now, scope.home

    def told(option: str) -> Callable[[TaskStatus], Value]:
        def value(status: TaskStatus) -> Value:
            last = now.last_update(status.task)
            return last[option] if last else ""

        return value

    own = tuple(Column(option, "", told(option), 20) for option in _TOLD)
    skipped = ("item", "plan", "due_words")
    both = (*assignment(now, home).columns, *results(now, home).columns, *own)
    return tuple(column for column in both if column.key not in skipped)


def _of_rows_of_indicators(scope: Scope) -> tuple[Column[IndicatorStatus], ...]:
    since = scope.found.days.first if scope.found else scope.now.as_of
    shown = indicators(scope.now, scope.home, since=since).columns
    several = ("reached_waiting", "whose", "course")  # on paper one column stands for more of these
    return tuple(column for column in shown if column.key not in ("item", "plan", *several))


def _of_need(option: Callable[[Need], Value]) -> Callable[[Standing], Value]:
    return lambda row: option(row.need) if row.need else ""


def _of_agencies(_scope: Scope) -> tuple[Column[Standing], ...]:
    return (
        Column("id", "", _of_need(lambda agency: agency.id), 14),
        Column("name", "", lambda row: (row.name,), 30),
        *counting(),
    )


def _of_plans(_scope: Scope) -> tuple[Column[Standing], ...]:
    return (
        Column("id", "", _of_need(lambda plan: plan.id), 14),
        Column("number", "", _of_need(number_of), 14),
        Column("title", "", _of_need(lambda plan: plan.title), 34),
        Column("issuer", "", _of_need(lambda plan: plan["issuer"]), 20),
        Column("issued", "", _of_need(lambda plan: plan.day("issued")), 11),
        *counting(),
        *_of_indicators(),
    )


_COLUMNS: Mapping[str, Callable[[Scope], tuple[Column[Any], ...]]] = {
    "tasks": _of_tasks,
    "agencies": _of_agencies,
    "plans": _of_plans,
    "indicators": _of_rows_of_indicators,
}


def _of_indicators() -> tuple[Column[Standing], ...]:
    on_time, late, _in_time, _overdue = CELLS
    cells = (
        ("indicators", (*CELLS, *PAST[1:])),
        ("indicators-on-time", (on_time,)),
        ("indicators-late", (late,)),
        ("indicators-running", RUNNING),
        ("indicators-overdue", PAST),
    )

    def count(key: str, states: tuple[Any, ...]) -> Column[Standing]:
        return Column(key, "", lambda row: sum(row.indicators[s] for s in states), 9, centred=True)

    return tuple(count(key, states) for key, states in cells)


def apart_words(form: Form, scopes: Sequence[Scope]) -> str:
    """What a form that counts tasks leaves out, and what its total has beside its columns; else empty."""
    keys = {column.value for column in form.columns}
    _rows, total = _ROWS[form.rows](scopes)
    if total is None or "counted" not in keys:
        return ""
    said = []
    if "apart" not in keys and (apart := _figure("apart", total)):
        words = _(
            "Not counted: {count} tasks that are standing, wait for an event, were suspended, cancelled …"
        )
        said.append(words.format(count=apart))
    if "left" not in keys and (left := left_words(total.counts)):
        said += [left, _("They are in the total, and in no column beside it.")]
    return " ".join(said)


def _figure(key: str, row: Standing) -> Value:
    return next(column for column in counting() if column.key == key).value(row)


Filled = tuple[list[Any], Standing | None]


def _tasks(scopes: Sequence[Scope]) -> Filled:
    scope = scopes[0]
    return list(scope.now.tasks_of(scope.home)), None


def _rows_of_indicators(scopes: Sequence[Scope]) -> Filled:
    scope = scopes[0]
    return list(indicators(scope.now, scope.home).rows), None


def _agencies(scopes: Sequence[Scope]) -> Filled:
    scope = scopes[0]
    if scope.found:
        stood, happened = scope.found.agencies_stood, scope.found.of_agencies
    else:
        counted = tally(scope.now, scope.home)
        stood, happened = counted.rows | counted.outside, {}
    return list(standing_agencies(scope.now.plan, stood, happened)), _whole(scope)


def _plans(scopes: Sequence[Scope]) -> Filled:
    rows = [_whole(scope) for scope in scopes]
    return list(rows), Standing(
        Span(""),
        sum((row.counts for row in rows), Counter()),
        sum((row.happened for row in rows), Counter[What]()),
        None,
        sum((row.indicators for row in rows), Counter()),
    )


def _whole(scope: Scope) -> Standing:
    """A plan, each task counted once."""
    happened = scope.found.total if scope.found else Counter[What]()
    indicators = indicator_cells(scope.now, scope.home)
    return Standing(Span(""), tally(scope.now, scope.home).total, happened, scope.home, indicators)


_ROWS: Mapping[str, Callable[[Sequence[Scope]], Filled]] = {
    "tasks": _tasks,
    "agencies": _agencies,
    "plans": _plans,
    "indicators": _rows_of_indicators,
}
