"""What a page is told about itself."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def set_body_class(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let pages with a wide table use the width of the screen."""
    wide = doctree is not None and any("filterable" in t["classes"] for t in doctree.findall(nodes.table))
    context["wide"] = wide
