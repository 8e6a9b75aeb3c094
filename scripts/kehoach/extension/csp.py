"""The Content Security Policy of every page: only the site's own scripts run, and nothing is fetched.

It is the second wall. The first is that nothing in ``needs/`` becomes a script (``markup.py``); should that
ever fail, the browser does not run it.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # docutils and sphinx-needs write styles into pages.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",  # themes draw their icons so
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)


def add_policy(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the policy among the meta tags of a page, which every theme prints before it loads anything.

    ``kehoach serve`` does without: it puts scripts into pages, its own and that of reloading.
    """
    if not app.config.kehoach_serve:
        tag = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        context["metatags"] = f"\n    {tag}{context.get('metatags', '')}"
