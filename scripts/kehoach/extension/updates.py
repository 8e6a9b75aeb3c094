"""Incremental builds: a page is written again when anything that it shows has changed."""

import hashlib
from collections.abc import Iterable, Iterator, Set

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from kehoach.extension import navigation
from kehoach.extension.gate import progress_of
from kehoach.extension.render import docname
from kehoach.extension.views import drawn, views_on
from kehoach.plan import Need
from kehoach.progress import Progress


def pages_that_show_something_else(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again, besides those that were read again.

    sphinx-needs resolves links and tables when a page is written, but Sphinx writes only pages
    whose own file has changed. So each page's content is fingerprinted and compared.
    """
    navigation_was = env.__dict__.get("kehoach_navigation")
    env.__dict__["kehoach_navigation"] = navigation.shown(env)
    old: dict[str, str] = env.__dict__.get("kehoach_shown", {})
    new = env.__dict__["kehoach_shown"] = _shown(app, env)
    if env.__dict__["kehoach_navigation"] != navigation_was:
        return sorted(env.all_docs)  # it stands on every page
    return [name for name, digest in new.items() if old.get(name) != digest]


def remove_pages_without_source(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Remove the pages of files that are gone: Sphinx would leave those of a former plan where they are."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for name in removed:
            app.builder.get_output_path(name).unlink(missing_ok=True)
    return []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the views of a page that is read again or gone."""
    views_on(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over the views that a parallel reader found."""
    views_on(env).update({name: found for name, found in views_on(other).items() if name in docnames})


def _shown(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    progress = progress_of(env)
    digests: dict[str, hashlib._Hash] = {}
    for need in progress.plan.needs.values():
        content = repr(_card_content(progress, need)).encode()
        digests.setdefault(docname(need), hashlib.sha256()).update(content)
    for name, views in views_on(env).items():
        for view in views:
            shown = "\x00".join(_shown_by(drawn(app, name, view)))
            digests.setdefault(name, hashlib.sha256()).update(shown.encode())
    return {name: digest.hexdigest() for name, digest in digests.items() if name in env.all_docs}


def _shown_by(node: nodes.Element) -> Iterator[str]:
    """Every text, link and style below a node: the same as its pformat, at a fifth of the time."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.Element):
            yield child.tagname
            yield child.get("refuri", "")
            yield from child["classes"]
            yield from _shown_by(child)


def _card_content(progress: Progress, need: Need) -> object:
    """Everything that the card of a need is drawn from."""
    plan = progress.plan
    neighbours = [plan.targets(need, link) for link in need.links]
    neighbours += [plan.sources(need.id, link) for link in plan.model.incoming]
    seen = [(n.id, n.title, n.path, plan.plan_of(n)) for group in neighbours for n in group]
    if need.type != "task":
        return need, seen
    return need, seen, progress.as_of, progress.of(need)
