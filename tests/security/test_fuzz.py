"""Every reader, on inputs made at random: it reads them or says what is wrong, and never raises or hangs."""

import io
import json
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conftest import PROJECTS, ROOT, copy_of, no_hang
from importing.test_import_readers import pdf, table_markup, word
from kehoach import changes, cli, deadline, rules
from kehoach.changes import formats
from kehoach.changes.report import report
from kehoach.editing import edits as edits_
from kehoach.export import data, excel, ics
from kehoach.importing import analysis, drafting, readers
from kehoach.importing.drafted import names_for
from kehoach.merging import workbook
from kehoach.official import fidelity, labels, letterhead, names
from kehoach.plan import markup, model, reader
from kehoach.progress import Progress, asof
from kehoach.reports import data as figures
from kehoach.reports import hosts, reminders, status
from kehoach.rules.findings import Finding
from plan.test_whitelist import PIECES

pytestmark = pytest.mark.fuzz

TODAY = date(2026, 11, 22)
#: Inputs that once raised or hung, or might: a file each, with what it broke in its name.
CORPUS = sorted((ROOT / "tests/corpus").iterdir())


def texts(pieces: Sequence[str], size: int = 30) -> st.SearchStrategy[str]:
    """Texts of pieces, of any characters, and of one piece many times over."""
    piece = st.sampled_from(pieces)
    repeated = st.builds(lambda one, times, rest: one * times + rest, piece, st.integers(50, 3000), piece)
    return st.one_of(st.lists(piece, max_size=size).map("".join), st.text(max_size=80), repeated)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A project with the model and no pages."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "needs").mkdir()
        shutil.copy(ROOT / "ubproject.toml", root)
        yield root


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    """The demo project."""
    with tempfile.TemporaryDirectory() as name:
        root = copy_of("demo", Path(name) / "demo")
        yield root


# -- pages ------------------------------------------------------------------------------------------


def checked(root: Path, raw: bytes) -> list[Finding]:
    """The findings of a page."""
    (root / "needs" / "x.md").write_bytes(raw)
    with no_hang():
        found = rules.check(reader.read(root))
        assert all(len(str(finding).splitlines()) == 1 and "\x1b" not in str(finding) for finding in found)
    return found


@given(st.one_of(texts(PIECES).map(str.encode), st.binary(max_size=200)))
def test_pages(folder: Path, raw: bytes) -> None:
    """Any bytes are a page with findings or without, each on one printable line."""
    checked(folder, raw)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus(folder: Path, path: Path) -> None:
    """What was found before."""
    checked(folder, path.read_bytes())


@given(texts(PIECES), st.booleans())
def test_markup(text: str, in_need: bool) -> None:
    """Any text has forbidden constructs or none, each in one of its lines."""
    lines = text.replace("\r", "\n").split("\n")  # as the reader does
    with no_hang():
        found = list(markup.forbidden(lines, in_need=in_need))
    assert all(0 <= offset < len(lines) for offset, _what in found)


LINES = (PROJECTS / "demo/needs/kh-9-2026/ii-nhiem-vu.md").read_text("utf-8").split("\n")
Edit = tuple[str, int, str]


def edits(lines: Sequence[str], pieces: Sequence[str]) -> st.SearchStrategy[list[Edit]]:
    """Some edits of a file: what is done, at which line, and with what."""
    what = st.sampled_from(("delete", "double", "swap", "insert", "replace"))
    piece = st.one_of(st.sampled_from(pieces), st.sampled_from(lines))
    return st.lists(st.tuples(what, st.integers(0, len(lines) - 1), piece), min_size=1, max_size=4)


EDITS = edits(LINES, PIECES)


def damaged(lines: list[str], made: Sequence[Edit]) -> str:
    """A page with some of its lines deleted, doubled, exchanged or changed."""
    lines = list(lines)
    for what, where, piece in made:
        at = where % len(lines)
        if what == "delete" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
        elif what == "insert":
            lines.insert(at, piece)
        else:
            lines[at] = lines[at][: len(lines[at]) // 2] + piece
    return "\n".join(lines)


@given(EDITS)
def test_damaged_plans(demo: Path, made: list[Edit]) -> None:
    """A damaged plan has findings, or stands where it can be told in every form."""
    (demo / "needs/kh-9-2026/ii-nhiem-vu.md").write_text(damaged(LINES, made), encoding="utf-8")
    with no_hang():
        plan = reader.read(demo)
        if rules.check(plan):
            return
        progress = Progress(plan, TODAY)
        status.as_markdown(progress)
        json.loads(figures.as_json(progress))
        for reminder in reminders.reminders(progress, timedelta(days=30)):
            reminders.text(progress, reminder, markdown=True)
        for home in plan.of_type("plan"):
            data.as_csv(progress, home)
            data.as_json(progress, home)
            ics.plan_calendar(progress, home)


# -- what stands in pages ---------------------------------------------------------------------------

OFFICIAL = (ROOT / "needs/kh-172-2023/source.txt").read_text("utf-8").split("\n")
TALK = (
    *("trước ngày", "sau", "đến hết", "quý", "tháng", "năm", "hằng năm", "thường xuyên", "kể từ", "ngày"),
    *("30/6/2026", "31/2/2026", "2026", "IV", "999999999999999999999", " ", "/", "-", ".", "(", ")", "và"),
    *("Sở Nội vụ", "a\u0302", "Nơi nhận:", "số:"),
)


@given(texts(tuple(f"{word} " for word in TALK)), st.one_of(st.none(), st.integers(-1, 10**6)))
def test_deadlines(text: str, year: int | None) -> None:
    """Any text is a deadline, or none with a reason."""
    with no_hang():
        read = deadline.parse(text, year)
        deadline.describe(read)
        json.dumps(deadline.as_json(read))
    assert (read.kind is deadline.Kind.NONE) == (read.problem is not None)


PARTS = ("\n", "\n", "...", "[...]", "Nơi nhận:", "TM. ", "KẾ HOẠCH")


def held(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Official texts no longer than those there are."""
    return texts(pieces).filter(lambda text: len(text) < 20_000)


@given(held((*OFFICIAL, *PARTS)))
def test_official_texts(text: str) -> None:
    """Any text is taken apart, and each of its lines with words is in one part."""
    with no_hang():
        parts = letterhead.read(text)
    counted = [line.number for name in parts.__slots__ for line in getattr(parts, name)]
    assert sorted(counted) == sorted(set(counted))


@given(texts((*OFFICIAL, "\n", *TALK, "Cơ quan chủ trì:", "Thời gian:")))
def test_labels_and_names(text: str) -> None:
    """Any clause has labels or none, and any name is compared."""
    with no_hang():
        list(labels.labelled(text))
        names.rest(names.folded(text))


@given(EDITS, held((*OFFICIAL, *PARTS)))
def test_fidelity(made: list[Edit], text: str) -> None:
    """Any text is held against any plan."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copytree(ROOT / "needs", root / "needs")
        shutil.copy(ROOT / "ubproject.toml", root)
        (root / "needs/kh-172-2023/source.txt").write_text(text, encoding="utf-8")
        page = root / "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
        page.write_text(damaged(page.read_text("utf-8").split("\n"), made), encoding="utf-8")
        with no_hang():
            plan = reader.read(root)
            rules.check(plan)
            for home in plan.of_type("plan"):
                if home.id in plan.texts:
                    fidelity.compare(plan, home)


@given(st.text(max_size=20), st.text(max_size=20), st.dates(date(1945, 1, 1), date(2999, 1, 1)))
def test_days(option: str, epoch: str, today: date) -> None:
    """Any text is a day, or refused in a sentence."""
    for read in (
        partial(asof.resolve, option, datetime.combine(today, time.min, UTC), {}, UTC),
        partial(asof.resolve, None, datetime.now(UTC), {"SOURCE_DATE_EPOCH": epoch}, UTC),
        partial(asof.since, option, today, {}),
    ):
        try:
            read()
        except ValueError as error:
            assert str(error)  # noqa: PT017 - one of both is right


MODEL = (ROOT / "ubproject.toml").read_text("utf-8").split("\n")
TOML = ("[needs]", "[[needs.types]]", "x = 1", "[needs.types]", "types = 3", "nan", *'{}="[#', "\x00")


@given(edits(MODEL, TOML))
def test_models(folder: Path, made: list[Edit]) -> None:
    """A damaged model is read, or refused in a sentence."""
    (folder / "m").mkdir(exist_ok=True)
    (folder / "m" / "ubproject.toml").write_text(damaged(MODEL, made), encoding="utf-8")
    with no_hang():
        try:
            read = model.load(folder / "m")
        except ValueError as error:
            assert str(error)  # noqa: PT017 - one of both is right
        else:
            for need_type in read.types.values():
                need_type.validator.is_valid({})


FOUND = st.builds(
    Finding, st.text(), st.integers(1), st.sampled_from(sorted(rules.RULES)), st.text(), st.text()
)


@given(st.lists(FOUND, max_size=4), st.sampled_from(sorted(hosts.FORMATS)))
def test_findings(found: list[Finding], form: str) -> None:
    """Findings of any words have every form, and what is JSON can be read again."""
    made = hosts.FORMATS[form](found)
    if form not in ("text", "github"):
        json.loads(made)


# -- official texts as they arrive --------------------------------------------------------------------

ROWS = (
    *("| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |", "| 1 | Việc | Sở A | 6/2026 |", "|", "| a |"),
    *("PHỤ LỤC I", "I. ", "1. ", "1.1. ", "a) ", "đ) ", "- ", "+ ", "Điều 1. "),
    *("Giao Sở A ", "trước ngày 30/6/2026", "Sở B; UBND xã"),
)
ARRIVING = (*OFFICIAL, *PARTS, *ROWS)


@given(held(ARRIVING))
def test_imported_texts(text: str) -> None:
    """Any text is drafted: all of its files can be read, and hold what the check then judges."""
    names_ = names_for("kh-1-2026")
    with no_hang():
        drafted = drafting.draft(text, analysis.read(text), names_, None, "giả định")
        assert all(file.name.endswith(".md") and "/" not in file.name for file in drafted.files)
        assert all(file.text for file in drafted.files)


@pytest.fixture(scope="module")
def arriving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of each kind in a folder."""
    folder = tmp_path_factory.mktemp("arriving")
    word(folder / "a.docx")
    pdf(folder / "a.pdf", table_markup())
    page = "<html><body><h1>Kế hoạch</h1><table><tr><td rowspan=2>a<td>b<td>c</table><p>x</body></html>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    return folder


_WHERE = st.floats(0, 1, exclude_max=True)
FLIPS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 8)), max_size=6
)


def flipped(raw: bytes, flips: list[tuple[float, bytes, int]]) -> bytes:
    """Bytes with some of them replaced."""
    for where, put, gone in flips:
        at = int(where * len(raw))
        raw = raw[:at] + put + raw[at + gone :]
    return raw


#: Read in this process: what the worker would stop is to be seen here.
KINDS = {"a.docx": "word", "a.pdf": "pdf", "a.html": "html"}


@given(st.sampled_from(sorted(KINDS)), FLIPS, st.booleans())
def test_damaged_documents(
    folder: Path, arriving: Path, name: str, flips: list[tuple[float, bytes, int]], inside: bool
) -> None:
    """A damaged document is read, or refused in a sentence; Word documents are damaged inside, too."""
    raw = (arriving / name).read_bytes()
    if inside and name == "a.docx":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        parts["word/document.xml"] = flipped(parts["word/document.xml"], flips)
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        raw = written.getvalue()
    else:
        raw = flipped(raw, flips)
    (folder / name).write_bytes(raw)
    with no_hang():
        try:
            readers.load(KINDS[name])(folder / name, KINDS[name], lambda _done, _all, _pictures: None)
        except (readers.UnreadableFileError, OSError) as error:
            assert str(error)  # noqa: PT017 - one of both is right


@pytest.fixture(scope="module")
def workbook_parts(demo: Path) -> Path:
    """The parts of a workbook of the demo plan, unpacked into a folder."""
    plan = reader.read(demo)
    folder = demo / "parts"
    with zipfile.ZipFile(io.BytesIO(excel.excel(Progress(plan, TODAY), plan.of_type("plan")[0]))) as archive:
        archive.extractall(folder)
    return folder


@given(st.integers(0, 30), FLIPS)
def test_damaged_workbooks(
    folder: Path, workbook_parts: Path, number: int, flips: list[tuple[float, bytes, int]]
) -> None:
    """A workbook with a damaged part is read, or refused in a sentence."""
    parts = sorted(path for path in workbook_parts.rglob("*") if path.is_file())
    damaged_part = parts[number % len(parts)]
    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        for path in parts:
            raw = path.read_bytes()
            content = flipped(raw, flips) if path == damaged_part else raw
            archive.writestr(path.relative_to(workbook_parts).as_posix(), content)
    with no_hang():
        try:
            workbook.read(folder / "a.xlsx")
        except (ValueError, OSError) as error:
            assert str(error)  # noqa: PT017 - one of both is right


# -- edits and changes --------------------------------------------------------------------------------


@given(EDITS, st.sampled_from(("owner", "deadline", "clause", "form", "state", "x")), st.text(max_size=30))
def test_edits(demo: Path, made: list[Edit], option: str, value: str) -> None:
    """An option set in any page is read back, with all else as it was, or it is refused."""
    path = demo / "needs/kh-9-2026/ii-nhiem-vu.md"
    path.write_text(damaged(LINES, made), encoding="utf-8")
    plan = reader.read(demo)
    tasks = [need for need in plan.of_type("task") if need.path.endswith("ii-nhiem-vu.md")]
    if rules.check(plan) or not tasks:
        return
    text = edits_.decoded(path.read_bytes())
    with no_hang():
        try:
            new = edits_.set_options(text, [edits_.Setting(tasks[0], option, value)])
        except ValueError as error:
            assert str(error)  # noqa: PT017 - one of both is right
            return
    path.write_bytes(new.encode())
    read = reader.read(demo).needs[tasks[0].id]
    if option in read.options:
        value = unicodedata.normalize("NFC", value).strip()
        assert read[option] in (value, " ".join(value.split()))


@given(EDITS, EDITS)
def test_changes(demo: Path, before: list[Edit], after: list[Edit]) -> None:
    """What changed between any two plans is told in every form."""
    plans = []
    for made in (before, after):
        (demo / "needs/kh-9-2026/ii-nhiem-vu.md").write_text(damaged(LINES, made), encoding="utf-8")
        plans.append(reader.read(demo))
    with no_hang():
        found = changes.compare(plans[0], plans[1], TODAY)
        told = report(found, "a", "b")
        formats.as_text(told)
        formats.as_markdown(told)
        formats.as_html(told)
        json.loads(formats.as_json(found, "a", "b"))


# -- the command ------------------------------------------------------------------------------------


def parameters(command: click.Command) -> list[str]:
    """The options of a command, and the values some of them take."""
    found = []
    for parameter in command.params:
        found += parameter.opts if isinstance(parameter, click.Option) else []
        if isinstance(parameter.type, click.Choice):
            found += [str(choice) for choice in parameter.type.choices]
    return found


_CONTEXT = click.Context(cli.main)
_COMMANDS = {name: cli.main.get_command(_CONTEXT, name) for name in cli.COMMANDS}
OPTIONS = sorted({option for command in _COMMANDS.values() if command for option in parameters(command)})
# No value leads out of the working folder: some options name a place to write to.
VALUES = (
    *("KH-9-2026", "CQ-SNV", "CQ-STC", "2026-11-22", "22/11/2026", "9999-99-99", "14d", "-1", "0"),
    *(
        "--",
        "-",
        "",
        ".",
        "needs",
        "out",
        "ubproject.toml",
        "/dev/null",
        "/dev/full",
        "\udc80",
        "=",
        "a" * 300,
    ),
)
ARGUMENTS = st.lists(
    st.one_of(
        st.sampled_from([*OPTIONS, *cli.COMMANDS]),
        st.sampled_from(VALUES),
        st.text(st.characters(exclude_characters="/.\x00", exclude_categories=["Cs"]), max_size=8),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def working(demo: Path) -> Iterator[Path]:
    """The demo project as the working folder."""
    with chdir(demo):
        yield demo


#: All commands but those that go on until somebody ends them.
ENDING = sorted(set(cli.COMMANDS) - {"lsp", "menu", "serve"})


@pytest.mark.usefixtures("working")
@given(st.sampled_from(ENDING), ARGUMENTS)
def test_arguments(command: str, rest: list[str]) -> None:
    """Any arguments end with exit code 0, 1 or 2 and never with a traceback."""
    done = CliRunner().invoke(cli.main, [command, *rest])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1, 2)
