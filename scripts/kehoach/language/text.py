"""Texts changed for where they are shown: shortened, or without markup."""

import re

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&@!]")


def escaped(text: str) -> str:
    """A text without markup: no emphasis, link, image, code, HTML or table cell is made of it.

    A list may be, of lines that begin as one: clauses do.
    """
    return _SIGNS.sub(r"\\\g<0>", text)


def shortened(words: str, limit: int) -> str:
    """The first words of a long text, with "…" where some are left out."""
    if len(words) <= limit:
        return words
    return words[: words.rfind(" ", 0, limit) if " " in words[:limit] else limit].rstrip(" ,;") + "…"
