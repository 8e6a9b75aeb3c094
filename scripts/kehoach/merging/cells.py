"""What is in a cell, in the form in which the files hold it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kehoach.editing import entries
from kehoach.language import _
from kehoach.merging.workbook import Cell
from kehoach.official import numbers
from kehoach.plan import Plan
from kehoach.plan.model import NeedType


def shown(cell: Cell) -> str:
    """A cell as words, whatever it holds: to compare with what it held before."""
    match cell.value:
        case None:
            return ""
        case bool() as value:
            return "TRUE" if value else "FALSE"
        case datetime() as value:
            return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
        case float() as value if value.is_integer():
            return str(int(value))
        case value:
            return entries.one_line(str(value))


def entered(cell: Cell, plan: Plan, need_type: NeedType, option: str) -> str:
    """What was entered into an open cell, as the files hold it.

    Raises:
        ValueError: it cannot be taken; the message says why and what to enter.
    """
    if cell.kind == "f":
        message = _("A formula: {text}. Enter its value (copy the cell, then paste values only).")
        raise ValueError(message.format(text=entries.one_line(str(getattr(cell.value, "text", cell.value)))))
    if cell.kind == "e":
        raise ValueError(_("An error of the spreadsheet: {text}.").format(text=cell.value))
    is_day = need_type.fields.get(option, {}).get("format") == "date"
    if isinstance(cell.value, datetime | date) and not is_day:
        message = _(
            "The spreadsheet has made a day of it: {text}. Format the cell as text and enter it again."
        )
        raise ValueError(message.format(text=shown(cell)))
    if isinstance(cell.value, bool | time | timedelta) or (isinstance(cell.value, int | float) and is_day):
        raise ValueError(_("Neither a text nor a day: {text}.").format(text=shown(cell)))
    if (need_type.name, option) == ("measure", "value") and isinstance(cell.value, float):
        return numbers.said(Decimal(repr(cell.value)))  # where only numbers are written, one is meant
    if isinstance(cell.value, float) and not cell.value.is_integer():
        message = _("A number that the spreadsheet may have changed: {text}. Format the cell as text.")
        raise ValueError(message.format(text=shown(cell)))
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    return entries.checked(plan, need_type, option, shown(cell))
