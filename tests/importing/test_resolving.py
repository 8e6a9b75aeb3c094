"""``kehoach resolve``: from an import to a clean check by few answers, in one edit that is shown."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from importing.test_signing import UNSIGNED
from kehoach import rules
from kehoach.importing import register
from kehoach.importing.agencies import Registry, kind_of
from kehoach.plan import Plan, reader

Resolve = Callable[..., tuple[subprocess.CompletedProcess[str], int]]
#: What a terminal shows where it waits for an answer.
PROMPTS = ("Which? Write its number", "(Enter to skip)")

#: A plan of a department, in sentences: no deadlines, no deliverables, standing duties. Fictional.
SENTENCES = f"""\
{UNSIGNED.partition("I. NHIỆM VỤ")[0]}
I. TỔ CHỨC THỰC HIỆN
1. Phòng Cây xanh: Chủ trì tham mưu thực hiện các nhiệm vụ về trồng cây.
2. Phòng Mặt nước: Chủ trì tham mưu thực hiện các nhiệm vụ về nạo vét hồ.
3. Văn phòng Sở: Thực hiện công tác hành chính, chủ trì tổng hợp kết quả.
4. Phòng Kế hoạch - Tổng hợp: Là đầu mối tổng hợp báo cáo, định kỳ hàng năm báo cáo Giám đốc Sở.
"""

_NAMES = ("Các bộ, ngành, địa phương", "Bộ, ngành, địa phương", "Các bộ, ngành và địa phương")


def _rows() -> str:
    """An annex of 140 rows, as fictional as its agencies, in which one group is spelt in three ways."""
    rows = [
        "| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for number in range(1, 141):
        lead = _NAMES[number % 3] if number % 5 == 0 else f"Bộ Giả định {number % 9}"
        if number % 11 == 0:
            lead = f"{lead}; Bộ Giả định 10"
        result = "" if number % 13 == 0 else f"Báo cáo số {number} (giả định)"
        until = "" if number % 70 == 0 else "Thường xuyên" if number % 7 == 0 else "2027"
        rows.append(f"| {number} | Việc giả định thứ {number} | {lead} | Cục Giả định | {result} | {until} |")
    return "\n".join(rows)


ANNEX = (
    "PHỤ LỤC II\nDANH MỤC NHIỆM VỤ (GIẢ ĐỊNH)\n"
    "(Kèm theo Nghị quyết số  /NQ-CP ngày 01 tháng 01 năm 2027 của Chính phủ)\n\n" + _rows() + "\n"
)


@pytest.fixture
def resolved(kehoach: Run, empty: Path) -> Resolve:
    """Imports a text and answers what ``resolve`` asks; its output, and how often it asked."""

    def run(
        text: str, answers: tuple[str, ...], *options: str
    ) -> tuple[subprocess.CompletedProcess[str], int]:
        (empty.parent / "a.md").write_text(text, encoding="utf-8")
        done = kehoach("import", empty.parent / "a.md", "--plan", "thu", "--root", empty)
        assert done.returncode == 0, done.stderr
        said = "".join(f"{answer}\n" for answer in answers)
        done = kehoach("--lang", "en", "resolve", "thu", "--root", empty, *options, input=said)
        return done, sum(done.stdout.count(prompt) for prompt in PROMPTS)

    return run


def read(root: Path) -> Plan:
    """The plan, which has nothing wrong with it."""
    plan = reader.read(root)
    assert list(map(str, rules.check(plan))) == []
    return plan


def test_a_plan_in_sentences(resolved: Resolve, empty: Path) -> None:
    """A department's unsigned plan is clean after at most five answers, none of them written by hand."""
    done, asked = resolved(SENTENCES, ("",) * 20)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 1 < asked <= 5
    plan = read(empty)
    assert {d["origin"] for d in plan.of_type("deliverable")} == {"derived"}
    # The edit was accepted, and with it the agencies.
    assert {agency.path for agency in plan.of_type("agency")} == {"needs/agencies.md"}
    assert {waiver["decided_by"] for waiver in plan.of_type("waiver")} == {"Người duy trì dữ liệu"}


def test_an_annex_of_140_tasks(resolved: Resolve, empty: Path) -> None:
    """An annex of 140 tasks without its number is clean after at most fifteen answers."""
    done, asked = resolved(ANNEX, ("3/NQ-CP", *("",) * 30))
    assert done.returncode == 0, done.stdout + done.stderr
    assert 5 < asked <= 15
    plan = read(empty)
    assert len(plan.of_type("task")) == 140
    assert plan.plans[0]["number"] == "3/NQ-CP"
    assert {task["ownership"] for task in plan.of_type("task") if len(task.to("owner")) > 1} == {
        "each",
        "joint",
    }


def test_one_group_spelt_in_three_ways_is_one(resolved: Resolve, empty: Path) -> None:
    """Agencies whose names differ in small words become one that is found by all of the names."""
    resolved(ANNEX, ("3/NQ-CP", *("",) * 30))
    plan = read(empty)
    (group,) = (agency for agency in plan.of_type("agency") if agency["kind"] == "group")
    assert sorted([group.title, *group["also_called"].split("; ")]) == sorted(_NAMES)
    assert {Registry(plan).find(name).id for name in _NAMES} == {group.id}


def test_yes_takes_the_safe_answers_only(resolved: Resolve, empty: Path) -> None:
    """``--yes`` asks nothing: names become one and deliverables are derived, the rest stays open."""
    done, asked = resolved(ANNEX, (), "--yes")
    assert (done.returncode, asked) == (0, 0)
    plan = reader.read(empty)
    assert {finding.code for finding in rules.check(plan)} == {"KH018", "KH102", "KH201", "KH206"}
    assert "findings are left" in done.stdout
    assert "needs/agencies.md" not in {agency.path for agency in plan.of_type("agency")}


def test_the_edit_is_shown_and_may_be_refused(resolved: Resolve, empty: Path) -> None:
    """The changes are shown as a diff before they are written; without a yes nothing is."""
    done, _asked = resolved(SENTENCES, ("", "", "", "2"))
    assert "+:origin: derived" in done.stdout
    assert "Nothing is written." in done.stdout
    assert not reader.read(empty).of_type("waiver")


def test_what_is_answered_one_by_one(resolved: Resolve, empty: Path) -> None:
    """A group may be gone through task by task, and an answer left open."""
    text = ANNEX.partition("| 34 |")[0]  # rows 11, 22 and 33 have two leads
    done, _asked = resolved(text, ("3/NQ-CP", "", "4", "1", "2", "3", *("",) * 9))
    assert done.returncode == 0, done.stdout + done.stderr
    plan = reader.read(empty)
    shared = {
        task["clause"][-2:]: task["ownership"] for task in plan.of_type("task") if len(task.to("owner")) > 1
    }
    assert shared == {"11": "joint", "22": "each", "33": ""}


def test_an_agency_that_may_be_another_is_asked_about(resolved: Resolve, empty: Path) -> None:
    """A long name without its last words is one agency only where a person says so."""
    long = "Viện Hàn lâm Khoa học Giả định Việt Nam"
    text = ANNEX.replace("Bộ Giả định 1 |", f"{long} |").replace(
        "Cục Giả định", long.removesuffix(" Việt Nam")
    )
    done, _asked = resolved(text, ("3/NQ-CP", "", "2", *("",) * 30))
    assert f'Is "{long.removesuffix(" Việt Nam")}" the same agency as "{long}"?' in done.stdout
    plan = read(empty)
    (one,) = (agency for agency in plan.of_type("agency") if agency.title.startswith("Viện"))
    assert one["also_called"] == long.removesuffix(" Việt Nam")


def test_a_misspelt_agency_of_the_register(resolved: Resolve, empty: Path) -> None:
    """A name near one of the register takes its name and kind where a person says so."""
    done, _asked = resolved(
        ANNEX.replace("Cục Giả định", "Bộ Giáo dục và Đạo tạo"), ("3/NQ-CP", "", "2", *("",) * 30)
    )
    assert 'the "Bộ Giáo dục và Đào tạo" of the register' in done.stdout
    (one,) = (agency for agency in read(empty).of_type("agency") if agency.title == "Bộ Giáo dục và Đào tạo")
    assert one["also_called"] == "Bộ Giáo dục và Đạo tạo"


def test_agencies_of_several_kinds_stay_apart(resolved: Resolve, empty: Path) -> None:
    """ "Các Cục Giả định" is a group, and not the agency "Cục Giả định"."""
    resolved(ANNEX.replace("| Bộ Giả định 2 |", "| Các Cục Giả định |"), (), "--yes")
    titles = {agency.title for agency in reader.read(empty).of_type("agency")}
    assert {"Các Cục Giả định", "Cục Giả định"} <= titles


def test_nothing_is_left_to_answer(kehoach: Run, small: Path) -> None:
    """A plan without findings is not changed, and no question is asked."""
    done = kehoach("--lang", "en", "resolve", "KH-1-2026", "--root", small)
    assert (done.returncode, done.stdout) == (0, "Nothing is changed.\n")


def test_the_register_has_sources() -> None:
    """Every agency of the register says by which document it is there."""
    assert all(entry.source and entry.name for entry in register.entries())
    assert Registry(None).find("Sở Công thương").id == "CQ-SCT"


@pytest.mark.parametrize(
    ("name", "issuer", "kind"),
    [
        ("Bộ Tài chính", "Chính phủ", "agency"),
        ("Bộ Tài chính", "Ủy ban nhân dân tỉnh Giả Định", "central"),
        ("Bộ Tài chính", "", "agency"),
        ("Sở Công Thương", "Ủy ban nhân dân tỉnh Giả Định", "agency"),
        ("Báo và Đài Phát thanh - Truyền hình Giả Định", "Tỉnh ủy Giả Định", "party"),
    ],
)
def test_kinds_go_by_the_issuer(name: str, issuer: str, kind: str) -> None:
    """Central bodies are outside a province's count, and inside that of the Government's own plan."""
    assert kind_of(name, issuer) == kind


def test_a_row_without_a_number_stands_by_its_line(resolved: Resolve, empty: Path) -> None:
    """A task that neither the text nor a heading above numbers is found by its line in the source."""
    table = (
        "KẾ HOẠCH\nChăm sóc cây xanh (giả định)\n\n"
        "| Tên nhiệm vụ | Cơ quan chủ trì | Kết quả | Thời gian hoàn thành |\n| --- | --- | --- | --- |\n"
        "| Trồng cây dọc quốc lộ | Sở Xây dựng | Báo cáo | Quý II/2026 |\n"
        "| Tưới cây mùa khô | Sở Xây dựng | Báo cáo | Quý IV/2026 |\n"
    )
    resolved(table, ("",) * 9)
    plan = reader.read(empty)
    assert [task["clause"] for task in plan.of_type("task")] == ["dòng 6", "dòng 7"]
    assert "KH018" not in {found.code for found in rules.check(plan) if found.id.startswith("NV-")}
