"""What a misspelt word was meant to be."""

import re
from collections.abc import Collection, Iterable

from kehoach.language.text import id_part

# What numbers things in an ID: digits, Roman numerals, the letters of clauses (đ is DD).
_NUMBERING = re.compile(r"\d+|(?<![A-Z0-9])(?:[IVXLC]+|[A-Z]|DD)(?![A-Z0-9])")
#: Letters that are typed for digits.
_LOOK_ALIKE = str.maketrans("LIO", "110")
#: Each letter of a name as short as this stands for a word: another letter, another name.
_ABBREVIATION = 4


def closest(word: str, known: Collection[str]) -> str:
    """The known word that ``word`` most likely misspells; empty where none is near."""
    from rapidfuzz import distance, process

    ranked = process.extractOne(
        word,
        sorted(known),
        processor=str.casefold,
        scorer=distance.DamerauLevenshtein.normalized_similarity,
        score_cutoff=0.7,
    )
    return ranked[0] if ranked else ""


def closest_id(word: str, known: Iterable[str]) -> str:
    """The known ID that ``word`` most likely misspells; empty where none is near.

    What differs in its numbers is another object, and so is what differs in a letter of a short abbreviation.
    """
    word, known = id_part(word), [*known]
    alike = [other for other in known if other.upper().translate(_LOOK_ALIKE) == word.translate(_LOOK_ALIKE)]
    if len(alike) == 1:
        return alike[0]
    return closest(word, [other for other in known if _same_but_for_spelling(word, other.upper())])


def _same_but_for_spelling(word: str, other: str) -> bool:
    if word == other:
        return True
    if _NUMBERING.findall(word) != _NUMBERING.findall(other):
        return False
    letters, others = (re.sub(r"[^A-Z]", "", one.partition("-")[2]) for one in (word, other))
    return len(letters) != len(others) or len(others) > _ABBREVIATION
