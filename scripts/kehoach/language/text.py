"""Texts changed for where they are shown or compared: spaced, shortened, without accents or markup."""

import json
import re
import unicodedata
from functools import lru_cache

#: What is not among the letters, signs and spaces that nearly every text consists of; those are all seen.
UNUSUAL = re.compile("[^\n -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205f]")
#: Where marks may stand upon marks: no letter, no space, no sign of ASCII, thirty times and more.
_HEAP = re.compile(r"[^\w\s!-~]{31,}")
#: So many upon one letter are all that a text may hold (Unicode Standard Annex 15, stream-safe text).
_MARKS = 30
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&@!]")
# Format characters (Unicode's Cf), variation selectors, fillers: drawn as nothing, or as a change of others.
_UNSEEN = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: What a terminal obeys, XML cannot hold, turns the order of letters round, or nobody sees; nobody types it.
INVISIBLE = re.compile(f"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_UNSEEN}]")


def nfc(text: str) -> str:
    """A text as NFC, without marks beyond thirty on one letter: to put them in order costs their square."""
    return unicodedata.normalize("NFC", without_heaps(text))


def without_heaps(text: str) -> str:
    """A text without what no letter of any language carries."""
    return _HEAP.sub(_cleared, text) if UNUSUAL.search(text) else text


def _cleared(found: re.Match[str]) -> str:
    kept, height = [], 0
    for sign in found[0]:
        height = height + 1 if unicodedata.combining(sign) else 0
        kept.append(sign if height <= _MARKS else "")
    return "".join(kept)


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


def cut(text: str, limit: int = 60) -> str:
    """The first characters of a text that is quoted as it is written, with "…" where some are left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def flat(text: str) -> str:
    """The words of a text with one space between them, however it is spaced and broken into lines."""
    return " ".join(text.split())


def unaccented(text: str) -> str:
    """A text without accents; đ is d."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return bare.replace("đ", "d").replace("Đ", "D")


@lru_cache(20_000)  # titles, in which is looked for with each letter that somebody types
def folded(text: str) -> str:
    """The words of a text without accents and capitals, as people type what they look for."""
    return unaccented(flat(text)).lower()


def id_part(text: str) -> str:
    """A number or name as part of an ID: "II.1.đ" is II-1-DD, "346/QĐ-TTg" is 346-QD-TTG."""
    parts = ("DD" if part in ("đ", "Đ") else unaccented(part).upper() for part in re.findall(r"\w+", text))
    return "-".join(re.sub(r"[^A-Z0-9]", "", part) for part in parts)


def slug(text: str) -> str:
    """Words as the name of a file: "I. MỤC ĐÍCH" is i-muc-dich."""
    return "-".join(re.findall(r"[a-z0-9]+", unaccented(text).lower()))


def quoted(text: str) -> str:
    """A text as a string of JSON, Python and TOML: what a person says closes no quotation mark."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")  # TOML has it escaped only
