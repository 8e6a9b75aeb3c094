"""``kehoach remind``: who is reminded of what, in texts that can be sent as they are."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import ROOT, Run
from kehoach.files.writing import write_whole
from kehoach.language import i18n
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.reports import reminders
from kehoach.reports.reminders import Asked
from reports.test_status import DELIVERABLE, TASK, evidence, extension, on, other, real_plan, task

TWO_WEEKS = timedelta(days=14)
EACH = task(links={"owner": "CQ-SNV CQ-STP"}, ownership="each")
ENDED = replace(real_plan().needs["CQ-STTTT"], id="CQ-OLD", title="Sở Cũ")


def asked(progress: Progress, within: timedelta = TWO_WEEKS) -> dict[str, list[tuple[str, str]]]:
    """Who is asked for what, and why."""
    return {
        r.agency.id: [(why.value, status.task.id) for why, status in r.tasks]
        for r in reminders.reminders(progress, within)
    }


def amended(effect: str) -> Need:
    return other("amendment", "DC-9", {"amends": (TASK,)}, effect=effect, date="2023-08-01", number="9/QĐ")


SENT = evidence("2023-08-15", confirmed=False)
# what was added, as of; then why Sở Nội vụ is reminded of II.1.a, if it is
REASONS = [
    ("far ahead", [], "2023-09-15", None),
    ("two weeks ahead", [], "2023-09-16", Asked.DUE),
    ("on the last day", [], "2023-09-30", Asked.DUE),
    ("after it, nothing said", [], "2023-10-01", Asked.NO_INFORMATION),
    ("after it, sent but not confirmed", [SENT], "2023-10-01", None),
    ("far ahead, sent but not confirmed", [SENT], "2023-09-01", None),
    ("done", [evidence("2023-09-01")], "2023-10-01", None),
    ("done, and more sent", [evidence("2023-09-01"), SENT], "2023-10-01", None),
    ("done late", [evidence("2023-11-01")], "2023-11-01", None),
    ("extended", [extension(1, "15/12/2023", "2023-09-20")], "2023-10-01", None),
    ("suspended", [amended("suspended"), SENT], "2023-10-01", None),
    ("cancelled", [amended("cancelled"), SENT], "2023-10-01", None),
]


@pytest.mark.parametrize(("added", "as_of", "why"), [r[1:] for r in REASONS], ids=[r[0] for r in REASONS])
def test_why_an_agency_is_reminded(added: list[Need], as_of: str, why: Asked | None) -> None:
    """Late, silent, due soon or waiting for confirmation; who has nothing to do gets no text."""
    expected = {"CQ-SNV": [(why.value, TASK)]} if why else {}
    assert asked(on(date.fromisoformat(as_of), *added)) == expected


def test_missing_reports_are_asked_of_all_joint_owners() -> None:
    """A standing duty is asked for by its report periods, of every owner that exists."""
    home = real_plan().needs["KH-172-2023"]
    cycle = {**home.options, "report_period": "quarter", "report_to": "UBND tỉnh (qua Sở Nội vụ)"}
    progress = on(date(2023, 10, 15), replace(home, options=cycle), evidence("2023-09-01"))
    assert set(asked(progress)) == {"CQ-STTTT", "CQ-PTTH", "CQ-BTH", "CQ-CTTDT"}
    text = reminders.text(progress, reminders.reminders(progress, TWO_WEEKS)[0], markdown=False)
    assert "- Not reported: quý III/2023\n" in text
    assert "- Report to: UBND tỉnh (qua Sở Nội vụ)\n" in text


def test_who_did_its_own_part_is_left_alone() -> None:
    """Where each agency does its own part, the others' delay is not held against it."""
    progress = on(date(2023, 11, 1), EACH, evidence("2023-09-01", of="CQ-STP"))
    assert asked(progress) == {"CQ-SNV": [("no-information", TASK)]}


def test_an_agency_reads_of_its_own_part() -> None:
    """The state and the evidence to send are those of the part, not of the whole."""
    both = task(links={"owner": "CQ-SNV CQ-STP", "deliverables": f"{DELIVERABLE} SP-2"}, ownership="each")
    sent = evidence("2023-09-01", of="CQ-STP", confirmed=False)
    progress = on(date(2023, 10, 11), both, other("deliverable", "SP-2", {}), sent)
    texts = {
        r.agency.id: reminders.text(progress, r, markdown=False)
        for r in reminders.reminders(progress, TWO_WEEKS)
    }
    assert "State: Open, overdue by 11 days" in texts["CQ-STP"]
    assert "Received, waiting for confirmation: " in texts["CQ-STP"]
    assert "Evidence to send: Tên của SP-2\n" in texts["CQ-STP"]
    assert "State: No information" in texts["CQ-SNV"]
    assert "Evidence to send: " in texts["CQ-SNV"]
    assert "Received" not in texts["CQ-SNV"]


@pytest.mark.parametrize("markdown", [False, True])
def test_the_most_pressing_comes_first(markdown: bool) -> None:
    """Tasks stand under why they are asked for, numbered through."""
    soon = task("Việc sắp đến hạn", deadline="15/10/2023")
    past = replace(task("Việc đã qua hạn"), id="NV-LAST")  # behind the other in the order of files
    progress = on(date(2023, 10, 5), soon, past)
    (reminder,) = reminders.reminders(progress, TWO_WEEKS)
    text = reminders.text(progress, reminder, markdown=markdown)
    group, item = ("\n## ", "\n### ") if markdown else ("\n", "\n")
    order = [f"{group}PAST THEIR DAY, NO INFORMATION\n", f"{item}1. Việc đã qua hạn\n",
             f"{group}DUE WITHIN 14 DAYS\n", f"{item}2. Việc sắp đến hạn\n"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_text_can_be_sent_as_it_is() -> None:
    """It addresses the agency, names day, clause and deadline, quotes, and closes politely."""
    i18n.use("vi")
    progress = on(date(2023, 10, 10), extension(1, "5/10/2023", "2023-09-20"))
    (reminder,) = reminders.reminders(progress, TWO_WEEKS)
    text = reminders.text(progress, reminder, markdown=False)
    assert text.startswith("Kính gửi: Sở Nội vụ\n\n(Số liệu tính đến hết ngày 10/10/2023)\n")
    assert "- Căn cứ: 172/KH-UBND, mục II.1.a\n" in text
    words = "Quý III năm 2023 → 5/10/2023 (gia hạn lần 1, theo 1/QĐ) (ngày đến hạn 05/10/2023)"
    assert f"- Thời hạn: {words}\n" in text
    assert "- Tình trạng: Chưa có thông tin\n" in text
    assert text.endswith("Trân trọng./.\n")


def test_the_clause_is_quoted_word_for_word() -> None:
    """The body of a task stands in its reminder as it stands in the plan; in Markdown, line by line."""
    body = real_plan().needs[TASK].body.strip()
    progress = on(date(2023, 10, 10))
    (reminder,) = reminders.reminders(progress, TWO_WEEKS)
    assert f"\n\n{body}\n\n" in reminders.text(progress, reminder, markdown=False)
    quoted = [
        line[2:] for line in reminders.text(progress, reminder, markdown=True).splitlines() if line[:1] == ">"
    ]
    assert quoted == body.splitlines()


def test_nobody_is_addressed_in_the_place_of_an_agency_that_ended() -> None:
    """A split agency has no certain successor: the coordinator is told, and no one else."""
    progress = on(date(2026, 11, 22), ENDED, task(links={"owner": "CQ-OLD"}))
    assert asked(progress) == {}
    told = reminders.closing(progress, TWO_WEEKS)
    assert told.splitlines()[0] == "Not known who took over, so nobody is addressed:"
    assert told.endswith("(Sở Cũ)\n")
    assert reminders.closing(progress, TWO_WEEKS, "CQ-SNV") == ""
    assert reminders.closing(progress, TWO_WEEKS, "CQ-OLD") == told


def test_one_of_two_owners_that_ended() -> None:
    """The owner that exists is reminded, the other is an open point."""
    joint = task(links={"owner": "CQ-OLD CQ-SNV"}, ownership="joint")
    progress = on(date(2026, 11, 22), ENDED, joint)
    assert set(asked(progress)) == {"CQ-SNV"}
    assert "(Sở Cũ)" in reminders.closing(progress, TWO_WEEKS)


@pytest.mark.parametrize("within", ["14d", "14", "2w", " 14d "])
def test_a_span_of_time_in_days_or_weeks(kehoach: Run, within: str) -> None:
    """Two weeks before the last day, two weeks are enough, however they are written."""
    run = kehoach("remind", "--root", ROOT, "--as-of", "16/9/2023", "--within", within)
    assert (run.returncode, run.stdout.count("Kính gửi: Sở Nội vụ")) == (0, 1)
    assert real_plan().needs[TASK].body.strip() in run.stdout


def test_nothing_to_remind_of_is_said(kehoach: Run) -> None:
    """Silence could be taken for a failure."""
    run = kehoach("remind", "--root", ROOT, "--as-of", "15/9/2023")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "Không có cơ quan nào cần nhắc.\n")


@pytest.mark.parametrize(("form", "suffix"), [("text", "txt"), ("markdown", "md")])
def test_a_file_an_agency(kehoach: Run, tmp_path: Path, form: str, suffix: str) -> None:
    """With --out there is a file an agency, its path is printed, and nothing unfinished stands beside it."""
    run = kehoach(
        "remind", "--root", ROOT, "--as-of", "2023-09-25", "--out", tmp_path / "a", "--format", form
    )
    path = tmp_path / "a" / f"nhac-viec-CQ-SNV.{suffix}"
    assert (run.returncode, run.stdout) == (0, f"{path}\n")
    assert list((tmp_path / "a").iterdir()) == [path]
    assert "Sở Nội vụ" in path.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_named(kehoach: Run, tmp_path: Path) -> None:
    """A file in the place of the folder ends with exit code 2 and a sentence."""
    (tmp_path / "a").touch()
    run = kehoach("remind", "--root", ROOT, "--as-of", "2023-09-25", "--out", tmp_path / "a")
    assert (run.returncode, run.stdout) == (2, "")
    assert f"Không ghi được {tmp_path / 'a'}" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails, the old file is as it was and the unfinished one is gone."""
    path = tmp_path / "a.txt"
    write_whole(path, "cũ\n".encode())

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Exception, match="No space left"):
        write_whole(path, "mới\n".encode())
    assert path.read_text("utf-8") == "cũ\n"
    assert list(tmp_path.iterdir()) == [path]
