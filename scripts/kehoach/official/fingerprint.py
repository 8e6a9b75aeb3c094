"""Fingerprints: whether an object, or a whole plan, is still what it was."""

import hashlib
import json

from kehoach.language.text import flat
from kehoach.official import reviews, wording
from kehoach.plan import Need, Plan


def of_need(need: Need) -> str:
    """SHA-256 of what an object says, wherever it stands."""
    said = [need.type, need.id, need.title, dict(need.options), dict(need.links), need.body]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def of_grounds(plan: Plan, task: Need) -> str:
    """What a task is reviewed against: eight hexadecimal digits each for clause, bases and owners.

    Where it names tasks of upper plans elsewhere, another eight are for these. The clause is the body, which
    is the official text word for word (KH302). Of the owners only what decides who answers counts. Spacing,
    line breaks and the order of links make no difference.
    """
    bases = [_said(plan, basis) for basis in sorted(task.to("basis"))]
    owners = [_answering(plan, owner) for owner in sorted(task.to("owner"))]
    grounds: list[object] = [wording.plain(task.body), bases, [task["ownership"], *owners]]
    if above := reviews.upper_of(plan, task):
        grounds.append(above)
    return "-".join(map(_short, grounds))


def of_review(task: Need, day: str, position: str, grounds: str) -> str:
    """The seal of a review: eight hexadecimal digits for the task, the day, the position and the grounds.

    Whoever edits one of them by hand, or takes them from another task, leaves a seal that does not fit.
    """
    return _short([task.id, day, flat(position), grounds])


def _said(plan: Plan, need_id: str) -> object:
    """All that the object of an ID says; the ID alone where there is no such object."""
    need = plan.needs.get(need_id)
    if need is None:
        return need_id
    options = {name: flat(value) for name, value in need.options.items()}
    return [need_id, flat(need.title), options, flat(need.body)]


def _answering(plan: Plan, need_id: str) -> object:
    """Who an agency is, how long, and who comes after it."""
    need = plan.needs.get(need_id)
    if need is None:
        return need_id
    deciding = [need[option] for option in ("kind", "until", "certainty")]
    return [need_id, flat(need.title), deciding, sorted(need.to("successors"))]


def _short(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def of_plan(plan: Plan) -> str:
    """SHA-256 of all that the objects, the headings and the official texts say."""
    said = sorted(map(of_need, plan.needs.values()))
    said += [heading.text for heading in plan.headings] + [frame.text for frame in plan.frames]
    said += plan.texts.values()
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
