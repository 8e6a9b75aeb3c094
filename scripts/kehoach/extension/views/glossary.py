"""What may be written: every option of every type."""

from collections.abc import Iterator

from kehoach.extension.blocks import Block, Heading, grid
from kehoach.extension.page import Page
from kehoach.language import _
from kehoach.plan.model import Model, NeedType
from kehoach.reports.tables import Column, Span, Table
from kehoach.reports.words import value_label


def glossary(page: Page) -> Iterator[Block]:
    """Every option that may be written: its key, its words, and what it takes."""
    for need_type in page.plan.model.types.values():
        yield Heading(f"{need_type.title} – {{{need_type.name}}}, {need_type.prefix}…")
        yield grid(_options(page.plan.model, need_type))


def _options(model: Model, need_type: NeedType) -> Table[str]:
    columns: tuple[Column[str], ...] = (
        Column("key", _("Key"), lambda o: (Span(o, typed=True),), 18),
        Column("words", _("Words"), lambda o: need_type.labels[o], 30),
        Column("required", _("Required"), lambda o: _("yes") if o in need_type.required else "", 12),
        Column("takes", _("Takes"), lambda o: _takes(model, need_type, o), 40),
    )
    return Table("glossary", "", columns, (*need_type.fields, *need_type.links))


def _takes(model: Model, need_type: NeedType, option: str) -> str:
    if targets := need_type.links.get(option):
        return _("IDs of: {types}").format(types=", ".join(model.types[name].title for name in targets))
    schema = need_type.fields[option]
    if "enum" in schema:
        return ", ".join(f"{value} ({value_label(value)})" for value in schema["enum"])
    return _("a day, as 2023-06-26") if schema.get("format") == "date" else _("text")
