"""A change report as text, as Markdown for a merge request, as one HTML page, and as JSON."""

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

from kehoach.changes.kinds import Change, Changes, Edit, Effect, Links, Moved, Standing, Term
from kehoach.changes.report import Entry, Mark, Report, Span
from kehoach.language import _, i18n
from kehoach.language.text import escaped


def as_text(report: Report) -> str:
    """Lines for a terminal; words that went are in [-…-], words that came in {+…+}."""
    lines = [report.title, *report.facts, *([f"! {report.alarm}"] if report.alarm else [])]
    for section in report.sections:
        lines += ["", section.title]
        for entry in section.entries:
            lines.append(f"{entry.sign} {_heading(entry)}")
            lines += [f"    {line.label}: {''.join(map(_text_span, line.spans))}" for line in entry.lines]
    if report.agencies:
        lines += ["", _("Agencies concerned")]
        lines += [f"  {concerned.agency}: {', '.join(concerned.ids)}" for concerned in report.agencies]
    return "\n".join(lines) + "\n"


def _heading(entry: Entry) -> str:
    ids = f"{entry.former} → {entry.id}" if entry.former else entry.id
    return f"{ids} [{entry.type}] {entry.title}"


def _text_span(span: Span) -> str:
    forms = {Mark.GONE: "[-{}-]", Mark.NEW: "{{+{}+}}", Mark.ALARM: "!! {} !!"}
    return forms.get(span.mark, "{}").format(" ".join(span.text.splitlines()))


def as_markdown(report: Report) -> str:
    """The same for a merge request; nothing that a plan says is taken for Markdown."""
    lines = [f"## {_plain(report.title)}", "", *(f"- {_plain(fact)}" for fact in report.facts)]
    if report.alarm:
        lines += ["", f"> ⚠ **{_plain(report.alarm)}**"]
    for section in report.sections:
        lines += ["", f"### {section.title}", ""]
        for entry in section.entries:
            lines.append(f"- **{_plain(entry.sign)}** {_plain(_heading(entry))}")
            for line in entry.lines:
                spans = "".join(map(_markdown_span, line.spans))
                lines.append(f"  - *{_plain(line.label)}*: {spans}")
    if report.agencies:
        lines += ["", f"### {_('Agencies concerned')}", ""]
        lines += [f"- {_plain(c.agency)}: {_plain(', '.join(c.ids))}" for c in report.agencies]
    return "\n".join(lines) + "\n"


def _markdown_span(span: Span) -> str:
    forms = {Mark.GONE: "~~{}~~", Mark.NEW: "**{}**", Mark.ALARM: "⚠ **{}**"}
    text = _plain(" ".join(span.text.splitlines()))
    return forms.get(span.mark, "{}").format(text.strip() if span.mark else text)


def _plain(text: str) -> str:
    return re.sub(r"^([-+])", r"\\\1", escaped(text))


def as_html(report: Report) -> str:
    """The same as one page that needs nothing else, neither files nor the network."""
    from jinja2 import Environment, StrictUndefined  # takes as long to load as a small report to make

    source = files("kehoach.changes").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(source)
    signs = {"+": _("added"), "-": _("removed"), "→": _("renamed"), "~": _("edited")}
    words = {"lang": i18n.language(), "signs": signs, "agencies": _("Agencies concerned")}
    return page.render(report=report, **words)


def as_json(changes: Changes, base: str, head: str) -> str:
    """One object: ``from``, ``to`` (null: the working folder), ``as_of``, ``passes`` (the gate), ``unbacked``
    (IDs), ``weakened`` (places in the model), ``unread`` (files), ``outside`` (pages),
    ``holidays`` (two versions, or null), ``resting`` (IDs of tasks whose days they decide),
    ``evidence`` (IDs of what was there and is edited or gone), ``changes``.

    A change has ``kind`` (added, removed, changed), ``id``, ``former_id`` (null unless renamed), ``type``,
    ``title``, ``path``, ``line``, ``edits`` (each with its own ``kind``: text, links, deadline,
    state, effect), ``obligations`` (``field``, ``ground``, ``by``), ``agencies`` (IDs). Days are ISO strings.
    """
    data = {
        "from": base,
        "to": head or None,
        "as_of": changes.as_of.isoformat(),
        "passes": changes.passes,
        "unbacked": [change.need.id for change in changes.unbacked],
        "weakened": list(changes.weakened),
        "unread": list(changes.unread),
        "outside": list(changes.outside),
        "resting": list(changes.resting),
        "holidays": list(changes.holidays) if changes.holidays else None,
        "evidence": [change.need.id for change in changes.evidence],
        "changes": [_change(change) for change in changes.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"


def _change(change: Change) -> dict[str, Any]:
    need = change.need
    return {
        "kind": change.kind.value,
        "id": need.id,
        "former_id": change.before.id if change.before and change.renamed else None,
        "type": need.type,
        "title": need.title,
        "path": need.path,
        "line": need.line,
        "edits": [_edit(edit) for edit in change.edits],
        "obligations": [
            {"field": o.field, "ground": o.ground.value, "by": list(o.by)} for o in change.obligations
        ],
        "agencies": list(change.agencies),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    if isinstance(edit, Moved):
        terms = {"before": _term(edit.before), "after": _term(edit.after)}
        return {"kind": "deadline", **terms, "days": edit.days, "in_force": edit.in_force}
    if isinstance(edit, Standing):
        return {"kind": "state", "before": edit.before.state.value, "after": edit.after.state.value}
    if isinstance(edit, Effect):
        values = {"before": edit.before, "after": edit.after, "causes": list(edit.causes)}
        return {"kind": "effect", "aspect": edit.aspect, **values}
    if isinstance(edit, Links):
        ids = {"removed": list(edit.removed), "added": list(edit.added), "changed": list(edit.changed)}
        return {"kind": "links", "option": edit.option, **ids, "in_force": edit.in_force}
    return {"kind": "text", "option": edit.option, "before": edit.before, "after": edit.after}


def _term(term: Term) -> dict[str, str | None]:
    return {"text": term.text or None, "due": term.due.isoformat() if term.due else None}
