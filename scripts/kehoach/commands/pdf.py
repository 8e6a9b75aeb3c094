"""``kehoach pdf``."""

from functools import partial

import click

from kehoach.commands import export

_EXPORT = export.command
assert _EXPORT.callback  # noqa: S101 - what click makes of a function

command = click.Command(
    "pdf",
    callback=partial(_EXPORT.callback, "pdf"),
    params=[parameter for parameter in _EXPORT.params if parameter.name != "form"],
    help="Write the official documents as PDF: short for `export pdf`.",
)
