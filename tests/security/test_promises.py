"""What docs/security.md promises is held by tests that it names, and speaks of files that are there."""

import re

import pytest

from conftest import ROOT
from kehoach import rules
from kehoach.extension import csp

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [
    tuple(cell.strip() for cell in row.strip("|").split(" | "))
    for row in PAGE.partition("## What is promised")[2].partition("\n## ")[0].splitlines()
    if row.startswith("| ") and not row.startswith("| Promise ")
]
NAMED = sorted(set(re.findall(r"`([^`]+)`", PAGE)))
SOURCES = {
    path.relative_to(ROOT).as_posix(): path
    for folder in ("scripts", "tests", "bench", "docs", ".github", ".gitlab")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
} | {path.name: path for path in ROOT.iterdir() if path.is_file()}
TESTS = "\n".join(
    path.read_text("utf-8") for name, path in SOURCES.items() if re.match(r"tests/.*\.py$", name)
)
#: What holds something, by what it looks like in the page.
_TEST = re.compile(r"test_\w+")
_TABLE = re.compile(r"[A-Z][A-Z_]{3,}")
_FILE = re.compile(r"[\w./-]+\.(?:py|md|toml|yml|js|sample)|[\w/]+/")
_COMMAND = re.compile(r"make \w+")


def _is_there(name: str) -> bool:
    """Whether a test, a table of tests, a file or a folder of this name is in the repository."""
    if _TEST.fullmatch(name):
        return f"def {name}(" in TESTS
    if _TABLE.fullmatch(name):
        return re.search(rf"^{name}\b.*=", TESTS, re.MULTILINE) is not None
    end = f"/{name}"
    return any(f"/{path}".endswith(end) or (name.endswith("/") and end in f"/{path}") for path in SOURCES)


def test_there_are_promises() -> None:
    """The table is read: each row says what is promised, what keeps it, and what tests it."""
    assert len(ROWS) > 30
    assert {len(row) for row in ROWS} == {3}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_a_promise_names_its_test(row: tuple[str, str, str]) -> None:
    """Each promise names a test, a file of tests, or the page of a rule, which is a test, too."""
    named = re.findall(r"`([^`]+)`", row[2])
    holding = [
        n
        for n in named
        if _TEST.fullmatch(n) or n.startswith(("tests/", "rules/examples/")) or _TABLE.fullmatch(n)
    ]
    assert holding
    assert all(map(_is_there, holding)), holding


@pytest.mark.parametrize("name", [n for n in NAMED if any(k.fullmatch(n) for k in (_TEST, _TABLE, _FILE))])
def test_what_is_named_is_there(name: str) -> None:
    """Each test, table, file and folder that the page names exists."""
    assert name == "needs/" or _is_there(name)


def test_rules_and_targets_that_are_named_are_there() -> None:
    """Each rule and each target of make that the page names exists."""
    assert set(re.findall(r"\bKH\d{3}\b", PAGE)) <= set(rules.RULES)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in filter(_COMMAND.fullmatch, NAMED):
        assert re.search(rf"^{name.split()[1]}:", makefile, re.MULTILINE), name


def test_the_policy_is_the_one_of_the_site() -> None:
    """The page names each directive of the policy as pages carry it, and no other."""
    section = PAGE.partition("## The policy of the site")[2].partition("\n## ")[0]
    said = re.findall(r"`((?:default|script|style|img|object|frame|base|form)-\S+ [^`]+)`", section)
    assert said == csp.POLICY.split("; ")
