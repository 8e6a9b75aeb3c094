"""Styles, scripts, and the words that the theme has in English only."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from kehoach.extension.gate import plan_of
from kehoach.language import _, i18n
from kehoach.reports.words import number_of

HERE = Path(__file__).parent


def catalogues(target: Path) -> list[str]:
    """Where Sphinx finds its words: a copy in ``target``, since it writes compiled catalogues beside them.

    Raises:
        ConfigError: it cannot be written; Sphinx shows that as one sentence.
    """
    try:
        return [str(i18n.copy_locale(target))]
    except OSError as error:
        raise ConfigError(_("Cannot write {path}: {why}.").format(path=target, why=error)) from error


def add_static_files(app: Sphinx) -> None:
    """Put our style sheet and scripts on every page."""
    app.add_css_file("kehoach.css")
    app.add_css_file("views.css")
    app.add_js_file("tables.js", loading_method="defer")
    app.add_js_file("search.js", loading_method="defer")


def name_site(app: Sphinx) -> None:
    """Call the site after its plan, where it holds only one and conf.py has no name for it."""
    plans = plan_of(app.env).plans
    if len(plans) == 1 and app.config.html_title == app.config.project:
        app.config.html_title = f"{plans[0]['doc_type']} {number_of(plans[0])}"


def translate_theme(app: Sphinx) -> None:
    """Give templates a filter for what furo writes without gettext, or not as it should."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.templates.environment.filters["translate_theme"] = _translated


def remove_permalink_page(app: Sphinx, exception: Exception | None) -> None:
    """Remove the page that sphinx-needs writes beside ours: in English, and of no use from a folder."""
    (app.outdir / "permalink.html").unlink(missing_ok=True)


def _translated(page: str) -> str:
    # What stands in the article is no word of the theme, and long.
    before, article, rest = page.partition("<article ")
    content, end, after = rest.rpartition("</article>")
    return "".join((_in_our_words(before), article, content, end, _in_our_words(after)))


def _in_our_words(html: str) -> str:
    for theirs, own in {
        # Sphinx gives the headings of the navigation no level; without one they are no headings.
        ' role="heading"': ' role="heading" aria-level="2"',
        'aria-label="Toggle site navigation sidebar"': f'aria-label="{_("Show or hide navigation")}"',
        'aria-label="Toggle table of contents sidebar"': f'aria-label="{_("Show or hide contents")}"',
        'aria-label="Toggle Light / Dark / Auto color theme"': f'aria-label="{_("Light, dark or auto")}"',
        "<title>Contents</title>": f"<title>{_('Contents')}</title>",
        "<title>Menu</title>": f"<title>{_('Menu')}</title>",
        "<title>Expand</title>": f"<title>{_('Expand')}</title>",
        "<title>Light mode</title>": f"<title>{_('Light mode')}</title>",
        "<title>Dark mode</title>": f"<title>{_('Dark mode')}</title>",
        "<title>Auto light/dark, in light mode</title>": f"<title>{_('Auto, now light')}</title>",
        "<title>Auto light/dark, in dark mode</title>": f"<title>{_('Auto, now dark')}</title>",
    }.items():
        html = html.replace(theirs, own)
    return html
