"""The sphinx-needs objects: computed values for filters and ``needs.json``, and bodies that are no markup."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, cast

from docutils import nodes
from docutils.statemachine import StringList
from myst_parser.parsers.options import TokenizeError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import NeedsMutable, SphinxNeedsData
from sphinx_needs.directives.need import NeedDirective, post_process_needs_data
from sphinx_needs.need_item import NeedItem

from kehoach.extension.gate import plan_of, progress_of
from kehoach.extension.page import docname
from kehoach.language import _
from kehoach.plan import VERBATIM, Plan, syntax

logger = logging.getLogger(__name__)


class _Unparsed:
    """A parser's state that leaves nested text as it is."""

    def __init__(self, state: Any) -> None:
        self.document = state.document

    def nested_parse(self, *_args: Any, **_options: Any) -> None:
        """Parse nothing."""


class ObjectDirective(NeedDirective):
    """A need of which nothing is read that a check has not read in the same way already.

    MyST is told of no options, so that it leaves their lines to us, and of official text no card shows more
    than the lines as they are written.
    """

    option_spec = None  # type: ignore[assignment, misc] # MyST asks for no more than whether there is any

    def run(self) -> Sequence[nodes.Node]:
        if not self.content_offset:  # else there was an empty line before them, and they are text
            try:
                read, begins = syntax.options_read(self.content.data)
            except TokenizeError as error:  # only on pages that are not checked
                raise self.error(str(error)) from error
            self.options = dict(read)
            self.content = StringList(self.content.data[begins:], self.state.document["source"])
            self.content_offset = begins
        if self.name in VERBATIM or not self.content:
            self.state: Any = _Unparsed(self.state)
        return super().run()


def read_less(app: Sphinx, config: Config) -> None:
    """Read objects by our directive, unless a project wants the cards of sphinx-needs."""
    if not config.kehoach_stock_cards:
        for declared in NeedsSphinxConfig(config).types:
            app.add_directive(declared["directive"], ObjectDirective, override=True)


def forget_before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget the needs of all pages that are read again before the first of them is.

    sphinx-needs forgets those of a page when its turn comes. A need that has moved to a page which is read
    earlier would be there twice until then, which is an error.
    """
    for name in docnames:
        SphinxNeedsData(env).remove_doc(name)


def seal(app: Sphinx, env: BuildEnvironment) -> None:
    """Bring the objects of sphinx-needs to their end now, whatever builder asks for them, or none does."""
    post_process_needs_data(cast(Sphinx, _Brief(app)))


class _Brief:
    """The application as sphinx-needs sees it then, which tells its events to who listens and no more.

    Sphinx writes out what an event hands over for its log of debugging, on or off: all objects, twice.
    """

    def __init__(self, app: Sphinx) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    def emit(self, name: str, *told: Any) -> None:
        for listener in sorted(self._app.events.listeners[name], key=attrgetter("priority")):
            listener.handler(self._app, *told)


def put_in_order(app: Sphinx, needs: NeedsMutable) -> None:
    """Put the objects in the order of the files, whatever was read last: lists are drawn in their order."""
    place = {name: number for number, name in enumerate(plan_of(app.env).needs)}
    in_order = sorted(needs.items(), key=lambda pair: (place.get(pair[0], len(place)), pair[0]))
    for name, _need in in_order:
        needs[name] = needs.pop(name)


def refuse_others(app: Sphinx, needs: NeedsMutable) -> None:
    """Stop where the objects are not those that were checked: from elsewhere, or changed by a directive.

    What ``needs_external_needs`` declares is marked as from elsewhere, and stays.
    """
    plan = plan_of(app.env)
    wrong = [need for need in needs.values() if not need["is_external"] and not _is_ours(plan, need)]
    for need in wrong:
        message = _(
            '"{id}" is not as in needs/, where it was checked. Objects stand there, and no other page '
            "holds, includes, imports or extends any."
        )
        logger.error(message.format(id=need["id"]), location=(need["docname"], need["lineno"]))
    if wrong:
        raise SystemExit(1)


def _is_ours(plan: Plan, need: NeedItem) -> bool:
    """Whether an object says what the plan says, on the same page."""
    ours = plan.needs.get(need["id"])
    if ours is None or (ours.type, ours.title, docname(ours)) != (
        need["type"],
        need["title"],
        need["docname"],
    ):
        return False
    need_type = plan.model.types[ours.type]
    options = {name: str(value) for name in need_type.fields if (value := need[name])}
    links = {name: set(map(str, targets)) for name in need_type.links if (targets := need[name])}
    return options == {name: value for name, value in ours.options.items() if value} and links == {
        name: set(targets) for name, targets in ours.links.items() if targets
    }


def set_computed(app: Sphinx, needs: NeedsMutable) -> None:
    """Set the fields of ``model.COMPUTED`` on every need object that has them."""
    for status in progress_of(app.env).every:
        need = needs[status.task.id]
        need["task_state"] = status.state.value
        need["due"] = status.obligation.due.isoformat() if status.obligation.due else None
