"""What offices really send: layouts of plans, letters and annexes, and what each of them gives whom to do."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from kehoach.importing import analysis, readers, structure
from kehoach.importing.agency_lists import agencies_in
from kehoach.importing.readers import Material

pytestmark = pytest.mark.usefixtures("read_here")

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH X
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{number}
{place_and_day}
{doc_type}
Làm việc giả định của năm
"""
PLAN = HEAD.format(number="Số: 31/KH-UBND", place_and_day="X, ngày 04 tháng 3 năm 2026", doc_type="KẾ HOẠCH")
END = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNgười ký (giả định)\n\n"
TABLE_HEAD = "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |\n"

#: Words of a plan behind its letterhead, and what they give: who, by when (None: no time is set).
LAYOUTS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "annex behind the signature": (
        f"I. NHIỆM VỤ\nLàm tốt việc chung.\n{END}PHỤ LỤC\nPHÂN CÔNG\n(Kèm theo Kế hoạch số 31/KH-UBND)\n\n"
        f"{TABLE_HEAD}| 1 | Lập sổ theo dõi | Sở Nội vụ | Quý II/2026 |\n",
        [("Sở Nội vụ", "Quý II/2026")],
    ),
    "two annexes, with a part in words": (
        f"I. NHIỆM VỤ\nLàm tốt việc chung.\n{END}Phụ lục 01\n{TABLE_HEAD}| 1 | Lập sổ | Sở Y tế | 6/2026 |\n"
        "\n"
        "Phụ lục 02\nII. Việc khác\n1. Sở Tư pháp\n- Rà soát văn bản trước ngày 01/8/2026.\n",
        [("Sở Y tế", "6/2026"), ("Sở Tư pháp", "trước ngày 01/8/2026")],
    ),
    "signature without recipients before an annex": (
        "I. NHIỆM VỤ\nLàm tốt việc chung.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNgười ký (giả định)\n\n"
        "BIỂU PHÂN CÔNG\n"
        f"(Ban hành kèm theo Kế hoạch này)\n{TABLE_HEAD}| 1 | Lập sổ theo dõi | Sở Nội vụ | Tháng 5/2026 |\n",
        [("Sở Nội vụ", "Tháng 5/2026")],
    ),
    "a footnote divides a table": (
        f"I. NHIỆM VỤ\n\n{TABLE_HEAD}| 1 | Lập sổ theo dõi | Sở Nội vụ | Quý II/2026 |\n"
        "2 Quyết định số 9/QĐ-UBND của tỉnh.\n\n| 2 | Khóa sổ cuối năm | Sở Tài chính | Tháng 12/2026 |\n",
        [("Sở Nội vụ", "Quý II/2026"), ("Sở Tài chính", "Tháng 12/2026")],
    ),
    "a paragraph leads what follows": (
        "I. NHIỆM VỤ\n1. Về kiểm tra\nGiao Công an tỉnh chủ trì, phối hợp với Sở Xây dựng:\n"
        "a) Lập danh sách cơ sở, gửi trước ngày 30/4/2026.\nb) Đề xuất xử lý cơ sở vi phạm nhiều lần.\n",
        [("Công an tỉnh", "trước ngày 30/4/2026"), ("Công an tỉnh", None)],
    ),
    "a paragraph leads numbers in the last part": (
        "I. NHIỆM VỤ\nLàm tốt việc chung.\nII. TỔ CHỨC THỰC HIỆN\nGiao Văn phòng UBND tỉnh:\n"
        "1. Đôn đốc các đơn vị nộp sổ.\n2. Chuẩn bị cuộc họp sơ kết. Trước ngày 05/7/2026 phải có dự thảo.\n",
        [("Văn phòng UBND tỉnh", None), ("Văn phòng UBND tỉnh", "Trước ngày 05/7/2026")],
    ),
    "each heading leads its own": (
        "IV. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n"
        "- Lập hồ sơ sức khỏe. Thời gian: từ ngày 15/3 đến ngày 28/5/2026.\n"
        "2. Giao Sở Xây dựng\n- Công bố mẫu nhà, xong trước ngày 20/6/2026.\n"
        "3. Đề nghị Tòa án nhân dân tỉnh\n- Cử người dự họp.\n",
        [
            ("Sở Y tế", "từ ngày 15/3 đến ngày 28/5/2026"),
            ("Sở Xây dựng", "trước ngày 20/6/2026"),
            ("Tòa án nhân dân tỉnh", None),
        ],
    ),
    "posts lead, persons do not": (
        "III. PHÂN CÔNG\n1. Phó Hiệu trưởng Nguyễn Văn Giả Định\n- Tổng hợp báo cáo trước ngày 06/10/2026.\n"
        "2. Giáo viên chủ nhiệm các lớp\n- Điểm danh học sinh trước ngày 07/10/2026.\n",
        [
            ("Phó Hiệu trưởng", "trước ngày 06/10/2026"),
            ("Giáo viên chủ nhiệm các lớp", "trước ngày 07/10/2026"),
        ],
    ),
    "grounds and terms before the agency": (
        "IV. TIẾN ĐỘ\na) Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng kế hoạch trước ngày 28/3/2026.\n"
        "b) Quý I/2027, Sở Nội vụ đánh giá kết quả.\n",
        [("các sở, ban, ngành", "trước ngày 28/3/2026"), ("Sở Nội vụ", "Quý I/2027")],
    ),
    "a verb that is not foreseen": (
        "II. NHIỆM VỤ\n1. Công an xã rà cư trú của hộ đi làm ăn xa. Xong trong tháng 4/2026.\n",
        [("Công an xã", "trong tháng 4/2026")],
    ),
    "heads of columns in other words": (
        "I. NHIỆM VỤ\n\n| TT | Nội dung việc làm | Bộ phận chính | Hạn xong (năm 2026) |\n"
        "| 1 | Dò lại sổ khai sinh | Công an xã | Trước ngày 15/3 |\n",
        [("Công an xã", "Trước ngày 15/3")],
    ),
    "who is said in a row below": (
        f"I. NHIỆM VỤ\n\n{TABLE_HEAD}| 1 | Rà soát phân cấp | Sở Nội vụ | Tháng 5/2026 |\n"
        "|  |  | Sở Tư pháp | Tháng 11/2026 |\n",
        [("Sở Nội vụ", "Tháng 5/2026"), ("Sở Tư pháp", "Tháng 11/2026")],
    ),
    "numbered shares in a cell": (
        f"I. NHIỆM VỤ\n\n{TABLE_HEAD}| 1 | Rà soát phân cấp "
        "| 1. Sở Nội vụ chủ trì tổng hợp. 2. Các sở rà soát "
        "| Quý II/2026 |\n",
        [("Sở Nội vụ", "Quý II/2026"), ("Các sở rà soát", "Quý II/2026")],
    ),
    "a name in small letters": (
        "II. NHIỆM VỤ\n1. Trung tâm phục vụ việc giả định thực hiện mở rộng dịch vụ trước ngày 30/6/2026.\n"
        "2. Trung tâm phục vụ việc giả định là đơn vị độc lập của tỉnh.\n"
        "3. Mỗi xã, phường có tối đa hai điểm giả định:\n- Điểm chính đặt tại trung tâm.\n",
        [("Trung tâm phục vụ việc giả định", "trước ngày 30/6/2026")],
    ),
    "who is said before the colon is only spoken of": (
        "II. NHIỆM VỤ\n1. Đối với trường học giả định, các trạm y tế: Sở Y tế cấp sổ trước ngày 30/6/2026.\n"
        "2. Đối với các sở, ban, ngành:\n- Lập sổ giả định trong hạ tuần tháng 7/2026.\n",
        [("Sở Y tế", "trước ngày 30/6/2026"), ("các sở, ban, ngành", "trong hạ tuần tháng 7/2026")],
    ),
    "grounds name others": (
        "II. NHIỆM VỤ\n1. Trên cơ sở đề nghị của Sở Y tế và các xã, cơ quan tham gia, Sở Tài chính chủ trì "
        "bố trí vốn trong quý II/2026.\n2. Căn cứ ý kiến của Tỉnh ủy, Ban Chỉ đạo về việc giả định như sau:\n"
        "- Sổ giả định được giữ tại xã.\n",
        [("Sở Tài chính", "trong quý II/2026")],
    ),
    "a title says whose duties they are": (
        f"I. NHIỆM VỤ\nLàm tốt việc chung.\n{END}PHỤ LỤC I\nNHIỆM VỤ CỦA CÁC SỞ, BAN, NGÀNH\nGIAI ĐOẠN 1\n"
        "(Kèm theo Kế hoạch số 31/KH-UBND)\nI. NHIỆM VỤ CHUNG\n1. Lập sổ giả định trong Quý IV/2026.\n",
        [("Các sở, ban, ngành", "trong Quý IV/2026")],
    ),
    "seats of power by their whole name": (
        "II. VIỆC\n1. Các bộ, cơ quan ngang bộ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương\n"
        "- Lập sổ giả định 2 lần/năm.\n2. Giám đốc Sở Y tế tỉnh, thành phố chỉ đạo việc giả định.\n",
        [
            (
                "Các bộ, cơ quan ngang bộ; Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",
                "2 lần/năm",
            ),
            ("Giám đốc Sở Y tế tỉnh, thành phố", None),
        ],
    ),
    "marks of footnotes glued to words": (
        "II. VIỆC\n1. Sở Nội vụ1 rà soát2 hồ sơ trước ngày 30/6/2026.\n2. Giao Phòng PC07 chủ trì, phối hợp "
        "với Sở Y tế12 đo 5 km2 kênh.\n",
        [("Sở Nội vụ", "trước ngày 30/6/2026"), ("Phòng PC07", None)],
    ),
    "page numbers under a heading and behind a name": (
        "III. TỔ CHỨC\n1. Sở Nội vụ\n5\n- Lập sổ theo dõi việc giả định của đơn vị, trước ngày 30/6/2026.\n"
        "2. Sở Y tế\n7\n- Khóa sổ theo dõi việc giả định của các đơn vị trong tháng 12/2026.\n",
        [("Sở Nội vụ", "trước ngày 30/6/2026"), ("Sở Y tế", "trong tháng 12/2026")],
    ),
    "a lead-in that goes on behind who helps": (
        "II. VIỆC\n1. Yêu cầu Sở A, phối hợp với Sở B, tập trung:\n- Lập sổ giả định trước ngày 30/6/2026.\n"
        "2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh, các tổ chức chính trị - xã hội\n"
        "- Mở hội thi giả định.\n",
        [
            ("Sở A", "trước ngày 30/6/2026"),
            ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh; các tổ chức chính trị - xã hội", None),
        ],
    ),
    "demands of a conclusion": (
        "1. Kết quả kiểm tra\n- Sở Y tế chưa lập sổ trước ngày 31/12/2026.\n2. Yêu cầu, kiến nghị\n"
        "2.1. Đối với UBND phường Giả Định\na) Lập hồ sơ giả định, hoàn thành trước ngày 15/8/2026.\n"
        "2.2. Kiến nghị UBND tỉnh xem xét việc giả định.\n"
        "Yêu cầu UBND phường Giả Định nghiêm túc thực hiện Kết luận này./.\n",
        [("UBND phường Giả Định", "trước ngày 15/8/2026"), ("UBND tỉnh", None)],
    ),
    "a district that ends": (
        "II. TIẾN ĐỘ\n1. Các phòng, ban, đơn vị nộp sổ giả định trước 17 giờ 00 ngày 28/5/2026.\n"
        "2. Phòng Nội vụ trình danh sách giả định (xong trong ngày 20/6/2026).\n"
        "3. Công an huyện thu hồi con dấu giả định: từ ngày 25/6/2026.\n"
        "4. Trưởng các phòng, ban, ngành chịu trách nhiệm về tiến độ giả định.\n"
        "5. Kinh phí giả định: Sở Tài chính tham mưu trình trong quý III/2026.\n"
        "6. Sở Tài chính là cơ quan thường trực, có trách nhiệm theo dõi việc giả định.\n"
        "7. Đề nghị Thường trực HĐND tỉnh giám sát việc giả định.\n",
        [
            ("Các phòng, ban, đơn vị", "trước 17 giờ 00 ngày 28/5/2026"),
            ("Phòng Nội vụ", "trong ngày 20/6/2026"),
            ("Công an huyện", "từ ngày 25/6/2026"),
            ("Trưởng các phòng, ban, ngành", None),
            ("Sở Tài chính", "trong quý III/2026"),
            ("Sở Tài chính", None),
            ("Thường trực HĐND tỉnh", None),
        ],
    ),
    "a column of what they lead": (
        "I. NHIỆM VỤ\n\n| STT | Đơn vị | Nhiệm vụ chủ trì | Đơn vị phối hợp | Thời gian hoàn thành |\n"
        "| 1 | Sở Y tế | Lập sổ | (1) Sở Tư pháp (2) Công an tỉnh | Quý II/2026 |\n",
        [("Sở Y tế", "Quý II/2026")],
    ),
    "what is yearly is no time": (
        "II. NHIỆM VỤ\n1. Sở Tài chính bố trí vốn ngoài dự toán đã cấp hằng năm.\n"
        "2. Sở Y tế gửi tài liệu 05 ngày trước ngày họp.\n3. Sở Tư pháp mở lớp trong năm 2026 - 2027.\n",
        [
            ("Sở Tài chính", None),
            ("Sở Y tế", "05 ngày trước ngày họp"),
            ("Sở Tư pháp", "trong năm 2026 - 2027"),
        ],
    ),
    "a schedule, and who visits": (
        "1. Thành phần\na) Sở Nội vụ kiểm tra các đơn vị nêu tại Biểu 1.\n2. Lịch kiểm tra\n"
        "Biểu 1. Khối sở\n\n"
        "| TT | Đơn vị được kiểm tra | Thời gian kiểm tra |\n| 1 | Sở Ngoại vụ | Ngày 12/4/2026 |\n",
        [("Sở Nội vụ", "Ngày 12/4/2026")],
    ),
}
#: Letters and notices: what their preamble and their end say binds nobody.
SILENT = {
    "aims": "I. MỤC TIÊU\n1. Sở, ngành nâng chất lượng phục vụ trước ngày 30/6/2026.\n",
    "an account": "I. ĐÁNH GIÁ CHUNG\n1. Sở Y tế đã lập hồ sơ sức khỏe cho người cao tuổi.\n",
    "addressees": "Kính gửi:\n- Các sở, ban, ngành;\n- Ủy ban nhân dân các xã.\n"
    "Thực hiện Văn bản số 42/BX ngày 29/4/2026, hoàn thành chậm nhất ngày 01 tháng 7 năm 2026.\n",
    "the end": "I. NỘI DUNG\n1. Việc chung.\n"
    "Trong quá trình thực hiện, các đơn vị phản ánh về Sở Nội vụ./.\n",
}


def given(text: str) -> list[tuple[str, str | None]]:
    """Who is given something in a text, by when."""
    return [("; ".join(duty.owners), duty.deadline) for duty in analysis.read(text).all]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_its_tasks(layout: str) -> None:
    """Whoever is given something is found with it, wherever the layout says so."""
    words, expected = LAYOUTS[layout]
    assert given(PLAN + words) == expected


@pytest.mark.parametrize("words", SILENT.values(), ids=SILENT)
def test_what_gives_nobody_a_task(words: str) -> None:
    """Aims, accounts, addressees and the closing words are no tasks."""
    assert given(PLAN + words) == []


def test_kinds_of_work_head_no_task() -> None:
    """Beside "Nội dung công việc", "Nhóm nhiệm vụ" only says of which kind a row is."""
    text = (
        f"{PLAN}I. NHIỆM VỤ\n\n| STT | Nhóm nhiệm vụ | Nội dung công việc | Cơ quan chủ trì | Thời gian |\n"
        "| 1 | Thủy lợi | Nạo vét cửa giả định | Sở Xây dựng | Quý III |\n"
    )
    assert [duty.title for duty in analysis.read(text).all] == ["Nạo vét cửa giả định"]


def test_a_duty_of_body_and_annex_is_one_item() -> None:
    """What an annex says once more of a duty of the body, by the same owner and day, is no item."""
    rows = "| 1 | Rà soát hồ sơ giả định của tỉnh | Sở Y tế | Quý II/2026 |\n"
    rows += "| 2 | Mở lớp | Sở Y tế | Quý II/2026 |\n"
    text = (
        f"{PLAN}I. NHIỆM VỤ\n1. Rà soát hồ sơ giả định của tỉnh và các xã.\n- Chủ trì: Sở Y tế.\n"
        f"- Thời gian: Quý II/2026.\n{END}PHỤ LỤC\n{TABLE_HEAD}{rows}"
    )
    told = json.loads(structure.as_json(analysis.read(text), Material(text, "text", own_lines=True)))
    assert [one["clause"] for one in told["items"]] == ["I.1", "PL.2"]
    assert [one["clause"] for one in told["repeated"]] == ["PL.1"]


def test_owners_whose_names_hold_verbs_are_read_to_their_end() -> None:
    """ "Đầu tư" and "quản lý" are what others do; a project office is told apart by its number."""
    text = (
        f"{PLAN}I. NHIỆM VỤ\n1. Về vốn:\na) Các chủ đầu tư hoàn thiện hồ sơ giả định trong tháng 11/2026.\n"
        "b) Giao Ban Quản lý dự án số 1 báo cáo tiến độ hằng tuần về Sở Tài chính.\n"
        "c) Báo và Phát thanh, truyền hình tỉnh đưa tin, tuyên truyền giả định.\n"
    )
    assert [duty.owners for duty in analysis.read(text).all] == [
        ("Các chủ đầu tư",),
        ("Ban Quản lý dự án số 1",),
        ("Báo và Phát thanh, truyền hình tỉnh",),
    ]


def test_what_a_text_lists_is_told_from_what_its_sentences_give() -> None:
    """By labels or in a table it is listed; a sentence gives what somebody looks at twice."""
    text = (
        f"{PLAN}I. NHIỆM VỤ\n1. Rà soát hồ sơ giả định của tỉnh và các xã.\n- Chủ trì: Sở Y tế.\n"
        "2. Giao Sở Nội vụ mở lớp tập huấn giả định trong quý III năm 2026.\n"
        f"{END}PHỤ LỤC\n{TABLE_HEAD}| 1 | Lập danh mục giả định | Sở Y tế | Quý II/2026 |\n"
    )
    told = json.loads(structure.as_json(analysis.read(text), Material(text, "text", own_lines=True)))
    assert [(one["clause"], one["listed"]) for one in told["items"]] == [
        ("I.1", True),
        ("I.2", False),
        ("PL.1", True),
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "các cơ quan, đơn vị liên quan, các đơn vị liên quan",
            ("các cơ quan, đơn vị liên quan", "các đơn vị liên quan"),
        ),
        ("các sở có liên quan, các tổ chức liên quan", ("các sở có liên quan", "các tổ chức liên quan")),
        ("các cơ quan, đơn vị của tỉnh, các tổ chức có liên quan",) * 2,
    ],
)
def test_groups_that_end_are_followed_by_others(words: str, names: tuple[str, ...] | str) -> None:
    """A group that is said to its end is followed by another; one that is not goes on."""
    assert agencies_in(words) == ((names,) if isinstance(names, str) else names)


def test_numbered_names_in_a_cell_are_parted() -> None:
    """Names that a cell numbers are one agency each."""
    assert agencies_in("(1) Bộ Tư pháp (2) Văn phòng Chính phủ (3) Bộ Khoa học và Công nghệ") == (
        "Bộ Tư pháp",
        "Văn phòng Chính phủ",
        "Bộ Khoa học và Công nghệ",
    )


@pytest.mark.parametrize("doc_type", ["BÁO CÁO", "GIẤY MỜI"])
def test_reports_and_invitations_give_no_tasks(doc_type: str) -> None:
    """A document that only tells gives nobody a task, whoever is named in it."""
    text = HEAD.format(number="Số: 5/BC", place_and_day="X, ngày 4 tháng 3 năm 2026", doc_type=doc_type)
    assert given(f"{text}I. VIỆC ĐÃ LÀM\n1. Sở Y tế\n- Lập hồ sơ trước ngày 30/6/2026.\n") == []


@pytest.mark.parametrize(
    ("list_", "names"),
    [
        ("Báo và Phát thanh, Truyền hình tỉnh", ["Báo và Phát thanh, Truyền hình tỉnh"]),
        ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"]),
        (
            "Lãnh đạo Sở Giáo dục và Đào tạo; Sở Nội vụ",
            ["Lãnh đạo Sở Giáo dục và Đào tạo", "Sở Nội vụ"],
        ),
        (
            "Các Bộ: Tài chính, Nông nghiệp và Môi trường, Xây dựng",
            ["Bộ Tài chính", "Bộ Nông nghiệp và Môi trường", "Bộ Xây dựng"],
        ),
    ],
)
def test_compound_names_are_not_divided(list_: str, names: list[str]) -> None:
    """A name with "và" and commas is one agency, and a noun over several names is said of each."""
    assert list(agencies_in(list_)) == names


def test_a_table_that_cannot_be_read_is_named() -> None:
    """A schedule of visits that nobody is named for is told with its rows and the reason, never dropped."""
    text = f"{PLAN}I. LỊCH\n\n| TT | Đơn vị được kiểm tra | Thời gian |\n| 1 | Xã Giả Định | Tháng 7/2026 |\n"
    found = analysis.read(text)
    assert found.all == []
    assert [table.unread_because for table in found.unread] == ["nothing says who visits these units"]
    assert structure.figures(found, Material(text, "text", own_lines=True))["rows_not_read"] == 2


def test_a_draft_without_a_day_has_the_year_of_its_place() -> None:
    """Number and day may be blank; the year then is that of the line of place and day."""
    text = HEAD.format(
        number="Số:      /KH-UBND", place_and_day="X, ngày     tháng 01 năm 2026", doc_type="KẾ HOẠCH"
    )
    text += f"I. NHIỆM VỤ\n\n{TABLE_HEAD}| 1 | Lập sổ theo dõi | Sở Nội vụ | Quý II |\n"
    found = analysis.read(text)
    assert '"due": "2026-06-30"' in structure.as_json(found, Material(text, "text", own_lines=True))


# -- Word --------------------------------------------------------------------------------------------


def word(path: Path, *paragraphs: str) -> WordDocument:
    """A Word document with paragraphs, to be completed."""
    made = Document()
    for words in (*PLAN.splitlines(), "I. NHIỆM VỤ", *paragraphs):
        made.add_paragraph(words)
    made.save(str(path))
    return made


def changed(tag: str, inner: str, words: str) -> Any:
    """A run that somebody inserted or deleted while changes were tracked."""
    change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
    text.text = words
    run.append(text)
    change.append(run)
    return change


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    """Inserted words count and deleted ones do not, which is said."""
    path = tmp_path / "a.docx"
    made = word(path, "1. Lập sổ theo dõi", "- Cơ quan chủ trì: Sở Nội vụ", "- Thời gian: ")
    line = made.paragraphs[-1]._p
    line.append(changed("w:del", "w:delText", "Quý I năm 2026"))
    line.append(changed("w:ins", "w:t", "Quý II năm 2026"))
    made.save(str(path))
    material = readers.read(path)
    assert given(material.text) == [("Sở Nội vụ", "Quý II năm 2026")]
    assert "2 tracked changes" in material.notes[0]


def test_text_boxes_and_tables_in_cells_are_read(tmp_path: Path) -> None:
    """Words in a text box stand behind its paragraph; a table in a cell is a table."""
    path = tmp_path / "a.docx"
    made = word(path, "1. Lập sổ theo dõi", "- Cơ quan chủ trì: Sở Nội vụ")
    box = OxmlElement("w:txbxContent")
    inside = made.add_paragraph("- Thời gian: Quý III năm 2026")._p
    box.append(inside)
    made.paragraphs[-1]._p.append(box)
    outer = made.add_table(1, 1).cell(0, 0)
    inner = outer.add_table(2, 4)
    rows = (("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), ("1", "Khóa sổ", "Sở Tài chính", "Tháng 12/2026"))
    for row, cells in zip(inner.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    made.save(str(path))
    material = readers.read(path)
    assert given(material.text) == [("Sở Nội vụ", "Quý III năm 2026"), ("Sở Tài chính", "Tháng 12/2026")]


def test_a_table_as_wide_as_no_table_is_refused(tmp_path: Path) -> None:
    """A cell that claims to span millions of columns costs nothing and is refused in a sentence."""
    path = tmp_path / "a.docx"
    made = word(path)
    cell = made.add_table(2, 3).cell(0, 0)._tc
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), "99999999")
    cell.get_or_add_tcPr().append(span)
    made.save(str(path))
    with pytest.raises(readers.UnreadableFileError, match="damaged"):
        readers.read(path)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("TCVN3", "1. X©y dùng quy chÕ mÉu\n- C¬ quan chñ tr×: Së Néi vô\n- Thêi gian: Quý II n¨m 2026\n"),
        (
            "VNI",
            "1. Xaây döïng quy cheá maãu\n- Cô quan chuû trì: Sôû Noäi vuï\n"
            "- Thôøi gian: Quyù II naêm 2026\n",
        ),
    ],
)
def test_texts_of_before_unicode_are_converted(tmp_path: Path, code: str, written: str) -> None:
    """A text in the fonts of before Unicode is read as what it says, and the code is named."""
    path = tmp_path / "a.txt"
    path.write_text(written, encoding="utf-8")
    material = readers.read(path)
    assert material.text.startswith("1. Xây dựng quy chế mẫu\n")
    assert given(material.text) == [("Sở Nội vụ", "Quý II năm 2026")]
    assert code in material.notes[0]


# -- sheets, and what LibreOffice reads ---------------------------------------------------------------


def test_a_sheet_of_tasks_is_read(tmp_path: Path) -> None:
    """Titles are lines, rows are rows, a merged cell holds for all its rows, and a day is a day."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ["DANH MỤC NHIỆM VỤ NĂM 2026 (giả định)"],
        [],
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
        [1, "Lập sổ theo dõi", "Sở Nội vụ", date(2026, 6, 30)],
        [2, "Khóa sổ cuối năm", None, "Tháng 12/2026"],
    ):
        sheet.append(cells)
    sheet.merge_cells("C4:C5")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    material = readers.read(path)
    assert material.text.startswith("DANH MỤC NHIỆM VỤ")
    found = analysis.read(material.text, wrapped=material.wrapped)
    assert [(d.owners, d.deadline) for d in found.all] == [
        (("Sở Nội vụ",), "30/06/2026"),
        (("Sở Nội vụ",), "Tháng 12/2026"),
    ]


def test_a_sheet_larger_than_any_list_is_refused(tmp_path: Path) -> None:
    """A single cell far away makes no list of a million rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(900_000, 1, "x")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(readers.UnreadableFileError, match="900000 rows"):
        readers.read(tmp_path / "a.xlsx")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice that gives out a Word file made before, and logs what it was asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    word(tmp_path / "made.docx", "1. Lập sổ theo dõi", "- Cơ quan chủ trì: Sở Nội vụ", "- Thời gian: 6/2026")
    program = folder / "soffice"
    program.write_text(
        f'#!/bin/sh\ncase "$8" in *bad*) exit 1;; esac\ncp "{tmp_path}/made.docx" "$7/a.docx"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return tmp_path


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_other_word_processors_are_read_by_way_of_word(office: Path, suffix: str) -> None:
    """LibreOffice makes Word of the file, and it is read as Word."""
    path = office / f"a{suffix}"
    path.write_bytes(b"x")
    assert given(readers.read(path).text) == [("Sở Nội vụ", "6/2026")]


def test_what_libreoffice_cannot_read_is_refused(office: Path) -> None:
    """A file that it cannot read is refused in a sentence."""
    path = office / "bad.doc"
    path.write_bytes(b"x")
    with pytest.raises(readers.UnreadableFileError, match="cannot read"):
        readers.read(path)


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the sentence names it and the way without it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.doc"
    path.write_bytes(b"x")
    with pytest.raises(readers.UnreadableFileError, match="LibreOffice"):
        readers.read(path)
