"""Write a reproducible, fictional project of any size, clean under ``kehoach check``."""

import argparse
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PLAN = "kh-1-2026"
TASKS_A_FILE = 100
TASKS_A_SECTION = 10
#: A longer plan would have Roman numerals that nobody can read.
MOST_FILES = 200

#: The letters of points under a section, as text and as part of an ID.
LETTERS = {letter: "DD" if letter == "đ" else letter.upper() for letter in "abcdđeghik"}

DEPARTMENTS = {
    "CQ-VP": ("Văn phòng Ủy ban nhân dân tỉnh Ví Dụ", "VP UBND"),
    "CQ-SNV": ("Sở Nội vụ", "SNV"),
    "CQ-STP": ("Sở Tư pháp", "STP"),
    "CQ-STC": ("Sở Tài chính", "STC"),
    "CQ-SKHCN": ("Sở Khoa học và Công nghệ", "SKHCN"),
    "CQ-SVHTTDL": ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    "CQ-SGDDT": ("Sở Giáo dục và Đào tạo", "SGDĐT"),
    "CQ-SYT": ("Sở Y tế", "SYT"),
    "CQ-SXD": ("Sở Xây dựng", "SXD"),
    "CQ-SCT": ("Sở Công Thương", "SCT"),
    "CQ-SNNMT": ("Sở Nông nghiệp và Môi trường", "SNNMT"),
    "CQ-SDTTG": ("Sở Dân tộc và Tôn giáo", "SDTTG"),
    "CQ-TTT": ("Thanh tra tỉnh", "TTT"),
    "CQ-CAT": ("Công an tỉnh", "CAT"),
    "CQ-BCHQS": ("Bộ Chỉ huy Quân sự tỉnh", "BCHQS"),
    "CQ-BQLKKT": ("Ban Quản lý Khu kinh tế Ví Dụ", "BQLKKT"),
    "CQ-PTTH": ("Báo và Phát thanh, Truyền hình Ví Dụ", "Báo và PT&TH"),
    "CQ-CTTDT": ("Cổng Thông tin điện tử tỉnh Ví Dụ", "CTTĐT"),
    "CQ-TTHCC": ("Trung tâm Phục vụ hành chính công tỉnh Ví Dụ", "TTPVHCC"),
}
COMMUNES = {f"CQ-XA-{n}": f"Ủy ban nhân dân xã Mẫu {n}" for n in range(1, 6)}
SECTOR, LOCAL, CONCERNED, PROVINCE = "CQ-SBN", "CQ-XP", "CQ-CQLQ", "CQ-UBND"
PARTY, FORMER = "CQ-BTGDV", "CQ-STTTT"
GROUPS = {
    SECTOR: "Các sở, ban, ngành cấp tỉnh",
    LOCAL: "Ủy ban nhân dân các xã, phường",
    CONCERNED: "Các cơ quan, đơn vị có liên quan",
}
NAMES = {key: name for key, (name, _) in DEPARTMENTS.items()} | COMMUNES | GROUPS
NAMES |= {PARTY: "Ban Tuyên giáo và Dân vận Tỉnh ủy", PROVINCE: "Ủy ban nhân dân tỉnh Ví Dụ"}

BASES = {
    "CC-1-2025-QH": ("Luật giả định về thực hiện nhiệm vụ", "1/2025/QH-VD", "2025-06-20", "Quốc hội Ví Dụ"),
    "CC-2-2025-ND": ("Nghị định giả định quy định chi tiết", "2/2025/NĐ-VD", "2025-09-01", "Chính phủ Ví Dụ"),
    "CC-3-2025-QD": ("Quyết định giả định phê duyệt Chương trình", "3/2025/QĐ-VD", "2025-10-15", "Bộ Ví Dụ"),
    "CC-4-2025-NQ": ("Nghị quyết giả định về phát triển", "4/2025/NQ-VD", "2025-12-05", "HĐND tỉnh Ví Dụ"),
}
AWAITED = "CC-5-2026-ND", "Nghị định giả định hướng dẫn thi hành, chưa ban hành", "5/2026/NĐ-VD"

OBJECTIVES = (
    "Cụ thể hóa các nhiệm vụ, giải pháp để tổ chức thực hiện thống nhất, đồng bộ",
    "Nâng cao chất lượng phục vụ người dân và doanh nghiệp",
    "Tạo chuyển biến về nhận thức và trách nhiệm của cán bộ, công chức, viên chức",
)
PRINCIPLES = (
    "Bảo đảm sự chỉ đạo thống nhất của Ủy ban nhân dân tỉnh",
    "Phân công rõ cơ quan, rõ việc, rõ thời gian, rõ sản phẩm",
    "Sử dụng kinh phí tiết kiệm, hiệu quả, đúng quy định",
)
FIELDS = (
    "CẢI CÁCH HÀNH CHÍNH", "CHUYỂN ĐỔI SỐ", "GIÁO DỤC VÀ ĐÀO TẠO", "Y TẾ VÀ CHĂM SÓC SỨC KHỎE",
    "VĂN HÓA, DU LỊCH", "NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "XÂY DỰNG VÀ GIAO THÔNG", "TƯ PHÁP", "NỘI VỤ",
    "TÀI CHÍNH", "QUỐC PHÒNG, AN NINH",
)  # fmt: skip
SECTIONS = (
    "Hoàn thiện cơ chế, chính sách", "Quán triệt, tuyên truyền, phổ biến", "Tập huấn, bồi dưỡng nghiệp vụ",
    "Xây dựng cơ sở dữ liệu", "Bảo đảm nguồn lực", "Triển khai tại cơ sở", "Phối hợp liên ngành",
    "Kiểm tra, giám sát", "Sơ kết, tổng kết", "Chế độ thông tin, báo cáo",
)  # fmt: skip
#: What is done, and the result it leads to: its kind and its first words.
ACTIONS = (
    ("Xây dựng, trình ban hành Đề án về", "Đề án", "Đề án về"),
    ("Ban hành Kế hoạch thực hiện", "Kế hoạch", "Kế hoạch thực hiện"),
    ("Tổ chức Hội nghị triển khai công tác", "Hội nghị", "Hội nghị triển khai công tác"),
    ("Tổ chức tập huấn, bồi dưỡng nghiệp vụ về", "Lớp tập huấn", "Lớp tập huấn về"),
    ("Rà soát, sửa đổi, bổ sung quy chế phối hợp về", "Quyết định", "Quyết định ban hành quy chế về"),
    ("Kiểm tra, đánh giá tình hình thực hiện", "Báo cáo", "Báo cáo kết quả kiểm tra việc thực hiện"),
    ("Xây dựng, cập nhật cơ sở dữ liệu về", "Cơ sở dữ liệu", "Cơ sở dữ liệu về"),
    ("Tuyên truyền, phổ biến các quy định về", "Tin, bài, chuyên mục", "Tin, bài, chuyên mục về"),
    ("Sơ kết, đánh giá kết quả thực hiện", "Báo cáo", "Báo cáo sơ kết việc thực hiện"),
    ("Bố trí kinh phí bảo đảm thực hiện", "Tờ trình", "Tờ trình về kinh phí thực hiện"),
    ("Triển khai mô hình thí điểm về", "Mô hình", "Mô hình thí điểm về"),
    ("Hướng dẫn các xã, phường thực hiện", "Công văn", "Công văn hướng dẫn thực hiện"),
)
TOPICS = (
    "cải cách thủ tục hành chính theo cơ chế một cửa, một cửa liên thông",
    "chuyển đổi số trong hoạt động của cơ quan nhà nước",
    "dân chủ ở cơ sở và công khai, minh bạch thông tin",
    "bảo vệ môi trường và quản lý chất thải rắn sinh hoạt",
    "phát triển giáo dục mầm non và phổ thông",
    "chăm sóc sức khỏe ban đầu cho Nhân dân",
    "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "quản lý, sử dụng đất đai và tài nguyên khoáng sản",
    "phát triển du lịch cộng đồng và bảo tồn di sản văn hóa",
    "an toàn giao thông và trật tự đô thị",
    "hỗ trợ doanh nghiệp nhỏ và vừa, hợp tác xã",
    "xây dựng nông thôn mới nâng cao",
    "đào tạo nghề cho lao động nông thôn",
    "phòng, chống tham nhũng, tiêu cực và thực hành tiết kiệm",
    "quản lý cán bộ, công chức, viên chức và vị trí việc làm",
    "công tác dân tộc, tôn giáo",
    "ứng dụng khoa học, công nghệ và đổi mới sáng tạo",
    "bình đẳng giới và vì sự tiến bộ của phụ nữ",
)
SCOPES = (
    "trên địa bàn tỉnh Ví Dụ",
    "trong các cơ quan hành chính nhà nước của tỉnh",
    "đối với các đơn vị sự nghiệp công lập",
    "tại các xã, phường miền núi",
    "tại các khu công nghiệp, cụm công nghiệp",
)
CONTENTS = (
    "Rà soát, phân loại đối tượng; xây dựng chỉ tiêu, lộ trình và phân công cụ thể cho từng cơ quan;",
    "Cập nhật, số hóa và chia sẻ dữ liệu giữa các cơ quan, bảo đảm đúng, đủ, thống nhất, dùng chung;",
    "Biên soạn tài liệu, tổ chức lớp học trực tiếp và trực tuyến cho công chức cấp tỉnh, cấp xã;",
    "Theo dõi, đôn đốc, kịp thời báo cáo, đề xuất tháo gỡ khó khăn, vướng mắc trong quá trình thực hiện;",
)
#: Signs that Markdown knows cost the check a full parse; real plans have them in 1 line of 300.
RARE_CONTENT = "Phát sóng phóng sự, tin, bài trên Báo và PT&TH, các nền tảng số, hệ thống thông tin cơ sở;"
FORMS = "Trực tiếp hoặc trực tuyến", "Trực tiếp", "Trực tuyến", "Văn bản điện tử"
FUNDS = "Ngân sách tỉnh", "Ngân sách nhà nước và nguồn xã hội hóa", "Lồng ghép trong dự toán được giao"
TARGETS = "100% cơ quan, đơn vị thực hiện", "Ít nhất 95% hồ sơ đúng hạn", "Tối thiểu 02 mô hình mỗi năm"
WHEN = "Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn hoàn thành"
REPORT_CYCLE = {
    "report_period": "quarter",
    "report_cutoff": "15",
    "report_by": "20",
    "report_to": "Ủy ban nhân dân tỉnh Ví Dụ",
    "report_via": "Sở Nội vụ",
}
ROMAN = (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")

CONF = '''"""A generated project for measuring: {what}."""

project = "Kế hoạch giả định"
language = "vi"
extensions = {extensions}
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "{model}"
html_theme = "{theme}"
master_doc = "index"
exclude_patterns = {excluded}
'''
INDEX = """# Kế hoạch giả định

Dữ liệu do máy sinh ra để đo tốc độ, không phải văn bản thật.

```{toctree}
:glob:

needs/**
```
"""
HOME = """---
orphan: true
---

# Trang đầu

:::{view} home
:::
"""


@dataclass
class Files:
    """The pages and the official text under way: a page holds blocks, the text only clause lines."""

    page: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)

    def heading(self, level: int, text: str, *, official: bool = True) -> None:
        """Add a heading."""
        self.page.append(f"{'#' * level} {text}")
        if official:
            self.source.append(text)

    def need(self, directive: str, title: str, options: dict[str, str], clause: tuple[str, ...] = ()) -> None:
        """Add an object; empty options are left out."""
        written = [f":{key}: {value}" for key, value in options.items() if value]
        body = ["", "\n\n".join(clause)] if clause else []
        self.page.append("\n".join([f":::{{{directive}}} {title}", *written, *body, ":::"]))
        self.source += clause

    def write(self, path: Path) -> None:
        """Write the page and begin the next one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(self.page) + "\n", encoding="utf-8")
        self.page.clear()


def generate(root: Path, tasks: int, seed: int = 172) -> None:
    """Write a project with so many tasks, as many deliverables and 30 agencies into ``root``.

    Raises:
        ValueError: no tasks, or more than section numbers suffice for.
        FileExistsError: ``root`` is a project that this did not write.
    """
    if not 1 <= tasks <= MOST_FILES * TASKS_A_FILE:
        raise ValueError(f"1 to {MOST_FILES * TASKS_A_FILE} tasks, not {tasks}")
    folder = root / "needs" / PLAN
    if (root / "needs").exists() and not folder.exists():
        raise FileExistsError(f"{root} is another project")
    for stale in folder.glob("nhiem-vu-*.md"):
        stale.unlink()
    files = Files()
    _agencies(files)
    files.write(root / "needs" / "agencies.md")
    _legal(files)
    files.write(root / "needs" / "legal.md")
    _plan(files)
    files.write(folder / "ke-hoach.md")
    rng = random.Random(seed)
    for first in range(0, tasks, TASKS_A_FILE):
        number = first // TASKS_A_FILE
        files.heading(1, f"{roman(number + 2)}. {FIELDS[number % len(FIELDS)]}")
        for index in range(first, min(first + TASKS_A_FILE, tasks)):
            if index % TASKS_A_SECTION == 0:
                section = index % TASKS_A_FILE // TASKS_A_SECTION
                files.heading(2, f"{section + 1}. {SECTIONS[section]}")
            _task(files, index, rng)
        files.write(folder / f"nhiem-vu-{number + 1:03}.md")
    (folder / "source.txt").write_text("\n\n".join(files.source) + "\n", encoding="utf-8")
    _sphinx(root)


def _sphinx(root: Path) -> None:
    shutil.copyfile(REPOSITORY / "ubproject.toml", root / "ubproject.toml")
    bare = ["myst_parser", "sphinx_needs"]
    ours = [*bare, "kehoach.extension"]
    # Both themes are made of Sphinx's basic one, with no navigation that grows with the pages.
    for path, what, extensions, theme, excluded in (
        ("conf.py", "kehoach, the pages of the objects", ours, "kehoach", ["docs"]),
        ("views/conf.py", "kehoach, with all views", ours, "kehoach", []),
        ("bare/conf.py", "sphinx-needs alone, with the same model", bare, "basic", ["docs"]),
    ):
        text = CONF.format(
            what=what,
            theme=theme,
            extensions=str(extensions).replace("'", '"'),
            model=os.path.relpath(root / "ubproject.toml", (root / path).parent),
            excluded=str(["build", "bare", "views", *excluded]).replace("'", '"'),
        )
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "docs" / "views").mkdir(parents=True, exist_ok=True)
    for view in sorted((REPOSITORY / "docs" / "views").glob("*.md")):
        if view.stem == "downloads":  # exports are measured apart
            continue
        text = view.read_text("utf-8").replace("---\n", "---\norphan: true\n", 1)
        (root / "docs" / "views" / view.name).write_text(text, encoding="utf-8")
    # Bare sphinx-needs has the same index.md, so the front page is a page of its own.
    (root / "docs" / "views" / "home.md").write_text(HOME, encoding="utf-8")
    (root / "index.md").write_text(INDEX, encoding="utf-8")


def _agencies(files: Files) -> None:
    source = {"source": "Dữ liệu giả định"}

    def agency(key: str, name: str, options: dict[str, str]) -> None:
        files.need("agency", name, {"id": key, **options, **source})

    def group(key: str, members: tuple[str, ...]) -> None:
        listed = "listed" if members else "unknown"
        agency(key, GROUPS[key], {"kind": "group", "membership": listed, "members": ", ".join(members)})

    files.heading(1, "Cơ quan, tổ chức (giả định)", official=False)
    agency(PROVINCE, NAMES[PROVINCE], {"kind": "agency", "abbr": "UBND tỉnh"})
    for key, (name, abbr) in DEPARTMENTS.items():
        agency(key, name, {"kind": "agency", "abbr": abbr})
    former = {"kind": "agency", "abbr": "STTTT", "until": "2025-02-28", "certainty": "certain"}
    agency(FORMER, "Sở Thông tin và Truyền thông", {**former, "successors": "CQ-SKHCN"})
    for key, name in COMMUNES.items():
        agency(key, name, {"kind": "agency"})
    agency(PARTY, NAMES[PARTY], {"kind": "party"})
    group(SECTOR, tuple(DEPARTMENTS))
    group(LOCAL, tuple(COMMUNES))
    group(CONCERNED, ())


def _legal(files: Files) -> None:
    files.heading(1, "Căn cứ pháp lý (giả định)", official=False)
    for key, (name, number, issued, issuer) in BASES.items():
        files.need("basis", name, {"id": key, "number": number, "issued": issued, "issuer": issuer})
    key, name, number = AWAITED
    files.need("basis", name, {"id": key, "number": number})


def _plan(files: Files) -> None:
    files.heading(1, "Kế hoạch 1/KH-UBND năm 2026 (giả định)", official=False)
    options = {
        "id": "KH-1-2026",
        "number": "1/KH-UBND",
        "doc_type": "Kế hoạch",
        "issuer": NAMES[PROVINCE],
        "signer": "Nguyễn Văn Giả Định",
        "issued": "2026-01-05",
        "effective": "2026-01-05",
        "ends": "2030-12-31",
        "field": "Kinh tế - xã hội",
        "source": f"needs/{PLAN}/source.txt",
        "source_status": "Dữ liệu giả định do máy sinh ra, không phải văn bản thật",
        **REPORT_CYCLE,
        "basis": ", ".join(BASES),
    }
    title = "Thực hiện các nhiệm vụ phát triển kinh tế - xã hội trên địa bàn tỉnh Ví Dụ"
    preamble = f"{NAMES[PROVINCE]} ban hành Kế hoạch {title[0].lower()}{title[1:]} (giả định) như sau:"
    cycle = (
        f"Định kỳ hằng quý, chốt số liệu ngày {REPORT_CYCLE['report_cutoff']} tháng cuối quý, "
        f"các cơ quan gửi báo cáo trước ngày {REPORT_CYCLE['report_by']} "
        f"qua {REPORT_CYCLE['report_via']} để tổng hợp."
    )
    files.need("plan", title, options, (preamble, cycle))
    files.heading(2, "I. MỤC ĐÍCH, YÊU CẦU")
    for part, heading, directive, prefix, texts in (
        (1, "Mục đích", "objective", "MD", OBJECTIVES),
        (2, "Yêu cầu", "principle", "YC", PRINCIPLES),
    ):
        files.heading(3, f"{part}. {heading}")
        for n, text in enumerate(texts, 1):
            key = f"{prefix}-1-2026-I-{part}-{n}"
            files.need(directive, text, {"id": key, "clause": f"I.{part}"}, (f"- {text}.",))


def _task(files: Files, index: int, rng: random.Random) -> None:
    clause, letter, suffix = place(index)
    act, kind, result = rng.choice(ACTIONS)
    topic, scope = rng.choice(TOPICS), rng.choice(SCOPES)
    owners = _owners(rng)
    title, product = f"{act} {topic} {scope}", f"{result} {topic}"
    partners = _partners(index, owners, rng)
    deadline, waits = _deadline(rng)
    # A few things only some clauses say.
    form, fund = _sometimes(rng, 0.4, FORMS), _sometimes(rng, 0.3, FUNDS)
    submit_to = PROVINCE if index == 0 or act.startswith("Xây dựng, trình") else ""
    stated = rng.random() < 0.6
    options = {
        "id": f"NV-1-2026-{suffix}",
        "clause": clause,
        "owner": ", ".join(owners),
        "ownership": rng.choice(("joint", "each")) if len(owners) > 1 else "",
        "partners": ", ".join(partners),
        "form": form,
        "deadline": deadline,
        "deliverables": f"SP-1-2026-{suffix}-1",
        "submit_to": submit_to,
        "trigger": AWAITED[0] if waits else "",
        "funding": fund,
        "target": _sometimes(rng, 0.2, TARGETS),
        "in_charge": "Phó Giám đốc phụ trách lĩnh vực" if rng.random() < 0.2 else "",
        "basis": ", ".join(rng.sample(sorted(BASES), rng.randint(1, 2))),
        "serves": _serves(index, rng),
    }
    lead = "Cơ quan thực hiện" if len(owners) > 1 else "Cơ quan chủ trì"
    lines = [
        f"{letter}) {title}.",
        f"- {lead}: {_names(owners)}.",
        f"- Cơ quan phối hợp: {_names(partners)}.",
        f"- Cấp trình: {NAMES[submit_to]}." if submit_to else "",
        f"- Hình thức: {form}." if form else "",
        f"+ {RARE_CONTENT if rng.random() < 0.02 else rng.choice(CONTENTS)}",
        f"- Sản phẩm: {product}." if stated else "",
        f"- Kinh phí: {fund}." if fund else "",
        f"- {rng.choice(WHEN)}: {deadline}.",
    ]
    files.need("task", title, options, tuple(line for line in lines if line))
    origin = "stated" if stated else "derived"
    files.need("deliverable", product, {"id": options["deliverables"], "kind": kind, "origin": origin})


def place(index: int) -> tuple[str, str, str]:
    """Where a task stands: its clause, its letter and what its IDs end with."""
    chapter = roman(index // TASKS_A_FILE + 2)
    section = index % TASKS_A_FILE // TASKS_A_SECTION + 1
    letter, key = list(LETTERS.items())[index % TASKS_A_SECTION]
    return f"{chapter}.{section}.{letter}", letter, f"{chapter}-{section}-{key}"


def roman(number: int) -> str:
    """A number from 1 in Roman numerals."""
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _owners(rng: random.Random) -> list[str]:
    if rng.random() < 0.05:
        return [LOCAL]
    count = rng.choices((1, 2, 3, 4), (85, 8, 4, 3))[0]
    return rng.sample(sorted(DEPARTMENTS), count)


def _partners(index: int, owners: list[str], rng: random.Random) -> list[str]:
    # The first task names whom otherwise perhaps nobody would.
    if index == 0:
        return [CONCERNED, PARTY]
    candidates = [key for key in NAMES if key not in {*owners, PROVINCE}]
    return rng.sample(candidates, rng.randint(1, 4))


def _names(keys: list[str]) -> str:
    return "; ".join(NAMES[key] for key in keys)


def _sometimes(rng: random.Random, probability: float, texts: tuple[str, ...]) -> str:
    return rng.choice(texts) if rng.random() < probability else ""


def _serves(index: int, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.2:
        return f"MD-1-2026-I-1-{rng.randint(1, len(OBJECTIVES))}"
    if chance < 0.3:
        return f"YC-1-2026-I-2-{rng.randint(1, len(PRINCIPLES))}"
    if chance < 0.4 and index:
        return f"NV-1-2026-{place(rng.randrange(index))[2]}"
    return ""


def _deadline(rng: random.Random) -> tuple[str, bool]:
    """A deadline as officials write it, none before the plan; and whether it waits for an event."""
    year = rng.choice((2026, 2026, 2026, 2027))
    kinds: tuple[tuple[int, tuple[str, ...]], ...] = (
        (25, tuple(_periods(rng, year))),
        (15, tuple(_quarters(rng, year))),
        (20, tuple(_days(rng, year))),
        (20, ("Thường xuyên", "Thường xuyên, liên tục", f"{year} và những năm tiếp theo")),
        (15, ("Hằng năm", "Trước ngày 15/12 hằng năm", "Trước ngày 18 hằng tháng", "Định kỳ 6 tháng")),
        (3, ("Sau khi Chính phủ ban hành Nghị định giả định hướng dẫn thi hành",)),
        (2, ("Chậm nhất 10 ngày kể từ ngày ký ban hành", "Chậm nhất 05 ngày làm việc kể từ ngày phê duyệt")),
    )
    chosen = rng.choices(range(len(kinds)), [weight for weight, _ in kinds])[0]
    return rng.choice(kinds[chosen][1]), chosen >= len(kinds) - 2


def _periods(rng: random.Random, year: int) -> Iterator[str]:
    month = f"{rng.randint(1, 12)}/{year}"
    yield from (f"{year}", f"Năm {year}", month, f"Tháng {month}", f"Xong trong tháng {month}")
    yield from ("6 tháng đầu năm", "6 tháng cuối năm", f"{year} - {year + 1}", "Giai đoạn 2026 - 2030")


def _quarters(rng: random.Random, year: int) -> Iterator[str]:
    quarter = f"uý {rng.choice(('I', 'II', 'III', 'IV'))}"
    yield from (f"Q{quarter}/{year}", f"Q{quarter} năm {year}", f"Hoàn thành trong q{quarter}/{year}")


def _days(rng: random.Random, year: int) -> Iterator[str]:
    day, month = rng.randint(10, 28), rng.randint(2, 12)
    yield f"Ngày {day}/{month}/{year}"
    yield from (f"Trước ngày {day}/{month}/{year}", f"Trước ngày {day} tháng {month} năm {year}")


def main() -> None:
    """Read the command line and write the project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=172)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.tasks, arguments.seed)


if __name__ == "__main__":
    main()
