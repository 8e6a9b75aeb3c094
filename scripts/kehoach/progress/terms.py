"""What a plan says of its end and its reports on a day: its own words stay, amendments hold beside them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from kehoach.plan import OF_PLANS, Need, Plan


class Term(NamedTuple):
    """The days, both included, on which a plan says one thing; ``home`` is the plan as if written so."""

    since: date
    last: date
    home: Need


class Terms(NamedTuple):
    """A plan over time: ``each`` begins with ``date.min`` and runs without gaps to ``date.max``."""

    each: tuple[Term, ...]

    @property
    def home(self) -> Need:
        """The plan as the last of its amendments leaves it."""
        return self.each[-1].home

    @property
    def ends(self) -> date | None:
        """The latest day on which it can be in force; None where it has no end at some time."""
        days = [term.home.day("ends") for term in self.each]
        known = [day for day in days if day]
        return max(known) if len(known) == len(days) else None

    def runs(self, first: date, last: date) -> int:
        """On how many of the days from one to another, both included, it has not ended."""
        return sum(_overlap(term, first, last) for term in self.each)


def _overlap(term: Term, first: date, last: date) -> int:
    ends = min(day for day in (last, term.last, term.home.day("ends")) if day)
    return max(0, (ends - max(first, term.since)).days + 1)


def terms(plan: Plan, home: Need, as_of: date) -> Terms:
    """What a plan says over time by the amendments that are known and in force on a day, later ones first.

    What one sets holds from its day on: what was judged by the words before stays as it was.
    """
    return plan.once((terms, home.id, as_of), lambda: _terms(home, in_order(plan, home, as_of)))


def in_order(plan: Plan, home: Need, as_of: date) -> list[tuple[date, Need]]:
    """The amendments of a plan or of a task known and in force on a day, each with the day of its force.

    They stand in the order of their force, then of their documents: later ones win.
    """
    found = [
        (in_force, day, a)
        for a in plan.sources(home.id, "amends")
        if (day := a.day("date")) and (in_force := a.day("effective") or day) <= as_of and day <= as_of
    ]
    return [(row[0], row[2]) for row in sorted(found, key=lambda row: row[:2])]


def _terms(home: Need, amended: list[tuple[date, Need]]) -> Terms:
    found = [Term(date.min, date.max, home)]
    for since, amendment in amended:
        said = {option: amendment[option] for option in OF_PLANS if amendment[option]}
        if not said or amendment["effect"]:
            continue
        now = found[-1]
        if since > now.since:
            found[-1] = now._replace(last=since - timedelta(days=1))
        else:
            found.pop()
        found.append(Term(since, date.max, replace(now.home, options={**now.home.options, **said})))
    return Terms(tuple(found))
