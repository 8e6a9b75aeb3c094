"""Several commands write to one folder at once: what each says it has written is there, or it is refused."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import copy_of
from kehoach import rules
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.plan import Plan, reader
from merging.test_merge import UPDATES, add, edited

TRACKING = "needs/kh-9-2026/theo-doi.md"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plan with workbooks that come back, each with a report of its own."""
    root = copy_of("demo", tmp_path_factory.mktemp("at once") / "demo")
    for number in range(8):
        words = {"Nhiệm_vụ_(mã)": f"NV-9-2026-II-{number + 1}", "Tên": "Tiến độ", "Ngày": "1/7/2026"}
        book = edited(root, add(UPDATES, **words, Kết_quả=f"sổ {number}"))
        book.rename(root / f"{number}.xlsx")
    return root


@dataclass(frozen=True)
class Work:
    """A command, and whether a plan shows what it has written."""

    arguments: tuple[str, ...]
    shown: Callable[[Plan], bool]


def _review(number: int) -> Work:
    task, by = f"NV-9-2026-II-{number + 1}", f"Chuyên viên {number}"
    return Work(("review", task, "--by", by), lambda plan: plan.needs[task]["reviewed_by"] == by)


def _merge(number: int) -> Work:
    def shown(plan: Plan) -> bool:
        return [u["result"] for u in plan.of_type("update")].count(f"sổ {number}") == 1

    return Work(("merge", f"{number}.xlsx"), shown)


def _new(number: int) -> Work:
    said = {"proves": f"SP-9-2026-II-{number + 1}-1", "title": "Báo cáo (giả định)", "date": "2026-10-01"}
    said |= {"number": f"{number}/BC (giả định)"}
    if number in (10, 11, 12, 15):  # each agency its own part
        said["of"] = "CQ-XA-1"
    options = (f"--{option}={value}" for option, value in said.items())

    def shown(plan: Plan) -> bool:
        return [e["number"] for e in plan.of_type("evidence")].count(f"{number}/BC (giả định)") == 1

    return Work(("new", "evidence", *options), shown)


def _round(original: Path, root: Path, seed: int) -> int:
    """Eight commands at once; how many of them have written."""
    rng = random.Random(seed)
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(original, root)
    works = [rng.choice((_review, _merge, _new))(number) for number in range(8)]
    command = [sys.executable, "-m", "kehoach", "--lang", "en"]
    started = [
        subprocess.Popen(
            [*command, *work.arguments],
            cwd=root,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for work in works
    ]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    plan = reader.read(root)
    for work, (told, code) in zip(works, ended, strict=True):
        assert work.shown(plan) is (code == 0), (work.arguments, code, told)
        assert code == 0 or "has been changed meanwhile" in told, (work.arguments, told)
    assert rules.check(plan) == []
    assert not [path.name for path in root.rglob(".*")]
    return sum(code == 0 for _told, code in ended)


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_lost(original: Path, tmp_path: Path, seed: int) -> None:
    """Of eight commands at once each has written all of its own, or says that it has written nothing."""
    assert _round(original, tmp_path / "demo", seed) >= 1


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_in_many_rounds(original: Path, tmp_path: Path, seed: int) -> None:
    """The same, twenty times."""
    assert _round(original, tmp_path / "demo", seed) >= 1


def test_a_draft_is_of_one_state(original: Path, tmp_path: Path) -> None:
    """What is changed between reading a draft and writing it refuses the draft, before its first edit too."""
    root = shutil.copytree(original, tmp_path / "demo")
    draft = Draft(root)
    path = root / TRACKING
    path.write_text(path.read_text("utf-8").replace("102/BC", "202/BC"), "utf-8")
    draft.set([Setting(draft.plan.needs["MC-9-2026-2"], "completed", "2026-03-10")])
    with pytest.raises(ValueError, match="changed meanwhile"):
        draft.write()
    assert "202/BC" in path.read_text("utf-8")
    assert "completed: 2026-03-10" not in path.read_text("utf-8")


def test_an_object_that_was_read_earlier_is_not_overwritten(original: Path, tmp_path: Path) -> None:
    """Where an object has another value than the one an edit was decided on, the edit is refused."""
    root = shutil.copytree(original, tmp_path / "demo")
    decided_on = reader.read(root).needs["MC-9-2026-14"]
    path = root / TRACKING
    path.write_text(path.read_text("utf-8").replace(":confirmed: no", ":confirmed: yes"), "utf-8")
    with pytest.raises(ValueError, match="changed meanwhile"):
        Draft(root).set([Setting(decided_on, "confirmed", "no")])
