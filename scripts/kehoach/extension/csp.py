"""The Content Security Policy of every page: only the site's own scripts run, and nothing is fetched.

It is the second wall. The first is that nothing in ``needs/`` becomes a script (``markup.py``); should that
ever fail, the browser does not run it.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from jinja2 import TemplateNotFound
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: The theme's template that holds an inline script: it sets the colours before anything is drawn.
_TEMPLATE = "base.html"


def add_policy(app: Sphinx) -> None:
    """Give templates the policy to put on each page.

    Only scripts in the theme's own template are allowed by their hash: one in the content of a page has none.
    ``kehoach serve`` does without: it puts scripts into pages, its own and that of reloading.
    """
    if isinstance(app.builder, StandaloneHTMLBuilder) and not app.config.kehoach_serve:
        environment = app.builder.templates.environment
        try:
            source, _path, _fresh = app.builder.templates.get_source(environment, _TEMPLATE)
        except TemplateNotFound:  # another theme: none of its inline scripts runs
            source = ""
        environment.globals["content_security_policy"] = policy(_INLINE_SCRIPT.findall(source))


def policy(scripts: Iterable[str]) -> str:
    """The policy that allows these inline scripts and no others."""
    hashes = (b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *(f"'sha256-{digest}'" for digest in hashes))),
            # furo and docutils write styles into pages; its icons are SVG in style sheets.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )
