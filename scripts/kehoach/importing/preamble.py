"""What the letterhead and a law site's metadata say of a document: the options of a plan, its legal bases."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kehoach.importing.agency_lists import with_capitals
from kehoach.importing.vocabulary import AGENCY_HEADS, BASES, CAPITAL
from kehoach.official.letterhead import Line, OfficialText, day_of

_METADATA = {
    "number": re.compile(r"Số (?:hiệu|ký hiệu)\s*:?\s*(\S+)", re.IGNORECASE),
    "issued": re.compile(r"Ngày ban hành\s*:?\s*(\S+)", re.IGNORECASE),
    "effective": re.compile(r"Ngày (?:có )?hiệu lực\s*:?\s*(\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE),
    "doc_type": re.compile(r"Loại văn bản\s*:?\s*(.+)", re.IGNORECASE),
    "signer": re.compile(r"Người ký\s*:?\s*(.+)", re.IGNORECASE),
    "field": re.compile(r"Lĩnh vực(?:,? ngành)?\s*:?\s*(.+)", re.IGNORECASE),
}
_NUMBER = re.compile(r"số\s*:\s*(\S.*)", re.IGNORECASE)
#: The name of a place, in front of what else a title says: "x năm 2026", "x (dữ liệu giả định)".
_CALLED = re.compile(
    r"[^(),;:]*?(?=$|\s*[(),;:]|\s(?:năm|giai đoạn|thời kỳ|đến|và|khóa|nhiệm kỳ|\w*\d)(?!\w))"
)
_PLACES = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường")
_DATE = r"(?P<day>\d{1,2})\s*(?:tháng|/)\s*(?P<month>\d{1,2})\s*(?:năm|/)\s*(?P<year>\d{4})"
#: "Quyết định số 346/QĐ-TTg ngày 06 tháng 4 năm 2023 của Thủ tướng Chính phủ ban hành …"
_BASIS = re.compile(
    rf"(?P<type>{BASES})(?P<title>(?:\s+(?!ngày|số)[^\s,;]+)*?)\s+(?:liên tịch\s+)?"
    rf"số\s+(?P<number>[\w./-]+/[\w.-]+|\d+-[\w./-]+)(?:,?\s+ngày\s+{_DATE})?"
    rf"(?:\s+của\s+(?P<issuer>{CAPITAL}[^,;.]*?))?"
    r"(?=\s+(?:về|ban hành|quy định|phê duyệt|sửa đổi|hướng dẫn|khóa|thực hiện|triển khai)\b|[,;.]|$)"
)
#: What stands behind the bar of a number: the kind of document (Decree 30/2020/NĐ-CP, annex III).
_SYMBOL = re.compile(r"/(\w+)-")
_TYPES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "TB": "Thông báo", "HD": "Hướng dẫn",
    "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "BC": "Báo cáo",
    "TTr": "Tờ trình", "CĐ": "Công điện", "BB": "Biên bản", "GM": "Giấy mời",
}  # fmt: skip
_CONCERNING = re.compile(r"(?:V/v|về việc)\s+", re.IGNORECASE)
#: What an annex says of the document that it belongs to.
_ATTACHED = re.compile(
    rf"kèm theo\b.*?\bsố\s+(?P<number>\S*[\w-]+/[\w-]+)?.*?ngày\s+{_DATE}\s+của\s+(?P<issuer>{CAPITAL}[^)]*)",
    re.IGNORECASE,
)
_AGENCY = re.compile(rf"(?:{AGENCY_HEADS}|Bộ)(?!\w)", re.IGNORECASE)
_NAME = re.compile(rf"(?:{CAPITAL}\w*\s?){{2,5}}")


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the preamble names."""

    number: str
    title: str
    issued: str
    issuer: str


def options_of(official: OfficialText) -> dict[str, str]:
    """What can be said of the plan, by option; what the text does not say is left out."""
    said: dict[str, str] = {}
    for line in official.metadata:
        for option, form in _METADATA.items():
            if found := form.match(line.text):
                said.setdefault(option, found[1].strip())
    if official.number and (number := _NUMBER.match(official.number[0].text)):
        written = re.sub(r"\s+", "", number[1])
        said |= (
            {"number": written} if written[:1].isdigit() else {}
        )  # a draft has none yet: "Số:    /KH-UBND"
    if doc_type := _type_of(official, said.get("number", "")):
        said["doc_type"] = doc_type
    body = " ".join(line.text for line in official.body)
    if not official.national and (attached := _ATTACHED.search(body[:4000])):
        said |= _of_annex(attached)
    if official.issuer:
        said["issuer"] = with_capitals(_cased(_issuing(official.issuer), body))
    if day := day_of(official):
        said["issued"] = day.isoformat()
    elif not re.fullmatch(r"\d{4}-\d\d-\d\d", said.get("issued", "")):
        said.pop("issued", None)
    if "effective" in said:
        day_text, month, year = said["effective"].split("/")
        said["effective"] = f"{year}-{int(month):02}-{int(day_text):02}"
    if "signer" not in said and (signer := _signer(official.signature)):
        said["signer"] = signer
    return said


def _type_of(official: OfficialText, number: str) -> str:
    """What kind of document it is: as it says, else by its number; letters say it by their form."""
    if official.doc_type:
        return official.doc_type[0].text.strip().capitalize()
    symbol = _SYMBOL.search(number)
    if symbol and symbol[1] in _TYPES:
        return _TYPES[symbol[1]]
    is_letter = official.addressees or (official.number and official.subject)
    return "Công văn" if is_letter else ""


def issued(official: OfficialText) -> date | None:
    """The day of a document, or of the document that an annex belongs to."""
    day = options_of(official).get("issued")
    return date.fromisoformat(day) if day else None


def unsigned(official: OfficialText) -> bool:
    """Whether a document has a letterhead with neither number nor day: nobody has signed it yet."""
    said = options_of(official)
    return bool(official.number or official.place_and_day) and not (said.get("number") or said.get("issued"))


def year_of(official: OfficialText) -> int | None:
    """The year that a document is of: that of its day, else of the line of place and day, else its title."""
    if day := issued(official):
        return day.year
    said = (*official.place_and_day, *official.subject)
    years = (found for line in said if (found := re.search(r"năm\s+(\d{4})", line.text, re.IGNORECASE)))
    return next((int(found[1]) for found in years), None)


def _of_annex(attached: re.Match[str]) -> dict[str, str]:
    day = f"{attached['year']}-{int(attached['month']):02}-{int(attached['day']):02}"
    said = {"doc_type": "Phụ lục", "issued": day, "issuer": attached["issuer"].strip()}
    return {**said, **({"number": attached["number"]} if attached["number"] else {})}


def title_of(official: OfficialText) -> tuple[str, bool]:
    """The subject of a document, and whether its capital letters had to be guessed."""
    subject = " ".join(line.text for line in official.subject)
    subject = re.sub(r"\s*\((?:kèm|ban hành kèm).*", "", subject, flags=re.IGNORECASE).strip()
    if not official.doc_type:
        subject = _CONCERNING.sub("", subject, count=1)
        subject = subject[:1].upper() + subject[1:]
    if not subject or subject != subject.upper():
        return subject, False
    around = " ".join(line.text for line in (*official.metadata, *official.body))
    found = _cased(subject, around)
    return found[:1].upper() + found[1:], found.casefold() not in around.casefold()


def bases_of(official: OfficialText, before: int) -> Iterator[Basis]:
    """The documents that the preamble names: what stands before a line."""
    preamble = " ".join(line.text for line in official.body if line.number < before)
    seen: set[str] = set()
    for found in _BASIS.finditer(preamble):
        if found["number"] in seen:
            continue
        seen.add(found["number"])
        issued = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}" if found["day"] else ""
        title = f"{found['type']}{found['title'] or ''}".strip()
        yield Basis(found["number"], title, issued, (found["issuer"] or "").strip())


def _issuing(lines: Sequence[Line]) -> str:
    """The issuing body: gazettes print it twice, and the body above it stands over it."""
    texts = list(dict.fromkeys(line.text.strip() for line in lines))
    begins = [index for index, text in enumerate(texts) if _AGENCY.match(text)]
    if len(begins) > 1 and texts[begins[-1] :] == ["VĂN PHÒNG"]:
        return " ".join(["VĂN PHÒNG", *texts[begins[-2] : -1]])
    return " ".join(texts[begins[-1] if begins else 0 :])


def _cased(words: str, around: str) -> str:
    """Words in capitals as they are written elsewhere; otherwise with capitals for names of places."""
    for found in re.finditer(rf"{re.escape(words)}(?![\w)])", around, re.IGNORECASE):
        if found[0] != found[0].upper():
            return found[0]
    lower = words.lower()
    for place in _PLACES:
        before, noun, name = lower.partition(f" {place} ")
        called = _CALLED.match(name)
        end = called.end() if called else 0
        lower = f"{before}{noun}{name[:end].title()}{name[end:]}"
    lower = re.sub(r"\bchính phủ\b", "Chính phủ", lower)
    lower = re.sub(r"\b(?:ubnd|hđnd)\b", lambda short: short[0].upper(), lower)
    return lower[:1].upper() + lower[1:]


def _signer(signature: Sequence[Line]) -> str:
    """The name below a signature: the last line that is nothing but a name."""
    for line in reversed(signature):
        if _NAME.fullmatch(line.text) and line.text != line.text.upper():
            return line.text
    return ""
