"""``kehoach new``."""

import json
import sys
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import click

from kehoach.commands import asking, new_plan, questions
from kehoach.commands.common import QUESTIONS, ROOT, CannotRun, find_root, read, stopping
from kehoach.editing import creating, entries
from kehoach.editing.drafts import Draft
from kehoach.files import places
from kehoach.files.tree import Folder, sha256
from kehoach.language import _
from kehoach.plan import ABOUT, Need, Plan, model
from kehoach.plan.model import Model, NeedType

#: The types that can be made, and what the help says of each.
_TYPES = {
    "task": "Add a task with its deliverables.",
    "evidence": "Add the document that proves a deliverable.",
    "update": "Add a progress report on a task.",
    "amendment": "Add a document that changes a task.",
    "indicator": "Add an indicator: what is to be reached in figures.",
    "measure": "Add what an indicator has reached up to a day.",
    "obstacle": "Add an obstacle in the way of a task.",
    "closing": "Add the document that closes a plan.",
    "agency": "Add an agency.",
}
#: What every new agency has wrong until the first task names it.
_UNUSED_AGENCY = "KH108"
_PLAN = click.option(
    "--plan", "plan_id", metavar="KH-…", help="Its plan [default: that of what it is about]."
)


#: Finds the project in the arguments of a command whose options are not known before.
_FINDER = ROOT(click.Command("new", context_settings={"ignore_unknown_options": True}, add_help_option=False))


class _Types(click.Group):
    """A command a type of object; its options are those that the model of the project gives the type."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the project first."""
        ctx.obj = _FINDER.make_context("new", list(args), resilient_parsing=True).params["root"]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        found = copy(super().get_command(ctx, name))
        if found is not None and name in _TYPES:
            try:
                declared = model.load(ctx.obj or find_root())
                options = questions.asked(declared.types[name])
            except (CannotRun, OSError, ValueError):  # said when the command reads the project itself
                found.ignore_unknown_options = found.allow_extra_args = True
            else:
                found.params = [
                    *found.params[:1],
                    *(_option(declared, name, option) for option in options),
                    *found.params[1:],
                ]
        return found


@click.group(cls=_Types)
def command() -> None:
    """Add an object: asks for what must be known, or takes it as options."""


def _option(declared: Model, name: str, option: str) -> click.Option:
    several = (name, option) == ("task", "deliverables")
    need_type = declared.types[questions.home_of(name, option)]
    schema = need_type.fields.get(option, {})
    if option in need_type.links and not several:
        takes = f"{declared.types[need_type.links[option][0]].prefix}…"
    else:
        takes = "|".join(schema.get("enum", ())) or (
            _("DAY") if schema.get("format") == "date" else _("WORDS")
        )
    return click.Option(
        [f"--{option.replace('_', '-')}", option],
        multiple=several,
        metavar=takes,
        help=questions.label(need_type, option),
    )


def _command(need_type: str, sentence: str) -> click.Command:
    def run(
        root: Path | None,
        show: bool,
        plan_id: str | None = None,
        **given: str | tuple[str, ...] | None,
    ) -> None:
        said = {option: "\n".join(v) if isinstance(v, tuple) else v or "" for option, v in given.items()}
        with stopping():
            if show:
                form = questions.form(read(root or find_root()), need_type)
                click.echo(json.dumps(form, ensure_ascii=False, indent=2))
            else:
                _make(need_type, root or find_root(), plan_id or "", said)

    function: Callable[..., None] = run if need_type == "agency" else _PLAN(run)
    return click.command(need_type, help=sentence)(ROOT(QUESTIONS(function)))


for _name, _sentence in _TYPES.items():
    command.add_command(_command(_name, _sentence))
command.add_command(new_plan.command)


def _make(need_type: str, root: Path, plan_id: str, said: dict[str, str]) -> None:
    draft, home = Draft(root), None
    if need_type in ("task", "indicator"):
        home = creating.home_of(draft.plan, "", plan_id)
    if home and need_type == "task" and (why := creating.without_clause(draft.plan, home)):
        _refuse(why)
    if any(said.values()):
        values = _checked(draft.plan, need_type, said)
    elif sys.stdin.isatty():
        values = _answers(draft.plan, need_type)
    else:
        raise CannotRun(_("Say with options what to add (see --help), or run this in a terminal."))
    if about := ABOUT.get(need_type):
        home = creating.home_of(draft.plan, values[about], plan_id)
    ids = creating.create(draft, need_type, home, _completed(root, need_type, values))
    _refuse_findings(draft, need_type, home)
    draft.write()
    for need in map(draft.plan.needs.__getitem__, ids):
        click.echo(f"{need.path}:{need.line}: {need.id} {need.title}")
    if need_type == "agency":
        click.echo(_("Now name it in a task or another agency; until then the check reports it."), err=True)


def _checked(plan: Plan, need_type: str, said: dict[str, str]) -> dict[str, str]:
    """The options as the files hold them."""
    missing = [f"--{option}" for option in questions.needed(plan, need_type) if not said[option].strip()]
    if missing:
        raise CannotRun(_("Not said: {options}.").format(options=", ".join(missing)))
    values = {}
    for option, text in said.items():
        try:
            if (need_type, option) in questions.LINES:
                values[option] = "\n".join(filter(None, map(entries.one_line, text.splitlines())))
            else:
                values[option] = entries.checked(plan, _declared(plan, need_type, option), option, text)
        except ValueError as error:
            raise CannotRun(f"--{option}: {error}") from error
    return values


def _answers(plan: Plan, need_type: str) -> dict[str, str]:
    """What is answered in a terminal, as the files hold it."""
    values, needed = {}, questions.needed(plan, need_type)
    for option in questions.asked(plan.model.types[need_type]):
        declared = _declared(plan, need_type, option)
        if (need_type, option) in questions.LINES:
            values[option] = asking.lines(questions.label(declared, option))
        else:
            values[option] = asking.value(plan, declared, option, needed=option in needed)
    return values


def _declared(plan: Plan, need_type: str, option: str) -> NeedType:
    return plan.model.types[questions.home_of(need_type, option)]


def _completed(root: Path, need_type: str, values: dict[str, str]) -> dict[str, str]:
    """The values with what goes without saying: not confirmed, not stated, and the fingerprint of a file."""
    match need_type:
        case "task":
            return {**values, "origin": values["origin"] or "derived"}
        case "evidence":
            file = places.portable(values["file"])
            content = Folder(root).named(file)
            digest = sha256(content) if content is not None else ""
            return {**values, "file": file, "confirmed": values["confirmed"] or "no", "sha256": digest}
        case "measure":
            return {**values, "confirmed": values["confirmed"] or "no"}
        case _:
            return values


def _refuse_findings(draft: Draft, need_type: str, home: Need | None) -> None:
    """Stop where the result has something wrong with it that was not wrong before."""
    found = [f for f in draft.new_findings() if (need_type, f.code) != ("agency", _UNUSED_AGENCY)]
    for finding in found:
        click.echo(finding)
    if home and need_type == "task" and any(finding.code.startswith("KH3") for finding in found):
        message = _("The official text is held in {source}: a task is one of its clauses, word for word.")
        click.echo(message.format(source=home["source"]), err=True)
    if found:
        _refuse(_("Nothing is written."))


def _refuse(why: str) -> None:
    click.echo(why, err=True)
    click.get_current_context().exit(1)
