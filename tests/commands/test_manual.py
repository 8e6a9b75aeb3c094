"""The page of all commands says what their help says."""

import re

from commands import manual
from conftest import ROOT, Run
from kehoach.cli import COMMANDS
from kehoach.language import i18n


def test_the_page_is_the_help_of_all_commands() -> None:
    """docs/commands.md is what `make commands` would write, and has every command."""
    i18n.use("vi")
    written = manual.PAGE.read_text("utf-8")
    assert written == manual.page(), "run `make commands`"
    for name in COMMANDS:
        assert f"\n### `kehoach {name}`\n" in written


def test_the_readme_shows_what_is_answered(kehoach: Run) -> None:
    """The example of `kehoach deadline` in the README ends with the line that the command prints."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r'\$ \.venv/bin/kehoach deadline "(.+)"\n +(.+)\n', readme)
    assert shown
    for words, answer in shown:
        assert kehoach("deadline", words).stdout == f"{answer}\n"
