"""Computed values reach the sphinx-needs objects, for filters and ``needs.json``."""

from sphinx.application import Sphinx
from sphinx_needs.data import NeedsMutable

from kehoach.extension.gate import plan_of


def set_computed(app: Sphinx, needs: NeedsMutable) -> None:
    """Set the fields of ``model.COMPUTED`` on every need object that has them."""
    plan = plan_of(app.env)
    for task in plan.of_type("task"):
        due = plan.deadline_of(task).due
        if due and task.id in needs:
            needs[task.id]["due"] = due.isoformat()
