"""Objects of other projects that ours may name: those of the ``needs.json`` that ``ubproject.toml`` declares.

``[[needs.external_needs]]`` is sphinx-needs' own. Its ``json_path`` is a file of this project, so that a
check knows what a build knows without asking anybody.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kehoach.language import _

#: The links that may name them: nothing is computed from these alone.
LINKS = ("implements", "serves", "waives")


class Outside(NamedTuple):
    """An object of another project: its ID as it is named here, type and title, and the file that has it."""

    id: str
    type: str
    title: str
    path: str


def read(settings: Mapping[str, Any], content: Callable[[str], bytes]) -> dict[str, Outside]:
    """The objects that the ``[needs]`` table declares, by ID. ``content`` reads a file of the project.

    Raises:
        OSError: a file cannot be read.
        ValueError: a file is no ``needs.json``.
    """
    found = {}
    for source in settings.get("external_needs", ()):
        path = source["json_path"]
        try:
            document = json.loads(content(path))
            needs = document["versions"][source.get("version") or document["current_version"]]["needs"]
            for name, need in needs.items():
                key = f"{source.get('id_prefix', '')}{name}"
                found[key] = Outside(key, need["type"], need["title"], path)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(_('"{path}" is no needs.json').format(path=path)) from error
    return found
