"""The ``kehoach`` command. Exit codes: 0 clean, 1 findings, 2 could not run."""

import errno
import io
import sys
from importlib import import_module
from typing import Any

import click

from kehoach.commands.spoken import take_over_words_of_click, translated
from kehoach.files import memory
from kehoach.language import _, i18n
from kehoach.language.spelling import closest

#: Every command and the module that holds it.
COMMANDS = {
    "archive": "kehoach.commands.archive",
    "build": "kehoach.commands.build",
    "changes": "kehoach.commands.changes",
    "check": "kehoach.commands.check",
    "collect": "kehoach.commands.collect",
    "deadline": "kehoach.commands.deadline",
    "edition": "kehoach.commands.edition",
    "export": "kehoach.commands.export",
    "fix": "kehoach.commands.fix",
    "import": "kehoach.commands.import_plan",
    "init": "kehoach.commands.init",
    "lsp": "kehoach.commands.lsp",
    "menu": "kehoach.commands.menu",
    "merge": "kehoach.commands.merge",
    "new": "kehoach.commands.new",
    "pack": "kehoach.commands.pack",
    "pdf": "kehoach.commands.pdf",
    "remind": "kehoach.commands.remind",
    "report": "kehoach.commands.report",
    "request": "kehoach.commands.request",
    "resolve": "kehoach.commands.resolve",
    "review": "kehoach.commands.review",
    "rollup": "kehoach.commands.rollup",
    "serve": "kehoach.commands.serve",
    "sign": "kehoach.commands.sign",
    "status": "kehoach.commands.status",
    "test": "kehoach.commands.test",
    "upstream": "kehoach.commands.upstream",
    "verify": "kehoach.commands.verify",
}


class _Commands(click.Group):
    """Loads a command when it is asked for: a check does without the libraries of the exports."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the command of a process, with which all goes in the end; nothing is looked for then."""
        try:
            return super().__call__(*args, **kwargs)
        finally:
            memory.keep_all()

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line with what is typed and said in UTF-8, as files are."""
        memory.look_seldom()
        # Neither the C locale of a build machine nor the code pages of Windows know all Vietnamese letters.
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what the system refuses is one sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read the output has read enough; click knows that
                raise
            from kehoach.commands.common import stopped

            raise stopped(error) from error

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return translated(import_module(COMMANDS[name]).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for; one that does not exist gets the nearest that does."""
        near = "" if args[0] in COMMANDS else closest(args[0], COMMANDS)
        if near:
            message = _('There is no command "{name}". Did you mean "{near}"?')
            ctx.fail(message.format(name=args[0], near=near))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help of the whole; that of a command is its own."""
        return click.Group.get_help(translated(self), ctx)

    def get_usage(self, ctx: click.Context) -> str:
        """The same of the usage of the whole."""
        return click.Group.get_usage(translated(self), ctx)


def _speak(_ctx: click.Context, _parameter: click.Parameter, lang: str) -> None:
    i18n.use(lang)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kehoach")
@click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    is_eager=True,  # what is said of all other arguments is said in it
    expose_value=False,
    callback=_speak,
    help="Language of messages.",
)
def main() -> None:
    """Plan-as-code for government implementation plans."""


take_over_words_of_click()
