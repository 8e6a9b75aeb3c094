"""What people do every day: it changes nothing that anybody owes, or has its document; nothing is stopped."""

from collections.abc import Iterator
from itertools import product

from changes.cheats import (
    HEAD,
    II,
    III,
    LAST,
    OFF,
    ONE_MORE,
    PAGE,
    REAL,
    REAL_PAGE,
    SIGNED,
    SIGNS,
    SOURCE,
    TRACKING,
    D,
    Edit,
    R,
    S,
    U,
    adds,
    amends,
    basis,
    moves,
    puts,
    says,
    sets,
)

#: A name, the project, and the edits.
Harmless = tuple[str, str, tuple[Edit, ...]]

_REWRITTEN = {
    II(1): ("Quý I/2026", "quý I năm 2026", "Quý 1 năm 2026"),
    II(2): ("Trước 15/3/2026", "trước ngày 15 tháng 3 năm 2026"),
    II(3): ("Tháng 4 năm 2026", "4/2026"),
    II(4): ("30/6/2026", "Ngày 30 tháng 6 năm 2026"),
    II(6): ("Quý II năm 2026",),
    II(7): ("thường xuyên", "Thường xuyên, liên tục"),
    II(9): ("2026", "Trong năm 2026"),
    II(12): ("Quý III/2026",),
    II(15): ("trước ngày 15/12 hàng năm", "Trước 15/12 hằng năm"),
}
_ISSUERS = (
    "Ủy ban nhân dân tỉnh X (giả định)",
    "UBND tỉnh X (giả định)",
    "Uỷ ban nhân dân tỉnh X (giả định)",
    "Chủ tịch UBND tỉnh X (giả định)",
    "Phó Chủ tịch Ủy ban nhân dân tỉnh X (giả định)",
    "Văn phòng UBND tỉnh X (giả định)",
    "Hội đồng nhân dân tỉnh X (giả định)",
    "Thủ tướng Chính phủ",
    "Quốc hội",
)
_SAYING = (
    (":deadline: 31/12/2026",),
    (":owner: CQ-SNV",),
    (":partners: CQ-SYT",),
    (":deliverables: SP-9-2026-II-3-1",),
    (":effect: suspended",),
    (":effect: cancelled",),
    (":deadline: 31/12/2026", ":owner: CQ-STC", ":partners: CQ-SYT"),
)
_DECLARED = '{ description = "Ghi chú", nullable = true, schema = { type = "string" } }'
_NAMED = "Quyết định số 66/QĐ-UBND ngày 01/3/2026 (giả định)"


def _evidence(number: int, deliverable: str) -> Edit:
    head = f":::{{evidence}} Văn bản (giả định)\n:id: MC-9-2026-{number}\n:number: {number}/BC (giả định)\n"
    return adds(
        TRACKING, f"{head}:date: 2026-10-0{number % 9 + 1}\n:confirmed: no\n:proves: {deliverable}\n:::\n"
    )


def _update(number: int, task: str) -> Edit:
    head = f":::{{update}} Tiến độ (giả định)\n:id: BC-9-2026-{number}\n:on: {task}\n"
    return adds(TRACKING, f"{head}:date: 2026-10-0{number % 9 + 1}\n:result: Đang làm\n:::\n")


def _tracking() -> Iterator[Harmless]:
    for number in range(1, 13):
        yield f"evidence of task {number}", D, (_evidence(100 + number, f"SP-9-2026-II-{number}-1"),)
        yield f"a report on task {number}", D, (_update(100 + number, II(number)),)
    yield "evidence is confirmed", D, (sets("MC-9-2026-14", "confirmed", "yes"),)
    directive = ":::{directive} Ý kiến (giả định)\n:id: YK-9-2026-9\n:on: NV-9-2026-II-1\n:number: 9/TB\n"
    yield (
        "a directive",
        D,
        (adds(TRACKING, f"{directive}:date: 2026-10-01\n:issuer: Chủ tịch (giả định)\n:::\n"),),
    )
    waiver = ":::{waiver} Tạm bỏ qua (giả định)\n:id: MT-9-2026-9\n:waives: NV-9-2026-II-1\n:rule: KH105\n"
    reason = ":reason: Giả định\n:decided_by: Giám đốc sở\n:date: 2026-10-01\n:::\n"
    yield "a waiver", D, (adds(TRACKING, waiver + reason),)


def _documents() -> Iterator[Harmless]:
    for issuer in _ISSUERS:
        yield f"extended by {issuer}", D, (amends(II(4), ":deadline: 31/12/2026", issuer=issuer),)
    for task, saying in product((II(4), II(13)), _SAYING):
        yield f"amended: {task} {' '.join(saying)}", D, (amends(task, *saying),)
    yield (
        "extended, with its basis",
        D,
        (
            basis("CC-77-QD-UBND", "77/QĐ-UBND", _ISSUERS[0], "2026-10-01"),
            amends(II(4), ":deadline: 31/12/2026", ":basis: CC-77-QD-UBND"),
        ),
    )
    yield "extended for two tasks", D, (amends(f"{II(4)}, {II(5)}", ":deadline: 31/12/2026"),)
    yield "taken up again", D, (amends(III(9), ":deadline: 31/12/2026"),)
    two = "CQ-SNV, CQ-STP"
    yield (
        "led by two, in the task as in its amendment",
        D,
        (sets(II(1), "owner", two), sets(II(1), "ownership", "joint"), amends(II(1), f":owner: {two}")),
    )
    yield "extended once more", D, (amends(II(2), ":deadline: 30/4/2026"),)
    yield (
        "requested",
        D,
        (amends(II(4), ":deadline: 31/12/2026", ":effect: requested", issuer="Sở Tư pháp (giả định)"),),
    )
    yield "an amendment gets its basis", D, (sets("DC-9-2026-1", "basis", "CC-50-QD-UBND, CC-55-QD-UBND"),)
    yield (
        "an amendment by another name",
        D,
        (says("DC-9-2026-1", "Gia hạn biên soạn", "Gia hạn việc biên soạn"),),
    )
    yield (
        "the task and its amendment say the same",
        D,
        (
            sets(II(4), "deadline", "31/12/2026"),
            amends(II(4), ":deadline: 31/12/2026"),
        ),
    )


def _agencies() -> Iterator[Harmless]:
    yield (
        "a succession by its document",
        D,
        (
            sets("CQ-SYT", "until", "2026-08-31"),
            sets("CQ-SYT", "successors", "CQ-STP"),
            sets("CQ-SYT", "certainty", "certain"),
            sets("CQ-SYT", "source", _NAMED),
        ),
    )
    yield (
        "members by their document",
        D,
        (
            sets("CQ-XA", "members", "CQ-XA-1, CQ-XA-2"),
            sets("CQ-XA", "source", _NAMED),
        ),
    )
    yield (
        "what was not sure is, by its document",
        D,
        (
            sets("CQ-BDT", "certainty", "certain"),
            sets("CQ-BDT", "source", "CC-88-QD-UBND"),
        ),
    )
    yield "an agency abbreviated otherwise", D, (sets("CQ-SYT", "abbr", "S.YT"),)
    yield "the scope of a succession", D, (sets("CQ-SXD", "scope", "Chia theo lĩnh vực quản lý"),)
    yield (
        "a new agency",
        D,
        (adds("needs/agencies.md", ":::{agency} Sở M (giả định)\n:id: CQ-M\n:kind: agency\n:::\n"),),
    )
    yield "a new basis", D, (basis("CC-9-2026-ND-CP", "9/2026/NĐ-CP", "Chính phủ", "2026-02-01"),)
    yield (
        "an event and what it is, by a document",
        D,
        (
            amends(II(4), ":deadline: 10 ngày kể từ ngày Nghị định được ban hành"),
            sets(II(4), "trigger", "CC-20-2026-ND-CP"),
        ),
    )


def _days_off() -> Iterator[Harmless]:
    for issuer in ("Bộ Nội vụ", "Thủ tướng Chính phủ", "Ủy ban nhân dân tỉnh X (giả định)"):
        yield f"a day off by {issuer}", D, (adds("needs/legal.md", OFF.format(issuer)),)
    yield "corrected by its issuer", D, (amends(II(4), ":deadline: 31/7/2026", ":effect: corrected"),)
    yield "from a later day on", D, (amends(II(4), ":owner: CQ-SNV", ":effective: 2026-11-01"),)


def _texts() -> Iterator[Harmless]:
    yield (
        "one more derived deliverable",
        S,
        (sets("NV-3-2026-I-2", "deliverables", "SP-3-2026-I-2-1, SP-3-2026-I-1-1"),),
    )
    yield (
        "a text that goes on behind its cut",
        R,
        (
            puts(REAL, LAST, f"{LAST}- Kinh phí: giả định.\n"),
            puts(REAL_PAGE, LAST, f"{LAST}\n- Kinh phí: giả định.\n"),
        ),
    )
    plan = ":::{plan} Kế hoạch khác (giả định)\n:id: KH-5-2026\n:number: 5/KH-UBND\n:doc_type: Kế hoạch\n"
    plan += ":issuer: Ủy ban nhân dân tỉnh X (giả định)\n:issued: 2026-06-01\n:source: giả định\n"
    task = ":::{task} Việc (giả định)\n:id: NV-5-2026-1\n:clause: 1\n:owner: CQ-SNV\n:deadline: Năm 2026\n"
    task += ":deliverables: SP-5-2026-1\n\n1. Việc (giả định).\n:::\n"
    yield (
        "a new plan with its tasks",
        D,
        (adds("needs/kh-5-2026/ke-hoach.md", f"{plan}:source_status: Dữ liệu giả định\n:::\n\n{task}"),),
    )
    yield (
        "lines of a text broken otherwise",
        S,
        (puts(PAGE, "giả định cho cán bộ, công chức", "giả định cho\ncán bộ, công chức"),),
    )
    yield "a blank line in a text", S, (puts(SOURCE, "\nI. NHIỆM VỤ", "\n\nI. NHIỆM VỤ"),)
    yield "a note on the page of a plan", S, (puts(HEAD, "Có văn bản nguồn", "Đã có văn bản nguồn"),)


def _form() -> Iterator[Harmless]:
    for task, forms in _REWRITTEN.items():
        for form in forms:
            yield f"the same time: {form}", D, (sets(task, "deadline", form),)
    yield "leads in another order", D, (sets(II(14), "owner", "CQ-STC; CQ-SNV, CQ-STP"),)
    yield "supporters in another order", D, (sets(II(1), "partners", "CQ-SN, CQ-STP"),)
    yield "members in another order", D, (sets("CQ-XA", "members", "CQ-XA-3, CQ-XA-1, CQ-XA-2"),)
    yield (
        "options in another order",
        D,
        (sets(II(1), "owner"), says(II(1), ":basis:", ":owner: CQ-SNV\n:basis:")),
    )
    yield (
        "a page by another name",
        D,
        (moves("needs/kh-9-2026/ii-nhiem-vu.md", "needs/kh-9-2026/nhiem-vu-2.md"),),
    )
    yield (
        "a folder by another name",
        S,
        tuple(
            moves(f"needs/kh-4-2026/{name}.md", f"needs/ke-hoach-4/{name}.md")
            for name in ("ke-hoach", "nhiem-vu")
        ),
    )
    yield "a paragraph of notes", D, (adds("needs/kh-9-2026/ii-nhiem-vu.md", "Ghi chú (giả định).\n"),)
    yield "a heading of our own", D, (adds("needs/kh-9-2026/iii-nhiem-vu.md", "## Ghi chú (giả định)\n"),)
    yield (
        "what holds unwritten is written",
        D,
        (sets("KH-9-2026", "strict", "no"), sets(II(1), "assignment", "order")),
    )
    yield "spaces in a clause", D, (says(II(1), "1. Tổ chức", "1.  Tổ  chức"),)
    yield "a task by a shorter name", D, (says(II(1), "} Tổ chức hội nghị", "} Hội nghị"),)
    yield "a task for another objective", D, (sets(II(2), "serves", "MD-9-2026-I-1"),)
    yield "a position in charge", D, (sets(II(2), "in_charge", "Phó Giám đốc sở"),)
    yield "the state of the copy", S, (sets("KH-3-2026", "source_status", "Dữ liệu giả định, đã đọc lại"),)
    yield "a derived deliverable said better", D, (says("SP-9-2026-II-7-1", "Tin, bài", "Tin, bài, ảnh"),)
    yield (
        "an objective put in",
        D,
        (
            adds(
                "needs/kh-9-2026/i-muc-dich.md",
                ":::{objective} Thêm (giả định)\n:id: MD-9-2026-I-9\n:clause: I.9\n:::\n",
            ),
        ),
    )
    yield "an address of a basis", D, (sets("CC-1-2025-QH15", "url", "https://vanban.example/1-2025-qh15"),)
    yield "a basis that nobody waits for", D, (sets("CC-55-QD-UBND", "issued", "2026-03-21"),)
    yield "an agency since when", D, (sets("CQ-SKHCN", "scope", "Toàn bộ (giả định)"),)
    yield (
        "the model asks for more",
        D,
        (
            puts(
                "ubproject.toml",
                '"clause", "owner", "deadline"',
                '"clause", "owner", "deadline", "submit_to"',
            ),
        ),
    )
    yield (
        "the model knows one more option",
        D,
        (
            puts(
                "ubproject.toml",
                "\n[needs.types.links]\nowner",
                f"note = {_DECLARED}\n\n[needs.types.links]\nowner",
            ),
        ),
    )
    yield "a hidden file that nobody carries", D, (adds(".gitignore", "x\n"),)


def _of_the_plan() -> Iterator[Harmless]:
    """Another end of a plan, and other reports on it, by document; the plan keeps its own words."""
    said = {"ends": "2027-06-30", "report_period": "half-year", "report_cutoff": "10", "report_by": "12"}
    for option, value in said.items():
        yield f"the plan's {option} by its amendment", D, (amends("KH-9-2026", f":{option}: {value}"),)
    yield (
        "the plan's end and its reports by one amendment, from a day to come",
        D,
        (
            amends(
                "KH-9-2026",
                *(":ends: 2027-06-30", ":report_period: year", ":report_by: 28", ":effective: 2026-12-01"),
            ),
        ),
    )
    later = (
        basis("CC-80-QD-UBND", "80/QĐ-UBND", _ISSUERS[0], "2026-12-01"),
        adds(
            "needs/kh-9-2026/theo-doi.md",
            ":::{amendment} Kéo dài nữa (giả định)\n:id: DC-9-2026-80\n:amends: KH-9-2026\n"
            ":ends: 2027-06-30\n:number: 80/QĐ-UBND\n:date: 2026-12-01\n"
            f":issuer: {_ISSUERS[0]}\n:basis: CC-80-QD-UBND\n:::\n",
        ),
    )
    yield "the plan ends later, and later still", D, (amends("KH-9-2026", ":ends: 2027-03-31"), *later)
    yield (
        "a report on a quarter that was one, when each month is asked for",
        D,
        (
            amends("KH-9-2026", ":report_period: month"),
            adds(
                "needs/kh-9-2026/theo-doi.md",
                ":::{evidence} Báo cáo (giả định)\n:id: MC-9-2026-91\n:number: 91/BC\n:date: 2026-10-05\n"
                ":period: quý III/2026\n:confirmed: no\n:proves: SP-9-2026-II-7-1\n:::\n",
            ),
        ),
    )
    yield (
        "a paper sent again on the day of the one that came back",
        D,
        (
            sets("MC-9-2026-1", "confirmed", "returned"),
            sets("MC-9-2026-1", "reason", "Thiếu phụ lục"),
            adds(
                "needs/kh-9-2026/theo-doi.md",
                ":::{evidence} Gửi lại (giả định)\n:id: MC-9-2026-92\n:number: 92/BC\n:date: 2026-03-20\n"
                ":confirmed: no\n:proves: SP-9-2026-II-1-1\n:::\n",
            ),
        ),
    )
    yield (
        "a page that shows how a task is written",
        D,
        (adds("docs/mau.md", "```text\n:::{task} X\n:::\n```\n"),),
    )
    yield "the plan ends sooner by its amendment", D, (amends("KH-9-2026", ":ends: 2026-10-31"),)
    yield "the plan's end is asked for", D, (amends("KH-9-2026", ":ends: 2027-06-30", ":effect: requested"),)


def _indicators() -> Iterator[Harmless]:
    yield (
        "a lower target by a decision of who issued the plan",
        D,
        (
            basis("CC-7-QD", "7/QĐ-UBND", "Ủy ban nhân dân tỉnh X (giả định)", "2026-05-01"),
            sets("CHT-9-2026-1", "basis", "CC-1-2025-QH15, CC-7-QD"),
            sets("CHT-9-2026-1", "targets", "2026: 60; 30/6/2027: 95"),
        ),
    )
    yield (
        "one more indicator, by a decision of who issued the plan",
        D,
        (
            basis("CC-7-QD", "7/QĐ-UBND", "Ủy ban nhân dân tỉnh X (giả định)", "2026-05-01"),
            adds(
                "needs/kh-9-2026/chi-tieu.md",
                ONE_MORE.format("9-2026", "vụ", "20", "CQ-SNV", ":basis: CC-7-QD\n"),
            ),
        ),
    )
    yield (
        "one more indicator, whose figure the text has said all along",  # of its day, but a figure
        S,
        (
            adds(
                "needs/kh-3-2026/chi-tieu.md",
                ONE_MORE.format("3-2026", "tháng 01", "20", "CQ-A", ""),
            ),
        ),
    )
    yield (
        "a figure that came in, one that was confirmed, one that was sent back",
        D,
        (
            adds(
                "needs/kh-9-2026/theo-doi.md",
                ":::{measure} Báo cáo (giả định)\n:id: SL-9-2026-91\n:on: CHT-9-2026-4\n:date: 2026-11-01\n"
                ":value: 84,5 điểm\n:confirmed: no\n:::\n",
            ),
            sets("SL-9-2026-4", "confirmed", "yes"),
            sets("SL-9-2026-4", "number", "800/BC-SNV"),
            sets("SL-9-2026-7", "confirmed", "returned"),
            sets("SL-9-2026-7", "reason", "Cộng nhầm"),
        ),
    )


def _drafts() -> Iterator[Harmless]:
    yield "a draft is signed", U, SIGNS
    yield "a draft is signed, and its text has the number and the day", U, SIGNED
    yield (
        "a draft is signed, its text is the copy that was, and a task of it is another",
        U,
        (*SIGNED, sets("NV-4-2026-II-1-1", "deadline", "4/2026")),
    )


HARMLESS: list[Harmless] = [
    *_drafts(),
    *_indicators(),
    *_of_the_plan(),
    *_tracking(),
    *_documents(),
    *_agencies(),
    *_days_off(),
    *_texts(),
    *_form(),
]
