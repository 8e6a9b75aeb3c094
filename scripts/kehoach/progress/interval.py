"""A period of reports in figures: what happened in it, and how all stood on the day of its cut-off.

What happened is read from the course of the plan, which is what was known on each day: a document that is
dated later does not count, and what two halves of a period say adds up to what the whole says.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from kehoach.deadline.period import Span
from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.progress.closing import acts, closing_of
from kehoach.progress.course import Held, course
from kehoach.progress.headline import COUNTED
from kehoach.progress.judging import Progress
from kehoach.progress.periods import (
    data_days,
    months_of,
    moved,
    period_asked,
    period_name,
    report_periods,
    spanning,
)
from kehoach.progress.states import DONE, LEFT, PAST, State, TaskStatus
from kehoach.progress.workdays import works

_DAY = timedelta(days=1)


class What(StrEnum):
    """What can happen to a task, or to an agency's part of it, on a day.

    Its last day came; it became done, on time or late (of a public plan: just done); it became overdue.
    """

    DUE = "period-due"
    ON_TIME = "period-done-on-time"
    LATE = "period-done-late"
    DONE = "period-done"
    OVERDUE = "period-overdue"


#: The states in which a last day that comes binds somebody: those that are counted, while the plan runs.
_BINDING = tuple(state for state in COUNTED if state not in LEFT)
_DONE = {State.DONE_ON_TIME: What.ON_TIME, State.DONE_LATE: What.LATE, State.DONE: What.DONE}


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened on a day, to what is ``held`` (a task, or an agency's part of it)."""

    day: date
    what: What
    held: Held


@dataclass(frozen=True)
class Interval:
    """A period of a plan: as officials name it (``span``), and the ``days`` that its figures are of.

    ``now`` is where the plan stood at the end of these days, and ``held`` its states from the course, which
    cost nothing to count; ``whole`` is False where the days are cut short, since the cut-off had not come.
    """

    home: Need
    span: Span
    days: Span
    whole: bool
    now: Progress
    held: tuple[Held, ...]
    happened: tuple[Happened, ...]

    @property
    def name(self) -> str:
        """The period as officials name it."""
        return period_name(self.span)

    @cached_property
    def total(self) -> Counter[What]:
        """How often what happened, each task once, without those of bodies outside the count."""
        return Counter(one.what for found in self._of_tasks.values() for one in found)

    @cached_property
    def of_agencies(self) -> dict[str, Counter[What]]:
        """The same of each agency's part, by its ID; of bodies outside the count too."""
        found: dict[str, Counter[What]] = {}
        for one in self.happened:
            if one.held.agency:
                found.setdefault(one.held.agency.id, Counter())[one.what] += 1
        return found

    def of_task(self, task: Need) -> list[Happened]:
        """What happened to a task as a whole, if it is counted."""
        return self._of_tasks.get(task.id, [])

    @cached_property
    def _of_tasks(self) -> dict[str, list[Happened]]:
        found: dict[str, list[Happened]] = {}
        for one in self.happened:
            if one.held.agency is None and one.held.counted:
                found.setdefault(one.held.task.id, []).append(one)
        return found

    @property
    def of_tasks(self) -> Iterator[Held]:
        """How each task as a whole stood at the end, in the order of the text."""
        return (held for held in self.held if held.agency is None)

    @cached_property
    def stood(self) -> Counter[State]:
        """How many tasks stood where at the end, each once, without those of bodies outside the count."""
        return Counter(held.state for held in self.of_tasks if held.counted)

    @cached_property
    def agencies_stood(self) -> dict[str, Counter[State]]:
        """The same of each agency's parts, by its ID; of bodies outside the count too."""
        found: dict[str, Counter[State]] = {}
        for held in self.held:
            if held.agency and held.certain:
                found.setdefault(held.agency.id, Counter())[held.state] += 1
        return found

    def tasks(self, *wanted: What) -> tuple[TaskStatus, ...]:
        """The tasks to which that happened, as they stood at the end, in the order of the text."""
        every = (held.task for held in self.of_tasks)
        return tuple(self.now.of(t) for t in every if any(h.what in wanted for h in self.of_task(t)))

    @property
    def late(self) -> list[TaskStatus]:
        """The tasks past their last day at the end, the latest first."""
        found = (self.now.of(held.task) for held in self.of_tasks if held.state in PAST)
        return sorted(found, key=lambda status: -status.days_late)

    @property
    def told_late(self) -> tuple[TaskStatus, ...]:
        """Those done in the period of which the work was done before it: it became known only now."""
        return tuple(s for s in self.tasks(*_DONE.values()) if s.done and s.done < self.days.first)

    @property
    def next(self) -> Span:
        """The days from the end of this period to that of the next, by what was known at its end."""
        months = months_of(self.span)
        after = spanning(self.span.last + _DAY, 3 if months == 9 else months)
        ahead = data_days(self.now.plan, self.home, after, self.now.as_of)
        return Span(self.days.last + _DAY, ahead.last)


def interval(progress: Progress, home: Need, span: Span) -> Interval | None:
    """A period of a plan by what was known at its cut-off; None where nobody had issued the plan by then.

    Raises:
        ValueError: on the day of ``progress`` the period had not begun.
    """
    days = data_days(progress.plan, home, span, progress.as_of)
    if days.first > progress.as_of:
        message = _("{period} begins on {first}, after the day of the figures.")
        raise ValueError(message.format(period=period_name(span), first=f"{days.first:%d/%m/%Y}"))
    last = min(days.last, progress.as_of)
    if home.unsigned or last < _begins(home, progress.as_of):
        return None
    plan, public = progress.plan, progress.public
    held = tuple(one for one in course(plan, progress.as_of, home, public=public) if one.on(last))
    found = happenings(plan, progress.as_of, home, public=public)
    inside = tuple(one for one in found if days.first <= one.day <= last)
    now = Progress(plan, last, public=public)
    return Interval(home, span, Span(days.first, last), last == days.last, now, held, inside)


def reported(progress: Progress, home: Need, words: str) -> Interval:
    """The period of a plan that a report is asked of, as officials name it.

    Raises:
        ValueError: the words name no period, or none that begins while the plan exists and runs; a sentence.
    """
    span = period_asked(words, home.year or progress.as_of.year)
    try:
        found = interval(progress, home, span)
    except ValueError as error:
        raise ValueError(f"{home.id}: {error}") from error
    if found is None:
        raise ValueError(_("{plan} did not exist yet in {period}.").format(plan=home.id, period=words))
    closing = closed_before(progress.plan, home, found.days, progress.as_of)
    if closing and (since := closing.day("date")):
        message = _("{plan} was closed by {document} of {day}, before {period}.")
        named = {"document": closing["number"], "day": f"{since:%d/%m/%Y}", "period": words}
        raise ValueError(message.format(plan=home.id, **named))
    return found


def closed_before(plan: Plan, home: Need, days: Span, as_of: date) -> Need | None:
    """The document by which a plan was closed before these days; None where it ran on any by a later one."""
    last = min(days.last, as_of)
    again = any(closing is None and days.first <= day <= last for day, closing in acts(plan, home))
    return None if again else closing_of(plan, home, days.first - _DAY)


def before(found: Interval) -> tuple[Span, Span]:
    """The former period of the same kind, and the same period of the year before."""
    months = months_of(found.span)
    return moved(found.span, -12 if months == 9 else -months), moved(found.span, -12)


def compared_with(progress: Progress, found: Interval) -> list[tuple[str, Interval | None]]:
    """The periods that one is compared with, each once, under its name; None where there was no plan yet."""
    asked = {period_name(span): span for span in before(found)}
    return [(name, interval(progress, found.home, span)) for name, span in asked.items()]


def ended(progress: Progress, home: Need) -> list[Span]:
    """The periods of a plan's own cycle, and the years, whose cut-off came before the day, the last first.

    None that begins after a closing of the plan.
    """
    if home.unsigned:
        return []
    terms, since = progress.terms(home), _begins(home, progress.as_of)
    own = {p.span for p in report_periods(terms, since, progress.as_of, works(progress.plan))}
    until = min(progress.as_of, terms.ends or date.max)
    years = {spanning(date(year, 1, 1), 12) for year in range(since.year, until.year + 1)}
    days = {s: data_days(progress.plan, home, s, progress.as_of) for s in own | years}
    past = [
        s
        for s, of in days.items()
        if since <= of.last < progress.as_of and not closed_before(progress.plan, home, of, progress.as_of)
    ]
    return sorted(past, key=lambda span: (span.last, span.first), reverse=True)


def recent(spans: Iterable[Span], day: date) -> list[Span]:
    """Those that a site has pages of: what ended within twelve months of a day, by the month, and years."""
    return [s for s in spans if months_of(s) == 12 or moved(s, 12).last >= day.replace(day=1)]


def _begins(home: Need, day: date) -> date:
    """The day from which a plan exists; where its text does not say, the first of its year."""
    return home.day("issued") or min(date(home.year or day.year, 1, 1), day)


def happenings(plan: Plan, last: date, home: Need, *, public: bool = False) -> tuple[Happened, ...]:
    """Everything that happened to the tasks of a plan up to a day, and to each agency's part of them."""
    asked = happenings, last, home.id, public
    return plan.once(asked, lambda: tuple(_happenings(plan, last, home, public=public)))


def _happenings(plan: Plan, last: date, home: Need, *, public: bool) -> Iterator[Happened]:
    of_tasks: dict[str, list[Held]] = {}
    for held in course(plan, last, home, public=public):
        of_tasks.setdefault(held.task.id, []).append(held)
    for rows in of_tasks.values():
        yield from _of_task(plan, home, rows)


def _of_task(plan: Plan, home: Need, rows: Sequence[Held]) -> Iterator[Happened]:
    for held in (row for row in rows if row.certain):
        former = _former(held, rows)
        if held.due and held.on(held.due) and _binds(plan, home, held, former):
            yield Happened(held.due, What.DUE, held)
        if held.state in DONE and not _all_in(former, DONE):
            yield Happened(held.since, _DONE[held.state], held)
        if held.state in PAST and not _all_in(former, PAST):
            yield Happened(held.since, What.OVERDUE, held)


def _binds(plan: Plan, home: Need, held: Held, former: Sequence[Held]) -> bool:
    """Whether the last day of what is held, which comes, binds anybody: none after the day of a closing does.

    On that day it binds what the closing left undone if it would have done so without the closing.
    """
    closing = closing_of(plan, home, held.due) if held.due else None
    if closing and closing.day("date") != held.due:
        return False
    return held.state in _BINDING or (held.state in LEFT and _all_in(former, _BINDING))


def _former(held: Held, rows: Sequence[Held]) -> list[Held]:
    """How the same stood on the day before: who takes over a part, takes over what has become of it."""
    day = held.since - _DAY
    on = [row for row in rows if row.on(day)]
    own = [row for row in on if row.agency is held.agency]
    if own:
        return own
    still = {row.agency.id for row in rows if row.agency and row.on(held.since)}
    gone = [row for row in on if row.agency and row.agency.id not in still]
    return gone or [row for row in on if row.agency is None]


def _all_in(former: Iterable[Held], states: Sequence[State]) -> bool:
    found = [row.state in states for row in former]
    return bool(found) and all(found)
