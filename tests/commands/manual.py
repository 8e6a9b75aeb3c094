"""Write ``docs/commands.md`` anew from the help of the commands: ``make commands``; print it with "-"."""

import inspect
import re
import sys
from collections.abc import Iterator

import click

from conftest import ROOT
from kehoach.cli import main
from kehoach.language import i18n

PAGE = ROOT / "docs" / "commands.md"
#: What follows this line of the page is written anew.
HEADING = "## Từng lệnh\n"


def page() -> str:
    """The page with what stands above the heading as it is, and every command below it."""
    above, heading, _below = PAGE.read_text("utf-8").partition(HEADING)
    # In no project: the options of new objects are those of its model, which the glossary lists.
    context = click.Context(main, info_name="kehoach", obj=ROOT / "build" / "no-project")
    return "\n".join([above + heading, *_sections(context, main)])


def _sections(above: click.Context, group: click.Group) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=above)
        yield _section(context, command)
        if isinstance(command, click.Group):
            yield from _sections(context, command)


def _section(context: click.Context, command: click.Command) -> str:
    """A command: its sentence, its usage, its options but for wordless ones."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"### `{context.command_path}`", "", _typed(inspect.cleandoc(command.help or "")), ""]
    lines += ["```text", usage, "```", ""]
    for option in command.params:
        names, words = option.get_help_record(context) or ("", "")
        if names.startswith("-") and words:
            lines.append(f"- `{names}`: {_typed(words, option.default)}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _typed(words: str, default: object = None) -> str:
    """The words of a help, with what is typed as it stands marked: defaults, names of files and settings."""
    words = words.replace(f": {default}]", f": `{default}`]")
    return re.sub(r"(?<!`)\b(?:[A-Z]+(?:_[A-Z]+)+|[A-Z]{4,}|\w+\.toml)\b(?!`)", r"`\g<0>`", words)


if __name__ == "__main__":
    i18n.use("vi")
    if sys.argv[1:] == ["-"]:
        sys.stdout.buffer.write(page().encode())
    else:
        PAGE.write_text(page(), encoding="utf-8")
