"""What ``kehoach import --compare`` says: where a file that comes back differs from what went out."""

import tempfile
from pathlib import Path

import click

from kehoach.commands.common import CannotRun, plan_among, read, today
from kehoach.documents.clauses import clauses
from kehoach.importing import readers, returned
from kehoach.importing.readers import Material
from kehoach.importing.returned import Difference
from kehoach.language import _
from kehoach.language.text import flat, shortened
from kehoach.official import wording
from kehoach.official.labels import label_line
from kehoach.plan import Need, Plan
from kehoach.progress import Progress

#: So many characters of a paragraph are shown.
_SHOWN = 160
#: So many lines of the text may lie between two that are printed one after another.
_AHEAD = 50


def compare(found: Material, named: str, root: Path) -> None:
    """Hold a file against the Word of a plan as we would write it, and name each place that differs.

    Exit code 0 where none does, 1 otherwise.
    """
    plan = read(root)
    if not named:
        raise CannotRun(_("Name the plan with --plan: its ID, or the name of its folder."))
    home = plan_among(plan.plans, named)
    ours, ignored = _ours(plan, home, root)
    result = returned.compare(
        ours, found.text, draft=home.unsigned, wrapped=found.wrapped, ignored=(*ignored, _("DRAFT"))
    )
    where = _places(plan, home, ours)
    for number, place in enumerate(result.differences, 1):
        click.echo(f"{number}. {_where(plan, where, place)}")
        for sign, lines in (("-", place.ours), ("+", place.theirs)):
            for line in lines:
                click.echo(f"   {sign} {shortened(line, _SHOWN)}")
    if result.signed:
        words = _("Put in by who signed it: {what}. `kehoach sign {plan}` takes number and day.")
        click.echo(words.format(what="; ".join(result.signed), plan=home.id))
    if not result.differences:
        click.echo(_("It says what {plan} says, word for word.").format(plan=home.id))
        return
    words = _("{count} differences from {plan}. Nothing is written.")
    click.echo(words.format(count=len(result.differences), plan=home.id))
    click.get_current_context().exit(1)


def _ours(plan: Plan, home: Need, root: Path) -> tuple[str, tuple[str, ...]]:
    """What our Word of a plan says, read as any Word file is; and what on it is none of its text."""
    from kehoach import documents
    from kehoach.export import word

    document = documents.official_text(Progress(plan, today(plan.model, None)), home)
    (root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="compare-", dir=root / "build") as folder:
        file = Path(folder) / f"{document.name}.docx"
        file.write_bytes(word.word(document))
        return readers.read(file).text, tuple(map(flat, (*document.remarks, document.footer)))


def _places(plan: Plan, home: Need, ours: str) -> dict[int, str]:
    """The object, or page and line, that each line of our text stands in."""
    lines = [(_key(line), clause) for clause in clauses(plan, home) for line in clause.lines]
    found: dict[int, str] = {}
    at = 0
    for number, line in enumerate(ours.split("\n"), 1):
        near = range(at, min(at + _AHEAD, len(lines)))
        if (here := next((n for n in near if lines[n][0] == _key(line)), None)) is not None:
            clause = lines[here][1]
            found[number], at = clause.need or f"{clause.path}:{clause.line}", here + 1
    return found


def _key(line: str) -> str:
    return wording.plain(line).replace(" | ", " ").strip("| ").removesuffix("./.")


def _where(plan: Plan, where: dict[int, str], place: Difference) -> str:
    """Where a place is: the object and what its line is for, as exactly as can be told."""
    if place.part not in ("body", "cut", "annexes"):
        return {
            "head": _("letterhead"),
            "issuer": _("issuer"),
            "national": _("national title"),
            "number": _("number"),
            "place_and_day": _("place and day"),
            "doc_type": _("type of document"),
            "subject": _("what it is about"),
            "addressees": _("addressees"),
            "recipients": _("recipients"),
            "signature": _("signature"),
        }[place.part]
    found = where.get(place.line, "")
    need = plan.needs.get(found)
    if not place.ours:
        return _("added after {place}").format(place=need.id if need else found or _("the beginning"))
    role = label_line(place.ours[0])
    about = f" `{role[0].value}`" if role else ""
    words = _("{place} is not there any more") if not place.theirs else "{place}"
    return words.format(place=f"{need.path}:{need.line}: {need.id}{about}" if need else found)
