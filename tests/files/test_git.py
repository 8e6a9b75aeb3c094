"""Revisions are read like folders: from git's objects, without writing, and refused in a sentence."""

import os
import shutil
from pathlib import Path

import pytest

from conftest import Run, copy_of
from kehoach import rules
from kehoach.files.git import Repository
from kehoach.files.tree import Folder, GitError
from kehoach.plan import Plan, reader
from kehoach.plan.directives import Collected
from kehoach.plan.model import Model
from repositories import commit, repository_of, run

FILE = "needs/kh-3-2026/nhiem-vu.md"


def at(root: Path, revision: str) -> Plan:
    """The plan of a revision."""
    with Repository(root) as repository:
        return reader.read_tree(repository.revision(revision), {})


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small project in a repository of its own, with one commit."""
    return repository_of("small", tmp_path / "kho")


def edit(root: Path, old: str, new: str) -> None:
    """Replace words in a file of the project."""
    text = (root / FILE).read_text(encoding="utf-8")
    assert old in text
    (root / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("project", ["small", "demo"])
def test_a_revision_is_read_like_the_folder(tmp_path: Path, project: str) -> None:
    """Needs, headings, faults, texts and evidence files are the same from git as from the folder."""
    root = repository_of(project, tmp_path / project)
    folder, revision = reader.read(root), at(root, "HEAD")
    for part in ("needs", "duplicates", "headings", "frames", "faults", "files", "texts"):
        assert getattr(folder, part) == getattr(revision, part)
    assert list(folder.needs) == list(revision.needs)


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    """The project may stand in a folder with spaces and Vietnamese letters, and its files be named so."""
    root = copy_of("demo", tmp_path / "kho" / "Kế hoạch năm 2026")
    page = root / "needs" / "kh-9-2026" / "theo-doi.md"
    page.rename(page.with_name("Theo dõi (đợt 1).md"))
    run(tmp_path, "init", "--quiet", "kho")
    commit(root)
    assert at(root, "HEAD").needs == reader.read(root).needs
    assert at(root, "HEAD").files == reader.read(root).files


def test_nothing_is_written(repo: Path, kehoach: Run) -> None:
    """A report changes neither the repository nor the working folder, not even the index."""
    edit(repo, "Tháng 10/2026", "Tháng 11/2026")
    run(repo, "tag", "cũ")
    commit(repo)
    # As if touched: git would refresh its index when it looks.
    (repo / "ubproject.toml").touch()
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(repo.rglob("*"))}
    assert kehoach("changes", "cũ", "--root", repo).returncode == 0
    assert kehoach("changes", "HEAD~1", "HEAD", "--root", repo).returncode == 0
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(repo.rglob("*"))} == before


def test_untracked_and_changed_files_are_the_working_folder(repo: Path, kehoach: Run) -> None:
    """Without HEAD the working folder is compared, with what is not committed and not even added."""
    edit(repo, "Tháng 10/2026", "Tháng 11/2026")
    (repo / "needs" / "moi.md").write_text(":::{basis} Mới\n:id: CC-MOI\n:number: 1\n:::\n", encoding="utf-8")
    out = kehoach("--lang", "en", "changes", "HEAD", "--root", repo).stdout
    assert "+ CC-MOI" in out
    assert "~ NV-3-2026-I-2" in out


def test_unknown_revision(repo: Path) -> None:
    """A revision that is not there, and one that looks like an option, are refused by name."""
    for name in ("không-có", "--all", "HEAD~9", "HEAD:needs", ""):
        with pytest.raises(GitError, match="There is no revision"):
            at(repo, name)


def test_shallow_clone(repo: Path, tmp_path: Path) -> None:
    """In a shallow clone the refusal says how to get what is missing."""
    edit(repo, "Tháng 10/2026", "Tháng 11/2026")
    commit(repo)
    run(tmp_path, "clone", "--quiet", "--depth", "1", repo.as_uri(), "nông")
    assert at(tmp_path / "nông", "HEAD").needs
    with pytest.raises(GitError, match="--unshallow"):
        at(tmp_path / "nông", "HEAD~1")


def test_missing_object(repo: Path) -> None:
    """An object that a partial clone does not have is named, and not fetched."""
    blob = run(repo, "rev-parse", f"HEAD:{FILE}").strip()
    (repo / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitError, match=f"{blob} is missing"):
        at(repo, "HEAD")


def test_no_repository(tmp_path: Path) -> None:
    """A folder outside any repository is refused."""
    with pytest.raises(GitError, match="in no git repository"):
        Repository(tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git installed there is a sentence, not a stack trace."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        Repository(tmp_path)


def test_repository_of_another_user(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git distrusts the folder's owner, the refusal says how to trust it."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(GitError, match=r"safe\.directory"):
        Repository(repo)


def test_variables_of_a_hook_do_not_lead_elsewhere(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_DIR and its like, as hooks set them, do not turn the command to another repository."""
    run(tmp_path, "init", "--quiet", "khác")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "khác" / ".git"))
    assert at(repo, "HEAD").needs


def test_a_revision_without_the_project(repo: Path, kehoach: Run) -> None:
    """A commit from before the project, or before its folder, is refused by name."""
    run(repo, "checkout", "--quiet", "--orphan", "trước")
    run(repo, "rm", "--quiet", "-r", "--cached", ".")
    run(repo, "commit", "--quiet", "--allow-empty", "--message", "rỗng")
    done = kehoach("changes", "HEAD", "--root", repo)
    assert done.returncode == 2
    assert "HEAD:ubproject.toml" in done.stderr
    shutil.move(repo / "needs", repo / "con" / "needs")
    shutil.copy(repo / "ubproject.toml", repo / "con")
    with pytest.raises(GitError, match="does not hold the folder con/"):
        at(repo / "con", "HEAD")


def test_links_inside_are_followed_and_outside_are_not(repo: Path, tmp_path: Path) -> None:
    """A symbolic link leads to a file of the project, never out of it."""
    secret = tmp_path / "bí mật.txt"
    secret.write_text("không được đọc", encoding="utf-8")
    texts = repo / "needs" / "kh-3-2026"
    (texts / "nguon.txt").rename(texts / "goc.txt")
    (texts / "thu-muc").symlink_to("../kh-3-2026", target_is_directory=True)
    (texts / "nguon.txt").symlink_to("thu-muc/goc.txt")
    commit(repo)
    assert at(repo, "HEAD").texts == reader.read(repo).texts
    assert "hội nghị giả định" in at(repo, "HEAD").texts["KH-3-2026"]
    for target in (str(secret), "../../../bí mật.txt", "nguon.txt"):
        (texts / "nguon.txt").unlink()
        (texts / "nguon.txt").symlink_to(target)
        commit(repo)
        assert "KH-3-2026" not in at(repo, "HEAD").texts


def test_submodule(repo: Path, tmp_path: Path) -> None:
    """Pages in a repository of their own are not silently missing."""
    run(tmp_path, "init", "--quiet", "con")
    commit(tmp_path / "con")
    run(repo, "submodule", "--quiet", "add", (tmp_path / "con").as_uri(), "needs/con")
    commit(repo)
    with pytest.raises(GitError, match="needs/con is a git submodule"):
        at(repo, "HEAD")


def _pointer(digest: str) -> str:
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 100\n"


def test_files_kept_by_git_lfs(tmp_path: Path) -> None:
    """A pointer that LFS leaves is no evidence until the file is here; a page cannot be read from one."""
    root = repository_of("demo", tmp_path / "demo")
    file, sha256 = next(iter(reader.read(root).files.items()))
    (root / file).write_text(_pointer(sha256), encoding="utf-8")
    (root / ".gitattributes").write_text("*.txt filter=lfs\n", encoding="utf-8")
    run(root, "-c", "filter.lfs.clean=cat", "add", "--all")
    run(root, "commit", "--quiet", "--message", "Dữ liệu giả định")
    (root / ".gitattributes").unlink()  # what a revision says of its files it says itself
    assert (at(root, "HEAD").files, at(root, "HEAD").pointers) == ({}, {file: sha256})
    (root / ".gitattributes").write_text("*.txt filter=lfs\n", encoding="utf-8")
    plan = reader.read(root)
    assert (plan.files, plan.pointers) == ({}, {file: sha256})
    assert [found.code for found in rules.check(plan)] == ["KH213"]
    (root / "needs" / "legal.md").write_text(_pointer(sha256), encoding="utf-8")
    commit(root)
    with pytest.raises(OSError, match="LFS pointer"):
        at(root, "HEAD")


def test_what_looks_like_a_pointer_is_a_file_where_lfs_keeps_none(tmp_path: Path) -> None:
    """Without ``filter=lfs`` a pointer typed by hand is a file like any other: its own fingerprint counts."""
    root = repository_of("demo", tmp_path / "demo")
    file, sha256 = next(iter(reader.read(root).files.items()))
    (root / file).write_text(_pointer(sha256), encoding="utf-8")
    commit(root)
    for plan in (reader.read(root), at(root, "HEAD")):
        assert set(plan.files) == {file}
        assert plan.files[file] != sha256
        assert [found.code for found in rules.check(plan)] == ["KH213"]


def test_hidden_files_that_git_carries_are_findings(repo: Path) -> None:
    """What git carries under needs/ is read or a finding; a hidden file of an editor is nobody's."""
    (repo / "needs" / ".goc").mkdir()
    (repo / "needs" / ".goc" / "x.md").write_text("# Ẩn (giả định)\n", encoding="utf-8")
    assert Folder(repo).refused() == []
    commit(repo)
    (repo / "needs" / ".x.md.swp").write_text("", encoding="utf-8")
    assert [(file.path, file.reason.name) for file in Folder(repo).refused()] == [
        ("needs/.goc/x.md", "HIDDEN")
    ]
    assert [(f.code, f.path) for f in rules.check(reader.read(repo))] == [("KH020", "needs/.goc/x.md")]


def test_a_revision_is_filtered_like_the_folder(repo: Path) -> None:
    """Hidden files, links, other suffixes and names are left out of a revision as out of the folder."""
    folder = repo / "needs"
    page = ":::{basis} Lén (giả định)\n:id: CC-LEN\n:number: 1\n:::\n"
    for name in (".an.md", "x.rst", "a<b.md", "y/.z/x.md", "tốt.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page.replace("LEN", name[-5:-3].upper()), encoding="utf-8")
    (folder / "link.md").symlink_to("agencies.md")
    (folder / "a?").mkdir()
    (folder / "a?" / "trong.md").write_text(page, encoding="utf-8")
    commit(repo)
    with Repository(repo) as repository:
        revision = repository.revision("HEAD")
        assert revision.pages() == Folder(repo).pages()
        assert revision.refused() == Folder(repo).refused()
    assert len(Folder(repo).refused()) == 6


def test_a_revision_has_the_findings_of_the_folder(repo: Path) -> None:
    """What is not read, and what stands outside needs/, is found in a revision as in the folder."""
    page = ":::{basis} Lén (giả định)\n:id: CC-LEN\n:number: 1\n:::\n"
    for name in ("needs/.an.md", "needs/x.rst", "docs/them.md", "docs/sau/them.md", "index.md", "khac/x.md"):
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(page, encoding="utf-8")
    (repo / "needs/link.md").symlink_to("agencies.md")
    (repo / "docs/link.md").symlink_to("them.md")
    (repo / "docs/away.md").symlink_to("/etc/hostname")
    (repo / "conf.py").write_text("<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n", encoding="utf-8")
    commit(repo)
    with Repository(repo) as repository:
        revision = rules.check(reader.read_project(repository.revision("HEAD"), {}))
    assert revision == rules.check(reader.read(repo))
    assert sorted((found.code, found.path) for found in revision) == [
        *(("KH020", f"needs/{name}") for name in (".an.md", "link.md", "x.rst")),
        ("KH022", "conf.py"),
        *(("KH023", name) for name in ("docs/link.md", "docs/sau/them.md", "docs/them.md", "index.md")),
    ]


def test_objects_are_not_replaced(repo: Path) -> None:
    """What a commit holds is what its hash says: git's replace refs put nothing in its place."""
    before = at(repo, "HEAD").needs
    edit(repo, "Tháng 10/2026", "Tháng 12/2026")
    blob, other = (
        run(repo, *of).strip() for of in (("rev-parse", f"HEAD:{FILE}"), ("hash-object", "-w", FILE))
    )
    run(repo, "replace", blob, other)
    assert at(repo, "HEAD").needs == before


def test_no_program_of_the_clone_is_run(repo: Path, tmp_path: Path) -> None:
    """A file watcher that the clone's settings name is not started to tell what has changed."""
    watcher = tmp_path / "watcher"
    watcher.write_text(f"#!/bin/sh\ntouch {tmp_path / 'run'}\n", encoding="utf-8")
    watcher.chmod(0o755)
    run(repo, "config", "core.fsmonitor", str(watcher))
    (repo / "needs" / ".x").write_text("", encoding="utf-8")
    Folder(repo).refused()
    at(repo, "HEAD")
    assert not (tmp_path / "run").exists()


def test_pages_that_are_the_same_are_parsed_once(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two revisions only pages that differ are parsed twice; with another model, all are."""
    parsed: list[str] = []
    page = reader.page

    def counted(name: str, raw: bytes, declared: Model) -> Collected:
        parsed.append(name)
        return page(name, raw, declared)

    monkeypatch.setattr(reader, "page", counted)
    edit(repo, "Tháng 10/2026", "Tháng 11/2026")
    commit(repo)
    pages: reader.Pages = {}
    with Repository(repo) as repository:
        reader.read_tree(repository.revision("HEAD~1"), pages)
        every = list(parsed)
        reader.read_tree(repository.revision("HEAD"), pages)
    assert parsed == [*every, FILE]
    (repo / "ubproject.toml").write_bytes((repo / "ubproject.toml").read_bytes() + b"\n# another\n")
    reader.read_tree(Folder(repo), pages)
    assert parsed == [*every, FILE, *every]


@pytest.mark.parametrize("arguments", [["không-có"], ["HEAD", "không-có"]])
def test_the_command_refuses(repo: Path, kehoach: Run, arguments: list[str]) -> None:
    """What git cannot give ends with exit code 2 and a Vietnamese sentence."""
    done = kehoach("changes", *arguments, "--root", repo)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'Không có phiên bản "không-có"' in done.stderr
    assert "Traceback" not in done.stderr
