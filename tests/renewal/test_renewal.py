"""The next plan, drafted from the demo plan: what goes on, in which words, and what is left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import ROOT, Run, copy_of
from kehoach import renewal, rules
from kehoach.documents import official_text
from kehoach.editing.drafts import Draft
from kehoach.language import i18n
from kehoach.official import fidelity
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress, State
from kehoach.renewal import Renewal
from kehoach.reports import reminders

AS_OF = date(2026, 11, 22)
FOLDER = "needs/kh-9-2026"
NEW = ("new", "plan")


@dataclass(frozen=True)
class Renewed:
    """The demo with its next plan: by the IDs of the former, what tasks go on as, and why others do not."""

    plan: Plan
    made: Renewal
    files: Mapping[str, bytes]

    @property
    def next(self) -> dict[str, Need]:
        """The tasks of the next plan, by the IDs of those that they continue."""
        return {old.id: self.plan.needs[new] for old, new in self.made.carried}

    @property
    def left_out(self) -> dict[str, str]:
        """Why tasks do not go on, by their IDs."""
        return {old.id: why for old, why in self.made.left_out}


def renewed(root: Path, as_of: date = AS_OF, plan: str = "KH-9-2026", year: int = 2027) -> Renewed:
    """Draft the next plan of a project, without writing it."""
    draft = Draft(root)
    made, found = renewal.renew(draft, Progress(draft.plan, as_of), draft.plan.needs[plan], year)
    assert found == []
    return Renewed(draft.plan, made, draft.files)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the demo, free to be changed."""
    return copy_of("demo", tmp_path)


@pytest.fixture(scope="module")
def next_plan(tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    """The demo with its next plan."""
    i18n.use("en")
    root = copy_of("demo", tmp_path_factory.mktemp("renewed"))
    return renewed(root)


def add(root: Path, page: str, text: str) -> None:
    """Write something at the end of a page."""
    path = root / FOLDER / page
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n{text}", encoding="utf-8")


def change(root: Path, page: str, old: str, new: str) -> None:
    """Write other words in a page, wherever they stand."""
    path = root / page
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def proof(number: int, day: str, deliverable: str) -> str:
    """Confirmed evidence of a deliverable."""
    return (
        f":::{{evidence}} Kết quả giả định\n:id: MC-9-2026-{number}\n:date: {day}\n:confirmed: yes\n"
        f":proves: {deliverable}\n:::\n"
    )


# -- which tasks go on ---------------------------------------------------------------------------------


def test_every_task_goes_on_or_is_left_out_with_a_reason(next_plan: Renewed) -> None:
    """Each task of the former plan is in exactly one list; what is done or cancelled in the second."""
    progress = Progress(next_plan.plan, AS_OF)
    former = {s.task.id: s for s in progress.tasks_of(next_plan.plan.needs["KH-9-2026"])}
    assert sorted([*next_plan.next, *next_plan.left_out]) == sorted(former)
    for need_id, status in former.items():
        over = status.state is State.CANCELLED or (status.done and status.state is not State.ONGOING)
        assert (need_id in next_plan.left_out) is bool(over), need_id
    assert next_plan.left_out["NV-9-2026-III-15"] == "cancelled (DC-9-2026-10)"
    assert next_plan.left_out["NV-9-2026-II-1"] == "done on 20/03/2026"


@pytest.mark.parametrize(("day", "goes_on"), [(21, False), (22, False), (23, True)])
def test_what_is_done_by_the_day_is_left_out(project: Path, day: int, goes_on: bool) -> None:
    """Work done the day before or on the day is over; what is done the day after goes on."""
    add(project, "theo-doi.md", proof(90, f"2026-11-{day}", "SP-9-2026-II-9-1"))
    assert ("NV-9-2026-II-9" in renewed(project).next) is goes_on


CLOSING = """\
:::{closing} Tổng kết Kế hoạch (giả định)
:id: KT-9-2026-1
:number: 120/BC (giả định)
:date: 2026-11-20
:issuer: Ủy ban nhân dân tỉnh X (giả định)
:closes: KH-9-2026
:drops: NV-9-2026-III-8
:::
"""


def test_a_closed_plan_goes_on_but_for_what_it_dropped(project: Path) -> None:
    """A closing ends no task: what it drops is left out, and what was done after it is done."""
    add(project, "theo-doi.md", f"{CLOSING}\n{proof(90, '2026-11-21', 'SP-9-2026-II-9-1')}")
    made = renewed(project)
    assert made.left_out["NV-9-2026-III-8"] == "dropped when the plan was closed (KT-9-2026-1)"
    assert made.left_out["NV-9-2026-II-9"] == "done on 21/11/2026"
    assert {"NV-9-2026-II-8", "NV-9-2026-II-11", "NV-9-2026-III-3"} <= made.next.keys()


def test_a_standing_task_goes_on_whatever_was_proved(next_plan: Renewed) -> None:
    """Evidence of two quarters does not end a standing task."""
    assert next_plan.next["NV-9-2026-II-8"]["deadline"] == "Thường xuyên"


def test_what_goes_on_already_is_left_out(project: Path) -> None:
    """A task that a task of another plan continues is not carried over again."""
    made = renewed(project)
    for name, content in made.files.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(content)
    draft = Draft(project)
    progress = Progress(draft.plan, AS_OF)
    with pytest.raises(ValueError, match="No task of KH-9-2026 goes on"):
        renewal.renew(draft, progress, draft.plan.needs["KH-9-2026"], 2028)
    with pytest.raises(ValueError, match="KH-DT-9-2027 is a draft itself"):
        renewal.renew(draft, progress, draft.plan.needs["KH-DT-9-2027"], 2028)


# -- numbers and IDs -----------------------------------------------------------------------------------


def test_clauses_are_numbered_from_one_and_keep_their_order(next_plan: Renewed) -> None:
    """II.4, II.5, II.7 are II.1, II.2, II.3: in the clause, its words and its ID."""
    for part in ("II", "III"):
        tasks = [task for old, task in next_plan.next.items() if old.startswith(f"NV-9-2026-{part}-")]
        for number, task in enumerate(tasks, 1):
            assert (task["clause"], task.id) == (f"{part}.{number}", f"NV-DT-9-2027-{part}-{number}")
            assert task.body.startswith(f"{number}. ")


def test_an_event_that_has_happened_is_told(next_plan: Renewed) -> None:
    """A term from an event that has its day would run from the new plan: a person says whether it does."""
    told = "mốc tính hạn đã có ngày (25/06/2026), giữ nguyên thì hạn tính từ ngày ban hành kế hoạch mới;"
    assert told in next_plan.next["NV-9-2026-II-20"]["to_confirm"]


def test_a_draft_chases_nobody(next_plan: Renewed) -> None:
    """Until a plan is signed it has given nobody anything to do, also where a day is past."""
    progress = Progress(next_plan.plan, date(2028, 1, 1))
    assert reminders.reminders(progress, timedelta(30), next_plan.plan.needs[next_plan.made.id]) == []
    assert reminders.reminders(progress, timedelta(30), next_plan.plan.needs["KH-9-2026"])


def test_links_lead_to_the_new_objects(next_plan: Renewed) -> None:
    """A task continues the old one, owes deliverables of its own, and waits for what goes on or is done."""
    plan, tasks = next_plan.plan, next_plan.next
    for old, task in tasks.items():
        assert task.to("continues") == (old,)
        assert [d.stem.rpartition("-")[0] for d in plan.targets(task, "deliverables")] == [task.stem] * len(
            task.to("deliverables")
        )
    assert tasks["NV-9-2026-III-14"].to("trigger") == (tasks["NV-9-2026-III-16"].id,)
    assert tasks["NV-9-2026-II-20"].to("trigger") == ("NV-9-2026-II-6",)  # done, and has its day


def test_only_what_is_still_owed_is_a_deliverable(project: Path) -> None:
    """Of two deliverables, that with confirmed evidence is not asked for again."""
    add(project, "theo-doi.md", proof(91, "2026-10-10", "SP-9-2026-III-7-1"))
    made = renewed(project)
    (deliverable,) = made.plan.targets(made.next["NV-9-2026-III-7"], "deliverables")
    assert deliverable.title == "Báo cáo khảo sát bổ sung tại ba xã, phường"


# -- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "deadline"),
    [
        ("II-4", "Ngày 30/6/2027"),
        ("II-5", "6 tháng đầu năm"),
        ("II-10", "Trước ngày 30/9/2027"),
        ("III-8", "15/12/2027"),
        ("III-16", "Quý II - Quý III năm 2027"),
        ("II-19", "sau khi Chính phủ ban hành Nghị định quy định chi tiết"),
    ],
)
def test_deadlines_in_force_in_the_next_year(next_plan: Renewed, task: str, deadline: str) -> None:
    """Clause and option say the deadline in force, an extension too, in the words of the next year."""
    found = next_plan.next[f"NV-9-2026-{task}"]
    assert found["deadline"] == deadline
    assert f"- Thời gian thực hiện: {deadline}." in found.body


def test_a_deadline_in_a_heading(project: Path) -> None:
    """Where the heading over a task says the deadline, the heading says the next one too."""
    page = f"{FOLDER}/ii-nhiem-vu.md"
    change(project, page, "\n- Thời gian thực hiện: Năm 2026.\n", "")
    change(project, page, ":::{task} Lồng ghép", "## 1. Trong năm 2026\n\n:::{task} Lồng ghép")
    change(project, page, ":deadline: Năm 2026", ":deadline: năm 2026")
    made = renewed(project)
    assert made.next["NV-9-2026-II-9"]["deadline"] == "năm 2027"
    assert "## 1. Trong năm 2027\n" in made.files["needs/kh-dt-9-2027/ii-nhiem-vu.md"].decode()


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("31/12/2026", "31/12/2027"),
        ("01/01/2027", "01/01/2027"),
        ("31/12/2027", "31/12/2027"),
        ("giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030"),
    ],
)
def test_what_is_not_over_when_the_new_year_begins_stays(project: Path, words: str, then: str) -> None:
    """A term that ends on the last day of the former year is moved, one that ends on the next day stays."""
    change(project, f"{FOLDER}/ii-nhiem-vu.md", "Năm 2026", words)
    assert renewed(project).next["NV-9-2026-II-9"]["deadline"] == then


def test_what_cannot_be_moved_stays_and_says_so(project: Path) -> None:
    """A day that the next year has not is left to a person."""
    change(project, f"{FOLDER}/ke-hoach.md", ":issued: 2026-01-05", ":issued: 2028-01-05")
    for page in ("ii-nhiem-vu.md", "iii-nhiem-vu.md", "theo-doi.md"):
        path = project / FOLDER / page
        path.write_text(path.read_text("utf-8").replace("/2026", "/2028"), encoding="utf-8")
    change(project, f"{FOLDER}/ke-hoach.md", "2026-01-05\n:ends: 2026", "2028-01-05\n:ends: 2028")
    change(project, f"{FOLDER}/ii-nhiem-vu.md", "Năm 2026", "29/02/2028")
    draft = Draft(project)
    made, _found = renewal.renew(
        draft, Progress(draft.plan, date(2028, 11, 22)), draft.plan.needs["KH-9-2026"], 2029
    )
    task = draft.plan.needs[{old.id: new for old, new in made.carried}["NV-9-2026-II-9"]]
    assert task["deadline"] == "29/02/2028"
    assert "không dời được sang năm 2029 (29/02/2028)" in task["to_confirm"]


def test_certain_successors_stand_in_the_words(next_plan: Renewed) -> None:
    """The clause names who took over, and so does the option."""
    task = next_plan.next["NV-9-2026-II-7"]
    assert task.to("owner") == ("CQ-SKHCN", "CQ-BAO")
    assert "- Cơ quan thực hiện: Sở Khoa học và Công nghệ, Báo và Đài tỉnh X." in task.body
    assert "Sở Thông tin và Truyền thông → Sở Khoa học và Công nghệ" in task["to_confirm"]


@pytest.mark.parametrize(("task", "agency"), [("III-3", "CQ-SXD"), ("III-4", "CQ-BDT")])
def test_where_nobody_surely_took_over_it_stays_open(next_plan: Renewed, task: str, agency: str) -> None:
    """An agency that was split, or whose successor is a rumour, stays in the words, to be confirmed."""
    found = next_plan.next[f"NV-9-2026-{task}"]
    assert found.to("owner") == (agency,)
    assert "chưa rõ cơ quan kế thừa" in found["to_confirm"]


@pytest.mark.parametrize(("until", "owner"), [("2026-11-21", "CQ-STC"), ("2026-11-22", "CQ-STP")])
def test_the_owner_of_the_day(project: Path, until: str, owner: str) -> None:
    """A standing task is its owner's to the owner's last day, and the successor's from the next."""
    ends = f":abbr: STP\n:until: {until}\n:successors: CQ-STC\n:certainty: certain\n:source: Giả định\n"
    change(project, "needs/agencies.md", ":abbr: STP\n", ends)
    assert renewed(project).next["NV-9-2026-II-8"].to("owner") == (owner,)


def test_agencies_that_were_merged_are_named_once(project: Path) -> None:
    """Two that lead together and became one lead alone; who leads by now supports no more."""
    ends = ":until: 2026-06-30\n:successors: CQ-SNV\n:certainty: certain\n:source: Giả định\n"
    change(project, "needs/agencies.md", ":abbr: STP\n", f":abbr: STP\n{ends}")
    made = renewed(project)
    joint, supported = made.next["NV-9-2026-III-16"], made.next["NV-9-2026-II-17"]
    assert (joint.to("owner"), joint["ownership"]) == (("CQ-SNV",), "")
    assert "- Cơ quan thực hiện: Sở Nội vụ.\n" in joint.body
    assert supported.to("partners") == ()
    assert "phối hợp" not in supported.body


def test_amended_agencies_stand_in_the_words(next_plan: Renewed) -> None:
    """Who leads by an amendment, and who supports by one, is named by the clause."""
    tasks = next_plan.next
    assert "- Cơ quan chủ trì: Sở Nội vụ." in tasks["NV-9-2026-III-6"].body
    assert tasks["NV-9-2026-III-7"].to("partners") == ("CQ-XA", "CQ-STP")


def test_what_the_words_do_not_say_is_left_open(next_plan: Renewed) -> None:
    """An authority that the clause does not name is no option of the next plan, which holds a text."""
    task = next_plan.next["NV-9-2026-II-5"]
    assert task.to("submit_to") == ()
    assert "cấp trình, lời văn không nêu (kế hoạch trước: Ủy ban nhân dân tỉnh X" in task["to_confirm"]


def test_only_agencies_that_the_words_do_not_name_are_left_open(tmp_path: Path) -> None:
    """Of two partners the one that the clause names stays; who leads stays in any case, with a waiver."""
    copy_of("small", tmp_path)
    made = renewed(tmp_path, plan="KH-1-2026")
    task = made.next["NV-1-2026-II-1"]
    assert task.to("partners") == ("CQ-B",)
    assert "cơ quan phối hợp, lời văn không nêu (kế hoạch trước: Các xã, phường" in task["to_confirm"]
    change(tmp_path, "needs/kh-1-2026/nhiem-vu.md", "Sở A chủ trì; Sở B, các xã, phường phối hợp. ", "")
    made = renewed(tmp_path, plan="KH-1-2026")
    led = made.next["NV-1-2026-II-1"]
    assert (led.to("owner"), led.to("partners")) == (("CQ-A",), ())
    (waiver,) = made.plan.sources(led.id, "waives")
    assert (waiver["rule"], waiver["decided_by"]) == ("KH307", "Người duy trì dữ liệu")


# -- the plan ------------------------------------------------------------------------------------------


def test_the_draft_is_a_draft_without_findings(next_plan: Renewed) -> None:
    """It has a provisional ID, neither number nor day, a text of its own, and nothing wrong with it."""
    home = next_plan.plan.needs[next_plan.made.id]
    assert (home.id, home.unsigned, home.year, home["number"]) == ("KH-DT-9-2027", True, 2027, "")
    assert (home["ends"], home["report_period"], home.path) == (
        "2027-12-31",
        "quarter",
        "needs/kh-dt-9-2027/ke-hoach.md",
    )
    assert rules.check(next_plan.plan) == []
    assert fidelity.compare(next_plan.plan, home).unclaimed == ()


def test_everything_taken_over_is_to_be_confirmed(next_plan: Renewed) -> None:
    """The plan and each task say what nobody has confirmed."""
    assert next_plan.plan.needs[next_plan.made.id]["to_confirm"]
    assert all(task["to_confirm"] for task in next_plan.next.values())


def test_the_former_plan_is_what_it_was(next_plan: Renewed) -> None:
    """Only files of the new folder are written."""
    assert {name.rpartition("/")[0] for name in next_plan.files} == {"needs/kh-dt-9-2027"}


def test_the_word_is_the_text(next_plan: Renewed) -> None:
    """The document for signature has its letterhead, number and day open, and each clause once."""
    home = next_plan.plan.needs[next_plan.made.id]
    document = official_text(Progress(next_plan.plan, AS_OF), home)
    assert document.letterhead
    assert document.letterhead.number == "Số: …/KH-UBND"
    assert document.letterhead.place_and_day == "ngày … tháng … năm 2027"
    words = [run.text for block in document.blocks for run in getattr(block, "text", ())]
    assert len([w for w in words if re.match(r"\d+\. ", w)]) == len(next_plan.next)


def test_the_real_plan_can_be_renewed() -> None:
    """A text that is cut goes on as far as it is held, with its waivers."""
    made = renewed(ROOT, date(2024, 1, 10), "KH-172-2023", 2024)
    assert [task["deadline"] for task in made.next.values()] == ["Quý III năm 2024", "Thường xuyên", ""]
    assert made.plan.needs["MT-DT-172-2024-1"].to("waives") == ("NV-DT-172-2024-II-1-C",)


def test_a_table_is_numbered_and_dated_anew(tmp_path: Path, kehoach: Run) -> None:
    """Rows keep their columns; that of a task that is done is left out."""
    copy_of("small", tmp_path)
    source = (
        "ỦY BAN NHÂN DÂN TỈNH X\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 7/KH-UBND\nX, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nCông tác mẫu năm 2026 (giả định)\n\n"
        "I. NHIỆM VỤ\n\nSở A theo dõi chung./.\n\nNơi nhận:\n- Như trên;\n\nCHỦ TỊCH\n\n"
        "Nguyễn Văn Giả Định\n\n"
        "PHỤ LỤC\nPHÂN CÔNG\n\n| TT | Nhiệm vụ | Chủ trì | Thời hạn | Sản phẩm |\n"
        "| 1 | Việc thứ nhất | Sở A | Quý II/2026 | Báo cáo một |\n"
        "| 2 | Việc thứ hai | Sở B | Tháng 9/2026 | Báo cáo hai |\n"
        "| 3 | Việc thứ ba | Sở A | Thường xuyên | Báo cáo ba |\n"
    )
    (tmp_path / "bang.txt").write_text(source, encoding="utf-8")
    done = kehoach("import", tmp_path / "bang.txt", "--plan", "kh-7-2026", "--root", tmp_path)
    assert done.returncode == 0, done.stderr
    page = tmp_path / "needs/kh-7-2026/ke-hoach.md"
    reported = page.read_text("utf-8").replace(":imported: unfinished\n", "")
    page.write_text(reported.replace(":source:", ":report_period: year\n:source:"), encoding="utf-8")
    evidence = proof(1, "2026-05-05", "SP-7-2026-PL-1-1").replace("MC-9-", "MC-7-")
    (tmp_path / "needs/kh-7-2026/theo-doi.md").write_text(f"# Theo dõi\n\n{evidence}", encoding="utf-8")
    made = renewed(tmp_path, plan="KH-7-2026")
    home = made.plan.needs["KH-DT-7-2027"]
    assert [task.body for task in made.next.values()] == [
        "| 1 | Việc thứ hai | Sở B | Tháng 9/2027 | Báo cáo hai |",
        "| 2 | Việc thứ ba | Sở A | Thường xuyên | Báo cáo ba |",
    ]
    text = made.plan.texts[home.id]
    assert "Công tác mẫu năm 2027 (giả định)" in text
    assert "Nguyễn Văn Giả Định" not in text
    annex = official_text(Progress(made.plan, AS_OF), home).annex
    assert annex
    assert (annex.kind, annex.subject, len(annex.blocks)) == ("PHỤ LỤC PHÂN CÔNG", (), 1)


# -- the command ---------------------------------------------------------------------------------------


def test_the_command_writes_objects_and_word(project: Path, kehoach: Run) -> None:
    """It names what it has written, what goes on and what is left out; a second time it refuses."""
    given = (*NEW, "--from", "KH-9-2026", "--year", "2027", "--as-of", "2026-11-22", "--root", project)
    done = kehoach(*given)
    assert done.returncode == 0, done.stderr
    assert "NV-9-2026-II-4 → NV-DT-9-2027-II-1" in done.stdout
    assert "NV-9-2026-III-15 Bồi dưỡng cán bộ thôn, tổ dân phố: đã hủy (DC-9-2026-10)" in done.stdout
    assert (project / "build/export/ke-hoach-KH-DT-9-2027.docx").read_bytes().startswith(b"PK")
    assert kehoach("check", "--root", project).returncode == 0
    again = kehoach(*given)
    assert (again.returncode, again.stderr) == (
        2,
        "Lỗi: Đã có needs/kh-dt-9-2027, giữ nguyên không ghi đè. Muốn lập lại thì xóa thư mục ấy trước.\n",
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--from", "KH-9-2026", "--year", "2026"), "Năm 2026 không sau năm 2026 của KH-9-2026"),
        (("--from", "KH-9-2016", "--year", "2027"), 'Không có kế hoạch "KH-9-2016"'),
        (("--from", "KH-9-2026"), "--year"),
        ((), "--from, --year"),
    ],
)
def test_what_cannot_be_drafted_is_refused(
    project: Path, kehoach: Run, given: tuple[str, ...], said: str
) -> None:
    """A year that is not after the plan's, a plan that is not there, and what was not said: exit code 2."""
    done = kehoach("new", "plan", *given, "--root", project)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (project / "needs/kh-dt-9-2027").exists()


def test_a_plan_is_not_signed_before_it_is_confirmed(project: Path, kehoach: Run) -> None:
    """What is still to be confirmed keeps the number away; once it is confirmed, the plan gets it."""
    kehoach(*NEW, "--from", "kh-9-2026", "--year", "2027", "--as-of", "2026-11-22", "--root", project)
    sign = ("sign", "KH-DT-9-2027", "--number", "3/KH-UBND", "--issued", "04/01/2027", "--root", project)
    refused = kehoach(*sign)
    assert refused.returncode == 1
    assert "KH141 NV-3-2027-II-1" in refused.stdout
    for page in (project / "needs/kh-dt-9-2027").glob("*.md"):
        kept = re.sub(r":to_confirm: .*\n", "", page.read_text("utf-8"))
        page.write_text(kept, encoding="utf-8")
    signed = kehoach(*sign)
    assert signed.returncode == 0, signed.stdout
    plan = reader.read(project)
    assert plan.needs["NV-3-2027-II-1"].to("continues") == ("NV-9-2026-II-4",)
