"""Duties given in sentences: "Sở X chủ trì, phối hợp với Y … trước ngày …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach import deadline
from kehoach.importing.agency_lists import agencies_in, begins_agency, is_agency
from kehoach.importing.letters import CAPITAL
from kehoach.importing.vocabulary import NAMED_PRODUCTS, VERBS

_DAY = r"(?:ngày\s+)?(?:\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?)"
_MONTH = r"tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?"
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s*(?:/|năm)\s*\d{4})?"
_YEAR = r"năm\s+\d{4}"
_EVERY = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)"
_WEEKDAY = r"[Tt]hứ\s+(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)"
_BEFORE = (
    r"(?:trước|(?:chậm|muộn) nhất(?:\s+là)?(?:\s+(?:trước|đến|vào))?|đến(?:\s+hết)?|hết|xong(?:\s+trước)?)"
)
#: A day, month, quarter or year counts only with the word that makes it a term: "ngày 18 tháng 5 năm 2026"
#: alone is the date of a document.
_TERMS = re.compile(
    rf"(?:định kỳ\s+)?(?:vào\s+)?{_WEEKDAY}\s+{_EVERY}"
    rf"|(?:định kỳ\s+)?(?:{_BEFORE}\s+)(?:{_DAY})(?:\s+{_EVERY})?"
    rf"|(?:{_BEFORE}|trong)\s+(?:{_MONTH}|{_QUARTER})"
    rf"|(?:hoàn thành|xong|ban hành|trình|báo cáo)\s+(?:trong\s+)?(?:{_MONTH}|{_QUARTER}|{_YEAR})"
    rf"|(?:hoàn thành\s+)?trong\s+{_YEAR}"
    rf"|định kỳ(?:\s+{_EVERY}|\s+\d{{1,2}}\s+tháng(?:\s+(?:một|1)\s+lần)?)(?:\s*\({_BEFORE}\s+{_DAY}\))?"
    r"|(?:sau|trong(?:\s+vòng)?)\s+\d{1,3}\s+(?:ngày(?:\s+làm việc)?|tháng)[^.;,]{0,20}?"
    r"\s+(?:kể từ|sau khi)[^.;]+"
    rf"|(?:ngay\s+)?sau khi\s+[^.;,]+(?:ban hành|thông qua|phê duyệt|có hiệu lực)",
    re.IGNORECASE,
)
#: The verb before a month or year is no part of the term itself.
_VERB = re.compile(r"^(?:hoàn thành|ban hành|trình|báo cáo)\s+", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:giao\s+|đề nghị\s+|yêu cầu\s+)?(?P<who>.+?)\s*(?::\s*)?"
    r"(?P<verb>chủ trì|là (?:cơ quan )?đầu mối|chịu trách nhiệm)\b",
    re.IGNORECASE,
)
_COOPERATES = re.compile(r"\bphối hợp(?:\s+chặt chẽ)?\s+(?:với\s+)?", re.IGNORECASE)
_TASKED = re.compile(r"\b(?:chủ trì|phối hợp|đầu mối)\b")
#: What agencies do: the first of these words ends a list of agencies in a sentence.
_VERBS = re.compile(rf"\s+(?:{VERBS})(?!\w)")
_PRODUCT = re.compile(
    r"\b(?:xây dựng|ban hành|trình|lập|hoàn thiện|biên soạn|tham mưu[^,;.]{0,40}ban hành)\s+"
    rf"(?P<what>(?:{NAMED_PRODUCTS})\b[^,;.]*)"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A part of a clause with a term of its own: where it begins and ends in the clause, and what it says."""

    start: int
    end: int
    deadline: str | None
    owners: tuple[str, ...]
    partners: tuple[str, ...]
    deliverables: tuple[str, ...]


def duties(text: str) -> Iterator[Duty]:
    """The duties of a clause: a part with a term ends where the sentence or its member ends.

    What stands before it since the last full stop or term belongs to it. A rest without a term is one too.
    """
    owners, cut = leader(text)
    for start, end, term in _spans(text):
        words = text[start:end].strip(" ;.,")
        begin = text.index(words, start)
        partners = partners_in(text[max(begin, cut) : end])
        products = tuple(found["what"].strip() for found in _PRODUCT.finditer(words)) if term else ()
        yield Duty(begin, begin + len(words), term, owners, partners, products)


def _spans(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Where the duties of a clause begin and end, with their terms."""
    for start, sentence_end in _sentences(text):
        ends = [end for _begin, end in _members(text, start, sentence_end)]
        begin = start
        for end in ends:
            if term := term_in(text[begin:end]):
                last = end == ends[-1] or not term_in(text[end:sentence_end])
                yield begin, sentence_end if last else end, term
                begin = sentence_end if last else end
        if begin < sentence_end:
            yield begin, sentence_end, None


def term_in(text: str) -> str | None:
    """The words of a clause that set its term; None where there are none."""
    for found in _TERMS.finditer(text):
        words = _VERB.sub("", found[0], count=1)
        if deadline.is_readable(words, 2000):
            return words
    return None


def leader(text: str) -> tuple[tuple[str, ...], int]:
    """The agencies that a sentence names as leading or begins with, and where what they do begins."""
    found = _LEADS.match(text)
    if found and begins_agency(found["who"]) and not _VERBS.search(f" {found['who']}"):
        return agencies_in(found["who"]), found.start("verb")
    begin = re.match(r"(?:giao|đề nghị|yêu cầu)\s+", text, re.IGNORECASE)
    start = begin.end() if begin else 0
    if begins_agency(text[start:]):
        verb = _first_verb(text, start)
        if verb is not None:
            return agencies_in(text[start:verb]), verb
    return (), 0


def of_heading(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The agencies that a heading gives the duties below it, and those they cooperate with in all of them.

    "Bộ Nội vụ", "Bộ Tài chính chủ trì, phối hợp với các địa phương:"; nobody where it is no such heading.
    """
    if is_agency(text) and not _VERBS.search(f" {text}") and not _TASKED.search(text):
        return agencies_in(text), ()
    if not text.endswith(":"):
        return (), ()
    owners, cut = leader(text)
    return owners, partners_in(text[cut:])


def partners_in(text: str) -> tuple[str, ...]:
    """The agencies that a sentence names behind "phối hợp với", up to what is to be done."""
    found = _COOPERATES.search(text)
    if not found or not begins_agency(text[found.end() :]):
        return ()
    verb = _first_verb(text, found.end())
    return agencies_in(text[found.end() : verb]) if verb is not None else ()


def _first_verb(text: str, start: int) -> int | None:
    """Where the first word of doing stands behind a list of agencies: not inside a name, nor far away."""
    hidden = _without_brackets(text)
    cooperates = _COOPERATES.search(hidden, start)
    verb = _VERBS.search(hidden, start)
    ends = [found.start() for found in (verb, cooperates, re.compile(r"[:.]").search(hidden, start)) if found]
    return min(ends) if ends and min(ends) - start < 400 else None


def _without_brackets(text: str) -> str:
    """The text with what stands in brackets blanked out."""
    return re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), text)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a clause begin and end; the points in "31.5" or "TP. Huế" end none."""
    start = 0
    for found in re.finditer(rf"(?<=[\w)”\"])\.\s+(?={CAPITAL}|[-+“])", _without_brackets(text)):
        yield start, found.start() + 1
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _members(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a sentence between semicolons outside brackets."""
    hidden = _without_brackets(text)
    at = start
    for found in re.compile(";").finditer(hidden, start, end):
        yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end
