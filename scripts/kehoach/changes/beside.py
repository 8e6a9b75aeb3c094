"""What a plan says otherwise than before, side by side: what it said, what it says, by what document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kehoach.changes import report
from kehoach.changes.kinds import (
    FOLLOW_UP,
    LONG,
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
)
from kehoach.language import _
from kehoach.language.text import flat
from kehoach.plan import Need, Plan
from kehoach.reports import words

#: What a plan consists of; what is recorded about it is no content of it.
_CONTENT = ("plan", "basis", "objective", "principle", "task", "indicator", "deliverable", "agency")
#: What the tool or a reviewer writes down beside the words.
_NOTES = ("reviewed", "reviewed_by", "reviewed_against", "signed_copies")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that is otherwise: of which object, what of it, its words before and after, and by what."""

    need: Need
    label: str
    before: str
    after: str
    ground: str


def rows(changes: Changes) -> tuple[Row, ...]:
    """All that the plans say otherwise, in the order of the changes."""
    return tuple(row for change in changes.items for row in _about(changes, change))


def _about(changes: Changes, change: Change) -> Iterator[Row]:
    if change.need.type in _CONTENT:
        yield from _rows(changes, change)
    elif change.before is None:
        yield from _said_alone(changes, change)


def _said_alone(changes: Changes, change: Change) -> Iterator[Row]:
    """What a closing, or an amendment of a plan, says by itself: nothing of the plan is written otherwise."""
    need, grounds = change.need, {altered.field: altered for altered in change.obligations}
    for field in report.SAID_ALONE:
        if field in grounds:
            linked = need.to(field)
            after = _all(changes, linked) if linked else words.value_words(need, field)
            yield Row(
                need, report.option_label(changes, need, field), "", after, _ground(changes, grounds, field)
            )


def _rows(changes: Changes, change: Change) -> Iterator[Row]:
    grounds = {altered.field: altered for altered in change.obligations}
    if change.kind is not Kind.CHANGED:
        whole = _whole(changes, change.need)
        sides = ("", whole) if change.kind is Kind.ADDED else (whole, "")
        kind = changes.after.model.types.get(change.need.type) or changes.before.model.types[change.need.type]
        yield Row(change.need, kind.title, *sides, _ground(changes, grounds, "existence"))
        return
    for edit in change.edits:
        if isinstance(edit, Standing) or getattr(edit, "option", "") in (*FOLLOW_UP, *_NOTES):
            continue
        field = report.field_of(edit)
        label = report.label(changes, change.need, edit)
        before, after = _sides(changes, change, edit)
        if before or after:
            yield Row(change.need, label, before, after, _ground(changes, grounds, field))


def _whole(changes: Changes, need: Need) -> str:
    """An object in its own words, and of a task also whom it obliges and until when."""
    said = [need.title, need.body]
    if need.type == "task":
        labels = changes.after.model.types["task"].labels
        owners = _all(changes, need.to("owner"))
        said += [
            f"{labels[key]}: {value}"
            for key, value in (("owner", owners), ("deadline", need["deadline"]))
            if value
        ]
    return _closed("\n".join(dict.fromkeys(said)))


def _closed(text: str) -> str:
    """A text without its empty lines."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _sides(changes: Changes, change: Change, edit: Edit) -> tuple[str, str]:
    if isinstance(edit, Moved):
        return report.term(edit.before), report.term(edit.after)
    if isinstance(edit, Links):
        kept = [key for key in edit.now if key not in edit.added]
        return _all(changes, [*kept, *edit.removed]), _all(changes, edit.now)
    if isinstance(edit, Effect):
        before, after = (report.effect(changes, edit.aspect, value) for value in (edit.before, edit.after))
        return before, after
    if isinstance(edit, Standing):
        return words.state_words(edit.before), words.state_words(edit.after)
    if edit.option in LONG:
        said = (changes.before, edit.before), (changes.after, edit.after)
        before, after = (_headings(*of) if edit.option == "headings" else _closed(of[1]) for of in said)
        return before, after
    return report.value_of(change.before, edit, edit.before), report.value_of(change.after, edit, edit.after)


def _headings(plan: Plan, lines: str) -> str:
    """Of headings those that are the plan's, not of pages that only record what became of it."""
    held: dict[str, bool] = {}
    for need in plan.needs.values():
        held[need.path] = held.get(need.path, False) or need.type in _CONTENT
    recorded = {flat(heading.text) for heading in plan.headings if not held.get(heading.path, True)}
    return "\n".join(line for line in lines.splitlines() if line not in recorded)


def _all(changes: Changes, keys: Iterable[str]) -> str:
    return "; ".join(need.title if (need := changes.named(key)) else key for key in keys)


def _ground(changes: Changes, grounds: Mapping[str, Alteration], field: str) -> str:
    """By what document something changed; empty where it obliges nobody otherwise."""
    altered = grounds.get(field)
    if altered is None:
        return ""
    by = altered.by if altered.ground in (Ground.AMENDMENT, Ground.DOCUMENT) else ()
    return "; ".join(_document(changes, key) for key in by) or report.ground_words(altered.ground)


def _document(changes: Changes, need_id: str) -> str:
    """The document that an amendment names, as others cite it, and its ID."""
    need = changes.named(need_id)
    if need is None or not need["number"]:
        return report.named(changes, need_id)
    day = need.day("date") or need.day("issued")
    cited = _("no. {number}").format(number=need["number"])
    return " ".join(
        filter(None, (cited, _("of {day}").format(day=words.day(day)) if day else "", f"({need_id})"))
    )
