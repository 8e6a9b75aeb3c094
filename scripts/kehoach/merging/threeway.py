"""The three sides of a merge: the workbook's base, the workbook as it came back, the files as they are now.

A cell that people have changed is taken where the files still hold what the base says. Where both have
changed it differently, that is a conflict. What was only changed in the files stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kehoach.editing.entries import one_line
from kehoach.language import _
from kehoach.language.spelling import closest_id
from kehoach.merging import cells
from kehoach.merging.workbook import Cell, Row, Sheet, Workbook
from kehoach.plan import Need, Plan
from kehoach.plan.syntax import split_links

#: The sheets that take new rows.
_GROWING = ("evidence", "update", "measure", "obstacle")


@dataclass(frozen=True, slots=True)
class Change:
    """A new value for an option (or the title) of an object, and the cell it is from."""

    need: Need
    option: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Added:
    """A new object: its title and options, and the cells that they are from."""

    type: str
    values: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell of a cell; ``id`` is the object in its row, if there is one."""

    place: str
    id: str
    message: str

    def __str__(self) -> str:
        """The form of findings: where, which object, what."""
        return f"{self.place}: {self.id or '-'}: {self.message}"


@dataclass
class Merged:
    """What came of a merge: what to write, what cannot be taken, and what people should know.

    ``used`` are IDs that the workbook knows, some of objects that have been deleted since.
    """

    used: frozenset[str]
    changes: list[Change] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    conflicts: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def merge(plan: Plan, workbook: Workbook, *, confirmed_on: date | None) -> Merged:
    """Merge a workbook into a plan.

    With ``confirmed_on`` the column of confirmations is the coordinator's own, who confirms on that day.
    """
    merged = Merged(frozenset(need_id for sheet in workbook.sheets for need_id in sheet.base))
    for sheet in workbook.sheets:
        _SheetMerge(plan, sheet, merged, confirmed_on).run()
    return merged


def written(need: Need, option: str) -> str:
    """The value of an option as the base holds it."""
    if option == "title":
        return one_line(need.title)
    return ", ".join(need.to(option)) or one_line(need[option])


def _not_confirmed() -> str:
    return _("The confirmation is not taken. Confirm it in the file, or merge with --confirm.")


class _SheetMerge:
    """One sheet of a merge under way."""

    def __init__(self, plan: Plan, sheet: Sheet, merged: Merged, confirmed_on: date | None) -> None:
        self.plan, self.sheet, self.merged, self.confirmed_on = plan, sheet, merged, confirmed_on
        self.confirm = confirmed_on is not None
        self.type = plan.model.types[sheet.type]
        self.rows: dict[str, list[Row]] = {}

    def conflict(self, place: str, need_id: str, message: str, **words: object) -> None:
        self.merged.conflicts.append(Remark(place, need_id, message.format(**words)))

    def note(self, place: str, need_id: str, message: str, **words: object) -> None:
        self.merged.notes.append(Remark(place, need_id, message.format(**words)))

    def run(self) -> None:
        for key in self.sheet.missing:
            message = _('The column "{head}" is not there any more. Its values stay as they are.')
            self.note(self.sheet.name, "", message, head=self.sheet.heads[key])
        for place in self.sheet.own:
            self.note(place, "", _("Outside the columns of the workbook. It is not taken."))
        for row in self.sheet.rows:
            self.rows.setdefault(cells.shown(row["id"]), []).append(row)
        for need_id, rows in self.rows.items():
            self.rows_of(need_id, rows)
        for need_id in self.sheet.base:
            if need_id not in self.rows:
                message = _("Its row is not there any more. Nothing is deleted; that is done in the files.")
                self.note(self.sheet.name, need_id, message)

    def rows_of(self, need_id: str, rows: list[Row]) -> None:
        """The rows of one ID, which should be one; those without an ID are new."""
        if not need_id:
            self.new_rows(rows)
        elif need_id not in self.sheet.base:
            for row in rows:
                self.unknown_row(row, need_id)
        elif len(rows) == 1:
            self.known_row(rows[0], need_id)
        else:
            for row in rows[1:]:
                message = _("{id} is in row {number} too. Keep one of the two.")
                self.conflict(row.place("id"), need_id, message, id=need_id, number=rows[0].number)

    def unknown_row(self, row: Row, need_id: str) -> None:
        lost = self.sheet.base.keys() - self.rows.keys()
        message = _('The workbook was made without "{id}". Leave the cell empty for a new object.')
        if near := closest_id(need_id, lost) or closest_id(need_id, self.sheet.base):
            message = _(
                'The workbook was made without "{id}". Is it {near}? Leave the cell empty for a new one.'
            )
        self.conflict(row.place("id"), "", message, id=need_id, near=near)

    # -- a row that was there ------------------------------------------------------------------------

    def known_row(self, row: Row, need_id: str) -> None:
        base, need = self.sheet.base[need_id], self.plan.needs.get(need_id)
        changed = [key for key in base if key in row.columns and _differs(row[key], base[key])]
        if need is None:
            if changed:
                message = _("It has been deleted in the files, and was changed here.")
                self.conflict(row.place(changed[0]), need_id, message)
            return
        before = len(self.merged.changes)
        taken = [key for key in changed if self.changed(need, key, row[key], one_line(base[key]))]
        if taken and "confirmed" not in taken and need["confirmed"] == "yes" and not self.confirm:
            place = row.place(taken[0])
            self.merged.changes.append(Change(need, "confirmed", "no", place))
            self.note(place, need_id, _("It was confirmed. Changed, it has to be confirmed again."))
        said = {change.option: change.value for change in self.merged.changes[before:]}
        if "confirmed" in said:
            day = self.day_of({"date": need["date"], **said})
            if day != need["confirmed_on"]:
                place = row.place("confirmed")
                self.merged.changes.append(Change(need, "confirmed_on", day, place))

    def changed(self, need: Need, key: str, cell: Cell, base: str) -> bool:
        """Deal with a cell that was changed; whether its value is taken."""
        head, ours = self.sheet.heads[key], written(need, key)
        if key not in self.sheet.open:
            message = _('"{head}" is not changed here: it was "{base}". Change it in the files.')
            self.conflict(cell.place, need.id, message, head=head, base=base)
            return False
        value = self.value(cell, key, need.id)
        if value is None or value in (base, ours):
            return False
        if key == "confirmed" and value == "yes" and not self.confirm:
            self.note(cell.place, need.id, _not_confirmed())
            return False
        if ours != base:
            message = _('"{head}" was "{base}", is "{value}" here, and "{ours}" in {path}:{line}.')
            words = {"head": head, "base": base, "value": value, "ours": ours, "path": need.path}
            self.conflict(cell.place, need.id, message, line=need.lines.get(key, need.line), **words)
            return False
        self.merged.changes.append(Change(need, key, value, cell.place))
        return True

    def day_of(self, values: Mapping[str, str]) -> str:
        """The day on which something is confirmed; none where it is not, or is of a day to come."""
        day = self.confirmed_on.isoformat() if self.confirmed_on else ""
        return day if values.get("confirmed") == "yes" and values["date"] <= day else ""

    def value(self, cell: Cell, key: str, need_id: str) -> str | None:
        """What was entered; None where it cannot be taken, which is a conflict."""
        try:
            value = cells.entered(cell, self.plan, self.type, key)
        except ValueError as error:
            self.conflict(cell.place, need_id, "{head}: {error}", head=self.sheet.heads[key], error=error)
            return None
        if not value and (key == "title" or key in self.type.required):
            message = _('"{head}" cannot be empty.')
            self.conflict(cell.place, need_id, message, head=self.sheet.heads[key])
            return None
        return value

    # -- a new row -----------------------------------------------------------------------------------

    def new_rows(self, rows: list[Row]) -> None:
        found: dict[tuple[str, ...], list[tuple[Row, dict[str, str]]]] = {}
        for row in rows:
            if values := self.new_row(row):
                found.setdefault(_about(values), []).append((row, values))
        for about, ((row, values), *others) in found.items():
            for other, _values in others:
                message = _("The same document or report as in row {number}. Keep one of the two.")
                self.conflict(other.place("title"), "", message, number=row.number)
            if others:
                continue
            if twin := self.twin(about):
                self.already_there(row, values, twin)
            else:
                places = {key: row.place(key) for key in self.sheet.open}
                if day := self.day_of(values):
                    values["confirmed_on"] = day
                self.merged.added.append(Added(self.sheet.type, values, places))

    def new_row(self, row: Row) -> dict[str, str]:
        """The values of a new row; none where it cannot be taken."""
        filled = [key for key in row.filled if key in self.sheet.open]
        if not filled:
            self.note(row.place(next(iter(row.filled))), "", _("A row without ID. It is not taken."))
            return {}
        if self.sheet.type not in _GROWING:
            self.conflict(row.place(filled[0]), "", _("A task is not added here. Use `kehoach new task`."))
            return {}
        locked = [key for key in row.filled if key in self.type.options and key not in self.sheet.open]
        for key in locked:
            message = _('"{head}" is not entered here, but in the file.')
            self.conflict(row.place(key), "", message, head=self.sheet.heads[key])
        entered = {key: self.value(row[key], key, "") for key in self.sheet.heads if key in self.sheet.open}
        values = {key: value for key, value in entered.items() if value is not None}
        if locked or len(values) < len(entered):
            return {}
        if "confirmed" in values and (not self.confirm or not values["confirmed"]):
            if values["confirmed"] == "yes":
                self.note(row.place("confirmed"), "", _not_confirmed())
            values["confirmed"] = "no"
        return values

    def twin(self, about: tuple[str, ...]) -> Need | None:
        """The object in the files that is about the same."""
        for need in self.plan.of_type(self.sheet.type):
            if _about({key: written(need, key) for key in self.sheet.open}) == about:
                return need
        return None

    def already_there(self, row: Row, values: Mapping[str, str], twin: Need) -> None:
        """A row that is in the files already: merged for the second time, or entered twice."""
        other = [key for key, value in values.items() if key != "confirmed" and value != written(twin, key)]
        if other:
            message = _('{id} ({path}:{line}) is the same document or report with another "{head}".')
            words = {"id": twin.id, "path": twin.path, "line": twin.line}
            self.conflict(row.place(other[0]), "", message, head=self.sheet.heads[other[0]], **words)
        else:
            self.note(row.place("title"), twin.id, _("It is in the files already, and not added again."))


def _about(values: Mapping[str, str]) -> tuple[str, ...]:
    """What tells one evidence, report or obstacle from another, whatever else is said in it."""
    what, of = (
        tuple(sorted(split_links(ids)))
        for ids in (values.get("proves") or values["on"], values.get("of", ""))
    )
    if "raised" in values:
        by = tuple(sorted(split_links(values["by"])))
        return *what, *by, values["raised"], values["title"].casefold()
    document = values.get("number") or values.get("url") or values["date"]
    # One document may tell figures of several days.
    about = values["date"] if "value" in values else values["period"]
    return *what, *of, document.casefold(), about.casefold()


def _differs(cell: Cell, base: str) -> bool:
    """Whether somebody has changed a cell. There are neither formulas nor errors in what we make."""
    return cell.kind in ("f", "e") or cells.shown(cell) != one_line(base)
