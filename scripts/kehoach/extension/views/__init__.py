"""The views: what pages in ``docs/`` and the home page show of the plan.

``:::{view} NAME`` puts one on a page; ``VIEWS`` lists them.
"""

from collections.abc import Callable, Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from kehoach.extension.blocks import Block, Box
from kehoach.extension.drawing import Draw, drawings_of
from kehoach.extension.page import Page
from kehoach.extension.views.below import below, counts
from kehoach.extension.views.calendar import calendar
from kehoach.extension.views.downloads import downloads
from kehoach.extension.views.glossary import glossary
from kehoach.extension.views.home import home
from kehoach.extension.views.listed import (
    agencies,
    amendments,
    assignment,
    bases,
    ended_agencies,
    evidence,
    indicators,
    obstacles,
    open_points,
    reminders,
)
from kehoach.extension.views.matrix import matrix
from kehoach.extension.views.plans import plan_header, plan_standing
from kehoach.extension.views.rules import rules
from kehoach.extension.views.source import source
from kehoach.extension.views.standing import dated_cells, summary, week
from kehoach.extension.views.tasks import tasks
from kehoach.extension.views.timeline import timeline

VIEWS: dict[str, Callable[[Page], Iterable[Block]]] = {
    "home": home,
    "plan-header": plan_header,
    "plan-standing": plan_standing,
    "tasks": tasks,
    "assignment": assignment,
    "agencies": agencies,
    "bases": bases,
    "cells": dated_cells,
    "week": week,
    "summary": summary,
    "timeline": timeline,
    "matrix": matrix,
    "calendar": calendar,
    "evidence": evidence,
    "indicators": indicators,
    "amendments": amendments,
    "reminders": reminders,
    "obstacles": obstacles,
    "ended-agencies": ended_agencies,
    "downloads": downloads,
    "source": source,
    "open-points": open_points,
    "below": below,
    "rollup": counts,
    "rules": rules,
    "glossary": glossary,
}


class View(nodes.General, nodes.Element):
    """The place of a view on a page, until the page is written."""


class ViewDirective(SphinxDirective):
    """``:::{view} NAME`` shows a view; an unknown name is an error that lists the known ones."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in VIEWS:
            raise self.error(f"No view {name!r}. These are: {', '.join(VIEWS)}.")
        views_on(self.env).setdefault(self.env.docname, []).append(name)
        return [View(name=name)]


def views_on(env: BuildEnvironment) -> dict[str, list[str]]:
    """The names of the views on each page."""
    # The environment keeps, and pickles, what extensions put there.
    found: dict[str, list[str]] = env.__dict__.setdefault("kehoach_views", {})
    return found


def draw_views(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each view of a page in its place."""
    for node in list(doctree.findall(View)):
        name = node["name"]
        node.replace_self(drawings_of(app).take(docname, name, draw_view(name)))


def draw_view(name: str) -> Draw:
    """How the view of that name is drawn."""
    return lambda page: Box(tuple(VIEWS[name](page)), "view")
