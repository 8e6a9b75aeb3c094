"""What a misspelt word was meant to be."""

from collections.abc import Collection


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
