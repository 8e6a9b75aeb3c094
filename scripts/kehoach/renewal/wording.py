"""The words of a clause in the next plan: another deadline, agencies that stand in the place of others."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kehoach.language.text import flat
from kehoach.official.labels import Role, label_line
from kehoach.official.tables import Columns
from kehoach.plan import Need
from kehoach.plan.plan import clause_lines

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_AND = r"(?:\s*[,;](?:\s*và)?|\s+và)\s+"


def name_of(agency: Need) -> str:
    """What an agency is called in a text: its title without remarks in brackets."""
    return flat(_BRACKETS.sub("", agency.title))


def says(text: str, words: str) -> bool:
    """Whether a text has words, and not as a part of a longer number or word."""
    return bool(words) and bool(_as_words(words).search(text))


def replaced(text: str, words: str, by: Callable[[str], str]) -> str:
    """A text with what ``by`` makes of words, wherever they stand."""
    return _as_words(words).sub(lambda found: by(flat(found[0])), text)


def _as_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/,-])(?<!\w\.){_spaced(words)}(?![\w/-])", re.IGNORECASE)


def _spaced(words: str) -> str:
    """Words as a regular expression, however they are spaced, and with the space before them if any."""
    lead = r"\s+" if words[:1].isspace() else ""
    return lead + r"\s+".join(map(re.escape, words.split()))


def renamed(text: str, agency: Need, successor: Need) -> str:
    """A text with the name of the agency that stands in another's place."""
    new = name_of(successor)
    names = [name_of(agency), *map(flat, agency["also_called"].split(";"))]
    for name in sorted(filter(None, names), key=len, reverse=True):
        # "Sở A" is no other agency where "Sở A và B" is meant, which has taken over.
        rest = new[len(name) :] if new.casefold().startswith(name.casefold()) else ""
        longer = rf"(?!{_spaced(rest)})" if rest.strip() else ""
        text = re.sub(f"{_as_words(name).pattern}{longer}", lambda _found: new, text, flags=re.IGNORECASE)
    if short := agency["abbr"]:
        text = re.sub(rf"(?<![\w/-]){re.escape(short)}(?![\w/-])", lambda _found: new, text)
    return text


def each_once(body: str, agencies: Iterable[Need], roles: Mapping[Role, Iterable[Need]]) -> str:
    """A clause whose lines name these agencies once, in the role that they have by ``roles``.

    Two that were merged are one: "Sở A, Sở B" became "Sở C, Sở C". A line that names nobody any more goes.
    """
    wanted = {role: {name_of(agency) for agency in named} for role, named in roles.items()}
    every = {name_of(agency) for agency in agencies}
    lines = []
    for line in body.split("\n"):
        said = label_line(line)
        if not said or said[0] not in wanted or not said[1]:
            lines.append(line)
            continue
        value = said[1]
        for name in sorted(every, key=len, reverse=True):
            value = _at_most(value, name, 1 if name in wanted[said[0]] else 0)
        if value.strip(" .;,"):
            lines.append(line[: line.rfind(said[1])] + value)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _at_most(value: str, name: str, count: int) -> str:
    """A list that names an agency so many times, 0 or 1, and no more."""
    found = list(_as_words(name).finditer(value))
    for mention in reversed(found[count:]):
        before, after = value[: mention.start()], value[mention.end() :]
        lead = re.search(rf"{_AND}$", before)
        follow = re.match(_AND, after)
        if lead:
            value = before[: lead.start()] + after
        elif follow:
            value = before + after[follow.end() :]
        else:
            value = before + after
    return value


def redated(body: str, words: str, by: Callable[[str], str], columns: Columns) -> str:
    """A clause with what ``by`` makes of the words of its deadline.

    In its line or cell where it has one, so that "Tổng kết năm 2026" keeps its year; else wherever it stands.
    """
    lines = body.split("\n")
    labelled = [n for n, line in enumerate(lines) if _is_deadline(line, words)]
    if labelled:
        for number in labelled:
            lines[number] = replaced(lines[number], words, by)
        return "\n".join(lines)
    if Role.DEADLINE in columns and len(lines) == 1:
        cells = body.split("|")
        at = columns.index(Role.DEADLINE) + 1
        if len(cells) == len(columns) + 2 and says(cells[at], words):
            cells[at] = replaced(cells[at], words, by)
            return "|".join(cells)
    return replaced(body, words, by)


def _is_deadline(line: str, words: str) -> bool:
    said = label_line(line)
    return said is not None and said[0] is Role.DEADLINE and says(said[1], words)


def listed(body: str, role: Role, agencies: Sequence[Need]) -> str | None:
    """A clause whose line for a role names these agencies; None where it has no such line."""
    lines = body.split("\n")
    for index, line in enumerate(lines):
        said = label_line(line)
        if said and said[0] is role and said[1]:
            end = said[1][len(said[1].rstrip(" .;")) :]
            names = ", ".join(map(name_of, agencies))
            lines[index] = line[: line.rfind(said[1])] + names + end
            return "\n".join(lines)
    return None


def title_in(body: str, title: str) -> str:
    """A title as it stands in its clause, with the capitals that it has there, else how that begins."""
    if title in body or not body.strip() or body.lstrip().startswith("|"):
        return title
    found = re.search(r"\s+".join(map(re.escape, title.split())), body, re.IGNORECASE)
    first = next(clause_lines(body))[1].rstrip(" .;:,")
    return flat(found[0]) if found else first


def in_year(words: str, former: int | None, year: int) -> str:
    """Words of the former plan's year, of another; "tháng 6 năm 2026" is of a day, and stays."""
    return re.sub(rf"(?i)(?<!\d )(năm ){former}\b", rf"\g<1>{year}", words)
