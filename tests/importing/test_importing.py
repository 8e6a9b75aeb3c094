"""Official texts of every known layout, read into assignments. All of them are fictional."""

import pytest

from importing import gazette
from kehoach.importing import analysis
from kehoach.importing.agency_lists import agencies_in
from kehoach.importing.analysis import OfficialPlan
from kehoach.importing.numbering import Rank, mark_of
from kehoach.official.labels import Role, column_role, label_values

HEAD = """\
CÔNG BÁO/Số 10/Ngày 01-02-2026
5

ỦY BAN NHÂN DÂN
TỈNH X

Số: 9/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

X, ngày 20 tháng 01 năm 2026

KẾ HOẠCH
Tổ chức việc giả định trên địa bàn tỉnh X

Thực hiện Luật giả định, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
"""

GAZETTE = (
    HEAD
    + """
I. NHIỆM VỤ
1. Về việc giả định thứ nhất của tỉnh, các huyện và các xã trên địa bàn tỉnh X nói
chung
a) Xây dựng và trình cấp có thẩm quyền ban hành văn bản giả định về việc thứ nhất,
bảo đảm đúng quy định tại Nghị quyết số 210-
NQ/TU.
- Cơ quan chủ trì: Sở A.
- Cơ quan phối hợp: Sở B, các sở, ban, ngành cấp tỉnh; Ủy ban nhân dân các huyện,

CÔNG BÁO/Số 10/Ngày 01-02-2026
6

thị xã, thành phố.
- Thời gian hoàn thành: Quý III năm 2026.
đ) Rà soát việc giả định.
- Đơn vị thực hiện: Sở B.
- Thời gian: Thường xuyên.
"""
)

PROSE = (
    HEAD
    + """
I. MỤC ĐÍCH, YÊU CẦU
1. Sở A phải hoàn thành mọi việc trước ngày 01 tháng 02 năm 2026.
II. TỔ CHỨC THỰC HIỆN
1. Sở A
a) Chủ trì, phối hợp với Sở B và các địa phương xây dựng Đề án giả định, hoàn thành trước
ngày 10 tháng 6 năm 2026.
b) Định kỳ báo cáo vào thứ Sáu hàng tuần theo Nghị quyết số 1-NQ/TW ngày 18 tháng 5 năm
2026; báo cáo tổng thể trước ngày 05 tháng 7 năm 2026.
c) Theo dõi việc giả định.
2. Sở B chủ trì, phối hợp với Sở A tổ chức hội nghị giả định trong tháng 8 năm 2026.
"""
)

TABLE = """\
**PHỤ LỤC II**

| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |
|---|---|---|---|---|---|
| (1) | (2) | (3) | (4) | (5) | (6) |
| **I.** | Nhóm việc giả định | | | | |
| 1. | Xây dựng việc giả định. | Sở A | Sở B, các địa phương | Đề án | 6/2026 |
| 2. | Rà soát việc giả định | Sở B, Sở C | | | Thường xuyên |
| **II.** | Nhóm khác | | | | năm tiếp theo |
| 3. | Việc khác | Các sở, ban, ngành | - | Báo cáo | 2026 |
"""

FRAGMENTS = """\
Phụ lục I
NHIỆM VỤ GIẢ ĐỊNH
TT
Nội dung công việc
Cơ quan
chủ trì
Cơ quan
phối hợp
Sản phẩm
Thời hạn
hoàn thành
I
Nhóm việc giả định của tỉnh
1
Tăng cường công tác giả định thứ nhất,
làm tốt công tác tư tưởng đối với đội
ngũ cán bộ, công chức
Các sở, ban,
ngành cấp tỉnh
Sở B; Sở C
Văn bản chỉ
đạo
Thường xuyên
2
Xây dựng, ban hành theo thẩm quyền văn
bản giả định theo yêu cầu tại Nghị quyết
số 190-
NQ/TU ngày 19 tháng 02 năm 2026
Sở Tư pháp

CÔNG BÁO/Số 10/Ngày 01-02-2026
78

TT
Nội dung công việc
Cơ quan
chủ trì
Cơ quan
phối hợp
Sản phẩm
Thời hạn
hoàn thành
II
Nhóm khác
1
Rà soát việc giả định khác của các cơ
quan, đơn vị
Sở Nội vụ
Các sở, ban,
ngành cấp tỉnh
Báo cáo
Quý II/2026
"""


def owners(found: OfficialPlan) -> list[tuple[str, tuple[str, ...], str | None]]:
    """What matters most of each assignment."""
    return [(a.clause, a.owners, a.deadline) for a in found.assignments]


def test_gazette() -> None:
    """Running heads and wrapped lines are no part of a clause; a divided word is put together."""
    found = analysis.read(GAZETTE)
    assert owners(found) == [
        ("I.1.a", ("Sở A",), "Quý III năm 2026"),
        ("I.1.đ", ("Sở B",), "Thường xuyên"),
    ]
    first = found.assignments[0]
    assert first.partners == (
        "Sở B",
        "các sở, ban, ngành cấp tỉnh",
        "Ủy ban nhân dân các huyện, thị xã, thành phố",
    )
    assert first.title.endswith("quy định tại Nghị quyết số 210-NQ/TU")
    lines = GAZETTE.split("\n")
    page = "CÔNG BÁO/Số 10/Ngày 01-02-2026"
    assert [lines[number - 1] for number in sorted(found.furniture)] == [page, "5", page, "6"]


def test_prose() -> None:
    """A clause with two terms gives two duties; the heading leads; dates of documents are no terms."""
    found = analysis.read(PROSE)
    assert owners(found) == [
        ("II.1.a", ("Sở A",), "trước ngày 10 tháng 6 năm 2026"),
        ("II.1.b", ("Sở A",), "vào thứ Sáu hàng tuần"),
        ("II.1.b", ("Sở A",), "trước ngày 05 tháng 7 năm 2026"),
        ("II.2", ("Sở B",), "trong tháng 8 năm 2026"),
    ]
    assert found.assignments[0].partners == ("Sở B", "các địa phương")
    assert found.assignments[0].deliverables == ("Đề án giả định",)
    assert 'heading "Sở A"' in found.assignments[0].doubts[0]
    assert [duty.clause for duty in found.undated] == ["II.1.c"]


def test_aims_give_no_task() -> None:
    """What is said under "Mục đích, yêu cầu" binds everybody and is nobody's task."""
    assert all(not a.clause.startswith("I.") for a in analysis.read(PROSE).assignments)


def test_table() -> None:
    """Group rows number the rows below, counting rows and stray words are none, empty cells say nothing."""
    found = analysis.read(TABLE)
    assert owners(found) == [
        ("PL.II.I.1", ("Sở A",), "6/2026"),
        ("PL.II.I.2", ("Sở B", "Sở C"), "Thường xuyên"),
        ("PL.II.II.3", ("Các sở, ban, ngành",), "2026"),
    ]
    assert found.assignments[0].deliverables == ("Đề án",)
    assert found.assignments[2].partners == ()


def test_fragments() -> None:
    """A gazette's table in fragments of cells is put together, over a page and a repeated heading."""
    found = analysis.read(FRAGMENTS)
    assert [(a.clause, a.owners) for a in found.assignments] == [
        ("PL.I.I.1", ("Các sở, ban, ngành cấp tỉnh",)),
        ("PL.I.I.2", ("Sở Tư pháp",)),
        ("PL.I.II.1", ("Sở Nội vụ",)),
    ]
    assert found.assignments[0].partners == ("Sở B", "Sở C")
    assert found.assignments[0].deadline == "Thường xuyên"
    assert found.assignments[1].title.endswith("Nghị quyết số 190-NQ/TU ngày 19 tháng 02 năm 2026")
    assert found.assignments[2].deadline == "Quý II/2026"
    assert found.tables[0].fragmented


_DOINGS = (
    "Xây dựng Đề án giả định về sắp xếp, tổ chức lại các đơn vị sự nghiệp công lập trên địa bàn tỉnh",
    "Rà soát, sửa đổi, bổ sung các quy định giả định về phân cấp, phân quyền, bảo đảm thống nhất, đồng bộ",
    "Tổ chức tuyên truyền, phổ biến nội dung giả định của Kết luận đến cán bộ, công chức, người lao động",
)
_LEADS = (
    *("Bộ Nội vụ", "Bộ Tài chính", "Thanh tra Chính phủ"),
    "Các bộ, cơ quan ngang bộ, Ủy ban nhân dân các tỉnh, thành phố",
)
_HELPERS = ("Các bộ, ngành, cơ quan liên quan", "Bộ Tư pháp; Bộ Công an", "Các tỉnh, thành phố")
_RESULTS = ("Báo cáo Chính phủ", "Nghị định của Chính phủ", "Kế hoạch", "Văn bản hướng dẫn")
_TERMS = ("Thường xuyên", "Quý IV/2026", "Năm 2026", "Trước ngày 30/9/2026", "Quý I/2027")


def test_a_long_annex_in_fragments() -> None:
    """Sixty rows that pages cut anywhere come out as they were written, but for one in thirty."""
    rows = [
        (
            f"{_DOINGS[n % 3]} giai đoạn {n + 1}",
            *(_LEADS[n % 4], _HELPERS[n % 3], _RESULTS[n * 3 % 4], _TERMS[n * 2 % 5]),
        )
        for n in range(60)
    ]
    found = analysis.read(gazette.annex(rows)).assignments
    assert len(found) == len(rows)
    wrong = [
        (one.title, one.owners, one.deadline)
        for one, (title, owner, _partners, _result, term) in zip(found, rows, strict=True)
        if (one.title, one.owners, one.deadline) != (title, agencies_in(owner), term)
    ]
    assert len(wrong) <= 2, wrong


def test_listed_tasks_are_not_repeated_from_sentences() -> None:
    """Where a text lists its tasks, what its sentences give with a term is offered apart."""
    found = analysis.read(f"{PROSE}\n{TABLE}")
    assert {a.clause for a in found.assignments} == {"PL.II.I.1", "PL.II.I.2", "PL.II.II.3"}
    assert len(found.told) == 4


def test_past_days_set_no_term() -> None:
    """A day before the document tells what was."""
    text = PROSE.replace("trong tháng 8 năm 2026", "trong tháng 8 năm 2025")
    assert [a.clause for a in analysis.read(text).assignments] == ["II.1.a", "II.1.b", "II.1.b"]


MARKS = [
    ("I. NHIỆM VỤ", Rank.ROMAN, "I"),
    ("IV. GIẢI PHÁP", Rank.ROMAN, "IV"),
    ("XIV. VIỆC KHÁC", Rank.ROMAN, "XIV"),
    ("1. Việc", Rank.NUMBER, "1"),
    ("1.2. Việc", Rank.SECOND, "1.2"),
    ("1.2.3 Việc", Rank.THIRD, "1.2.3"),
    ("a) Việc", Rank.LETTER, "a"),
    ("đ) Việc", Rank.LETTER, "đ"),
    ("(1) Việc", Rank.BRACKET, "1"),
    ("- Việc", Rank.DASH, ""),
    ("– Việc", Rank.DASH, ""),
    ("+ Việc", Rank.PLUS, ""),
    ("Điều 3. Hiệu lực", Rank.ARTICLE, "3"),
    ("Chương II", Rank.CHAPTER, "II"),
    ("Phần thứ nhất", Rank.PART, "nhất"),
    ("PHỤ LỤC II", Rank.ANNEX, "II"),
    ("Phụ lục số 01:", Rank.ANNEX, "01"),
]


@pytest.mark.parametrize(("line", "rank", "name"), MARKS, ids=[mark[0] for mark in MARKS])
def test_numbering(line: str, rank: Rank, name: str) -> None:
    """Every way of numbering is known, IV before I."""
    found = mark_of(line)
    assert found is not None
    assert (found[0].rank, found[0].name) == (rank, name)


@pytest.mark.parametrize(
    "line",
    [
        "Việc thứ nhất",
        "2021 - 2030, tầm nhìn 2050",
        "31/12/2026",
        "Phần mềm dùng chung",
        "phụ lục này quy định",
    ],
)
def test_no_numbering(line: str) -> None:
    """Words and figures that only look like a number begin no clause."""
    assert mark_of(line) is None


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Cơ quan chủ trì", Role.OWNER),
        ("Sở, ngành chủ trì tham mưu", Role.OWNER),
        ("Đơn vị/ cá nhân phụ trách", Role.OWNER),
        ("Lãnh đạo phụ trách", Role.IN_CHARGE),
        ("Đơn vị phối hợp thực hiện", Role.PARTNERS),
        ("Thời hạn hoàn thành", Role.DEADLINE),
        ("Kết quả/Đánh giá", Role.DELIVERABLES),
        ("Cấp trình", Role.SUBMIT_TO),
        ("Tên nhiệm vụ cụ thể", Role.CONTENT),
        ("STT", Role.NUMBER),
        ("Căn cứ bổ sung", None),
    ],
)
def test_column(label: str, role: Role | None) -> None:
    """The heading of a column says what stands in it."""
    assert column_role(label) is role


def test_labels_in_one_line() -> None:
    """A line may hold several labels."""
    line = "Đơn vị chủ trì: Phòng A; Đơn vị phối hợp: Phòng B, Phòng C."
    assert list(label_values(line)) == [(Role.OWNER, "Phòng A"), (Role.PARTNERS, "Phòng B, Phòng C.")]
