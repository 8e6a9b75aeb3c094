"""A page for each agency: what it leads and supports, what is missing, who came before and after it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from kehoach.extension import nodes
from kehoach.extension.drawing import Draw, drawings_of
from kehoach.extension.gate import progress_of
from kehoach.extension.render import AGENCY_PAGES, Inline, Page, agency_docname, plan_table, rows, table
from kehoach.extension.views.dashboards import as_of_line, state_cell
from kehoach.language import _
from kehoach.official.reviews import described, suspect
from kehoach.plan import Need
from kehoach.progress import State, TaskStatus, own
from kehoach.progress.todos import Todo
from kehoach.reports.words import deadline_words, state_label, todo_label, value_words


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages, which have no source file of their own; those of agencies that are gone go."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or app.builder.name == "singlehtml":
        return
    progress = progress_of(app.env)
    led, supported = led_and_supported(progress.tasks)
    former = set((Path(app.outdir) / AGENCY_PAGES).rglob("*.html"))
    for agency in progress.plan.of_type("agency"):
        draw = _draw_page(agency, led.get(agency.id, []), supported.get(agency.id, []))
        name = agency_docname(agency)
        title = _escaped(agency.title)
        body = f"<h1>{title}</h1>{drawings_of(app).html(name, draw)}"
        former.discard(app.builder.get_output_path(name))
        yield name, {"title": title, "body": body, "toc": ""}, "page.html"
    for path in former:
        path.unlink()


def _draw_page(agency: Need, led: list[TaskStatus], supported: list[TaskStatus]) -> Draw:
    return lambda page: [nodes.container("", *_draw(page, agency, led, supported), classes=["view"])]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


ByAgency = dict[str, list[TaskStatus]]


def led_and_supported(tasks: Iterable[TaskStatus]) -> tuple[ByAgency, ByAgency]:
    """The tasks that each agency answers for now, or is named for in the text; and supports."""
    led: ByAgency = {}
    supported: ByAgency = {}
    for status in tasks:
        leading = [*(part.agency.id for part in status.parts), *(owner.named.id for owner in status.owners)]
        for found, keys in ((led, leading), (supported, [p.id for p in status.obligation.partners])):
            for key in dict.fromkeys(keys):
                found.setdefault(key, []).append(status)
    return led, supported


def _draw(page: Page, agency: Need, led: list[TaskStatus], supported: list[TaskStatus]) -> list[nodes.Node]:
    return [
        as_of_line(page.progress.as_of),
        rows(_about(page, agency)),
        *_cells(agency, led),
        *_suspects(page, led),
        nodes.rubric("", _("Leads ({count})").format(count=len(led)), **{"heading-level": 2}),
        *_tasks(page, agency, [own(status, agency) for status in led]),
        nodes.rubric("", _("Supports ({count})").format(count=len(supported)), **{"heading-level": 2}),
        *_tasks(page, agency, supported),
    ]


def _about(page: Page, agency: Need) -> Iterator[tuple[str, Inline]]:
    labels = page.plan.model.types["agency"].labels
    for option in ("abbr", "kind", "membership", "since", "until", "certainty", "scope", "source"):
        if agency[option]:
            yield labels[option], [nodes.Text(value_words(agency, option))]
    for link in ("members", "successors"):
        if targets := page.plan.targets(agency, link):
            yield labels[link], [*page.links(targets)]
        if sources := page.plan.sources(agency.id, link):
            yield page.plan.model.incoming[link], [*page.links(sources)]
    yield _("Card"), [page.link(agency, agency.id)]


def _cells(agency: Need, led: list[TaskStatus]) -> list[nodes.Node]:
    """How many tasks of the agency stand where; partners are never late, so only what it leads counts."""
    counts = Counter(part.state for status in led for part in status.parts if part.agency.id == agency.id)
    if not counts:
        return []
    shown = [state for state in State if counts[state]]
    body: list[list[Inline]] = [[[nodes.Text(str(counts[state]))] for state in shown]]
    return [
        table(
            [state_label(state) for state in shown],
            body,
            [100 // len(shown)] * len(shown),
            "cells",
            filterable=False,
        )
    ]


def _suspects(page: Page, led: list[TaskStatus]) -> list[nodes.Node]:
    """The tasks of the agency that somebody has to read again; nothing where there are none."""
    found = [(status.task, suspect(page.plan, status.task)) for status in led]
    body: list[list[Inline]] = [
        [[page.link(task)], [nodes.Text(described(grounds))]] for task, grounds in found if grounds
    ]
    if not body:
        return []
    title = f"{todo_label(Todo.SUSPECT)} ({len(body)})"
    head = [_("Task"), _("What changed")]
    return [nodes.rubric("", title, **{"heading-level": 2}), table(head, body, (60, 40), "suspects")]


def _tasks(page: Page, agency: Need, tasks: list[TaskStatus]) -> list[nodes.Node]:
    if not tasks:
        return [nodes.paragraph("", _("None."))]
    head = [
        _("Clause"),
        _("Task"),
        _("Deadline"),
        _("State"),
        _("Without confirmed evidence"),
        _("Directives"),
    ]
    body: list[list[Inline]] = [
        [
            [nodes.Text(status.task["clause"])],
            [page.link(status.task)],
            [nodes.Text(deadline_words(status.obligation))],
            state_cell(status),
            page.links(status.unproved),
            page.links(d for d in page.progress.known(status.task, "on") if d.type == "directive"),
        ]
        for status in tasks
    ]
    needs = [status.task for status in tasks]
    return [plan_table(page, head, zip(needs, body, strict=True), (8, 32, 18, 14, 16, 12), "agency-tasks")]
