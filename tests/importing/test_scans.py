"""Scans: pages that are pictures, how they are cut, read and set right, and how far they are trusted."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageDraw

from conftest import Run
from importing import offices, scanning, sheets
from importing.judging import Score
from importing.offices import Office, Paper, Words
from importing.test_import_readers import pdf
from kehoach.importing import analysis, mending, readers
from kehoach.importing.readers import SURE, Material, recognition, rulings, scan, tesseract, worker
from kehoach.importing.readers.blocks import blocks
from kehoach.importing.readers.recognition import Recognised
from kehoach.importing.readers.upright import lies_sideways, upright

#: Shares of what is right that are asked for: duties (F1), agencies (F1), deadlines.
_SHARE = 0.85

needs_tesseract = pytest.mark.skipif(
    bool(tesseract.lacking()) and "SCANS" not in os.environ,
    reason="Tesseract with Vietnamese is not installed: apt install tesseract-ocr tesseract-ocr-vie",
)


def paper(layout: Callable[[Office], Paper], seed: str = "scan") -> Paper:
    """A fictional document of a layout."""
    return layout(Office(Random(f"{seed} {layout.__name__}")))


def scanned(made: Paper, folder: Path, noise: int = scanning.LIGHT) -> Path:
    """A document printed and scanned."""
    sheets.printed(made, folder / "printed.pdf")
    scanning.scan(folder / "printed.pdf", folder / "a.pdf", made.says, noise=noise)
    return folder / "a.pdf"


# -- what is read ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("read_here")
@needs_tesseract
def test_scans_are_read(tmp_path: Path) -> None:
    """Duties, agencies and deadlines of pages with light grain, lying askew, are found."""
    score = Score()
    for made in map(paper, (offices.letter, offices.roles, offices.schedule)):
        material = readers.read(scanned(made, tmp_path))
        score.add(analysis.read(material.text, unsure=material.unsure).all, made.duties)
        assert [page for page, _sure in material.recognised] == list(range(1, len(material.pages) + 1))
    assert min(score.items, score.agencies, score.terms) >= _SHARE, "\n".join(score.wrong)


@pytest.mark.usefixtures("read_here")
@needs_tesseract
def test_a_blurred_page_gives_text_alone(tmp_path: Path) -> None:
    """Below the limit nobody is named and no day is set; the duties stay, and say why."""
    made = paper(offices.letter)
    material = readers.read(scanned(made, tmp_path, noise=scanning.HEAVY))
    assert all(sure < SURE for _page, sure in material.recognised)
    found = analysis.read(material.text, unsure=material.unsure).all
    assert "UBND" in material.text
    assert found
    assert all(not (duty.owners or duty.partners or duty.deadline) for duty in found)
    assert all("blurred" in duty.doubts[-1] for duty in found)


@pytest.mark.usefixtures("read_here")
@needs_tesseract
def test_a_stamp_over_a_scan_is_no_text_layer(tmp_path: Path) -> None:
    """The words of an electronic signature over a picture do not hide the page."""
    path = scanned(Paper("stamped", [Words("Giao Sở Y tế kiểm tra bể nước giả định.")], []), tmp_path)
    stamp = pdf(tmp_path / "stamp.pdf", "#text(size: 8pt)[Ký bởi: Cơ quan giả định \\ Ngày ký: 01/02/2028]")
    with pikepdf.open(path, allow_overwriting_input=True) as document, pikepdf.open(stamp) as over:
        document.pages[0].add_overlay(over.pages[0], pikepdf.Rectangle(300, 700, 500, 800))
        document.save(path)
    assert "Giao Sở Y tế kiểm tra bể nước giả định" in readers.read(path).text


@pytest.mark.usefixtures("read_here")
@needs_tesseract
def test_letters_under_wrong_names_are_no_text_layer(tmp_path: Path) -> None:
    """A page whose font says other letters than it draws is read as it looks."""
    words = " ".join(["Giao Sở Y tế chủ trì kiểm tra bể nước sạch giả định."] * 6)
    path = pdf(tmp_path / "a.pdf", words)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                names = thing.ToUnicode.read_bytes().replace(b"> <00", b"> <04")
                thing.ToUnicode = document.make_stream(names)
        document.save(path)
    material = readers.read(path)
    assert "Giao Sở Y tế chủ trì kiểm tra bể nước sạch" in " ".join(material.text.split())
    assert material.recognised


@pytest.mark.usefixtures("read_here")
@needs_tesseract
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tiff"])
def test_pictures_are_read(tmp_path: Path, name: str) -> None:
    """A picture of a page is a page; a TIFF may hold several."""
    sheets.printed(
        Paper("one line", [Words("Giao Sở Y tế kiểm tra bể nước giả định.")], []), tmp_path / "a.pdf"
    )
    first, *_others = scanning.pictures(tmp_path / "a.pdf", "1")
    dpi = scanning.DPI, scanning.DPI
    if name == "a.tiff":
        first.save(tmp_path / name, dpi=dpi, save_all=True, append_images=[first])
    else:
        first.save(tmp_path / name, dpi=dpi)
    material = readers.read(tmp_path / name)
    assert material.text.count("Giao Sở Y tế kiểm tra bể nước giả định.") == len(material.pages)
    assert len(material.pages) == (2 if name == "a.tiff" else 1)


@pytest.mark.usefixtures("read_here")
def test_a_text_layer_that_is_of_use_is_read(tmp_path: Path) -> None:
    """A page of text, with a picture on it or without, needs no Tesseract."""
    sheets.printed(paper(offices.letter), tmp_path / "a.pdf")
    assert readers.read(tmp_path / "a.pdf").recognised == ()


# -- what the command says ---------------------------------------------------------------------------


@needs_tesseract
def test_what_was_recognised_is_said(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """Report and JSON mark every line that comes from a picture, and the plan says what its source is."""
    path = scanned(paper(offices.letter), tmp_path)
    done = kehoach("--lang", "en", "import", path, "--plan", "kh-9-2028", "--root", empty)
    assert done.returncode == 0, done.stderr
    assert "lines recognised from pictures (pages 1)" in done.stdout
    assert "nhận dạng từ bản quét" in (empty / "needs/kh-9-2028/ke-hoach.md").read_text("utf-8")
    told = json.loads(kehoach("import", path, "--format", "json").stdout)
    assert told["figures"]["recognised"] >= told["figures"]["lines"] > 0
    assert told["items"]
    assert all(item["recognised"] and item["page"] == 1 for item in told["items"])


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are looked for in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, script: str) -> None:
    """A stand-in for Tesseract."""
    (folder / "tesseract").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "tesseract").chmod(0o755)


def test_without_tesseract_it_is_said_what_to_do(tmp_path: Path, programs: Path) -> None:
    """A scan is refused by a sentence that names the packages, whether all is missing or the language."""
    path = scanned(Paper("one line", [Words("Giao Sở Y tế kiểm tra bể nước giả định.")], []), tmp_path)
    with pytest.raises(readers.UnreadableFileError, match=r"holds no text.*not read: 1\..*tesseract-ocr-vie"):
        readers.read(path)
    program(programs, "echo eng")
    with pytest.raises(readers.UnreadableFileError, match="without its Vietnamese"):
        readers.read(path)


def test_a_scanned_page_among_others_is_named(tmp_path: Path, programs: Path) -> None:
    """Pages with text are read, and of the others it is said that they are not."""
    text = paper(offices.letter)
    path = scanned(Paper("one line", [Words("Giao Sở Y tế kiểm tra bể nước giả định.")], []), tmp_path)
    sheets.printed(text, tmp_path / "text.pdf")
    with pikepdf.open(tmp_path / "text.pdf", allow_overwriting_input=True) as document:
        with pikepdf.open(path) as pictures:
            document.pages.extend(pictures.pages)
        document.save(tmp_path / "both.pdf")
    material = readers.read(tmp_path / "both.pdf")
    (said,) = material.unread
    assert f": {len(material.pages)}. " in said
    assert not list(programs.iterdir())


def test_tesseract_ends_with_the_worker(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes too long is stopped, whichever process does it."""
    path = scanned(Paper("one line", [Words("Giao Sở Y tế kiểm tra bể nước giả định.")], []), tmp_path)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    program(programs, f'[ "$1" = --list-langs ] && echo vie && exit\necho $$ >{tmp_path}/pid\nexec sleep 300')
    monkeypatch.setattr(worker, "_SILENCE", 10)
    with pytest.raises(readers.UnreadableFileError, match="more time or memory"):
        readers.read(path)
    pid = int((tmp_path / "pid").read_text())
    for _turn in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the program goes on")


def test_limits_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages beyond the limits of pictures and of their number are named with the limit."""
    made = Paper("two pages", [Words("Một."), offices.NewPage(), Words("Hai.")], [])
    path = scanned(made, tmp_path)
    monkeypatch.setattr(scan, "lacking", lambda: "")
    monkeypatch.setattr(scan, "PIXELS", 1_000_000)
    assert (
        "1 million pixels" in readers.load("pdf")(path, "pdf", lambda _done, _all, _pictures: None).unread[0]
    )
    monkeypatch.setattr(scan, "PIXELS", 40_000_000)
    monkeypatch.setattr(scan, "MOST_PAGES", 1)
    monkeypatch.setattr(recognition, "recognise", lambda _page, _dpi: Recognised(("Một.",), 99))
    material = readers.load("pdf")(path, "pdf", lambda _done, _all, _pictures: None)
    assert material.text.split() == ["Một."]
    assert ": 2. Of a scan, 1 pages are read." in material.unread[0]


# -- how a page is cut -------------------------------------------------------------------------------

GRID = (100, 100, 900, 500)


def drawn(turned: float = 0) -> Image.Image:
    """A table of two columns; the first row goes over both, the right cell over the last two."""
    page = Image.new("L", (1000, 600), 240)
    pen = ImageDraw.Draw(page)
    left, top, right, bottom = GRID
    for y, end in ((top, right), (200, right), (350, 500), (bottom, right)):
        pen.line((left, y, end, y), fill=20, width=3)
    for x, start in ((left, top), (500, 200), (right, top)):
        pen.line((x, start, x, bottom), fill=20, width=3)
    return page.rotate(turned, Image.Resampling.BICUBIC, fillcolor=240)


@pytest.mark.parametrize("turned", [0, 0.8, -3])
def test_tables_are_found_by_their_lines(turned: float) -> None:
    """Cells over several rows and columns are one each, also where the page lies askew."""
    across, down = rulings.segments(rulings.ink(upright(drawn(turned))), 200)
    (grid,) = rulings.grids(across, down, 200)
    assert (grid.rows, grid.columns) == (3, 2)
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 2, 1),
        (2, 0, 1, 1),
    ]


def test_an_empty_page_has_no_lines() -> None:
    """The grain of a page on which nothing stands is no ink."""
    random = Random(1)
    page = Image.frombytes("L", (400, 400), bytes(random.randint(200, 255) for _ in range(160_000)))
    assert rulings.ink(page).getbbox() is None


def test_columns_are_blocks_of_their_own() -> None:
    """Two columns, as in a letterhead, are cut; the lines below over the whole page are one block."""
    page = Image.new("L", (1000, 400), 0)
    pen = ImageDraw.Draw(page)
    for box in ((50, 20, 300, 40), (600, 20, 950, 40), (80, 60, 280, 80), (650, 70, 900, 90)):
        pen.rectangle(box, fill=255)
    for y in (150, 190, 230):
        pen.rectangle((50, y, 950, y + 20), fill=255)
    found = blocks(page, 200)
    assert found == [(0, 20, 450, 81), (450, 20, 1000, 91), (0, 150, 1000, 251)]


def test_strokes_are_counted() -> None:
    """Upright strokes as high as the word are counted, up to the first sign that has none."""
    word = Image.new("L", (60, 30), 0)
    pen = ImageDraw.Draw(word)
    for x in (2, 12, 22, 52):
        pen.rectangle((x, 0, x + 3, 29), fill=255)
    pen.line((45, 0, 32, 29), fill=255, width=3)
    assert rulings.strokes(word) == 3


# -- what is set right -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("X, ngày 09 tháng 01 nắm 2028", "X, ngày 09 tháng 01 năm 2028"),
        ("Tỉnh X. ngày 09 tháng 01 năm 2028", "Tỉnh X, ngày 09 tháng 01 năm 2028"),
        ("II. TỔ CHÚC THỰC HIỆN", "II. TỔ CHỨC THỰC HIỆN"),
        ("Chỉ cục Thủy lợi", "Chi cục Thủy lợi"),
        ("Sở Giáo đục và Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("trong quý IH/2028", "trong quý III/2028"),
        ("Quý 11/2028", "Quý II/2028"),
        ("quý l/2028", "quý I/2028"),
        ("H. NỘI DUNG", "II. NỘI DUNG"),
        ("I.MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("Š. Sở Công Thương", "5. Sở Công Thương"),
        ("đd) Lập sổ", "đ) Lập sổ"),
        ("Tỉnh X. ngày I7 tháng 01 năm 2028", "Tỉnh X, ngày 17 tháng 01 năm 2028"),
        ("Xong trước 20/1 1/2028", "Xong trước 20/11/2028"),
        ("Trước ngày 2Š hằng quý", "Trước ngày 25 hằng quý"),
        ("- Phối hợp: Sở Y tế. Công an tỉnh.", "- Phối hợp: Sở Y tế; Công an tỉnh."),
        ("l", "1"),
    ],
)
def test_what_only_one_thing_can_be_meant_by(seen: str, meant: str) -> None:
    """Marks of known words, Roman numerals and marks of lists are set right."""
    assert mending.mended(seen) == meant


@pytest.mark.parametrize(
    "seen",
    [
        "Hộ đủ ăn",  # both syllables of "dự án" differ
        "Quý 1/2028",
        "Quý VI/2028",
        "trước ngày 30/6/2028",
        "Uỷ ban nhân dân tỉnh",  # either place of the tone
        "Hàng tháng",  # "hằng tháng" is as right
        "Sở Y tế. Công an tỉnh tổ chức trực.",
        "Chủ trì: Sở Y tế",
        "10. Sở Y tế",
    ],
)
def test_what_may_be_meant_stays(seen: str) -> None:
    """What could stand there is left as it was seen."""
    assert mending.mended(seen) == seen


def test_cells_of_scanned_tables() -> None:
    """Numbers count, grain around words goes, and colons between agencies were semicolons."""
    rows = [
        ["TT", "Việc"],
        ["l", "Nhóm"],
        ["1", "“Lập sổ"],
        ["§", "Sở Y tế: Công an tỉnh"],
        ["3", "Chủ trì: Sở Y tế"],
    ]
    assert mending.mended_rows([*rows, ["H", "Nhóm"]])[1:] == [
        ["I", "Nhóm"],
        ["1", "Lập sổ"],
        ["2", "Sở Y tế; Công an tỉnh"],
        ["3", "Chủ trì: Sở Y tế"],
        ["II", "Nhóm"],
    ]


def test_lines_of_blurred_pages_are_unsure() -> None:
    """The lines of the pages below the limit, and of no other, are unsure."""
    material = Material(
        "a\nb\nc\nd", "pdf", own_lines=False, pages=(1, 2, 4), recognised=((1, SURE), (2, SURE - 1))
    )
    assert material.unsure == {2, 3}
    assert [material.is_recognised(line) for line in (1, 2, 3, 4)] == [True, True, True, False]


@pytest.mark.usefixtures("read_here")
@needs_tesseract
@pytest.mark.parametrize(
    "turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270], ids=str
)
def test_a_page_is_read_whichever_way_it_lies(tmp_path: Path, turn: Image.Transpose) -> None:
    """A page on either side or upside down gives what it gives upright."""
    made = paper(offices.schedule)
    sheets.printed(made, tmp_path / "printed.pdf")
    (page,) = scanning.pictures(tmp_path / "printed.pdf", made.says)
    path = tmp_path / "a.pdf"
    page.transpose(turn).save(path, "PDF", resolution=scanning.DPI)
    material = readers.read(path)
    score = Score()
    score.add(analysis.read(material.text, unsure=material.unsure).all, made.duties)
    assert min(score.items, score.agencies, score.terms) >= _SHARE, "\n".join(score.wrong)


def test_which_way_lines_run_is_seen_without_reading() -> None:
    """Lines of words run across a page, whatever rulings run down it."""
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    for row in range(40):
        for word in range(12):
            draw.rectangle((100 + word * 85, 100 + row * 38, 160 + word * 85, 114 + row * 38), fill=60)
    for x in range(90, 1200, 170):
        draw.line((x, 60, x, 1700), fill=0, width=3)
    assert not lies_sideways(page)
    assert lies_sideways(page.transpose(Image.Transpose.ROTATE_90))


@needs_tesseract
def test_many_small_pages_are_no_costly_file(tmp_path: Path) -> None:
    """A scan in black and white takes a few kilobytes a page, and as much time as any other."""
    pages = []
    for number in range(3):
        page = Image.new("1", (1654, 2339), 1)
        ImageDraw.Draw(page).rectangle((200, 200 + 20 * number, 220, 216 + 20 * number), fill=0)
        pages.append(page)
    path = tmp_path / "a.pdf"
    pages[0].save(path, "PDF", resolution=scanning.DPI, save_all=True, append_images=pages[1:])
    assert path.stat().st_size < 15_000
    assert len(worker.read(path, "pdf", lambda _done, _all: None).pages) == 3
