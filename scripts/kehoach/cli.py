"""The ``kehoach`` command. Exit codes: 0 clean, 1 findings, 2 could not run."""

import gc
from importlib import import_module

import click

from kehoach import i18n

#: Every command and the module that holds it.
COMMANDS = {
    "changes": "kehoach.commands.changes",
    "check": "kehoach.commands.check",
    "deadline": "kehoach.commands.deadline",
    "export": "kehoach.commands.export",
    "import": "kehoach.commands.import_plan",
    "merge": "kehoach.commands.merge",
    "new": "kehoach.commands.new",
    "remind": "kehoach.commands.remind",
    "review": "kehoach.commands.review",
    "status": "kehoach.commands.status",
}


class _Commands(click.Group):
    """Loads a command when it is asked for: a check does without the libraries of the exports."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name]).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kehoach")
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of messages."
)
def main(lang: str) -> None:
    """Plan-as-code for government implementation plans."""
    # What a command reads it keeps to its end: looking for what could be freed is lost time.
    gc.set_threshold(100_000)
    i18n.use(lang)
