"""Fictional papers that give nobody anything to do: reports, invitations, thanks, awards, minutes."""

from collections.abc import Callable, Iterator
from random import Random

from importing.offices import HELPERS, YEAR, Block, Grid, Office, Paper, Sides, Words


def report(office: Office) -> Paper:
    """What has been done, by whom, with a table of figures."""
    rows = [
        ["TT", "Lĩnh vực", "Số lượng", "Tỷ lệ"],
        ["1", "Y tế", "120", "96%"],
        ["2", "Giáo dục", "88", "91%"],
    ]
    blocks: list[Block] = [
        *office.head(
            "BÁO CÁO", "BC-UBND", about=f"Kết quả {office.subject.lower()} năm {YEAR - 1} (giả định)"
        ),
        Words("I. KẾT QUẢ ĐẠT ĐƯỢC", bold=True),
        Words(f"1. {office.lead()} đã tổ chức 14 đợt kiểm tra, hoàn thành trước ngày 30/11/{YEAR - 1}."),
        Words(f"- Trong quý III/{YEAR - 1}, {office.lead()} phối hợp với {HELPERS[0]} nghiệm thu 02 cầu."),
        Words("Chi tiết theo bảng sau:"),
        Grid(rows),
        Words("II. TỒN TẠI, HẠN CHẾ", bold=True),
        Words("- Một số xã chưa bố trí được kinh phí; việc báo cáo còn chậm."),
        Words("Trên đây là báo cáo của Ủy ban nhân dân tỉnh./."),
        office.close(),
    ]
    return Paper("report", blocks, [])


def invitation(office: Office) -> Paper:
    """Who is asked to come, when and where."""
    blocks: list[Block] = [
        *office.head("GIẤY MỜI", "GM-UBND", about="Họp nghe báo cáo tiến độ (giả định)"),
        Words("Ủy ban nhân dân tỉnh trân trọng kính mời các đồng chí dự họp, cụ thể như sau:"),
        Words("1. Thành phần", bold=True),
        Words("- Đại diện lãnh đạo các sở: Y tế, Xây dựng, Tài chính."),
        Words(f"- Đại diện lãnh đạo {office.lead()}."),
        Words(f"2. Thời gian: 08 giờ 00, ngày {office.random.randint(10, 28)}/3/{YEAR} (thứ Sáu)."),
        Words("3. Địa điểm: Phòng họp số 2, trụ sở UBND tỉnh."),
        Words("Rất mong các đồng chí có mặt đầy đủ, đúng giờ./."),
        office.close("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"),
    ]
    return Paper("invitation", blocks, [])


def thanks(office: Office) -> Paper:
    """A letter that answers or thanks."""
    blocks: list[Block] = [
        *office.head("", "UBND-VP"),
        Words("V/v cảm ơn sự hỗ trợ sau lũ"),
        Words(f"Kính gửi: {office.lead()}"),
        Words(f"Trong tháng 10/{YEAR - 1}, quý cơ quan đã hỗ trợ tỉnh X 500 áo phao và 02 xuồng máy."),
        Words(
            "Ủy ban nhân dân tỉnh trân trọng cảm ơn và kính chúc quý cơ quan nhiều sức khỏe, thành công./."
        ),
        office.close(),
    ]
    return Paper("letter of thanks", blocks, [])


def award(office: Office) -> Paper:
    """A decision that gives praise, with a list of who."""
    rows = [["STT", "Tên tập thể", "Thành tích"]]
    rows += [
        [str(n), unit, "Hoàn thành xuất sắc nhiệm vụ"]
        for n, unit in enumerate(office.random.sample(["Sở Y tế", "UBND xã Năm", "Công an tỉnh"], 3), 1)
    ]
    blocks: list[Block] = [
        *office.head("QUYẾT ĐỊNH", "QĐ-UBND", about="Về việc tặng Bằng khen (giả định)"),
        Words("Căn cứ Luật Thi đua, khen thưởng;"),
        Words("QUYẾT ĐỊNH:", bold=True),
        Words(f"Điều 1. Tặng Bằng khen cho 03 tập thể năm {YEAR - 1} (danh sách kèm theo)."),
        Words(f"Điều 2. Quyết định này có hiệu lực từ ngày 01/3/{YEAR}."),
        office.close("CHỦ TỊCH"),
        Words("DANH SÁCH TẬP THỂ ĐƯỢC TẶNG BẰNG KHEN", bold=True),
        Grid(rows),
    ]
    return Paper("award", blocks, [])


def minutes(office: Office) -> Paper:
    """Who met, and what was said."""
    blocks: list[Block] = [
        Sides(
            ["SỞ XÂY DỰNG", "PHÒNG QUẢN LÝ CÔNG TRÌNH"],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
        ),
        Words("BIÊN BẢN", bold=True),
        Words("Về việc bàn giao hồ sơ (giả định)", bold=True),
        Words(f"Hôm nay, ngày 12 tháng 01 năm {YEAR}, tại trụ sở Sở Xây dựng, chúng tôi gồm:"),
        Words("1. Bên giao: Phòng Quản lý công trình."),
        Words(f"2. Bên nhận: {office.lead()}."),
        Words("Hai bên đã bàn giao 35 hồ sơ, đầy đủ, không có ý kiến khác."),
        Words("Biên bản lập thành 02 bản, mỗi bên giữ 01 bản./."),
        Sides(["BÊN GIAO"], ["BÊN NHẬN"]),
    ]
    return Paper("minutes", blocks, [])


_QUIET: list[Callable[[Office], Paper]] = [report, invitation, thanks, award, minutes]


def quiet(seed: int = 20) -> Iterator[tuple[Paper, str]]:
    """The twenty papers, each with the form of its file."""
    for make in _QUIET:
        for number, form in enumerate(["docx", "pdf", "txt", "html"]):
            yield make(Office(Random(f"{seed} {make.__name__} {number}"))), form
