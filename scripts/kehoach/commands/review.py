"""``kehoach review``."""

import re
from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, read_clean, refuse_findings, stopping, today
from kehoach.editing import reviewing
from kehoach.editing.drafts import Draft
from kehoach.language import _
from kehoach.language.spelling import closest_id
from kehoach.official import reviews
from kehoach.plan import Need, Plan, model

#: What stands before a person's name, and before no position.
_PERSON = re.compile(r"(?:ông|bà|anh|chị|đ/c|đồng chí)\b", re.IGNORECASE)


@click.command()
@click.argument("ids", metavar="NV-…", nargs=-1, required=True)
@click.option("--by", "position", required=True, metavar="POSITION", help="Who reviewed, by position.")
@click.option("--date", "day", metavar="DAY", help="The day of the review [default: today].")
@ROOT
def command(ids: tuple[str, ...], position: str, day: str | None, root: Path | None) -> None:
    """Note that tasks were held against their clause, legal basis and owner."""
    root = root or find_root()
    if not position.strip() or _PERSON.match(position.strip()):
        raise CannotRun(_("Write the position of who reviewed, not a person's name."))
    with stopping():
        when = today(model.load(root), day, {})
    plan = read_clean(root)
    if not plan.model.types["task"].options.issuperset(reviews.OPTIONS):
        message = _("{file} does not declare `{options}` for tasks. Copy them from a newer one.")
        raise CannotRun(message.format(file=model.FILE, options="`, `".join(reviews.OPTIONS)))
    with stopping():
        draft = Draft(root)
        tasks = [_task(draft.plan, need_id) for need_id in dict.fromkeys(ids)]
        draft.set(s for task in tasks for s in reviewing.settings(draft.plan, task, when, position))
        refuse_findings(draft.new_findings())
        draft.write()
    for path in dict.fromkeys(task.path for task in tasks):
        click.echo(root / path)


def _task(plan: Plan, need_id: str) -> Need:
    task = plan.needs.get(need_id)
    if task is None or task.type != "task":
        near = closest_id(need_id, [known.id for known in plan.of_type("task")])
        hint = _(" Did you mean {id}?").format(id=near) if near else ""
        raise CannotRun(_('There is no task "{id}".').format(id=need_id) + hint)
    return task
