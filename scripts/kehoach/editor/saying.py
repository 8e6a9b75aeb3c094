"""What is said of places without being asked to change them: hover, hints, lenses, folds, links, tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach import deadline
from kehoach.editor import naming
from kehoach.editor.pages import Place
from kehoach.editor.session import Session
from kehoach.files import places
from kehoach.language import _
from kehoach.official import fidelity
from kehoach.plan import Need, syntax
from kehoach.reports.words import day, deadline_words, state_words
from kehoach.rules import RULES, examples


@dataclass(frozen=True, slots=True)
class Words:
    """Words for a place that are not in the file."""

    place: Place
    words: str


# -- hover -------------------------------------------------------------------------------------------


def about(session: Session, path: str, line: int, column: int) -> Words | None:
    """What is to be said of a place, in Markdown: the object of an ID, a deadline, or a rule broken."""
    whole = Place(path, line, 0, len(session.page(path).line(line)))
    if found := naming.id_at(session, path, line, column):
        return Words(found[0], _object(session, found[1]))
    if said := _deadline(session, path, line) or _rule(session, path, line):
        return Words(whole, said)
    return None


def _object(session: Session, need: Need) -> str:
    """Its title and type, and where a task stands today."""
    said = [f"**{need.title}**", f"{session.plan.model.types[need.type].title} `{need.id}`"]
    if need.type == "task":
        status = session.progress.of(need)
        said.append(f"{_('State')}: {state_words(status)}")
        said.append(f"{_('Deadline')}: {deadline_words(status.obligation)}")
        if status.obligation.due:
            said.append(f"{_('Due')}: {day(status.obligation.due)}")
    return "\n\n".join(said)


def _deadline(session: Session, path: str, line: int) -> str:
    """How a deadline is read; empty elsewhere."""
    need = session.need_around(path, line)
    if need is None or need.type != "task" or need.lines.get("deadline") != line:
        return ""
    return deadline.describe(session.plan.deadline_of(need)).replace("\n", "\n\n")


def _rule(session: Session, path: str, line: int) -> str:
    """The rules that are broken in a line, and those that it names, each with a good example."""
    known = session.checked[1] if session.checked else []
    codes = [finding.code for finding in known if (finding.path, finding.line) == (path, line)]
    codes += [code for code in re.findall(r"KH\d{3}", session.page(path).line(line)) if code in RULES]
    return "\n\n".join(_rule_words(code) for code in dict.fromkeys(codes))


def _rule_words(code: str) -> str:
    good = next(example.text.strip() for example in examples(code) if example.kind == "good")
    rule = RULES[code]
    return "\n\n".join([f"**{code}** {_(rule.sentence)}", _("Good:"), f"````\n{good}\n````"])


# -- beside the text ---------------------------------------------------------------------------------


def hints(session: Session, path: str, first: int, last: int) -> Iterator[Words]:
    """Titles behind IDs, and the last day behind a deadline."""
    for place, need in naming.ids(session, path, first, last):
        if place.line != need.lines.get("id") or path != need.path:
            yield Words(place, need.title)
    for need in session.objects(path):
        number = need.lines.get("deadline", 0)
        if need.type == "task" and first <= number <= last and (due := _due(session, need)):
            yield Words(Place(path, number, 0, len(session.page(path).line(number))), due)


def _due(session: Session, need: Need) -> str:
    due = session.progress.of(need).obligation.due if need.id in session.plan.needs else None
    return day(due) if due else ""


def lenses(session: Session, path: str) -> Iterator[Words]:
    """Above a task its state today, above an agency how many tasks it leads."""
    for need in session.objects(path):
        place = Place(path, need.line, 0, 0)
        if need.type == "task" and session.plan.needs.get(need.id) is need:
            yield Words(place, state_words(session.progress.of(need)))
        elif need.type == "agency":
            led = sum(one.type == "task" for one in session.progress.plan.sources(need.id, "owner"))
            yield Words(place, _("leads {count} tasks").format(count=led))


def links(session: Session, path: str) -> Iterator[tuple[Place, str, int]]:
    """Where a page leads, as path and line: a clause to the official text, a file to itself.

    Clauses are those of the last check of the whole plan: to hold a text against its plan takes a while.
    """
    lines = _source_lines(session)
    for need in session.objects(path):
        home = session.plan.plan_of(need)
        if home and "clause" in need.lines and need.id in lines:
            yield _value(session, need, "clause"), home["source"], lines[need.id]
        for option in {"source", "file"} & need.lines.keys():
            if places.held(session.root, need[option]):
                yield _value(session, need, option), need[option], 1


def _source_lines(session: Session) -> dict[str, int]:
    if session.checked is None:
        return {}
    plan = session.checked[0]
    held = (fidelity.compare(plan, home) for home in plan.of_type("plan") if home.id in plan.texts)
    return {claim.passage.need: claim.lines[0] for compared in held for claim in compared.claims}


def _value(session: Session, need: Need, option: str) -> Place:
    number = need.lines[option]
    line = session.page(need.path).line(number)
    found = syntax.OPTION.match(line)
    start = len(line) - len(found[3].lstrip()) if found else 0
    return Place(need.path, number, start, len(line.rstrip()) - start)


def folds(session: Session, path: str) -> Iterator[tuple[int, int]]:
    """The first and last line of each object, and of what each heading heads."""
    page = session.page(path)
    yield from ((need.line, page.last_line(need)) for need in session.objects(path))
    headings = session.pages[path].headings if path in session.pages else []
    for number, heading in enumerate(headings):
        after = (one.line - 1 for one in headings[number + 1 :] if one.level <= heading.level)
        end = next(after, len(page.lines))
        while not page.line(end).strip() and end > heading.line:
            end -= 1
        yield heading.line, end


#: The kinds of tokens, in the order of their numbers, by the names that LSP gives them.
TOKENS = ("keyword", "property")


def tokens(session: Session, path: str) -> Iterator[tuple[Place, int]]:
    """The types of objects and the keys of their options, each with the number of its kind."""
    page = session.page(path)
    for need in session.objects(path):
        if opening := syntax.OPENING.match(page.line(need.line)):
            yield Place(path, need.line, opening.start(2), len(opening[2])), 0
        for number in sorted(need.lines.values()):
            if option := syntax.OPTION.match(page.line(number)):
                yield Place(path, number, option.start(2), len(option[2])), 1
