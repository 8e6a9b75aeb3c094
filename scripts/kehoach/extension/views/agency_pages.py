"""A page for each agency: what to do now, what comes, what it leads and supports, who it followed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sphinx.application import Sphinx

from kehoach.extension.blocks import (
    Action,
    Actions,
    Block,
    Box,
    Code,
    Folded,
    Heading,
    Inline,
    Notice,
    Paragraph,
    Rows,
    Tile,
    Tiles,
    as_of_line,
    grid,
    titled,
)
from kehoach.extension.drawing import Draw
from kehoach.extension.gate import progress_of
from kehoach.extension.page import Page, agency_docname
from kehoach.extension.views import views_on
from kehoach.extension.views.downloads import FOLDER, on_site
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import TaskStatus, indicators
from kehoach.progress.agenda import Agenda, agenda
from kehoach.progress.drafts import counting
from kehoach.progress.obstacles import obstacles, of_agency
from kehoach.progress.owners import ended
from kehoach.progress.tally import led_and_supported
from kehoach.reports import reminders, tables
from kehoach.reports.tables import Span, Table, linked, listed
from kehoach.reports.words import day, plan_name, value_label, value_words

#: Where the lists of a page stand on it.
_NOW, _SOON, _WAITING, _LEADS = "can-lam", "sap-den", "cho", "chu-tri"
_REMINDER = "nhac-viec"


def pages(app: Sphinx) -> Iterator[tuple[str, str, Draw]]:
    """The name and title of each page, and how it is drawn."""
    progress = progress_of(app.env)
    led, supported = led_and_supported(progress.tasks)
    offered = any("downloads" in views for views in views_on(app.env).values())
    files = on_site(app) if offered else ()
    asked = {one.agency.id: one for one in reminders.reminders(progress, reminders.USUAL)}
    for agency in progress.plan.of_type("agency"):
        tasks = led.get(agency.id, []), supported.get(agency.id, [])
        yield agency_docname(agency), agency.title, draw_page(agency, *tasks, files, asked.get(agency.id))


def draw_page(
    agency: Need,
    led: list[TaskStatus],
    supported: list[TaskStatus],
    files: Iterable[str] = (),
    reminder: reminders.Reminder | None = None,
) -> Draw:
    """How the page of an agency is drawn: from its tasks, the files on the site, what it is reminded of."""

    def drawn(page: Page) -> Block:
        found = agenda(page.progress, agency, led)
        lists = _lists(page, agency, found, led, supported)
        if page.progress.public:
            return Box((*_named(page, agency), *lists), "view")
        head = (
            *_named(page, agency),
            *_actions(page, agency, files, reminder),
            *_tiles(page, agency, found, led, supported),
        )
        return Box((*head, *_agenda(page, found), *lists), "view")

    return drawn


def _named(page: Page, agency: Need) -> Iterator[Block]:
    kind = value_label(agency["kind"])
    since, until = agency.day("since"), agency.day("until")
    parts = (
        kind,
        agency["abbr"],
        _("from {day}").format(day=day(since)) if since else "",
        _("until {day}").format(day=day(until)) if until else "",
    )
    yield Paragraph((Span(" · ".join(filter(None, parts))),), "kicker")
    yield as_of_line(page.progress.as_of)
    if ended(agency, page.progress.as_of):
        heirs = page.plan.targets(agency, "successors")
        after = [part for heir in heirs for part in (Span(", "), linked(heir))][1:] or [Span(_("not known"))]
        yield Notice(((Span(_("This agency has ended. In its place: ")), *after),))


def _actions(
    page: Page, agency: Need, files: Iterable[str], reminder: reminders.Reminder | None
) -> Iterator[Block]:
    """What can be taken along: workbook, slip, letter and calendar; and the reminder to copy."""
    plans, known = counting(page.plan, page.progress.as_of), frozenset(files)
    made = [action for plan in plans for action in _of_plan(page, plan, agency, known)]
    text = reminders.text(page.progress, reminder, markdown=False) if reminder else ""
    if text:
        made.append(Action(_("Copy the reminder"), copies=_REMINDER))
    if made:
        yield Actions(tuple(made))
    if text:
        yield Box((Folded(_("Text of the reminder"), (Code(text.strip()),)),), "reminder", _REMINDER)


def _of_plan(page: Page, plan: Need, agency: Need, files: frozenset[str]) -> Iterator[Action]:
    of = f" ({plan_name(plan)})" if page.several else ""
    back = _("Take the workbook, fill it in, send it to {office}").format(office=plan["report_via"])
    named: Mapping[tuple[str, str], str] = {
        ("theo-doi", "xlsx"): back if plan["report_via"] else _("Take the workbook"),
        ("phieu", "pdf"): _("Slip (PDF)"),
        ("phieu", "docx"): _("Slip (Word)"),
        ("don-doc", "docx"): _("Letter (Word)"),
        ("lich", "ics"): _("Calendar (file)"),
    }
    for (kind, form), words in named.items():
        name = f"{kind}-{agency.id}-{plan.id}.{form}"
        if name in files:
            address = page.beside(f"{FOLDER}/{name}")
            yield Action(f"{words}{of}", address, main=form == "xlsx")
            if form == "ics":
                yield Action(f"{_('Subscribe to the calendar')}{of}", address, subscribes=True)


def _tiles(
    page: Page, agency: Need, found: Agenda, led: list[TaskStatus], supported: list[TaskStatus]
) -> Iterator[Block]:
    """The figures of the lists below; none where the agency leads nothing."""
    if not led:
        return
    late = sum(one.late for one in found.now)
    missing = sum(bool(one.missing) for one in found.now)
    about = _("{late} overdue · {missing} with reports missing").format(late=late, missing=missing)
    back = sum(bool(one.returned) for one in found.now)
    about += f" · {_('{count} sent back').format(count=back)}" if back else ""
    longest = max(((page.progress.as_of - one.since).days for one in found.waiting if one.since), default=0)
    waits = _("for {days} days at most").format(days=longest) if found.waiting else _("none waits")
    supports = _("supports {count}").format(count=len(supported))
    first = min((one.day for one in found.soon), default=None)
    next_day = _("the next on {day}").format(day=day(first)) if first else _("none")
    yield Tiles(
        (
            Tile(len(found.now), _("to do now"), about, f"#{_NOW}", "bad" if found.now else "good"),
            Tile(len(found.soon), _("due within 30 days"), next_day, f"#{_SOON}", "open"),
            Tile(len(found.waiting), _("papers waiting for confirmation"), waits, f"#{_WAITING}", "sent"),
            Tile(len(led), _("leads"), supports, f"#{_LEADS}", "good"),
        )
    )


def _agenda(page: Page, found: Agenda) -> Iterator[Block]:
    progress = page.progress
    yield _box(tables.to_do_now(progress, found.now), _NOW, _("Nothing is overdue, missing or sent back."))
    yield _box(tables.coming(progress, found.soon), _SOON, _("Nothing is due within 30 days."))
    yield _box(tables.waiting(progress, found.waiting), _WAITING, _("Nothing waits for confirmation."))


def _box(table: Table[Any], name: str, none: str) -> Box:
    return Box(tuple(titled(table, none, filterable=False)), "agenda", name)


def _lists(
    page: Page, agency: Need, found: Agenda, led: list[TaskStatus], supported: list[TaskStatus]
) -> Iterator[Block]:
    progress, none = page.progress, _("None.")
    suspects = tables.suspects(progress, led)
    if suspects.rows:
        yield from titled(suspects)
    cells, leads = tables.of_agency(agency, led), tables.led_by(progress, None, agency, led).without_empty()
    counted = (grid(cells, filterable=False),) if cells.rows else ()
    rows = grid(leads) if leads.rows else Paragraph(none)
    yield Box((Heading(leads.caption), *counted, rows), "leads", _LEADS)
    yield from titled(tables.supported_by(progress, None, supported).without_empty(), none)
    figures = tables.indicators(
        progress, None, indicators.led(indicators.statuses(page.plan, progress.as_of), agency)
    )
    if figures.rows:
        yield from titled(figures.without_empty(), filterable=False)
    for table in (tables.extensions(progress, found.changes), tables.requests(progress, found.requests)):
        if table.rows:
            yield from titled(table, filterable=False)
    yield from _obstacles(page, agency)
    yield Heading(_("About this agency"))
    yield Rows(tuple(_about(page, agency)))


def _obstacles(page: Page, agency: Need) -> Iterator[Block]:
    """What stands in its way, and what it is to clear for others."""
    if page.progress.public:
        return
    found = tables.obstacles(page.progress, None, of_agency(obstacles(page.progress), agency))
    if found.rows:
        yield from titled(found, filterable=False)


def _about(page: Page, agency: Need) -> Iterator[tuple[str, Inline]]:
    labels = page.plan.model.types["agency"].labels
    named = ("abbr", "also_called", "kind", "membership")
    for option in (*named, "since", "until", "certainty", "scope", "source"):
        if agency[option]:
            yield labels[option], value_words(agency, option)
    for link in ("members", "successors"):
        if targets := page.plan.targets(agency, link):
            yield labels[link], listed(map(linked, targets))
        if sources := page.plan.sources(agency.id, link):
            yield page.plan.model.incoming[link], listed(map(linked, sources))
    yield _("Card"), (Span(agency.id, agency.id),)
