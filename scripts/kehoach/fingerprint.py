"""Fingerprints: whether an object, or a whole plan, is still what it was."""

import hashlib
import json

from kehoach.plan import Need, Plan


def of_need(need: Need) -> str:
    """SHA-256 of what an object says, wherever it stands."""
    said = [need.type, need.id, need.title, dict(need.options), dict(need.links), need.body]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def of_plan(plan: Plan) -> str:
    """SHA-256 of all that the objects, the headings and the official texts say."""
    said = sorted(map(of_need, plan.needs.values()))
    said += [heading.text for heading in plan.headings] + [frame.text for frame in plan.frames]
    said += plan.texts.values()
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
