"""Everything a plan can be exported as: ``FORMATS`` is the list of all there is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from kehoach import documents
from kehoach.export.fonts import Font
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.progress.indicators import statuses
from kehoach.progress.tally import led_and_supported


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be made: its name, what it is in words, how to make it, and what to say of it then."""

    name: str
    title: str
    make: Callable[[], bytes]
    note: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Order:
    """What to export: a plan, or of it only what concerns one agency.

    ``since`` is the day that the summary's changes are told from, ``commit`` the git commit that holds all
    that is read, if one does.
    """

    progress: Progress
    plan: Need
    since: date
    font: Font
    agency: Need | None = None
    commit: str | None = None

    def wants(self, name: str) -> bool:
        """Whether a document of this name is among those ordered."""
        return self.agency is None or f"-{self.agency.id}-{self.plan.id}" in name


def _pdf(order: Order) -> Iterator[Export]:
    from kehoach.export import pdf

    progress, plan = order.progress, order.plan
    made: list[documents.Document] = list(documents.slips(progress, plan))
    if order.agency is None:
        one_page = pdf.on_one_page(partial(documents.summary, progress, plan, order.since), order.font)
        made = [*_main(order), one_page, *made]
    for document in made:
        if order.wants(document.name):
            make, note = partial(pdf.pdf, document, order.font), partial(pdf.note, document, order.font)
            yield Export(f"{document.name}.pdf", document.title, make, note)


def _docx(order: Order) -> Iterator[Export]:
    from kehoach.export import word

    of_agencies = (documents.slips, documents.letters)
    made = [document for draw in of_agencies for document in draw(order.progress, order.plan)]
    for document in (*(_main(order) if order.agency is None else ()), *made):
        if order.wants(document.name):
            yield Export(f"{document.name}.docx", document.title, partial(word.word, document))


def _main(order: Order) -> tuple[documents.Document, ...]:
    """The documents of the whole plan that are both PDF and Word."""
    made = (documents.official_text, documents.assignment, documents.report)
    return tuple(document(order.progress, order.plan) for document in made)


def _xlsx(order: Order) -> Iterator[Export]:
    from kehoach.export import excel

    title, name = _("Workbook of tasks and evidence"), order.plan.id
    if order.agency is None:
        yield Export(f"theo-doi-{name}.xlsx", title, partial(excel.excel, order.progress, order.plan))
    for agency in _leading(order) if order.agency is None else (order.agency,):
        part = order.progress.of_agency(agency)
        make = partial(excel.excel, part, order.plan)
        yield Export(f"theo-doi-{agency.id}-{name}.xlsx", f"{title}: {agency.title}", make)


def _leading(order: Order) -> list[Need]:
    """The agencies that lead tasks of the plan, then those that lead but indicators."""
    needs, as_of = order.progress.plan.needs, order.progress.as_of
    led, _supported = led_and_supported(order.progress.tasks_of(order.plan))
    every = statuses(order.progress.plan, as_of, order.plan)
    measuring = [(owner.effective or owner.named).id for one in every for owner in one.owners]
    return [needs[key] for key in dict.fromkeys([*led, *measuring])]


def _ics(order: Order) -> Iterator[Export]:
    from kehoach.export import ics

    progress, plan = order.progress, order.plan
    if order.agency is None:
        yield Export(
            f"lich-{plan.id}.ics", _("Calendar of the plan"), partial(ics.plan_calendar, progress, plan)
        )
    for agency in ics.agencies(progress, plan):
        if order.agency in (None, agency):
            title = _("Calendar of {agency}").format(agency=agency.title)
            make = partial(ics.agency_calendar, progress, plan, agency)
            yield Export(f"lich-{agency.id}-{plan.id}.ics", title, make)


def _data(extension: str, order: Order) -> Iterator[Export]:
    from kehoach.export import data

    make: dict[str, Callable[[Progress, Need], bytes]] = {
        "json": partial(data.as_json, commit=order.commit),
        "csv": data.as_csv,
        "parquet": data.as_parquet,
    }
    title = _("All objects, with what is computed from them")
    made = partial(make[extension], order.progress, order.plan)
    yield Export(f"du-lieu-{order.plan.id}.{extension}", title, made)
    if extension == "csv":
        title = _("Each agency's own part of each task")
        parts = partial(data.parts_as_csv, order.progress, order.plan)
        yield Export(f"phan-viec-{order.plan.id}.csv", title, parts)
        title = _("Tasks in the words of the site, for people")
        made = partial(data.tasks_as_csv, order.progress, order.plan)
        yield Export(f"nhiem-vu-{order.plan.id}.csv", title, made)


def of_document(document: documents.Document, font: Font) -> Iterator[Export]:
    """A document that is asked for by itself, in all three formats."""
    from kehoach.export import excel, pdf, word

    make, note = partial(pdf.pdf, document, font), partial(pdf.note, document, font)
    yield Export(f"{document.name}.pdf", document.title, make, note)
    yield Export(f"{document.name}.docx", document.title, partial(word.word, document))
    yield Export(f"{document.name}.xlsx", document.title, partial(excel.of_document, document))


#: The formats by the name they are asked for, in the order they are shown.
FORMATS: dict[str, Callable[[Order], Iterator[Export]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "ics": _ics,
    "json": partial(_data, "json"),
    "csv": partial(_data, "csv"),
    "parquet": partial(_data, "parquet"),
}
#: Those that are of the whole plan only.
WHOLE = ("json", "csv", "parquet")


#: What of a public plan is exported, by the beginnings of the names: its text, who does what by when, its
#: days, its data. Reports, letters, slips and workbooks are for the office.
_PUBLIC = ("ke-hoach-", "phan-cong-", "lich-", "du-lieu-", "phan-viec-")


def exports(order: Order, formats: Iterable[str]) -> list[Export]:
    """The files of an order in the given formats."""
    found = [export for name in formats for export in FORMATS[name](order)]
    return [e for e in found if e.name.startswith(_PUBLIC)] if order.progress.public else found


def format_words(name: str) -> str:
    """A format as people call it."""
    return {
        "pdf": _("PDF, to read and print"),
        "docx": _("Word, to go on editing"),
        "xlsx": _("Excel, to follow up and fill in"),
        "ics": _("Calendar, to subscribe to or import"),
        "json": _("JSON, for programs"),
        "csv": _("CSV, for spreadsheets and programs"),
        "parquet": _("Parquet, for data analysis"),
    }[name]
