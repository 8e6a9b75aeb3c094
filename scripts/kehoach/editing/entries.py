"""What people enter into cells and at prompts, brought into the form in which the files hold it.

Nothing is guessed: what is not clear is refused, with the nearest thing it may have meant.
"""

import re
from datetime import date

from kehoach.editing import edits
from kehoach.language import _
from kehoach.language.spelling import closest_id
from kehoach.language.text import nfc
from kehoach.official import names
from kehoach.plan import Plan
from kehoach.plan.model import NeedType
from kehoach.plan.syntax import split_links
from kehoach.rules.form import refusal

_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")


def one_line(text: str) -> str:
    """A text as an option holds it: NFC, in one line, without spaces around."""
    # Offices write a carriage return inside a cell as "_x000D_".
    return " ".join(nfc(text.replace("_x000D_", " ")).split())


def day(text: str) -> str:
    """A day in the form of the files. Days are read as written in Vietnam: 15/9/2023 is in September.

    Raises:
        ValueError: there is no such day, or it is not clear which.
    """
    written = _DAY.fullmatch(text)
    try:
        found = date.fromisoformat(f"{written[4]}-{written[3]:0>2}-{written[1]:0>2}" if written else text)
        if not 1945 <= found.year <= 2999:
            raise ValueError(found.year)
    except ValueError as error:
        message = _('"{text}" is no day. Write it as in 15/09/2023, with four digits for the year.')
        raise ValueError(message.format(text=text)) from error
    return found.isoformat()


def linked(plan: Plan, need_type: NeedType, option: str, text: str) -> str:
    """The IDs of a link, separated by commas. An agency may be named instead, if only one has that name.

    Raises:
        ValueError: there is no such object, or one of another type.
    """
    types = need_type.links[option]
    # An agency's name may hold commas.
    whole = [agency.id for agency in names.called(plan.of_type("agency"), text)] if "agency" in types else []
    return (
        whole[0] if len(whole) == 1 else ", ".join(_target(plan, types, part) for part in split_links(text))
    )


def _target(plan: Plan, types: tuple[str, ...], text: str) -> str:
    found = plan.needs.get(text)
    if found and found.type in types:
        return text
    if "agency" in types:
        named = [agency.id for agency in names.called(plan.of_type("agency"), text)]
        if len(named) == 1:
            return named[0]
    if found:
        message = _('"{text}" is of the type {type}, not {types}.')
        title, *titles = (plan.model.types[name].title for name in (found.type, *types))
        raise ValueError(message.format(text=text, type=title, types=", ".join(titles)))
    known = [need.id for name in types for need in plan.of_type(name)]
    if near := closest_id(text, known):
        message = _('There is no "{text}". Is it {id} ({title})?')
        raise ValueError(message.format(text=text, id=near, title=plan.needs[near].title))
    raise ValueError(_('There is no "{text}".').format(text=text))


def checked(plan: Plan, need_type: NeedType, option: str, text: str) -> str:
    """A value for an option as the files hold it; an empty one stays empty.

    Raises:
        ValueError: it cannot be the value of this option.
    """
    text = one_line(text)
    if not text or option == "title":
        return text
    if option in need_type.links:
        return linked(plan, need_type, option, text)
    if need_type.fields[option].get("format") == "date":
        return day(text)
    if not need_type.validator.is_valid({option: text}):
        raise ValueError(refusal(need_type, option, text))
    return edits.checked(option, text)
