"""Findings: what is wrong with the files, where, and what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault of the files. ``field`` names the option concerned, for rules that follow."""

    path: str
    line: int
    code: str
    id: str
    message: str
    field: str = ""

    def __str__(self) -> str:
        """The form people and editors read: ``path:line: CODE ID: message``."""
        about = f"{self.code} {self.id or '-'}".lstrip()  # what git tells is of no rule
        return f"{self.path}:{self.line}: {about}: {self.message}"
