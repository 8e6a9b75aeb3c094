"""What was found in a text, as JSON: the form in which imports are measured and other programs read them."""

import json
from collections.abc import Sequence

from kehoach import deadline
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.assignment import Assignment
from kehoach.importing.preamble import issued, options_of, title_of


def as_json(found: OfficialPlan, *, own_lines: bool) -> str:
    """The assignments under ``items``; ``line`` is null where the file has no lines (PDF, Word, web page).

    ``told`` and ``undated`` are duties that sentences give beside a list of assignments, or without a term.
    """
    day = issued(found.official)
    year = day.year if day else None

    def items(assignments: Sequence[Assignment]) -> list[dict[str, object]]:
        return [_item(assignment, year, own_lines=own_lines) for assignment in assignments]

    document = {"title": title_of(found.official)[0], **options_of(found.official)}
    structure = {
        "document": document,
        "items": items(found.assignments),
        "told": items(found.told),
        "undated": items(found.undated),
    }
    return json.dumps(structure, ensure_ascii=False, indent=1)


def _item(found: Assignment, year: int | None, *, own_lines: bool) -> dict[str, object]:
    read = deadline.parse(found.deadline or "", year)
    return {
        "clause": found.clause,
        "line": found.line if own_lines else None,
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
