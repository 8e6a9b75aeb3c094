"""Numbers as Vietnamese officials write them: a decimal comma, points between thousands, a unit behind."""

import re
from decimal import Decimal

# A group of three behind a point is thousands, always: who wrote "1.234" meant no fraction. What is neither,
# as "85.5", is not guessed at.
_NUMBER = re.compile(
    r"(?P<sign>[-−–]?)(?P<whole>[0-9]{1,15}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})"
    r"(?:,(?P<part>[0-9]{1,6}))?(?P<unit>[^0-9.,].*)?"
)
#: So many digits a JSON number holds as they are; no figure of a plan has more.
_DIGITS = 15


def value(text: str, unit: str = "") -> Decimal | None:
    """The number that a text is, alone or with this unit behind it; None where it is none."""
    found = _NUMBER.fullmatch(text.strip())
    behind = (found["unit"] or "").strip() if found else ""
    if found is None or (behind and behind.casefold() != unit.strip().casefold()):
        return None
    whole, part = found["whole"].replace(".", ""), found["part"] or ""
    if len(whole + part) > _DIGITS:
        return None
    number = Decimal(f"{whole}.{part or 0}")
    return -number if found["sign"] else number


def said(number: Decimal) -> str:
    """A number as officials write it, without zeros at its end: 1.234,5."""
    whole, _point, part = f"{abs(number):,f}".partition(".")
    part = part.rstrip("0")
    sign = "-" if number < 0 else ""
    return sign + whole.replace(",", ".") + (f",{part}" if part else "")
