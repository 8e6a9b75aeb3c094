"""The navigation: every plan with its parts in the order of its text, without a line written by hand."""

import weakref
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from kehoach.extension import theme
from kehoach.extension.defaults import COLLECTED
from kehoach.extension.gate import open_of, plan_of
from kehoach.extension.page import docname
from kehoach.extension.views import View, views_on
from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.progress.drafts import uncounted
from kehoach.reports.words import plan_name


@dataclass(frozen=True, slots=True)
class Branch:
    """Pages under a caption, each by its document; an empty title means the page's own."""

    caption: str
    pages: tuple[tuple[str, str], ...]


#: The page that only plans with indicators have.
INDICATORS = "docs/views/indicators"
#: The branches by the page that they hang on.
Branches = dict[str, list[Branch]]


class PlanPagesDirective(SphinxDirective):
    """``:::{plan-pages}`` on the home page is the navigation of all plans and of what they share."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        return list(_toctrees(self.env, self.env.docname))


def pages_with_other_branches(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """The pages to read again, since other pages hang on them than when they were read."""
    old: Branches = env.__dict__.get("kehoach_branches", {})
    new = env.__dict__["kehoach_branches"] = _branches(plan_of(env), env.config.root_doc, env.found_docs)
    return [page for page in {**old, **new} if old.get(page) != new.get(page)]


def complete_plan_page(app: Sphinx, doctree: nodes.document) -> None:
    """Among several plans, put where a plan stands on its page, and its parts under it."""
    page = app.env.docname
    if page == app.config.root_doc or page not in app.env.__dict__["kehoach_branches"]:
        return
    views_on(app.env).setdefault(page, []).append("plan-standing")
    top: nodes.Element = next(doctree.findall(nodes.section), doctree)
    top += [View(name="plan-standing"), *_toctrees(app.env, page)]


def shown(env: BuildEnvironment) -> object:
    """Everything that stands on each page: what its navigation is drawn from, and whether all are a draft."""
    titles = {name: title.astext() for name, title in sorted(env.titles.items())}
    branches = env.__dict__["kehoach_branches"]
    return titles, dict(env.toctree_includes), branches, env.config.html_title, theme.frame(env), open_of(env)


def draw_from_titles(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Draw the navigation of a page from the titles of pages alone.

    The theme shows no more, but Sphinx copies all sections of all pages before it drops them, for each page.
    """
    if "toctree" not in context:
        return
    env, draw = app.env, context["toctree"]
    if env not in _titles:
        _titles[env] = {name: _title(env, name) for name in env.tocs}
    titles = _titles[env]

    def toctree(**options: Any) -> str:
        if not options.get("titles_only"):
            return str(draw(**options))
        everything, env.tocs = env.tocs, titles
        try:
            return str(draw(**options))
        finally:
            env.tocs = everything

    context["toctree"] = toctree


_titles: weakref.WeakKeyDictionary[BuildEnvironment, dict[str, nodes.bullet_list]]
_titles = weakref.WeakKeyDictionary()


def _title(env: BuildEnvironment, name: str) -> nodes.bullet_list:
    """The table of contents of a page without its sections, unless other pages hang on them."""
    whole = env.tocs[name]
    if name in env.toctree_includes:
        return whole
    title = whole.copy()
    for item in whole.children:
        if isinstance(item, nodes.list_item):
            title.append(nodes.list_item("", *(child.deepcopy() for child in item.children[:1])))
    return title


def _branches(plan: Plan, home: str, documents: Iterable[str]) -> Branches:
    """One plan: its parts and what it shares, in a row. Several: a page each, the parts under it."""
    parts: dict[str, list[str]] = {}
    shared: list[str] = []
    documents = set(documents)
    titles = zip((_("Communes, wards, special zones"), _("Totals")), COLLECTED, strict=True)
    collected = Branch(_("Offices below"), tuple(page for page in titles if page[1] in documents))
    for name in sorted(documents):
        if name.startswith("needs/"):
            owner = plan.plan_at(f"{name}.md")
            (parts.setdefault(owner.id, []) if owner else shared).append(name)
    plans = plan.plans
    if len(plans) == 1:
        (only,) = plans
        pages = [docname(only), *_in_order(plan, only, parts[only.id]), *_figures(documents), *shared]
        return {home: [collected, Branch(_site_name(only), tuple(("", page) for page in pages))]}
    listed = Branch(_("Plans"), tuple((_site_name(one), docname(one)) for one in plans))
    common = Branch(_("Shared by all plans"), tuple(("", page) for page in (*_figures(documents), *shared)))
    found: Branches = {home: [collected, listed, common]}
    for one in plans:
        below = _in_order(plan, one, parts[one.id])
        found[docname(one)] = [Branch("", tuple(("", page) for page in below))]
    return found


def _figures(documents: Iterable[str]) -> list[str]:
    """The page of indicators, where there are any."""
    return [INDICATORS] if INDICATORS in documents else []


def leave_out_empty(app: Sphinx) -> None:
    """Make no page of indicators where there are none, or only those of a draft beside signed plans."""
    page = f"{INDICATORS}.md"
    patterns = [pattern for pattern in app.config.exclude_patterns if pattern != page]
    plan = plan_of(app.env)
    nothing = all(uncounted(plan, indicator, date.max) for indicator in plan.of_type("indicator"))
    app.config.exclude_patterns = [*patterns, *([page] if nothing else ())]


def forget_empty(app: Sphinx, *_outdated: object) -> list[str]:
    """Once the pages are found, leave the patterns as conf.py has them: with others Sphinx reads all anew."""
    app.config.exclude_patterns = [p for p in app.config.exclude_patterns if p != f"{INDICATORS}.md"]
    return []


def _site_name(plan: Need) -> str:
    return f"{plan['doc_type']} {plan_name(plan)}"


def _in_order(plan: Plan, home: Need, documents: list[str]) -> list[str]:
    """The pages of a plan but its own: the parts of its text as they are numbered, then the others."""
    others = [page for page in documents if page != docname(home)]
    return sorted(others, key=lambda page: (plan.part_of(f"{page}.md"), page))


def _toctrees(env: BuildEnvironment, page: str) -> Iterator[nodes.Node]:
    branches: Branches = env.__dict__["kehoach_branches"]
    for branch in branches.get(page, ()):
        if branch.pages:
            tree = addnodes.toctree(
                "",
                parent=page,
                caption=branch.caption or None,
                entries=[(title or None, ref) for title, ref in branch.pages],
                includefiles=[ref for _title, ref in branch.pages],
                maxdepth=-1,
                glob=False,
                hidden=True,
                includehidden=False,
                numbered=0,
                titlesonly=False,
            )
            yield nodes.compound("", tree, classes=["toctree-wrapper"])
