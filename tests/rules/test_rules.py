"""The rules, by the examples on their pages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach import rules
from kehoach.plan import reader
from kehoach.rules.pages import Example

PAGES = ROOT / "scripts" / "kehoach" / "rules" / "examples"

Found = tuple[str, int, str, str]

_RESULT = re.compile(r"Kết quả: (\S+):(\d+): (KH\d{3}) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One example of a page, and what is found in it."""

    page: str
    example: Example
    expected: tuple[Found, ...]

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.page}:{self.example.line}-{self.example.kind}"

    def write(self, root: Path) -> None:
        """Save the file in a project, in the encoding that the flags name."""
        path = root / self.example.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_encoded(self.example.text, self.example.flags))


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
        for example in rules.examples(page.stem):
            expected = [
                (f, int(line), code, need) for f, line, code, need in _RESULT.findall(example.results)
            ]
            yield Block(page.stem, example, tuple(expected))


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
    assert {page.stem for page in PAGES.glob("*.md")} == set(rules.RULES)


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
    assert {block.example.kind for block in mine} == {"bad", "good"}
    for block in mine:
        assert {row[2] for row in block.expected} == ({code} if block.example.kind == "bad" else set())


def test_every_fence_of_a_page_is_an_example() -> None:
    """No block is left out because its opening line or its results are misspelt."""
    for page in PAGES.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        mine = [block for block in BLOCKS if block.page == page.stem]
        assert len(re.findall(r"^`{3,}\w* ?needs|^`{3,}(?:bad|good)", text, re.MULTILINE)) == len(mine)
        assert text.count("Kết quả") == sum(len(block.expected) for block in mine)
        assert {flag for block in mine for flag in block.example.flags} <= {"nfd", "crlf", "bom", "cp1258"}


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


#: Rules about data; a rule about the form of files is never waived.
WAIVABLE = (
    "KH025",
    "KH026",
    "KH027",
    *(
        "KH101",
        "KH106",
        "KH107",
        "KH108",
        "KH114",
        "KH117",
        "KH201",
        "KH202",
        "KH204",
        "KH205",
        "KH206",
        "KH214",
    ),
    *("KH230", "KH231", "KH235", "KH248"),
    *("KH307", "KH308", "KH402", "KH403", "KH411", "KH412", "KH413", "KH414"),
)


def test_what_may_be_waived() -> None:
    """These rules and no others may be waived, and only a second look is found on request alone."""
    assert tuple(sorted(code for code, rule in rules.RULES.items() if rule.waivable)) == WAIVABLE
    assert [code for code, rule in rules.RULES.items() if rule.on_request] == ["KH413", "KH131"]


def test_form_comes_before_meaning() -> None:
    """Rules about the form of the files run first, so that their findings silence the others."""
    families = [rule.code[2] == "0" for rule in rules.IN_ORDER]
    assert families == sorted(families, reverse=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ufeffLời dẫn (giả định)\n", "begins with a byte order mark"),
        ("Lời dẫn (giả định)\r\n", "Windows line ends (CR)"),
        ("Lời dẫn\u2028(giả định)\n", "a hidden line end"),
        (unicodedata.normalize("NFD", "ế" * 60), f'"{"ế" * 60}" has decomposed'),
        (unicodedata.normalize("NFD", "ế" * 61), f'"{"ế" * 59}…" has decomposed'),
    ],
)
def test_what_is_said_of_the_bytes_of_a_file(small: Path, text: str, said: str) -> None:
    """Each kind of line end has its own words; of decomposed text sixty characters are quoted."""
    (small / "needs" / "kh-1-2026" / "vi-du.md").write_bytes(text.encode())
    (finding,) = rules.check(reader.read(small))
    assert said in finding.message


@pytest.mark.parametrize(("count", "more"), [(5, False), (6, True)])
def test_five_places_of_an_unknown_id_are_listed(small: Path, count: int, more: bool) -> None:
    """Of six objects that name one unknown ID five are listed, and that there are more."""
    update = ":::{{update}} Tiến độ (giả định)\n:id: BC-1-2026-{0}\n:on: NV-X\n:date: 2026-03-0{0}\n:::\n\n"
    text = "".join(map(update.format, range(1, count + 1)))
    (small / "needs" / "kh-1-2026" / "vi-du.md").write_text(text, encoding="utf-8")
    (finding,) = (found for found in rules.check(reader.read(small)) if found.code == "KH104")
    assert (finding.message.count("vi-du.md:"), ", … name it" in finding.message) == (5, more)


@pytest.mark.parametrize(("count", "more"), [(3, False), (4, True)])
def test_three_tasks_without_a_report_cycle_are_listed(small: Path, count: int, more: bool) -> None:
    """Of four standing tasks of a plan without a report cycle three are listed, and that there are more."""
    block = next(block for block in BLOCKS if block.page == "KH206")
    plan, task, result = block.example.text.split("\n\n")
    tasks = [task.replace("NV-2-2026-1", f"NV-2-2026-{number}") for number in range(1, count + 1)]
    text = "\n\n".join([plan, *tasks, result])
    block.write(small)
    (small / block.example.file).write_text(text, encoding="utf-8")
    (finding,) = (found for found in rules.check(reader.read(small)) if found.code == "KH206")
    assert (finding.message.count("NV-2-2026-"), "NV-2-2026-3, …" in finding.message) == (3, more)
