"""Random plans, held against an oracle that was written from the design alone."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kehoach.editing import publishing
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, State, TaskStatus
from kehoach.progress.states import PUBLIC
from progress.oracle import Amended, Oracle, Paper, Planned, Said, Situation, Term, month_end
from progress.test_states import MODEL, need

ONE = timedelta(days=1)
#: So many plans in `make test`, and in `make soak`.
FEW, MANY = 150, 5_000
AGENCIES = ("CQ-A", "CQ-B", "CQ-C", "CQ-D")
CYCLES = ("month", "quarter", "quarter", "half-year", "nine-month", "year", "cumulative")


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _term(chance: random.Random, near: date) -> Term:
    """Any kind of deadline around a day, with the words for it."""
    day = near + ONE * chance.randint(10, 300)
    quarter = (day.month - 1) // 3 + 1
    roman = ("I", "II", "III", "IV")[quarter - 1]
    monthday, month = chance.choice((1, 5, 15, 18, 25, 28, 30, 31)), chance.randint(1, 12)
    count = chance.randint(1, 40)
    event = chance.choice(("issued", "effective"))
    happening = "ban hành Nghị định" if event == "issued" else "Nghị định có hiệu lực"
    safe = min(monthday, 28)
    kinds: list[Callable[[], Term]] = [
        lambda: Term("day", f"Ngày {_dmy(day)}", day),
        lambda: Term("day", f"Trước ngày {_dmy(day)}", day, before=True),
        lambda: Term("period", f"Quý {roman} năm {day.year}", month_end(day.year, quarter * 3)),
        lambda: Term("period", f"Tháng {day.month}/{day.year}", month_end(day.year, day.month)),
        lambda: Term("ongoing", "Thường xuyên"),
        lambda: Term("ongoing", "2025 và những năm tiếp theo", start=date(2025, 1, 1)),
        lambda: Term("ongoing", f"Thường xuyên, từ ngày {_dmy(day)}", start=day),
        lambda: Term("recurring", f"ngày {monthday} hằng tháng", monthday=monthday),
        lambda: Term("recurring", f"trước ngày {safe} hằng tháng", monthday=safe, before=True),
        lambda: Term("recurring", f"ngày {safe}/{month} hằng năm", monthday=safe, month=month),
        lambda: Term(
            "recurring", f"trước ngày {safe}/{month} hằng năm", monthday=safe, month=month, before=True
        ),
        lambda: Term("recurring", "hằng tuần", event="week"),
        lambda: Term("recurring", "hằng tháng", event="month"),
        lambda: Term("recurring", "hằng quý", event="quarter"),
        lambda: Term("recurring", "hằng năm", event="year"),
        lambda: Term("event", f"chậm nhất {count} ngày kể từ ngày {happening}", count=count, event=event),
        lambda: Term(
            "event", f"{count} ngày làm việc kể từ ngày {happening}", count=count, event=event, working=True
        ),
        lambda: Term("event", "sau khi Nghị định được ban hành", event="issued"),
        lambda: Term("event", f"Sau {count} ngày kể từ ngày {happening}", event=event),
        lambda: Term(
            "day",
            f"trước ngày {_dmy(day)}; báo cáo trước ngày {_dmy(day + 15 * ONE)}",
            day,
            before=True,
            report=day + 15 * ONE,
        ),
    ]
    return chance.choice(kinds)()


def _standing(chance: random.Random, near: date) -> Term:
    while (term := _term(chance, near)).kind not in ("ongoing", "recurring"):
        pass
    return term


def _paper(chance: random.Random, issued: date, deliverables: int, edges: list[date]) -> Paper:
    """A paper on any day, or on one on which something turns."""
    day = issued + ONE * chance.randint(1, 500)
    if edges and chance.random() < 0.5:
        day = chance.choice(edges) + ONE * chance.randint(-1, 1)
    completed = day - ONE * chance.randint(0, 40) if chance.random() < 0.3 else None
    year = day.year
    first = chance.randint(1, 4)
    spans: list[tuple[str, tuple[tuple[date, date], ...]]] = [
        (
            f"quý {('I', 'II', 'III', 'IV')[first - 1]}/{year}",
            ((date(year, first * 3 - 2, 1), month_end(year, first * 3)),),
        ),
        (f"quý {first} năm {year}", ((date(year, first * 3 - 2, 1), month_end(year, first * 3)),)),
        (f"tháng {first * 2}/{year}", ((date(year, first * 2, 1), month_end(year, first * 2)),)),
        (f"6 tháng đầu năm {year}", ((date(year, 1, 1), date(year, 6, 30)),)),
        (f"9 tháng đầu năm {year}", ((date(year, 1, 1), date(year, 9, 30)),)),
        (f"năm {year}", ((date(year, 1, 1), date(year, 12, 31)),)),
        (
            f"quý I, II/{year}",
            ((date(year, 1, 1), date(year, 3, 31)), (date(year, 4, 1), date(year, 6, 30))),
        ),
    ]
    words, named = chance.choice(spans) if chance.random() < 0.5 else ("", ())
    confirmed = chance.choice(("yes", "yes", "yes", "no", "returned"))
    of = chance.choice(("", "", *AGENCIES))
    return Paper(chance.randrange(deliverables), day, completed, confirmed, of, words, named)


def _answers(chance: random.Random, papers: list[Paper]) -> Iterator[Paper]:
    """What is sent instead of papers that came back: on their day, or on one beside it."""
    for paper in papers:
        if paper.confirmed == "returned" and chance.random() < 0.7:
            day = paper.day + ONE * chance.choice((-1, 0, 0, 1))
            yield replace(paper, day=day, completed=None, confirmed="no")


def _planned(chance: random.Random, issued: date, said: Said) -> Iterator[Planned]:
    """Up to two documents that change the end of the plan or its reports."""
    last = issued
    for _n in range(chance.choice((0, 0, 1, 2))):
        day = issued + ONE * chance.randint(1, 400)
        force = day + ONE * chance.randint(-40, 60) if chance.random() < 0.4 else day
        if force <= last:
            continue
        last = force
        match chance.choice(("ends", "cycle", "days")):
            case "ends":
                said = replace(said, ends=max(day, force) + ONE * chance.randint(0, 300))
            case "cycle":
                said = replace(said, cycle=chance.choice(CYCLES))
            case _:
                cutoff = chance.choice((31, 14, 25))
                said = replace(said, cutoff=cutoff, by=chance.choice((cutoff, 5)), by_working=0)
        yield Planned(day, force, said)


def situation(seed: int) -> Situation:
    """A plan with one task, everything about it left to chance."""
    chance = random.Random(seed)
    issued = date(2025, 1, 1) + ONE * chance.randint(0, 500)
    if chance.random() < 0.3:  # about the middle of a quarter
        issued = date(issued.year, chance.choice((2, 5, 8, 11)), chance.randint(13, 17))
    standing = chance.random() < 0.6
    deliverables = chance.choice((1, 1, 2))
    owners = tuple(chance.sample(AGENCIES[:3], chance.choice((1, 1, 2, 3))))
    amended: list[Amended] = []
    for _n in range(chance.choice((0, 0, 1, 2, 3))):
        day = issued + ONE * chance.randint(1, 400)
        force = day + ONE * chance.randint(1, 60) if chance.random() < 0.2 else day
        if any(a.force == force or a.day == day for a in amended):
            continue
        near = day if chance.random() < 0.8 else issued
        term = _standing(chance, near) if standing and chance.random() < 0.8 else _term(chance, near)
        match chance.choice(("term", "owner", "suspended", "cancelled", "term", "corrected")):
            case "corrected":
                amended.append(Amended(day, day, term, effect="corrected"))
            case "term":
                amended.append(Amended(day, force, term))
            case "owner":
                amended.append(Amended(day, force, owners=(chance.choice(AGENCIES),)))
            case effect:
                amended.append(Amended(day, force, effect=effect))
    # A correction is one of the text; what an amendment has set is corrected in its own time.
    first = min((a.force for a in amended), default=issued)
    amended = [a for a in amended if a.effect != "corrected" or a.force == first]
    until, heirs = {}, {}
    if chance.random() < 0.3:
        until["CQ-C"] = issued + ONE * chance.randint(1, 400)
        if chance.random() < 0.6:
            heirs["CQ-C"] = "CQ-D"
    happened = {}
    if chance.random() < 0.7:
        happened["issued"] = issued + ONE * chance.randint(-20, 200)
        if chance.random() < 0.7:
            happened["effective"] = happened["issued"] + ONE * chance.randint(0, 60)
    cutoff = chance.choice((31, 31, 14, 25))
    term = _standing(chance, issued) if standing else _term(chance, issued)
    edges = [day for day in (term.day, *until.values(), *(a.day for a in amended)) if day]
    papers: list[Paper] = []
    for _n in range(chance.randint(0, 5)):
        papers.append(_paper(chance, issued, deliverables, [*edges, *(p.day for p in papers)]))
    noticed = {issued + ONE * chance.randint(0, 400): chance.random() < 0.5 for _n in range(3)}
    said = Said(
        ends=chance.choice((None, date(issued.year, 12, 31), date(issued.year + 1, 12, 31))),
        cycle=chance.choice(CYCLES),
        cutoff=cutoff,
        by=chance.choice((cutoff, 5, 20)),
        by_working=chance.choice((0, 0, 0, 5)),
    )
    return Situation(
        issued=issued,
        said=said,
        planned=tuple(_planned(random.Random(f"{seed} of the plan"), issued, said)),
        strict=chance.random() < 0.3,
        working_days=chance.random() < 0.3,
        noticed=noticed,
        term=term,
        owners=owners,
        each=len(owners) > 1 and chance.random() < 0.6,
        asked=chance.random() < 0.1,
        deliverables=deliverables,
        amended=tuple(amended),
        papers=(*papers, *_answers(random.Random(f"{seed} sent again"), papers)),
        told=(issued + ONE * chance.randint(1, 300),) if chance.random() < 0.3 else (),
        until=until,
        heirs=heirs,
        happened=happened,
    )


def _options(said: Said) -> dict[str, str]:
    by = f"{said.by_working} ngày làm việc sau ngày chốt" if said.by_working else str(said.by)
    return {
        "ends": str(said.ends or ""),
        "report_period": said.cycle,
        "report_cutoff": str(said.cutoff),
        "report_by": by,
    }


def plan_of(s: Situation) -> Plan:
    """The situation as objects of a project."""
    yes = {True: "yes", False: ""}
    home = need(
        "plan",
        "KH-1",
        issued=str(s.issued),
        **_options(s.said),
        strict=yes[s.strict],
        working_days=yes[s.working_days],
    )
    proofs = " ".join(f"SP-{n}" for n in range(s.deliverables))
    links = {"owner": " ".join(s.owners), "deliverables": proofs, "trigger": "CC-1"}
    subject = need(
        "task",
        "NV-1",
        links,
        deadline=s.term.words,
        ownership="each" if s.each else "joint",
        assignment="request" if s.asked else "",
    )
    needs: list[Need] = [
        home,
        subject,
        need("basis", "CC-1", **{key: str(day) for key, day in s.happened.items()}),
    ]
    needs += [need("deliverable", f"SP-{n}") for n in range(s.deliverables)]
    needs += [
        need(
            "agency",
            key,
            {"successors": s.heirs.get(key, "")},
            kind="agency",
            until=str(s.until.get(key, "")),
            certainty="certain" if key in s.heirs else "",
        )
        for key in AGENCIES
    ]
    needs += [
        need("workday", f"NL-{n}", date=str(day), kind="worked" if works else "off")
        for n, (day, works) in enumerate(s.noticed.items())
    ]
    needs += [
        need(
            "amendment",
            f"DC-{n}",
            {"amends": "NV-1", "owner": " ".join(a.owners)},
            date=str(a.day),
            effective=str(a.force) if a.force != a.day else "",
            deadline=a.term.words if a.term else "",
            effect=a.effect,
        )
        for n, a in enumerate(s.amended)
    ]
    needs += [
        need(
            "amendment",
            f"DC-KH-{n}",
            {"amends": "KH-1"},
            date=str(p.day),
            effective=str(p.force) if p.force != p.day else "",
            **_options(p.said),
        )
        for n, p in enumerate(s.planned)
    ]
    needs += [
        need(
            "evidence",
            f"MC-{n}",
            {"proves": f"SP-{p.deliverable}", "of": p.of},
            date=str(p.day),
            completed=str(p.completed or ""),
            confirmed=p.confirmed,
            period=p.words,
        )
        for n, p in enumerate(s.papers)
    ]
    needs += [need("update", f"BC-{n}", {"on": "NV-1"}, date=str(d)) for n, d in enumerate(s.told)]
    return Plan(MODEL, {n.id: n for n in needs})


def ours(plan: Plan, today: date) -> dict[str, object]:
    """The same answer from the package."""
    status = Progress(plan, today).of(plan.needs["NV-1"])
    parts = {
        p.agency.id: (
            p.state.value,
            p.days_late,
            [m.send_by for m in p.missing],
            [c.send_by for c in p.coming if c.send_by <= today + 30 * ONE],
        )
        for p in status.parts
    }
    return {"due": status.obligation.due, "state": (status.state.value, status.days_late), "parts": parts}


def days_of(seed: int, s: Situation) -> list[date]:
    """Some days at random, and those around what was due."""
    chance = random.Random(-seed)
    found = [s.issued + ONE * chance.randint(0, 600) for _n in range(2)]
    oracle = Oracle(s, found[0])
    late = oracle.days()[1]
    owed = [report.late for report in oracle.owed() if report.late < s.issued + 600 * ONE]
    forces = *(a.force for a in s.amended), *(p.force for p in s.planned)
    turns = [day for day in (late, *s.until.values(), *forces, *owed[-3:]) if day]
    turns = chance.sample(turns, min(3, len(turns)))
    return [*found, *(day + ONE * n for day in turns for n in (0, 1))]


def disagreements(seeds: range) -> list[tuple[int, date, object, object]]:
    found: list[tuple[int, date, object, object]] = []
    for seed in seeds:
        s = situation(seed)
        plan = plan_of(s)
        for today in days_of(seed, s):
            theirs, mine = Oracle(s, today).answer(), ours(plan, today)
            if theirs != mine:
                found.append((seed, today, theirs, mine))
    return found


def test_random_plans_stand_as_the_design_says() -> None:
    """States, days late, last days, reports missing and coming, agency by agency."""
    assert disagreements(range(FEW)) == []


@pytest.mark.soak
def test_many_random_plans_stand_as_the_design_says() -> None:
    """The same for thousands of plans."""
    assert disagreements(range(MANY)) == []


def test_the_public_is_told_the_same_states() -> None:
    """Of random plans that are public whole: state, days and owners, but for what waits for confirmation."""
    for seed in range(FEW):
        s = situation(seed)
        plan = plan_of(s)
        (home,) = plan.plans
        marked = {**plan.needs, home.id: replace(home, options={**home.options, "publish": "yes"})}
        seen = replace(plan, needs=publishing.public(replace(plan, needs=marked)))
        for today in days_of(seed, s):
            progress, public = Progress(plan, today), Progress(seen, today, public=True)
            for told in public.tasks:
                own = progress.of(plan.needs[told.task.id])
                if State.AWAITING not in (own.state, *(part.state for part in own.parts)):
                    assert _told(told) == _told(own), (seed, today)


def _told(status: TaskStatus) -> tuple[object, ...]:
    parts = [(part.agency.id, PUBLIC.get(part.state, part.state), part.done) for part in status.parts]
    return PUBLIC.get(status.state, status.state), status.done, status.obligation.due, parts


#: From good to bad; what is done or sent can only be where it is, or further to the left.
ORDER = (
    "done-on-time",
    "awaiting-confirmation",
    "open-in-time",
    "done-late",
    "no-information",
    "open-overdue",
)


def test_doing_work_earlier_never_makes_a_state_worse() -> None:
    """A paper of an earlier day, with the work done earlier, leaves nobody worse off on any later day."""
    for seed in range(FEW):
        s = situation(seed)
        for number, paper in enumerate(s.papers):
            if paper.confirmed == "returned":
                continue
            work = (paper.completed or paper.day) - 10 * ONE
            earlier = Paper(
                paper.deliverable, paper.day, work, paper.confirmed, paper.of, paper.words, paper.spans
            )
            moved = [*s.papers[:number], earlier, *s.papers[number + 1 :]]
            before, after = plan_of(s), plan_of(Situation(**{**vars(s), "papers": tuple(moved)}))
            for today in days_of(seed, s):
                old, new = (Progress(p, today).of(p.needs["NV-1"]) for p in (before, after))
                if old.state.value in ORDER:
                    assert ORDER.index(new.state.value) <= ORDER.index(old.state.value), (seed, today)
                    assert new.days_late <= old.days_late, (seed, today)
