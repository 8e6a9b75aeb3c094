"""The pages that show the way lead somewhere: README, CONTRIBUTING and docs."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach.deadline import lexer

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_LINK = re.compile(r"(?<!`)\[[^\]]*\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
_NAMED = re.compile(r"`([\w./-]+\.(?:py|md|toml|tsv|txt|yml|html|typ|po|js|json))`")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the repository, and to a heading, finds it."""
    for name, anchor in _LINK.findall(page.read_text("utf-8")):
        target = page.parent / name if name else page
        assert target.exists(), name
        assert not anchor or anchor in anchors(target), anchor


def test_files_that_are_named_are_there() -> None:
    """Every file that CONTRIBUTING names is one of the repository."""
    folders = ("scripts", "tests", "docs", "bench", "needs", "editors", ".github", ".vscode")
    there = [*ROOT.iterdir(), *chain.from_iterable((ROOT / folder).rglob("*") for folder in folders)]
    paths = [f"/{path.relative_to(ROOT)}" for path in there]
    for name in {*_NAMED.findall(CONTRIBUTING)} - {"rules/examples/KH208.md"}:  # an example
        assert any(path.endswith(f"/{name}") for path in paths), name


_ROWS = dict(re.findall(r"^\| `(\w+)/` \| (.*) \|$", CONTRIBUTING, re.MULTILINE))


@pytest.mark.parametrize("package", _ROWS)
def test_modules_are_named(package: str) -> None:
    """The map says what each module is for, but where a folder has "one module a" view, command, table."""
    words, folder = _ROWS[package], ROOT / "scripts" / "kehoach" / package
    for path in folder.rglob("*.py"):
        below = rf"`{path.parent.name}/`, " if path.parent != folder else r"(?<!/`, )"
        one_each = re.search(rf"{below}[Oo]ne module a\b", words)
        assert path.name == "__init__.py" or f"`{path.name}`" in words or one_each, path


def test_each_code_of_the_grammar_has_its_words() -> None:
    """The legend in CONTRIBUTING explains every code of the grammar of deadlines, once, and no other."""
    table = CONTRIBUTING.partition("| Code | Words |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = [row.replace("\\|", "ǀ").split("|")[1] for row in table.splitlines()]
    told = Counter(code.replace("ǀ", "|") for row in rows for code in re.findall("`([^`]+)`", row))
    codes = {code for _name, code, _pattern in lexer._WORDS if code} | set(lexer._MARKS.values())
    assert told == Counter(codes)


def test_each_decision_is_in_the_index() -> None:
    """The index by subject names every decision once."""
    index, _heading, _rest = DECISIONS.partition("\n## 2")
    listed = Counter(anchor for _name, anchor in _LINK.findall(index))
    headings = {anchor for anchor in anchors(ROOT / "docs" / "decisions.md") if anchor.startswith("20")}
    assert listed == Counter(headings), "docs/decisions.md: add its line under a subject"


def test_the_readme_is_a_page() -> None:
    """README stays within 120 lines: what is more belongs to the page of its subject."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120
