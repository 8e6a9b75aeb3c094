"""The registers: every evidence and every amendment, in the order of their days."""

from kehoach.extension import nodes
from kehoach.extension.render import Inline, Page, plan_table, table
from kehoach.extension.views.dashboards import as_of_line
from kehoach.language import _
from kehoach.plan import Need
from kehoach.reports.words import value_words


def evidence(page: Page) -> list[nodes.Node]:
    """Every document that proves something, and whether it has been confirmed."""
    found = _by_day(page, "evidence")
    if not found:
        return [nodes.paragraph("", _("No evidence has been recorded yet."))]
    labels = page.plan.model.types["evidence"].labels
    head = [
        labels["number"],
        labels["date"],
        labels["completed"],
        _("Document"),
        labels["proves"],
        labels["confirmed"],
    ]
    body: list[list[Inline]] = [
        [
            [nodes.Text(need["number"])],
            [nodes.Text(value_words(need, "date"))],
            [nodes.Text(value_words(need, "completed"))],
            [page.link(need)],
            page.links(page.plan.targets(need, "proves")),
            [nodes.Text(_("confirmed") if need["confirmed"] == "yes" else _("waits for confirmation"))],
        ]
        for need in found
    ]
    return [plan_table(page, head, zip(found, body, strict=True), (13, 10, 10, 27, 28, 12), "evidence")]


def amendments(page: Page) -> list[nodes.Node]:
    """Every change of an obligation: what it changes, by which document, and what is only requested."""
    found = _by_day(page, "amendment")
    if not found:
        return [nodes.paragraph("", _("No amendment has been recorded yet."))]
    labels = page.plan.model.types["amendment"].labels
    head = [
        labels["number"],
        labels["date"],
        labels["issuer"],
        _("Amendment"),
        labels["amends"],
        _("Changes"),
    ]
    body: list[list[Inline]] = [
        [
            [nodes.Text(need["number"])],
            [nodes.Text(value_words(need, "date"))],
            [nodes.Text(need["issuer"])],
            [page.link(need)],
            page.links(page.plan.targets(need, "amends")),
            [nodes.Text(_changes(page, need))],
        ]
        for need in found
    ]
    return [plan_table(page, head, zip(found, body, strict=True), (13, 10, 15, 20, 24, 18), "amendments")]


def _changes(page: Page, amendment: Need) -> str:
    labels = page.plan.model.types["amendment"].labels
    changed = [f"{labels[o]}: {value_words(amendment, o)}" for o in ("effect", "deadline") if amendment[o]]
    for link in ("owner", "partners", "deliverables"):
        if targets := page.plan.targets(amendment, link):
            changed.append(f"{labels[link]}: {', '.join(target.title for target in targets)}")
    return "; ".join(changed)


def _by_day(page: Page, type_name: str) -> list[Need]:
    return sorted(page.plan.of_type(type_name), key=lambda need: (need["date"], need.path, need.line))


def agencies_in_time(page: Page) -> list[nodes.Node]:
    """Which agencies of the plan have ended, and what is known of who took over."""
    labels = page.plan.model.types["agency"].labels
    ended = [agency for agency in page.plan.of_type("agency") if agency["until"]]
    if not ended:
        return []
    head = [page.plan.model.types["agency"].title, labels["until"], labels["successors"]]
    head += [labels["certainty"], labels["scope"], labels["source"]]
    body: list[list[Inline]] = [
        [
            [page.link(agency)],
            [nodes.Text(value_words(agency, "until"))],
            page.links(page.plan.targets(agency, "successors")),
            [nodes.Text(value_words(agency, "certainty"))],
            [nodes.Text(agency["scope"])],
            [nodes.Text(agency["source"])],
        ]
        for agency in ended
    ]
    title = nodes.rubric("", _("Agencies that have ended"), **{"heading-level": 2})
    return [as_of_line(page.progress.as_of), title, table(head, body, (20, 10, 18, 10, 20, 22), "ended")]
