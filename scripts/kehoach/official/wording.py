"""The words of an official text, however its lines are wrapped and its tables drawn."""

import re
from functools import lru_cache

from kehoach.language.text import flat

#: What copies of tables have besides words: pipes, escaped ones, and marks of line breaks.
_IN_TABLES = re.compile(r"\\?\||<br ?/?>")
#: What Markdown writes around bold words, and before a heading.
_BOLD = re.compile(r"__(?=[^\s*_])(.+?)(?<=[^\s*_])__")
_HASHES = re.compile(r"#{1,6}\s+")
_DIVIDED = re.compile(r"(?<=\w[-/]) (?=\w)")


@lru_cache(20_000)
def plain(text: str) -> str:
    """The words of a text with one space between them."""
    # One sign is found many times faster than two.
    if "|" in text or "<" in text:
        text = _IN_TABLES.sub(" ", text)
    if "*" in text:
        text = text.replace("**", "")
    if "_" in text:
        text = _BOLD.sub(r"\1", text)
    if text[:1] == "#":
        text = _HASHES.sub("", text, count=1)
    return undivided(text)


def undivided(text: str) -> str:
    """Words with one space between them, and none where a line has divided one ("số 210-" / "KL/TW")."""
    # Looking is faster than dividing, and nearly every line is so already. Of blanks only " " is printable.
    text = " ".join(filter(None, text.split("\n"))) if "\n" in text else text
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = flat(text)
    # Counting is many times faster, and most dashes stand by themselves.
    joined = text.find("- ", 1) > 0 and text.count("- ", 1) > text.count(" - ")
    return _DIVIDED.sub("", text) if joined or "/ " in text else text


def goes_on(line: str) -> bool:
    """Whether the last word of a line goes on in the next."""
    return line.endswith(("-", "/")) and line[-2:-1].isalnum()
