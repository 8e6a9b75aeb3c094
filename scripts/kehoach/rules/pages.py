"""The page of each rule, ``examples/<CODE>.md``: what it is for, and the examples that the tests run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "examples"
_EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>bad|good) (?P<file>\S+)(?P<flags>(?: \w+)*)\n"
    r"(?P<text>.*?)^(?P=fence)\n(?P<results>(?:Kết quả: [^\n]*\n)*)",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    """A file that breaks a rule ("bad") or keeps it ("good"), and the line of the page that it begins in.

    ``flags`` are how it is saved, where not as usual ("crlf"); ``results`` what is found in it, a line each.
    """

    line: int
    kind: str
    file: str
    flags: tuple[str, ...]
    text: str
    results: str


def examples(code: str) -> Iterator[Example]:
    """The examples of a rule, in the order of its page."""
    page = _FOLDER.joinpath(f"{code}.md").read_text("utf-8")
    for found in _EXAMPLE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        kind, file, flags, text, results = found.group("kind", "file", "flags", "text", "results")
        yield Example(line, kind, file, tuple(flags.split()), text, results)
