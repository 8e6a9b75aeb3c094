"""What a task binds to, as a fingerprint: whoever spells it out elsewhere sees by it that it has changed."""

import hashlib
import json

from kehoach.language.text import flat
from kehoach.official import wording
from kehoach.plan import Need, Plan
from kehoach.plan.upper import DIGITS
from kehoach.progress.effective import bound_ever


def fingerprint(plan: Plan, task: Need) -> str:
    """Sixteen hexadecimal digits for the clause, and for what all recorded amendments leave in force.

    That is the deadline and its last day, who leads and supports, what is to be delivered, the target, and
    whether it is suspended or cancelled. No day changes it, nor do spacing and the order of links.
    """
    bound = bound_ever(plan, task)
    said = [
        wording.plain(task.body) or flat(task.title),
        flat(bound.deadline.text),
        bound.due.isoformat() if bound.due else "",
        [task["ownership"], *sorted(agency.id for agency in bound.owners)],
        sorted(agency.id for agency in bound.partners),
        sorted(flat(deliverable.title) for deliverable in bound.deliverables),
        flat(task["target"]),
        bound.state,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:DIGITS]
