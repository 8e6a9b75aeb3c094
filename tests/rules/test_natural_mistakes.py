"""Mistakes that people make in a plan, as a table: each is one finding that says where, and what to write."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import PROJECTS, ROOT
from kehoach import rules
from kehoach.language import i18n
from kehoach.plan import reader

TABLE = ROOT / "tests" / "tables" / "mistakes.txt"

#: An edit: the file, the lines that stand there, the lines that somebody makes of them.
Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Mistake:
    """A block of the table: what somebody did, the edits, and the finding as people read it."""

    name: str
    edits: tuple[Edit, ...]
    finding: str


def _lines(block: str, mark: str) -> str:
    lines = re.findall(rf"(?m)^{mark} ?(.*\n)", block)
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), "".join(lines))


def mistakes() -> list[Mistake]:
    """The blocks of the table."""
    found = []
    for block in re.split(r"(?m)^# ", TABLE.read_text("utf-8"))[1:]:
        name, _end, rest = block.partition("\n")
        parts = re.split(r"(?m)^(needs/\S+)\n", rest)[1:]
        edits = [
            (file, _lines(text, "<"), _lines(text, ">"))
            for file, text in zip(*[iter(parts)] * 2, strict=True)
        ]
        found.append(Mistake(name, tuple(edits), _lines(rest, "=").strip()))
    return found


MISTAKES = mistakes()


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan."""
    root = tmp_path / "demo"
    shutil.copytree(PROJECTS / "demo", root, ignore=shutil.ignore_patterns("second-plan"))
    shutil.copy(ROOT / "ubproject.toml", root)
    return root


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_one_finding(demo: Path, mistake: Mistake) -> None:
    """One mistake gives one finding, in the words of the table."""
    for file, old, new in mistake.edits:
        text = (demo / file).read_text("utf-8")
        assert text.count(old) >= 1
        (demo / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    i18n.use("vi")
    found = rules.check(reader.read(demo))
    assert [str(finding) for finding in found] == [mistake.finding]
    # What is suggested is what stood there or stands there now, never another object.
    suggested = re.findall(r'(?:Có phải|Ghi) "([^"]+)"', found[0].message)
    written = " ".join(old + new for _file, old, new in mistake.edits)
    assert set(_ID.findall(" ".join(suggested))) <= set(_ID.findall(written))


_ID = re.compile(r"\b[A-Z]{2,3}(?:-[A-Z0-9]+)+\b")


def test_the_table_is_long_enough() -> None:
    """The table has the sixty mistakes and more that people have made, none twice."""
    names = [mistake.name for mistake in MISTAKES]
    assert len(names) == len(set(names)) >= 60
