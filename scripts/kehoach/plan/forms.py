"""Forms (biểu mẫu) that an office writes itself: a small TOML file in ``forms/``, checked like the plan.

A form says what a row is about, which columns there are and what stands in each, under which words, and what
stands above and below the table. What a column shows is named by its key; a column without one is left blank.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kehoach.files.tree import FORM
from kehoach.language.spelling import closest
from kehoach.plan.decoding import text_of
from kehoach.plan.plan import Fault, FaultKind

#: A form beyond this many bytes, or columns, is none: paper has no room for it.
_LONGEST, _WIDEST = 50_000, 30

_HAPPENED = ("period-due", "period-done-on-time", "period-done-late", "period-overdue")
#: What only a period has.
OF_PERIOD = (*_HAPPENED, "in_period")
_COUNTS = (
    *_HAPPENED,
    *("counted", "done-on-time", "done-late", "running", "overdue", "silent", "left", "apart"),
)
#: What a row may be about, and what may stand in its columns.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "tasks": (
        *("item", "id", "number", "clause", "title", "task", "agency", "owner", "ownership", "partners"),
        *("form", "deadline", "binding", "due", "extensions", "deliverables", "submit_to", "funding"),
        *("target", "in_charge", "leader", "state", "done", "days_late", "documents"),
        *("result", "shortcomings", "difficulties", "proposal"),
    ),
    "agencies": ("item", "id", "name", *_COUNTS),
    "plans": (
        *("item", "id", "number", "title", "issuer", "issued", *_COUNTS),
        *("indicators", "indicators-on-time", "indicators-late", "indicators-running", "indicators-overdue"),
    ),
    "indicators": (
        *("item", "id", "title", "unit", "baseline", "target", "reached", "waiting", "in_period"),
        *("percent", "trend", "state", "owner"),
    ),
}
#: Rows that are counted, so that a line below them can add up.
COUNTED = ("agencies", "plans")


class FormColumn(NamedTuple):
    """A column: its words, those above it (the outermost first), the key of what stands in it ("": nothing).

    ``width`` in letters says how the columns share the room; 0 leaves it to what stands in them.
    """

    label: str
    value: str = ""
    group: tuple[str, ...] = ()
    width: int = 0


class Form(NamedTuple):
    """A form: ``name`` is that of its file, ``rows`` what a row is about, ``total`` the words of a last line.

    ``before`` and ``after`` are paragraphs above and below the table.
    """

    name: str
    title: str
    rows: str
    columns: tuple[FormColumn, ...]
    total: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    landscape: bool = True

    @property
    def of_period(self) -> bool:
        """Whether it can be filled in for a period only."""
        return any(column.value in OF_PERIOD for column in self.columns)


def read(path: str, raw: bytes) -> tuple[Form | None, list[Fault]]:
    """The form that a file holds, and what is wrong with it, each at its line; no form where anything is."""
    reading = _Reading(path)
    form = reading.form(raw)
    return (None if reading.faults else form), reading.faults


_TABLE = re.compile(r"\s*\[\[\s*columns\s*\]\]")
_KEY = re.compile(r'\s*"?([\w-]+)"?\s*=')
_AT = re.compile(r"\(at line (\d+)")


def _lines(text: str) -> dict[tuple[int, str], int]:
    """Where each key stands: by the number of its column (-1: above all), and the key ("" for the column)."""
    found: dict[tuple[int, str], int] = {(-1, ""): 1}
    column = -1
    for number, line in enumerate(text.split("\n"), 1):
        if _TABLE.match(line):
            column += 1
            found[column, ""] = number
        elif key := _KEY.match(line):
            found.setdefault((column, key[1]), number)
    return found


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_width(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 200


#: Each key with what it must be; those of a form, and of a column.
_Kinds = Mapping[str, tuple[Callable[[Any], bool], str]]
_FORM: _Kinds = {
    "title": (_is_text, "text"),
    "rows": (_is_text, "text"),
    "total": (_is_text, "text"),
    "before": (_is_words, "words"),
    "after": (_is_words, "words"),
    "recipients": (_is_words, "words"),
    "signature": (_is_words, "words"),
    "landscape": (lambda value: isinstance(value, bool), "flag"),
    "columns": (lambda value: isinstance(value, list) and all(isinstance(c, dict) for c in value), "columns"),
}
_COLUMN: _Kinds = {
    "label": (_is_text, "text"),
    "value": (_is_text, "text"),
    "group": (_is_words, "words"),
    "width": (_is_width, "width"),
}


class _Reading:
    """A form being read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.lines: dict[tuple[int, str], int] = {}

    def form(self, raw: bytes) -> Form | None:
        if len(raw) > _LONGEST:
            self.faults.append(Fault(FaultKind.FORM, self.path, 1, field="long"))
            return None
        text = text_of(raw, self.path, self.faults)
        self.lines = _lines(text)
        try:
            said = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # of numbers too long to be one, too
            at = _AT.search(str(error))
            line = int(at[1]) if at else text.count("\n") + 1
            self.faults.append(Fault(FaultKind.FORM, self.path, line, field="toml"))
            return None
        self.look(said, _FORM, -1, ("title", "rows", "columns"))
        rows = said.get("rows")
        if _is_text(rows) and rows not in FIELDS:
            self.fault("rows", -1, "rows", str(rows), FIELDS)
        if "total" in said and rows in FIELDS and rows not in COUNTED:
            self.fault("total", -1, "total")
        columns = said.get("columns")
        if not isinstance(columns, list):
            return None
        if len(columns) > _WIDEST:
            self.fault("wide", _WIDEST, "", str(_WIDEST))
        made = [self.column(n, c, str(rows)) for n, c in enumerate(columns) if isinstance(c, dict)]
        return None if self.faults else self.made(said, made)

    def column(self, number: int, said: dict[str, Any], rows: str) -> FormColumn:
        self.look(said, _COLUMN, number, ("label",))
        value = said.get("value", "")
        if _is_text(value) and rows in FIELDS and value not in FIELDS[rows]:
            self.fault("value", number, "value", value, FIELDS[rows])
        kept: dict[str, Any] = {"label": "", **{k: v for k, v in said.items() if k in _COLUMN}}
        return FormColumn(**{**kept, "group": tuple(kept.get("group", ()))})

    def made(self, said: dict[str, Any], columns: list[FormColumn]) -> Form:
        name = self.path.rpartition("/")[2].removesuffix(FORM)
        words: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in said.items()}
        return Form(name=name, **{**words, "columns": tuple(columns)})

    def look(self, said: dict[str, Any], kinds: _Kinds, column: int, needed: tuple[str, ...]) -> None:
        """Keys that are none, that lack, and values of another kind."""
        for key, value in said.items():
            if key not in kinds:
                self.fault("key", column, key, key, kinds)
            elif not kinds[key][0](value):
                self.fault(f"not-{kinds[key][1]}", column, key, key)
        for key in needed:
            if key not in said or said[key] == []:
                self.fault("missing", column, "", key)

    def fault(self, what: str, column: int, key: str, detail: str = "", known: Any = ()) -> None:
        line = self.lines.get((column, key), self.lines.get((column, ""), 1))
        hint = closest(detail, list(known)) if known else ""
        self.faults.append(Fault(FaultKind.FORM, self.path, line, field=what, detail=detail, hint=hint))
