"""``kehoach import``."""

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from kehoach import rules
from kehoach.commands import comparing_text
from kehoach.commands.common import ROOT, CannotRun, find_root, read, write
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.files import places, refusals, writing
from kehoach.importing import analysis, comparing, drafting, readers, report, structure
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.comparing import Against
from kehoach.importing.drafted import Drafted, names_for, names_in
from kehoach.importing.readers import Material
from kehoach.language import _
from kehoach.language.text import flat, shortened
from kehoach.plan import Plan

#: Where a draft of new parts of a known plan goes.
_ADDITIONS = "bo-sung.md"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", metavar="NAME", help="Folder of the plan under needs/, as kh-9-2026 or nq-175-2023.")
@click.option(
    "--compare",
    is_flag=True,
    help="Hold the file against our own text of that plan, as it comes back signed; writes nothing.",
)
@ROOT
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="json prints what was found, and writes nothing.",
)
def command(file: Path, plan: str | None, root: Path | None, form: str, *, compare: bool) -> None:
    """Draft a plan from an official text, a Word, PDF, Excel, web or text file, a scan. Never overwrites."""
    read_from = material(file)
    if compare:
        comparing_text.compare(read_from, plan or "", root or find_root())
        return
    if form == "json":
        found = analysis.read(read_from.text, wrapped=read_from.wrapped, unsure=read_from.unsure)
        click.echo(structure.as_json(found, read_from).encode())
        return
    if not plan or not names_for(plan).key:
        raise CannotRun(_("Name the plan's folder with --plan, for example --plan kh-9-2026."))
    draft(file, read_from, plan, root or find_root(), form)


def draft(file: Path, material: Material, plan: str, root: Path, form: str) -> None:
    """Draft a plan, or what a known one lacks, in the folder ``plan`` of a project; say what was found."""
    found = analysis.read(material.text, wrapped=material.wrapped, unsure=material.unsure)
    known = read(root)
    names = names_in(plan, found.official, known)
    drafted = drafting.draft(material.text, found, names, known, _status(material, found))
    folder = root / places.FOLDER / names.folder
    if folder.exists():
        against = comparing.compare(drafted, known, names.folder)
        if against.unrelated:
            message = _(
                "No clause of needs/{folder} stands in {file}. Name the folder of its plan with --plan."
            )
            raise CannotRun(message.format(folder=names.folder, file=file))
        _add(folder, material, against)
    else:
        if not known.plans:  # beside another plan none may be a draft
            drafted.home.options["imported"] = "unfinished"
        _create(root, folder, file, material, found, drafted, form)


def material(file: Path) -> Material:
    """What a file holds, or stop with exit code 2 and a sentence that says why it cannot be read."""
    console = Console(stderr=True)
    try:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task(_("Reading"), total=None)
            return readers.read(file, lambda done, count: bar.update(task, completed=done, total=count))
    except OSError as error:
        raise CannotRun(refusals.not_read(error, file)) from error
    except readers.UnreadableFileError as error:
        raise CannotRun(str(error)) from error


def _status(material: Material, found: OfficialPlan) -> str:
    """What kind of copy the source is: nobody has compared it with the signed text yet."""
    if found.official.metadata and material.own_lines:
        return "Bản sao từ trang văn bản pháp luật; chưa đối chiếu bản ký"
    if material.recognised:
        return "Chữ nhận dạng từ bản quét (OCR); chưa đối chiếu bản ký"
    copies = {"pdf": "tệp PDF", "word": "tệp Word", "html": "trang web", "sheet": "tệp Excel"}
    origin = f"Chữ trích từ {copies[material.kind]}" if material.kind in copies else "Bản sao dạng chữ"
    return f"{origin}; chưa đối chiếu bản ký"


def _create(
    root: Path, folder: Path, file: Path, material: Material, found: OfficialPlan, drafted: Drafted, form: str
) -> None:
    """Write a new plan's folder: all of it, or nothing."""
    contents = {item.name: item.text.encode() for item in drafted.files}
    contents["source.txt"] = file.read_bytes() if material.own_lines else material.text.encode()
    writing.write_folder(folder, contents, root / "build")
    findings = [found for found in rules.check(_marked(root)) if folder.name in found.path]
    parts = list(report.sections(material, found, drafted, findings))
    title = _("Import of {file} as {folder}").format(file=file.name, folder=f"needs/{folder.name}")
    page = report.as_markdown(title, parts)
    if form == "markdown":
        click.echo(page.encode(), nl=False)
    else:
        _print(title, parts)
    write(root / "build" / "import", f"{folder.name}.md", page.encode())


def _marked(root: Path) -> Plan:
    """The project, without the mark of an import that has left nothing open."""
    draft = Draft(root)
    for found in rules.check(draft.plan):
        if found.code == rules.FINISHED:
            draft.set([Setting(draft.plan.needs[found.id], "imported", "")])
            draft.write()
    return read(root)


def _print(title: str, parts: list[report.Section]) -> None:
    console = Console()
    console.print(f"[bold]{escape(title)}[/bold]")
    for part in parts:
        console.print(f"\n[bold]{escape(part.title)}[/bold] ({len(part.lines)})")
        for line in part.lines[:30]:
            console.print(f"  {escape(line)}", soft_wrap=True, highlight=False)
        if len(part.lines) > 30:
            console.print(
                _("  … {count} more; all of them are in the report.").format(count=len(part.lines) - 30)
            )
    console.print()


def _add(folder: Path, material: Material, against: Against) -> None:
    """Write only what a known plan does not have, into a file of its own, and say where it differs."""
    for found in against.differences:
        click.echo(
            f"{found.need.path}:{found.need.line}: {found.need.id} `{found.field}`: "
            f'"{shortened(found.authored, 160)}" → "{shortened(found.drafted, 160)}"'
        )
    for need in against.missing:
        click.echo(
            _("{path}:{line}: {id} is not in this text.").format(path=need.path, line=need.line, id=need.id)
        )
    held = flat(_held(folder))
    if held and held != flat(material.text):
        click.echo(
            _("The text differs from needs/{folder}/source.txt, which stays as it is.").format(
                folder=folder.name
            )
        )
    if not against.new:
        click.echo(_("Nothing is written: every object of this text is there already."))
        return
    name, number = _ADDITIONS, 2
    while (folder / name).exists():
        name, number = f"bo-sung-{number}.md", number + 1
    text = "\n".join(["# Phần bổ sung\n", *(draft.text for draft in against.new)])
    write(folder, name, text.encode())


def _held(folder: Path) -> str:
    try:
        return (folder / "source.txt").read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return ""
