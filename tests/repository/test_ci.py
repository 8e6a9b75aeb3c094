"""What the hosts run for each change does what it promises, and they ask the same.

That the files are sound by the hosts' schemas and by zizmor, `test_precommit` sees.
"""

import json
import re
import shlex
import string
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import ROOT
from repository.test_precommit import copy_of_this, environment, run

GITHUB, GITLAB = ".github/workflows/kehoach.yml", ".gitlab-ci.yml"
TASKS = "needs/kh-172-2023/ii-noi-dung-thuc-hien.md"
TESSERACT = "scripts/kehoach/importing/readers/tesseract.py"
UV = re.findall(r"uv==[\d.]+", (ROOT / "Makefile").read_text("utf-8"))[0]
AUTHOR = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


def load(file: str) -> dict[str, Any]:
    """A YAML file of this repository."""
    loaded: dict[str, Any] = YAML(typ="safe").load(ROOT / file)
    return loaded


# -- the steps ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """One job of a host: its scripts, each with its environment, and the files that it hands over."""

    name: str
    scripts: tuple[tuple[str, Mapping[str, str]], ...]
    artifacts: tuple[str, ...]


#: What the host puts in the place of expressions in a pull request to main.
CONTEXT = {"github.base_ref": "main"}


def github_jobs() -> Iterator[Job]:
    """The jobs of the workflow, in the order of the file."""
    for name, job in load(GITHUB)["jobs"].items():
        scripts = []
        for step in job["steps"]:
            if "run" in step:
                values = {
                    key: re.sub(r"\$\{\{ (\S+) \}\}", lambda match: CONTEXT[match[1]], value)
                    for key, value in step.get("env", {}).items()
                }
                scripts.append((step["run"], values))
        paths = [step["with"]["path"] for step in job["steps"] if "upload" in step.get("uses", "")]
        yield Job(name, tuple(scripts), tuple(paths))


def gitlab_jobs() -> Iterator[Job]:
    """The jobs of the pipeline, in the order of the file."""
    for name, job in load(GITLAB).items():
        if isinstance(job, dict) and "script" in job:
            artifacts = job.get("artifacts", {})
            paths = [*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]
            script = "set -o pipefail\n" + "\n".join(job["script"])
            yield Job(name, ((script, job.get("variables", {})),), tuple(paths))


HOSTS = {"github": github_jobs, "gitlab": gitlab_jobs}
JOBS = {
    "github": [
        "plan",
        "windows",
        "changes",
        "remind",
        "publish",
        "python",
        "scans",
        "editors",
        "code-on-windows",
    ],
    "gitlab": ["check", "site", "changes", "remind", "pages", "python", "scans", "editors"],
}
#: What these ask for is not here: Tesseract, Node and Neovim, Windows.
ELSEWHERE = ("scans", "editors", "windows", "code-on-windows")


@pytest.mark.parametrize("host", HOSTS)
def test_the_jobs(host: str) -> None:
    """Both hosts do the same, and no job is left out below."""
    assert [job.name for job in HOSTS[host]()] == JOBS[host]


def test_every_python_has_its_job() -> None:
    """Each host builds the site with the oldest and the newest Python of the metadata, and those between."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    promised = {name.removeprefix(prefix) for name in project["classifiers"] if name.startswith(prefix)}
    github = load(GITHUB)["jobs"]["python"]["strategy"]["matrix"]["version"]
    (gitlab,) = (row["VERSION"] for row in load(GITLAB)["python"]["parallel"]["matrix"])
    image = re.search(r"python:([\d.]+)", load(GITLAB)["default"]["image"])
    assert image
    # The runner of the first job has 3.12.
    assert {f"3.{name}" for name in promised} == {*github, "3.12"} == {*gitlab, image[1]}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository, with a branch of one change to the plan, to be cloned."""
    root = copy_of_this(tmp_path_factory.mktemp("ci") / "repository")
    (root / ".venv").unlink()
    run(root, "git", "branch", "-M", "main")
    run(root, "git", "checkout", "-q", "-b", "change")
    path = root / TASKS
    path.write_text(
        path.read_text("utf-8").replace(":kind: Hội nghị", ":kind: Hội nghị trực tuyến", 1), "utf-8"
    )
    run(root, "git", *AUTHOR, "commit", "-q", "-a", "-m", "A change")
    return root


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Path:
    """A fresh clone, of a repository of its own, on the branch; its ``.venv`` is ours, ready for it."""
    origin, root = tmp_path / "repository", tmp_path / "clone"
    run(tmp_path, "git", "clone", "-q", "--bare", str(repository), str(origin))
    run(tmp_path, "git", "clone", "-q", str(origin), str(root))
    (root / ".venv").mkdir()
    for entry in (ROOT / ".venv").iterdir():
        if entry.name != ".ready":
            (root / ".venv" / entry.name).symlink_to(entry)
    (root / ".venv" / ".ready").touch()
    return root


def bash(root: Path, script: str, values: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step as both hosts do: until the first command that fails."""
    given = {**environment(root), "CI": "true", "GITHUB_STEP_SUMMARY": str(root.parent / "summary.md")}
    given["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = run(
        root, "git", "merge-base", "HEAD", "origin/main"
    ).stdout.strip()
    given["CI_COMMIT_SHA"] = run(root, "git", "rev-parse", "HEAD").stdout.strip()
    given |= {key: string.Template(value).substitute(given) for key, value in values.items()}
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=root, env=given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("host", HOSTS)
def test_the_steps_run_in_order(clone: Path, host: str) -> None:
    """In a fresh clone every step of every job ends well, and each job leaves what it hands over."""
    for job in (job for job in HOSTS[host]() if job.name not in ELSEWHERE):
        for script, values in job.scripts:
            done = bash(clone, script, values)
            assert done.returncode == 0, (job.name, script, done.stdout, done.stderr)
        for path in job.artifacts:
            assert (clone / path).exists(), (job.name, path)
            assert (clone / path).is_file() or any((clone / path).iterdir()), (job.name, path)


@pytest.mark.parametrize("host", HOSTS)
def test_scans_are_tested_where_tesseract_is_installed(host: str) -> None:
    """A job installs what a sentence of ours asks for, and lets none of its tests be left out."""
    asked = re.findall(r"apt install (tesseract[^`]*)`", (ROOT / TESSERACT).read_text("utf-8"))[0]
    steps = "\n".join(
        script for job in HOSTS[host]() if job.name == "scans" for script, _values in job.scripts
    )
    assert re.search(rf"apt-get install [-a-z ]*{asked}\nmake scans$", steps)
    assert re.search(r"^scans:.*\n\tSCANS=1 ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("host", HOSTS)
def test_editors_are_tested_where_they_are_installed(host: str) -> None:
    """A job installs Neovim, lets no test of it be left out, and packs the extension with its Node."""
    steps = "\n".join(
        script for job in HOSTS[host]() if job.name == "editors" for script, _values in job.scripts
    )
    assert re.search(r"apt-get install [-a-z ]*neovim", steps)
    assert {"make vscode", "make neovim"} <= {*steps.splitlines()}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^neovim:.*\n\tEDITORS=1 ", makefile, re.MULTILINE)
    needed = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text("utf-8"))["engines"]["node"]
    assert load(GITLAB)["editors"]["image"].startswith(f"node:{needed.removeprefix('>=')}-")


@pytest.mark.parametrize(
    ("job", "command"), [("windows", ["kehoach", "test"]), ("code-on-windows", ["--all-extras", "pytest"])]
)
def test_a_job_on_windows_needs_nothing_that_windows_has_not(job: str, command: list[str]) -> None:
    """Its steps are commands of Python and uv as they are everywhere, of the version that make installs."""
    steps = [step["run"] for step in load(GITHUB)["jobs"][job]["steps"] if "run" in step]
    install, work = map(shlex.split, steps)
    assert install == ["python", "-m", "pip", "install", UV]
    assert work[:2] == ["uv", "run"]
    assert work[2:4] == command
    assert not any(re.search(r"[$`|&;<>\\]", step) for step in steps)


def test_every_way_to_begin_installs_the_same_uv() -> None:
    """The hosts, the container and Read the Docs take the version of the Makefile; the editor is the same."""
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))["recommendations"]
    # A container takes what the registry of its editor has, where our own is not.
    assert ["kehoach.kehoach", *container["customizations"]["vscode"]["extensions"]] == recommended
    assert f"install --user {UV} && uv sync" in container["postCreateCommand"]
    commands = load(".readthedocs.yaml")["build"]["commands"]
    assert commands[:2] == [f"python -m pip install {UV}", "uv run --no-dev kehoach build"]


def test_the_change_report_tells_the_change(clone: Path) -> None:
    """What a reviewer reads names the object that the branch changes, on the page of the run too."""
    changes = next(job for job in github_jobs() if job.name == "changes")
    for script, values in changes.scripts:
        assert bash(clone, script, values).returncode == 0
    told = (clone / "changes.md").read_text("utf-8")
    assert "SP-172-2023-II-1-A-1" in told
    assert "trực tuyến" in told
    assert (clone.parent / "summary.md").read_text("utf-8") == told


GATE = ".github/workflows/gate.yml"
#: What a change does to its judge: tool and target let everything through. Other requirements are not tried:
#: they would be installed into the ``.venv`` that the clones share.
EDITED = {
    "scripts/kehoach/commands/changes.py": "raise SystemExit(0)\n",
    "Makefile": "gate changes:\n\t@true\n",
}


def obligation(root: Path) -> None:
    """An obligation changed without a document, and committed."""
    path = root / TASKS
    text = path.read_text("utf-8").replace("Quý III năm 2023", "Quý IV năm 2023")
    path.write_text(text, encoding="utf-8")
    run(root, "git", *AUTHOR, "commit", "-q", "-a", "-m", "An obligation")


def gate_on_github(clone: Path) -> subprocess.CompletedProcess[str]:
    """The gate of GitHub's, for the last commit of the clone as a pull request: on the branch it is for."""
    origin = Path(run(clone, "git", "remote", "get-url", "origin").stdout.strip())
    run(clone, "git", "push", "-q", "-f", "origin", "HEAD:refs/heads/proposed")
    tree, main, proposed = (
        run(origin, "git", "rev-parse", name).stdout.strip()
        for name in ("proposed^{tree}", "main", "proposed")
    )
    merged = run(origin, "git", *AUTHOR, "commit-tree", tree, "-p", main, "-p", proposed, "-m", "x").stdout
    run(origin, "git", "update-ref", "refs/pull/7/merge", merged.strip())
    run(clone, "git", "checkout", "-q", "origin/main")
    steps = [step for step in load(GATE)["jobs"]["gate"]["steps"] if "run" in step]
    given = {"NUMBER": "7", "TOKEN": "x"}
    fetched = bash(clone, steps[0]["run"], given)
    assert fetched.returncode == 0, fetched.stderr
    return bash(clone, steps[1]["run"], steps[1]["env"])


def gate_on_gitlab(clone: Path) -> subprocess.CompletedProcess[str]:
    """The job of GitLab's that judges, for the last commit of the clone."""
    ((script, values),) = next(job for job in gitlab_jobs() if job.name == "changes").scripts
    return bash(clone, script, values)


GATES = {"github": gate_on_github, "gitlab": gate_on_gitlab}


@pytest.mark.parametrize("host", GATES)
def test_an_obligation_changed_without_a_document_fails_the_job(clone: Path, host: str) -> None:
    """The gate refuses what the report has only told, and lets a change pass that changes no obligation."""
    assert GATES[host](clone).returncode == 0
    run(clone, "git", "checkout", "-q", "change")
    obligation(clone)
    done = GATES[host](clone)
    assert done.returncode != 0
    assert "NV-172-2023-II-1-A" in done.stdout


@pytest.mark.parametrize("host", GATES)
def test_a_change_does_not_edit_its_judge(clone: Path, host: str) -> None:
    """Whatever a change makes of tool, target and model, those of the branch that it is for judge it."""
    for name, content in EDITED.items():
        (clone / name).write_text(content, encoding="utf-8")
    model = (clone / "ubproject.toml").read_text("utf-8").replace('"clause", "owner", ', '"clause", ')
    (clone / "ubproject.toml").write_text(model, encoding="utf-8")
    obligation(clone)
    done = GATES[host](clone)
    assert done.returncode != 0
    assert "NV-172-2023-II-1-A" in done.stdout
    assert "needs.schema_definitions.schemas.task.validate.local.required: owner" in done.stdout


def test_nothing_of_a_change_is_checked_out_by_the_gate() -> None:
    """The gate's workflow is that of the branch, checks out nothing else, and may only read."""
    workflow = load(GATE)
    assert list(workflow["on"]) == ["pull_request_target"]
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    (checkout,) = (step for step in job["steps"] if "uses" in step)
    assert checkout["uses"].startswith("actions/checkout@")
    assert "ref" not in checkout["with"]
    assert not [step["run"] for step in job["steps"] if "checkout" in step.get("run", "")]


def test_the_sample_of_code_owners_names_what_is_there() -> None:
    """Each place that the sample gives an owner to is a file or a folder of this repository."""
    lines = (ROOT / ".github" / "CODEOWNERS.sample").read_text("utf-8").splitlines()
    for place in (line.split()[0] for line in lines if line and not line.startswith("#")):
        assert list(ROOT.glob(place.strip("/"))), place


def test_a_branch_name_is_never_run(clone: Path) -> None:
    """The name of the branch to compare with is data, for make and for the shell."""
    for name in ("$(shell touch made)", "$(touch made)", "`touch made`", "; touch made"):
        done = bash(clone, "make -s changes", {"BASE": name.replace("$", "$$")})
        assert done.returncode != 0
        assert not (clone / "made").exists()


def without_owner(root: Path) -> None:
    """A task loses its owner, as by a mistake."""
    path = root / TASKS
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-SNV\n", "", 1), encoding="utf-8")


def test_a_fault_fails_the_job_on_github(clone: Path) -> None:
    """The first step fails, and puts the finding at its line."""
    without_owner(clone)
    (script, values), *_rest = next(github_jobs()).scripts
    done = bash(clone, script, values)
    assert done.returncode != 0
    assert f"\n::error file={TASKS},line=5,title=KH101 NV-172-2023-II-1-A::" in done.stdout


def test_a_fault_fails_the_job_on_gitlab(clone: Path) -> None:
    """The job fails, leaves its report all the same, and its log says what is wrong."""
    without_owner(clone)
    ((script, values),) = next(gitlab_jobs()).scripts
    done = bash(clone, script, values)
    report = json.loads((clone / "gl-code-quality-report.json").read_text("utf-8"))
    assert done.returncode != 0
    assert [row["check_name"] for row in report] == ["KH101"]
    assert f"\n{TASKS}:5: KH101 " in done.stdout


# -- templates --------------------------------------------------------------------------------------

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").iterdir())


def as_markdown(form: Mapping[str, Any]) -> str:
    """A form of GitHub's as a template of GitLab's, which has no forms."""
    parts = []
    for element in form["body"]:
        said = element["attributes"]
        if element["type"] == "markdown":
            parts.append(said["value"].strip())
        else:
            parts.append(f"### {said['label']}")
            notes = [said.get("description", "")]
            if not element.get("validations", {}).get("required"):
                notes.append("Có thể để trống.")
            if note := ". ".join(filter(None, notes)):
                parts.append(f"<!-- {note} -->")
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_both_hosts_ask_the_same(path: Path) -> None:
    """A form of GitHub's has its twin at GitLab, of the same file name and words."""
    form = load(str(path.relative_to(ROOT)))
    twin = ROOT / ".gitlab" / "issue_templates" / f"{path.stem}.md"
    assert twin.read_text("utf-8") == as_markdown(form)


def test_no_template_stands_alone() -> None:
    """There are as many templates as forms, and the text for a change is one."""
    assert len(list((ROOT / ".gitlab" / "issue_templates").iterdir())) == len(FORMS)
    text = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_bytes()
    assert (ROOT / ".gitlab" / "merge_request_templates" / "Default.md").read_bytes() == text


def test_forms_ask_for_no_personal_data() -> None:
    """No label asks for what a person is called or reached by, and each form warns of it."""
    personal = re.compile("họ tên|họ và tên|điện thoại|email|thư điện tử|căn cước|ngày sinh", re.IGNORECASE)
    for path in FORMS:
        text = path.read_text("utf-8")
        assert not personal.search(text)
        assert "Không ghi dữ liệu cá nhân" in text
        assert "văn bản mật" in text
