"""An edition is made of what a commit holds, the same everywhere, and stands under its name for good."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conftest import Run
from kehoach import export
from kehoach.editions import making, manifest, tags
from kehoach.files.git import Repository
from kehoach.files.tree import GitError, sha256
from repositories import commit, repository_of, run

TAG = "edition/KH-3-2026/2026-Q3"
PAGE = "needs/kh-3-2026/nhiem-vu.md"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small project in a repository of its own, of somebody who may tag."""
    root = repository_of("small", tmp_path / "kho")
    run(root, "config", "user.name", "A")
    run(root, "config", "user.email", "a@example.org")
    return root


@pytest.fixture
def edition(kehoach: Run) -> Run:
    """Makes an edition of the small plan."""

    def make(
        root: Path, *more: str, name: str = "2026-Q3", **options: object
    ) -> subprocess.CompletedProcess[str]:
        command = ("--lang", "en", "edition", "KH-3-2026", "--name", name, "--root", str(root), *more)
        return kehoach(*command, **options)

    return make


def folder(root: Path) -> Path:
    """Where the edition is put."""
    return root / "build" / "editions" / "2026-Q3" / "KH-3-2026"


def test_an_edition_is_the_same_wherever_it_is_made(repo: Path, edition: Run, tmp_path: Path) -> None:
    """Another path, mask, locale, zone, seed and hour: the same bytes, by the manifest that the tag holds."""
    there = tmp_path / "Bản sao thứ hai (x)" / "kho"
    run(tmp_path, "clone", "--quiet", str(repo), str(there))
    for name in ("user.name", "user.email"):
        run(there, "config", name, "b@example.org")
    settings = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "KEHOACH_AS_OF": "2026-01-02",
    }
    settings |= {"SOURCE_DATE_EPOCH": "1", "KEHOACH_SINCE": "2025-12-01"}
    done = edition(repo)
    assert "not signed" in done.stdout, done.stderr
    with Repository(repo) as repository:
        found = tags.named(repository, TAG)
    assert found
    assert not found.signed
    assert found.manifest().as_bytes() == (folder(repo) / manifest.FILE).read_bytes()
    assert edition(there, env=os.environ | settings, umask=0o077).returncode == 0
    here = {path.name: path.read_bytes() for path in folder(repo).iterdir()}
    assert here == {path.name: path.read_bytes() for path in folder(there).iterdir()}
    made = manifest.read(here.pop(manifest.FILE))
    assert {name: (one.sha256, one.size) for name, one in made.documents.items()} == {
        name: (sha256(content), len(content)) for name, content in here.items()
    }
    assert {Path(name).suffix for name in here} == {
        *(".pdf", ".docx", ".xlsx", ".ics", ".json", ".csv", ".parquet")
    }
    listed = run(repo, "ls-files", "needs", "ubproject.toml").split()
    assert made.sources == {name: sha256((repo / name).read_bytes()) for name in listed}
    assert json.loads(here["du-lieu-KH-3-2026.json"])["commit"] == made.commit
    assert made.commit == run(repo, "rev-parse", "HEAD").strip()


def made_by_hand(commit_id: str) -> manifest.Manifest:
    """A manifest of little."""
    return manifest.Manifest(
        name="2026-Q3",
        plan="KH-3-2026",
        commit=commit_id,
        as_of=date(2026, 11, 30),
        tool="1",
        language="vi",
        sources={"needs/đ.md": "a" * 64},
        documents={name: manifest.Document("0" * 64, 3) for name in ("b.pdf", "a.pdf")},
    )


def test_a_tag_is_signed_where_git_is_set_up_for_it(repo: Path, tmp_path: Path) -> None:
    """With a key for SSH the tag is signed; a key that is not there is a refusal and leaves no tag."""
    run(repo, "config", "gpg.format", "ssh")
    run(repo, "config", "user.signingKey", str(tmp_path / "key"))
    made = made_by_hand(run(repo, "rev-parse", "HEAD").strip())
    with Repository(repo) as repository:
        with pytest.raises(GitError, match=r"Git has not (signed|made) the tag"):
            tags.create(repository, made)
        assert run(repo, "tag") == ""
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")]
        subprocess.run(command, check=True)
        assert tags.create(repository, made)
        found = tags.named(repository, TAG)
    assert found
    assert found.manifest() == made
    (tmp_path / "signers").write_text(f"a@example.org {(tmp_path / 'key.pub').read_text()}")
    run(repo, "-c", f"gpg.ssh.allowedSignersFile={tmp_path / 'signers'}", "verify-tag", TAG)


def test_an_edition_stands(repo: Path, edition: Run) -> None:
    """The same again is unchanged, and brings back what is missing; another under its name is refused."""
    assert edition(repo).returncode == 0
    shutil.rmtree(repo / "build")
    folder(repo).mkdir(parents=True)
    (folder(repo) / "khac.pdf").write_bytes(b"%PDF")
    first = run(repo, "rev-parse", TAG)
    done = edition(repo)
    assert "is unchanged" in done.stdout, done.stderr
    assert run(repo, "rev-parse", TAG) == first
    assert not (folder(repo) / "khac.pdf").exists()
    assert (folder(repo) / "ke-hoach-KH-3-2026.pdf").exists()
    done = edition(repo, "--as-of", "2026-01-02")
    assert done.returncode == 2
    assert "There is another edition" in done.stderr
    commit(repo)
    assert edition(repo).returncode == 2
    run(repo, "tag", "--force", TAG)
    done = edition(repo)
    assert done.returncode == 2
    assert "lightweight" in done.stderr


def test_an_edition_holds_the_report_of_its_period(repo: Path) -> None:
    """In three formats, beside all others; whoever makes it from its manifest gets the same bytes."""
    report = "bao-cao-quy-iii-2026-KH-3-2026"
    with Repository(repo) as repository:
        source = making.read_clean(repository, repository.revision("HEAD").commit)
        plan, day = source.read.needs["KH-3-2026"], date(2026, 11, 22)
        made = making.make(source, plan, "2026-Q3", day, "Quý 3")
        held = manifest.read(made.manifest.as_bytes())
        again = making.exports(source, plan, held.as_of, export.FORMATS, held.period)
        words = making.exports(source, plan, held.as_of, ["docx"], held.period)
    assert (held, held.period) == (made.manifest, "quý III/2026")
    assert [one.name for one in again] == list(made.contents)
    found = {one.name: one.make() for one in again if report in one.name}
    assert found == {
        f"{report}{form}": made.contents[f"{report}{form}"] for form in (".pdf", ".docx", ".xlsx")
    }
    assert [one.name for one in words if report in one.name] == [f"{report}.docx"]


def test_what_is_no_period_of_the_plan_is_refused(repo: Path, edition: Run) -> None:
    """In a sentence, and nothing is made or tagged."""
    done = edition(repo, "--period", "2025")
    assert (done.returncode, "did not exist yet" in done.stderr) == (2, True)
    assert not folder(repo).exists()
    assert run(repo, "tag") == ""


def test_a_name_that_differs_in_capitals_only_is_refused(repo: Path, edition: Run) -> None:
    """Some systems take them for one folder; that of another plan is no matter, nor the same name again."""
    with Repository(repo) as repository:
        made = made_by_hand(run(repo, "rev-parse", "HEAD").strip())
        for plan, name in (("KH-3-2026", "2026-KT"), ("KH-1-2026", "2026-q3")):
            tags.create(repository, replace(made, plan=plan, name=name))
        assert tags.twin(repository, TAG) is None
        assert tags.twin(repository, "edition/KH-3-2026/2026-KT") is None
    done = edition(repo, name="2026-kt")
    assert done.returncode == 2
    assert "There is an edition edition/KH-3-2026/2026-KT, which" in done.stderr
    assert not (repo / "build").exists()
    assert "2026-kt" not in run(repo, "tag")


def test_what_is_not_committed_is_refused(repo: Path, edition: Run) -> None:
    """Neither an edited page, a new one, one that is gone, nor another model gets into an edition."""
    (repo / PAGE).write_bytes((repo / PAGE).read_bytes() + b"\n")
    (repo / "needs" / "kh-3-2026" / "ke-hoach.md").unlink()
    (repo / "needs" / "moi.md").write_bytes(b"# X\n")
    (repo / "ubproject.toml").write_bytes((repo / "ubproject.toml").read_bytes() + b"\n")
    done = edition(repo)
    assert done.returncode == 2
    assert f"needs/kh-3-2026/ke-hoach.md, {PAGE}, needs/moi.md, ubproject.toml" in done.stderr
    assert not (repo / "build").exists()


def test_ends_of_lines_are_no_change(repo: Path) -> None:
    """A clone with other ends of lines holds what the commit does, of which an edition is made."""
    before = (repo / PAGE).read_bytes()
    (repo / PAGE).write_bytes(before.replace(b"\n", b"\r\n"))
    with Repository(repo) as repository:
        assert making.uncommitted(repository) == []
        assert making.sources(repository.revision("HEAD"))[PAGE] == sha256(before)


def test_a_plan_with_findings_has_no_edition(repo: Path, edition: Run) -> None:
    """Findings are listed, nothing is made, and there is no tag."""
    text = (repo / PAGE).read_text("utf-8")
    (repo / PAGE).write_text(text.replace(":owner: CQ-A", ":owner: CQ-KHAC", 1), "utf-8")
    commit(repo)
    done = edition(repo)
    assert done.returncode == 1
    assert "CQ-KHAC" in done.stdout
    assert not (repo / "build").exists()
    assert run(repo, "tag") == ""


@pytest.mark.parametrize(
    ("moment", "day"), [("2026-11-21T16:59:59Z", "2026-11-21"), ("2026-11-21T17:00:00Z", "2026-11-22")]
)
def test_figures_are_of_the_day_of_the_commit(repo: Path, moment: str, day: str) -> None:
    """The day of the commit is told by the office's clock."""
    environment = os.environ | {"GIT_COMMITTER_DATE": moment}
    command = ["git", "-C", str(repo), "commit", "--quiet", "--amend", "--no-edit"]
    subprocess.run(command, check=True, env=environment)
    with Repository(repo) as repository:
        latest = repository.revision("HEAD").commit
        source = making.read_clean(repository, latest)
        assert making.day_of(source, None).isoformat() == day
        assert making.day_of(source, "2/9/2026").isoformat() == "2026-09-02"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a..b", "-x", "x.", "x.lock", "quý 3", "x" * 61, "a\n"]
)
def test_a_name_is_part_of_a_path_and_a_tag(name: str) -> None:
    """What git or a file system would not take is no name."""
    with pytest.raises(ValueError, match="cannot be the name"):
        manifest.name_of(name)


@pytest.mark.parametrize("name", ["2026-Q3", "quy-3.2026", "a", "1.0"])
def test_names(name: str) -> None:
    """Letters, figures, hyphens and single dots are."""
    assert manifest.name_of(name) == name


def test_a_manifest_is_read_as_it_is_written_and_not_otherwise() -> None:
    """Whatever is not, to the byte, what we would write is refused."""
    made = made_by_hand("1" * 40)
    written = made.as_bytes()
    assert manifest.read(written) == made
    assert b"period" not in written  # as of editions from before there were reports in them
    of_period = replace(made, period="quý III/2026")
    assert manifest.read(of_period.as_bytes()) == of_period
    for old, new in (
        (b"\n", b"\r\n"),
        (b'"version": 1', b'"version": 2'),
        (b'"a.pdf"', b'"../a.pdf"'),
        (b'"a.pdf"', b'"manifest.json"'),
        (b'"a.pdf"', b'"a\\u202e.pdf"'),
        (b'"2026-11-30"', b'"0001-01-01"'),
        (b'"size": 3', b'"size": 3.0'),
        (b'"plan": "KH-3-2026"', b'"plan": 7'),
        (b"{", b"[" * 100_000),
        (b"}\n", b"}"),
    ):
        with pytest.raises(ValueError, match="no manifest"):
            manifest.read(written.replace(old, new))
