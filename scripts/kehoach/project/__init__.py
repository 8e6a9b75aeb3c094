"""What `kehoach init` lays down for an office, and how that is brought up to the installed version.

``files/`` is laid down as it stands, each file at its path; one that ends in ``.jinja`` is filled in first.
The model and its schema come from ``plan/``. What is laid down under ``needs/`` is the office's from then on.
"""

from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

import jinja2

from kehoach.importing import register
from kehoach.language.text import quoted
from kehoach.plan import model

#: Where the repository goes to, and so whose workflows and templates it gets.
HOSTS = ("none", "github", "gitlab")
_OF_HOST = {".github": "github", ".gitlab": "gitlab", ".gitlab-ci.yml": "gitlab"}
_TEMPLATE = ".jinja"


@dataclass(frozen=True, slots=True)
class Office:
    """Whose repository it is, and what it is made with.

    ``wheel`` is the name of a file in ``wheels/`` that the tool is installed from; without one it comes from
    the package index. ``version`` is that of the tool.
    """

    office: str
    province: str
    host: str = "none"
    wheel: str = ""
    version: str = ""


def laid_down(office: Office) -> dict[str, bytes]:
    """Every file that an office gets, by its path with "/", without the plan."""
    found = {model.FILE: model.OWN.read_bytes(), model.SCHEMA: model.OWN_SCHEMA.read_bytes()}
    for path, file in _walk(resources.files("kehoach.project").joinpath("files")):
        if _OF_HOST.get(path.partition("/")[0], office.host) == office.host:
            content = file.read_bytes()
            if path.endswith(_TEMPLATE):
                content = _filled(content.decode(), office).encode()
            found[path.removesuffix(_TEMPLATE)] = content
    return found


def _walk(folder: Traversable, above: str = "") -> list[tuple[str, Traversable]]:
    """The files of a folder of the package by their paths below it; nothing that Python has left there."""
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            found += _walk(entry, f"{above}{entry.name}/")
        elif entry.is_file():
            found.append((f"{above}{entry.name}", entry))
    return found


def _filled(template: str, office: Office) -> str:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["quoted"] = quoted
    return environment.from_string(template).render(office=office, agencies=_agencies())


def _agencies() -> list[register.Entry]:
    """The agencies that any office may name; of those that are called after a province, each has its own."""
    return [entry for entry in register.entries() if not entry.place]
