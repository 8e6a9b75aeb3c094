"""Calendars (RFC 5545): last days and reports, to subscribe to.

A UID names a task or a report cycle for good and SEQUENCE counts its amendments, so that a calendar that is
read again moves what it has instead of adding to it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vRecur

from kehoach.deadline import Deadline, Kind
from kehoach.documents.phrases import called, figures, notice
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress, State, TaskStatus
from kehoach.progress.effective import amendments
from kehoach.progress.periods import occurrences, report_periods
from kehoach.reports.words import answering, deadline_words, state_words, task_words, value_label

_ALARMS = (timedelta(days=14), timedelta(days=3))
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Within so many days after the plan, each of its periods and occurrences has had its first time.
_LONG = timedelta(days=800)

Rule = dict[str, list[str]]


def plan_calendar(progress: Progress, plan: Need) -> bytes:
    """Last days of all tasks, recurring days, and the plan's report cycle."""
    calendar = _calendar(called(plan), progress)
    for status in progress.tasks_of(plan):
        _add(calendar, _of_task(progress, plan, status, alarms=True))
    _add(calendar, _report(progress, plan))
    return bytes(calendar.to_ical(sorted=False))


def agency_calendar(progress: Progress, plan: Need, agency: Need) -> bytes:
    """The same for what one agency leads or supports; it is reminded only of what it leads."""
    calendar = _calendar(f"{agency.title}: {called(plan)}", progress)
    leads = False
    for status in progress.tasks_of(plan):
        own = any(part.agency is agency for part in status.parts)
        leads = leads or own
        if own or agency in status.obligation.partners:
            _add(calendar, _of_task(progress, plan, status, alarms=own))
    if leads:
        _add(calendar, _report(progress, plan))
    return bytes(calendar.to_ical(sorted=False))


def agencies(progress: Progress, plan: Need) -> list[Need]:
    """The agencies that lead or support a task of the plan, in the order of the registry."""
    found = {part.agency.id for status in progress.tasks_of(plan) for part in status.parts}
    found |= {partner.id for status in progress.tasks_of(plan) for partner in status.obligation.partners}
    return [agency for agency in progress.plan.of_type("agency") if agency.id in found]


def _add(calendar: Calendar, event: Event | None) -> None:
    if event:
        calendar.add_component(event)


def _calendar(name: str, progress: Progress) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//kehoach//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", f"{notice()}. {figures(progress.as_of)}")
    calendar.add("x-published-ttl", "PT12H")
    return calendar


def _of_task(progress: Progress, plan: Need, status: TaskStatus, *, alarms: bool) -> Event | None:
    """The last day of a task, or its recurring days; None where it has neither."""
    bound, rule = status.obligation, None
    day = bound.due
    if bound.deadline.kind is Kind.RECURRING:
        day, rule = _recurring(plan, bound.deadline)
    if day is None:
        return None
    closed = status.state in (State.DONE_ON_TIME, State.DONE_LATE, State.SUSPENDED, State.CANCELLED)
    event = _event(progress, f"{status.task.id}@kehoach", day, alarms=alarms and not closed)
    event.add("summary", _("Last day: {task}").format(task=task_words(status.task)))
    changed = amendments(progress.plan, status.task, progress.as_of)
    event.add("sequence", sum(1 for amendment in changed if amendment["effect"] != "requested"))
    event.add("status", "CANCELLED" if status.state is State.CANCELLED else "CONFIRMED")
    if rule:
        event.add("rrule", _ical(rule))
    pairs = (
        (_("Plan"), called(plan)),
        (_("Agency"), "; ".join(name for _agency, name in answering(status))),
        (_("Partner agencies"), "; ".join(partner.title for partner in bound.partners)),
        (_("Deadline"), deadline_words(bound)),
        (_("State"), state_words(status)),
    )
    lines = [f"{label}: {words}" for label, words in pairs if words]
    event.add("description", "\n".join([*lines, f"{figures(progress.as_of)}."]))
    return event


def _event(progress: Progress, uid: str, day: date, *, alarms: bool) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(progress.as_of, time.min, UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    for before in _ALARMS if alarms else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _("{days} days left").format(days=before.days))
        alarm.add("trigger", -before)
        event.add_component(alarm)
    return event


def _report(progress: Progress, plan: Need) -> Event | None:
    """The day to send the report of each period, as long as the plan runs."""
    months = _MONTHS.get(plan["report_period"])
    issued, ends = plan.day("issued"), plan.day("ends")
    if not months or not issued:
        return None
    standing = Deadline("", Kind.ONGOING)
    periods = report_periods(plan, standing, (ends or issued) + _LONG)
    event = _event(progress, f"{plan.id}.report@kehoach", periods[0].send_by, alarms=True)
    words = _("Report by period ({period}): {plan}")
    event.add("summary", words.format(period=value_label(plan["report_period"]), plan=called(plan)))
    event.add("sequence", 0)
    event.add("status", "CONFIRMED")
    rule: Rule = {"FREQ": ["MONTHLY"], "INTERVAL": [str(months)], **_on_day(plan)}
    if ends:
        rule["UNTIL"] = [f"{periods[-1].send_by:%Y%m%d}"]
    event.add("rrule", _ical(rule))
    pairs = ((_("Report to"), plan["report_to"]), (_("Through"), plan["report_via"]))
    event.add("description", "\n".join(f"{label}: {words}" for label, words in pairs if words))
    return event


def _on_day(plan: Need) -> Rule:
    """The day of the month to report by, or the month's last day where a month has no such day."""
    by = int(plan["report_by"] or plan["report_cutoff"] or 31)
    if by <= 28:
        return {"BYMONTHDAY": [str(by)]}
    return {"BYMONTHDAY": [str(day) for day in range(28, by + 1)], "BYSETPOS": ["-1"]}


def _recurring(plan: Need, read: Deadline) -> tuple[date | None, Rule | None]:
    """The first last day of a recurring deadline, and the rule of all."""
    start = read.start or plan.day("issued")
    if not read.rrule or not start:
        return None, None
    first = next(iter(occurrences(plan, read, start + _LONG)), None)
    if first is None:
        return None, None
    rule: Rule = {key: value.split(",") for key, value in _pairs(read.rrule)}
    if not any(key.startswith("BY") for key in rule):
        # "Hằng năm", "hằng quý": what names no day falls due on the last day of each period.
        rule["BYMONTHDAY"] = ["-1"]
        if rule["FREQ"] == ["YEARLY"]:
            rule["BYMONTH"] = ["12"]
    elif read.before:
        rule = _a_day_earlier(rule)
    if (ends := plan.day("ends")) and "UNTIL" not in rule:
        rule["UNTIL"] = [f"{ends:%Y%m%d}"]
    return first.last, rule


def _ical(rule: Rule) -> vRecur:
    made: vRecur = vRecur.from_ical(";".join(f"{key}={','.join(values)}" for key, values in rule.items()))
    return made


def _pairs(rule: str) -> Iterator[tuple[str, str]]:
    for part in rule.split(";"):
        key, _equals, value = part.partition("=")
        yield key, value


def _a_day_earlier(rule: Rule) -> Rule:
    """The rule of the days before: "trước ngày 01 tháng 12 hằng năm" ends on 30 November."""
    days, months = rule.get("BYMONTHDAY"), rule.get("BYMONTH")
    if days == ["1"]:
        earlier: Rule = {"BYMONTHDAY": ["-1"]}
        if months:
            earlier["BYMONTH"] = [str((int(month) - 2) % 12 + 1) for month in months]
        return {**rule, **earlier}
    if days:
        return {**rule, "BYMONTHDAY": [str(int(day) - 1) for day in days]}
    if weekdays := rule.get("BYDAY"):
        return {**rule, "BYDAY": [_WEEK[_WEEK.index(weekday) - 1] for weekday in weekdays]}
    return rule
