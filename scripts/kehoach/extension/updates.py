"""Incremental builds: a page is written again when anything that it shows has changed."""

import hashlib
import json
import weakref
from collections.abc import Iterable, Set
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from kehoach.extension import navigation, stock
from kehoach.extension.cards import draw_card
from kehoach.extension.drawing import Part, drawings_of
from kehoach.extension.gate import progress_of
from kehoach.extension.page import docname
from kehoach.extension.views import draw_view, views_on
from kehoach.files.writing import write_whole

# Not in the environment, which Sphinx stores before it writes the pages: a build that is stopped while it
# writes, or another builder with the same doctrees, would leave pages that no later build takes for outdated.
_shown: weakref.WeakKeyDictionary[BuildEnvironment, dict[str, str]] = weakref.WeakKeyDictionary()
_before: weakref.WeakKeyDictionary[BuildEnvironment, dict[str, str]] = weakref.WeakKeyDictionary()
_NAVIGATION = ""  # it stands on every page, and is no name of one


def pages_that_show_something_else(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again, besides those that were read again.

    sphinx-needs resolves links and tables when a page is written, but Sphinx writes only pages
    whose own file has changed. So each page's content is fingerprinted and compared.
    """
    old, new = _remembered(app), _fingerprints(app, env)
    _before[env], _shown[env] = old, new
    if old.get(_NAVIGATION) != new[_NAVIGATION]:
        return sorted(env.all_docs)
    return [name for name, digest in new.items() if old.get(name) != digest]


def differs(app: Sphinx, name: str, shown: str) -> bool:
    """Whether a page without a source file, or a file of rows, shows anything else than it did."""
    new = _shown[app.env]
    new[name] = _fingerprint([shown])
    old = _before[app.env]
    return old.get(name) != new[name] or (
        old.get(_NAVIGATION) != new[_NAVIGATION] and not name.endswith(".js")
    )


def remember(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the pages show, once they have been written."""
    if exception is None and app.env in _shown:
        write_whole(_record(app), json.dumps(_shown[app.env]).encode())


def _record(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"shown-{app.builder.name}.json"


def _remembered(app: Sphinx) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(_record(app).read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def remove_pages_without_source(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Remove the pages of files that are gone: Sphinx would leave those of a former plan where they are."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for name in removed:
            app.builder.get_output_path(name).unlink(missing_ok=True)
    return []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what is shown on a page that is read again or gone."""
    views_on(env).pop(docname, None)
    stock.shown_on(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader found on its pages."""
    for ours, theirs in ((views_on(env), views_on(other)), (stock.shown_on(env), stock.shown_on(other))):
        ours.update({name: found for name, found in theirs.items() if name in docnames})


def _fingerprints(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """What each page shows of the plan, and the navigation that all show."""
    drawings = drawings_of(app)
    parts: dict[str, list[Part]] = {}
    needs = () if app.config.kehoach_stock_cards else progress_of(env).plan.needs.values()
    for need in needs:
        name = docname(need)
        parts.setdefault(name, []).extend(drawings.parts(name, need.id, draw_card(need)))
    for name, views in views_on(env).items():
        for view in views:
            parts.setdefault(name, []).extend(drawings.parts(name, view, draw_view(view)))
    for name, shown in stock.fingerprints(app, env):
        parts.setdefault(name, []).append(shown)
    found = {name: _fingerprint(shown) for name, shown in parts.items() if name in env.all_docs}
    return {_NAVIGATION: _fingerprint([repr(_frame(app, env))]), **found}


def _frame(app: Sphinx, env: BuildEnvironment) -> object:
    """What all pages are drawn with: the navigation, the settings of the site, its templates."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return navigation.shown(env)
    settings, templates = app.builder.build_info.config_hash, app.builder.templates
    return navigation.shown(env), settings, templates.newest_template_mtime() if templates else 0


def _fingerprint(parts: Iterable[Part]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update((part if isinstance(part, str) else part.pformat()).encode())
        digest.update(b"\x00")
    return digest.hexdigest()
