"""What sphinx-needs itself draws (needtable, needflow, {need} …): its words, and when it is redrawn.

It is filled in when a page is written, with English words, the keys of values, and IDs.
"""

import json
from collections.abc import Iterator, Set
from datetime import date

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx_needs.directives.needflow import NeedflowPlantuml
from sphinx_needs.directives.needgantt import Needgantt
from sphinx_needs.directives.needsequence import Needsequence
from sphinx_needs.directives.needtable import NeedtableHeader, NeedtableTable
from sphinx_needs.nodes import Need as NeedNode
from sphinx_needs.roles.need_ref import NeedRef

from kehoach.extension.gate import plan_of, progress_of
from kehoach.extension.page import docname
from kehoach.extension.sharing import computed_labels
from kehoach.language import _
from kehoach.official import fingerprint
from kehoach.plan import Plan
from kehoach.plan.model import Model
from kehoach.progress import State
from kehoach.reports.words import day, state_label, value_label

logger = logging.getLogger(__name__)

#: Drawn by PlantUML: without it sphinx-needs writes an English notice on the page and says nothing else.
_PLANTUML = (NeedflowPlantuml, Needgantt, Needsequence)
#: What a page shows that may be of any object.
_ANY = "*"


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Note of which objects sphinx-needs shows something on the page; refuse what it cannot draw."""
    found = set()
    for node in doctree.findall(nodes.Element):
        if type(node).__module__.startswith("sphinx_needs.") and not isinstance(node, NeedNode):
            found.add(node["reftarget"] if isinstance(node, NeedRef) else _ANY)
            if isinstance(node, _PLANTUML) and "sphinxcontrib.plantuml" not in app.extensions:
                message = _(
                    "PlantUML is to draw this and is not set up. Add sphinxcontrib.plantuml to the "
                    "extensions; needflow takes `:engine: graphviz` too."
                )
                logger.warning(message, location=node)
    if found:
        shown_on(app.env)[app.env.docname] = sorted(found)


def shown_on(env: BuildEnvironment) -> dict[str, list[str]]:
    """The objects that sphinx-needs shows something of, by page."""
    found: dict[str, list[str]] = env.__dict__.setdefault("kehoach_stock", {})
    return found


def fingerprints(app: Sphinx, env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """What each of these pages depends on: the objects it names, or all there is to show."""
    progress = progress_of(env)
    whole = ""
    shown_there = dict(shown_on(env))
    if app.config.kehoach_stock_cards:
        shown_there |= {docname(need): [_ANY] for need in progress.plan.needs.values()}
    for page, shown in shown_there.items():
        if _ANY in shown:
            others = sorted(map(repr, progress.plan.outside.values()))
            whole = whole or f"{fingerprint.of_plan(progress.plan)} {progress.as_of} {others}"
            yield page, whole
        else:
            named = [need for name in shown if (need := progress.plan.needs.get(name))]
            others = [repr(other) for name in shown if (other := progress.plan.outside.get(name))]
            yield page, " ".join([*(f"{n.path} {fingerprint.of_need(n)}" for n in named), *others])


def say(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put Vietnamese where sphinx-needs has written English, keys of values, and IDs for titles."""
    if page not in shown_on(app.env):
        return
    plan = plan_of(app.env)
    labels, lists = _column_labels(plan), _listed(plan.model)
    for table in doctree.findall(NeedtableTable):
        if "html_attributes" in table:
            table["html_attributes"]["data-needstable-labels"] = json.dumps(_controls(), ensure_ascii=False)
        for head in table.findall(NeedtableHeader):
            _name_column(head, labels)
        for cell in [cell for cell in table.findall(nodes.entry) if not isinstance(cell, NeedtableHeader)]:
            _say_cell(plan, lists, cell)
    for reference in doctree.findall(nodes.reference):
        if other := plan.outside.get(reference.astext()):  # a role shows nothing but its ID
            reference.children = [nodes.Text(other.title)]
    for paragraph in doctree.findall(nodes.paragraph):
        if "needs_filter_warning" in paragraph["classes"] and paragraph.astext() == _NOTHING:
            paragraph.children = [nodes.Text(_("Nothing to show."))]


#: What sphinx-needs says of a filter that finds nothing, unless the page has words of its own for it.
_NOTHING = "No needs passed the filters"


def _controls() -> dict[str, str]:
    """The words around a table, by the names that its script gives them."""
    return {
        "search": _("Search"),
        "rowsPerPage": _("Rows per page"),
        "all": _("All"),
        "columns": _("Columns"),
        "copy": _("Copy"),
        "csv": "CSV",
        "info": _("Rows {start} to {end} of {total}"),
        "empty": _("No row matches."),
        "pagination": _("Pages"),
        "previous": _("Previous"),
        "next": _("Next"),
        "sort": _("{column}: sort"),
    }


def _column_labels(plan: Plan) -> dict[str, str]:
    """The words for each column that a table may have: options, links from either end, what is computed."""
    labels = {f"{link}_back": label for link, label in plan.model.incoming.items()}
    for need_type in plan.model.types.values():
        for option, label in need_type.labels.items():
            labels.setdefault(option, label)
    core = {"id": _("ID"), "title": _("Title"), "type": _("Type"), "type_name": _("Type")}
    return labels | computed_labels() | core


def _name_column(head: NeedtableHeader, labels: dict[str, str]) -> None:
    """The label of a column, unless the page gives it another."""
    key = head["html_attributes"]["data-col"]
    if key in labels and head.astext() in (key.upper(), key.title().replace("_", " ")):
        head.children = [nodes.paragraph("", labels[key])]


def _say_cell(plan: Plan, lists: Set[str], cell: nodes.entry) -> None:
    """Titles for IDs, words for keys, days as people write them; sorted as before."""
    key = next((name.removeprefix("needs_") for name in cell["classes"] if name.startswith("needs_")), "")
    if key != "id":
        for reference in cell.findall(nodes.reference):
            name = reference.astext()
            if need := plan.needs.get(name) or plan.outside.get(name):
                reference.children = [nodes.Text(need.title)]
    text = cell.astext()
    said = _said(plan, lists, key, text)
    if said != text:
        # What the script sorts by stands beside what people read; of its kind only this node can say so.
        sorted_by = {"data-sort": text} if _day(text) else {}
        words = nodes.paragraph("", said)
        cell.replace_self(NeedtableHeader("", words, classes=cell["classes"], html_attributes=sorted_by))


def _said(plan: Plan, lists: Set[str], key: str, text: str) -> str:
    """The value of a field as people read it."""
    if key == "task_state" and text:
        return state_label(State(text))
    if key == "type" and text in plan.model.types:
        return plan.model.types[text].title
    if key in lists:
        return value_label(text)
    return day(found) if (found := _day(text)) else text


def _listed(declared: Model) -> set[str]:
    """The fields whose values are words of a list, in some type."""
    types = declared.types.values()
    return {name for need_type in types for name, schema in need_type.fields.items() if "enum" in schema}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
