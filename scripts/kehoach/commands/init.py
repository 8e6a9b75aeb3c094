"""``kehoach init``."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import unified_diff
from importlib.metadata import distribution
from pathlib import Path

import click

from kehoach import rules
from kehoach.commands import asking, import_plan
from kehoach.commands.common import CannotRun, read, stopping, today
from kehoach.language import _
from kehoach.plan import model
from kehoach.project import HOSTS, Office, laid_down, packing, starting, updating
from kehoach.project.updating import Change, Kind


@click.command("init")
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option("--office", metavar="NAME", help="The office whose plans these are.")
@click.option("--province", metavar="NAME", help="Its province or city.")
@click.option("--plan", "title", metavar="TITLE", help="Begin with an empty draft of a plan of this title.")
@click.option(
    "--import",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Begin with the draft of a plan from an official text, as `kehoach import` makes it.",
)
@click.option(
    "--host", type=click.Choice(HOSTS), help="Whose workflows and templates are laid down [default: none]."
)
@click.option(
    "--wheel",
    metavar="FILE.whl",
    type=click.Path(path_type=Path),
    help="The wheel that the repository installs kehoach from [default: that of this installation, if any].",
)
@click.option("--update", is_flag=True, help="Bring a repository that was laid down to this version.")
@click.option("--dry-run", is_flag=True, help="With --update: show what would change, and write nothing.")
def command(
    folder: Path | None,
    office: str | None,
    province: str | None,
    title: str | None,
    file: Path | None,
    host: str | None,
    wheel: Path | None,
    update: bool,
    dry_run: bool,
) -> None:
    """Lay down a repository for an office and its plans; never overwrites. With --update, renew one."""
    with stopping():
        if wheel and wheel.suffix != ".whl":
            raise CannotRun(_("{path} is no wheel: its name would end in .whl.").format(path=wheel))
        if update:
            if title or file:
                raise CannotRun(_("--update leaves needs/ alone: add a plan with kehoach import."))
            said = {"office": office, "province": province, "host": host}
            now = {name: value for name, value in said.items() if value}
            _update(folder or Path(), now, wheel or _own_wheel(), dry_run)
        elif dry_run:
            raise CannotRun(_("--dry-run goes with --update."))
        elif folder is None:
            raise CannotRun(_("Name the folder to lay down, as in: kehoach init so-xyz."))
        else:
            whose = Office(
                office=_said(office, "--office", _("Name of the office")),
                province=_said(province, "--province", _("Province or city")),
                host=host or _host(),
                version=distribution("kehoach").version,
            )
            _lay_down(folder, whose, title, file, wheel or _own_wheel())


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _said(given: str | None, option: str, question: str) -> str:
    """What an option says, or the answer at a terminal: one line of it."""
    if given is None and _at_terminal():
        return asking.ask(question, str, needed=True)
    said = " ".join((given or "").split())
    if not said:
        raise CannotRun(_("Not said: {options}.").format(options=option))
    return said


def _host() -> str:
    if not _at_terminal():
        return HOSTS[0]
    answers = (_("on no host, or another"), "GitHub", "GitLab")
    return HOSTS[asking.choose(_("Where will the repository be?"), answers)]


def _lay_down(root: Path, office: Office, title: str | None, file: Path | None, wheel: Path | None) -> None:
    if file and title:
        raise CannotRun(_("Say --plan or --import, not both: a plan that is imported has its own title."))
    if file is None and title is None and _at_terminal():
        title, file = _first_plan()
    # Read first: nothing is laid down beside a text that cannot be read.
    material = import_plan.material(file) if file else None
    office = replace(office, wheel=wheel.name if wheel else "")
    files = laid_down(office)
    if wheel:
        files[f"{updating.WHEELS}/{wheel.name}"] = wheel.read_bytes()
    if title:
        day = today(model.parse(model.OWN.read_bytes()), None)
        files |= starting.empty_plan(" ".join(title.split()), office.office, day.year)
    # One that was stopped half-way may be run again.
    if there := sorted(name for name, content in files.items() if _differs(root / name, content)):
        message = _(
            "{folder} holds {files} already, and nothing is overwritten. Name another, or use --update."
        )
        raise CannotRun(message.format(folder=root, files=", ".join(there[:3])))
    count = sum(not (root / name).exists() for name in files)
    updating.write(root, files, office)
    message = _("{count} files laid down in {folder}.") if count else _("All files are in {folder} already.")
    click.echo(message.format(count=count, folder=root))
    plan = ""
    if file and material:
        plan = starting.folder_of(material.text, file.stem)
        import_plan.draft(file, material, plan, root, "text")
    if not wheel:
        message = _("kehoach is taken from the package index; where none has it, name its wheel: --wheel.")
        click.echo(message, err=True)
    click.echo(_next(root, plan))


def _next(root: Path, plan: str) -> str:
    """What to do now: where nothing is found in what was imported, where points are open, or more."""
    known = read(root)
    found = rules.check(known)
    message = _("Next: cd {folder}, then make html, or: uv run kehoach build")
    if found and len(rules.left_open(known, found)) == len(found):
        message = _(
            "Next: cd {folder}, then uv run kehoach build: a draft of the site, since {count} points are "
            "open. What closes them: uv run kehoach resolve {plan}"
        )
    elif found:
        message = _(
            "Next: cd {folder}, and what is still open: uv run kehoach resolve {plan}; then make html"
        )
    return message.format(folder=root, plan=plan, count=len(found))


def _differs(path: Path, content: bytes) -> bool:
    """Whether something else stands there."""
    return path.exists() and not (path.is_file() and path.read_bytes() == content)


def _first_plan() -> tuple[str | None, Path | None]:
    answers = (_("From an official text: Word, PDF, Excel"), _("Empty, with its title"), _("Later"))
    match asking.choose(_("What is the first plan made from?"), answers):
        case 0:
            return None, Path(asking.ask(_("File"), _is_file, needed=True))
        case 1:
            return asking.ask(_("Title of the plan"), str, needed=True), None
        case _later:
            return None, None


def _is_file(name: str) -> str:
    path = asking.dragged(name)
    if not Path(path).is_file():
        raise ValueError(_("There is no file {path}.").format(path=path))
    return path


def _own_wheel() -> Path | None:
    """The wheel that this installation was made from, where it is still there."""
    path = packing.origin()
    return path if path and path.suffix == ".whl" else None


def _update(root: Path, now: Mapping[str, str], wheel: Path | None, dry_run: bool) -> None:
    """Show what an update changes and write it; ``now`` is what is no longer as it was when laid down."""
    if not (root / updating.OFFICE).is_file():
        message = _("{folder} was not laid down by kehoach init: there is no {file}.")
        raise CannotRun(message.format(folder=root, file=updating.OFFICE))
    former = updating.office_of(root)
    version, named = distribution("kehoach").version, wheel.name if wheel else former.wheel
    office = replace(former, **now, version=version, wheel=named)
    if open_before := updating.undecided(root):
        # Put together with new lines, they would be taken for what somebody means.
        message = _("Choose between <<<<<<< and >>>>>>> first: {places}. Nothing is written.")
        places = ", ".join(f"{name}:{line}" for name, line in open_before.items())
        click.echo(message.format(places=places), err=True)
        click.get_current_context().exit(1)
    found = list(updating.changes(root, office))
    for change in found:
        _show(change)
    changed = [change for change in found if change.before != change.after]
    conflicts = [change for change in found if change.kind is Kind.CONFLICT]
    message = _("{count} files change for version {version}.")
    click.echo(message.format(count=len(changed), version=office.version))
    asked = changed and _at_terminal()
    if not dry_run and (not asked or click.confirm(_("Write this?"), default=True)):
        updating.renew(root, office, changed, wheel)
        if office.version != former.version and (root / "uv.lock").exists():
            click.echo(_("Next, so that this version is installed: uv lock --upgrade-package kehoach"))
    for change in conflicts:
        message = _("{path}: {count} places changed on both sides. Choose between <<<<<<< and >>>>>>>.")
        click.echo(message.format(path=change.path, count=change.conflicts))
    if conflicts:
        click.get_current_context().exit(1)


def _show(change: Change) -> None:
    """What becomes of a file, and the lines that change."""
    words = {
        Kind.NEW: _("new"),
        Kind.TAKEN: _("taken as it is now"),
        Kind.MERGED: _("put together with what was edited"),
        Kind.CONFLICT: _("to be decided"),
        Kind.REMOVED: _("no longer laid down"),
        Kind.KEPT: _("left as it was edited"),
        Kind.DELETED: _("deleted here, and left so"),
        Kind.RESTORED: _("deleted here, and put back: nothing works without it"),
    }
    click.echo(f"{change.path}: {words[change.kind]}")
    if change.before != change.after:
        before, after = (_text(content) for content in (change.before, change.after))
        for line in unified_diff(before, after, f"a/{change.path}", f"b/{change.path}", lineterm=""):
            click.echo(line)


def _text(content: bytes | None) -> Sequence[str]:
    return (content or b"").decode("utf-8", errors="replace").splitlines()
