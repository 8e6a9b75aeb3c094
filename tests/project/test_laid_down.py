"""What an office gets: a repository of its own that works, with nothing of ours but the tool."""

import posixpath
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from docx import Document

from conftest import ROOT, Run
from kehoach import cli, rules
from kehoach.plan import reader
from kehoach.project import HOSTS, Office, laid_down, starting
from project.keep import in_package, of_offices, shared

OFFICE = ("--office", "Sở Giả định", "--province", "tỉnh Giả Định")

#: A plan that leaves nothing open (fictional).
TEXT = """\
UBND TỈNH GIẢ ĐỊNH
SỞ GIẢ ĐỊNH
Số: 12/KH-SGD
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Giả Định, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Rà soát văn bản năm 2026 (dữ liệu giả định)
I. MỤC ĐÍCH
1. Bảo đảm văn bản thống nhất.
II. NHIỆM VỤ
1. Rà soát văn bản của Sở.
- Cơ quan chủ trì: Văn phòng Sở.
- Sản phẩm: Báo cáo kết quả rà soát.
- Thời gian hoàn thành: Trước ngày 30/6/2026.
2. Tổ chức tập huấn.
- Cơ quan chủ trì: Phòng Tổ chức cán bộ.
- Cơ quan phối hợp: Văn phòng Sở.
- Sản phẩm: Hội nghị tập huấn.
- Thời gian hoàn thành: Quý III năm 2026.
Nơi nhận:
- Như trên;
- Lưu: VT.
GIÁM ĐỐC
"""


@pytest.fixture
def docx(tmp_path: Path) -> Path:
    """That plan as a Word file."""
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "Kế hoạch.docx"))
    return tmp_path / "Kế hoạch.docx"


def init(*words: str | Path, answers: str | None = None) -> tuple[int, str]:
    """Run ``kehoach init``; its exit code and all that it says."""
    done = CliRunner().invoke(cli.main, ["--lang", "en", "init", *map(str, words)], input=answers)
    return done.exit_code, done.output


# -- one place for each file ----------------------------------------------------------------------------


def test_our_own_files_are_those_that_offices_get() -> None:
    """What this repository shares with every office is in the package to the byte, and nothing else is."""
    assert shared() == in_package(), "run: make project"


def test_our_own_configuration_is_what_is_laid_down() -> None:
    """``conf.py`` is the template without an office, and below the mark what development alone needs."""
    ours = of_offices((ROOT / "conf.py").read_text("utf-8"))
    assert ours == laid_down(Office("", ""))["conf.py"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_has_its_own_files_and_no_others(host: str) -> None:
    """Workflows and templates are those of the host that was named; "none" has neither."""
    names = laid_down(Office("Sở Giả định", "tỉnh Giả Định", host))
    assert (".github/workflows/kehoach.yml" in names) == (host == "github")
    assert (".gitlab-ci.yml" in names) == (host == "gitlab")
    assert any(name.startswith(".gitlab/") for name in names) == (host == "gitlab")


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_of_our_own_plan_is_laid_down(host: str) -> None:
    """No file names Thanh Hóa or Plan 172."""
    for name, content in laid_down(Office("Sở Giả định", "tỉnh Giả Định", host)).items():
        text = content.decode()
        assert "Thanh Hóa" not in text, name
        assert "172" not in text.replace("105/NQ-CP", ""), name


@pytest.mark.parametrize("host", HOSTS)
def test_every_target_that_is_named_is_one(host: str) -> None:
    """What workflows, editor and guides call is in the Makefile, and what they link to is there."""
    laid = {name: content.decode() for name, content in laid_down(Office("A", "B", host)).items()}
    targets = set(re.findall(r"^([a-z]+):", laid["Makefile"], re.MULTILINE))
    for name, text in laid.items():
        called = re.findall(r"(?:^|[`&|;:] *)make (?:-s )?([a-z]+)", text, re.MULTILINE)
        assert set(called) <= targets, name
        for link in re.findall(r"\]\((?!https?:|[#/])([^)#\s]+)", text) if name.endswith(".md") else ():
            path = PurePosixPath(name).parent / link
            assert posixpath.normpath(path) in laid, (name, link)


NAMES = ['Sở "A" \\ B', "Sở {{ 7 * 7 }} {% raw %}", "Sở A'''", "Sở\u2028A"]


@pytest.mark.parametrize("name", NAMES)
def test_what_an_office_is_called_is_never_code(name: str) -> None:
    """Whatever the name holds, ``conf.py`` says it as a text, and so does ``pyproject.toml``."""
    laid = laid_down(Office(name, "tỉnh Giả Định", version="1"))
    settings: dict[str, object] = {}
    exec(compile(laid["conf.py"], "conf.py", "exec"), settings)  # noqa: S102 - it is what is tested
    assert settings["project"] == f"Theo dõi thực hiện kế hoạch – {name}"
    assert name in tomllib.loads(laid["pyproject.toml"].decode())["project"]["description"]


# -- the command ----------------------------------------------------------------------------------------


def test_an_empty_plan(tmp_path: Path, kehoach: Run) -> None:
    """With a title, the repository holds a draft of that plan; check, site and links are sound, and its
    front page says what comes next in the place of figures.
    """
    root = tmp_path / "so xyz"
    code, said = init(root, *OFFICE, "--plan", "Kế hoạch công tác năm 2027 (giả định)")
    assert code == 0, said
    plan = reader.read(root)
    assert [need.id for need in plan.plans] == ["KH-DT-1-2027"]
    assert rules.check(plan) == []
    done = kehoach("test", "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    front = (root / "build/html/index.html").read_text("utf-8")
    assert "Sở Giả định" in front
    assert "kehoach new task" in front
    assert "quá hạn, chưa xong" not in front


def test_an_imported_plan(tmp_path: Path, docx: Path) -> None:
    """With a file, the plan is drafted from it in the folder that its number and year give."""
    code, said = init(tmp_path / "so-xyz", *OFFICE, "--import", docx)
    assert code == 0, said
    plan = reader.read(tmp_path / "so-xyz")
    assert {need.id for need in plan.of_type("task")} == {"NV-12-2026-II-1", "NV-12-2026-II-2"}
    assert rules.check(plan) == []


def test_what_an_import_leaves_open_is_told(tmp_path: Path) -> None:
    """Where the check finds something in the draft, it is said that the site is one, and how to close it."""
    text = tmp_path / "Kế hoạch.txt"
    text.write_text(TEXT.replace("- Sản phẩm: Hội nghị tập huấn.\n", ""), encoding="utf-8")
    code, said = init(tmp_path / "so-xyz", *OFFICE, "--import", text)
    assert (code, "since 1 points are open. What closes them: uv run kehoach resolve kh-12-2026" in said) == (
        0,
        True,
    ), said
    assert {found.code for found in rules.check(reader.read(tmp_path / "so-xyz"))} == {"KH106"}


def test_one_that_was_stopped_can_be_run_again(tmp_path: Path) -> None:
    """What is there already as it would be laid down is no reason to refuse; what is new is counted."""
    assert init(tmp_path, *OFFICE)[0] == 0
    (tmp_path / "Makefile").unlink()
    (tmp_path / ".kehoach/office.toml").unlink()
    code, said = init(tmp_path, *OFFICE)
    assert (code, "1 files laid down" in said) == (0, True), said
    assert (tmp_path / "Makefile").is_file()
    code, said = init(tmp_path, *OFFICE)
    assert (code, "All files are in" in said, "laid down" in said) == (0, True, False), said


@pytest.mark.parametrize(
    ("number", "name", "folder"),
    [
        ("Số: 9/KH-UBND", "x", "kh-9-2026"),
        ("Số: 175/NQ-CP", "x", "nq-175-2026"),
        ("Số:     /KH-UBND", "Dự thảo: cây xanh", "du-thao-cay-xanh"),
        ("", "一", "ke-hoach"),
        ("", "rất " * 20, "rat-rat-rat-rat-rat-rat-rat-rat-rat-rat"),
    ],
)
def test_the_folder_of_a_plan(number: str, name: str, folder: str) -> None:
    """By number and year; by the name of the file where there is no number."""
    text = TEXT.replace("Số: 12/KH-SGD", number)
    assert starting.folder_of(text, name) == folder


def test_no_plan_yet(tmp_path: Path) -> None:
    """Without title and file there is no plan, and nothing wrong."""
    assert init(tmp_path / "so-xyz", *OFFICE)[0] == 0
    plan = reader.read(tmp_path / "so-xyz")
    assert not plan.plans
    assert rules.check(plan) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Where a file stands already, nothing is laid down, and it is said which."""
    (tmp_path / "README.md").write_text("Của tôi", encoding="utf-8")
    code, said = init(tmp_path, *OFFICE)
    assert (code, "README.md" in said) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (OFFICE[:2], "Not said: --province."),
        (("--office", " ", *OFFICE[2:]), "Not said: --office."),
        ((*OFFICE, "--plan", "A", "--import", "a.txt"), "not both"),
        ((*OFFICE, "--import", "a.txt"), "a.txt"),
        ((*OFFICE, "--wheel", "a.zip"), "no wheel"),
        ((*OFFICE, "--wheel", "a.whl"), "a.whl"),
        (("--update",), "was not laid down"),
        (("--update", "--plan", "A"), "leaves needs/ alone"),
        ((*OFFICE, "--dry-run"), "goes with --update"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, one sentence, and no folder."""
    code, output = init(tmp_path / "so-xyz", *words)
    assert (code, said in output, "Traceback" in output) == (2, True, False), output
    assert not (tmp_path / "so-xyz").exists()


def test_in_a_terminal_it_asks(tmp_path: Path, docx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not said by options is asked, in Vietnamese, until it can be taken."""
    monkeypatch.setattr("kehoach.commands.init._at_terminal", lambda: True)
    answers = f"\nSở Giả định\ntỉnh Giả Định\n3\n1\nkhông có\n'{docx}'\n"
    done = CliRunner().invoke(cli.main, ["init", str(tmp_path / "so-xyz")], input=answers)
    assert done.exit_code == 0, done.output
    assert "Tên cơ quan" in done.output
    assert "Không có tệp không có" in done.output
    assert (tmp_path / "so-xyz/needs/kh-12-2026").is_dir()
    assert (tmp_path / "so-xyz/.gitlab-ci.yml").is_file()


# -- with nothing but the wheel -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel installed and its dependencies, and nothing of this repository."""
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # Of folders that a .pth file names no .pth files are read: that of our editable install neither.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return venv / "bin" / "python"


def test_with_nothing_but_the_wheel(installed: Path, wheel: Path, docx: Path, tmp_path: Path) -> None:
    """In an empty folder: init, check and build give the Vietnamese site of that plan alone."""

    def run(*words: str | Path, where: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [installed, "-P", *words]
        return subprocess.run(
            command, cwd=where, capture_output=True, text=True, encoding="utf-8", check=False
        )

    where = run("-c", "import kehoach; print(kehoach.__file__)").stdout
    assert str(ROOT) not in where
    made = run("-m", "kehoach", "init", "so-xyz", *OFFICE, "--import", docx, "--wheel", wheel)
    assert made.returncode == 0, made.stderr
    root = tmp_path / "so-xyz"
    checked = run("-m", "kehoach", "check", where=root)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "Có 0 chỗ cần sửa.\n")
    built = run("-m", "kehoach", "build", where=root)
    assert built.returncode == 0, built.stderr
    site = root / "build" / "html"
    page = (site / "index.html").read_text("utf-8")
    assert 'lang="vi"' in page
    assert "12/KH-SGD" in page
    assert (site / "docs" / "rules.html").read_text("utf-8").count("KH101") > 1
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".txt", ".md", ".csv", ".ics"):
            text = path.read_text("utf-8", errors="replace")
            assert not any(word in text for word in ("Thanh Hóa", "172/KH-UBND", "172-2023")), path
    assert (root / "wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    assert tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]["find-links"] == [
        "wheels"
    ]
