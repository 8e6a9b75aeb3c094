"""Who does what: the matrix of responsibility."""

from collections.abc import Sequence
from dataclasses import replace

from kehoach.extension import nodes
from kehoach.extension.render import Inline, Page, rows, table
from kehoach.extension.views.dashboards import as_of_line
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import TaskStatus
from kehoach.reports.words import plan_name, value_label

#: With more agencies than this a column for each cannot be read.
_MOST_COLUMNS = 12
# Letters in the cells: "chủ trì", "thực hiện" where the text names several without a lead, "phối hợp".
_LEADS, _DOES, _SUPPORTS = "C", "T", "P"

#: What an agency is to a task: a letter, and the words it stands for.
Role = tuple[str, str]


def matrix(page: Page) -> list[nodes.Node]:
    """Agency × task, plan by plan: who leads, who supports, as of the day."""
    if not page.tasks:
        return [nodes.paragraph("", _("The plan has no tasks yet."))]
    drawn: list[nodes.Node] = [as_of_line(page.progress.as_of)]
    if not page.several:
        return [*drawn, *_of_plan(page)]
    for plan in (p for p in page.plan.plans if page.progress.tasks_of(p)):
        title = nodes.rubric("", "", page.link(plan, plan_name(plan)), **{"heading-level": 2})
        drawn += [title, *_of_plan(replace(page, only=plan))]
    return drawn


def _of_plan(page: Page) -> list[nodes.Node]:
    tasks = page.tasks
    roles = {status.task.id: _roles(status) for status in tasks}
    used = {agency for found in roles.values() for agency in found}
    agencies = [agency for agency in page.plan.of_type("agency") if agency.id in used]
    if len(agencies) > _MOST_COLUMNS:
        return [_by_agency(page, agencies, tasks, roles)]
    return _by_task(page, agencies, tasks, roles)


def _roles(status: TaskStatus) -> dict[str, Role]:
    """The role of each agency by ID. Owners without a certain successor stay, with a question mark."""
    found = {partner.id: (_SUPPORTS, _("supports")) for partner in status.obligation.partners}
    shared = status.task["ownership"]
    letter, meaning = (_DOES, value_label(shared)) if shared else (_LEADS, _("leads"))
    found |= {part.agency.id: (letter, meaning) for part in status.parts}
    unsure = _("{role}; has ended, successor not certain").format(role=meaning)
    found |= {owner.named.id: (f"{letter}?", unsure) for owner in status.owners if owner.effective is None}
    return found


def _by_task(
    page: Page, agencies: list[Need], tasks: Sequence[TaskStatus], roles: dict[str, dict[str, Role]]
) -> list[nodes.Node]:
    """A row a task, a column an agency; the letters and short names are spelt out below."""
    head = [_("Clause"), _("Task"), *(agency["abbr"] or agency.title for agency in agencies)]
    body: list[list[Inline]] = [
        [
            [nodes.Text(status.task["clause"])],
            [page.link(status.task)],
            *(_cell(roles[status.task.id].get(agency.id)) for agency in agencies),
        ]
        for status in tasks
    ]
    widths = (8, 32, *(60 // max(1, len(agencies)) for _agency in agencies))
    drawn = table(head, body, widths, "matrix")
    for agency, entry in zip(agencies, list(drawn.findall(nodes.entry))[2 : len(head)], strict=True):
        if agency["abbr"]:
            short = nodes.abbreviation("", agency["abbr"], explanation=agency.title)
            entry.children = [nodes.paragraph("", "", short)]
    meanings = {role for found in roles.values() for role in found.values()}
    order = (_LEADS, _DOES, _SUPPORTS)
    letters = sorted(meanings, key=lambda role: (order.index(role[0][0]), role))
    legend = "; ".join(f"{letter}: {meaning}" for letter, meaning in letters)
    names: list[tuple[str, Inline]] = [(a["abbr"], [page.link(a)]) for a in agencies if a["abbr"]]
    return [
        nodes.paragraph("", f"{legend}.", classes=["legend"]),
        drawn,
        *([nodes.container("", rows(names), classes=["abbreviations"])] if names else []),
    ]


def _cell(role: Role | None) -> Inline:
    if not role:
        return []
    return [nodes.abbreviation("", role[0], explanation=role[1], classes=[f"role-{role[0][0].lower()}"])]


def _by_agency(
    page: Page, agencies: list[Need], tasks: Sequence[TaskStatus], roles: dict[str, dict[str, Role]]
) -> nodes.table:
    """The same turned round: a row an agency, the clauses that it answers for and those it supports."""
    labels = page.plan.model.incoming
    body: list[list[Inline]] = []
    for agency in agencies:
        mine = [(s.task, roles[s.task.id][agency.id]) for s in tasks if agency.id in roles[s.task.id]]
        answers = [(task, role) for task, role in mine if role[0] != _SUPPORTS]
        supports = [(task, role) for task, role in mine if role[0] == _SUPPORTS]
        body.append([[page.link(agency)], _clauses(page, answers), _clauses(page, supports)])
    head = [_("Agency"), labels["owner"], labels["partners"]]
    return table(head, body, (30, 35, 35), "matrix-by-agency")


def _clauses(page: Page, found: list[tuple[Need, Role]]) -> Inline:
    """Links to tasks under their clause numbers, in one line; a role that is neither of both in words."""
    linked: list[nodes.Node] = []
    for task, (letter, meaning) in found:
        linked += [nodes.Text(", ")] if linked else []
        linked.append(page.link(task, task["clause"] or task.id))
        if letter not in (_LEADS, _SUPPORTS):
            linked.append(nodes.Text(f" ({meaning})"))
    return linked
