"""The theme ``kehoach``: its frame is ``kehoach_theme/``, and what that is told of a page is here.

Styles, scripts and the policy stand on pages of every theme.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from kehoach.documents.phrases import notice_of_all
from kehoach.editions.manifest import Manifest
from kehoach.extension.gate import editions_of, plan_of, progress_of
from kehoach.extension.views import views_on
from kehoach.extension.views.tasks import LIST, LISTED
from kehoach.files import refusals
from kehoach.language import _, i18n
from kehoach.reports.words import number_of

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
THEME = HERE / "kehoach_theme"


def catalogues(target: Path) -> list[str]:
    """Where Sphinx finds its words: a copy in ``target``, since it writes compiled catalogues beside them.

    Where nothing can be written the build ends, in a sentence: Sphinx answers exceptions with crash reports.
    """
    try:
        return [str(i18n.copy_locale(target))]
    except OSError as error:
        logger.error(refusals.not_written(error, target))
        raise SystemExit(2) from error


def add_static_files(app: Sphinx) -> None:
    """Put our style sheet and scripts on every page."""
    app.add_css_file("kehoach.css", priority=100)  # before the theme's, which uses its colours
    app.add_css_file("views.css")
    app.add_js_file("tables.js", loading_method="defer")
    app.add_js_file("search.js", loading_method="defer")
    app.add_js_file("actions.js", loading_method="defer")


def name_site(app: Sphinx) -> None:
    """Call the site after its plan, where it holds only one and conf.py has no name for it."""
    plans = plan_of(app.env).plans
    if len(plans) == 1 and app.config.html_title == app.config.project:
        app.config.html_title = f"{plans[0]['doc_type']} {number_of(plans[0])}"


def tell_frame(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the frame of a page where to go first, what all pages say, and whether it is wide.

    Wide are pages of tables and drawings; running text keeps its measure.
    """
    views = views_on(app.env)
    context["say"] = _
    context["indexed"] = app.config.kehoach_index
    context["first_pages"], context["notice"], context["tasks"] = frame(app.env)
    context["wide"] = bool(views.get(page)) or page not in app.env.found_docs


def frame(env: BuildEnvironment) -> tuple[list[tuple[str, str]], str, str]:
    """What stands on every page: the first pages by their names, its words on itself, the list of tasks.

    The first pages are those of the first toctree on the home page. The list is where home has it, else "".
    """
    tree = next(env.tocs[env.config.root_doc].findall(addnodes.toctree), None)
    entries = tree["entries"] if tree else ()
    pages = [(title or env.titles[page].astext(), page) for title, page in entries]
    has_list = not LISTED.isdisjoint(views_on(env).get(env.config.root_doc, ()))
    said = [notice_of_all(progress_of(env)), *map(_edition, editions_of(env))]
    return pages, ". ".join(said), f"#{LIST}" if has_list else ""


def _edition(held: Manifest) -> str:
    words = _("Edition {name} of {plan}, commit {commit}")
    return words.format(name=held.name, plan=held.plan, commit=held.commit[:12])


def remove_permalink_page(app: Sphinx, exception: Exception | None) -> None:
    """Remove the page that sphinx-needs writes beside ours: in English, and of no use from a folder."""
    (app.outdir / "permalink.html").unlink(missing_ok=True)
