"""Mistakes a coordinator makes in the real plan: each gives one finding, at its line."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from kehoach import rules
from kehoach.plan import reader
from kehoach.rules.findings import Finding

PLAN = "needs/kh-172-2023/ke-hoach.md"
AIMS = "needs/kh-172-2023/i-muc-dich-yeu-cau.md"
TASKS = "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
WAIVERS = "needs/kh-172-2023/tam-bo-qua-kiem-tra.md"
AGENCIES = "needs/agencies.md"

Edit = Callable[[str], str]


def sub(old: str, new: str, count: int = 1) -> Edit:
    """Replace text that must be there."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return edit


def drop_need(need_id: str) -> Edit:
    """Delete the block of one need."""

    def edit(text: str) -> str:
        blocks = re.split(r"(?m)^(?=:::\{)", text)
        kept = [block for block in blocks if f":id: {need_id}\n" not in block]
        assert len(kept) == len(blocks) - 1
        return "".join(kept)

    return edit


def decomposed(words: str) -> Edit:
    return sub(words, unicodedata.normalize("NFD", words))


B_OWNERS = ":owner: CQ-STTTT, CQ-PTTH, CQ-BTH, CQ-CTTDT\n"
A_HEAD = ":id: NV-172-2023-II-1-A\n"
A_DEADLINE = ":deadline: Quý III năm 2023\n"
A_TITLE = ":::{task} Tổ chức Hội nghị quán triệt"
A_LINE, B_LINE, C_LINE = 5, 32, 57

YC_HEAD = ":id: YC-172-2023-I-2-1\n:clause: I.2\n\n"
RAW_HTML = sub(YC_HEAD, f"{YC_HEAD}```{{raw}} html\n<b>x</b>\n```\n\n")

# name, file, edit, code, line
MISTAKES: list[tuple[str, str, Edit, str, int]] = [
    ("owner removed", TASKS, sub(":owner: CQ-SNV\n", ""), "KH101", A_LINE),
    ("owner of b removed", TASKS, sub(B_OWNERS, ""), "KH101", B_LINE),
    ("owner empty", TASKS, sub(":owner: CQ-SNV\n", ":owner:\n"), "KH101", A_LINE + 3),
    ("owner on two lines", TASKS, sub("CQ-STTTT, CQ-PTTH,", "CQ-STTTT, CQ-PTTH,\n "), "KH008", B_LINE + 3),
    ("owner on two lines, not indented", TASKS, sub("CQ-BTH, ", "CQ-BTH,\n"), "KH008", B_LINE + 3),
    ("deadline removed", TASKS, sub(A_DEADLINE, ""), "KH201", A_LINE),
    ("deadline of b removed", TASKS, sub(":deadline: Thường xuyên\n", ""), "KH201", B_LINE),
    (
        "deadline moved in the text",
        TASKS,
        sub(A_DEADLINE, ":deadline: Quý IV năm 2023\n"),
        "KH308",
        A_LINE + 6,
    ),
    ("deadline vague", TASKS, sub(A_DEADLINE, ":deadline: Khẩn trương\n"), "KH202", A_LINE + 6),
    ("deadline no day", TASKS, sub(A_DEADLINE, ":deadline: 31/2/2023\n"), "KH203", A_LINE + 6),
    ("unknown agency", TASKS, sub(":owner: CQ-SNV\n", ":owner: CQ-SNVU\n"), "KH104", A_LINE + 3),
    ("unknown agency, used once", TASKS, sub("CQ-STTTT", "CQ-STTT"), "KH104", B_LINE + 3),
    ("owner a deliverable", TASKS, sub(":owner: CQ-SNV\n", ":owner: SP-172-2023-II-1-A-1\n"), "KH105", 8),
    ("duplicate task", TASKS, sub("NV-172-2023-II-1-B\n", "NV-172-2023-II-1-A\n"), "KH015", B_LINE + 1),
    (
        "duplicate deliverable",
        TASKS,
        sub(":id: SP-172-2023-II-1-B-1", ":id: SP-172-2023-II-1-A-1"),
        "KH015",
        52,
    ),
    ("duplicate agency", AGENCIES, sub(":id: CQ-STP\n", ":id: CQ-SNV\n"), "KH015", 13),
    ("misspelt option", TASKS, sub(":owner: CQ-SNV\n", ":ownr: CQ-SNV\n"), "KH011", A_LINE + 3),
    ("misspelt deadline option", TASKS, sub(A_DEADLINE, ":deadlin: Quý III năm 2023\n"), "KH011", A_LINE + 6),
    ("unclosed task", TASKS, sub("Quý III năm 2023.\n:::\n", "Quý III năm 2023.\n"), "KH004", A_LINE),
    ("unclosed at the end", WAIVERS, lambda text: text.removesuffix(":::\n"), "KH004", 14),
    (
        "unclosed before a heading",
        AGENCIES,
        sub("nhân dân\n:::\n\n## Nhóm", "nhân dân\n\n## Nhóm"),
        "KH004",
        77,
    ),
    ("a --- block", TASKS, sub(A_HEAD, "---\nid: NV-172-2023-II-1-A\n---\n"), "KH009", A_LINE + 1),
    ("a waiver removed", WAIVERS, drop_need("MT-172-2023-1"), "KH201", C_LINE),
    ("the other waiver removed", WAIVERS, drop_need("MT-172-2023-2"), "KH206", 3),
    (
        "a deadline that the clause does not say",
        TASKS,
        sub(
            ":deliverables: SP-172-2023-II-1-C-1\n",
            ":deadline: Quý IV năm 2023\n:deliverables: SP-172-2023-II-1-C-1\n",
        ),
        "KH308",
        C_LINE + 5,
    ),
    ("raw html", AIMS, RAW_HTML, "KH013", 32),
    ("inline html", AIMS, sub("sự phối hợp", "<b>sự</b> phối hợp"), "KH013", 32),
    ("include", AGENCIES, sub("# Cơ quan", "```{include} ../conf.py\n```\n\n# Cơ quan"), "KH013", 1),
    (
        "include with colons",
        AGENCIES,
        sub("# Cơ quan", ":::{include} ../conf.py\n:::\n\n# Cơ quan"),
        "KH013",
        1,
    ),
    ("NFD", AIMS, decomposed("ý thức trách nhiệm"), "KH002", 19),
    ("a function in a title", TASKS, sub(A_TITLE, A_TITLE + ' [[copy("id")]]'), "KH014", A_LINE),
    ("CR line ends", TASKS, lambda text: text.replace("\n", "\r\n"), "KH003", 1),
    ("BOM", TASKS, lambda text: "\ufeff" + text, "KH003", 1),
    ("blank line among options", TASKS, sub(":form: Trực", "\n:form: Trực"), "KH006", A_LINE + 6),
    ("a value cut", TASKS, sub("hoặc trực tuyến\n", "hoặc trực tuyến #1\n"), "KH007", A_LINE + 5),
    ("no space behind the colon", TASKS, sub(":owner: CQ-SNV", ":owner:CQ-SNV"), "KH007", A_LINE + 3),
    ("a tab in place of a value", TASKS, sub(A_DEADLINE, f"{A_DEADLINE}:funding:\t\n"), "KH007", A_LINE + 7),
    ("closed behind a no-break space", WAIVERS, lambda t: t[:-4] + "\u00a0:::\n", "KH004", 21),
    ("no colon before the option", TASKS, sub(":owner: CQ-SNV", "owner: CQ-SNV"), "KH006", A_LINE + 3),
    (
        "an option twice",
        TASKS,
        sub(":owner: CQ-SNV\n", ":owner: CQ-SNV\n:owner: CQ-STP\n"),
        "KH010",
        A_LINE + 4,
    ),
    ("a computed value", TASKS, sub(A_DEADLINE, A_DEADLINE + ":due: 2023-09-30\n"), "KH012", A_LINE + 7),
    ("an ID of another type", AGENCIES, sub(":id: CQ-STP\n", ":id: NV-STP\n"), "KH016", 13),
    ("a malformed ID", AGENCIES, sub(":id: CQ-STP\n", ":id: CQ-stp\n"), "KH016", 13),
    ("no ID", AGENCIES, sub(":id: CQ-STP\n", ""), "KH016", 12),
    ("a misspelt type", TASKS, sub(":::{task} Tổ chức Hội", ":::{taks} Tổ chức Hội"), "KH013", A_LINE),
    ("owners without ownership", TASKS, sub(":ownership: joint\n", ""), "KH102", B_LINE + 3),
    ("wrong ownership", TASKS, sub(":ownership: joint\n", ":ownership: both\n"), "KH019", B_LINE + 4),
    ("left to the clause", TASKS, sub("CQ-STP, ", ""), "KH307", A_LINE + 4),
    ("owner also partner", TASKS, sub(":partners: CQ-STP", ":partners: CQ-SNV, CQ-STP"), "KH103", A_LINE + 4),
    ("no deliverable", TASKS, sub(":deliverables: SP-172-2023-II-1-A-1\n", ""), "KH106", A_LINE),
    ("before the plan", TASKS, sub(A_DEADLINE, ":deadline: Quý I năm 2023\n"), "KH204", A_LINE + 6),
    ("number missing", PLAN, sub(":number: 172/KH-UBND\n", ""), "KH018", 3),
    ("a wrong day", PLAN, sub(":effective: 2023-06-26\n", ":effective: 26/06/2023\n"), "KH019", 10),
]


def edited(root: Path, file: str, edit: Edit) -> None:
    path = root / file
    old = path.read_bytes().decode()
    new = edit(old)
    assert new != old
    path.write_bytes(new.encode())


def found(root: Path) -> list[Finding]:
    return rules.check(reader.read(root))


def test_the_real_plan_is_clean(plan_copy: Path) -> None:
    """Nothing is found in the plan as committed."""
    assert found(plan_copy) == []


@pytest.mark.parametrize(
    ("file", "edit", "code", "line"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_one_mistake_is_one_finding(plan_copy: Path, file: str, edit: Edit, code: str, line: int) -> None:
    """Each mistake alone gives exactly one finding, with its code, at the line to mend."""
    edited(plan_copy, file, edit)
    where = {"KH201": TASKS, "KH206": PLAN}.get(code, file)
    assert [(f.path, f.line, f.code) for f in found(plan_copy)] == [(where, line, code)]


TEN: list[tuple[str, str, Edit, str]] = [
    ("owner removed in a", TASKS, sub(":owner: CQ-SNV\n", ""), "KH101"),
    ("deadline misspelt in b", TASKS, sub(":deadline: Thường xuyên", ":deadline: Thường xuyn"), "KH203"),
    ("unknown partner in c", TASKS, sub("CQ-SBN, CQ-HUYEN, CQ-CQLQ", "CQ-SBX, CQ-HUYEN, CQ-CQLQ"), "KH104"),
    ("NFD in an objective", AIMS, decomposed("ý thức trách nhiệm"), "KH002"),
    ("raw html in a principle", AIMS, RAW_HTML, "KH013"),
    ("a duplicate deliverable", TASKS, sub(":id: SP-172-2023-II-1-B", ":id: SP-172-2023-II-1-A"), "KH015"),
    (
        "an agency nobody uses",
        AGENCIES,
        sub("## Nhóm", ":::{agency} Sở Y tế\n:id: CQ-SYT\n:kind: agency\n:::\n\n## Nhóm"),
        "KH108",
    ),
    ("a waiver without reason", WAIVERS, lambda text: re.sub(":reason: Phần.*\n", "", text), "KH121"),
    ("an include", AGENCIES, sub("# Cơ quan", "```{include} ../conf.py\n```\n\n# Cơ quan"), "KH013"),
    ("a function in a title", TASKS, sub("{task} Tổ chức tập", "{task} [[f()]] Tổ chức tập"), "KH014"),
]  # fmt: skip


def test_ten_mistakes_are_ten_findings(plan_copy: Path) -> None:
    """All findings of all files come in one run, none hiding or causing another."""
    for _name, file, edit, _code in TEN:
        edited(plan_copy, file, edit)
    assert sorted(f.code for f in found(plan_copy)) == sorted(code for *_rest, code in TEN)


def test_a_nested_need_is_one_finding_and_both_are_read(plan_copy: Path) -> None:
    """A need inside another is reported once, whichever fences were used."""
    inner = ":::{agency} Sở Y tế\n:id: CQ-SYT\n:kind: agency\n:::\n"
    edited(plan_copy, AGENCIES, sub(":::{agency} Sở Nội vụ\n", "::::{agency} Sở Nội vụ\n"))
    edited(plan_copy, AGENCIES, sub("II.1.a và II.1.c\n:::\n", f"II.1.a và II.1.c\n\n{inner}::::\n"))
    edited(plan_copy, TASKS, sub(":partners: CQ-STP", ":partners: CQ-SYT, CQ-STP"))
    # Both are read: the link to the inner one leads somewhere, only that the clause does not name it.
    assert [(f.code, f.line) for f in found(plan_copy)] == [("KH005", 11), ("KH307", 9)]


def test_a_waiver_is_of_no_use_once_the_text_is_there(plan_copy: Path) -> None:
    """When clause, source and deadline are complete, the waiver of the deadline has nothing to waive."""
    line = "- Thời gian thực hiện: Quý IV năm 2023."
    option = ":deadline: Quý IV năm 2023\n:deliverables: SP-172-2023-II-1-C-1\n"
    edited(plan_copy, TASKS, sub(":deliverables: SP-172-2023-II-1-C-1\n", option))
    edited(plan_copy, TASKS, sub("cấp xã, thôn, tổ dân phố;\n", f"cấp xã, thôn, tổ dân phố;\n\n{line}\n"))
    edited(plan_copy, "needs/kh-172-2023/source.txt", sub("\n[...]", f"\n{line}\n\n[...]"))
    assert [(f.path, f.code) for f in found(plan_copy)] == [(WAIVERS, "KH124")]
