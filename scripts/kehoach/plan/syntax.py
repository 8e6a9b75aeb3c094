"""How objects are written in ``needs/``: lines that open and close one, options, links, ends of lines."""

import re
from collections.abc import Sequence

from myst_parser.parsers.options import TokenizeError, options_to_items

#: Docutils reads no page with a longer line.
LONGEST = 10_000
OPENING = re.compile(r"(:{3,})\{([^}\s]*)\}(?:[ \t]+(.*))?$")
#: What was meant to open a need, but does not for MyST: ":::task X", ":: {task} X", ":::{task}X".
LOOSE_OPENING = re.compile(r"\s*(:{2,})\s*(?:\{([^{}]+)\}|\{?\s*([\w-]+)\s*\}?)\s*(.*)$")
CLOSING = re.compile(r"\s*(:{3,})\s*$")
#: One that closes for MyST too: further in, and behind another blank, it is text.
EXACT_CLOSING = re.compile(r" {0,3}:{3,}[ \t]*$")
CODE_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
#: An option: all up to its value, its key, what stands behind it.
OPTION = re.compile(r"(\s*:([^\s:]+):)(.*)$")
#: What MyST takes for an option, whatever its key looks like.
ANY_OPTION = re.compile(r"\s*:(?!::)")
#: What was meant to be one: its key (without what comes before it), and what stands behind it.
LOOSE_OPTION = re.compile(r"\s*(?:[-*+]\s+)?[:\uff1a]{0,2}\s*([^\W\d][\w -]*?)\s*[:\uff1a=](.*)$")
#: An option without its second colon.
HALF_OPTION = re.compile(r"\s*[:\uff1a]\s*(\w+)[ \t]+(.*)$")
#: What an ID has to be: `id_regex` of the model.
ID = re.compile(r"[A-Z]{2,3}(?:-[A-Z0-9]+)+")
ID_OPTION = re.compile(r"\s*:?id:\s*(.*)$")
# An option that is surely what it looks like, as nearly all are: a known form, and nothing special in it.
_KEY, _VALUE = "[a-z0-9_]+", r"[^\s'\"|>#][^\n#]*"
PLAIN_OPTION = re.compile(rf"^:({_KEY}): +({_VALUE})$", re.MULTILINE)
#: An object of such options: its type, its title, the options, and a text in which no line is anything else.
PLAIN = re.compile(
    r"^:::\{([^}\s]+)\}[ \t]+(\S[^\n]*)\n"
    rf"((?::{_KEY}: +{_VALUE}\n)++)(?:\n((?:[^\s:`~][^\n]*\n|\n)*+))?:::$",
    re.MULTILINE,
)
HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)(.*)$")
CLOSING_MARKS = re.compile(r"(?:^|[ \t])#+$")
LINE_END = re.compile(r"\r\n?")
#: Python, and so docutils, ends a line at these too; text editors do not.
HIDDEN_LINE_END = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: What looks like a space and is none for machines, and what looks like nothing.
NO_BREAK = re.compile("[\u00a0\u2007\u202f]")
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060"
NO_WIDTH = re.compile(f"[{UNSEEN}]")
#: What git leaves where two edits of the same lines met.
CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*|\|{7} .*)\n?", re.MULTILINE)
# Between two lines, whatever ends the first.
_BETWEEN_LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
# The characters that make MyST's option tokenizer do something else than take the rest of the line.
_SPECIAL = re.compile(r"""^\S|^\ *(?:[^\S ]|['"|>#])|\s\#|\t|[^\S ]\ *$""", re.VERBOSE)


def closes(line: str, colons: int) -> bool:
    """Whether a line closes what a line with so many colons has opened."""
    closing = CLOSING.match(line)
    return closing is not None and len(closing[1]) >= colons


def is_cut(option: str, written: str, value: str) -> bool:
    """Whether MyST takes another value than this from what is written behind an option."""
    return bool(_SPECIAL.search(written)) and value_read(option, written) != value


def options_read(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The options that MyST reads at the top of a directive's content, and on which line its text begins.

    Raises:
        TokenizeError: it reads none of them.
    """
    count = next((n for n, line in enumerate(lines) if not ANY_OPTION.match(line)), len(lines))
    begins = count + (count < len(lines) and not lines[count].strip())
    block = "\n".join(lines[:count])
    values = {name: value.rstrip(" ") for name, value in PLAIN_OPTION.findall(block)}
    if len(values) == count and block.replace("\n", "").isprintable():
        return values, begins
    # Its tokenizer reads letter by letter, and takes a hundred times as long.
    return dict(options_to_items("\n".join(line.lstrip()[1:] for line in lines[:count]))[0]), begins


def value_read(option: str, written: str) -> str | None:
    """The value that MyST takes from what is written behind an option; None where it reads no option."""
    try:
        items, _state = options_to_items(f"{option}:{written}")
    except TokenizeError:
        return None
    return items[0][1] if items else ""


def split_links(value: str) -> tuple[str, ...]:
    """The IDs in a link option, separated by commas or semicolons."""
    return tuple(filter(None, map(str.strip, value.replace(";", ",").split(","))))


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, counted as the reader does."""
    return _BETWEEN_LINES.split(text)


def parted(line: str) -> tuple[str, str]:
    """A line without its end, and the end."""
    words = line.rstrip("\r\n")
    return words, line[len(words) :]
