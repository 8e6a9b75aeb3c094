"""Which plans count where all are shown together: one that obliges nobody (yet) does not, beside others."""

from datetime import date

from kehoach.plan import Need, Plan


def counting(plan: Plan, as_of: date) -> tuple[Need, ...]:
    """The plans that all figures of a day are of: those in force, signed and issued by its end.

    Where none is, those that are signed; where nobody has signed any, all. A text that does not say when it
    was issued is taken to be in force.
    """
    return plan.once((counting, as_of), lambda: _counting(plan, as_of))


def _counting(plan: Plan, as_of: date) -> tuple[Need, ...]:
    signed = tuple(home for home in plan.plans if not home.unsigned)
    issued = tuple(home for home in signed if (home.day("issued") or date.min) <= as_of)
    return issued or signed or plan.plans


def uncounted(plan: Plan, need: Need, as_of: date) -> bool:
    """Whether an object is of a plan in no figure of all plans of a day: a draft, or not yet issued."""
    home = plan.plan_of(need)
    return home is not None and home not in counting(plan, as_of)
