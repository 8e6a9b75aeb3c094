"""What was found in a text, as JSON: the form in which imports are measured and other programs read them."""

import json
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

from kehoach import deadline
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.assignment import Assignment
from kehoach.importing.preamble import options_of, title_of, year_of
from kehoach.importing.readers import Material
from kehoach.importing.rows import columns, is_furniture
from kehoach.language.text import flat

#: What is looked for of every document, as options of its plan.
DOCUMENT = ("number", "issued", "doc_type", "issuer", "signer")


def as_json(found: OfficialPlan, material: Material) -> str:
    """All duties under ``items``, dated or not (``kind`` none): ``listed`` by labels or in a table, or told.

    ``line`` is null where the file has no lines (PDF, Word, web page), ``page`` where it has no pages;
    ``recognised``: read from a picture of the page. ``notes`` say what was done on the way, or left out.
    ``repeated`` are duties that annex and body both give, in other words of who helps or with what result; of
    these ``items`` holds the first. ``not_found`` names what the text does not say of its document.
    ``left_out`` are sentences that set a time, or order something, and give no task.
    """
    year = year_of(found.official)

    listed = set(found.assignments if found.listed else ())

    def items(assignments: Sequence[Assignment]) -> list[dict[str, object]]:
        return [{**_item(one, year, material), "listed": one in listed} for one in assignments]

    repeated = list(_repeated(found.all))
    cycle = found.report_cycle
    document: dict[str, object] = {"title": title_of(found.official)[0], **options_of(found.official)}
    if found.official.addressees:
        document["addressees"] = [line.text for line in found.official.addressees]
    if cycle:
        document["report_cycle"] = cycle.text
    document["bases"] = [asdict(basis) for basis in found.bases]
    structure = {
        "document": document,
        "not_found": [key for key in (*DOCUMENT, "report_cycle", "bases") if not document.get(key)],
        "figures": figures(found, material),
        "items": items([duty for duty in found.all if duty not in repeated]),
        "repeated": items(repeated),
        "not_read": [
            {"line": table.rows[0].line, "rows": len(table.rows), "why": table.unread_because}
            for table in found.unread
        ],
        "left_out": [
            {
                "line": one.paragraph.line if material.own_lines else None,
                "page": material.page_of(one.paragraph.line) or None,
                "text": one.paragraph.written,
                "deadline": one.term,
                "why": one.why,
            }
            for one in found.left_out
        ],
        "notes": [*material.unread, *material.notes],
    }
    return json.dumps(structure, ensure_ascii=False, indent=1)


#: Titles that begin with the same so many characters may be one and the same, at different lengths.
_BEGINS = 25


def _repeated(duties: Sequence[Assignment]) -> Iterator[Assignment]:
    """Duties of an annex that the body gives, too, or the other way round, with the same owners and term."""
    seen: dict[tuple[object, ...], _Titles] = defaultdict(_Titles)
    for duty in duties:
        title, annex = flat(duty.title).casefold(), duty.clause.startswith("PL")
        owners = tuple(sorted(map(str.casefold, duty.owners)))
        told = title[:_BEGINS], owners, flat(duty.deadline or "").casefold()
        if seen[*told, not annex].holds(title):
            yield duty
        else:
            seen[*told, annex].add(title)


class _Titles:
    """Titles in order, so that of thousands only those that may be alike are compared."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.ordered: list[str] = []
        self.lengths: set[int] = set()

    def add(self, title: str) -> None:
        if title not in self.known:
            self.known.add(title)
            self.lengths.add(len(title))
            insort(self.ordered, title)

    def holds(self, title: str) -> bool:
        """Whether one of them begins with a title, or the title with one of them."""
        at = bisect_left(self.ordered, title)
        longer = at < len(self.ordered) and self.ordered[at].startswith(title)
        return longer or any(title[:length] in self.known for length in self.lengths)


def figures(found: OfficialPlan, material: Material) -> dict[str, int]:
    """How much of a text was understood.

    ``lines`` with words, ``recognised`` of them from pictures, ``blurred`` of these too badly to be trusted;
    ``rows`` of tables without headings, ``rows_read`` as tasks, ``rows_not_read`` of tables that nothing was
    read of; ``tasks`` in all, ``undated`` without a term, ``without_agency``; ``left_out``
    sentences that set a time, or order something, and give none.
    """
    parts = (getattr(found.official, field.name) for field in fields(found.official))
    rows = sum(
        1
        for table in found.tables
        for row in table.rows
        if not columns(row.cells) and not is_furniture(row.cells)
    )
    words = [number for number, line in enumerate(material.text.split("\n"), 1) if line.strip()]
    starts = {row.line for table in found.tables for row in table.rows}
    return {
        "lines": sum(map(len, parts)),
        "recognised": sum(map(material.is_recognised, words)),
        "blurred": len(material.unsure.intersection(words)),
        "rows": rows,
        "rows_read": len({duty.line for duty in found.all if duty.line in starts}),
        "rows_not_read": sum(len(table.rows) for table in found.unread),
        "tasks": len(found.all),
        "undated": sum(1 for duty in found.all if not duty.deadline),
        "without_agency": sum(1 for duty in found.all if not duty.owners),
        "left_out": len(found.left_out),
    }


def _item(found: Assignment, year: int | None, material: Material) -> dict[str, object]:
    read = deadline.parse(found.deadline or "", year)
    return {
        "clause": found.clause,
        "line": found.line if material.own_lines else None,
        "page": material.page_of(found.line) or None,
        "recognised": material.is_recognised(found.line),
        "title": found.title,
        "owner": list(found.owners),
        "partners": list(found.partners),
        "deadline": found.deadline,
        "due": read.due.isoformat() if read.due else None,
        "kind": str(read.kind),
        "deliverables": list(found.deliverables),
        "form": found.form,
        "doubts": list(found.doubts),
    }
