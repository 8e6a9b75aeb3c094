"""What a plan says otherwise than an edition before: "Bảng so sánh nội dung điều chỉnh"."""

from kehoach.changes import Changes, beside
from kehoach.changes.beside import Row
from kehoach.documents.layout import Block, Document, Listing, Paragraph, text
from kehoach.documents.phrases import called, notice
from kehoach.language import _
from kehoach.plan import Need
from kehoach.reports.tables import Column, Table


def comparison(changes: Changes, base: str, head: str) -> Document:
    """All that plans say otherwise, row by row: before, after, and by what document."""
    plans = changes.after.plans
    table = _table(beside.rows(changes))
    nothing = Paragraph(text(_("Nothing of the content has changed.")))
    block: Block = Listing(table) if table.rows else nothing
    name = _("Changes from {base} to {head}").format(base=base, head=head or _("the working folder"))
    return Document(
        name="so-sanh-noi-dung",
        title=_("Comparison of adjusted content"),
        kind=_("COMPARISON OF ADJUSTED CONTENT"),
        subject=tuple(map(called, plans)) if len(plans) == 1 else (),
        remarks=(name,),
        blocks=(block,),
        footer=notice(*plans),  # no row depends on the day
        as_of=changes.as_of,
        landscape=True,
    )


def _table(rows: tuple[Row, ...]) -> Table[tuple[int, Row]]:
    columns: tuple[Column[tuple[int, Row]], ...] = (
        Column("item", _("Item"), lambda row: row[0], 5, centred=True),
        Column("content", _("Content"), lambda row: _about(row[1].need, row[1].label), 24),
        Column("before", _("Content before"), lambda row: row[1].before or "—", 38),
        Column("after", _("Content after"), lambda row: row[1].after or "—", 38),
        Column("ground", _("Ground"), lambda row: row[1].ground or "—", 20),
    )
    return Table("comparison", "", columns, tuple(enumerate(rows, 1)), need=lambda row: row[1].need.id)


def _about(need: Need, label: str) -> str:
    return f"{' '.join(filter(None, (need['clause'], need.title)))} ({need.id}): {label}"
