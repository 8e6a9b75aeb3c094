"""Deadlines as Vietnamese officials write them, read without guessing.

A small grammar in three steps.  **Words**: the text becomes tokens, each with a one-letter code (``_WORDS``).
**Phrases**: regular expressions over the string of codes find the pieces: a day, a range, "hằng năm"
(``_PHRASES``).  **Combination**: pieces that belong together are merged ("hằng năm" + "trước ngày 10/12"),
one is the deadline, the others stand in ``also``.  Words that no piece explains are prose, and prose must not
look like a deadline: otherwise the text is unreadable, and says so.

Conventions (Civil Code 2015, art. 146-148; civil law, so for plans a convention and no rule): the end of a
month, quarter or year is its last day, "giữa tháng" the 15th, "giữa năm" 30/6, "cuối năm" 31/12; of a term
counted from an event the first day is not counted.  "Trước ngày D" ends on D-1.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from kehoach.i18n import _


class Kind(StrEnum):
    """What sort of deadline it is; the words of the corpus' own scoring."""

    DATE = "date"
    PERIOD = "period"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    EVENT = "event"
    RELATIVE = "relative"
    VAGUE = "vague"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Offset:
    """A term counted from an event: days (or working days), or months ("02 tháng kể từ …")."""

    days: int
    working: bool
    months: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline as understood; ``text`` keeps the plan's own words."""

    text: str
    kind: Kind
    due: date | None = None
    start: date | None = None
    rrule: str | None = None
    before: bool = False
    offset: Offset | None = None
    waits_for: str | None = None
    also: tuple["Deadline", ...] = ()
    nearest: tuple[str, ...] = ()
    fault: str = ""
    """Why the text is unreadable: a key of ``_problem``; empty when it was read."""
    culprit: str = ""
    """The words at fault."""

    @property
    def problem(self) -> str | None:
        """Why there is no deadline and what to write, in the reader's language."""
        return _problem(self.fault).format(culprit=self.culprit, text=self.text) if self.fault else None

    def late_after(self, *, strict: bool = False) -> date | None:
        """The last day on which the task is not late: due, but D itself for "trước ngày D" unless strict.

        A standing duty is never late by its day alone: "ongoing" has no such day, even where it has an end.
        """
        if self.due is None or self.kind not in (Kind.DATE, Kind.PERIOD):
            return None
        grace = self.before and self.kind is Kind.DATE and not strict
        return self.due + timedelta(days=1) if grace else self.due

    def due_from(self, event: date, holidays: Collection[date] = ()) -> date | None:
        """The due day once the event has its day, which is not counted (Civil Code 2015, art. 147)."""
        if self.kind not in (Kind.EVENT, Kind.RELATIVE):
            return None
        try:
            if self.offset is None:
                return event - timedelta(days=1) if self.before else event
            if self.offset.months:
                return _add_months(event, self.offset.months)
            if self.offset.working:
                return _add_working_days(event, self.offset.days, holidays)
            return event + timedelta(days=self.offset.days)
        except (OverflowError, ValueError):  # past the calendar's end
            return None


def _add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (Civil Code 2015, art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_working_days(day: date, days: int, holidays: Collection[date]) -> date:
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in holidays
    return day


# --- Words ------------------------------------------------------------------------------------------------

_YEAR = r"(?:19|20)[0-9][0-9]"
_OF_YEAR = rf"(?: ?[/.-] ?|,? năm | ){_YEAR}"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY_MONTH = r"[0-9]{1,2}(?: tháng | ?[/.-] ?)[0-9]{1,2}"
_PLANS = (
    "lộ trình|kế hoạch|tiến độ|chương trình|quy định|hướng dẫn|thời gian|thời hạn|thời điểm|phân công|đề án"
    "|dự án|quyết định|nghị quyết|nghị định|luật|văn bản|kết luận|chỉ thị|phân kỳ|giai đoạn|từng giai đoạn"
)
# One line a word: code, pattern.  The first that matches wins.  Codes of values: V has its year, v has none.
# fmt: off
_WORDS: tuple[tuple[str, str, str], ...] = (
    # Numbers that are no dates: document numbers with their day, "số 1", percentages.
    ("reference", "w",
     rf"(?:số )?[0-9]+(?:/{_YEAR})?/[^\W\d_][\w/.-]*(?: ngày {_DAY_MONTH}(?: ?[/.-] ?| năm ){_YEAR})?"),
    ("number_no", "w", r"số [0-9]+|[0-9]+(?:[.,][0-9]+)? ?%"),
    ("hour", "t", r"trước (?:[01]?[0-9]|2[0-4])(?:h| ?giờ ?|:)(?:[0-5][0-9])?(?: phút)?"),
    ("offset", "x",
     r"(?:(?:chậm nhất|muộn nhất|trong vòng|trong thời hạn|trong thời gian|trong|sau|không quá|là) )*"
     r"[0-9]{1,3}(?: \([^()]*\))? (?:ngày làm việc|ngày|tuần|tháng|năm),? "
     r"(?:(?:được )?tính từ|kể từ|từ|sau)(?: khi)?"),
    ("term", "m",
     r"(?:(?:chậm nhất|muộn nhất|trong vòng|trong thời hạn|không quá|là) )+"
     r"[0-9]{1,3}(?: \([^()]*\))? (?:ngày làm việc|ngày|tuần)"),
    ("event", "e", r"(?:ngay )?(?:sau khi|trước khi|khi)"),
    ("asked", "e", r"theo (?:yêu cầu|đề nghị|chỉ đạo|nhu cầu|vụ việc|sự việc)"),
    ("event_day", "e", r"(?:ngay )?(?:kể từ|tính từ|từ|sau) (?:ngày|thời điểm)(?= [^\W\d])"),
    ("plan", "r", rf"theo (?:đúng )?(?:{_PLANS})"),
    ("stages", "g", r"(?:theo )?từng giai đoạn"),
    # Values.
    ("date", "V", rf"(?:ngày )?{_DAY_MONTH}(?: ?[/.-] ?|,? năm ){_YEAR}"),
    ("month", "V",
     rf"(?:(?:các )?tháng )?[0-9]{{1,2}} ?[/.-] ?{_YEAR}|(?:các )?tháng [0-9]{{1,2}}{_OF_YEAR}"),
    ("badquarter", "D", r"quý (?:v|vi{1,3}|ix|x|[05-9]|[1-9][0-9])"),
    ("quarter", "V", rf"(?:các )?quý (?:i{{1,3}}|iv|0?[1-4]){_OF_YEAR}"),
    ("half", "V", rf"(?:(?:0?6|sáu) tháng|nửa) (?:đầu|cuối)(?: của)? năm {_YEAR}"),
    ("middle", "V", rf"giữa (?:năm {_YEAR}|tháng [0-9]{{1,2}}{_OF_YEAR})"),
    ("end", "V", rf"cuối (?:năm {_YEAR}|tháng [0-9]{{1,2}}{_OF_YEAR}|quý (?:i{{1,3}}|iv|[1-4]){_OF_YEAR})"),
    ("year", "V", rf"(?:các |cả )?năm {_YEAR}"),
    ("yearbare", "V", _YEAR),
    ("monthend", "q", r"(?:ngày )?[0-9]{1,2}(?: của)? tháng cuối (?:của )?(?:mỗi |hằng )?quý"),
    ("date_", "v", rf"ngày {_DAY_MONTH}|[0-9]{{1,2}} tháng [0-9]{{1,2}}"),
    ("datebare_", "v", r"[0-9]{1,2} ?/ ?[0-9]{1,2}"),
    ("day", "d", r"ngày [0-9]{1,2}"),
    ("month_", "v", r"(?:các )?tháng [0-9]{1,2}"),
    ("quarter_", "v", r"(?:các )?quý (?:i{1,3}|iv|0?[1-4])"),
    ("half_", "v", r"(?:(?:0?6|sáu) tháng|nửa) (?:đầu|cuối)(?: của)? năm"),
    ("middle_", "v", r"giữa (?:năm|tháng [0-9]{1,2})"),
    ("end_", "v", r"cuối (?:tháng [0-9]{1,2}|quý (?:i{1,3}|iv|[1-4])|năm)"),
    ("year_", "v", r"trong năm(?! (?:[0-9]|tiếp|sau|tới|học|qua|trước|kế|đó|này))"),
    # Recurrence and standing duties.
    ("years_on", "y",
     r"(?:và )?(?:các |những )năm (?:tiếp theo|kế tiếp|sau đó|về sau|sau)|trở đi|trở về sau"),
    ("times", "E", r"(?:mỗi )?(?:[0-9]{1,2}|sáu|một) (?:năm|quý|tháng|tuần|ngày)(?: ?/ ?| (?:0?1|một) )lần"),
    ("every", "E", r"(?:hằng|mỗi|từng) (?:(?:0?6|sáu|0?3|ba) tháng|năm|quý|tháng|tuần|ngày)|thường niên"),
    ("lastof", "E", r"(?:ngày )?cuối(?: cùng)?(?: của)? (?:hằng|mỗi) (?:năm|quý|tháng)"),
    ("units", "u", r"(?:0?[1-9]|1[0-2]|sáu) (?:tháng|tuần)|năm|quý|tháng|tuần"),
    ("next", "n", rf"(?:[0-9]{{1,2}}|i{{1,3}}|iv)(?:{_OF_YEAR})?"),
    ("weekday", "T", r"(?:(?:sáng|chiều|ngày) )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"),
    ("periodic", "k", r"định kỳ"),
    ("ongoing", "o", r"(?:(?:thực hiện|nhiệm vụ|công việc) )?(?:thường xuyên|liên tục)"),
    ("vague", "z", r"khẩn trương|kịp thời|sớm nhất|sớm|ngay lập tức|ngay"),
    ("sudden", "j", r"đột xuất"),
    # Words of limits.
    ("safe", "w",
     r"đầu tư|lần đầu|đầu mối|bước đầu|đứng đầu|hằng đầu|hằng (?:hóa|hoá|không|hải|giả|loạt)"
     r"|(?:ngân|khách|nhà|mặt|cửa|đơn|bán) hằng|(?:việt|hà|quảng|miền|phía) nam|liên quan đến"
     r"|quy (?:định|hoạch|trình|chế|mô|chuẩn|ước|tắc|phạm)|kỳ họp|học kỳ|định mức|xác định|quyết định"),
    ("until", "t", r"(?:cho )?(?:đến|tới)(?: hết)?|hết"),
    ("until_now", "c", r"từ nay"),
    ("before", "b", r"trước"),
    ("from", "f", r"(?:bắt đầu )?(?:kể từ|tính từ|từ)|bắt đầu"),
    ("after", "s", r"sau"),
    ("stage", "p", r"giai đoạn|thời kỳ"),
    ("latest", "l", r"(?:chậm|muộn) nhất(?: là| vào)?|không (?:quá|muộn hơn|chậm hơn)"),
    ("finish", "h", r"hoàn thành|hoàn tất|xong"),
    ("within", "c", r"trong suốt|trong|vào|thực hiện|thời (?:hạn|gian|điểm)|hạn|dự kiến|là"),
    ("and", "&", r"và"),
    ("or", "|", r"hoặc"),
    ("debris", "D", r"ngày|kỳ|đầu|giữa|cuối|hằng|mỗi|thứ|[ivxl]+|khoảng|\w*[0-9]\w*"),
    ("word", "w", r"[^\W\d_][\w'’]*"),
)
# fmt: on
_CODES = {name: code for name, code, _pattern in _WORDS}
_LEXER = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, _code, pattern in _WORDS)
    + r")(?!\w)|(?P<mark>[^\w\s])"
)
_MARKS = {",": ",", ";": ";", ".": ".", "(": "(", ")": ")", ":": ":", "-": "-", '"': "'", "“": "'", "”": "'"}
_WEEKDAYS = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "nhật": "SU",
             "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip
_EVERY = {"năm": (1, "YEARLY"), "niên": (1, "YEARLY"), "quý": (3, "MONTHLY"), "tháng": (1, "MONTHLY"),
          "tuần": (1, "WEEKLY"), "ngày": (1, "DAILY")}  # fmt: skip
_SAME = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-"})
# Prose that would be a deadline with the right accents; and real words that only look like one.
_TIME_WORDS = {"ngay", "thang", "quy", "qui", "nam", "tuan", "truoc", "cuoi", "giua"}
_ALIKE = {"nắm", "nằm", "nấm", "thẳng", "thắng", "thăng", "tuân", "tuấn", "quỹ", "quỳ", "ngáy", "ngây",
          "cười", "cưới"}  # fmt: skip
_MISSPELT = re.compile(
    r"\b(?:thuong xuyen|khan truong|kip thoi|dot xuat|dinh k[iy]|hang (?:nam|quy|thang|tuan)|lo trinh)\b"
)


class _UnreadableError(Exception):
    """The text cannot be read: the key of the problem and the words at fault."""

    def __init__(self, fault: str, culprit: str = "") -> None:
        super().__init__(fault)
        self.fault, self.culprit = fault, culprit


@dataclass(frozen=True, slots=True)
class _Token:
    name: str
    code: str
    begin: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class _Value:
    """A day or a span of months; ``year`` is None where the text has none."""

    unit: str
    year: int | None
    months: tuple[int, int]
    day: int | None = None
    bare: bool = False
    words: str = ""

    def span(self, year: int) -> tuple[date, date]:
        first, last = self.months
        if self.day is None:
            return date(year, first, 1), date(year, last, monthrange(year, last)[1])
        try:
            day = date(year, first, self.day)
        except ValueError:
            raise _UnreadableError("day", f"{self.day}/{first}/{year}") from None
        return day, day


def _fold(text: str) -> str:
    """Lower case and one spelling (hàng/hằng, quí/quý, uỷ/ủy, dashes), letter for letter."""
    low = text.lower()
    if len(low) != len(text):  # a few foreign capitals grow: leave those alone
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.translate(_SAME)
    for variant, usual in (
        ("hàng", "hằng"),
        ("quí", "quý"),
        ("uỷ", "ủy"),
        ("nh kì", "nh kỳ"),
        ("thời kì", "thời kỳ"),
    ):
        low = low.replace(variant, usual)
    return low


def _tokens(low: str) -> list[_Token]:
    tokens = []
    for match in _LEXER.finditer(low):
        name, word = match.lastgroup or "", match.group()
        code = _MARKS.get(word, "D") if name == "mark" else _CODES[name]
        tokens.append(_Token(name, code, match.start(), match.end(), word))
    return tokens


def _value(token: _Token, like: _Value | None = None) -> _Value:
    """The value a token names; ``like`` is the value before it, whose unit "tháng 5, 6" carries on."""
    name = token.name.rstrip("_")
    unit = name.removesuffix("bare")
    numbers = [int(n) for n in re.findall(r"[0-9]+", token.low)]
    year = numbers.pop() if numbers and numbers[-1] >= 1900 else None
    if name == "next" and like:
        unit = like.unit
    roman = re.search(r"\b(iv|i{1,3})\b", token.low)
    number = _ROMAN[roman[1]] if roman else numbers[0] if numbers else 0
    months, day = _months(unit, token.low, number), None
    if unit == "date":
        if len(numbers) < 2:
            raise _UnreadableError("words", token.low)
        day, months = numbers[0], (numbers[1], numbers[1])
        if not (1 <= months[0] <= 12 and 1 <= day <= monthrange(2024, months[0])[1]):
            raise _UnreadableError("day", "/".join(map(str, [*numbers, *([year] if year else [])])))
    elif unit == "middle" and "tháng" in token.low:
        day = 15
    if not (1 <= months[0] <= 12 and months[1] <= 12):
        raise _UnreadableError("quarter" if unit == "quarter" else "month", str(number))
    return _Value(unit, year, months, day, name.endswith("bare"), token.low)


def _months(unit: str, low: str, number: int) -> tuple[int, int]:
    """First and last month of a unit; of "giữa năm" and "cuối năm" the month in which they end."""
    if unit == "quarter" or "quý" in low:
        return 3 * number - 2, 3 * number
    if unit == "half":
        return (1, 6) if "đầu" in low else (7, 12)
    if unit == "month" or "tháng" in low:
        return number, number
    return {"middle": (6, 6), "end": (12, 12)}.get(unit, (1, 12))


# --- Phrases ----------------------------------------------------------------------------------------------

_LEAD = "[clh]*"
_PHRASES = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("onward", f"{_LEAD}f?[Vv](?:[,&-][Vvn])*,?&?y"),
            ("since", "f?V&E"),
            ("span", f"{_LEAD}p?f?[Vvd](?:tb?|-)[Vvn]"),
            ("several", f"{_LEAD}[pb]*[Vv](?:[,&]b?[Vvn])+"),
            ("weekdays", f"{_LEAD}t?b?T(?:[,&]T)*"),
            ("onlast", f"{_LEAD}b?q"),
            ("day", f"{_LEAD}t?b?d"),
            ("from", f"{_LEAD}f[Vv]"),
            ("after", f"{_LEAD}s[Vv]"),
            ("one", f"{_LEAD}[pt]*b?[Vv]"),
            ("every", f"k?{_LEAD}E(?:[,&]u)*|k{_LEAD}u(?:[,&]u)*"),
            ("ongoing", "o(?:[,&]*o)*"),
            ("vague", "z"),
            ("sudden", "j"),
            ("stages", "&?g"),
            ("waiting", "[erx]"),
            ("term", "m"),
        )
    )
)
# What ends the words of an event or plan: a comma or "hoặc" before another part of the deadline …
_NEXT_PART = re.compile(r"[,;|&](?=[clhpfb]*[Vvd]|[^,;.()|]*?(?:[bclhtfs]p?[VvdT]|[oEyjzkerx]))")
_NEXT_CHOICE = re.compile(r"\|(?=[clhbfp]*[VvoEjzkerx])")
# … and, within a plan's name, only a limit that cannot belong to it ("theo kế hoạch … trước ngày …").
_LIMIT = re.compile(r"(?:h?[cl]*b|l+t?|hc+t?)[Vv]")


@dataclass(slots=True)
class _Piece:
    """A phrase found: tokens [begin, end) and what it means."""

    name: str
    begin: int
    end: int
    values: list[_Value] = field(default_factory=list)
    before: bool = False
    every: tuple[int, str] | None = None
    days: tuple[str, ...] = ()
    start: _Value | None = None
    waits_for: str | None = None
    offset: Offset | None = None
    bracket: bool = False
    until: _Value | None = None
    last: bool = False
    led: bool = False


def _pieces(words: str, tokens: list[_Token], codes: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    while match := _PHRASES.search(codes, position):
        name, begin, end = match.lastgroup or "", match.start(), match.end()
        if name == "waiting":
            end = _end_of_waiting(codes, begin)
        piece = _Piece(name, begin, end, bracket=codes.count("(", 0, begin) > codes.count(")", 0, begin))
        pieces.extend(_READ.get(name, _read_closed)(piece, tokens, words))
        position = end
    return pieces


def _end_of_waiting(codes: str, begin: int) -> int:
    """An event's or plan's words run to the end of the sentence or bracket, or to the next part."""
    depth = 0
    for index in range(begin + 1, len(codes)):
        code = codes[index]
        depth += (code == "(") - (code == ")")
        if depth < 0 or (code == "." and not depth):
            return index
        if depth:
            continue
        if code in ",;" and _NEXT_PART.match(codes, index):
            return index
        if code == "|" and _NEXT_CHOICE.match(codes, index):
            return index
        if codes[begin] == "r" and _LIMIT.match(codes, index):
            return index
        if code == "(":
            return index
    return len(codes)


def _read_values(piece: _Piece, tokens: list[_Token], _words: str) -> list[_Piece]:
    """ "trước ngày …", a range, a list: all that has a day, month, quarter or year."""
    for token in tokens[piece.begin : piece.end]:
        if token.code in "Vvn":
            piece.values.append(_value(token, piece.values[-1] if piece.values else None))
        elif token.code == "d":
            piece.days = (str(_day_of_month(token)),)
        elif token.code == "b":
            piece.before = True
    units = {v.unit for v in piece.values}
    if piece.before and (units & {"middle", "end"} or (piece.name == "several" and units != {"date"})):
        raise _UnreadableError("words")  # "trước cuối năm", "trước quý II, quý III": before which day?
    if piece.name == "day":
        return [piece]
    if piece.days:  # "từ ngày 01 đến ngày 30/6/2026": the first takes the month of the last
        last = piece.values[0]
        if last.unit != "date":
            raise _UnreadableError("words")
        piece.values.insert(0, replace(last, day=int(piece.days[0])))
        piece.days = ()
    return [piece]


def _day_of_month(token: _Token) -> int:
    number = int(re.findall(r"[0-9]+", token.low)[0])
    if not 1 <= number <= 31:
        raise _UnreadableError("day", str(number))
    return number


def _read_every(piece: _Piece, tokens: list[_Token], _words: str) -> list[_Piece]:
    """ "hằng năm", "định kỳ 6 tháng, năm": one recurrence for each unit named."""
    found: list[_Piece] = []
    for index in range(piece.begin, piece.end):
        token = tokens[index]
        if token.code not in "Eu":
            if token.code in "Vv":
                piece.start = _value(token)
            continue
        unit = next(u for u in reversed(re.findall(r"\w+", token.low)) if u in _EVERY)
        interval, frequency = _EVERY[unit]
        count = re.search(r"\b(?:[0-9]+|sáu|ba)\b", token.low)
        if count:
            number = {"sáu": 6, "ba": 3}.get(count[0]) or int(count[0])
            interval *= number
        if not 1 <= interval <= 120:
            raise _UnreadableError("words")
        begin = piece.begin if not found else index
        last = token.name == "lastof"
        found.append(
            replace(piece, name="every", begin=begin, end=index + 1, every=(interval, frequency), last=last)
        )
    return found


def _read_waiting(piece: _Piece, tokens: list[_Token], words: str) -> list[_Piece]:
    """ "sau khi …", "theo kế hoạch …", "05 ngày làm việc kể từ …": the words after the opener are kept."""
    opener = tokens[piece.begin]
    begin = opener.end
    if opener.name in ("asked", "plan"):
        begin = opener.begin + len("theo đúng " if opener.low.startswith("theo đúng ") else "theo ")
    elif opener.name == "event_day":
        begin = opener.begin + max(opener.low.rfind("ngày"), opener.low.rfind("thời điểm"))
    piece.waits_for = words[begin : tokens[piece.end - 1].end].strip(" ,;:") or None
    if piece.waits_for is None:
        raise _UnreadableError("words", opener.low)
    piece.name = {"e": "event", "r": "relative", "x": "relative"}[opener.code]
    piece.before = opener.low.startswith("trước khi")
    if opener.code == "x":
        piece.offset = _offset(opener.low)
    return [piece]


def _offset(low: str) -> Offset:
    """ "05 (năm) ngày làm việc kể từ" and its like; a term in months keeps its months."""
    number, unit = re.findall(r"([0-9]+) (ngày làm việc|\w+)", re.sub(r" \([^()]*\)", "", low))[0]
    months = {"tháng": 1, "năm": 12}.get(unit, 0) * int(number)
    days = 0 if months else int(number) * (7 if unit == "tuần" else 1)
    return Offset(days, unit == "ngày làm việc", months)


def _read_closed(piece: _Piece, tokens: list[_Token], words: str) -> list[_Piece]:
    """Phrases of a word or two: "thường xuyên", "đột xuất", weekdays; "2025 và những năm tiếp theo"."""
    inside = tokens[piece.begin : piece.end]
    if piece.name == "weekdays":
        piece.days = tuple(_WEEKDAYS[t.low.split()[-1]] for t in inside if t.code == "T")
    elif piece.name == "onlast":
        piece.days = tuple(str(_day_of_month(t)) for t in inside if t.code == "q")
    elif piece.name == "onward":
        piece.start = next(_value(t) for t in inside if t.code in "Vv")
        piece.name = "ongoing"
    elif piece.name == "term":
        piece.offset = _offset(inside[0].low)
        piece.name = "relative"
    elif piece.name in ("sudden", "stages"):
        piece.waits_for = words[inside[-1].begin : inside[-1].end]
        piece.name = "event" if piece.name == "sudden" else "relative"
    piece.before = any(t.code == "b" for t in inside)
    return [piece]


_READ = {
    "span": _read_values, "several": _read_values, "day": _read_values, "from": _read_values,
    "after": _read_values, "one": _read_values, "every": _read_every, "since": _read_every,
    "waiting": _read_waiting,
}  # fmt: skip


# --- Combination ------------------------------------------------------------------------------------------

_HARD = ("one", "several", "span", "from", "after")


def _merge(pieces: list[_Piece], codes: str) -> list[_Piece]:
    """Give each recurrence its day ("hằng năm" … "trước ngày 10/12") and each duty its life."""
    left = list(pieces)
    for every in [p for p in pieces if p.name == "every"]:
        day = next((p for p in _neighbours(every, left, codes) if _fits(every, p)), None)
        if day:
            every.values, every.days, every.before = day.values, day.days, day.before
            every.last = day.name == "onlast"
            every.begin, every.end = min(every.begin, day.begin), max(every.end, day.end)
            left.remove(day)
    for duty in [p for p in left if p.name in ("every", "ongoing")]:
        term = next((p for p in _neighbours(duty, left, codes) if _is_term(duty, p, codes)), None)
        if term and duty.start is None:
            until = term.name == "one" and "t" in codes[term.begin : term.end]
            duty.start = None if until else term.values[0]
            duty.until = None if term.name == "from" else term.values[-1]
            duty.begin, duty.end = min(duty.begin, term.begin), max(duty.end, term.end)
            left.remove(term)
    return left


def _neighbours(piece: _Piece, pieces: list[_Piece], codes: str) -> Iterator[_Piece]:
    """Pieces of the same sentence: the one just before, then those after, then those before."""
    before = [p for p in pieces if p.end <= piece.begin and not re.search("[.;]", codes[p.end : piece.begin])]
    after = [p for p in pieces if p.begin >= piece.end and not re.search("[.;]", codes[piece.end : p.begin])]
    yield from (p for p in before if p.end == piece.begin)
    yield from after
    yield from reversed(before)


def _fits(every: _Piece, piece: _Piece) -> bool:
    """Whether a day, date or weekday without a year can be the day of a recurrence."""
    if every.values or every.days or every.last or not every.every:
        return False
    interval, frequency = every.every
    dated = piece.name in ("one", "several") and all(
        v.year is None and v.unit != "year" for v in piece.values
    )
    if frequency == "YEARLY":
        return dated and interval == 1
    if frequency == "WEEKLY":
        return piece.name == "weekdays"
    if frequency == "MONTHLY":
        several_months = interval > 1 and dated and all(v.unit == "date" for v in piece.values)
        return piece.name == "day" or (interval == 3 and piece.name == "onlast") or several_months
    return False


def _is_term(duty: _Piece, piece: _Piece, codes: str) -> bool:
    """Whether a period is the life of a duty: "từ …", "giai đoạn …", or a year that directly follows it."""
    if piece.name in ("from", "span") and not piece.before:
        return True
    follows = piece.begin == duty.end or codes[duty.end : piece.begin] == ","
    until = "t" in codes[piece.begin : piece.end]
    year = piece.name == "one" and not piece.before and piece.values[0].unit == "year"
    return year and follows and (until or piece.begin == duty.end)


def _check_all_read(pieces: list[_Piece], tokens: list[_Token], codes: str) -> None:
    """Refuse the text when the words outside the pieces look like (part of) a deadline."""
    read = {index for piece in pieces for index in range(piece.begin, piece.end)}
    allowed = "wch,;.():&|'" + ("k" if any(p.name == "every" for p in pieces) else "")
    for index, token in enumerate(tokens):
        if index in read:
            continue
        if token.name == "badquarter":
            raise _UnreadableError("quarter", token.low.split()[-1].upper())
        if token.code not in allowed:
            raise _UnreadableError("words", token.low)
    prose = " ".join("|" if i in read or t.name != "word" else t.low for i, t in enumerate(tokens))
    if wrong := _misspelt(prose):
        raise _UnreadableError("words", wrong)
    if not pieces:
        raise _UnreadableError("words")
    for piece in pieces:
        if piece.name in _HARD and codes[piece.begin] in "Vv":
            bare = piece.end - piece.begin == 1 and piece.values[0].bare
            if codes[piece.begin - 1 : piece.begin] in ("w", "V", "v", "n") or (
                bare and codes[piece.end : piece.end + 1] == "w"
            ):
                raise _UnreadableError("words", tokens[piece.begin].low)


def _misspelt(prose: str) -> str:
    """The first words of prose that are a deadline's words without, or with wrong, accents."""
    for word in prose.split():
        if word not in _ALIKE and _plain(word) in _TIME_WORDS:
            return word
    match = _MISSPELT.search(_plain(prose))
    return match[0] if match else ""


def _plain(text: str) -> str:
    """Without accents; đ is d."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


@dataclass(frozen=True, slots=True)
class _Years:
    """Where a missing year comes from: the text's only year, or the plan's year where the text has none."""

    in_text: frozenset[int]
    plan: int | None

    def of(self, value: _Value, phrase: list[_Value]) -> int:
        if value.year is not None:
            return value.year
        index = next(i for i, v in enumerate(phrase) if v is value)
        for other in phrase[index:] + phrase[:index]:  # "tháng 5, tháng 6/2026"
            if other.year is not None:
                return other.year
        if len(self.in_text) == 1:
            return min(self.in_text)
        if self.in_text or self.plan is None:
            raise _UnreadableError("year", value.words)
        return self.plan


def _resolve(piece: _Piece, text: str, years: _Years) -> list[Deadline]:
    """The deadlines a piece stands for: one, but for a list of days."""
    match piece.name:
        case "every" | "onlast":
            found = _recurring(piece, text, years)
        case "event" | "relative":
            kind, offset = Kind(piece.name), piece.offset
            found = [Deadline(text, kind, before=piece.before, offset=offset, waits_for=piece.waits_for)]
        case "ongoing":
            start, end = _life(piece, years)
            found = [Deadline(text, Kind.ONGOING, due=end, start=start)]
        case "vague":
            found = [Deadline(text, Kind.VAGUE)]
        case "day" | "weekdays":
            raise _UnreadableError("words", text)  # "ngày 15", "thứ Sáu": of which month, which week?
        case _:
            found = _dated(piece, text, years)
    return found


def _life(piece: _Piece, years: _Years) -> tuple[date | None, date | None]:
    """First day and end of a recurrence or a standing duty."""
    known = [v for v in (piece.start, piece.until) if v]
    start = piece.start.span(years.of(piece.start, known))[0] if piece.start else None
    end = piece.until.span(years.of(piece.until, known))[1] if piece.until else None
    if start and end and start > end:
        raise _UnreadableError("order")
    return start, end


def _dated(piece: _Piece, text: str, years: _Years) -> list[Deadline]:
    values = piece.values
    spans = [v.span(years.of(v, values)) for v in values]
    first, last = spans[0], spans[-1]
    if piece.name in ("from", "span") and values[0].unit in ("middle", "end"):
        raise _UnreadableError("words", values[0].words)  # "từ cuối năm": from which day?
    if piece.name == "from":
        return [Deadline(text, Kind.PERIOD, start=first[0])]
    if piece.name == "after":
        return [Deadline(text, Kind.PERIOD, start=first[1] + timedelta(days=1))]
    if piece.name == "span":
        due = last[0] - timedelta(days=1) if piece.before else last[1]
        if first[0] > due:
            raise _UnreadableError("order")
        return [Deadline(text, Kind.PERIOD, due, first[0], before=piece.before)]
    units = {v.unit.removesuffix("bare") for v in values}
    if piece.name == "several" and not piece.before and len(units) == 1 and "date" not in units:
        return [Deadline(text, Kind.PERIOD, max(s[1] for s in spans), min(s[0] for s in spans))]
    return [
        Deadline(
            text,
            Kind.DATE if value.unit == "date" else Kind.PERIOD,
            span[0] - timedelta(days=1) if piece.before else span[1],
            before=piece.before,
        )
        for value, span in zip(values, spans, strict=True)
    ]


def _recurring(piece: _Piece, text: str, years: _Years) -> list[Deadline]:
    start, end = _life(piece, years)
    until = f";UNTIL={end:%Y%m%d}" if end else ""
    return [
        Deadline(text, Kind.RECURRING, start=start, rrule=r + until, before=piece.before)
        for r in _rules(piece)
    ]


def _rules(piece: _Piece) -> list[str]:
    """RFC 5545 rules; those of a quarter or a half-year that name a day are written as months of the year."""
    interval, frequency = piece.every or (3, "MONTHLY")
    rule = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if piece.values:
        days: dict[int, list[int]] = {}
        for value in piece.values:
            month, day = _yearly_day(value, before=piece.before)
            days.setdefault(day, []).append(month)
        return [
            f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(set(months))))};BYMONTHDAY={day}"
            for day, months in days.items()
        ]
    if piece.last or piece.name == "onlast":
        return [_last_days(frequency, interval, piece.days)]
    if piece.days:
        return [rule + (";BYDAY=" if frequency == "WEEKLY" else ";BYMONTHDAY=") + ",".join(piece.days)]
    return [rule]


def _yearly_day(value: _Value, *, before: bool) -> tuple[int, int]:
    """Month and day of a yearly day; of a month its last, but its first for "trước tháng 12"."""
    if value.day is not None:
        return value.months[0], value.day
    return (value.months[0], 1) if before else (value.months[1], -1)


def _last_days(frequency: str, interval: int, days: tuple[str, ...]) -> str:
    """ "cuối mỗi quý", "ngày 20 tháng cuối quý", "cuối hằng năm"."""
    day = ",".join(days) or "-1"
    if frequency == "YEARLY":
        return f"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY={day}"
    if interval == 3:
        return f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={day}"
    return f"FREQ=MONTHLY;BYMONTHDAY={day}"


def _words_of(piece: _Piece, read: list[_Piece], tokens: list[_Token], words: str) -> str:
    """A part's own words: the phrase, the prose that leads to it, the rest of its sentence."""
    begin, end = piece.begin, piece.end
    taken = {i for p in read if p is not piece for i in range(p.begin, p.end)}
    while begin and begin - 1 not in taken and tokens[begin - 1].code not in ".;()|":
        begin -= 1
    tail = end
    while tail < len(tokens) and tail not in taken and tokens[tail].code not in ".;()|":
        tail += 1
    if tail not in taken:
        end = tail
    while begin < piece.begin and tokens[begin].code in ",&|:":
        begin += 1
    codes = [t.code for t in tokens[begin:end]]
    if codes.count("(") > codes.count(")") and end < len(tokens) and tokens[end].code == ")":
        end += 1
    return words[tokens[begin].begin : tokens[end - 1].end].strip(" .,;:")


def _principal(parts: list[Deadline]) -> int:
    """Which part is the deadline: a last day (the latest: a wrong accusation is worse), or the firmest."""

    def rank(index: int) -> tuple[int, int]:
        part = parts[index]
        if part.kind in (Kind.DATE, Kind.PERIOD):
            return (0, -part.due.toordinal()) if part.due else (3, 0)
        order = {Kind.RECURRING: 1, Kind.ONGOING: 2, Kind.EVENT: 5, Kind.RELATIVE: 6}
        return (4 if part.offset else order.get(part.kind, 7)), 0

    return min(range(len(parts)), key=rank)


def _combine(text: str, parts: list[Deadline], conditions: list[str]) -> Deadline:
    """One deadline of all parts; a condition in brackets is what a dated deadline waits for."""
    chosen = _principal(parts)
    main, also = parts[chosen], tuple(p for i, p in enumerate(parts) if i != chosen)
    starts = [p.start for p in also if p.start and p.kind is Kind.PERIOD and p.due is None]
    start = main.start
    if start is None and main.due and len(starts) == 1 and starts[0] <= main.due:
        start = starts[0]  # "từ tháng 5/2026, hoàn thành trước ngày 30/6/2026"
    waits_for = main.waits_for or (conditions[0] if conditions else None)
    return replace(main, text=text, start=start, waits_for=waits_for, also=also)


def _read(text: str, year: int | None) -> Deadline:
    words = " ".join(text.split())
    low = _fold(words)
    tokens = _tokens(low)
    if not any(t.name != "mark" for t in tokens):
        raise _UnreadableError("empty")
    codes = "".join(t.code for t in tokens)
    pieces = _pieces(words, tokens, codes)
    _check_all_read(pieces, tokens, codes)
    years = _Years(frozenset(v.year for p in pieces for v in [*p.values, p.start] if v and v.year), year)
    parts: list[Deadline] = []
    conditions: list[str] = []
    merged = _merge(pieces, codes)
    for piece in sorted(merged, key=lambda p: p.begin):
        parts.extend(_resolve(piece, _words_of(piece, merged, tokens, words), years))
        if piece.bracket and piece.waits_for and codes[piece.begin - 1] != "|":
            conditions.append(piece.waits_for)
    return _combine(text, parts, conditions)


@lru_cache(maxsize=65536)
def parse(text: str, year: int | None = None) -> Deadline:
    """Read a deadline; ``year`` is the plan's, for texts that have none.  Never guesses, never raises."""
    text = _clean(text)
    try:
        return _read(text, year if year is None or 1 < year < 9999 else None)
    except _UnreadableError as error:
        nearest = _nearest(text, year) if error.fault == "words" else ()
        return Deadline(text, Kind.NONE, nearest=nearest, fault=error.fault, culprit=error.culprit)


def _clean(text: str) -> str:
    """NFC, without outer whitespace and the full stop at the end."""
    previous = None
    text = unicodedata.normalize("NFC", text)
    while text != previous:
        previous = text
        text = text.strip().rstrip(".;,")
    return text


# --- When it cannot be read -------------------------------------------------------------------------------

_FIXED = (
    "Thường xuyên", "Hằng năm", "Hằng quý", "Hằng tháng", "Hằng tuần", "Định kỳ 6 tháng", "Khẩn trương",
    "Kịp thời", "Đột xuất khi có yêu cầu", "Theo yêu cầu của cấp có thẩm quyền",
    "Theo lộ trình triển khai Đề án",
)  # fmt: skip
_NUMERALS = {"một": "1", "giêng": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7",
             "tám": "8", "chín": "9", "mười một": "11", "mười hai": "12", "mười": "10"}  # fmt: skip


def _nearest(text: str, year: int | None) -> tuple[str, ...]:
    """The readable forms most like the text, for the words of its years or else of the plan's."""
    from rapidfuzz import fuzz  # noqa: PLC0415, RUF100 - only for the few texts that cannot be read

    spelt = _repair(" ".join(text.split())[:200])
    years = sorted(set(re.findall(rf"(?<![0-9]){_YEAR}(?![0-9])", spelt)))[:3]
    key = _plain(_fold(spelt))
    scores = {form: fuzz.ratio(key, _plain(_fold(form))) for form in _FIXED}
    for y in years or ([str(year)] if year else []):
        unsaid = "" if years else rf"(?: năm |/){y}$"  # a year the text does not have must not count
        for form in _forms(spelt, y):
            scores[form] = fuzz.ratio(key, _plain(_fold(re.sub(unsaid, "", form))))
    best = sorted(scores, key=lambda form: -scores[form])[:3]
    return tuple(form for form in best if scores[form] >= max(60, scores[best[0]] - 12))


def _repair(words: str) -> str:
    """Put "2O23", "30/6/26" and "tháng ba" right, only to find the nearest forms."""
    words = re.sub(
        r"(?<!\w)(?=\w*[0-9])[0-9OolI]+(?!\w)",
        lambda m: m[0].translate(str.maketrans("OolI", "0011")),
        words,
    )
    words = re.sub(r"(?<![0-9])([0-9]{1,2}[/.-][0-9]{1,2}[/.-])([0-9]{2})(?![0-9])", r"\g<1>20\2", words)
    numerals = "|".join(_NUMERALS)
    return re.sub(rf"(?i)(tháng) ({numerals})(?!\w)", lambda m: f"{m[1]} {_NUMERALS[m[2].lower()]}", words)


def _forms(words: str, year: str) -> Iterator[str]:
    slash = "" if "năm" in words.lower() or " nam " in words.lower() else "/"
    of = slash or " năm "
    for day, month in re.findall(r"(?<![0-9])([0-9]{1,2})[/.-]([0-9]{1,2})(?![0-9])", words)[:2]:
        yield f"Ngày {day}/{month}/{year}"
        yield f"Trước ngày {day}/{month}/{year}"
    yield from (f"Quý {quarter}{of}{year}" for quarter in ("I", "II", "III", "IV"))
    yield from (f"Tháng {month}{of}{year}" for month in range(1, 13))
    yield from (f"6 tháng {half} năm {year}" for half in ("đầu", "cuối"))
    yield from (f"{head} năm {year}" for head in ("Trong", "Trước", "Cuối", "Giữa", "Đến hết"))
    yield f"{year} và những năm tiếp theo"


def _problem(fault: str) -> str:
    return {
        "empty": lambda: _(
            "There is no deadline. Write it in the plan's own words, for example: Quý III năm 2023."
        ),
        "day": lambda: _("There is no day {culprit}. Check the source text."),
        "month": lambda: _("There is no month {culprit}. Months run from 1 to 12; check the source text."),
        "quarter": lambda: _(
            "There is no quarter {culprit}. Quarters run from I to IV; check the source text."
        ),
        "year": lambda: _(
            "The year is missing in “{text}”. Write the year, for example “{culprit} năm 2023”."
        ),
        "order": lambda: _(
            "“{text}” ends before it begins. Write the year of both ends and check the source text."
        ),
        "words": lambda: _(
            "The deadline “{text}” cannot be read. Write a day, month, quarter or year, a recurrence, "
            "“Thường xuyên”, or what it waits for."
        ),
    }[fault]()


# --- In words, and as JSON --------------------------------------------------------------------------------


def describe(deadline: Deadline) -> str:
    """What was understood, in a few sentences; or why not, and the nearest readable forms."""
    if deadline.kind is Kind.NONE:
        nearest = "; ".join(f"“{form}”" for form in deadline.nearest)
        hint = " " + _("Nearest readable forms: {forms}.").format(forms=nearest) if nearest else ""
        return (deadline.problem or "") + hint
    sentences = [_kind_in_words(deadline), *_days_in_words(deadline)]
    if deadline.waits_for and deadline.kind not in (Kind.EVENT, Kind.RELATIVE):
        sentences.append(_("Condition: {words}.").format(words=deadline.waits_for))
    if deadline.also:
        sentences.append(
            _("Also: {parts}.").format(parts="; ".join(f"“{part.text}”" for part in deadline.also))
        )
    return " ".join(sentences)


def _kind_in_words(deadline: Deadline) -> str:
    match deadline.kind:
        case Kind.DATE:
            words = _("A day.")
        case Kind.PERIOD:
            words = _("A period.")
        case Kind.RECURRING:
            words = _("Recurring: {rule}.").format(rule=_rule_in_words(deadline.rrule or ""))
        case Kind.ONGOING:
            words = _("A standing duty.") if deadline.due else _("A standing duty, without a term.")
        case Kind.EVENT:
            when = _("By the day before: {words}.") if deadline.before else _("Waits for: {words}.")
            words = when.format(words=deadline.waits_for)
        case Kind.RELATIVE:
            words = _relative_in_words(deadline)
        case _:
            words = _("No day is named, only haste: this is no deadline.")
    return words


def _relative_in_words(deadline: Deadline) -> str:
    offset = deadline.offset
    if offset is None:
        return _("Depends on: {words}.").format(words=deadline.waits_for)
    if offset.months:
        term = _("Within {n} months of: {words} (the first day is not counted).")
    elif offset.working:
        term = _("Within {n} working days of: {words} (the first day is not counted).")
    else:
        term = _("Within {n} days of: {words} (the first day is not counted).")
    return term.format(n=offset.months or offset.days, words=deadline.waits_for)


def _days_in_words(deadline: Deadline) -> Iterator[str]:
    if deadline.start:
        yield _("From {day}.").format(day=_dmy(deadline.start))
    if deadline.due:
        yield _("Last day: {day}.").format(day=_dmy(deadline.due))
    elif deadline.kind is Kind.PERIOD:
        yield _("No last day.")
    late_after = deadline.late_after()
    if late_after and late_after != deadline.due:
        yield _("Written “before”, so it counts as late only after {day}.").format(day=_dmy(late_after))
    if deadline.before and deadline.kind is Kind.RECURRING:
        yield _("Written “before”: the last day is the day before the one named.")


def _dmy(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _rule_in_words(rule: str) -> str:
    """An rrule of ours in words: "mỗi năm, ngày 10 tháng 6, 12"."""
    part = dict(item.split("=") for item in rule.split(";"))
    interval = part.get("INTERVAL", "1")
    every = {
        "YEARLY": lambda: _("every year") if interval == "1" else _("every {n} years"),
        "MONTHLY": lambda: _("every month") if interval == "1" else _("every {n} months"),
        "WEEKLY": lambda: _("every week") if interval == "1" else _("every {n} weeks"),
        "DAILY": lambda: _("every day") if interval == "1" else _("every {n} days"),
    }[part["FREQ"]]()
    words = [every.format(n=interval)]
    if "BYDAY" in part:
        words.append(", ".join(_weekday_in_words(day) for day in part["BYDAY"].split(",")))
    if "BYMONTHDAY" in part:
        day = part["BYMONTHDAY"]
        words.append(_("last day") if day == "-1" else _("day {day}").format(day=day))
    if "BYMONTH" in part:
        words.append(_("month {months}").format(months=part["BYMONTH"].replace(",", ", ")))
    if "UNTIL" in part:
        until = part["UNTIL"]
        words.append(_("until {day}").format(day=_dmy(date(int(until[:4]), int(until[4:6]), int(until[6:])))))
    return ", ".join(words)


def _weekday_in_words(day: str) -> str:
    return {
        "MO": lambda: _("Monday"),
        "TU": lambda: _("Tuesday"),
        "WE": lambda: _("Wednesday"),
        "TH": lambda: _("Thursday"),
        "FR": lambda: _("Friday"),
        "SA": lambda: _("Saturday"),
        "SU": lambda: _("Sunday"),
    }[day]()


def as_json(deadline: Deadline) -> dict[str, object]:
    """The deadline as plain JSON values; days are ISO strings."""
    offset = deadline.offset
    return {
        "text": deadline.text,
        "kind": str(deadline.kind),
        "due": deadline.due.isoformat() if deadline.due else None,
        "start": deadline.start.isoformat() if deadline.start else None,
        "rrule": deadline.rrule,
        "before": deadline.before,
        "waits_for": deadline.waits_for,
        "offset": {"days": offset.days, "working": offset.working, "months": offset.months}
        if offset
        else None,
        "also": [as_json(part) for part in deadline.also],
        "problem": deadline.problem,
        "nearest": list(deadline.nearest),
    }
