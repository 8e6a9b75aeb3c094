"""The page of all commands says what their help says."""

import os
import re
import subprocess
import sys

import pytest

from commands import manual
from conftest import ROOT, Run
from kehoach.cli import COMMANDS


def test_the_page_is_the_help_of_all_commands() -> None:
    """docs/commands.md is what `make commands` would write, and has every command."""
    written = manual.PAGE.read_text("utf-8")
    # In a process of its own: what click says is in the language in which a command was first loaded.
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT / "bench")])
    command = [sys.executable, manual.__file__, "-"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": path}, check=True)
    assert written == done.stdout.decode(), "run `make commands`"
    for name in COMMANDS:
        assert f"\n### `kehoach {name}`\n" in written


def test_the_readme_shows_what_is_answered(kehoach: Run) -> None:
    """The example of `kehoach deadline` in the README ends with the line that the command prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r'\$ \.venv/bin/kehoach deadline "(.+)"\n +(.+)\n', readme)
    assert shown
    for words, answer in shown:
        assert kehoach("deadline", words).stdout == f"{answer}\n"


#: Pages for who edits the plan, on whatever machine.
FOR_COORDINATORS = ("coordinators", "exports", "reviewers", "tutorial")


@pytest.mark.parametrize("page", FOR_COORDINATORS)
def test_coordinators_are_told_what_every_machine_has(page: str) -> None:
    """Commands are those of uv and git: no make, no folder of POSIX, no line that goes on for a shell."""
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    wrong = re.compile(r"\.venv|\bmake \w|/tmp\b|^(?:cp|mv|rm|ls|cat|sh|export) |\\\\$|&& ", re.MULTILINE)
    assert wrong.findall(text) == []
    blocks = re.findall(r"^```(?:text|sh)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    commands = [line for block in blocks for line in block.splitlines() if "kehoach " in line[:24]]
    assert [line for line in commands if not line.startswith("uv run kehoach ")] == []
