"""What may import what."""

import ast
import re
from collections.abc import Callable, Iterable
from functools import cache

import pytest

import kehoach
from conftest import ROOT

PACKAGE = ROOT / "scripts" / "kehoach"


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@cache
def _imports(name: str) -> frozenset[str]:
    """Every module that a module imports anywhere in it, and every name it takes from one."""
    found: set[str] = set()
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return frozenset(found)


def _within(name: str, *packages: str) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


#: The modules of the package, by dotted name.
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
INNER = [name for name in MODULES if not _within(name, "extension")]


def _wrong(names: Iterable[str], find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What is wrong with each module, where anything is."""
    return {name: found for name in names if (found := find(name))}


def test_only_the_extension_imports_sphinx() -> None:
    """No module outside the extension imports Sphinx or docutils."""

    def sphinx(name: str) -> list[str]:
        return [m for m in _imports(name) if _within(m, "sphinx", "docutils", "sphinx_needs")]

    assert sphinx("extension.wiring")
    assert _wrong(INNER, sphinx) == {}


#: The packages from the top floor down, as the table in CONTRIBUTING.md lists them.
_TABLE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| Package | Subject")[2]
FLOORS = re.findall(r"^\| `(\w+)/` \|", _TABLE, re.MULTILINE)


def test_every_package_has_its_floor_and_nothing_is_loose() -> None:
    """The package consists of the packages that the table lists, and of three modules."""
    assert {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"} == {
        *FLOORS,
        *("__init__.py", "__main__.py", "cli.py", "py.typed"),
    }


def test_imports_run_downwards() -> None:
    """A module imports what is in its own package or in one on a floor below."""

    def upwards(name: str) -> list[str]:
        package = name.partition(".")[0]
        above = [f"kehoach.{floor}" for floor in FLOORS[: FLOORS.index(package)]] if package in FLOORS else []
        above += [] if package == "__main__" else ["kehoach.cli"]
        return [m for m in _imports(name) if _within(m, *above)]

    assert _wrong(sorted(MODULES), upwards) == {}


def test_the_public_api_is_for_others() -> None:
    """No module takes a name from the public API: each comes from the package that has it."""
    names = {f"kehoach.{name}" for name in kehoach.__all__}
    using = {name: names & _imports(name) for name in MODULES}
    assert {name: found for name, found in using.items() if found} == {}


def test_drafts_know_no_export() -> None:
    """What is edited can be drafted and written without anything that is exported."""
    drafting = [name for name in MODULES if _within(name, "editing")]
    assert drafting
    assert not any(_within(m, "kehoach.export") for name in drafting for m in _imports(name))


#: The libraries for one format each (rich: the terminal), and the modules that import them.
FORMATS = {
    "typst": {"export.pdf"},
    "fontTools": {"export.fonts"},
    "docx": {"export.word", "importing.readers.word"},
    "xlsxwriter": {"export.excel", "export.sheets"},
    "icalendar": {"export.ics"},
    "duckdb": {"export.data", "rollup.gathering", "rollup.partitions", "rollup.tables"},
    "openpyxl": {"files.workbooks", "merging.workbook"},
    "pyhanko": {"editions.inspecting"},
    "pypdfium2": {"importing.readers.scan", "importing.readers.pages", "importing.readers.pdf"},
    "PIL": {
        f"importing.readers.{module}"
        for module in ("blocks", "picture", "recognition", "rulings", "tesseract", "upright")
    },
    "bs4": {"importing.readers.html"},
    "pygls": {f"editor.{module}" for module in ("answers", "events", "projects")},
    "rich": {"reports.status", "commands.export", "commands.import_plan", "commands.status"},
}


@pytest.mark.parametrize("library", FORMATS)
def test_a_library_is_imported_for_its_format_only(library: str) -> None:
    """A library for one format is imported where that is written or read, and nowhere else."""
    using = {name for name in MODULES if any(_within(m, library) for m in _imports(name))}
    assert using == FORMATS[library]


def test_documents_know_no_format() -> None:
    """What a document says does not depend on what it is printed with."""
    found = [m for name in MODULES if _within(name, "documents") for m in _imports(name)]
    assert [m for m in found if _within(m, "kehoach.export", *FORMATS)] == []


def test_only_the_edges_read_the_clock() -> None:
    """Everything but the command and the extension is told the day."""
    clock = re.compile(
        r"(?:^|\.)(?:(?:date|datetime)\.(?:today|now|utcnow)|time\.(?:time|localtime|gmtime))$"
    )

    def read(name: str) -> list[str]:
        calls = (node.func for node in ast.walk(_tree(name)) if isinstance(node, ast.Call))
        called = (ast.unparse(func) for func in calls if isinstance(func, ast.Attribute))
        return [call for call in called if clock.search(call)]

    assert read("commands.common")
    assert _wrong((name for name in INNER if not _within(name, "commands")), read) == {}
