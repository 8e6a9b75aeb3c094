"""What came of a merge, to be read: as data for programs, and as a receipt for who has sent the workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from kehoach.editing.drafts import Draft
from kehoach.language import _
from kehoach.language.text import escaped
from kehoach.merging.threeway import Added, Change, Merged, Remark, written
from kehoach.merging.workbook import Workbook
from kehoach.plan import Need, Plan
from kehoach.plan.syntax import split_links
from kehoach.reports.words import day, value_label


def as_data(plan: Plan, merged: Merged, draft: Draft, receipt: str, *, wrote: bool) -> dict[str, object]:
    """What was found, for JSON; ``wrote`` where the files hold it now.

    ``changes``, ``added``, ``refused``, ``notes`` each have the ``place`` of their cell; ``diff`` is as git
    shows the edits, ``receipt`` the Markdown of ``as_markdown``.
    """
    return {
        "written": wrote,
        "changes": [
            {
                "place": change.place,
                "id": change.need.id,
                "option": change.option,
                "label": _label(plan, change),
                "before": written(change.need, change.option),
                "after": change.value,
            }
            for change in merged.changes
        ],
        "added": [
            {"place": new.places["title"], "type": new.type, "values": dict(new.values)}
            for new in merged.added
        ],
        "refused": [asdict(remark) for remark in merged.conflicts],
        "notes": [asdict(remark) for remark in merged.notes],
        "diff": draft.diff(),
        "receipt": receipt,
    }


def as_markdown(plan: Plan, home: Need, workbook: Workbook, merged: Merged, *, wrote: bool) -> str:
    """The receipt: what was taken, what was not and why; nothing that a cell says is taken for Markdown."""
    title = _("Receipt for the workbook of {plan}, of {day}") if wrote else _("Workbook of {plan}, of {day}")
    lines = [f"# {_plain(title.format(plan=home.title, day=_day(workbook.as_of)))}", ""]
    if not wrote:
        lines += [_("Nothing is written yet."), ""]
    taken = _("Taken") if wrote else _("Can be taken")
    lines += _section(taken, [*_changed(plan, merged.changes), *_new(plan, merged.added)])
    lines += _section(_("Not taken: please correct it and send it again"), _told(plan, merged.conflicts))
    lines += _section(_("To be known"), _told(plan, merged.notes))
    if not (merged.changes or merged.added or merged.conflicts or merged.notes):
        lines.append(_("Nothing is changed."))
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    return [f"## {title} ({len(entries)})", "", *entries, ""]


def _changed(plan: Plan, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        before = _value(plan, change.need.type, change.option, written(change.need, change.option))
        after = _value(plan, change.need.type, change.option, change.value)
        what = f"{_label(plan, change)}: {before or _('(empty)')} → {after or _('(empty)')}"
        yield _line(change.place, _named(plan, change.need.id), what)


def _new(plan: Plan, added: Sequence[Added]) -> Iterator[str]:
    for new in added:
        declared = plan.model.types[new.type]
        said = "; ".join(
            f"{declared.labels[option]}: {_value(plan, new.type, option, value)}"
            for option, value in new.values.items()
            if value and option != "title"
        )
        yield _line(new.places["title"], f"{declared.title}: {new.values['title']}", said)


def _told(plan: Plan, remarks: Sequence[Remark]) -> list[str]:
    return [_line(remark.place, _named(plan, remark.id), remark.message) for remark in remarks]


def _named(plan: Plan, need_id: str) -> str:
    return f"{plan.needs[need_id].title} ({need_id})" if need_id in plan.needs else need_id


def _line(place: str, what: str, said: str) -> str:
    about = f"{what}: " if what else ""
    return f"- **{_plain(place)}** {_plain(about + said)}"


def _plain(text: str) -> str:
    return escaped(" ".join(text.split()))


def _label(plan: Plan, change: Change) -> str:
    return (
        _("Title") if change.option == "title" else plan.model.types[change.need.type].labels[change.option]
    )


def _value(plan: Plan, need_type: str, option: str, value: str) -> str:
    """A value as people say it: a word for a key, names for IDs."""
    declared = plan.model.types[need_type]
    if option in declared.links:
        return ", ".join(_named(plan, need_id) for need_id in split_links(value))
    schema = declared.fields.get(option, {})
    if schema.get("format") == "date":
        return _day(value)
    return value_label(value) if "enum" in schema else value


def _day(written_as: str) -> str:
    """A day as people write it; what is none as it stands."""
    try:
        return day(date.fromisoformat(written_as))
    except ValueError:
        return written_as
