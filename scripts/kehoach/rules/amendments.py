"""KH22x: obligations change only by a document of who may change them."""

from collections.abc import Iterator
from datetime import date

from kehoach import deadline as deadlines
from kehoach.deadline import Kind
from kehoach.language import _
from kehoach.official.names import folded
from kehoach.plan import AMENDABLE, OF_PLANS, Need
from kehoach.progress.authority import issuers, may_change
from kehoach.progress.closing import REOPENED
from kehoach.progress.terms import in_order
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


def _plan(check: Check, amendment: Need) -> Need | None:
    tasks = check.plan.targets(amendment, "amends")
    return check.plan.plan_of(tasks[0]) if tasks else None


def _in_force(check: Check) -> Iterator[Need]:
    """Amendments that change something; a request changes nothing yet, one with a false effect may be one."""
    found = (a for a in check.plan.of_type("amendment") if a["effect"] != "requested")
    return (a for a in found if not check.found_on(a.id, "effect"))


@rule("KH220")
def changes_nothing(check: Check) -> Iterator[Finding]:
    """An amendment says what it changes.

    Bad: only number and date. Good: ``:deadline: 15/12/2023``.
    """
    for amendment in check.plan.of_type("amendment"):
        said = [change for change in (*AMENDABLE, *OF_PLANS) if amendment[change] or amendment.to(change)]
        if not said:
            message = _(
                "Changes nothing. Add `deadline`, `owner`, `partners`, `deliverables` or `effect`; of a plan "
                "`ends` or its report cycle. Anything else of a plan is said by a new plan."
            )
            yield check.at(amendment, message, "effect")
        for target in check.plan.targets(amendment, "amends"):
            for change in said:
                effect = amendment[change] if change == "effect" else ""
                if effect == REOPENED:
                    fits = target.type == "plan"
                else:
                    fits = (change in AMENDABLE) is (target.type == "task") or effect == "requested"
                if not fits:
                    message = _("`{change}` is nothing that {id} has. Make an amendment of its own for it.")
                    yield check.at(amendment, message.format(change=change, id=target.id), change)


@rule("KH221")
def amended_before_the_plan(check: Check) -> Iterator[Finding]:
    """An amendment is not older than the plan, nor does it hold before it.

    Bad: an amendment of 01/6/2023 to a plan of 26/6/2023. Good: one of 20/9/2023.
    """
    for amendment in check.plan.of_type("amendment"):
        plan = _plan(check, amendment)
        issued = plan.day("issued") if plan else None
        for option in ("date", "effective"):
            day = amendment.day(option)
            if day and issued and day < issued:
                message = _("The amendment ({day}) is older than the plan ({issued}).")
                yield check.at(amendment, message.format(day=day, issued=issued), option)
                break


@rule("KH222")
def no_basis(check: Check) -> Iterator[Finding]:
    """An amendment in force has the document that makes it: a number and a basis.

    Bad: a new deadline without ``:basis:``. Good: ``:number: 99/QĐ-UBND`` and ``:basis: CC-99-QD-UBND``.
    """
    for amendment in _in_force(check):
        if not amendment["number"] or not amendment.to("basis"):
            message = _(
                "No document for this change. Add `number` and `basis`; a request that is still pending "
                "has `effect: requested`."
            )
            yield check.at(amendment, message, "basis")


@rule("KH223")
def may_not_change_it(check: Check) -> Iterator[Finding]:
    """Only the plan's issuer, or a body above it, changes an obligation.

    Bad: ``:issuer: Sở Nội vụ`` for a plan of the People's Committee. Good: the plan's own issuer.
    """
    for amendment in _in_force(check):
        plan = _plan(check, amendment)
        if plan is None or not amendment["issuer"] or not plan["issuer"]:
            continue
        behind = issuers(check.plan, amendment)
        wrong = [issuer for issuer in behind if not may_change(check.plan, plan, issuer)]
        if wrong:
            message = _('"{issuer}" may not change a plan issued by "{owner}".')
            yield check.at(amendment, message.format(issuer=wrong[0], owner=plan["issuer"]), "issuer")


@rule("KH224")
def changed_twice_on_a_day(check: Check) -> Iterator[Finding]:
    """No two amendments of one day change the same of one task.

    Bad: two new deadlines of 20/9/2023. Good: only the one that holds.
    """
    seen: dict[tuple[str, str, str], Need] = {}
    for amendment in _in_force(check):
        single = ("deadline", "owner", "effect", *OF_PLANS)
        changed = [c for c in single if amendment[c] or amendment.to(c)]
        for task in amendment.to("amends"):
            for change in changed:
                first = seen.setdefault((task, change, amendment["date"]), amendment)
                if first is not amendment:
                    message = _("{id} of the same day changes the same ({change}) of {task}. Keep one.")
                    text = message.format(id=first.id, change=change, task=task)
                    yield check.at(amendment, text, change)


@rule("KH225")
def new_deadline_unreadable(check: Check) -> Iterator[Finding]:
    """A new deadline can be read, and is one.

    Bad: ``:deadline: Khẩn trương``. Good: ``:deadline: 15/12/2023``.
    """
    for amendment in check.plan.of_type("amendment"):
        if not amendment["deadline"]:
            continue
        day = amendment.day("date")
        read = deadlines.parse(amendment["deadline"], day.year if day else None)
        if read.kind in (Kind.NONE, Kind.VAGUE):
            message = _(
                '"{text}" is no deadline that can be measured. Write it in the words of the document.'
            )
            yield check.at(amendment, message.format(text=read.text), "deadline")


@rule("KH226")
def extended_into_the_past(check: Check) -> Iterator[Finding]:
    """A new last day, of task or plan, is neither before the plan nor before the document that sets it.

    Bad: ``:deadline: 28/2/2026`` by a document of 10/3/2026. Good: ``:deadline: 31/3/2026``.
    """
    for amendment in check.plan.of_type("amendment"):
        plan, day = _plan(check, amendment), amendment.day("date")
        if day is None:
            continue
        ends, holds = amendment.day("ends"), max(day, amendment.day("effective") or day)
        if ends and ends < holds:
            message = _("The plan would end on {due}, before the document holds ({day}). Compare both.")
            text = message.format(due=f"{ends:%d/%m/%Y}", day=f"{holds:%d/%m/%Y}")
            yield check.at(amendment, text, "ends")
        if not amendment["deadline"]:
            continue
        due = deadlines.parse(amendment["deadline"], day.year).due
        issued = plan.day("issued") if plan else None
        if due and due < max(day, issued or day):
            message = _('The new deadline "{text}" ends on {due}, before the document ({day}). Compare both.')
            words = {"text": amendment["deadline"], "due": f"{due:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"}
            yield check.at(amendment, message.format(**words), "deadline")


@rule("KH227")
def two_documents(check: Check) -> Iterator[Finding]:
    """Number, day and basis of an amendment are of one document.

    Bad: ``:number: 51/QĐ-UBND`` with the basis 50/QĐ-UBND. Good: the same number.
    """
    for amendment in _in_force(check):
        bases = check.plan.targets(amendment, "basis")
        numbers = {folded(basis["number"]) for basis in bases if basis["number"]}
        if amendment["number"] and numbers and folded(amendment["number"]) not in numbers:
            message = _(
                'The number is "{number}", that of the basis {id} is "{other}". Write the same document.'
            )
            words = {"number": amendment["number"], "id": bases[0].id, "other": bases[0]["number"]}
            yield check.at(amendment, message.format(**words), "number")
        for basis in bases:
            same = amendment["number"] and folded(basis["number"]) == folded(amendment["number"])
            if same and basis["issued"] and amendment["date"] and basis["issued"] != amendment["date"]:
                message = _("{number} is of {day} here, but of {other} in {id}. Write the day on it.")
                days = {"day": amendment["date"], "other": basis["issued"]}
                text = message.format(number=f'"{amendment["number"]}"', id=basis.id, **days)
                yield check.at(amendment, text, "date")


@rule("KH228")
def said_by_the_plan_already(check: Check) -> Iterator[Finding]:
    """A plan keeps what it was issued with; an amendment says what holds from its day.

    Bad: ``:ends: 2027-06-30`` in the plan, too, where an amendment says so. Good: the day in the text.
    """
    for plan in check.plan.plans:
        said = dict.fromkeys(OF_PLANS, plan)
        for _since, amendment in in_order(check.plan, plan, date.max):
            for option in OF_PLANS if not amendment["effect"] else ():
                if amendment[option] and amendment[option] == said[option][option]:
                    message = _(
                        "{id} says that already. Write in the plan what it was issued with; an amendment "
                        "holds from its day."
                    )
                    yield check.at(amendment, message.format(id=said[option].id), option)
                if amendment[option]:
                    said[option] = amendment
