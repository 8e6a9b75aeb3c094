"""What every page says of a site that is only a draft: an import has left something open."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kehoach.extension.blocks import Notice
from kehoach.extension.drawing import drawings_of, printed
from kehoach.extension.gate import open_of, plan_of, progress_of
from kehoach.extension.page import Page
from kehoach.extension.printing import Printer
from kehoach.extension.views import views_on
from kehoach.language import _
from kehoach.reports.tables import Span

#: The view that lists what is open.
_LIST = "open-points"


def put_above(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the notice above what a page says, whatever its theme; the page of the search has it from ours."""
    if open_of(app.env):
        # Not among the drawings of the build, whose pages exist; as text, since the body is no Markup.
        here = Page(progress_of(app.env), app.builder, page)
        context["draft"] = str(printed(_notice(here), here))
        if "body" in context:
            context["body"] = context["draft"] + context["body"]


def print_above(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Print the notice above a document of a builder that makes no web pages."""
    if app.builder.format != "html" and open_of(app.env):
        page = drawings_of(app).page(docname)
        doctree[0:0] = list(Printer(page).block(_notice(page)))


def _notice(page: Page) -> Notice:
    env = page.builder.env
    (home,) = plan_of(env).plans
    words = _(
        "Import not finished: {count} points are still open, so that owners, deadlines and figures may be "
        "missing or wrong."
    )
    advice = Span(_("Whoever keeps the plan answers them with: "))
    command = Span(f"kehoach resolve {home.id}", typed=True)
    listed = next((name for name, views in views_on(env).items() if _LIST in views), "")
    known = listed not in ("", page.docname)
    link = (Span(" "), Span(_("See what is open"), page.document(listed))) if known else ()
    return Notice(((Span(words.format(count=open_of(env))), *link), (advice, command)))
