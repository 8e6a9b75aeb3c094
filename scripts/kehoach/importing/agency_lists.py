"""Lists of agencies taken apart: names hold commas and "và" themselves, and lists mix "," ";" and "và"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kehoach.importing.vocabulary import AGENCY_HEADS, CAPITAL, COMPOUND_HEADS, FIELDS, GROUP_NOUNS, PLACES
from kehoach.language.text import flat
from kehoach.official import names

_HEAD = re.compile(
    rf"(?:{AGENCY_HEADS})(?!\w)|(?:các\s+)?Bộ\s+(?={CAPITAL})"
    rf"|[A-ZĐ]{{2,}}(?=$|[,;)]|\s(?!{CAPITAL}{{2,}}(?:\s|$)))"  # VTV, but no heading in capitals: "LỊCH"
)
#: What groups begin with; a run of common nouns under one of them is one group.
_GROUP = re.compile(r"(?:các|một số|những|toàn thể|từng|mỗi)\s", re.IGNORECASE)
_NOUN = re.compile(rf"(?i:{GROUP_NOUNS}|{PLACES})(?!\w|\s+{CAPITAL})")
#: "Ủy ban nhân dân các huyện, thị xã, thành phố": one name for all of them.
_OF_PLACES = re.compile(rf".*(?i:các|cấp)\s+(?:{PLACES})(?:[\s,]+(?:và\s+)?(?:{PLACES}))*")
_PLACE_NOUNS = re.compile(rf"(?:{PLACES})(?!\w)")
_ENDS_WITH_PLACE = re.compile(rf"\s(?:{PLACES})$")
#: Groups without a word before them, where a list is a column of lines: "Cơ quan, tổ chức liên quan".
_GENERIC = re.compile(
    r"(?:Và (?:các )?)?(?:[Cc]ơ quan|[Đđ]ơn vị|[Đđ]ịa phương|[Dd]oanh nghiệp)"
    r"(?: (?:được|bị) (?:kiểm tra|thanh tra|giám sát|giao|phân công))?(?!\w)|(?:Bộ|Sở), (?:ban|ngành)"
)
#: "Các bộ, cơ quan ngang bộ" is said of the central government as a whole: what follows is somebody else.
_CLOSED = re.compile(
    r"(?:các\s+)?bộ, (?:ngành, )?cơ quan ngang bộ(?:, cơ quan thuộc Chính phủ)?", re.IGNORECASE
)
#: "các cơ quan, đơn vị …, các tổ chức có liên quan": the last words are said of the whole run.
_RELATED = re.compile(
    r"(?:các\s+)?(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân)\b.*(?:liên quan|ngoài tỉnh)\b.*",
    re.IGNORECASE,
)
_SAID_OF_ALL = re.compile(r"(?:các\s+)?(?:cơ quan|đơn vị|tổ chức|doanh nghiệp)\b", re.IGNORECASE)
#: Names of places under one noun: "các địa phương Bắc Ninh, Bình Dương, An Giang".
_PLACES = re.compile(
    rf"(?:(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)\s+)?(?i:các\s+)?"
    rf"(?i:địa phương|(?:{PLACES})):?\s+{CAPITAL}\w*.*"
)
_PLACE = re.compile(rf"{CAPITAL}\w*(?:\s+(?:{CAPITAL}\w*|-))*")
#: One agency each, though "và" and commas stand in their names.
_WHOLE = re.compile(
    r"Báo(?: và|,) (?:Đài )?[Pp]hát thanh(?:,| và|-| -) [Tt]ruyền hình"
    r"|Báo và Đài(?= (?:tỉnh|thành phố)(?!\w))|Đài [Pp]hát thanh(?:,| và|-| -) [Tt]ruyền hình"
    r"|Văn phòng (?:Đoàn (?:đại biểu Quốc hội|ĐBQH)(?:,| và) )?"
    r"(?:HĐND|Hội đồng nhân dân)(?:,| và) (?:UBND|Ủy ban nhân dân)"
    r"|Văn phòng Đoàn (?:đại biểu Quốc hội|ĐBQH) và (?:HĐND|Hội đồng nhân dân)"
    # Its verbs are words of its name: "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh".
    r"|Ban (?:Quản lý|QLDA)(?: các)? [Dd]ự án(?: [^\W\d]+| -){0,14}?"
    r" (?:tỉnh|thành phố|huyện|xã|phường|số \d+)(?!\w)"
)
#: Who stands at its head, before its name, does not end the name.
_COMPOUND = re.compile(rf"(?:(?:Lãnh đạo|Giám đốc|Bộ trưởng|Thủ trưởng)\s+)?(?:{COMPOUND_HEADS})\s")
#: One noun for several names: "Các Bộ: Tài chính, Nông nghiệp và Môi trường".
_UNDER_ONE_NOUN = re.compile(r"[Cc]ác\s+(?P<noun>Bộ|Sở|bộ|sở|UBND)\s*:\s*(?P<names>.+)")
_FIELD = re.compile(rf"(?:^|[,;]|\bvà\b)\s*(?P<field>{FIELDS}|[^,;\s][^,;]*?)(?=\s*(?:[,;]|$|\bvà\s))")
_SEPARATOR = re.compile(r"\s*(?:([;,\n])(?:\s*(?:và|cùng)\s+)?|\s(và|cùng|&)\s)\s*")
#: What headings over duties add to the name: "Bộ Công an thực hiện:".
_ACTS = re.compile(r"\s+(?:có trách nhiệm|chịu trách nhiệm|tổ chức thực hiện|thực hiện)$")
_TOKEN = re.compile(r"\([^()]*\)|[\w-]+|\S")
_LEVEL = re.compile(
    r"(?:tỉnh|thành|phố|xã|phường|huyện|quận|cấp|trung|ương|nhân|dân|hội|liên|quan|trên|địa|bàn|các)$"
)
#: "Các cơ quan chủ trì" are those that lead the tasks above.
_ROLE = re.compile(r"\s+(?:chủ trì|phối hợp|được giao|được phân công)\b")
#: Words in small letters that only go on in a name: "Ban Quản lý Khu kinh tế …", "Hội Cựu chiến binh".
_IN_NAME = re.compile(
    r"(?:[Kk]hu (?:kinh tế|công nghiệp|công nghệ cao|du lịch|di tích|bảo tồn|vực)|Cựu chiến binh"
    r"|[Tt]hường trực(?= (?:Ban|Hội đồng|HĐND|Tỉnh ủy|Ủy ban))|ven (?:biển|đô|sông)|công lập"
    r"|Kiểm soát bệnh tật|[Cc]hủ đầu tư|[Cc]hữ thập đỏ|[Pp]hục vụ hành chính công|[Kk]hí tượng [Tt]hủy văn"
    r"|(?:chính trị(?:,? [-–] |, )?)?xã hội(?: [-–] nghề nghiệp)?"
    r"|có (?:liên quan|thẩm quyền|chức năng)|ngang bộ|thuộc Chính phủ|đặc khu)(?!\w)"
)
_BETWEEN = frozenset((",", "và", "-", "–", "của", "/", "cùng"))
#: "Tổ chức thực hiện", "Tổ chức hội thi …": something done, while "Tổ chức, cá nhân liên quan" do it.
_ORGANISES = re.compile(
    r"tổ chức\b(?!,| (?:và|chính trị|xã hội|liên quan|có liên quan|đoàn thể|khác|tín dụng|kinh tế)\b)",
    re.IGNORECASE,
)
#: The beginning of a name alone: where a line of a cell ends with it, the name goes on.
_BARE = re.compile(rf"(?:(?:{AGENCY_HEADS}|Bộ|Ban Quản lý|Ủy ban nhân dân)\s*)+(?:các)?")
#: Names that are at their end, so that an agency in the next line is another.
_CLOSED_NAME = re.compile(
    rf"(?:^|\s)(?:tỉnh|thành phố|xã|phường|liên quan|xã hội|ngành|Khu vực [IVX\d]+"
    rf"|Bộ (?:{FIELDS})|Sở (?:{FIELDS}|\w+ \w+))$"
)
#: Who stands at the head of each of a group: "Thủ trưởng các sở, ban, ngành".
_OF_GROUP = re.compile(
    r"(?:Thủ trưởng|Lãnh đạo|Giám đốc|Trưởng|Người đứng đầu|Đại diện) các\s", re.IGNORECASE
)
_ABBREVIATED = re.compile(r"\b(?:ubnd|hđnd|mttq|x)\b", re.IGNORECASE)
_AND = re.compile(r"^(?:và|cùng|với)\s+", re.IGNORECASE)
#: "(1) Bộ Tư pháp (2) Bộ Công an": numbers part the names.
_NUMBERED = re.compile(r"\s*\(\d{1,2}\)\s+")
_NOTHING = re.compile(r"[-–—./\s]*|không(?: có)?", re.IGNORECASE)


@lru_cache(1000)  # the same few agencies stand in every row
def agencies_in(text: str) -> tuple[str, ...]:
    """The agencies that a list names, as written and in its order; brackets stay with the name before them.

    An end of line separates them as a semicolon does.
    """
    text = names.NOTE.sub("", text)
    text = _NUMBERED.sub(";", text) if _NUMBERED.match(text) else text
    text = "\n".join(flat(line) for line in text.split("\n"))
    text = _ACTS.sub("", text.strip(" .;:,\n"))
    if _NOTHING.fullmatch(text):
        return ()
    if listed := _UNDER_ONE_NOUN.fullmatch(text):
        noun = listed["noun"][:1].upper() + listed["noun"][1:]
        return tuple(f"{noun} {found['field']}" for found in _FIELD.finditer(listed["names"]))
    found: list[str] = []
    parts = list(_parts(text))
    for index, (separator, part) in enumerate(parts):
        following = parts[index + 1 :]
        if found and not _separate(found[-1], separator, part, following):
            found[-1] += separator + part
        else:
            found.append(part)
    return tuple(cleaned for name in found if (cleaned := _AND.sub("", name.strip(" .;:,"))))


def begins_agency(text: str) -> bool:
    """Whether words can begin the name of an agency or of a group of agencies."""
    if _HEAD.match(text) or _GENERIC.match(text):
        return True
    return bool(_GROUP.match(text) and _NOUN.match(_GROUP.sub("", text, count=1)))


def is_agency(text: str) -> bool:
    """Whether a text is nothing but the name of an agency or of a group, as headings over duties are."""
    text = _ACTS.sub("", text.strip(" .;:,"))
    if not text or len(text) > 160 or not (begins_agency(text) or _NOUN.match(text)):
        return False
    if _ORGANISES.match(text):
        return False
    return all(begins_agency(name) or _NOUN.match(name) for name in agencies_in(text))


def is_name(text: str) -> bool:
    """Whether nothing follows the name that words begin with, other than what may still belong to it.

    Two words more do, or eight that end with a place: "Hội Bảo trợ người khuyết tật và trẻ mồ côi tỉnh".
    """
    if _GROUP.search(text) or not _HEAD.match(text):
        return True
    rest = re.sub(r"\([^()]*\)", " ", text[name_end(text) :]).split()
    return len(rest) < 3 or (len(rest) < 9 and bool(_LEVEL.match(rest[-1])))


def are_places(text: str) -> bool:
    """Whether a text is one noun and the names of several places: "UBND các xã: A, B, C"."""
    return bool(_PLACES.fullmatch(text.strip(" .;")))


def by_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a cell put together to agencies, where it names each on lines of its own; else one text.

    A bare "Văn phòng", "Giám đốc" goes on in the next line, and so does what ends with a comma. Narrow
    columns wrap names: what follows "… tỉnh", "Sở …" then begins another.
    """
    found: list[str] = []
    for line in lines:
        if found and _begins_name(line) and (_CLOSED_NAME.search(found[-1]) or _one_each(lines)):
            found.append(line)
        elif found:
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found if _one_each(found) else [" ".join(lines)]


def _one_each(lines: Sequence[str]) -> bool:
    return all(
        is_agency(line)
        and _begins_name(line)
        and not line.endswith((",", ";", ":", " và", " các"))
        and not _BARE.fullmatch(line)
        for line in lines
    )


def _begins_name(line: str) -> bool:
    return begins_agency(line) and (line[:1].isupper() or bool(_GROUP.match(line)))


def name_end(text: str) -> int:
    """Where the names that words begin with end, by how names are written: capitals, places, common nouns.

    A syllable in small letters behind one with a capital is the rest of its word: "Sở Xây dựng".
    """
    end = head_end(text)
    begun = False
    for token in _TOKEN.finditer(text, end):
        word = token[0]
        if token.start() < end:
            continue
        if whole := _IN_NAME.match(text, token.start()):
            end, begun = whole.end(), False
        elif word[:1].isupper():
            # A number or an abbreviation is a whole word: "Khu vực XI". In "Sở Y tế" it is not.
            end, begun = token.end(), word == "Y" or not word.isupper()
        elif noun := _NOUN.match(text, token.start()):
            end, begun = noun.end(), False
        elif begun or _LEVEL.match(word):
            end, begun = token.end(), False
        elif word not in _BETWEEN or not _goes_on(text, token.end()):
            break
    role = _ROLE.match(text, end) if _GENERIC.fullmatch(_GROUP.sub("", text[:end], count=1)) else None
    return role.end() if role else end


def without_names(text: str) -> str:
    """A text with those names blanked out that hold verbs: "Ban Quản lý dự án đầu tư … tỉnh"."""
    for name in (_WHOLE, _IN_NAME):
        text = name.sub(lambda found: "_" * len(found[0]), text)
    return text


def head_end(text: str) -> int:
    """Where the word ends by which the name of an agency or group is known."""
    found = _WHOLE.match(text) or _HEAD.match(text) or _GENERIC.match(text) or _GROUP.match(text)
    return found.end() if found else 0


def with_capitals(name: str) -> str:
    """A name with the capitals that names of agencies have: "Sở Tư pháp", "Ủy ban nhân dân"."""
    for field in FIELDS.split("|"):
        name = re.sub(rf"(?<!\w){re.escape(field)}(?!\w)", field, name, flags=re.IGNORECASE)
    name = re.sub(r"\b(?:sở|bộ) \w", lambda found: found[0].title(), name, flags=re.IGNORECASE)
    heads = r"\b(?:ủy ban nhân dân|công an|ban chỉ đạo|văn phòng|hội đồng nhân dân)\b"
    return re.sub(heads, lambda found: found[0].capitalize(), name, flags=re.IGNORECASE)


def in_small_letters(words: str) -> str:
    """Words in capitals as other text writes them, names of agencies with theirs."""
    words = with_capitals(words.lower())
    return _ABBREVIATED.sub(lambda found: found[0].upper(), words[:1].upper() + words[1:])


def _goes_on(text: str, start: int) -> bool:
    """Whether what follows a comma or "và" is more of the names before it."""
    rest = text[start:].lstrip()
    return rest[:1].isupper() or bool(_NOUN.match(rest)) or begins_agency(rest)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The pieces between separators outside brackets, each with the separator before it."""
    depth, start, separator = 0, 0, ""
    index = 0
    while index < len(text):
        if whole := _WHOLE.match(text, index):
            index = whole.end()
            continue
        if text[index] in "([“":
            depth += 1
        elif text[index] in ")]”":
            depth = max(depth - 1, 0)
        elif not depth and (found := _SEPARATOR.match(text, index)) and found.end() > index:
            if found.end() < len(text) and found.start() > start:
                yield separator, text[start:index]
                separator, start = text[index : found.end()], found.end()
            index = found.end()
            continue
        index += 1
    yield separator, text[start:]


def _separate(  # noqa: PLR0911 # a return a way of writing lists
    before: str, separator: str, part: str, following: list[tuple[str, str]]
) -> bool:
    """Whether a piece is another agency than the name before it, rather than more of that name."""
    if ";" in separator or "\n" in separator:
        return True
    before = _AND.sub("", before)
    if " là " in before:
        return False  # "Bộ, ngành là chủ quản cơ sở dữ liệu quốc gia, cơ sở dữ liệu": says who is meant
    if _CLOSED.fullmatch(before):
        return not part.startswith("cơ quan thuộc Chính phủ")
    if "," in separator and _PLACE_NOUNS.fullmatch(part) and _ENDS_WITH_PLACE.search(before):
        return False  # "Giám đốc Sở Y tế tỉnh, thành phố"
    heads = _OF_GROUP.match(before)
    common = bool(heads or _GROUP.match(before) or _NOUN.match(before))
    if _GROUP.match(part):
        run = common and "," in separator and _SAID_OF_ALL.match(_GROUP.sub("", before, count=1))
        return not (run and _RELATED.fullmatch(part) and not _RELATED.fullmatch(before))
    if _PLACES.fullmatch(before) or _OF_PLACES.fullmatch(before):
        of_places = _PLACE.fullmatch(part) if _PLACES.fullmatch(before) else _PLACE_NOUNS.match(part)
        if of_places and not begins_agency(part):
            return False
    if _HEAD.match(part) or part[:1].isupper():
        return not _more_of_compound(before, separator, part, following)
    # Common nouns go on with a run of common nouns, and are somebody else after a name.
    return bool(_NOUN.match(part)) and not common


def _more_of_compound(before: str, separator: str, part: str, following: list[tuple[str, str]]) -> bool:
    """Whether a capital begins more of one name: "Sở Văn hóa" + ", Thể thao" + " và Du lịch"."""
    if not _COMPOUND.match(before) or begins_agency(part):
        return False
    if "và" in separator.split():
        return True
    ends = next((rest for rest in following if not rest[1][:1].islower()), None)
    return bool(ends and ends[0].strip() == "và" and not begins_agency(ends[1]))
