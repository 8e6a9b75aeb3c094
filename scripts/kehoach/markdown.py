"""Words of a plan inside Markdown that other programs render: they stay the words they are."""

import re

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&@!]")


def escaped(text: str) -> str:
    """A text without markup: no emphasis, link, image, code, HTML or table cell is made of it.

    A list may be, of lines that begin as one: clauses do.
    """
    return _SIGNS.sub(r"\\\g<0>", text)
