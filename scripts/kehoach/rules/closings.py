"""KH24x: a plan ends by a document of who may end it; obstacles are told in the order of their days."""

from collections.abc import Iterator
from datetime import date

from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, State
from kehoach.progress.authority import issuers, may_change
from kehoach.progress.closing import REOPENED, acts, carried_by, closing_of, closings
from kehoach.progress.effective import bound_ever
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH240")
def may_not_close_it(check: Check) -> Iterator[Finding]:
    """Only the plan's issuer, or a body above it, closes a plan.

    Bad: ``:issuer: Sở Nội vụ`` for a plan of the People's Committee. Good: the plan's own issuer.
    """
    for closing in check.plan.of_type("closing"):
        behind = issuers(check.plan, closing)
        for home in check.plan.targets(closing, "closes"):
            wrong = [issuer for issuer in behind if not may_change(check.plan, home, issuer)]
            if wrong and home["issuer"]:
                message = _('"{issuer}" may not close a plan issued by "{owner}".')
                yield check.at(closing, message.format(issuer=wrong[0], owner=home["issuer"]), "issuer")
                break


@rule("KH241")
def closed_before_it_was_issued(check: Check) -> Iterator[Finding]:
    """A plan is closed after it was issued, and only once somebody has signed it.

    Bad: a closing of 01/6/2023 of a plan of 26/6/2023. Good: one of 31/12/2023.
    """
    for closing in check.plan.of_type("closing"):
        day = closing.day("date")
        for home in check.plan.targets(closing, "closes"):
            issued = home.day("issued")
            if home.unsigned:
                message = _("{id} has not been signed: there is nothing to close.")
                yield check.at(closing, message.format(id=home.id), "closes")
            elif day and issued and day < issued:
                message = _("The plan would end on {day}, before it was issued ({issued}).")
                text = message.format(day=f"{day:%d/%m/%Y}", issued=f"{issued:%d/%m/%Y}")
                yield check.at(closing, text, "date")


@rule("KH242")
def closed_twice(check: Check) -> Iterator[Finding]:
    """A plan is closed once; to close it again it has to be opened again by a document.

    Bad: closings of 20/12/2026 and of 10/01/2027. Good: one of them.
    """
    for home in check.plan.plans:
        for day, closing in closings(check.plan, home):
            before = closing_of(check.plan, home, day)
            if before and before is not closing:
                message = _("{id} has closed {plan} already. Keep one, or write what opened it again.")
                yield check.at(closing, message.format(id=before.id, plan=home.id), "closes")


@rule("KH243")
def drops_what_is_not_its(check: Check) -> Iterator[Finding]:
    """A closing drops tasks of the plan that it closes, which were not done and nobody carries on.

    Bad: ``:drops: NV-12-2026-1`` where it closes KH-9-2026. Good: a task of KH-9-2026.
    """
    for closing in check.plan.of_type("closing"):
        closed = check.plan.targets(closing, "closes")
        for task in check.plan.targets(closing, "drops"):
            if message := _not_to_drop(check, closing, closed, task):
                yield check.at(closing, message, "drops")
                break


def _not_to_drop(check: Check, closing: Need, closed: tuple[Need, ...], task: Need) -> str:
    if closed and check.plan.plan_of(task) not in closed:
        return _("{task} is not of the plan that this closes.").format(task=task.id)
    if carrying := check.plan.sources(task.id, "continues"):
        message = _("{task} is dropped here, but {id} carries it on. Compare both documents.")
        return message.format(task=task.id, id=carrying[0].id)
    if done := _done(check, task, closing.day("date")):
        message = _("{task} was done on {day}: there is nothing to drop.")
        return message.format(task=task.id, day=f"{done:%d/%m/%Y}")
    return ""


def _done(check: Check, task: Need, day: date | None) -> date | None:
    """The day on which a task was done, as known at the end of a day; a standing one never is."""
    status = Progress(check.plan, day, closings=False).of(task) if day else None
    return status.done if status and status.state is not State.ONGOING else None


@rule("KH244")
def changed_after_the_end(check: Check) -> Iterator[Finding]:
    """What has been closed is changed no more, unless it was opened again; what runs is not opened.

    Bad: a new deadline of 10/01/2027 in a plan closed on 31/12/2026. Good: first ``:effect: reopened``.
    """
    for amendment in check.plan.of_type("amendment"):
        day = amendment.day("effective") or amendment.day("date")
        for target in check.plan.targets(amendment, "amends"):
            home = check.plan.plan_of(target)
            if home is None or day is None or amendment["effect"] == "requested":
                continue
            closing = closing_of(check.plan, home, day)
            opened = amendment["effect"] == REOPENED
            if opened and not _closed_before(check, home, day):
                message = _("{plan} was not closed on that day: there is nothing to open again.")
                yield check.at(amendment, message.format(plan=home.id), "effect")
                break
            if closing and not opened and closing.day("date") != day:
                message = _("{plan} was closed by {id} before that day, so this changes nothing.")
                yield check.at(amendment, message.format(plan=home.id, id=closing.id), "date")
                break


def _closed_before(check: Check, home: Need, day: date) -> bool:
    return any(closed <= day for closed, _closing in closings(check.plan, home))


@rule("KH245")
def resolved_before_it_was_raised(check: Check) -> Iterator[Finding]:
    """An obstacle is resolved after it was raised.

    Bad: ``:raised: 2026-08-10`` and ``:resolved: 2026-07-10``. Good: ``:resolved: 2026-09-10``.
    """
    for obstacle in check.plan.of_type("obstacle"):
        raised, resolved = obstacle.day("raised"), obstacle.day("resolved")
        if raised and resolved and resolved < raised:
            message = _("Resolved on {resolved}, before it was raised ({raised}). Compare both.")
            text = message.format(resolved=f"{resolved:%d/%m/%Y}", raised=f"{raised:%d/%m/%Y}")
            yield check.at(obstacle, text, "resolved")


@rule("KH246")
def closes_from_elsewhere(check: Check) -> Iterator[Finding]:
    """A closing stands in the folder of the plan that it closes.

    Bad: ``:closes: KH-12-2026`` in ``needs/kh-9-2026/``. Good: the same in ``needs/kh-12-2026/``.
    """
    for closing in check.plan.of_type("closing"):
        home, closed = check.plan.plan_of(closing), check.plan.targets(closing, "closes")
        if home and closed and home not in closed:
            message = _("It closes {plan}, but stands in the folder of {home}. Compare `closes`, or move it.")
            yield check.at(closing, message.format(plan=closed[0].id, home=home.id), "closes")


@rule("KH247")
def confirmed_before_it_was_there(check: Check) -> Iterator[Finding]:
    """The day of a confirmation is that of what was confirmed, or later.

    Bad: ``:confirmed_on: 2026-09-01`` for a paper of 28/9/2026. Good: ``:confirmed_on: 2026-10-02``.
    """
    for paper in (*check.plan.of_type("evidence"), *check.plan.of_type("measure")):
        day, since = paper.day("date"), paper.day("confirmed_on")
        if since and paper["confirmed"] != "yes":
            message = _(
                "Confirmed on a day, but `confirmed` does not say so. Write `:confirmed: yes`, or no day."
            )
            yield check.at(paper, message, "confirmed_on")
        elif since and day and since < day:
            message = _("Confirmed on {since}, before the day of the paper ({day}). Compare both.")
            text = message.format(since=f"{since:%d/%m/%Y}", day=f"{day:%d/%m/%Y}")
            yield check.at(paper, text, "confirmed_on")


@rule("KH248", waivable=True)
def asked_for_twice(check: Check) -> Iterator[Finding]:
    """What a later plan carries on is not asked for again when its own plan is opened again.

    Bad: KH-9-2026 is opened again, and a task of KH-5-2027 ``continues`` NV-9-2026-II-4. Good: by the same
    document NV-9-2026-II-4 has ``:effect: cancelled``.
    """
    for task in check.plan.of_type("task"):
        home = check.plan.plan_of(task)
        opened = _opened_again(check, home) if home and check.plan.sources(task.id, "continues") else None
        if home is None or opened is None or _settled(check, task, opened):
            continue
        if other := _asked_instead(check, task, opened):
            message = _(
                "{plan} was opened again on {day}, but {id} carries this on: both are asked for. Write an "
                "amendment of this task with `effect: cancelled`, by the document that opened the plan."
            )
            said = {"plan": home.id, "day": f"{opened:%d/%m/%Y}", "id": other.id}
            yield check.at(task, message.format(**said))


def _asked_instead(check: Check, task: Need, opened: date) -> Need | None:
    """The task by which a later plan asks for the same.

    Where that plan has ended itself, or asks for it no more, it is one that carries on that task in turn.
    """
    seen, asked = {task.id}, [task]
    while asked:
        for other in carried_by(check.plan, asked.pop(), opened):
            home = check.plan.plan_of(other)
            if home and _runs(check, home) and not bound_ever(check.plan, other).state:
                return other
            if other.id not in seen:
                seen.add(other.id)
                asked.append(other)
    return None


def _runs(check: Check, home: Need) -> bool:
    """Whether nothing that is recorded has closed a plan, but for what was undone since."""
    found = acts(check.plan, home)
    return not found or found[-1][1] is None


def _opened_again(check: Check, home: Need) -> date | None:
    """The day on which a plan was last opened again; None where it was not, or has been closed since."""
    found = acts(check.plan, home)
    return found[-1][0] if found and found[-1][1] is None else None


def _settled(check: Check, task: Need, day: date) -> bool:
    """Whether a task is not asked for any more: done by the end of a day, cancelled or suspended ever."""
    return bool(bound_ever(check.plan, task).state or _done(check, task, day))


@rule("KH409")
def carries_on_what_it_cannot(check: Check) -> Iterator[Finding]:
    """A task carries on tasks of plans that were issued before its own, and that were not done.

    Bad: ``:continues:`` with a task of the same plan, or of a later one. Good: one of last year's plan.
    """
    for task in check.plan.of_type("task"):
        home = check.plan.plan_of(task)
        for former in check.plan.targets(task, "continues"):
            if home and (message := _not_to_carry(check, home, former)):
                yield check.at(task, message.format(id=former.id), "continues")
                break


def _not_to_carry(check: Check, home: Need, former: Need) -> str:
    before = check.plan.plan_of(former)
    if before is home:
        return _("{id} is of the same plan. Write a task of an earlier one.")
    issued, then = home.day("issued"), before.day("issued") if before else None
    if then is None or (issued and then >= issued):
        return _("{id} is of a plan that was not issued before this one. Write a task of an earlier one.")
    if done := _done(check, former, issued):
        message = _(
            "{id} was done on {day}, before this plan was issued: there is nothing to carry on. If that was "
            "confirmed only later, write `confirmed_on` in the evidence."
        )
        return message.format(id=former.id, day=f"{done:%d/%m/%Y}")
    return ""
