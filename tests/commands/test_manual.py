"""The page of all commands says what their help says."""

from commands import manual
from kehoach.cli import COMMANDS
from kehoach.language import i18n


def test_the_page_is_the_help_of_all_commands() -> None:
    """docs/commands.md is what `make commands` would write, and has every command."""
    i18n.use("vi")
    written = manual.PAGE.read_text("utf-8")
    assert written == manual.page(), "run `make commands`"
    for name in COMMANDS:
        assert f"\n### `kehoach {name}`\n" in written
