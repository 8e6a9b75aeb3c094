"""The cells of many offices are the sum of what each says of itself."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conftest import Run
from kehoach.export import data
from kehoach.plan import Plan
from kehoach.progress import Progress, State, tally
from kehoach.reports.data import status_data
from kehoach.rollup import cells, gathering
from kehoach.rollup.offices import level_of, province_of
from rollup.country import DAY, offices

COUNT = 40
DAYS = [DAY, *(DAY - timedelta(days=days) for days in (1, 30, 90, 200, 300, 400))]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan data of forty offices, gathered."""
    folder = tmp_path_factory.mktemp("country")
    for number, plan in enumerate(offices(COUNT)):
        path = folder / "data" / f"du-lieu-{number}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.as_json(Progress(plan, DAY), plan.plans[0]))
    gathering.gather([*gathering.files("data", folder / "data")], folder / "out", DAY)
    return folder / "out"


def key(plan: Plan, by: str) -> str:
    (home,) = plan.plans
    issuer = home["issuer"]
    return {"province": province_of(issuer), "level": level_of(issuer).value, "field": home["field"]}[by]


def issued(day: date) -> list[Progress]:
    """Each office's own view on a day, of those that had a plan by then."""
    plans = [plan for plan in offices(COUNT) if (plan.plans[0].day("issued") or day) <= day]
    return [Progress(plan, day) for plan in plans]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("by", ["province", "level", "field"])
def test_a_row_is_the_sum_of_its_offices(gathered: Path, by: str, day: date) -> None:
    """And the total is the sum of all."""
    wanted: dict[str, Counter[State]] = {}
    plans: Counter[str] = Counter()
    for progress in issued(day):
        wanted.setdefault(key(progress.plan, by), Counter()).update(tally(progress).total)
        plans[key(progress.plan, by)] += 1
    found = cells.rollup(gathered, day, by)
    assert {row.key: +row.counts for row in found.rows} == {k: +counts for k, counts in wanted.items()}
    assert {row.key: row.coverage.plans for row in found.rows} == plans
    assert found.total == sum(wanted.values(), Counter())


@pytest.mark.parametrize("day", DAYS)
def test_an_agency_is_the_sum_of_its_parts(gathered: Path, day: date) -> None:
    """By name; bodies outside the People's Committee apart; each task once in the total."""
    wanted: dict[tuple[str, bool], Counter[State]] = {}
    total: Counter[State] = Counter()
    for progress in issued(day):
        counted = tally(progress)
        total += counted.total
        for outside, rows in ((False, counted.rows), (True, counted.outside)):
            for agency, counts in rows.items():
                name = progress.plan.needs[agency].title
                wanted.setdefault((name, outside), Counter()).update(counts)
    found = cells.rollup(gathered, day, "agency")
    assert {(row.key, row.outside): row.counts for row in found.rows} == wanted
    assert found.total == total


def test_a_day_after_the_figures_is_told(gathered: Path) -> None:
    """What a plan said last holds on, and how many plans have said nothing since is said."""
    last, after = (
        cells.rollup(gathered, DAY, "level"),
        cells.rollup(gathered, DAY + timedelta(days=1), "level"),
    )
    assert (last.total, last.coverage.behind) == (after.total, 0)
    assert (after.coverage.behind, after.coverage.oldest) == (after.coverage.plans, DAY)
    assert "40 plans, the figures of 40 of them end before that day" in cells.reach_words(after)


def test_keys_are_those_of_status(demo_plan: Plan, tmp_path: Path) -> None:
    """Of one office alone the rows and the total are what `kehoach status` says, but for their order."""
    progress = Progress(demo_plan, date(2026, 11, 22))
    path = tmp_path / "du-lieu-1.json"
    path.write_bytes(data.as_json(progress, demo_plan.plans[0]))
    gathering.gather([*gathering.files("one", path)], tmp_path / "out", progress.as_of)
    found = cells.as_data(cells.rollup(tmp_path / "out", progress.as_of, "agency"))["cells"]
    own = status_data(progress)["cells"]
    assert sorted(found["rows"], key=lambda row: str(row["title"])) == sorted(
        ({**row, "agency": row["title"]} for row in own["rows"]), key=lambda row: str(row["title"])
    )
    assert found["total"].items() >= own["total"].items()


def test_the_command(gathered: Path, tmp_path: Path, kehoach: Run) -> None:
    """The same figures as JSON, as a table and as a workbook, from whatever folder."""
    shown = ("rollup", gathered, "--as-of", str(DAY), "--by", "field")
    told = json.loads(kehoach(*shown, "--format", "json", cwd=tmp_path).stdout)["cells"]
    assert [row["title"] for row in told["rows"]] == ["Chưa ghi lĩnh vực", "Nội vụ", "Tài chính"]
    markdown = kehoach(*shown, "--format", "markdown").stdout
    assert f"| Tài chính | {told['rows'][2]['plans']} |" in markdown
    assert "40 kế hoạch" in kehoach(*shown).stdout
    assert kehoach(*shown, "--out", tmp_path / "x.xlsx").returncode == 0
    sheet = load_workbook(tmp_path / "x.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Tài chính", told["rows"][2]["plans"]] in [row[:2] for row in rows]


def test_nothing_gathered_is_said(tmp_path: Path, kehoach: Run) -> None:
    """A folder without what `collect` writes is no empty country."""
    done = kehoach("rollup", tmp_path)
    assert (done.returncode, "kehoach collect" in done.stderr) == (2, True)
