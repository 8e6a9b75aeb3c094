"""Calendars (RFC 5545): last days and reports, to subscribe to.

A UID names a task or a report cycle for good, with the office whose plan it is, and SEQUENCE counts its
amendments, so that a calendar that is read again moves what it has instead of adding to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vRecur

from kehoach.deadline import Kind, calendar_rule, expanded, on_days
from kehoach.documents.phrases import called, notice
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.plan import Need
from kehoach.progress import SETTLED, Progress, State, TaskStatus, own
from kehoach.progress.closing import acts
from kehoach.progress.duties import standing_since_issue
from kehoach.progress.effective import amendments
from kehoach.progress.periods import months_between, report_periods
from kehoach.progress.states import asked
from kehoach.progress.workdays import works
from kehoach.reports.words import answering, as_of_words, deadline_words, state_words, task_words, value_label

#: So many days before the last day a calendar says so, when people are at work.
_ALARMS = (14, 3)
_MORNING = timedelta(hours=8)
#: Of a report cycle without an end so many days have events, and its rule is held against so many.
_LONG = timedelta(days=800)


def plan_calendar(progress: Progress, plan: Need) -> bytes:
    """Last days of all tasks, recurring days, and the plan's report cycle."""
    calendar = _calendar(called(plan), progress, plan)
    for status in progress.tasks_of(plan):
        _add(calendar, _of_task(progress, plan, status, alarms=not asked(status.task)))
    _add(calendar, _report(progress, plan))
    return bytes(calendar.to_ical(sorted=False))


def agency_calendar(progress: Progress, plan: Need, agency: Need) -> bytes:
    """The same for what one agency leads or supports; it is reminded only of what it leads."""
    calendar = _calendar(f"{agency.title}: {called(plan)}", progress, plan)
    leads = False
    for status in progress.tasks_of(plan):
        mine = any(part.agency is agency for part in status.parts)
        leads = leads or mine
        if mine or agency in status.supporters:
            # Where each does its own part, who has delivered is not reminded because others have not.
            shown = own(status, agency) if mine else status
            _add(calendar, _of_task(progress, plan, shown, alarms=mine and not asked(status.task)))
    if leads:
        _add(calendar, _report(progress, plan))
    return bytes(calendar.to_ical(sorted=False))


def agencies(progress: Progress, plan: Need) -> list[Need]:
    """The agencies that lead or support a task of the plan, in the order of the registry."""
    found = {part.agency.id for status in progress.tasks_of(plan) for part in status.parts}
    found |= {agency.id for status in progress.tasks_of(plan) for agency in status.supporters}
    return [agency for agency in progress.plan.of_type("agency") if agency.id in found]


def _add(calendar: Calendar, events: Iterable[Event]) -> None:
    for event in events:
        calendar.add_component(event)


def _calendar(name: str, progress: Progress, plan: Need) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//kehoach//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", f"{notice(plan)}. {as_of_words(progress.as_of)}")
    calendar.add("x-published-ttl", "PT12H")
    return calendar


def _of_task(progress: Progress, plan: Need, status: TaskStatus, *, alarms: bool) -> Iterator[Event]:
    """The last day of a task, or its recurring days."""
    bound = status.obligation
    closed = status.ending is not None or status.state in (*SETTLED, State.AWAITING)
    changed = amendments(progress.plan, status.task, progress.as_of)
    pairs = (
        (_("Plan"), called(plan)),
        (_("Agency"), "; ".join(name for _agency, name in answering(status))),
        (_("Partner agencies"), "; ".join(partner.title for partner in bound.partners)),
        (_("Deadline"), deadline_words(bound)),
        (_("State"), state_words(status)),
        ("", f"{as_of_words(progress.as_of)}."),
    )
    entry = _Entry(
        f"{status.task.id}@{_home(plan)}",
        _("Last day: {task}").format(task=task_words(status.task)),
        _lines(pairs),
        alarms and not closed,
        sum(1 for amendment in changed if amendment["effect"] != "requested") + _acts(progress, plan),
        status.state is State.CANCELLED,
    )
    if bound.deadline.kind is Kind.RECURRING:
        yield from _recurring(progress, plan, status, entry)
    elif bound.due:
        yield entry.on(bound.due, progress.as_of)
    if bound.report_due:
        words = _("Report due: {periods}").format(periods=task_words(status.task))
        report = replace(entry, uid=f"{status.task.id}.report@{_home(plan)}", summary=words)
        yield report.on(bound.report_due, progress.as_of)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an event says, whatever its day."""

    uid: str
    summary: str
    description: str
    alarms: bool
    sequence: int = 0
    cancelled: bool = False

    def on(self, day: date, stamp: date, rule: str = "") -> Event:
        """The event on its day, or from its first day on by a rule."""
        event = Event()
        event.add("uid", self.uid)
        event.add("dtstamp", datetime.combine(stamp, time.min, UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        for days in _ALARMS if self.alarms else ():
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _("{days} days left").format(days=days))
            alarm.add("trigger", _MORNING - timedelta(days=days))
            event.add_component(alarm)
        event.add("summary", self.summary)
        event.add("sequence", self.sequence)
        event.add("status", "CANCELLED" if self.cancelled else "CONFIRMED")
        if rule:
            event.add("rrule", vRecur.from_ical(rule))
        event.add("description", self.description)
        return event


def _acts(progress: Progress, plan: Need) -> int:
    """How often the plan has been closed, or opened again: each time what calendars hold changes."""
    return sum(1 for day, _closing in acts(progress.plan, plan) if day <= progress.as_of)


def _home(plan: Need) -> str:
    """Whose plan it is, as the host of a UID: each province numbers its plans from 1 every year."""
    return f"{slug(plan['issuer'])}.kehoach".removeprefix(".")


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {words}" if label else words for label, words in pairs if words)


def _recurring(progress: Progress, plan: Need, status: TaskStatus, entry: _Entry) -> Iterator[Event]:
    """The last days of a recurring deadline that are owed, as one event with a rule where there is one."""
    owed = status.owed
    found = calendar_rule(status.obligation.deadline, owed[0].first) if owed else None
    days = [period.send_by for period in owed]
    ends = status.ending.day if status.ending else progress.terms(plan).home.day("ends")
    yield from _series(days, found[1] if found else "", ends, entry, progress.as_of)


def _report(progress: Progress, plan: Need) -> Iterator[Event]:
    """The day to send the report of each period, as long as the plan runs."""
    terms, closing = progress.terms(plan), progress.closing(plan)
    plan = terms.home
    closed = closing.day("date") if closing else None
    months, issued, ends = months_between(plan), plan.day("issued"), closed or terms.ends
    if not months or not issued:
        return
    until = ends or max(issued, progress.as_of) + _LONG
    cycle = report_periods(terms, issued, until, works(progress.plan))
    days = [period.send_by for period in standing_since_issue(terms, cycle)]
    days = [day for day in days if not closed or day <= closed]
    words = _("Report by period ({period}): {plan}")
    entry = _Entry(
        f"{plan.id}.report@{_home(plan)}",
        words.format(period=value_label(plan["report_period"]), plan=called(plan)),
        _lines(((_("Report to"), plan["report_to"]), (_("Through"), plan["report_via"]))),
        alarms=not closed,
        sequence=_acts(progress, plan),
    )
    by = plan["report_by"] or plan["report_cutoff"] or "31"
    frequency = f"MONTHLY;INTERVAL={months}" if months > 1 else "MONTHLY"
    rule = on_days([int(by)], [], frequency) if by.isdecimal() else ""
    yield from _series(days, rule, days[-1] if ends and days else None, entry, progress.as_of)


def _series(days: list[date], rule: str, ends: date | None, entry: _Entry, stamp: date) -> Iterator[Event]:
    """One event by a rule, if it gives just these days; else an event for each, which all calendars read."""
    if not days:
        return
    if rule and ends and "UNTIL=" not in rule:
        rule = f"{rule};UNTIL={ends:%Y%m%d}"
    if rule and list(expanded(days[0], rule, days[-1])) == days:
        yield entry.on(days[0], stamp, rule)
        return
    name, at, home = entry.uid.partition("@")
    for day in days:
        yield replace(entry, uid=f"{name}.{day:%Y%m%d}{at}{home}").on(day, stamp)
