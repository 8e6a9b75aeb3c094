"""First step of the grammar: the words of a deadline as tokens, each with a one-letter code."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from kehoach.language.text import unaccented

YEAR = r"(?:19|20)[0-9][0-9]"
_OF_YEAR = rf"(?: ?[/.-] ?|,? năm | ){YEAR}"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "chín": 9}
_DAY_MONTH = r"[0-9]{1,2}(?: tháng | ?[/.-] ?)[0-9]{1,2}"
# "Năm sau", "tháng liền kề": the one after that of which a text speaks.
_NEXT = "(?:sau liền kề|liền sau|liền kề|kế tiếp|tiếp theo|kế sau|sau|tới)"
_REPORTED = "(?:năm|tháng|kỳ) báo cáo"
_NEXT_YEAR = rf"(?:,? (?:của )?năm {_NEXT}(?! khi| (?:(?:sau|của) )?{_REPORTED}))"
_CLOCK = (
    r"(?:[01]?[0-9]|2[0-4])(?: ?(?:h|giờ)(?: ?[0-5][0-9])?(?: ?phút|['’])?|:[0-5][0-9])"
    r"(?: (?:sáng|trưa|chiều|tối))?(?:,(?= (?:ngày|thứ|chủ nhật)))?"
)
_OF_DAY = "(?= (?:ngày|thứ|chủ nhật|hằng|mỗi|[0-9]{1,2} ?/))"
_PLANS = (
    "lộ trình|mốc thời gian|thông báo|công văn|thông tư|phụ lục|lịch"
    "|kế hoạch|tiến độ|chương trình|quy định|hướng dẫn|thời gian|thời hạn|thời điểm|phân công|đề án"
    "|dự án|quyết định|nghị quyết|nghị định|luật|văn bản|kết luận|chỉ thị|phân kỳ|giai đoạn|từng giai đoạn"
)
# What reports take together: "6 tháng đầu năm", "9 tháng năm 2026"; but for "cuối" from the first month.
_SOME_MONTHS = "(?:0?[369]|ba|sáu|chín) tháng"
# A week of a month is read as the month, which is never too early; the first, second ten days of one.
_WEEK_OF = "(?:tuần (?:thứ )?(?:[1-5]|nhất|hai|ba|tư|cuối),? (?:của )?)"
_TENDAYS = "(?:giữa|thượng tuần|trung tuần)"
_TENDAYS_END = {"thượng": 10, "giữa": 15, "trung": 20}
_COUNT = "(?:[0-9]{1,2}|một|hai|ba|bốn|sáu)"
_PLAIN_YEAR = "(?! (?:học|tài chính|ngân sách))"
_DOING = "(?: (?:thực hiện|triển khai|áp dụng|tổ chức|vận hành|hoạt động|thi hành))"
# One line a word: code, pattern.  The first that matches wins.  Codes of values: V has its year, v has none.
# fmt: off
_WORDS: tuple[tuple[str, str, str], ...] = (
    # Numbers that are no dates: document numbers with their day, "số 1", percentages.
    ("reference", "w",
     rf"(?:số )?[0-9]+(?:/{YEAR})?/[^\W\d_](?:[\w/.-]*\w)?(?: ngày {_DAY_MONTH}(?: ?[/.-] ?| năm ){YEAR})?"),
    ("number_no", "w", r"số [0-9]+|[0-9]+(?:[.,][0-9]+)? ?%"),
    ("midnight", "b", r"trước 0?0(?: ?(?:h|giờ)(?: ?00)?(?: ?phút)?|:00)"),
    ("hour", "t", rf"trước {_CLOCK}(?! (?:hằng|mỗi) ngày)"),
    ("clock", "",
     rf"(?:(?:từ|vào lúc|vào|lúc) )?{_CLOCK}(?: ?- ?| đến ){_CLOCK}|trước {_CLOCK}(?= (?:hằng|mỗi) ngày)"
     rf"|{_CLOCK}{_OF_DAY}|(?:vào )?(?:lúc|hồi) {_CLOCK}|(?:buổi )?(?:sáng|chiều|tối)(?= (?:ngày|[0-9]))"),
    # Back from an event: "05 ngày trước ngày họp"; a date there would be no event.
    ("countback", "x",
     r"(?:(?:chậm nhất|muộn nhất|ít nhất|tối thiểu|không quá|là|trước) )*[0-9]{1,3} "
     rf"(?:ngày làm việc|ngày|tuần) (?:trước|so với)(?= [^\W\d])(?! ngày {_DAY_MONTH}| tháng [0-9])"),
    ("offset", "x",
     r"(?:(?:chậm nhất|muộn nhất|tối đa|ít nhất|tối thiểu|trong vòng|trong thời hạn|trong thời gian|trong|sau"
     r"|không quá|là) )*[0-9]{1,3}(?: \([^()]*\))? (?:ngày làm việc|ngày|tuần|tháng|năm|giờ),? "
     r"(?:(?:được )?tính từ|kể từ|từ|sau)(?: khi)*"),
    ("term", "m",
     r"(?:(?:chậm nhất|muộn nhất|trong vòng|trong thời hạn|không quá|là) )+"
     r"[0-9]{1,3}(?: \([^()]*\))? (?:ngày làm việc|ngày|tuần)"),
    ("season", "e", r"trước(?= (?:tết|mùa) [^\W\d])"),
    ("event", "e", r"(?:ngay )?(?:sau khi|trước khi|(?:(?:kể từ|tính từ|từ) )?khi(?! nào xong))"),
    ("meeting", "e",
     r"(?:(?:trình )?(?:tại|vào|trong|trước|sau|theo) )?(?:các )?"
     r"(?:kỳ họp|phiên họp|đại hội đ(?:ảng|ại biểu))"),
    ("asked", "e", r"theo (?:yêu cầu|đề nghị|chỉ đạo|nhu cầu|vụ việc|sự việc)"),
    ("event_day", "e", r"(?:ngay )?(?:kể từ|tính từ|từ|sau) (?:ngày|thời điểm)(?= [^\W\d])"),
    ("plan", "r",
     rf"theo (?:đúng )?(?:các |những )?(?:{_PLANS})"
     r"|thời (?:gian|hạn|điểm) (?:(?:đã )?(?:được )?(?:quy định|nêu|ghi|giao|phân công)) (?:tại|trong)"),
    ("stages", "g", r"(?:theo )?(?:từng|mỗi|các) giai đoạn(?! ?[0-9]| từ)"),
    ("cycle", "E", r"quý (?:i|1), 6 tháng(?: đầu năm)?, 9 tháng(?:,| và) (?:cả )?(?:0?1 |một )?năm"),
    # Values.
    ("date", "V", rf"(?:ngày )?{_DAY_MONTH}(?: ?[/.-] ?|,? năm ){YEAR}"),
    ("month", "V",
     rf"(?:(?:các )?tháng )?[0-9]{{1,2}} ?[/.-] ?{YEAR}|{_WEEK_OF}?(?:các )?tháng [0-9]{{1,2}}{_OF_YEAR}"),
    ("badquarter", "D", r"quý (?:v|vi{1,3}|ix|x|[05-9]|[1-9][0-9])"),
    ("quarter", "V", rf"(?:các )?quý (?:i{{1,3}}|iv|0?[1-4]){_OF_YEAR}"),
    ("half", "V",
     rf"(?:{_SOME_MONTHS}|nửa) (?:đầu|cuối)(?: của)? năm {YEAR}|{_SOME_MONTHS}{_OF_YEAR}"),
    ("middle", "V", rf"giữa năm {YEAR}|{_TENDAYS} tháng [0-9]{{1,2}}{_OF_YEAR}"),
    ("end", "V", rf"cuối (?:năm {YEAR}|tháng [0-9]{{1,2}}{_OF_YEAR}|quý (?:i{{1,3}}|iv|[1-4]){_OF_YEAR})"
     rf"|hạ tuần tháng [0-9]{{1,2}}{_OF_YEAR}"),
    ("year", "V", rf"(?:các |cả )?năm {YEAR}"),
    ("yearbare", "V", YEAR),
    ("quarterday", "q",
     r"(?:ngày )?[0-9]{1,2}(?: của)? tháng (?:đầu(?: tiên)?|giữa|cuối(?: cùng)?) (?:của )?(?:mỗi |hằng )?"
     rf"quý(?: {_NEXT})?"),
    ("date_", "v",
     rf"(?:ngày {_DAY_MONTH}|[0-9]{{1,2}} tháng [0-9]{{1,2}})(?! ?[/.-] ?[0-9]){_NEXT_YEAR}?"),
    ("datebare_", "v", rf"[0-9]{{1,2}} ?/ ?[0-9]{{1,2}}{_NEXT_YEAR}?"),
    ("day", "d", r"ngày [0-9]{1,2}"),
    ("month_", "v", rf"{_WEEK_OF}?(?:các )?tháng [0-9]{{1,2}}{_NEXT_YEAR}?"),
    ("quarter_", "v", rf"(?:các )?quý (?:i{{1,3}}|iv|0?[1-4]){_NEXT_YEAR}?"),
    ("half_", "v", rf"(?:{_SOME_MONTHS}|nửa) (?:đầu|cuối)(?: của)? năm{_PLAIN_YEAR}"),
    ("middle_", "v", rf"giữa năm{_PLAIN_YEAR}|{_TENDAYS} tháng [0-9]{{1,2}}"),
    ("end_", "v",
     rf"cuối (?:tháng [0-9]{{1,2}}|quý (?:i{{1,3}}|iv|[1-4])|năm{_PLAIN_YEAR})|hạ tuần tháng [0-9]{{1,2}}"),
    ("year_", "v",
     r"(?:trong )?(?:suốt )?cả năm|(?:trong|suốt)(?: suốt)? năm"
     r"(?! (?:[0-9]|tiếp|sau|tới|học|qua|trước|kế|đó|này))"),
    # Recurrence and standing duties.
    ("running", "a", r"trong (?:tháng|quý|tuần|ngày|kỳ)(?! [0-9ivx])"),
    ("nextunit", "E",
     rf"(?:của )?(?:(?:năm|tháng) {_NEXT} (?:(?:sau|của) )?)?(?:năm|tháng) báo cáo"
     rf"|(?:của )?tháng {_NEXT}(?! khi)"),
    ("years_on", "y",
     r"(?:và )?(?:các |những )năm (?:tiếp theo|kế tiếp|sau đó|về sau|sau)|trở đi|trở về sau"),
    ("times", "E",
     r"(?:mỗi )?(?:[0-9]{1,3}|sáu|một) (?:năm|quý|tháng|tuần|ngày)(?: ?/ ?| (?:0?1|một) )lần"
     rf"|{_COUNT} lần(?: ?/ ?| (?:mỗi|trong một|một) )(?:năm|quý|tháng)|(?:0?1|một) lần ?/ ?tuần"
     rf"|mỗi (?:năm|quý|tháng)(?: ít nhất| tối thiểu)? {_COUNT} lần|mỗi tuần (?:0?1|một) lần"),
    ("every", "E",
     r"(?:hằng|mỗi|từng) (?:(?:0?6|sáu|0?3|ba) tháng|năm|quý|tháng|tuần)|thường niên"
     rf"|(?:hằng|mỗi|từng) ngày(?:,? trước {_CLOCK})?"),
    ("lastof", "E", r"(?:ngày )?cuối(?: cùng)?(?: của)? (?:hằng|mỗi) (?:năm|quý|tháng)"),
    ("units", "u", r"(?:0?[1-9]|1[0-2]|ba|sáu|chín) (?:tháng|tuần)|(?:0?1 |một )?(?:năm|quý)|tháng|tuần"),
    ("next", "n", rf"(?:[0-9]{{1,2}}|i{{1,3}}|iv)(?:{_OF_YEAR})?"),
    ("weekday", "T", r"(?:(?:sáng|chiều|ngày) )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"),
    ("periodic", "k", r"định kỳ"),
    ("ongoing", "o", r"(?:(?:thực hiện|nhiệm vụ|công việc) )?(?:thường xuyên|liên tục)"),
    ("vague", "z", r"khẩn trương|kịp thời|khi nào xong(?: thì xong)?|sớm nhất|sớm|ngay lập tức|ngay"),
    ("sudden", "j", r"đột xuất"),
    # Words of limits.
    ("safe", "w",
     r"đầu tư|lần đầu|đầu mối|bước đầu|đứng đầu|hằng đầu|hằng (?:hóa|hoá|không|hải|giả|loạt)"
     r"|(?:ngân|khách|nhà|mặt|cửa|đơn|bán) hằng|(?:việt|hà|quảng|miền|phía) nam|liên quan đến"
     r"|quy (?:định|hoạch|trình|chế|mô|chuẩn|ước|tắc|phạm)|kỳ họp|học kỳ|định mức|xác định|quyết định"),
    ("until", "t", r"(?:cho )?(?:đến|tới)(?: hết)?|hết"),
    ("until_now", "c", r"từ nay"),
    ("before", "b", r"trước"),
    ("from", "f", rf"(?:bắt đầu{_DOING}? )?(?:kể từ|tính từ|từ)|bắt đầu{_DOING}?(?: (?:vào|trong))?"),
    ("after", "s", r"sau"),
    ("stage", "p", r"giai đoạn|thời kỳ"),
    ("latest", "l", r"(?:chậm|muộn) nhất(?: là| vào)?|không (?:quá|muộn hơn|chậm hơn)"),
    ("finish", "h", r"hoàn thành|hoàn tất|xong"),
    ("finish_", "H",
     r"(?:đưa|đi) vào (?:hoạt động|sử dụng|vận hành|khai thác|áp dụng)"
     r"|khởi công|nghiệm thu|bàn giao|khánh thành|kết thúc"),
    ("within", "c",
     r"trong suốt|trong|vào|thực hiện|(?:thời hạn|hạn)(?: (?:cuối(?: cùng)?|chót))?|thời (?:gian|điểm)"
     r"|dự kiến|là"),
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
WEEKDAYS = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "nhật": "SU",
             "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}  # fmt: skip
EVERY = {"năm": (1, "YEARLY"), "niên": (1, "YEARLY"), "quý": (3, "MONTHLY"), "tháng": (1, "MONTHLY"),
          "tuần": (1, "WEEKLY"), "ngày": (1, "DAILY")}  # fmt: skip
_SAME = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-"})
# Prose that would be a deadline with the right accents; and real words that only look like one.
_TIME_WORDS = {"ngay", "thang", "quy", "qui", "nam", "tuan", "truoc", "cuoi", "giua"}
_ALIKE = {"nắm", "nằm", "nấm", "thẳng", "thắng", "thăng", "tuân", "tuấn", "quỹ", "quỳ", "ngáy", "ngây",
          "cười", "cưới"}  # fmt: skip
_MISSPELT = re.compile(
    r"\b(?:thuong xuyen|khan truong|kip thoi|dot xuat|dinh k[iy]|hang (?:nam|quy|thang|tuan)|lo trinh)\b"
)


class UnreadableError(Exception):
    """The text cannot be read: the key of the problem and the words at fault."""

    def __init__(self, fault: str, culprit: str = "") -> None:
        super().__init__(fault)
        self.fault, self.culprit = fault, culprit


class Token(NamedTuple):
    """A word: its name in ``_WORDS``, its code, its place in the folded text, and itself."""

    name: str
    code: str
    begin: int
    end: int
    low: str


class Value(NamedTuple):
    """A day or a span of months; ``year`` is None where the text has none, ``later`` 1 for "năm sau"."""

    unit: str
    year: int | None
    months: tuple[int, int]
    day: int | None = None
    later: int = 0
    bare: bool = False
    words: str = ""

    def span(self, year: int) -> tuple[date, date]:
        """The first and last day of the value in a year that the text or the plan gives."""
        first, last = self.months
        if self.day is None:
            return date(year, first, 1), date(year, last, monthrange(year, last)[1])
        try:
            day = date(year, first, self.day)
        except ValueError:
            raise UnreadableError("day", f"{self.day}/{first}/{year}") from None
        return day, day


def fold(text: str) -> str:
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


def tokenize(low: str) -> list[Token]:
    """All words and marks of a folded text, but for clock times."""
    tokens = []
    for match in _LEXER.finditer(low):
        name, word = match.lastgroup or "", match.group()
        if name == "clock":  # hours change no day
            continue
        code = _MARKS.get(word, "D") if name == "mark" else _CODES[name]
        tokens.append(Token(name, code, match.start(), match.end(), word))
    return tokens


def value_of(token: Token, like: Value | None = None) -> Value:
    """The value a token names; ``like`` is the value before it, whose unit "tháng 5, 6" carries on."""
    name = token.name.rstrip("_")
    unit = name.removesuffix("bare")
    numbers = [int(n) for n in re.findall(r"[0-9]+", re.sub(_WEEK_OF, "", token.low))]
    year = numbers.pop() if numbers and numbers[-1] >= 1900 else None
    if name == "next" and like:
        unit = like.unit
    roman = re.search(r"\b(iv|i{1,3})\b", token.low)
    number = _ROMAN[roman[1]] if roman else numbers[0] if numbers else 0
    months, day = _months(unit, token.low, number), None
    if unit == "date":
        if len(numbers) < 2:
            raise UnreadableError("words", token.low)
        day, months = numbers[0], (numbers[1], numbers[1])
        if not (1 <= months[0] <= 12 and 1 <= day <= monthrange(2024, months[0])[1]):
            raise UnreadableError("day", "/".join(map(str, [*numbers, *([year] if year else [])])))
    elif unit == "middle" and "tháng" in token.low:
        day = _TENDAYS_END[token.low.split()[0]]
    if not (1 <= months[0] <= 12 and months[1] <= 12):
        raise UnreadableError("quarter" if unit == "quarter" else "month", str(number))
    later = int(year is None and re.search(rf"năm {_NEXT}$", token.low) is not None)
    return Value(unit, year, months, day, later, name.endswith("bare"), token.low)


def _months(unit: str, low: str, number: int) -> tuple[int, int]:
    """First and last month of a unit; of "giữa năm" and "cuối năm" the month in which they end."""
    if unit == "quarter" or "quý" in low:
        return 3 * number - 2, 3 * number
    if unit == "half":
        months = number or next((n for word, n in COUNTS.items() if low.startswith(word)), 6)
        return (13 - months, 12) if "cuối" in low else (1, months)
    if unit == "month" or "tháng" in low:
        return number, number
    return {"middle": (6, 6), "end": (12, 12)}.get(unit, (1, 12))


def misspelt(prose: str) -> str:
    """The first words of prose that are a deadline's words without, or with wrong, accents."""
    for word in prose.split():
        if word not in _ALIKE and unaccented(word) in _TIME_WORDS:
            return word
    match = _MISSPELT.search(unaccented(prose))
    return match[0] if match else ""
