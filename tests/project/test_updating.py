"""A repository that was laid down, and edited since, is brought to the installed version."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import Run
from kehoach import cli
from kehoach.project import Office, laid_down, threeway, updating
from kehoach.project.updating import Kind

OFFICE = Office("Sở Giả định", "tỉnh Giả Định", version="0.1")
Files = dict[str, bytes]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that an older version laid down: other words in many files, one file more, one fewer."""
    now = laid_down(OFFICE)
    before = {name: older(content) for name, content in now.items() if name != "docs/views/week.md"}
    before["docs/views/former.md"] = b"# Former\n"
    with monkeypatch.context() as patched:
        patched.setattr(updating, "laid_down", lambda _office: before)
        updating.write(tmp_path, before, OFFICE)
    return tmp_path


def older(content: bytes) -> bytes:
    """A file as it might have been: without its last line but one, and with another behind the first."""
    lines = content.splitlines(keepends=True)
    return b"".join([lines[0], b"former\n", *lines[1:-2], lines[-1]]) if len(lines) > 4 else content


def edit(root: Path, name: str, change: Callable[[str], str]) -> None:
    """Edit a file as people do."""
    path = root / name
    text = path.read_text("utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def update(root: Path, *words: str) -> tuple[int, str]:
    """Run ``kehoach init --update``; its exit code and all that it says."""
    done = CliRunner().invoke(cli.main, ["--lang", "en", "init", str(root), "--update", *words])
    return done.exit_code, done.output


def contents(root: Path) -> Files:
    """Every file of a repository but the record."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".kehoach" not in path.parts
    }


MIDDLE = "\n# Của đơn vị\n"
EDITED = ("Makefile", "docs/coordinators.md", "docs/commands.md", "ubproject.toml", "docs/exports.md")


def in_the_middle(text: str) -> str:
    """An edit away from what versions change here."""
    lines = text.splitlines(keepends=True)
    half = len(lines) // 2
    return "".join([*lines[:half], MIDDLE, *lines[half:]])


def test_five_edits_survive_and_the_rest_is_new(root: Path) -> None:
    """Edited files keep their edits and get what is new; all others are as laid down today."""
    for name in EDITED:
        edit(root, name, in_the_middle)
    (root / "needs/agencies.md").write_text("# Của tôi\n", encoding="utf-8")
    code, said = update(root)
    assert code == 0, said
    now, new = contents(root), laid_down(updating.office_of(root))
    for name in EDITED:
        assert MIDDLE in now[name].decode(), name
        assert now[name].decode().replace(MIDDLE, "") == new[name].decode(), name
    rest = {name for name in new if name not in EDITED and not name.startswith("needs/")}
    assert {name for name in rest if now.get(name) != new[name]} == set()
    assert "docs/views/former.md" not in now
    assert now["needs/agencies.md"].decode() == "# Của tôi\n"


def test_the_lock_file_is_not_forgotten(root: Path) -> None:
    """Where packages are locked, it is said how the new version gets in; the second time nothing is to do."""
    (root / "uv.lock").touch()
    words = "Next, so that this version is installed"
    assert (words in update(root, "--dry-run")[1], words in update(root)[1]) == (False, True)
    assert words not in update(root)[1]


def test_an_office_that_moves(root: Path) -> None:
    """Another host, named with the update, brings its workflows; back again, they go."""
    assert update(root, "--host", "github")[0] == 0
    assert (root / ".github/workflows/kehoach.yml").is_file()
    assert update(root)[0] == 0
    assert (root / ".github/workflows/kehoach.yml").is_file()
    assert update(root, "--host", "none", "--office", "Sở khác (giả định)")[0] == 0
    assert not (root / ".github/workflows/kehoach.yml").exists()
    assert "Sở khác (giả định)" in (root / "conf.py").read_text("utf-8")


def test_a_second_update_changes_nothing(root: Path) -> None:
    """What was brought up to date is up to date."""
    edit(root, "Makefile", in_the_middle)
    assert update(root)[0] == 0
    before = contents(root)
    code, said = update(root)
    assert (code, "0 files change" in said) == (0, True)
    assert contents(root) == before


def test_what_would_change_is_shown_and_not_written(root: Path) -> None:
    """A dry run shows the lines that go and come, and writes nothing."""
    before = contents(root)
    code, said = update(root, "--dry-run")
    assert code == 0
    assert "Makefile: taken as it is now" in said
    assert "\n-former\n" in said
    assert "docs/views/week.md: new" in said
    assert "docs/views/former.md: no longer laid down" in said
    assert contents(root) == before


def test_what_both_changed_is_marked(root: Path) -> None:
    """The same lines edited here and new there stand one below the other, between marks; exit code 1."""
    edit(root, "Makefile", lambda text: text.replace("former\n", "của tôi\n", 1))
    code, said = update(root)
    assert code == 1
    assert "Makefile: 1 places changed on both sides" in said
    text = (root / "Makefile").read_text("utf-8")
    ours, between, theirs = (
        text.index(mark) for mark in ("<<<<<<< Makefile\n", "=======\n", ">>>>>>> kehoach\n")
    )
    assert ours < text.index("của tôi") < between < theirs


def test_what_was_deleted_stays_so_and_what_is_edited_is_not_removed(root: Path) -> None:
    """Deleting is an edit too; a file that is no longer laid down stays where somebody has edited it."""
    (root / "docs/views/matrix.md").unlink()
    edit(root, "docs/views/former.md", lambda text: text + "của tôi\n")
    code, said = update(root)
    assert code == 0
    assert "docs/views/matrix.md: deleted here, and left so" in said
    assert not (root / "docs/views/matrix.md").exists()
    assert (root / "docs/views/former.md").read_text("utf-8").endswith("của tôi\n")


def test_a_new_file_where_one_of_the_same_name_stands(root: Path) -> None:
    """It is not overwritten: what differs is marked."""
    (root / "docs/views/week.md").write_text("# Tuần\n", encoding="utf-8")
    code, _said = update(root)
    text = (root / "docs/views/week.md").read_text("utf-8")
    assert (code, "# Tuần" in text, ":::{view} week" in text) == (1, True, True)


def test_other_line_ends_are_no_edit(root: Path) -> None:
    """A checkout that made CRLF of all line ends has edited nothing."""
    for name, content in contents(root).items():
        (root / name).write_bytes(content.replace(b"\n", b"\r\n"))
    code, said = update(root)
    assert (code, "edited" in said) == (0, False)


def test_a_damaged_record_is_a_sentence(root: Path) -> None:
    """Nothing is guessed, and nothing written, where the record cannot be read."""
    before = contents(root)
    (root / updating.LAID_DOWN).write_bytes(b"no zip")
    code, said = update(root)
    assert (code, updating.LAID_DOWN in said) == (2, True)
    assert contents(root) == before


def test_the_record_is_the_same_bytes_each_time(root: Path) -> None:
    """What is laid down twice from one version has the same record, without needs/."""
    first = (root / updating.LAID_DOWN).read_bytes()
    with zipfile.ZipFile(root / updating.LAID_DOWN) as held:
        assert not any(name.startswith("needs/") for name in held.namelist())
    update(root)
    second = (root / updating.LAID_DOWN).read_bytes()
    update(root)
    assert first != second == (root / updating.LAID_DOWN).read_bytes()


def test_a_file_that_is_no_text_is_left(root: Path) -> None:
    """What cannot be put together line by line stays as it was edited."""
    (root / "Makefile").write_bytes(b"\xff\xfe")
    (found,) = (change for change in updating.changes(root, OFFICE) if change.path == "Makefile")
    assert (found.kind, found.after) == (Kind.KEPT, b"\xff\xfe")


#: base, ours, theirs, what becomes of it; "<" "=" ">" stand for the marks.
MERGES = [
    ("a b c", "a b c", "a x c", "a x c"),
    ("a b c", "a x c", "a b c", "a x c"),
    ("a b c", "a x c", "a x c", "a x c"),
    ("a b c d e", "a x c d e", "a b c d y", "a x c d y"),
    ("a b c", "a c", "a b c d", "a c d"),
    ("a b c", "a x c", "a y c", "a < x = y > c"),
    ("a b c", "a c", "a y c", "a < = y > c"),
    ("a", "a b", "a c", "a < b = c >"),
    ("", "a b c", "a x c", "a < b = x > c"),
    ("a a a", "a a a a", "a a a", "a a a a"),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), MERGES)
def test_three_texts_become_one(base: str, ours: str, theirs: str, expected: str) -> None:
    """Each side's edits are in it once; what both changed otherwise is marked and counted."""
    texts = ["".join(f"{line}\n" for line in text.split()) for text in (base, ours, theirs)]
    text, conflicts = threeway.merged(*texts, our_name="o", their_name="t")
    marks = {"<<<<<<< o": "<", "=======": "=", ">>>>>>> t": ">"}
    assert " ".join(marks.get(line, line) for line in text.splitlines()) == expected
    assert conflicts == expected.count("<")


def test_a_last_line_without_its_end() -> None:
    """A mark stands on a line of its own."""
    text, _conflicts = threeway.merged("a\nb", "a\nx", "a\ny", our_name="o", their_name="t")
    assert text == "a\n<<<<<<< o\nx\n=======\ny\n>>>>>>> t\n"


# -- what is damaged ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["conf.py", "ubproject.toml", "pyproject.toml", "index.md"])
def test_what_nothing_works_without_is_put_back(root: Path, name: str) -> None:
    """A file that was deleted comes back where the tool needs it, and it is said why."""
    (root / name).unlink()
    code, said = update(root)
    assert (code, f"{name}: deleted here, and put back" in said) == (0, True)
    assert (root / name).read_bytes() == laid_down(updating.office_of(root))[name]


RECORDS = {
    "no TOML": ("x = [\n", "is damaged"),
    "no text": ("\udcff", "is damaged"),
    "no office": ('province = "tỉnh Giả Định"\n', "does not say `office`"),
    "neither": ("office = 3\n", "does not say `office`, `province`"),
    "a host that there is not": ('office = "A"\nprovince = "B"\nhost = "bitbucket"\n', "no host"),
    "a wheel elsewhere": ('office = "A"\nprovince = "B"\nwheel = "../x.whl"\n', "no name of a file"),
}


@pytest.mark.parametrize("record", RECORDS)
def test_a_broken_record_of_the_office_is_a_sentence(root: Path, record: str) -> None:
    """What is wrong with it is said, in one line, and nothing is written."""
    text, expected = RECORDS[record]
    (root / updating.OFFICE).write_bytes(text.encode(errors="surrogateescape"))
    before = contents(root)
    code, said = update(root)
    assert (code, said.count("\n"), expected in said) == (2, 1, True), said
    assert contents(root) == before


@pytest.mark.parametrize("name", ["../x", "/etc/x", "docs/../../x"])
def test_a_record_names_no_file_outside(root: Path, name: str) -> None:
    """A record that would make an update delete what lies elsewhere is damaged."""
    with zipfile.ZipFile(root / updating.LAID_DOWN, "a") as held:
        held.writestr(name, b"x")
    code, said = update(root)
    assert (code, "is damaged" in said) == (2, True)


def test_what_is_undecided_comes_first(root: Path) -> None:
    """While a file holds two edits one below the other, no update writes anything, and each says so."""
    edit(root, "Makefile", lambda text: text.replace("former\n", "của tôi\n", 1))
    assert update(root)[0] == 1
    before = contents(root)
    for words in ((), ("--dry-run",)):
        code, said = update(root, *words)
        assert (code, "Choose between <<<<<<< and >>>>>>> first: Makefile:2" in said) == (1, True), said
    assert contents(root) == before


@pytest.mark.parametrize("name", ["docs/coordinators.md", "index.md", "conf.py"])
def test_what_is_undecided_passes_neither_check_nor_build(tmp_path: Path, kehoach: Run, name: str) -> None:
    """A page of the site, or its settings, with two edits one below the other is a finding, and no site."""
    root = tmp_path
    updating.write(root, laid_down(OFFICE), OFFICE)
    lines = (root / name).read_text("utf-8").splitlines(keepends=True)
    marked = [*lines[:2], "<<<<<<< ta\n", "# a\n", "=======\n", "# b\n", ">>>>>>> kehoach\n", *lines[2:]]
    (root / name).write_text("".join(marked), encoding="utf-8")
    checked = kehoach("check", "--root", root)
    assert (checked.returncode, checked.stdout.count("\n")) == (1, 1), checked.stdout
    assert checked.stdout.startswith(f"{name}:3: KH022 -: ")
    built = kehoach("build", "--root", root)
    assert (built.returncode, "Traceback" in built.stderr, "<<<<<<<" in built.stderr) == (
        2 if name == "conf.py" else 1,
        False,
        True,
    ), built.stderr
    assert not (root / "build/html/index.html").exists()
