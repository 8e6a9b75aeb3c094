"""Lists of agencies taken apart, as officials write them."""

import pytest

from kehoach.importing.agency_lists import agencies_in, begins_agency, by_lines, is_agency, is_name

LISTS = [
    ("UBND các xã: A, B, C", ["UBND các xã: A, B, C"]),
    ("Thủ trưởng các sở, ban, ngành; Sở A", ["Thủ trưởng các sở, ban, ngành", "Sở A"]),
    ("Sở A, Sở B", ["Sở A", "Sở B"]),
    ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
    ("Bộ Giáo dục và Đào tạo và Bộ Y tế", ["Bộ Giáo dục và Đào tạo", "Bộ Y tế"]),
    ("Bộ Lao động - Thương binh và Xã hội, Bộ Y tế", ["Bộ Lao động - Thương binh và Xã hội", "Bộ Y tế"]),
    ("Đài Phát thanh và Truyền hình tỉnh", ["Đài Phát thanh và Truyền hình tỉnh"]),
    ("Các sở, ban, ngành cấp tỉnh", ["Các sở, ban, ngành cấp tỉnh"]),
    ("Sở A và các sở, ban, ngành", ["Sở A", "các sở, ban, ngành"]),
    ("Bộ Tài chính, bộ, ngành liên quan", ["Bộ Tài chính", "bộ, ngành liên quan"]),
    ("UBND các huyện, thị xã, thành phố; Sở A", ["UBND các huyện, thị xã, thành phố", "Sở A"]),
    (
        "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương và cơ quan, tổ chức liên quan",
        ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương", "cơ quan, tổ chức liên quan"],
    ),
    ("Các bộ, cơ quan ngang bộ, các địa phương", ["Các bộ, cơ quan ngang bộ", "các địa phương"]),
    (
        "các cơ quan, đơn vị sự nghiệp, doanh nghiệp nhà nước, các tổ chức có liên quan",
        ["các cơ quan, đơn vị sự nghiệp, doanh nghiệp nhà nước, các tổ chức có liên quan"],
    ),
    ("các địa phương Bắc Ninh, Bình Dương, An Giang", ["các địa phương Bắc Ninh, Bình Dương, An Giang"]),
    ("VTV, VOV, các địa phương", ["VTV", "VOV", "các địa phương"]),
    (
        "Bộ, ngành là chủ quản cơ sở dữ liệu quốc gia, cơ sở dữ liệu",
        ["Bộ, ngành là chủ quản cơ sở dữ liệu quốc gia, cơ sở dữ liệu"],
    ),
    (
        "Sở Tư pháp (cơ quan thường trực Hội đồng phối hợp, giáo dục), Sở B",
        ["Sở Tư pháp (cơ quan thường trực Hội đồng phối hợp, giáo dục)", "Sở B"],
    ),
    ("Các cơ quan Đảng, Quốc hội, Tòa án nhân dân", ["Các cơ quan Đảng", "Quốc hội", "Tòa án nhân dân"]),
    ("Sở A.\nCơ quan, tổ chức liên quan", ["Sở A", "Cơ quan, tổ chức liên quan"]),
    ("Bộ Công an thực hiện:", ["Bộ Công an"]),
    ("Báo và Phát thanh, truyền hình tỉnh", ["Báo và Phát thanh, truyền hình tỉnh"]),
    ("Ban Quản lý dự án số 1, các chủ đầu tư", ["Ban Quản lý dự án số 1", "các chủ đầu tư"]),
    ("-", []),
    ("Không", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text[:40] for text, _list in LISTS])
def test_list(text: str, expected: list[str]) -> None:
    """Commas and "và" inside names part nothing, brackets stay with the name before them."""
    assert list(agencies_in(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành Kế hoạch", "Hội nghị sơ kết", "Tổ chức thực hiện", "Báo cáo kết quả", "Trường hợp khác",
        "Phòng, chống thiên tai", "NHIỆM VỤ CHUNG", "CÁC GIAI ĐOẠN THỰC HIỆN",
    ],
)  # fmt: skip
def test_common_words_are_no_agencies(text: str) -> None:
    """Words that begin like the name of an agency are none where they go on otherwise."""
    assert not is_agency(text)


@pytest.mark.parametrize("text", ["Sở Nội vụ", "Các sở, ban, ngành", "Bộ Công an", "TTXVN", "UBND cấp xã"])
def test_agencies(text: str) -> None:
    """Names of agencies and of groups are known by how they begin."""
    assert begins_agency(text)
    assert is_agency(text)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Sở Y tế", "Công an tỉnh"], ["Sở Y tế", "Công an tỉnh"]),
        (["Hội Nông", "dân tỉnh", "Sở Y tế"], ["Hội Nông dân tỉnh", "Sở Y tế"]),
        (["Văn phòng", "UBND tỉnh"], ["Văn phòng UBND tỉnh"]),
        (["Chủ tịch UBND", "các xã, phường"], ["Chủ tịch UBND các xã, phường"]),
        (["Sở Văn hóa, Thể thao", "và Du lịch"], ["Sở Văn hóa, Thể thao và Du lịch"]),
        (["Lập sổ theo dõi", "Sở Y tế rà soát"], ["Lập sổ theo dõi Sở Y tế rà soát"]),
    ],
)
def test_lines_of_a_cell_name_an_agency_each(lines: list[str], names: list[str]) -> None:
    """An end of line in a cell parts agencies, except where a narrow column has wrapped a name."""
    assert by_lines(lines) == names


def test_an_unknown_verb_does_not_belong_to_a_name() -> None:
    """What an agency does is no part of its name, whether the verb is known or not."""
    assert is_name("Hội Bảo trợ người khuyết tật và trẻ mồ côi tỉnh")
    assert not is_name("Cục Thuế tỉnh chỉnh lý sổ hộ nghèo điện tử")
    assert not is_agency("Tổ chức hội thi tìm hiểu pháp luật")
    assert is_agency("Tổ chức, cá nhân liên quan")
