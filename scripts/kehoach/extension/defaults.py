"""What the extension sets where ``conf.py`` does not, so that naming the extension is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from kehoach.extension import theme
from kehoach.plan import model

HERE = Path(__file__).parent
#: What a site of plans is called; one of a single plan is called after it.
NAME = "Theo dõi thực hiện kế hoạch"
#: Settings of Sphinx, MyST and sphinx-needs that a site has unless its ``conf.py`` says otherwise.
SETTINGS: dict[str, Any] = {
    "project": NAME,
    "author": "kehoach",
    "language": "vi",
    "source_suffix": {".md": "markdown"},  # reStructuredText can include files and raw HTML
    "needs_role_need_template": "{{ title }}",
    "needs_table_columns": "id;title;type_name",
    "needs_flow_engine": "graphviz",
    "needs_role_need_max_title_length": -1,  # titles whole
    "html_theme": "kehoach",
    "html_show_copyright": False,
    "html_copy_source": False,
    "html_use_index": False,
    "html_permalinks_icon": "¶",
}
#: What is no page of the site: hidden files, which the check does not read either, and what is generated.
EXCLUDED = ("[.]*", "**/.*", "build")


#: Pages of what was collected of other offices, on sites that say where that is.
COLLECTED = ("docs/views/below", "docs/views/rollup")


def load(app: Sphinx) -> None:
    """Load what pages and objects are read with, and set what ``conf.py`` leaves open."""
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_needs")
    config = app.config
    for name, value in SETTINGS.items():
        if not _is_set(app, name):
            setattr(config, name, value)
    if not _is_set(app, "html_title"):
        config.html_title = config.project
    if not _is_set(app, "needs_from_toml"):
        config.needs_from_toml = str(model.path(Path(app.confdir)))
    # Objects are written with colons; what else MyST may do is the project's affair.
    config.myst_enable_extensions = {*config.myst_enable_extensions, "colon_fence"}
    config.exclude_patterns = [*config.exclude_patterns, *EXCLUDED, *_without_collected(app)]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    config.locale_dirs = [*config.locale_dirs, *theme.catalogues(Path(app.doctreedir) / "locale")]
    # Sphinx has looked for the words of its language before it loads any extension, so it looks again.
    app._init_i18n()


def _without_collected(app: Sphinx) -> Iterator[str]:
    """The pages of what was collected, where nothing says that anything was."""
    try:
        declared = model.parse(model.path(Path(app.srcdir)).read_bytes())
    except (OSError, ValueError):  # which the gate refuses in a sentence
        return
    if not declared.collected:
        yield from (f"{page}.md" for page in COLLECTED)


def _is_set(app: Sphinx, name: str) -> bool:
    """Whether ``conf.py`` or the command line sets this; a value may equal the default and be meant."""
    return name in app.config._raw_config or name in app.config.overrides
