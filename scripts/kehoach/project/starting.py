"""What a new repository begins with: an empty draft of a plan, or the folder for one that is imported."""

import re

from kehoach.editing import edits
from kehoach.files import places
from kehoach.importing import preamble
from kehoach.language.text import slug
from kehoach.official import letterhead
from kehoach.plan import UNSIGNED

_NUMBER = re.compile(r"(?P<number>\d+)\w*/(?:\d{4}/)?(?P<kind>[^\W\d]+)")
_YEAR = re.compile(r"\b(20\d\d)\b")
#: The longest name of a folder that is made from that of a file.
_LONGEST = 40
#: Of a plan that is still to be written.
_NO_SOURCE = "Chưa có văn bản nguồn"


def empty_plan(title: str, office: str, year: int) -> dict[str, bytes]:
    """The draft of a plan without clauses, by its path; of the year that its title names, if any."""
    said = _YEAR.findall(title)
    key = f"{UNSIGNED}-1-{said[-1] if said else year}"
    options = {"id": f"KH-{key}", "doc_type": "Kế hoạch", "issuer": office}
    options |= {"source": _NO_SOURCE, "source_status": _NO_SOURCE}
    page = f"# {title}\n\n{edits.need_text('plan', title, options, '')}"
    return {f"{places.FOLDER}/kh-{key.lower()}/ke-hoach.md": page.encode()}


def folder_of(text: str, name: str) -> str:
    """The folder for a plan: by number and year, as kh-9-2026, else by the name of its file, shortened."""
    official = letterhead.read(text)
    number = _NUMBER.match(preamble.options_of(official).get("number", ""))
    year = preamble.year_of(official)
    if number and year:
        return f"{slug(number['kind'])}-{number['number']}-{year}"
    words = slug(name)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]
    return words or "ke-hoach"
