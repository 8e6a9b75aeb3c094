"""``kehoach review``."""

import re
from datetime import date
from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, read_clean, refusing, write
from kehoach.editing import edits, reviewing
from kehoach.language import _
from kehoach.language.spelling import closest
from kehoach.official import reviews
from kehoach.plan import Need, Plan, model
from kehoach.progress import asof

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
    try:
        when = asof.resolve(day, date.today(), {})
    except ValueError as error:
        raise CannotRun(str(error)) from error
    plan = read_clean(root)
    if not plan.model.types["task"].options.issuperset(reviews.OPTIONS):
        message = _("{file} does not declare `{options}` for tasks. Copy them from a newer one.")
        raise CannotRun(message.format(file=model.FILE, options="`, `".join(reviews.OPTIONS)))
    tasks = [_task(plan, need_id) for need_id in dict.fromkeys(ids)]
    for path, text in _edited(root, plan, tasks, when, position).items():
        write(root, path, text.encode())


def _task(plan: Plan, need_id: str) -> Need:
    task = plan.needs.get(need_id)
    if task is None or task.type != "task":
        near = closest(need_id, [known.id for known in plan.of_type("task")])
        hint = _(" Did you mean {id}?").format(id=near) if near else ""
        raise CannotRun(_('There is no task "{id}".').format(id=need_id) + hint)
    return task


def _edited(root: Path, plan: Plan, tasks: list[Need], day: date, position: str) -> dict[str, str]:
    """The new text of each file; nothing is written before all of them are known."""
    found = {}
    with refusing(root):
        for path in dict.fromkeys(task.path for task in tasks):
            text = edits.decoded((root / path).read_bytes())
            mine = [s for t in tasks if t.path == path for s in reviewing.settings(plan, t, day, position)]
            try:
                found[path] = edits.set_options(text, mine)
            except ValueError as error:
                raise CannotRun(str(error)) from error
    return found
