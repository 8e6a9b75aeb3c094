"""Timeline, matrix and calendar as they are drawn: the SVG as XML, tables and lists as nodes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from conftest import LINEAR, ROOT, growth
from kehoach.extension import theme
from kehoach.extension.blocks import Block, Picture, Sections
from kehoach.extension.page import Page
from kehoach.extension.printing import Printer
from kehoach.extension.views.calendar import calendar as draw_calendar
from kehoach.extension.views.matrix import matrix as draw_matrix
from kehoach.extension.views.timeline import _period_start
from kehoach.extension.views.timeline import timeline as draw_timeline
from kehoach.plan import Need, Plan, model, reader
from kehoach.progress import Progress, State
from kehoach.progress.states import PUBLIC
from kehoach.reports.tables import linked
from kehoach.reports.words import SYMBOLS

SVG = "{http://www.w3.org/2000/svg}"
MODEL = model.load(ROOT)
FOLDER = "needs/kh-1-2026"
AS_OF = date(2026, 7, 15)
HOSTILE = """<script>alert("1")</script> & 'x' ]]> <b onclick="y">"""


def as_docutils(draw: Callable[[Page], Iterable[Block]]) -> Callable[[Page], list[Any]]:
    """A view in the nodes that other builders than HTML get, and its drawing, which these do without."""

    def drawn(page: Page) -> Iterator[Any]:
        for block in draw(page):
            for part in inside(block):
                if isinstance(part, Picture):
                    yield nodes.raw("", str(part.html), format="html")
                else:
                    yield from Printer(page).block(part)

    return lambda page: list(drawn(page))


def inside(block: Block) -> Iterator[Block]:
    """A block, or those of its sections."""
    if isinstance(block, Sections):
        yield from (inner for section in block.sections for inner in section.blocks)
    else:
        yield block


timeline, matrix, calendar = as_docutils(draw_timeline), as_docutils(draw_matrix), as_docutils(draw_calendar)


def page_on(plan: Plan, as_of: date = AS_OF) -> Page:
    """A page drawn without Sphinx."""
    builder: Any = SimpleNamespace(
        get_relative_uri=lambda _here, there: f"../../{there}.html", format="html", name="html"
    )
    return Page(Progress(plan, as_of), builder, "docs/views/timeline")


def need(
    type_name: str, id_: str, title: str, line: int, path: str = f"{FOLDER}/a.md", **options: Any
) -> Need:
    """A need as the reader gives it; what is a tuple is a link."""
    links = {key: value for key, value in options.items() if isinstance(value, tuple)}
    fields = {key: value for key, value in options.items() if not isinstance(value, tuple)}
    return Need(type_name, id_, title, path, line, fields, links, {}, "", 0)


def plan_of(*needs: Need) -> Plan:
    """A plan of 2026 with a quarterly report, two agencies, and these needs."""
    home = need(
        "plan",
        "KH-1",
        "Kế hoạch",
        1,
        number="1/KH",
        issued="2026-01-05",
        report_period="quarter",
        report_by="20",
    )
    owner = need("agency", "CQ-A", "Sở A", 2, abbr="SA", kind="agency")
    other = need("agency", "CQ-B", "Sở B", 3, kind="agency")
    return Plan(MODEL, {found.id: found for found in (home, owner, other, *needs)})


def task(number: int, deadline: str, title: str = "", **options: Any) -> Need:
    """A task of agency A."""
    given = {"clause": f"II.{number}", "owner": ("CQ-A",), "deadline": deadline, **options}
    return need("task", f"NV-{number}", title or f"Việc {number}", 10 + number, **given)


def raw(drawn: list[nodes.Node]) -> str:
    """The HTML of the drawings."""
    found = [node for node in drawn if isinstance(node, nodes.raw)]
    assert all(drawing["format"] == "html" for drawing in found)
    return "".join(drawing.astext() for drawing in found)


def svgs(drawn: list[nodes.Node]) -> list[ET.Element]:
    """The drawings, which have to be XML."""
    return list(ET.fromstring(f"<div>{raw(drawn)}</div>").iter(f"{SVG}svg"))


def rows(drawn: list[nodes.Node]) -> list[ET.Element]:
    """The linked rows, in their order."""
    return [link for svg in svgs(drawn) for link in svg.iter(f"{SVG}a")]


def marks(row: ET.Element) -> list[str]:
    """The classes of what is drawn in a row besides text."""
    return [part.get("class", "") for part in row.iter() if part.tag in (f"{SVG}rect", f"{SVG}path")]


def marks_of(deadline: str, *more: Need, **options: Any) -> list[str]:
    """The marks of the only task of a plan."""
    (row,) = rows(timeline(page_on(plan_of(task(1, deadline, **options), *more))))
    return marks(row)


@pytest.fixture(scope="module")
def real() -> Plan:
    """The real plan."""
    return reader.read(ROOT)


def test_every_task_has_a_linked_row_and_a_row_in_the_table(real: Plan) -> None:
    """Drawing and table show the same tasks in the same order, with links to their cards."""
    page = page_on(real)
    drawn = timeline(page)
    expected = [page.address(linked(found)) for found in real.of_type("task")]
    assert [row.get("href") for row in rows(drawn)] == expected
    (table,) = [node for node in drawn if isinstance(node, nodes.table)]
    assert [link["refuri"] for link in table.findall(nodes.reference)] == expected


@pytest.mark.parametrize("draw", [timeline, matrix, calendar])
def test_a_plan_without_tasks_gives_a_sentence(draw: Callable[..., list[nodes.Node]]) -> None:
    """No empty drawing, no empty table."""
    (sentence,) = draw(page_on(plan_of()))
    assert sentence.astext() == "The plan has no tasks yet."


def test_hostile_words_stay_words() -> None:
    """Titles, clauses, plans and addresses cannot become markup, attributes or entities."""
    hostile = task(1, "Quý III năm 2026", HOSTILE, clause=HOSTILE)
    second = need("plan", "KH-2", HOSTILE, 1, "needs/kh-2/b.md", number=HOSTILE, issued="2026-01-05")
    other = need("task", "NV-2", "x", 2, 'needs/kh-2/"><script>.md', clause="1", owner=("CQ-A",), deadline="")
    drawn = timeline(page_on(plan_of(hostile, second, other)))
    text = raw(drawn)
    assert "<script" not in text
    assert "<b" not in text
    titles = [row.findtext(f"{SVG}title") for row in rows(drawn)]
    assert f"{HOSTILE} {HOSTILE}: Open, in time" in titles
    assert any('"><script>' in row.get("href", "") for row in rows(drawn))


def test_nothing_inline_that_a_strict_site_forbids(real: Plan) -> None:
    """No style attribute, no event handler, no script; presentation attributes are allowed."""
    root = ET.fromstring(f"<div>{raw(timeline(page_on(real)))}</div>")
    for element in root.iter():
        assert not [name for name in element.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
        assert element.tag.removeprefix(SVG) not in ("script", "style", "foreignObject")


def test_it_is_named_described_and_scrollable(real: Plan) -> None:
    """A region that the keyboard can scroll; the drawing has a title with the day, and counts by state."""
    text = raw(timeline(page_on(real)))
    assert text.startswith('<div class="timeline" role="region" tabindex="0" aria-label="Timeline II">')
    (svg,) = svgs(timeline(page_on(real)))
    # Not "img": that would hide the links in it from screen readers.
    assert svg.get("role") == "group"
    title, about = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert about is not None
    assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), about.get("id"))
    assert title.text == "Timeline of 3 tasks, up to the end of 15/07/2026"
    assert about.text == "No information: 1; Ongoing, recurring: 1; Deadline not known: 1"


def test_the_line_of_the_day_stands_where_the_day_is() -> None:
    """Days are drawn to scale: halfway between two last days is halfway between their marks."""
    plan = plan_of(task(1, "Ngày 10/7/2026"), task(2, "Ngày 20/7/2026"))
    drawn = timeline(page_on(plan, date(2026, 7, 15)))
    (svg,) = svgs(drawn)
    (line,) = [part for part in svg.iter(f"{SVG}line") if part.get("class") == "as-of-line"]
    first, second = [_x(row) for row in rows(drawn)]
    assert first < second
    assert line.get("x1") == line.get("x2")
    assert float(line.get("x1", "")) == pytest.approx((first + second) / 2, abs=0.2)
    (label,) = [t for t in svg.iter(f"{SVG}text") if (t.get("class") or "").startswith("as-of-label")]
    assert (label.text, label.get("x")) == ("15/07/2026", line.get("x1"))


def _x(row: ET.Element) -> float:
    (mark,) = [part for part in row.iter() if part.get("class") == "mark"]
    found = re.match(r"M([\d.]+) ", mark.get("d", ""))
    assert found
    return float(found[1]) + 7


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("Ngày 10/7/2026", ["mark"]),
        ("Quý III năm 2026", ["bar", "mark"]),
        ("Từ tháng 6 đến tháng 9/2026", ["bar", "mark"]),
        ("Cuối năm 2026", ["mark"]),
        ("Khẩn trương", []),
        ("sau khi có hướng dẫn của Bộ Nội vụ", []),
    ],
)
def test_marks_of_days_and_periods(deadline: str, expected: list[str]) -> None:
    """A last day is a diamond, a period a bar up to it; where the text has no day nothing is drawn."""
    assert marks_of(deadline) == expected


@pytest.mark.parametrize(
    ("deadline", "occurrences", "missing"),
    [
        ("Thường xuyên", 0, 1),
        ("2026 và những năm tiếp theo", 0, 1),
        ("Hằng quý", 2, 2),
        ("Trước ngày 18 hằng tháng", 7, 6),
        ("Từ quý IV/2026", 0, 0),
    ],
)
def test_marks_of_what_has_no_end(deadline: str, occurrences: int, missing: int) -> None:
    """The bar ends in an arrow at the edge; occurrences and missing reports stand on it."""
    expected = ["bar open", "mark", *["occurrence"] * occurrences, *["missing"] * missing]
    assert marks_of(deadline) == expected


def test_occurrences_stay_apart() -> None:
    """What recurs monthly for decades is not drawn as one black bar."""
    plan = plan_of(task(1, "Trước ngày 15 hằng tháng"), task(2, "Ngày 31/12/2060"))
    first, _second = rows(timeline(page_on(plan, date(2026, 1, 10))))
    drawn = [part for part in first.iter() if part.get("class") == "occurrence"]
    x = [float(part.get("d", "")[1:].split()[0]) for part in drawn]
    assert 50 < len(x) < 130
    assert min(b - a for a, b in pairwise(x)) >= 4.9


def test_an_extended_deadline_shows_both_days() -> None:
    """The original day is hollow, the day in force solid and later."""
    extension = need(
        "amendment",
        "DC-1",
        "Gia hạn",
        50,
        amends=("NV-1",),
        deadline="Ngày 30/9/2026",
        number="1/QĐ",
        date="2026-05-01",
    )
    drawn = timeline(page_on(plan_of(task(1, "Ngày 30/6/2026"), extension)))
    (row,) = rows(drawn)
    assert marks(row) == ["former", "mark"]
    former, mark = (float(part.get("d", "")[1:].split()[0]) for part in row.iter(f"{SVG}path"))
    assert former < mark
    assert "hollow" in " ".join(node.astext() for node in drawn)


@pytest.mark.parametrize(
    ("text", "due", "start"),
    [
        ("Quý III năm 2023", date(2023, 9, 30), date(2023, 7, 1)),
        ("Tháng 9/2023", date(2023, 9, 30), date(2023, 9, 1)),
        ("6 tháng đầu năm 2024", date(2024, 6, 30), date(2024, 1, 1)),
        ("6 tháng cuối năm 2024", date(2024, 12, 31), date(2024, 7, 1)),
        ("Năm 2023", date(2023, 12, 31), date(2023, 1, 1)),
        ("Cuối năm 2023", date(2023, 12, 31), None),
        ("Hết quý III/2023", date(2023, 9, 30), None),
        ("Đầu tháng 9/2023", date(2023, 9, 10), None),
    ],
)
def test_a_period_begins_where_the_text_says_so(text: str, due: date, start: date | None) -> None:
    """A whole month, quarter, half-year or year has a first day; "cuối năm" has none."""
    assert _period_start(text, due) == start


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        ("Ngày 30/9/2026", ["2026", "2/26", "3/26"]),
        ("Ngày 31/3/2027", ["2026", "3/26", "5/26"]),
        ("Ngày 31/12/2028", ["2026", "4/26", "7/26"]),
        ("Ngày 31/12/2035", ["2026", "2027", "2028"]),
        ("Ngày 31/12/2060", ["2030", "2040", "2050"]),
    ],
)
def test_the_days_above_fit_the_span(last: str, labels: list[str]) -> None:
    """Months, quarters, years or decades: few enough to be read, and none beside another without a gap."""
    (svg,) = svgs(timeline(page_on(plan_of(task(1, last)))))
    texts = [text for text in svg.iter(f"{SVG}text") if (text.get("class") or "").startswith("tick-label")]
    found = [text.text for text in texts]
    assert found[:3] == labels
    places = [float(text.get("x", "")) for text in texts]
    assert all(later - place >= 39.9 for place, later in pairwise(places))
    assert len(found) <= 20


@pytest.mark.parametrize(("words", "cut"), [(8, False), (20, True)])
def test_a_title_that_goes_on_says_so_where_one_line_is_shown(words: int, cut: bool) -> None:
    """A telephone shows the first of two lines, which ends in a mark then that wide screens do not show."""
    long = need("task", "NV-1", " ".join(["chữ"] * words), 1, clause="II.1", owner=("CQ-A",))
    (svg,) = svgs(timeline(page_on(plan_of(long))))
    marks = [mark for mark in svg.iter(f"{SVG}tspan") if mark.get("class") == "more"]
    assert [(mark.text, mark.get("display")) for mark in marks] == ([(" …", "none")] if cut else [])


def test_symbols_tell_states_apart() -> None:
    """Each state has a symbol of its own, for print without colours, and its class, for colours."""
    assert set(SYMBOLS) == set(State)
    told = [SYMBOLS[state] for state in State if state not in PUBLIC.values()]
    assert len(set(told)) == len(told)


def test_several_plans_are_grouped() -> None:
    """Each plan's name, linked, stands before its tasks; a single plan needs none."""
    assert len(rows(timeline(page_on(plan_of(task(1, "Quý III năm 2026")))))) == 1
    second = need("plan", "KH-2", "Kế hoạch hai", 1, "needs/kh-2/b.md", number="2/KH", issued="2026-02-05")
    other = need(
        "task", "NV-9", "Việc 9", 2, "needs/kh-2/b.md", clause="I", owner=("CQ-A",), deadline="Năm 2026"
    )
    drawn = rows(timeline(page_on(plan_of(task(1, "Quý III năm 2026"), second, other))))
    assert [row.findtext(f"{SVG}text") for row in drawn] == [
        "1/KH Kế hoạch",
        "II.1 Việc 1",
        "2/KH Kế hoạch hai",
        "I Việc 9",
    ]


def long_page(count: int) -> Page:
    """A page of so many tasks."""
    forms = ("Quý III năm 2026", "Thường xuyên", "Trước ngày 15 hằng tháng", "Ngày 31/12/2027")
    return page_on(plan_of(*(task(n, forms[n % 4], "Một việc có tên khá dài " * 5) for n in range(count))))


def test_a_long_plan_is_drawn_in_parts() -> None:
    """600 tasks: parts of a page each, no id twice, every task once."""
    drawn = timeline(long_page(600))
    assert len(svgs(drawn)) == 25
    assert len({row.get("href") for row in rows(drawn)}) == len(rows(drawn)) == 600
    ids = re.findall(r' id="([^"]+)"', raw(drawn))
    assert len(ids) == len(set(ids))


def test_a_long_plan_is_drawn_in_linear_time() -> None:
    """Twice as many tasks take about twice as long."""

    def work(count: int) -> Callable[[], object]:
        page = long_page(count)
        return lambda: timeline(page)

    assert growth(work, 300) < LINEAR


# -- the matrix --------------------------------------------------------------------------------------


def cells(drawn: list[nodes.Node]) -> list[list[str]]:
    """The words of the only table, row by row, the head first."""
    (table,) = [node for node in drawn if isinstance(node, nodes.table)]
    return [[entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)]


def test_the_matrix_says_who_leads_and_who_supports() -> None:
    """Letters in the cells, each with its words, which the legend gives too; short names are spelt out."""
    joint = task(2, "Thường xuyên", owner=("CQ-A", "CQ-B"), ownership="joint")
    drawn = matrix(page_on(plan_of(task(1, "Năm 2026", partners=("CQ-B",)), joint)))
    assert cells(drawn) == [
        ["Clause", "Task", "SA", "Sở B"],
        ["II.1", "Việc 1", "C", "P"],
        # The text names no lead among several: none is made up.
        ["II.2", "Việc 2", "T", "T"],
    ]
    short = {a.astext(): a["explanation"] for node in drawn for a in node.findall(nodes.abbreviation)}
    assert short == {"SA": "Sở A", "C": "leads", "P": "supports", "T": "joint"}
    assert drawn[1].astext() == "C: leads; T: joint; P: supports."
    assert "Sở A" in drawn[-1].astext()


def test_an_owner_without_a_certain_successor_stays_in_the_matrix() -> None:
    """With a question mark: nothing is reassigned, and nothing is lost."""
    gone = need("agency", "CQ-C", "Sở C", 4, abbr="SC", kind="agency", until="2026-03-01")
    drawn = matrix(page_on(plan_of(gone, task(1, "Năm 2026", owner=("CQ-C",)))))
    assert cells(drawn) == [["Clause", "Task", "SC"], ["II.1", "Việc 1", "C?"]]
    assert "successor not certain" in drawn[1].astext()


@pytest.mark.parametrize(("count", "turned"), [(12, False), (13, True)])
def test_with_many_agencies_the_matrix_is_turned_round(count: int, turned: bool) -> None:
    """Then each agency has a row, with links to what it leads and what it supports."""
    many = [need("agency", f"CQ-{n}", f"Sở {n}", 100 + n, kind="agency") for n in range(count - 1)]
    partners = tuple(agency.id for agency in many)
    drawn = matrix(page_on(plan_of(*many, task(1, "Năm 2026", partners=partners))))
    found = cells(drawn)
    if turned:
        assert found[1] == ["Sở A", "II.1", ""]
        assert found[2] == ["Sở 0", "", "II.1"]
    else:
        assert len(found[0]) == 2 + count


# -- the calendar ------------------------------------------------------------------------------------


def calendar_lines(drawn: list[nodes.Node]) -> Iterator[str]:
    """The months, and below them the lines."""
    for node in drawn[1:]:
        if isinstance(node, nodes.rubric):
            yield node.astext()
        for item in node.findall(nodes.list_item):
            yield "- " + item.astext().replace("\n\n", " | ")


def test_the_calendar_lists_months_with_last_days_and_reports() -> None:
    """Last days, missing reports and those of a year ahead, each once, coming months first; then the rest."""
    plan = plan_of(task(1, "Ngày 31/7/2026"), task(2, "Thường xuyên"), task(3, "Khẩn trương"))
    assert list(calendar_lines(calendar(page_on(plan)))) == [
        "Month 7/2026",
        "- 20/07/2026: Report due: quý II/2026: II.2 Việc 2 – Sở A",
        "- 31/07/2026: II.1 Việc 1 – Sở A; Open, in time",
        "Month 10/2026",
        "- 20/10/2026: Report due: quý III/2026: II.2 Việc 2 – Sở A",
        "Month 1/2027",
        "- 20/01/2027: Report due: quý IV/2026: II.2 Việc 2 – Sở A",
        "Month 4/2027",
        "- 20/04/2027: Report due: quý I/2027: II.2 Việc 2 – Sở A",
        "Month 4/2026",
        "- 20/04/2026: Not reported: quý I/2026: II.2 Việc 2 – Sở A",
        "Without a day",
        "- II.3 Việc 3 – Sở A; Deadline not known",
    ]


def test_one_report_on_several_tasks_is_one_entry() -> None:
    """Twenty standing duties do not fill the calendar with twenty lines a quarter."""
    plan = plan_of(task(1, "Thường xuyên"), task(2, "Thường xuyên"))
    entries = [line for line in calendar_lines(calendar(page_on(plan))) if "quý II/2026" in line]
    assert entries == ["- 20/07/2026: Report due: quý II/2026 (2 tasks) | Sở A (2 tasks)"]


def test_a_suspended_duty_has_no_report_ahead() -> None:
    """Whoever is let off for now is not asked for reports."""
    stop = need("amendment", "DC-1", "Tạm dừng", 50, amends=("NV-1",), effect="suspended", date="2026-02-01")
    drawn = calendar(page_on(plan_of(task(1, "Thường xuyên"), stop)))
    assert list(calendar_lines(drawn)) == ["Without a day", "- II.1 Việc 1 – Sở A; Suspended"]


# -- styles ------------------------------------------------------------------------------------------


def test_every_class_of_the_drawing_has_a_style() -> None:
    """What the SVG names, a style sheet knows."""
    static = theme.HERE / "static"
    styles = "".join(path.read_text("utf-8") for path in static.glob("*.css"))
    source = Path(draw_timeline.__code__.co_filename).read_text("utf-8")
    used = {name for found in re.findall(r'class="([a-z -]+)"', source) for name in found.split()}
    assert used
    assert {name for name in used if f".{name}" not in styles} == set()
    assert {state for state in State if f".state-{state.value}" not in styles} == set()
