"""``kehoach report``."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kehoach import documents, export
from kehoach.commands.common import (
    AS_OF,
    PLAN,
    ROOT,
    CannotRun,
    find_root,
    plan_named,
    progress_on,
    stopping,
    write,
)
from kehoach.documents import Document
from kehoach.export import fonts
from kehoach.language import _
from kehoach.plan import Need
from kehoach.plan.forms import Form
from kehoach.progress import Progress
from kehoach.progress.drafts import counting
from kehoach.progress.interval import Interval, reported
from kehoach.reports.tables import Scope


@click.command()
@click.option("--period", metavar="PERIOD", help='As officials write it: "quý III/2026", "9 tháng".')
@click.option("--form", "form_name", metavar="NAME", help="A form: of forms/, or built in.")
@ROOT
@AS_OF
@PLAN
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/export].")
def command(
    period: str | None,
    form_name: str | None,
    root: Path | None,
    as_of: str | None,
    plan_id: str | None,
    out: Path | None,
) -> None:
    """Write the report on a period, or a form filled in: as PDF, Word and Excel."""
    if not period and not form_name:
        raise CannotRun(_("Name a period (--period) or a form (--form)."))
    root = root or find_root()
    progress = progress_on(root, as_of)
    plans = (plan_named(progress, plan_id),) if plan_id else counting(progress.plan, progress.as_of)
    folder = out or root / "build" / "export"
    with stopping():
        font = fonts.font_of(root)
        if form_name:
            made = list(_filled(progress, plans, documents.form_named(root, form_name), period))
        else:
            found = _intervals(progress, plans, period or "")
            made = [documents.period_report(progress, one) for one in found]
    for document in made:
        _print(document, font, folder)


def _filled(
    progress: Progress, plans: Iterable[Need], form: Form, period: str | None
) -> Iterator[documents.Document]:
    """A form for all plans together where its rows are plans, else for each."""
    if form.of_period and not period:
        raise ValueError(_("This form has figures of a period. Name it with --period."))
    if period:
        scopes = [Scope(one.home, one.now, one) for one in _intervals(progress, plans, period)]
    else:
        scopes = [Scope(plan, progress) for plan in plans]
    for some in [scopes] if form.rows == "plans" else [[scope] for scope in scopes]:
        yield documents.filled(form, some)


def _intervals(progress: Progress, plans: Iterable[Need], period: str) -> list[Interval]:
    """The period of each plan; one without is named with the reason, and left out where there are others.

    Raises:
        ValueError: the words name no period, or of no plan it had begun while the plan existed and ran.
    """
    found, missing = [], []
    for plan in plans:
        try:
            found.append(reported(progress, plan, period))
        except ValueError as error:
            missing.append(str(error))
    if not found:
        raise ValueError(" ".join(dict.fromkeys(missing)))
    for sentence in missing:
        click.echo(sentence, err=True)
    return found


def _print(document: Document, font: fonts.Font, folder: Path) -> None:
    for made in export.of_document(document, font):
        write(folder, made.name, made.make())
        if note := made.note():
            click.echo(f"{made.name}: {note}", err=True)
