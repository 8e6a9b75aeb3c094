"""A deadline said again in the plainest of officials' words, which read to the same meaning.

Always Vietnamese, whatever the language of the interface: it is text for a plan. Days have their year.
"""

import re
from datetime import date, timedelta

from kehoach.deadline.kinds import Deadline, Kind, Offset
from kehoach.deadline.recurrence import WEEKDAY_CODES

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_UNITS = {"YEARLY": "năm", "MONTHLY": "tháng", "WEEKLY": "tuần", "DAILY": "ngày"}
_SEASONS = ("tết ", "mùa ")
# What is asked for.
_ASKED = ("yêu cầu", "đề nghị", "chỉ đạo", "nhu cầu", "vụ việc", "sự việc")
_DAY = re.compile(r"(?:ngày|thời điểm) [^\W\d]")
_DAY_LAST = re.compile(r"(?i)ngày [0-9]{1,2}$")
#: How the part of a month is called that ends on a day.
_TENDAYS = {10: "thượng tuần ", 15: "giữa ", 20: "trung tuần "}
_QUARTER = {1: "đầu", 2: "giữa", 0: "cuối"}


def said_plainly(read: Deadline) -> str:
    """The whole deadline, a sentence for each of its parts; empty for what was not read."""
    if read.kind is Kind.NONE:
        return ""
    sentences = [_term_alone(read) or _part(read)]
    if read.report:
        words = _part(read.report)
        sentences.append(f"báo cáo {'vào ' if words.startswith(('ngày', *_TENDAYS.values())) else ''}{words}")
    for part in read.also:
        condition = part.waits_for and part.waits_for == read.waits_for
        words = f"({_part(part)})" if condition else _part(part)
        if words[0].isdigit() and _DAY_LAST.search(sentences[-1]):
            words = f"hoàn thành {words}"  # "… ngày 15. 5 ngày trước …" would be the 15th of May
        sentences.append(words)
    return ". ".join(sentences)


def _term_alone(read: Deadline) -> str:
    """ "Chậm nhất 5 ngày (từ ngày kết thúc quý)": the term, where the brackets that follow say from what.

    Together they would be another deadline: "5 ngày kể từ ngày kết thúc quý" recurs.
    """
    offset = read.offset
    beside = any(part.waits_for == read.waits_for for part in read.also)
    if read.kind is not Kind.RELATIVE or offset is None or not beside:
        return ""
    own = read.before or read.after or offset.months or read.counted_from
    return "" if own else f"chậm nhất {_term(offset)}"


def _part(read: Deadline) -> str:
    match read.kind:
        case Kind.DATE if read.due:
            return _by(read.due, before=read.before)
        case Kind.PERIOD:
            return _period(read)
        case Kind.RECURRING:
            return _recurring(read)
        case Kind.ONGOING:
            return "thường xuyên" + _life(read.start, read.due)
        case Kind.EVENT | Kind.RELATIVE:
            return _waiting(read)
        case _:
            return "khẩn trương"


def _by(day: date, *, before: bool) -> str:
    return f"trước {_named(day + timedelta(days=1))}" if before else _named(day)


def _named(day: date) -> str:
    return f"ngày {day.day}/{day.month}/{day.year}"


def _period(read: Deadline) -> str:
    if read.start:
        end = f" đến {_by(read.due, before=read.before)}" if read.due else ""
        return f"từ {_named(read.start)}{end}"
    day = (read.due or date.min) + timedelta(days=1 if read.before else 0)
    lead = "trước " if read.before else _TENDAYS.get(day.day, "đến hết ")
    return f"{lead}tháng {day.month}/{day.year}"


def _life(start: date | None, end: date | None) -> str:
    if start:
        return f", từ {_named(start)}" + (f" đến {_named(end)}" if end else "")
    return f", đến hết {_named(end)}" if end else ""


def _recurring(read: Deadline) -> str:
    part = {
        key: value.split(",") for key, value in (item.split("=") for item in (read.rrule or "").split(";"))
    }
    until = date.fromisoformat(part["UNTIL"][0]) if "UNTIL" in part else None
    interval, unit = int(part.get("INTERVAL", ["1"])[0]), _UNITS[part["FREQ"][0]]
    if read.offset:
        each, life = _after_each(read.offset, part, interval, unit), _life(read.start, until)
        # "6 tháng, từ ngày 1/1/2026" would be a term of six months.
        return f"{life.removeprefix(', ')}, {each}" if read.start else each + life
    lead = "trước " if read.before else ""
    if "BYDAY" in part:
        days = ", ".join(_WEEKDAYS[WEEKDAY_CODES.index(day)] for day in part["BYDAY"])
    elif "BYMONTH" in part:
        days, unit = _in_months(list(map(int, part["BYMONTH"])), int(part["BYMONTHDAY"][-1]))
    elif part.get("BYMONTHDAY") == ["-1"]:
        days = "cuối"
    else:
        named = part.get("BYMONTHDAY", [])
        days = " và ".join(f"ngày {day}" for day in (named[-1:] if "BYSETPOS" in part else named))
    every = f" {_every(interval, unit)}" if unit else ""
    return f"{lead}{days}{every}".strip() + _life(read.start, until)


def _every(interval: int, unit: str) -> str:
    if (interval, unit) == (3, "tháng"):
        return "hằng quý"
    return f"hằng {unit}" if interval == 1 else f"{interval} {unit} một lần"


def _in_months(months: list[int], day: int) -> tuple[str, str]:
    """The days of some months, and the unit that is still to be named."""
    if day == -1:
        return ", ".join(f"tháng {month}" for month in months), "năm"
    if len(months) == 4:
        return f"ngày {day} tháng {_QUARTER[months[0] % 3]} quý", ""
    return ", ".join(f"ngày {day}/{month}" for month in months), "năm"


def _after_each(offset: Offset, part: dict[str, list[str]], interval: int, unit: str) -> str:
    if "BYMONTH" in part:
        each = "9 tháng"
    elif (interval, unit) == (3, "tháng"):
        each = "quý"
    else:
        each = unit if interval == 1 else f"{interval} {unit}"
    return f"{_term(offset)} sau khi kết thúc {each}"


def _term(offset: Offset) -> str:
    if offset.months:
        return f"{offset.months // 12} năm" if offset.months % 12 == 0 else f"{offset.months} tháng"
    if offset.days > 999:
        return f"{offset.days // 7} tuần"
    return f"{offset.days} ngày làm việc" if offset.working else f"{offset.days} ngày"


def _waiting(read: Deadline) -> str:
    event = read.waits_for or ""
    low = event.lower()
    if read.offset:
        if not event:
            return f"chậm nhất {_term(read.offset)}"
        if read.before:
            return f"{_term(read.offset)} trước {event}"
        return f"{'sau' if read.after else 'trong'} {_term(read.offset)} kể từ {event}"
    if read.kind is Kind.RELATIVE:
        return f"theo {event}"
    if low == "đột xuất":
        return event
    opener = f"{'trước' if read.before else 'sau'} khi "
    if read.before and low.startswith(_SEASONS):
        opener = "trước "
    if low.startswith(_ASKED):
        opener = "theo "
    elif _DAY.match(low) and not read.before:
        opener = "sau "
    return opener + event
