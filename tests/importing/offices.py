"""Fictional documents as offices write them, made at random with what is right: who does what, and by when.

Everything is invented ("giả định"): a province X, communes by number, posts instead of people. A layout says
what a document consists of; ``sheets.py`` makes a file of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

YEAR = 2028


@dataclass(frozen=True)
class Duty:
    """What has to be read: how its title begins, whose it is, with whom, its deadline as written."""

    title: str
    owners: tuple[str, ...]
    partners: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True)
class Words:
    """A paragraph; its number may be made by the word processor."""

    text: str
    bold: bool = False
    number: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, and merged ranges as ``(row, column, rows, columns)``."""

    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Sides:
    """Two columns without lines: letterhead, or recipients and signature."""

    left: list[str]
    right: list[str]


@dataclass(frozen=True)
class NewPage:
    """What follows stands on its own page."""


Block = Words | Grid | Sides | NewPage


@dataclass(frozen=True)
class Paper:
    """A document and the duties in it; ``says`` names its layout."""

    says: str
    blocks: list[Block]
    duties: list[Duty]


_DOINGS = [
    (
        ["Xây dựng", "Bổ sung", "Biên soạn", "Trình ban hành", "Hoàn thiện"],
        [
            "quy chế trực cứu nạn trên sông",
            "bộ câu hỏi ôn luyện cho tuyên truyền viên cơ sở",
            "danh mục đoạn đê xung yếu",
            "sổ tay xử lý sự cố nước sạch nông thôn",
            "phương án sơ tán dân vùng ngập sâu",
            "đề cương bài giảng kỹ năng bơi an toàn",
            "bảng đơn giá thuê phương tiện thủy",
        ],
    ),
    (
        ["Tổ chức", "Mở", "Duy trì"],
        [
            "05 lớp sơ cứu người đuối nước",
            "hội thi đội cứu hộ thôn giỏi",
            "12 buổi chiếu phim lưu động",
            "phiên chợ nông sản sạch cuối tuần",
            "đường dây nóng nhận tin báo sạt lở",
            "diễn tập chữa cháy rừng cấp tỉnh",
        ],
    ),
    (
        ["Kiểm tra", "Khảo sát", "Thống kê", "Phân loại"],
        [
            "bến đò ngang và tàu chở khách",
            "giếng khoan bỏ hoang ở khu dân cư",
            "cột điện nghiêng, dây cáp chùng",
            "hộ nuôi lồng bè trên hồ chứa",
            "nhà văn hóa thôn xuống cấp",
            "biển báo đường thủy bị mất",
        ],
    ),
    (
        ["Sửa chữa", "Lắp đặt", "Thay mới", "Nghiệm thu"],
        [
            "24 trạm đo mưa tự động",
            "cửa cống tiêu úng Ba Làng",
            "hệ thống loa không dây",
            "cầu treo dân sinh số 7",
            "mái che sân trường bán trú",
            "máy bơm dã chiến",
        ],
    ),
    (
        ["Hoàn tất", "Công khai", "Chỉnh lý", "Đăng ký", "Cấp"],
        [
            "sổ hộ nghèo điện tử",
            "mã số vùng trồng cho vải thiều",
            "giấy chứng nhận cơ sở an toàn dịch",
            "bản đồ số vùng nguy cơ lũ quét",
            "thẻ bảo hiểm y tế cho người cao tuổi",
            "bộ nhận diện sản phẩm làng nghề",
        ],
    ),
    (
        ["Khơi thông", "Đắp", "Làm", "Dựng", "Kéo"],
        [
            "rãnh thoát nước chợ trung tâm",
            "14 km đường nội đồng",
            "03 nhà vệ sinh công cộng",
            "cổng chào điện tử",
            "đường điện ra khu nuôi tôm",
            "tường chắn sóng bến cá",
        ],
    ),
    (
        ["Phối giống", "Tiêm", "Phun", "Ươm"],
        [
            "vắc xin lở mồm long móng cho trâu bò",
            "thuốc khử trùng chuồng trại",
            "20 vạn cây keo giống",
            "đàn lợn nái hạt nhân",
        ],
    ),
    (
        ["Đối thoại", "Gặp mặt", "Tiếp xúc", "Thăm hỏi"],
        [
            "doanh nghiệp dệt may",
            "hộ phải di chuyển nhà ở",
            "già làng, người có uy tín",
            "gia đình có công ở xã đảo",
        ],
    ),
    (
        ["Rút ngắn", "Giảm", "Bãi bỏ", "Đơn giản hóa"],
        [
            "thời gian cấp phép xây dựng",
            "chi phí đăng ký đất đai",
            "mẫu đơn trùng lặp",
            "khâu trung gian khi nộp phí",
        ],
    ),
]
_SCOPES = [
    "",
    "",
    " tại các xã ven sông",
    " trước mùa mưa bão",
    " theo cụm liên xã",
    " (đợt 1)",
    " trên toàn tỉnh",
    " trước Tết Nguyên đán",
]

LEADS = [
    "Sở Y tế",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Văn phòng UBND tỉnh",
    "Thanh tra tỉnh",
    "Ban Quản lý Khu kinh tế X",
    "Trung tâm Kiểm soát bệnh tật tỉnh",
    "Chi cục Thủy lợi",
    "Đài Khí tượng Thủy văn tỉnh X",
    "Công ty Cổ phần Cấp nước X",
    "Bảo hiểm xã hội tỉnh",
    "Hội Chữ thập đỏ tỉnh",
    "UBND các xã, phường",
    "UBND xã Năm",
    "Tỉnh đoàn",
    "Sở Ngoại vụ",
    "Sở Công Thương",
    "Sở Dân tộc và Tôn giáo",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Viện Kiểm sát nhân dân tỉnh",
    "Tòa án nhân dân tỉnh",
    "Cục Thuế tỉnh",
    "Chi cục Hải quan Khu vực V",
    "Bộ đội Biên phòng tỉnh",
    "Ban Dân vận Tỉnh ủy",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch",
    "Công ty Điện lực X",
    "Hội Nông dân tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "UBND thành phố X",
    "UBND các xã: Một, Hai, Ba",
    "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
    "Ban An toàn giao thông tỉnh",
]
HELPERS = [
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Liên đoàn Lao động tỉnh",
    "Hội Cựu chiến binh tỉnh",
    "Ủy ban MTTQ Việt Nam tỉnh",
    "Báo và Phát thanh, Truyền hình tỉnh",
    "Kho bạc Nhà nước Khu vực XI",
    "Trường Đại học X",
    "các sở, ban, ngành",
    "UBND các xã",
    "các đơn vị liên quan",
    "Sở Xây dựng",
    "Sở Nội vụ",
    "Công an tỉnh",
    "Liên minh Hợp tác xã tỉnh",
    "Hiệp hội Doanh nghiệp tỉnh",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh",
    "Ngân hàng Chính sách xã hội tỉnh",
    "Viễn thông X",
    "các cơ quan, đơn vị liên quan",
    "UBND các xã, phường",
    "các tổ chức chính trị - xã hội",
    "Bưu điện tỉnh",
]
POSTS = [
    "Giám đốc Sở Xây dựng",
    "Giám đốc Công an tỉnh",
    "Chánh Văn phòng UBND tỉnh",
    "Chủ tịch UBND các xã, phường",
    "Trưởng Ban Quản lý Khu kinh tế X",
    "Giám đốc Sở Nông nghiệp và Môi trường",
    "Chủ tịch UBND thành phố X",
    "Giám đốc Sở Công Thương",
    "Cục trưởng Cục Thuế tỉnh",
    "Thủ trưởng các sở, ban, ngành",
    "Chánh Thanh tra tỉnh",
    "Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh",
]
UNITS = [
    "Chi cục Thú y vùng Bắc",
    "Bệnh viện Phục hồi chức năng",
    "Trường Cao đẳng Nghề X",
    "UBND xã Bảy",
    "UBND phường Chín",
    "Trung tâm Khuyến nông tỉnh",
    "Ban Quản lý rừng phòng hộ Sông Mới",
    "Trạm Thủy nông số 2",
    "Bảo tàng tỉnh",
    "Nhà hát Chèo X",
    "UBND xã Mười Hai",
    "Hạt Kiểm lâm liên xã",
    "Phòng Giáo dục mầm non",
    "Trường THPT số 2",
    "UBND xã Bốn",
    "Công ty TNHH Gạch X",
    "Khu di tích Đền Thượng",
    "Trung tâm Y tế khu vực 3",
    "Chợ đầu mối phía Nam",
    "Ban Tiếp công dân tỉnh",
    "Hợp tác xã Rau sạch",
    "Nhà khách UBND tỉnh",
    "Mỏ đá số 4",
    "Cơ sở cai nghiện số 1",
]
_ENDS = [
    f"Trước ngày 15/3/{YEAR}",
    f"Tháng 5/{YEAR}",
    f"Quý II/{YEAR}",
    "Thường xuyên",
    "Hằng tháng",
    f"30/9/{YEAR}",
    f"Quý III, IV/{YEAR}",
    f"Chậm nhất ngày 31/10/{YEAR}",
    f"Năm {YEAR}",
    "Trước ngày 25 hằng tháng",
    f"Tháng 3 - tháng 6/{YEAR}",
    f"Xong trước 20/11/{YEAR}",
    f"6 tháng đầu năm {YEAR}",
    f"Ngày 02/7/{YEAR}",
    f"Quý 1/{YEAR}",
    f"Tháng 04/{YEAR}",
    f"15/8/{YEAR}",
    f"Trước 30/6/{YEAR}",
    "Hằng quý",
    "Theo yêu cầu",
    f"Cả năm {YEAR}",
    f"Từ 01/3 đến 30/4/{YEAR}",
    f"Hoàn thành trong tháng 7/{YEAR}",
    f"Quý IV năm {YEAR}",
    "Định kỳ 6 tháng",
    "Trước ngày 05 hằng tháng",
    f"Đến hết ngày 15/12/{YEAR}",
    f"9 tháng đầu năm {YEAR}",
]
_ENDS_SAID = [
    f"trước ngày 20/4/{YEAR}",
    f"trong quý III/{YEAR}",
    f"chậm nhất ngày 10 tháng 8 năm {YEAR}",
    f"trong tháng 9/{YEAR}",
    f"trước ngày 01 tháng 12 năm {YEAR}",
    f"trước 30/6/{YEAR}",
    f"trong quý I năm {YEAR}",
    f"đến hết ngày 15/11/{YEAR}",
    f"chậm nhất là ngày 20/10/{YEAR}",
    f"trước 17 giờ 00 ngày 12/5/{YEAR}",
    f"trong năm {YEAR}",
    "định kỳ hằng quý",
]
_PRODUCTS = ["Quyết định", "Báo cáo", "Biên bản", "Danh sách", "Kế hoạch của UBND tỉnh", "Công văn", "Số lớp"]
_SUBJECTS = [
    "Phòng ngừa đuối nước và tai nạn đường thủy",
    "Bảo đảm an toàn hồ đập, cấp nước mùa khô",
    "Nâng cao đời sống văn hóa ở cơ sở",
    "Phòng cháy, chữa cháy rừng và cứu nạn",
    "Phát triển kinh tế tập thể",
    "Cải cách thủ tục hành chính",
]


class Office:
    """What a layout draws from: no title twice in one document."""

    def __init__(self, random: Random):
        self.random = random
        self.subject = random.choice(_SUBJECTS)
        self._used: set[str] = set()

    def doing(self, *, verb: bool = True) -> str:
        free = [(verbs, thing) for verbs, things in _DOINGS for thing in things if thing not in self._used]
        verbs, thing = self.random.choice(free)
        self._used.add(thing)
        return f"{f'{self.random.choice(verbs)} ' if verb else ''}{thing}{self.random.choice(_SCOPES)}"

    @staticmethod
    def term(doing: str, said: str | None) -> str | None:
        """When something said in a sentence is due: a season counts where no day is named."""
        seasons = ("trước mùa mưa bão", "trước Tết Nguyên đán")
        return said or next(filter(doing.endswith, seasons), None)

    def lead(self) -> str:
        return self.random.choice(LEADS)

    def helpers(self, most: int = 3, least: int = 0) -> tuple[str, ...]:
        return tuple(self.random.sample(HELPERS, self.random.randint(least, most)))

    def end(self) -> str:
        return self.random.choice(_ENDS)

    def said(self) -> str:
        return self.random.choice(_ENDS_SAID)

    def product(self) -> str:
        return self.random.choice(_PRODUCTS)

    def duty(self) -> Duty:
        return Duty(self.doing(), (self.lead(),), self.helpers(), self.end())

    def cell(self, names: Sequence[str]) -> str:
        """Agencies as a cell names them."""
        mark = self.random.choice([", ", "; ", "\n"])
        if any("," in name for name in names):
            mark = "; "
        text = mark.join(names)
        return text[:1].upper() + text[1:]

    def head(
        self, kind: str, letters: str, *, issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH X", about: str = ""
    ) -> list[Block]:
        """The letterhead, its title and what it is about."""
        number = self.random.randint(11, 480)
        day, month = self.random.randint(1, 28), self.random.randint(1, 2)
        left = [*issuer.split("\n"), "-------", f"Số: {number}/{letters}"]
        right = [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "---------------",
            f"X, ngày {day:02} tháng {month:02} năm {YEAR}",
        ]
        title = [Words(kind, bold=True), Words(about or f"{self.subject} năm {YEAR} (giả định)", bold=True)]
        return [Sides(left, right), *(title if kind else [])]

    def close(self, title: str = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH") -> Block:
        left = [
            "Nơi nhận:",
            "- Như trên;",
            "- Chủ tịch, các PCT UBND tỉnh;",
            "- Các sở, ban, ngành;",
            "- Lưu: VT, NN.",
        ]
        return Sides(left, [*title.split("\n"), "", "(Đã ký)", "", "Người ký giả định"])

    def goals(self) -> list[Block]:
        return [
            Words("I. MỤC ĐÍCH, YÊU CẦU", bold=True),
            Words("1. Mục đích", bold=True),
            Words("- Giảm thiệt hại về người và tài sản; nâng cao ý thức của Nhân dân."),
            Words("2. Yêu cầu", bold=True),
            Words("- Việc triển khai bảo đảm thiết thực, tiết kiệm, rõ người, rõ việc, rõ thời gian."),
        ]


def _annex_title(name: str, subject: str, number: str = "") -> list[Block]:
    return [
        NewPage(),
        Words(f"{name}{number}", bold=True),
        Words(subject, bold=True),
        Words("(Kèm theo Kế hoạch của Ủy ban nhân dân tỉnh)"),
    ]


_HEADS = [
    ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", "Sản phẩm"),
    ("STT", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Kết quả, sản phẩm"),
    (
        "Số TT",
        "Tên nhiệm vụ",
        "Chủ trì (đầu mối)",
        "Phối hợp",
        "Thời gian thực hiện",
        "Dự kiến sản phẩm đầu ra",
    ),
    ("Stt", "Nội dung", "Chủ trì", "Phối\nhợp", "Tiến độ", "Ghi chú"),
    (
        "STT",
        "Nội dung thực hiện",
        "Đơn vị chủ trì thực hiện",
        "Đơn vị phối hợp thực hiện",
        "Thời gian dự kiến hoàn thành",
        "Kết quả đạt được",
    ),
    ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Hạn", "Sản phẩm"),
    (
        "TT",
        "Danh mục công việc",
        "Cơ quan được giao chủ trì",
        "Cơ quan cùng phối hợp",
        "Mốc thời gian",
        "Sản phẩm hoàn thành",
    ),
]


def _annex_grid(office: Office, groups: int, rows: int) -> tuple[Grid, list[Duty]]:
    """A table in parts that roman numbers head, their rows over all columns."""
    head = office.random.choice(_HEADS)
    table: list[list[str]] = [list(head)]
    merged: list[tuple[int, int, int, int]] = []
    duties: list[Duty] = []
    for group in range(groups):
        merged.append((len(table), 1, 1, 5))
        table.append(
            [
                ["I", "II", "III"][group],
                f"Nhóm việc về {['phòng ngừa', 'ứng phó', 'khắc phục'][group]}",
                *[""] * 4,
            ]
        )
        for _row in range(rows):
            duty = office.duty()
            duties.append(duty)
            who = map(office.cell, (duty.owners, duty.partners))
            product = "" if head[5] == "Ghi chú" else office.product()
            table.append([str(len(duties)), duty.title, *who, duty.deadline or "", product])
    return Grid(table, merged), duties


def _in_own_words(office: Office, mark: str = "-", agencies: int = 3) -> tuple[list[Block], list[Duty]]:
    """Part "Tổ chức thực hiện": agencies as headings, what each does under dashes."""
    blocks: list[Block] = [Words("III. TỔ CHỨC THỰC HIỆN", bold=True)]
    duties: list[Duty] = []
    for number, lead in enumerate(office.random.sample(LEADS, agencies), start=1):
        blocks.append(Words(f"{number}. {lead}", bold=True))
        for _line in range(office.random.randint(1, 3)):
            doing, said = office.doing(), office.said() if office.random.random() < 0.6 else None
            joint = office.helpers(1, 1) if office.random.random() < 0.4 else ()
            with_ = f"Phối hợp với {joint[0]} " if joint else ""
            text = f"{with_}{doing[:1].lower() if with_ else doing[:1]}{doing[1:]}"
            text += f", hoàn thành {said}" if said else ""
            blocks.append(Words(f"{mark} {text}."))
            duties.append(Duty(text, (lead,), joint, office.term(doing, said)))
    return blocks, duties


def annex(office: Office) -> Paper:
    """A plan in prose whose annex stands behind the signature."""
    prose, duties = _in_own_words(office)
    grid, listed = _annex_grid(office, 2, office.random.randint(3, 7))
    blocks = [
        *office.head("KẾ HOẠCH", "KH-UBND"),
        Words(
            "Thực hiện Nghị quyết của Hội đồng nhân dân tỉnh về an toàn, UBND tỉnh ban hành Kế hoạch như sau:"
        ),
        *office.goals(),
        Words("II. NỘI DUNG", bold=True),
        Words("Các nhiệm vụ cụ thể tại Phụ lục kèm theo."),
        *prose,
        office.close(),
        *_annex_title("PHỤ LỤC", "Phân công thực hiện các nhiệm vụ trọng tâm"),
        grid,
    ]
    return Paper("annex after the signature", blocks, duties + listed)


def annexes(office: Office) -> Paper:
    """Two annexes with other columns; the second names one deadline for several rows."""
    grid, listed = _annex_grid(office, 1, 4)
    rows = [["TT", "Công việc", "Cơ quan, đơn vị thực hiện", "Hoàn thành trước ngày"]]
    merged: list[tuple[int, int, int, int]] = []
    duties: list[Duty] = []
    for _group in range(2):
        end, size = office.random.choice([f"15/6/{YEAR}", f"30/10/{YEAR}"]), office.random.randint(2, 3)
        merged.append((len(rows), 3, size, 1))
        for row in range(size):
            duty = Duty(office.doing(), (office.lead(),), (), end)
            duties.append(duty)
            rows.append([str(len(duties)), duty.title, office.cell(duty.owners), end if not row else ""])
    blocks = [
        *office.head("KẾ HOẠCH", "KH-UBND"),
        *office.goals(),
        Words("II. NHIỆM VỤ (có các phụ lục gửi kèm)", bold=True),
        office.close(),
        *_annex_title("Phụ lục", "Nhiệm vụ giao các cơ quan cấp tỉnh", " 1"),
        grid,
        *_annex_title("Phụ lục", "Công trình cần xử lý gấp", " 2"),
        Grid(rows, merged),
    ]
    return Paper("two annexes", blocks, listed + duties)


_LEAD_INS = [
    "Giao {lead} chủ trì, phối hợp với {joint}:",
    "{lead} chủ trì, phối hợp với {joint} triển khai các việc sau:",
    "Yêu cầu {lead}, phối hợp với {joint}, tập trung:",
]


def notice(office: Office) -> Paper:
    """A conclusion: paragraphs that name who, and lettered or dashed lines under each."""
    blocks: list[Block] = [
        *office.head("THÔNG BÁO", "TB-UBND", about="Kết luận của Phó Chủ tịch UBND tỉnh (giả định)"),
        Words(
            f"Ngày 05 tháng 01 năm {YEAR}, Phó Chủ tịch UBND tỉnh đã chủ trì cuộc họp giao ban. "
            "Sau khi nghe các ý kiến phát biểu, Phó Chủ tịch UBND tỉnh kết luận như sau:"
        ),
        Words("1. Đánh giá chung", bold=True),
        Words("Thời gian qua các đơn vị đã có nhiều cố gắng, song tiến độ ở một số nơi còn chậm."),
        Words("2. Nhiệm vụ trong thời gian tới", bold=True),
    ]  # fmt: skip
    duties: list[Duty] = []
    for group in range(3):
        lead = office.random.choice([office.lead(), office.random.choice(POSTS)])
        joint = office.helpers(2, 1)
        said_joint = (
            " và ".join(joint)
            if not any(" và " in name or "," in name for name in joint)
            else "; ".join(joint)
        )
        number = f"2.{group + 1}. " if office.random.random() < 0.5 else ""
        said = office.random.choice(_LEAD_INS).format(lead=lead, joint=said_joint)
        blocks.append(Words(f"{number}{said}"))
        for line in range(office.random.randint(2, 4)):
            doing, end = office.doing(), office.said() if office.random.random() < 0.6 else None
            own = end is not None and office.random.random() < 0.3
            text = f"{doing}. Hoàn thành {end}" if own else f"{doing}, hoàn thành {end}" if end else doing
            mark = f"{'abcd'[line]}) " if group != 1 else "- "
            blocks.append(Words(f"{mark}{text}."))
            duties.append(Duty(doing, (lead,), joint, office.term(doing, end)))
    blocks += [
        Words(
            "Trên đây là kết luận của Phó Chủ tịch UBND tỉnh, Văn phòng UBND tỉnh "
            "thông báo để các đơn vị biết, thực hiện./."
        ),
        office.close("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"),
    ]
    return Paper("conclusion notice", blocks, duties)


def letter(office: Office) -> Paper:
    """A letter that asks several agencies, one paragraph each."""
    leads = office.random.sample(LEADS[:16], 4)
    blocks: list[Block] = [
        *office.head("", "UBND-NN"),
        Words(f"V/v tăng cường công tác {office.subject[:1].lower()}{office.subject[1:]}"),
        Words("Kính gửi:", bold=True),
        *(Words(f"- {lead};") for lead in leads),
        Words("Theo đề nghị của cơ quan thường trực, để chủ động ứng phó, UBND tỉnh có ý kiến như sau:"),
    ]
    duties: list[Duty] = []
    for number, lead in enumerate(leads, start=1):
        doing, end = office.doing(), office.said() if office.random.random() < 0.7 else None
        small = doing[:1].lower() + doing[1:]
        ask = office.random.choice(
            [
                "Giao {lead} {small}",
                "Đề nghị {lead} {small}",
                "{lead} {small}",
                "Yêu cầu {lead} khẩn trương {small}",
            ]
        )
        text = ask.format(lead=lead, small=small)
        text += (
            office.random.choice([f", hoàn thành {end}", f"; báo cáo kết quả về UBND tỉnh {end}"])
            if end
            else ""
        )
        blocks.append(Words(f"{number}. {text}."))
        duties.append(Duty(text, (lead,), (), office.term(doing, end)))
    last = blocks.pop()
    if isinstance(last, Words) and office.random.random() < 0.5:
        blocks.append(Words(f"{last.text}/."))
    else:
        blocks += [last, Words("Trên đây là ý kiến của UBND tỉnh về các nội dung nêu trên./.")]
    blocks.append(office.close())
    return Paper("letter", blocks, duties)


def by_agency(office: Office) -> Paper:
    """A plan that has all its duties under headings of agencies, several over two lines each."""
    prose, duties = _in_own_words(office, office.random.choice(["-", "+", "•"]), agencies=6)
    said = "Định kỳ trước ngày 20 tháng cuối quý"
    last = f"{said}, {HELPERS[1]} tổng hợp kết quả, báo cáo UBND tỉnh"
    blocks = [*office.head("KẾ HOẠCH", "KH-UBND"), *office.goals(), *prose, Words(f"{last}."), office.close()]
    return Paper("prose by agency", blocks, [*duties, Duty(last, (HELPERS[1],), (), said)])


def schedule(office: Office) -> Paper:
    """Who is inspected when: the unit is the task, who inspects stands before the table."""
    lead = office.random.choice(["Sở Nội vụ", "Thanh tra tỉnh", "Sở Tài chính"])
    head = office.random.choice(
        [
            ("TT", "Đơn vị được kiểm tra", "Thời gian", "Ghi chú"),
            ("STT", "Tên đơn vị kiểm tra", "Ngày kiểm tra", "Địa điểm"),
        ]
    )
    rows, duties = [list(head)], []
    for number, unit in enumerate(office.random.sample(UNITS, office.random.randint(5, 9)), start=1):
        end = office.random.choice(
            [f"Ngày {number + 3:02}/4/{YEAR}", f"Tháng {number}/{YEAR}", f"Quý II/{YEAR}"]
        )
        rows.append([str(number), unit, end, "" if head[3] == "Ghi chú" else "Trụ sở đơn vị"])
        duties.append(Duty(unit, (lead,), (), end))
    blocks: list[Block] = [
        *office.head(
            "KẾ HOẠCH", "KH-UBND", about=f"Kiểm tra kỷ luật, kỷ cương hành chính năm {YEAR} (giả định)"
        ),
        *office.goals(),
        Words("II. ĐỐI TƯỢNG, THỜI GIAN", bold=True),
        Words(f"1. {lead} chủ trì kiểm tra các đơn vị theo lịch sau:"),
        Grid(rows),
        office.close(),
    ]
    return Paper("inspection schedule", blocks, duties)


def sub_rows(office: Office) -> Paper:
    """A table whose tasks have sub-rows, or share cells of agencies over several rows."""
    rows = [["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"]]
    merged: list[tuple[int, int, int, int]] = []
    duties: list[Duty] = []
    for number in range(1, 4):
        rows.append(
            [str(number), f"Công tác {['tuyên truyền', 'tập huấn', 'hậu cần'][number - 1]}", "", "", "", ""]
        )
        lead, joint, size = office.lead(), office.helpers(2, 1), office.random.randint(2, 3)
        shared = office.random.random() < 0.5
        if shared:
            merged += [(len(rows), column, size, 1) for column in (2, 3)]
        for sub in range(1, size + 1):
            duty = Duty(office.doing(), (lead,), joint, office.end())
            duties.append(duty)
            first = sub == 1 or not shared
            cells = (office.cell(duty.owners), office.cell(joint)) if first else ("", "")
            mark = office.random.choice([f"{number}.{sub}", "-"])
            rows.append([mark, duty.title, *cells, duty.deadline or "", office.product()])
    blocks: list[Block] = [
        *office.head("KẾ HOẠCH", "KH-UBND"),
        *office.goals(),
        Words("II. PHÂN CÔNG", bold=True),
    ]
    return Paper("sub-rows", [*blocks, Grid(rows, merged), office.close()], duties)


_LABELS = [
    ("- Đơn vị chủ trì: ", "- Đơn vị phối hợp: ", "- Thời gian hoàn thành: "),
    ("+ Cơ quan chủ trì: ", "+ Cơ quan phối hợp: ", "+ Thời gian thực hiện: "),
    ("Cơ quan thực hiện: ", "Phối hợp: ", "Thời hạn: "),
]


def labels(office: Office) -> Paper:
    """Tasks as numbered lines, with lines below that say who and when."""
    blocks: list[Block] = [
        *office.head("KẾ HOẠCH", "KH-UBND"),
        *office.goals(),
        Words("II. NHIỆM VỤ CỤ THỂ", bold=True),
    ]
    duties: list[Duty] = []
    who, with_, when = office.random.choice(_LABELS)
    lettered = office.random.random() < 0.5
    for part in range(2):
        blocks.append(Words(f"{part + 1}. Về {['phòng ngừa', 'khắc phục'][part]}", bold=True))
        for line in range(office.random.randint(2, 4)):
            duty = office.duty()
            duties.append(duty)
            mark = f"{'abcde'[line]})" if lettered else f"{part + 1}.{line + 1}."
            blocks.append(Words(f"{mark} {duty.title}."))
            blocks.append(Words(f"{who}{duty.owners[0]}."))
            if duty.partners:
                blocks.append(Words(f"{with_}{'; '.join(duty.partners)}."))
            blocks.append(Words(f"{when}{duty.deadline}."))
    return Paper("labelled lines", [*blocks, office.close()], duties)


def grouped(office: Office) -> Paper:
    """A table in parts by agency: the heading of a part says whose its rows are."""
    head = office.random.choice(
        [["TT", "Nội dung nhiệm vụ", "Thời hạn"], ["STT", "Nhiệm vụ được giao", "Hạn hoàn thành"]]
    )
    rows = [head]
    merged: list[tuple[int, int, int, int]] = []
    duties: list[Duty] = []
    for group, lead in enumerate(office.random.sample(LEADS, 3)):
        merged.append((len(rows), 1, 1, 2))
        rows.append([["I", "II", "III"][group], lead if office.random.random() < 0.6 else lead.upper(), ""])
        for number in range(1, office.random.randint(3, 5)):
            duty = Duty(office.doing(), (lead,), (), office.end())
            duties.append(duty)
            rows.append([str(number), duty.title, duty.deadline or ""])
    blocks: list[Block] = [
        *office.head("QUYẾT ĐỊNH", "QĐ-UBND", about="Về việc giao nhiệm vụ (giả định)"),
        Words("Điều 1. Giao nhiệm vụ cho các cơ quan theo danh mục kèm theo Quyết định này."),
        Words("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        office.close("CHỦ TỊCH"),
        NewPage(),
        Words("DANH MỤC NHIỆM VỤ", bold=True),
        Words("(Ban hành kèm theo Quyết định của Chủ tịch UBND tỉnh)"),
        Grid(rows, merged),
    ]
    return Paper("table by agency", blocks, duties)


def roles(office: Office) -> Paper:
    """One column says who leads and who helps."""
    rows, duties = [["STT", "Nội dung công việc", "Cơ quan thực hiện", "Thời gian"]], []
    style = office.random.choice(
        ["Chủ trì: {}\nPhối hợp: {}", "- Chủ trì: {};\n- Phối hợp: {}", "{} chủ trì, phối hợp với {}"]
    )
    for number in range(1, office.random.randint(6, 9)):
        duty = Duty(office.doing(), (office.lead(),), office.helpers(2, 1), office.end())
        duties.append(duty)
        rows.append(
            [
                str(number),
                duty.title,
                style.format(duty.owners[0], "; ".join(duty.partners)),
                duty.deadline or "",
            ]
        )
    blocks: list[Block] = [
        *office.head("KẾ HOẠCH", "KH-UBND"),
        *office.goals(),
        Words("II. NỘI DUNG", bold=True),
    ]
    return Paper("roles in one cell", [*blocks, Grid(rows), office.close()], duties)


def tracking(office: Office) -> Paper:
    """A list from the software that follows tasks: many columns that say nothing of duties."""
    rows = [
        [
            "STT",
            "Số văn bản giao",
            "Ngày giao",
            "Nội dung nhiệm vụ",
            "Đơn vị chủ trì",
            "Đơn vị phối hợp",
            "Hạn xử lý",
            "Trạng thái",
        ]
    ]
    duties: list[Duty] = []
    for number in range(1, office.random.randint(7, 12)):
        duty = Duty(
            office.doing(), (office.lead(),), office.helpers(2), f"{number + 8:02}/{number % 9 + 3:02}/{YEAR}"
        )
        duties.append(duty)
        given = [str(number), f"{number + 40}/TB-UBND", f"0{number % 9 + 1}/01/{YEAR}"]
        rows.append(
            [
                *given,
                duty.title,
                *map(office.cell, (duty.owners, duty.partners)),
                duty.deadline or "",
                "Đang thực hiện",
            ]
        )
    title = Words(f"THEO DÕI NHIỆM VỤ UBND TỈNH GIAO NĂM {YEAR} (GIẢ ĐỊNH)", bold=True)
    return Paper("tracking sheet", [title, Grid(rows)], duties)


def directive(office: Office) -> Paper:
    """A directive: numbered paragraphs by post or agency, lettered lines below, one for all at the end."""
    blocks: list[Block] = [
        *office.head(
            "CHỈ THỊ", "CT-UBND", about=f"Về {office.subject[:1].lower()}{office.subject[1:]} (giả định)"
        ),
        Words("Thời gian qua tình hình có diễn biến phức tạp. Để khắc phục, Chủ tịch UBND tỉnh yêu cầu:"),
    ]
    duties: list[Duty] = []
    leads = [*office.random.sample(POSTS, 2), *office.random.sample(LEADS[:12], 2)]
    for number, lead in enumerate(leads, start=1):
        blocks.append(
            Words(f"{number}. {lead}{office.random.choice([':', '', ' có trách nhiệm:'])}", bold=True)
        )
        for line in range(office.random.randint(2, 3)):
            doing, end = office.doing(), office.said() if office.random.random() < 0.5 else None
            text = doing
            if end and office.random.random() < 0.3:
                text = f"{end[:1].upper()}{end[1:]}, {doing[:1].lower()}{doing[1:]}"
            elif end:
                text += f", xong {end}" if end.startswith("trước") else f" {end}"
            blocks.append(Words(f"{'abc'[line]}) {text}."))
            duties.append(Duty(text, (lead,), (), office.term(doing, end)))
    return Paper("directive", [*blocks, office.close("CHỦ TỊCH")], duties)


def decision(office: Office) -> Paper:
    """A decision whose articles name who does what."""
    blocks: list[Block] = [
        *office.head("QUYẾT ĐỊNH", "QĐ-UBND", about="Về việc phân công nhiệm vụ (giả định)"),
        Words("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", bold=True),
        Words("Căn cứ Luật Tổ chức chính quyền địa phương;"),
        Words("Theo đề nghị của Giám đốc Sở Nội vụ,"),
        Words("QUYẾT ĐỊNH:", bold=True),
        Words("Điều 1. Phân công thực hiện Kế hoạch số 5/KH-UBND như sau:"),
    ]
    duties: list[Duty] = []
    for number in range(1, 5):
        lead, joint = office.lead(), office.helpers(1, 1)[0]
        doing, end = office.doing(), office.said()
        small = doing[:1].lower() + doing[1:]
        text = f"{lead} chủ trì, phối hợp với {joint} {small} {end}"
        blocks.append(Words(f"{number}. {text}."))
        duties.append(Duty(text, (lead,), (joint,), end))
    end = office.said()
    text = f"Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện, báo cáo Chủ tịch UBND tỉnh {end}"
    blocks += [
        Words(f"Điều 2. {text}."),
        Words("Điều 3. Quyết định này có hiệu lực kể từ ngày ký."),
        office.close("CHỦ TỊCH"),
    ]
    return Paper("decision", blocks, [*duties, Duty(text, ("Sở Nội vụ",), (), end)])


def programme(office: Office) -> Paper:
    """The programme of work: what is brought before whom, by month; heads over two rows."""
    rows = [
        [
            "TT",
            "Tên đề án, báo cáo",
            "Cơ quan soạn thảo",
            "",
            "Thời gian trình",
            "Lãnh đạo UBND tỉnh phụ trách",
        ],
        ["", "", "Chủ trì", "Phối hợp", "", ""],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 2, 1), (0, 5, 2, 1)]
    duties: list[Duty] = []
    for number in range(1, office.random.randint(7, 10)):
        paper = office.random.choice(["Đề án", "Tờ trình về", "Báo cáo chuyên đề về", "Nghị quyết về"])
        thing = office.doing(verb=False)
        end = f"Tháng {office.random.randint(2, 12)}/{YEAR}"
        duty = Duty(f"{paper} {thing}", (office.lead(),), office.helpers(2), end)
        duties.append(duty)
        rows.append(
            [
                str(number),
                duty.title,
                *map(office.cell, (duty.owners, duty.partners)),
                end,
                "Phó Chủ tịch phụ trách khối",
            ]
        )
    blocks: list[Block] = [
        *office.head("CHƯƠNG TRÌNH", "CTr-UBND", about=f"Công tác năm {YEAR} của UBND tỉnh X (giả định)"),
        Words("I. NỘI DUNG TRÌNH ỦY BAN NHÂN DÂN TỈNH", bold=True),
        Grid(rows, merged),
        office.close(),
    ]
    return Paper("programme of work", blocks, duties)


#: Which layouts, each in which forms of files; forty documents.
_SET: list[tuple[Callable[[Office], Paper], str]] = [
    (annex, "docx docx pdf html"),
    (annexes, "docx docx pdf"),
    (notice, "docx docx txt pdf"),
    (letter, "docx docx txt md"),
    (by_agency, "docx docx txt pdf"),
    (schedule, "docx md pdf"),
    (sub_rows, "docx docx html"),
    (labels, "docx md txt"),
    (grouped, "docx pdf"),
    (roles, "docx md html"),
    (tracking, "xlsx xlsx"),
    (directive, "docx docx"),
    (decision, "docx"),
    (programme, "docx pdf"),
]


def papers(seed: int = 17) -> Iterator[tuple[Paper, str]]:
    """The forty documents, each with the form of its file."""
    for layout, forms in _SET:
        for number, form in enumerate(forms.split()):
            yield layout(Office(Random(f"{seed} {layout.__name__} {number}"))), form
