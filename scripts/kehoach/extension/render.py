"""Docutils nodes for what cards and views have in common: links, labelled rows, tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sphinx.builders import Builder

from kehoach.extension import nodes
from kehoach.language import _
from kehoach.plan import Need, Plan
from kehoach.progress import Progress, TaskStatus
from kehoach.reports.words import due_words, plan_name

Inline = Sequence[nodes.Node]


@dataclass(frozen=True)
class Page:
    """A page being drawn: where the plan stands, and where links start from."""

    progress: Progress
    builder: Builder
    docname: str
    #: The plan that alone is shown, where it is not all of them.
    only: Need | None = None
    _links: dict[tuple[str, str], nodes.reference] = field(default_factory=dict, compare=False)
    _uris: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def plan(self) -> Plan:
        """All plans."""
        return self.progress.plan

    @property
    def tasks(self) -> tuple[TaskStatus, ...]:
        """The tasks that are shown, plan by plan."""
        if self.only:
            return self.progress.tasks_of(self.only)
        return tuple(status for plan in self.plan.plans for status in self.progress.tasks_of(plan))

    @property
    def several(self) -> bool:
        """Whether what is shown is of several plans, and must say of which."""
        return self.only is None and len(self.plan.plans) > 1

    def link(self, need: Need, text: str = "") -> nodes.reference:
        """A link to where a need stands, showing its title; one node for all the places that show it."""
        key = need.id, text
        if key not in self._links:
            uri = f"{self._uri(docname(need))}#{need.id}"
            self._links[key] = nodes.reference("", text or need.title, internal=True, refuri=uri)
        return self._links[key]

    def agency(self, agency: Need) -> nodes.reference:
        """A link to the page of an agency."""
        uri = self._uri(agency_docname(agency))
        return nodes.reference("", agency.title, internal=True, refuri=uri)

    def links(self, needs: Iterable[Need]) -> Inline:
        """Links to several needs; a list where there is more than one."""
        found = list(needs)
        if len(found) < 2:
            return [self.link(need) for need in found]
        items = [nodes.list_item("", nodes.paragraph("", "", self.link(need))) for need in found]
        return [nodes.bullet_list("", *items, classes=["plain"])]

    def links_across(self, needs: Iterable[Need], home: Need | None) -> Inline:
        """The same, each of another plan than ``home`` with the name of its plan."""
        found = [(need, self.plan.plan_of(need)) for need in needs]
        others = [f" ({plan_name(plan)})" if plan and plan is not home else "" for _need, plan in found]
        if not self.several or not any(others):
            return self.links(need for need, _plan in found)
        items = [
            nodes.list_item("", nodes.paragraph("", "", self.link(need), nodes.Text(of)))
            for (need, _plan), of in zip(found, others, strict=True)
        ]
        return [nodes.bullet_list("", *items, classes=["plain"])]

    def of_plan(self, need: Need) -> Inline:
        """A link to the plan that a need belongs to; nothing for what the plans share."""
        home = self.plan.plan_of(need)
        return [self.link(home, plan_name(home))] if home else []

    def _uri(self, target: str) -> str:
        """Where another document stands from here, kept: the same few are asked for thousands of times."""
        if target not in self._uris:
            self._uris[target] = self.builder.get_relative_uri(self.docname, target)
        return self._uris[target]

    def deadline(self, task: Need) -> Inline:
        """A deadline in the text's words; where it has none, the waiver that says so."""
        if task["deadline"]:
            return [nodes.Text(task["deadline"])]
        return [nodes.Text(_("Not known: ")), *self.links(self.plan.sources(task.id, "waives"))]

    def due(self, task: Need) -> Inline:
        """The day a deadline ends, or why it has none."""
        return [nodes.Text(due_words(self.progress, task))]


def docname(need: Need) -> str:
    """The Sphinx document a need stands in."""
    return need.path.removesuffix(".md")


#: The folder of the site that the agencies' own pages are in, and nothing else.
AGENCY_PAGES = "co-quan"


def agency_docname(agency: Need) -> str:
    """The document of an agency's own page."""
    return f"{AGENCY_PAGES}/{agency.id.lower()}"


def rows(pairs: Iterable[tuple[str, Inline]]) -> nodes.field_list:
    """Labelled values, one a row."""
    fields = [
        nodes.field("", nodes.field_name("", label), nodes.field_body("", *blocks(value)))
        for label, value in pairs
    ]
    return nodes.field_list("", *fields)


_BLOCKS = (nodes.bullet_list, nodes.line_block)


def blocks(value: Inline) -> list[nodes.Node]:
    """Inline content as block content."""
    if value and isinstance(value[0], _BLOCKS):
        return list(value)
    return [nodes.paragraph("", "", *value)]


def table(
    head: Sequence[str],
    body: Iterable[Sequence[Inline]],
    widths: Sequence[int],
    name: str,
    *,
    filterable: bool = True,
) -> nodes.table:
    """A table; the page's script makes it sortable where it is a list. ``name`` is its CSS class."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row([[nodes.Text(words)] for words in head]))
    group += nodes.tbody("", *(_row(cells) for cells in body))
    return nodes.table("", group, classes=["stacked", name, *(["filterable"] if filterable else [])])


def plan_table(
    page: Page,
    head: Sequence[str],
    body: Iterable[tuple[Need, Sequence[Inline]]],
    widths: Sequence[int],
    name: str,
) -> nodes.table:
    """A table of rows, each about a need; where there are several plans, its first column names the plan."""
    if not page.several:
        return table(head, (cells for _need, cells in body), widths, name)
    rows = ([page.of_plan(need), *cells] for need, cells in body)
    made = table([_("Plan"), *head], rows, (12, *widths), name)
    made["classes"].append("by-plan")
    return made


def _row(cells: Sequence[Inline]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *blocks(cell)) for cell in cells))
