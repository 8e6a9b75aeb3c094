"""What several test modules share: the real plan, copies of it, and builds."""

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

import browser as chromium
from kehoach.language import i18n
from kehoach.plan import Plan, reader

ROOT = Path(__file__).parents[1]
# All builds are of one named day, so that a run over midnight compares like with like.
os.environ["KEHOACH_AS_OF"] = "2026-11-22"
PROJECTS = ROOT / "tests" / "projects"

# Fuzzing: the same inputs in each run of the tests, and as many others as asked for in `make soak`.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("test", derandomize=True, deadline=None, suppress_health_check=_SLOW)
_EXAMPLES = int(os.environ.get("EXAMPLES", "1000"))
settings.register_profile("soak", max_examples=_EXAMPLES, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("test")


@contextmanager
def no_hang() -> Iterator[None]:
    """Fail where what is done inside takes over a second of the processor, however busy the machine is."""
    gc.disable()  # which a long test run makes longer than what is tested
    start = time.process_time()
    try:
        yield
    finally:
        gc.enable()
    assert time.process_time() - start < 1


@pytest.fixture(autouse=True)
def english() -> None:
    """Tests read message ids; what they become in Vietnamese is tested in test_i18n."""
    i18n.use("en")


@pytest.fixture
def plan_copy(tmp_path: Path) -> Path:
    """A copy of the real plan and the site around it, free to be damaged."""
    root = tmp_path / "plan"
    root.mkdir()
    for name in ("conf.py", "ubproject.toml", "index.md", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root)
    for name in ("docs", "needs", "locale"):
        shutil.copytree(ROOT / name, root / name)
    without_downloads(root)
    return root


def without_downloads(root: Path) -> None:
    """Make no exports in the build: they take time, and have tests of their own."""
    (root / "docs" / "views" / "downloads.md").write_text("# Tải về\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small project, with the model of the real one."""
    root = tmp_path / "small"
    shutil.copytree(PROJECTS / "small", root)
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
:::{view} plan-header
:::

:::{view} cells
:::

:::{view} tasks
:::

```{toctree}
:glob:
:hidden:

docs/views/*
```

:::{plan-pages}
:::
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan, with the pages of the site around it."""
    root = tmp_path / "demo"
    shutil.copytree(PROJECTS / "demo", root)
    for name in ("conf.py", "ubproject.toml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "docs" / "views", root / "docs" / "views")
    (root / "index.md").write_text(f"# Demo\n{DEMO_HOME}", encoding="utf-8")
    without_downloads(root)
    return root


def add_second_plan(root: Path) -> None:
    """Put the demo's second fictional plan, of a commune that implements the first, beside it."""
    shutil.copytree(PROJECTS / "demo" / "second-plan", root / "needs", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The fictional demo plan, read once: it is frozen."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(PROJECTS / "demo", root, dirs_exist_ok=True)
    shutil.copy(ROOT / "ubproject.toml", root)
    return reader.read(root)


@pytest.fixture(scope="session")
def running() -> Iterator[Browser]:
    """A running browser that does nothing on its own account."""
    switches = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    switches += " disable-component-update disable-sync"
    args = [f"--{switch}" for switch in switches.split()]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=args)
        yield started
        started.close()


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kehoach() -> Run:
    """Runs the ``kehoach`` command as a user would."""

    def run(*args: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return _run([sys.executable, "-m", "kehoach", *map(str, args)], **options)

    return run


@pytest.fixture
def sphinx_build() -> Run:
    """Builds a project with a builder: ``sphinx_build(root, "html")`` writes to ``root/build/html``."""

    def run(root: Path, builder: str = "html", *args: str) -> subprocess.CompletedProcess[str]:
        out = root / "build" / builder
        command = ["-m", "sphinx", "-W", "-q", "-b", builder, "-d", f"{out}-doctrees", str(root), str(out)]
        return _run([sys.executable, *command, *args])

    return run


def _run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return] # options go through as they are
        command, capture_output=True, text=True, check=False, env=environment, **options
    )
