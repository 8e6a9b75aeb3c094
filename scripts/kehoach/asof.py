"""The day that figures are of: "số liệu tính đến hết ngày …"."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from kehoach.i18n import _

_AS_OFFICIALS_WRITE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def resolve(option: str | None, today: date, environ: Mapping[str, str]) -> date:
    """The option, else KEHOACH_AS_OF, else the day of SOURCE_DATE_EPOCH (UTC), else today.

    Raises:
        ValueError: the one that counts is no day.
    """
    if chosen := option or environ.get("KEHOACH_AS_OF"):
        return _day(chosen)
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise ValueError(_("SOURCE_DATE_EPOCH is no time: {value}.").format(value=epoch)) from error
    return today


def _day(text: str) -> date:
    written = _AS_OFFICIALS_WRITE.fullmatch(text.strip())
    try:
        if written:
            return date(int(written[3]), int(written[2]), int(written[1]))
        return date.fromisoformat(text.strip())
    except ValueError as error:
        message = _("No such day: {text}. Write year-month-day, as in 2023-06-26.")
        raise ValueError(message.format(text=text)) from error
