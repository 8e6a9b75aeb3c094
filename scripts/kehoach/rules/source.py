"""KH3xx: the objects say what the official text says, and all of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from kehoach.files import places
from kehoach.language import _
from kehoach.language.text import flat, shortened
from kehoach.official import lead_ins, letterhead, names, tables, wording
from kehoach.official.fidelity import Comparison
from kehoach.official.labels import Role
from kehoach.official.placing import Claim, Passage
from kehoach.plan import VERBATIM, Need, Plan
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule

#: How much of a passage a message quotes.
_QUOTE = 120


def _held(check: Check) -> Iterator[tuple[Need, Comparison]]:
    """The plans whose official text is in the repository, each held against it."""
    for home in check.plan.of_type("plan"):
        if home.id in check.plan.texts:
            yield home, check.compared(home)


def _clauses(check: Check) -> Iterator[Need]:
    """The objects of those plans that hold clauses, sound in themselves and at home there."""
    faulty = {fault.id for fault in check.plan.faults}
    for need_type in sorted(VERBATIM):
        for need in check.plan.of_type(need_type):
            home = check.plan.plan_of(need)
            if (
                home
                and home.id in check.plan.texts
                and need.id not in faulty
                and not check.found_on(need.id, "id")
            ):
                yield need


def _tasks(check: Check) -> Iterator[tuple[Need, Mapping[Role, Sequence[str]], str]]:
    """The tasks of those plans, unless the clause itself is wrong: what its labels say, and what is lost.

    What a clause has lost, and nothing holds now, is not missed in its options too.
    """
    for task in _clauses(check):
        home = check.plan.plan_of(task)
        if home and task.type == "task" and not check.found_on(task.id, "body"):
            yield task, check.said(task, home), check.compared(home).lost


@rule("KH301", whole=True)
def source_missing(check: Check) -> Iterator[Finding]:
    """The file with the official text that a plan names is there.

    Bad: ``:source: needs/kh-1-2026/nguon.txt`` without that file. Good: the file beside the plan.
    """
    for home in check.plan.of_type("plan"):
        if home["source"].endswith(".txt") and home.id not in check.plan.texts:
            message = _("There is no file {file}. Put the official text there, or say where it is kept.")
            path = places.portable(home["source"])
            if path != home["source"]:
                message = _('"{file}" is written as Windows does. Write it from the root, with "/": {path}')
            yield check.at(home, message.format(file=home["source"], path=path), "source")


@rule("KH302", whole=True)
def differs(check: Check) -> Iterator[Finding]:
    """A clause is the official text word for word.

    Bad: "Quý IV" in the clause where the text says "Quý III". Good: the words of the text.
    """
    faulty = {fault.id for fault in check.plan.faults if fault.id}
    for home, compared in _held(check):
        for found in (d for d in compared.differences if d.passage.need not in faulty):
            message = _('Here: "{ours}"; {file}, line {line}: "{theirs}". Write what the signed text says.')
            yield _in_passage(
                found.passage,
                found.line,
                message.format(
                    ours=shortened(found.ours, _QUOTE),
                    file=home["source"],
                    line=found.source_line,
                    theirs=shortened(found.theirs, _QUOTE),
                ),
            )


def _in_passage(passage: Passage, line: int, message: str) -> Finding:
    # Only an object has other options that the same mistake could be found on.
    return Finding(passage.path, line, "", passage.need, message, "body" if passage.need else "")


@rule("KH303", whole=True)
def not_in_source(check: Check) -> Iterator[Finding]:
    """No clause says what the official text does not say, or what another clause already holds.

    Bad: a clause that stands nowhere in the text. Good: only clauses of the text.
    """
    for home, compared in _held(check):
        for passage in (p for p in compared.strangers if not check.found_on(p.need, "id")):
            message = _('"{words}" is nowhere in {file}, or another object holds it already. Compare.')
            text = message.format(words=shortened(passage.words, _QUOTE), file=home["source"])
            yield _in_passage(passage, passage.line, text)


@rule("KH304", whole=True)
def unclaimed(check: Check) -> Iterator[Finding]:
    """Every line of the official text belongs to an object, a heading or a frame.

    Bad: a line of the text that no file repeats. Good: the line in the clause that it belongs to.
    """
    for home, compared in _held(check):
        for found in compared.unclaimed:
            message = _(
                'Nothing holds this part of the source ({lines} lines): "{words}". Add it where it belongs.'
            )
            words = shortened(found.words, _QUOTE)
            yield Finding(
                home["source"], found.line, "", home.id, message.format(lines=found.lines, words=words)
            )


@rule("KH305", whole=True)
def out_of_order(check: Check) -> Iterator[Finding]:
    """The clauses of a file stand in the order of the official text.

    Bad: clause b before clause a. Good: a, b, c.
    """
    for home, compared in _held(check):
        by_file: dict[str, list[Claim]] = {}
        for claim in (c for c in compared.claims if not c.passage.framed):
            by_file.setdefault(claim.passage.path, []).append(claim)
        for claims in by_file.values():
            claims.sort(key=lambda claim: claim.passage.line)
            for claim in _moved(claims):
                message = _(
                    "In {file} this stands at line {line}, in another order than here. Move it there."
                )
                text = message.format(file=home["source"], line=claim.lines[0])
                yield _in_passage(claim.passage, claim.passage.line, text)


def _moved(claims: Sequence[Claim]) -> list[Claim]:
    """The fewest claims without which the others are in order: those outside the longest rising sequence."""
    tails: list[int] = []
    lengths: list[int] = []
    for claim in claims:
        place = bisect_left(tails, claim.start)
        tails[place : place + 1] = [claim.start]
        lengths.append(place + 1)
    kept, wanted = set(), len(tails)
    for number in range(len(claims) - 1, -1, -1):
        if lengths[number] == wanted:
            kept.add(number)
            wanted -= 1
    return [claim for number, claim in enumerate(claims) if number not in kept]


@rule("KH306", whole=True)
def title_of_its_own(check: Check) -> Iterator[Finding]:
    """A title is words that stand together in the clause.

    Bad: a title that sums the clause up. Good: the beginning of its first sentence.
    """
    for need in _clauses(check):
        if check.found_on(need.id, "body"):
            continue
        if need.type == "plan":
            words = wording.undivided(need.title)
            # The letterhead holds it, in capitals; where that differs, this has been said.
            subject = letterhead.subject(check.plan.texts[need.id])
            compared = check.compared(need)
            wrong = any(not found.passage.need for found in compared.differences)
            same = words.casefold() in subject.casefold() or not subject or wrong
        else:
            same = need.title in need.body or _stands_in(wording.undivided(need.title), check, need)
        if not same:
            message = _("The title is not in the clause. Copy words that stand together there.")
            yield check.at(need, message, "title")


def _stands_in(words: str, check: Check, need: Need) -> bool:
    """Whether words stand together in a clause, in a cell that pages have cut, or in what nothing holds."""
    home = check.plan.plan_of(need)
    held = (need.body, *tables.row_of(need.body), check.compared(home).lost if home else "")
    if any(words in wording.undivided(text) for text in held) or _is_visit(words, check, need):
        return True
    return home is not None and _shares_row(words, check, need, home)


def _shares_row(words: str, check: Check, need: Need, home: Need) -> bool:
    """Whether a title is that of the row above, whose content a task shares: its own row leaves it open.

    A cell may also give several agencies a share each; only the task of the first holds the row then.
    """
    is_row = need.type == "task" and (not need.body.strip() or bool(tables.row_of(need.body)))
    if not is_row or Role.CONTENT in check.said(need, home):
        return False
    above = [one for one in check.plan.of_type("task") if one.path == need.path and one.line < need.line]
    alike = takewhile(lambda one: one.title == need.title, sorted(above, key=lambda one: -one.line))
    return any(words in wording.undivided(cell) for one in alike for cell in tables.row_of(one.body))


def _is_visit(words: str, check: Check, need: Need) -> bool:
    """Whether a title is "Kiểm tra tại Sở X" in a schedule that names the unit alone."""
    done, _at, unit = words.partition(" tại ")
    home = check.plan.plan_of(need)
    units = check.said(need, home).get(Role.SUBJECT, ()) if home else ()
    return bool(home and unit in units and done.casefold() in check.plan.texts[home.id].casefold())


_LINKS = {Role.OWNER: "owner", Role.PARTNERS: "partners", Role.SUBMIT_TO: "submit_to"}


@rule("KH307", waivable=True, whole=True)
def other_agencies(check: Check) -> Iterator[Finding]:
    """A task is linked to the agencies that its clause names, in the role it names them in.

    Bad: "Cơ quan phối hợp: Sở B, Sở C." with ``:partners: CQ-B``. Good: ``:partners: CQ-B, CQ-C``.
    """
    for linked in _linked(check):
        problems = _other_list(check, linked) if linked.labelled else _not_named(check, linked)
        if message := " ".join(problems):
            yield check.at(linked.task, message, linked.option)


class _Linked(NamedTuple):
    """The agencies that an option of a task links, and those that its clause names, if these are others."""

    task: Need
    option: str
    ids: tuple[str, ...]
    #: For each name the IDs of those it may mean, and the names of none.
    mentions: list[tuple[str, ...]]
    unknown: str
    #: Whether the clause names them behind a label of that role.
    labelled: bool


def _linked(check: Check) -> Iterator[_Linked]:
    directory = names.Directory(check.plan.of_type("agency"))
    led = lead_ins.over(check.plan)
    for task, said, lost in _tasks(check):
        for role, option in _LINKS.items():
            ids = task.to(option)
            if check.found_on(task.id, option) or not all(key in directory.names for key in ids):
                continue  # what is wrong with the links themselves has been said
            if role in said:
                text = "; ".join(said[role])
                if not directory.is_list_of(ids, text):
                    yield _Linked(task, option, ids, *directory.named(names.folded(text)), labelled=True)
            elif ids:
                text = _around(check, task, said, [*led.get(task.id, ()), lost])
                yield _Linked(task, option, ids, *directory.named(text), labelled=False)


def as_named(plan: Plan, task: Need, option: str) -> str:
    """The links of a task as its clause names them, in its order; empty where that is not known.

    Of those that may be meant the one that is linked already, else the first; where no label names any,
    those that are linked and named somewhere.
    """
    found = next(
        (one for one in _linked(Check(plan)) if one.task.id == task.id and one.option == option), None
    )
    if found is None or (found.labelled and found.unknown):
        return ""
    if not found.labelled:
        return ", ".join(key for key in found.ids if any(key in mention for mention in found.mentions))
    meant = (next((key for key in mention if key in found.ids), mention[0]) for mention in found.mentions)
    return ", ".join(dict.fromkeys(meant))


def _around(check: Check, task: Need, said: Mapping[Role, Sequence[str]], beside: Sequence[str]) -> str:
    """Where a clause may name agencies without a label: itself, headings above it, what is beside it."""
    clause = task.body
    for value in (value for role in _LINKS for value in said.get(role, ())):
        clause = clause.replace(value, ";")  # who is named in another role is not meant
    above = [heading.text for heading in check.plan.headings_above(task)]
    if Role.SUBJECT in said:  # a schedule of visits: the text before it says who makes them
        home = check.plan.plan_of(task)
        above += [
            one.body for one in _clauses(check) if one.type == "principle" and check.plan.plan_of(one) is home
        ]
    return names.folded(" ; ".join([clause, *above, *beside]))


def _other_list(check: Check, linked: _Linked) -> Iterator[str]:
    """What is linked and not named, named and not linked, or named and unknown."""
    yield from _not_named(check, linked)
    for mention in dict.fromkeys(linked.mentions):
        if not set(mention) & set(linked.ids):
            agency = check.plan.needs[mention[0]]
            message = _('The clause names "{agency}". Add {id} to `{option}`.')
            yield message.format(agency=agency.title, id=agency.id, option=linked.option)
    if linked.unknown:
        message = _(
            'No agency is called "{words}", as the clause does. Add it to agencies.md, then to `{option}`.'
        )
        yield message.format(words=shortened(linked.unknown, _QUOTE), option=linked.option)


def _not_named(check: Check, linked: _Linked) -> Iterator[str]:
    """What is linked and not named."""
    for key in linked.ids:
        if not any(key in mention for mention in linked.mentions):
            message = _('The clause does not name "{agency}" there. Delete {id} from `{option}`, or compare.')
            yield message.format(agency=check.plan.needs[key].title, id=key, option=linked.option)


_TEXTS = {Role.DEADLINE: "deadline", Role.FORM: "form", Role.FUNDING: "funding"}


@rule("KH308", waivable=True, whole=True)
def other_words(check: Check) -> Iterator[Finding]:
    """Deadline, form and funding of a task are in the words of its clause.

    Bad: ``:deadline: Quý IV năm 2023`` where the clause says "Quý III năm 2023". Good: the latter.
    """
    led = lead_ins.over(check.plan)
    for task, said, lost in _tasks(check):
        for role, option in _TEXTS.items():
            ours = _bare(task[option])
            values = [_bare(value) for value in said.get(role, ())]
            if ours in values or check.found_on(task.id, option):
                continue
            if values and ours:
                message = _(
                    '`{option}` is "{ours}", the clause says "{theirs}". Write it in the words of the clause.'
                )
                if option == "deadline":
                    message = _(
                        '`deadline` is "{ours}", the clause says "{theirs}". Write it in the words of the '
                        "clause; what a document changed later is an amendment (`kehoach new amendment`)."
                    )
                yield check.at(task, message.format(option=option, ours=ours, theirs=values[0]), option)
            elif values and option != "deadline":  # a task without a deadline is KH201
                message = _('The clause says "{theirs}". Add a line `{option}` with these words.')
                yield check.at(task, message.format(option=option, theirs=values[0]), option)
            elif ours and not (_says(f"{task.body} {lost}", ours) or _is_headed(check, task, led, ours)):
                message = _('`{option}` is "{ours}", which the clause does not say. Compare.')
                yield check.at(task, message.format(option=option, ours=ours), option)


def _is_headed(check: Check, task: Need, led: Mapping[str, tuple[str, ...]], words: str) -> bool:
    """Whether a heading or lead-in over a task has these words: "Trong quý III/2026:"."""
    above = [names.folded(heading.text) for heading in check.plan.headings_above(task)]
    return _says(" ; ".join([*above, *led.get(task.id, ())]), names.folded(words))


def _says(text: str, words: str) -> bool:
    """Whether a text has these words, and not as a part of a longer number or word."""
    plain = flat(text)
    return bool(re.search(rf"(?<![\w/.,-]){re.escape(words)}(?![\w/-])", plain, re.IGNORECASE))


def _bare(words: str) -> str:
    return flat(words).strip(" .;,")
