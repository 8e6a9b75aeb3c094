"""What a change report says: small edits and their reports, in both directions; what backs an obligation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from conftest import PROJECTS, ROOT
from kehoach import changes, reader
from kehoach.changes import formats
from kehoach.changes.report import report
from kehoach.plan import Plan

DAY = date(2026, 7, 1)
TABLE = ROOT / "tests" / "tables" / "changes.txt"


@dataclass(frozen=True)
class Case:
    """Edits of a project's files, and what is reported of them forwards and backwards."""

    name: str
    project: str
    #: File, the words to replace (empty: at its end), and what stands there instead.
    edits: tuple[tuple[str, str, str], ...]
    forwards: str
    backwards: str

    def __str__(self) -> str:
        """The name of the test."""
        return self.name


def cases() -> Iterator[Case]:
    """The table: "#" a name, a file's name, "<" lines that "> " lines replace, "=>" and "<=" the reports."""
    for block in re.split(r"^# ", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, forwards, backwards = re.split(r"^(?:=>|<=)\n", block, flags=re.MULTILINE)
        name, _end, text = head.partition("\n")
        project = text.partition("/")[0]
        yield Case(name, project, tuple(_edits(text)), forwards.rstrip(), backwards.rstrip())


def _edits(text: str) -> Iterator[tuple[str, str, str]]:
    pattern = r"^(?P<file>[^<>\n].*)\n|(?P<old>(?:^<.*\n)*)(?P<new>(?:^>.*\n)*)"
    file = ""
    for found in re.finditer(pattern, text, re.MULTILINE):
        if found["file"]:
            file = found["file"].partition("/")[2]
        elif found[0]:
            yield file, _lines(found["old"]), _lines(found["new"])


def _lines(marked: str) -> str:
    return "".join(f"{line[2:]}\n" for line in marked.splitlines())


CASES = list(cases())


@dataclass(frozen=True)
class Files:
    """The files of a project in memory: a ``Tree``."""

    contents: dict[str, bytes]

    def pages(self) -> list[str]:
        """The pages, as from a folder."""
        return sorted((n for n in self.contents if n.endswith(".md")), key=lambda name: name.split("/"))

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return self.contents[name]

    def named(self, name: str) -> bytes | None:
        """The content of a file that a plan names."""
        return self.contents.get(name)

    def edited(self, edits: Iterable[tuple[str, str, str]]) -> "Files":
        """The files after edits."""
        contents = dict(self.contents)
        for name, old, new in edits:
            text = contents.get(name, b"").decode()
            # What is replaced may go on in the same line.
            wanted = old if old in text else old.removesuffix("\n")
            assert wanted in text, f"{name} does not hold: {old}"
            put = new if wanted == old else new.removesuffix("\n")
            contents[name] = (text.replace(wanted, put, 1) if old else text + new).encode()
        return Files(contents)


@cache
def original(project: str) -> Files:
    """A project as it is."""
    root = PROJECTS / project
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    return Files({**found, "ubproject.toml": (ROOT / "ubproject.toml").read_bytes()})


PAGES: reader.Pages = {}


def plans(case: Case) -> tuple[Plan, Plan]:
    """The project of a case before and after its edits."""
    files = original(case.project)
    return reader.read_tree(files, PAGES), reader.read_tree(files.edited(case.edits), PAGES)


def said(before: Plan, after: Plan) -> str:
    """The body of the report as text: alarm, objects, no counts and no agencies."""
    lines = formats.as_text(report(changes.compare(before, after, DAY), "A", "B")).splitlines()
    text = "\n".join(lines[3:]).partition("\nAgencies concerned")[0]
    return re.sub(r"\n*^(?:Tasks|Other objects)$", "", text, flags=re.MULTILINE).strip("\n")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_report(case: Case) -> None:
    """An edit is reported as the table says, and taking it back as the table says of the other direction."""
    before, after = plans(case)
    assert said(before, after) == case.forwards
    assert said(after, before) == case.backwards


def test_the_table_is_large_enough() -> None:
    """There are forty pairs at least, and some that report nothing in either direction."""
    assert len(CASES) >= 40
    assert sum(not case.forwards and not case.backwards for case in CASES) >= 5
