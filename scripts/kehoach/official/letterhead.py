"""The official text of a plan as it is held: what is its letterhead, its body and its end.

The layout is that of Decree 30/2020/NĐ-CP, annex I, as law sites and gazettes give it as plain text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, takewhile

from kehoach.language.text import flat, nfc

#: How the headings of official texts begin; other headings are our own.
NUMBERED = re.compile(r"(?:[IVXLC]+|[0-9]+(?:\.[0-9]+)*)\.\s|(?i:Phần|Chương|Mục|Điều)\s+[IVXLC0-9]+\b")
_RULING = re.compile(r"[-_=*–—.\s]{3,}")
_NATIONAL = re.compile(r"CỘNG H(?:ÒA|OÀ|ÕA) XÃ HỘI CHỦ NGHĨA VIỆT NAM", re.IGNORECASE)
_MOTTO = re.compile(r"độc lập\W+tự do\W+hạnh phúc", re.IGNORECASE)
_NUMBER = re.compile(r"số\s*:\s*\S", re.IGNORECASE)
#: What letters have in place of a type and a title, and whom they are for.
_CONCERNING = re.compile(r"V/v\b|Về việc\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"Kính gửi\b|.*\bĐIỆN\s*:$")
_LISTED = ("-", "–", "+", "*")
#: A head without the national title has its number, or whom it is for, among so many lines.
_SHORT_HEAD = 12
#: Day and month may still be open: "Lào Cai, ngày … tháng 4 năm 2026".
_PLACE_AND_DAY = re.compile(r".{0,40}ngày\s+(?:\S+\s+)?tháng\s+(?:\S+\s+)?năm\s+\S+$", re.IGNORECASE)
_DAY = re.compile(
    r"ngày\s+(?:ban hành\s+)?(?P<day>\d{1,2})\s*(?:tháng|/)\s*(?P<month>\d{1,2})\s*"
    r"(?:năm|/)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVXLC]+\. ")
_OPENING = re.compile(r"(?:Căn cứ|Thực hiện|Xét|Theo|Để|Nhằm|Trong|Điều 1|Ngày \d)\b|(?:\d+\.|[a-zđ]\))\s")
#: The parts of a letterhead that are known by their form alone.
_PARTS = {
    "national": re.compile(f"{_NATIONAL.pattern}|{_MOTTO.pattern}", re.IGNORECASE),
    "number": _NUMBER,
    "place_and_day": _PLACE_AND_DAY,
}
#: The second is what our own documents say there.
_CUT = re.compile(r"\[?\s*(?:\.\.\.|…)\s*\]?|Văn bản nguồn chưa đầy đủ: dừng tại .*")
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?")
_SIGNATURE = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\s*\.\s|T/M\s|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG)\b"
)
#: A signature takes fewer lines than this.
_SIGNED = 12
#: What annexes begin with, behind the signature.
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu(?: mẫu)? (?:số )?\d|MẪU|Mẫu số|DANH MỤC)\b(?!.*[;.]$)")
_ATTACHED = re.compile(r"\(\s*(?:ban hành )?kèm theo\b", re.IGNORECASE)
#: A letterhead, with what a law site writes above it, is over after so many lines.
_HEAD = 300
#: The kinds of documents that are plans or give tasks (Decree 30/2020/NĐ-CP, art. 7).
DOC_TYPES = (
    "KẾ HOẠCH",
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "CHỈ THỊ",
    "CHƯƠNG TRÌNH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "HƯỚNG DẪN",
    "THÔNG BÁO",
    "KẾT LUẬN",
    "CÔNG ĐIỆN",
    "PHỤ LỤC",
)
#: What may stand behind them in the same line.
_MORE_OF_TYPE = ("PHỐI HỢP", "LIÊN TỊCH", "LIÊN NGÀNH", "CÔNG TÁC", "HÀNH ĐỘNG")
#: Those that give nobody a task.
TELLING_TYPES = ("BÁO CÁO", "TỜ TRÌNH", "GIẤY MỜI", "THƯ MỜI", "BIÊN BẢN", "TÓM TẮT")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries words: where it stands, counted from 1, and its words without outer spaces."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A document taken apart, line by line; every line with words is in exactly one part.

    ``metadata`` is what a law site wrote above the document and ``rulings`` are rows of dashes, which are
    not part of it. ``addressees`` are those that a letter or telegram is for, under their heading. ``cut`` is
    the "[...]" of a text that we do not hold to its end. ``issuer``, ``number``, ``place_and_day``,
    ``doc_type`` and ``subject`` are the letterhead; any of them may be empty. ``annexes`` is all that follows
    the signature, to the last line.
    """

    metadata: tuple[Line, ...] = ()
    rulings: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    national: tuple[Line, ...] = ()
    number: tuple[Line, ...] = ()
    place_and_day: tuple[Line, ...] = ()
    doc_type: tuple[Line, ...] = ()
    subject: tuple[Line, ...] = ()
    addressees: tuple[Line, ...] = ()
    body: tuple[Line, ...] = ()
    cut: tuple[Line, ...] = ()
    recipients: tuple[Line, ...] = ()
    signature: tuple[Line, ...] = ()
    annexes: tuple[Line, ...] = ()

    @property
    def content(self) -> tuple[Line, ...]:
        """The lines that say something: body, mark of a cut, annexes."""
        return (*self.body, *self.cut, *self.annexes)


def read(text: str) -> OfficialText:
    """Take a document apart. A text without letterhead is all body."""
    rulings, worded = _lines(text)
    head, rest = _letterhead(worded)
    closing = next((i for i in range(len(rest)) if _closes(rest, i)), len(rest))
    behind = _behind_signature(rest, closing)
    body, end = rest[:closing], rest[closing:behind]
    cut = [line for line in body[-1:] if is_cut(line.text)]
    recipients, signature = _closing(end)
    return OfficialText(
        **head,
        rulings=rulings,
        body=tuple(body[: len(body) - len(cut)]),
        cut=tuple(cut),
        recipients=recipients,
        signature=signature,
        annexes=tuple(rest[behind:]),
    )


def day_of(official: OfficialText) -> date | None:
    """The day on which a document was issued, as its letterhead or the law site's metadata give it."""
    for line in (*official.place_and_day, *official.metadata):
        if found := _DAY.search(line.text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:  # a day that was left open, or misprinted
                continue
    return None


def national(official: OfficialText) -> tuple[bool, bool]:
    """Whether a letterhead has the national title, and the motto below it."""
    forms = (_NATIONAL, _MOTTO)
    title, motto = (any(form.search(line.text) for line in official.national) for form in forms)
    return title, motto


def subject(text: str) -> str:
    """What a document is about, as its letterhead says; empty without one."""
    # A plan of thousands of lines is not read to its end for this.
    head, _rest = _letterhead(_lines("\n".join(text.split("\n", _HEAD)[:_HEAD]))[1])
    return " ".join(line.text for line in head.get("subject", ()))


def _lines(text: str) -> tuple[tuple[Line, ...], list[Line]]:
    """The rulings, and the lines that carry words."""
    lines = [
        Line(number, words) for number, line in enumerate(nfc(text).split("\n"), 1) if (words := flat(line))
    ]
    rulings = [_RULING.fullmatch(line.text) is not None and not is_cut(line.text) for line in lines]
    return tuple(compress(lines, rulings)), [
        line for line, ruling in zip(lines, rulings, strict=True) if not ruling
    ]


def is_cut(text: str) -> bool:
    """Whether a line is the mark where a text that we do not hold to its end is cut off."""
    return bool(_CUT.fullmatch(text))


def _letterhead(lines: Sequence[Line]) -> tuple[dict[str, tuple[Line, ...]], list[Line]]:
    """The parts of the letterhead by name, and the lines behind it."""
    title = next((i for i, line in enumerate(lines) if _NATIONAL.match(line.text)), None)
    if title is None:
        title = _without_national(lines)
    if title is None:
        return {}, list(lines)
    first = title
    # Gazettes give the left column, issuer and number, before the national title.
    while first and (_is_capitals(lines[first - 1].text) or _NUMBER.match(lines[first - 1].text)):
        first -= 1
    parts: dict[str, list[Line]] = {"metadata": list(lines[:first])}
    index = first
    while index < len(lines) and (name := _part(lines[index].text, parts)):
        parts.setdefault(name, []).append(lines[index])
        index += 1
    return {name: tuple(found) for name, found in parts.items()}, list(lines[index:])


def _without_national(lines: Sequence[Line]) -> int | None:
    """Where a head without national title is, as letters within an office have: its number, or "Kính gửi"."""
    for index, line in enumerate(lines[:_SHORT_HEAD]):
        if (_NUMBER.match(line.text) and "/" in line.text) or _ADDRESSED.match(line.text):
            return index
        if not (_is_capitals(line.text) or _PLACE_AND_DAY.match(line.text)):
            return None
    return None


def _part(text: str, parts: dict[str, list[Line]]) -> str:
    """Which part of the letterhead a line is, after those found so far; empty where it has ended."""
    if _ADDRESSED.match(text) or "addressees" in parts:
        before = parts["addressees"][-1].text if "addressees" in parts else ";"
        return "addressees" if _ADDRESSED.match(text) or _is_addressee(text, before) else ""
    if name := next((name for name, form in _PARTS.items() if form.match(text)), ""):
        return name
    if _is_type(text) and "doc_type" not in parts:
        return "doc_type"
    if "doc_type" not in parts:
        return _of_letter(text, parts)
    return "subject" if "subject" not in parts or _is_more_of_subject(text, parts) else ""


def _is_more_of_subject(text: str, parts: dict[str, list[Line]]) -> bool:
    before = parts["subject"][-1].text
    if _is_capitals(before):
        return _is_capitals(text) and not _ROMAN.match(text)
    # In small letters it goes on to the first line that can only be the text: a sentence ends in it.
    ends = before.endswith((".", ";", ":")) or text.endswith((".", ";", ":"))
    return not (_is_capitals(text) or _OPENING.match(text) or ends or _begins_text(text))


def _is_type(text: str) -> bool:
    """Whether a line says what kind of document it is: "KẾ HOẠCH", "CHƯƠNG TRÌNH CÔNG TÁC"."""
    words = next((text.removesuffix(f" {more}") for more in _MORE_OF_TYPE if text.endswith(f" {more}")), text)
    return words in (*DOC_TYPES, *TELLING_TYPES)


def _of_letter(text: str, parts: dict[str, list[Line]]) -> str:
    """A part of a head that has no type so far: of its issuer, or what a letter is about."""
    if _CONCERNING.match(text) and "number" in parts:
        return "subject"
    if "subject" in parts and text[:1].islower():
        return "subject"
    return "issuer" if _is_capitals(text) and "subject" not in parts else ""


def _is_addressee(text: str, before: str) -> bool:
    return text.startswith(_LISTED) or (before.endswith((";", ",")) and not _OPENING.match(text))


def _begins_text(text: str) -> bool:
    """Whether a line is a sentence with another behind it, as no title is."""
    return text[:1].isupper() and ". " in text


def _is_capitals(text: str) -> bool:
    return text == text.upper() and any(character.isalpha() for character in text)


def _closes(lines: Sequence[Line], index: int) -> bool:
    """Whether the body ends before a line: recipients, or a signature with nothing or annexes behind it."""
    text = lines[index].text
    if _RECIPIENTS.match(text):
        return True
    if not (_SIGNATURE.match(text) and _is_capitals(text)):
        return False
    return (
        any(_ANNEX.match(line.text) for line in lines[index : index + _SIGNED])
        or len(lines) - index < _SIGNED
    )


def _behind_signature(lines: Sequence[Line], closing: int) -> int:
    """Where the annexes begin behind recipients and signature; the end of the text where there are none."""
    for index in range(closing + 1, len(lines)):
        text = lines[index].text
        if _ANNEX.match(text):
            return index
        if is_attached(text) or text.startswith("|") or _ROMAN.match(text):
            # An annex without that word: its title in capitals stands above what tells it.
            above = reversed(lines[closing + 1 : index])
            return index - sum(1 for _line in takewhile(lambda line: is_title(line.text), above))
    return len(lines)


def is_title(text: str) -> bool:
    """Whether a line is in capitals, as titles are and no signature is."""
    return _is_capitals(text) and not _SIGNATURE.match(text)


def is_attached(text: str) -> bool:
    """Whether a line says what an annex belongs to: "(Kèm theo Kế hoạch số 12/KH-UBND)"."""
    return bool(_ATTACHED.match(text))


def _closing(end: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Recipients and signature, whichever comes first."""
    listed = [i for i, line in enumerate(end) if _RECIPIENTS.match(line.text)]
    if not listed:
        return (), tuple(end)
    start = stop = listed[0]
    stop += 1
    while stop < len(end) and end[stop].text.startswith(("-", "–", "+")):
        stop += 1
    return tuple(end[start:stop]), (*end[:start], *end[stop:])
