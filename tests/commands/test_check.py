"""``kehoach check``: what it prints, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run

TASKS = "needs/kh-1-2026/nhiem-vu.md"


def _without_owner(root: Path) -> None:
    path = root / TASKS
    path.write_text(path.read_text(encoding="utf-8").replace(":owner: CQ-B\n", ""), encoding="utf-8")


def test_check_of_a_clean_project(kehoach: Run, small: Path) -> None:
    """A clean project gives no lines and exit code 0."""
    done = kehoach("check", "--root", small)
    assert (done.returncode, done.stdout) == (0, "")


def test_check_as_text(kehoach: Run, small: Path) -> None:
    """A finding is one line that editors can jump to, and the exit code is 1."""
    _without_owner(small)
    done = kehoach("--lang", "en", "check", "--root", small)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith(f"{TASKS}:59: KH101 NV-1-2026-II-3: No lead agency.")


def test_check_as_json(kehoach: Run, small: Path) -> None:
    """The JSON form holds the same findings as the text, and is a list when there are none."""
    assert json.loads(kehoach("check", "--root", small, "--format", "json").stdout) == []
    _without_owner(small)
    done = kehoach("--lang", "en", "check", "--root", small, "--format", "json")
    rows = json.loads(done.stdout)
    assert done.returncode == 1
    assert len(rows) == 1
    assert rows[0].pop("message").startswith("No lead agency.")
    assert rows[0] == {"path": TASKS, "line": 59, "code": "KH101", "id": "NV-1-2026-II-3"}


def test_check_finds_the_project_above(kehoach: Run, small: Path) -> None:
    """Without --root the nearest folder above with a model is checked."""
    _without_owner(small)
    assert kehoach("check", cwd=small / "needs" / "kh-1-2026").stdout.startswith(f"{TASKS}:59: KH101")


def test_check_outside_a_project(kehoach: Run, tmp_path: Path) -> None:
    """Without a model anywhere above, a sentence and exit code 2."""
    done = kehoach("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_of_a_folder_without_a_model(kehoach: Run, tmp_path: Path) -> None:
    """A --root without a model gives a sentence and exit code 2."""
    done = kehoach("check", "--root", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["[needs", "", "needs = 3\n", "[needs]\ntypes = 3\n", "[[needs.types]]\nx = 1\n"]
)
def test_check_with_a_broken_model(kehoach: Run, small: Path, text: str) -> None:
    """A model that is no TOML, or no model, gives a sentence and exit code 2."""
    (small / "ubproject.toml").write_text(text, encoding="utf-8")
    done = kehoach("check", "--root", small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_with_an_unknown_option(kehoach: Run, small: Path) -> None:
    """A misspelt option gives exit code 2, so that it is not taken for findings."""
    assert kehoach("check", "--rot", small).returncode == 2


def test_check_loads_no_sphinx(small: Path) -> None:
    """A check starts neither Sphinx nor docutils: it must be quick, and work where they are not."""
    code = (
        "import sys\n"
        "from kehoach.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print(sorted({'sphinx', 'docutils', 'sphinx_needs'} & sys.modules.keys()))\n"
    )
    _without_owner(small)
    command = [sys.executable, "-X", "utf8", "-c", code, "check", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
