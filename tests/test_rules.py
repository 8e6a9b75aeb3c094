"""The rules, by the examples on their pages; what ``kehoach check`` says; what may import what."""

import ast
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kehoach import reader, rules

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PAGES = TESTS / "rules"
PACKAGE = ROOT / "scripts" / "kehoach"
TASKS = "needs/kh-1-2026/nhiem-vu.md"

Run = Callable[..., subprocess.CompletedProcess[str]]
Found = tuple[str, int, str, str]

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>bad|good) (?P<file>\S+)(?P<flags>(?: \w+)*)\n"
    r"(?P<text>.*?)^(?P=fence)\n(?P<results>(?:Kết quả: [^\n]*\n)*)",
    re.MULTILINE | re.DOTALL,
)
_RESULT = re.compile(r"Kết quả: (\S+):(\d+): (KH\d{3}) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One example of a page: a file, how it is saved, and what is found in it."""

    page: str
    line: int
    kind: str
    file: str
    flags: tuple[str, ...]
    text: str
    expected: tuple[Found, ...]

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.page}:{self.line}-{self.kind}"

    def write(self, root: Path) -> None:
        """Save the file in a project, in the encoding that the flags name."""
        path = root / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_encoded(self.text, self.flags))


def _encoded(text: str, flags: tuple[str, ...]) -> bytes:
    if "nfd" in flags:
        text = unicodedata.normalize("NFD", text)
    if "crlf" in flags:
        text = text.replace("\n", "\r\n")
    if "cp1258" in flags:
        return b"".join(_cp1258(letter) for letter in text)
    return text.encode("utf-8-sig" if "bom" in flags else "utf-8")


def _cp1258(letter: str) -> bytes:
    """A letter in Windows-1258, which has the tone as a character of its own where need be."""
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        tones = "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}"
        tones += "\N{COMBINING HOOK ABOVE}\N{COMBINING DOT BELOW}"
        parts = unicodedata.normalize("NFD", letter)
        base = "".join(part for part in parts if part not in tones)
        tone = "".join(part for part in parts if part in tones)
        return (unicodedata.normalize("NFC", base) + tone).encode("cp1258")


def blocks() -> Iterator[Block]:
    """The examples of all pages."""
    for page in sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for match in _BLOCK.finditer(text):
            expected = [
                (f, int(line), code, need) for f, line, code, need in _RESULT.findall(match["results"])
            ]
            yield Block(
                page.stem,
                text.count("\n", 0, match.start()) + 1,
                match["kind"],
                match["file"],
                tuple(match["flags"].split()),
                match["text"],
                tuple(expected),
            )


BLOCKS = list(blocks())


def found(root: Path) -> list[Found]:
    """What the rules find in a project, those on request too."""
    return [(f.path, f.line, f.code, f.id or "-") for f in rules.check(reader.read(root), on_request=True)]


def test_the_small_project_is_clean(small: Path) -> None:
    """The project that the examples are added to has no findings of its own."""
    assert found(small) == []


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_example(small: Path, block: Block) -> None:
    """An example gives the findings its page states, and no others."""
    block.write(small)
    assert found(small) == list(block.expected)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    """The pages are those of the rules."""
    assert {page.stem for page in PAGES.iterdir()} == set(rules.RULES)


@pytest.mark.parametrize("code", sorted(rules.RULES))
def test_page(code: str) -> None:
    """A page has its heading, one sentence, a bad example with a finding of the rule, and a good one."""
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    mine = [block for block in BLOCKS if block.page == code]
    heading, sentence, *_ = text.split("\n\n")
    assert heading == f"# {code}"
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert unicodedata.is_normalized("NFC", text)
    assert {block.kind for block in mine} == {"bad", "good"}
    for block in mine:
        assert {row[2] for row in block.expected} == ({code} if block.kind == "bad" else set())


def test_every_fence_of_a_page_is_an_example() -> None:
    """No block is left out because its opening line or its results are misspelt."""
    for page in PAGES.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        mine = [block for block in BLOCKS if block.page == page.stem]
        assert len(re.findall(r"^`{3,}\w* ?needs|^`{3,}(?:bad|good)", text, re.MULTILINE)) == len(mine)
        assert text.count("Kết quả") == sum(len(block.expected) for block in mine)
        assert {flag for block in mine for flag in block.flags} <= {"nfd", "crlf", "bom", "cp1258"}


@pytest.mark.parametrize("code", sorted(rules.RULES))
def test_docstring(code: str) -> None:
    """A rule says in one sentence what it demands, then shows it badly and well done."""
    text = rules.RULES[code].function.__doc__ or ""
    assert rules.RULES[code].sentence.endswith(".")
    assert "Bad:" in text
    assert "Good:" in text


def test_codes_are_well_formed_and_in_their_family() -> None:
    """A code is KH and three digits, and the module of its rule says its family."""
    families = {"form": "0", "references": "1", "responsibility": "1", "waivers": "1", "deadlines": "2"}
    for code, rule in rules.RULES.items():
        module = rule.function.__module__.rpartition(".")[2]
        assert re.fullmatch(r"KH\d{3}", code)
        assert code[2] == families.get(module, code[2])


def test_form_comes_before_meaning() -> None:
    """Rules about the form of the files run first, so that their findings silence the others."""
    families = [rule.code[2] == "0" for rule in rules.IN_ORDER]
    assert families == sorted(families, reverse=True)


# -- the command ------------------------------------------------------------------------------------


def _without_owner(root: Path) -> None:
    path = root / TASKS
    path.write_text(path.read_text(encoding="utf-8").replace(":owner: CQ-B\n", ""), encoding="utf-8")


def test_check_of_a_clean_project(kehoach: Run, small: Path) -> None:
    """A clean project gives no lines and exit code 0."""
    done = kehoach("check", "--root", small)
    assert (done.returncode, done.stdout) == (0, "")


def test_check_as_text(kehoach: Run, small: Path) -> None:
    """A finding is one line that editors can jump to, and the exit code is 1."""
    _without_owner(small)
    done = kehoach("--lang", "en", "check", "--root", small)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith(f"{TASKS}:59: KH101 NV-1-2026-II-3: No lead agency.")


def test_check_as_json(kehoach: Run, small: Path) -> None:
    """The JSON form holds the same findings as the text, and is a list when there are none."""
    assert json.loads(kehoach("check", "--root", small, "--format", "json").stdout) == []
    _without_owner(small)
    done = kehoach("--lang", "en", "check", "--root", small, "--format", "json")
    rows = json.loads(done.stdout)
    assert done.returncode == 1
    assert len(rows) == 1
    assert rows[0].pop("message").startswith("No lead agency.")
    assert rows[0] == {"path": TASKS, "line": 59, "code": "KH101", "id": "NV-1-2026-II-3"}


def test_check_finds_the_project_above(kehoach: Run, small: Path) -> None:
    """Without --root the nearest folder above with a model is checked."""
    _without_owner(small)
    assert kehoach("check", cwd=small / "needs" / "kh-1-2026").stdout.startswith(f"{TASKS}:59: KH101")


def test_check_outside_a_project(kehoach: Run, tmp_path: Path) -> None:
    """Without a model anywhere above, a sentence and exit code 2."""
    done = kehoach("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_of_a_folder_without_a_model(kehoach: Run, tmp_path: Path) -> None:
    """A --root without a model gives a sentence and exit code 2."""
    done = kehoach("check", "--root", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["[needs", "", "needs = 3\n", "[needs]\ntypes = 3\n", "[[needs.types]]\nx = 1\n"]
)
def test_check_with_a_broken_model(kehoach: Run, small: Path, text: str) -> None:
    """A model that is no TOML, or no model, gives a sentence and exit code 2."""
    (small / "ubproject.toml").write_text(text, encoding="utf-8")
    done = kehoach("check", "--root", small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ubproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_with_an_unknown_option(kehoach: Run, small: Path) -> None:
    """A misspelt option gives exit code 2, so that it is not taken for findings."""
    assert kehoach("check", "--rot", small).returncode == 2


def test_check_loads_no_sphinx(small: Path) -> None:
    """A check starts neither Sphinx nor docutils: it must be quick, and work where they are not."""
    code = (
        "import sys\n"
        "from kehoach.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print(sorted({'sphinx', 'docutils', 'sphinx_needs'} & sys.modules.keys()))\n"
    )
    _without_owner(small)
    command = [sys.executable, "-X", "utf8", "-c", code, "check", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# -- what may import what ---------------------------------------------------------------------------

#: Modules that the others build on: they know neither the command nor the Sphinx extension.
CORE = ("deadline", "plan", "model", "findings", "reader", "markup", "rules")
EDGES = ("kehoach.cli", "kehoach.commands", "kehoach.extension")


def _modules() -> dict[str, ast.Module]:
    """The modules of the package by dotted name, parsed."""
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".") for path in paths]
    return {n: ast.parse(p.read_text(encoding="utf-8")) for n, p in zip(names, paths, strict=True)}


def _imports(tree: ast.Module) -> Iterator[str]:
    """Every module that a module imports anywhere in it, and every name it takes from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _within(name: str, *packages: str) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


MODULES = _modules()
INNER = [name for name in MODULES if not _within(name, "extension")]


@pytest.mark.parametrize("name", INNER)
def test_only_the_extension_imports_sphinx(name: str) -> None:
    """No module outside the extension imports Sphinx or docutils."""
    wrong = [m for m in _imports(MODULES[name]) if _within(m, "sphinx", "docutils", "sphinx_needs")]
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in INNER if _within(name, *CORE)])
def test_the_core_does_not_import_the_edges(name: str) -> None:
    """What the plan is and what is wrong with it does not depend on how people ask."""
    assert [m for m in _imports(MODULES[name]) if _within(m, *EDGES)] == []


def test_deadline_and_plan_import_downwards_only() -> None:
    """A deadline knows no plan, and a plan knows neither reader nor rules."""
    for low, above in (("deadline", ("plan", "reader", "rules")), ("plan", ("reader", "rules"))):
        found = [m for name in MODULES if _within(name, low) for m in _imports(MODULES[name])]
        assert found
        assert [m for m in found if _within(m, *(f"kehoach.{name}" for name in above))] == []


#: The libraries for one format each, and the modules that import them.
FORMATS = {
    "typst": {"export.pdf"},
    "fontTools": {"export.fonts"},
    "docx": {"export.word", "importing.readers.word"},
    "xlsxwriter": {"export.excel"},
    "icalendar": {"export.ics"},
    "pyarrow": {"export.data"},
    "openpyxl": {"merging.workbook"},
    "pdfplumber": {"importing.readers.pdf"},
    "bs4": {"importing.readers.html"},
}


@pytest.mark.parametrize("library", FORMATS)
def test_a_library_is_imported_for_its_format_only(library: str) -> None:
    """A library for one format is imported where that is written or read, and nowhere else."""
    using = {name for name in MODULES if any(_within(m, library) for m in _imports(MODULES[name]))}
    assert using == FORMATS[library]


def test_documents_know_no_format() -> None:
    """What a document says does not depend on what it is printed with."""
    found = [m for name in MODULES if _within(name, "documents") for m in _imports(MODULES[name])]
    assert [m for m in found if _within(m, "kehoach.export", *FORMATS, *EDGES)] == []


@pytest.mark.parametrize("name", [name for name in INNER if not _within(name, "commands")])
def test_only_the_edges_read_the_clock(name: str) -> None:
    """Everything but the command and the extension is told the day."""
    called = [
        ast.unparse(node.func)
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    clock = re.compile(
        r"(?:^|\.)(?:(?:date|datetime)\.(?:today|now|utcnow)|time\.(?:time|localtime|gmtime))$"
    )
    assert [call for call in called if clock.search(call)] == []
