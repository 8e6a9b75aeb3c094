"""``make serve`` in a browser: an edit shows by itself, and so does what is wrong with it."""

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT, Run

TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"
#: Milliseconds: long, since others may use the machine. What an edit takes is measured in processor time.
PATIENCE = 90_000
BANNER = "#findings"


@pytest.fixture
def project(demo: Path) -> Path:
    """The demo plan with what ``make serve`` needs around it."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, demo)
    shutil.copy(ROOT / "docs" / "views" / "downloads.md", demo / "docs" / "views")
    (demo / "scripts").mkdir()
    (demo / ".venv").mkdir()
    (demo / ".venv" / "bin").symlink_to(ROOT / ".venv" / "bin")
    (demo / ".venv" / ".ready").touch()
    return demo


@contextmanager
def served(root: Path) -> Iterator[tuple[str, psutil.Process]]:
    """``make serve`` on a free port: its address and its process."""
    command = ["make", "serve", "PORT=0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        try:
            said = next(line for line in process.stdout if "http://" in line)
            address = re.findall(r"http://[\d.:]+", said)[0]
            wait_for(int(address.rpartition(":")[2]))
            below = psutil.Process(process.pid).children(recursive=True)
            server = next(one for one in below if "kehoach.extension.warm" in one.cmdline())
            yield address, server
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _attempt in range(PATIENCE // 100):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    pytest.fail(f"Nobody listens at port {port}.")


@pytest.fixture
def tab(running: Browser) -> Iterator[Page]:
    """A tab that may ask this machine."""
    opened = running.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def edit(root: Path, old: str, new: str) -> None:
    """Replace words in the file of tasks."""
    path = root / TASKS
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def spent(server: psutil.Process) -> float:
    """Seconds of processor time that the server's builds have taken."""
    times = server.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def fresh(root: Path) -> float:
    """Seconds of processor time of a build in a new process that finds nothing to do."""
    built = root / "build"
    command = [sys.executable, "-m", "sphinx", "-q", "-D", "kehoach_serve=1"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    where = ["-d", str(built / "serve-doctrees"), ".", str(built / "serve")]
    subprocess.run([*command, *where], cwd=root, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_an_edit_and_its_mistakes_show_by_themselves(project: Path, tab: Page) -> None:
    """A new title shows for less than loading Sphinx costs, a finding as file:line: message until mended."""
    title = re.search(r"^:::\{task\} (.*)", (project / TASKS).read_text("utf-8"), re.MULTILINE)
    assert title
    with served(project) as (address, server):
        tab.goto(f"{address}/{TASKS.removesuffix('.md')}.html")
        shown = tab.locator(".card-title").first
        expect(shown).to_have_text(title[1])
        expect(tab.locator(BANNER)).to_have_count(0)

        first = spent(server)
        edit(project, title[1], "Việc mới đặt tên")
        expect(shown).to_have_text("Việc mới đặt tên", timeout=PATIENCE)
        # A process of its own would have to load first, even where there is nothing to do; half is the limit
        # that `make bench` holds, and other work at the same time costs some more.
        assert spent(server) - first < 0.75 * fresh(project)

        edit(project, ":owner: CQ-SNV\n", "")
        expect(tab.locator(BANNER)).to_contain_text(f"{TASKS}:5: KH101 NV-9-2026-II-1: ", timeout=PATIENCE)
        expect(shown).to_have_text("Việc mới đặt tên")

        edit(project, ":clause: II.1\n", ":clause: II.1\n:owner: CQ-SNV\n")
        expect(tab.locator(BANNER)).to_have_count(0, timeout=PATIENCE)
        expect(shown).to_have_text("Việc mới đặt tên")


def test_a_plan_with_faults_is_served_from_the_start(project: Path, tab: Page) -> None:
    """Where nothing could be built yet, the first page says what is wrong, and gives way to the site."""
    edit(project, ":owner: CQ-SNV\n", ":owner: CQ-<b>X</b>\n")
    with served(project) as (address, _server):
        tab.goto(address)
        expect(tab.locator(BANNER)).to_contain_text(f"{TASKS}:8: KH104 ")
        expect(tab.locator(BANNER)).to_contain_text("<b>X</b>")
        edit(project, "CQ-<b>X</b>", "CQ-SNV")
        expect(tab.locator("h1")).to_contain_text("Demo", timeout=PATIENCE)
        expect(tab.locator(BANNER)).to_have_count(0)


def test_nothing_of_it_is_in_a_site_for_readers(demo: Path, sphinx_build: Run) -> None:
    """A build that is not for editing has no findings, no script that asks for them, no way to an editor."""
    assert sphinx_build(demo).returncode == 0
    files = [path for path in (demo / "build" / "html").rglob("*") if path.is_file()]
    assert files
    for inside in (b"findings.json", b"vscode:"):
        assert [path for path in files if inside in path.read_bytes()] == []
    assert not (demo / "build" / "html" / "findings.json").exists()
