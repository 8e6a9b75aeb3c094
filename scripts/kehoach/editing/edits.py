"""Edits of the files in ``needs/`` that leave everything else as it stands, byte for byte.

They work on the text of a file as decoded from UTF-8 without translating line ends (``decoded``), and on
needs that the reader has read from that same text without faults. BOM and line ends stay what they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kehoach.language import _
from kehoach.language.text import INVISIBLE, nfc
from kehoach.plan import Need, syntax


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
    lines = syntax.lines_of(text)
    added: dict[int, list[str]] = {}
    for setting in settings:
        need, value = setting.need, checked(setting.option, setting.value)
        _written(lines, need, "id")
        if setting.option in need.lines:
            lines[need.lines[setting.option] - 1] = _reset(lines, setting, value)
        elif value:
            last = max(need.lines, key=need.lines.__getitem__)
            found = _written(lines, need, last)
            line = f"{found.head.partition(':')[0]}:{setting.option}: {value}{found.end or chr(10)}"
            added.setdefault(need.lines[last] - 1, []).append(line)
    return "".join(line + "".join(added.get(index, ())) for index, line in enumerate(lines))


def checked(option: str, value: str) -> str:
    """The value as NFC, if MyST reads it back as it is written.

    Raises:
        ValueError: it cannot stand in one line.
    """
    value = nfc(value.strip())
    one_line = len(value.splitlines()) <= 1 and len(f":{option}: {value}") <= syntax.LONGEST
    one_line = one_line and not INVISIBLE.search(value)
    if value and (not one_line or syntax.value_read(option, f" {value}") != value):
        message = _('"{value}" cannot be written as `{option}`: one line, no quotes around it, no " #".')
        raise ValueError(message.format(value=value, option=option))
    return value


class _Written(NamedTuple):
    """The line of an option: all up to its value with the blank between, the value, the end of the line."""

    head: str
    value: str
    end: str


def _written(lines: list[str], need: Need, option: str) -> _Written:
    """The line of an option as it was read."""
    index = need.lines.get(option, 0) - 1
    words, end = syntax.parted(lines[index]) if 0 <= index < len(lines) else ("", "")
    found = syntax.OPTION.match(words)
    if found is None or found[2] != option or (option == "id" and found[3].strip(" \t") != need.id):
        raise _changed(need)
    value = found[3].strip(" \t")
    blank = found[3][: len(found[3]) - len(found[3].lstrip(" \t"))]
    return _Written(found[1] + blank, value, end)


def _changed(need: Need) -> ValueError:
    message = _("{path} has changed since it was read, or {id} is faulty. Run `kehoach check`.")
    return ValueError(message.format(path=need.path, id=need.id or need.title))


def _reset(lines: list[str], setting: Setting, value: str) -> str:
    """The line of an option with another value; empty, line end and all, where the value is."""
    found = _written(lines, setting.need, setting.option)
    if not value:
        return ""
    if found.value == value:
        return lines[setting.need.lines[setting.option] - 1]
    blank = " " if found.head.endswith(":") else ""
    return f"{found.head}{blank}{value}{found.end}"


def set_title(text: str, need: Need, title: str) -> str:
    """The text with another title of a need.

    Raises:
        ValueError: the text is not what the need was read from.
    """
    lines = syntax.lines_of(text)
    _written(lines, need, "id")
    words, end = syntax.parted(lines[need.line - 1])
    found = syntax.OPENING.match(words)
    if found is None or found[3] is None or found[3].rstrip() != need.title:
        raise _changed(need)
    lines[need.line - 1] = f"{words[: found.start(3)]}{title}{words[found.start(3) + len(need.title) :]}{end}"
    return "".join(lines)


def last_line(text: str, need: Need) -> int:
    """The line that closes a need, counted from 1.

    Raises:
        ValueError: the text is not what the need was read from.
    """
    lines = syntax.lines_of(text)
    _written(lines, need, "id")
    colons = len(lines[need.line - 1]) - len(lines[need.line - 1].lstrip(":"))
    for number, line in enumerate(lines[need.line :], need.line + 1):
        if syntax.closes(line, colons):
            return number
    raise _changed(need)


def remove(text: str, need: Need) -> str:
    """The text without a need and the blank line behind it.

    Raises:
        ValueError: the text is not what the need was read from.
    """
    end = last_line(text, need)
    lines = syntax.lines_of(text)
    rest = lines[end:]
    return "".join([*lines[: need.line - 1], *(rest[1:] if rest and not rest[0].strip() else rest)])


def insert(text: str, line: int, needs: str) -> str:
    """The text with needs (see :func:`need_text`) after a line, counted from 1, and a blank one."""
    lines = syntax.lines_of(text)
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
