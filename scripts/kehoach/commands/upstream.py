"""``kehoach upstream``."""

import os
from datetime import date
from pathlib import Path

import click

from kehoach.changes import formats
from kehoach.changes.report import report
from kehoach.commands import asking
from kehoach.commands.common import AS_OF, ROOT, CannotRun, find_root, read, refuse_findings, stopping, today
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.files import remote
from kehoach.language import _
from kehoach.plan import Plan
from kehoach.plan.upper import Pin
from kehoach.progress import above
from kehoach.reports import words
from kehoach.upstream import pinning, proposals, sources
from kehoach.upstream.pinning import Update


@click.group()
def command() -> None:
    """Plans of the offices above, which ours spell out: pinned copies in needs/upstream/."""


@command.command()
@click.argument("source", metavar="FILE|URL|REPOSITORY")
@click.option(
    "--plan", "plan_id", default="", metavar="KH-…", help="Which plan, where the source has several."
)
@click.option("--site", default="", metavar="URL", help="The site that shows the plan; links lead there.")
@click.option("--prefix", default="", metavar="X-", help="What the IDs of that plan begin with here.")
@ROOT
@AS_OF
def add(source: str, plan_id: str, site: str, prefix: str, root: Path | None, as_of: str | None) -> None:
    """Pin a copy of an upper plan: its published JSON, a folder, or a git repository."""
    root = root or find_root()
    plan = read(root)
    source = _from_root(source, root)
    with stopping():
        data = sources.read(source, root, plan_id, today(plan.model, as_of))
        made = pinning.fresh(root, data, remote.shown(source), site or pinning.site_of(source), prefix)
        if made.pin.key in plan.uppers:
            message = _("{id} is pinned already. Bring it up to date: kehoach upstream update {id}")
            raise CannotRun(message.format(id=made.pin.key))
        pinning.refuse_taken(plan, made)
        written = pinning.write(root, [made], plan.outdated)
    for path in written:
        click.echo(path)
    click.echo(_summary(read(root), made.pin))


def _from_root(source: str, root: Path) -> str:
    """A source as it is kept: a path from the project's root, with "/", or an address."""
    if remote.is_address(source):
        return source
    try:
        return Path(os.path.relpath(source, root)).as_posix()
    except ValueError:  # on another drive of Windows
        return Path(source).resolve().as_posix()


@command.command()
@click.argument("keys", metavar="KH-…", nargs=-1)
@click.option("--yes", is_flag=True, help="Ask nothing, and write.")
@ROOT
@AS_OF
@click.pass_context
def update(
    ctx: click.Context, keys: tuple[str, ...], yes: bool, root: Path | None, as_of: str | None
) -> None:
    """Fetch pinned plans again, tell what changed, and pin that once somebody says yes."""
    root = root or find_root()
    plan = read(root)
    with stopping():
        pins = _pins(root, keys)
        found = [_fetched(plan, pin, root, as_of) for pin in pins]
        differing = [one for one in found if not one.same]
        for one in found:
            _tell(plan, one)
        if not differing:
            return
        if not yes and asking.choose(_("Write these changes?"), [_("No"), _("Yes")]) == 0:
            click.echo(_("Nothing is written."))
            ctx.exit(1)
        outdated = {pair: was for one in differing for pair, was in one.outdated.items()}
        for path in pinning.write(root, [one.fresh for one in differing], outdated):
            click.echo(path)


def _pins(root: Path, keys: tuple[str, ...]) -> list[Pin]:
    """The pins of these keys, or all."""
    pins = pinning.pins(root)
    for key in keys:
        if key not in pins:
            message = _('No upper plan "{id}" is pinned. Pinned are: {known}.')
            raise CannotRun(message.format(id=key, known=", ".join(pins) or "–"))
    return [pins[key] for key in keys] if keys else list(pins.values())


def _fetched(plan: Plan, pin: Pin, root: Path, as_of: str | None) -> Update:
    day = today(plan.model, as_of)
    data = sources.read(pin.source, root, pin.plan, day)
    return pinning.update(plan, pin, pinning.fresh(root, data, pin.source, pin.site, pin.prefix), day)


def _tell(plan: Plan, one: Update) -> None:
    """The change report of a plan, and which tasks of ours it makes suspect."""
    key = one.fresh.pin.key
    if one.same:
        click.echo(_("{id}: nothing has changed.").format(id=key))
        return
    base = f"{key} ({plan.uppers[key].pin.as_of})" if key in plan.uppers else key
    click.echo(formats.as_text(report(one.changes, base, one.fresh.pin.as_of)), nl=False)
    if suspects := sorted({task for task, _theirs in one.outdated}):
        click.echo(_("To be looked at again: {ids}").format(ids=", ".join(suspects)))


@command.command("list")
@ROOT
def listed(root: Path | None) -> None:
    """List the pinned plans: where each is from, and how much of what falls to us is taken up."""
    root = root or find_root()
    plan = read(root)
    with stopping():
        pins = pinning.pins(root).values()
    for pin in pins:
        click.echo(_summary(plan, pin))
    if not pins:
        click.echo(_("No upper plan is pinned."))


def _summary(plan: Plan, pin: Pin) -> str:
    upper = plan.uppers.get(pin.key)
    if upper is None:
        return _("{id}: the copy cannot be used; see `kehoach check`.").format(id=pin.key)
    tasks = above.to_us(plan, upper)
    taken = [task for task in tasks if above.is_taken_up(plan, upper, task)]
    message = _("{id}: {plan}, figures of {day}, from {source}. Falls to us: {count}, taken up: {taken}.")
    said = {
        "plan": words.plan_name(upper.home),
        "day": words.day(date.fromisoformat(pin.as_of)),
        "source": pin.source,
    }
    return message.format(id=pin.key, count=len(tasks), taken=len(taken), **said)


@command.command()
@click.option(
    "--take", "taken", metavar="NV-…=NV-…", multiple=True, help="Write that ours implements theirs."
)
@ROOT
def propose(taken: tuple[str, ...], root: Path | None) -> None:
    """Propose what our tasks implement, by words, product and day; only what is taken is written."""
    root = root or find_root()
    with stopping():
        draft = Draft(root)
        if taken:
            _take(draft, taken)
            return
        found = proposals.proposals(draft.plan, draft.plan.uppers.values())
    for first, head in ((True, _("Surest:")), (False, _("Less sure:"))):
        rows = [one for one in found if one.first is first]
        if rows:
            click.echo(head)
        for one in rows:
            click.echo(
                f"  {one.task.path}:{one.task.line}: --take {one.task.id}={one.named}  ({one.score:.0f})"
            )
            click.echo(f"    {one.task.title}\n    ← {one.theirs.title}")
    if not found:
        click.echo(_("There is nothing to propose."))


def _take(draft: Draft, taken: tuple[str, ...]) -> None:
    for pair in taken:
        ours, _equals, theirs = pair.partition("=")
        if not (ours and theirs):
            message = _('"{pair}" does not name two tasks. Write --take NV-…=NV-…, ours first.')
            raise CannotRun(message.format(pair=pair))
        task = draft.plan.needs.get(ours)
        if task is None or task.type != "task":
            raise CannotRun(_('There is no task "{id}".').format(id=ours))
        named = [*task.to("implements"), *([theirs] if theirs not in task.to("implements") else [])]
        draft.set([Setting(task, "implements", ", ".join(named))])
    refuse_findings(draft.new_findings())
    click.echo(draft.diff())
    draft.write()
