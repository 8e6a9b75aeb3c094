"""The labels under which official texts give an assignment ("Cơ quan chủ trì: …"), and what each is for.

The same words head the columns of a table.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from kehoach.language.text import flat


class Role(StrEnum):
    """What a label's value says. ``NUMBER`` and ``NOTE`` are columns of tables only."""

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
    r"(?:\s*,?\s*(?:thực hiện|hoàn thành|dự kiến|triển khai|trình|ban hành|tiến độ))*",
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
_LABEL_LINE = re.compile(r"(?:[-+*–—•]\s*)?([^\W\d][^:]{1,60}?)\s*:\s*(.*)")
_NEXT_LABEL = re.compile(r"[;.]\s+([^\W\d][^:;.]{1,60}?)\s*:\s*")


@lru_cache(1000)  # the same few labels stand in every clause
def role_of(label: str) -> Role | None:
    """What a label is for; None for words that are no label."""
    label = flat(label)
    return next((role for role, words in _LABELS.items() if words.fullmatch(label)), None)


def column_role(heading: str) -> Role | None:
    """What the heading of a column is for; None where it is none that is known."""
    heading = flat(heading).strip(" .:*")
    found = next((role for role, words in _COLUMNS.items() if words.fullmatch(heading)), None)
    return found or role_of(heading)


def label_line(line: str) -> tuple[Role, str] | None:
    """The role and the value of a line that begins with a label; None for any other line."""
    found = _LABEL_LINE.fullmatch(line.strip())
    role = role_of(found[1]) if found else None
    return (role, found[2].strip()) if found and role else None


def label_values(line: str) -> Iterator[tuple[Role, str]]:
    """The roles and values of a line that begins with a label and may hold more ("…; Đơn vị phối hợp: …")."""
    first = label_line(line)
    while first:
        role, value = first
        labels = _NEXT_LABEL.finditer(value) if ":" in value else ()
        later = next((found for found in labels if role_of(found[1])), None)
        yield role, (value[: later.start()] if later else value).strip()
        first = label_line(value[later.start() :].lstrip(";. ")) if later else None


def labelled(body: str) -> Iterator[tuple[Role, str]]:
    """What the label lines of a clause say; a value that goes on in a list ("+ …;") is joined."""
    role: Role | None = None
    values: list[str] = []
    for line in (stripped for raw in body.splitlines() if (stripped := raw.strip())):
        if role and line.startswith("+") and (not values or values[-1].endswith(";")):
            values.append(line.lstrip("+ "))
            continue
        if role:
            yield role, " ".join(values)
        said = list(label_values(line)) if ":" in line else []
        yield from said[:-1]
        role, value = said[-1] if said else (None, "")
        values = [value] if value else []
    if role:
        yield role, " ".join(values)
