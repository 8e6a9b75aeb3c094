"""What Sphinx is told of us: directives, nodes, settings, handlers of events.

``setup`` is the list of all there is; each line's handler is in the module that it names.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx_needs.api import add_field

from kehoach.extension import (
    cards,
    csp,
    defaults,
    draft,
    drawing,
    edit_links,
    gate,
    messages,
    navigation,
    needs,
    printing,
    search,
    serve,
    sharing,
    stock,
    theme,
    unsourced,
    updates,
    uppers,
    views,
)
from kehoach.files import memory
from kehoach.plan import model

#: Raised when what a former build keeps no longer fits, as after a new computed field: all is read again.
ENVIRONMENT = 3


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register directives, nodes and event handlers with Sphinx."""
    messages.say_plainly()
    defaults.load(app)
    for name in model.COMPUTED:
        add_field(name, "computed by kehoach", schema={"type": "string"}, nullable=True)

    app.add_config_value("kehoach_as_of", None, "")
    app.add_config_value("kehoach_since", None, "")
    app.add_config_value("kehoach_serve", False, "")
    app.add_config_value("kehoach_public", False, "env")
    app.add_config_value("kehoach_index", False, "html")
    app.add_config_value("kehoach_stock_cards", False, "env")
    app.add_config_value("kehoach_repository", "", "html")
    app.add_config_value("kehoach_branch", "main", "html")
    app.add_config_value("kehoach_edit", "", "html")
    app.add_config_value("kehoach_editor", edit_links.EDITOR, "html")
    app.add_directive("frame", cards.FrameDirective)
    app.add_directive("plan-pages", navigation.PlanPagesDirective)
    app.add_directive("view", views.ViewDirective)
    app.add_node(views.View)
    app.add_node(printing.Body)
    app.add_node(drawing.Drawn, html=(drawing.write_drawn, drawing.leave_drawn))
    app.add_domain(search.PlanDomain)
    app.add_search_language(search.SearchVietnamese)
    app.add_html_theme("kehoach", str(theme.THEME))

    _connect(app)
    return {
        "version": "1",
        "env_version": ENVIRONMENT,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _connect(app: Sphinx) -> None:
    """Connect the handlers of events, in the order of the events."""
    # Before sphinx-needs (10) reads the file, and writes its own.
    app.connect("config-inited", gate.refuse_public, priority=5)
    app.connect("config-inited", gate.refuse_model, priority=5)
    app.connect("config-inited", gate.refuse_undeclared)
    app.connect("config-inited", uppers.declare, priority=800)
    app.connect("config-inited", gate.build_from_public, priority=900)
    app.connect("config-inited", edit_links.check_config)
    app.connect("config-inited", gate.distrust_unfinished)
    # After sphinx-needs (500) has made a directive of each type.
    app.connect("config-inited", needs.read_less, priority=600)
    app.connect("builder-inited", gate.refuse_book)
    app.connect("builder-inited", gate.refuse_findings)
    app.connect("builder-inited", navigation.leave_out_empty)
    app.connect("builder-inited", theme.name_site)
    app.connect("builder-inited", theme.add_static_files)
    app.connect("env-get-outdated", navigation.forget_empty)
    app.connect("env-get-outdated", navigation.pages_with_other_branches)
    app.connect("env-get-outdated", updates.remove_pages_without_source)
    # Before Sphinx (500) collects what hangs on which page.
    app.connect("doctree-read", navigation.complete_plan_page, priority=400)
    app.connect("doctree-read", stock.note)
    app.connect("builder-inited", serve.prepare)
    app.connect("env-before-read-docs", gate.refuse_unchecked)
    app.connect("env-before-read-docs", gate.begin)
    app.connect("env-before-read-docs", needs.forget_before_reading)
    # After the environment is kept, in which they must not be sealed, and before anything is written.
    app.connect("env-check-consistency", needs.seal)
    app.connect("needs-before-post-processing", needs.put_in_order)
    app.connect("needs-before-sealing", needs.refuse_others, priority=400)
    app.connect("needs-before-sealing", needs.set_computed)
    # Before sphinx-needs (500) draws its own card of each need.
    app.connect("doctree-resolved", cards.draw_cards, priority=400)
    # After sphinx-needs (500) has filled them in.
    app.connect("doctree-resolved", stock.say, priority=900)
    # After all who walk through the whole tree, to whom views have nothing to say.
    app.connect("doctree-resolved", views.draw_views, priority=999)
    app.connect("doctree-resolved", draft.print_above, priority=999)
    app.connect("doctree-resolved", drawing.tell_words, priority=1000)
    # Before the theme (500) draws it.
    app.connect("html-page-context", navigation.draw_from_titles, priority=400)
    app.connect("html-page-context", theme.tell_frame)
    app.connect("html-page-context", draft.put_above)
    app.connect("html-page-context", csp.add_policy)
    app.connect("env-updated", memory.keep_all, priority=100)
    app.connect("env-updated", sharing.label_objects)
    app.connect("env-updated", updates.pages_that_show_something_else)
    app.connect("env-purge-doc", updates.forget)
    app.connect("env-merge-info", updates.merge)
    app.connect("html-collect-pages", unsourced.collect)
    app.connect("html-collect-pages", search.forget_words_of_no_page)
    app.connect("build-finished", sharing.write_shared)
    app.connect("build-finished", sharing.copy_files)
    app.connect("build-finished", updates.remember)
    app.connect("build-finished", theme.remove_permalink_page)
    app.connect("build-finished", gate.say_draft)
    app.connect("build-finished", gate.end)
    # After all others, sphinx-needs among them (9999).
    app.connect("build-finished", memory.keep_all, priority=10_000)
