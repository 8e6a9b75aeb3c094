"""What several test modules share: the real plan, copies of it, and builds."""

import asyncio
import gc
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

import browser as chromium
import floor
import starting
from kehoach.importing import readers
from kehoach.importing.readers import worker
from kehoach.language import i18n
from kehoach.plan import Plan, reader

ROOT = Path(__file__).parents[1]
# All builds are of one named day, so that a run over midnight compares like with like.
os.environ["KEHOACH_AS_OF"] = "2026-11-22"
PROJECTS = ROOT / "tests" / "projects"
#: A command that is run to its end.
Run = Callable[..., subprocess.CompletedProcess[str]]

# Fuzzing: the same inputs in each run of the tests, and as many others as asked for in `make soak`.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile(
    "test", max_examples=40, derandomize=True, deadline=None, suppress_health_check=_SLOW
)
_EXAMPLES = int(os.environ.get("EXAMPLES", "1000"))
settings.register_profile("soak", max_examples=_EXAMPLES, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("test")


#: Seconds after which a process is blocked and not slow; nothing is measured by it.
BLOCKED = 300
#: What may cost so many times what MyST's parser takes for the blocks of the demo plan has hung.
_HANGS = 100
#: The power below which growth is linear: what the clock adds, and a logarithm, lie between it and 1.
LINEAR = 1.3
#: How often what looks worse than linear is measured again.
_TURNS = 6


@contextmanager
def no_hang() -> Iterator[None]:
    """Fail where what is done inside costs far more than parsing a plan does, on this machine and by now."""
    with _spending() as spent:
        yield
    assert spent() < _HANGS * _usual() or spent() < _HANGS * _parsing()


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """By which power of the input's size a call's cost grows: about 1 where linear, 2 where quadratic.

    ``work`` makes the call for an input of a size; ``size`` and four times that are held against each other.
    The best of several turns counts, for others use the machine, and at times it is half as fast as before;
    turns end when one has shown `LINEAR`.
    """
    once, four_times = work(size), work(4 * size)
    power = math.inf
    for _turn in range(_TURNS):
        power = min(power, math.log(_cost(four_times) / _cost(once), 4))
        if power < LINEAR:
            break
    return power


@contextmanager
def _spending() -> Iterator[Callable[[], float]]:
    """What the processor does inside, in seconds; without the collector, which a long test run makes long."""
    gc.disable()
    start, took = time.process_time(), 0.0
    try:
        yield lambda: took
    finally:
        took = time.process_time() - start
        gc.enable()


def _cost(call: Callable[[], object]) -> float:
    with _spending() as spent:
        call()
    return spent()


def _parsing() -> float:
    """What parsing costs at this moment."""
    return _cost(lambda: floor.read(PROJECTS / "demo"))


@cache
def _usual() -> float:
    """What parsing has cost once; before a test fails it is measured again."""
    return _parsing()


#: Tests that are made of what Windows has not got: left out there, and named at the head of the report.
NOT_ON_WINDOWS = {
    "extension/test_serve.py": "make",
    "files/test_environment.py": "limits of processes",
    "files/test_kill.py": "signals",
    "repository/test_ci.py": "bash and make",
    "repository/test_make.py": "make",
    "repository/test_precommit.py": "links to folders",
    "repository/test_supply.py": "make",
}
collect_ignore = list(NOT_ON_WINDOWS) if sys.platform == "win32" else []


def pytest_report_header() -> list[str]:
    """Which tests are not collected here, and why."""
    return [f"not collected: {name} (needs {why})" for name, why in NOT_ON_WINDOWS.items() if collect_ignore]


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: the garbage collector need not look through them each time."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Libraries in C count at the end what has not been collected."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Function) -> Iterator[None]:
    """Playwright's event loop runs from its first test to the end: tests without a browser have their own."""
    loop = None if "running" in item.fixturenames else asyncio._get_running_loop()
    if loop:
        asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        if loop:
            asyncio._set_running_loop(loop)


@pytest.fixture(autouse=True)
def english() -> None:
    """Tests read message ids; what they become in Vietnamese is tested in test_i18n."""
    i18n.use("en")


@pytest.fixture
def vietnamese() -> None:
    """What readers see is looked at as they see it."""
    i18n.use("vi")


def copy_of(project: str | Path, root: Path) -> Path:
    """A project of the tests, or a folder, copied to a folder with the model of the real one; that folder."""
    shutil.copytree(PROJECTS / project, root, dirs_exist_ok=True)
    shutil.copy(ROOT / "ubproject.toml", root)
    return root


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real plan with all pages of its site, to be read."""
    root = tmp_path_factory.mktemp("whole")
    for name in ("conf.py", "ubproject.toml", "index.md", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root)
    for name in ("docs", "needs"):
        shutil.copytree(ROOT / name, root / name)
    without_downloads(root)
    return root


@pytest.fixture
def plan_copy(tmp_path: Path) -> Path:
    """A copy of the real plan and the views around it, free to be damaged."""
    root = tmp_path / "plan"
    shutil.copytree(ROOT / "needs", root / "needs")
    shutil.copy(ROOT / "ubproject.toml", root)
    return _with_views(root)


def without_downloads(root: Path) -> None:
    """Make no exports in the build: they take time, and have tests of their own."""
    (root / "docs" / "views" / "downloads.md").write_text("# Tải về\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small project, with the model of the real one."""
    return copy_of("small", tmp_path / "small")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A project without plans, with the model of the real one."""
    root = tmp_path / "root"
    (root / "needs").mkdir(parents=True)
    shutil.copy(ROOT / "ubproject.toml", root)
    return root


BARE_CONF = """\
extensions = ["myst_parser", "sphinx_needs"]
include_patterns = ["index.md", "needs/**"]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
suppress_warnings = ["myst.directive_unknown"]  # frame is a directive of kehoach's own
"""


def bare_project(root: Path, needs: Path) -> Path:
    """The same needs for bare sphinx-needs: no kehoach between the files and what it makes of them."""
    root.mkdir(exist_ok=True)
    shutil.copytree(needs, root / "needs")
    shutil.copy(ROOT / "ubproject.toml", root)
    (root / "conf.py").write_text(BARE_CONF, encoding="utf-8")
    (root / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n", encoding="utf-8")
    return root


#: What stands on the real home page, without its words and the guides.
DEMO_HOME = """
:::{view} home
:::

```{toctree}
:glob:
:hidden:

docs/views/*
```

:::{plan-pages}
:::
"""


def _with_views(root: Path) -> Path:
    """Put the pages of the site around a plan, but no guides."""
    shutil.copy(ROOT / "conf.py", root)
    shutil.copytree(ROOT / "docs" / "views", root / "docs" / "views")
    (root / "index.md").write_text(f"# Demo\n{DEMO_HOME}", encoding="utf-8")
    without_downloads(root)
    return root


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan, with the pages of the site around it."""
    return _with_views(copy_of("demo", tmp_path / "demo"))


class _BuiltOnce:
    """A project with its site, laid again where it was built: Sphinx keeps whole paths."""

    def __init__(self, root: Path, sphinx_build: Run) -> None:
        self._root = root
        assert sphinx_build(root).returncode == 0
        self._as_built = shutil.copytree(root, root.with_name("as-built"))

    def again(self) -> Path:
        shutil.rmtree(self._root)
        return shutil.copytree(self._as_built, self._root)


@pytest.fixture(scope="session")
def _demo_once(tmp_path_factory: pytest.TempPathFactory, sphinx_build: Run) -> _BuiltOnce:
    root = copy_of("demo", tmp_path_factory.mktemp("built") / "demo")
    return _BuiltOnce(_with_views(root), sphinx_build)


@pytest.fixture
def built_demo(_demo_once: _BuiltOnce) -> Path:
    """The fictional demo plan with its site of a moment ago, free to be damaged and built again."""
    return _demo_once.again()


@pytest.fixture(scope="session")
def _plans_once(tmp_path_factory: pytest.TempPathFactory, sphinx_build: Run) -> _BuiltOnce:
    root = copy_of("demo", tmp_path_factory.mktemp("built") / "plans")
    add_second_plan(root)
    return _BuiltOnce(_with_views(root), sphinx_build)


@pytest.fixture
def built_plans(_plans_once: _BuiltOnce) -> Path:
    """Both fictional plans with their site of a moment ago, free to be damaged and built again."""
    return _plans_once.again()


def add_second_plan(root: Path) -> None:
    """Put the demo's second fictional plan, of a commune that implements the first, beside it."""
    shutil.copytree(PROJECTS / "demo" / "second-plan", root / "needs", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The fictional demo plan, read once: it is frozen."""
    return reader.read(copy_of("demo", tmp_path_factory.mktemp("demo")))


@contextmanager
def loop_kept() -> Iterator[None]:
    """After this Playwright's event loop runs as before it, whatever the test was that came last."""
    loop = asyncio._get_running_loop()
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def running() -> Iterator[Browser]:
    """A running browser that does nothing on its own account."""
    switches = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    switches += " disable-component-update disable-sync"
    args = [f"--{switch}" for switch in switches.split()]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=args)
        with loop_kept():
            yield started
        started.close()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, as it would be handed on."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read in this process: what is read of them is the same, and no worker has to start."""

    def read(path: Path, kind: str, progress: readers.PagesRead) -> readers.Material:
        return readers.load(kind)(path, kind, lambda done, count, _pictures: progress(done, count))

    monkeypatch.setattr(worker, "read", read)


@pytest.fixture(scope="session")
def run_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs ``python -m MODULE``: ``run_module("kehoach", ["check"])``."""
    starters: dict[str, starting.Starter] = {}

    def run(
        module: str, arguments: list[str], options: Mapping[str, object] = {}, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **variables}
        given: dict[str, Any] = {"env": environment, "encoding": "utf-8", **options}
        if hasattr(os, "fork"):
            if module not in starters:
                folder = tmp_path_factory.mktemp(module)
                starters[module] = starting.Starter(module, environment, folder)
            if starters[module].fits(given):
                return starters[module].run(arguments, given)
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, capture_output=True, check=False, **given)

    yield run
    for starter in starters.values():
        starter.stop()


@pytest.fixture
def kehoach(run_module: Run) -> Run:
    """Runs the ``kehoach`` command as a user would."""

    def run(*args: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return run_module("kehoach", [*map(str, args)], options)

    return run


@pytest.fixture(scope="session")
def sphinx_build(run_module: Run) -> Run:
    """Builds a project with a builder: ``sphinx_build(root, "html")`` writes to ``root/build/html``."""

    def run(root: Path, builder: str = "html", *args: str) -> subprocess.CompletedProcess[str]:
        out = root / "build" / builder
        arguments = ["-W", "-q", "-b", builder, "-d", f"{out}-doctrees", str(root), str(out), *args]
        # What Sphinx says itself is in the code page of the window; `kehoach build` sees to that.
        return run_module("sphinx", arguments, PYTHONIOENCODING="utf-8")

    return run


@pytest.fixture
def build(run_module: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Builds the site of a project as ``kehoach build`` does, which then loads no Sphinx of its own."""

    # Not above: who loads a command before the command line has words of click's in its options.
    from kehoach.commands import site

    def run(root: Path, *, public: bool = False) -> subprocess.CompletedProcess[str]:
        done: list[subprocess.CompletedProcess[str]] = []

        def sphinx(root: Path, module: str, *arguments: str | Path) -> int:
            given = list(map(str, arguments))
            done.append(run_module(module, given, {"cwd": root}, PYTHONIOENCODING="utf-8"))
            return done[-1].returncode

        monkeypatch.setattr(site, "sphinx", sphinx)
        site.build(root, root / "build" / ("public" if public else "html"), public=public)
        return done[-1]

    return run
