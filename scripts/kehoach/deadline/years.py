"""Where the year of a day without one comes from."""

from typing import NamedTuple

from kehoach.deadline.lexer import UnreadableError, Value
from kehoach.deadline.phrases import Piece


class Years(NamedTuple):
    """Where a missing year comes from: the text's only year, or the plan's year where the text has none."""

    in_text: frozenset[int]
    plan: int | None

    @classmethod
    def of_text(cls, pieces: list[Piece], plan: int | None) -> "Years":
        """The years that the pieces of a text name."""
        values = (value for piece in pieces for value in [*piece.values, piece.start] if value)
        return cls(frozenset(value.year for value in values if value.year), plan)

    @property
    def known(self) -> bool:
        """Whether there is a year for a value without one."""
        return bool(self.in_text) or self.plan is not None

    def of(self, value: Value, phrase: list[Value]) -> int:
        """The year of a value: its own, that of its neighbours, or where it comes from."""
        return self._base(value, phrase) + value.later

    def _base(self, value: Value, phrase: list[Value]) -> int:
        if value.year is not None:
            return value.year
        index = next(i for i, v in enumerate(phrase) if v is value)
        # "tháng 5, tháng 6/2026", "tháng 12/2026, tháng 1/2027 và tháng 2": the nearest on either side. Where
        # they differ ("tháng 11/2026, tháng 12, tháng 1/2027"), the year is missing.
        sides = (phrase[index:], reversed(phrase[:index]))
        nearest = (next((v.year for v in side if v.year is not None), None) for side in sides)
        years = {year for year in nearest if year is not None} or self.in_text
        if len(years) == 1:
            return min(years)
        if years or self.plan is None:
            raise UnreadableError("year", value.words)
        return self.plan
