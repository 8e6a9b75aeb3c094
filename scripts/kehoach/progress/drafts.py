"""Which plans count where all are shown together: a draft beside signed plans obliges nobody."""

from kehoach.plan import Need, Plan


def counting(plan: Plan) -> tuple[Need, ...]:
    """The plans that all figures are of: those that are signed, or all where nobody has signed any."""
    return tuple(home for home in plan.plans if not home.unsigned) or plan.plans


def beside(plan: Plan, need: Need) -> bool:
    """Whether an object is of a draft that lies beside signed plans, and is in no figure of them all."""
    home = plan.plan_of(need)
    return home is not None and home.unsigned and any(not one.unsigned for one in plan.plans)
