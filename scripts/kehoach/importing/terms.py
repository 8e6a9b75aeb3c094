"""Terms in the words of sentences and headings: "trước ngày 30/6/2026", "Trong quý III/2026:"."""

import re

from kehoach import deadline
from kehoach.official.labels import Role, label_values

_DAY = r"(?:ngày\s+)?(?:\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?)"
_MONTH = r"tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?"
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s*(?:/|năm)\s*\d{4})?"
_HALF = r"\d{1,2}\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?"
_YEAR = r"năm\s+\d{4}(?:\s*[-–]\s*\d{4})?"
_EVERY = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)"
_WEEKDAY = r"[Tt]hứ\s+(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)"
_BEFORE = (
    r"(?:trước|(?:chậm|muộn) nhất(?:\s+là)?(?:\s+(?:trước|đến|vào))?|đến(?:\s+hết)?|hết|xong(?:\s+trước)?)"
)
_CLOCK = r"(?:\d{1,2}\s*(?:giờ|h|g)(?:\s*\d{2}(?:\s*phút)?)?\s*,?\s*)"
#: A day, month, quarter or year counts only with the word that makes it a term: "ngày 18 tháng 5 năm 2026"
#: alone is the date of a document.
_TERMS = re.compile(
    rf"^(?:trong\s+)?(?:{_QUARTER}|{_MONTH}|{_HALF})(?=,)|"
    rf"từ\s+{_DAY}\s+đến\s+(?:hết\s+)?{_DAY}|từ\s+ngày\s+{_DAY}(?=[\s.;)]*$)"
    rf"|(?:xong|hoàn thành)\s+(?:trong|vào)\s+{_DAY}"
    rf"|(?:định kỳ\s+)?(?:{_BEFORE}\s+)(?:{_DAY})(?:\s+và\s+(?:trước\s+)?{_DAY})+(?:\s+{_EVERY})?"
    rf"|(?:định kỳ\s+)?(?:vào\s+|{_BEFORE}\s+)?{_CLOCK}?{_WEEKDAY}\s+{_EVERY}"
    rf"|{_EVERY},?\s+(?:vào\s+|{_BEFORE}\s+){_CLOCK}?{_WEEKDAY}"
    rf"|(?:định kỳ\s+)?(?:{_BEFORE}\s+)?ngày\s+\d{{1,2}}\s+"
    rf"(?:(?:của\s+)?tháng\s+(?:đầu|cuối)\s+quý(?:\s+sau)?|{_EVERY})"
    rf"|(?:định kỳ\s+)?(?:{_BEFORE}\s+)(?:{_CLOCK})?(?:{_DAY})(?:\s+{_EVERY})?"
    rf"|(?:{_BEFORE}|trong|vào)\s+(?:(?:thượng|trung|hạ)\s+tuần\s+)?(?:{_MONTH}|{_QUARTER}|{_HALF})"
    rf"|(?:hoàn thành|xong|ban hành|trình|báo cáo)\s+(?:trong\s+)?(?:{_MONTH}|{_QUARTER}|{_YEAR})"
    rf"|(?:hoàn thành\s+)?trong\s+{_YEAR}"
    rf"|định kỳ(?:\s+{_EVERY}|\s+\d{{1,2}}\s+tháng(?:\s+(?:một|1)\s+lần)?)(?:\s*\({_BEFORE}\s+{_DAY}\))?"
    r"|(?:sau|trong(?:\s+vòng)?|(?:chậm|muộn)\s+nhất(?:\s+là)?)\s+\d{1,3}\s+"
    r"(?:ngày(?:\s+làm việc)?|tháng)[^.;,]{0,20}?"
    r"\s+(?:kể từ|sau khi)[^.;]+"
    r"|(?:(?:trước|(?:chậm|muộn)\s+nhất)\s+)?\d{1,3}\s+ngày(?:\s+làm việc)?\s+(?:so với|trước)"
    r"\s+(?!ngày\s+\d)[^.;,]+"
    r"|(?:ít nhất\s+|tối thiểu\s+|định kỳ\s+)?\d{1,2}\s+lần\s*/\s*(?:năm|quý|tháng|tuần)"
    rf"|(?:ngay\s+)?sau khi\s+[^.;,]+(?:ban hành|thông qua|phê duyệt|có hiệu lực)"
    r"|(?:xong\s+)?trước\s+(?:Tết|mùa|kỳ họp)\s[^.;,]+?"
    rf"(?=[.;,]|$|\s(?:trong|hoàn thành|định kỳ|{_BEFORE})\s)"
    r"|khi có\s+[^.;]{1,80}(?=[.;]?$)"
    r"|(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần|ngày)(?:\s*\((?:vào|trước)[^()]+\))?",
    re.IGNORECASE,
)
#: Terms of these forms are kept though the day that they wait for cannot be computed.
_EVENTS = re.compile(
    r"(?:xong\s+)?trước\s+(?:tết|mùa|kỳ họp)|khi có|(?:định kỳ\s+)?trước ngày \d+ (?:của )?tháng",
    re.IGNORECASE,
)
#: "Dự toán hằng năm" is a thing, and no time by which something is done.
_OF_YEARS = re.compile(r"\b(?:dự toán|ngân sách|đã cấp)\s+$", re.IGNORECASE)
_YEARLY = re.compile(r"(?:hằng|hàng) năm", re.IGNORECASE)
_SEASON = re.compile(r"(?:xong\s+)?trước\s+(?:tết|mùa|kỳ họp)", re.IGNORECASE)
#: The verb before a month or year is no part of the term itself.
_VERB = re.compile(r"^(?:hoàn thành|ban hành|trình|báo cáo|xong(?!\s+trước\s+(?:tết|mùa)))\s+", re.IGNORECASE)
#: Longer words are no heading that sets a term.
_LONGEST_LEAD_IN = 250
#: What is to be done by the term behind it, and how a term within a year begins.
_WORK_OF = re.compile(
    r"(?:các\s+)?(?:nhiệm vụ|công việc|nội dung|việc|hoàn thành|thực hiện)\b", re.IGNORECASE
)
_BEGINS_TERM = re.compile(
    r"\b(?:(?:trong|vào|đến(?: hết)?|hết) (?=quý|tháng|ngày|tuần|\d)|trước(?= ngày| tháng| quý| \d)|chậm nhất"
    r"|từ (?=ngày|tháng|quý)|quý|tháng|tuần|ngày|[69] tháng|thường xuyên)\b",
    re.IGNORECASE,
)
#: The words that terms alone are made of; with any other, words are a sentence about a time.
_TIME_WORDS = re.compile(
    r"(?:(?:trong|vào|đến|hết|từ|trước|sau|chậm|nhất|là|giữa|đầu|cuối|nửa|và|của|các|những|tiếp|theo|trở|đi|ngày"
    r"|tuần|tháng|quý|năm|kỳ|giai|đoạn|mỗi|hằng|hàng|định|lần|thường|xuyên|thứ|giờ|làm|việc|hoàn|thành|thực|hiện"
    r"|xong|[ivx]+|[\d/.()–-]+)(?![^\W\d])[\s,]*)+",
    re.IGNORECASE,
)


def term_in(text: str) -> str | None:
    """The words of a clause that set its term; None where there are none. A day counts before a season."""
    season = None
    head, colon, behind = text.partition(":")
    if colon and behind.strip(" .;") and _is_term(head):
        return head
    for role, value in label_values(text.strip(" .;")) if ":" in text else ():
        if role is Role.DEADLINE and deadline.is_readable(value, 2000):
            return value
    for found in _TERMS.finditer(text):
        words = _VERB.sub("", found[0], count=1)
        if _YEARLY.fullmatch(words) and _OF_YEARS.search(text, 0, found.start()):
            continue
        if _SEASON.match(words):
            season = season or words
        elif deadline.is_readable(words, 2000) or _EVENTS.match(words):
            return words
    return season


def is_open(term: str | None) -> bool:
    """Whether a more exact term may follow: there is none, or a season."""
    return term is None or bool(_SEASON.match(term))


def heading_term(text: str) -> str | None:
    """The term that a heading or lead-in sets for all that stands below it; None where it sets none.

    "Trong quý III/2026:", "Nhiệm vụ hoàn thành trước ngày 30/6/2026", "Sở A, trước ngày 15/5/2026:". A year
    that only says what the work is of sets none: "NHIỆM VỤ TRỌNG TÂM NĂM 2026".
    """
    words = text.strip(" .;:")
    if len(words) > _LONGEST_LEAD_IN or words.isdigit() or text.rstrip().endswith((".", ";")):
        return None
    if _is_term(words):
        return words
    if of := _WORK_OF.match(words):
        begins = (found.start() for found in _BEGINS_TERM.finditer(words, of.end()))
        return next((words[at:] for at in begins if _is_term(words[at:])), None)
    return term_in(words) if text.rstrip().endswith(":") else None


def _is_term(words: str) -> bool:
    """Whether words are a term and nothing else."""
    return bool(_TIME_WORDS.fullmatch(words)) and deadline.is_readable(words, 2000)


def without_term(text: str) -> str:
    """A lead-in without the term behind the names: "Sở A, trước ngày 15/5/2026:"."""
    term = heading_term(text)
    before, found, _behind = text.rpartition(term) if term else ("", "", "")
    return f"{before.rstrip(' ,(-–')}:" if found and before.strip() else text
