"""Duties given in prose: "Sở X chủ trì, phối hợp với Y … trước ngày …", and duties under an agency's heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach import deadline
from kehoach.deadline import Kind
from kehoach.importing.agency_lists import agencies_in, begins_agency, is_agency
from kehoach.importing.letters import CAPITAL

_DAY = r"(?:ngày\s+)?(?:\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?)"
_MONTH = r"tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?"
_QUARTER = r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s*(?:/|năm)\s*\d{4})?"
_YEAR = r"năm\s+\d{4}"
_EVERY = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|ngày)"
_WEEKDAY = r"[Tt]hứ\s+(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)"
_BEFORE = r"(?:trước|chậm nhất(?:\s+là)?(?:\s+(?:trước|đến|vào))?|đến(?:\s+hết)?|hết|muộn nhất(?:\s+là)?|xong(?:\s+trước)?)"
#: A day, month, quarter or year counts only with the word that makes it a term: "ngày 18 tháng 5 năm 2026" alone is
#: the date of a document.
_TERMS = re.compile(
    rf"(?:định kỳ\s+)?(?:vào\s+)?{_WEEKDAY}\s+{_EVERY}"
    rf"|(?:định kỳ\s+)?(?:{_BEFORE}\s+)(?:{_DAY})(?:\s+{_EVERY})?"
    rf"|(?:{_BEFORE}|trong)\s+(?:{_MONTH}|{_QUARTER})"
    rf"|(?:hoàn thành|xong|ban hành|trình|báo cáo)\s+(?:trong\s+)?(?:{_MONTH}|{_QUARTER}|{_YEAR})"
    rf"|(?:hoàn thành\s+)?trong\s+{_YEAR}"
    rf"|định kỳ(?:\s+{_EVERY}|\s+\d{{1,2}}\s+tháng(?:\s+(?:một|1)\s+lần)?)(?:\s*\({_BEFORE}\s+{_DAY}\))?"
    rf"|(?:sau|trong(?:\s+vòng)?)\s+\d{{1,3}}\s+(?:ngày(?:\s+làm việc)?|tháng)[^.;,]{{0,20}}?\s+(?:kể từ|sau khi)[^.;]+"
    rf"|(?:ngay\s+)?sau khi\s+[^.;,]+(?:ban hành|thông qua|phê duyệt|có hiệu lực)",
    re.IGNORECASE,
)
#: The verb before a month or year is no part of the term itself.
_VERB = re.compile(r"(?:hoàn thành|ban hành|trình|báo cáo)\s+", re.IGNORECASE)
#: A date of a document: "Nghị quyết số 18-NQ/TW ngày 25 tháng 10 năm 2017".
_DOCUMENT = re.compile(r"(?:số\s+\S+|khóa\s+\S+|Luật[^.;]{0,80})\s+$")
_LEADS = re.compile(
    r"^(?:giao\s+|đề nghị\s+|yêu cầu\s+)?(?P<who>.+?)\s*(?::\s*)?(?P<verb>chủ trì|là cơ quan đầu mối|là đầu mối|chịu trách nhiệm)\b",
    re.IGNORECASE,
)
_COOPERATES = re.compile(r"\bphối hợp(?:\s+chặt chẽ)?\s+(?:với\s+)?", re.IGNORECASE)
_TASKED = re.compile(r"\b(?:chủ trì|phối hợp|đầu mối)\b")
#: What agencies do: the first of these words ends a list of agencies in a sentence.
_VERBS = re.compile(
    r"\s+(?:cần|phải|duy trì|giữ vững|hướng dẫn|rà soát|xây dựng|tham mưu|tổ chức(?!\s+(?:liên quan|có liên quan|chính trị|xã hội|đoàn thể|khác))|triển khai|"
    r"thực hiện|kiểm tra|đôn đốc|theo dõi|tổng hợp|báo cáo|nghiên cứu|đề xuất|hoàn thiện|hoàn thành|trình|ban hành|lập|bố trí|bảo đảm|"
    r"đảm bảo|tăng cường|đẩy mạnh|chỉ đạo|quán triệt|tuyên truyền|phổ biến|định hướng|phát hiện|xử lý|giải quyết|tiếp tục|"
    r"chủ động|kịp thời|thường xuyên|khẩn trương|trong việc|để|nhằm|thẩm định|thanh tra|giám sát|đánh giá|sơ kết|tổng kết|cập nhật|"
    r"công bố|cung cấp|chuẩn bị|đào tạo|bồi dưỡng|tập huấn|vận động|hỗ trợ|quản lý|vận hành|kết nối|số hóa|lồng ghép|"
    r"tiến hành|có trách nhiệm|căn cứ|theo chức năng|theo thẩm quyền|thống nhất|sửa đổi|bổ sung|phát động|mở|đăng tải|xác định|lựa chọn|"
    r"sắp xếp|kiện toàn|đề nghị|phân công|phân bổ|cân đối|thu hút|phát triển|khảo sát|điều tra|hình thành|lãnh đạo|đầu tư|chuyển|tiếp nhận|"
    r"đẩy nhanh|nâng cao|khai thác|sử dụng|thành lập|quy định|tháo gỡ|nhân rộng|biên soạn|in ấn|thông tin|phân tích|ứng dụng)(?!\w)"
)
_PRODUCT = re.compile(
    r"\b(?:xây dựng|ban hành|trình|lập|hoàn thiện|biên soạn|tham mưu[^,;.]{0,40}ban hành)\s+(?P<what>(?:Đề án|Kế hoạch|Phương án|Báo cáo|Nghị định|"
    r"Nghị quyết|Quyết định|Chương trình|Quy chế|Quy định|Hướng dẫn|Thông tư|Chỉ thị|Tài liệu|Bộ tài liệu|Danh mục)\b[^,;.]*)"
)
_BRACKETS = str.maketrans("([", "))")


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

    What stands before it since the last full stop or the last term belongs to it. A rest without a term is a duty too.
    """
    owners, cut = leader(text)
    start = 0
    for sentence_start, sentence_end in _sentences(text):
        start = sentence_start
        members = list(_members(text, sentence_start, sentence_end))
        terms = [term_in(text[a:b]) for a, b in members]
        for index, (_member_start, member_end) in enumerate(members):
            more = any(terms[index + 1 :])
            if terms[index] or (index == len(members) - 1 and not more):
                end = member_end if more else sentence_end
                yield _duty(text, start, end, terms[index], owners, cut)
                start = end
                if not more:
                    break


def _duty(text: str, start: int, end: int, term: str | None, owners: tuple[str, ...], cut: int) -> Duty:
    start += len(text[start:end]) - len(text[start:end].lstrip(" ;.,"))
    words = text[start:end].rstrip(" ;.,")
    body = text[max(start, cut) : end]
    products = tuple(found["what"].strip() for found in _PRODUCT.finditer(words))
    return Duty(start, start + len(words), term, owners, partners_in(body), products if term else ())


def term_in(text: str) -> str | None:
    """The words of a clause that set its term; None where there are none."""
    for found in _TERMS.finditer(text):
        words = found[0]
        if not words.lower().startswith(("trong", "sau", "ngay", "định kỳ", "trước")):
            words = _VERB.sub("", words, count=1)
        if _DOCUMENT.search(text[: found.start()]) and words.lower().startswith(("ngày", "năm", "tháng")):
            continue
        read = deadline.parse(words, 2000)
        if not read.problem and read.kind not in (Kind.NONE, Kind.VAGUE):
            return words
    return None


def leader(text: str) -> tuple[tuple[str, ...], int]:
    """The agencies that a sentence names as leading, or that it begins with, and where what they do begins."""
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
