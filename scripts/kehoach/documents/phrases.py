"""Words and cells that several documents share."""

from collections.abc import Iterable, Iterator
from datetime import date

from kehoach.documents.layout import Letterhead, Row, Run, Table, Text, text
from kehoach.language import _
from kehoach.language.text import shortened
from kehoach.plan import Need
from kehoach.progress import Progress, TaskStatus, tally
from kehoach.progress.owners import owner_on
from kehoach.reports.words import day, deadline_words, state_label


def notice() -> str:
    """What every page says of itself: the signed paper is the original, this is not."""
    return _("Made from data; it does not replace the original")


def figures(as_of: date) -> str:
    """The day that all figures of a document are of."""
    return _("Figures up to the end of {day}").format(day=day(as_of))


def footer(progress: Progress) -> str:
    """The foot of pages that show figures."""
    return f"{notice()}. {figures(progress.as_of)}"


def long_day(value: date) -> str:
    """A day as letterheads write it (Decree 30/2020/NĐ-CP): days and the first two months with two digits."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def called(plan: Need) -> str:
    """A plan as other documents name it: kind, number, day and issuer."""
    words = " ".join(filter(None, (plan["doc_type"], _("no. {number}").format(number=plan["number"]))))
    issued = plan.day("issued")
    if issued:
        words += " " + _("of {day}").format(day=day(issued))
    return f"{words} {_('of {issuer}').format(issuer=plan['issuer'])}" if plan["issuer"] else words


def draft_letterhead(plan: Need, as_of: date, kind: str, about: str = "") -> Letterhead:
    """The letterhead of a draft: number and day are for the office that sends it to fill in."""
    own = plan["report_via"].upper() or "……………………"
    blank = f"……, ngày …… tháng …… năm {as_of.year}"
    return Letterhead((own,), f"Số:       /{kind}", blank, above=plan["issuer"].upper(), about=about)


def task_words(task: Need) -> str:
    """A task with its clause."""
    return f"{task['clause']} {task.title}".strip()


def agencies(progress: Progress, named: Iterable[Need]) -> str:
    """Agencies as the text names them, each with the one that certainly stands in its place now."""
    return "; ".join(_agency(progress, agency) for agency in named)


def _agency(progress: Progress, agency: Need) -> str:
    owner = owner_on(progress.plan, agency, progress.as_of)
    if owner.effective is None:
        return _("{agency} (not known who took over)").format(agency=agency.title)
    if owner.effective is agency:
        return agency.title
    return _("{agency} (now {successor})").format(agency=agency.title, successor=owner.effective.title)


def deliverables(status: TaskStatus) -> str:
    """The deliverables of a task; those that the text does not state are marked."""
    return "; ".join(_deliverable(d) for d in status.obligation.deliverables)


def _deliverable(deliverable: Need) -> str:
    if deliverable["origin"] == "derived":
        return _("{title} (derived)").format(title=deliverable.title)
    return deliverable.title


def deadline(status: TaskStatus) -> Text:
    """A deadline in the text's words with its extensions, and the last day where there is one."""
    bound = status.obligation
    words = deadline_words(bound)
    if not bound.due:
        return text(words)
    return (*text(words), Run(f" ({_('last day {day}').format(day=day(bound.due))})"))


def cells(progress: Progress, plan: Need, limit: int | None = None) -> Table:
    """The four cells by agency, with the other states apart and a total; bodies outside the People's
    Committee are marked.

    With a limit, only the agencies with the most tasks have rows of their own, and long names are shortened.
    """
    counted = tally(progress, plan)
    rows = [(progress.plan.needs[key].title, row) for key, row in counted.rows.items()]
    rows += [
        (
            _("{agency} (outside the People's Committee, not in the total)").format(
                agency=progress.plan.needs[key].title
            ),
            row,
        )
        for key, row in counted.outside.items()
    ]
    if limit is not None and len(rows) > limit:
        most = sorted(rows, key=lambda pair: -pair[1].total())[:limit]
        rows = [pair for pair in rows if pair in most]
    if limit is not None:
        rows = [(shortened(name, 60), row) for name, row in rows]
    shown = [Row((text(name), *(text(str(row[state])) for state in counted.states))) for name, row in rows]
    total = tuple(text(str(counted.total[state]), bold=True) for state in counted.states)
    last = Row((text(_("Total, each task counted once"), bold=True), *total))
    head = (_("Agency"), *(state_label(state) for state in counted.states))
    numbers = tuple(range(1, len(head)))
    return Table(head, (3, *(1 for _number in numbers)), (*shown, last), numbers)


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[Text]:
    """Labels in bold with their words, leaving out what there is nothing to say of."""
    for label, words in pairs:
        if words:
            yield (Run(f"{label}: ", bold=True), Run(words))
