"""What everybody owes by a plan, apart from any day: this is what the gate compares, whatever file says it.

What an object says itself is compared option by option, and ``binds`` tells which of them oblige anybody.
What follows for a task from other objects (agencies, the plan, its bases, days off) is in ``Owed``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kehoach.deadline import Kind
from kehoach.plan import VERBATIM, Need, Plan
from kehoach.progress import Progress
from kehoach.progress.effective import Phase, obligation, phase_on
from kehoach.progress.owners import members, owner_on, reached
from kehoach.progress.terms import Terms, terms
from kehoach.progress.workdays import rests_on_the_list

#: What obliges nobody, by type: everything else that such an object says does, what the model adds later too.
#: Objects of other types (evidence, reports, directives, waivers) oblige nobody by what they say.
VISIBLE: Mapping[str, frozenset[str]] = {
    "plan": frozenset({"doc_type", "signer", "field", "source_status", "imported", "to_confirm", "publish"}),
    "task": frozenset(
        {
            *("clause", "form", "funding", "in_charge", "leader", "basis", "serves", "implements"),
            *("reviewed", "reviewed_by", "reviewed_against", "to_confirm"),
        }
    ),
    "deliverable": frozenset(),
    "agency": frozenset({"abbr", "also_called", "scope", "source"}),
    "basis": frozenset({"url"}),
    "amendment": frozenset({"basis", "url", "file", "sha256"}),
    "closing": frozenset({"report", "basis"}),
    "workday": frozenset({"source", "url"}),
    "indicator": frozenset({"combined", "basis", "to_confirm"}),
}
#: Whose name says what is owed, or by whom.
_NAMED = ("agency", "deliverable", "indicator")
#: What a plan says of standing duties: when they begin and end, when and how they are reported on.
_STANDING = ("issued", "ends", "strict", "working_days")

#: What an option means that is not written.
_UNWRITTEN = {"strict": "no", "working_days": "no", "assignment": "order"}


def in_effect(option: str, value: str) -> str:
    """The value of an option, written or not."""
    return value or _UNWRITTEN.get(option, "")


def binds(need_type: str, option: str) -> bool:
    """Whether anybody owes something else where this option (or ``title``, ``body``) of an object differs."""
    if option == "title":
        return need_type in _NAMED
    if option == "body":
        return need_type in VERBATIM
    return option not in VISIBLE.get(need_type, {option})


#: Who answers from a day on: that day, and the ID and kind of each agency ("" where nobody surely does).
Turn = tuple[date, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Owed:
    """What holds for a task by what other objects say, after all its amendments.

    ``answers`` are its owners over time, groups as their members. ``last_day`` is its last day, the last day
    on which it is not late, and that of its report, where an event has given them too; ``waits_for`` the days
    of the bases it waits for. ``reports`` is what the plan says of a standing duty, by option, and since when
    (empty: from the start), with the ``workday`` objects where working days count.
    """

    answers: tuple[Turn, ...]
    last_day: tuple[date | None, date | None, date | None]
    waits_for: tuple[tuple[str, str, str], ...]
    reports: tuple[tuple[str, str, str], ...]


#: The aspects of ``Owed``, in the order in which they are told.
ASPECTS = ("answers", "last_day", "waits_for", "reports")


class Effects:
    """What one plan obliges to; ``now`` gives IDs as they are compared."""

    def __init__(self, plan: Plan, now: Mapping[str, str]) -> None:
        self.plan, self.now = plan, now
        # On the last day there is, all that is known has happened.
        self._end = Progress(plan, date.max)

    def of(self, task: Need) -> Owed:
        """What holds for a task."""
        waits = self.plan.targets(task, "trigger")
        bound = obligation(self.plan, task, date.max, self._event(task))
        home = self.plan.plan_of(task)
        standing = home is not None and bound.deadline.kind in (Kind.ONGOING, Kind.RECURRING)
        return Owed(
            tuple(self._turns(task, bound.phases)),
            (bound.due, bound.late_after, bound.report_due),
            tuple(
                (self.now.get(n.id, n.id), n["issued"], n["effective"]) for n in waits if n.type == "basis"
            ),
            tuple(self._reporting(home)) if home and standing else (),
        )

    def _event(self, task: Need) -> date | None:
        # When another task is done is told by evidence, which is no obligation.
        waits = self.plan.targets(task, "trigger")
        return self._end.event_day(task) if all(need.type == "basis" for need in waits) else None

    def _reporting(self, home: Need) -> Iterator[tuple[str, str, str]]:
        options = [option for option in self.plan.model.types["plan"].options if option.startswith("report_")]
        said = terms(self.plan, home, date.max)
        before: Need | None = None
        for term in said.each:
            for option in (*_STANDING, *sorted(options)):
                if before is None or term.home[option] != before[option]:
                    since = str(term.since) if before else ""
                    yield option, in_effect(option, term.home[option]), since
            before = term.home
        if _counts_working_days(said):
            for day in self.plan.of_type("workday"):
                yield "workday", " ".join(filter(None, (day["kind"], day["date"], day["until"]))), ""

    def rests_on_holidays(self, task: Need) -> bool:
        """Whether a day that counts for the task's last day is off, or worked, by the list of holidays alone.

        Of a standing duty, whether working days count for the days of its reports.
        """
        bound, home = obligation(self.plan, task, date.max, self._event(task)), self.plan.plan_of(task)
        if home and bound.deadline.kind in (Kind.ONGOING, Kind.RECURRING):
            offset = bound.deadline.offset
            return _counts_working_days(terms(self.plan, home, date.max)) or bool(offset and offset.working)
        by_working_days = bound.deadline.offset and bound.deadline.offset.working
        shifts = home is not None and home["working_days"] == "yes"
        begins = bound.begins if by_working_days else (bound.moved or bound.due) if shifts else None
        if begins is None or bound.due is None:
            return False
        return rests_on_the_list(self.plan, *sorted((begins, bound.due)))

    def _turns(self, task: Need, phases: tuple[Phase, ...]) -> Iterator[Turn]:
        ends = (agency.day("until") for agency in self.concerned(task))
        days = {day + timedelta(days=1) for day in ends if day and day < date.max}
        last: tuple[tuple[str, str], ...] | None = None
        for day in sorted(days | {date.min, *(phase.since for phase in phases)}):
            answering = self._answering(phase_on(phases, day).owners, day)
            if answering != last:
                yield day, answering
            last = answering

    def _answering(self, owners: Iterable[Need], day: date) -> tuple[tuple[str, str], ...]:
        followed = [owner_on(self.plan, owner, day) for owner in owners]
        parts = [member for owner in followed for member in members(self.plan, owner, day)]
        found = {
            (self.now.get(o.effective.id, o.effective.id), o.effective["kind"]) if o.effective else ("", "")
            for o in parts
        }
        return tuple(sorted(found))

    def concerned(self, task: Need) -> list[Need]:
        """The agencies by which it is decided who answers: owners, their members, who comes after them."""
        named = [*self.plan.targets(task, "owner")]
        for amendment in self.plan.sources(task.id, "amends"):
            named += self.plan.targets(amendment, "owner")

        def further(agency: Need) -> tuple[Need, ...]:
            return self.plan.targets(agency, "successors") + self.plan.targets(agency, "members")

        return list(reached(named, further).values())


def _counts_working_days(said: Terms) -> bool:
    """Whether it depends on days off when the reports of a plan are due."""
    return any(t.home["working_days"] == "yes" or "làm việc" in t.home["report_by"] for t in said.each)
