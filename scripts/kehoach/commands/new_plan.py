"""``kehoach new plan``."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.commands import asking, questions
from kehoach.commands.common import (
    AS_OF,
    QUESTIONS,
    ROOT,
    CannotRun,
    find_root,
    plan_among,
    read,
    read_clean,
    refuse_findings,
    stopping,
    today,
    write,
)
from kehoach.editing.drafts import Draft
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress

if TYPE_CHECKING:
    from kehoach.renewal import Renewal


@click.command("plan")
@click.option("--from", "former", metavar="KH-…", help="The plan before it: its ID, or its folder's name.")
@click.option("--year", type=click.IntRange(1900, 2099), metavar="YEAR", help="The year of the new plan.")
@AS_OF
@ROOT
@QUESTIONS
def command(
    former: str | None, year: int | None, as_of: str | None, root: Path | None, *, show: bool
) -> None:
    """Draft the next plan from one: standing and unfinished tasks, days moved by the years between.

    Each thing taken over is marked to be confirmed. Writes its folder under needs/, and the draft as Word
    for signature to build/export/.
    """
    root = root or find_root()
    if show:
        click.echo(json.dumps(questions.of_next_plan(read(root)), ensure_ascii=False, indent=2))
        return
    plan = read_clean(root)
    if not sys.stdin.isatty() and not (former and year):
        missing = [name for name, said in (("--from", former), ("--year", year)) if not said]
        raise CannotRun(_("Not said: {options}.").format(options=", ".join(missing)))
    with stopping():
        progress = Progress(plan, today(plan.model, as_of))
        home = plan_among(plan.plans, former) if former else _asked_plan(list(plan.plans))
        _draft(root, progress, home, year or _asked_year(home))


def _asked_plan(plans: list[Need]) -> Need:
    if not plans:
        raise CannotRun(_("There is no plan here yet."))
    labels = [f"{plan.id} {plan.title}" for plan in plans]
    return plans[asking.choose(_("Which plan does the new one follow?"), labels)]


def _asked_year(home: Need) -> int:
    def checked(answer: str) -> str:
        if not (answer.isdecimal() and len(answer) == 4):
            raise ValueError(_("Write a year, as in {year}.").format(year=(home.year or 2026) + 1))
        return answer

    return int(asking.ask(_("The year of the new plan"), checked, needed=True))


def _draft(root: Path, progress: Progress, home: Need, year: int) -> None:
    from kehoach import documents, renewal
    from kehoach.export import word

    draft = Draft(root)
    made, found = renewal.renew(draft, progress, home, year)
    refuse_findings(found)
    document = documents.official_text(Progress(draft.plan, progress.as_of), draft.plan.needs[made.id])
    content = word.word(document)
    names = sorted(draft.files)
    draft.write()
    for name in names:
        click.echo(root / name)
    write(root / "build" / "export", f"{document.name}.docx", content)
    _tell(progress, draft, made)


def _tell(progress: Progress, draft: Draft, made: "Renewal") -> None:
    """What has become of each task and indicator, and what there is left to do."""
    words = _("{count} tasks go on in {plan}, as of {day}:")
    click.echo("\n" + words.format(count=len(made.carried), plan=made.id, day=f"{progress.as_of:%d/%m/%Y}"))
    for old, new in made.carried:
        task = draft.plan.needs[new]
        click.echo(f"  {old.id} → {new} {task.title}")
        click.echo(f"    {_('to be confirmed')}: {task['to_confirm']}")
    if made.left_out:
        click.echo("\n" + _("{count} tasks are left out:").format(count=len(made.left_out)))
        for old, why in made.left_out:
            click.echo(f"  {old.id} {old.title}: {why}")
    if made.indicators:
        click.echo("\n" + _("{count} indicators go on:").format(count=len(made.indicators)))
        for old, new in made.indicators:
            indicator = draft.plan.needs[new]
            click.echo(f"  {old.id} → {new} {indicator.title}: {indicator['targets']}")
            click.echo(f"    {_('to be confirmed')}: {indicator['to_confirm']}")
    words = _(
        "Go through the lines `to_confirm` and delete each that holds. When the plan is signed: "
        "`kehoach import … --plan {folder} --compare`, then `kehoach sign {plan}`."
    )
    folder = draft.plan.needs[made.id].path.split("/")[1]
    click.echo("\n" + words.format(folder=folder, plan=made.id))
