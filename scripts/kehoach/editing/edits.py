"""Edits of the files in ``needs/`` that leave everything else as it stands, byte for byte.

They work on the text of a file as decoded from UTF-8 without translating line ends (``decoded``), and on
needs that the reader has read from that same text without faults. BOM and line ends stay what they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from myst_parser.parsers.options import TokenizeError, options_to_items

from kehoach.language import _
from kehoach.plan import Need
from kehoach.plan.markup import INVISIBLE

#: Between two lines, whatever ends the first; the reader counts lines in the same way.
_BETWEEN_LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_OPENING = re.compile(r"([ \t]*:{3,}\{[^}\s]*\}[ \t]+)(.*?)([ \t]*[\r\n]*)")
_OPTION = re.compile(r"(\s*:([^\s:]+):)([ \t]*)(.*?)[ \t]*([\r\n]*)")


@dataclass(frozen=True, slots=True)
class Setting:
    """An option that a need shall have; with an empty value, shall not have."""

    need: Need
    option: str
    value: str


def decoded(raw: bytes) -> str:
    """The text of a file with its BOM and line ends; encoding it again gives the same bytes.

    Raises:
        ValueError: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(_("The file is not UTF-8. Save it as UTF-8 first.")) from error


def set_options(text: str, settings: Iterable[Setting]) -> str:
    """The text with options set: in their own line, or in a new one after the need's last option.

    Raises:
        ValueError: a value cannot stand in one line, or the text is not what the need was read from.
    """
    lines = _BETWEEN_LINES.split(text)
    added: dict[int, list[str]] = {}
    for setting in settings:
        need, value = setting.need, checked(setting.option, setting.value)
        _written(lines, need, "id")
        if setting.option in need.lines:
            lines[need.lines[setting.option] - 1] = _reset(lines, setting, value)
        elif value:
            last = max(need.lines, key=need.lines.__getitem__)
            found = _written(lines, need, last)
            indent, end = found[1].partition(":")[0], found[5] or "\n"
            added.setdefault(need.lines[last] - 1, []).append(f"{indent}:{setting.option}: {value}{end}")
    return "".join(line + "".join(added.get(index, ())) for index, line in enumerate(lines))


def checked(option: str, value: str) -> str:
    """The value as NFC, if MyST reads it back as it is written.

    Raises:
        ValueError: it cannot stand in one line.
    """
    value = unicodedata.normalize("NFC", value.strip())
    try:
        read = options_to_items(f"{option}: {value}")[0]
    except TokenizeError:
        read = []
    one_line = len(value.splitlines()) <= 1 and not INVISIBLE.search(value)
    if value and (read != [(option, value)] or not one_line):
        message = _('"{value}" cannot be written as `{option}`: one line, no quotes around it, no " #".')
        raise ValueError(message.format(value=value, option=option))
    return value


def _written(lines: list[str], need: Need, option: str) -> re.Match[str]:
    """The line of an option as it was read."""
    index = need.lines.get(option, 0) - 1
    found = _OPTION.fullmatch(lines[index]) if 0 <= index < len(lines) else None
    if found is None or found[2] != option or (option == "id" and found[4] != need.id):
        raise _changed(need)
    return found


def _changed(need: Need) -> ValueError:
    message = _("{path} has changed since it was read, or {id} is faulty. Run `kehoach check`.")
    return ValueError(message.format(path=need.path, id=need.id or need.title))


def _reset(lines: list[str], setting: Setting, value: str) -> str:
    """The line of an option with another value; empty, line end and all, where the value is."""
    found = _written(lines, setting.need, setting.option)
    if not value:
        return ""
    if found[4] == value:
        return found[0]
    return f"{found[1]}{found[3] or ' '}{value}{found[5]}"


def set_title(text: str, need: Need, title: str) -> str:
    """The text with another title of a need.

    Raises:
        ValueError: the text is not what the need was read from.
    """
    lines = _BETWEEN_LINES.split(text)
    _written(lines, need, "id")
    found = _OPENING.fullmatch(lines[need.line - 1])
    if found is None or found[2] != need.title:
        raise _changed(need)
    lines[need.line - 1] = f"{found[1]}{title}{found[3]}"
    return "".join(lines)


def last_line(text: str, need: Need) -> int:
    """The line that closes a need, counted from 1.

    Raises:
        ValueError: the text is not what the need was read from.
    """
    lines = _BETWEEN_LINES.split(text)
    _written(lines, need, "id")
    colons = len(lines[need.line - 1]) - len(lines[need.line - 1].lstrip(":"))
    for number, line in enumerate(lines[need.line :], need.line + 1):
        mark = line.strip()
        if len(mark) >= colons and not mark.strip(":"):
            return number
    raise _changed(need)


def insert(text: str, line: int, needs: str) -> str:
    """The text with needs (see :func:`need_text`) after a line, counted from 1, and a blank one."""
    lines = _BETWEEN_LINES.split(text)
    before, after = "".join(lines[:line]), "".join(lines[line:])
    if not after.strip():
        return append(text, needs)
    end = "\r\n" if "\r\n" in text else "\n"
    between = "" if after.startswith(("\n", "\r")) else end
    return append(before, needs) + between + after


def append(text: str, need: str) -> str:
    """The text with a need (see :func:`need_text`) after a blank line at its end, in its own line ends."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    between = "" if not lines or not lines[-1].strip() else end
    if lines and not lines[-1].endswith(("\n", "\r")):
        between += end
    return f"{text}{between}{need.replace(chr(10), end)}"


def need_text(need_type: str, title: str, options: Mapping[str, str], body: str = "") -> str:
    """A need as it is written in ``needs/``, options in their order and without empty ones.

    Raises:
        ValueError: a value cannot stand in one line.
    """
    values = ((name, checked(name, value)) for name, value in options.items())
    head = [f":::{{{need_type}}} {title}", *(f":{name}: {value}" for name, value in values if value)]
    return "\n".join([*head, *(["", body] if body else []), ":::", ""])
