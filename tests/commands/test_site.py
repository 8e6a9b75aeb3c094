"""``kehoach build``, ``test`` and ``pdf`` do what ``make`` and Sphinx do, wherever the project is."""

import filecmp
import os
import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import Run
from kehoach.cli import COMMANDS, main
from kehoach.files import links

TASKS = "needs/kh-9-2026/ii-nhiem-vu.md"


def without_owner(root: Path) -> None:
    """A task loses its owner, as by a mistake."""
    path = root / TASKS
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-SNV\n", "", 1), encoding="utf-8")


@pytest.fixture
def elsewhere(demo: Path, tmp_path: Path) -> Path:
    """The demo plan in a folder such as people make them."""
    return Path(shutil.move(demo, tmp_path / "Kế hoạch năm 2026 (đang làm)"))


def files(site: Path) -> list[str]:
    """The files of a site but for what Sphinx notes for its next build."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return sorted(name for name in found if name != ".buildinfo")


def test_the_site_is_that_of_sphinx(elsewhere: Path, kehoach: Run, sphinx_build: Run) -> None:
    """Byte for byte what Sphinx builds of the same files, and the command names its first page."""
    assert sphinx_build(elsewhere, "html").returncode == 0
    done = kehoach("build", "--out", elsewhere / "trang web" / "html", cwd=elsewhere)
    theirs, ours = elsewhere / "build" / "html", elsewhere / "trang web" / "html"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{ours / 'index.html'}\n"
    assert files(ours) == files(theirs)
    assert filecmp.cmpfiles(theirs, ours, files(theirs), shallow=False)[0] == files(theirs)


@pytest.mark.parametrize("command", ["build", "test"])
def test_a_fault_is_told_once_and_nothing_is_built(demo: Path, kehoach: Run, command: str) -> None:
    """Findings end with 1, a project that cannot be read with 2; each is said once, in Vietnamese letters."""
    without_owner(demo)
    done = kehoach(
        command, "--root", demo, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, encoding="utf-8"
    )
    assert done.returncode == 1
    assert done.stderr.count("KH101") == 1
    assert "Chưa ghi cơ quan chủ trì" in done.stderr
    assert not (demo / "build" / "html" / "index.html").exists()
    (demo / "ubproject.toml").write_text("x = [\n", encoding="utf-8")
    assert kehoach(command, "--root", demo).returncode == 2


@pytest.mark.parametrize("out", [".", "..", "needs", "conf.py", "docs/views"])
def test_a_site_is_built_over_nothing_else(demo: Path, kehoach: Run, out: str) -> None:
    """A folder that holds anything but a site, the project above all, is refused in a sentence, untouched."""
    before = {path: path.read_bytes() for path in demo.parent.rglob("*") if path.is_file()}
    done = kehoach("--lang", "en", "build", "--root", demo, "--out", demo / out)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert {path: path.read_bytes() for path in demo.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", ["build", "test", "serve"])
def test_what_cannot_be_built_is_said_in_a_sentence(demo: Path, kehoach: Run, command: str) -> None:
    """Where build/ is no folder, or conf.py is gone: exit code 2, one line, no traceback."""
    (demo / "build").write_text("", encoding="utf-8")
    for said in ("Cannot write", "There is no conf.py"):
        done = kehoach("--lang", "en", command, "--root", demo)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert said in done.stderr
        (demo / "conf.py").unlink(missing_ok=True)


def test_a_module_in_the_folder_is_not_taken_for_ours(demo: Path, kehoach: Run) -> None:
    """What lies in the project under the name of a module of Python's is not run."""
    (demo / "gettext.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    assert kehoach("build", "--root", demo).returncode == 0


def test_links_of_the_site_lead_somewhere(demo: Path, kehoach: Run) -> None:
    """The demo's site has no dead link; one in a guide is named with its page."""
    done = kehoach("--lang", "en", "test", "--root", demo)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 links lead nowhere.\n")
    with (demo / "docs" / "views" / "week.md").open("a", encoding="utf-8") as page:
        page.write("\n[a](https://example.org/x) <a href='gone.html'>b</a>\n")
    done = kehoach("--lang", "en", "test", "--root", demo)
    assert (done.returncode, done.stdout) == (1, "docs/views/week.html: the link gone.html leads nowhere.\n")


SITE = {
    "index.html": '<h1 id="a">x</h1><a name="b"></a>',
    "thư mục/trang.html": "",
    "x.css": "",
    "thư mục/index.html": "",
}
LINKS = {
    "": True,
    "#": True,
    "#a": True,
    "#b": True,
    "#top": True,
    "#c": False,
    "x.css": True,
    "x.css?v=1": True,
    "y.css": False,
    "th%C6%B0%20m%E1%BB%A5c/trang.html": True,
    "thư mục/": True,
    "thư mục/trang.html#a": False,
    "thư mục/../index.html#a": True,
    "../index.html": False,
    "INDEX.html": False,
    "https://example.org/": True,
    "//example.org/": True,
    "mailto:a@example.org": True,
    "data:,": True,
}


@pytest.mark.parametrize("link", LINKS)
def test_what_leads_nowhere(tmp_path: Path, link: str) -> None:
    """A link is alive that leads to a file of the site and, in a page, to a place in it."""
    for name, content in SITE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content or "<p>x</p>", encoding="utf-8")
    with (tmp_path / "index.html").open("a", encoding="utf-8") as page:
        page.write(f'<a href="{link}">x</a>')
    assert links.dead(tmp_path) == ([] if LINKS[link] else [("index.html", link)])


def test_pdf_is_the_export_of_pdf(demo: Path, kehoach: Run, tmp_path: Path) -> None:
    """The short command writes the same files as the long one, and takes the same options."""
    one, two = tmp_path / "one", tmp_path / "two"
    assert kehoach("pdf", "--root", demo, "--agency", "CQ-SNV", "--out", one).returncode == 0
    assert kehoach("export", "pdf", "--root", demo, "--agency", "CQ-SNV", "--out", two).returncode == 0
    assert files(one) == files(two) != []
    assert filecmp.cmpfiles(one, two, files(one), shallow=False)[0] == files(one)


def test_a_busy_port_is_a_sentence(demo: Path, kehoach: Run) -> None:
    """Where another program listens, serve says so at once, and serves nothing."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = kehoach("--lang", "en", "serve", "--root", demo, "--port", port)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert f"Port {port} is used" in done.stderr


def test_without_plans_there_is_a_sentence(demo: Path, kehoach: Run) -> None:
    """Where needs/ is gone, build and check say which folder is not there, and why in people's words."""
    shutil.rmtree(demo / "needs")
    for command in ("build", "check"):
        done = kehoach(command, "--root", demo)
        assert (done.returncode, done.stderr.count("\n"), "Errno" in done.stderr) == (2, 1, False), (
            done.stderr
        )
        assert f"{demo / 'needs'}: không có tệp hoặc thư mục này" in done.stderr


def test_sphinx_itself_says_what_cannot_be_written(demo: Path, sphinx_build: Run) -> None:
    """Where nothing can be written, Sphinx without our command ends in one line, too, and no crash report."""
    (demo / "build").write_text("", encoding="utf-8")
    done = sphinx_build(demo)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "Không ghi được" in done.stderr


def test_the_command_line_is_vietnamese(kehoach: Run) -> None:
    """What is no number, and what stands for a value in help, is not named in click's English."""
    said = kehoach("serve", "--port", "x").stderr
    assert "(số nguyên)" in said
    for command in COMMANDS:
        shown = CliRunner().invoke(main, [command, "--help"]).stdout
        assert shown.startswith("Cách dùng")
        assert not any(word in shown for word in ("TEXT", "INTEGER", "RANGE", "DAY", "OPTIONS")), command


def test_the_options_of_a_new_object_are_told(demo: Path, kehoach: Run) -> None:
    """Each has the words of the model, and what it takes: IDs of a type, a day, one of a list."""
    for name, said in (
        ("task", ("--owner CQ-…", "Cơ quan chủ trì", "--ownership joint|each", "Xuất xứ")),
        ("evidence", ("--proves SP-…", "--date NGÀY", "Ngày văn bản")),
    ):
        shown = kehoach("new", name, "--root", demo, "--help", cwd=demo).stdout
        assert "TEXT" not in shown
        for words in said:
            assert words in shown
