"""Computed values reach the sphinx-needs objects, for filters and ``needs.json``."""

from sphinx.application import Sphinx
from sphinx_needs.data import NeedsMutable

from kehoach.extension.gate import progress_of


def set_computed(app: Sphinx, needs: NeedsMutable) -> None:
    """Set the fields of ``model.COMPUTED`` on every need object that has them."""
    for status in progress_of(app.env).tasks:
        need = needs[status.task.id]
        need["state"] = status.state.value
        need["due"] = status.obligation.due.isoformat() if status.obligation.due else None
