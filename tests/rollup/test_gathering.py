"""What offices publish, gathered: nothing counted twice, nothing lost, and what is damaged named."""

import json
import os
import shutil
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from kehoach.export import data
from kehoach.language import i18n
from kehoach.progress import Progress, State
from kehoach.progress.states import PUBLIC
from kehoach.rollup import cells, gathering, partitions
from kehoach.rollup.gathering import Gathered
from kehoach.rollup.offices import Level, level_of, province_of
from kehoach.rollup.tables import TABLES, asking, tables_of
from rollup.country import DAY, offices

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def of_six() -> list[bytes]:
    """The plan data of six offices."""
    return [data.as_json(Progress(plan, DAY), plan.plans[0]) for plan in offices(6)]


def put(of_six: list[bytes], root: Path) -> Path:
    """These data in a folder whose name SQL and patterns could stumble over."""
    folder = root / "dữ liệu [1]'*"
    folder.mkdir()
    for number, told in enumerate(of_six):
        (folder / f"du-lieu-{number}.json").write_bytes(told)
    return folder


@pytest.fixture
def published(tmp_path: Path, of_six: list[bytes]) -> Path:
    """That folder, to be gathered."""
    return put(of_six, tmp_path)


def gather(out: Path, *folders: Path) -> Gathered:
    """Gather folders, each as a source of its own."""
    found = [one for folder in folders for one in gathering.files(str(folder), folder)]
    return gathering.gather(found, out, DAY)


def held(out: Path) -> list[list[Sequence[Any]]]:
    """Every row of every table; no table where nothing was gathered."""
    if tables_of(out) is None:
        return []
    with asking(out) as ask:
        return [[*ask(f"FROM {name} ORDER BY ALL")] for name in TABLES]


@pytest.fixture(scope="module")
def _gathered_once(of_six: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    root = tmp_path_factory.mktemp("gathered") / "now"
    root.mkdir()
    out, folder = root / "out", put(of_six, root)
    gather(out, folder)
    return out, folder, shutil.copytree(root, root.with_name("as-gathered"))


@pytest.fixture
def gathered(_gathered_once: tuple[Path, Path, Path]) -> tuple[Path, Path]:
    """What was gathered of that folder, and the folder: as they were, where they were."""
    out, folder, as_gathered = _gathered_once
    shutil.rmtree(out.parent)
    shutil.copytree(as_gathered, out.parent)
    return out, folder


def edit(path: Path, change: Edit) -> None:
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def test_only_what_changed_is_read_again(published: Path, tmp_path: Path) -> None:
    """A second time nothing is; then the one file that is another."""
    out = tmp_path / "out"
    assert (gather(out, published).read, len(held(out)[0])) == (6, 6)
    before = held(out)
    done = gather(out, published)
    assert (done.read, done.as_before, held(out)) == (0, 6, before)
    edit(published / "du-lieu-3.json", lambda told: told["tasks"][0].update(title="Tên khác"))
    done = gather(out, published)
    assert (done.read, done.as_before) == (1, 5)
    assert [row for row in held(out)[1] if "Tên khác" in row]
    assert [len(rows) for rows in held(out)] == [len(rows) for rows in before]


def test_a_draft_is_not_gathered(published: Path, tmp_path: Path) -> None:
    """Among exports it is passed over; under another name it is refused, since nobody has signed it."""
    for name in ("du-lieu-0", "du-lieu-1"):
        told = (published / f"{name}.json").read_text("utf-8")
        plan = json.loads(told)["plan"]
        (published / f"{name}.json").write_text(told.replace(plan, f"KH-DT{plan[2:]}"), encoding="utf-8")
    (published / "du-lieu-0.json").rename(published / "du-lieu-KH-DT-1-2026.json")
    done = gather(tmp_path / "out", published)
    assert (done.read, done.plans) == (4, 4)
    assert done.refused == [(published / "du-lieu-1.json", "nobody has signed its plan")]


def test_what_is_gone_goes_and_other_sources_stay(published: Path, tmp_path: Path) -> None:
    """Of the sources that are named a folder has what they have; of others what it had."""
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (published / "du-lieu-5.json").rename(other / "du-lieu-5.json")
    assert gather(out, published, other).plans == 6
    (published / "du-lieu-0.json").unlink()
    done = gather(out, published)
    assert (done.gone, done.plans) == ([(str(published), "du-lieu-0.json")], 5)


def nameless(told: dict[str, Any]) -> None:
    for need in told["needs"]:
        need["title"] = None if need["type"] == "agency" else need["title"]


def escaped(told: dict[str, Any]) -> None:
    told["needs"][0]["title"] += "\x1b]0;X\x07\u202e"


def unnamed(told: dict[str, Any]) -> None:
    home = next(need for need in told["needs"] if need["id"] == told["plan"])
    home["id"] = told["plan"] = None


def issued(on: str) -> Edit:
    """The plan as one that is issued on a day."""

    def change(told: dict[str, Any]) -> None:
        home = next(need for need in told["needs"] if need["id"] == told["plan"])
        home["options"]["issued"] = on

    return change


def immeasurable(told: dict[str, Any]) -> None:
    figures = [{"day": told["as_of"], "value": "NaN"}]
    told["indicators"] = [{"id": "CHT-7", "title": "Tỷ lệ", "figures": figures, "targets": []}]


FAULTS: list[tuple[str, Edit | bytes, str]] = [
    ("cut off", b'{"format": "kehoach.plan", "version": 2, "as_of": "2026-', "damaged"),
    ("no JSON", b"\xff\xfe\x00", "damaged"),
    ("a list", b"[1, 2]", "damaged"),
    ("two", b"{}{}", "damaged"),
    ("an archive", b"PK\x03\x04", "unpacked"),
    ("something else", lambda told: told.update(format="other"), "no plan data"),
    ("another version", lambda told: told.update(version=3), "another version"),
    ("no plan of its own", lambda told: told.update(plan="KH-77"), "does not name"),
    ("a plan without an ID", unnamed, "does not name"),
    ("a value that is no number", immeasurable, "damaged"),
    ("no day", lambda told: told.update(as_of=None), "no day"),
    ("no such day", lambda told: told.update(as_of="2026-02-30"), "damaged"),
    ("no such state", lambda told: told["course"][0].update(state="xong"), "no state"),
    ("backwards", lambda told: told["course"][0].update(since="2030-01-01"), "no state"),
    ("no state at all", lambda told: told["course"][0].update(state=None), "no state"),
    ("a day to come", lambda told: told.update(as_of="2026-07-01"), "no day"),
    ("a day of old", lambda told: told.update(as_of="0044-03-15 (BC)"), "damaged"),
    ("a plan of a day to come", issued("9999-01-01"), "a day to come"),
    ("for ever", lambda told: told.update(as_of="infinity"), "damaged"),
    ("another kind of version", lambda told: told.update(version=2.4), "another version"),
    ("all twice", lambda told: told.update(course=told["course"] * 2), "two states"),
    ("objects twice", lambda told: told.update(needs=told["needs"] * 2), "twice"),
    ("tasks twice", lambda told: told.update(tasks=told["tasks"] * 2), "twice"),
    ("a task of nobody", lambda told: told["course"][0].update(task="NV-7"), "does not hold"),
    ("an agency of nobody", lambda told: told["course"][-1].update(agency="CQ-Q"), "does not hold"),
    ("an agency without a name", nameless, "does not hold"),
    ("an escape", escaped, "cannot be seen"),
    ("no course", lambda told: told.pop("course"), "does not name"),
    ("a number for a text", lambda told: told["course"][0].update(task=[7]), "damaged"),
]


@pytest.mark.parametrize(("change", "said"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_damaged_file_is_named_and_nothing_else_is_lost(
    gathered: tuple[Path, Path], change: Edit | bytes, said: str
) -> None:
    """What was gathered of it before stays."""
    out, folder = gathered
    before, path = held(out), folder / "du-lieu-2.json"
    if isinstance(change, bytes):
        path.write_bytes(change)
    else:
        edit(path, change)
    done = gather(out, folder)
    ((where, why),) = done.refused
    assert (where, held(out)) == (path, before)
    assert said in why


def test_a_plan_that_two_have_is_counted_once(published: Path, tmp_path: Path) -> None:
    """The newer, whatever it is called and whichever was named first; the other is named."""
    out, other = tmp_path / "out", tmp_path / "a"
    other.mkdir()
    (plan,) = offices(1)
    older = data.as_json(Progress(plan, DAY - timedelta(days=1)), plan.plans[0])
    (other / "du-lieu-cu.json").write_bytes(older)
    done = gather(out, other, published)
    assert [name for _source, name, *_rest in done.twice] == ["du-lieu-cu.json"]
    assert done.plans == 6


def test_a_folder_that_was_renamed_is_asked_now(published: Path, tmp_path: Path) -> None:
    """What it has counts, not what was gathered under its old name."""
    out, new = tmp_path / "out", tmp_path / "a new name"
    gather(out, published)
    published.rename(new)
    edit(new / "du-lieu-3.json", lambda told: told["tasks"][0].update(title="Tên khác"))
    done = gather(out, new)
    assert {source for source, *_rest in done.twice} == {str(published)}
    assert [row for row in held(out)[1] if "Tên khác" in row]


def test_a_file_that_is_named_twice_is_read_once(published: Path, tmp_path: Path) -> None:
    """By itself, in its folder, and in the folder above."""
    assert gather(tmp_path / "out", published, published.parent, published).plans == 6


def test_offices_of_one_name_in_two_provinces_are_two(tmp_path: Path) -> None:
    """By the province that was named for each; another name for it counts the next time."""
    (plan,) = offices(1)
    home = plan.plans[0]
    issuer = {"issuer": "Ủy ban nhân dân xã Tân Lập"}
    plan = replace(plan, needs={**plan.needs, home.id: replace(home, options={**home.options, **issuer})})
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "du-lieu-1.json").write_bytes(data.as_json(Progress(plan, DAY), plan.plans[0]))
    for name, province in (("a", "Hà Nam"), ("b", "Thái Bình"), ("b", "Nam Định")):
        found = gathering.files(name, tmp_path / name)
        gathering.gather([*found], tmp_path / "out", DAY, province)
    assert {row.key for row in cells.rollup(tmp_path / "out", DAY, "province").rows} == {"Hà Nam", "Nam Định"}


def test_nothing_of_others_is_touched(published: Path, tmp_path: Path) -> None:
    """A folder that holds anything but a gathering is refused, whatever that is called."""
    out = tmp_path / "out"
    (out / "plans").mkdir(parents=True)
    (out / "plans" / "mine.docx").write_bytes(b"mine")
    with pytest.raises(ValueError, match="holds something else"):
        gather(out, published)
    assert [path.name for path in out.rglob("*.docx")] == ["mine.docx"]


def test_who_reads_meanwhile_reads_the_former(published: Path, tmp_path: Path) -> None:
    """The tables of the last gathering but one are still there when a gathering is over."""
    out = tmp_path / "out"
    gather(out, published)
    former = tables_of(out)
    edit(published / "du-lieu-3.json", lambda told: told["tasks"][0].update(title="Tên khác"))
    gather(out, published)
    assert former is not None
    assert any(former.rglob("*.parquet"))
    gather(out, published)
    assert not former.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none")
def test_what_is_no_file_is_not_waited_for(published: Path, tmp_path: Path) -> None:
    """A pipe or a device that is called as plan data is named."""
    os.mkfifo(published / "du-lieu-ong.json")
    (published / "du-lieu-so-khong.json").symlink_to("/dev/zero")
    done = gather(tmp_path / "out", published)
    assert (len(done.refused), done.plans) == (2, 6)


@pytest.mark.parametrize("harm", ["collected.json", "steps", "plans"])
def test_a_damaged_gathering_is_said(published: Path, tmp_path: Path, harm: str) -> None:
    """To who counts, and to who gathers."""
    out = tmp_path / "out"
    gather(out, published)
    tables = tables_of(out)
    assert tables
    if harm == "collected.json":
        (out / harm).write_text("{", encoding="utf-8")
    else:
        next((tables / harm).rglob("*.parquet")).write_bytes(b"no parquet")
    with pytest.raises(ValueError, match="damaged"):
        cells.rollup(out, DAY, "province")
    with pytest.raises((ValueError, OSError)):
        gather(out, published)


def test_what_offices_are_told_counts_before_what_everybody_is(published: Path, tmp_path: Path) -> None:
    """Of the same day, whichever was named first: the public's data have no states of lateness."""
    public = tmp_path / "public"
    public.mkdir()
    for path in published.iterdir():
        told = json.loads(path.read_text("utf-8"))
        for held in told["course"]:
            held["state"] = PUBLIC.get(State(held["state"]), held["state"])
        (public / path.name).write_text(json.dumps(told), encoding="utf-8")
    for folders in ((public, published), (published, public)):
        out = tmp_path / folders[0].name / "out"
        done = gather(out, *folders)
        assert {source for source, *_rest in done.twice} == {str(public)}
        assert done.plans == 6


def test_one_that_was_stopped_goes_on(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read stays read, and the folder is what it would have been; until then it is as before."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    gather(whole, published)
    monkeypatch.setattr(gathering, "_MOST_FILES", 2)
    insert, batches = gathering._take, []

    def stop(*given: Any) -> Any:
        batches.append(given)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return insert(*given)

    monkeypatch.setattr(gathering, "_take", stop)
    with pytest.raises(KeyboardInterrupt):
        gather(out, published)
    assert held(out) == []
    monkeypatch.setattr(gathering, "_take", insert)
    assert (gather(out, published).as_before, held(out)) == (4, held(whole))


def content(out: Path) -> dict[str, bytes]:
    """Every file of the tables."""
    tables = tables_of(out)
    assert tables
    return {path.relative_to(tables).as_posix(): path.read_bytes() for path in tables.rglob("*.parquet")}


def test_the_bytes_are_those_of_what_there_is(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever way a gathering came to that: at once, file by file, by an edit, or without one that went."""
    monkeypatch.setattr(partitions, "_PLANS", 2)
    out, whole, aside = tmp_path / "out", tmp_path / "whole", tmp_path / "aside.json"
    (published / "du-lieu-1.json").rename(aside)
    gather(out, published)
    aside.rename(published / "du-lieu-1.json")
    (published / "du-lieu-4.json").rename(aside)
    edit(published / "du-lieu-3.json", lambda told: told["tasks"][0].update(title="Tên khác"))
    gather(out, published)
    gather(whole, published)
    assert content(out) == content(whole)


def test_a_mark_before_the_first_letter_is_none_of_theirs(published: Path, tmp_path: Path) -> None:
    """What some editors and shells put before UTF-8 changes nothing but the hash."""
    (published / "du-lieu-0.json").write_bytes(BOM_UTF8 + (published / "du-lieu-0.json").read_bytes())
    done = gather(tmp_path / "out", published)
    assert (done.read, done.refused) == (6, [])


def test_nothing_new_leaves_the_tables(published: Path, tmp_path: Path) -> None:
    """Also where a plan is there twice, of which one is never taken."""
    out, other = tmp_path / "out", tmp_path / "b"
    other.mkdir()
    (other / "du-lieu-0.json").write_bytes((published / "du-lieu-0.json").read_bytes())
    gather(out, published, other)
    former = tables_of(out)
    done = gather(out, published, other)
    assert (len(done.twice), tables_of(out)) == (1, former)


def test_what_a_stop_left_damaged_is_read_again(published: Path, tmp_path: Path) -> None:
    """A heap of lines that is cut off, and what an older edition of the program has left."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    gather(whole, published)
    (out / ".unfinished").mkdir(parents=True)
    (out / ".unfinished" / f"000000{gathering._LINES}").write_bytes(b'{"source":"x","file":"du-lieu')
    (out / ".unfinished" / "000000.0a1b2c3d.lines").write_bytes(b"{}")
    (out / ".unfinished" / "store.duckdb").write_bytes(b"x")
    assert (gather(out, published).read, content(out)) == (6, content(whole))


def test_a_line_that_no_column_holds_is_named(published: Path, tmp_path: Path) -> None:
    """A figure that only rounding makes too large, found when tables are written; nothing else is lost."""
    out, figure = tmp_path / "out", {"day": "2026-01-31", "value": 10**18 - Decimal("1E-9")}
    row = {"id": "CT-1", "title": "Tỷ lệ", "unit": "%", "direction": "up", "figures": [figure]}
    path = published / "du-lieu-2.json"
    gather(out, published)
    before = held(out)
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**told, "indicators": [row]}, default=str), encoding="utf-8")
    done = gather(out, published)
    assert (done.refused, done.read) == ([(path, "it is damaged, or no JSON of plan data")], 0)
    assert held(out) == before


def test_what_is_larger_than_any_plan_is_not_read(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named."""
    monkeypatch.setattr(gathering, "MOST_BYTES", 100)
    done = gather(tmp_path / "out", published)
    assert (len(done.refused), done.plans) == (6, 0)


NAMES = [
    ("Thủ tướng Chính phủ", Level.CENTRAL, ""),
    ("Bộ Nội vụ", Level.CENTRAL, ""),
    ("Ủy ban nhân dân tỉnh Thanh Hóa", Level.PROVINCE, "Thanh Hóa"),
    ("UBND TP. Hồ Chí Minh", Level.PROVINCE, "Hồ Chí Minh"),
    ("ỦY BAN NHÂN DÂN TỈNH HÀ NAM", Level.PROVINCE, "Hà Nam"),
    ("Bộ Chỉ huy Quân sự tỉnh Thanh Hóa", Level.DEPARTMENT, "Thanh Hóa"),
    ("Ban Chỉ đạo Trung ương về thi đua", Level.CENTRAL, ""),
    ("UBND tỉnh " + "A" * 300, Level.PROVINCE, ""),
    ("UBND thành phố Hồ Chí Minh", Level.PROVINCE, "Hồ Chí Minh"),
    ("Sở Nội vụ tỉnh Thanh Hóa", Level.DEPARTMENT, "Thanh Hóa"),
    ("Ủy ban nhân dân xã Mẫu, tỉnh Thanh Hóa", Level.COMMUNE, "Thanh Hóa"),
    ("ỦY BAN NHÂN DÂN ĐẶC KHU LÝ SƠN", Level.COMMUNE, ""),
    ("Ủy ban nhân dân phường Hạc Thành (giả định)", Level.COMMUNE, ""),
    ("Ủy ban nhân dân huyện Mẫu", Level.DISTRICT, ""),
    ("Câu lạc bộ", Level.OTHER, ""),
]


@pytest.mark.parametrize(("name", "level", "province"), NAMES)
def test_names_of_offices(name: str, level: Level, province: str) -> None:
    """The level, and the province where the name tells it."""
    assert (level_of(name), province_of(name)) == (level, province)


def test_the_command(published: Path, tmp_path: Path, demo: Path, kehoach: Run) -> None:
    """Folders, files and projects; exit code 1 and a line for each that was left out, in Vietnamese."""
    out, bad = tmp_path / "out", tmp_path / "hong.json"
    bad.write_text("{", encoding="utf-8")
    i18n.use("vi")
    done = kehoach("collect", published, demo, bad, tmp_path / "khong-co", "--out", out)
    assert done.returncode == 1
    assert [line.rpartition(": ")[2] for line in done.stderr.splitlines()] == [
        "tệp hỏng, hoặc không phải JSON của dữ liệu kế hoạch.",
        "không có tệp hoặc thư mục này.",
    ]
    assert "Hiện có 7 kế hoạch" in done.stdout
    assert kehoach("collect", published, "--out", out).returncode == 0
    assert kehoach("collect", tmp_path / "khong-co", "--out", out).returncode == 1


def test_an_empty_folder_is_said(published: Path, tmp_path: Path, kehoach: Run) -> None:
    """A disk that is not there today takes nothing away."""
    assert kehoach("collect", published, "--out", tmp_path / "out").returncode == 0
    published.rename(tmp_path / "elsewhere")
    published.mkdir()
    done = kehoach("collect", published, "--out", tmp_path / "out")
    assert (done.returncode, "du-lieu-*.json" in done.stderr) == (1, True)
    assert "6 kế hoạch" in done.stdout


def test_an_archive_in_a_folder_is_named(published: Path, tmp_path: Path, kehoach: Run) -> None:
    """Its files are not read; those beside it are."""
    (published / "gửi lại").mkdir()
    archive = published / "gửi lại" / "Xã A.ZIP"
    archive.write_bytes(b"PK\x03\x04")
    done = kehoach("collect", published, "--out", tmp_path / "out")
    assert (done.returncode, "6 kế hoạch" in done.stdout) == (1, True)
    assert done.stderr == f"{archive}: bỏ qua: là tệp nén, cần giải nén trước.\n"


def test_a_project_with_findings_is_left_out(demo: Path, tmp_path: Path, kehoach: Run) -> None:
    """As everything that is made of it."""
    page = demo / "needs/kh-9-2026/ii-nhiem-vu.md"
    page.write_text(page.read_text("utf-8").replace(":deadline:", ":deadlin:", 1), encoding="utf-8")
    done = kehoach("collect", demo, "--out", tmp_path / "out")
    assert (done.returncode, str(demo) in done.stderr) == (1, True)
