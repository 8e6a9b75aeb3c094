"""``kehoach new``: the right block in the right file, or a refusal that says why."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from conftest import BLOCKED, ROOT, add_second_plan, copy_of
from kehoach import rules
from kehoach.cli import main
from kehoach.commands import asking, new
from kehoach.official import reviews
from kehoach.plan import model, reader
from merging.test_merge import everything, git, in_files

FOLDER = "needs/kh-9-2026"
TRACKING, TASKS, AGENCIES = f"{FOLDER}/theo-doi.md", f"{FOLDER}/ii-nhiem-vu.md", "needs/agencies.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the fictional demo plan, known to git."""
    root = copy_of("demo", tmp_path / "demo")
    git(root, "init", "-q")
    git(root, "add", ".")
    return root


def kehoach(root: Path, need_type: str, **options: str) -> Result:
    """Run ``kehoach new`` with options, in English."""
    given = [part for key, value in options.items() for part in (f"--{key.replace('_', '-')}", value)]
    return CliRunner().invoke(main, ["--lang", "en", "new", need_type, "--root", str(root), *given])


def added(root: Path) -> list[str]:
    """The lines that git sees as new; nothing may be gone."""
    lines = [line for line in git(root, "diff", "-U0").splitlines() if line[:3] not in ("+++", "---")]
    assert [line for line in lines if line.startswith("-")] == []
    return [line[1:] for line in lines if line.startswith("+")]


def test_evidence(project: Path) -> None:
    """It stands behind the last evidence, with the next number, not confirmed; place and ID are printed."""
    said = {
        "proves": "SP-9-2026-II-4-1",
        "title": "Báo cáo rà soát",
        "number": "77/BC-STP",
        "date": "10/7/2026",
    }
    done = kehoach(project, "evidence", **said, completed="29/6/2026")
    made = reader.read(project).needs["MC-9-2026-19"]
    assert (done.exit_code, done.stdout) == (0, f"{TRACKING}:{made.line}: MC-9-2026-19 Báo cáo rà soát\n")
    assert "\n".join(added(project)) == (
        ":::{evidence} Báo cáo rà soát\n:id: MC-9-2026-19\n:number: 77/BC-STP\n:date: 2026-07-10\n"
        ":completed: 2026-06-29\n:confirmed: no\n:proves: SP-9-2026-II-4-1\n:::\n"
    )
    assert rules.check(reader.read(project)) == []


def test_evidence_with_a_file(project: Path) -> None:
    """The fingerprint of a file is taken from the file."""
    file = f"{FOLDER}/minh-chung/bao-cao-so-noi-vu.txt"
    said = {"proves": "SP-9-2026-II-4-1", "title": "Báo cáo", "date": "10/7/2026", "confirmed": "yes"}
    assert kehoach(project, "evidence", **said, file=file).exit_code == 0
    need = reader.read(project).needs["MC-9-2026-19"]
    assert need["sha256"] == reader.read(project).needs["MC-9-2026-1"]["sha256"]
    assert need["confirmed"] == "yes"


def test_update(project: Path) -> None:
    """A report, with its agency named in words."""
    said = {"on": "NV-9-2026-II-5", "title": "Tiến độ", "date": "13/7/2026", "result": "Đã trình dự thảo"}
    assert kehoach(project, "update", **said, of="Sở Tài chính (giả định)").exit_code == 0
    assert added(project)[:-1] == [
        *(":::{update} Tiến độ", ":id: BC-9-2026-4", ":on: NV-9-2026-II-5", ":of: CQ-STC"),
        *(":date: 2026-07-13", ":result: Đã trình dự thảo", ":::"),
    ]


def test_obstacle(project: Path) -> None:
    """What stands in the way, who raised it, and who can resolve it."""
    said = {"on": "NV-9-2026-II-5", "title": "Chưa có kinh phí", "raised": "13/7/2026", "by": "CQ-STC"}
    assert kehoach(project, "obstacle", **said, needed="Bố trí kinh phí").exit_code == 0
    assert added(project)[-7:] == [
        *(":::{obstacle} Chưa có kinh phí", ":id: VM-9-2026-1", ":on: NV-9-2026-II-5"),
        *(":raised: 2026-07-13", ":by: CQ-STC", ":needed: Bố trí kinh phí", ":::"),
    ]


def test_closing(project: Path) -> None:
    """The document that ends a plan, and what it drops."""
    said = {"closes": "KH-9-2026", "title": "Kết thúc", "number": "99/QĐ-UBND", "date": "20/12/2026"}
    issuer = "Ủy ban nhân dân tỉnh X (giả định)"
    assert kehoach(project, "closing", **said, issuer=issuer, drops="NV-9-2026-II-12").exit_code == 0
    assert added(project)[-8:] == [
        *(":::{closing} Kết thúc", ":id: KT-9-2026-1", ":closes: KH-9-2026", ":number: 99/QĐ-UBND"),
        *(":date: 2026-12-20", f":issuer: {issuer}", ":drops: NV-9-2026-II-12", ":::"),
    ]


AMENDMENT = {
    "amends": "NV-9-2026-II-5",
    "title": "Gia hạn bố trí kinh phí",
    "deadline": "31/8/2026",
    "number": "88/QĐ-UBND",
    "date": "10/6/2026",
    "issuer": "Ủy ban nhân dân tỉnh X (giả định)",
}


def test_amendment(project: Path) -> None:
    """A document that changes a task, with its basis."""
    assert kehoach(project, "amendment", **AMENDMENT, basis="CC-88-QD-UBND").exit_code == 0
    assert added(project)[1:] == [
        *(":::{amendment} Gia hạn bố trí kinh phí", ":id: DC-9-2026-12", ":amends: NV-9-2026-II-5"),
        *(":deadline: 31/8/2026", ":number: 88/QĐ-UBND", ":date: 2026-06-10"),
        *(":issuer: Ủy ban nhân dân tỉnh X (giả định)", ":basis: CC-88-QD-UBND", ":::"),
    ]


def test_what_adds_findings_is_refused(project: Path) -> None:
    """The findings are told, and nothing is written."""
    before = everything(project)
    done = kehoach(project, "amendment", **AMENDMENT)
    assert (done.exit_code, everything(project)) == (1, before)
    said = rf"{TRACKING}:\d+: KH222 DC-9-2026-12: No document for this change\."
    assert re.match(said, done.stdout)
    assert "Nothing is written." in done.stderr


def test_old_findings_are_no_obstacle(project: Path) -> None:
    """Only what the new object adds counts, also where lines have moved."""
    in_files(":issuer: Sở Tư pháp (giả định)\n", "")(project)
    said = {"proves": "SP-9-2026-II-4-1", "title": "Báo cáo", "number": "77/BC", "date": "10/7/2026"}
    assert kehoach(project, "evidence", **said).exit_code == 0


@pytest.mark.parametrize(
    ("title", "abbr", "need_id"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", "", "CQ-SVHTTDL"),
        ("Sở Đầu tư", "Sở ĐT", "CQ-SODT"),
        ("Sở Nội thương", "SNV", "CQ-SNV-2"),
    ],
)
def test_agency(project: Path, title: str, abbr: str, need_id: str) -> None:
    """It stands behind the last of its kind; that nothing names it yet is told, and no reason to refuse."""
    done = kehoach(project, "agency", title=title, kind="agency", abbr=abbr)
    assert (done.exit_code, done.stdout) == (0, f"{AGENCIES}:130: {need_id} {title}\n")
    assert added(project)[:3] == [f":::{{agency}} {title}", f":id: {need_id}", ":kind: agency"]
    assert [f.code for f in rules.check(reader.read(project))] == ["KH108"]
    assert "Now name it" in done.stderr


def test_agency_of_a_name_that_is_taken(project: Path) -> None:
    """An agency that is there already, however its name is spelt, is not made again."""
    before = everything(project)
    done = kehoach(project, "agency", title="Sở  Y Tế (giả định)", kind="agency", abbr="SYTE")
    assert (done.exit_code, everything(project)) == (1, before)
    assert "An agency is called so already: CQ-SYT" in done.stdout


TASK = {
    "clause": "II.đ",
    "title": "Tổ chức hội thi",
    "owner": "CQ-SNV",
    "deadline": "Quý IV năm 2026",
    "deliverables": "Hội thi, đêm chung kết",
    "body": "đ) Tổ chức hội thi.\n- Cơ quan chủ trì: Sở Nội vụ.",
}


def test_task(project: Path) -> None:
    """A task of a plan without source, its clause line by line, with a deliverable that is derived."""
    done = kehoach(project, "task", **TASK)
    made = reader.read(project).needs
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            f"{TASKS}:{made['NV-9-2026-II-DD'].line}: NV-9-2026-II-DD Tổ chức hội thi",
            f"{TASKS}:{made['SP-9-2026-II-DD-1'].line}: SP-9-2026-II-DD-1 {TASK['deliverables']}",
        ],
    )
    assert "\n".join(added(project)) == (
        "\n:::{task} Tổ chức hội thi\n:id: NV-9-2026-II-DD\n:clause: II.đ\n:owner: CQ-SNV\n"
        ":deadline: Quý IV năm 2026\n"
        ":deliverables: SP-9-2026-II-DD-1\n\nđ) Tổ chức hội thi.\n\n- Cơ quan chủ trì: Sở Nội vụ.\n:::\n\n"
        ":::{deliverable} Hội thi, đêm chung kết\n:id: SP-9-2026-II-DD-1\n:origin: derived\n:::"
    )
    assert rules.check(reader.read(project)) == []


def test_a_clause_is_one_task(project: Path) -> None:
    """A clause that has its task is refused, with the place of that."""
    done = kehoach(project, "task", **{**TASK, "clause": "II.4"})
    assert done.exit_code == 2
    assert f"Clause II.4 is NV-9-2026-II-4 already, in {TASKS}:" in done.stderr


def test_a_task_where_every_clause_is_taken(small: Path) -> None:
    """Where the official text is held and has no clause left, a task is refused before anything is asked."""
    before = everything(small)
    done = kehoach(small, "task", plan="kh-3-2026")
    assert (done.exit_code, everything(small)) == (1, before)
    assert "The official text of KH-3-2026 is held in needs/kh-3-2026/nguon.txt" in done.stderr


def test_a_task_that_is_no_clause_of_the_source(small: Path) -> None:
    """Where the text has a clause left, it is that clause word for word that may be added."""
    text = "3. Sơ kết giả định.\n- Cơ quan chủ trì: Sở B.\n- Thời gian thực hiện: Tháng 11/2026.\n"
    with (small / "needs/kh-3-2026/nguon.txt").open("a", encoding="utf-8") as source:
        source.write(f"\n{text}")
    said = {
        **TASK,
        "plan": "KH-3-2026",
        "owner": "CQ-B",
        "clause": "I.3",
        "deadline": "Tháng 11/2026",
        "title": "Sơ kết giả định",
    }
    before = everything(small)
    done = kehoach(small, "task", **said)
    assert (done.exit_code, everything(small)) == (1, before)
    assert "a task is one of its clauses, word for word" in done.stderr
    assert kehoach(small, "task", **{**said, "body": text}).exit_code == 0
    assert rules.check(reader.read(small)) == []


def test_the_first_of_a_plan(small: Path) -> None:
    """A plan without follow-up page gets one; another type gets a section of its own there."""
    said = {"title": "Báo cáo", "date": "10/7/2026"}
    assert kehoach(small, "evidence", proves="SP-1-2026-II-1-1", number="1/BC", **said).exit_code == 0
    assert kehoach(small, "update", on="NV-1-2026-II-1", **said).exit_code == 0
    text = (small / "needs/kh-1-2026/theo-doi.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line[:1] == "#" or line[:4] == ":id:"] == [
        "# Theo dõi thực hiện",
        *("## Tài liệu minh chứng", ":id: MC-1-2026-1", "## Báo cáo tiến độ", ":id: BC-1-2026-1"),
    ]
    assert rules.check(reader.read(small)) == []


def test_a_section_without_objects(small: Path) -> None:
    """Under a heading that somebody has prepared."""
    page = small / "needs/kh-1-2026/theo-doi.md"
    page.write_text("# Theo dõi\n\n## Báo cáo tiến độ\n\nGhi ở đây.\n\n## Khác\n", encoding="utf-8")
    said = {"title": "Báo cáo", "date": "10/7/2026"}
    assert kehoach(small, "update", on="NV-1-2026-II-1", **said).exit_code == 0
    assert page.read_text(encoding="utf-8") == (
        "# Theo dõi\n\n## Báo cáo tiến độ\n\nGhi ở đây.\n\n:::{update} Báo cáo\n:id: BC-1-2026-1\n"
        ":on: NV-1-2026-II-1\n:date: 2026-07-10\n:::\n\n## Khác\n"
    )


#: What is said, and what is answered, with exit code 2.
MISTAKES = [
    ("evidence", {}, "Say with options what to add"),
    ("evidence", {"title": "Báo cáo"}, "Not said: --date, --proves."),
    (
        "evidence",
        {"title": "B", "date": "31/6/2026", "proves": "SP-9-2026-II-4-1"},
        '--date: "31/6/2026" is no day.',
    ),
    (
        "update",
        {"title": "B", "date": "1/6/2026", "on": "NV-9-2026-II-44"},
        '--on: There is no "NV-9-2026-II-44".\n',
    ),
    (
        "agency",
        {"title": "Sở", "kind": "sở"},
        '--kind: "kind" cannot be "sở". Write one of: agency, group, party, council, front, court, '
        "procuracy, military, central.",
    ),
    ("update", {"title": "B", "date": "1/6/2026", "on": "NV-9-2026-II-4", "plan": "KH-1"}, "Which plan?"),
]


@pytest.mark.parametrize(("need_type", "said", "answer"), MISTAKES)
def test_mistakes(project: Path, need_type: str, said: dict[str, str], answer: str) -> None:
    """What is missing or cannot be is said by the name of its option."""
    before = everything(project)
    done = kehoach(project, need_type, **said)
    assert (done.exit_code, done.stdout, everything(project)) == (2, "", before)
    assert answer in done.stderr


#: What is made one by one; a plan is made of another.
OBJECTS = [name for name in new.command.commands if name != "plan"]


def test_options_are_those_of_the_model() -> None:
    """Everything that the model lets an object say can be said, but for what is computed."""
    types = model.load(ROOT).types
    context = click.Context(new.command, obj=ROOT)
    for need_type in OBJECTS:
        command = new.command.get_command(context, need_type)
        assert command
        said = {parameter.name for parameter in command.params}
        assert types[need_type].options - {"id", "sha256", "to_confirm", *reviews.OPTIONS} <= said


def test_asked_in_a_terminal(project: Path) -> None:
    """Without options in a terminal: asked in Vietnamese, agencies found by words, mistakes asked again."""
    answers = [
        *("ra soat van ban", "1", "Tiến độ rà soát", "so tu phap", "1", "31/6/2026", "13/7/2026"),
        *("", "Đã rà soát xong", "", "", ""),
    ]
    output = in_terminal(project, ["new", "update"], answers)
    assert "Về nhiệm vụ: " in output
    assert "1. Rà soát văn bản của tỉnh có liên quan đến Luật (NV-9-2026-II-4)" in output
    assert "1. Sở Tư pháp (giả định) (CQ-STP)" in output
    assert "31/6/2026" in output
    assert "BC-9-2026-4" in output
    need = reader.read(project).needs["BC-9-2026-4"]
    assert (need.to("on"), need.to("of"), need["date"]) == (("NV-9-2026-II-4",), ("CQ-STP",), "2026-07-13")
    assert need["result"] == "Đã rà soát xong"


def test_a_task_asked_in_a_terminal(project: Path) -> None:
    """Clause and deliverables are asked line by line, choices in words."""
    answers = [
        *("Tổ chức hội thi", "II.21", "CQ-SNV, CQ-STP", "cùng thực hiện", "", "", "", "Quý IV năm 2026"),
        *("Hội thi", "Báo cáo", "", *[""] * 10, "ghi trong văn bản", "21. Tổ chức hội thi.", ""),
    ]
    output = in_terminal(project, ["new", "task"], answers)
    assert "NV-9-2026-II-21" in output
    needs = reader.read(project).needs
    assert needs["NV-9-2026-II-21"].to("deliverables") == ("SP-9-2026-II-21-1", "SP-9-2026-II-21-2")
    assert (needs["SP-9-2026-II-21-2"].title, needs["SP-9-2026-II-21-2"]["origin"]) == ("Báo cáo", "stated")


def test_the_next_plan_is_asked_for_in_a_terminal(project: Path) -> None:
    """Which plan goes on and in what year is asked for; no year is asked for again."""
    output = in_terminal(project, ["new", "plan", "--as-of", "2026-11-22"], ["1", "năm sau", "2027"])
    assert "KH-9-2026" in output
    assert reader.read(project).needs["KH-DT-9-2027"].unsigned


def in_terminal(root: Path, arguments: list[str], answers: list[str]) -> str:
    """What a command says in a terminal in which somebody types these answers."""
    import pty

    outside, inside = pty.openpty()
    command = [sys.executable, "-m", "kehoach", *arguments, "--root", str(root)]
    done = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, close_fds=True)
    os.close(inside)
    # Whoever asks for more than there are answers is told that there is nobody (Ctrl-D).
    os.write(outside, ("".join(f"{answer}\n" for answer in answers) + "\x04").encode())
    said = b""
    try:
        while piece := os.read(outside, 4096):
            said += piece
    except OSError:  # so Linux says that the other end has closed
        pass
    assert done.wait(timeout=BLOCKED) == 0, said.decode()
    return said.decode()


def test_found_by_words(project: Path) -> None:
    """Accents and case do not matter, nor the order of words; what is not like anything is not found."""
    plan = reader.read(project)
    assert asking.nearest(plan, ("agency",), "giao duc dao tao")[0].id == "CQ-SGDDT"
    assert asking.nearest(plan, ("agency",), "SKHCN")[0].id == "CQ-SKHCN"
    assert asking.nearest(plan, ("agency",), "xyzxyz") == []


# -- the questions -----------------------------------------------------------------------------------


def questions(root: Path, need_type: str) -> dict[str, dict[str, object]]:
    """What is asked for a new object, by option."""
    done = CliRunner().invoke(main, ["--lang", "en", "new", need_type, "--root", str(root), "--questions"])
    assert done.exit_code == 0, done.output
    return {question["option"]: question for question in json.loads(done.stdout)}


@pytest.mark.parametrize("need_type", OBJECTS)
def test_every_question_is_an_option(project: Path, need_type: str) -> None:
    """A program asks in the order of a terminal, and hands each answer over by the option of that name."""
    help_text = CliRunner().invoke(main, ["--lang", "en", "new", need_type, "--root", str(project), "--help"])
    asked = questions(project, need_type)
    assert [option for option in asked if f"\n  --{option} " not in help_text.stdout] == []
    need_type_of = model.load(project).types[need_type]
    assert {*need_type_of.required} <= {
        option.replace("-", "_") for option in asked if asked[option]["needed"]
    }


def test_what_can_be_chosen(project: Path) -> None:
    """Objects by their names, a deliverable with its task; words of the model in Vietnamese; a day as one."""
    asked = questions(project, "evidence")
    assert [*asked][:2] == ["proves", "title"]
    chosen = {"value": "SP-9-2026-II-4-1", "label": "Báo cáo rà soát văn bản"}
    task = "Rà soát văn bản của tỉnh có liên quan đến Luật"
    assert {**chosen, "about": task} in asked["proves"]["choices"]  # type: ignore[operator]
    assert (asked["proves"]["needed"], asked["proves"]["several"]) == (True, True)
    assert asked["date"]["format"] == "date"
    assert {"value": "yes", "label": "yes", "about": ""} in asked["confirmed"]["choices"]  # type: ignore[operator]
    assert questions(project, "task")["body"]["lines"]


def test_what_is_asked_for_the_next_plan(project: Path) -> None:
    """The plan that it follows, of those that there are, and its year."""
    asked = questions(project, "plan")
    assert [*asked] == ["from", "year"]
    assert [choice["value"] for choice in asked["from"]["choices"]] == ["KH-9-2026"]  # type: ignore[attr-defined]


def test_where_there_are_several_plans_a_task_asks_for_its_own(project: Path) -> None:
    """The question comes first, with each plan to choose."""
    assert "plan" not in questions(project, "task")
    add_second_plan(project)
    first, *_others = questions(project, "task").values()
    assert (first["option"], len(first["choices"])) == ("plan", 2)  # type: ignore[arg-type]
    assert "plan" not in questions(project, "evidence")


def test_questions_add_nothing(project: Path) -> None:
    """Not with values beside them either."""
    arguments = ["new", "evidence", "--root", str(project), "--title", "X", "--questions"]
    before = everything(project)
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert everything(project) == before
