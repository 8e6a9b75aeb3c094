"""The names of agencies, however they are spelt: with either place of the tone, short or in full."""

import re
import unicodedata
from collections.abc import Iterable

from kehoach.plan import Need

#: Where the tone stands in "oa", "oe" and "uy" differs between the old and the new way of spelling.
_TONES = {
    f"{first}{marked}": f"{first_marked}{last}"
    for first, last, marked_forms, first_forms in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for marked, first_marked in zip(marked_forms, first_forms, strict=True)
}
_NEW_TONE = re.compile(rf"(?:{'|'.join(_TONES)})(?!\w)")
_SHORT = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc"}
_SHORT_WORD = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def folded(name: str) -> str:
    """A name as it is compared: small letters, one way of spelling, abbreviations in full."""
    text = unicodedata.normalize("NFC", name).casefold()
    text = _NEW_TONE.sub(lambda tone: _TONES[tone[0]], text)
    text = _SHORT_WORD.sub(lambda word: _SHORT[word[0]], text)
    return " ".join(text.split())


def names_of(agency: Need) -> Iterable[str]:
    """What an agency may be called: its title, without a remark in brackets, and its abbreviation."""
    yield folded(_BRACKETS.sub("", agency.title))
    if agency["abbr"]:
        yield folded(agency["abbr"])


def take(agency: Need, text: str) -> str | None:
    """A folded text without the first mention of an agency and the bracket behind it; None without one."""
    for name in names_of(agency):
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)(?:\s*\([^()]*\))?", text):
            return f"{text[: found.start()]} ; {text[found.end() :]}"
    return None


def rest(text: str) -> str:
    """What a folded list says besides the names taken from it: empty where only separators are left."""
    return " ".join(re.sub(r"[;,.]|\b(?:và|cùng|với|các)\b", " ", text).split())
