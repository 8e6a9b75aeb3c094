"""The public API: what `import kehoach` gives, and that it costs nothing until it is asked for."""

import doctest
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import kehoach
from conftest import PROJECTS, ROOT, Run
from kehoach.language import i18n

PAGE = ROOT / "docs" / "api.md"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the fictional plan and the model, in the working folder."""
    i18n.use("vi")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PROJECTS / "demo" / "needs", "demo/needs")
    shutil.copy(ROOT / "ubproject.toml", "demo")
    return tmp_path / "demo"


@pytest.mark.usefixtures("demo")
def test_the_page_runs() -> None:
    """Every example of docs/api.md gives what the page says."""
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 3
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(examples, out=told.append)
    assert result.failed == 0, "".join(told)


def test_every_name_is_there_and_on_the_page() -> None:
    """The API is what its list says, each name with its docstring, and the page names all of it."""
    text = PAGE.read_text("utf-8")
    for name in kehoach.__all__:
        assert getattr(kehoach, name).__doc__
        assert re.search(rf"`(?:kehoach\.)?{name}\b", text), name
    with pytest.raises(AttributeError, match="no attribute 'progress_on'"):
        _ = kehoach.progress_on  # type: ignore[attr-defined] # as is tested


def test_no_name_is_that_of_a_package() -> None:
    """Importing a package sets it on its parent: no name of the API may be one, in whatever order."""
    packages = {path.name for path in Path(kehoach.__file__).parent.iterdir() if path.is_dir()}
    assert packages.isdisjoint(kehoach.__all__)


FIRST = ["import kehoach", "import kehoach.progress", "from kehoach.progress import states"]


@pytest.mark.parametrize("first", FIRST)
def test_whatever_is_imported_first(first: str) -> None:
    """The functions work whether their packages were imported before, after or not at all."""
    script = f"{first}; import kehoach; from datetime import date; plan = kehoach.read({str(ROOT)!r})"
    asked = "print(len(kehoach.progress_of(plan, date(2026, 11, 22)).tasks), kehoach.check(plan))"
    command = [sys.executable, "-c", f"{script}; {asked}; import kehoach.progress; {asked}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["3 []", "3 []", ""]


def test_status_is_what_the_command_prints(demo: Path, kehoach: Run) -> None:
    """The values are those of `kehoach status --format json`."""
    import kehoach as api

    printed = kehoach("status", "--root", demo, "--as-of", "2026-11-22", "--format", "json")
    assert api.status(api.progress_of(api.read(demo), date(2026, 11, 22))) == json.loads(printed.stdout)


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    """`import kehoach` loads none of its packages, and nothing but Python's own modules."""
    script = "import sys; before = {*sys.modules}; import kehoach; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    roots = {name.partition(".")[0] for name in done.stdout.split()}
    assert roots - {"kehoach"} <= sys.stdlib_module_names
    assert "kehoach." not in done.stdout
