"""Which periods a task owes reports on, whose they are, and which reports are there."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kehoach.deadline import Deadline, Kind
from kehoach.deadline.period import Span, periods
from kehoach.plan import Need, Plan
from kehoach.progress.effective import Obligation, Phase, phase_on, stretches
from kehoach.progress.owners import Owner, members, owner_on
from kehoach.progress.periods import Period, covers, names_no_day, nearest, occurrences
from kehoach.progress.terms import Terms
from kehoach.progress.workdays import Works

STANDING = (Kind.ONGOING, Kind.RECURRING)
#: So far ahead periods are known: a year of coming duties, and the longest cycle behind it.
AHEAD = timedelta(days=366)

Cycle = Callable[[Terms, date, date], Sequence[Period]]


class Duties(NamedTuple):
    """The periods of a duty up to a year after a day, in the order of their days to send by.

    ``known`` are all of its cycle, among which a paper without a named period finds its own; ``owed`` those
    that somebody has to report on.
    """

    known: tuple[Period, ...]
    owed: tuple[Period, ...]

    def reported(self, told: Iterable[Need]) -> dict[Period, Need]:
        """The periods that papers report on, each with the first that does."""
        found: dict[Period, Need] = {}
        for paper in told:
            for period in self._of(paper):
                found.setdefault(period, paper)
        return found

    def _of(self, paper: Need) -> list[Period]:
        written = paper.day("date")
        if written is None:
            return []
        if not paper["period"]:
            near = nearest(list(self.known), written)
            return [near] if near else []
        spans = periods(paper["period"], written.year)
        return [
            p
            for p in self.known
            if (p.span in spans if p.cumulative else any(covers(span, p, written) for span in spans))
        ]

    def merged(self, missed: Iterable[Period], reported: Iterable[Period]) -> tuple[Period, ...]:
        """Of the missed periods of a cumulative cycle those that a later report has taken in ("đã gộp")."""
        later = [period.span for period in reported if period.cumulative]
        return tuple(p for p in missed if p.cumulative and any(_within(p.span, span) for span in later))


def _within(span: Span, longer: Span) -> bool:
    return longer.first == span.first and span.last < longer.last


def duties(terms: Terms, bound: Obligation, until: date, cycle: Cycle, works: Works) -> Duties:
    """The periods of a task that begin by ``until``, after the amendments that it is ``bound`` by."""
    issued = terms.home.day("issued")
    if issued is None or bound.deadline.kind not in STANDING:
        return Duties((), ())
    known: list[Period] = []
    owed: list[Period] = []
    for phase, begins, last in stretches(bound.phases):
        since = max(begins, issued, phase.deadline.start or issued)
        if phase.deadline.kind is Kind.ONGOING:
            end = min(filter(None, (until, phase.deadline.due)))
            found = [p for p in cycle(terms, since, end) if p.last <= last]
            known += found
            owed += [p for p in found if not phase.state and _half(terms, bound.phases, p)]
        elif phase.deadline.kind is Kind.RECURRING:
            found = [p for p in occurrences(terms, phase.deadline, since, until, works) if p.last <= last]
            known += found
            whole = not names_no_day(phase.deadline)
            owed += [p for p in found if not phase.state and (whole or _half(terms, bound.phases, p))]
    order = sorted(dict.fromkeys(known), key=lambda period: (period.send_by, period.last))
    wanted = set(owed)
    return Duties(tuple(order), tuple(p for p in order if p in wanted))


def standing_since_issue(terms: Terms, cycle: Iterable[Period]) -> list[Period]:
    """The periods that a duty owes which stands as long as its plan."""
    always = (Phase(date.min, Deadline("", Kind.ONGOING), (), ""),)
    return [period for period in cycle if _half(terms, always, period)]


def _half(terms: Terms, phases: tuple[Phase, ...], period: Period) -> bool:
    """Whether the duty was in force for at least half of the days that a period is about."""
    about = period.first, min(period.last, period.span.last)
    days = sum(_in_force(terms, phase, (begins, ends), about) for phase, begins, ends in stretches(phases))
    return 2 * days >= (about[1] - about[0]).days + 1


def _in_force(terms: Terms, phase: Phase, stretch: tuple[date, date], about: tuple[date, date]) -> int:
    """On how many of the days that a period is about a phase made the duty standing."""
    issued = terms.home.day("issued")
    if issued is None or phase.state or phase.deadline.kind not in STANDING:
        return 0
    start = max(stretch[0], about[0], issued, phase.deadline.start or issued)
    end = min(day for day in (stretch[1], about[1], phase.deadline.due) if day)
    return terms.runs(start, end)


def answering_on(plan: Plan, bound: Obligation, day: date, *, each: bool) -> list[Owner]:
    """Who answered for a task on a day, as the amendments then in force named them."""
    named = phase_on(bound.phases, day).owners
    owners = [owner_on(plan, agency, day) for agency in named]
    return [m for owner in owners for m in members(plan, owner, day)] if each else owners
