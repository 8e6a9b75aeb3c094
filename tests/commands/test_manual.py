"""The page of all commands says what their help says."""

import os
import re
import subprocess
import sys

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
