"""Who and when said in a line of their own words: "Sở A chủ trì; Sở B phối hợp. Thời gian: Quý III năm 2026".

Behind a title in the same line, in brackets, or in a line below it.
"""

import re
from collections.abc import Iterator, Sequence

from kehoach import deadline
from kehoach.importing.agency_lists import agencies_in, is_agency, is_name, without_names
from kehoach.importing.vocabulary import VERBS
from kehoach.official.labels import Role, label_line

#: Sentences and members of sentences; "TP. Huế" is one, and so is "31.5".
_END = re.compile(
    r"(?<=[^\W_]{2})[.;]\s+|(?<=[)_\d”\"])[.;]\s+|(?<=chủ trì),\s+(?!phối hợp)|(?<=phối hợp),\s+"
)
_BRACKETS = re.compile(r"\s*\((?P<said>[^()]*(?:\([^()]*\)[^()]*)*)\)$")
_LEADS = re.compile(
    r"(?:(?:giao|do)\s+)?(?P<owner>.+?)\s+(?:là\s+(?:cơ quan|đơn vị)\s+)?"
    r"(?:chủ trì(?:\s+(?:thực hiện|tham mưu))?(?:,?\s*phối hợp\s+(?:(?:với|cùng)\s+)?(?P<partners>.+))?"
    r"|(?:tổ chức\s+|triển khai\s+)?thực hiện)",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"(?:phối hợp\s+(?:với|cùng)\s+(?P<with>.+)|(?P<who>.+?)\s+phối hợp(?:\s+thực hiện)?)", re.I
)
#: Without one of these no piece says who: most lines are asked no further.
_WHO = re.compile(r":|chủ trì|thực hiện", re.IGNORECASE)
_DONE = re.compile(r"(?:hoàn thành|hoàn tất|xong|thực hiện(?: xong)?)\s+", re.IGNORECASE)
_VERB = re.compile(rf"\s(?:{VERBS})(?!\w)")
_SPEAKS = (Role.OWNER, Role.PARTNERS, Role.DEADLINE, Role.DELIVERABLES, Role.SUBMIT_TO)
_LISTS = (Role.OWNER, Role.PARTNERS)

Said = tuple[Role, str]
#: What a piece says, and the list of agencies that it is where it says nothing.
_Told = tuple[list[Said], str]


def said(text: str) -> list[Said]:
    """What a text says that is nothing but who, when and with what result; empty for any other."""
    if text.endswith(":") or not _WHO.search(text):
        return []  # it leads what stands below, or names nobody who answers
    text = text.strip(" .;")
    return _said([_told(text[start:end]) for start, end in _pieces(text)])


def _said(told: Sequence[_Told]) -> list[Said]:
    found = _roles(told)
    return found if any(role is Role.OWNER for role, _value in found) else []


def behind_title(text: str) -> tuple[str, list[Said]]:
    """The title that a text begins with and what is said behind it; nothing where that is not so."""
    text = text.strip(" .;")
    if (inside := _BRACKETS.search(text)) and inside.start() and (found := said(inside["said"])):
        return text[: inside.start()], found
    if text.endswith(":"):
        return "", []  # it leads what stands below
    pieces = list(_pieces(text))
    told = [_told(text[start:end]) for start, end in pieces[1:]]
    for number in range(_all_say_something(told), len(told)):
        title = text[: pieces[number + 1][0]].strip(" .;,")
        if (found := _said(told[number:])) and not is_agency(title):
            # Where even the title says who, so does every longer one.
            return ("", []) if said(title) else (title, found)
        if not found and told[number][0]:
            break  # nobody is named who answers, nor further on
    return "", []


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a text begin and end."""
    hidden = re.sub(r"\([^()]*\)", lambda found: "_" * len(found[0]), text)
    start = 0
    for found in _END.finditer(hidden):
        yield start, found.start()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _told(piece: str) -> _Told:
    """What a piece says; where it says nothing, itself if it is a list of agencies."""
    says = list(_role(piece.strip(" .;,")))
    return says, piece if not says and _is_list(piece) else ""


def _roles(told: Sequence[_Told]) -> list[Said]:
    """What all pieces say together; nothing if one says something else. An agency alone goes on a list."""
    found: list[tuple[Role, list[str]]] = []
    for says, listed in told:
        if says:
            found += [(role, [value]) for role, value in says]
        elif listed and found and found[-1][0] in _LISTS:
            found[-1][1].append(listed)
        else:
            return []
    return [(role, "; ".join(values)) for role, values in found]


def _all_say_something(told: Sequence[_Told]) -> int:
    """The first piece from which on each says something, or goes on with a list."""
    first, last = 0, None
    for number, (says, listed) in enumerate(told):
        if says:
            last = says[-1][0]
        elif not (listed and last in _LISTS):
            first, last = number + 1, None
    return first


def _role(piece: str) -> Iterator[Said]:
    """What a piece says; nothing if it says anything else."""
    labelled = label_line(piece)
    if labelled and labelled[1]:
        if labelled[0] in _SPEAKS:
            yield labelled
    elif (helps := _HELPS.fullmatch(piece)) and _is_list(who := helps["with"] or helps["who"]):
        yield Role.PARTNERS, who
    elif (leads := _LEADS.fullmatch(piece)) and _is_list(leads["owner"]):
        partners = leads["partners"]
        if partners is None or _is_list(partners):
            yield Role.OWNER, leads["owner"]
            yield from ((Role.PARTNERS, partners),) if partners else ()
    elif deadline.is_readable(when := _DONE.sub("", piece, count=1), 2000):
        yield Role.DEADLINE, when


def _is_list(words: str) -> bool:
    """Whether words are a list of agencies and nothing else."""
    plain = without_names(words)
    return is_agency(words) and not _VERB.search(plain) and all(map(is_name, agencies_in(words)))
