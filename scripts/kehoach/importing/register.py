"""The register of agencies after 2025 that ships with the tool: names, abbreviations, kinds, sources."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kehoach.official import names

#: Issuers whose plans count the bodies of the central government as their own agencies.
_CENTRAL = re.compile(r"(?:Chính phủ|Thủ tướng|Bộ|Quốc hội|Ủy ban Thường vụ)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """An agency of the register; ``place`` says that its name goes on with that of its province."""

    name: str
    level: str
    source: str
    abbr: str = ""
    kind: str = ""
    place: bool = False

    def kind_for(self, issuer: str) -> str:
        """What the agency is in a plan of this issuer: central bodies stand outside a province's count."""
        if self.kind:
            return self.kind
        outside = self.level == "central" and issuer and not _CENTRAL.match(issuer)
        return "central" if outside else "agency"


@cache
def _entries() -> Mapping[str, Entry]:
    text = resources.files("kehoach.importing").joinpath("register.toml").read_text(encoding="utf-8")
    entries = (Entry(**entry) for entry in tomllib.loads(text)["agency"])
    return {names.folded(entry.name): entry for entry in entries}


def entries() -> tuple[Entry, ...]:
    """All entries, as they stand in the file."""
    return tuple(_entries().values())


def entry_of(name: str) -> Entry | None:
    """The entry of this name, however it is spelt; with the name of a province behind it where it has one."""
    wanted = names.folded(name)
    if exact := _entries().get(wanted):
        return exact
    return next((e for known, e in _entries().items() if e.place and wanted.startswith(f"{known} ")), None)
