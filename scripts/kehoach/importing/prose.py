"""Duties given in sentences: "Sở X chủ trì, phối hợp với Y … trước ngày …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kehoach.importing import inline
from kehoach.importing.agency_lists import (
    agencies_in,
    are_places,
    begins_agency,
    head_end,
    in_small_letters,
    is_agency,
    is_name,
    name_end,
    without_names,
)
from kehoach.importing.terms import is_open, term_in
from kehoach.importing.vocabulary import CAPITAL, NAMED_PRODUCTS, VERBS
from kehoach.official import names
from kehoach.official.labels import Role

#: Who gives what follows to somebody, where a sentence says it: "Chủ tịch UBND tỉnh X giao Sở Y tế …".
_GIVER = (
    r"(?:(?:Chủ tịch\s+)?(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)"
    r"\s+(?:tỉnh|thành phố|xã|phường|đặc khu)"
    r"|Thủ tướng(?:\s+Chính phủ)?|Chính phủ|Bộ trưởng|Ban Thường vụ Tỉnh ủy|Tỉnh ủy)(?:\s+\w+){0,3}?\s+"
)
_GIVEN = rf"(?:{_GIVER})?(?:giao|đề nghị|kiến nghị|yêu cầu|phân công)\s+(?:cho\s+)?"
_LEADS = re.compile(
    rf"^(?:{_GIVEN})?(?P<who>.+?)\s*(?::\s*)?(?P<verb>chủ trì|là (?:cơ quan )?đầu mối|chịu trách nhiệm)\b",
    re.IGNORECASE,
)
#: "Văn phòng Sở: thực hiện …"
_NAMED = re.compile(r"([^:;.]{3,120}):\s+(?=\S)")
_ANYBODY = re.compile(r"(?:các\s+)?(?:cơ quan|đơn vị|địa phương)\b", re.IGNORECASE)
_BEGIN = re.compile(_GIVEN, re.IGNORECASE)
_LEAD = (Role.OWNER, Role.PARTNERS)
#: So many words at most are left of a name in a heading that ends like a sentence.
_REST = 2
#: What a heading over an agency's duties may say before its name.
_DUTY_OF = re.compile(r"(?:trách nhiệm|nhiệm vụ) của\s+", re.IGNORECASE)
#: "Đối với các sở, ban, ngành:".
_TOWARDS = re.compile(r"đối với\s+", re.IGNORECASE)
#: What stands behind the agency of a lead-in: what it is to do, or nothing.
_LEADS_ON = re.compile(rf"\s*[,;]?\s*(?:{VERBS}|phối hợp|là\b|(?:\(.*\))?\s*:)")
#: What a sentence is about or when, before a colon and the agency: "Về vốn: Sở Tài chính cân đối …".
_ABOUT = re.compile(r"(?:Về|Đối với|Đợt|Giai đoạn|Bước|Trong|Từ|Trước|Tháng|Quý|Ngày)\b.{0,120}?:\s+\w")
#: "Việc thứ nhất: Sở A chủ trì …": whatever a sentence is about, who leads stands behind the colon.
_HEADED = re.compile(r"[^:;.]{3,120}:\s+(?=\w)")
#: What may stand before the agency, up to a comma: grounds, or a term.
_WHOLE_GROUP = re.compile(r"(?:các|mỗi|từng|một số|toàn thể|những)\s", re.IGNORECASE)
_GROUND = re.compile(r"(?:căn cứ|trên cơ sở|theo|thực hiện|sau khi|đối với)\b", re.IGNORECASE)
_WHEN = re.compile(r"(?:định kỳ|trước|trong|từ|quý|tháng|ngày|hằng|hàng|năm|chậm nhất)\b", re.IGNORECASE)
#: A list of agencies by verb may be this much longer than by how names are written.
_FAR = 40
#: What is told of an agency that is no duty.
_TOLD = re.compile(
    r"\s*(?:đã|vẫn|còn|chưa|đang|cũng|không|gồm|bao gồm|được(?! giao)|"
    r"là(?! (?:cơ quan |đơn vị |bộ phận )?(?:đầu mối|thường trực|chủ trì))"
    r"|có(?! (?:trách nhiệm|nhiệm vụ|kế hoạch|văn bản|báo cáo|biện pháp|phương án|giải pháp|ý kiến)))\b",
    re.IGNORECASE,
)
#: What is told of agencies in a list of them.
_SAID_OF = re.compile(
    r"\b(?:thuộc đối tượng|chưa|đã|đang|được|không|sau khi|có(?! (?:liên quan|thẩm quyền|chức năng)))\b",
    re.IGNORECASE,
)
#: What must have a name behind it: "Trung tâm dữ liệu quốc gia", "Đơn vị sự nghiệp công lập".
_BARE = re.compile(
    r"(?:Trung tâm|Đơn vị|Cơ quan|Ban|Hội|Viện|Trường|Quỹ|Trạm|Cổng|Đoàn|Tổ|Đội|Vụ|Cục|Bệnh viện|Bộ)",
    re.IGNORECASE,
)
#: Words of such a name in small letters, up to what is done.
_REST_OF_NAME = re.compile(
    r"(?:\s+(?!(?:của|do|tại|về|với|và|khi|sẽ|để|nhằm|không|chưa|đã|đang|được|là|có|gồm|bao)\b)[^\W\d_]+){1,5}(?:\s+số\s+\d+)?"
)
#: What begins the words behind a name that is only mentioned: "Kết luận của Bộ Chính trị về …".
_MENTIONED = re.compile(r"\s*(?:về|của|tại|do|ngày|số|năm|khóa|và|trong|theo|[),])(?!\w)", re.IGNORECASE)
#: A sentence that only says when the one before it is done.
_COMPLETES = re.compile(
    r"(?:hoàn thành|hoàn tất|thời gian|thời hạn|việc|phấn đấu|xong|thực hiện xong|trước|trong|kết quả)\b"
    r"|(?:chậm nhất|định kỳ)\b",
    re.IGNORECASE,
)
_BEGINS_VERB = re.compile(rf"(?i:{VERBS})(?!\w)")
_COOPERATES = re.compile(r"\bphối hợp(?:\s+chặt chẽ)?\s+(?:với\s+|cùng\s+)?", re.IGNORECASE)
#: Who holds a post, behind it: "Phó Hiệu trưởng Nguyễn Văn A".
_PERSON = re.compile(
    rf"(?P<post>trưởng|phó|tịch|đốc|ký|toán|phòng|viên)"
    rf"(?:\s+(?:ông|bà|đồng chí|đ/c))?(?:\s+{CAPITAL}\w*){{2,5}}$"
)
#: How the rest of a name ends: "… tỉnh", "… có liên quan".
_NAME_ENDS = re.compile(
    rf"(?:{CAPITAL}\w*|\b(?:tỉnh|xã|phường|huyện|thành phố|liên quan|ngành|địa phương))[\s,]*$"
)
_TASKED = re.compile(r"\b(?:chủ trì|phối hợp|đầu mối)\b")
#: What agencies do: the first of these words ends a list of agencies in a sentence.
_VERBS = re.compile(rf"\s+(?:{VERBS})(?!\w)")
_PRODUCT = re.compile(
    r"\b(?:xây dựng|ban hành|trình|lập|hoàn thiện|biên soạn|tham mưu[^,;.]{0,40}ban hành)\s+"
    rf"(?P<what>(?:{NAMED_PRODUCTS})\b[^,;.]*)"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A part of a clause with a term of its own: where it begins and ends in the clause, and what it says."""

    start: int
    end: int
    deadline: str | None
    owners: tuple[str, ...]
    partners: tuple[str, ...]
    deliverables: tuple[str, ...]


def duties(text: str, *, led: bool = False) -> Iterator[Duty]:
    """The duties of a clause; ``led``: a heading says whose it is, so that a sentence without agency is one.

    A part with a term ends where the sentence or its member ends; what stands before it since the last full
    stop or term belongs to it. A sentence without an agency of its own that only says when, or says no time,
    is more of the duty before it.
    """
    text = names.NOTE.sub(lambda mark: " " * len(mark[0]), text)
    found: list[Duty] = []
    for start, end in _sentences(text):
        owners, cut = leader(text[start:end])
        if owners and _TOLD.match(text, start + cut):
            continue
        if not (owners or led or found):
            continue
        for begin, stop, term in _spans(text, start, end):
            first = begin == start
            before = found[-1] if found and not (first and owners) else None
            if (
                before
                and first
                and (term is None or (is_open(before.deadline) and _only_says_when(text[begin:stop])))
            ):
                found[-1] = replace(before, end=stop, deadline=term or before.deadline)
                continue
            words = text[begin:stop].strip(" ;.,")
            at = text.index(words, begin)
            named = owners or (before.owners if before else ())
            partners = partners_in(text[max(at, start + cut) : stop]) or (
                before.partners if before and not first else ()
            )
            products = tuple(one["what"].strip() for one in _PRODUCT.finditer(words)) if term else ()
            found.append(Duty(at, at + len(words), term, named, partners, products))
    yield from found


def _only_says_when(sentence: str) -> bool:
    return bool(_COMPLETES.match(sentence) or not _BEGINS_VERB.match(sentence))


#: A term is looked for in so many members of a sentence before and behind, however long the list is.
_NEAR = 12


def _spans(text: str, start: int, sentence_end: int) -> Iterator[tuple[int, int, str | None]]:
    """Where the duties of a sentence begin and end, with their terms."""
    members = list(_members(text, start, sentence_end))
    ends = [end for _begin, end in members]
    begin = start
    for number, end in enumerate(ends):
        near = max(begin, members[max(0, number - _NEAR)][0])
        if term := term_in(text[near:end]):
            rest = term_in(text[end : ends[min(number + _NEAR, len(ends) - 1)]])
            if is_open(term) and not is_open(rest):
                continue
            last = end == ends[-1] or not rest
            yield begin, sentence_end if last else end, term
            begin = sentence_end if last else end
    if begin < sentence_end:
        yield begin, sentence_end, None


def leader(text: str) -> tuple[tuple[str, ...], int]:
    """The agencies that a sentence names as leading or begins with, and where what they do begins.

    Grounds and terms may stand before them: "Căn cứ Kế hoạch này, các sở xây dựng …".
    """
    if (led := _LEADS.match(text)) and are_places(led["who"]):
        return agencies_in(led["who"]), led.start("verb")
    if (said := _NAMED.match(text)) and is_agency(said[1]) and _is_plain(said[1]):
        return agencies_in(said[1]), said.end()
    starts = list(_starts(text))
    headed = _HEADED.match(text)
    for start in [*starts, *((headed.end(),) if headed else ())]:
        found = _LEADS.match(text[start:])
        if found and _is_somebody(found["who"]):
            return agencies_in(found["who"]), start + found.start("verb")
    for start in [*starts, *((headed.end(),) if headed else ())]:
        given = _BEGIN.match(text, start)
        begin = given.end() if given else start
        if not begins_agency(text[begin:]):
            continue
        end = _who_ends(text, begin, sure=start == 0)
        if headed and start == headed.end() and not _VERBS.match(f" {text[end:].lstrip()}"):
            continue  # a list of names
        if begin < end < len(text.rstrip(" .;:")):
            return agencies_in(text[begin:end]), end
    return (), 0


def _who_ends(text: str, begin: int, *, sure: bool) -> int:
    """Where those end who do something and begin at a place; there, where nobody does.

    ``sure``: they begin the sentence, and are not only mentioned in what stands before those.
    """
    named = begin + name_end(text[begin:])
    verb = _first_verb(text, named if _ANYBODY.match(text, begin) else begin + head_end(text[begin:]))
    near = verb is not None and _is_name_to(text, named, verb) and not _TOLD.match(text, named)
    if verb is not None and near:
        return verb
    if _BARE.fullmatch(text, begin, named) and text[named:].lstrip()[:1].islower():
        rest = _REST_OF_NAME.match(text, named)
        return verb if rest and verb is not None and named < verb <= rest.end() else begin
    return named if sure or not _MENTIONED.match(text, named) else begin


def _is_plain(words: str) -> bool:
    """Whether a list of agencies says nothing of what they do or are."""
    # Names hold verbs, and what they are in tells that common nouns are none: "tổ chức chính trị".
    does = _VERBS.search(f" {words}") and _VERBS.search(f" {without_names(words)}")
    return not (does or _SAID_OF.search(words))


def _is_somebody(words: str) -> bool:
    return begins_agency(words) and not _ANYBODY.fullmatch(words) and not _VERBS.search(f" {words}")


def _starts(text: str) -> Iterator[int]:
    """Where the agencies of a sentence may begin: at its beginning, or behind grounds and terms."""
    yield 0
    colons = [about.end() for about in re.finditer(r":\s+", text[:160])] if _ABOUT.match(text) else []
    yield from colons
    if colons and _TOWARDS.match(text):
        return  # before the colon stands whom it is about
    grounds, when = _GROUND.match(text), _WHEN.match(text)
    for found in re.finditer(r",\s+|(?<=\d)\s+(?=các\s)", text[:200]) if grounds or when else ():
        before, behind = text[: found.start()], text[found.end() :]
        if behind[:1].islower() and not _WHOLE_GROUP.match(behind):
            continue  # more of a list: "các cơ quan, đơn vị"
        if before.count("(") == before.count(")") and (grounds or not _VERBS.search(f" {before}")):
            yield found.end()


def gives(text: str) -> bool:
    """Whether words begin by giving an agency something to do: "Giao Sở X …", "Sở X chủ trì …"."""
    given = _BEGIN.match(text)
    leads = _LEADS.match(text)
    return bool((given and begins_agency(text[given.end() :])) or (leads and _is_somebody(leads["who"])))


def gives_behind_grounds(text: str) -> bool:
    """Whether a sentence names its grounds first, and then who gives somebody something to do."""
    return bool(_GROUND.match(text)) and any(
        given and given[0][:1].isupper() and begins_agency(text[given.end() :])
        for given in (_BEGIN.match(text, start) for start in _starts(text))
    )


def is_duty_of(text: str) -> bool:
    """Whether a title says whose duties stand below it."""
    return _DUTY_OF.match(text) is not None


def is_request(text: str) -> bool:
    """Whether what a sentence or heading gives is asked for rather than ordered."""
    return bool(re.match(r"(?:đề|kiến) nghị\b", text, re.IGNORECASE))


def of_heading(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The agencies that a heading gives the duties below it, and those they cooperate with in all of them.

    "Bộ Nội vụ", "Giao Bộ Tài chính chủ trì, phối hợp với các địa phương:", "Sở A và đề nghị Tòa án B"; nobody
    where it is no such heading. Of a person the post is kept and the name left out.
    """
    text = names.NOTE.sub("", text)
    is_sentence = text.rstrip().endswith(".")
    text = _PERSON.sub(r"\g<post>", _DUTY_OF.sub("", text.strip(" .;"), count=1))
    if text.isupper():
        text = in_small_letters(text)
        text = text[: name_end(text)] if begins_agency(text) else text
    if (towards := _TOWARDS.match(text)) and (text.endswith(":") or is_agency(text[towards.end() :])):
        text = text[towards.end() :]
    given = _BEGIN.match(text)
    parts = re.split(r"\s+và đề nghị\s+", text[given.end() if given else 0 :].strip(" :"))
    if (
        (":" not in text[:-1] or are_places(text))
        and all(
            is_agency(part)
            and is_name(part)
            and _is_plain(part)
            and not _TASKED.search(part)
            # A sentence whose verb is not known is no heading: nobody would find what it says.
            and not (is_sentence and len(part[name_end(part) :].split()) > _REST)
            and not term_in(part)
            for part in parts
        )
    ):
        return tuple(name for part in parts for name in agencies_in(part)), ()
    if not text.endswith(":"):
        said = {} if ":" in text else dict(inline.said(text))
        named = (said.get(role, "") if said.keys() <= {Role.OWNER, Role.PARTNERS} else "" for role in _LEAD)
        owners, partners = map(agencies_in, named)
        return owners, partners
    owners, cut = leader(text)
    if not _LEADS_ON.match(text, cut) or sum(1 for _sentence in _sentences(text)) > 1:
        return (), ()
    return owners, partners_in(text[cut:].replace(";", ","))


def partners_in(text: str) -> tuple[str, ...]:
    """The agencies that a sentence names behind "phối hợp với", up to what is to be done."""
    found = _COOPERATES.search(text)
    if not found or not begins_agency(text[found.end() :]):
        return ()
    begin = found.end()
    return agencies_in(text[begin : _who_ends(text, begin, sure=True)])


def _is_name_to(text: str, named: int, verb: int) -> bool:
    """Whether names that seem to end before a word of doing go on to it: with a capital or place at the end.

    Otherwise a verb that is not known stands in between: "Cục Thuế tỉnh chỉnh lý hồ sơ để …".
    """
    between = text[named:verb]
    return verb - named <= _FAR and (not between.strip() or bool(_NAME_ENDS.search(between)))


def _first_verb(text: str, start: int) -> int | None:
    """Where the first word of doing stands behind a list of agencies: not inside a name, nor far away."""
    hidden = without_names(_without_brackets(text))
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
