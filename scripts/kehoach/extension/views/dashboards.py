"""What is opened every week: the coordinator's list, the leader's page, the tables of cells."""

from collections import Counter
from datetime import date

from kehoach.extension import nodes
from kehoach.extension.gate import since_of
from kehoach.extension.render import Inline, Page, blocks, plan_table, table
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import CELLS, Progress, State, Tally, TaskStatus, changed, late, named, tally
from kehoach.progress.todos import Item, Todo, todos
from kehoach.reports.words import day, deadline_words, plan_name, state_label, state_words, todo_label


def as_of_line(as_of: date) -> nodes.paragraph:
    """The day that all figures of a page are of."""
    words = _("Figures up to the end of {day}").format(day=day(as_of))
    return nodes.paragraph("", words, classes=["as-of"])


def week(page: Page) -> list[nodes.Node]:
    """What the day asks of the coordinator, the most pressing first, each with its next step."""
    items = todos(page.progress)
    drawn: list[nodes.Node] = [as_of_line(page.progress.as_of)]
    if not items:
        drawn.append(nodes.paragraph("", _("Nothing to do today.")))
    for kind in Todo:
        found = [item for item in items if item.todo is kind]
        if found:
            drawn.append(nodes.rubric("", f"{todo_label(kind)} ({len(found)})", **{"heading-level": 2}))
            drawn.append(_todo_table(page, found))
    return drawn


def _todo_table(page: Page, items: list[Item]) -> nodes.table:
    head = [_("Where"), _("Agency"), _("Day"), _("Next step"), _("Last directive")]
    body: list[list[Inline]] = [
        [
            [page.link(item.need)],
            page.links(item.agencies),
            [nodes.Text(day(item.day) if item.day else "")],
            [nodes.Text(_next_step(item))],
            _last_directive(page, item.need),
        ]
        for item in items
    ]
    return plan_table(
        page, head, zip([i.need for i in items], body, strict=True), (34, 22, 10, 22, 12), "todos"
    )


def _next_step(item: Item) -> str:
    steps = {
        Todo.OVERDUE: _("Ask for the result, or for an extension by document"),
        Todo.NO_INFORMATION: _("Ask for a report: nobody has said anything yet"),
        Todo.REPORT_MISSING: _("Ask for the report of: {detail}"),
        Todo.DUE_SOON: _("Remind within the week"),
        Todo.DUE_LATER: _("Follow"),
        Todo.UNCONFIRMED: _("Compare with the document and confirm: {detail}"),
        Todo.REQUEST: _("Submit for decision: {detail}"),
        Todo.SUSPECT: _("Read again and note the review; changed: {detail}"),
        Todo.OWNER_ENDED: _("Find out who took over from: {detail}"),
        Todo.NO_TERM: _("Ask the issuer for a term, or do it: the text sets none after {detail}"),
        Todo.TRIGGER_CANCELLED: _("Ask the issuer what holds now: {detail} will not come"),
        Todo.DATED_AHEAD: _("Compare the day with the document: {detail}"),
        Todo.WAIVER_EXPIRED: _("Renew or delete the waiver"),
    }
    return steps[item.todo].format(detail=item.detail)


def _last_directive(page: Page, need: Need) -> Inline:
    found = [d for d in page.progress.known(need, "on") if d.type == "directive"]
    if not found:
        return []
    last = max(found, key=lambda directive: directive["date"])
    return [page.link(last, day(last.day("date") or page.progress.as_of))]


def summary(page: Page) -> list[nodes.Node]:
    """One page for a leader: the cells by agency, what is late, what changed since a named day."""
    before = since_of(page.builder.env)
    changes = changed(Progress(page.plan, before), page.progress)
    drawn: list[nodes.Node] = [as_of_line(page.progress.as_of), *cells(page), *late_list(page)]
    title = _("Changed since {day}").format(day=day(before))
    drawn.append(nodes.rubric("", title, **{"heading-level": 2}))
    if not changes:
        return [*drawn, nodes.paragraph("", _("No task has changed its state."))]
    head = [_("Task"), _("Before"), _("Now")]
    body = [_change(page, *pair) for pair in changes]
    needs = [now.task for _before, now in changes]
    return [*drawn, plan_table(page, head, zip(needs, body, strict=True), (50, 25, 25), "changes")]


def _change(page: Page, old: TaskStatus, new: TaskStatus) -> list[Inline]:
    return [[page.link(new.task)], [nodes.Text(state_words(old))], [nodes.Text(state_words(new))]]


def dated_cells(page: Page) -> list[nodes.Node]:
    """The cells by themselves, with their day."""
    return [as_of_line(page.progress.as_of), *cells(page)]


def cells(page: Page) -> list[nodes.Node]:
    """The four cells by agency (and by plan), other states apart, bodies outside the count by themselves."""
    counted = tally(page.progress, page.only)
    shown = counted.states
    head = [_("Agency"), *(state_label(state) for state in shown)]
    widths = (30, *(70 // len(shown) for _state in shown))
    body = [_row(page.agency(page.plan.needs[key]), row, shown) for key, row in counted.rows.items()]
    total = _("Total, each task counted once")
    body.append(_row(nodes.strong("", total), counted.total, shown))
    drawn: list[nodes.Node] = [table(head, body, widths, "cells", filterable=False)]
    if page.several:
        drawn.insert(0, _by_plan(page, counted))
    if counted.outside:
        caption = _("Bodies outside the count of the People's Committee")
        drawn.append(nodes.rubric("", caption, **{"heading-level": 2}))
        rows = [_row(page.agency(page.plan.needs[key]), row, shown) for key, row in counted.outside.items()]
        drawn.append(table(head, rows, widths, "cells", filterable=False))
    if counted.nobody:
        message = _("Tasks of which an agency in charge has ended without a certain successor:")
        drawn.append(nodes.paragraph("", message))
        drawn += blocks(page.links([status.task for status in counted.nobody]))
    return drawn


def _by_plan(page: Page, counted: Tally) -> nodes.table:
    """How many tasks of each plan stand where, each counted once."""
    shown = [state for state in counted.states if state in CELLS or counted.total[state]]
    body = [
        _row(page.link(plan, plan_name(plan)), tally(page.progress, plan).total, shown)
        for plan in page.plan.plans
    ]
    body.append(_row(nodes.strong("", _("All plans")), counted.total, shown))
    widths = (30, *(70 // len(shown) for _state in shown))
    return table([_("Plan"), *map(state_label, shown)], body, widths, "cells plan-cells", filterable=False)


def _row(first: nodes.Node, counts: Counter[State], shown: list[State]) -> list[Inline]:
    return [[first], *([nodes.Text(str(counts[state]))] for state in shown)]


def late_list(page: Page) -> list[nodes.Node]:
    """Everything past its last day, the latest first, with what was said of it."""
    found = late(page.progress, page.only)
    title = nodes.rubric(
        "", _("Past their last day ({count})").format(count=len(found)), **{"heading-level": 2}
    )
    if not found:
        return [title, nodes.paragraph("", _("No task is past its last day."))]
    head = [_("Task"), _("Agency"), _("In charge"), _("Deadline"), _("State"), _("Reason given, proposal")]
    body = [_late_row(page, status) for status in found]
    needs = [status.task for status in found]
    return [title, plan_table(page, head, zip(needs, body, strict=True), (28, 18, 10, 16, 14, 14), "late")]


def _late_row(page: Page, status: TaskStatus) -> list[Inline]:
    last = page.progress.last_update(status.task)
    reason = "; ".join(filter(None, (last["difficulties"], last["proposal"]))) if last else ""
    return [
        [page.link(status.task)],
        page.links(part.agency for part in named(status)),
        [nodes.Text(status.task["in_charge"])],
        [nodes.Text(deadline_words(status.obligation))],
        state_cell(status),
        [nodes.Text(reason)],
    ]


def state_cell(status: TaskStatus) -> Inline:
    """The state of a task in words, with the class that gives it a symbol and a colour."""
    return [nodes.inline("", state_words(status), classes=["state", f"state-{status.state.value}"])]
