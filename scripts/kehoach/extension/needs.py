"""The sphinx-needs objects: computed values for filters and ``needs.json``, and bodies that are no markup."""

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx_needs.data import NeedsMutable, SphinxNeedsData
from sphinx_needs.directives.need import NeedDirective

from kehoach.extension.gate import progress_of
from kehoach.plan import VERBATIM


class _Unparsed:
    """A parser's state that leaves nested text as it is."""

    def __init__(self, state: Any) -> None:
        self.document = state.document

    def nested_parse(self, *_args: Any, **_options: Any) -> None:
        """Parse nothing."""


class VerbatimDirective(NeedDirective):
    """A need whose body is official text: its card shows the lines as they are written."""

    def run(self) -> Sequence[nodes.Node]:
        self.state: Any = _Unparsed(self.state)
        return super().run()


def leave_official_text(app: Sphinx, config: Config) -> None:
    """Keep MyST from parsing what no card would show: a quarter of the time that reading takes."""
    for name in VERBATIM:
        app.add_directive(name, VerbatimDirective, override=True)


def forget_before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget the needs of all pages that are read again before the first of them is.

    sphinx-needs forgets those of a page when its turn comes. A need that has moved to a page which is read
    earlier would be there twice until then, which is an error.
    """
    for name in docnames:
        SphinxNeedsData(env).remove_doc(name)


def set_computed(app: Sphinx, needs: NeedsMutable) -> None:
    """Set the fields of ``model.COMPUTED`` on every need object that has them."""
    for status in progress_of(app.env).tasks:
        need = needs[status.task.id]
        need["task_state"] = status.state.value
        need["due"] = status.obligation.due.isoformat() if status.obligation.due else None
