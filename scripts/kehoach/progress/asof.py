"""The day that figures are of ("số liệu tính đến hết ngày …"), and the day they are compared with."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from kehoach.language import _
from kehoach.plan.model import Model

_AS_OFFICIALS_WRITE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def office(model: Model) -> tzinfo:
    """The time zone of the office, by whose clock a day begins and ends: `time_zone` under `[kehoach]`.

    Raises:
        ValueError: there is no such time zone.
    """
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(model.time_zone)
    except (KeyError, ValueError, OSError) as error:
        message = _('There is no time zone "{name}". Write one of the IANA database, as in Asia/Ho_Chi_Minh.')
        raise ValueError(message.format(name=model.time_zone)) from error


def resolve(option: str | None, now: datetime, environ: Mapping[str, str], zone: tzinfo) -> date:
    """The option, else KEHOACH_AS_OF, else the day of SOURCE_DATE_EPOCH, else that of ``now``; in a zone.

    Raises:
        ValueError: the one that counts is no day.
    """
    if chosen := option or environ.get("KEHOACH_AS_OF"):
        return _day(chosen)
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
        except (ValueError, OverflowError, OSError) as error:
            raise ValueError(_("SOURCE_DATE_EPOCH is no time: {value}.").format(value=epoch)) from error
    return now.astimezone(zone).date()


def since(option: str | None, as_of: date, environ: Mapping[str, str]) -> date:
    """The option, else KEHOACH_SINCE, else the same day of the week before.

    Raises:
        ValueError: the one that counts is no day, or not before the day of the figures.
    """
    chosen = option or environ.get("KEHOACH_SINCE")
    if not chosen:
        return as_of - timedelta(days=7)
    day = _day(chosen)
    if day >= as_of:
        message = _("Changes are told since a day before {as_of}, not since {day}.")
        raise ValueError(message.format(as_of=as_of, day=day))
    return day


def _day(text: str) -> date:
    written = _AS_OFFICIALS_WRITE.fullmatch(text.strip())
    try:
        if written:
            day = date(int(written[3]), int(written[2]), int(written[1]))
        else:
            day = date.fromisoformat(text.strip())
        if not 1945 <= day.year <= 2999:  # as elsewhere: all years a plan may name, and room around them
            raise ValueError(day.year)
        return day
    except ValueError as error:
        message = _("No such day: {text}. Write year-month-day, as in 2023-06-26.")
        raise ValueError(message.format(text=text)) from error
