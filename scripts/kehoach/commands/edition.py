"""``kehoach edition``."""

from pathlib import Path

import click

from kehoach.commands.common import ROOT, CannotRun, find_root, plan_among, refusing, stopped, stopping
from kehoach.editions import making, manifest, tags
from kehoach.editions.manifest import Manifest
from kehoach.files.git import Repository
from kehoach.language import _
from kehoach.reports import words


@click.command()
@click.argument("plan_id", metavar="KH-…")
@click.option("--name", required=True, metavar="NAME", help="What the edition is called, as 2026-Q3.")
@ROOT
@click.option("--as-of", metavar="DAY", help="The day figures are of [default: that of the commit].")
@click.option("--period", default="", metavar="PERIOD", help='With the report on a period: "quý III/2026".')
def command(plan_id: str, name: str, root: Path | None, as_of: str | None, period: str) -> None:
    """Make all documents of a plan from the latest commit, with a manifest, and tag the commit."""
    root = root or find_root()
    with stopping():
        manifest.name_of(name)
    with refusing(root), Repository(root) as repository:
        if changed := making.uncommitted(repository):
            message = _("An edition is made of what is committed. Commit these, or take them back: {files}.")
            raise CannotRun(message.format(files=", ".join(changed)))
        commit = repository.revision("HEAD").commit
        made = _made(repository, commit, plan_id, name, as_of, period)
        try:
            folder = making.write(root, made)
        except OSError as error:  # as of a file that is written, not of the project
            raise stopped(error) from error
        signed = None if tags.named(repository, made.manifest.tag) else tags.create(repository, made.manifest)
    for note in made.notes:
        click.echo(note, err=True)
    click.echo(_said(made.manifest, folder, signed))


def _made(
    repository: Repository, commit: str, plan_id: str, name: str, as_of: str | None, period: str
) -> making.Edition:
    """The edition; one of the same name that is another is refused, and one that differs in capitals only."""
    try:
        source = making.read_clean(repository, commit)
        plan = plan_among(source.read.plans, plan_id)
        tag = manifest.tag_of(plan.id, name)
        held = _held(repository, tag)
        if not held and (twin := tags.twin(repository, tag)):
            message = _(
                "There is an edition {other}, which Windows and macOS take for {tag}. Choose another name."
            )
            raise CannotRun(message.format(other=twin.name, tag=tag))
        day = making.day_of(source, as_of)
        if held and (held.commit, held.as_of) != (commit, day):
            raise CannotRun(_taken(held))
        made = making.make(source, plan, name, day, period)
    except making.FaultyPlanError as error:
        click.echo(str(error))
        click.get_current_context().exit(1)
    except (OSError, ValueError) as error:
        raise stopped(error) from error
    if held and held != made.manifest:
        raise CannotRun(_taken(held))
    return made


def _held(repository: Repository, tag: str) -> Manifest | None:
    """What the tag holds, if it is there already.

    Raises:
        ValueError: it holds no edition; in a sentence.
        GitError: git does not say.
    """
    found = tags.named(repository, tag)
    return found.manifest() if found else None


def _taken(held: Manifest) -> str:
    message = _(
        "There is another edition {name} of {plan}, made from commit {commit} as of {day} with kehoach "
        "{tool}. What was published stays: choose another name."
    )
    day = words.day(held.as_of)
    return message.format(name=held.name, plan=held.plan, commit=held.commit[:12], day=day, tool=held.tool)


def _said(made: Manifest, folder: Path, signed: bool | None) -> str:
    """What came of it; ``signed`` is None where the tag was there."""
    said = {
        None: _("Edition {tag} is unchanged."),
        True: _("Edition {tag} is tagged and signed."),
        False: _(
            "Edition {tag} is tagged, not signed: git is not set up for it (`git config user.signingkey`)."
        ),
    }
    message = _("{count} documents as of the end of {day}, from commit {commit}: {folder}")
    facts = message.format(
        count=len(made.documents), day=words.day(made.as_of), commit=made.commit[:12], folder=folder
    )
    others = _("Others have it with: git push {remote} {tag}").format(remote="origin", tag=made.tag)
    return "\n".join((said[signed].format(tag=made.tag), facts, *([] if signed is None else [others])))
