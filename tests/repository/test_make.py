"""Which Python `make` works with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

ANEW = "-m venv --clear .venv"


#: What a make that runs the tests would tell the make in them.
KEPT = {n: v for n, v in os.environ.items() if n not in ("PYTHON", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is set up with a Python 3.11, beside two others: scripts that say which they are."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name, version in ((".venv/bin/python", "3.11.2"), ("same", "3.11.2"), ("newer", "3.13.0")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho Python {version}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / ".venv/.ready").touch()
    return tmp_path


def planned(project: Path, *words: str) -> str:
    """What `make html` would run."""
    command = ["make", "-n", "html", *words]
    done = subprocess.run(command, cwd=project, env=KEPT, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.mark.parametrize(
    ("words", "anew"), [((), False), (("PYTHON=./same",), False), (("PYTHON=./newer",), True)]
)
def test_a_python_that_is_named_is_used(project: Path, words: tuple[str, ...], anew: bool) -> None:
    """`.venv` is made anew for another Python that is named, and for no other reason."""
    assert (ANEW in planned(project, *words)) == anew


#: A stand-in for Python: it makes a `.venv` with a stand-in for pip and uv, and logs what was asked of it.
PYTHON = """\
#!/bin/sh
case "$*" in
    -V) echo Python 3.11.2 ;;
    -c*) exec "{real}" "$@" ;;
    *venv*) echo venv >>log; rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python
        printf '#!/bin/sh\\necho sync >>log\\n[ ! -e broken ] && sleep 0.3\\n' >.venv/bin/uv
        chmod +x .venv/bin/uv ;;
    *) ;;
esac
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A project that was never set up, with that Python, and a goal that needs nothing but the set-up."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8") + "\nset-up: $(READY)\n")
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "python").write_text(PYTHON.format(real=sys.executable), encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def set_up(project: Path) -> subprocess.Popen[bytes]:
    """Begin a set-up; what it says goes to a file."""
    with (project / "said").open("ab") as said:
        command = ["make", "set-up", "PYTHON=./python"]
        return subprocess.Popen(command, cwd=project, env=KEPT, stdout=said, stderr=said)


def done(project: Path) -> list[str]:
    """What was done so far."""
    return (project / "log").read_text("utf-8").split()


def test_two_at_once_set_up_one_after_the_other(fresh: Path) -> None:
    """The second waits, and finds everything done."""
    both = [set_up(fresh), set_up(fresh)]
    assert [one.wait() for one in both] == [0, 0]
    assert done(fresh) == ["venv", "sync"]


def test_a_set_up_that_failed_is_made_anew(fresh: Path) -> None:
    """An index that fails half-way leaves nothing that the next set-up takes for whole."""
    (fresh / "broken").touch()
    assert set_up(fresh).wait() != 0
    assert not (fresh / ".venv/.ready").exists()
    (fresh / "broken").unlink()
    assert set_up(fresh).wait() == 0
    assert set_up(fresh).wait() == 0
    assert done(fresh) == ["venv", "sync", "venv", "sync"]


def test_half_an_environment_is_made_anew(fresh: Path) -> None:
    """A first set-up that was killed leaves a folder without Python or pip."""
    (fresh / ".venv/bin").mkdir(parents=True)
    assert set_up(fresh).wait() == 0
    assert done(fresh) == ["venv", "sync"]


def test_a_folder_that_cannot_be_written_is_a_sentence(fresh: Path) -> None:
    """It is said what to do, and nothing is tried."""
    (fresh / "build").write_text("", encoding="utf-8")
    assert set_up(fresh).wait() != 0
    assert "Không ghi được gì vào" in (fresh / "said").read_text("utf-8").splitlines()[0]
    assert not (fresh / "log").exists()
