"""The views: what pages in ``docs/`` and the home page show of the plan.

``:::{view} NAME`` puts one on a page; ``VIEWS`` lists them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from docutils import nodes as docutils_nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from kehoach.documents.phrases import notice
from kehoach.extension import nodes
from kehoach.extension.drawing import Draw, drawings_of
from kehoach.extension.render import Inline, Page, plan_table, rows, table
from kehoach.extension.views import (
    agency_pages,
    calendar,
    dashboards,
    downloads,
    matrix,
    registers,
    source,
    timeline,
)
from kehoach.language import _
from kehoach.official.reviews import reviewed
from kehoach.plan import Need
from kehoach.reports.words import value_label, value_words
from kehoach.rules import RULES

Drawing = list[nodes.Node]


class View(docutils_nodes.General, docutils_nodes.Element):
    """The place of a view on a page, until the page is written."""


class ViewDirective(SphinxDirective):
    """``:::{view} NAME`` shows a view; an unknown name is an error that lists the known ones."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[docutils_nodes.Node]:
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


def draw_views(app: Sphinx, doctree: docutils_nodes.document, docname: str) -> None:
    """Put each view of a page in its place."""
    for node in list(doctree.findall(View)):
        name = node["name"]
        node.replace_self(drawings_of(app).take(docname, name, draw_view(name)))


def draw_view(name: str) -> Draw:
    """How the view of that name is drawn."""
    return lambda page: [nodes.container("", *VIEWS[name](page), classes=["view"])]


def plan_header(page: Page) -> Drawing:
    """What the plan is, who issued it, and what is wrong with the copy that we hold; several in a table."""
    if page.several:
        return _plans(page)
    drawn: Drawing = []
    for plan in page.plan.plans:
        labels = page.plan.model.types["plan"].labels
        shown = ("number", "doc_type", "issuer", "signer", "issued", "effective", "field", "source_status")
        pairs: list[tuple[str, Inline]] = [
            (labels[option], [nodes.Text(value_words(plan, option))]) for option in shown if plan[option]
        ]
        pairs.append((labels["basis"], page.links(page.plan.targets(plan, "basis"))))
        title = nodes.paragraph("", "", nodes.strong("", "", page.link(plan)), classes=["plan-title"])
        drawn += [title, *_notices(plan), rows(pairs)]
    return drawn


def _plans(page: Page) -> Drawing:
    """Every plan in a row, with a link to its page; what is missing of a text stands above."""
    plans, labels = page.plan.plans, page.plan.model.types["plan"].labels
    head = [labels["number"], page.plan.model.types["plan"].title, labels["issuer"], labels["issued"]]
    head += [page.plan.model.types["task"].title, labels["source_status"]]
    body: list[list[Inline]] = [
        [
            [page.link(plan, plan["number"])],
            [page.link(plan)],
            [nodes.Text(plan["issuer"])],
            [nodes.Text(value_words(plan, "issued"))],
            [nodes.Text(str(len(page.progress.tasks_of(plan))))],
            [nodes.Text(plan["source_status"])],
        ]
        for plan in plans
    ]
    cut = [plan for plan in plans if plan["truncated"]]
    words = [nodes.paragraph("", "", *page.of_plan(p), nodes.Text(f": {p['truncated']}")) for p in cut]
    notices = [
        nodes.paragraph("", f"{notice()}.", classes=["as-of"]),
        *([nodes.warning("", *words)] if cut else []),
    ]
    return [*notices, table(head, body, (14, 30, 20, 10, 8, 18), "plans")]


def plan_standing(page: Page) -> Drawing:
    """Where the plan of this page stands, among several: its cells, what is late, its tasks."""
    mine = replace(page, only=page.plan.plan_at(f"{page.docname}.md"))
    title = nodes.rubric("", _("Where the plan stands"), **{"heading-level": 2})
    all_tasks = nodes.rubric("", _("Tasks"), **{"heading-level": 2})
    return [title, *dashboards.dated_cells(mine), *dashboards.late_list(mine), all_tasks, *tasks(mine)]


def _notices(plan: Need) -> Iterator[nodes.Node]:
    yield nodes.paragraph("", f"{notice()}.", classes=["as-of"])
    if plan["truncated"]:
        words = nodes.paragraph("", plan["truncated"])
        yield nodes.warning("", words)


def tasks(page: Page) -> Drawing:
    """Every task with its owner, partners and deadline, as written and as a day."""
    shown = [status.task for status in page.tasks]
    labels = page.plan.model.types["task"].labels
    head = [
        labels["clause"],
        page.plan.model.types["task"].title,
        labels["owner"],
        labels["partners"],
        labels["deadline"],
        _("Due"),
    ]
    body: list[list[Inline]] = [
        [
            [nodes.Text(task["clause"])],
            [page.link(task)],
            [*page.links(page.plan.targets(task, "owner"))],
            page.links(page.plan.targets(task, "partners")),
            page.deadline(task),
            page.due(task),
        ]
        for task in shown
    ]
    return [plan_table(page, head, zip(shown, body, strict=True), (7, 33, 18, 20, 12, 10), "tasks")]


def agencies(page: Page) -> Drawing:
    """Every agency, with how many tasks it leads and supports; which ones, its own page tells."""
    plan = page.plan
    led, supported = agency_pages.led_and_supported(page.progress.tasks)
    head = [plan.model.types["agency"].title, plan.model.types["agency"].labels["kind"]]
    head += [plan.model.incoming["owner"], plan.model.incoming["partners"]]
    body: list[list[Inline]] = [
        [
            [page.agency(agency)],
            [nodes.Text(value_label(agency["kind"]))],
            [nodes.Text(str(len(led.get(agency.id, ()))))],
            [nodes.Text(str(len(supported.get(agency.id, ()))))],
        ]
        for agency in plan.of_type("agency")
    ]
    return [table(head, body, (52, 16, 16, 16), "agencies")]


def bases(page: Page) -> Drawing:
    """The legal bases, and what rests on each."""
    plan = page.plan
    labels = plan.model.types["basis"].labels
    head = [labels["number"], plan.model.types["basis"].title, labels["issuer"], labels["issued"]]
    head.append(plan.model.incoming["basis"])
    body: list[list[Inline]] = [
        [
            [nodes.Text(basis["number"])],
            [page.link(basis)],
            [nodes.Text(basis["issuer"])],
            [nodes.Text(value_words(basis, "issued"))],
            page.links_across(plan.sources(basis.id, "basis"), None),
        ]
        for basis in plan.of_type("basis")
    ]
    return [table(head, body, (14, 28, 14, 12, 32), "bases")]


def open_points(page: Page) -> Drawing:
    """What has to be cleared up: gaps of the source, waived checks, what is derived or not known."""
    points = list(_open_points(page))
    body: list[list[Inline]] = [[[page.link(need)], [nodes.Text(what)]] for need, what in points]
    head = [_("Where"), _("What has to be cleared up")]
    listed = plan_table(
        page, head, zip([need for need, _what in points], body, strict=True), (40, 60), "open-points"
    )
    return [dashboards.as_of_line(page.progress.as_of), listed]


def _open_points(page: Page) -> Iterator[tuple[Need, str]]:
    plan = page.plan
    for need in plan.plans:
        yield from ((need, need[option]) for option in ("truncated", "source_status") if need[option])
        if count := sum(not reviewed(status.task) for status in page.progress.tasks_of(need)):
            yield need, _("Tasks that nobody has reviewed yet: {count}.").format(count=count)
    for waiver in plan.of_type("waiver"):
        for need in plan.targets(waiver, "waives"):
            message = _("{title}: {reason} Check waived by: {who}, {day}.")
            decided = value_words(waiver, "date")
            text = message.format(
                title=waiver.title, reason=waiver["reason"], who=waiver["decided_by"], day=decided
            )
            yield need, text
    for status in page.progress.tasks:
        for owner in status.owners:
            if owner.effective is None:
                message = _("{agency} has ended, and who took over is not certain. {scope}")
                yield (
                    status.task,
                    message.format(agency=owner.named.title, scope=owner.named["scope"]).strip(),
                )
    for agency in plan.of_type("agency"):
        if agency["membership"] == "unknown":
            yield agency, _("Who belongs to this group is not known.")
    for deliverable in plan.of_type("deliverable"):
        if deliverable["origin"] == "derived":
            yield deliverable, _("The text does not name this deliverable; it is derived from the task.")


def rules(page: Page) -> Drawing:
    """Every rule with its code, its sentence and its examples, the same that the tests run."""
    drawn: Drawing = []
    for code, rule in sorted(RULES.items()):
        title = nodes.rubric("", code, **{"heading-level": 3})
        text = nodes.paragraph("", _(rule.sentence), classes=["rule-sentence"])
        drawn.append(nodes.container("", title, text, *_examples(code), ids=[code], classes=["rule"]))
    return drawn


#: The tests' own pages: the examples that people read are those that are tested.
RULE_PAGES = Path(__file__).parents[4] / "tests" / "rules"
_EXAMPLE = re.compile(r"^(`{3,})(bad|good) \S+ ?([^\n]*)\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


def _examples(code: str) -> Iterator[nodes.Node]:
    captions = {"bad": _("Wrong"), "good": _("Right")}
    seen = set()
    for _fence, kind, flags, text in _EXAMPLE.findall((RULE_PAGES / f"{code}.md").read_text("utf-8")):
        if kind not in seen:
            seen.add(kind)
            caption = f"{captions[kind]} ({flags})" if flags else captions[kind]
            yield nodes.paragraph("", caption, classes=["example-caption", kind])
            yield docutils_nodes.literal_block(text, text, language="none")


def glossary(page: Page) -> Drawing:
    """Every option that may be written: its key, its words, and what it takes."""
    model = page.plan.model
    drawn: Drawing = []
    for need_type in model.types.values():
        heading = f"{need_type.title} – {{{need_type.name}}}, {need_type.prefix}…"
        body: list[list[Inline]] = [
            [
                [nodes.literal("", option)],
                [nodes.Text(need_type.labels[option])],
                [nodes.Text(_("yes") if option in need_type.required else "")],
                [nodes.Text(_takes(page, need_type.name, option))],
            ]
            for option in (*need_type.fields, *need_type.links)
        ]
        head = [_("Key"), _("Words"), _("Required"), _("Takes")]
        drawn += [
            nodes.rubric("", heading, **{"heading-level": 2}),
            table(head, body, (18, 30, 12, 40), "glossary"),
        ]
    return drawn


def _takes(page: Page, type_name: str, option: str) -> str:
    need_type = page.plan.model.types[type_name]
    if targets := need_type.links.get(option):
        return _("IDs of: {types}").format(types=", ".join(page.plan.model.types[t].title for t in targets))
    schema = need_type.fields[option]
    if "enum" in schema:
        return ", ".join(f"{value} ({value_label(value)})" for value in schema["enum"])
    return _("a day, as 2023-06-26") if schema.get("format") == "date" else _("text")


VIEWS: dict[str, Callable[[Page], Drawing]] = {
    "plan-header": plan_header,
    "plan-standing": plan_standing,
    "tasks": tasks,
    "agencies": agencies,
    "bases": bases,
    "cells": dashboards.dated_cells,
    "week": dashboards.week,
    "summary": dashboards.summary,
    "timeline": timeline.timeline,
    "matrix": matrix.matrix,
    "calendar": calendar.calendar,
    "evidence": registers.evidence,
    "amendments": registers.amendments,
    "ended-agencies": registers.agencies_in_time,
    "downloads": downloads.downloads,
    "source": source.source,
    "open-points": open_points,
    "rules": rules,
    "glossary": glossary,
}
