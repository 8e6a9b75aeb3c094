"""The labels under which official texts give an assignment ("Cơ quan chủ trì: …"), and what each is for."""

import re
from collections.abc import Iterator
from enum import StrEnum


class Role(StrEnum):
    """What a label's value says."""

    OWNER = "owner"
    PARTNERS = "partners"
    DEADLINE = "deadline"
    DELIVERABLES = "deliverables"
    SUBMIT_TO = "submit_to"
    FORM = "form"
    CONTENT = "content"
    FUNDING = "funding"


#: Seen in the texts of the corpus and in plans of provinces; longer ones first where one begins another.
LABELS: dict[str, Role] = {
    "cơ quan chủ trì theo dõi, đánh giá": Role.OWNER,
    "sở, ngành chủ trì tham mưu": Role.OWNER,
    "cơ quan, đơn vị chủ trì": Role.OWNER,
    "cơ quan chủ trì thực hiện": Role.OWNER,
    "cơ quan chủ trì": Role.OWNER,
    "đơn vị chủ trì thực hiện": Role.OWNER,
    "đơn vị chủ trì": Role.OWNER,
    "cơ quan, đơn vị thực hiện": Role.OWNER,
    "cơ quan thực hiện": Role.OWNER,
    "đơn vị thực hiện": Role.OWNER,
    "đơn vị/ cá nhân phụ trách": Role.OWNER,
    "đơn vị phụ trách": Role.OWNER,
    "đơn vị đầu mối": Role.OWNER,
    "trách nhiệm thực hiện": Role.OWNER,
    "chủ trì": Role.OWNER,
    "cơ quan, đơn vị phối hợp": Role.PARTNERS,
    "cơ quan phối hợp thực hiện": Role.PARTNERS,
    "cơ quan phối hợp": Role.PARTNERS,
    "đơn vị phối hợp thực hiện": Role.PARTNERS,
    "đơn vị phối hợp": Role.PARTNERS,
    "phối hợp thực hiện": Role.PARTNERS,
    "phối hợp": Role.PARTNERS,
    "thời gian thực hiện": Role.DEADLINE,
    "thời gian hoàn thành": Role.DEADLINE,
    "thời hạn hoàn thành": Role.DEADLINE,
    "thời hạn thực hiện": Role.DEADLINE,
    "thời gian": Role.DEADLINE,
    "tiến độ thực hiện": Role.DEADLINE,
    "tiến độ": Role.DEADLINE,
    "thời hạn": Role.DEADLINE,
    "thời điểm": Role.DEADLINE,
    "hạn hoàn thành": Role.DEADLINE,
    "lộ trình thực hiện": Role.DEADLINE,
    "sản phẩm, kết quả": Role.DELIVERABLES,
    "kết quả, sản phẩm": Role.DELIVERABLES,
    "kết quả đầu ra": Role.DELIVERABLES,
    "dự kiến sản phẩm": Role.DELIVERABLES,
    "sản phẩm": Role.DELIVERABLES,
    "kết quả": Role.DELIVERABLES,
    "cấp trình": Role.SUBMIT_TO,
    "hình thức thực hiện": Role.FORM,
    "hình thức": Role.FORM,
    "nội dung thực hiện": Role.CONTENT,
    "nội dung công việc": Role.CONTENT,
    "nội dung": Role.CONTENT,
    "kinh phí thực hiện": Role.FUNDING,
    "kinh phí": Role.FUNDING,
}
_WORDS = "|".join(re.escape(label) for label in sorted(LABELS, key=len, reverse=True))
_LABEL_LINE = re.compile(rf"(?:[-+*–—•]\s*)?({_WORDS})\s*:\s*(.*)", re.IGNORECASE)


def label_line(line: str) -> tuple[Role, str] | None:
    """The role and the value of a line that begins with a label; None for any other line."""
    found = _LABEL_LINE.fullmatch(line.strip())
    return (LABELS[found[1].casefold()], found[2].strip()) if found else None


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
        role, value = label_line(line) or (None, "")
        values = [value] if value else []
    if role:
        yield role, " ".join(values)
