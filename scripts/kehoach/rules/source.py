"""KH3xx: the objects say what the official text says, and all of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kehoach import names, source
from kehoach.fidelity import Claim, Comparison, Passage
from kehoach.findings import Finding, shortened
from kehoach.i18n import _
from kehoach.labels import Role, labelled
from kehoach.plan import VERBATIM, Need
from kehoach.rules.registry import Check, rule

#: How much of a passage a message quotes.
_QUOTE = 120


def _held(check: Check) -> Iterator[tuple[Need, Comparison]]:
    """The plans whose official text is in the repository, each held against it."""
    for home in check.plan.of_type("plan"):
        if home.id in check.plan.texts:
            yield home, check.compared(home)


def _clauses(check: Check) -> Iterator[Need]:
    """The objects of those plans that hold clauses, but those that the reader had to read around."""
    faulty = {fault.id for fault in check.plan.faults}
    for need_type in sorted(VERBATIM):
        for need in check.plan.of_type(need_type):
            home = check.plan.plan_of(need)
            if home and home.id in check.plan.texts and need.id not in faulty:
                yield need


def _tasks(check: Check) -> Iterator[tuple[Need, list[tuple[Role, str]]]]:
    """The tasks of those plans with what their label lines say, unless the clause itself is wrong."""
    for task in _clauses(check):
        if task.type == "task" and not check.found_on(task.id, "body"):
            yield task, list(labelled(task.body))


@rule("KH301")
def source_missing(check: Check) -> Iterator[Finding]:
    """The file with the official text that a plan names is there.

    Bad: ``:source: needs/kh-1-2026/nguon.txt`` without that file. Good: the file beside the plan.
    """
    for home in check.plan.of_type("plan"):
        if home["source"].endswith(".txt") and home.id not in check.plan.texts:
            message = _("There is no file {file}. Put the official text there, or say where it is kept.")
            yield check.at(home, message.format(file=home["source"]), "source")


@rule("KH302")
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


@rule("KH303")
def not_in_source(check: Check) -> Iterator[Finding]:
    """No clause says what the official text does not say, or what another clause already holds.

    Bad: a clause that stands nowhere in the text. Good: only clauses of the text.
    """
    for home, compared in _held(check):
        for passage in compared.strangers:
            message = _('"{words}" is nowhere in {file}, or another object holds it already. Compare.')
            text = message.format(words=shortened(passage.words, _QUOTE), file=home["source"])
            yield _in_passage(passage, passage.line, text)


@rule("KH304")
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


@rule("KH305")
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


def _lost(check: Check, need: Need) -> str:
    """The parts of the source that nothing holds: what a clause has lost is not missed in its options too."""
    home = check.plan.plan_of(need)
    return "\n".join(found.words for found in check.compared(home).unclaimed) if home else ""


@rule("KH306")
def title_of_its_own(check: Check) -> Iterator[Finding]:
    """A title is words that stand together in the clause.

    Bad: a title that sums the clause up. Good: the beginning of its first sentence.
    """
    for need in _clauses(check):
        if check.found_on(need.id, "body"):
            continue
        words = " ".join(need.title.split())
        if need.type == "plan":
            # The letterhead holds it, in capitals; where that differs, this has been said.
            subject = " ".join(line.text for line in source.read(check.plan.texts[need.id]).subject)
            compared = check.compared(need)
            wrong = any(not found.passage.need for found in compared.differences)
            same = words.casefold() in subject.casefold() or not subject or wrong
        else:
            same = words in " ".join(need.body.split())
            same = same or words in _lost(check, need)
        if not same:
            message = _("The title is not in the clause. Copy words that stand together there.")
            yield check.at(need, message, "title")


_LINKS = {Role.OWNER: "owner", Role.PARTNERS: "partners"}


@rule("KH307", waivable=True)
def other_agencies(check: Check) -> Iterator[Finding]:
    """A task is linked to the agencies that its clause names, in the role it names them in.

    Bad: "Cơ quan phối hợp: Sở B, Sở C." with ``:partners: CQ-B``. Good: ``:partners: CQ-B, CQ-C``.
    """
    for task, said in _tasks(check):
        for role, option in _LINKS.items():
            values = [value for found, value in said if found is role]
            agencies = [need for need in check.plan.targets(task, option) if need.type == "agency"]
            if check.found_on(task.id, option) or len(agencies) < len(task.to(option)):
                continue  # what is wrong with the links themselves has been said
            if values:
                problems = _compare_agencies(check, task, option, "; ".join(values))
            else:
                problems = _not_in_clause(check, task, option)
            if message := next(iter(problems), ""):
                yield check.at(task, message, option)


def _compare_agencies(check: Check, task: Need, option: str, value: str) -> Iterator[str]:
    """What is linked and not named, named and not linked, or named and unknown."""
    text = names.folded(value)
    linked = check.plan.targets(task, option)
    for agency in sorted(linked, key=_length):
        left = names.take(agency, text)
        if left is None:
            message = _('The clause does not name "{agency}" there. Delete {id} from `{option}`, or compare.')
            yield message.format(agency=agency.title, id=agency.id, option=option)
        else:
            text = left
    for agency in sorted(check.plan.of_type("agency"), key=_length):
        if agency not in linked and (left := names.take(agency, text)) is not None:
            text = left
            message = _('The clause names "{agency}". Add {id} to `{option}`.')
            yield message.format(agency=agency.title, id=agency.id, option=option)
    if unknown := names.rest(text):
        message = _(
            'No agency is called "{words}", as the clause does. Add it to agencies.md, then to `{option}`.'
        )
        yield message.format(words=shortened(unknown, _QUOTE), option=option)


def _length(agency: Need) -> int:
    """Longer names first: "Sở Tài chính" stands in the name of many a board."""
    return -len(agency.title)


def _not_in_clause(check: Check, task: Need, option: str) -> Iterator[str]:
    """Linked agencies that a clause without label lines does not name, nor a heading above it."""
    above = [h.text for h in check.plan.headings if h.path == task.path and h.line < task.line]
    text = names.folded(" ; ".join([task.body, *above, _lost(check, task)]))
    for agency in check.plan.targets(task, option):
        if names.take(agency, text) is None:
            message = _('The clause does not name "{agency}". Delete {id} from `{option}`, or compare.')
            yield message.format(agency=agency.title, id=agency.id, option=option)


_TEXTS = {Role.DEADLINE: "deadline", Role.FORM: "form"}


@rule("KH308", waivable=True)
def other_words(check: Check) -> Iterator[Finding]:
    """Deadline and form of a task are in the words of its clause.

    Bad: ``:deadline: Quý IV năm 2023`` where the clause says "Quý III năm 2023". Good: the latter.
    """
    for task, said in _tasks(check):
        for role, option in _TEXTS.items():
            ours = _plain(task[option])
            values = [_plain(value) for found, value in said if found is role]
            if not ours and (not values or option == "deadline"):  # a task without a deadline is KH201
                continue
            if ours in values or (not values and ours in _plain(f"{task.body} {_lost(check, task)}")):
                continue
            if values:
                message = _(
                    '`{option}` is "{ours}", the clause says "{theirs}". Write it in the words of the clause.'
                )
                yield check.at(task, message.format(option=option, ours=ours, theirs=values[0]), option)
            else:
                message = _('`{option}` is "{ours}", which the clause does not say. Compare.')
                yield check.at(task, message.format(option=option, ours=ours), option)


def _plain(words: str) -> str:
    return " ".join(words.split()).strip(" .;,")
