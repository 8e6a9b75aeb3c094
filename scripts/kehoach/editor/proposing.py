"""Fixes of what objects say: IDs, days and words as the files hold them, and what somebody has to decide."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from kehoach.editing import edits, entries, objects, renaming
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.editor.edit import Fix, between
from kehoach.importing import register
from kehoach.language import _
from kehoach.language.text import folded
from kehoach.official import fidelity, tables
from kehoach.official.labels import Role
from kehoach.plan import Need
from kehoach.reports.words import value_label
from kehoach.rules import RULES, source
from kehoach.rules.findings import Finding
from kehoach.rules.references import former_ids, nearest, with_ids

_Fixes = Iterator[Fix]


def _as(
    draft: Draft, finding: Finding, title: str, change: Callable[[Draft], None], *, safe: bool = False
) -> _Fixes:
    """The fix that changes a draft so; none where an object is not as it was read, since another fault is."""
    other = draft.copy()
    try:
        change(other)
    except ValueError:
        return
    changed = [e for path in other.files for e in between(path, draft.text(path), other.text(path))]
    yield Fix(finding, title, tuple(changed), safe)


def _set(draft: Draft, finding: Finding, value: str, *, option: str = "", safe: bool = True) -> _Fixes:
    """The fix that gives the option of a finding another value."""
    need, option = draft.plan.needs[finding.id], option or finding.field
    title = _('Write "{line}"').format(line=f":{option}: {value}")
    return _as(draft, finding, title, lambda other: other.set([Setting(need, option, value)]), safe=safe)


def _ids(draft: Draft, finding: Finding) -> _Fixes:
    """IDs for names of agencies; the ID that is surely meant, or the one that is near."""
    need = draft.plan.needs.get(finding.id)
    if need is None or finding.field not in need.links:
        return
    if ids := with_ids(draft.plan, need, finding.field):
        yield from _set(draft, finding, ids)
        return
    types = draft.plan.model.types[need.type].links[finding.field]
    written = need.to(finding.field)
    for target in written:
        if target not in draft.plan.needs and (near := nearest(draft.plan, target, types)):
            value = ", ".join(near.id if one == target else one for one in written)
            yield from _set(draft, finding, value, safe=target.upper() == near.id)


def _value(draft: Draft, finding: Finding) -> _Fixes:
    """A day as people write it, a word of a list by its Vietnamese."""
    need = draft.plan.needs.get(finding.id)
    if need is None:
        return
    schema, value = draft.plan.model.types[need.type].fields[finding.field], need[finding.field]
    if schema.get("format") == "date":
        try:
            yield from _set(draft, finding, entries.day(value))
        except ValueError:  # no day either way
            return
    for word in schema.get("enum", ()):
        if folded(value) in (folded(value_label(word)), word):
            yield from _set(draft, finding, word)


def _once(draft: Draft, finding: Finding) -> _Fixes:
    need = draft.plan.needs[finding.id]
    yield from _set(draft, finding, ", ".join(dict.fromkeys(need.to(finding.field))))


#: Fixes by the rule of their finding, some of them safe.
OF_RULES: dict[str, Callable[[Draft, Finding], _Fixes]] = {"KH019": _value, "KH104": _ids, "KH110": _once}


# -- what somebody has to decide -----------------------------------------------------------------------


def guesses(draft: Draft, finding: Finding) -> _Fixes:
    """What could be meant, each by its words; last that the finding is waived for a reason."""
    if draft.plan.needs.get(finding.id):
        yield from _GUESSES.get(finding.code, _none)(draft, finding)
        if RULES[finding.code].waivable:
            yield from _waived(draft, finding)


def _none(_draft: Draft, _finding: Finding) -> _Fixes:
    return iter(())


def _shared(draft: Draft, finding: Finding) -> _Fixes:
    """Both ways to share a lead, which only the text tells."""
    for way in ("joint", "each"):
        yield from _set(draft, finding, way, option="ownership", safe=False)


def _both(draft: Draft, finding: Finding) -> _Fixes:
    """An agency that leads and supports: out of the partners, else out of the owners."""
    task = draft.plan.needs[finding.id]
    both = set(task.to("owner")) & set(task.to("partners"))
    for link in ("partners", "owner"):
        left = ", ".join(target for target in task.to(link) if target not in both)
        if left or link == "partners":
            yield from _set(draft, finding, left, option=link, safe=False)


def _stale(draft: Draft, finding: Finding) -> _Fixes:
    """A waiver that waives nothing any more goes."""
    need = draft.plan.needs[finding.id]

    def change(other: Draft) -> None:
        other.put(need.path, edits.remove(other.text(need.path), need))

    yield from _as(draft, finding, _("Delete the waiver"), change)


def _named_so(draft: Draft, finding: Finding) -> _Fixes:
    """An ID that was given to an object while others name the former: that again, or this everywhere.

    Names of agencies that the register of agencies has: those agencies, new.
    """
    need = draft.plan.needs[finding.id]
    if finding.field in need.links:
        yield from _registered(draft, finding, need)
        return
    for former in former_ids(draft.plan, need):
        again = _("Write the ID {id} again, which others name").format(id=former)
        yield from _as(draft, finding, again, partial(_rename_own, need=need, new_id=former))
        everywhere = _("Write {id} in all places that name {former}").format(id=need.id, former=former)
        yield from _as(draft, finding, everywhere, partial(renaming.everywhere, ids={former: need.id}))


def _rename_own(draft: Draft, need: Need, new_id: str) -> None:
    draft.put(need.path, edits.set_options(draft.text(need.path), [Setting(need, "id", new_id)]))


def _registered(draft: Draft, finding: Finding, need: Need) -> _Fixes:
    """An agency that the register has, added and named."""
    unknown = [target for target in need.to(finding.field) if target not in draft.plan.needs]
    name = ", ".join(unknown)  # which may hold commas itself
    home, entry = draft.plan.plan_of(need), register.entry_of(name) if unknown else None
    if entry is None or "agency" not in draft.plan.model.types[need.type].links[finding.field]:
        return
    values = {"title": name, "abbr": entry.abbr, "kind": entry.kind_for(home["issuer"] if home else "")}
    values["source"] = entry.source
    new_id = objects.agency_id(draft.plan, name, entry.abbr)

    def change(other: Draft) -> None:
        text = objects.text_of(other.plan.model.types["agency"], new_id, values)
        objects.add_agency(other, values["kind"], text)
        known = [target for target in need.to(finding.field) if target in other.plan.needs]
        other.set([Setting(other.plan.needs[need.id], finding.field, ", ".join([*known, new_id]))])

    title = _('Add the agency "{name}" as {id}, as the register has it').format(name=name, id=new_id)
    yield from _as(draft, finding, title, change)


def _delivered(draft: Draft, finding: Finding) -> _Fixes:
    """A task without a deliverable gets one that is derived from it."""
    task = draft.plan.needs[finding.id]
    title = _("Result of: {task}").format(task=task.title)

    def change(other: Draft) -> None:
        declared = other.plan.model.types["deliverable"]
        (new_id,) = objects.numbered(other, f"{declared.prefix}{task.stem}-", 1)
        text = objects.text_of(declared, new_id, {"title": title, "origin": "derived"})
        page = other.text(task.path)
        other.put(task.path, edits.insert(page, edits.last_line(page, task), text))
        other.set([Setting(other.plan.needs[task.id], "deliverables", new_id)])

    yield from _as(draft, finding, _('Add the deliverable "{title}", derived').format(title=title), change)


_SAID = {"deadline": Role.DEADLINE, "form": Role.FORM, "funding": Role.FUNDING}


def _in_its_words(draft: Draft, finding: Finding) -> _Fixes:
    """An option in the words of the clause; a deadline that was changed since, as an amendment."""
    task = draft.plan.needs[finding.id]
    home = draft.plan.plan_of(task)
    if home is None or finding.field not in _SAID:
        return
    held = home.id in draft.plan.texts
    heads = fidelity.compare(draft.plan, home).columns.get(task.id, ()) if held else ()
    said = [
        value.rstrip(" .;,") for role, value in tables.said(task.body, heads) if role is _SAID[finding.field]
    ]
    if len(said) != 1:
        return
    yield from _set(draft, finding, said[0], safe=False)
    written = task["deadline"]
    if finding.field == "deadline" and written:
        title = _('Write the deadline of the clause, and "{deadline}" as an amendment')
        yield from amended(draft, finding, title.format(deadline=written), said[0])


def amended(draft: Draft, finding: Finding, title: str, former: str) -> _Fixes:
    """The deadline of a task as it was, and an amendment with the one that is written now."""
    task = draft.plan.needs[finding.id]
    home = draft.plan.plan_of(task)
    values = {"title": _("Change of the deadline of {id}").format(id=task.id), "deadline": task["deadline"]}
    values["amends"] = task.id

    def change(other: Draft) -> None:
        if home:
            _add(other, home, "amendment", values)
            other.set([Setting(other.plan.needs[task.id], "deadline", former)])

    yield from _as(draft, finding, title, change)


def _as_named(draft: Draft, finding: Finding) -> _Fixes:
    """The agencies that the clause names, in the place of others."""
    task = draft.plan.needs[finding.id]
    if named := source.as_named(draft.plan, task, finding.field):
        yield from _set(draft, finding, named, safe=False)


def _waived(draft: Draft, finding: Finding) -> _Fixes:
    """A waiver, for which a reason is to be written."""
    need = draft.plan.needs[finding.id]
    home = need if need.type == "plan" else draft.plan.plan_of(need)
    if home and need.type in draft.plan.model.types["waiver"].links["waives"]:
        title = _("Rule {code} at {id}").format(code=finding.code, id=need.id)
        values = {"title": title, "waives": need.id, "rule": finding.code}
        words = _("Waive {code} here: a reason, who decided it, and the day are to be written")
        yield from _as(
            draft, finding, words.format(code=finding.code), lambda other: _add(other, home, "waiver", values)
        )


def _add(draft: Draft, home: Need, need_type: str, values: Mapping[str, str]) -> None:
    """Add an object with the next ID to what follows a plan."""
    (new_id,) = objects.numbered(draft, objects.stem(draft.plan, need_type, home), 1)
    objects.add_tracked(
        draft, home, need_type, [objects.text_of(draft.plan.model.types[need_type], new_id, values)]
    )


_GUESSES: dict[str, Callable[[Draft, Finding], _Fixes]] = {
    "KH102": _shared,
    "KH103": _both,
    "KH104": _named_so,
    "KH106": _delivered,
    "KH124": _stale,
    "KH201": _in_its_words,
    "KH307": _as_named,
    "KH308": _in_its_words,
}
