"""Ways to move what somebody owes past the checks, and what stops each: a table, and the edits it is made of.

All of it happens in copies of the fictional plans, and of the real one, that no one keeps.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

Edit = Callable[[Path], None]


class Verdict(Enum):
    """What stops a cheat: a finding of check, the gate; or it is to be seen in the report, for a reason."""

    CHECK = auto()
    GATE = auto()
    VISIBLE = auto()


@dataclass(frozen=True)
class Cheat:
    """Edits of a project and what they come to. ``at`` is what the report or the finding names."""

    name: str
    project: str
    edits: tuple[Edit, ...]
    verdict: Verdict
    at: str
    #: Why the report is enough.
    reason: str = ""

    def __str__(self) -> str:
        """The name of the test."""
        return self.name


# -- edits ------------------------------------------------------------------------------------------------


def _file_of(root: Path, need_id: str) -> tuple[Path, str, re.Match[str]]:
    for path in sorted((root / "needs").rglob("*.md")):
        text = path.read_text("utf-8")
        block = rf"^:::\{{\w+\}}[^\n]*\n(?:(?!:::).*\n)*?:id: {re.escape(need_id)}\n(?:(?!:::).*\n)*:::\n"
        if found := re.search(block, text, re.MULTILINE):
            return path, text, found
    raise AssertionError(need_id)


def _rewrite(need_id: str, change: Callable[[str], str]) -> Edit:
    def edit(root: Path) -> None:
        path, text, found = _file_of(root, need_id)
        changed = change(found[0])
        assert changed != found[0], need_id
        path.write_text(text[: found.start()] + changed + text[found.end() :], "utf-8")

    return edit


def sets(need_id: str, option: str, value: str = "") -> Edit:
    """Set an option of an object; without a value take it away."""

    def change(block: str) -> str:
        line = f":{option}: {value}\n" if value else ""
        if re.search(rf"^:{option}: .*\n", block, re.MULTILINE):
            return re.sub(rf"^:{option}: .*\n", line.replace("\\", r"\\"), block, count=1, flags=re.MULTILINE)
        return re.sub(r"^(:id: .*\n)", rf"\1{line}", block, count=1, flags=re.MULTILINE)

    return _rewrite(need_id, change)


def says(need_id: str, old: str, new: str) -> Edit:
    """Put other words into an object."""
    return _rewrite(need_id, lambda block: block.replace(old, new, 1))


def drops(need_id: str) -> Edit:
    """Take an object out."""
    return _rewrite(need_id, lambda _block: "")


def adds(file: str, text: str) -> Edit:
    """Write something at the end of a file, which may be new."""

    def edit(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}" if before else text, "utf-8")

    return edit


def puts(file: str, old: str, new: str, times: int = 1) -> Edit:
    """Put other words into a file."""

    def edit(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text, (file, old)
        (root / file).write_text(text.replace(old, new, times), "utf-8")

    return edit


def moves(file: str, to: str) -> Edit:
    """Move a file."""

    def edit(root: Path) -> None:
        (root / to).parent.mkdir(parents=True, exist_ok=True)
        (root / file).rename(root / to)

    return edit


def links(file: str) -> Edit:
    """Put a link in the place of a file, which stands beside it under another name."""

    def edit(root: Path) -> None:
        path = root / file
        path.rename(path.with_suffix(".txt"))
        path.symlink_to(path.with_suffix(".txt").name)

    return edit


def renames(old: str, new: str, folder: str = "needs/kh-4-2026") -> Edit:
    """Give objects of a folder other IDs, wherever they are named in it."""

    def edit(root: Path) -> None:
        for path in sorted((root / folder).glob("*.md")):
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    return edit


def amends(
    task: str, *lines: str, number: str = "77/QĐ-UBND", issuer: str = "", day: str = "2026-10-01"
) -> Edit:
    """Add an amendment of a task of the demo plan."""
    issuer = issuer or "Ủy ban nhân dân tỉnh X (giả định)"
    head = [":::{amendment} Điều chỉnh (giả định)", ":id: DC-9-2026-77", f":amends: {task}", *lines]
    said = {"number": number, "date": day, "issuer": issuer}
    head += [f":{option}: {value}" for option, value in said.items() if value]
    return adds("needs/kh-9-2026/theo-doi.md", "\n".join([*head, ":::", ""]))


def basis(need_id: str, number: str, issuer: str, issued: str) -> Edit:
    """Add a basis."""
    head = [":::{basis} Văn bản (giả định)", f":id: {need_id}", f":number: {number}", f":issuer: {issuer}"]
    return adds("needs/legal.md", "\n".join([*head, f":issued: {issued}", ":::", ""]))


ONE_MORE = """\
:::{{indicator}} Số giả định
:id: CHT-{}-91
:unit: {}
:direction: higher
:targets: 2026: {}
:owner: {}
{}:::
"""


def task(need_id: str, deliverable: str, clause: str) -> str:
    """A task of its own."""
    head = (
        f":::{{task}} Việc thêm (giả định)\n:id: {need_id}\n:clause: IX\n:owner: CQ-A\n"
        f":deadline: Tháng 12/2026\n:deliverables: {deliverable}\n"
    )
    return f"{head}\n{clause}\n:::\n"


def again(root: Path) -> None:
    """Have the text say a clause once more behind its cut, with another quarter, and the task follow it."""
    _path, _text, found = _file_of(root, "NV-172-2023-II-1-A")
    body = found[0].partition("\n\n")[2].removesuffix(":::\n").replace("Quý III năm 2023", "Quý IV năm 2023")
    puts(REAL, "{again}", body.strip())(root)
    puts(REAL_PAGE, "Quý III năm 2023", "Quý IV năm 2023", 2)(root)


# -- the table ----------------------------------------------------------------------------------------------

D, S, R, U = "demo", "small", "real", "unsigned"
MODEL = "ubproject.toml"
II = "NV-9-2026-II-{}".format
III = "NV-9-2026-III-{}".format
PAGE, SOURCE, HEAD = (f"needs/kh-3-2026/{name}" for name in ("nhiem-vu.md", "nguon.txt", "ke-hoach.md"))
TRACKING = "needs/kh-9-2026/theo-doi.md"
REAL, REAL_PAGE = "needs/kh-172-2023/source.txt", "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
LAST = "không chuyên trách ở cấp xã, thôn, tổ dân phố;\n"
OFF = ":::{{workday}} Nghỉ (giả định)\n:id: NL-2026-9\n:kind: off\n:date: 2026-07-06\n"
OFF += ":number: 99/TB-BNV\n:issuer: {}\n:::\n"
CONFIRMED = 'confirmed = { description = "Đã xác nhận", nullable'
COPY = "Đối chiếu bản ký số 3/KH-UBND ngày 20/01/2026 (giả định)"
#: What makes a plan of the small ones a draft, and what signing it and correcting its text do.
_DRAFT_HEAD, _DRAFT_TEXT = (f"needs/kh-4-2026/{name}" for name in ("ke-hoach.md", "nguon.txt"))
_DOTS = (("Số: 4/KH-UBND", "Số: …/KH-UBND"), ("ngày 30 tháng 01", "ngày … tháng …"))
_COPY_4 = "Đối chiếu bản ký số 4/KH-UBND ngày 30/01/2026 (giả định)"
UNSIGNED = (
    renames("-4-2026", "-DT-4-2026"),
    sets("KH-DT-4-2026", "number"),
    sets("KH-DT-4-2026", "issued"),
    sets("KH-DT-4-2026", "source_status", "chưa ký"),
    *(puts(file, was, dots) for file in (_DRAFT_HEAD, _DRAFT_TEXT) for was, dots in _DOTS),
)
SIGNS = (
    renames("-DT-4-2026", "-4-2026"),
    sets("KH-4-2026", "number", "4/KH-UBND"),
    sets("KH-4-2026", "issued", "2026-01-30"),
)
SIGNED = (
    *SIGNS,
    sets("KH-4-2026", "source_status", _COPY_4),
    *(puts(file, dots, was) for file in (_DRAFT_HEAD, _DRAFT_TEXT) for was, dots in _DOTS),
)
_OTHER_TEXT = (
    puts(SOURCE, "Rà soát văn bản", "Đọc văn bản"),
    says("NV-3-2026-I-2", "2. Rà soát văn", "2. Đọc văn"),
)
STATED_WORD = (
    "the deliverable is the coordinator's own, not the text's: the report says so, and the state it gives"
)
TRACKED = "what happened is recorded by the coordinator each day; what was already there is listed by itself"
OTHER_WORDS = "the clause stands word for word; this is how it is called or described"


def _gate(name: str, project: str, at: str, *edits: Edit) -> Cheat:
    return Cheat(name, project, edits, Verdict.GATE, at)


def _check(name: str, project: str, at: str, *edits: Edit) -> Cheat:
    return Cheat(name, project, edits, Verdict.CHECK, at)


def _check_too(name: str, project: str, at: str, *edits: Edit) -> Cheat:
    return _check(f"{name}: a finding, too", project, at, *edits)


def _seen(name: str, project: str, at: str, reason: str, *edits: Edit) -> Cheat:
    return Cheat(name, project, edits, Verdict.VISIBLE, at, reason)


KH, AMENDED = "KH-9-2026", "DC-9-2026-77"
OF_THE_PLAN = [
    _gate(
        "the plan's own end under cover of its amendment",
        D,
        KH,
        amends(KH, ":ends: 2027-06-30"),
        sets(KH, "ends", "2027-06-30"),
    ),
    _gate(
        "the plan ends later by an agency itself",
        D,
        II(7),
        amends(KH, ":ends: 2027-06-30", issuer="Sở Tư pháp (giả định)"),
    ),
    _gate("the plan ends later by no number", D, AMENDED, amends(KH, ":ends: 2027-06-30", number="")),
    _gate(
        "the plan ends later by a request",
        D,
        KH,
        amends(KH, ":ends: 2027-06-30", ":effect: requested"),
        sets(KH, "ends", "2027-06-30"),
    ),
    _gate(
        "more of the plan than its amendment says",
        D,
        KH,
        amends(KH, ":ends: 2027-06-30"),
        sets(KH, "report_to", "Sở Nội vụ (giả định)"),
    ),
    _gate(
        "a task by an amendment of the plan",
        D,
        II(1),
        amends(KH, ":deadline: Quý II năm 2026"),
        sets(II(1), "deadline", "Quý II năm 2026"),
    ),
    _gate(
        "the plan's own day under cover of its amendment",
        D,
        KH,
        amends(KH, ":ends: 2027-06-30"),
        sets(KH, "issued", "2027-01-05"),
    ),
    *(
        _check(f"the plan's {option} by its amendment", D, "KH011", amends(KH, f":{option}: {value}"))
        for option, value in (("strict", "yes"), ("working_days", "yes"), ("report_to", "Sở Nội vụ"))
    ),
    _check("an amendment of the plan for its tasks", D, "KH220", amends(KH, ":effect: cancelled")),
    _check("a plan that ends before its amendment", D, "KH226", amends(KH, ":ends: 2026-09-30")),
    _check(
        "a plan that ends before its amendment holds",
        D,
        "KH226",
        amends(KH, ":ends: 2026-10-14", ":effective: 2026-10-15"),
    ),
    _check(
        "the plan's reports by year since before there was a plan",
        D,
        "KH221",
        amends(KH, ":report_period: year", ":effective: 2025-01-01"),
    ),
    _gate(
        "an amendment that was there holds from a day to come",
        D,
        "DC-9-2026-1",
        sets("DC-9-2026-1", "effective", "2026-12-01"),
    ),
    _check("an amendment that says what the plan says", D, "KH228", amends(KH, ":report_period: quarter")),
    _seen(
        "the plan's reports by a document that reaches back",
        D,
        AMENDED,
        "the document names the day itself, and who issued it may",
        basis("CC-77-QD-UBND", "77/QĐ-UBND", "Ủy ban nhân dân tỉnh X (giả định)", "2026-10-01"),
        amends(KH, ":report_period: year", ":effective: 2026-02-01", ":basis: CC-77-QD-UBND"),
    ),
]

CLOSES = (
    ":::{{closing}} Kết thúc (giả định)\n:id: KT-9-2026\n:closes: KH-9-2026\n:number: {}\n:date: 2026-10-01\n"
    ":issuer: {}\n{}:::\n"
)
ISSUER = "Ủy ban nhân dân tỉnh X (giả định)"
LATE_PROOF = (
    ":::{evidence} Báo cáo (giả định)\n:id: MC-1-2026-9\n:number: 9/BC\n:date: 2026-09-01\n:confirmed: yes\n"
    ":proves: SP-1-2026-II-1-1\n"
)
LATE_FIGURE = (
    ":::{measure} Số liệu (giả định)\n:id: SL-1-2026-9\n:on: CHT-1-2026-1\n:date: 2026-12-14\n:value: 79\n"
    ":number: 19/BC\n:confirmed: yes\n"
)
CLOSED_PAGE = "needs/kh-1-2026/nhiem-vu.md"
LATER = (
    ":::{amendment} Gia hạn (giả định)\n:id: DC-1-2026-9\n:amends: NV-1-2026-II-1\n:deadline: 30/6/2027\n"
    f":number: 9/QĐ\n:date: 2027-03-01\n:issuer: {ISSUER}\n:::\n"
)
OF_THE_END = [
    _gate("the plan is closed by no number", D, "KT-9-2026", adds(TRACKING, CLOSES.format("…", ISSUER, ""))),
    _gate(
        "the plan is closed by an agency itself",
        D,
        "KT-9-2026",
        adds(TRACKING, CLOSES.format("9/QĐ-SNV", "Sở Nội vụ (giả định)", "")),
    ),
    _gate(
        "a task is dropped by an agency itself",
        D,
        "KT-9-2026",
        adds(TRACKING, CLOSES.format("9/QĐ-SNV", "Sở Nội vụ (giả định)", f":drops: {II(4)}\n")),
    ),
    _seen(
        "the plan is closed by its issuer",
        D,
        "KT-9-2026",
        "the document ends it, and who issued the plan may",
        adds(TRACKING, CLOSES.format("99/QĐ-UBND", ISSUER, f":drops: {II(12)}\n")),
    ),
    _gate("a plan that was closed runs again", S, "KT-1-2026", drops("KT-1-2026")),
    _gate("a plan was closed sooner", S, "KT-1-2026", sets("KT-1-2026", "date", "2026-06-01")),
    _gate("one more task was dropped", S, "KT-1-2026", sets("KT-1-2026", "drops", "NV-1-2026-II-1")),
    _gate("no task was dropped", S, "KT-1-2026", sets("KT-1-2026", "drops")),
    _gate("another plan was closed", S, "KT-1-2026", sets("KT-1-2026", "closes", "KH-3-2026")),
    _gate(
        "a task of a closed plan was done after all",
        S,
        "NV-1-2026-II-1",
        adds(CLOSED_PAGE, f"{LATE_PROOF}:::\n"),
    ),
    _seen(
        "a task of a closed plan was confirmed later",
        S,
        "MC-1-2026-9",
        "its figures stay: it was done after the plan had ended",
        adds(CLOSED_PAGE, f"{LATE_PROOF}:confirmed_on: 2027-02-01\n:::\n"),
    ),
    _gate(
        "an indicator of a closed plan got another figure",
        S,
        "CHT-1-2026-1",
        adds(CLOSED_PAGE, f"{LATE_FIGURE}:::\n"),
    ),
    _seen(
        "a figure of a closed plan was confirmed later",
        S,
        "SL-1-2026-9",
        "the figures of its end stay",
        adds(CLOSED_PAGE, f"{LATE_FIGURE}:confirmed_on: 2027-02-01\n:::\n"),
    ),
    _gate(
        "a task carries on another's",
        S,
        "NV-3-2026-I-1",
        sets("NV-3-2026-I-1", "continues", "NV-1-2026-II-1"),
    ),
    _check(
        "what runs is opened again",
        D,
        "KH244",
        amends(KH, ":effect: reopened"),
    ),
    _check("a closed task gets more time", S, "KH244", adds(CLOSED_PAGE, LATER)),
]

LAST_DAYS = [
    _gate("a later deadline", D, II(1), sets(II(1), "deadline", "Quý II năm 2026")),
    _gate("before a day becomes on that day", D, II(2), sets(II(2), "deadline", "Ngày 15/3/2026")),
    _gate("a day becomes a standing duty", D, II(4), sets(II(4), "deadline", "Thường xuyên")),
    _gate("a day becomes haste", D, II(4), sets(II(4), "deadline", "Khẩn trương")),
    _gate("no deadline any more", D, II(4), sets(II(4), "deadline")),
    _gate("a standing duty gets an end", D, II(8), sets(II(8), "deadline", "Năm 2030")),
    _gate("each month becomes each quarter", D, II(16), sets(II(16), "deadline", "Hằng quý")),
    _gate("a day becomes an event", D, II(4), sets(II(4), "deadline", "sau khi Nghị định được ban hành")),
    _gate(
        "ten working days become thirty",
        D,
        II(20),
        sets(II(20), "deadline", "chậm nhất 30 ngày làm việc kể từ ngày ban hành quy chế mẫu"),
    ),
    _gate("the year of the plan", D, II(5), sets("KH-9-2026", "issued", "2027-01-05")),
    _gate("before a day counted strictly", D, II(10), sets("KH-9-2026", "strict", "yes")),
    _gate("last days put off to a working day", D, II(11), sets("KH-9-2026", "working_days", "yes")),
    _gate("the plan ends later", D, II(7), sets("KH-9-2026", "ends", "2027-12-31")),
    _gate("the plan ends sooner", D, "KH-9-2026", sets("KH-9-2026", "ends", "2026-03-31")),
    _gate("the plan has no end", D, "KH-9-2026", sets("KH-9-2026", "ends")),
    _gate("the plan takes effect later", D, "KH-9-2026", sets("KH-9-2026", "effective", "2026-12-01")),
    _gate("reports by the year", D, II(7), sets("KH-9-2026", "report_period", "year")),
    _gate("reports cut off later", D, II(8), sets("KH-9-2026", "report_cutoff", "28")),
    _gate("reports sent later", D, II(7), sets("KH-9-2026", "report_by", "28")),
    _gate("reports to somebody else", D, II(7), sets("KH-9-2026", "report_to", "Sở Nội vụ (giả định)")),
    _gate("no reports any more", D, II(7), sets("KH-9-2026", "report_period")),
    _gate("another event to wait for", D, II(20), sets(II(20), "trigger", II(4))),
    _gate("one more event to wait for", D, II(19), sets(II(19), "trigger", f"CC-20-2026-ND-CP, {II(9)}")),
    _gate("nothing to wait for", D, II(19), sets(II(19), "trigger")),
    _gate("an event where there was none", D, II(1), sets(II(1), "trigger", "CC-1-2025-QH15")),
    _gate("an old basis as the event", D, II(20), sets(II(20), "trigger", "CC-1-2025-QH15")),
    _gate("the decree was issued later", D, II(19), sets("CC-20-2026-ND-CP", "issued", "2026-09-10")),
    _gate("the decree was not issued", D, II(19), sets("CC-20-2026-ND-CP", "issued")),
    _gate(
        "another decree in its place",
        D,
        II(19),
        sets("CC-20-2026-ND-CP", "number", "25/2026/NĐ-CP"),
        sets("CC-20-2026-ND-CP", "issued", "2026-09-10"),
    ),
    _gate("the decree is taken out", D, II(19), drops("CC-20-2026-ND-CP")),
    _seen(
        "the decree takes effect on a day",
        D,
        "CC-20-2026-ND-CP",
        "a basis is its own document; the first day of it is told with the tasks that wait",
        sets("CC-20-2026-ND-CP", "effective", "2026-06-01"),
    ),
]

WHO = [
    _gate("another lead", D, II(1), sets(II(1), "owner", "CQ-STP")),
    _gate(
        "one more lead", D, II(1), sets(II(1), "owner", "CQ-SNV, CQ-STP"), sets(II(1), "ownership", "joint")
    ),
    _gate("one lead less", D, II(14), sets(II(14), "owner", "CQ-SNV, CQ-STP")),
    _gate("no lead", D, II(1), sets(II(1), "owner")),
    _gate("jointly becomes each", D, II(14), sets(II(14), "ownership", "each")),
    _gate("each becomes jointly", D, II(13), sets(II(13), "ownership", "joint")),
    _gate("a supporter less", D, II(3), sets(II(3), "partners", "CQ-SNV")),
    _gate("a supporter more", D, II(3), sets(II(3), "partners", "CQ-SNV, CQ-XA, CQ-SYT")),
    _gate("submitted to nobody", D, II(5), sets(II(5), "submit_to")),
    _gate("an agency ends", D, II(10), sets("CQ-SYT", "until", "2026-04-01")),
    _gate(
        "an agency has a successor",
        D,
        II(10),
        sets("CQ-SYT", "until", "2026-04-01"),
        sets("CQ-SYT", "successors", "CQ-STP"),
        sets("CQ-SYT", "certainty", "certain"),
    ),
    _gate(
        "a succession by no document",
        D,
        "CQ-SYT",
        sets("CQ-SYT", "until", "2026-04-01"),
        sets("CQ-SYT", "successors", "CQ-STP"),
        sets("CQ-SYT", "certainty", "certain"),
        sets("CQ-SYT", "source", "Theo thực tế (giả định)"),
    ),
    _gate("another successor", D, III(1), sets("CQ-STTTT", "successors", "CQ-STP")),
    _gate("a succession sooner, by the same document", D, III(1), sets("CQ-STTTT", "until", "2026-03-31")),
    _gate("a rumour becomes certain", D, III(4), sets("CQ-BDT", "certainty", "certain")),
    _gate("a succession becomes a rumour", D, III(1), sets("CQ-STTTT", "certainty", "unknown")),
    _gate("two successors become one", D, III(3), sets("CQ-SXD", "successors", "CQ-SXDM")),
    _gate("the successor has ended too", D, III(1), sets("CQ-SKHCN", "until", "2026-06-30")),
    _gate("a member less", D, II(11), sets("CQ-XA", "members", "CQ-XA-1, CQ-XA-2")),
    _gate("a member more", D, II(16), sets("CQ-XA", "members", "CQ-XA-1, CQ-XA-2, CQ-XA-3, CQ-SYT")),
    _gate("members not known", D, II(12), sets("CQ-XA", "members"), sets("CQ-XA", "membership", "unknown")),
    _gate("a group is one agency", D, II(12), sets("CQ-XA", "kind", "agency")),
    _gate("an agency becomes a party body", D, II(10), sets("CQ-SYT", "kind", "party")),
    _gate("a party body becomes an agency", D, II(7), sets("CQ-BAO", "kind", "agency")),
    _gate("an agency of another name", D, "CQ-SYT", says("CQ-SYT", "Sở Y tế", "Sở Công Thương")),
    _gate(
        "two agencies exchange their names",
        D,
        "CQ-STC",
        says("CQ-SYT", "Sở Y tế", "Sở Tài chính"),
        says("CQ-STC", "Sở Tài chính", "Sở Y tế"),
    ),
    _gate(
        "two agencies exchange their IDs",
        D,
        "CQ-STC",
        puts("needs/agencies.md", ":id: CQ-SYT", ":id: CQ-0"),
        puts("needs/agencies.md", ":id: CQ-STC", ":id: CQ-SYT"),
        puts("needs/agencies.md", ":id: CQ-0", ":id: CQ-STC"),
    ),
    _gate("an agency is taken out", D, "CQ-SYT", drops("CQ-SYT")),
    _gate("an agency becomes a court", D, II(10), sets("CQ-SYT", "kind", "court")),
    _gate("who is ordered is only asked", D, II(10), sets(II(10), "assignment", "request")),
    _gate("an agency was not there yet", D, "CQ-SYT", sets("CQ-SYT", "since", "2026-12-01")),
]

WHAT = [
    _gate("a deliverable less", D, III(7), sets("DC-9-2026-6", "deliverables")),
    _gate("no deliverable", D, II(1), sets(II(1), "deliverables")),
    _gate(
        "a deliverable by another name",
        D,
        "SP-9-2026-II-1-1",
        says("SP-9-2026-II-1-1", "Hội nghị quán triệt Luật", "Giấy mời"),
    ),
    _gate("a deliverable only derived", D, "SP-9-2026-II-4-1", sets("SP-9-2026-II-4-1", "origin", "derived")),
    _gate(
        "a derived deliverable stated", D, "SP-9-2026-II-7-1", sets("SP-9-2026-II-7-1", "origin", "stated")
    ),
    _gate(
        "a deliverable of another kind", S, "SP-1-2026-II-1-1", sets("SP-1-2026-II-1-1", "kind", "Công văn")
    ),
    _gate("a deliverable that is proved already", D, II(4), sets(II(4), "deliverables", "SP-9-2026-II-3-1")),
    _gate(
        "a stated deliverable for a derived one",
        D,
        II(4),
        sets(II(4), "deliverables", "SP-9-2026-II-4-9"),
        adds(TRACKING, ":::{deliverable} Ghi chú (giả định)\n:id: SP-9-2026-II-4-9\n:origin: derived\n:::\n"),
    ),
    _gate("a deliverable is taken out", D, II(1), drops("SP-9-2026-II-1-1")),
    _gate("a target lower", D, II(8), sets(II(8), "target", "50%")),
    _seen(
        "a derived deliverable for another",
        S,
        "NV-1-2026-II-2",
        STATED_WORD,
        sets("NV-1-2026-II-2", "deliverables", "SP-3-2026-I-1-1"),
        drops("SP-1-2026-II-2-1"),
    ),
    _gate("a task is taken out", D, II(4), drops(II(4))),
    _gate(
        "a task is put in",
        S,
        "NV-3-2026-I-9",
        adds(PAGE, task("NV-3-2026-I-9", "SP-3-2026-I-2-1", "9. Việc thêm (giả định).")),
    ),
    _gate(
        "a task for another plan",
        S,
        "NV-3-2026-I-2",
        drops("NV-3-2026-I-2"),
        adds(
            "needs/kh-4-2026/them.md",
            ":::{task} Rà soát văn bản giả định\n:id: NV-3-2026-I-2\n:clause: I.2\n"
            ":owner: CQ-B\n:deadline: Tháng 10/2026\n:deliverables: SP-3-2026-I-2-1\n\n"
            "2. Rà soát văn bản giả định.\n\n- Cơ quan chủ trì: Sở B.\n\n"
            "- Thời gian thực hiện: Tháng 10/2026.\n:::\n",
        ),
    ),
    _gate(
        "another plan over the same tasks",
        S,
        "NV-1-2026-II-1",
        adds(
            "needs/kh-1-2026/a.md",
            ":::{plan} Khác (giả định)\n:id: KH-5-2026\n:number: 5/KH-UBND\n"
            ":doc_type: Kế hoạch\n:issuer: Sở A (giả định)\n:issued: 2026-12-01\n:source: giả định\n"
            ":source_status: Dữ liệu giả định\n:::\n",
        ),
    ),
    _gate(
        "a signed plan becomes a draft",
        D,
        "KH-DT-9-2026",
        puts("needs/kh-9-2026/ke-hoach.md", "KH-9", "KH-DT-9"),
    ),
    _gate("a whole plan is taken out", S, "KH-3-2026", lambda root: _remove(root / "needs/kh-3-2026")),
    _gate("another task under the same ID", D, II(4), says(II(4), "4. Rà soát văn bản", "4. Đọc văn bản")),
    _seen(
        "a task by another name", D, II(1), OTHER_WORDS, says(II(1), "} Tổ chức hội nghị", "} Dự hội nghị")
    ),
    _seen("in another form", S, "NV-1-2026-II-1", OTHER_WORDS, sets("NV-1-2026-II-1", "form", "Trực tuyến")),
    _seen(
        "paid otherwise", D, II(1), OTHER_WORDS, sets(II(1), "funding", "Không bố trí kinh phí (giả định)")
    ),
    _seen(
        "somebody else in charge of it", D, II(4), OTHER_WORDS, sets(II(4), "in_charge", "Phó Giám đốc sở")
    ),
]

DOCUMENTS = [
    _gate("an amendment is taken out", D, II(2), drops("DC-9-2026-1")),
    _gate("an amendment says another day", D, II(2), sets("DC-9-2026-1", "deadline", "30/4/2026")),
    _gate("an amendment is of an earlier day", D, "DC-9-2026-2", sets("DC-9-2026-2", "date", "2026-04-20")),
    _gate(
        "an amendment is of another document", D, "DC-9-2026-1", sets("DC-9-2026-1", "number", "99/QĐ-UBND")
    ),
    _gate(
        "an amendment is issued by another",
        D,
        "DC-9-2026-1",
        sets("DC-9-2026-1", "issuer", "Chủ tịch UBND tỉnh X (giả định)"),
    ),
    _gate("an old amendment for one more task", D, II(3), sets("DC-9-2026-1", "amends", f"{II(2)}, {II(3)}")),
    _gate("an old amendment for another task", D, II(2), sets("DC-9-2026-1", "amends", II(3))),
    _gate("a cancelled task is back", D, III(15), drops("DC-9-2026-10")),
    _gate("suspended becomes cancelled", D, III(9), sets("DC-9-2026-7", "effect", "cancelled")),
    _gate("an amended lead becomes another", D, III(6), sets("DC-9-2026-5", "owner", "CQ-STP")),
    _gate("an amendment is only requested", D, II(2), sets("DC-9-2026-1", "effect", "requested")),
    _gate("a request grants itself", D, II(4), sets("DC-9-2026-11", "effect")),
    _gate(
        "extended by an agency itself",
        D,
        II(4),
        amends(II(4), ":deadline: 31/12/2026", issuer="Sở Tư pháp (giả định)"),
    ),
    _gate(
        "extended by a head of department",
        D,
        II(4),
        amends(II(4), ":deadline: 31/12/2026", issuer="Giám đốc Sở Tư pháp (giả định)"),
    ),
    _gate("extended by nobody", D, II(4), amends(II(4), ":deadline: 31/12/2026", number="", issuer=" ")),
    _gate(
        "extended by a document without a day",
        D,
        II(4),
        sets(II(4), "deadline", "31/12/2026"),
        amends(II(4), ":deadline: 31/12/2026", day=""),
    ),
    _gate(
        "extended on a basis of an agency's own",
        D,
        II(4),
        basis("CC-7-STP", "7/QĐ-STP", "Sở Tư pháp (giả định)", "2026-09-30"),
        amends(II(4), ":deadline: 31/12/2026", ":basis: CC-7-STP"),
    ),
    _gate(
        "extended further than the document says",
        D,
        II(4),
        sets(II(4), "deadline", "31/12/2026"),
        amends(II(4), ":deadline: 31/10/2026"),
    ),
    _gate(
        "extended by a document about the lead",
        D,
        II(4),
        sets(II(4), "deadline", "31/12/2026"),
        amends(II(4), ":owner: CQ-SNV"),
    ),
    _gate(
        "extended by a document about another task",
        D,
        II(4),
        sets(II(4), "deadline", "31/12/2026"),
        amends(II(6), ":deadline: 31/12/2026"),
    ),
    _gate(
        "extended again by the same document",
        D,
        II(2),
        amends(II(2), ":deadline: 31/12/2026", number="50/QĐ-UBND", day="2026-03-10"),
    ),
    _gate(
        "another lead than the document says",
        D,
        II(4),
        sets(II(4), "owner", "CQ-SYT"),
        amends(II(4), ":owner: CQ-SNV"),
    ),
    _gate(
        "a supporter less by a document that adds one",
        D,
        II(3),
        sets(II(3), "partners", "CQ-SYT"),
        amends(II(3), ":partners: CQ-SYT"),
    ),
    _gate(
        "a deliverable less by a document that adds one",
        D,
        II(4),
        sets(II(4), "deliverables", "SP-9-2026-II-3-1"),
        amends(II(4), ":deliverables: SP-9-2026-II-3-1"),
    ),
    _gate(
        "submitted to nobody by a document about the day",
        D,
        II(5),
        sets(II(5), "submit_to"),
        amends(II(5), ":deadline: 31/12/2026"),
    ),
    _gate(
        "taken out by a document about the day",
        D,
        II(4),
        drops(II(4)),
        amends(II(4), ":deadline: 31/12/2026"),
    ),
    _gate(
        "cancelled by an agency itself",
        D,
        II(4),
        amends(II(4), ":effect: cancelled", issuer="Sở Tư pháp (giả định)"),
    ),
    _gate(
        "the plan is issued by who extends it",
        D,
        II(4),
        sets("KH-9-2026", "issuer", "Sở Tư pháp (giả định)"),
        amends(II(4), ":deadline: 31/12/2026", issuer="Sở Tư pháp (giả định)"),
    ),
    _gate(
        "the plan gets a basis of who will extend it",
        D,
        "KH-9-2026",
        basis("CC-7-STP", "7/QĐ-STP", "Sở Tư pháp (giả định)", "2026-01-01"),
        sets("KH-9-2026", "basis", "CC-1-2025-QH15, CC-7-STP"),
    ),
    _gate(
        "a basis of the plan is issued by another",
        D,
        "CC-1-2025-QH15",
        sets("CC-1-2025-QH15", "issuer", "Sở Tư pháp (giả định)"),
    ),
    _gate(
        "a task is put in that the document says only half of",
        D,
        "NV-9-2026-II-99",
        adds(
            TRACKING, task("NV-9-2026-II-99", "SP-9-2026-II-1-1", "99. Việc thêm.").replace("CQ-A", "CQ-SNV")
        ),
        amends("NV-9-2026-II-99", ":deadline: Tháng 12/2026"),
    ),
]

TEXTS = [
    _gate(
        "a word of a clause",
        S,
        "NV-3-2026-I-2",
        says("NV-3-2026-I-2", "Rà soát văn bản giả định.", "Xem văn bản giả định."),
    ),
    _gate(
        "a word of a clause without a text",
        D,
        II(4),
        says(II(4), "Cơ quan chủ trì: Sở Tư pháp", "Cơ quan chủ trì: Sở Y tế"),
    ),
    _gate(
        "a clause and its deadline without a text",
        D,
        II(1),
        sets(II(1), "deadline", "Quý II năm 2026"),
        says(II(1), "Thời gian thực hiện: Quý I", "Thời gian thực hiện: Quý II"),
    ),
    _gate(
        "back to a clause that no text holds",
        D,
        II(1),
        sets(II(1), "deadline", "Quý II năm 2026"),
        sets(II(1), "owner", "CQ-STP"),
    ),
    _gate(
        "a line of a clause moved to a frame",
        S,
        "NV-3-2026-I-1",
        says("NV-3-2026-I-1", "- Thời gian thực hiện: Quý III năm 2026.\n", ""),
        adds(PAGE, ":::{frame}\n- Thời gian thực hiện: Quý III năm 2026.\n:::\n"),
    ),
    _gate(
        "a whole task moved to a frame",
        S,
        "NV-3-2026-I-2",
        drops("NV-3-2026-I-2"),
        adds(
            PAGE,
            ":::{frame}\n2. Rà soát văn bản giả định.\n- Cơ quan chủ trì: Sở B.\n"
            "- Thời gian thực hiện: Tháng 10/2026.\n:::\n",
        ),
    ),
    _gate(
        "a line of a clause moved to a heading",
        S,
        "NV-3-2026-I-2",
        says("NV-3-2026-I-2", "- Cơ quan chủ trì: Sở B.\n", ""),
        adds(PAGE, "## - Cơ quan chủ trì: Sở B.\n"),
    ),
    _gate(
        "the text, the clause and the deadline",
        S,
        "NV-3-2026-I-2",
        puts(SOURCE, "Tháng 10/2026", "Tháng 12/2026"),
        puts(PAGE, "Tháng 10/2026", "Tháng 12/2026", 2),
    ),
    _gate(
        "the text alone, so that the next change follows it",
        S,
        "KH-3-2026",
        puts(SOURCE, "Tháng 10/2026", "Tháng 12/2026"),
    ),
    _gate(
        "another file as the text",
        S,
        "KH-3-2026",
        puts(HEAD, "nguon.txt", "khac.txt"),
        moves(SOURCE, SOURCE.replace("nguon", "khac")),
    ),
    _gate(
        "no text any more",
        S,
        "KH-3-2026",
        sets("KH-3-2026", "source", "bản giấy (giả định)"),
        lambda root: (root / SOURCE).unlink(),
    ),
    _gate(
        "a whole text is called incomplete",
        S,
        "KH-3-2026",
        sets("KH-3-2026", "truncated", "Chưa đầy đủ (giả định)"),
    ),
    _gate(
        "called incomplete and completed",
        S,
        "NV-3-2026-I-9",
        sets("KH-3-2026", "truncated", "Chưa đầy đủ (giả định)"),
        adds(SOURCE, "9. Việc thêm (giả định).\n"),
        adds(PAGE, task("NV-3-2026-I-9", "SP-3-2026-I-2-1", "9. Việc thêm (giả định).")),
    ),
    _gate("an incomplete text is called whole", R, "KH-172-2023", sets("KH-172-2023", "truncated")),
    _gate(
        "an incomplete text grows before its cut",
        R,
        "KH-172-2023",
        puts(REAL, "I. MỤC ĐÍCH", "0. Thêm (giả định).\n\nI. MỤC ĐÍCH"),
    ),
    _gate(
        "an incomplete text says a clause again, otherwise",
        R,
        "NV-172-2023-II-1-A",
        puts(REAL, LAST, f"{LAST}{{again}}\n"),
        again,
    ),
    _gate(
        "another copy from nowhere",
        S,
        "KH-3-2026",
        sets("KH-3-2026", "source_status", "Bản khác (giả định)"),
        puts(SOURCE, "Tháng 10/2026", "Tháng 12/2026"),
        says("NV-3-2026-I-2", "hiện: Tháng 10/2026", "hiện: Tháng 12/2026"),
    ),
    _gate(
        "another copy, and what it would owe",
        S,
        "NV-3-2026-I-2",
        sets("KH-3-2026", "source_status", COPY),
        puts(SOURCE, "Tháng 10/2026", "Tháng 12/2026"),
        puts(PAGE, "Tháng 10/2026", "Tháng 12/2026", 2),
    ),
    _gate(
        "another copy under cover of an extension",
        S,
        "KH-3-2026",
        sets("KH-3-2026", "source_status", COPY),
        puts(SOURCE, "Rà soát văn bản", "Rà soát các văn bản"),
        says("NV-3-2026-I-2", "2. Rà soát văn", "2. Rà soát các văn"),
        sets("NV-1-2026-II-2", "deliverables", "SP-3-2026-I-1-1"),
    ),
    _seen(
        "another copy, with its document and by itself",
        S,
        "KH-3-2026",
        "an act of its own: the report asks for a second person, and CODEOWNERS names one",
        sets("KH-3-2026", "source_status", COPY),
        puts(SOURCE, "cán bộ, công chức.", "cán bộ, công chức cấp xã."),
        says("NV-3-2026-I-1", "công chức.", "công chức cấp xã."),
    ),
    _gate(
        "another copy of a signed plan beside a draft that is signed",
        U,
        "KH-3-2026",
        *SIGNED,
        sets("KH-3-2026", "source_status", COPY),
        *_OTHER_TEXT,
    ),
    _gate(
        "a signed plan under the name of a draft, with another copy",
        U,
        "KH-3-2026",
        lambda root: _remove(root / "needs/kh-4-2026"),
        renames("KH-3-2026", "KH-DT-4-2026", "needs/kh-3-2026"),
        sets("KH-DT-4-2026", "source_status", COPY),
        *_OTHER_TEXT,
    ),
    _gate(
        "a signed plan becomes a draft, with another copy",
        U,
        "KH-DT-3-2026",
        renames("KH-3-2026", "KH-DT-3-2026", "needs/kh-3-2026"),
        sets("KH-DT-3-2026", "source_status", COPY),
        *_OTHER_TEXT,
    ),
    _gate(
        "a draft under the name of a signed plan, which goes",
        U,
        "KH-3-2026",
        lambda root: _remove(root / "needs/kh-3-2026"),
        renames("KH-DT-4-2026", "KH-3-2026"),
        sets("KH-3-2026", "source_status", COPY),
    ),
    _gate(
        "a principle is weaker",
        S,
        "YC-1-2026-I-2",
        says("YC-1-2026-I-2", "2. Xác định rõ", "2. Có thể xác định"),
    ),
    _gate(
        "a principle for another plan",
        S,
        "YC-1-2026-I-2",
        drops("YC-1-2026-I-2"),
        adds(
            "needs/kh-3-2026/them.md",
            ":::{principle} Xác định rõ trách nhiệm của từng cơ quan\n:id: YC-1-2026-I-2\n:clause: I.2\n\n"
            "2. Xác định rõ trách nhiệm của từng cơ quan.\n:::\n",
        ),
    ),
    _gate("a principle is taken out", S, "YC-4-2026-1", drops("YC-4-2026-1")),
    _gate("the preamble of the plan", D, "KH-9-2026", says("KH-9-2026", "cụ thể như sau", "để tham khảo")),
    _gate("a cell of a row", S, "NV-4-2026-II-2-1", says("NV-4-2026-II-2-1", "| Sở B | |", "| | Sở B |")),
    _gate(
        "a cell, and the lead by it",
        S,
        "NV-4-2026-II-1-1",
        says("NV-4-2026-II-1-1", "| Sở A | Sở B, các", "| Sở B | Sở A, các"),
        sets("NV-4-2026-II-1-1", "owner", "CQ-B"),
        sets("NV-4-2026-II-1-1", "partners", "CQ-A, CQ-XA"),
    ),
    _gate(
        "the head of a table, and the lead by it",
        S,
        "NV-4-2026-II-1-1",
        puts(
            "needs/kh-4-2026/nhiem-vu.md",
            "| Cơ quan chủ trì | Cơ quan phối hợp |",
            "| Cơ quan phối hợp | Cơ quan chủ trì |",
            2,
        ),
        sets("NV-4-2026-II-1-1", "owner", "CQ-B, CQ-XA"),
        sets("NV-4-2026-II-1-1", "ownership", "joint"),
        sets("NV-4-2026-II-1-1", "partners", "CQ-A"),
    ),
    _gate(
        "another copy with the heads of a table exchanged, and the lead by it",
        S,
        "NV-4-2026-II-1-1",
        sets("KH-4-2026", "source_status", COPY),
        *(
            puts(
                f"needs/kh-4-2026/{name}",
                "| Cơ quan chủ trì | Cơ quan phối hợp |",
                "| Cơ quan phối hợp | Cơ quan chủ trì |",
                2,
            )
            for name in ("nguon.txt", "nhiem-vu.md")
        ),
        sets("NV-4-2026-II-1-1", "owner", "CQ-B, CQ-XA"),
        sets("NV-4-2026-II-1-1", "ownership", "joint"),
        sets("NV-4-2026-II-1-1", "partners", "CQ-A"),
    ),
    _gate(
        "corrected by an agency itself",
        D,
        II(4),
        amends(II(4), ":deadline: 31/12/2026", ":effect: corrected", issuer="Sở Tư pháp (giả định)"),
    ),
    _gate(
        "put aside for a while by an agency itself",
        D,
        "DC-9-2026-77",
        amends(III(10), ":effect: suspended", issuer="Sở Tư pháp (giả định)", day="2026-04-01"),
    ),
    _gate(
        "a working day more is off",
        D,
        "NL-2026-9",
        adds("needs/legal.md", OFF.format("Sở Tư pháp (giả định)")),
    ),
    _gate(
        "off by no document",
        D,
        "NL-2026-9",
        adds("needs/legal.md", OFF.format("Bộ Nội vụ").replace("99/TB-BNV", "không số")),
    ),
    _gate("the number of the plan", S, "KH-3-2026", sets("KH-3-2026", "number", "33/KH-UBND")),
]

FILES = [
    _gate("no lead required", D, MODEL, puts(MODEL, '"clause", "owner", "deadline"', '"clause", "deadline"')),
    _gate("one lead at least no more", D, MODEL, puts(MODEL, "properties.owner.minItems = 1\n", "")),
    _gate("a link dropped", D, MODEL, lambda root: _line(root / MODEL, "partners = ")),
    _gate("an option dropped", D, MODEL, lambda root: _line(root / MODEL, "working_days = ")),
    _gate("any fingerprint", D, MODEL, puts(MODEL, ', pattern = "^[0-9a-f]{64}$"', "")),
    _gate("any ID", D, MODEL, puts(MODEL, '"^[A-Z]{2,3}(-[A-Z0-9]+)+$"', '".*"')),
    _gate(
        "filters that run",
        D,
        MODEL,
        puts(MODEL, "allow_unsafe_filters = false", "allow_unsafe_filters = true"),
    ),
    _gate(
        "confirmed by default",
        D,
        MODEL,
        puts(MODEL, CONFIRMED, CONFIRMED.replace("nullable", 'default = "yes", nullable')),
    ),
    _gate("any day", D, MODEL, puts(MODEL, 'string", format = "date"', 'string"', 99)),
    _gate(
        "a schema for no type",
        D,
        MODEL,
        puts(MODEL, 'select.properties.type.const = "amendment"', 'select.properties.type.const = "update"'),
    ),
    _gate(
        "another switch",
        D,
        MODEL,
        puts(MODEL, "id_required = true", 'id_required = true\nvariants = { x = "y" }'),
    ),
    _gate(
        "a page by another name",
        D,
        "needs/kh-9-2026/ii-nhiem-vu.rst",
        moves("needs/kh-9-2026/ii-nhiem-vu.md", "needs/kh-9-2026/ii-nhiem-vu.rst"),
    ),
    _gate(
        "a page out of sight",
        D,
        "needs/kh-9-2026/.ii.md",
        moves("needs/kh-9-2026/ii-nhiem-vu.md", "needs/kh-9-2026/.ii.md"),
    ),
    _gate(
        "a page in a folder out of sight",
        D,
        II(1),
        moves("needs/kh-9-2026/ii-nhiem-vu.md", "needs/.cu/ii-nhiem-vu.md"),
    ),
    _gate("a link for a page", D, II(1), links("needs/kh-9-2026/ii-nhiem-vu.md")),
    _gate("a page out of the plan", D, II(1), moves("needs/kh-9-2026/ii-nhiem-vu.md", "docs/ii-nhiem-vu.md")),
    _gate(
        "a page out of the plan's folder",
        D,
        II(1),
        moves("needs/kh-9-2026/ii-nhiem-vu.md", "needs/ii-nhiem-vu.md"),
    ),
    _gate(
        "the same ID in an earlier file",
        D,
        II(4),
        adds(
            "needs/kh-9-2026/a.md",
            task(II(4), "SP-9-2026-II-4-1", "4. Khác (giả định).").replace("CQ-A", "CQ-STP"),
        ),
    ),
    _check(
        "the same ID in a later file",
        D,
        "KH015",
        adds(
            "needs/kh-9-2026/z.md",
            task(II(4), "SP-9-2026-II-4-1", "4. Khác (giả định).").replace("CQ-A", "CQ-STP"),
        ),
    ),
    _check("an option that a blank line cuts off", D, "KH006", says(II(1), ":deadline:", "\n:deadline:")),
    _check("a lead that nobody sees", D, "KH021", says(II(1), ":owner: CQ-SNV", ":owner: CQ-SNV\u202e")),
    _check(
        "an object changed from elsewhere",
        D,
        "KH013",
        adds("needs/them.md", f":::{{needextend}} {II(1)}\n:owner: CQ-STP\n:::\n"),
    ),
    *(
        cheat(f"an obligation that {says}", D, at, adds(page, text))
        for says, page, text in (
            (
                "a page of the site changes",
                "docs/them.md",
                f":::{{needextend}} {II(1)}\n:owner: CQ-STP\n:::\n",
            ),
            (
                "stands on the first page",
                "index.md",
                task("NV-9-2026-IX-1", "SP-9-2026-II-4-1", "Việc thêm."),
            ),
            (
                "a page changes in a numbered list",
                "docs/so.md",
                f"1. :::{{needextend}} {II(1)}\n   :owner: CQ-STP\n",
            ),
            (
                "a page changes in other markup",
                "docs/rst.md",
                f"```{{eval-rst}}\n.. needextend:: {II(1)}\n```\n",
            ),
            ("is imported by a page", "docs/sau/them.md", ":::{needimport} la.json\n:::\n"),
        )
        for cheat, at in ((_gate, page), (_check_too, "KH023"))
    ),
    _check("a task that is only a comment", D, "KH013", adds("needs/them.md", "<!-- :::{task} X -->\n")),
]

CHT, LOWER = "CHT-9-2026-1", sets("CHT-9-2026-1", "targets", "2026: 60; 30/6/2027: 95")
INDICATORS = [
    _gate("a lower target", D, CHT, LOWER),
    _gate(
        "a lower target by a law before the plan",
        D,
        CHT,
        LOWER,
        basis("CC-7-2025-QH15", "7/2025/QH15", "Quốc hội", "2025-06-20"),
        sets(CHT, "basis", "CC-1-2025-QH15, CC-7-2025-QH15"),
    ),
    _gate(
        "a lower target by a document of somebody else",
        D,
        CHT,
        LOWER,
        basis("CC-7-SNV", "7/QĐ-SNV", "Sở Nội vụ (giả định)", "2026-05-01"),
        sets(CHT, "basis", "CC-1-2025-QH15, CC-7-SNV"),
    ),
    _gate("a baseline nearer to the target", D, CHT, sets(CHT, "baseline", "0,5")),
    _gate("an indicator of somebody else", D, CHT, sets(CHT, "owner", "CQ-STP")),
    _gate("an indicator of something else", D, CHT, says(CHT, "xã, phường", "tỉnh")),
    _gate(
        "one more indicator, by nothing",
        D,
        "CHT-9-2026-91",
        adds("needs/kh-9-2026/chi-tieu.md", ONE_MORE.format("9-2026", "vụ", "20", "CQ-SNV", "")),
    ),
    _gate(
        "one more indicator, by what the plan rests on already",
        D,
        "CHT-9-2026-91",
        adds(
            "needs/kh-9-2026/chi-tieu.md",
            ONE_MORE.format("9-2026", "vụ", "20", "CQ-SNV", ":basis: CC-1-2025-QH15\n"),
        ),
    ),
    *(
        _gate(
            f"one more indicator, of a figure that the text does not say: {value} {unit}",
            S,
            "CHT-3-2026-91",
            adds("needs/kh-3-2026/chi-tieu.md", ONE_MORE.format("3-2026", unit, value, "CQ-A", "")),
        )
        for unit, value in (("tháng 01", "0"), ("tháng 0", "20"), ("tháng 01", "21"))
    ),
    _gate(
        "one more indicator, of a figure that the text says of another year",
        S,
        "CHT-3-2026-91",
        adds(
            "needs/kh-3-2026/chi-tieu.md",
            ONE_MORE.format("3-2026", "tháng 01", "20", "CQ-A", "").replace("2026: 20", "2027: 20"),
        ),
    ),
    _gate(
        "an indicator that nobody is to reach any more",
        D,
        "CHT-9-2026-4",
        drops("CHT-9-2026-4"),
        drops("SL-9-2026-8"),
    ),
]

TRACKING_CHEATS = [
    _seen(
        "done on an earlier day", D, "MC-9-2026-2", TRACKED, sets("MC-9-2026-2", "completed", "2026-03-10")
    ),
    _seen(
        "a document of an earlier day", D, "MC-9-2026-9", TRACKED, sets("MC-9-2026-9", "date", "2026-05-15")
    ),
    _seen("confirmed without a word", D, "MC-9-2026-14", TRACKED, sets("MC-9-2026-14", "confirmed", "yes")),
    _seen(
        "evidence for another deliverable",
        D,
        "MC-9-2026-4",
        TRACKED,
        sets("MC-9-2026-4", "proves", "SP-9-2026-II-4-1"),
    ),
    _seen("evidence of another agency", D, "MC-9-2026-10", TRACKED, sets("MC-9-2026-10", "of", "CQ-SGDDT")),
    _seen(
        "evidence of another period", D, "MC-9-2026-7", TRACKED, sets("MC-9-2026-7", "period", "quý I/2026")
    ),
    _seen("evidence is taken out", D, "MC-9-2026-3", TRACKED, drops("MC-9-2026-3")),
    _seen("a report is taken out", D, "BC-9-2026-1", TRACKED, drops("BC-9-2026-1")),
    _seen("a directive is taken out", D, "YK-9-2026-1", TRACKED, drops("YK-9-2026-1")),
    _seen(
        "evidence that nobody can see",
        D,
        "MC-9-2026-99",
        TRACKED,
        adds(
            TRACKING,
            ":::{evidence} Báo cáo (giả định)\n:id: MC-9-2026-99\n:number: 199/BC (giả định)\n"
            ":date: 2026-06-29\n:confirmed: yes\n:proves: SP-9-2026-II-4-1\n:::\n",
        ),
    ),
    _seen(
        "a request is taken out",
        D,
        "DC-9-2026-11",
        "what is only requested changes nothing yet",
        drops("DC-9-2026-11"),
    ),
    _check(
        "a file other than was recorded",
        D,
        "KH213",
        adds("needs/kh-9-2026/minh-chung/bao-cao-so-noi-vu.txt", "Thêm (giả định).\n"),
    ),
    _check(
        "a pointer for a file",
        D,
        "KH213",
        lambda root: _pointer(root / "needs/kh-9-2026/minh-chung/bao-cao-so-noi-vu.txt"),
    ),
    _check("evidence of a period to come", D, "KH218", sets("MC-9-2026-5", "period", "quý II/2026")),
    _check("work done before the plan", D, "KH214", sets("MC-9-2026-2", "completed", "2025-12-01")),
    _check("an extension to a day that nobody can read", D, "KH225", amends(II(4), ":deadline: khẩn trương")),
    _check(
        "a review typed by hand",
        D,
        "KH132",
        sets(II(1), "reviewed", "2026-06-01"),
        sets(II(1), "reviewed_by", "Trưởng phòng"),
        sets(II(1), "reviewed_against", "00000000-00000000-00000000-00000000"),
    ),
]


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _line(path: Path, beginning: str) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith(beginning))
    path.write_text("".join(lines[:number] + lines[number + 1 :]), "utf-8")


def _pointer(path: Path) -> None:
    digest = "2534ad28e3e60a41789aeca8451b218899b515e6cbf8829bb72a114d8c24b5a2"
    path.write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 100\n", "utf-8")


CHEATS = [
    *OF_THE_PLAN,
    *OF_THE_END,
    *LAST_DAYS,
    *WHO,
    *WHAT,
    *DOCUMENTS,
    *TEXTS,
    *FILES,
    *INDICATORS,
    *TRACKING_CHEATS,
]
