"""The Vietnamese catalogue: complete, without leftovers, and what ``kehoach check`` prints from it."""

import ast
import inspect
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from conftest import ROOT, Run, copy_of
from kehoach import cli, rules
from kehoach.commands import spoken
from kehoach.language import i18n

PACKAGE = ROOT / "scripts" / "kehoach"
PO = i18n.LOCALE / "vi" / "LC_MESSAGES" / "kehoach.po"
TASKS = "needs/kh-1-2026/nhiem-vu.md"
#: Where what is translated is no literal: its msgids are those of ``sentences``, ``helps`` and click.
NOT_LITERAL = {
    "_(rule.sentence)",
    "_(command.help)",
    "_(parameter.help)",
    "_(word[0])",
    "_(one if count == 1 else many)",
}

#: How babel finds messages in what files.
EXTRACTORS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/kehoach_theme/**.html", "jinja2"),
]
#: What is called with them; in Sphinx's own templates ``_`` asks Sphinx's catalogue, and ``say`` ours.
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of ``_`` in the package, also those inside f-strings, which babel does not see."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield path, node


def sentences() -> set[str]:
    """The sentences of the rules, which are msgids too."""
    return {rule.sentence for rule in rules.RULES.values()}


def helps(command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The help of a command, of its options and of all commands in it, each with whose it is.

    With them the words for what is to be written, as DAY.
    """
    yield command.help or "", command
    yield from ((word, command) for word in sorted(spoken.words_for_values(command)))
    yield from ((p.help, command) for p in command.params if isinstance(p, click.Option) and p.help)
    inner = [import_module(name).command for name in cli.COMMANDS.values()] if command is cli.main else []
    for one in (*inner, *getattr(command, "commands", {}).values()):
        yield from helps(one)


@cache
def places() -> dict[str, list[str]]:
    """All that people may be shown, by the program and by click for it, with the files that hold it."""
    ours, clicks = PACKAGE.relative_to(ROOT).as_posix(), Path(click.__file__).parent
    found: dict[str, set[str]] = {}
    for name, folder in ((ours, PACKAGE), ("click", clicks)):
        for file, _line, said, *_rest in extract_from_dir(folder, EXTRACTORS, keywords=KEYWORDS):
            for msgid in [said] if isinstance(said, str) else said:
                found.setdefault(msgid, set()).add(f"{name}/{file}")
    for path, call in calls():
        if isinstance(call.args[0], ast.Constant):
            found.setdefault(str(call.args[0].value), set()).add(path.relative_to(ROOT).as_posix())
    for rule in rules.RULES.values():
        found.setdefault(rule.sentence, set()).add(_file(rule.function))
    for text, command in helps(cli.main):
        found.setdefault(text, set()).add(_file(inspect.unwrap(command.callback or cli.main)))
    return {msgid: sorted(files) for msgid, files in found.items()}


def _file(function: object) -> str:
    return f"scripts/{function.__module__.replace('.', '/')}.py"


def msgids() -> set[str]:
    """All that people may be shown."""
    return set(places())


@cache
def catalogue() -> Catalog:
    """The Vietnamese catalogue as committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


@cache
def translations() -> dict[str, str]:
    """The entries of the catalogue."""
    return {str(message.id): str(message.string) for message in catalogue() if message.id}


def placeholders(text: str) -> set[str]:
    """The names in braces. A rule's sentence is shown as it stands, so that it may hold any braces."""
    if text in {*sentences(), *(translations().get(sentence) for sentence in sentences())}:
        return set(re.findall(r"\{[^}]*\}", text))
    return {name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name}


def code_names(text: str) -> set[str]:
    """The words in backquotes, which stay as they are in every language."""
    return {code for _quotes, code in re.findall(r"(`+)(.+?)\1", text)}


def test_the_catalogue_is_read_as_babel_reads_it() -> None:
    """What the program reads of the catalogue is what Babel reads: every entry, sign for sign."""
    i18n.use("vi")
    assert [i18n._(msgid) for msgid in translations()] == [*translations().values()]
    assert any("\n" in text or '"' in text for text in translations().values())


def test_every_message_is_translated() -> None:
    """Nothing is shown in English to people who chose Vietnamese."""
    translated = translations()
    assert sorted(msgid for msgid in msgids() if not translated.get(msgid)) == []


def test_no_translation_is_left_over() -> None:
    """The catalogue holds no entry that the program does not use, and none marked as doubtful."""
    entries = catalogue()
    assert sorted(translations().keys() - msgids()) == []
    assert list(entries.obsolete) == []
    assert [message.id for message in entries if message.id and message.fuzzy] == []


def test_only_literals_are_translated() -> None:
    """What is passed to ``_`` can be extracted, but for the places known here."""
    others = {ast.unparse(call) for _path, call in calls() if not isinstance(call.args[0], ast.Constant)}
    assert others <= NOT_LITERAL


def _fits(msgid: str, msgstr: str) -> bool:
    return (
        placeholders(msgstr) == placeholders(msgid)
        and code_names(msgid) <= code_names(msgstr)
        and unicodedata.is_normalized("NFC", msgstr)
        and msgstr.count("\n") == msgid.count("\n")
        and (msgstr[:1].isspace(), msgstr[-1:].isspace()) == (msgid[:1].isspace(), msgid[-1:].isspace())
        and (msgstr.endswith(".") or not msgid.endswith("."))
        and "miễn trừ" not in msgstr.casefold()
    )


def test_entries_fit() -> None:
    """A translation keeps the placeholders, code names and outer spaces of its msgid, and is NFC."""
    assert len(translations()) > 1000
    assert [msgid for msgid, msgstr in translations().items() if not _fits(msgid, msgstr)] == []


def test_entries_stand_in_the_order_of_files() -> None:
    """The catalogue names files, in their order, without line numbers that every change would move."""
    places = [message.locations for message in catalogue() if message.id]
    files = [place[0][0] for place in places]
    assert files == sorted(files)
    assert {line for place in places for _file, line in place} == {None}


def test_the_header() -> None:
    """The catalogue says its language, encoding and plural forms."""
    headers = dict(catalogue().mime_headers)
    assert headers["Language"] == "vi"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Plural-Forms"] == "nplurals=1; plural=0;"


@pytest.fixture
def without_owner(tmp_path: Path) -> Path:
    """The small project with one mistake: a task lost its owner."""
    root = copy_of("small", tmp_path / "small")
    path = root / TASKS
    path.write_text(path.read_text(encoding="utf-8").replace(":owner: CQ-B\n", ""), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("lang", "message", "count"),
    [
        ("vi", "Chưa ghi cơ quan chủ trì. Thêm dòng `owner`; tra mã trong agencies.md.", "Có 1 chỗ cần sửa."),
        ("en", "No lead agency. Add a line `owner`; the IDs are in agencies.md.", "1 findings."),
    ],
)
def test_check_speaks_the_chosen_language(
    kehoach: Run, without_owner: Path, lang: str, message: str, count: str
) -> None:
    """``--lang`` chooses the words of findings, before the command and after it."""
    expected = f"{TASKS}:59: KH101 NV-1-2026-II-3: {message}\n"
    for arguments in (("--lang", lang, "check"), ("check", "--lang", lang)):
        done = kehoach(*arguments, "--root", without_owner)
        assert (done.returncode, done.stdout) == (1, expected)
        assert done.stderr.strip() == count


def test_vietnamese_is_the_default(kehoach: Run, without_owner: Path) -> None:
    """Who says nothing reads Vietnamese."""
    assert "Chưa ghi cơ quan chủ trì." in kehoach("check", "--root", without_owner).stdout


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_and_usage_speak_the_chosen_language(kehoach: Run, lang: str) -> None:
    """What click says of arguments, and the help of all commands, is in the language of the messages."""
    words = {
        "vi": ("Cách dùng: ", "--as-of NGÀY", "Thêm cơ quan.", "Không có tùy chọn '--x'.", '"check" không?'),
        "en": ("Usage: ", "--as-of DAY", "Add an agency.", "No such option '--x'.", '"check"?'),
    }[lang]
    lines = ("status -h", "new -h", "status --x", "chek")
    told = [kehoach("--lang", lang, *line.split()) for line in lines]
    assert [done.returncode for done in told] == [0, 0, 2, 2]
    texts = (told[0].stdout, told[0].stdout, told[1].stdout, told[2].stderr, told[3].stderr)
    for one, text in zip(words, texts, strict=True):
        assert one in text


def test_an_unknown_message_stays_as_it_is() -> None:
    """A msgid without a translation is shown rather than nothing."""
    i18n.use("vi")
    assert i18n._("No such message.") == "No such message."
    assert "unchanged" in (inspect.getdoc(i18n._) or "")
