"""The duties that sentences give: to the agency that they name, or to the one in whose heading they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kehoach import deadline
from kehoach.importing import prose, terms
from kehoach.importing.assignment import Assignment, titled
from kehoach.importing.numbering import Rank
from kehoach.importing.paragraphs import Clause, Paragraph
from kehoach.language import _

#: Headings over what is aimed at and asked for, where agencies are named without being given a task.
_AIMS = re.compile(
    r"(?:mục đích|yêu cầu(?!,? (?:và )?(?:kiến nghị|đề nghị|thực hiện))|mục tiêu"
    r"|chỉ tiêu|quan điểm|nguyên tắc|căn cứ|phạm vi|đối tượng|thành phần"
    r"|đánh giá|tình hình|kết quả|tồn tại|hạn chế|nguyên nhân)\b",
    re.IGNORECASE,
)
#: What opens the duties of a text that numbers nothing: "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:".
_ORDERS = re.compile("yêu cầu|chỉ đạo|giao|kết luận|sau", re.IGNORECASE)
#: The last paragraphs of a text, which bind everybody and give nobody a task.
_CLOSING = re.compile(
    r"(?:trên đây là|yêu cầu các|đề nghị các|trong quá trình|quá trình thực hiện)\b(?!.*\d)", re.IGNORECASE
)
#: The article of a decision that says who carries it out as a whole.
_ENFORCED = re.compile(
    r"(?:chịu trách nhiệm|nghiêm túc) (?:thi hành|thực hiện) "
    r"(?:Quyết định|Nghị quyết|Chỉ thị|Kết luận|Kế hoạch|Thông báo) này",
    re.IGNORECASE,
)
#: What ends the last paragraph of a text; a numbered one may still give a duty.
_LAST = re.compile(r".*\./\.$")
#: A heading within what is given to somebody: "Về đồng bộ dữ liệu", "Lĩnh vực y tế".
_NAMES_A_PART = re.compile(r"(?:về|lĩnh vực|giai đoạn|công tác|vị trí|đối với)\b[^.;:,]*:?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lead:
    """Who a heading, or a paragraph with a colon, gives what follows to."""

    words: str
    line: int
    above: tuple[Paragraph, ...]
    owners: tuple[str, ...]
    partners: tuple[str, ...]


def _opens_orders(text: str) -> bool:
    """Whether a paragraph ends in a colon, and orders something between that and the colon before it."""
    before, colon, behind = text.rpartition(":")
    return bool(colon and not behind and _ORDERS.search(before.rpartition(":")[2]))


def told_in(placed: Sequence[Clause], taken: set[int], issued: date | None) -> Iterator[Assignment]:
    """The duties that sentences give: to the agency they name, or to the one in whose heading they stand."""
    leads: list[_Lead] = []
    heads = {above.line for clause in placed for above in clause.above if clause.rank is not Rank.NONE}
    begun = False
    numbered = any(clause.rank < Rank.DASH for clause in placed)
    for clause in placed:
        paragraph = clause.paragraph
        if not begun and _opens_orders(paragraph.text):
            begun = True
            continue
        begun = begun or clause.rank < Rank.DASH or (not numbered and _begins_orders(paragraph.text))
        if paragraph.line in taken or not begun:
            continue
        if any(is_aim(above.text) for above in clause.above) or closes(clause):
            continue
        if _is_title(paragraph):
            continue
        owners, partners = prose.of_heading(terms.without_term(paragraph.text))
        if owners:
            within = clause.above if clause.rank is Rank.NONE else (*clause.above, paragraph)
            leads.append(_Lead(paragraph.text, paragraph.line, within, owners, partners))
            continue
        lead = next((lead for lead in reversed(leads) if clause.above[: len(lead.above)] == lead.above), None)
        for duty in _duties(clause, lead):
            led = lead is not None and duty.owners == lead.owners and not duty.deadline
            heading = led and (paragraph.line in heads or _names_a_part(paragraph.text))
            if not heading and not is_over(duty.deadline or "", issued):
                yield duty


def _begins_orders(text: str) -> bool:
    """Whether a paragraph of a text that numbers nothing is the first that gives somebody something to do."""
    return prose.gives(text) or prose.gives_behind_grounds(text)


def _is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph only names what follows, or says in brackets what it belongs to.

    Of those in capitals "NHIỆM VỤ CỦA CÁC SỞ, NGÀNH" says whose it is.
    """
    text = paragraph.text
    if text.startswith("(") and text.endswith(")"):
        return True
    return paragraph.mark is None and text.isupper() and not prose.is_duty_of(text)


def _names_a_part(text: str) -> bool:
    return text.isupper() or _NAMES_A_PART.fullmatch(text) is not None


def closes(clause: Clause) -> bool:
    """Whether a paragraph only closes the text."""
    text = clause.paragraph.text
    last = clause.rank is Rank.NONE and _LAST.match(text) and not prose.gives(text)
    return bool(_CLOSING.match(text) or _ENFORCED.search(text) or last)


def is_aim(heading: str) -> bool:
    """Whether a heading stands over aims, grounds or an account, where nobody is given a task."""
    return bool(_AIMS.match(heading)) and not prose.of_heading(heading)[0]


def is_over(term: str, issued: date | None) -> bool:
    """Whether the day that a sentence names lies before the document: it tells what was, and sets no term."""
    due = deadline.parse(term, issued.year if issued else None).due
    return bool(due and issued and due < issued)


def _duties(clause: Clause, lead: _Lead | None) -> Iterator[Assignment]:
    paragraph = clause.paragraph
    for duty in prose.duties(paragraph.text, led=lead is not None):
        owners = duty.owners or (lead.owners if lead else ())
        words = paragraph.text[duty.start : duty.end]
        if (
            not owners
            or (duty.deadline and len(words) < len(duty.deadline) + 10)
            or not _says_something(words)
        ):
            continue
        helping = duty.partners or (lead.partners if lead and not duty.owners else ())
        doubts = []
        if not duty.owners and lead:
            doubts.append(
                _('The lead agency is taken from the heading "{heading}".').format(heading=lead.words)
            )
        yield Assignment(
            clause=clause.name,
            line=paragraph.line_at(duty.start),
            last_line=paragraph.line_at(max(duty.end - 1, duty.start)),
            title=titled(words),
            owners=owners,
            # Who leads does not help, whatever sentence names it: "Các sở" that "phối hợp với các sở, ngành".
            partners=tuple(name for name in helping if name not in owners),
            deadline=duty.deadline,
            deliverables=duty.deliverables,
            doubts=tuple(doubts),
        )


def _says_something(words: str) -> bool:
    """Whether there are words in it: a page number that slipped in is no duty."""
    return any(character.isalpha() for character in words)
