"""What the importer finds: assignments, and what it was not sure of."""

from dataclasses import dataclass

from kehoach.language.text import flat


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task given to somebody, in the words of the text.

    ``line`` and ``last_line`` count from 1 in the text that is imported. ``clause`` is the number as the text
    counts ("II.1.a"). ``deadline`` is None where the text states none. ``doubts`` say what a person should
    look at.
    """

    clause: str
    line: int
    last_line: int
    title: str
    owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deadline: str | None = None
    deliverables: tuple[str, ...] = ()
    submit_to: tuple[str, ...] = ()
    form: str | None = None
    funding: str | None = None
    in_charge: str | None = None
    doubts: tuple[str, ...] = ()


def titled(words: str) -> str:
    """Words as a title: in one line, without the marks at their ends."""
    return flat(words).strip(" .;:,")
