"""What the command line itself says, in the language of the messages: click's own words, and all help."""

import gettext
import re
import sys
from copy import copy

import click

from kehoach.language import _

#: A word that stands for what is to be written, within ``FILE.xlsx`` or ``SOURCE…``; not the ``NV`` of an ID.
_WORD = re.compile(r"[A-Z]{3,}")


def take_over_words_of_click() -> None:
    """Let click look its words up in our catalogue.

    It asks gettext, which knows compiled catalogues only, in the language of the machine.
    """
    for name, module in list(sys.modules.items()):
        names = vars(module) if name.partition(".")[0] == "click" else {}
        if names.get("_") is gettext.gettext:
            names["_"] = _
        if names.get("ngettext") is gettext.ngettext:
            names["ngettext"] = _counted


def _counted(one: str, many: str, count: int) -> str:
    return _(one if count == 1 else many)


def translated(command: click.Command) -> click.Command:
    """A copy of a command, or of a group with all in it, whose help is in the language of the messages."""
    found = copy(command)
    found.help = command.help and _(command.help)
    found.params = [_translated(parameter) for parameter in command.params]
    found.options_metavar = _("[OPTIONS]")
    if isinstance(found, click.Group):
        found.subcommand_metavar = _("COMMAND [ARGS]...")
        found.commands = {name: translated(inner) for name, inner in found.commands.items()}
    return found


def _translated(parameter: click.Parameter) -> click.Parameter:
    found = copy(parameter)
    if isinstance(found, click.Option) and isinstance(parameter, click.Option) and parameter.help:
        found.help = _(parameter.help)
    if isinstance(found.type, click.IntRange):  # it is named to who writes something else
        found.type = copy(found.type)
        found.type.name = _("whole number")
    found.metavar = _WORD.sub(lambda word: _(word[0]), parameter.metavar) if parameter.metavar else None
    return found


def words_for_values(command: click.Command) -> set[str]:
    """The words that stand for what is to be written, as DAY does in ``--as-of DAY``."""
    return {word for one in command.params for word in _WORD.findall(one.metavar or "")}
