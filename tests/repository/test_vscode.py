"""The extension for VS Code asks the command line for what there is. Its own tests run by `make vscode`."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from conftest import ROOT, Run, copy_of
from kehoach.cli import main
from merging.test_merge import everything
from workbooks import make

FOLDER = ROOT / "editors" / "vscode"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "package.json").read_text("utf-8"))
SAID: dict[str, Any] = MANIFEST["contributes"]
RUNS: dict[str, list[str]] = json.loads((FOLDER / "src" / "core" / "runs.json").read_text("utf-8"))
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted((FOLDER / "src").rglob("*.ts")))
COMMANDS = {command["command"] for command in SAID["commands"]}
REGISTRY = "https://registry.npmjs.org/"
#: The types that can be added by quick picks.
TYPES = re.findall(r'create\("(\w+)"', SOURCE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan."""
    return copy_of("demo", tmp_path / "demo")


def filled(run: Iterable[str], values: Mapping[str, object]) -> list[str]:
    """The arguments of a run of the extension's, with values in the place of its {names}."""
    return [str(values[part[1:-1]]) if part.startswith("{") else part for part in run]


def commands(run: str) -> Iterator[tuple[click.Command, list[str]]]:
    """The commands that a run can be, and its other arguments."""
    name, *rest = RUNS[run]
    context = click.Context(main)
    found = main.get_command(context, name)
    assert found, name
    if rest[:1] == ["{type}"]:
        assert isinstance(found, click.Group)
        for need_type in TYPES:
            yield found.commands[need_type], rest[1:]
    else:
        yield found, rest


@pytest.mark.parametrize("run", RUNS)
def test_every_run_is_a_command_with_these_options(run: str) -> None:
    """Each run is a command of kehoach's and names only options that it has, with values that they take."""
    for command, arguments in commands(run):
        values = {"type": TYPES[0], "file": "a.xlsx", "receipt": "r.md", "port": "8000"}
        context = command.make_context(command.name, filled(arguments, values))
        assert context.args == []


def test_every_run_is_used_and_each_that_is_used_is_there() -> None:
    """Neither a run that nobody starts nor one that there is not."""
    used = re.findall(r'(?:argumentsOf\(|runIn\(folder, |runIn\(\n\s+folder,\s+)"(\w+)"', SOURCE)
    assert {*used} == {*RUNS}


@pytest.mark.parametrize("need_type", TYPES)
def test_what_is_asked_can_be_read(project: Path, kehoach: Run, need_type: str) -> None:
    """What each quick pick is made of has the keys that the extension reads."""
    done = kehoach(*filled(RUNS["questions"], {"type": need_type}), cwd=project)
    keys = re.findall(r"readonly (\w+):", SOURCE.partition("interface Question {")[2].partition("}")[0])
    assert done.returncode == 0
    for question in json.loads(done.stdout):
        assert [*question] == keys
        for choice in question["choices"]:
            assert [*choice] == ["value", "label", "about"]


def test_the_answers_make_an_object(project: Path, kehoach: Run) -> None:
    """Answers as the extension hands them over add the object, and its place is printed as it is read."""
    answers = {"proves": "SP-9-2026-II-4-1", "title": "--Báo cáo", "date": "10/7/2026", "number": "1/BC"}
    given = [f"--{option}={answer}" for option, answer in answers.items()]
    done = kehoach(*filled(RUNS["create"], {"type": "evidence"}), *given, cwd=project)
    assert done.returncode == 0, done.stderr
    assert re.match(r"(.+):(\d+): (MC-9-2026-19) ", done.stdout)
    body = [
        "--clause=III.99",
        "--title=Việc",
        "--owner=CQ-SNV",
        "--deadline=Quý IV năm 2026",
        "--body=Một\nHai",
    ]
    more = ["--deliverables=Báo cáo", "--deliverables=Tờ trình"]
    made = kehoach(*filled(RUNS["create"], {"type": "task"}), *body, *more, cwd=project)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize(
    ("need_type", "answers", "made"),
    [
        ("update", {"on": "NV-9-2026-II-4", "result": "Đã làm"}, "BC-9-2026-"),
        ("amendment", {"amends": "NV-9-2026-II-4", "deadline": "Ngày 30/9/2026"}, "DC-9-2026-"),
    ],
)
def test_a_report_and_an_amendment_are_made_of_answers(
    project: Path, kehoach: Run, need_type: str, answers: Mapping[str, str], made: str
) -> None:
    """As evidence and tasks are: the object is added, and its place is printed."""
    document = {"issuer": "Sở Tư pháp (giả định)", "effect": "requested"}
    given = {"title": "Báo cáo", "date": "10/7/2026", **answers, **(document if "amends" in answers else {})}
    run = filled(RUNS["create"], {"type": need_type})
    done = kehoach(*run, *(f"--{option}={answer}" for option, answer in given.items()), cwd=project)
    assert done.returncode == 0, done.stderr
    assert re.match(rf"(.+):(\d+): ({made}\d+) ", done.stdout)


def test_a_workbook_filled_by_another_program_is_taken(project: Path, kehoach: Run, tmp_path: Path) -> None:
    """What the extension runs looks, writes nothing, then takes what `kehoach merge` takes, and tells."""
    other, before, receipt = (
        tmp_path / "other",
        everything(project),
        project / "build" / "bien-nhan" / "so.md",
    )
    shutil.copytree(project, other)
    values = {"file": make.MADE, "receipt": receipt}
    looked = json.loads(kehoach(*filled(RUNS["preview"], values), cwd=project).stdout)
    assert everything(project) == before
    took = json.loads(kehoach(*filled(RUNS["take"], values), cwd=project).stdout)
    assert kehoach("merge", make.MADE, cwd=other).returncode == 0
    assert [*everything(project).values()] == [*everything(other).values()] != [*before.values()]
    keys = re.findall(r"readonly (\w+):", SOURCE.partition("interface Merged {")[2].partition("}")[0])
    assert keys
    assert {*keys} <= {*looked} == {*took}
    assert (looked["written"], took["written"]) == (False, True)
    assert looked["changes"] == took["changes"]
    said = receipt.read_text("utf-8")
    assert said == took["receipt"]
    assert said.startswith("# Biên nhận bảng tính: ")
    assert "## Đã nhận (12)\n" in said
    assert "114/BC-SNV (giả định)" in said


def test_what_was_edited_is_told_for_the_message(project: Path, kehoach: Run) -> None:
    """The words of "Gửi thay đổi" are made of what `kehoach changes` tells of edits that are not sent yet."""
    author = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*author, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    kehoach("merge", make.MADE, cwd=project)
    told = json.loads(kehoach(*filled(RUNS["changes"], {}), cwd=project).stdout)
    assert "MC-9-2026-3" in told["evidence"]
    assert {"kind", "id"} <= {*told["changes"][0]}


def test_commands_are_declared_done_and_shown() -> None:
    """Each command that is declared does something; each that a menu or the walkthrough names is declared."""
    done = {*re.findall(r'"(kehoach\.\w+)": ', SOURCE)}
    shown = {item["command"] for menu in SAID["menus"].values() for item in menu}
    (walkthrough,) = SAID["walkthroughs"]
    steps = json.dumps(walkthrough["steps"], ensure_ascii=False)
    assert COMMANDS == done == {item["command"] for item in SAID["menus"]["commandPalette"]}
    assert shown <= COMMANDS
    assert {*re.findall(r"command:(kehoach\.\w+)", steps)} <= COMMANDS
    assert {*re.findall(r"onCommand:(kehoach\.\w+)", steps)} <= COMMANDS
    for step in walkthrough["steps"]:
        assert (FOLDER / step["media"]["markdown"]).is_file()


def test_settings_are_those_that_are_read() -> None:
    """Neither a setting that nothing reads nor one that nobody can find."""
    read = re.findall(r'get<[^>]+(?:\[\])?>\("(\w+)"', SOURCE)
    assert {f"kehoach.{name}" for name in read} == {*SAID["configuration"]["properties"]}


def test_what_offices_get_recommends_it() -> None:
    """The editor settings name the extension, of the tool's version; what it starts is installed."""
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))["recommendations"]
    assert f"{MANIFEST['publisher']}.{MANIFEST['name']}" in recommended
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    laid_down = (ROOT / "scripts/kehoach/project/files/pyproject.toml.jinja").read_text("utf-8")
    assert re.search(r"kehoach\[[\w,-]*\blsp\b", laid_down)
    assert MANIFEST["version"] == project["version"].partition(".dev")[0]


def test_snippets_stand_once() -> None:
    """They are the project's own, which every editor of it has: not of the extension a second time."""
    assert "snippets" not in SAID
    assert (ROOT / ".vscode" / "kehoach.code-snippets").is_file()


def test_packages_are_locked_from_the_public_registry() -> None:
    """Each package comes by its hash, from npm's registry alone, and runs no script of its own."""
    lock = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))["packages"]
    for name, package in lock.items():
        if name and not package.get("link"):
            assert package.get("resolved", REGISTRY).startswith(REGISTRY), name
            assert package["integrity"].startswith("sha512-"), name
    assert all(version[0].isdigit() for version in MANIFEST["devDependencies"].values())
    assert "dependencies" not in MANIFEST  # what is needed is in the bundle
    installs = re.findall(r"^\tnpm .*", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert [line for line in installs if " ci --ignore-scripts " not in line] == []


def test_nothing_is_run_that_nobody_trusts() -> None:
    """A folder brings its own program, so nothing starts in one that is not trusted."""
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] is False
    assert MANIFEST["activationEvents"] == ["workspaceContains:ubproject.toml"]
