"""Files as they arrive: Word, PDF, web pages, text; damaged and hostile ones, and what is something else."""

import os
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
import typst
from docx import Document

from conftest import ROOT, Run
from kehoach.importing import analysis, readers
from kehoach.importing.lines import clean
from kehoach.importing.readers import UnreadableFileError
from kehoach.importing.readers import pdf as pdf_reader

COLUMNS = ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời gian hoàn thành"]
ROWS = [
    ["1", "Xây dựng việc giả định", "Sở A", "Sở B, các địa phương", "Đề án", "6/2026"],
    ["2", "Rà soát việc giả định", "Sở B", "", "Báo cáo", "Quý III năm 2026"],
]
EXPECTED = [
    ("1", "Xây dựng việc giả định", ("Sở A",), ("Sở B", "các địa phương"), "6/2026"),
    ("2", "Rà soát việc giả định", ("Sở B",), (), "Quý III năm 2026"),
]


def found_in(path: Path) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str | None]]:
    """What the importer finds in a file, without the name of an annex."""
    found = analysis.read(readers.read(path).text)
    return [(a.clause, a.title, a.owners, a.partners, a.deadline) for a in found.assignments]


def word(path: Path) -> Path:
    """A Word document with a heading by Word's own numbering and a table of assignments."""
    document = Document()
    document.add_paragraph("KẾ HOẠCH GIẢ ĐỊNH")
    table = document.add_table(rows=1 + len(ROWS), cols=len(COLUMNS))
    for row, texts in zip(table.rows, [COLUMNS, *ROWS], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def pdf(path: Path, body: str) -> Path:
    """A PDF of Typst markup."""
    source = f'#set page(width: 21cm, height: 12cm)\n#set text(lang: "vi")\n{body}'
    path.write_bytes(typst.compile(source.encode(), format="pdf"))
    return path


def table_markup(times: int = 1, options: str = "") -> str:
    """A table as Typst markup, ruled unless told otherwise, its heading repeated on each page."""
    cells = [f"[{text}]" for row in ROWS * times for text in row]
    heading = ", ".join(f"[{text}]" for text in COLUMNS)
    columns = "columns: (1cm, 5cm, 2.5cm, 3cm, 2cm, 3cm)"
    return f"#table({options} {columns}, table.header({heading}), {', '.join(cells)})"


def test_word(tmp_path: Path) -> None:
    """Tables of a Word document are read."""
    assert found_in(word(tmp_path / "kế hoạch.docx")) == EXPECTED


@pytest.mark.usefixtures("read_here")
def test_numbers_that_word_draws(tmp_path: Path) -> None:
    """Numbers of automatic lists are part of the text, though they stand in no paragraph."""
    document = Document()
    for text in ("Việc thứ nhất", "Việc thứ hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Việc khác", style="List Bullet")
    document.save(str(tmp_path / "so.docx"))
    lines = readers.read(tmp_path / "so.docx").text.split("\n")
    assert lines[:3] == ["1. Việc thứ nhất", "2. Việc thứ hai", "- Việc khác"]


def test_pdf(tmp_path: Path) -> None:
    """Ruled tables of a PDF are read."""
    assert found_in(pdf(tmp_path / "ke-hoach.pdf", table_markup())) == EXPECTED


@pytest.mark.usefixtures("read_here")
def test_pdf_table_without_rulings(tmp_path: Path) -> None:
    """Tables whose columns only stand apart are read by where their words stand."""
    markup = table_markup(options="stroke: none, column-gutter: 1cm,")
    path = pdf(
        tmp_path / "ke-hoach.pdf", f"#set page(width: 29cm)\nTrước bảng\n\n{markup}\n\n#v(2cm)\nSau bảng"
    )
    assert found_in(path) == EXPECTED
    assert readers.read(path).text.strip().split("\n")[-1] == "Sau bảng"


@pytest.mark.usefixtures("read_here")
def test_pdf_table_over_pages(tmp_path: Path) -> None:
    """A table goes on over pages under a repeated heading."""
    found = found_in(pdf(tmp_path / "ke-hoach.pdf", table_markup(times=8)))
    assert [item[1:] for item in found] == [item[1:] for item in EXPECTED * 8]


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("turned", [90, -90])
def test_pdf_table_that_lies_sideways(tmp_path: Path, turned: int) -> None:
    """A table turned on its page is read, and so is the upright running head above it."""
    body = f"CÔNG BÁO/Số 9\n\n#rotate({turned}deg, reflow: true)[{table_markup()}]"
    path = pdf(tmp_path / "ke-hoach.pdf", f"#set page(width: 21cm, height: 29.7cm)\n{body}")
    assert found_in(path) == EXPECTED
    assert readers.read(path).text.startswith("CÔNG BÁO/Số 9\n")


@pytest.mark.usefixtures("read_here")
def test_pdf_with_footnotes(tmp_path: Path) -> None:
    """Figures that lead to footnotes are left out of the words behind which they stand, and that is said."""
    raised = "#super(typographic: false)"
    body = f"Quý II/2028{raised}[4] và 20 m{raised}[2] đất\n\n{raised}[4] Theo lịch giả định"
    material = readers.read(pdf(tmp_path / "a.pdf", body))
    assert material.text.split("\n")[0] == "Quý II/2028 và 20 m2 đất"
    assert "4 Theo lịch giả định" in material.text
    assert [note.rsplit(": ", 1)[-1] for note in material.notes] == ["1."]


@pytest.mark.usefixtures("read_here")
def test_pdf_page_without_size(tmp_path: Path) -> None:
    """A page in whose size a side is no number is read as one of a usual size."""
    page_without_size(tmp_path / "a.pdf")
    assert "Văn bản" in readers.read(tmp_path / "a.pdf").text


@pytest.mark.usefixtures("read_here")
def test_pages_are_known(tmp_path: Path) -> None:
    """The first line of each page of a PDF is known, to say where something stands."""
    material = readers.read(pdf(tmp_path / "trang.pdf", "Trang một\n#pagebreak()\nTrang hai"))
    assert len(material.pages) == 2
    assert material.text.split("\n")[material.pages[1] - 1] == "Trang hai"


def test_progress_is_told(tmp_path: Path) -> None:
    """Who waits for a long document is told how far it is."""
    told: list[tuple[int, int]] = []
    path = pdf(tmp_path / "trang.pdf", "Một\n#pagebreak()\nHai")
    readers.read(path, lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)]


def test_web_page(tmp_path: Path) -> None:
    """Tables of a web page are read; scripts are no text."""
    cells = "".join(f"<td>{text}</td>" for text in ROWS[0])
    second = "<td>2</td><td>Rà soát việc giả định</td><td>Sở B</td><td></td><td>Báo cáo</td>"
    heading = "".join(f"<th>{text}</th>" for text in COLUMNS)
    rows = f"<tr>{heading}</tr><tr>{cells}</tr><tr>{second}<td>Quý III năm 2026</td></tr>"
    head = "<head><script>alert(1)</script></head>"
    page = f"<html>{head}<body><p>Văn bản</p><script>alert(2)</script><table>{rows}</table></body></html>"
    (tmp_path / "trang.html").write_text(page, encoding="utf-8")
    assert found_in(tmp_path / "trang.html") == EXPECTED
    assert "alert" not in readers.read(tmp_path / "trang.html").text


@pytest.mark.usefixtures("read_here")
def test_decomposed_letters(tmp_path: Path) -> None:
    """Text whose accents are letters of their own is read as what it says."""
    rows = "\n".join(f"| {' | '.join(row)} |" for row in [COLUMNS, ROWS[0]])
    (tmp_path / "nfd.md").write_text(unicodedata.normalize("NFD", rows), encoding="utf-8")
    assert found_in(tmp_path / "nfd.md") == EXPECTED[:1]


# -- what is refused ----------------------------------------------------------------------------------


def damaged_word(path: Path) -> None:
    """Half a Word document."""
    whole = word(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def zip_bomb(path: Path) -> None:
    """A document that unpacks to three hundred megabytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b" " * (300 * 2**20))


def entities(path: Path) -> None:
    """A document whose text is an entity that names a file of the machine, and entities of entities."""
    word(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(8))
    declared = f'<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]>'
    text = parts["word/document.xml"].decode().replace("?>", f"?>{declared}", 1)
    parts["word/document.xml"] = text.replace("KẾ HOẠCH GIẢ ĐỊNH", "&f;&e7;").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def with_parts(path: Path, edits: Mapping[str, Callable[[str], str]]) -> None:
    """A document with some of its parts edited."""
    word(path)
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts |= {part: edit(parts[part].decode()).encode() for part, edit in edits.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def style_of_itself(path: Path) -> None:
    """A document in which a style is based on itself."""
    based = '<w:name w:val="Normal"/><w:basedOn w:val="Normal"/>'
    with_parts(path, {"word/styles.xml": lambda text: text.replace('<w:name w:val="Normal"/>', based)})


def numbered(path: Path, level: str, start: str) -> None:
    """A document with a paragraph in a list of Roman numbers."""
    form = f'<w:start w:val="{start}"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>'
    declared = f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="{level}">{form}</w:lvl></w:abstractNum>'
    declared += '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
    listed = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
    with_parts(
        path,
        {
            "word/document.xml": lambda text: text.replace("<w:p>", listed, 1),
            "word/numbering.xml": lambda text: text.replace("</w:numbering>", declared),
        },
    )


def badly_packed(path: Path) -> None:
    """A document in which the packed text goes back further than there is anything."""
    word(path)
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("word/document.xml")
    start = part.header_offset + 30 + len(part.filename)
    path.write_bytes(raw[:start] + b"\x4b\x04\x02\xff\xff\xff" + raw[start + 6 :])


def with_password(path: Path) -> None:
    """A document whose parts say that they are encrypted."""
    word(path)
    raw = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    path.write_bytes(bytes(raw))


def pdf_bomb(path: Path) -> None:
    """A PDF of which one page unpacks to three hundred megabytes, packed twice over."""
    pdf(path, "Văn bản")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        once = zlib.compress(b" " * (300 * 2**20))
        filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        bomb = pikepdf.Stream(document, zlib.compress(once))
        bomb.write(zlib.compress(once), filter=filters)
        document.pages[0].obj["/Contents"] = document.make_indirect(bomb)
        document.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def encrypted_pdf(path: Path) -> None:
    """A PDF that asks for a password."""
    pdf(path, "Bí mật")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="chu", user="khach"))


def scanned_pdf(path: Path) -> None:
    """A PDF without any text, as a scanner makes it."""
    pdf(path, "#rect(width: 5cm, height: 5cm, fill: red)")


def page_without_size(path: Path) -> None:
    """A PDF in which a side of a page is no number."""
    pdf(path, "Văn bản")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].obj["/MediaBox"] = pikepdf.Array([0, 0, 595, 3, pikepdf.Name("/x"), 40])
        document.save(path)


def cut_pdf(path: Path) -> None:
    """Half a PDF."""
    whole = pdf(path, "Văn bản").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _pipe(path: Path) -> None:
    os.mkfifo(path)


HOSTILE: list[tuple[str, str, Callable[[Path], object], str]] = [
    ("truncated docx", "a.docx", damaged_word, "damaged"),
    ("text called docx", "a.docx", lambda path: path.write_text("Văn bản"), "damaged"),
    ("zip bomb", "a.docx", zip_bomb, "unpacks"),
    ("PDF that unpacks to too much", "a.pdf", pdf_bomb, "unpacks"),
    ("badly packed docx", "a.docx", badly_packed, "damaged"),
    ("encrypted docx", "a.docx", with_password, "damaged"),
    ("style of itself", "a.docx", style_of_itself, "damaged"),
    ("level of a list", "a.docx", lambda path: numbered(path, "999999999", "1"), "damaged"),
    ("encrypted PDF", "a.pdf", encrypted_pdf, "encrypted"),
    ("scanned PDF", "a.pdf", scanned_pdf, "no text"),
    ("truncated PDF", "a.pdf", cut_pdf, ""),
    ("text called PDF", "a.pdf", lambda path: path.write_text("Văn bản"), "no PDF"),
    ("line of 10 MB", "a.txt", lambda path: path.write_text("x" * 10_000_000), "line 1"),
    ("binary called txt", "a.txt", lambda path: path.write_bytes(bytes(range(128)) * 100), "no text"),
    ("Latin-1", "a.txt", lambda path: path.write_bytes("Kế\nn\xe9".encode() + b"\n\xe9\xe8"), "UTF-8"),
    ("empty", "a.txt", lambda path: path.write_bytes(b""), "empty"),
    ("blank", "a.txt", lambda path: path.write_text(" \n\n"), "no text"),
    ("unknown kind", "a.xyz", lambda path: path.write_text("Văn bản"), "no kind"),
    ("folder", "a.txt", lambda path: path.mkdir(), "no file"),
    ("device", "a.txt", lambda path: path.symlink_to("/dev/zero"), "no file"),
    ("pipe", "a.txt", _pipe, "no file"),
    ("deep page", "a.html", lambda path: path.write_text("<div>" * 50_000 + "x"), "web page"),
]


@pytest.mark.parametrize(("name", "make", "words"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_refused(tmp_path: Path, name: str, make: Callable[[Path], object], words: str) -> None:
    """What cannot be read is refused with a sentence that says why."""
    make(tmp_path / name)
    with pytest.raises((UnreadableFileError, OSError)) as refused:
        readers.read(tmp_path / name)
    assert words in str(refused.value)


def test_a_number_that_no_list_reaches(tmp_path: Path) -> None:
    """It is not written out in Roman, of which it would take a hundred megabytes."""
    numbered(tmp_path / "a.docx", "0", "999999999")
    assert readers.read(tmp_path / "a.docx").text.startswith("999999999. KẾ HOẠCH")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    """Entities in a document neither read files nor unfold."""
    entities(tmp_path / "a.docx")
    try:
        text = readers.read(tmp_path / "a.docx").text
    except UnreadableFileError:
        return
    assert "root:" not in text
    assert len(text) < 10_000


@pytest.mark.parametrize(
    "name", ["truncated docx", "zip bomb", "line of 10 MB", "encrypted PDF", "deep page"]
)
def test_the_command_refuses(kehoach: Run, tmp_path: Path, name: str) -> None:
    """The command ends with exit code 2 and a sentence, has written nothing and taken little memory."""
    _name, file, make, _words = next(found for found in HOSTILE if found[0] == name)
    root = tmp_path / "root"
    (root / "needs").mkdir(parents=True)
    (root / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
    make(tmp_path / file)
    before = sorted(root.rglob("*"))
    done = kehoach("--lang", "en", "import", tmp_path / file, "--plan", "kh-1-2026", "--root", root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    assert sorted(root.rglob("*")) == before


def test_memory_stays_small(tmp_path: Path) -> None:
    """Refusing a bomb takes less than 500 MB."""
    zip_bomb(tmp_path / "a.docx")
    code = (
        "import sys; from pathlib import Path; from kehoach.importing import readers\n"
        "try: readers.read(Path(sys.argv[1]))\n"
        "except readers.UnreadableFileError: print(Path('/proc/self/status').read_text())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.docx")]
    status = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    assert int(peak) < 500_000  # kB


def test_rows_that_share_a_number_over_a_page_are_rows() -> None:
    """Where rows share a number, the next page begins with one more of them; else with the rest of one."""
    lines = [
        ("| 1 | Sở Y tế | Lập sổ | Quý I |", 1),
        ("| 1 | Sở Y tế | Khóa sổ | Quý II |", 1),
        ("|  |  | Nộp sổ | Quý III |", 2),
        ("|  |  | Lưu sổ | Quý IV |", 2),
        ("| 2 | Sở Tư pháp | Rà soát văn bản | Quý I |", 2),
        ("|  |  | của tỉnh |  |", 3),
    ]
    assert [line for line, _page in pdf_reader._joined_rows(lines)] == [
        "| 1 | Sở Y tế | Lập sổ | Quý I |",
        "| 1 | Sở Y tế | Khóa sổ | Quý II |",
        "| 1 | Sở Y tế | Nộp sổ | Quý III |",
        "| 1 | Sở Y tế | Lưu sổ | Quý IV |",
        "| 2 | Sở Tư pháp | Rà soát văn bản của tỉnh | Quý I |",
    ]


#: Lines enough for a page.
PAGE = "Câu giả định.\n" * 11


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("a\n\n74\nCÔNG BÁO/Số 9/Ngày 03-11-2023\n74\n\nb", {3, 4, 5}),
        ("a\n\n74\n\nCÔNG BÁO/Số 9/Ngày 03-11-2023\n75\n75\nb", {3, 5, 6, 7}),
        ("CÔNG BÁO/Số 9/Ngày 03-11-2023\n75\n\n12\nb", {1, 2}),
        ("a\n\n58\n\nCÔNG BÁO/Số 9/Ngày 03-11-2023\n\nb", {3, 5}),
        ("CÔNG BÁO/Số 9/Ngày 03-11-2023\n75\nb\n\n90", {1, 2, 5}),
        ("a\n\n2\n\nb\n\n3", {3, 7}),
        ("a\n\n5\n\nb\n\n3", set()),
        (f"{PAGE}Sở A phối hợp với các\n2\nđịa phương lập sổ.", {13}),
        (f"{PAGE}Sở A phối hợp với\n\n2\n\nSở B lập sổ.", {14}),
        (f"{PAGE}Sở A lập sổ về việc giả định của các xã, các phường trên địa bàn\n2\nTỉnh X.", {13}),
        (f"{PAGE}Sở A lập sổ trước\n- 2 -\nngày 15/5/2026.\n{PAGE}Sở B sửa\nTrang 3/4\nsổ.", {13, 27}),
        (f"{PAGE}Sở A sửa\n2\nsổ, phát cho\n{PAGE}Sở B và\n3\nSở C.", {13, 27}),
        (f"{PAGE}Sở A thưởng cho\n120\nhộ.", set()),
        (f"{PAGE}Sở A lập sổ.\n2\nSở B sửa sổ.", set()),
        ("Sở A thưởng cho\n2\nhộ.", set()),
        (f"{PAGE}{PAGE}Sở A sửa\n3\nsổ cho\n2\nhộ.", set()),
    ],
)
def test_page_numbers_are_furniture(text: str, furniture: set[int]) -> None:
    """Numbers beside a running head, at the end, counting pages or within a sentence are the pages' own."""
    assert clean(text)[1] == furniture
