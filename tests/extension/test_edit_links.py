"""Links from cards to the repository's web editor, and to the editor of who serves the site to edit it."""

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pytest
from sphinx.config import Config

from conftest import Run
from kehoach.extension import edit_links
from kehoach.plan import Need

REPOSITORY = "https://git.example.org/so-noi-vu/ke-hoach"
NEED = Need("task", "NV-1", "Việc", "needs/kh-1/viec.md", 12, {}, {}, {}, "", 13)
TASKS = "needs/kh-9-2026/ii-nhiem-vu"


def config(edit: str, repository: str = REPOSITORY, branch: str = "main", editor: str = "") -> Config:
    """A configuration with these settings, and as Sphinx has others; served where it has an editor."""
    made = Config()
    for name in ("edit", "repository", "branch", "editor", "serve"):
        made.add(f"kehoach_{name}", "", "html", ())
    made.kehoach_edit, made.kehoach_repository, made.kehoach_branch = edit, repository, branch
    made.kehoach_editor, made.kehoach_serve = editor, bool(editor)
    return made


def address(settings: Config, need: Need = NEED, root: str = "/srv/kế hoạch") -> str:
    """Where the link of a need leads."""
    edit_links.check_config(None, settings)  # type: ignore[arg-type] # Sphinx hands itself over
    return edit_links.edit_address(settings, PurePosixPath(root), need)  # type: ignore[arg-type] # on any system


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("github", f"{REPOSITORY}/edit/main/needs/kh-1/viec.md#L12"),
        ("gitlab", f"{REPOSITORY}/-/edit/main/needs/kh-1/viec.md#L12"),
        ("gitea", f"{REPOSITORY}/_edit/main/needs/kh-1/viec.md#L12"),
        ("http://s.example/{branch}?f={path}&l={line}", "http://s.example/main?f=needs/kh-1/viec.md&l=12"),
    ],
)
def test_each_host_has_its_address(edit: str, expected: str) -> None:
    """The file's path and line stand where the host's editor expects them."""
    assert address(config(edit)) == expected


def test_paths_and_branches_are_escaped() -> None:
    """Blanks, Vietnamese letters and signs that mean something in an address are escaped."""
    need = replace(NEED, path="needs/kế hoạch/a#1?.md")
    made = address(config("github", f"{REPOSITORY}/", "sửa/đợt 1"), need)
    path = "needs/k%E1%BA%BF%20ho%E1%BA%A1ch/a%231%3F.md"
    assert made == f"{REPOSITORY}/edit/s%E1%BB%ADa/%C4%91%E1%BB%A3t%201/{path}#L12"


@pytest.mark.parametrize(
    ("edit", "repository"),
    [
        ("github", ""),
        ("github", "git.example.org/a/b"),
        ("github", "javascript:alert(1)//"),
        ("github", "file:///home/a"),
        ("javascript:alert('{path}')", ""),
        ("https://{host}/{path}", ""),
        ("https://a.example/{path", ""),
        ("https://a.example/{}", ""),
        ("githb", REPOSITORY),
    ],
)
def test_what_makes_no_web_address_is_refused(edit: str, repository: str) -> None:
    """A link leads to a website or there is no build."""
    with pytest.raises(SystemExit, match="2"):
        edit_links.check_config(None, config(edit, repository))  # type: ignore[arg-type]


def test_without_settings_there_is_no_link() -> None:
    """Where the repository is not known, cards have no link."""
    settings = config("", "")
    assert address(settings) == ""


@pytest.mark.parametrize(
    ("editor", "root", "expected"),
    [
        (
            edit_links.EDITOR,
            "/srv/kế hoạch",
            "vscode://file/srv/k%E1%BA%BF%20ho%E1%BA%A1ch/needs/kh-1/viec.md:12",
        ),
        (edit_links.EDITOR, "C:/KH", "vscode://file/C:/KH/needs/kh-1/viec.md:12"),
        ("idea://open?file=/{path}&line={line}", "/a", "idea://open?file=/a/needs/kh-1/viec.md&line=12"),
    ],
)
def test_a_site_that_is_served_leads_into_the_editor(editor: str, root: str, expected: str) -> None:
    """Its links open the file on this PC at its line, whatever host the repository has."""
    assert address(config("github", editor=editor), root=root) == expected


def test_only_a_site_that_is_served_leads_there() -> None:
    """The same settings in a site for readers lead to the repository."""
    settings = config("github", editor=edit_links.EDITOR)
    settings.kehoach_serve = False
    assert address(settings) == f"{REPOSITORY}/edit/main/needs/kh-1/viec.md#L12"


@pytest.mark.parametrize(
    "editor",
    [
        *(
            "javascript:alert('{path}')",
            "JavaScript:alert('{path}')",
            "data:text/html,{path}",
            "//{path}:{line}",
        ),
        *("https://a.example/{path}", "vscode://file/x", "vscode://{host}/{path}", "vscode://{path", "code"),
    ],
)
def test_what_is_no_editor_is_refused(editor: str) -> None:
    """What would run in the page, lead out of it or nowhere ends the build."""
    with pytest.raises(SystemExit, match="2"):
        edit_links.check_config(None, config("", "", editor=editor))  # type: ignore[arg-type]


def test_cards_lead_into_the_editor_while_the_site_is_served(demo: Path, sphinx_build: Run) -> None:
    """Every card of such a build opens its file at its line."""
    assert sphinx_build(demo, "html", "-D", "kehoach_serve=1").returncode == 0
    page = (demo / "build" / "html" / f"{TASKS}.html").read_text("utf-8")
    lines = (demo / f"{TASKS}.md").read_text("utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines, 1) if line == ":id: NV-9-2026-II-1")
    place = quote((demo / f"{TASKS}.md").as_posix().removeprefix("/"), safe="/:")
    assert f'href="vscode://file/{place}:{number - 1}"' in page


def test_cards_link_to_their_lines(built_demo: Path, sphinx_build: Run) -> None:
    """Every card links to the line that its object begins at; naming a repository later redraws all pages."""
    page = built_demo / "build" / "html" / f"{TASKS}.html"
    assert "card-edit" not in page.read_text("utf-8")
    named = ("-D", f"kehoach_repository={REPOSITORY}", "-D", "kehoach_edit=gitlab")
    assert sphinx_build(built_demo, "html", *named).returncode == 0
    links = re.findall(r'<a class="card-edit[^>]* href="([^"]*)"', page.read_text("utf-8"))
    lines = (built_demo / f"{TASKS}.md").read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines, 1) if re.match(r":::\{(task|deliverable)\}", line)]
    assert links == [f"{REPOSITORY}/-/edit/main/{TASKS}.md#L{number}" for number in starts]


def test_a_wrong_setting_is_said_in_a_sentence(demo: Path, sphinx_build: Run) -> None:
    """The build stops with a message that names the settings, and no crash report."""
    built = sphinx_build(demo, "html", "-D", "kehoach_edit=github")
    assert built.returncode == 2
    assert "kehoach_repository" in built.stderr
    assert "Traceback" not in built.stderr
