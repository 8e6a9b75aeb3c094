"""How clauses of official texts are numbered: I. / 1. / 1.1. / a) đ) / - / +; Phần, Chương, Điều, Phụ lục."""

import re
from dataclasses import dataclass
from enum import IntEnum


class Rank(IntEnum):
    """The kinds of numbers, the outermost first; what bears a higher rank stands inside the lower."""

    ANNEX = 1
    PART = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 5
    ROMAN = 6
    NUMBER = 7
    SECOND = 8
    THIRD = 9
    FOURTH = 10
    LETTER = 11
    BRACKET = 12
    DASH = 13
    PLUS = 14
    NONE = 15


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a clause: its kind, and its part in the name of the clause ("II", "1.2", "đ")."""

    rank: Rank
    name: str


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_NAME = rf"{_ROMAN}|\d+|nhất|hai|ba|tư|năm|sáu"
_FORMS: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    (Rank.ANNEX, re.compile(rf"(?:phụ lục|biểu|mẫu)(?: số)? ?(?P<name>{_NAME}|[A-Z])?\b\W*?(?=$|[(])", re.I)),
    (Rank.PART, re.compile(rf"phần (?:thứ )?(?P<name>{_NAME})[\s:.]*(?=\s|$)", re.I)),
    (Rank.CHAPTER, re.compile(rf"chương\s+(?P<name>{_ROMAN}|\d+)\s*[:.]?(?:\s+|$)", re.I)),
    (Rank.SECTION, re.compile(rf"mục\s+(?P<name>{_ROMAN}|\d+)\s*[:.]?(?:\s+|$)", re.I)),
    (Rank.ARTICLE, re.compile(r"Điều\s+(?P<name>\d+[a-zđ]?)\s*[:.]\s*")),
    # IV before I: the expression is greedy and must end before a point, a bracket or a dash.
    (Rank.ROMAN, re.compile(rf"(?P<name>{_ROMAN})\s*(?:[.)]|\s-|\s–)\s*(?=\S)")),
    (Rank.FOURTH, re.compile(r"(?P<name>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})[.)]?\s+(?=\S)")),
    (Rank.THIRD, re.compile(r"(?P<name>\d{1,3}\.\d{1,3}\.\d{1,3})[.)]?\s+(?=\S)")),
    (Rank.SECOND, re.compile(r"(?P<name>\d{1,3}\.\d{1,3})[.)]?\s+(?=\D)")),
    (Rank.NUMBER, re.compile(r"(?P<name>\d{1,3})[.)]\s*(?=\D)")),
    (Rank.LETTER, re.compile(r"(?P<name>[a-zđ])\s?[.)]\s+(?=\S)")),
    (Rank.BRACKET, re.compile(r"\((?P<name>\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s*(?=\S)")),
    (Rank.DASH, re.compile(r"[-–—•*]\s*(?=[^\W\d_]|[“\"(]|\d)(?P<name>)")),
    (Rank.PLUS, re.compile(r"\+\s*(?=\S)(?P<name>)")),
)  # fmt: skip
_TABLE_NUMBER = re.compile(rf"(?P<name>{_ROMAN}|\d{{1,3}}(?:\.\d{{1,3}})*|[A-ZĐ]|[a-zđ])\s*[.)]?")


def mark_of(text: str) -> tuple[Mark, str] | None:
    """The number at the beginning of a line and the words behind it; None for a line without one."""
    for rank, form in _FORMS:
        if found := form.match(text):
            return Mark(rank, found["name"] or ""), text[found.end() :].strip()
    return None


def cell_number(text: str) -> str | None:
    """The number that a cell of the first column holds ("II.", "2.1", "a)"); None for other words."""
    found = _TABLE_NUMBER.fullmatch(text.strip(" *"))
    return found["name"] if found else None


def is_roman(name: str) -> bool:
    """Whether a number is a Roman numeral."""
    return bool(re.fullmatch(_ROMAN, name))


def roman(value: int) -> str:
    """A number from 1 to 39 as a Roman numeral."""
    return "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]
