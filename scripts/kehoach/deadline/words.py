"""A deadline in words, and as JSON."""

from collections.abc import Iterator
from datetime import date

from kehoach.deadline.kinds import Deadline, Kind, Offset
from kehoach.deadline.plainly import said_plainly
from kehoach.language import _


def describe(deadline: Deadline) -> str:
    """What was understood, in a few sentences; or why not, and the nearest readable forms."""
    if deadline.kind is Kind.NONE:
        nearest = "; ".join(f"“{form}”" for form in deadline.nearest)
        hint = " " + _("Nearest readable forms: {forms}.").format(forms=nearest) if nearest else ""
        return (deadline.problem or "") + hint
    sentences = [_kind_in_words(deadline), *_days_in_words(deadline)]
    if deadline.waits_for and deadline.kind not in (Kind.EVENT, Kind.RELATIVE):
        sentences.append(_("Condition: {words}.").format(words=deadline.waits_for))
    if deadline.report:
        day = _dmy(deadline.report.due) if deadline.report.due else ""
        sentences.append(_("Its report: last day {day}; nobody is late before that.").format(day=day))
    if deadline.also:
        sentences.append(
            _("Also: {parts}.").format(parts="; ".join(f"“{part.text}”" for part in deadline.also))
        )
    plain = said_plainly(deadline)
    if deadline.kind is not Kind.VAGUE and plain.casefold() != deadline.text.casefold():
        sentences.append(_("In plain words: “{words}”.").format(words=plain))
    return " ".join(sentences)


def _kind_in_words(deadline: Deadline) -> str:
    match deadline.kind:
        case Kind.DATE:
            words = _("A day.")
        case Kind.PERIOD:
            words = _("A period.")
        case Kind.RECURRING:
            words = _("Recurring: {rule}.").format(rule=_rule_in_words(deadline.rrule or ""))
        case Kind.ONGOING:
            words = _("A standing duty.") if deadline.due else _("A standing duty, without a term.")
        case Kind.EVENT:
            when = _("By the day before: {words}.") if deadline.before else _("Waits for: {words}.")
            words = when.format(words=deadline.waits_for)
        case Kind.RELATIVE:
            words = _relative_in_words(deadline)
        case _:
            words = _("No day is named, only haste: this is no deadline.")
    return words


def _relative_in_words(deadline: Deadline) -> str:
    offset = deadline.offset
    event = deadline.waits_for or _("an event that the text does not name")
    if offset is None:
        return _("Depends on: {words}.").format(words=event)
    if deadline.after:
        return _("Begins {term} after: {words}; no last day.").format(term=_length(offset), words=event)
    if deadline.before:
        return _("By {term} before: {words}.").format(term=_length(offset), words=event)
    if offset.months:
        term = _("Within {n} months of: {words} (the first day is not counted).")
    elif offset.working:
        term = _("Within {n} working days of: {words} (the first day is not counted).")
    else:
        term = _("Within {n} days of: {words} (the first day is not counted).")
    return term.format(n=offset.months or offset.days, words=event)


def _days_in_words(deadline: Deadline) -> Iterator[str]:
    if deadline.start:
        yield _("From {day}.").format(day=_dmy(deadline.start))
    if deadline.due:
        yield _("Last day: {day}.").format(day=_dmy(deadline.due))
    elif deadline.kind is Kind.PERIOD:
        yield _("No last day.")
    if deadline.offset and deadline.kind is Kind.RECURRING:
        yield _("Counted from the end of each period: {term}.").format(term=_length(deadline.offset))
    late_after = deadline.late_after() if deadline.report is None else None
    if late_after and late_after != deadline.due:
        yield _("Written “before”, so it counts as late only after {day}.").format(day=_dmy(late_after))
    if deadline.before and deadline.kind is Kind.RECURRING:
        yield _("Written “before”: the last day is the day before the one named.")


def _length(offset: Offset) -> str:
    if offset.months:
        return _("{n} months").format(n=offset.months)
    return (_("{n} working days") if offset.working else _("{n} days")).format(n=offset.days)


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _rule_in_words(rule: str) -> str:
    """An rrule of ours in words: "mỗi năm, ngày 10 tháng 6, 12"."""
    part = dict(item.split("=") for item in rule.split(";"))
    interval = part.get("INTERVAL", "1")
    every = {
        "YEARLY": lambda: _("every year") if interval == "1" else _("every {n} years"),
        "MONTHLY": lambda: _("every month") if interval == "1" else _("every {n} months"),
        "WEEKLY": lambda: _("every week") if interval == "1" else _("every {n} weeks"),
        "DAILY": lambda: _("every day") if interval == "1" else _("every {n} days"),
    }[part["FREQ"]]()
    words = [every.format(n=interval)]
    if "BYDAY" in part:
        words.append(", ".join(_weekday_in_words(day) for day in part["BYDAY"].split(",")))
    if "BYMONTHDAY" in part:
        # Several days with BYSETPOS are one: it, or the last day of a month that has it not.
        day = part["BYMONTHDAY"].rpartition(",")[2] if "BYSETPOS" in part else part["BYMONTHDAY"]
        words.append(_("last day") if day == "-1" else _("day {day}").format(day=day))
    if "BYMONTH" in part:
        words.append(_("month {months}").format(months=part["BYMONTH"].replace(",", ", ")))
    if "UNTIL" in part:
        until = part["UNTIL"]
        words.append(_("until {day}").format(day=_dmy(date(int(until[:4]), int(until[4:6]), int(until[6:])))))
    return ", ".join(words)


def weekday(value: date) -> str:
    """The name of the weekday that a day is."""
    return _weekday_in_words(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[value.weekday()])


def _weekday_in_words(day: str) -> str:
    return {
        "MO": lambda: _("Monday"),
        "TU": lambda: _("Tuesday"),
        "WE": lambda: _("Wednesday"),
        "TH": lambda: _("Thursday"),
        "FR": lambda: _("Friday"),
        "SA": lambda: _("Saturday"),
        "SU": lambda: _("Sunday"),
    }[day]()


def as_json(deadline: Deadline) -> dict[str, object]:
    """The deadline as plain JSON values; days are ISO strings."""
    offset = deadline.offset
    return {
        "text": deadline.text,
        "kind": str(deadline.kind),
        "due": deadline.due.isoformat() if deadline.due else None,
        "start": deadline.start.isoformat() if deadline.start else None,
        "rrule": deadline.rrule,
        "before": deadline.before,
        "waits_for": deadline.waits_for,
        "offset": {"days": offset.days, "working": offset.working, "months": offset.months}
        if offset
        else None,
        "after": deadline.after,
        "event_day": deadline.event_day,
        "counted_from": deadline.counted_from.isoformat() if deadline.counted_from else None,
        "report": as_json(deadline.report) if deadline.report else None,
        "also": [as_json(part) for part in deadline.also],
        "problem": deadline.problem,
        "nearest": list(deadline.nearest),
    }
