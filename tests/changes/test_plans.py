"""Several plans side by side: what is told of one, of all, and of one that implements another."""

import csv
import io
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import PROJECTS, ROOT, Run, add_second_plan
from extension.test_builds import differences
from kehoach import rules
from kehoach.deadline import parse
from kehoach.documents.clauses import clauses
from kehoach.export import FORMATS, data
from kehoach.plan import Need, Plan, model, reader
from kehoach.progress import Progress
from kehoach.progress.todos import todos
from kehoach.reports import data as figures
from kehoach.reports import reminders, status

DAY = date(2026, 11, 22)
PROVINCE, COMMUNE = "KH-9-2026", "KH-12-2026"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of both fictional plans of the demo."""
    folder = tmp_path_factory.mktemp("plans")
    shutil.copytree(PROJECTS / "demo" / "needs", folder / "needs")
    shutil.copy(ROOT / model.FILE, folder)
    add_second_plan(folder)
    return folder


@pytest.fixture(scope="module")
def plans(root: Path) -> Plan:
    """Both fictional plans, read."""
    return reader.read(root)


@pytest.fixture
def progress(plans: Plan) -> Progress:
    """Where both stand."""
    return Progress(plans, DAY)


def homes(plans: Plan, needs: list[Need]) -> set[str | None]:
    """The plans that needs belong to."""
    return {home.id if (home := plans.plan_of(need)) else None for need in needs}


def test_both_plans_are_sound(plans: Plan) -> None:
    """The fictional plans have no findings, their links to each other included."""
    assert rules.check(plans) == []
    assert [task.id for task in plans.sources("NV-9-2026-II-12", "implements")] == ["NV-12-2026-V-2"]


def test_plans_stand_in_the_order_of_their_issue(plans: Plan) -> None:
    """Whatever their folders are called: 9/KH-UBND is older than 12/KH-UBND."""
    assert [plan.id for plan in plans.plans] == [PROVINCE, COMMUNE]


def test_tasks_stand_in_the_order_of_the_text(plans: Plan, progress: Progress) -> None:
    """Part IX comes after part V, though not among file names."""
    tasks = [s.task["clause"] for s in progress.tasks_of(plans.needs[COMMUNE])]
    assert tasks == ["V.1", "V.2", "V.3", "IX.1", "IX.2"]
    told = [c.lines[0] for c in clauses(plans, plans.needs[COMMUNE]) if c.level]
    assert told == ["I. MỤC ĐÍCH", "V. NHIỆM VỤ", "IX. TỔ CHỨC THỰC HIỆN"]


# -- one plan of several ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PROVINCE, COMMUNE])
def test_status_of_one_plan_tells_of_no_other(name: str, plans: Plan, progress: Progress) -> None:
    """Plans, cells, tasks and to-dos of the JSON, CSV and Markdown are those of the plan alone."""
    plan = plans.needs[name]
    told = json.loads(figures.as_json(progress, plan))
    tasks = [s.task for s in progress.tasks_of(plan)]
    assert [row["id"] for row in told["plans"]] == [name]
    assert {row["plan"] for row in told["tasks"]} == {name}
    assert [row["id"] for row in told["tasks"]] == [task.id for task in tasks]
    assert {row["plan"] for row in told["todos"]} == {name}
    assert told["cells"]["total"] == told["plans"][0]["total"]
    rows = list(csv.reader(io.StringIO(figures.as_csv(progress, plan).removeprefix("\ufeff"))))
    assert [row[0] for row in rows[1:]] == [task.id for task in tasks]
    other = "NV-12-2026-" if name == PROVINCE else "NV-9-2026-"
    assert other not in status.as_markdown(progress, plan)


def test_status_of_all_plans_names_each(plans: Plan, progress: Progress) -> None:
    """Without a plan there is a count by plan, and to-dos and one late list name the plan of each row."""
    told = status.as_markdown(progress)
    assert "| 9/KH-UBND of 2026 | 5 |" in told
    assert "| 12/KH-UBND of 2026 | 1 |" in told
    assert "| NV-12-2026-V-2 | 12/KH-UBND of 2026 | V.2 Tổ chức đối thoại" in told
    assert "| NV-9-2026-II-11 | 9/KH-UBND of 2026 | II.11" in told
    for plan in plans.plans:
        assert "12/KH-UBND of 2026" not in status.as_markdown(progress, plan)


def test_the_totals_of_the_plans_add_up(progress: Progress) -> None:
    """What stands in the row of each plan is counted once in all of them."""
    told = json.loads(figures.as_json(progress))
    for state, count in told["cells"]["total"].items():
        assert count == sum(plan["total"][state] for plan in told["plans"]), state


def test_to_dos_and_reminders_of_one_plan(plans: Plan, progress: Progress) -> None:
    """An agency that has tasks in both plans is reminded of those of the plan that is asked for."""
    plan = plans.needs[COMMUNE]
    assert homes(plans, [item.need for item in todos(progress, plan)]) == {COMMUNE}
    month = timedelta(days=30)
    everything = {r.agency.id: r for r in reminders.reminders(progress, month)}
    (asked,) = reminders.reminders(progress, month, plan)
    assert asked.agency.id == "CQ-XA-1"
    assert homes(plans, [s.task for _why, s in asked.tasks]) == {COMMUNE}
    assert homes(plans, [s.task for _why, s in everything["CQ-XA-1"].tasks]) == {COMMUNE, PROVINCE}
    assert reminders.closing(progress, month) != ""
    assert reminders.closing(progress, month, plan=plan) == ""


def test_an_expired_waiver_beside_the_plans_is_of_the_plan_it_waives_something_in(
    root: Path, tmp_path: Path
) -> None:
    """Who asks for one plan is told of its waivers wherever they stand, and of no other's."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    (tmp_path / "needs" / "chung.md").write_text(
        ":::{waiver} Dùng chung (giả định)\n:id: MT-1\n:waives: NV-12-2026-V-3\n:rule: KH402\n"
        ":reason: giả định\n:decided_by: Chủ tịch\n:date: 2026-02-01\n:until: 2026-03-01\n:::\n",
        encoding="utf-8",
    )
    plans = reader.read(tmp_path)
    told = {p.id: [i.need.id for i in todos(Progress(plans, DAY), p)] for p in plans.plans}
    assert ("MT-1" in told[COMMUNE], "MT-1" in told[PROVINCE]) == (True, False)


def test_data_of_one_plan_hold_what_is_recorded_about_it(root: Path, tmp_path: Path) -> None:
    """Shared objects are in the data of each plan, others in those of the plan they are about."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "needs" / "kh-9-2026" / "theo-doi.md"
    letter = "\n:::{directive} Đôn đốc hai kế hoạch (giả định)\n:id: YK-1\n:date: 2026-10-01\n"
    letter += ":on: NV-9-2026-II-12, NV-12-2026-V-2\n:::\n"
    path.write_text(path.read_text("utf-8") + letter, encoding="utf-8")
    plans = reader.read(tmp_path)
    progress = Progress(plans, DAY)
    held = {
        plan.id: {need["id"] for need in json.loads(data.as_json(progress, plan))["needs"]}
        for plan in plans.plans
    }
    assert held[PROVINCE] & held[COMMUNE] == {
        "YK-1",
        *(need.id for need in plans.needs.values() if need.type in ("agency", "basis", "workday")),
    }


@pytest.mark.parametrize("name", ["KH-12-2026", "kh-12-2026", "Kh-12-2026"])
def test_a_plan_is_named_by_its_id_or_its_folder(name: str, root: Path, kehoach: Run) -> None:
    """In any case of letters."""
    done = kehoach("status", "--root", root, "--as-of", "2026-11-22", "--plan", name, "--format", "json")
    assert [plan["id"] for plan in json.loads(done.stdout)["plans"]] == [COMMUNE]


def test_a_folder_need_not_be_called_like_its_plan(root: Path, tmp_path: Path, kehoach: Run) -> None:
    """The name of the folder is enough, whatever it is."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)
    (tmp_path / "needs" / "kh-12-2026").rename(tmp_path / "needs" / "Xa-Mot")
    done = kehoach("status", "--root", tmp_path, "--plan", "xa-mot", "--format", "json")
    assert [plan["id"] for plan in json.loads(done.stdout)["plans"]] == [COMMUNE]


@pytest.mark.parametrize("command", [["status"], ["remind"], ["export", "json"]], ids=lambda c: c[0])
def test_a_wrong_plan_is_refused_with_the_nearest(command: list[str], root: Path, kehoach: Run) -> None:
    """The message says which plan may have been meant, and which there are."""
    done = kehoach("--lang", "en", *command, "--root", root, "--plan", "KH-12-2O26")
    assert (done.returncode, done.stdout) == (2, "")
    expected = 'There is no plan "KH-12-2O26". Did you mean "KH-12-2026"? Plans: KH-9-2026, KH-12-2026.'
    assert expected in done.stderr
    done = kehoach("--lang", "en", *command, "--root", root, "--plan", "x")
    assert 'There is no plan "x". Plans: KH-9-2026, KH-12-2026.' in done.stderr


def test_the_commands_take_one_plan(root: Path, tmp_path: Path, kehoach: Run) -> None:
    """Export writes the files of that plan alone, in every format; remind asks for its tasks alone."""
    asked = ("--root", root, "--as-of", "2026-11-22", "--plan", "kh-12-2026")
    assert kehoach("export", "all", *asked, "--out", tmp_path).returncode == 0
    written = {path.name for path in tmp_path.iterdir()}
    assert {path.rpartition(".")[2] for path in written} == set(FORMATS)
    assert [name for name in written if COMMUNE not in name] == []
    reminded = kehoach("remind", *asked).stdout
    assert "12/KH-UBND" in reminded
    assert " 9/KH-UBND" not in reminded


# -- the site -----------------------------------------------------------------------------------------


def build(root: Path, sphinx_build: Run) -> Path:
    """Build a site; where it is."""
    done = sphinx_build(root)
    assert (done.returncode, done.stderr) == (0, "")
    return root / "build" / "html"


def test_a_plan_that_comes_and_goes_leaves_the_site_of_a_cold_build(
    built_plans: Path, sphinx_build: Run
) -> None:
    """Nothing else is edited: navigation, home page and views follow, as if built anew."""
    cold = shutil.copytree(built_plans / "build" / "html", built_plans / "both")
    second = shutil.move(built_plans / "needs" / "kh-12-2026", built_plans / "second")
    alone = shutil.copytree(build(built_plans, sphinx_build), built_plans / "alone")
    shutil.rmtree(built_plans / "build")
    assert differences(alone, build(built_plans, sphinx_build)) == []
    shutil.move(second, built_plans / "needs" / "kh-12-2026")
    assert differences(cold, build(built_plans, sphinx_build)) == []


def test_a_part_that_is_renumbered_moves_in_the_navigation(built_plans: Path, sphinx_build: Run) -> None:
    """The navigation on every page follows the headings, and is that of a cold build."""
    path = built_plans / "needs" / "kh-12-2026" / "ix-to-chuc-thuc-hien.md"
    path.write_text(path.read_text("utf-8").replace("# IX. TỔ CHỨC", "# II. TỔ CHỨC"), encoding="utf-8")
    incremental = build(built_plans, sphinx_build).rename(built_plans / "incremental")
    shutil.rmtree(built_plans / "build")
    assert differences(incremental, build(built_plans, sphinx_build)) == []
    page = (incremental / "docs" / "views" / "week.html").read_text("utf-8")
    assert page.index("II. TỔ CHỨC") < page.index("V. NHIỆM VỤ")


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "text", "needs"])
def test_other_builders_take_several_plans(builder: str, built_plans: Path, sphinx_build: Run) -> None:
    """Without a warning."""
    done = sphinx_build(built_plans, builder, "-d", str(built_plans / "build" / "html-doctrees"))
    assert (done.returncode, done.stderr) == (0, "")


# -- tasks that implement others -------------------------------------------------------------------


def test_amendments_move_both_ends_of_a_comparison(root: Path, tmp_path: Path) -> None:
    """A task that was extended is compared by its new deadline, and so is the one that it implements."""
    shutil.copytree(root, tmp_path, dirs_exist_ok=True)

    def found(*amendments: str) -> list[str]:
        (tmp_path / "needs" / "kh-12-2026" / "dieu-chinh.md").write_text("\n".join(amendments), "utf-8")
        return [f"{f.code} {f.id}" for f in rules.check(reader.read(tmp_path))]

    lower = _extension("DC-12-2026-1", "NV-12-2026-V-2", "Ủy ban nhân dân xã Một (giả định)", "31/12/2026")
    upper = _extension("DC-12-2026-2", "NV-9-2026-II-12", "Ủy ban nhân dân tỉnh X (giả định)", "31/12/2026")
    assert found() == []
    assert found(lower) == ["KH402 NV-12-2026-V-2"]
    assert found(lower, upper) == []
    assert found(lower.replace(":deadline:", ":effect: suspended\n:deadline:")) == []


def _extension(need_id: str, task: str, issuer: str, deadline: str) -> str:
    basis = f"CC-{need_id}"
    assert parse(deadline).due
    return (
        f":::{{amendment}} Gia hạn (giả định)\n:id: {need_id}\n:amends: {task}\n:number: 7/QĐ\n"
        f":date: 2026-09-01\n:issuer: {issuer}\n:deadline: {deadline}\n:basis: {basis}\n:::\n\n"
        f":::{{basis}} Quyết định gia hạn (giả định)\n:id: {basis}\n:number: 7/QĐ\n:issuer: {issuer}\n:::\n"
    )
