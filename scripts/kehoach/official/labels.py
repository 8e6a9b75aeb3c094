"""The labels under which official texts give an assignment ("Cơ quan chủ trì: …"), and what each is for.

The same words head the columns of a table.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from kehoach.language.text import flat


class Role(StrEnum):
    """What a label's value says. ``NUMBER``, ``NOTE`` and ``SUBJECT`` are columns of tables only.

    ``SUBJECT`` is whom something is done to: the unit that is inspected.
    """

    OWNER = "owner"
    PARTNERS = "partners"
    DEADLINE = "deadline"
    DELIVERABLES = "deliverables"
    SUBMIT_TO = "submit_to"
    FORM = "form"
    CONTENT = "content"
    FUNDING = "funding"
    IN_CHARGE = "in_charge"
    NUMBER = "number"
    NOTE = "note"
    SUBJECT = "subject"


_UNIT = r"(?:(?:cơ quan|đơn vị|sở|ban|ngành|tổ chức|cá nhân|địa phương|bộ phận)(?:\s*[,/]\s*|\s+và\s+|\s+))+"
_DOES = r"(?:\s*,?\s*(?:thực hiện|tham mưu|triển khai|theo dõi, đánh giá|theo dõi|tổ chức))*"
_RESULT = r"(?:sản phẩm|kết quả|đầu ra)"
_WORK = r"(?:nội dung|nhiệm vụ|công việc|hoạt động|đề án)"
#: The words of each label, as regular expressions over small letters.
_WORDS = {
    Role.IN_CHARGE: r"lãnh đạo (?:phụ trách|chỉ đạo|theo dõi)",
    Role.OWNER: rf"(?:{_UNIT})?(?:chủ trì|phụ trách|đầu mối){_DOES}|{_UNIT}(?:thực hiện|triển khai)"
    r"|trách nhiệm thực hiện",
    Role.PARTNERS: rf"(?:{_UNIT})?phối hợp{_DOES}",
    Role.DEADLINE: r"(?:thời gian|thời hạn|thời điểm|tiến độ|lộ trình|hạn hoàn thành)"
    r"(?:\s*,?\s*(?:thực hiện|hoàn thành|dự kiến|triển khai|trình|ban hành|tiến độ))*|hoàn thành",
    Role.DELIVERABLES: rf"(?:dự kiến )?{_RESULT}"
    rf"(?:\s*(?:,|/|và|-)?\s*(?:{_RESULT}|dự kiến|chủ yếu|đạt được|thực hiện|đánh giá))*",
    Role.SUBMIT_TO: r"cấp (?:trình|ban hành|phê duyệt|quyết định)"
    r"(?:\s*[,/]\s*(?:ban hành|phê duyệt|quyết định))*",
    Role.FORM: r"hình thức(?: thực hiện| văn bản)?",
    Role.CONTENT: rf"(?:tên )?{_WORK}(?:\s*[,/]?\s*(?:{_WORK}|giải pháp|thực hiện|cụ thể|chủ yếu|dự án))*",
    Role.FUNDING: r"(?:dự kiến |nguồn )?kinh phí(?: thực hiện| dự kiến)?",
}
_LABELS = {role: re.compile(words, re.IGNORECASE) for role, words in _WORDS.items()}
_COLUMNS = {
    Role.NUMBER: re.compile(r"(?:s?tt|số (?:tt|thứ tự))\.?", re.IGNORECASE),
    Role.NOTE: re.compile(r"ghi chú", re.IGNORECASE),
    Role.OWNER: re.compile(r"đơn vị|cơ quan", re.IGNORECASE),
}
#: What the heads of columns hold somewhere, the surest first: offices word them as they like.
_HEADS: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"^(?:s?tt|số (?:tt|thứ tự))$"),
    (
        Role.NOTE,
        r"^ghi chú|^căn cứ|^(?:trạng thái|tình trạng|địa điểm)|^văn bản giao"
        r"|^số (?:văn bản|hiệu|, ký hiệu)|^ngày (?:giao|ban hành)$",
    ),
    (
        Role.SUBJECT,
        r"^tên (?:cơ quan|đơn vị)(?: \w+)? (?:kiểm tra|thanh tra|giám sát)"
        r"|(?:được|bị) (?:kiểm tra|thanh tra|giám sát|khảo sát|làm việc)",
    ),
    (Role.IN_CHARGE, r"lãnh đạo"),
    (Role.SUBMIT_TO, r"cấp (?:trình|ban hành|phê duyệt|quyết định)|nơi nhận"),
    (Role.FUNDING, r"kinh phí"),
    (
        Role.PARTNERS,
        r"^(?!.*chủ trì|(?:nhiệm vụ|công việc|nội dung)\b).*(?:phối hợp|cùng (?:làm|thực hiện)|tham gia)",
    ),
    (
        Role.DEADLINE,
        r"thời (?:gian|hạn|điểm)|tiến độ|lộ trình|mốc|hạn|hoàn thành|^ngày (?:xong|kiểm tra|làm việc)"
        r"|^tháng (?:thực hiện|hoàn thành)$|^kết thúc$",
    ),
    (Role.DELIVERABLES, r"sản phẩm|kết quả|đầu ra"),
    (
        Role.OWNER,
        r"^(?!(?:nhiệm vụ|công việc|nội dung)\b).*(?:chủ trì|đầu mối)|phụ trách|chịu trách nhiệm"
        r"|^(?!.*(?:nhiệm vụ|công việc|nội dung)).*được giao"
        r"|soạn thảo"
        r"|(?:người|cơ quan|đơn vị|bộ phận|phòng|ban|tổ chức|địa phương)\b.*"
        r"(?:thực hiện|triển khai|tham mưu|chính)"
        r"|trách nhiệm thực hiện|^(?:phân công|trách nhiệm|đơn vị|cơ quan|bộ phận)$",
    ),
    (Role.FORM, r"^hình thức"),
    (Role.CONTENT, r"nội dung|nhiệm vụ|công việc|việc làm|hoạt động|đề án|giải pháp"),
)
_KINDS = re.compile(r"(?:nhóm|lĩnh vực|mảng|loại|chủ đề|tên (?:chương trình|đề án|dự án))\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)?")
#: A longer cell heads no column.
_LONGEST_HEAD = 70
#: Where a document ends (Decree 30/2020/NĐ-CP, annex I): no word of its last line.
END = "./."
_LABEL_LINE = re.compile(r"(?:[-+*–—•]\s*)?([^\W\d][^:]{1,60})\s*:\s*(.*)")
_NEXT_LABEL = re.compile(r"[;.]\s+([^\W\d][^:;.]{1,60}?)\s*:\s*")


@lru_cache(1000)  # the same few labels stand in every clause
def role_of(label: str) -> Role | None:
    """What a label is for; None for words that are no label."""
    label = flat(label)
    return next((role for role, words in _LABELS.items() if words.fullmatch(label)), None)


@lru_cache(1000)  # most cells of a column are the same few words
def column_role(heading: str) -> Role | None:
    """What the heading of a column is for, if it is one of the usual words; None for any other cell."""
    heading = _head(heading)
    found = next((role for role, words in _COLUMNS.items() if words.fullmatch(heading)), None)
    return found or role_of(heading)


def head_roles(cells: Sequence[str]) -> tuple[Role | None, ...]:
    """What each column is for under a row that may head a table; nothing where it is no such row.

    Heads are known by any of their words; remarks in brackets and line breaks do not matter ("Thời gian (Năm
    2026)"). Most cells of a heading are known, and none is long.
    """
    heads = [_head(cell) for cell in cells]
    found = tuple(column_role(head) or _loose_role(head) for head in heads)
    if found.count(Role.CONTENT) > 1:
        # "Nhóm nhiệm vụ" stands over what is to be done.
        pairs = zip(heads, found, strict=True)
        found = tuple(None if role is Role.CONTENT and _KINDS.match(head) else role for head, role in pairs)
    known, filled = sum(1 for role in found if role), sum(1 for head in heads if head)
    if known < 2 or 3 * known < 2 * filled or any(len(head) > _LONGEST_HEAD for head in heads):
        return ()
    return found


def _head(cell: str) -> str:
    return flat(_BRACKETS.sub("", cell)).strip(" .:*")


@lru_cache(1000)
def _loose_role(head: str) -> Role | None:
    # Compiled at first use: most plans have no tables.
    found = (role for role, words in _HEADS if re.search(rf"(?<!\w)(?:{words})(?!\w)", head, re.IGNORECASE))
    return next(found, None)


def label_line(line: str) -> tuple[Role, str] | None:
    """The role and the value of a line that begins with a label; None for any other line."""
    found = _LABEL_LINE.fullmatch(line.strip().removesuffix(END))
    role = role_of(found[1]) if found else None
    return (role, found[2].strip()) if found and role else None


@lru_cache(2000)  # the same few lines stand in many clauses
def label_values(line: str) -> tuple[tuple[Role, str], ...]:
    """The roles and values of a line that begins with a label and may hold more ("…; Đơn vị phối hợp: …")."""
    first = label_line(line)
    if first is None:
        return ()
    role, value = first
    said, start = [], 0
    for found in _NEXT_LABEL.finditer(value) if ":" in value else ():
        if later := role_of(found[1]):
            said.append((role, value[start : found.start()].strip()))
            role, start = later, found.end()
    return (*said, (role, value[start:].strip()))


def labelled(body: str) -> list[tuple[Role, str]]:
    """What the label lines of a clause say; a value that goes on in a list ("+ …;") is joined."""
    found: list[tuple[Role, list[str]]] = []
    last: list[str] | None = None  # the value that may go on
    for line in filter(None, map(str.strip, body.splitlines())):
        if last is not None and line.startswith("+") and (not last or last[-1].endswith(";")):
            last.append(line.lstrip("+ "))
            continue
        said = label_values(line) if ":" in line else ()
        found += ((role, [value] if value else []) for role, value in said)
        last = found[-1][1] if said else None
    return [(role, " ".join(values)) for role, values in found]


def by_role(said: Iterable[tuple[Role, str]]) -> dict[Role, list[str]]:
    """What is said in each role, in order."""
    found: dict[Role, list[str]] = {}
    for role, value in said:
        found.setdefault(role, []).append(value)
    return found
