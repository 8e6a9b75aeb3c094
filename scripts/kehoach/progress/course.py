"""How a plan went: from which day to which each task, and each agency's part of it, stood where.

Nothing here judges: each stretch is what :class:`Progress` says on its first day, and the days asked are all
on which anything can change. To have the states as of a day is to keep the stretches that hold it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kehoach.plan import Need, Plan
from kehoach.progress.closing import acts, carried_since
from kehoach.progress.drafts import uncounted
from kehoach.progress.judging import Progress
from kehoach.progress.owners import outside
from kehoach.progress.states import Part, State, TaskStatus

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """From ``since`` to ``until`` (both included) a task, or an agency's part of it, stood so.

    ``due`` is the last day as it was in force; ``counted`` tells whether the task, or the agency, is in the
    count of the People's Committee; ``certain`` is False for an agency that has ended without a certain
    successor, and answers no more.
    """

    task: Need
    agency: Need | None
    state: State
    since: date
    until: date
    due: date | None
    counted: bool
    certain: bool = True

    def on(self, day: date) -> bool:
        """Whether it stood so on a day."""
        return self.since <= day <= self.until


def course(plan: Plan, last: date, home: Need | None = None, *, public: bool = False) -> tuple[Held, ...]:
    """The course of all that count, or of one plan, from its issue to a day; tasks in the order of the texts.

    ``public`` as in :class:`Progress`.
    """
    found = plan.once((course, last, public), lambda: tuple(_course(plan, last, public=public)))
    if home is None:
        return tuple(held for held in found if not uncounted(plan, held.task, last))
    return tuple(held for held in found if plan.plan_of(held.task) is home)


def _course(plan: Plan, last: date, *, public: bool) -> Iterator[Held]:
    on: dict[date, Progress] = {}
    for task in plan.in_order(plan.of_type("task")):
        home = plan.plan_of(task)
        # What nobody has signed, or the text does not say, begins with its year: not with the year 1.
        year = (home.year if home else None) or last.year
        issued = (home.day("issued") if home else None) or min(date(year, 1, 1), last)
        turns = {issued, *(day for day in _turns(plan, task) if issued < day <= last)}
        statuses: list[tuple[date, TaskStatus]] = []
        for day, after in _with_next(sorted(turns), last):
            status = _on(plan, on, day, public=public).of(task)
            statuses.append((day, status))
            # Between two turns nothing changes but that the last day passes.
            late = status.obligation.late_after
            if late and day <= late and late + _DAY < after:
                statuses.append((late + _DAY, _on(plan, on, late + _DAY, public=public).of(task)))
        yield from _stretches(task, statuses, last)


def _on(plan: Plan, known: dict[date, Progress], day: date, *, public: bool) -> Progress:
    if day not in known:
        known[day] = Progress(plan, day, public=public, states=True)
    return known[day]


def _with_next(turns: list[date], last: date) -> Iterator[tuple[date, date]]:
    """Each day with the next one on which anything changes."""
    return zip(turns, [*turns[1:], last + _DAY], strict=True)


def _turns(plan: Plan, task: Need) -> Iterator[date]:
    """The days on which a task may stand elsewhere than the day before, but for its last day."""
    if home := plan.plan_of(task):
        yield from (day for day, _closing in acts(plan, home))
        yield from carried_since(plan, task)
    amended = plan.sources(task.id, "amends")
    for amendment in amended:
        yield from filter(None, (amendment.day("date"), amendment.day("effective")))
    delivered = [*task.to("deliverables"), *(d for a in amended for d in a.to("deliverables"))]
    yield from _papers(plan, delivered)
    yield from (day for update in plan.sources(task.id, "on") if (day := update.day("date")))
    for trigger in plan.targets(task, "trigger"):
        yield from filter(None, (trigger.day("issued"), trigger.day("effective")))
        own = plan.sources(trigger.id, "amends")
        yield from (day for a in own for key in ("date", "effective") if (day := a.day(key)))
        yield from _papers(
            plan, [*trigger.to("deliverables"), *(d for a in own for d in a.to("deliverables"))]
        )
    for agency in _answering(plan, [*task.to("owner"), *(o for a in amended for o in a.to("owner"))]):
        if until := agency.day("until"):
            yield until + _DAY


def _papers(plan: Plan, deliverables: Iterable[str]) -> Iterator[date]:
    for deliverable in deliverables:
        for evidence in plan.sources(deliverable, "proves"):
            days = (evidence.day(option) for option in ("date", "completed", "confirmed_on"))
            yield from filter(None, days)


def _answering(plan: Plan, named: list[str]) -> Iterator[Need]:
    """The agencies that may come to answer: those named, their members, and whoever follows either."""
    seen: set[str] = set()
    while named:
        agency = plan.needs.get(named.pop())
        if agency and agency.id not in seen:
            seen.add(agency.id)
            named += [*agency.to("members"), *agency.to("successors")]
            yield agency


def _stretches(task: Need, statuses: list[tuple[date, TaskStatus]], last: date) -> Iterator[Held]:
    """What held from each of these days on, joined where nothing changed.

    The agencies stand in the order in which they answer: who takes over stands beside who did before.
    """
    found: dict[str, list[Held]] = {}
    order: list[str] = []
    for (day, status), after in zip(statuses, [*(d for d, _s in statuses[1:]), last + _DAY], strict=True):
        until, due = after - _DAY, status.obligation.due
        standing = [
            Held(task, None, status.state, day, until, due, not status.outside_only),
            *(_of(part, status, day, until) for part in status.parts),
            *(replace(_of(part, status, day, until), certain=False) for part in status.orphans),
        ]
        keys = [held.agency.id if held.agency else "" for held in standing]
        for place, key in enumerate(keys):
            if key not in found:
                known = (order.index(later) for later in keys[place + 1 :] if later in found)
                order.insert(next(known, len(order)), key)
                found[key] = []
        for key, held in zip(keys, standing, strict=True):
            rows = found[key]
            before = rows[-1] if rows else None
            if before and replace(before, since=day, until=until) == held and before.until + _DAY == day:
                rows[-1] = replace(before, until=until)
            else:
                rows.append(held)
    for key in order:
        yield from found[key]


def _of(part: Part, status: TaskStatus, day: date, until: date) -> Held:
    counted = not outside(part.agency)
    return Held(status.task, part.agency, part.state, day, until, status.obligation.due, counted)
