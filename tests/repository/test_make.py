"""Which Python `make` works with."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

ANEW = "-m venv --clear .venv"


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
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "MAKEFLAGS")}
    command = ["make", "-n", "html", *words]
    return subprocess.run(command, cwd=project, env=kept, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("words", "anew"), [((), False), (("PYTHON=./same",), False), (("PYTHON=./newer",), True)]
)
def test_a_python_that_is_named_is_used(project: Path, words: tuple[str, ...], anew: bool) -> None:
    """`.venv` is made anew for another Python that is named, and for no other reason."""
    assert (ANEW in planned(project, *words)) == anew
