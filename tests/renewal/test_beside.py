"""The draft of the next plan beside the demo: it obliges nobody, and is in no figure, until it is signed."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from conftest import copy_of
from extension.test_templates import BUILT, page_on
from kehoach import renewal
from kehoach.documents.phrases import notice_of_all
from kehoach.editing import signing
from kehoach.editing.drafts import Draft
from kehoach.export import ics, projects
from kehoach.extension import navigation
from kehoach.extension.drawing import printed
from kehoach.extension.views import VIEWS, draw_view
from kehoach.extension.views.agency_pages import draw_page
from kehoach.files.tree import Folder
from kehoach.language import i18n
from kehoach.plan import Plan, reader
from kehoach.progress import Progress, late, tally
from kehoach.progress.decisions import decisions
from kehoach.progress.headline import headline
from kehoach.progress.indicators import statuses
from kehoach.progress.obstacles import obstacles
from kehoach.progress.tally import by_leader, changed, led_and_supported
from kehoach.progress.todos import todos
from kehoach.progress.weeks import months, weeks
from kehoach.reports import data, reminders, status, tables

DRAFT = "KH-DT-9-2027"
#: The day of the draft, and one on which much of it would be overdue.
DAYS = [date(2026, 12, 1), date(2027, 7, 1)]
#: What is recorded about the draft; all of it is fictional.
ABOUT = """\
# Theo dõi (giả định)

:::{obstacle} Chưa có kinh phí (giả định)
:id: VM-DT-9-2027-1
:on: NV-DT-9-2027-II-1
:raised: 2026-11-30
:by: CQ-SNV
:needed: Bố trí kinh phí
:::

:::{amendment} Xin lùi thời hạn (giả định)
:id: DC-DT-9-2027-1
:amends: NV-DT-9-2027-II-1
:number: 1/SNV (giả định)
:date: 2026-11-30
:issuer: Sở Nội vụ tỉnh X
:effect: requested
:deadline: Quý IV/2027
:::

:::{update} Đang chuẩn bị (giả định)
:id: BC-DT-9-2027-1
:on: NV-DT-9-2027-II-1
:date: 2026-11-30
:proposal: Bố trí kinh phí
:::

:::{indicator} Tỷ lệ hồ sơ đúng hạn (giả định)
:id: CHT-DT-9-2027-91
:unit: %
:direction: higher
:targets: 2027: 90
:owner: CQ-SNV
:::
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with a draft of its next plan, which is as far along as one can be."""
    i18n.use("en")
    root = copy_of("demo", tmp_path_factory.mktemp("beside"))
    draft = Draft(root)
    _made, found = renewal.renew(draft, Progress(draft.plan, DAYS[0]), draft.plan.needs["KH-9-2026"], 2027)
    assert found == []
    draft.write()
    (root / "needs/kh-dt-9-2027/theo-doi.md").write_text(ABOUT, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def both(project: Path) -> Plan:
    """The demo and the draft."""
    return reader.read(project)


def rows(*made: tables.Table[Any]) -> list[Any]:
    """What the cells of tables say."""
    return [[column.name for column in one.columns] for one in made] + [
        [tables.plain(cell) for cell in one.cells(row)] for one in made for row in one.rows
    ]


def in_terminal(progress: Progress) -> str:
    """What ``status`` prints, below the line that names the draft."""
    out = io.StringIO()
    status.print_tables(Console(file=out, width=160), progress)
    return out.getvalue().partition("\n")[2]


def of_agencies(progress: Progress) -> list[Any]:
    """What falls to each agency, led and supported."""
    return [
        {key: [s.task.id for s in found] for key, found in ways.items()}
        for ways in led_and_supported(progress.tasks)
    ]


def reminded(progress: Progress) -> list[str]:
    """Every reminder as it is sent."""
    found = reminders.reminders(progress, reminders.USUAL)
    return [reminders.text(progress, one, markdown=False) for one in found]


def given(root: Path) -> dict[str, bytes]:
    """The plan data that `collect` and `upstream` take of a project."""
    declared = (root / "ubproject.toml").read_bytes()
    return projects.as_json(Folder(root), declared, None, lambda _model: DAYS[0])


SURFACES: dict[str, Callable[[Progress], Any]] = {
    "status": in_terminal,
    "status as Markdown": lambda p: status.as_markdown(p).partition("\n")[2],
    "status as JSON": data.as_json,
    "status as CSV": data.as_csv,
    "headline": headline,
    "tally": lambda p: (tally(p).rows, tally(p).outside, tally(p).total, len(tally(p).nobody)),
    "leaders": by_leader,
    "late": lambda p: [s.task.id for s in late(p)],
    "changed": lambda p: [new.task.id for _old, new in changed(Progress(p.plan, date(2026, 6, 1)), p)],
    "to-dos": lambda p: [(i.todo, i.need.id, i.day, i.detail) for i in todos(p)],
    "decisions": lambda p: [(one.matter, one.task.id, one.need.id) for one in decisions(p)],
    "obstacles": lambda p: [one.need.id for one in obstacles(p)],
    "indicators": lambda p: [one.indicator.id for one in statuses(p.plan, p.as_of)],
    "weeks": lambda p: weeks(p.plan, p.as_of),
    "months": months,
    "reminders": reminded,
    "agencies": of_agencies,
    "tables": lambda p: rows(
        tables.by_agency(p),
        tables.outside_bodies(p),
        tables.late_list(p),
        tables.assignment(p),
        tables.evidence(p),
        tables.updates(p),
        tables.amendments(p),
        tables.reminders(p),
        tables.measures(p),
        tables.news(Progress(p.plan, date(2026, 6, 1)), p),
        tables.left_undone(p),
        tables.against(Progress(p.plan, date(2026, 6, 1)), p),
        tables.late_by_leader(p),
        tables.in_short(p),
        tables.outside_in_short(p),
        tables.decisions(p),
        tables.obstacles(p),
    ),
}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_draft_is_in_no_figure_of_all_plans(both: Plan, demo_plan: Plan, surface: str, day: date) -> None:
    """What shows all plans shows what it would without the draft, also when its days have passed."""
    shown = SURFACES[surface]
    assert shown(Progress(both, day)) == shown(Progress(demo_plan, day))


@pytest.mark.parametrize("view", sorted(VIEWS.keys() - BUILT - {"source", "open-points"}))
def test_no_view_of_all_plans_has_tasks_of_a_draft(both: Plan, view: str) -> None:
    """Nothing leads to what the draft holds, but for its text and what is open in it; the plan is named."""
    page = page_on(both, DAYS[1])
    assert not re.search("(NV|DC|BC|VM|CHT)-DT-", printed(draw_view(view)(page), page))


def test_the_page_of_an_agency_has_nothing_of_a_draft(both: Plan) -> None:
    """Neither tasks nor obstacles, and no calendar to subscribe to."""
    page, agency = page_on(both, DAYS[1]), both.needs["CQ-SNV"]
    led, supported = led_and_supported(page.progress.tasks)
    files = [f"lich-CQ-SNV-{plan}.ics" for plan in ("KH-9-2026", DRAFT)]
    text = printed(draw_page(agency, led["CQ-SNV"], supported.get("CQ-SNV", []), files)(page), page)
    assert files[0] in text
    assert "-DT-" not in text


def test_rows_by_plan_add_up_to_the_total(both: Plan) -> None:
    """The draft has no row in what the total is of."""
    *plans, total = tables.by_plan(Progress(both, DAYS[1])).rows
    assert [row.name.to for row in plans] == ["KH-9-2026"]
    assert sum(row.counts.total() for row in plans) == total.counts.total()


def test_one_line_says_that_a_draft_is_not_counted(both: Plan) -> None:
    """Where all plans are shown; the draft by itself is said to be one, and is counted."""
    said = "DRAFT: not signed, without number and day"
    assert f"{DRAFT}: {said}, in no figure of all plans" in status.as_markdown(Progress(both, DAYS[0]))
    assert f"{DRAFT}: {said}, in no figure of all plans" in notice_of_all(Progress(both, DAYS[0]))
    alone = status.as_markdown(Progress(both, DAYS[0]), both.needs[DRAFT])
    assert alone.startswith(f"{said}. ")


def test_a_draft_by_itself_is_as_before(both: Plan) -> None:
    """Asked for by its ID, a draft has its tasks, states, lists and calendar; all others still know them."""
    progress, home = Progress(both, DAYS[1]), both.needs[DRAFT]
    mine = [task.id for task in both.of_type("task") if both.plan_of(task) is home]
    assert [s.task.id for s in progress.tasks_of(home)] == [s.task.id for s in progress.plan_by_plan(home)]
    assert sorted(s.task.id for s in progress.tasks_of(home)) == sorted(mine)
    assert late(progress, home)
    assert [one.need.id for one in obstacles(progress, home)] == ["VM-DT-9-2027-1"]
    assert [one.indicator.id for one in statuses(both, DAYS[1], home)][-1] == "CHT-DT-9-2027-91"
    assert "DC-DT-9-2027-1" in [row.id for row in tables.amendments(progress, home).rows]
    assert b"NV-DT-9-2027" in ics.plan_calendar(progress, home)
    assert {s.task.id for s in progress.every} == {task.id for task in both.of_type("task")}


def test_drafts_alone_are_counted(project: Path, tmp_path: Path) -> None:
    """A project that has only drafts shows them as its plans, and gives others nothing."""
    copy_of("demo", tmp_path)
    for path in (tmp_path / "needs").rglob("*.md"):
        text = re.sub(r"\b([A-Z]+)-9-2026", r"\1-DT-9-2026", path.read_text("utf-8"))
        path.write_text(text, encoding="utf-8")
    plan = reader.read(tmp_path)
    assert len(Progress(plan, DAYS[1]).tasks) == len(plan.of_type("task")) > 0
    assert weeks(plan, DAYS[1])
    assert notice_of_all(Progress(plan, DAYS[1])).startswith("DRAFT: not signed, without number and day. ")
    assert list(given(project)) == ["KH-9-2026"]
    with pytest.raises(ValueError, match="only drafts"):
        given(tmp_path)


def test_a_draft_counts_once_it_is_signed(project: Path) -> None:
    """With its number it is a plan as the others: its tasks are in the totals, and nothing is said of it."""
    draft = Draft(project)
    before = len(Progress(draft.plan, DAYS[1]).tasks)
    signing.sign(draft, draft.plan.needs[DRAFT], "3/KH-UBND", "2027-01-04")
    progress = Progress(draft.plan, DAYS[1])
    of_next = progress.tasks_of(draft.plan.needs["KH-3-2027"])
    assert len(progress.tasks) == before + len(of_next) == len(draft.plan.of_type("task"))
    assert [row.name.to for row in tables.by_plan(progress).rows] == ["KH-9-2026", "KH-3-2027", ""]
    assert "DRAFT" not in status.as_markdown(progress)


@pytest.mark.parametrize(("day", "said"), [(date(2027, 1, 3), True), (date(2027, 1, 4), False)])
def test_the_site_says_that_a_plan_to_come_is_not_counted(project: Path, day: date, *, said: bool) -> None:
    """Below every page and above the plans, up to the day before its issue; as `kehoach status` does."""
    draft = Draft(project)
    signing.sign(draft, draft.plan.needs[DRAFT], "3/KH-UBND", "2027-01-04")
    page, words = (
        page_on(draft.plan, day),
        "KH-3-2027: issued on 04/01/2027, in no figure of all plans until then",
    )
    shown = (notice_of_all(page.progress), status.as_markdown(page.progress))
    assert [words in text for text in shown] == [said] * 2
    assert (words in printed(draw_view("plan-header")(page), page)) is said


@pytest.mark.parametrize(("of", "made"), [({"KH-9-2026", DRAFT}, True), ({DRAFT}, False), (set(), False)])
def test_no_page_of_indicators_for_those_of_a_draft(
    both: Plan, monkeypatch: pytest.MonkeyPatch, of: set[str], made: bool
) -> None:
    """Where the draft alone has indicators, there is nothing to show of all plans."""
    kept = {
        key: need
        for key, need in both.needs.items()
        if need.type != "indicator" or ((home := both.plan_of(need)) and home.id in of)
    }
    monkeypatch.setattr(navigation, "plan_of", lambda _env: replace(both, needs=kept))
    app: Any = SimpleNamespace(env=None, config=SimpleNamespace(exclude_patterns=["build"]))
    navigation.leave_out_empty(app)
    assert app.config.exclude_patterns == ["build", *([] if made else [f"{navigation.INDICATORS}.md"])]


SIGNED = date(2027, 1, 25)


@pytest.fixture(scope="module")
def signed(project: Path) -> Plan:
    """The draft signed, and issued on 25/1/2027."""
    draft = Draft(project)
    signing.sign(draft, draft.plan.needs[DRAFT], "3/KH-UBND", str(SIGNED))
    return draft.plan


@pytest.mark.parametrize("surface", SURFACES)
def test_a_plan_is_in_no_figure_before_its_day(signed: Plan, demo_plan: Plan, surface: str) -> None:
    """On the day before its issue all plans are shown as without it."""
    shown, day = SURFACES[surface], SIGNED - timedelta(1)
    assert shown(Progress(signed, day)) == shown(Progress(demo_plan, day))


def test_a_plan_counts_from_its_day(signed: Plan) -> None:
    """From the day of its issue its tasks are in the totals; by itself it is shown before, too."""
    home = signed.needs["KH-3-2027"]
    before, on = (Progress(signed, SIGNED - timedelta(days)) for days in (1, 0))
    assert len(on.tasks) == len(before.tasks) + len(on.tasks_of(home)) > len(before.tasks)
    assert len(before.tasks_of(home)) == len(on.tasks_of(home))
    said = "KH-3-2027: issued on 25/01/2027, in no figure of all plans until then. "
    assert status.as_markdown(before).startswith(said)
    assert said not in status.as_markdown(on) + status.as_markdown(before, home)


def test_before_any_plan_is_issued_all_are_shown(signed: Plan) -> None:
    """Where no plan is issued by the day nothing is left out but drafts."""
    assert len(Progress(signed, date(2025, 1, 1)).tasks) == len(signed.of_type("task"))
