"""The names of agencies, however they are spelt: with either place of the tone, short or in full."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from kehoach.language.text import flat
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
_BETWEEN = re.compile(r"\(\d{1,2}\)|[;,./–—-]|\b(?:và|cùng|với|các|không|có)\b")


#: The mark of a footnote that plain text has glued to a word: "Sở Nội vụ1". "PC07" and "km2" are words.
#: Its first digit stands first here too: few texts have one, and it is found in no time.
NOTE = re.compile(
    r"\d(?<=[^\W\dA-Z_]{2}\d)(?<!\b[kcdm]m\d)(?<!(?:quý|áng|gày|năm)\d)\d?(?!\w|[/.,][\w/.,]*?\d)"
)


@lru_cache(10_000)  # the same few lists of agencies stand in many clauses
def folded(name: str) -> str:
    """A name as it is compared: small letters, one way of spelling, abbreviations in full."""
    text = NOTE.sub("", unicodedata.normalize("NFC", name)).casefold()
    text = _NEW_TONE.sub(lambda tone: _TONES[tone[0]], text)
    text = _SHORT_WORD.sub(lambda word: _SHORT[word[0]], text)
    return flat(text)


def bare(name: str) -> str:
    """A folded name without the remarks in brackets."""
    return folded(_BRACKETS.sub("", name))


def names_of(agency: Need) -> Iterable[str]:
    """What an agency may be called: its title without a remark in brackets, its abbreviation, other names."""
    yield bare(agency.title)
    if agency["abbr"]:
        yield folded(agency["abbr"])
    yield from (folded(name) for name in agency["also_called"].split(";") if name.strip())


def called(agencies: Iterable[Need], text: str) -> list[Need]:
    """The agencies that have exactly this name or abbreviation, however it is spelt."""
    name = folded(text)
    return [agency for agency in agencies if name in (folded(agency.title), *names_of(agency))]


def mention(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Where a folded text has one of an agency's names, as a whole word, with the bracket behind it."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
                bracket = _BRACKETS.match(text, end)
                return start, bracket.end() if bracket else end
            start = text.find(name, start + 1)
    return None


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def rest(text: str) -> str:
    """What a folded list says besides the names taken from it: empty where only separators are left."""
    return flat(_BETWEEN.sub(" ", text))


class Directory:
    """The agencies of a project by their names, for the thousands of lists that are held against them."""

    def __init__(self, agencies: Iterable[Need]) -> None:
        self.names = {agency.id: tuple(names_of(agency)) for agency in agencies}
        self.lists: dict[tuple[tuple[str, ...], str], bool] = {}

    def is_list_of(self, ids: Sequence[str], text: str) -> bool:
        """Whether a list names these agencies, each once, and nothing else; answered once for each."""
        asked = tuple(ids), text
        if asked not in self.lists:
            self.lists[asked] = self._is_list_of(ids, folded(text))
        return self.lists[asked]

    def _is_list_of(self, ids: Sequence[str], text: str) -> bool:
        for names in sorted((self.names[key] for key in ids), key=lambda names: -len(names[0])):
            if not (found := mention(text, names)):
                return False
            text = f"{text[: found[0]]} ; {text[found[1] :]}"
        return not rest(text)

    def named(self, text: str) -> tuple[list[tuple[str, ...]], str]:
        """For each name in a folded text the IDs of those it may mean, and what is left without the names."""
        found = [self.by_name[found[1]] for found in self.any_name.finditer(text)]
        return found, rest(self.any_name.sub(" ; ", text))

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The IDs of the agencies of each name; former and present ones may share it."""
        found: dict[str, tuple[str, ...]] = {}
        for key, names in self.names.items():
            for name in names:
                found[name] = (*found.get(name, ()), key)
        return found

    @cached_property
    def any_name(self) -> re.Pattern[str]:
        """Any name and the bracket behind it. Longer ones first: one may stand in the name of another."""
        names = "|".join(re.escape(name) for name in sorted(self.by_name, key=len, reverse=True))
        return re.compile(rf"(?<!\w)({names or '(?!)'})(?!\w)(?:\s*\([^()]*\))?")
