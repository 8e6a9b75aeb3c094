"""The words by which the importer knows agencies, duties and products: the one place to add to them.

Each is the inside of a regular expression: its alternatives stand between bars with space around them.
"""

import re
import unicodedata

from kehoach.language.text import flat


def _alternatives(words: str) -> str:
    return "|".join(re.split(r"\s+\|\s+", flat(words)))


_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_CAPITALS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "AĂÂEÊIOÔƠUƯY" for tone in _TONES)
#: All capital letters of Vietnamese, as a class of regular expressions: "À-Ỹ" would hold small ones too.
CAPITAL = f"[A-ZĐ{_CAPITALS}]"

#: What the names of authorities and organisations begin with; not where the next word makes it a common noun.
AGENCY_HEADS = _alternatives(
    """Sở | Ban(?! hành) | Ủy ban | Uỷ ban | UBND | HĐND | UBMTTQ | Hội(?! nghị| thảo| nhập| họp) |
    Văn phòng | Thanh tra | Công an | Bộ Chỉ huy | Bộ đội | Bảo hiểm | Ngân hàng | Kho bạc | Cục |
    Chi cục | Tổng cục | Vụ(?! việc) | Viện | Học viện | Tòa án | Toà án | Trường(?! hợp) | Đại học |
    Trung tâm | Báo(?! cáo) | Đài | Cổng | Liên hiệp | Liên đoàn | Liên minh | Đoàn | Tỉnh đoàn |
    Thành đoàn | Mặt trận | Tỉnh ủy | Tỉnh uỷ | Thành ủy | Thành uỷ | Huyện ủy | Đảng ủy | Đảng đoàn |
    Quốc hội | Chính phủ(?! số| điện tử) | Thủ tướng |
    Tập đoàn | Tổng công ty | Công ty | Phòng(?!,? (?:chống|ngừa|tránh)) |
    Trạm | Quỹ | Thông tấn xã | Kiểm toán | Hải quan | Thuế | Quân khu | Bưu điện | Điện lực |
    Chủ tịch | Giám đốc | Bộ trưởng | Thủ trưởng | Lãnh đạo | Người đứng đầu | Tổ(?! chức) |
    Chủ đầu tư |
    (?:Các )?[Tt]hành viên(?= (?:Ban|Tổ|Hội đồng)) |
    [Tt]hôn trưởng | Trưởng thôn | Tổ trưởng | (?:Phó )?Hiệu trưởng | Giáo viên | Thư ký |
    Công chức | Viên chức | Kế toán | (?:Phó )?Chánh (?:Văn phòng|Thanh tra) |
    (?:Phó )?Trưởng (?:[Pp]hòng|[Bb]an|[Đđ]oàn|Công an) | Phó Chủ tịch |
    (?:Phó )?Chỉ huy trưởng | (?:Phó )?(?:Cục|Chi cục|Viện|Vụ|Trạm) trưởng | Tổng Giám đốc | Hạt Kiểm lâm |
    Trưởng(?= các) |
    Thường trực(?= (?:Ban|Hội đồng|HĐND|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Ủy ban)) |
    Viễn thông | Hiệp hội | Vườn quốc gia | Bảo tàng | Thư viện | Nhà hát | Cảng vụ | Hợp tác xã |
    Phó Giám đốc | Bí thư | Cán bộ | Đồng chí | Đội(?! ngũ) | Bệnh viện | Nhà trường"""
)

#: Names that hold commas and "và" begin with these: "Sở Văn hóa, Thể thao và Du lịch".
COMPOUND_HEADS = _alternatives(
    """Bộ | Sở | Ban | Phòng | Vụ | Cục | Trung tâm | Viện | Trường | Hội | Liên hiệp | Ủy ban |
    Chi cục | Đài | Báo | Học viện | Đại học"""
)

#: What ministries and departments are for, where "và" or a comma stands in it.
FIELDS = _alternatives(
    """Nông nghiệp và Môi trường | Khoa học và Công nghệ | Giáo dục và Đào tạo | Dân tộc và Tôn giáo |
    Văn hóa, Thể thao và Du lịch | Nông nghiệp và Phát triển nông thôn | Tài nguyên và Môi trường |
    Thông tin và Truyền thông | Kế hoạch và Đầu tư | Lao động - Thương binh và Xã hội"""
)

#: The units of administration.
PLACES = _alternatives("tỉnh | thành phố | huyện | quận | thị xã | xã(?! hội) | phường | thị trấn | đặc khu")

#: The common nouns of groups: "các sở, ban, ngành".
GROUP_NOUNS = _alternatives(
    """bộ | sở | ban(?! hành) | ngành | địa phương | cơ quan | đơn vị | tổ chức | doanh nghiệp | đoàn thể |
    hội(?! nghị| thảo| nhập| họp) | cá nhân | tập đoàn |
    tổng công ty | cấp(?= (?:tỉnh|xã|huyện|ủy|uỷ|trên|dưới|chính|hội|cơ)|[,;.]|$) |
    hiệp hội | chủ đầu tư | trường(?! hợp) | viện | bệnh viện | thôn | bản |
    tổ dân phố | phòng(?!,? (?:chống|ngừa|tránh)) | hợp tác xã"""
)

#: Who a result is submitted to.
AUTHORITIES = _alternatives(
    """Cấp | Chính phủ | Thủ tướng | Quốc hội | Bộ | Ban | Ủy ban | Uỷ ban | UBND | HĐND | Hội đồng |
    Tỉnh ủy | Đảng ủy | Chủ tịch | Lãnh đạo | Thường trực"""
)

#: What agencies do: the first of these words ends a list of agencies in a sentence.
VERBS = _alternatives(
    """cần | phải | duy trì | giữ vững | hướng dẫn | rà soát | xây dựng | tham mưu |
    tổ chức(?! liên quan| có liên quan| chính trị| xã hội| đoàn thể| khác) | triển khai | thực hiện |
    kiểm tra | đôn đốc | theo dõi | tổng hợp | báo cáo | nghiên cứu | đề xuất | hoàn thiện |
    hoàn thành | (?<!công )(?<!chương )(?<!tiến )(?<!quá )(?<!lộ )(?<!quy )(?<!giáo )trình |
    ban hành | lập | bố trí | bảo đảm | đảm bảo | tăng cường | đẩy mạnh |
    chỉ đạo | quán triệt | tuyên truyền | phổ biến | định hướng | phát hiện | xử lý | giải quyết |
    tiếp tục | chủ động | kịp thời | thường xuyên | khẩn trương | trong việc | để | nhằm | thẩm định |
    thanh tra | giám sát | đánh giá | sơ kết | tổng kết | cập nhật | công bố | cung cấp | chuẩn bị |
    đào tạo | bồi dưỡng | tập huấn | vận động | hỗ trợ | quản lý | vận hành | kết nối | số hóa |
    lồng ghép | tiến hành | có trách nhiệm | căn cứ | theo chức năng | theo thẩm quyền | thống nhất |
    sửa đổi | bổ sung | phát động | mở | đăng tải | xác định | lựa chọn | sắp xếp | kiện toàn |
    sơ tán | di tản | kêu gọi | dự trữ | trực ban | ứng trực | neo đậu | chi trả | tiêm | cấp cứu | huy động |
    dọn | gắn | in | nuôi |
    đề nghị | phân công | phân bổ | cân đối | thu hút | phát triển | khảo sát | điều tra |
    hình thành | lãnh đạo | đầu tư | chuyển | tiếp nhận | đẩy nhanh | nâng cao | khai thác | sử dụng |
    rà | phát(?! thanh| triển) | mở | cử | cấp(?! tỉnh| xã| huyện| ủy| uỷ| trên| dưới) | chọn |
    gửi | nộp | giao nộp | chấp hành | thanh toán | nhập | trích |
    trả lời | nắm | duy trì | phối kết hợp | kiện toàn | thường trực | chủ trì | chịu trách nhiệm |
    thành lập | quy định | tháo gỡ | nhân rộng | biên soạn | in ấn | thông tin | phân tích | ứng dụng |
    tập trung | tham gia | ưu tiên | thống kê | phân loại | kiểm kê | đối soát | đo đạc | xác minh |
    sửa chữa | lắp đặt | thay mới | thay thế | nghiệm thu | bàn giao | cải tạo | nâng cấp | gia cố |
    tu bổ | bảo dưỡng | bảo trì | nạo vét | di dời | thu gom | thu hồi | trang bị | mua sắm | cấp phát |
    khắc phục | ứng phó | phòng ngừa | ngăn chặn | cảnh báo | dự báo | tuần tra | trực(?! thuộc) | diễn tập |
    giải ngân | quyết toán | chi trả | phê duyệt | ký kết | niêm yết | thiết lập | tạo lập | tích hợp |
    liên thông | đồng bộ | quảng bá | xúc tiến | khuyến khích | khen thưởng | biểu dương | xem xét |
    làm việc | làm rõ | làm sạch | chấn chỉnh | nhắc nhở | kiểm điểm | kiểm soát | thu thập | trồng |
    chăm sóc | soạn thảo | dự thảo | góp ý | lấy ý kiến | tiếp thu | giới thiệu | đề cử | luân chuyển"""
)

#: The results that tasks have.
PRODUCTS = _alternatives(
    """quyết định | báo cáo | nghị định | nghị quyết | văn bản | đề án | kế hoạch | luật | thông tư |
    hoạt động | công văn | tờ trình | hội nghị | tài liệu | bộ tài liệu | chương trình | dự án |
    dự thảo | hướng dẫn | quy chế | quy định | chỉ thị | danh mục | phương án | hệ thống |
    cơ sở dữ liệu | hồ sơ | biên bản | đề cương | bộ tiêu chí | chính sách | chiến lược | quy hoạch |
    pháp lệnh | theo yêu cầu"""
)

#: The results that a sentence names with a capital letter behind the verb that makes them.
NAMED_PRODUCTS = _alternatives(
    """Đề án | Kế hoạch | Phương án | Báo cáo | Nghị định | Nghị quyết | Quyết định | Chương trình |
    Quy chế | Quy định | Hướng dẫn | Thông tư | Chỉ thị | Tài liệu | Bộ tài liệu | Danh mục"""
)

#: The kinds of documents that are named as a legal basis.
BASES = _alternatives(
    """Luật | Bộ luật | Pháp lệnh | Nghị quyết | Nghị định | Quyết định | Chỉ thị | Kết luận | Thông tư |
    Kế hoạch | Chương trình | Hướng dẫn"""
)

#: What official texts say again and again, beside the words above: marks that a scan has blurred are set
#: right by them.
FORMULAS = _alternatives(
    """cộng hòa xã hội chủ nghĩa việt nam | độc lập - tự do - hạnh phúc | ủy ban nhân dân |
    hội đồng nhân dân | mục đích, yêu cầu | mục đích | yêu cầu | tổ chức thực hiện | phân công |
    phụ lục | kèm theo | nơi nhận | như trên | đã ký | nhiệm vụ | giải pháp | nội dung | công việc |
    cơ quan | đơn vị | chủ trì | phối hợp với | phối hợp | cơ quan chủ trì | đơn vị chủ trì |
    thời gian | thời hạn | thời gian hoàn thành | thời gian thực hiện | sản phẩm | kết quả | ghi chú |
    tiến độ | trước ngày | chậm nhất | chậm nhất ngày | hết ngày | hằng tháng | hằng quý | hằng năm |
    hàng tháng | hàng quý | hàng năm | thường xuyên | định kỳ | tháng đầu năm | tháng cuối năm |
    trong năm | cả năm | trong tháng | trong quý | trước tết nguyên đán | theo yêu cầu |
    các sở, ban, ngành | sở, ban, ngành | các sở | các xã, phường | ủy ban mặt trận tổ quốc |
    chính trị - xã hội | các tổ chức | liên quan | có liên quan | quyết định | thông báo | kế hoạch |
    công văn | chương trình | chỉ thị | phó chủ tịch | chánh văn phòng | văn phòng | nghị quyết |
    liên đoàn lao động | hội nông dân | hội liên hiệp phụ nữ | hội cựu chiến binh | đoàn thanh niên |
    bảo hiểm xã hội | kho bạc nhà nước | ngân hàng nhà nước | bộ đội biên phòng | công an tỉnh |
    bộ chỉ huy quân sự tỉnh | viện kiểm sát nhân dân | tòa án nhân dân | giáo dục và đào tạo |
    công ty cổ phần | cơ quan thực hiện | đơn vị thực hiện | chủ trì thực hiện | phối hợp thực hiện"""
)


def phrases() -> frozenset[str]:
    """The words of this page of two syllables and more, in small letters."""
    plain = (
        re.sub(r"\(\?[!=][^()]*\)", "", words)
        for known in (AGENCY_HEADS, FIELDS, GROUP_NOUNS, VERBS, PRODUCTS, NAMED_PRODUCTS, BASES, FORMULAS)
        for words in known.split("|")
    )
    return frozenset(words.casefold() for words in plain if re.fullmatch(r"[\w,]+(?: [\w,-]+)+", words))
