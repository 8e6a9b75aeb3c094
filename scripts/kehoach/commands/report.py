"""``kehoach report``."""

from pathlib import Path

import click

from kehoach import documents
from kehoach.commands.common import AS_OF, PLAN, ROOT, CannotRun, find_root, plan_named, progress_on, write
from kehoach.documents import Document
from kehoach.export import excel, fonts, pdf, word
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.interval import Interval, interval
from kehoach.progress.periods import period_asked


@click.command()
@click.option("--period", required=True, help='The period, in officials\' words: "quý III/2026", "9 tháng".')
@ROOT
@AS_OF
@PLAN
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to [default: build/export].")
def command(period: str, root: Path | None, as_of: str | None, plan_id: str | None, out: Path | None) -> None:
    """Write the report on a period: as PDF, Word and Excel."""
    root = root or find_root()
    progress = progress_on(root, as_of)
    plans = (plan_named(progress, plan_id),) if plan_id else progress.plan.plans
    folder = out or root / "build" / "export"
    try:
        font = fonts.font_of(root)
        made = [_of_period(progress, plan, period) for plan in plans]
    except ValueError as error:
        raise CannotRun(str(error)) from error
    for document in made:
        _print(document, font, folder)


def _of_period(progress: Progress, plan: Need, period: str) -> Document:
    return documents.period_report(progress, _interval(progress, plan, period))


def _interval(progress: Progress, plan: Need, period: str) -> Interval:
    """The period of a plan.

    Raises:
        ValueError: the words name none, it has not begun, or the plan came after it.
    """
    found = interval(progress, plan, period_asked(period, plan.year or progress.as_of.year))
    if found is None:
        message = _("{plan} did not exist yet in {period}.")
        raise ValueError(message.format(plan=plan.id, period=period))
    return found


def _print(document: Document, font: fonts.Font, folder: Path) -> None:
    write(folder, f"{document.name}.pdf", pdf.pdf(document, font))
    if note := pdf.note(document, font):
        click.echo(f"{document.name}.pdf: {note}", err=True)
    write(folder, f"{document.name}.docx", word.word(document))
    write(folder, f"{document.name}.xlsx", excel.of_document(document))
