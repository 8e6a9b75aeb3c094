"""``kehoach resolve``."""

from pathlib import Path

import click

from kehoach.commands import asking
from kehoach.commands.common import ROOT, CannotRun, find_root, plan_among, stopping, today
from kehoach.editing.drafts import Draft
from kehoach.importing.resolving import Answer, Question, Resolving
from kehoach.language import _

#: So many of what a question is about are shown.
_SHOWN = 8
#: The type of the option that an answer asks for.
_TYPE_OF = {"owner": "task", "reason": "waiver", "decided_by": "waiver"}


@click.command()
@click.argument("plan_id", metavar="PLAN")
@click.option("--yes", is_flag=True, help="Ask nothing: take the safe answers, leave the rest open.")
@ROOT
def command(plan_id: str, yes: bool, root: Path | None) -> None:
    """Go through what an import left open, in groups; each answer holds for all alike."""
    root = root or find_root()
    with stopping():
        draft = Draft(root)
        home = plan_among(draft.plan.plans, plan_id)
        resolving = Resolving(draft, home.id, today(draft.plan.model, None, {}))
        for question in resolving.questions():
            _answer(resolving, question, yes=yes)
        if not yes and (accepted := resolving.take_agencies()):
            # They are part of the edit that a person sees and accepts.
            words = _("{count} new agencies go to needs/agencies.md: look at their names and kinds below.")
            click.echo(words.format(count=len(accepted)))
        _write(resolving, yes=yes)


def _answer(resolving: Resolving, question: Question, *, yes: bool) -> None:
    """Ask a question and apply the answer; without asking, only the safe one."""
    if yes:
        if question.safe:
            question.answers[0].apply("")
            _told(question)
            click.echo(f"  → {question.answers[0].label}")
        return
    if question.option:
        declared = resolving.draft.plan.model.types["plan"]
        click.echo(f"\n{question.about}")
        value = asking.value(resolving.draft.plan, declared, question.option, needed=False)
        if value:
            resolving.give(question.option, value)
        return
    labels = [answer.label for answer in question.answers]
    chosen = asking.choose(_words(question), [*labels, *([_("One by one")] if question.single else [])])
    if chosen < len(labels):
        _apply(resolving, question.answers[chosen])
        return
    for single in question.single:
        _answer(resolving, single, yes=False)


def _apply(resolving: Resolving, answer: Answer) -> None:
    text = ""
    if answer.asks:
        declared = resolving.draft.plan.model.types[_TYPE_OF[answer.asks]]
        text = asking.value(resolving.draft.plan, declared, answer.asks, needed=True)
    answer.apply(text)


def _words(question: Question) -> str:
    shown = [f"  - {detail}" for detail in question.details[:_SHOWN]]
    if len(question.details) > _SHOWN:
        shown.append(_("  … {count} more").format(count=len(question.details) - _SHOWN))
    return "\n".join([question.about, *shown])


def _told(question: Question) -> None:
    click.echo(f"\n{_words(question)}")


def _write(resolving: Resolving, *, yes: bool) -> None:
    """Show the changes as one, write them, and say what is still open; refuse what would break something."""
    draft = resolving.draft
    if not draft.files:
        click.echo(_("Nothing is changed."))
    elif found := draft.new_findings():
        for finding in found:
            click.echo(finding)
        raise CannotRun(_("Nothing is written."))
    else:
        click.echo(f"\n{draft.diff()}")
        if not yes and asking.choose(_("Write these changes?"), [_("Yes"), _("No")]):
            click.echo(_("Nothing is written."))
            return
        draft.write()
        for name in sorted(draft.files):
            click.echo(draft.root / name)
    if left := resolving.open():
        click.echo(_("{count} findings are left; `kehoach check` lists them.").format(count=len(left)))
