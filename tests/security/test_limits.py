"""Inputs that are built to be slow: each costs as much as it is long, or is stopped with a sentence."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from conftest import ROOT, Run, growth
from importing.test_import_readers import pdf
from kehoach import rules
from kehoach.importing import readers
from kehoach.plan import reader

#: Twice the input at most costs so many times as much.
LINEAR = 2.2
#: What the clock and the collector add to costs of a hundredth of a second.
NOISE = 0.6
TASK = ":::{task} Việc\n:id: NV-1\n"
#: What one page may hold many times over, and how often.
PAGES: dict[str, tuple[Callable[[int], str], int]] = {
    "unknown options": (lambda n: TASK + "".join(f":zq{i}: 1\n" for i in range(n)) + ":::\n", 2000),
    "wrapped lines": (lambda n: f"{TASK}:deadline: a\n" + "b\n" * n + ":owner: CQ-A\n:::\n", 20_000),
    "wrapped lines behind a space": (lambda n: f"{TASK}:deadline: a\n" + " b\n" * n + ":::\n", 20_000),
    "one option": (lambda n: TASK + ":owner: CQ-A\n" * n + ":::\n", 4000),
    "openings": (lambda n: ":::{x}\n" * n, 2000),
    "unclosed needs": (lambda n: ":::{task} V\n" * n, 1000),
    "unclosed code": (lambda n: f"{TASK}\n" + "```a\n" * n + ":::\n", 10_000),
    "emphasis": (lambda n: f"{'*' * n}x{'*' * n}\n", 4000),
    "brackets": (lambda n: "[" * n + "\n", 20_000),
    "quotations": (lambda n: ">" * n + "\n", 20_000),
    "headings": (lambda n: "# a\n" * n, 10_000),
    "links": (lambda n: f"{TASK}:owner: {'CQ-A,' * n}\n:::\n", 10_000),
    "a long word": (lambda n: f"{TASK}:deadline: {'a' * n}\n:::\n", 100_000),
    "a long deadline": (lambda n: f"{TASK}:deadline: {'quý I năm 2026 và ' * n}\n:::\n", 500),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_as_much_as_it_is_long(tmp_path: Path, name: str) -> None:
    """Twice of anything in a page costs about twice as much to check."""
    make, size = PAGES[name]
    (tmp_path / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
    (tmp_path / "needs").mkdir()

    def work(size: int) -> Callable[[], object]:
        text = make(size)

        def check() -> None:
            (tmp_path / "needs/x.md").write_text(text, encoding="utf-8")
            rules.check(reader.read(tmp_path))

        return check

    assert growth(work, size) <= LINEAR + NOISE


#: Web pages likewise; deep ones are refused at once.
WEB: dict[str, tuple[Callable[[int], str], int]] = {
    "comments": (lambda n: "<p>x</p>" + "<!--" * n, 20_000),
    "tables in tables": (lambda n: "<table><tr><td>" * n, 2000),
    "blocks in blocks": (lambda n: "<div>" * n, 4000),
    "rows": (lambda n: f"<table>{'<tr><td>a</td><td>b</td><td>c</td></tr>' * n}</table>", 1000),
    "rows that nobody closes": (lambda n: f"<table>{'<tr><td>a<td>b<td>c' * n}", 1000),
}


@pytest.mark.parametrize("name", WEB)
def test_a_web_page_costs_as_much_as_it_is_long(tmp_path: Path, name: str) -> None:
    """Twice of anything in a web page costs about twice as much to read, or to refuse."""
    make, size = WEB[name]

    def work(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}.html"
        path.write_text(make(size), encoding="utf-8")

        def read() -> None:
            try:
                readers.load("html")(path, "html", lambda _done, _all: None)
            except readers.UnreadableFileError as refused:
                assert "web page" in str(refused)  # noqa: PT017 - one of both is right

        return read

    assert growth(work, size) <= LINEAR + NOISE


def forms(path: Path) -> None:
    """A PDF of a few kilobytes in which each form draws the next ten times, twelve deep."""
    pdf(path, "Văn bản")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        inner = document.make_stream(b"BT (x) Tj ET")
        for depth in range(12):
            inner.update(
                {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 9, 9]}
            )
            inner = document.make_stream(b"/X Do " * 10, {"/Resources": {"/XObject": {"/X": inner}}})
            del depth
        document.pages[0].obj["/Contents"] = inner
        document.pages[0].obj["/Resources"] = inner["/Resources"]
        document.save(path)


def packed(path: Path) -> None:
    """A PDF whose page is a hundred megabytes of signs, packed three times over."""
    pdf(path, "Văn bản")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        content = b"0 " * (25 * 2**20)
        for _time in range(3):
            content = zlib.compress(content, 9)
        stream = document.make_stream(b"")
        stream.write(content, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 3))
        document.pages[0].obj["/Contents"] = stream
        document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize(
    ("make", "words"),
    [(forms, "takes more time or memory"), (packed, "holds no text")],
    ids=["forms", "packed"],
)
def test_a_reader_that_takes_too_much_is_stopped(
    tmp_path: Path, kehoach: Run, make: Callable[[Path], None], words: str
) -> None:
    """A PDF of a few kilobytes that would take hours, or all memory, ends in a sentence."""
    make(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 30_000
    (tmp_path / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
    (tmp_path / "needs").mkdir()
    done = kehoach("--lang", "en", "import", tmp_path / "a.pdf", "--plan", "kh-1-2026", "--root", tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert words in " ".join(done.stderr.split())


def test_nothing_is_imported_from_the_folder_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker runs no module that lies where the command is called."""
    for name in ("json", "pypdfium2", "kehoach"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    path = pdf(tmp_path / "a.pdf", "Văn bản giả định")
    monkeypatch.chdir(tmp_path)
    assert "Văn bản giả định" in readers.read(path).text


def test_what_nobody_sees_is_left_out_of_an_import(tmp_path: Path) -> None:
    """Soft hyphens and marks of direction of a web page do not get into a plan, which is said."""
    (tmp_path / "a.txt").write_text("Kế ho\u00adạch\u200b giả định\u061c\n", encoding="utf-8")
    material = readers.read(tmp_path / "a.txt")
    assert material.text == "Kế hoạch giả định\n"
    assert len(material.notes) == 1
