"""Inputs that are built to be slow: each costs as much as it is long, or is stopped with a sentence."""

import zlib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
import pikepdf
import pytest
import xlsxwriter

from conftest import LINEAR, ROOT, Run, growth
from importing.test_import_readers import pdf
from kehoach import rules
from kehoach.importing import analysis, readers
from kehoach.plan import reader

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

    assert growth(work, size) < LINEAR


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
                readers.load("html")(path, "html", lambda _done, _all, _pictures: None)
            except readers.UnreadableFileError as refused:
                assert "web page" in str(refused)  # noqa: PT017 - one of both is right

        return read

    assert growth(work, size) < LINEAR


#: Plain texts likewise: who, when and what in one line, over and over.
TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "orders": (lambda n: "1. Giao " * n + "\n", 1500),
    "slashes": (lambda n: f"1. Việc\nThời gian: {'1/' * n}\n", 7000),
    "days": (lambda n: f"1. Việc\nThời gian: {'sau khi ban hành, ' * n}\n", 800),
    "agencies": (lambda n: f"1. {'Sở A, ' * n}chủ trì\n", 1200),
    "agencies and one who leads": (lambda n: f"1. Sở A. {'Sở A; ' * n}Sở B chủ trì\n", 700),
    "leading": (lambda n: f"1. Việc. {'Sở A chủ trì; ' * n}việc khác\n", 1500),
    "leading and a title": (lambda n: f"1. Sở A. {'Sở A chủ trì; ' * n}\n", 500),
    "seasons": (lambda n: f"1. Sở A chủ trì {'làm trước mùa mưa; ' * n}\n", 500),
    "labels": (lambda n: "Sản phẩm: a; Thời gian: 2026. " * n + "\n", 1500),
    "marks of notes": (lambda n: f"1. Sở A chủ trì {'ab1/' * n}\n", 4000),
    "two days": (lambda n: f"{'trước ngày 1/1/2026 và ' * n}\n", 1500),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_costs_as_much_as_it_is_long(name: str) -> None:
    """Twice of anything in a line of a text costs about twice as much to read."""
    make, size = TEXTS[name]

    def work(size: int) -> Callable[[], object]:
        text = make(size)
        return lambda: analysis.read(text)

    assert growth(work, size) < LINEAR


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
    """A PDF whose page is eighty megabytes of signs, packed three times over."""
    pdf(path, "Văn bản")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        content = b"0 " * (40 * 2**20)
        for _time in range(3):
            content = zlib.compress(content, 9)
        stream = document.make_stream(b"")
        stream.write(content, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 3))
        document.pages[0].obj["/Contents"] = stream
        document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize(
    ("make", "words"),
    [(forms, "takes more time or memory"), (packed, "unpacks to more than any document holds")],
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


_ROW = [
    "1",
    "Rà soát, sửa đổi, bổ sung các quy chế có liên quan (giả định); " * 2,
    "Sở A",
    "Sở B",
    "Quý III năm 2026",
    "",
]


def _sheet(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number in range(3600):
            sheet.write_row(number, 0, _ROW)


def _document(path: Path) -> None:
    table = (document := docx.Document()).add_table(rows=1, cols=6)
    for cell, words in zip(table.rows[0].cells, _ROW, strict=True):
        cell.text = words
    for _number in range(3599):
        table._tbl.append(deepcopy(table.rows[0]._tr))
    document.save(str(path))


def _web(path: Path) -> None:
    cells = "".join(
        f'<td><p class="MsoNormal"><span style="font-size:13pt">{c}</span></p></td>' for c in _ROW
    )
    path.write_text(f"<html><body><table>{f'<tr>{cells}</tr>' * 3600}</table></body></html>", "utf-8")


@pytest.mark.soak
@pytest.mark.parametrize(("make", "ending"), [(_sheet, "xlsx"), (_document, "docx"), (_web, "html")])
def test_a_document_of_three_hundred_pages_is_read(
    tmp_path: Path, make: Callable[[Path], None], ending: str
) -> None:
    """What a list of 3,600 tasks takes is within the limits, whatever it is written with."""
    make(tmp_path / f"a.{ending}")
    assert readers.read(tmp_path / f"a.{ending}").text.count("Sở A") == 3600


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
