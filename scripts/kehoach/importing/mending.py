"""Recognised text set right where only one thing can be meant: marks of known words, Roman numerals, lists.

A scan blurs the marks over letters, and strokes. What is mended is never a word that could stand there: at
most half of the syllables of a known phrase differ, in marks alone. Days stay as they were seen.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kehoach.importing import register, vocabulary
from kehoach.importing.agency_lists import agencies_in, begins_agency
from kehoach.language.text import unaccented
from kehoach.official import names
from kehoach.official.labels import role_of

_WORD = re.compile(r"\w+|[^\w\s]|\s+")
#: Strokes that stand for the same: "II" is seen as "H", "I" as "l", "1" or "|".
_STROKES = str.maketrans({"H": "II", "l": "I", "1": "I", "|": "I", "Ï": "I", "Ỉ": "I", "Ì": "I"})
_NUMERAL = r"[IHVXl1|ÏỈÌ]+"
#: The number of a quarter; one digit alone is one.
_QUARTER = re.compile(rf"(?<=\bquý )(?!\d\b){_NUMERAL}(?![\w|])", re.IGNORECASE)
_HEADING = re.compile(rf"(?!\d+\b)({_NUMERAL})\. ?(?=[^\W\d_]{{2}})")
#: Digits before a full stop that were seen as letters.
_DIGITS = {"Š": "5", "S": "5", "B": "8", "l": "1", "|": "1", "Ó": "6", "ó": "6", "O": "0"}
_NUMBER = re.compile(rf"([{''.join(_DIGITS)}])\. ?(?=[A-ZĐ][^\W\d_])")
#: A page's number, alone on its line.
_LONE = re.compile(r"[lI|ÏỈÌ]")
#: Numbers of which some digits were seen as letters: "I7", "2Š"; one sign that is nothing but a digit.
_MIXED = re.compile(r"(?<!\w)(?=[\w|]*\d)[\dlI|OŠ]*[lI|OŠ][\dlI|OŠ]*(?!\w)")
_AS_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "Š": "5"})
#: A month in two pieces: "20/1 1/2028".
_PARTED = re.compile(r"(?<=\d/1) (?=[012]/20\d\d)")
#: "các đơn vị liên quan", but not "Các sở" over their names.
_SEVERAL = re.compile(r"(?:các|một số) \w+(?: \S+)+", re.IGNORECASE)
_DOUBLED = re.compile(r"(?:đd|dđ)(?=\) )")
_PLACE = re.compile(r"(?<=[^\W\d_])\. (?=ngày \d{1,2} tháng \d)")
_LABEL = re.compile(r"(?P<label>[^:]{4,40}: )(?P<names>.+)")
_ROMAN = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")
#: What grain leaves around the words of a cell.
_GRAIN = " _|~`'‘’“”\"°•*«»"
_TIME = ("năm", "tháng", "quý", "ngày")
#: The longest known phrase, in syllables.
_LONGEST = 8


def mended(line: str) -> str:
    """A line, or the words of a cell, with what only one thing can be meant by set right."""
    return "1" if _LONE.fullmatch(line) else _marked(_meant(line))


def _meant(line: str) -> str:
    line = line.replace("\u2044", "/").replace("//", "/").replace("§", "8")
    line = _QUARTER.sub(lambda found: _numeral(found[0]), line)
    line = _MIXED.sub(lambda found: found[0].translate(_AS_DIGITS), line)
    line = _DOUBLED.sub("đ", _PLACE.sub(", ", _PARTED.sub("", line)), count=1)
    if number := _NUMBER.match(line):
        line = f"{_DIGITS[number[1]]}. {line[number.end() :]}"
    if (heading := _HEADING.match(line)) and _ROMAN.fullmatch(numeral := _numeral(heading[1])):
        line = f"{numeral}. {line[heading.end() :]}"
    if (said := _LABEL.fullmatch(line)) and role_of(said["label"].strip("-+*•: ")):
        return f"{said['label']}{_listed(said['names'])}"
    return line


def mended_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a table: each cell, and the numbers in the first column, which count."""
    found = [[_cell(cell) for cell in row] for row in rows]
    for row in found:
        numeral = _numeral(row[0])
        if not row[0].isdigit() and _ROMAN.fullmatch(numeral):
            row[0] = numeral
    numbered = [row for row in found if row[0]]
    for row, after in pairwise(numbered):
        if row[0] == "I" and after[0] == "2":
            row[0] = "1"
    for (before, row), (_same, after) in pairwise(pairwise(numbered)):
        if before[0].isdigit() and after[0].isdigit() and int(after[0]) == int(before[0]) + 2:
            row[0] = str(int(before[0]) + 1)
    return found


def _cell(text: str) -> str:
    """A cell without grain."""
    return _marked("\n".join(_listed(_meant(line)) for line in text.strip(_GRAIN).split("\n")))


def _listed(words: str) -> str:
    """Agencies that colons and full stops part, which were semicolons."""
    parts = re.split(r"[:.;] ", words)
    ended = (*parts[:-1], parts[-1].rstrip(".;:"))
    named = all(_is_one(part) or _SEVERAL.fullmatch(part) for part in ended)
    return "; ".join(parts) if len(parts) > 1 and named else words


def _is_one(words: str) -> bool:
    return begins_agency(words) and agencies_in(words) == (words,)


def _numeral(seen: str) -> str:
    """A Roman numeral by its strokes; as it was seen, if that gives none."""
    meant = seen.translate(_STROKES)
    return meant if _ROMAN.fullmatch(meant) else seen


@cache
def _known() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Phrases by their syllables without marks; those that two phrases share are left out."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    agencies = (entry.name.casefold() for entry in register.entries())
    for phrase in (*vocabulary.phrases(), *agencies):
        words = tuple(re.findall(r"\w+", phrase))
        found.setdefault(tuple(map(unaccented, words)), set()).add(words)
    return {
        key: next(iter(words)) for key, words in found.items() if len(words) == 1 and len(key) <= _LONGEST
    }


def _marked(line: str) -> str:
    """The line with the marks of known phrases."""
    parts = _WORD.findall(line)
    at = [n for n, part in enumerate(parts) if part[0].isalnum()]
    bare = [unaccented(parts[n]).casefold() for n in at]
    start = 0
    while start < len(at):
        for size in range(min(_LONGEST, len(at) - start), 1, -1):
            places = at[start : start + size]
            meant = _known().get(tuple(bare[start : start + size]))
            if meant and _is_near([parts[n] for n in places], meant):
                for n, word in zip(places, meant, strict=True):
                    if names.folded(parts[n]) != names.folded(word):  # either place of a tone stays
                        parts[n] = _in_case_of(parts[n], word)
                start += size - 1
                break
        else:
            _time(parts, at[start : start + 2])
        start += 1
    return "".join(parts)


def _is_near(seen: Sequence[str], meant: Sequence[str]) -> bool:
    return sum(1 for a, b in zip(seen, meant, strict=True) if a.casefold() != b) <= len(seen) / 2


def _time(parts: list[str], places: Sequence[int]) -> None:
    """ "Nắm 2028" is a year: what stands before a number."""
    if len(places) == 2 and parts[places[1]].isdigit() and parts[places[0] + 1].isspace():
        word = parts[places[0]]
        meant = next((time for time in _TIME if unaccented(time) == unaccented(word).casefold()), None)
        if meant:
            parts[places[0]] = _in_case_of(word, meant)


def _in_case_of(seen: str, meant: str) -> str:
    if len(seen) != len(meant):
        return seen
    return "".join(b.upper() if a.isupper() else b for a, b in zip(seen, meant, strict=True))
