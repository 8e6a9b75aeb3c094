"""The package is whole: what is installed needs nothing of this repository."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from conftest import PROJECTS, ROOT, Run
from kehoach.importing import readers
from kehoach.plan import model

PACKAGE = ROOT / "scripts" / "kehoach"
#: The files that the repository has for people and editors, and the one that is installed.
SAME = {
    "ubproject.toml": "plan/ubproject.toml",
    "schemas/ubproject.schema.json": "plan/ubproject.schema.json",
}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Each file of the package that git has, or would take, is in the wheel, and no other."""
    command = ["git", "ls-files", "-z", "-co", "--exclude-standard", "--", str(PACKAGE)]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    ours = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {f"scripts/{name}" for name in archive.namelist() if ".dist-info/" not in name}
    assert held == ours


def test_nothing_climbs_out_of_the_package() -> None:
    """No module reaches for a folder by going up from its own: what it needs is below it, or imported."""
    climbing = re.compile(r"__file__\)?(?:\.resolve\(\)|\.absolute\(\))*(?:\.parents\[|\.parent\.parent)")
    found = [path for path in sorted(PACKAGE.rglob("*.py")) if climbing.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("ours", SAME)
def test_the_repository_has_the_files_of_the_package(ours: str) -> None:
    """The model and its schema at the root are those that are installed, to the byte."""
    assert (ROOT / ours).read_bytes() == (PACKAGE / SAME[ours]).read_bytes(), (
        f"copy {ours} to scripts/kehoach/{SAME[ours]}"
    )


def test_the_package_model_is_a_model() -> None:
    """The model that ships is read as that of this repository is."""
    assert model.parse(model.OWN.read_bytes()) == model.load(ROOT)


def test_installed_it_speaks_vietnamese(wheel: Path, tmp_path: Path) -> None:
    """Unpacked from the wheel, apart from this repository, a check says in Vietnamese what is wrong."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        (tmp_path / "ubproject.toml").write_bytes(archive.read("kehoach/plan/ubproject.toml"))
    folder = tmp_path / "needs"
    folder.mkdir()
    (folder / "a.md").write_text(":::{agency} Sở Giả định\n:id: CQ-SGD\n:::\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kehoach", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Chưa ghi" in done.stdout


def test_the_extras_are_those_that_the_code_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a refusal tells to install can be installed, and it is told where the library is missing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for module, (_library, extra) in readers._EXTRAS.items():
        assert extra in project["optional-dependencies"]
        monkeypatch.setitem(readers._EXTRAS, module, ("no_such_library", extra))
    with pytest.raises(readers.UnreadableFileError, match=r'Install "kehoach\[pdf-import\]"'):
        readers.read(Path("plan.pdf"))


BARE_INDEX = """\
# Kế hoạch giả định

:::{view} plan-header
:::

:::{view} tasks
:::

:::{plan-pages}
:::
"""


@pytest.mark.parametrize("said", ["", 'html_theme = "alabaster"\n', 'language = "en"\nhtml_title = "Own"\n'])
def test_a_bare_sphinx_project_names_the_extension_and_nothing_else(
    tmp_path: Path, sphinx_build: Run, said: str
) -> None:
    """``extensions = ["kehoach"]`` makes the Vietnamese site; what the project says holds."""
    shutil.copytree(PROJECTS / "demo" / "needs", tmp_path / "needs")
    (tmp_path / "conf.py").write_text(f'extensions = ["kehoach"]\n{said}', encoding="utf-8")
    (tmp_path / "index.md").write_text(BARE_INDEX, encoding="utf-8")
    done = sphinx_build(tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "build/html/index.html").read_text("utf-8")
    assert ('lang="en"' in page) == ("language" in said)
    assert ("alabaster.css" in page) == ("alabaster" in said)
    assert bool(re.search("<title>[^<]*Own", page)) == ("html_title" in said)
    assert "giả định" in page
    # The words of Sphinx and of the theme, though no conf.py names a catalogue.
    assert ("Tìm kiếm" in page) == ("language" not in said)
    assert (tmp_path / "build/html/_static/kehoach.css").is_file()
