"""``kehoach changes``."""

import re
from datetime import date
from pathlib import Path

import click

from kehoach import changes as changing
from kehoach.changes import Changes, formats
from kehoach.changes.report import report
from kehoach.commands.common import (
    AS_OF,
    PLAN,
    ROOT,
    CannotRun,
    find_root,
    plan_among,
    refusing,
    stopping,
    today,
    write,
)
from kehoach.files.git import Repository
from kehoach.files.tree import Folder, Tree
from kehoach.language import _
from kehoach.plan import model, reader

_LOCKED = re.compile(rb'^name = "holidays"\nversion = "([^"]*)"', re.MULTILINE)


#: The documents to sign or file, which are written to a file.
_PRINTED = ("pdf", "word")


@click.command()
@click.argument("base")
@click.argument("head", default="")
@ROOT
@AS_OF
@PLAN
@click.option("--gate", is_flag=True, help="Exit with 1 where an obligation changed without a document.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", *_PRINTED]),
    default="text",
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of the screen.")
@click.pass_context
def command(
    ctx: click.Context,
    base: str,
    head: str,
    root: Path | None,
    as_of: str | None,
    plan_id: str | None,
    gate: bool,
    form: str,
    out: Path | None,
) -> None:
    """Tell what changed from git revision BASE to HEAD, or to the working folder."""
    if form in _PRINTED and not out:
        raise CannotRun(_("A document is written to a file. Name it with --out."))
    root = root or find_root()
    with stopping():
        day = today(model.load(root), as_of)
    found = _compared(root, base, head, day)
    if plan_id:
        plans = {plan.id: plan for side in (found.before, found.after) for plan in side.plans}
        found = found.of_plan(plan_among(tuple(plans.values()), plan_id).id)
    content = _printed(root, found, base, head, form) if form in _PRINTED else _told(found, base, head, form)
    if out:
        write(out.parent, out.name, content)
    else:
        # As bytes: neither the ends of lines nor the encoding depend on the machine.
        click.echo(content, nl=False)
    ctx.exit(1 if gate and not found.passes else 0)


def _told(found: Changes, base: str, head: str, form: str) -> bytes:
    if form == "json":
        return formats.as_json(found, base, head).encode()
    forms = {"text": formats.as_text, "markdown": formats.as_markdown, "html": formats.as_html}
    return forms[form](report(found, base, head)).encode()


def _printed(root: Path, found: Changes, base: str, head: str, form: str) -> bytes:
    """The table of what the content is otherwise, for paper."""
    from kehoach.documents.comparison import comparison  # with the printers, which take time to load

    document = comparison(found, base, head)
    if form == "word":
        from kehoach.export import word

        return word.word(document)
    from kehoach.export import fonts, pdf

    font = fonts.font_of(root)
    if note := pdf.note(document, font):
        click.echo(note, err=True)
    return pdf.pdf(document, font)


def _compared(root: Path, base: str, head: str, day: date) -> Changes:
    """Both sides held against each other; pages that are the same are parsed once."""
    pages: reader.Pages = {}
    with refusing(root), Repository(root) as repository:
        then = repository.revision(base)
        now = repository.revision(head) if head else Folder(root)
        before, after = reader.read_project(then, pages), reader.read_project(now, pages)
        holidays = _holidays(then), _holidays(now)
        return changing.compare(before, after, day, holidays=holidays)


def _holidays(tree: Tree) -> str:
    """The version of the library of holidays in a lock file; empty where there is none."""
    try:
        found = _LOCKED.search(tree.read("uv.lock"))
    except OSError:
        return ""
    return found[1].decode() if found else ""
