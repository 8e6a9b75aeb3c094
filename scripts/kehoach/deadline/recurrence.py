"""The last days of a recurring deadline, as days and as one rule for calendars (RFC 5545).

``Deadline.rrule`` has the days that the words name; what they mean for whoever has to deliver is decided here
and nowhere else:

- "trước ngày 18 hằng tháng" ends on the 17th, "trước ngày 01" on the last day of the month before, "trước thứ
  Sáu hằng tuần" on Thursday;
- a day that a month has not is that month's last day ("ngày 31 hằng tháng");
- what names no day ("hằng quý") ends with its period: the Sunday of the week, the last day of the month,
  quarter, half-year or year. The first week is the first whole one;
- a day of a quarter or half-year whose month is not named is that of its last month, the latest that the
  words allow;
- "05 ngày sau khi kết thúc quý" counts from the end of each period.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile

from kehoach.deadline.kinds import Deadline, is_weekday

#: As RFC 5545 and ``date.weekday`` count them.
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_LONGEST_MONTHLY = 28  # so many days after a month's end are the same day of each next month

Rule = dict[str, list[str]]


def on_days(days: Sequence[int], months: Sequence[int], frequency: str) -> str:
    """The rule of days of (some) months; where one of the months has no such day, its last day is meant."""
    rule = {"FREQ": [frequency]}
    if months:
        rule["BYMONTH"] = list(map(str, months))
    shortest = min(monthrange(2023, month)[1] for month in months or (2,))
    latest = max(days)
    if latest <= shortest:
        return _text({**rule, "BYMONTHDAY": list(map(str, days))})
    if frequency == "YEARLY" and len(months) != 1:  # the last of the days in each month, not in the year
        rule["FREQ"] = ["MONTHLY"]
    return _text({**rule, "BYMONTHDAY": list(map(str, range(28, latest + 1))), "BYSETPOS": ["-1"]})


def last_days(
    read: Deadline, since: date, until: date, works: Callable[[date], bool] = is_weekday
) -> Iterator[date]:
    """The last day of each occurrence from ``since`` to ``until``, both included, in order.

    ``since`` is the first day of the duty (its ``start``, or the plan's day of issue). "Before" is applied;
    grace and a shift to a working day are not. ``works`` tells working days, for "05 ngày làm việc sau khi
    kết thúc quý".
    """
    if read.rrule is None:
        return
    if found := calendar_rule(read, since):
        yield from expanded(*found, until)
        return
    offset = read.offset
    for end in expanded(*_ends(read.rrule, since, before=read.before), until):
        if offset and (day := offset.after(end, works)) and day <= until:
            yield day


def calendar_rule(read: Deadline, since: date) -> tuple[date, str] | None:
    """The first of the last days and the rule of all, for calendars; None where no rule can say it.

    No rule knows working days, nor "45 ngày sau khi kết thúc quý": months differ in length.
    """
    if read.rrule is None:
        return None
    first, text = _ends(read.rrule, since, before=read.before)
    if read.offset is None:
        return first, text
    if read.offset.working or read.offset.months or not 0 < read.offset.days <= _LONGEST_MONTHLY:
        return None
    return _days_after(_parts(text), first, read.offset.days)


@lru_cache(1000)  # as with all that is remembered here: many tasks have the same words
def _ends(rrule: str, since: date, *, before: bool) -> tuple[date, str]:
    """The first and the rule of the days named, or of the ends of the periods."""
    rule = _parts(rrule)
    if not any(key.startswith("BY") for key in rule):
        return _periods(rule, since)
    rule = _in_months(rule)
    if before:
        rule = _a_day_earlier(rule)
    return _first(rule, since), _text(rule)


def _periods(rule: Rule, since: date) -> tuple[date, str]:
    """The ends of weeks, months, quarters, years …, from that of the period in which the duty begins."""
    interval = int(rule.get("INTERVAL", ["1"])[0])
    frequency = rule["FREQ"][0]
    if frequency == "DAILY":
        return since, _text(rule)
    if frequency == "WEEKLY":
        monday = since + timedelta(days=-since.weekday() % 7)
        return monday + timedelta(days=7 * interval - 1), _text({**rule, "BYDAY": ["SU"]})
    months = interval * (12 if frequency == "YEARLY" else 1)
    end = (since.year * 12 + since.month - 1) // months * months + months  # the month after the period
    first = date(end // 12, end % 12 + 1, 1) - _DAY
    return first, _text({**_every(months, rule), "BYMONTHDAY": ["-1"]})


def _every(months: int, rule: Rule) -> Rule:
    """The frequency of periods of so many months: those that fill a year are named by their last months."""
    rest = {key: value for key, value in rule.items() if key not in ("FREQ", "INTERVAL")}
    if months == 1:
        return {"FREQ": ["MONTHLY"], **rest}
    if 12 % months:
        return {"FREQ": ["MONTHLY"], "INTERVAL": [str(months)], **rest}
    return {"FREQ": ["YEARLY"], "BYMONTH": [str(m) for m in range(months, 13, months)], **rest}


def _days_after(rule: Rule, first: date, days: int) -> tuple[date, str]:
    """The days so long after the ends of periods: the 5th of the next month, the Friday after the week."""
    later = timedelta(days=days)
    if rule["FREQ"] == ["WEEKLY"]:
        rule["BYDAY"] = [WEEKDAY_CODES[(6 + days) % 7]]
    elif rule["FREQ"] != ["DAILY"]:
        rule["BYMONTHDAY"] = [str(days)]
        if months := rule.get("BYMONTH"):
            rule["BYMONTH"] = sorted((str(int(month) % 12 + 1) for month in months), key=int)
    return first + later, _text(_until(rule, later))


def _in_months(rule: Rule) -> Rule:
    """A day of each quarter or half-year is that of its last month."""
    if rule["FREQ"] == ["MONTHLY"] and "INTERVAL" in rule and "BYMONTH" not in rule:
        rule = _every(int(rule["INTERVAL"][0]), rule)
        if rule["FREQ"] == ["YEARLY"]:  # each month's day, not the year's last
            rule["FREQ"] = ["MONTHLY"]
    return rule


def _a_day_earlier(rule: Rule) -> Rule:
    """The days before those of a rule; "trước ngày 31" in a month of 30 days is its 30th."""
    rule = _until(rule, -_DAY)
    if weekdays := rule.get("BYDAY"):
        return {**rule, "BYDAY": [WEEKDAY_CODES[WEEKDAY_CODES.index(weekday) - 1] for weekday in weekdays]}
    months = [int(month) for month in rule.get("BYMONTH", ())]
    days = [int(day) for day in rule["BYMONTHDAY"][-1 if "BYSETPOS" in rule else 0 :]]
    if days == [1]:
        months = sorted((month - 2) % 12 + 1 for month in months)
    named = {"BYSETPOS", "BYMONTHDAY", "BYMONTH", "FREQ"}
    rest = {key: value for key, value in rule.items() if key not in named}
    return {**_parts(on_days([day - 1 or -1 for day in days], months, rule["FREQ"][0])), **rest}


def _until(rule: Rule, moved: timedelta) -> Rule:
    if "UNTIL" not in rule:
        return rule
    end = datetime.strptime(rule["UNTIL"][0], "%Y%m%d").date() + moved
    return {**rule, "UNTIL": [f"{end:%Y%m%d}"]}


def _first(rule: Rule, since: date) -> date:
    """The first day of a rule; where there is none before its end, the day it would begin with."""
    from dateutil.rrule import rrulestr  # only recurring tasks need it

    begin = datetime.combine(since, time.min)
    endless = {key: value for key, value in rule.items() if key != "UNTIL"}
    found = rrulestr(_text(endless), dtstart=begin).after(begin, inc=True)
    return found.date() if found else since


@lru_cache(1000)
def expanded(first: date, rule: str, until: date) -> tuple[date, ...]:
    """The days of a rule from its first day to a last one, both included."""
    from dateutil.rrule import rrulestr  # only recurring tasks need it

    begin, end = datetime.combine(first, time.min), datetime.combine(until, time.max)
    moments = takewhile(lambda moment: moment <= end, rrulestr(rule, dtstart=begin).xafter(begin, inc=True))
    return tuple(moment.date() for moment in moments)


def _parts(rule: str) -> Rule:
    return {key: value.split(",") for key, value in (part.split("=") for part in rule.split(";"))}


def _text(rule: Rule) -> str:
    ordered = sorted(rule, key=lambda key: key == "UNTIL")
    return ";".join(f"{key}={','.join(rule[key])}" for key in ordered)
