"""Second step: regular expressions over the codes find the pieces, a day, a range, "hằng năm"."""

import re
from dataclasses import dataclass, field, replace

from kehoach.deadline.kinds import Offset
from kehoach.deadline.lexer import COUNTS, EVERY, WEEKDAYS, Token, UnreadableError, Value, value_of

_LEAD = "[clhH]*"
_PHRASES = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("label", "u:"),
            ("onward", f"{_LEAD}p?f?[Vv](?:[,&-][Vvn])*,?&?y"),
            ("since", "f?V&E"),
            ("span", f"{_LEAD}p?f?[Vvd](?:tb?|-)[Vvn]"),
            ("several", f"{_LEAD}[pb]*(?:[Vv]|d(?=[,&][Vv]))(?:[,&]b?[Vvn])+"),
            ("weekdays", f"{_LEAD}t?b?T(?:[,&]T)*"),
            ("onlast", f"k?{_LEAD}b?q"),
            ("day", f"{_LEAD}t?b?d(?:[,&]b?d)*"),
            ("from", f"{_LEAD}f[Vv]"),
            ("after", f"{_LEAD}s[Vv]"),
            ("one", f"{_LEAD}[pt]*b?[Vv]"),
            ("every", f"k?{_LEAD}E(?:[,&]u)*|k{_LEAD}u(?:[,&]u)*|(?<=\\)[,&])u(?=\\()"),
            ("ongoing", "o(?:[,&]*o)*,?a?"),
            ("vague", "z(?:[,&]*z)*"),
            ("sudden", "j"),
            ("stages", "&?g|[,&]p(?=[,.;)]|$)"),
            ("waiting", "[erx]"),
            ("term", "m"),
        )
    )
)
# What ends the words of an event or plan: a comma or "hoặc" before another part of the deadline …
_NEXT_PART = re.compile(r"[,;|&](?=[clhpfb]*[Vvd]|[^,;.()|]*?(?:[bclhtfs]p?[VvdT]|[oEyjzkerx]))")
_NEXT_CHOICE = re.compile(r"\|(?=[clhbfp]*[VvoEjzkerx])")
# … "từ khi ban hành" also before its end, "đến hết năm 2030" …
_END = re.compile(r"t[clh]*p?[Vvd]")
# … and, within the name of a plan or meeting, only a limit that cannot belong to it ("… trước ngày …").
_LIMIT = re.compile(r"(?:h?[cl]*b|l+t?|hc+t?)[Vv]")
# … such as "trong quý II/2026" as its last words.
_LAST = re.compile(
    rf"(?:c[Vv])+(?=[,;:]*(?:[.;)]|$|{_LIMIT.pattern})|{_NEXT_CHOICE.pattern}|(?=,){_NEXT_PART.pattern})"
)


# Marks around the words of an event are none of them.
_AROUND = ",;:"
# What a term after a period counts from: "kết thúc quý", "hết năm 2026".
_ENDING = ("kết thúc", "hết")
#: How often in each year: "2 lần/năm", "mỗi năm hai lần".
_TIMES = re.compile(
    r"(?:mỗi (?P<each>năm|quý|tháng)\b.*? )?(?P<n>[0-9]+|hai|ba|bốn|một) lần"
    r"(?:(?: ?/ ?| (?:mỗi|trong một|một) )(?P<one>năm|quý|tháng))?$"
)
#: The frequency of a report on nine months, which a year has once.
NINE_MONTHS = "NINE"


@dataclass(slots=True)
class Piece:
    """A phrase found: tokens [begin, end) and what it means."""

    name: str
    begin: int
    end: int
    values: list[Value] = field(default_factory=list)
    before: bool = False
    after: bool = False
    every: tuple[int, str] | None = None
    days: tuple[str, ...] = ()
    start: Value | None = None
    waits_for: str | None = None
    offset: Offset | None = None
    bracket: bool = False
    until: Value | None = None
    last: bool = False
    quarter_month: int = 3
    needs_day: bool = False


def find_pieces(words: str, tokens: list[Token], codes: str) -> list[Piece]:
    """All pieces of a deadline, in the order of the text."""
    pieces: list[Piece] = []
    position, seen, depth = 0, 0, 0
    while match := _PHRASES.search(codes, position):
        name, begin, end = match.lastgroup or "", match.start(), match.end()
        if name == "waiting":
            end = _end_of_waiting(tokens, codes, begin)
        depth += codes.count("(", seen, begin) - codes.count(")", seen, begin)
        seen = begin
        piece = Piece(name, begin, end, bracket=depth > 0)
        pieces.extend(_READ.get(name, _read_closed)(piece, tokens, words))
        position = end
    return pieces


def _end_of_waiting(tokens: list[Token], codes: str, begin: int) -> int:
    """An event's or plan's words run to the end of the sentence or bracket, or to the next part."""
    depth, opener = 0, tokens[begin]
    stop = _LIMIT if opener.name in ("plan", "meeting") else _END if "từ" in opener.low.split() else None
    for index in range(begin + 1, len(codes)):
        code = codes[index]
        depth += (code == "(") - (code == ")")
        if depth < 0 or (code == "." and not depth):
            return index
        if depth:
            continue
        if code in ",;" and _NEXT_PART.match(codes, index):
            return index
        if code == "|" and _NEXT_CHOICE.match(codes, index):
            return index
        if stop and opener.code != "x" and stop.match(codes, index):
            return index
        if opener.code == "r" and code == "c" and tokens[index].low == "trong" and _LAST.match(codes, index):
            return index
    return len(codes)


def _read_values(piece: Piece, tokens: list[Token], _words: str) -> list[Piece]:
    """ "trước ngày …", a range, a list: all that has a day, month, quarter or year."""
    for token in tokens[piece.begin : piece.end]:
        if token.code in "Vvn":
            piece.values.append(value_of(token, piece.values[-1] if piece.values else None))
        elif token.code == "d":
            piece.days += (str(_day_of_month(token)),)
        elif token.code == "b":
            piece.before = True
    units = {v.unit for v in piece.values}
    if piece.before and (units & {"middle", "end"} or (piece.name == "several" and units != {"date"})):
        raise UnreadableError("words")  # "trước cuối năm", "trước quý II, quý III": before which day?
    if piece.name == "day":
        return [piece]
    if piece.days:  # "từ ngày 01 đến ngày 30/6/2026": the first takes the month of the last
        last = piece.values[0]
        if last.unit != "date":
            raise UnreadableError("words")
        piece.values.insert(0, last._replace(day=int(piece.days[0])))
        piece.days = ()
    return [piece]


def _day_of_month(token: Token) -> int:
    number = int(re.findall(r"[0-9]+", token.low)[0])
    if not 1 <= number <= 31:
        raise UnreadableError("day", str(number))
    return number


def _read_every(piece: Piece, tokens: list[Token], _words: str) -> list[Piece]:
    """ "hằng năm", "định kỳ 6 tháng, năm": one recurrence for each unit named."""
    found: list[Piece] = []
    for index in range(piece.begin, piece.end):
        token = tokens[index]
        if token.code not in "Eu":
            if token.code in "Vv":
                piece.start = value_of(token)
            continue
        interval, frequency = _every_of(token)
        begin = piece.begin if not found else index
        last = token.name == "lastof"
        end = piece.end if piece.name == "label" else index + 1
        made = replace(piece, name="every", begin=begin, end=end, every=(interval, frequency), last=last)
        made.needs_day = piece.name == "label" or token.name == "nextunit"
        found.append(made)
    return found


def _every_of(token: Token) -> tuple[int, str]:
    """The interval and frequency of "hằng quý", "6 tháng một lần", "năm"; "9 tháng" alone is once a year."""
    if token.name == "cycle":  # each report takes in the former ones, and each quarter ends with one
        return EVERY["quý"]
    if (said := _TIMES.search(token.low)) and (times := COUNTS.get(said["n"]) or int(said["n"])) > 1:
        # "2 lần/năm" is once in half a year, whenever that is.
        months = {"năm": 12, "quý": 3, "tháng": 1}[said["one"] or said["each"]]
        if months % times:
            raise UnreadableError("words", token.low)
        return months // times, "MONTHLY"
    unit = next(u for u in reversed(re.findall(r"\w+", token.low)) if u in EVERY)
    interval, frequency = EVERY[unit]
    if (count := re.search(r"\b(?:[0-9]+|sáu|ba|chín)\b", token.low)) and unit in token.low[count.end() :]:
        interval *= COUNTS.get(count[0]) or int(count[0])
    if not 1 <= interval <= 120:
        raise UnreadableError("words")
    return (1, NINE_MONTHS) if (token.code, interval, unit) == ("u", 9, "tháng") else (interval, frequency)


def _read_waiting(piece: Piece, tokens: list[Token], words: str) -> list[Piece]:
    """ "sau khi …", "theo kế hoạch …", "05 ngày làm việc kể từ …": the words after the opener are kept."""
    opener = tokens[piece.begin]
    begin = opener.end
    if opener.name == "meeting":
        begin = opener.begin + max(opener.low.rfind(noun) for noun in ("kỳ họp", "phiên họp", "đại hội"))
    elif opener.low.startswith("thời "):
        begin = opener.begin
    elif opener.name in ("asked", "plan"):
        begin = opener.begin + len("theo đúng " if opener.low.startswith("theo đúng ") else "theo ")
    elif opener.name == "event_day":
        begin = opener.begin + max(opener.low.rfind("ngày"), opener.low.rfind("thời điểm"))
    event = words[begin : tokens[piece.end - 1].end].strip(f" {_AROUND}")
    if not event:
        raise UnreadableError("words", opener.low)
    piece.waits_for = event + ")" * (event.count("(") - event.count(")"))  # a bracket that nobody closed
    piece.name = {"e": "event", "r": "relative", "x": "relative"}[opener.code]
    piece.before = opener.low == "trước" or opener.low.startswith("trước ")
    if opener.name == "countback":
        piece.offset, piece.before = _offset(opener.low), True
    elif opener.code == "x":
        piece.offset = _offset(opener.low)
        piece.after = re.match(r"sau [0-9]|ít nhất|tối thiểu", opener.low) is not None
        _count_from_time(piece, tokens)
    return [piece]


def _count_from_time(piece: Piece, tokens: list[Token]) -> None:
    """Make "… kể từ ngày 12/8/2026", "… sau khi kết thúc quý" what they are: no event, but a known time."""
    inside = tokens[piece.begin + 1 : piece.end]
    codes = "".join(token.code for token in inside)
    inside = inside[len(codes) - len(codes.lstrip(_AROUND)) : len(codes.rstrip(_AROUND))]
    codes = codes.strip(_AROUND)
    first = [token.low for token in inside if token.low != "ngày"][:1]
    ending = first and first[0] in _ENDING
    ended = ending and re.fullmatch("D?[Ht][Vv]", codes)
    if ended or codes in ("V", "v"):
        value = value_of(inside[-1])
        if ended or value.unit == "date":
            piece.name, piece.values, piece.waits_for = "counted", [value], None
    elif (
        ending
        and re.fullmatch("D?[Ht][uE]", codes)
        and inside[-1].name in ("units", "every")
        and not piece.after
    ):
        piece.name, piece.waits_for = "every", None
        piece.every = _every_of(inside[-1])


def _offset(low: str) -> Offset:
    """ "05 (năm) ngày làm việc kể từ" and its like; a term in months keeps its months."""
    number, unit = re.findall(r"([0-9]+) (ngày làm việc|\w+)", re.sub(r" \([^()]*\)", "", low))[0]
    months = {"tháng": 1, "năm": 12}.get(unit, 0) * int(number)
    days = -(-int(number) // 24) if unit == "giờ" else int(number) * (7 if unit == "tuần" else 1)
    days = 0 if months else days
    return Offset(days, unit == "ngày làm việc", months)


def _read_closed(piece: Piece, tokens: list[Token], words: str) -> list[Piece]:
    """Phrases of a word or two: "thường xuyên", "đột xuất", weekdays; "2025 và những năm tiếp theo"."""
    inside = tokens[piece.begin : piece.end]
    if piece.name == "weekdays":
        piece.days = tuple(WEEKDAYS[t.low.split()[-1]] for t in inside if t.code == "T")
    elif piece.name == "onlast":
        piece.days = tuple(str(_day_of_month(t)) for t in inside if t.code == "q")
        piece.quarter_month = 1 if " đầu" in inside[-1].low else 2 if " giữa" in inside[-1].low else 3
    elif piece.name == "onward":
        piece.start = next(value_of(t) for t in inside if t.code in "Vv")
        piece.name = "ongoing"
    elif piece.name == "term":
        piece.offset = _offset(inside[0].low)
        piece.name = "relative"
    elif piece.name in ("sudden", "stages"):
        opener = inside[-1]
        begin = opener.begin + (len("theo ") if opener.low.startswith("theo ") else 0)
        piece.waits_for = words[begin : opener.end]
        piece.name = "event" if piece.name == "sudden" else "relative"
    piece.before = any(t.code == "b" for t in inside)
    return [piece]


_READ = {
    "span": _read_values, "several": _read_values, "day": _read_values, "from": _read_values,
    "after": _read_values, "one": _read_values, "every": _read_every, "since": _read_every,
    "label": _read_every, "waiting": _read_waiting,
}  # fmt: skip
