"""Incremental builds: a page is written again when anything that it shows has changed."""

import hashlib
from collections.abc import Iterable, Set

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from kehoach.extension import navigation
from kehoach.extension.cards import draw_card
from kehoach.extension.drawing import Part, drawings_of
from kehoach.extension.gate import progress_of
from kehoach.extension.render import docname
from kehoach.extension.views import draw_view, views_on


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
    """A fingerprint of what each page shows of the plan."""
    drawings = drawings_of(app)
    parts: dict[str, list[Part]] = {}
    for need in progress_of(env).plan.needs.values():
        name = docname(need)
        parts.setdefault(name, []).extend(drawings.parts(name, need.id, draw_card(need)))
    for name, views in views_on(env).items():
        for view in views:
            parts.setdefault(name, []).extend(drawings.parts(name, view, draw_view(view)))
    return {name: _fingerprint(found) for name, found in parts.items() if name in env.all_docs}


def _fingerprint(parts: Iterable[Part]) -> str:
    shown = "\x00".join(part if isinstance(part, str) else part.pformat() for part in parts)
    return hashlib.sha256(shown.encode()).hexdigest()
