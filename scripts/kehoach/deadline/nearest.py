"""The nearest readable forms of a deadline that cannot be read."""

import re
from collections.abc import Iterator

from kehoach.deadline.lexer import YEAR, fold
from kehoach.language.text import flat, unaccented

_FIXED = (
    "Thường xuyên", "Hằng năm", "Hằng quý", "Hằng tháng", "Hằng tuần", "Định kỳ 6 tháng", "Khẩn trương",
    "Kịp thời", "Đột xuất khi có yêu cầu", "Theo yêu cầu của cấp có thẩm quyền",
    "Theo lộ trình triển khai Đề án",
)  # fmt: skip
_NUMERALS = {"một": "1", "giêng": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7",
             "tám": "8", "chín": "9", "mười một": "11", "mười hai": "12", "mười": "10"}  # fmt: skip


def nearest_forms(text: str, year: int | None) -> tuple[str, ...]:
    """The readable forms most like the text, for the words of its years or else of the plan's."""
    from rapidfuzz import fuzz  # noqa: PLC0415, RUF100 - only for the few texts that cannot be read

    spelt = _repair(flat(text)[:200])
    years = sorted(set(re.findall(rf"(?<![0-9]){YEAR}(?![0-9])", spelt)))[:3]
    key = unaccented(fold(spelt))
    scores = {form: fuzz.ratio(key, unaccented(fold(form))) for form in _FIXED}
    for y in years or ([str(year)] if year else []):
        unsaid = "" if years else rf"(?: năm |/){y}$"  # a year the text does not have must not count
        for form in _forms(spelt, y):
            scores[form] = fuzz.ratio(key, unaccented(fold(re.sub(unsaid, "", form))))
    best = sorted(scores, key=lambda form: -scores[form])[:3]
    return tuple(form for form in best if scores[form] >= max(60, scores[best[0]] - 12))


def forms(words: str, year: str) -> tuple[str, ...]:
    """All forms that can be written for words that stand there; without a year those that need none."""
    dated = dict.fromkeys((*_forms(f"{words} năm", year), *_forms(words, year))) if year else ()
    return (*dated, *_FIXED)


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
    yield f"9 tháng đầu năm {year}"
    yield from (f"{head} năm {year}" for head in ("Trong", "Trước", "Cuối", "Giữa", "Đến hết"))
    yield f"{year} và những năm tiếp theo"
