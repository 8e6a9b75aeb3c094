"""What the design says of a day, worked out day by day, without a look at the code that it is held against.

It knows no objects of the package: a situation is plain days and words, and every answer is found by going
through the days one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

ONE = timedelta(days=1)
HOLIDAYS = country_holidays("VN")


@dataclass(frozen=True)
class Term:
    """A deadline: what kind, its day or days, and the words for it."""

    kind: str
    words: str
    day: date | None = None
    before: bool = False
    start: date | None = None
    month: int = 0
    monthday: int = 0
    count: int = 0
    working: bool = False
    event: str = ""
    report: date | None = None


@dataclass(frozen=True)
class Amended:
    """A change by document: on its day, in force from another."""

    day: date
    force: date
    term: Term | None = None
    owners: tuple[str, ...] = ()
    effect: str = ""


@dataclass(frozen=True)
class Paper:
    """Evidence of a deliverable: when, of whom, confirmed or not, about which period."""

    deliverable: int
    day: date
    completed: date | None
    confirmed: str
    of: str = ""
    words: str = ""
    spans: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Said:
    """What a plan says of its end and of its reports."""

    ends: date | None
    cycle: str
    cutoff: int
    by: int
    by_working: int


@dataclass(frozen=True)
class Planned:
    """Another end, or other reports, of the plan by document: on its day, in force from another."""

    day: date
    force: date
    said: Said


@dataclass(frozen=True)
class Situation:
    """A plan with one task; ``planned`` is what changes the plan, each with all that then holds."""

    issued: date
    said: Said
    planned: tuple[Planned, ...]
    strict: bool
    working_days: bool
    noticed: dict[date, bool]
    term: Term
    owners: tuple[str, ...]
    each: bool
    asked: bool
    deliverables: int
    amended: tuple[Amended, ...]
    papers: tuple[Paper, ...]
    told: tuple[date, ...]
    until: dict[str, date]
    heirs: dict[str, str]
    happened: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """A period as people count them: its months or week, its cut-off, its days to send."""

    first: date
    last: date
    span: tuple[date, date]
    send: date
    late: date
    cumulative: bool = False


class Oracle:
    """What is right on one day."""

    def __init__(self, s: Situation, today: date) -> None:
        self.s, self.today = s, today
        known = [a for a in s.amended if a.day <= today and a.force <= today]
        self.amended = sorted(known, key=lambda a: (a.force, a.day))
        known_of_plan = [p for p in s.planned if p.day <= today and p.force <= today]
        self.planned = sorted(known_of_plan, key=lambda p: (p.force, p.day))

    # -- what holds on a day ------------------------------------------------------------------------------

    def term_on(self, day: date) -> Term:
        term = self.s.term
        for a in self.amended:
            if a.term and (a.effect == "corrected" or a.force <= day):
                term = a.term
        return term

    def set_on(self) -> date:
        """The day on which the term was set: no term runs before it."""
        return max([self.s.issued, *(a.force for a in self.amended if a.term and a.effect != "corrected")])

    def said_on(self, day: date) -> Said:
        said = self.s.said
        for change in self.planned:
            if change.force <= day:
                said = change.said
        return said

    def ended_on(self, day: date) -> bool:
        ends = self.said_on(day).ends
        return ends is not None and day > ends

    def owners_on(self, day: date) -> tuple[str, ...]:
        owners = self.s.owners
        for a in self.amended:
            if a.owners and a.force <= day:
                owners = a.owners
        return owners

    def stopped_on(self, day: date) -> str:
        state = ""
        for a in self.amended:
            if a.force <= day and a.effect != "corrected":
                state = a.effect or ("" if a.term else state)
        return state

    def heir(self, agency: str, day: date) -> str | None:
        while agency in self.s.until and self.s.until[agency] < day:
            if agency not in self.s.heirs:
                return None
            agency = self.s.heirs[agency]
        return agency

    def works(self, day: date) -> bool:
        return self.s.noticed[day] if day in self.s.noticed else HOLIDAYS.is_working_day(day)

    def shifted(self, day: date) -> date:
        while self.s.working_days and not self.works(day):
            day += ONE
        return day

    def after(self, day: date, count: int, *, working: bool) -> date:
        while count:
            day += ONE
            if not working or self.works(day):
                count -= 1
        return day

    # -- days ---------------------------------------------------------------------------------------------

    def days(self) -> tuple[date | None, date | None]:
        """The last day of the work, and the last day on which nobody is late."""
        term = self.term_on(self.today)
        if term.kind == "event":
            happened = self.s.happened.get(term.event)
            if happened is None or happened > self.today or not term.count:
                return None, None
            due = self.after(max(happened, self.set_on()), term.count, working=term.working)
            return self.shifted(due), self.shifted(due)
        if term.kind not in ("day", "period") or term.day is None:
            return None, None
        if term.report:
            grace = term.report if not self.s.strict else term.report - ONE
            return self.shifted(term.day - ONE), max(self.shifted(term.report - ONE), grace)
        if not term.before:
            return self.shifted(term.day), self.shifted(term.day)
        last = self.shifted(term.day - ONE)
        return last, last if self.s.strict else max(last, term.day)

    # -- evidence -----------------------------------------------------------------------------------------

    def mine(self, names: set[str] | None) -> list[Paper]:
        known = [p for p in self.s.papers if p.day <= self.today]
        return [p for p in known if names is None or not p.of or p.of in names]

    def done(self, names: set[str] | None, *, sent: bool) -> date | None:
        """The day of the last deliverable's first proof: confirmed, or (``sent``) not returned either."""
        found = []
        for number in range(self.s.deliverables):
            papers = [p for p in self.mine(names) if p.deliverable == number]
            good = [p for p in papers if p.confirmed == "yes"]
            if sent and not good:
                back = [p.day for p in papers if p.confirmed == "returned"]
                good = [p for p in papers if p.confirmed == "no" and all(p.day >= b for b in back)]
            if not good:
                return None
            found.append(min(p.completed or p.day for p in good))
        return max(found)

    def state(  # noqa: PLR0911 - one a state
        self, names: set[str] | None, done: date | None, sent: date | None
    ) -> tuple[str, int]:
        term, late = self.term_on(self.today), self.days()[1]
        if stopped := self.stopped_on(self.today):
            return stopped, 0
        if term.kind in ("ongoing", "recurring"):
            return "ongoing", 0
        if self.s.asked:
            return ("done-on-time" if done else "awaiting-confirmation" if sent else "asked"), 0
        over = max(0, ((done or sent or self.today) - late).days) if late else 0
        if done:
            return ("done-late" if over else "done-on-time"), over
        if sent:
            return "awaiting-confirmation", over
        if late is None:
            return "waiting", 0
        if not over:
            return "open-in-time", 0
        word = self.mine(names) or any(day <= self.today for day in self.s.told)
        return ("open-overdue" if word else "no-information"), over

    # -- periods ------------------------------------------------------------------------------------------

    def in_force(self, day: date) -> bool:
        term = self.term_on(day)
        return (
            day >= self.s.issued
            and not self.ended_on(day)
            and term.kind in ("ongoing", "recurring")
            and not self.stopped_on(day)
            and (term.start is None or day >= term.start)
        )

    def half(self, first: date, last: date) -> bool:
        every = [first + ONE * n for n in range((last - first).days + 1)]
        return 2 * sum(map(self.in_force, every)) >= len(every)

    def reports(self) -> Iterator[Report]:
        """The periods of the plan's cycle that holds on their cut-off day, until next year."""
        for said in dict.fromkeys([self.s.said, *(p.said for p in self.planned)]):
            for report in self.cycle(said):
                if self.said_on(report.last) == said:
                    yield report

    def cycle(self, said: Said) -> Iterator[Report]:
        rounds = {"month": 12, "quarter": 4, "half-year": 2, "nine-month": 1, "year": 1, "cumulative": 1}
        if said.cycle not in rounds:
            return
        size = 12 // rounds[said.cycle]
        for year in range(self.s.issued.year - 1, self.today.year + 2):
            for number in range(rounds[said.cycle]):
                opening = number * size + 1
                lengths = {"nine-month": [9], "cumulative": [3, 6, 9, 12]}.get(said.cycle, [size])
                for length in lengths:
                    yield self.report(said, year, opening, opening + length - 1)

    def report(self, said: Said, year: int, opening: int, closing: int) -> Report:
        first, end = date(year, opening, 1), month_end(year, closing)
        last = date(year, closing, min(said.cutoff, end.day))
        before = first - ONE
        begin = before.replace(day=min(said.cutoff, before.day)) + ONE
        if said.by_working:
            send = self.after(last, said.by_working, working=True)
        elif said.by >= said.cutoff:
            send = date(year, closing, min(said.by, end.day))
        else:
            following = end + ONE
            send = following.replace(day=min(said.by, month_end(following.year, following.month).day))
        send = self.shifted(send)
        return Report(begin, last, (first, end), send, send, said.cycle == "cumulative")

    def recurrences(self) -> Iterator[Report]:
        """Every last day of the recurring words in force on it."""
        day, former = self.s.issued, None
        horizon = self.today + 400 * ONE
        while day <= horizon:
            term = self.term_on(day)
            begin = max([self.s.issued, *self.turns(day)])
            if term.kind == "recurring" and self.falls(term, day, begin):
                send = self.shifted(day)
                grace = day + ONE if term.before and not self.s.strict else day
                span = self.span(term, day)
                first = span[0] if not term.monthday else (former or begin)
                if not self.ended_on(day):
                    yield Report(first, day, span, send, max(send, grace))
                former = day + ONE
            day += ONE

    def turns(self, day: date) -> list[date]:
        """The days on which the words that hold on a day came into force, or anything else changed."""
        return [a.force for a in self.amended if a.force <= day and a.effect != "corrected"]

    def falls(self, term: Term, day: date, begin: date) -> bool:
        if term.event == "week":
            return day.weekday() == 6 and day - 6 * ONE >= begin
        if not term.monthday:
            length = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[term.event]
            return (day + ONE).day == 1 and day.month % length == 0
        named = day + ONE if term.before else day
        if term.before and term.monthday > 28:
            # "Trước ngày 31": in a month without it, the day before the last it could mean.
            return day == min(month_end(day.year, day.month), date(day.year, day.month, term.monthday - 1))
        if term.month and named.month != term.month:
            return False
        return named.day == min(term.monthday, month_end(named.year, named.month).day)

    def span(self, term: Term, day: date) -> tuple[date, date]:
        if term.event == "week":
            return day - 6 * ONE, day
        length = 12 if term.month else 1
        if not term.monthday:
            length = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[term.event]
        opening = (day.month - 1) // length * length + 1
        return date(day.year, opening, 1), month_end(day.year, opening + length - 1)

    @property
    def standing(self) -> bool:
        return self.term_on(self.today).kind in ("ongoing", "recurring")

    def known(self) -> list[Report]:
        """All periods of the duty's cycle since it began, whoever owes them."""
        found = []
        for report in self.reports():
            term = self.term_on(report.last)
            begins = max(filter(None, (self.s.issued, term.start)))
            ends = self.said_on(report.last).ends
            ended = ends is not None and report.span[0] > ends
            if term.kind == "ongoing" and report.last >= begins and not ended:
                found.append(report)
        return sorted([*found, *self.recurrences()], key=lambda r: (r.send, r.last))

    def owed(self) -> list[Report]:
        if not self.standing or self.stopped_on(self.today) or self.s.asked:
            return []
        found = []
        for report in self.known():
            term = self.term_on(report.last)
            named = term.kind == "recurring" and term.monthday
            if not self.stopped_on(report.last) and (named or self.half(report.first, report.last)):
                found.append(report)
        return found

    def reported(self, names: set[str] | None) -> set[Report]:
        known, found = self.known(), set()
        told = [Paper(0, day, None, "no") for day in self.s.told if day <= self.today]
        for paper in [*self.mine(names), *told]:
            if paper.confirmed == "returned":
                continue
            if not paper.words:
                if known:
                    found.add(min(known, key=lambda r: (abs((r.send - paper.day).days), r.send, r.last)))
                continue
            for first, last in paper.spans:
                for report in known:
                    longer = first <= report.span[0] and report.span[1] <= last and report.last <= paper.day
                    if (first, last) == report.span or (longer and not report.cumulative):
                        found.add(report)
        return found

    def missing(self, agency: str, names: set[str] | None) -> tuple[list[date], list[date]]:
        """The days to send by of what an agency has not reported on: past, and to come within 30 days."""
        reported = self.reported(names)
        taken = [r.span for r in reported if r.cumulative]
        past, coming = [], []
        for report in self.owed():
            cut = min(report.last, self.today)
            answers = [self.heir(owner, cut) for owner in self.owners_on(cut)]
            merged = any(s[0] == report.span[0] and s[1] > report.span[1] for s in taken)
            if report in reported or agency not in answers or (merged and report.cumulative):
                continue
            if report.late < self.today:
                past.append(report.send)
            elif report.send <= self.today + 30 * ONE:
                coming.append(report.send)
        return past, coming

    # -- all of it ----------------------------------------------------------------------------------------

    def answer(self) -> dict[str, object]:
        """What every surface has to agree with."""
        owners = self.owners_on(self.today)
        answering: dict[str, set[str]] = {}
        lost = []
        for owner in owners:
            heir = self.heir(owner, self.today)
            if heir is None:
                lost.append(owner)
                continue
            names = answering.setdefault(heir, set())
            step = owner
            while step != heir:
                names.add(step)
                step = self.s.heirs[step]
            names.add(heir)
        parts = {}
        for agency, names in answering.items():
            own = names if self.s.each else None
            done, sent = self.done(own, sent=False), self.done(own, sent=True)
            parts[agency] = (*self.state(own, done, sent), *self.missing(agency, own))
        every = [self.chain(o) for o in lost] + list(answering.values())
        if self.s.each:
            whole = [(self.done(n, sent=False), self.done(n, sent=True)) for n in every]
            ok = bool(whole) and all(d for d, _sent in whole)
            done = max(d for d, _sent in whole if d) if ok else None
            ok = bool(whole) and all(s for _done, s in whole)
            sent = max(s for _done, s in whole if s) if ok else None
        else:
            done, sent = self.done(None, sent=False), self.done(None, sent=True)
        due = self.days()[0]
        return {"due": due, "state": self.state(None, done, sent), "parts": parts}

    def chain(self, owner: str) -> set[str]:
        names = {owner}
        while owner in self.s.heirs and self.s.until.get(owner, date.max) < self.today:
            owner = self.s.heirs[owner]
            names.add(owner)
        return names


@cache
def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - ONE
