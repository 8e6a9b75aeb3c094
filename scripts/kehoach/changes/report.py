"""What a change report says, whatever it is shown as: words in their order, each with what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kehoach.changes import wording
from kehoach.changes.kinds import (
    LONG,
    TEXTS,
    Alteration,
    Change,
    Changes,
    Edit,
    Effect,
    Ground,
    Kind,
    Links,
    Moved,
    Standing,
    Term,
    Text,
)
from kehoach.language import _
from kehoach.plan import OF_PLANS, Need
from kehoach.progress import State
from kehoach.reports import words


class Mark(StrEnum):
    """What became of some words, or what is to be seen in them."""

    PLAIN = ""
    GONE = "gone"
    NEW = "new"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a row that are shown alike."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: its name, and what it was and is."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One object. ``sign`` is "+", "-", "~", or "→" where its ID was ``former``."""

    sign: str
    former: str
    id: str
    type: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Objects of a sort."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Concerned:
    """An agency and the IDs of what changed for it."""

    agency: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. ``facts`` are its counts, ``alarm`` says which obligations no document changed."""

    title: str
    facts: tuple[str, ...]
    alarm: str
    sections: tuple[Section, ...]
    agencies: tuple[Concerned, ...]


def report(changes: Changes, base: str, head: str) -> Report:
    """The report of changes from one revision to another; ``head`` is empty for the working folder."""
    counts = {
        _("added"): sum(change.kind is Kind.ADDED for change in changes.items),
        _("removed"): sum(change.kind is Kind.REMOVED for change in changes.items),
        _("renamed"): sum(change.renamed for change in changes.items),
        _("edited"): sum(bool(change.edits) for change in changes.items),
    }
    found = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    unbacked = ", ".join(change.need.id for change in changes.unbacked)
    alarm = _("Obligations changed without a document ({count}): {ids}")
    return Report(
        title=_("Changes from {base} to {head}").format(base=base, head=head or _("the working folder")),
        facts=(
            _("Objects: {counts}").format(counts=found) if found else _("Nothing has changed."),
            _("States of both sides up to the end of {day}").format(day=words.day(changes.as_of)),
            *_facts(changes),
        ),
        alarm=alarm.format(count=len(changes.unbacked), ids=unbacked) if unbacked else "",
        sections=tuple(_sections(changes)),
        agencies=tuple(_concerned(changes)),
    )


def _facts(changes: Changes) -> Iterator[str]:
    """What is beside the objects: the model, and the days off that both sides are computed with."""
    if changes.weakened:
        message = _("ubproject.toml asks for less than before, which fails the gate: {places}")
        yield message.format(places=", ".join(changes.weakened))
    if changes.unread:
        message = _("Files that nobody reads, which fails the gate: {files}")
        yield message.format(files=", ".join(changes.unread))
    if changes.outside:
        message = _("Objects outside needs/, which fails the gate: {files}")
        yield message.format(files=", ".join(changes.outside))
    if changes.holidays:
        message = _(
            "Another list of public holidays ({before} → {after}): it may move last days that fall on one."
        )
        yield message.format(before=changes.holidays[0] or "?", after=changes.holidays[1] or "?")
        resting = _("Last days that rest on a public holiday: {ids}")
        yield resting.format(ids=", ".join(changes.resting) or _("none"))


def _sections(changes: Changes) -> Iterator[Section]:
    """What anybody owes otherwise comes first, then evidence that was already there, then the rest."""
    owed = [change for change in changes.items if change.obligations]
    evidence = changes.evidence
    rest = [change for change in changes.items if change not in owed and change not in evidence]
    for title, found in (
        (_("Who owes what otherwise"), owed),
        (_("Evidence that was already there"), evidence),
        (_("Tasks"), [change for change in rest if change.need.type == "task"]),
        (_("Other objects"), [change for change in rest if change.need.type != "task"]),
    ):
        if found:
            yield Section(title, tuple(_entry(changes, change) for change in found))


def _concerned(changes: Changes) -> Iterator[Concerned]:
    for agency, found in changes.agencies.items():
        yield Concerned(named(changes, agency), tuple(dict.fromkeys(change.need.id for change in found)))


def _entry(changes: Changes, change: Change) -> Entry:
    need = change.need
    signs = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "→" if change.renamed else "~"}
    former = change.before.id if change.before and change.renamed else ""
    kind = changes.after.model.types.get(need.type) or changes.before.model.types[need.type]
    return Entry(signs[change.kind], former, need.id, kind.title, need.title, tuple(_lines(changes, change)))


def _lines(changes: Changes, change: Change) -> Iterator[Line]:
    grounds = {obligation.field: obligation for obligation in change.obligations}
    if change.kind is not Kind.CHANGED and change.need.type == "task":
        yield from _whole_task(changes, change.need, grounds)
    elif change.kind is not Kind.CHANGED and "existence" in grounds:
        verb = _("taken out") if change.kind is Kind.REMOVED else _("put in")
        yield Line(_("Object"), (Span(verb), *_backing(grounds["existence"])))
    for field in SAID_ALONE if change.before is None else ():
        if field in grounds and change.need.to(field):
            linked = "; ".join(named(changes, target) for target in change.need.to(field))
            yield Line(option_label(changes, change.need, field), (Span(linked), *_backing(grounds[field])))
        elif field in grounds and change.need[field]:
            said = Span(words.value_words(change.need, field))
            yield Line(option_label(changes, change.need, field), (said, *_backing(grounds[field])))
    if "signed" in grounds:
        yield Line(_("Object"), (Span(_("a draft again")), *_backing(grounds["signed"])))
    options = {edit.option for edit in change.edits if isinstance(edit, Text)}
    for edit in change.edits:
        if "reviewed" in options and isinstance(edit, Text) and edit.option == "reviewed_against":
            continue  # the fingerprint that goes with a review tells people nothing
        field = field_of(edit)
        backing = _backing(grounds[field]) if field in grounds and not _is_wording(edit, field) else ()
        yield Line(label(changes, change.need, edit), (*_spans(changes, change, edit), *backing))


#: What new amendments of plans, and closings, say by themselves: no task's edits tell it.
SAID_ALONE = (*OF_PLANS, "effect", "closes", "drops")


def field_of(edit: Edit) -> str:
    """What of an object an edit is about, as grounds name it; empty for a state."""
    if isinstance(edit, Effect):
        return edit.aspect
    return "deadline" if isinstance(edit, Moved) else getattr(edit, "option", "")


def _is_wording(edit: Edit, field: str) -> bool:
    return isinstance(edit, Text) and field == "deadline" and edit.option != field


def _whole_task(changes: Changes, task: Need, grounds: Mapping[str, Alteration]) -> Iterator[Line]:
    """Whom an added or removed task obliges, and until when."""
    labels = changes.after.model.types["task"].labels
    owners = "; ".join(named(changes, owner) for owner in task.to("owner"))
    yield Line(labels["owner"], (Span(owners or _("none")),))
    yield Line(labels["deadline"], (Span(task["deadline"] or _("none")), *_backing(grounds["existence"])))


def _backing(obligation: Alteration) -> tuple[Span, ...]:
    """What an obligation was changed by, as a remark behind the change."""
    by = ", ".join(obligation.by)
    if obligation.ground is Ground.NONE:
        cause = _("no document changes this (from {ids})").format(ids=by) if by else ground_words(Ground.NONE)
        return Span(" "), Span(cause, Mark.ALARM)
    amended = obligation.ground is Ground.AMENDMENT
    remark = _("by {ids}").format(ids=by) if amended else ground_words(obligation.ground)
    return (Span(f" ({remark})"),)


def ground_words(ground: Ground) -> str:
    """What stands behind a change; empty for an amendment, which is named instead."""
    return {
        Ground.AMENDMENT: "",
        Ground.PLAN: _("with its plan"),
        Ground.DRAFT: _("nobody had signed the plan"),
        Ground.SOURCE: _("as the official text says"),
        Ground.DOCUMENT: _("by the document it names"),
        Ground.COPY: _("another copy of the text: a second person has to compare it"),
        Ground.DERIVED: _("derived, not in the text"),
        Ground.NONE: _("no document changes this"),
    }[ground]


def label(changes: Changes, need: Need, edit: Edit) -> str:
    """What an edit is of."""
    if isinstance(edit, Standing):
        return _("State")
    if isinstance(edit, Effect):
        return {
            "answers": _("Who answers"),
            "last_day": _("Last day"),
            "waits_for": _("Waits for"),
            "reports": _("Report duties"),
            "figure": _(
                "Figure when the plan ended (what was confirmed later has its day in `confirmed_on`)"
            ),
            "final": _("State when the plan ended (what was confirmed later has its day in `confirmed_on`)"),
        }[edit.aspect]
    option = "deadline" if isinstance(edit, Moved) else edit.option
    if isinstance(edit, Moved) and edit.in_force:
        return _("Deadline in force")
    if isinstance(edit, Links) and edit.in_force:
        return _("{option} in force").format(option=option_label(changes, need, option))
    return option_label(changes, need, option)


def option_label(changes: Changes, need: Need, option: str) -> str:
    """What an option of an object is called, or what is said of it beside its options."""
    own = {
        "title": _("Title"),
        "body": _("Wording"),
        "plan": _("Plan"),
        "content": _("Content of the file"),
        "headings": _("Headings"),
        "frames": _("Lines outside the objects"),
        "text": _("Official text"),
        "effect": _("Effect of amendments"),
        "evidence": _("Evidence"),
        "waivers": _("Waivers"),
        "amendments": _("Amendments"),
        "updates": _("Progress reports"),
        "directives": _("Directives"),
        "reminders": _("Reminders sent"),
    }
    for plan in (changes.after, changes.before):
        declared = plan.model.types.get(need.type)
        if declared and option in declared.labels:
            return declared.labels[option]
    return own.get(option, option)


def _spans(changes: Changes, change: Change, edit: Edit) -> Iterator[Span]:
    if isinstance(edit, Moved):
        yield Span(_moved(edit))
    elif isinstance(edit, Links):
        yield from _links(changes, edit)
    elif isinstance(edit, Effect):
        before, after = (effect(changes, edit.aspect, value) for value in (edit.before, edit.after))
        yield Span(f"{before} → {after}")
    elif isinstance(edit, Standing):
        yield Span(f"{words.state_words(edit.before)} → {words.state_words(edit.after)}")
    elif edit.option in LONG:
        yield from _pieces(wording.shortened(wording.pieces(edit.before, edit.after)))
    else:
        yield Span(
            f"{value_of(change.before, edit, edit.before)} → {value_of(change.after, edit, edit.after)}"
        )


def value_of(need: Need | None, edit: Text, value: str) -> str:
    """The value of an option, before or after, as people read it."""
    if not value:
        return _("none")
    if edit.option == "content":
        return value[:12]
    is_option = need is not None and edit.option not in TEXTS and edit.option in need.options
    return words.value_words(need, edit.option) if need and is_option else words.value_label(value)


def effect(changes: Changes, aspect: str, value: Any) -> str:
    """What follows for a task from other objects, in words."""
    match aspect:
        case "final" | "figure":
            return words.state_label(State(value)) if aspect == "final" else value or _("none")
        case "answers":
            return "; ".join(_turn(changes, *turn) for turn in value) or _("none")
        case "last_day":
            due, late_after, _report = value
            if due is None or late_after is None:
                return words.day(due) if due else _("none")
            grace = _("{day}, late after {late}").format(day=words.day(due), late=words.day(late_after))
            return words.day(due) if due == late_after else grace
        case "waits_for":
            found = [(key, [_shown(day) for day in days if day] or [_("none")]) for key, *days in value]
            return "; ".join(f"{named(changes, key)} ({', '.join(days)})" for key, days in found) or _("none")
        case _:
            types = changes.after.model.types
            labels = {**types["plan"].labels, **{name: kind.title for name, kind in types.items()}}
            told = [
                _from(since, f"{labels.get(key, key)}: {_shown(said)}") for key, said, since in value if said
            ]
            return "; ".join(told) or _("none")


def _shown(value: str) -> str:
    """A day or a word of a list as people read it."""
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return words.value_label(value)


def _turn(changes: Changes, day: date, agencies: Sequence[tuple[str, str]]) -> str:
    named = [_answering(changes, key, kind) for key, kind in agencies]
    said = ", ".join(named) or _("none")
    return said if day == date.min else _from(str(day), said)


def _from(day: str, said: str) -> str:
    """What holds from a day on; without one, from the start."""
    return _("from {day} {agencies}").format(day=_shown(day), agencies=said) if day else said


def _answering(changes: Changes, agency: str, kind: str) -> str:
    """An agency, and what it is where it is not counted as one of the People's Committee."""
    if not agency:
        return _("not known who")
    said = named(changes, agency)
    return said if kind in ("agency", "group") else f"{said}, {words.value_label(kind)}"


def _moved(edit: Moved) -> str:
    shown = f"{term(edit.before)} → {term(edit.after)}"
    if edit.days is None:
        return shown
    later = _("{days} days later") if edit.days > 0 else _("{days} days sooner")
    return f"{shown}, {later.format(days=abs(edit.days)) if edit.days else _('the same day')}"


def term(term: Term) -> str:
    """A deadline and its last day."""
    if not term.text:
        return _("none")
    return f"{term.text} ({words.day(term.due)})" if term.due else term.text


def _links(changes: Changes, edit: Links) -> Iterator[Span]:
    said = [
        (_("adds"), edit.added, Mark.NEW),
        (_("removes"), edit.removed, Mark.GONE),
        (_("edits"), edit.changed, Mark.PLAIN),
    ]
    for number, (verb, ids, mark) in enumerate(row for row in said if row[1]):
        yield Span(f"{'; ' if number else ''}{verb} ")
        for place, need_id in enumerate(ids):
            yield from ([Span(", ")] if place else [])
            yield Span(named(changes, need_id), mark)


def named(changes: Changes, need_id: str) -> str:
    """An object by its title and ID."""
    need = changes.named(need_id)
    return f"{need.title} ({need_id})" if need else need_id


def _pieces(found: Sequence[wording.Piece]) -> Iterator[Span]:
    for number, piece in enumerate(found):
        yield from ([Span(" ")] if number else [])
        if piece.same:
            yield Span(piece.before)
        else:
            both = [Span(piece.before, Mark.GONE), Span(piece.after, Mark.NEW)]
            yield from _joined(span for span in both if span.text)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    for number, span in enumerate(spans):
        yield from ([Span(" ")] if number else [])
        yield span
