"""Ours beside the plans of offices above: who we are, what falls to us, and what is taken up."""

from datetime import date

from kehoach.official import names
from kehoach.plan import Need, Plan
from kehoach.plan.upper import Upper
from kehoach.progress.drafts import uncounted
from kehoach.progress.effective import bound_ever


def our_names(plan: Plan) -> frozenset[str]:
    """What our office may be called: the issuer of our plans, and the names of that agency here."""
    return plan.once((our_names,), lambda: _our_names(plan))


def _our_names(plan: Plan) -> frozenset[str]:
    issuers = {names.bare(home["issuer"]) for home in plan.plans if home["issuer"]}
    called = [set(names.names_of(agency)) for agency in plan.of_type("agency")]
    return frozenset(issuers.union(*(one for one in called if one & issuers)))


def falls_to_us(plan: Plan, agency: Need, among: Plan) -> bool:
    """Whether what an agency has to do is ours: it is our office, or a group that we belong to.

    ``among`` is the plan whose agency it is. Of a group whose members that does not list, ours may say that
    we are one: by a group of the same name.
    """
    ours, called = our_names(plan), set(names.names_of(agency))
    if ours & called or agency["kind"] != "group":
        return bool(ours & called)
    same = [one for one in plan.of_type("agency") if not called.isdisjoint(names.names_of(one))]
    members = [*among.targets(agency, "members"), *(m for one in same for m in plan.targets(one, "members"))]
    return any(not ours.isdisjoint(names.names_of(member)) for member in members)


def to_us(plan: Plan, upper: Upper) -> list[Need]:
    """The tasks of an upper plan that fall to us, after all of its amendments, in the order of its text."""
    found = []
    for task in upper.tasks:
        bound = bound_ever(upper.plan, task)
        if bound.state != "cancelled" and any(falls_to_us(plan, one, upper.plan) for one in bound.owners):
            found.append(task)
    return found


def is_taken_up(plan: Plan, upper: Upper, task: Need) -> bool:
    """Whether one of ours implements a task of an upper plan; a draft beside signed plans does not yet."""
    return any(not uncounted(plan, one, date.max) for one in plan.sources(upper.named(task), "implements"))


def rests_on(plan: Plan, home: Need) -> list[Upper]:
    """The upper plans that one of ours spells out."""
    return [upper for upper in plan.uppers.values() if home in resting_on(plan, upper)]


def resting_on(plan: Plan, upper: Upper) -> list[Need]:
    """Our plans that spell out an upper one: a task implements one there, or a basis has its number."""
    number = names.folded(upper.home["number"])
    homes = {
        home.id
        for task in plan.of_type("task")
        if any(map(upper.get, task.to("implements"))) and (home := plan.plan_of(task))
    }
    return [
        home
        for home in plan.plans
        if home.id in homes
        or (number and any(names.folded(b["number"]) == number for b in plan.targets(home, "basis")))
    ]
