"""The pre-commit hooks, run on copies of this repository as it stands: a sound one, and damaged ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach.project import Office, laid_down, starting

HOOKS = (
    "kehoach",
    "trailing-whitespace",
    "end-of-file",
    "line-ends",
    "toml",
    "yaml",
    "ruff",
    "ruff-format",
    "mypy",
    "workflows",
    "pipeline",
    "forms",
    "readthedocs",
    "zizmor",
)
TASKS = "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
SOURCE = "needs/kh-172-2023/source.txt"
CODE = "scripts/kehoach/language/spelling.py"
WORKFLOW = ".github/workflows/kehoach.yml"
FORM = ".github/ISSUE_TEMPLATE/gia-han.yml"

AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.org")

Edit = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository, with what mypy knows of it."""
    root = copy_of_this(tmp_path_factory.mktemp("hooks") / "repository")
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", root / ".mypy_cache")
    return root


def copy_of_this(root: Path) -> Path:
    """A git repository with the files of this one, and this one's ``.venv``."""
    listed = run(ROOT, "git", "ls-files", "-z", "-co", "--exclude-standard")
    for name in filter(None, listed.stdout.split("\0")):
        # A file deleted but not committed yet is listed too.
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, root / name)
    run(root, "git", "init", "-q")
    run(root, "git", "add", "-A")
    run(root, "git", *AUTHOR, "commit", "-q", "-m", "All files")
    (root / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    return root


@pytest.fixture
def repository(copied: Path) -> Iterator[Path]:
    """The copy, which is as it was when the test is over."""
    yield copied
    run(copied, "git", "reset", "-q", "--hard")
    run(copied, "git", "clean", "-fdq", "-e", ".venv")


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed."""
    return subprocess.run(
        command, cwd=root, env=environment(root), capture_output=True, text=True, check=True
    )


def environment(root: Path) -> dict[str, str]:
    """Ours, without what points git, pre-commit and mypy elsewhere, or tools to another encoding."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "MYPY"))}
    for name in ("SKIP", "PYTHONIOENCODING"):
        kept.pop(name, None)
    own = {"PRE_COMMIT_HOME": str(root.parent / "pre-commit"), "GIT_OPTIONAL_LOCKS": "0"}
    own["PATH"] = os.pathsep.join([str(ROOT / ".venv" / "bin"), kept["PATH"]])  # uv
    return {**kept, **own, "PRE_COMMIT_COLOR": "never", "PYTHONUTF8": "1"}


def pre_commit(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run hooks: all of them, or the one named, on the files that ``args`` choose."""
    command = [".venv/bin/pre-commit", "run", *args]
    return subprocess.run(
        command, cwd=root, env=environment(root), capture_output=True, text=True, check=False
    )


def damage(root: Path, file: str, edit: Edit) -> bytes:
    """Change a file, or make one; what it holds now."""
    path = root / file
    before = path.read_bytes() if path.exists() else b""
    after = edit(before)
    assert after != before
    path.write_bytes(after)
    run(root, "git", "add", "-A", "--", file)
    return after


def appended(text: bytes) -> Edit:
    """An edit that adds to the end of a file."""
    return lambda old: old + text


def test_every_hook_passes_on_this_repository(repository: Path) -> None:
    """Every hook finds files to look at and nothing wrong with them."""
    done = pre_commit(repository, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" not in done.stdout
    assert done.stdout.count("Passed") == len(HOOKS)


def test_the_hook_of_an_office(tmp_path: Path) -> None:
    """What `kehoach init` lays down checks the plan at a commit: an empty one passes, a fault is named."""
    root = tmp_path / "so-xyz"
    files = laid_down(Office("Sở Giả định", "tỉnh Giả Định"))
    for name, content in (files | starting.empty_plan("Kế hoạch (giả định)", "Sở Giả định", 2026)).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    run(root, "git", "init", "-q")
    run(root, "git", "add", "-A")
    (root / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
    done = pre_commit(root, "--all-files")
    assert (done.returncode, done.stdout.count("Passed")) == (0, 1), done.stdout + done.stderr
    damage(root, "needs/kh-dt-1-2026/ke-hoach.md", lambda old: old.replace(b":issuer:", b":isuer:"))
    done = pre_commit(root, "--all-files")
    assert (done.returncode, "needs/kh-dt-1-2026/ke-hoach.md:6: KH011" in done.stdout) == (1, True), (
        done.stdout
    )


INJECTED = b"echo ${{ github.event.pull_request.title }}"
# what was done, hook that must refuse it, file, edit, what the hook says of it
BAD: list[tuple[str, str, str, Edit, str]] = [
    ("owner removed", "kehoach", TASKS, lambda old: old.replace(b":owner: CQ-SNV\n", b"", 1), f"{TASKS}:5"),
    ("broken model", "kehoach", "ubproject.toml", appended(b"broken = [\n"), "ubproject.toml"),
    ("trailing whitespace", "trailing-whitespace", TASKS, appended(b"\nText  \n"), TASKS),
    ("missing final newline", "end-of-file", TASKS, lambda old: old.rstrip(b"\n"), TASKS),
    ("CRLF", "line-ends", TASKS, lambda old: old.replace(b"\n", b"\r\n"), TASKS),
    ("broken TOML", "toml", "ubproject.toml", appended(b"broken = [\n"), "ubproject.toml"),
    ("broken YAML", "yaml", "broken.yaml", appended(b"broken: [\n"), "broken.yaml"),
    ("import not used", "ruff", CODE, lambda old: b"import os\n" + old, f"{CODE}:1:8"),
    ("Python not formatted", "ruff-format", CODE, appended(b"WORDS = {  'a':1}\n"), "1 file reformatted"),
    ("mypy error", "mypy", CODE, appended(b'\nNUMBER: int = "one"\n'), f"{CODE}:"),
    ("misspelt key", "workflows", WORKFLOW, lambda old: old.replace(b"runs-on", b"run-on", 1), WORKFLOW),
    (
        "misspelt key",
        "pipeline",
        ".gitlab-ci.yml",
        appended(b"site2:\n  scripts: [make]\n"),
        ".gitlab-ci.yml",
    ),
    ("no label", "forms", FORM, lambda old: old.replace(b"label: M", b"name: M", 1), FORM),
    ("misspelt key", "readthedocs", ".readthedocs.yaml", appended(b"bild: {}\n"), ".readthedocs.yaml"),
    ("a tag", "zizmor", WORKFLOW, lambda old: re.sub(rb"@\w+ # (v\d)", rb"@\1", old), "unpinned-uses"),
    ("kept", "zizmor", WORKFLOW, lambda old: old.replace(b"credentials: f", b"x: f"), "artipacked"),
    ("run", "zizmor", WORKFLOW, lambda old: old.replace(b"make html", INJECTED), "template-injection"),
]


@pytest.mark.parametrize(("hook", "file", "edit", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_hook_refuses_a_bad_change(repository: Path, hook: str, file: str, edit: Edit, said: str) -> None:
    """Each hook fails on what it is for, and names the place."""
    damage(repository, file, edit)
    done = pre_commit(repository, hook, "--files", file)
    assert done.returncode == 1
    assert f"- hook id: {hook}\n" in done.stdout
    assert said in done.stdout


def test_every_hook_is_seen_to_refuse_something() -> None:
    """No hook is without a bad change above."""
    config = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert config.count("- {id: ") == len(HOOKS)
    assert {bad[1] for bad in BAD} == set(HOOKS)


@pytest.mark.parametrize("hook", ["trailing-whitespace", "end-of-file", "line-ends"])
def test_no_hook_changes_the_official_text(repository: Path, hook: str) -> None:
    """Blanks, line ends and a missing final newline of ``source.txt`` stay as they are."""
    text = damage(repository, SOURCE, appended(b"\r\nText  \r\nText \nText"))
    done = pre_commit(repository, hook, "--files", SOURCE)
    assert done.returncode == 0, done.stdout
    assert (repository / SOURCE).read_bytes() == text


def test_git_refuses_to_commit_a_task_without_owner(repository: Path) -> None:
    """Once installed, the hooks stop the commit itself."""
    run(repository, ".venv/bin/pre-commit", "install")
    damage(repository, TASKS, lambda old: old.replace(b":owner: CQ-SNV\n", b"", 1))
    done = subprocess.run(
        ["git", *AUTHOR, "commit", "-m", "No owner"],
        cwd=repository,
        env=environment(repository),
        capture_output=True,
        text=True,
        check=False,
    )
    (repository / ".git" / "hooks" / "pre-commit").unlink()
    assert done.returncode == 1
    assert f"{TASKS}:5" in done.stderr
    assert run(repository, "git", "rev-list", "--count", "HEAD").stdout == "1\n"
