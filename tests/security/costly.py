"""Files that are built to cost minutes or gigabytes: what each is, and how it is made.

All are made by hand, so that no library takes part that would refuse to write them.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Costly:
    """A file: its kind (``.docx``; ``page``, of ``needs/``), and how it is made."""

    name: str
    kind: str
    make: Callable[[], bytes | str]

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.kind} {self.name}"

    def content(self) -> bytes:
        """Its bytes."""
        made = self.make()
        return made if isinstance(made, bytes) else made.encode()


# -- PDF ------------------------------------------------------------------------------------------------

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 10 Tf 20 700 Td (Van ban) Tj ET\n"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> %s >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R "
    b"/Resources << /Font << /F %d 0 R >> %s >> >>"
)


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of objects, the first of them its catalogue."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(end % (len(objects) + 1, table))
    return out.getvalue()


def stream(data: bytes, more: bytes = b"", *, times: int = 1) -> bytes:
    """A stream, packed so many times."""
    for _time in range(times):
        data = zlib.compress(data, 9)
    return coded(data, b"[" + b"/FlateDecode " * times + b"]", more)


def coded(data: bytes, how: bytes, more: bytes = b"") -> bytes:
    """A stream that is coded already."""
    return b"<< /Length %d /Filter %s %s >>\nstream\n%s\nendstream" % (len(data), how, more, data)


def page(content: bytes, *more: bytes, resources: bytes = b"", box: bytes = b"0 0 600 800") -> bytes:
    """A PDF of one page; ``content`` is the object of its stream, number 4."""
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return raw_pdf(CATALOG, pages, _PAGE % (box, 4, 5, resources), content, FONT, *more)


def drawn(content: bytes, **options: bytes) -> bytes:
    """A PDF of one page with signs that draw."""
    return page(stream(content), **options)


def pages(count: int, content: bytes) -> bytes:
    """A PDF of pages that all draw the same."""
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(count))
    head = _PAGE % (b"0 0 600 800", 3, 4, b"")
    listed = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    return raw_pdf(CATALOG, listed, stream(content), FONT, *[head] * count)


def forms(depth: int, times: int) -> bytes:
    """A page with a form that draws another so many times, and that the next."""
    more = [
        stream(b"/X Do " * times, _FORM % (b"/XObject << /X %d 0 R >>" % (7 + number)))
        for number in range(depth - 1)
    ]
    drawn = stream(b"/X Do")
    return page(drawn, *more, stream(WORDS, _FORM % b""), resources=b"/XObject << /X 6 0 R >>")


def words(count: int) -> bytes:
    """A page full of words, drawn again and again."""
    lines = (
        b"1 0 0 1 %d %d Tm (w%d) Tj\n" % (10 + n % 70 * 8, 790 - n // 70 % 98 * 8, n) for n in range(count)
    )
    return b"BT /F 8 Tf\n" + b"".join(lines) + b"ET"


def rectangles(count: int) -> bytes:
    """Boxes beside one another."""
    return WORDS + b"".join(b"%d %d 7 7 re S\n" % (n % 80 * 7, n // 80 % 110 * 7) for n in range(count))


def grid(count: int) -> bytes:
    """Lines over a whole page, across and down."""
    lines = (
        b"0 %d m 600 %d l S %d 0 m %d 800 l S\n" % (n % 800, n % 800, n % 600, n % 600) for n in range(count)
    )
    return WORDS + b"".join(lines)


def table_stream(size: int) -> bytes:
    """A PDF whose table of objects is a packed stream of so many bytes."""
    data = zlib.compress(b"\0" * size, 9)
    head = b"%%PDF-1.7\n1 0 obj\n%s\nendobj\n" % CATALOG
    held = coded(data, b"/FlateDecode", b"/Type /XRef /Size %d /W [1 2 1] /Root 1 0 R" % (size // 4))
    return head + b"3 0 obj\n" + held + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _in_a_circle() -> bytes:
    raw = drawn(WORDS)
    return raw.replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev %d >>" % raw.rfind(b"xref\n0"))


_EMPTY = b"<< /Type /Pages /Count 0 /Kids [] >>"
_LOOP = b"<< /Type /Pages /Count 1 /Kids [2 0 R 2 0 R] >>"
_MB = 2**20
_SELF = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"

PDF: Mapping[str, Callable[[], bytes]] = {
    "packed three times": lambda: page(stream(b"0 " * 50 * _MB, times=3)),
    "packed once": lambda: page(stream(WORDS + b"q Q " * 20 * _MB)),
    "a packed comment": lambda: page(stream(WORDS + b"%" + b" " * 80 * _MB, times=2)),
    "a packed string": lambda: page(stream(b"(" + b"a" * 80 * _MB + b") Tj", times=2)),
    "forms in forms": lambda: forms(12, 10),
    "forms in forms, deeper": lambda: forms(30, 2),
    "a form that draws itself": lambda: page(
        stream(b"/X Do"), stream(b"/X Do /X Do", _SELF), resources=b"/XObject << /X 6 0 R >>"
    ),
    "two thousand pages that are one": lambda: pages(2000, words(3000)),
    "two hundred pages that are one": lambda: pages(200, words(3000)),
    "words over words": lambda: drawn(words(20_000)),
    "a long line of words": lambda: drawn(b"BT /F 1 Tf " + b"(a b c d ) Tj " * 5000 + b"ET"),
    "letters on one spot": lambda: drawn(b"BT /F 8 Tf " + b"1 0 0 1 9 9 Tm (abc) Tj " * 30_000 + b"ET"),
    "boxes": lambda: drawn(rectangles(8800)),
    "many boxes": lambda: drawn(rectangles(20_000)),
    "a grid": lambda: drawn(grid(600)),
    "a curve": lambda: drawn(WORDS + b"0 0 m " + b"1 1 2 2 3 3 c " * 200_000 + b"S"),
    "states in states": lambda: drawn(b"q " * 500_000 + WORDS),
    "lists in lists, drawn": lambda: drawn(b"[" * 100_000 + WORDS),
    "a tree that is its own branch": lambda: raw_pdf(CATALOG, _LOOP),
    "an object that is itself": lambda: raw_pdf(CATALOG, b"2 0 R"),
    "a table of objects that leads back": _in_a_circle,
    "signs as spaces": lambda: page(coded(b"\x81 " * 500_000 + b"\x80", b"/RunLengthDecode")),
    "signs in base 85": lambda: page(coded(b"z" * 5_000_000 + b"~>", b"/ASCII85Decode")),
    "signs in base 16": lambda: page(coded(b"20" * 5_000_000 + b">", b"/ASCIIHexDecode")),
    "objects in a packed stream": lambda: raw_pdf(
        CATALOG, _EMPTY, stream(b"9 0 " + b" " * 300 * _MB, b"/Type /ObjStm /N 1 /First 4")
    ),
    "a packed table of objects": lambda: table_stream(300 * _MB),
    "streams that never end": lambda: b"%PDF-1.7\n" + b"stream\n" * 300_000,
    "objects that never end": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000,
    "lists that never end": lambda: b"%PDF-1.7\n1 0 obj " + b"[" * 1_000_000,
    "a page of kilometres": lambda: drawn(words(2000), box=b"0 0 99999999 99999999"),
    "pictures among words": lambda: drawn(b"BI ID " * 100_000 + WORDS),
    "a number of a million digits": lambda: drawn(b"1" * 2_000_000 + b" 0 Td " + WORDS),
    "brackets": lambda: drawn(b"(" * 1_000_000 + WORDS),
}

# -- Word -----------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument."
_WORD = _TYPE + "wordprocessingml."


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def _package(types: Mapping[str, str], main: str, linked: Mapping[str, str]) -> dict[str, str | bytes]:
    """What makes a package of parts: their types, the main one, and what that is linked to."""
    said = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    known = f'<Default Extension="rels" ContentType="{rels}"/>'
    known += '<Default Extension="xml" ContentType="application/xml"/>'

    def links(targets: Mapping[str, str]) -> str:
        each = "".join(
            f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets.items(), 1)
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'

    folder, name = main.split("/")
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{known}{said}</Types>',
        "_rels/.rels": links({"officeDocument": main}),
        f"{folder}/_rels/{name}.rels": links(linked),
    }


def docx(
    body: str, *, styles: str = "", numbering: str = "", more: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word document of the markup of its body."""
    parts = {"document.main": ("document", f"<w:body>{body}</w:body>"), "styles": ("styles", styles)}
    parts["numbering"] = ("numbering", numbering)
    types = {f"word/{name}.xml": f"{_WORD}{kind}+xml" for kind, (name, text) in parts.items() if text}
    linked = {name: f"{name}.xml" for name, text in list(parts.values())[1:] if text}
    content = {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{_W}">{text}</w:{name}>'
        for name, text in parts.values()
        if text
    }
    return _zipped({**_package(types, "word/document.xml", linked), **content, **(more or {})})


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of Word."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """A cell of a table of Word."""
    return f"<w:tc>{properties}{paragraph(text)}</w:tc>"


def _numbered(number: int) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'


def _list(number: int, text: str) -> str:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
    return f'<w:abstractNum w:abstractNumId="{number}">{level}</w:abstractNum>'


def _lists(count: int, text: str) -> str:
    shapes = "".join(_list(number, text) for number in range(count))
    return shapes + "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(count)
    )


def _style(number: int, below: int | None) -> str:
    based = f'<w:basedOn w:val="s{below}"/>' if below is not None else ""
    return f'<w:style w:type="paragraph" w:styleId="s{number}"><w:name w:val="s{number}"/>{based}</w:style>'


def _styled(number: int) -> str:
    return f'<w:pPr><w:pStyle w:val="s{number}"/></w:pPr>'


def _table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


_MERGED = "<w:tcPr><w:vMerge/></w:tcPr>"
_FIRST = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
_WIDE = '<w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>'.format
WORD: Mapping[str, Callable[[], bytes]] = {
    "twenty thousand paragraphs": lambda: docx(paragraph("Việc giả định") * 20_000),
    "a hundred thousand paragraphs": lambda: docx(paragraph("a") * 100_000),
    "lists": lambda: docx(
        "".join(paragraph("a", _numbered(n % 2000 + 1)) for n in range(5000)),
        numbering=_lists(2000, "%1."),
    ),
    "a number of ten thousand letters": lambda: docx(
        paragraph("a", _numbered(1)) * 20_000, numbering=_lists(1, "%1" * 5000)
    ),
    "styles on styles": lambda: docx(
        paragraph("a", _styled(4999)) * 200,
        styles="".join(_style(n, n - 1 if n else None) for n in range(5000)),
    ),
    "styles": lambda: docx(
        "".join(paragraph("a", _styled(n)) for n in range(3000)),
        styles="".join(_style(n, None) for n in range(3000)),
    ),
    "a span of a billion columns": lambda: docx(f"<w:tbl><w:tr>{cell('a', _WIDE(2**30))}</w:tr></w:tbl>" * 2),
    "tables in tables": lambda: docx(
        "<w:tbl><w:tr><w:tc>" * 5000 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 5000
    ),
    "tables of data in tables": lambda: docx(
        f"<w:tbl><w:tr>{cell('a') * 3}</w:tr><w:tr><w:tc>" * 12
        + paragraph("a")
        + f"</w:tc>{cell('b') * 2}</w:tr></w:tbl>" * 12
    ),
    "controls in controls": lambda: docx(
        "<w:sdt><w:sdtContent>" * 3000 + paragraph("a") + "</w:sdtContent></w:sdt>" * 3000
    ),
    "boxes in boxes": lambda: docx(
        "<w:p><w:r><w:txbxContent>" * 300 + paragraph("a") + "</w:txbxContent></w:r></w:p>" * 300
    ),
    "long cells of many columns": lambda: docx(
        _table(f"<w:tr>{cell('a' * 2000, _WIDE(60))}{cell('b')}</w:tr>" * 2000)
    ),
    "a long cell of many rows": lambda: docx(
        f"<w:tbl><w:tr>{cell('a' * 5000, _FIRST)}{cell('b') * 2}</w:tr>"
        + f"<w:tr>{cell('', _MERGED)}{cell('b') * 2}</w:tr>" * 5000
        + "</w:tbl>"
    ),
    "a hundred thousand columns": lambda: docx(_table(f"<w:tr>{cell('a') * 100_000}</w:tr>" * 2)),
    "a paragraph of pieces": lambda: docx(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 300_000}</w:p>"),
    "forty megabytes of one letter": lambda: docx(paragraph("a" * 39 * _MB)),
    "pictures of two hundred megabytes": lambda: docx(
        paragraph("a"), more={f"word/media/{n}.bin": b"\0" * 21 * _MB for n in range(10)}
    ),
    "twenty thousand parts": lambda: docx(
        paragraph("a"), more={f"word/x/{n}.xml": b"<a/>" for n in range(20_000)}
    ),
    "elements in elements": lambda: docx("<w:r>" * 100_000 + "</w:r>" * 100_000),
    "attributes": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"),
}

# -- Excel ----------------------------------------------------------------------------------------------

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(sheet: str, shared: str = "") -> bytes:
    """A workbook of the markup of its only sheet."""
    types = {"xl/workbook.xml": f"{_TYPE}spreadsheetml.sheet.main+xml"}
    types["xl/worksheets/sheet1.xml"] = f"{_TYPE}spreadsheetml.worksheet+xml"
    linked = {"worksheet": "worksheets/sheet1.xml"}
    book = f'<sheets><sheet name="A" sheetId="1" xmlns:r="{_OFFICE}" r:id="r1"/></sheets>'
    content = {
        "xl/workbook.xml": f'<workbook xmlns="{_S}">{book}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_S}">{sheet}</worksheet>',
    }
    if shared:
        types["xl/sharedStrings.xml"] = f"{_TYPE}spreadsheetml.sharedStrings+xml"
        linked["sharedStrings"] = "sharedStrings.xml"
        content["xl/sharedStrings.xml"] = f'<sst xmlns="{_S}">{shared}</sst>'
    return _zipped({**_package(types, "xl/workbook.xml", linked), **content})


def _c(place: str, text: str = "a") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _rows(count: int, cells: str) -> str:
    return "".join(f'<row r="{n}">{cells.replace("#", str(n))}</row>' for n in range(1, count + 1))


_SHARED = '<c r="{}" t="s"><v>0</v></c>'.format
_ONE = f'<sheetData><row r="1">{_c("A1")}</row></sheetData>'
EXCEL: Mapping[str, Callable[[], bytes]] = {
    "a sheet of a billion cells": lambda: xlsx(f'<dimension ref="A1:XFD1048576"/>{_ONE}'),
    "a cell at the end": lambda: xlsx(f'<sheetData><row r="1048576">{_c("XFD1048576")}</row></sheetData>'),
    "all cells one": lambda: xlsx(f'{_ONE}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "one over another": lambda: xlsx(
        _ONE + "<mergeCells>" + '<mergeCell ref="A1:A20000"/>' * 2000 + "</mergeCells>"
    ),
    "a cell of ten megabytes": lambda: xlsx(
        f'<sheetData><row r="1">{_c("A1", "a" * 10 * _MB)}</row></sheetData>'
    ),
    "one text in all cells": lambda: xlsx(
        "<sheetData>" + _rows(2000, f"{_SHARED('A#')}{_SHARED('B#')}") + "</sheetData>",
        f"<si><t>{'a' * 30_000}</t></si>",
    ),
    "rows without cells": lambda: xlsx(f"<sheetData>{'<row/>' * 900_000}</sheetData>"),
    "elements in elements": lambda: xlsx("<a>" * 100_000 + "</a>" * 100_000),
}

# -- web pages, text ------------------------------------------------------------------------------------

WEB: Mapping[str, Callable[[], str]] = {
    "tags that never end": lambda: "<p>x</p>" + "<a " * 20_000,
    "comments that never end": lambda: "<p>x</p>" + "<!--" * 200_000,
    "declarations": lambda: "<p>x</p>" + "<!x " * 50_000,
    "data that never end": lambda: "<p>x</p>" + "<![CDATA[" * 50_000,
    "instructions": lambda: "<p>x</p>" + "<?x " * 50_000,
    "ends that never end": lambda: "<p>x</p>" + "</a " * 50_000,
    "quotes that never end": lambda: "<p>x</p>" + '<p a="' * 30_000,
    "scripts that never end": lambda: "<p>x</p>" + "<script>" + "</scrip" * 100_000,
    "attributes": lambda: "<p " + 'a="b" ' * 100_000 + ">x",
    "references": lambda: "<p>x " + "&#" * 10_000,
    "a line of references": lambda: "<p>x " + "&#" * 200_000,
    "blocks in blocks": lambda: "<div>" * 4000,
    "tables in tables": lambda: "<table><tr><td>" * 5000,
    "marks across one another": lambda: "<p>x" + "<b><i></b></i>" * 20_000,
    "cells over columns": lambda: "<table>" + ("<tr>" + "<td colspan=50>a" * 100) * 200,
    "cells over rows": lambda: "<table>" + ("<tr>" + "<td rowspan=50>aaaaaaaaaa" * 50) * 200,
    "a row of a hundred thousand cells": lambda: "<table>" + "<tr><td>a<td>b<td>c" + "<td>a" * 100_000,
}
_PLAN = "KẾ HOẠCH\n"
TEXT: Mapping[str, Callable[[], str]] = {
    "marks upon one letter": lambda: "Kế hoạch a" + "\u0301\u0323" * 50_000 + "\n",
    "a line of a million letters": lambda: "a" * 1_000_000 + "\n",
    "half a million lines": lambda: "a\n" * 500_000,
    "ten megabytes": lambda: "Việc giả định.\n" * 600_000,
    "forty thousand lines": lambda: "a\n" * 39_000,
    "points": lambda: f"{_PLAN}I. VIỆC\n1. " + "1." * 14_000 + "\n",
    "rows": lambda: (
        _PLAN + "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n" + "| 1 | Việc | Sở A | 2026 |\n" * 10_000
    ),
    "bars": lambda: ("|" * 1000 + "\n") * 200,
    "agencies in a line": lambda: "1. " + "Sở A, " * 4900 + "chủ trì\n",
    "days in a line": lambda: "1. Việc\nThời gian: " + "tháng 1 năm 2026 " * 1700 + "\n",
    "slashes": lambda: "1. Việc\nThời gian: " + "1/" * 14_000 + "\n",
    "annexes": lambda: "PHỤ LỤC I\n" * 20_000,
    "recipients": lambda: "Nơi nhận:\n" * 30_000,
    "orders": lambda: "1. Giao " * 3000 + "\n",
    "gaps": lambda: ("a" + " " * 5000 + "b\n") * 300,
    "an old font": lambda: "®Êt níc " * 3000 + "\n",
}

# -- pages of needs/ ------------------------------------------------------------------------------------

_HEAD = ":::{task} Việc\n:id: NV-1\n"
_LINKS = ":::{{agency}} Cơ quan\n:id: CQ-{}\n:kind: {}\n{}\n:::\n".format


def _groups(depth: int) -> str:
    """Groups that each have the next two times over: so many members as two to that power."""
    groups = (
        _LINKS(f"A{n}", "group", f":members: CQ-A{n + 1}, CQ-B{n + 1}")
        + _LINKS(f"B{n}", "group", f":members: CQ-A{n + 1}, CQ-B{n + 1}")
        for n in range(depth)
    )
    last = _LINKS(f"A{depth}", "agency", ":abbr: A") + _LINKS(f"B{depth}", "agency", ":abbr: B")
    return "\n".join(groups) + last + f"{_HEAD}:clause: 1\n:owner: CQ-A0\n:deadline: Thường xuyên\n:::\n"


def _chain(link: str, length: int) -> str:
    until = (
        ":until: 2026-01-01\n:certainty: certain\n:source: 1/NQ-HĐND (giả định)\n"
        if link == "successors"
        else ""
    )
    kind = "group" if link == "members" else "agency"
    agencies = "\n".join(_LINKS(f"A{n}", kind, f"{until}:{link}: CQ-A{n + 1}") for n in range(length))
    return agencies + f"\n{_HEAD}:clause: 1\n:owner: CQ-A0\n:deadline: 31/12/2026\n:::\n"


def _waiting(length: int) -> str:
    tasks = (
        f":::{{task}} Việc\n:id: NV-{n}\n:clause: {n}\n:deadline: sau khi ban hành\n:trigger: NV-{n + 1}\n"
        f":implements: NV-{n + 1}\n:serves: NV-{n + 1}\n:::\n"
        for n in range(length)
    )
    return "\n".join(tasks)


PAGES: Mapping[str, Callable[[], str]] = {
    "unknown options": lambda: _HEAD + "".join(f":zq{n}: 1\n" for n in range(20_000)) + ":::\n",
    "wrapped lines": lambda: f"{_HEAD}:deadline: a\n" + "b\n" * 100_000 + ":::\n",
    "one option": lambda: _HEAD + ":owner: CQ-A\n" * 40_000 + ":::\n",
    "directives in directives": lambda: ":::{x}\n" * 20_000,
    "needs in needs": lambda: "".join(f"{':' * (403 - n)}{{task}} V\n" for n in range(400)),
    "code in code": lambda: f"{_HEAD}\n" + "```a\n" * 50_000 + ":::\n",
    "emphasis": lambda: f"{'*' * 4000}x{'*' * 4000}\n",
    "emphasis and emphasis": lambda: "*a _b " * 1600 + "\n",
    "brackets": lambda: "[" * 9000 + "\n",
    "pictures in brackets": lambda: "![[" * 3000 + "\n",
    "quotations": lambda: ">" * 9000 + "\n",
    "lists in lists": lambda: "- " * 4000 + "x\n",
    "code of all lengths": lambda: "".join("`" * n + " " for n in range(130)) + "\n",
    "references": lambda: "".join(f"[a{n}]: http://a\n" for n in range(5000)) + "[a1]\n" * 5000,
    "a table of a thousand columns": lambda: "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b" * 1000 + "|\n",
    "tags": lambda: "<a " * 3000 + "\n",
    "marks upon one letter": lambda: "a" + "\u0301\u0323" * 50_000 + "\n",
    "a long value": lambda: f"{_HEAD}:deadline: {'a' * 1_000_000}\n:::\n",
    "days in a deadline": lambda: f"{_HEAD}:deadline: {'quý I năm 2026 và ' * 2000}\n:::\n",
    "links of an option": lambda: f"{_HEAD}:owner: {'CQ-A,' * 50_000}\n:::\n",
    "needs of one name": lambda: f"{_HEAD}:::\n" * 5000,
    "groups of groups": lambda: _groups(40),
    "a chain of successors": lambda: _chain("successors", 3000),
    "a chain of groups": lambda: _chain("members", 3000),
    "tasks that wait for one another": lambda: _waiting(3000),
    "conflicts": lambda: "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n" * 10_000,
    "sixteen megabytes": lambda: "Ghi chú.\n\n" * 1_800_000,
}

# -- what becomes of them -------------------------------------------------------------------------------

#: What is read; a page without a finding, too. Every other page has findings.
READ: Mapping[str, tuple[str, ...]] = {
    ".pdf": (
        "letters on one spot",
        "a grid",
        "states in states",
        "a table of objects that leads back",
        "a page of kilometres",
        "a number of a million digits",
    ),
    ".docx": (
        "twenty thousand paragraphs",
        "lists",
        "styles",
        "tables of data in tables",
        "twenty thousand parts",
    ),
    ".xlsx": ("a sheet of a billion cells",),
    ".html": (
        "tags that never end",
        "comments that never end",
        "declarations",
        "data that never end",
        "instructions",
        "ends that never end",
        "quotes that never end",
        "scripts that never end",
        "attributes",
        "references",
        "marks across one another",
    ),
    ".txt": (
        "forty thousand lines",
        "points",
        "rows",
        "bars",
        "agencies in a line",
        "days in a line",
        "slashes",
        "annexes",
        "recipients",
        "orders",
        "gaps",
        "an old font",
    ),
    "page": (
        "emphasis and emphasis",
        "code of all lengths",
        "tags",
    ),
}
#: What takes its reader too much, which the clock decides. Every other document is refused by a rule.
STOPPED: Mapping[str, tuple[str, ...]] = {
    ".pdf": (
        "forms in forms",
        "forms in forms, deeper",
        "a form that draws itself",
        "boxes",
        "many boxes",
        "a curve",
    ),
    ".docx": (
        "long cells of many columns",
        "a long cell of many rows",
    ),
    ".xlsx": (
        "all cells one",
        "one over another",
        "one text in all cells",
        "rows without cells",
    ),
}
#: What is made, or stopped, slowly: for `make soak`.
SLOW: Mapping[str, tuple[str, ...]] = {
    ".pdf": (
        "packed three times",
        "packed once",
        "a packed comment",
        "a packed string",
        "objects in a packed stream",
        "a packed table of objects",
        "forms in forms, deeper",
        "boxes",
        "many boxes",
    ),
    ".docx": (
        "pictures of two hundred megabytes",
        "forty megabytes of one letter",
        "twenty thousand parts",
        "a long cell of many rows",
    ),
    ".xlsx": (
        "all cells one",
        "one over another",
        "rows without cells",
    ),
    ".txt": ("ten megabytes",),
}

COSTLY = [
    Costly(name, kind, make)
    for kind, rows in (
        (".pdf", PDF),
        (".docx", WORD),
        (".xlsx", EXCEL),
        (".html", WEB),
        (".txt", TEXT),
        ("page", PAGES),
    )
    for name, make in rows.items()
]
