"""The words of a clause with other agencies, and numbered anew."""

from collections.abc import Mapping

import pytest

from kehoach.official.labels import Role
from kehoach.plan import Need
from kehoach.renewal import numbers, wording


def agency(title: str, **options: str) -> Need:
    """A fictional agency."""
    return Need("agency", "CQ-A", title, "needs/agencies.md", 1, options, {}, {}, "", 1)


CONSTRUCTION = agency("Sở Xây dựng (giả định)", abbr="SXD", also_called="Sở Xây dựng tỉnh X")
MERGED = agency("Sở Xây dựng và Giao thông (giả định)")


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Sở Xây dựng chủ trì", "Sở Xây dựng và Giao thông chủ trì"),
        ("sở xây  dựng, Sở Y tế", "Sở Xây dựng và Giao thông, Sở Y tế"),
        ("SXD báo cáo", "Sở Xây dựng và Giao thông báo cáo"),
        ("Sở Xây dựng tỉnh X", "Sở Xây dựng và Giao thông"),
        ("Sở Xây dựng và Giao thông", "Sở Xây dựng và Giao thông"),
        ("sxd, SXD-2, Sở Xây dựngX", "sxd, SXD-2, Sở Xây dựngX"),
    ],
)
def test_an_agency_in_the_place_of_another(text: str, then: str) -> None:
    """By each of its names, an abbreviation only as it is written; what is longer is another name."""
    assert wording.renamed(text, CONSTRUCTION, MERGED) == then


@pytest.mark.parametrize(
    ("value", "then"),
    [
        ("Sở C, Sở C", "Sở C"),
        ("Sở C và Sở C", "Sở C"),
        ("Sở C, Sở D và Sở C", "Sở C, Sở D"),
        ("Sở D; Sở C; Sở C; Sở E", "Sở D; Sở C; Sở E"),
        ("Sở D", "Sở D"),
    ],
)
def test_who_is_named_twice_is_named_once(value: str, then: str) -> None:
    """The first mention stays, and the list keeps its other marks."""
    roles: Mapping[Role, list[Need]] = {Role.OWNER: [agency("Sở C")]}
    body = f"1. Việc.\n\n- Cơ quan chủ trì: {value}."
    assert wording.each_once(body, [agency("Sở C")], roles) == f"1. Việc.\n\n- Cơ quan chủ trì: {then}."


def test_a_line_that_names_nobody_any_more_goes() -> None:
    """Who leads by now supports no more."""
    roles = {Role.OWNER: [agency("Sở C")], Role.PARTNERS: []}
    body = "1. Việc.\n\n- Cơ quan chủ trì: Sở C.\n\n- Cơ quan phối hợp: Sở C.\n\n- Thời gian: 2027."
    assert wording.each_once(body, [agency("Sở C")], roles) == (
        "1. Việc.\n\n- Cơ quan chủ trì: Sở C.\n\n- Thời gian: 2027."
    )


TABLE = (Role.NUMBER, Role.CONTENT, Role.OWNER, Role.DEADLINE)


@pytest.mark.parametrize(
    ("body", "columns", "then"),
    [
        (
            "1. Tổng kết năm 2026.\n\n- Thời gian thực hiện: Năm 2026.",
            (),
            "1. Tổng kết năm 2026.\n\n- Thời gian thực hiện: Năm 2027.",
        ),
        ("| 1 | Tổng kết năm 2026 | Sở A | năm 2026 |", TABLE, "| 1 | Tổng kết năm 2026 | Sở A | năm 2027 |"),
        ("Trong năm 2026, Sở A tổng kết.", (), "Trong năm 2027, Sở A tổng kết."),
    ],
)
def test_a_deadline_in_its_line_or_cell(body: str, columns: tuple[Role | None, ...], then: str) -> None:
    """What the work is about keeps its year where the deadline has a place of its own."""
    assert wording.redated(body, "năm 2026", lambda found: found.replace("2026", "2027"), columns) == then


def clause(need_id: str, body: str) -> Need:
    """A fictional task."""
    return Need("task", need_id, "", "a.md", 1, {}, {}, {}, body, 1)


@pytest.mark.parametrize(
    ("bodies", "kept", "then"),
    [
        (["1. A", "2. B", "3. C"], (1, 2), ["1", "2"]),
        (["1. A", "2. B", "1. C", "2. D"], (1, 3), ["1", "1"]),
        (["c) A", "d) B", "đ) C", "e) D"], (0, 2, 3), ["c", "d", "đ"]),
        (["1.1. A", "1.2. B", "2.1. C"], (1, 2), ["1.1", "2.1"]),
        (["1. A", "a) B", "b) C", "2. D", "a) E"], (2, 3, 4), ["a", "1", "a"]),
        (["| 1 | A |", "| 2. | B |", "| 3 | C |"], (1, 2), ["1", "2"]),
        (["- A", "- B"], (1,), []),
    ],
)
def test_clauses_take_the_numbers_of_their_list(
    bodies: list[str], kept: tuple[int, ...], then: list[str]
) -> None:
    """Each list from its first number; lists of letters, of rows and within others by themselves."""
    clauses = [clause(f"NV-{number}", body) for number, body in enumerate(bodies)]
    found = numbers.numbered(clauses, [f"NV-{number}" for number in kept])
    assert [found[f"NV-{number}"] for number in kept if f"NV-{number}" in found] == then


@pytest.mark.parametrize(
    ("number", "old", "new", "then"),
    [
        ("II.4", "4", "2", "II.2"),
        ("II.14", "4", "2", "II.14"),
        ("4", "4", "2", "2"),
        ("II.1.đ", "đ", "d", "II.1.d"),
        ("PL.1.2", "1.2", "1.1", "PL.1.1"),
        ("II", "4", "2", "II"),
    ],
)
def test_a_clause_with_another_number(number: str, old: str, new: str, then: str) -> None:
    """Only its last part is its own."""
    assert numbers.with_number(number, old, new) == then
