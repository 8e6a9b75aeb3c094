"""``kehoach import``: drafts that hold the whole text, what they leave to people, and nothing overwritten."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Run
from importing.test_importing import FRAGMENTS, GAZETTE, HEAD, PROSE, TABLE
from kehoach import rules
from kehoach.importing.drafted import UNCONFIRMED
from kehoach.plan import VERBATIM, Plan, reader
from kehoach.rules.findings import Finding

SEED = ROOT / "needs" / "kh-172-2023"
#: What a draft leaves to people, by design: deliverables that the text does not name, several owners, a
#: deadline that is not there, a report cycle, what an annex does not say of its document.
LEFT_TO_PEOPLE = {"KH018", "KH102", "KH106", "KH201", "KH206"}
#: Roles that a cell words as sentences are compared by people.
SHARES = {"KH307", "KH308"}


#: A schedule names the units alone: who visits them stands before it.
SCHEDULE = f"""{HEAD}
I. NỘI DUNG
Giám sát việc giả định.
II. THÀNH PHẦN
a) Sở Nội vụ kiểm tra các đơn vị nêu tại Biểu 1.
III. LỊCH
Biểu 1. Khối sở, ngành

| TT | Đơn vị được kiểm tra | Thời gian kiểm tra |
| 1 | Sở Ngoại vụ | Ngày 12/4/2026 |
| 2 | Sở Tư pháp | Ngày 13/4/2026 |
"""
LETTER = """\
ỦY BAN NHÂN DÂN
TỈNH X
Số: 12/UBND-NC
V/v làm việc giả định
X, ngày 20 tháng 01 năm 2026

Kính gửi:
- Sở A;
- Các sở, ban, ngành cấp tỉnh.

Ủy ban nhân dân tỉnh có ý kiến như sau:
1. Sở A chủ trì lập danh sách giả định trước ngày 10/2/2026.
Nơi nhận:
- Như trên.
"""
#: What Markdown writes besides words, and rows without a content of their own.
MARKS = """\
# KẾ HOẠCH

## I. VIỆC GIẢ ĐỊNH

### 1. Sở A

- **Lập** sổ giả định, __gửi__ trước ngày 05/10/2026.

## II. BẢNG VIỆC

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
| 1 | Lập sổ mẫu | Sở B | Sở C<br>Ủy ban MTTQ tỉnh | Quý II/2026 |
|  |  | Sở D |  | Quý III/2026 |
|  |  | Sở E |  | Quý IV/2026 |
| 2 | Đo kênh | 1. Sở B đo. 2. Sở C<br/>góp ý |  | Tháng 5/2026 |
"""
ACTIVE = SCHEDULE.replace("Đơn vị được kiểm tra", "Tên đơn vị kiểm tra")


@pytest.fixture
def drafted(kehoach: Run, empty: Path) -> Callable[[str, str], tuple[Plan, list[Finding]]]:
    """Imports a text into an empty project; the plan and what is wrong with it."""

    def run(text: str, name: str = "van-ban.txt") -> tuple[Plan, list[Finding]]:
        (empty.parent / name).write_text(text, encoding="utf-8")
        done = kehoach("import", empty.parent / name, "--plan", "kh-9-2026", "--root", empty)
        assert done.returncode == 0, done.stderr
        plan = reader.read(empty)
        return plan, rules.check(plan)

    return run


TEXTS = {
    "gazette": (GAZETTE, "a.txt"),
    "prose": (PROSE, "a.txt"),
    "table": (TABLE, "a.md"),
    "schedule": (SCHEDULE, "a.txt"),
    "schedule of who visits": (ACTIVE, "a.txt"),
    "marks of Markdown, shares of rows": (MARKS, "a.md"),
    "letter": (LETTER, "a.txt"),
    "fragments": (FRAGMENTS, "a.txt"),
    "fragments under a letterhead": (f"{HEAD}\n{FRAGMENTS}", "a.txt"),
}


@pytest.mark.parametrize(("text", "name"), TEXTS.values(), ids=TEXTS)
def test_a_draft_holds_the_whole_text(
    drafted: Callable[[str, str], tuple[Plan, list[Finding]]], text: str, name: str
) -> None:
    """Every line is in one object, heading or frame, word for word; only what people decide is left open."""
    _plan, findings = drafted(text, name)
    open_ = LEFT_TO_PEOPLE | (SHARES if text is MARKS else set())
    assert {finding.code for finding in findings} <= open_, list(map(str, findings))


def test_tasks_of_sentences_wait_beside_a_list(kehoach: Run, empty: Path) -> None:
    """A task read from a sentence beside a table is marked in the files until a person says yes."""
    (empty.parent / "a.md").write_text(f"{PROSE}\n{TABLE}", encoding="utf-8")
    kehoach("import", empty.parent / "a.md", "--plan", "kh-9-2026", "--root", empty)
    folder = empty / "needs" / "kh-9-2026"
    told = sum(path.read_text("utf-8").count(UNCONFIRMED) for path in folder.glob("*.md"))
    assert told == 5
    done = kehoach("--lang", "en", "resolve", "KH-9-2026", "--root", empty, input="\n" * 20)
    assert "5 tasks were read from sentences" in done.stdout
    assert not any(UNCONFIRMED in path.read_text("utf-8") for path in folder.glob("*.md"))


def test_a_letter_has_addressees_and_no_principles(
    drafted: Callable[[str, str], tuple[Plan, list[Finding]]],
) -> None:
    """Whom a letter is for stands in the frame of its head, without national title, and is no object."""
    plan, _findings = drafted(LETTER, "a.txt")
    assert plan.plans[0]["doc_type"] == "Công văn"
    assert plan.plans[0]["issued"] == "2026-01-20"
    assert [need.type for need in plan.needs.values() if need.type in VERBATIM] == ["plan", "task"]


def test_the_source_is_kept_byte_for_byte(
    drafted: Callable[[str, str], tuple[Plan, list[Finding]]], empty: Path
) -> None:
    """``source.txt`` is the file that was imported."""
    drafted(GAZETTE, "a.txt")
    assert (empty / "needs/kh-9-2026/source.txt").read_bytes() == GAZETTE.encode()


def test_agencies_are_found_or_drafted(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """A known agency is linked, a misspelt name is likely the known one, an unknown one is drafted."""
    (empty / "needs/agencies.md").write_text(
        "# Cơ quan\n\n:::{agency} Sở A\n:id: CQ-SOA\n:kind: agency\n:::\n\n"
        ":::{agency} Các sở, ban, ngành cấp tỉnh X\n:id: CQ-SBN\n:kind: group\n:membership: unknown\n:::\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text(GAZETTE, encoding="utf-8")
    done = kehoach("--lang", "en", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    task = reader.read(empty).needs["NV-9-2026-I-1-A"]
    assert task.to("owner") == ("CQ-SOA",)
    assert task.to("partners") == ("CQ-SB", "CQ-SBN", "CQ-UBNDCHTXTP")
    assert "CQ-SBN" in done.stdout
    assert "%" in done.stdout


def test_a_ministry_is_no_department(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """However alike their names are, "Bộ Tài chính" is not "Sở Tài chính"."""
    agency = ":::{agency} Sở Tài chính và Đầu tư\n:id: CQ-STC\n:kind: agency\n:::\n"
    (empty / "needs/agencies.md").write_text(f"# Cơ quan\n\n{agency}", encoding="utf-8")
    text = GAZETTE.replace("Cơ quan chủ trì: Sở A", "Cơ quan chủ trì: Bộ Tài chính và Đầu tư")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kehoach("import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    assert reader.read(empty).needs["NV-9-2026-I-1-A"].to("owner") == ("CQ-BTCVDT",)


def test_who_is_asked_is_not_ordered(drafted: Callable[[str, str], tuple[Plan, list[Finding]]]) -> None:
    """What the Front is asked for is a request; what a department is politely told stays an order."""
    asked = """
I. TỔ CHỨC THỰC HIỆN
1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh X giám sát việc giả định, hoàn thành trước ngày 30/6/2026.
2. Đề nghị Sở A rà soát việc giả định, hoàn thành trước ngày 30/6/2026.
"""
    plan, _findings = drafted(HEAD + asked, "a.txt")
    front, department = plan.of_type("task")
    assert [(t["assignment"], plan.needs[t.to("owner")[0]]["kind"]) for t in (front, department)] == [
        ("request", "front"),
        ("", "agency"),
    ]


def test_the_report_says_what_people_decide(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """The report is printed and kept as a page under build/."""
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    done = kehoach("--lang", "vi", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    page = (empty / "build/import/kh-9-2026.md").read_text(encoding="utf-8")
    for text in (done.stdout, page):
        assert "đề mục" in text
        assert "NV-9-2026-II-1-C" in text


def test_json_writes_nothing(kehoach: Run, tmp_path: Path) -> None:
    """``--format json`` prints the structure, needs no other option, and leaves the folder as it was."""
    (tmp_path / "a.txt").write_text(GAZETTE, encoding="utf-8")
    done = kehoach("import", "a.txt", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["document"]["number"] == "9/KH-UBND"
    first = found["items"][0]
    assert (first["line"], first["due"], first["kind"]) == (21, "2026-09-30", "period")
    assert first["owner"] == ["Sở A"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_second_import_changes_nothing(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """The same text again finds everything there."""
    (tmp_path / "a.txt").write_text(GAZETTE, encoding="utf-8")
    command = ("--lang", "en", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    kehoach(*command)
    before = {path: path.read_bytes() for path in empty.rglob("*") if path.is_file()}
    done = kehoach(*command)
    assert done.stdout == "Nothing is written: every object of this text is there already.\n"
    assert {path: path.read_bytes() for path in empty.rglob("*") if path.is_file()} == before


def test_a_changed_text_shows_differences_and_adds_what_is_new(
    kehoach: Run, empty: Path, tmp_path: Path
) -> None:
    """Authored files stay as they are; a clause that no object holds is written, into a file of its own."""
    (tmp_path / "a.txt").write_text(GAZETTE, encoding="utf-8")
    command = ("--lang", "en", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    kehoach(*command)
    before = {path: path.read_bytes() for path in (empty / "needs").rglob("*") if path.is_file()}
    new = "e) Báo cáo việc giả định.\n- Cơ quan chủ trì: Sở A.\n- Thời gian: Tháng 12/2026.\n"
    (tmp_path / "a.txt").write_text(GAZETTE.replace("Quý III", "Quý IV") + new, encoding="utf-8")
    done = kehoach(*command)
    assert 'NV-9-2026-I-1-A `deadline`: "Quý III năm 2026" → "Quý IV năm 2026"' in done.stdout
    assert "source.txt, which stays as it is" in done.stdout
    added = empty / "needs/kh-9-2026/bo-sung.md"
    assert "NV-9-2026-I-1-E" in added.read_text(encoding="utf-8")
    after = {path: path.read_bytes() for path in (empty / "needs").rglob("*") if path.is_file()}
    assert {path: content for path, content in after.items() if path != added} == before


def test_the_text_of_another_plan_is_refused(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """A text without one clause of the plan named is not added to it: its folder is named wrongly."""
    command = ("--lang", "en", "import", tmp_path / "a.txt", "--plan", "kh-9-2026", "--root", empty)
    (tmp_path / "a.txt").write_text(GAZETTE, encoding="utf-8")
    kehoach(*command)
    before = {path: path.read_bytes() for path in empty.rglob("*") if path.is_file()}
    shutil.copy(SEED / "source.txt", tmp_path / "a.txt")
    done = kehoach(*command)
    assert done.returncode == 2
    assert "No clause of needs/kh-9-2026 stands in" in done.stderr
    assert {path: path.read_bytes() for path in empty.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "command", [("import", "a.txt", "--plan", "kh-9-2026"), ("merge", "a.xlsx")], ids=lambda c: c[0]
)
def test_a_file_that_is_not_there_is_said_so_in_vietnamese(
    kehoach: Run, empty: Path, command: tuple[str, ...]
) -> None:
    """No English words of the system or of the command line reach an official who mistypes a name."""
    done = kehoach("--lang", "vi", *command, "--root", empty, cwd=empty)
    assert done.returncode == 2
    assert done.stderr.endswith(f"{command[1]}: không có tệp hoặc thư mục này.\n")


def test_the_real_plan_is_drafted_as_it_was_authored(kehoach: Run, empty: Path) -> None:
    """The seed imported again equals needs/kh-172-2023 in every verbatim field.

    But for titles of objectives and principles, where people chose shorter words of the clause.
    """
    for name in ("agencies.md", "legal.md"):
        shutil.copy(ROOT / "needs" / name, empty / "needs")
    kehoach("import", SEED / "source.txt", "--plan", "kh-172-2023", "--root", empty)
    ours, theirs = reader.read(empty), reader.read(ROOT)
    options = ("clause", "form", "deadline", "number", "doc_type", "issuer", "signer", "issued", "effective")
    for need in theirs.needs.values():
        if need.type not in VERBATIM:
            continue
        found = ours.needs[need.id]
        assert found.body == need.body
        assert {o: found[o] for o in options} == {o: need[o] for o in options}
        assert found.to("owner") == need.to("owner")
        assert found.to("partners") == need.to("partners")
        if need.type in ("plan", "task"):
            assert found.title == need.title
    numbered = {
        (h.level, h.text) for h in theirs.headings if h.path.startswith("needs/kh-172") and "." in h.text
    }
    assert numbered <= {(h.level, h.text) for h in ours.headings}
    assert {line for f in ours.frames for line in f.text.split("\n")} == {
        line for f in theirs.frames for line in f.text.split("\n")
    }


CORPUS = ROOT.parent / "shared" / "corpus"


NOT_BESIDE = pytest.mark.skip(reason="the corpus of real official texts is not beside this project")


@pytest.mark.parametrize(
    "gold",
    sorted(CORPUS.glob("*.gold.json")) or [pytest.param(CORPUS, marks=NOT_BESIDE)],
    ids=lambda path: path.name[:2],
)
def test_real_texts(kehoach: Run, tmp_path: Path, gold: Path) -> None:
    """Real official texts with their assignments annotated are read as a careful reader reads them."""
    text = gold.with_name(gold.name.replace(".gold.json", ".txt"))
    structure = json.loads(kehoach("import", text, "--format", "json").stdout)
    if all(item["deadline_text"] for item in json.loads(gold.read_text("utf-8"))["items"]):
        # Who annotated only duties with a time does not say that the others are none.
        structure["items"] = [item for item in structure["items"] if item["deadline"]]
    found = tmp_path / "found.json"
    found.write_text(json.dumps(structure), encoding="utf-8")
    command = ["python3", str(CORPUS / "score.py"), str(found), str(gold)]
    row = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    scores = {key: float(value) for key, _equal, value in (part.partition("=") for part in row.split()[1:])}
    assert min(scores[key] for key in ("F1", "owner", "partners", "deadline", "due", "kind")) >= 0.97, row
